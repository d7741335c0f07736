import Casework
import HTML
import Records
import Reports
import Statistics

/// What is missing or wrong in the records of the last twelve months, by rule and by whose it is to mend, with the figures it moves. (S-PER-16)
enum DataQualityPages {
    static let routes: [Route] = [
        .get("/data-quality", .may(.openFile)) { try await index($0) },
        .get("/data-quality.csv", .may(.openFile)) { try await csv($0) },
        .get("/data-quality/trend", .may(.openFile)) { try await DataQualityTrend.show($0) },
    ]

    /// How long ago the trend looks back.
    private static let back = 30

    private static func index(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.knowsOfClosedFiles else { throw NotAllowed() }
        let rule = visit.query("rule").flatMap(ReturnRule.named)
        let owner = visit.query("owner")
        let now = try await ReturnCheck.read(
            visit.service, asAt: visit.asAt, daysBefore: back, moved: visit.person.access.may(.seeFigures) ? rule : nil)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let names = try reader.staffNames()
            let findings = asked(visit, now)
            let (found, children) = try FindingTable.rows(visit, reader, findings)
            let who = owner.map { owner in now.findings.first { key($0) == owner }.map { FindingTable.owner($0, names) } ?? "Nobody" }
            let title = [rule?.title ?? "Everything to mend", who.map { "\($0)’s" }].compactMap { $0 }.joined(separator: ", ")
            return .page(visit, title: "Data quality", shows: children.isEmpty ? .nobody : .list("list", children)) {
                heading("Data quality", caption: now.ask.period.words)
                    + "<p>The rules of the national return, over the \(now.children.counted("child", "children")) something was done with in the last twelve months.</p>"
                    + wholeSection(
                        "By rule", id: "rules",
                        "<p>\(link(to: At.dataQualityTrend(visit.asAtQuery), "How this has gone, rule by rule"))</p>"
                            + rules(visit, now))
                    + wholeSection("By whose it is to mend", id: "owners", owners(visit, now, names))
                    + wholeSection(
                        title, id: "found",
                        found
                            + spreadsheetLink(
                                "/data-quality",
                                visit.asAtQuery + ["rule", "owner"].compactMap { name in visit.query(name).map { (name, $0) } }))
                    + when(!now.reach.isEmpty, moves(visit, now))
            }
        }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.knowsOfClosedFiles else { throw NotAllowed() }
        let now = try await ReturnCheck.read(visit.service, asAt: visit.asAt)
        return try await visit.service.read(Scope(visit.person)) { try FindingTable.file(visit, $0, asked(visit, now)) }
    }

    /// The findings of the rule and the owner the address asks for.
    private static func asked(_ visit: Visit, _ now: ReturnCheck) -> [ReturnFinding] {
        let (rule, owner) = (visit.query("rule").flatMap(ReturnRule.named), visit.query("owner"))
        return now.findings.filter { finding in
            (rule.map { $0.id == finding.rule.id } ?? true) && (owner.map { $0 == key(finding) } ?? true)
        }
    }

    /// An owner in an address: the id, or which part nobody has.
    private static func key(_ finding: ReturnFinding) -> String { finding.owner?.description ?? finding.rule.owner.rawValue.lowercased() }

    private static func rules(_ visit: Visit, _ now: ReturnCheck) -> HTML {
        let rows = ReturnRule.inForce(now.ask).map { rule, severity -> [HTML] in
            let count = now.count(rule)
            let maySee = visit.person.access.may(.seeFigures)
            // The amounts are on the rule's own page: here they would be a table in each cell.
            let moves = At.dataQuality(visit.asAtQuery + [("rule", rule.id)], fragment: "moves")
            let far: HTML = "<br>\(link(to: moves, "How far mending it could move each", about: rule.title.lowercasedFirst))"
            let measures = rule.measures.map { measure -> HTML in
                maySee ? link(to: At.figure(measure), measure.title) : "\(measure.title)"
            }
            return [
                "\(rule.title)", FindingTable.mark(severity),
                count == 0
                    ? "0"
                    : link(
                        to: At.dataQuality(visit.asAtQuery + [("rule", rule.id)], fragment: "found"), "\(count)",
                        about: rule.title.lowercasedFirst), "\(now.before[rule.id] ?? 0)",
                measures.isEmpty ? "None yet" : measures.joined(separator: ", ") + when(count > 0 && maySee, far),
            ]
        }
        return table(
            caption: "By rule",
            columns: [
                Column("Rule"), Column("Return"), Column("Now", isNumeric: true), Column("\(back) days before", isNumeric: true),
                Column("Figures that read it"),
            ], rows: rows, captionHidden: true)
    }

    /// What mending a rule's findings could move, figure by figure.
    private static func moves(_ visit: Visit, _ now: ReturnCheck) -> HTML {
        let query = [("period", now.ask.period.label)] + visit.asAtQuery
        let rows = now.reach.map { one -> [HTML] in
            let style = FigureWords.style(one.figure.unit)
            let range: HTML =
                one.lowest.flatMap { low in one.highest.map { "\(style.text(low)) to \(style.text($0))" } } ?? "Cannot be told"
            return [
                link(to: At.figure(one.measure, nil, query), one.measure.title), "\(FigureWords.value(one.figure))", "\(one.counted)",
                "\(one.uncounted)", "\(one.left)", range,
            ]
        }
        return wholeSection(
            "What mending it could move", id: "moves",
            "<p>Each figure’s headline over the same days, and how many of what it counts are of the children found here. The last column is the least and the most it could come to, were all of them to turn out one way or the other: a bound, not a forecast.</p>"
                + table(
                    caption: "What mending it could move",
                    columns: [
                        Column("Figure"), Column("Now", isNumeric: true), Column("Counted", isNumeric: true),
                        Column("In its base only", isNumeric: true), Column("Left out", isNumeric: true),
                        Column("Could come to", isNumeric: true),
                    ], rows: rows, captionHidden: true))
    }

    private static func owners(_ visit: Visit, _ now: ReturnCheck, _ names: [RecordID: String]) -> HTML {
        let groups = Dictionary(grouping: now.findings, by: key)
        let rows = groups.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.map { key, found -> [HTML] in
            [
                "\(found.first.map { FindingTable.owner($0, names) } ?? "")",
                link(to: At.dataQuality(visit.asAtQuery + [("owner", key)], fragment: "found"), "\(found.count)"),
                "\(found.count { $0.severity == .refuse })", "\(Set(found.map(\.child)).count)",
            ]
        }
        return table(
            caption: "By whose it is to mend",
            columns: [
                Column("Who"), Column("To mend", isNumeric: true), Column("Refused", isNumeric: true), Column("Children", isNumeric: true),
            ], rows: rows, captionHidden: true, empty: "There is nothing to mend.")
    }
}
