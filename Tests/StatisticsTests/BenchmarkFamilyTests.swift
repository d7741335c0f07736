import Testing

@testable import Statistics

@Suite("Published tables: a family average over different areas above and below")
struct BenchmarkFamilyTests {
    private let both = "sefton-t08-fte-rate"

    private func family() throws -> Family { try Family(own: Sefton.own, periods: Sefton.firstTimeEntrants()) }

    private func printedAverage(_ year: String) throws -> PrintedFigure {
        try PublishedTable(both).row("area", "Family Average").printed("rate_" + year)
    }

    @Test("Over the same eight areas in both years the average rose from 131.5 (413 of 314,126) to 136.8 (441 of 322,430)")
    func sameAreas() throws {
        let averages = try family().averages(includingOwn: false)
        #expect(averages.areas.count == 8)
        #expect(
            averages.leftOut == [
                .init(area: "Swansea", reason: "no base is printed for 2019"),
                .init(area: "Bridgend", reason: "no base is printed for 2019"),
                .init(area: "Sefton", reason: "it is the service itself"),
            ])
        #expect(averages.byPeriod.map(\.numerator) == [413, 441])
        #expect(averages.byPeriod.map(\.denominator) == [314_126, 322_430])
        #expect(averages.byPeriod.map { figure(131.5, decimals: 1).rounds($0.pooled) } == [true, false])
        #expect(averages.byPeriod.map { figure(136.8, decimals: 1).rounds($0.pooled) } == [false, true])
        #expect(figure(5.3, decimals: 1).rounds(try #require(averages.change)))
        #expect(
            averages.sentence == "Average of 8 areas without Sefton: 131.5 per 100,000 (413 of 314,126) in 2019, "
                + "136.8 per 100,000 (441 of 322,430) in 2020, a change of 5.3. Left out: Swansea (no base is printed for 2019); "
                + "Bridgend (no base is printed for 2019); Sefton (it is the service itself).")
    }

    @Test("The mean of the eight areas' 2019 rates is 139.2 as printed and 139.0 unrounded, kept apart from the pooled average")
    func meanOfRates() throws {
        let year = try #require(try family().only(0)?.averages(includingOwn: false).byPeriod.first)
        #expect(figure(139.2, decimals: 1).rounds(try meanOfPrinted()))
        #expect(figure(139.0, decimals: 1).rounds(year.meanOfValues))
    }

    private func meanOfPrinted() throws -> Double {
        let printed = try Sefton.firstTimeEntrants()[0].filter { $0.area != Sefton.own }.compactMap(\.valuePrinted?.value)
        #expect(printed.count == 8)
        return printed.reduce(0, +) / 8
    }

    @Test("The own service with the family makes nine areas: 441 of 338,089 and 465 of 346,906")
    func withOwn() throws {
        let averages = try family().averages(includingOwn: true)
        #expect(averages.areas.count == 9)
        #expect(averages.byPeriod.map(\.numerator) == [441, 465])
        #expect(averages.byPeriod.map(\.denominator) == [338_089, 346_906])
    }

    @Test("The printed 116 for 2019 is ten areas' mean number over eight areas' mean population; 131.5 follows")
    func average2019() throws {
        let found = try #require(try family().checkAverage(printedAverage("2019"), period: 0))
        #expect(found.check.finding == .doesNotFollow)
        #expect(found.basis == .unequalAreas)
        #expect(found.includesOwn == false)
        #expect(
            found.check.sentence == "Printed average 116 per 100,000; 413 of 314,126 for the 8 areas with both is 131.5. "
                + "116 is the mean number of 10 areas (45.60) over the mean base of 8 (39,265.75): "
                + "Swansea and Bridgend in the number only, Sefton left out.")
    }

    @Test("The printed 136 for 2020 is right for all ten areas, 486 of 356,790, without Sefton")
    func average2020() throws {
        let found = try #require(try family().checkAverage(printedAverage("2020"), period: 1))
        #expect(found.check.finding == .follows)
        #expect(found.basis == .pooled)
        #expect(found.includesOwn == false)
        #expect(found.check.sentence == "Printed average 136 per 100,000 follows: 486 of 356,790, 10 areas, Sefton left out.")
    }

    @Test("Table 9's averages are without Sefton too: 45.6 printed 46, and 48.6 printed 49")
    func averageNumbers() throws {
        let table = try PublishedTable("sefton-t09-fte-number")
        let periods = try ["2019", "2020"].map { year in
            try table.rows.filter { $0.cells["area"] != "Family Average" }.map { row in
                Published(
                    area: try row.text("area"), measure: "number", period: .init(year), numerator: try row.number("number_" + year),
                    unit: .count,
                    source: table.source)
            }
        }
        let counts = try Family(own: Sefton.own, periods: periods)
        for (index, year) in ["2019", "2020"].enumerated() {
            let printed = try table.row("area", "Family Average").printed("number_" + year)
            let found = try #require(counts.checkAverage(printed, period: index))
            #expect(found.check.finding == .follows)
            #expect(found.includesOwn == false)
        }
    }

    @Test("Eight of the 20 printed rates do not follow from the number and population beside them")
    func eightOfTwenty() throws {
        let figures = try Sefton.firstTimeEntrants().flatMap { $0 }.filter { $0.valuePrinted != nil }
        #expect(figures.count == 20)
        let wrong = figures.filter { $0.check().finding != .follows }
        #expect(
            wrong.map { "\($0.area) \($0.period.label): \($0.check().sentence)" } == [
                "Stockton-on-Tees 2019: Printed 152 per 100,000; 29 of 19,342 is 149.9.",
                "North Tyneside 2019: Printed 57 per 100,000; 10 of 18,359 is 54.5.",
                "Calderdale 2019: Printed 279 per 100,000; 57 of 20,340 is 280.2.",
                "Swansea 2020: Printed 123 per 100,000; 26 of 21,338 is 121.8.",
                "Bridgend 2020: Printed 144 per 100,000; 19 of 13,022 is 145.9.",
                "Darlington 2020: Printed 282 per 100,000; 29 of 10,432 is 278.0.",
                "North Tyneside 2020: Printed 120 per 100,000; 23 of 18,833 is 122.1.",
                "Calderdale 2020: Printed 316 per 100,000; 66 of 20,818 is 317.0.",
            ])
        #expect(wrong.allSatisfy { $0.check().finding == .doesNotFollow })
    }

    @Test("Sefton has the lowest first-time entrant rate of eleven in 2020, and the fourth lowest of the nine that can be ranked in 2019")
    func rank() throws {
        let family = try family()
        let latest = try #require(family.rank(period: 1))
        #expect(latest.position == 1)
        #expect(latest.of == 11)
        #expect(latest.sentence == "Sefton is lowest of 11 (98.1 per 100,000).")
        let earlier = try #require(family.rank(period: 0))
        #expect(earlier.position == 4)
        #expect(earlier.of == 9)
        #expect(earlier.leftOut.map(\.area) == ["Swansea", "Bridgend"])
    }
}
