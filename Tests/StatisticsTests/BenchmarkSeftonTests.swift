import Testing

@testable import Statistics

@Suite("Published tables: inconsistencies of the Sefton plan and reports")
struct BenchmarkSeftonTests {
    private func quarters(_ table: String) throws -> [String: [Double]] {
        var found: [String: [Double]] = [:]
        for row in try PublishedTable(table).rows { found[try row.text("financial_year")] = try ["q1", "q2", "q3", "q4"].map(row.number) }
        return found
    }

    private func trend(_ indicator: String, area: String = "Sefton") throws -> [PrintedFigure] {
        try PublishedTable("sefton-trend-points").rows
            .filter { $0.cells["indicator"] == indicator && $0.cells["area"] == area }.map { try $0.printed("value") }
    }

    @Test("Table 9's \"2020\" is the trend text's October 2020 to September 2021: both are 24 children")
    func periodLabels() throws {
        let number = try PublishedTable("sefton-t09-fte-number").row("area", "Sefton").number("number_2020")
        let text = try PublishedTable("sefton-trend-points").row("period_printed", "Oct 2020-Sept 2021")
        #expect(try text.text("indicator") == "FTE number")
        #expect(try text.number("value") == number)
        #expect(number == 24)
    }

    @Test("Local quarters count 40 and 44 first-time entrants where the national figures for the same months are 24 and 28")
    func localAgainstNational() throws {
        let local = try quarters("sefton-local-fte-quarterly")
        let years = try ["2019-20", "2020-21", "2021-22"].map { try #require(local[$0]) }
        func figure(_ number: Double, _ months: String, _ source: String) -> Published {
            Published(
                area: "Sefton", measure: "First-time entrants", period: .init(months), numerator: number, unit: .count, source: source)
        }
        let national = try PublishedTable("sefton-t09-fte-number").row("area", "Sefton")
        let figures = [
            figure(years[0][2] + years[0][3] + years[1][0] + years[1][1], "October 2019 to September 2020", "local"),
            figure(try national.number("number_2019"), "October 2019 to September 2020", "national"),
            figure(years[1][2] + years[1][3] + years[2][0] + years[2][1], "October 2020 to September 2021", "local"),
            figure(try national.number("number_2020"), "October 2020 to September 2021", "national"),
        ]
        #expect(
            Published.disagreements(among: figures).map(\.sentence) == [
                "Sefton, First-time entrants, October 2019 to September 2020: number 44 and 28. local against national.",
                "Sefton, First-time entrants, October 2020 to September 2021: number 40 and 24. local against national.",
            ])
    }

    @Test(
        "The populations labelled 2019 and 2020 in Tables 8 and 9 are labelled 2020 and 2021 in the four tables of outcomes",
        arguments: [
            "sefton-outcomes-yc-ycc", "sefton-outcomes-referral-orders", "sefton-outcomes-yro", "sefton-outcomes-custody",
        ])
    func populationLabels(table: String) throws {
        let rates = try PublishedTable("sefton-t08-fte-rate")
        var differing: [String] = []
        for row in try PublishedTable(table).rows {
            let area = try row.text("area")
            let there = try rates.row("area", area)
            #expect(row.optional("population_label_2020") == there.optional("population_2019"), "\(area)")
            if try row.number("population_label_2021") != there.number("population_2020") { differing.append(area) }
        }
        #expect(differing == ["Swansea"])
        #expect(try rates.row("area", "Swansea").number("population_2020") == 21_338)
        #expect(try PublishedTable(table).row("area", "Swansea").number("population_label_2021") == 21_335)
        #expect(try PublishedTable("sefton-t01-yot-family").row("area", "Swansea").number("population_10_17") == 21_338)
    }

    @Test("Eight areas rose on previous offences, not five, and the largest rise is Nottinghamshire's 2.3")
    func previousOffences() throws {
        let rises = try PublishedTable("sefton-t07-previous-offences").rows
            .map { (area: try $0.text("area"), change: try $0.number("apr2019_mar2020") - $0.number("apr2018_mar2019")) }
            .filter { $0.change > 0 }
        #expect(rises.count == 8)
        let largest = try #require(rises.max { $0.change < $1.change })
        #expect(largest.area == "Nottinghamshire")
        #expect(figure(2.3, decimals: 1).rounds(largest.change))
    }

    @Test("\"An increase of 8\" in local first-time entrants is 9, and \"a reduction of 40%\" is 41.2 %")
    func localEntrantsProse() throws {
        let totals = try PublishedTable("sefton-local-fte-quarterly").rows.map { try $0.number("all_quarters_printed") }
        let rise = try moved(from: totals[1], to: totals[2]).check(printed: figure(8))
        #expect(rise.finding == .doesNotFollow)
        #expect(rise.expected == 9)
        let fall = try moved(from: totals[0], to: totals[1]).check(printedPercent: figure(-40))
        #expect(fall.finding == .doesNotFollow)
        #expect(fall.sentence == "Printed change −40 per cent; from 51 to 30 is −41.2 per cent.")
    }

    @Test("The custodial sentences were in Q3 and Q4 of 2019-20, not in Q1 2019/20 and Q4 2021/22")
    func custodyQuarters() throws {
        let custody = try quarters("sefton-local-custody-quarterly")
        #expect(custody == ["2019-20": [0, 0, 1, 1], "2020-21": [0, 0, 0, 0], "2021-22": [0, 0, 0, 0]])
    }

    @Test("Informal actions of the two years are 2 + 9 = 11, against 9 youth restorative disposals in the same years")
    func informalActions() throws {
        let profile = try PublishedTable("sefton-cohort-profile")
        let parts = try ["Informal actions 2020/21", "Informal actions 2021/22"].map { try profile.row("measure", $0).number("value") }
        let printed = try profile.row("measure", "Youth restorative disposals, 2020/21 and 2021/22 together").printed("value")
        let check = printed.checkTotal(of: parts)
        #expect(check.finding == .doesNotFollow)
        #expect(check.expected == 11)
    }

    @Test("One running count falls: restorative disposals 2019/20 go 2, 2, 1, 1")
    func fallingCount() throws {
        var falling: [String] = []
        for table in ["sefton-tracking-yrd", "sefton-tracking-yc-ycc"] {
            let rows = try PublishedTable(table).rows
            for year in Set(rows.compactMap { $0.cells["tracking_year"] }) {
                let counts = try rows.filter { $0.cells["tracking_year"] == year }.map { try $0.count("reoffenders") }
                for place in RunningCount.falls(in: counts) { falling.append("\(table) \(year) at \((place + 1) * 3) months: \(counts)") }
            }
        }
        #expect(falling == ["sefton-tracking-yrd 2019/20 at 9 months: [2, 2, 1, 1]"])
    }

    @Test(
        "Restorative disposals and cautions are both divided by the whole triage cohort; 1 of the 2 cautioned children is 50 %, not 2.4 %")
    func trackingDenominators() throws {
        func cohorts(_ table: String) throws -> [Double] { try PublishedTable(table).rows("months", "12").map { try $0.number("cohort") } }
        #expect(try cohorts("sefton-tracking-yrd") == [42, 46, 43, 17, 42])
        #expect(try cohorts("sefton-tracking-yc-ycc") == [42, 46, 43, 17, 42])
        let last = try #require(try PublishedTable("sefton-tracking-yc-ycc").rows("tracking_year", "2021/22").last)
        let ownBase = share(try last.number("reoffenders"), of: 2, printed: try last.printed("percent_printed"))
        #expect(ownBase.check().finding == .doesNotFollow)
        #expect(ownBase.value == 50)
        #expect(ownBase.smallNumberWarning == "Small number: it rests on 2 only.")
    }

    @Test("Two reports give one cohort two sizes and two rates: 45 or 46 in 2018/19, 49 or 43 in 2019/20, 20.0 % or 23.8 % in 2017/18")
    func twoReports() throws {
        let (report, plan) = try (PublishedTable("sefton-ssc-report-oocd-tracking"), PublishedTable("sefton-tracking-yrd"))
        func counts(_ rows: [PublishedTable.Row]) throws -> [Int] { try rows.map { try $0.count("reoffenders") } }
        #expect(try counts(report.rows("cohort_period", "January-March 2018/19")) == [2, 5, 5, 6])
        #expect(try counts(plan.rows("tracking_year", "2018/19")) == [2, 5, 5, 6])
        #expect(try counts(report.rows("cohort_period", "January-March 2019/20")) == [1, 6, 8, 9])
        #expect(try counts(plan.rows("tracking_year", "2019/20")) == [2, 2, 1, 1])

        let indicators = try PublishedTable("sefton-ssc-report-indicators")
        var figures: [Published] = []
        for (year, cohort) in [("2017/18", nil), ("2018/19", "January-March 2018/19"), ("2019/20", "January-March 2019/20")] {
            let reported = cohort.flatMap { report.rows("cohort_period", $0).last }
            let planned = try #require(plan.rows("tracking_year", year).last)
            figures.append(
                Published(
                    area: "Sefton", measure: "tracking", period: .init(year), numerator: try reported?.number("reoffenders"),
                    denominator: try reported?.number("cohort"), valuePrinted: try indicators.row("period_printed", year).printed("value"),
                    unit: .percent, source: "report"))
            figures.append(
                Published(
                    area: "Sefton", measure: "tracking", period: .init(year), numerator: try planned.number("reoffenders"),
                    denominator: try planned.number("cohort"), valuePrinted: try planned.printed("percent_printed"), unit: .percent,
                    source: "plan"))
        }
        #expect(
            Published.disagreements(among: figures).map(\.sentence) == [
                "Sefton, tracking, 2017/18: value 20 and 23.80. report against plan.",
                "Sefton, tracking, 2018/19: base 45 and 46; value 13.30 and 13. report against plan.",
                "Sefton, tracking, 2019/20: number 9 and 1; base 49 and 43; value 18.40 and 2.30. report against plan.",
            ])
    }

    @Test("A custody rate of 0.04 is one sentence; the two of 2019/20 are 0.08 per 1,000")
    func custodyRate() throws {
        let printed = try PublishedTable("sefton-ssc-report-indicators").row("period_printed", "Apr 19 to Mar 20").printed("value")
        let row = try PublishedTable("sefton-outcomes-custody").row("area", "Sefton")
        func rate(_ sentences: Double) throws -> Published {
            Published(
                area: "Sefton", measure: "custody", period: .init("2019/20"), numerator: sentences,
                denominator: try row.number("population_label_2020"), valuePrinted: printed, unit: .rate(per: 1000), source: "")
        }
        let both = try rate(try row.number("number_2019_20"))
        #expect(both.check().finding == .doesNotFollow)
        #expect(both.check().sentence == "Printed 0.04 per 1,000; 2 of 23,963 is 0.083.")
        #expect(try rate(1).check().finding == .follows)
    }

    @Test("The safer communities report prints one period for both years it compares")
    func samePeriodTwice() throws {
        let periods = try PublishedTable("sefton-ssc-report-indicators").rows("indicator", "FTE rate").map { try $0.text("period_printed") }
        #expect(periods.count == 2)
        #expect(periods.allSatisfy { $0.contains("October 2018 to September 2019") })
    }

    @Test("\"Slightly increased\" is right of local first-time entrants only: 30 to 39, where the national figure fell 28 to 24")
    func executiveSummary() throws {
        let local = try PublishedTable("sefton-local-fte-quarterly").rows.map { try $0.number("all_quarters_printed") }
        let national = try PublishedTable("sefton-t09-fte-number").row("area", "Sefton")
        #expect(try moved(from: local[1], to: local[2]).unrounded == 9)
        #expect(try moved(from: try national.number("number_2019"), to: try national.number("number_2020")).unrounded == -4)
    }

    @Test("\"154,140 and 131\" is three rates, though it reads as 154,140; \"3 .59\" is refused, not read as 3")
    func assemblyOrder() throws {
        let areas = ["national", "regional (North West)", "Merseyside PCC"]
        #expect(try areas.map { try #require(try trend("FTE rate", area: $0).first).value } == [154, 140, 131])
        #expect(PrintedFigure("154,140")?.value == 154_140)
        #expect(PrintedFigure("3 .59") == nil)
        #expect(try trend("reoffences per reoffender").contains(figure(3.59, decimals: 2)))
    }

    @Test("The trend text's 2.29, 2.48 and 61 % fall follow; its change of 0.19 is 0.20 from unrounded values")
    func trendText() throws {
        let printed = try trend("reoffences per reoffender")
        var latest = try Sefton.perReoffender().flatMap { $0 }.filter { $0.area == "Sefton" }
        for index in latest.indices { latest[index].valuePrinted = printed[index] }
        #expect(latest.map { $0.check().finding } == [.follows, .follows])
        let change = try Change(from: latest[0], to: latest[1]).check(printed: try trend("reoffences per reoffender change")[0])
        #expect(change.finding == .roundingOnly)
        #expect(
            change.sentence == "Printed change 0.19 is the difference of two rounded figures; unrounded values give 0.1991: rounding only.")
        let numbers = try trend("FTE number")
        let fall = try moved(from: numbers[0].value, to: numbers[1].value)
        #expect(fall.check(printedPercent: figure(-(try trend("FTE decrease")[0].value))).finding == .follows)
    }
}
