import Casework
import HTML
import Records
import Reports
import Statistics

/// Who the children open to the service are on any day, set beside an earlier day; the pair of days kept under a name, and taken out as a
/// file. (S-PER-14)
enum CohortPages {
    static let routes: [Route] = [
        .get("/cohort", .may(.seeFigures)) { try await show($0, CohortAsk($0)) },
        .get("/cohort.csv", .may(.seeFigures)) { try await csv($0) },
        .post("/cohort", .may(.seeFigures)) { try await save($0) },
    ]

    private static func read(_ visit: Visit, _ ask: CohortAsk) async throws -> (FigureSet, CohortRows) {
        let asks = [ask.day, ask.against].map { FigureSet.Ask(CohortAsk.period($0), [Measure.cohortProfile]) }
        let set = try await FigureSet.read(visit.service, asks, asAt: ask.asAt)
        return (set, CohortRows(now: set.answers[0], then: set.answers[1], words: FigureWords(set.reference.codes)))
    }

    private static func show(_ visit: Visit, _ ask: CohortAsk, name: String = "", refused: [ErrorItem] = []) async throws -> Reply {
        // Kept under a name: said so only at the days and the moment it was kept at.
        let saved = try await ViewPages.named(visit).flatMap { $0.question == ask.question ? $0 : nil }
        let title = saved?.name ?? "Cohort profile of two days"
        let problems = ask.problems + refused
        let top =
            errorSummary(problems)
            + heading(title, caption: saved == nil ? "Children open to the service" : "Saved view, children open to the service")
            + ask.form()
        guard ask.problems.isEmpty else {
            return .page(visit, title: title, shows: .nobody, status: 422, hasErrors: true, top)
        }
        let (_, rows) = try await read(visit, ask)
        let measure = Measure.cohortProfile
        let keep =
            saved.map { ViewPages.removal(visit, $0) }
            ?? ViewPages.saving(
                visit, At.cohort, kept: ask.both, heading: "Save these two days", name: name, problems: refused,
                note: ask.asAt.map { "It is kept as known on \($0.words), and opens so." })
        var body = top + inset("<p>\(sentence(rows, ask))</p>")
        body += "<p>Every number opens to the children in it. A share of few children moves much from one child to the next.</p>"
        body += pyramid(rows, ask)
        for breakdown in CohortRows.breakdowns { body += facet(rows, breakdown, ask) }
        body += files(ask) + keep + FigurePages.definition(measure)
        return .page(
            visit, title: title, shows: .nobody, status: refused.isEmpty ? 200 : 422, hasErrors: !refused.isEmpty,
            crumbs: [NavItem("Figures", At.figures)] + (saved == nil ? [] : [NavItem("Saved views", At.views)]), body)
    }

    // MARK: Taken out, kept

    private static func files(_ ask: CohortAsk) -> HTML {
        let file = Address(At.cohort.path + ".csv", query: ask.both)
        let view = At.newView([("figure", "cohort open")] + ask.query(ask.day))
        let links = [
            downloadLink(to: file, "This page as a spreadsheet (CSV), for inside only"), link(to: view, "Make a view of it to pass on"),
        ]
        return section(
            "Take it out", id: "files",
            "<p>Both days, with every number as on this page: for inside the service only. What is to leave it is made of a view of one’s own, with small numbers held back.</p>"
                + list(links))
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let ask = CohortAsk(visit)
        guard ask.problems.isEmpty else { return .see(At.cohort(visit.request.query.map { ($0.name, $0.value) })) }
        let (set, rows) = try await read(visit, ask)
        return .spreadsheet("cohort-\(ask.day.iso)-\(ask.against.iso)-inside-only", of: [], rows.cells(ask, asAt: set.asAt))
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let kept = ["day", "against", "as_at"].filter { visit.form.has($0) }.map { ($0, visit.form[$0]) }
        let asked = visit.asking(kept)
        let ask = CohortAsk(asked)
        let name = visit.form["name"].trimmed
        let refused = ViewPages.refusal(of: name).map { [$0] } ?? []
        guard ask.problems.isEmpty, refused.isEmpty else { return try await show(asked, ask, name: name, refused: refused) }
        return .see(At.view(try await ViewPages.keep(visit, name, ask.question)))
    }

    // MARK: What is shown

    private static func sentence(_ rows: CohortRows, _ ask: CohortAsk) -> String {
        let (n, before) = (CohortRows.open(rows.now), CohortRows.open(rows.then))
        let moved = n == before ? "as many as" : "\(abs(n - before)) \(n > before ? "more" : "fewer") than"
        return "\(n) \(n == 1 ? "child was" : "children were") open on \(ask.day.words), \(moved) on \(ask.against.words) (\(before))."
    }

    /// Ages and sexes of both days, each from its own figures. (S-PER-14)
    private static func pyramid(_ rows: CohortRows, _ ask: CohortAsk) -> HTML {
        let measure = Measure.cohortProfile
        let drawn = [(rows.now, ask.day), (rows.then, ask.against)].map { answer, day -> HTML in
            let table = FigureTable(measure, CohortAsk.period(day), rows.words) { figure in
                figure.counted.isEmpty ? nil : At.members(figure, ask.query(day))
            }
            return measure.parts.map { table.pyramid($0, answer.of(measure), on: day) }.joined()
        }
        let shown = drawn.filter { !$0.isEmpty }
        return shown.isEmpty ? .empty : section("Ages", id: "ages", chartGroup(shown))
    }

    private static func facet(_ rows: CohortRows, _ breakdown: Breakdown, _ ask: CohortAsk) -> HTML {
        func number(_ figure: Figure?, _ day: Day) -> HTML {
            guard let figure else { return "0" }
            let link = link(to: At.members(figure, ask.query(day)), "\(NumberStyle().text(figure.numerator))")
            return figure.value == nil ? link : "\(link) (\(FigureWords.value(figure)))"
        }
        let cells = rows.rows(breakdown).map { row -> [HTML] in
            ["\(row.value)", number(row.now, ask.day), number(row.then, ask.against), "\(points(row.change))"]
        }
        return section(
            breakdown.words, id: "by-\(breakdown.key)".idSafe,
            table(
                caption: "\(breakdown.words), of the children open",
                columns: [
                    Column(breakdown.words), Column(ask.day.words, isNumeric: true), Column(ask.against.words, isNumeric: true),
                    Column("Change in share", isNumeric: true),
                ], rows: cells, captionHidden: true, empty: "Nothing of this is recorded of any child open on either day."))
    }

    private static func points(_ change: Double?) -> String {
        guard let change else { return "Not known" }
        return "\(change > 0 ? "+" : "")\(NumberStyle(places: 1, unit: " points").text(change))"
    }
}
