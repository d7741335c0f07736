import Casework
import Statistics
import Testing

@Suite("KPI 9: serious violence (S-PER-11, S-PER-12)")
struct SeriousViolenceTests {
    private let violence = "VIOLENCE_AGAINST_THE_PERSON"
    private func found(_ files: MadeUp..., period: String = "2026Q1", today: String = "2030-01-01") -> Asked {
        Asked(.seriousViolence, asked(period, today: today, populations: [population(12_500, midYear: 2025)]), files)
    }

    @Test("The worked example: headline 1, published 2; 0.8 and 1.6 to 10,000")
    func example() throws {
        let all = found(
            MadeUp("A").fate("a", "REFERRAL_ORDER", on: "2026-05-04").serious("of-a", "ROBBERY", 6).programme(
                "pa", "REFERRAL_ORDER", from: "2026-05-04", to: nil, offences: ["of-a"]),
            MadeUp("B").fate("b", "YOUTH_CAUTION", on: "2026-05-04").serious("of-b", violence, 3).programme(
                "pb", "YOUTH_CAUTION", from: "2026-05-04", to: nil, offences: ["of-b"]),
            MadeUp("C").fate("c", "YOUTH_REHABILITATION_ORDER", on: "2026-05-05").serious("of-c", violence, 5))
        let headline = try all("headline")
        #expect(headline.counted.map(\.ref) == ["of-a"] && headline.denominator == 12_500 && headline.value == 0.8)
        #expect(headline.unit == .per10000 && headline.extras["population_mid_year"] == .number(2025))
        #expect(try all("headline_published").value == 1.6 && all.refs("headline_published") == ["of-a", "of-c"])
        #expect(try all.leftOut("headline") == ["of-c: no_programme"])
        #expect(try all("9a").value == 50 && all("9a").members.map(\.ref) == ["of-a", "of-b"])
        #expect(try all.refs("9a_published") == ["of-a", "of-c"] && all("9a_published").denominator == 3)
        #expect(try all("9a_template", by: ["age": "16-17"]).members.count + all("9a_template", by: ["age": "10-15"]).members.count == 2)
        #expect(
            try all.refs("9b_published") == ["A", "C"] && all.refs("9e_published", by: ["order": "YOUTH_REHABILITATION_ORDER"]) == ["of-c"])
        #expect(try all("9b").counts == .child && all.refs("9b") == ["A"] && all("9b").members.map(\.ref) == ["A", "B"])
        #expect(try all("9c", by: ["category": "ROBBERY"]).value == 100 && all("9c", by: ["category": "DRUGS"]).value == 0)
        #expect(try all.refs("9d", by: ["score": "6"]) == ["of-a"])
        #expect(try all("9e", by: ["order": "YOUTH_CAUTION"]).value == 0 && all("9e", by: ["order": "REFERRAL_ORDER"]).value == 100)
        #expect(all.figures.allSatisfy { $0.by["order"] != "DIVERSION" })
        #expect(try all.refs("9f", by: ["age": "15-17"]) == ["A"] && all("9f", by: ["age": "10-14"]).numerator == 0)
    }

    @Test("Category and score: drugs, robbery and violence of 5 to 8 alone; blank is none")
    func serious() throws {
        func isSerious(_ category: String, _ score: Int?) throws -> Bool {
            let file = MadeUp("A").fate("a", "FINE", on: "2026-05-04").serious("of-a", category, score)
            return try found(file)("headline_published").numerator == 1
        }
        for score in 5...8 { #expect(try isSerious("DRUGS", score)) }
        #expect(try !isSerious("DRUGS", 4) && !isSerious("DRUGS", nil) && !isSerious("SEXUAL_OFFENCES", 8))
    }

    @Test("§2.6: the programme need not have ended, but must be of a counting disposal; diversion, appeal and residence leave out")
    func scope() throws {
        func file(_ outcome: String, disposal: String?, appeal: String? = nil, residence: String? = nil) -> MadeUp {
            let made = MadeUp("A").fate("a", outcome, on: "2026-05-04", appeal: appeal, residence: residence).serious("of-a", "DRUGS", 5)
            return disposal.map { made.programme("p", $0, from: "2026-05-04", to: nil, offences: ["of-a"]) } ?? made
        }
        #expect(try found(file("REFERRAL_ORDER", disposal: "REFERRAL_ORDER"))("headline").numerator == 1)
        #expect(try found(file("REFERRAL_ORDER", disposal: "PREVENTION")).leftOut("headline") == ["of-a: no_programme"])
        #expect(try found(file("FINE", disposal: "YOUTH_CAUTION"))("headline").numerator == 1)
        let none = found(file("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", disposal: "YOUTH_CAUTION"))
        #expect(try none.leftOut("headline") == ["of-a: not_substantive"])
        #expect(try found(file("FINE", disposal: nil, appeal: "CHANGED")).leftOut("headline_published") == ["of-a: appeal"])
        #expect(try found(file("FINE", disposal: nil, residence: "OTHER")).leftOut("headline_published") == ["of-a: lived_elsewhere"])
    }

    @Test("§2.3: a caution takes the age at arrest or offence, a sentence that at the first hearing, else its own day")
    func ages() throws {
        func counts(_ outcome: String, committed: String, hearing: String? = nil, on date: String) throws -> Bool {
            // 18 on 15 May 2026.
            let file = MadeUp("A", born: "2008-05-15").fate("a", outcome, on: date, committed: committed, hearing: hearing)
                .serious("of-a", "DRUGS", 5)
            return try found(file)("headline_published").numerator == 1
        }
        #expect(try counts("YOUTH_CAUTION", committed: "2026-05-14", on: "2026-06-01"))
        #expect(try !counts("YOUTH_CAUTION", committed: "2026-05-15", on: "2026-06-01"))
        #expect(try counts("FINE", committed: "2026-04-01", hearing: "2026-05-14", on: "2026-06-01"))
        #expect(try !counts("FINE", committed: "2026-04-01", hearing: "2026-05-15", on: "2026-06-01"))
        #expect(try !counts("FINE", committed: "2026-04-01", on: "2026-06-01"))
    }

    @Test("One for each offence, by its weightiest outcome and its quarter")
    func oncePerOffence() throws {
        let file = MadeUp("A").fate("a", "YOUTH_CAUTION", on: "2026-05-04").serious("of-a", "DRUGS", 5).outcome(
            "b", of: "of-a", "REFERRAL_ORDER", on: "2026-08-01")
        #expect(try found(file).leftOut("headline_published") == ["of-a: other_outcome"])
        #expect(try found(file, period: "2026Q2").refs("headline_published") == ["of-a"])
        // Before the sentence was known it counted where the caution was.
        #expect(try found(file, today: "2026-07-01").refs("headline_published") == ["of-a"])
    }

    @Test("9f counts children; one with offences at 14 and 15 stands in both bands")
    func children() throws {
        let file = MadeUp("A", born: "2011-05-15").fate("a", "YOUTH_CAUTION", on: "2026-05-20", committed: "2026-05-01").fate(
            "b", "YOUTH_CAUTION", on: "2026-05-20", committed: "2026-05-16"
        ).serious("of-a", "DRUGS", 5).serious("of-b", "DRUGS", 5).programme(
            "p", "YOUTH_CAUTION", from: "2026-05-20", to: nil, offences: ["of-a", "of-b"])
        let all = found(file)
        #expect(try all("9f", by: ["age": "10-14"]).value == 100 && all("9f", by: ["age": "15-17"]).value == 100)
        #expect(try all("9f", by: ["sex": "MALE"]).denominator == 1)
    }
}
