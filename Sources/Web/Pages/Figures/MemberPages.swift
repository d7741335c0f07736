import Casework
import HTML
import Records
import Reports
import Statistics

/// Who is in one figure: those counted, the rest of those it is out of, and those left out with the rule that did it. (promise 4)
///
/// Numbers are for all who see figures; children only for those who may open files, and only children they may open.
enum MemberPages {
    private static let perPage = 100

    /// One row: a member, and the rule when it was left out.
    private struct Row {
        let member: Member
        let rule: Exclusion?
    }

    static func show(_ visit: Visit) async throws -> Reply {
        let measure = try visit.measure()
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        guard ask.problems.isEmpty else {
            return .see(At.figure(measure, nil, visit.request.query.map { ($0.name, $0.value) }))
        }
        let by = cell(visit.query("by"))
        let set = try await FigureSet.read(visit.service, [FigureSet.Ask(ask.period, [measure])], asAt: ask.asAt)
        let part = visit.query("part") ?? measure.headline(set.answers[0].figures)?.part ?? ""
        guard let figure = set.answers[0].figure(measure, part, by: by) else { throw NotFound() }
        let groups: [(id: String, title: String, rows: [Row])] = [
            ("counted", "Counted", figure.counted.map { Row(member: $0, rule: nil) }),
            ("rest", "In what it is out of, not counted", figure.rest.map { Row(member: $0, rule: nil) }),
            ("left-out", "Left out", figure.excluded.map { Row(member: $0.member, rule: $0.rule) }),
        ]
        let shown = groups.first { $0.id == visit.query("show") } ?? groups[0]
        let words = FigureWords(set.reference.codes)
        let top = head(visit, ask, measure, figure, words)
        guard visit.person.access.mayName(measure) else {
            return .page(visit, title: "What the figure is made of", shows: .nobody, crumbs: crumbs(measure, ask)) {
                top + summaryList(groups.map { ($0.title, "\($0.rows.count)") }) + rules(figure)
                    + "<p>\(visit.person.access.may(.openFile) ? "This figure is made of records your role does not see, so it names nobody." : "Your role sees numbers, not children.")</p>"
            }
        }
        let address = At.members(figure, ask.query)
        let (number, pages) = visit.page(of: shown.rows.count, each: perPage)
        let slice = Array(shown.rows.dropFirst((number - 1) * perPage).prefix(perPage))
        let children = Array(Set(slice.filter { !$0.member.isOfService }.map(\.member.child)))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let lines = Dictionary(try reader.openLines(of: children, on: visit.service.today).map { ($0.id, $0) }) { first, _ in first }
            let items = groups.map { group in
                NavItem(
                    group.title, Address(address.path, query: [("show", group.id)]), isCurrent: group.id == shown.id,
                    count: group.rows.count)
            }
            let listing = table(
                caption: "\(shown.title): \(shown.rows.count)",
                columns: [
                    Column("Child"), Column("What is counted"),
                    Column(shown.id == "left-out" ? "Rule that left it out" : "Records that made it count"),
                ],
                rows: slice.map { row(visit, ask, $0, lines[$0.member.child]) }, empty: "There is nobody here.")
            let pager = pagination(page: number, of: pages, summary: "\(shown.rows.count) in all") {
                Address(address.path, query: [("show", shown.id), ("page", String($0))])
            }
            return .page(visit, title: "What the figure is made of", shows: .list("figure", children), crumbs: crumbs(measure, ask)) {
                top + tabs(items, label: "Who is in the figure") + listing + when(pages > 1, pager) + rules(figure)
            }
        }
    }

    /// `age:10-14,sex:FEMALE`.
    private static func cell(_ text: String?) -> [String: String] {
        var found: [String: String] = [:]
        for pair in (text ?? "").split(separator: ",") {
            let parts = pair.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
        }
        return found
    }

    private static func crumbs(_ measure: Measure, _ ask: FigureAsk) -> [NavItem] {
        let own =
            measure.isTemplate
            ? NavItem("Summary template", At.template(nil, ask.query, sheet: TemplateSheet.number(of: measure)))
            : NavItem(measure.title, At.figure(measure, nil, ask.query))
        return [NavItem("Figures", Address("/figures", query: ask.query)), own]
    }

    private static func head(_ visit: Visit, _ ask: FigureAsk, _ measure: Measure, _ figure: Figure, _ words: FigureWords) -> HTML {
        let notes: [HTML] = ([FigureWords.warning(figure)].compactMap { $0 } + figure.notes).map { "<p>\($0)</p>" }
        let facts: [(String, HTML)] =
            [("Value", "\(FigureWords.value(figure))"), ("Made of", "\(FigureWords.base(figure))")]
            + (figure.interval == nil ? [] : [("95% interval", "\(FigureWords.interval(figure))")])
            + [
                ("Period", "\(ask.period.words)"), ("As known", "\(ask.asAt?.words ?? "now")"),
                (
                    "Definition",
                    link(
                        to: Address(At.figure(measure, nil, ask.query).path, fragment: "definition"),
                        "version \(figure.definition.version), \(figure.definition.source)")
                ),
            ]
        let part = measure.parts.first { $0.id == figure.part }?.words ?? measure.title
        return heading(
            "What the figure is made of", caption: figure.by.isEmpty ? part : "\(part), \(words.label(figure.by).lowercasedFirst)")
            + summaryList(facts)
            + notes.joined()
    }

    private static func rules(_ figure: Figure) -> HTML {
        var counts: [(rule: Exclusion, count: Int)] = []
        for left in figure.excluded {
            if let place = counts.firstIndex(where: { $0.rule == left.rule }) {
                counts[place].count += 1
            } else {
                counts.append((left.rule, 1))
            }
        }
        return section(
            "Left out, by rule", id: "rules",
            table(
                caption: "How many each rule left out", columns: [Column("Rule"), Column("Left out", isNumeric: true)],
                rows: counts.map { ["\($0.rule.sentence)", "\($0.count)"] }, captionHidden: true, empty: "No rule left anybody out."))
    }

    private static func row(_ visit: Visit, _ ask: FigureAsk, _ row: Row, _ line: ChildLine?) -> [HTML] {
        let query = ask.asAt.map { [("as_at", $0.iso)] } ?? []
        if row.member.isOfService {
            // An attendance at the board, which is on no child's file.
            let records = row.member.evidence.map { "\($0.role): \(anyKind($0.kind)?.title.lowercased() ?? $0.kind) \($0.ref)" as HTML }
            return [
                link(to: Address("/board"), "The board"), "\(row.member.ref)",
                row.rule.map { "\($0.sentence)" } ?? records.joined(separator: "<br>"),
            ]
        }
        guard let line else { return ["A file that is withdrawn or not open to you", "", row.rule.map { "\($0.sentence)" } ?? .empty] }
        let child = link(to: At.child(line.id, query), "\(line.name) (\(line.ref))")
        let evidence = row.member.evidence.map { "\($0.role): \(record($0, line.id, query))" as HTML }.joined(separator: "<br>")
        let rule: HTML = row.rule.map { "\($0.sentence)" } ?? .empty
        return [child, "\(row.member.ref)", row.rule == nil ? evidence : rule + when(!evidence.isEmpty, "<br>") + evidence]
    }

    /// A record that played a part, as a link to it.
    static func record(_ evidence: Evidence, _ child: RecordID, _ query: [(String, String)]) -> HTML {
        guard let kind = anyKind(evidence.kind), kind.name != "child" else { return link(to: At.child(child, query), evidence.ref) }
        return link(to: At.record(child, kind, evidence.id, query), "\(kind.title.lowercased()) \(evidence.ref)")
    }
}
