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
                measure.parts.compactMap { part -> (Measure, Part, Period, FigureChanges)? in
                    guard let was = old.figure(measure, part.id), let now = new.figure(measure, part.id) else { return nil }
                    return (measure, part, new.period, FigureChanges(from: was, to: now))
                }
            }
        }
        let rows = pairs.map { measure, part, period, change -> [HTML] in
            [
                "\(measure.title): \(part.words.lowercasedFirst)", "\(period.label)", "\(FigureWords.value(change.before))",
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
            ], rows: rows)
        guard visit.person.access.may(.openFile) else { return (numbers + "<p>Your role sees numbers, not children.</p>", []) }
        return try await visit.service.read(Scope(visit.person, asAt: after.asAt)) { reader in
            var children: [RecordID] = []
            var out = HTML.empty
            var told: Set<String> = []
            for (measure, part, period, change) in pairs where visit.person.access.mayName(measure) {
                let moved = (change.numerator + change.denominator).filter {
                    told.insert("\(measure.id) \(period.label) \($0.move) \($0.member.id)").inserted
                }
                guard !moved.isEmpty else { continue }
                let lines = Dictionary(try reader.lines(of: moved.map(\.member.child), on: visit.service.today).map { ($0.id, $0) }) {
                    first, _ in first
                }
                children += moved.map(\.member.child).filter { lines[$0] != nil }
                let names = try reader.staffNames()
                let rows = try moved.map { one -> [HTML] in
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
                    "\(measure.title): \(part.words.lowercasedFirst), \(period.label)",
                    id: "moved-\(measure.id)-\(part.id)-\(period.label)".idSafe,
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
            return (numbers + out, Array(Set(children)))
        }
    }

    private static func count(_ change: FigureChanges, _ move: FigureChanges.Move) -> Int {
        Set((change.numerator + change.denominator).filter { $0.move == move }.map(\.member.id)).count
    }

    private static func written(_ version: VersionWritten, _ child: RecordID, _ names: [RecordID: String]) -> HTML {
        let who = version.trail.staff.flatMap { names[$0] } ?? "Waymark"
        let what =
            version.withdrawn
            ? "marked as entered in error"
            : version.isFirst ? "recorded" : "changed (\(version.changed.map(\.lowercasedFirst).joined(separator: ", ")))"
        let name = "\(version.kind.title) \(version.ref)"
        let record =
            version.kind.name == "child"
            ? link(to: At.child(child, "details"), name) : link(to: At.record(child, version.kind, version.id), name)
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
