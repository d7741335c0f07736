import Casework
import HTML
import Reports
import Statistics
import Testing

@Suite("Published tables from the store's rows")
struct BenchmarkTableTests {
    private static let areas: [Area] = {
        func area(_ name: String, _ kind: String) -> Area {
            var area = Area()
            (area.area, area.type) = (name, kind)
            return area
        }
        return [area("Sandholme", "SERVICE")] + ["Ashby", "Birch", "Colne"].map { area($0, "FAMILY") } + [area("Anyland", "NATION")]
    }()

    private static func row(_ area: String, _ year: Int, _ number: String?, _ base: String?, _ printed: String?) -> Comparator {
        var row = Comparator()
        (row.area, row.measure, row.unit, row.labelPrinted) = (area, "fte.rate", "per_100000", "\(year)")
        (row.numerator, row.denominator, row.valuePrinted) = (number, base, printed)
        (row.periodStart, row.periodEnd) = (Day(year: year, month: 10, day: 1), Day(year: year + 1, month: 9, day: 30))
        return row
    }

    private static let rows = [
        row("Sandholme", 2019, "30", "20000", "150"), row("Ashby", 2019, "10", "10000", "100"), row("Birch", 2019, "40", "10000", "390"),
        row("Colne", 2019, "5", nil, nil), row("Family average", 2019, "18", "10000", "183"),
        row("Anyland", 2019, "9000", "5000000", "180"),
        row("Sandholme", 2020, "20", "20000", "100"), row("Ashby", 2020, "10", "10000", "100"), row("Birch", 2020, "30", "10000", "300"),
        row("Colne", 2020, "8", "10000", "80"),
    ]

    private func table() throws -> PublishedTable {
        let reference = Reference(comparators: Self.rows, areas: Self.areas, serviceCode: "SAN")
        return try #require(PublishedTable.named("fte.rate", reference, on: Day(year: 2026, month: 11, day: 21) ?? .unset))
    }

    @Test("S-PER-07: the average is over the same areas top and bottom and in both years, with and without us")
    func averages() throws {
        let table = try table()
        #expect(table.own == "Sandholme")
        #expect(table.columns.map(\.dates) == ["1 October 2019 to 30 September 2020", "1 October 2020 to 30 September 2021"])
        let without = table.family.averages(includingOwn: false)
        #expect(without.areas == ["Ashby", "Birch"])
        #expect(without.byPeriod.map(\.pooled) == [250, 200])
        #expect(table.family.averages(includingOwn: true).byPeriod.map(\.pooled) == [200, 150])
        #expect(table.columns[0].others.map(\.area) == ["Anyland"])
    }

    @Test("S-PER-16: what is printed and does not follow is said, and so is a label of other days")
    func findings() throws {
        let found = TableFindings(try table())
        #expect(found.findings.contains { $0.area == "Birch" && $0.period == "2019" && $0.check.finding == .doesNotFollow })
        #expect(found.findings.contains { $0.area == "Family average" })
        #expect(!found.findings.contains { $0.area == "Ashby" })
        #expect(found.labels.count == 2)
    }

    @Test("the page says the answer, marks our row, and names who is left out and why")
    func page() throws {
        let view = BenchmarkView(try table())
        let answer = view.answer.text
        #expect(answer.contains("Sandholme: 100.0 per 100,000 (20 of 20,000), 95% interval"))
        #expect(answer.contains("joint 2nd lowest of 4"))
        #expect(answer.contains("Family average without Sandholme: 160.0 per 100,000 (48 of 30,000)"))
        #expect(answer.contains("Family average with Sandholme: 136.0 per 100,000 (68 of 50,000)"))
        #expect(view.areas.text.contains("<strong>Sandholme</strong> <strong class=\"tag info\">Ours</strong>"))
        #expect(view.averages.text.contains("Colne: no base is printed for 2019"))
        #expect(!view.areas.text.contains("390"), "a printed value stands only beside its finding")
        #expect(view.checks.text.contains("390"))
        #expect(view.charts.count == 3)
    }

    /// Values alone, as previous offences a child are printed.
    private func printedOnly() throws -> PublishedTable {
        func row(_ area: String, _ year: Int, _ value: String) -> Comparator {
            var row = Self.row(area, year, nil, nil, value)
            (row.measure, row.unit) = ("reoffending.proven.previous_offences", "ratio")
            return row
        }
        let rows = [
            row("Sandholme", 2019, "1.9"), row("Ashby", 2019, "2.0"), row("Birch", 2019, "4.0"), row("Colne", 2019, "3.0"),
            row("Sandholme", 2020, "1.7"), row("Ashby", 2020, "4.3"), row("Birch", 2020, "4.1"), row("Colne", 2020, "2.7"),
        ]
        let reference = Reference(comparators: rows, areas: Self.areas, serviceCode: "SAN")
        return try #require(
            PublishedTable.named("reoffending.proven.previous_offences", reference, on: Day(year: 2026, month: 11, day: 21) ?? .unset))
    }

    @Test("S-PER-08: a table that prints values alone has change, mean and charts of them, with the caution that they are rounded")
    func valuesAlone() throws {
        let view = BenchmarkView(try printedOnly())
        let answer = view.answer.text
        #expect(answer.contains("Mean of the values printed, without Sandholme: 3.7"))
        #expect(answer.contains("Mean of the values printed, with Sandholme: 3.2"))
        #expect(answer.contains("Of 4 areas 2 rose, the largest rise Ashby with +2.3."))
        #expect(answer.contains("a change may be off by up to 0.1"))
        let areas = view.areas.text
        #expect(areas.contains("+2.3 of the values as printed") && areas.contains("−0.2 of the values as printed"))
        #expect(view.averages.text.contains("3.0") && view.averages.text.contains("+0.7"))
        #expect(view.charts.count == 2)
        #expect(view.charts.allSatisfy { $0.text.contains("Ashby") || $0.text.contains("Same areas throughout") })
        #expect(!BenchmarkView(try table()).answer.text.contains("Only rounded values"))
    }

    @Test("S-PER-07: an average of counts keeps a decimal, and the lead says over how many areas it is")
    func averageOfCounts() throws {
        func row(_ area: String, _ year: Int, _ number: String) -> Comparator {
            var row = Self.row(area, year, number, nil, number)
            (row.measure, row.unit) = ("custody.by_area", "count")
            return row
        }
        let rows =
            [row("Sandholme", 2019, "6"), row("Ashby", 2019, "7"), row("Birch", 2019, "8")]
            + [row("Sandholme", 2020, "3"), row("Ashby", 2020, "4"), row("Birch", 2020, "3"), row("Colne", 2020, "9")]
        let reference = Reference(comparators: rows, areas: Self.areas, serviceCode: "SAN")
        let table = try #require(
            PublishedTable.named("custody.by_area", reference, on: Day(year: 2026, month: 11, day: 21) ?? .unset))
        let view = BenchmarkView(table)
        #expect(view.averages.text.contains("7.5") && view.averages.text.contains("3.5") && view.averages.text.contains("−4.0"))
        let words = "over 3 areas, all with numbers for this period; the averages below are over the 2 that have them in every period"
        #expect(view.answer.text.contains("Family average without Sandholme: 5.3, " + words))
        #expect(table.family.averages(includingOwn: false).sentence.contains("a change of −4.0"))
    }

    @Test("a cell that a spreadsheet would run is made harmless")
    func csv() throws {
        var row = Self.rows[0]
        row.source = "=cmd()"
        let reference = Reference(comparators: [row], areas: Self.areas, serviceCode: "SAN")
        let table = try #require(PublishedTable.named("fte.rate", reference, on: Day(year: 2026, month: 11, day: 21) ?? .unset))
        #expect(String(decoding: BenchmarkView(table).csv, as: UTF8.self).contains("'=cmd()"))
    }
}
