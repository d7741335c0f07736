import Testing

@testable import Statistics

@Suite("Published tables: what checks out exactly")
struct BenchmarkExactTests {
    @Test("All 22 printed reoffending rates are reoffenders over cohort")
    func reoffendingRates() throws {
        let figures = try Sefton.rates().flatMap { $0 }
        #expect(figures.count == 22)
        #expect(figures.allSatisfy { $0.check().finding == .follows })
        let own = figures.filter { $0.area == Sefton.own }
        #expect(
            own.map { $0.check().sentence } == [
                "Printed 44.8 per cent follows: 56 of 125 is 44.80.", "Printed 36.7 per cent follows: 33 of 90 is 36.67.",
            ])
    }

    @Test("All 22 printed reoffences per reoffender are reoffences over reoffenders")
    func reoffencesPerReoffender() throws {
        let figures = try Sefton.perReoffender().flatMap { $0 }
        #expect(figures.count == 22)
        #expect(figures.allSatisfy { $0.check().finding == .follows })
        #expect(
            figures.filter { $0.area == Sefton.own }.map { "\($0.numerator ?? 0)/\($0.denominator ?? 0)" } == ["128.0/56.0", "82.0/33.0"])
    }

    @Test("All 22 printed changes of Tables 2 and 3 are the rounded difference of the unrounded values")
    func changesFromUnrounded() throws {
        let rates = try Sefton.changes(Sefton.rates(), table: "sefton-t02-reoffending-rate")
        let ratios = try Sefton.changes(Sefton.perReoffender(), table: "sefton-t03-reoffences-per-reoffender")
        #expect(rates.count + ratios.count == 22)
        #expect((rates + ratios).allSatisfy { $0.check.isRoundedExactly })
    }

    @Test(
        "All 33 printed changes of the counts in Tables 4 to 6 are exact",
        arguments: [
            "sefton-t04-reoffences", "sefton-t05-reoffenders", "sefton-t06-cohort",
        ])
    func changesOfCounts(table: String) throws {
        let changes = try Sefton.changes(Sefton.plain(table, unit: .count), table: table)
        #expect(changes.count == 11)
        #expect(changes.allSatisfy { $0.check.finding == .follows })
    }

    @Test("Local quarters add to 51, 30 and 39 first-time entrants and to 2, 0 and 0 custodial sentences")
    func localQuarters() throws {
        for (table, totals) in [("sefton-local-fte-quarterly", [51.0, 30, 39]), ("sefton-local-custody-quarterly", [2, 0, 0])] {
            let checks = try PublishedTable(table).rows.map { row in
                try row.printed("all_quarters_printed").checkTotal(of: ["q1", "q2", "q3", "q4"].map(row.number))
            }
            #expect(checks.map(\.expected) == totals)
            #expect(checks.allSatisfy { $0.finding == .follows })
        }
    }

    @Test("All 40 printed tracking percentages are reoffenders over cohort")
    func trackingPercentages() throws {
        let rows = try PublishedTable("sefton-tracking-yrd").rows + PublishedTable("sefton-tracking-yc-ycc").rows
        #expect(rows.count == 40)
        for row in rows {
            let figure = share(try row.number("reoffenders"), of: try row.number("cohort"), printed: try row.printed("percent_printed"))
            #expect(figure.check().finding == .follows, "line \(row.line)")
        }
    }

    @Test("The safer communities report's 13.3 % is 6 of 45 and its 18.4 % is 9 of 49")
    func saferCommunitiesTracking() throws {
        let last = try PublishedTable("sefton-ssc-report-oocd-tracking").rows("months", "12")
        let indicators = try PublishedTable("sefton-ssc-report-indicators")
        let checks = try zip(last, ["2018/19", "2019/20"]).map { row, year in
            share(
                try row.number("reoffenders"), of: try row.number("cohort"),
                printed: try indicators.row("period_printed", year).printed("value")
            ).check()
        }
        #expect(checks.map(\.finding) == [.follows, .follows])
        #expect(checks.compactMap { $0.printed?.text } == ["13.3", "18.4"])
    }

    @Test("The safer communities report's falls follow: 262 less 195 is 67, and 50 less 44.4 is 5.6")
    func saferCommunitiesChanges() throws {
        let rows = try PublishedTable("sefton-ssc-report-indicators").rows
        func values(_ indicator: String) throws -> [PrintedFigure] {
            try rows.filter { $0.cells["indicator"] == indicator && $0.cells["area"] == "Sefton" }.map { try $0.printed("value") }
        }
        let rates = try values("FTE rate")
        #expect(try values("FTE rate reduction") == [figure(rates[1].value - rates[0].value)])
        let reoffending = try values("reoffending rate")
        #expect(try values("reoffending rate change")[0].rounds(reoffending[1].value - reoffending[0].value))
    }

    @Test("The Sefton plan's finance columns add up and its variance is the difference of the years")
    func seftonFinance() throws {
        let table = try PublishedTable("sefton-finance-contributions")
        let total = try table.row("funding_stream", "Total (printed)")
        let streams = table.rows.filter { $0.cells["funding_stream"] != "Total (printed)" }
        for (column, sum) in [
            ("in_kind_2022_23", 132_720.0), ("cash_2022_23", 1_689_246), ("in_kind_2021_22", 132_720), ("cash_2021_22", 1_669_736),
            ("variance_printed", 19_510),
        ] {
            let check = try total.printed(column).checkTotal(of: streams.compactMap { $0.optional(column) })
            #expect(check.finding == .follows, "\(column): \(check.sentence)")
            #expect(check.expected == sum)
        }
        #expect(try total.number("cash_2022_23") - total.number("cash_2021_22") == total.number("variance_printed"))
        for stream in streams where stream.optional("cash_2022_23") != nil {
            #expect(try stream.number("cash_2022_23") - stream.number("cash_2021_22") == stream.number("variance_printed"))
        }
    }

    @Test("Sefton's 103 schools are 3 + 75 + 18 + 5 + 2, and its 18 academies are 9 % of the primaries and 61 % of the secondaries")
    func schools() throws {
        let context = try PublishedTable("sefton-local-context")
        func printed(_ measure: String) throws -> PrintedFigure { try context.row("measure", measure).printed("value") }
        let kinds = try ["Nursery schools", "Primary schools", "Secondary schools", "Special schools", "Pupil referral units"].map {
            try printed($0).value
        }
        #expect(try printed("Sefton schools").checkTotal(of: kinds).finding == .follows)
        // With the sixth forms it would not add up: they are not counted in the 103.
        #expect(try printed("Sefton schools").checkTotal(of: kinds + [printed("Sixth forms").value]).finding == .doesNotFollow)
        let primary = try printed("Academies, share of primary").wholeCounts(outOf: 75)
        let secondary = try printed("Academies, share of secondary").wholeCounts(outOf: 18)
        #expect(primary == [7])
        #expect(secondary == [11])
        #expect(try printed("School settings that are academies").checkTotal(of: [7, 11]).finding == .follows)
    }
}
