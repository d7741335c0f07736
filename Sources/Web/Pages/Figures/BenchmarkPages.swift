import Casework
import HTML
import Records
import Reports
import Statistics

/// Published tables of the family of areas, worked out anew from their own numbers. (S-PER-07, S-PER-08, S-PER-16, S-PER-17)
enum BenchmarkPages {
    static let routes: [Route] = [
        .get("/benchmarks", .may(.seeFigures)) { try await index($0) },
        .get("/benchmarks/{measure}", .may(.seeFigures)) { try await show($0) },
        .get("/benchmarks/{measure}/table.csv", .may(.seeFigures)) { try await csv($0) },
    ]

    // MARK: The list

    private static func index(_ visit: Visit) async throws -> Reply {
        let tables = PublishedTable.all(try await reference(visit), on: visit.service.today)
        let rows = tables.map { table -> [HTML] in
            let last = table.columns.count - 1
            let own = table.ownRow(last)
            let findings = TableFindings(table)
            let wrong = findings.findings.filter { $0.check.finding != .cannotBeChecked }.count
            let state =
                wrong > 0
                ? tag("\(wrong) to look at", .warning)
                : findings.followed > 0 ? tag("All that can be checked follow", .good) : tag("Cannot be checked", .neutral)
            return [
                link(to: At.benchmark(table.measure), table.title), "\(table.columns[last].dates)",
                "\(own?.value == nil ? own?.valuePrinted.map { "\($0.text) as printed" } ?? style(table).text(nil) : style(table).text(own?.value))",
                "\(table.family.rank(period: last)?.position.description ?? "Not ranked")", state,
            ]
        }
        return .page(visit, title: "Benchmarks", shows: .nobody) {
            heading("Benchmarks")
                + "<p>Figures others published for us and for the areas like us. Every value here is worked out from the numbers printed; what was printed is checked against it.</p>"
                + table(
                    caption: "Published tables",
                    columns: [
                        Column("Table"), Column("Latest period"), Column("Our value", isNumeric: true),
                        Column("Our rank, lowest first", isNumeric: true),
                        Column("Printed values"),
                    ], rows: rows,
                    empty: "No published figures have been brought in. They come with the case-level folder, in comparators.csv.")
        }
    }

    private static func reference(_ visit: Visit) async throws -> Reference {
        try await visit.service.read(.wholeService(reason: "benchmarks", asAt: visit.asAt)) { try FigureSet($0, []).reference }
    }

    private static func style(_ table: PublishedTable) -> NumberStyle { NumberStyle(places: table.places, unit: table.unit.words) }

    // MARK: One table

    private static func show(_ visit: Visit) async throws -> Reply {
        let name = try visit.request.parameter("measure")
        let reference = try await reference(visit)
        guard let table = PublishedTable.named(name, reference, on: visit.service.today) else { throw NotFound() }
        let view = BenchmarkView(table)
        let ours = try await own(visit, table)
        return .page(visit, title: table.title, shows: .nobody, crumbs: [NavItem("Benchmarks", At.benchmarks)]) {
            heading(table.title, caption: "Published figures")
                + inset(view.answer) + section("Area by area", id: "areas", view.areas)
                + "<p>\(downloadLink(to: Address("/benchmarks/\(name)/table.csv"), "This table as a spreadsheet (CSV)"))</p>"
                + section("Averages", id: "averages", view.averages)
                + section("Charts", id: "charts", chartGroup(view.charts))
                + section("Checks on the published table", id: "checks", view.checks)
                + section("Against our own records", id: "own", view.ownRecords(ours) { At.members($0, [("period", $1.label)]) })
                + section("Periods and sources", id: "sources", view.sources)
        }
    }

    /// What our own records give for each printed period, where the published measure is one of ours.
    private static func own(_ visit: Visit, _ table: PublishedTable) async throws -> [(Period, Figure)] {
        guard let (measure, part) = PublishedTable.local(table.measure) else { return [] }
        let periods = table.columns.compactMap { column -> Period? in
            guard let from = column.from, let to = column.to else { return nil }
            return Period(label: "\(from.iso)..\(to.iso)", from: from, to: to)
        }
        guard !periods.isEmpty else { return [] }
        let set = try await FigureSet.read(visit.service, periods.map { FigureSet.Ask($0, [measure]) }, asAt: visit.asAt)
        return set.answers.compactMap { answer in answer.figure(measure, part.id).map { (answer.period, $0) } }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let name = try visit.request.parameter("measure")
        guard let table = PublishedTable.named(name, try await reference(visit), on: visit.service.today) else { throw NotFound() }
        return .file("\(name.idSafe).csv", type: "text/csv; charset=utf-8", shows: .nobody, BenchmarkView(table).csv)
    }
}
