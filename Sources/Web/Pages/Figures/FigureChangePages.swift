import Casework
import HTML
import Records
import Reports
import Statistics

/// What moved a measure's figures between two moments: who came, who went, and the record versions that did it. (promise 5)
enum FigureChangePages {
    static func show(_ visit: Visit) async throws -> Reply {
        let measure = try visit.measure()
        let ask = FigureAsk(visit)
        var problems = ask.problems
        let from = visit.query("from").flatMap(AsAt.moment)
        let to = visit.query("to").flatMap(AsAt.moment)
        if from == nil { problems.append(ErrorItem(field: "from", "Say from which day or moment, like 21/11/2026 or 21/11/2026 14:30.")) }
        if visit.query("to") != nil, to == nil {
            problems.append(ErrorItem(field: "to", "“\(visit.query("to") ?? "")” is not a day or a moment."))
        }
        let until = min(to ?? visit.service.now, visit.service.now)
        if let from, from >= until { problems.append(ErrorItem(field: "from", "The first moment must be before the second.")) }
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let asking = filterForm(
            action: At.figure(measure, "changes"), label: "Moments", button: "Compare",
            fields([
                FieldControl(id: "period", label: "Period", error: message("period"), value: ask.typed.period, width: .w20),
                FieldControl(
                    id: "from", label: "From as it was known", error: message("from"), value: visit.query("from") ?? "", width: .w20),
                FieldControl(
                    id: "to", label: "To as it was known", hint: "Empty is now.", error: message("to"), value: visit.query("to") ?? "",
                    isRequired: false,
                    width: .w20),
            ]))
        let crumbs = [
            NavItem("Figures", Address("/figures", query: [("period", ask.period.label)])),
            NavItem(measure.title, At.figure(measure, nil, [("period", ask.period.label)])),
        ]
        let top = errorSummary(problems) + heading("What moved the figures", caption: "\(measure.title), \(ask.period.words)") + asking
        guard problems.isEmpty, let from else {
            return .page(visit, title: "What moved the figures", shows: .nobody, status: 422, hasErrors: true, crumbs: crumbs, top)
        }
        let asks = [FigureSet.Ask(ask.period, [measure])]
        let before = try await FigureSet.read(visit.service, asks, asAt: from)
        let after = try await FigureSet.read(visit.service, asks, asAt: until)
        let shown = try await explained(visit, [measure], before, after)
        return .page(
            visit, title: "What moved the figures", shows: shown.children.isEmpty ? .nobody : .list("figure", shown.children),
            crumbs: crumbs,
            top + "<p>Between \(from.words) and \(until.words).</p>" + shown.html)
    }

    /// The changes of every whole figure, with the children and versions for those who may open files.
    static func explained(_ visit: Visit, _ measures: [Measure], _ before: FigureSet, _ after: FigureSet) async throws -> (
        html: HTML, children: [RecordID]
    ) {
        let pairs = zip(before.answers, after.answers).flatMap { old, new in
            measures.flatMap { measure in
                compared(measure, old, new).compactMap { part, by -> (Measure, Part, Period, FigureChanges)? in
                    guard let was = old.figure(measure, part.id, by: by), let now = new.figure(measure, part.id, by: by) else { return nil }
                    let changes = FigureChanges(from: was, to: now)
                    // Of a part that has no whole, such as an index of disparity, the cells that moved.
                    return by.isEmpty || !changes.isEmpty ? (measure, part, new.period, changes) : nil
                }
            }
        }
        let words = FigureWords(after.reference.codes)
        let rows = pairs.map { measure, part, period, change -> [HTML] in
            [
                "\(name(measure, part, change, words))", "\(period.label)", "\(FigureWords.value(change.before))",
                "\(FigureWords.value(change.after))",
                "\(count(change, .came))", "\(count(change, .went))", "\(count(change, .changed))",
            ]
        }
        let numbers = table(
            caption: "The figures at the two moments",
            columns: [
                Column("Figure"), Column("Period"), Column("Then", isNumeric: true), Column("Now", isNumeric: true),
                Column("Came", isNumeric: true),
                Column("Went", isNumeric: true), Column("Counted by other records", isNumeric: true),
            ], rows: rows, empty: "None of the figures moved between the two moments.")
        guard visit.person.access.may(.openFile) else { return (numbers + "<p>Your role sees numbers, not children.</p>", []) }
        return try await visit.service.read(Scope(visit.person, asAt: after.asAt)) { reader in
            var children: [RecordID] = []
            var out = HTML.empty
            var told: Set<String> = []
            let tables = try reader.tableVersions(after: before.asAt)
            let names = try reader.staffNames()
            for (measure, part, period, change) in pairs where visit.person.access.mayName(measure) {
                let moved = (change.numerator + change.denominator).filter {
                    told.insert("\(measure.id) \(period.label) \($0.move) \($0.member.id)").inserted
                }
                guard !moved.isEmpty else { continue }
                let lines = Dictionary(try reader.openLines(of: moved.map(\.member.child), on: visit.service.today).map { ($0.id, $0) }) {
                    first, _ in first
                }
                children += moved.map(\.member.child).filter { lines[$0] != nil }
                let rows = try moved.map { one -> [HTML] in
                    if one.member.isOfService {
                        let versions = tables.filter { $0.id == one.member.id }
                        return [
                            "A record of the service, \(one.member.ref)", "\(one.move.words)",
                            versions.map { written($0, nil, names) }.joined(separator: "<br>"),
                        ]
                    }
                    guard let line = lines[one.member.child] else {
                        return ["A file that is withdrawn or not open to you", "\(one.move.words)", .empty]
                    }
                    let versions = try reader.versions(
                        of: line.id, read: measure.needs, after: before.asAt, until: after.asAt, besides: one.evidence)
                    let why: HTML = one.rule.map { "<br>\(one.move == .came ? "Before: " : "")\($0.sentence)" } ?? .empty
                    return [
                        link(to: At.child(line.id), "\(line.name) (\(line.ref))"), "\(one.move.words)\(why)",
                        versions.map { written($0, line.id, names) }.joined(separator: "<br>"),
                    ]
                }
                out += section(
                    "\(name(measure, part, change, words)), \(period.label)",
                    id: "moved-\(measure.id)-\(part.id)-\(change.after.byWords)-\(period.label)".idSafe,
                    table(
                        caption: "Who moved it",
                        columns: [Column("Child"), Column("What happened"), Column("Records written between the two moments")],
                        rows: rows, captionHidden: true))
            }
            if !measures.allSatisfy({ visit.person.access.mayName($0) }) {
                out += "<p>Figures made of records your role does not see name nobody here.</p>"
            } else if out.isEmpty {
                out = "<p>Nobody came or went between the two moments.</p>"
            }
            out += tablesWritten(tables, names)
            return (numbers + out, Array(Set(children)))
        }
    }

    /// The parts and cells to compare: every whole, and the cells of a part that has none.
    private static func compared(_ measure: Measure, _ old: FigureSet.Answer, _ new: FigureSet.Answer) -> [(Part, [String: String])] {
        measure.parts.flatMap { part -> [(Part, [String: String])] in
            if new.figure(measure, part.id) != nil { return [(part, [:])] }
            return new.of(measure).filter { $0.part == part.id }.map { (part, $0.by) }
        }
    }

    private static func name(_ measure: Measure, _ part: Part, _ change: FigureChanges, _ words: FigureWords) -> String {
        let cell = change.after.by.isEmpty ? "" : ", \(words.label(change.after.by).lowercasedFirst)"
        return "\(measure.title): \(part.words.lowercasedFirst)\(cell)"
    }

    /// Populations, codes, charges and the like: a figure moves with the tables it leans on, though nobody came or went.
    private static func tablesWritten(_ versions: [VersionWritten], _ names: [RecordID: String]) -> HTML {
        guard !versions.isEmpty else { return .empty }
        let most = 200
        let rows: [[HTML]] = versions.suffix(most).map { [written($0, nil, names)] }
        let more = versions.count > most ? "<p>The last \(most) of \(versions.count).</p>" as HTML : .empty
        return section(
            "Tables the figures lean on", id: "tables",
            "<p>Populations, areas, published figures, codes, settings and the board's attendance written between the two moments. A rate or an index moves with them even when nobody comes or goes.</p>"
                + more
                + table(
                    caption: "Tables written between the two moments", columns: [Column("Record")], rows: rows, firstIsHeader: false,
                    captionHidden: true))
    }

    private static func count(_ change: FigureChanges, _ move: FigureChanges.Move) -> Int {
        Set((change.numerator + change.denominator).filter { $0.move == move }.map(\.member.id)).count
    }

    private static func written(_ version: VersionWritten, _ child: RecordID?, _ names: [RecordID: String]) -> HTML {
        let who = version.trail.staff.flatMap { names[$0] } ?? "Waymark"
        let what =
            version.withdrawn
            ? "marked as entered in error"
            : version.isFirst ? "recorded" : "changed (\(version.changed.map(\.lowercasedFirst).joined(separator: ", ")))"
        let name = "\(version.kind.title) \(version.ref)"
        let record: HTML =
            child.map { child in
                version.kind.name == "child"
                    ? link(to: At.child(child, "details"), name) : link(to: At.record(child, version.kind, version.id), name)
            } ?? "\(name)"
        let note: HTML = version.trail.note.map { " “\($0)”" } ?? .empty
        return "\(record) \(what) by \(who), \(version.trail.recordedAt.words)\(note)"
    }
}

extension FigureChanges.Move {
    var words: String {
        switch self {
        case .came: "Counted now, not then"
        case .went: "Counted then, not now"
        case .changed: "Counted at both, by other records"
        }
    }
}

extension String {
    /// As an element's id: letters, digits and hyphens.
    var idSafe: String { String(map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }) }
}
