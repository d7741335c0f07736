import Testing

@testable import Statistics

@Suite("Published tables: the Blackpool plan")
struct BenchmarkBlackpoolTests {
    private let population = 12_494.0
    private let nationalPopulation = 5_466_338.0

    private func value(_ table: String, _ measure: String, column: String = "value") throws -> PrintedFigure {
        try PublishedTable(table).row("measure", measure).printed(column)
    }

    @Test("The finance table's rows and columns all add up, to 1,160,023")
    func finance() throws {
        let table = try PublishedTable("blackpool-finance-2021-22")
        let agencies = table.rows.filter { $0.cells["agency"] != "Total (printed)" }
        let total = try table.row("agency", "Total (printed)")
        for row in agencies + [total] {
            let parts = ["staffing_costs", "payments_in_kind", "other_delegated_funds"].compactMap { row.optional($0) }
            #expect(try row.printed("total_printed").checkTotal(of: parts).finding == .follows)
        }
        for column in ["staffing_costs", "other_delegated_funds", "total_printed"] {
            let check = try total.printed(column).checkTotal(of: agencies.compactMap { $0.optional(column) })
            #expect(check.finding == .follows, "\(check.sentence)")
        }
        #expect(try total.number("total_printed") == 1_160_023)
    }

    @Test("The staffing total as printed, 885.262, is not the sum 885,262")
    func staffingTotal() throws {
        let staff = try PublishedTable("blackpool-finance-2021-22").rows
            .filter { $0.cells["agency"] != "Total (printed)" }.compactMap { $0.optional("staffing_costs") }
        #expect(try #require(PrintedFigure("885.262")).checkTotal(of: staff).finding == .doesNotFollow)
        #expect(try #require(PrintedFigure("885,262")).checkTotal(of: staff).finding == .follows)
    }

    @Test("Proven offences sum to 93, their violence rows to 33, and every printed share follows")
    func provenOffences() throws {
        let table = try PublishedTable("blackpool-proven-offences")
        let groups = table.rows("level", "offence group")
        let total = try table.row("level", "total").printed("number_2021_22")
        #expect(total.checkTotal(of: try groups.map { try $0.number("number_2021_22") }).finding == .follows)
        #expect(total.value == 93)
        let detail = try PublishedTable("blackpool-proven-offences-detail")
        let violence = detail.rows("group", "Violence against the person")
        let printed = try table.row("offence", "Violence against the person").printed("number_2021_22")
        #expect(printed.checkTotal(of: try violence.map { try $0.number("number_2021_22") }).finding == .follows)
        #expect(printed.value == 33)
        for row in groups + violence {
            let figure = share(try row.number("number_2021_22"), of: 93, printed: try row.printed("blackpool_percent"))
            #expect(figure.check().finding == .follows, "\(figure.check().sentence)")
        }
    }

    @Test("All 24 printed rates per 100,000 and all twelve ratios follow from the counts and the two populations")
    func scaled() throws {
        let rows = try PublishedTable("blackpool-offences-scaled").rows
        #expect(rows.count == 12)
        for row in rows {
            func rate(_ count: String, _ population: Double, _ printed: String) throws -> Published {
                Published(
                    area: "", measure: "", period: .init(""), numerator: try row.number(count), denominator: population,
                    valuePrinted: try row.printed(printed), unit: .rate(per: 100_000), source: "")
            }
            let national = try rate("england_wales_2021", nationalPopulation, "england_wales_rate_100k")
            let local = try rate("blackpool_2021_22", population, "blackpool_rate_100k")
            #expect(national.check().finding == .follows, "\(national.check().sentence)")
            #expect(local.check().finding == .follows, "\(local.check().sentence)")
            let ratio = try #require(local.value) / #require(national.value)
            #expect(try row.printed("ratio_printed").rounds(ratio), "line \(row.line)")
        }
        let offences = rows.filter { $0.cells["offence_group"] != "Total proven offences" }
        let total = try #require(rows.last)
        #expect(
            try total.printed("blackpool_2021_22").checkTotal(of: offences.map { try $0.number("blackpool_2021_22") }).finding == .follows)
        #expect(
            try total.printed("england_wales_2021").checkTotal(of: offences.map { try $0.number("england_wales_2021") }).finding == .follows
        )
    }

    @Test("Offences by outcome: every row's cells add to its total, and rows and 20 columns each add to 93")
    func offencesByOutcome() throws {
        let rows = try PublishedTable("blackpool-offences-outcomes-rows").rows
        for row in rows {
            let cells = try row.text("cells_in_printed_order").split(separator: " ").compactMap { Double($0) }
            #expect(try row.printed("total_printed").checkTotal(of: cells).finding == .follows)
        }
        #expect(figure(93).checkTotal(of: try rows.map { try $0.number("total_printed") }).finding == .follows)
        let columns = try PublishedTable("blackpool-outcomes-totals").rows.map { try $0.number("offences") }
        #expect(columns.count == 20)
        #expect(figure(93).checkTotal(of: columns).finding == .follows)
    }

    @Test("117 children are 104 + 13; 103 boys are 88 %; 45 + 2 are 40 %; referrals 9 + 2 + 1 are 12")
    func cohort() throws {
        let profile = "blackpool-cohort-profile"
        let children = try [
            "Children with AssetPlus assessment completed by Blackpool YJS", "Further children assessed by other YJS and transferred in",
        ].map { try value(profile, $0).value }
        let ages = try PublishedTable("blackpool-assessment-age-sex").row("age", "Total (printed)")
        #expect(try ages.printed("total_printed").checkTotal(of: children).finding == .follows)
        #expect(children.reduce(0, +) == 117)
        #expect(share(try ages.number("male"), of: 117, printed: try value(profile, "Boys")).check().finding == .follows)
        let exploited = try value(profile, "of which male").value + value(profile, "of which female").value
        #expect(exploited == 47)
        #expect(share(exploited, of: 117, printed: try value(profile, "Vulnerable to criminal exploitation")).check().finding == .follows)
        let referrals = try ["NRM: White British", "NRM: mixed ethnicity", "NRM: Vietnamese"].map { try value(profile, $0).value }
        #expect(try value(profile, "Referred to the National Referral Mechanism").checkTotal(of: referrals).finding == .follows)
    }

    @Test("Children by age and sex add up, in both tables")
    func ageAndSex() throws {
        for name in ["blackpool-assessment-age-sex", "blackpool-violent-outcome-age-sex"] {
            let table = try PublishedTable(name)
            let total = try table.row("age", "Total (printed)")
            let ages = table.rows.filter { $0.cells["age"] != "Total (printed)" }
            #expect(try total.printed("total_printed").checkTotal(of: ages.map { try $0.number("total_printed") }).finding == .follows)
            #expect(try total.number("female") + total.number("male") == total.number("total_printed"))
            for row in ages {
                guard let female = row.optional("female"), let male = row.optional("male") else { continue }
                #expect(try row.printed("total_printed").checkTotal(of: [female, male]).finding == .follows)
            }
        }
    }

    @Test("The knife line's 80 is per 100,000, not \"per 10k\": 10 of 12,494 is 8.0 per 10,000")
    func knifeBase() throws {
        let other = "blackpool-other-figures"
        let printed = try value(other, "Knife-related proven offences, Blackpool (printed \"per 10k\")")
        let count = try value(other, "Knife-related proven offences with an outcome").value
        func check(per: Double) -> FigureCheck {
            Published(
                area: "", measure: "", period: .init(""), numerator: count, denominator: population, valuePrinted: printed,
                unit: .rate(per: per),
                source: ""
            ).check()
        }
        #expect(check(per: 10_000).finding == .doesNotFollow)
        #expect(check(per: 10_000).sentence == "Printed 80 per 10,000; 10 of 12,494 is 8.0.")
        #expect(check(per: 100_000).finding == .follows)
        #expect(try value(other, "Knife-related ratio").rounds(80.0 / 64))
    }

    @Test("The offence table has 15 knife or offensive-weapon offences where the knife line has 10")
    func knifeCount() throws {
        let rows = try PublishedTable("blackpool-proven-offences-detail").rows.filter {
            let offence = $0.cells["offence"] ?? ""
            return offence.contains("offensive weapon") || offence.contains("knife blade")
        }
        let counts = try rows.map { try $0.number("number_2021_22") }
        #expect(counts.sorted() == [1, 6, 8])
        #expect(try value("blackpool-other-figures", "Knife-related proven offences with an outcome").checkTotal(of: counts).expected == 15)
    }

    @Test("Eight of eleven England and Wales percentages do not come from the scaled table, and they sum to 101")
    func nationalShares() throws {
        let scaled = try PublishedTable("blackpool-offences-scaled")
        let total = try scaled.row("offence_group", "Total proven offences").number("england_wales_2021")
        let groups = try PublishedTable("blackpool-proven-offences").rows("level", "offence group")
        var differing: [String] = []
        for row in groups {
            let name = try row.text("offence")
            let national = try #require(scaled.rows.first { $0.cells["offence_group"]?.lowercased() == name.lowercased() })
            let check = share(try national.number("england_wales_2021"), of: total, printed: try row.printed("england_wales_percent"))
                .check()
            if !check.isRoundedExactly { differing.append(name) }
            if name == "Theft and handling Stolen Goods" { #expect(check.sentence == "Printed 10 per cent; 2,884 of 38,518 is 7.5.") }
        }
        #expect(groups.count == 11)
        #expect(differing.count == 8)
        #expect(Set(groups.compactMap { $0.cells["offence"] }).subtracting(differing) == ["Criminal Damage", "Drugs", "Sexual offences"])
        #expect(figure(100).checkTotal(of: try groups.map { try $0.number("england_wales_percent") }).expected == 101)
    }

    @Test("Reductions: proven offences \"50%\" is 52.3 %, offences \"30%\" is 30.8 %, children \"9%\" and \"a third\" follow")
    func reductions() throws {
        func check(_ measure: String, _ printed: Double) throws -> FigureCheck {
            let row = try PublishedTable("blackpool-year-comparison").row("measure", measure)
            return try moved(from: row.number("value_2020_21"), to: row.number("value_2021_22")).check(printedPercent: figure(printed))
        }
        #expect(try check("Proven offences", -50).finding == .doesNotFollow)
        #expect(try check("Proven offences", -50).sentence == "Printed change −50 per cent; from 195 to 93 is −52.3 per cent.")
        #expect(try check("Offences", -30).finding == .roundingOnly)
        #expect(try check("Offences", -30).sentence.contains("is −30.8 per cent"))
        #expect(try check("Young people with an offence", -9).finding == .follows)
        #expect(try check("Young people with a proven offence", -33).finding == .follows)
    }

    @Test("The violent subgroup's average age of 15.3 is below its whole-year ages' 15.5; the cohort's 16.3 is 15.8 and half a year")
    func averageAges() throws {
        func mean(_ table: String) throws -> Double {
            let rows = try PublishedTable(table).rows.filter { $0.cells["age"] != "Total (printed)" }
            let children = try rows.reduce(0.0) { try $0 + $1.number("total_printed") }
            return try rows.reduce(0.0) { try $0 + $1.number("age") * $1.number("total_printed") } / children
        }
        let violent = try mean("blackpool-violent-outcome-age-sex")
        #expect(figure(15.5, decimals: 1).rounds(violent))
        #expect(try value("blackpool-cohort-profile", "Average age").value < violent)
        let cohort = try mean("blackpool-assessment-age-sex")
        #expect(figure(15.8, decimals: 1).rounds(cohort))
        #expect(try value("blackpool-cohort-profile", "Average age at completion of assessment").rounds(cohort + 0.5))
    }

    @Test("Audit findings 2b and 2e account for eight of their ten cases each", arguments: ["2b", "2e"])
    func audit(action: String) throws {
        let rows = try PublishedTable("blackpool-oocd-audit-2021").rows("action", action)
        let check = figure(10).checkTotal(of: try rows.map { try $0.number("cases") })
        #expect(try rows.allSatisfy { try $0.number("out_of") == 10 })
        #expect(check.finding == .doesNotFollow)
        #expect(check.expected == 8)
    }

    @Test("Five youth advisors in the text are seven in the improvement plan")
    func advisors() throws {
        let other = "blackpool-other-figures"
        #expect(try value(other, "Youth advisors transferred to the Adolescent Service").value == 5)
        #expect(try value(other, "Youth advisors now appointed").value == 7)
    }
}
