import Casework
import Statistics
import Testing

@Suite("KPI 7: wider services (S-PER-11, S-PEO-05)")
struct WiderServicesTests {
    private func found(_ files: MadeUp...) -> Asked { Asked(.widerServices, asked("2026Q1"), files) }

    @Test("The worked example: published 1 of 3, case level 2 of 3")
    func example() throws {
        let all = found(
            ending("A").care("LOOKED_AFTER", from: "2024-01-01", to: "2026-02-15"),
            ending("B").care("CHILD_IN_NEED", from: "2026-03-01").care("EARLY_HELP_REFERRAL", from: "2026-01-10"),
            ending("C").care("EARLY_HELP_PLAN", from: "2026-05-01"))
        #expect(try all.refs("headline_published") == ["B"] && all("headline_published").denominator == 3)
        #expect(try all.refs("headline_case_level") == ["A", "B"])
        #expect(try all.refs("7a") == ["A"] && all.refs("7a", by: ["type": "LOOKED_AFTER"]) == ["A"])
        #expect(try all.refs("7b", by: ["type": "CHILD_IN_NEED"]) == ["B"])
        #expect(try all.refs("7b", by: ["type": "EARLY_HELP_PLAN"]) == [])
        #expect(try all.refs("headline_published", by: ["type": "CHILD_IN_NEED"]) == ["B"])
        #expect(try all.refs("headline_published", by: ["type": "LOOKED_AFTER"]) == [])
        #expect(try all.refs("7d_published", by: ["order": "YOUTH_CAUTION"]) == ["B"])
        #expect(try all.refs("7c_before") == ["B"] && all.refs("7c_during") == [])
        #expect(try abs((all("7d", by: ["order": "YOUTH_CAUTION"]).value ?? 0) - 200.0 / 3) < 1e-9)
    }

    @Test("§2.6: during overlaps the order, both ends included; care leaver and no social care are not among the four")
    func during() throws {
        func isDuring(_ file: MadeUp) throws -> Bool { try found(file)("headline_case_level").numerator == 1 }
        #expect(try isDuring(ending("A").care("CHILD_PROTECTION", from: "2025-01-01", to: "2026-02-01")))
        #expect(try isDuring(ending("A").care("CHILD_PROTECTION", from: "2026-04-30")))
        #expect(try !isDuring(ending("A").care("CHILD_PROTECTION", from: "2025-01-01", to: "2026-01-31")))
        #expect(try !isDuring(ending("A").care("CHILD_PROTECTION", from: "2026-05-01")))
        #expect(try !isDuring(ending("A").care("CARE_LEAVER", from: "2025-01-01")))
        // A licence's order began on the day of the outcome.
        let licence = MadeUp("A").order(
            "p", "DETENTION_AND_TRAINING_ORDER", from: "2026-02-01", to: "2026-04-30", disposal: "DTO_LICENCE", on: "2025-10-01")
        #expect(try isDuring(licence.care("LOOKED_AFTER", from: "2025-10-01", to: "2025-12-01")))
        #expect(try !isDuring(licence.care("LOOKED_AFTER", from: "2025-09-01", to: "2025-09-30")))
        #expect(try found(licence.care("LOOKED_AFTER", from: "2025-09-01", to: "2025-09-30")).refs("7a") == ["A"])
    }

    @Test("§2.6: 7c takes any referral begun by the end, split at the programme's own start, of a licence too")
    func referrals() throws {
        func split(_ file: MadeUp) throws -> [Double?] { try [found(file)("7c_before").numerator, found(file)("7c_during").numerator] }
        #expect(try split(ending("A").care("EARLY_HELP_REFERRAL", from: "2020-01-01", to: "2020-02-01")) == [1, 0])
        #expect(try split(ending("A").care("EARLY_HELP_REFERRAL", from: "2026-01-31")) == [1, 0])
        #expect(try split(ending("A").care("EARLY_HELP_REFERRAL", from: "2026-02-01")) == [0, 1])
        #expect(try split(ending("A").care("EARLY_HELP_REFERRAL", from: "2026-04-30")) == [0, 1])
        #expect(try split(ending("A").care("EARLY_HELP_REFERRAL", from: "2026-05-01")) == [0, 0])
        let licence = MadeUp("A").order(
            "p", "DETENTION_AND_TRAINING_ORDER", from: "2026-02-01", to: "2026-04-30", disposal: "DTO_LICENCE", on: "2025-10-01")
        #expect(try split(licence.care("EARLY_HELP_REFERRAL", from: "2025-11-01")) == [1, 0])
        // A referral is no support.
        #expect(try found(ending("A").care("EARLY_HELP_REFERRAL", from: "2026-03-01"))("headline_case_level").numerator == 0)
    }
}
