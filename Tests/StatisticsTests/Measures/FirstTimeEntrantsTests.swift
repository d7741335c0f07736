import Casework
import Statistics
import Testing

@Suite("First-time entrants")
struct FirstTimeEntrantsTests {
    private func ask(_ files: [MadeUp], _ period: String = "2026Q1", populations: [Population] = []) -> Asked {
        Asked(.firstTimeEntrants, asked(period, populations: populations), files)
    }

    @Test("The worked example comes to two children, and says why the others are left out")
    func example() throws {
        let fte = ask([
            MadeUp("A").fate("a1", "COMMUNITY_RESOLUTION", on: "2026-03-01").fate("a2", "YOUTH_CAUTION", on: "2026-05-02"),
            MadeUp("B").fate("b1", "YOUTH_CAUTION", on: "2026-05-03").fate("b2", "FINE", on: "2026-06-09"),
            MadeUp("C").fate("c1", "YOUTH_CAUTION", on: "2024-05-01", residence: "OTHER").fate("c2", "FINE", on: "2026-05-04"),
            MadeUp("D").fate("d1", "FINE", on: "2026-05-05", appeal: "SUCCESSFUL"),
        ])
        #expect(try fte.refs("count") == ["A", "B"])
        #expect(try fte.leftOut("count") == ["C: not_first", "D: appeal"])
        #expect(try fte("count").value == 2)
        #expect(try fte("count").denominator == nil)
        #expect(try fte("count").members.isEmpty)
        #expect(try fte("count").counted[0].evidence.map(\.ref) == ["a2", "of-a2"])
    }

    @Test(
        "Only cautions and sentences that stand make an entrant",
        arguments: [
            ("YOUTH_CAUTION", nil, true), ("YOUTH_CONDITIONAL_CAUTION", "UNCHANGED", true), ("REFERRAL_ORDER", "NONE", true),
            ("YOUTH_REHABILITATION_ORDER", "AMBIGUOUS", true), ("SECTION_250", nil, true), ("ABSOLUTE_DISCHARGE", nil, true),
            ("FINE", "CHANGED", false), ("FINE", "SUCCESSFUL", false), ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", nil, false),
            ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", nil, false),
            ("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", nil, false), ("YOUTH_DIVERSION_ORDER", nil, false),
            ("DISMISSED", nil, false), ("NOT_A_TOKEN", nil, false),
        ] as [(String, String?, Bool)])
    func outcomes(token: String, appeal: String?, counts: Bool) throws {
        #expect(try ask([MadeUp("A").fate("a", token, on: "2026-05-02", appeal: appeal)])("count").value == (counts ? 1 : 0))
    }

    @Test("Age is taken at arrest, else at the offence, and at the first hearing")
    func ages() throws {
        // Born 15 May 2008: 18 on 15 May 2026. Born 15 May 2016: 10 on 15 May 2026.
        let older = { (ref: String) in MadeUp(ref, born: "2008-05-15") }
        let younger = { (ref: String) in MadeUp(ref, born: "2016-05-15") }
        let fte = ask([
            older("arrested at 17").fate("1", "YOUTH_CAUTION", on: "2026-05-20", committed: "2026-05-01", arrested: "2026-05-14"),
            older("arrested at 18").fate("2", "YOUTH_CAUTION", on: "2026-05-20", committed: "2026-05-01", arrested: "2026-05-15"),
            older("offence at 17, no arrest").fate("3", "YOUTH_CAUTION", on: "2026-06-20", committed: "2026-05-14"),
            older("heard at 17").fate("4", "FINE", on: "2026-06-20", committed: "2026-04-02", hearing: "2026-05-14"),
            older("heard at 18").fate("5", "FINE", on: "2026-06-20", committed: "2026-04-02", hearing: "2026-05-15"),
            older("sentenced at 18, no hearing").fate("6", "FINE", on: "2026-06-20", committed: "2026-04-02"),
            older("heard at 17 by the file").fate("7", "FINE", on: "2026-06-20", committed: "2026-04-02")
                .hearing("h1", of: "of-7", on: "2026-06-01").hearing("h2", of: "of-7", on: "2026-05-14"),
            younger("offence at 10").fate("8", "YOUTH_CAUTION", on: "2026-06-20", committed: "2026-05-15"),
            younger("offence at 9").fate("9", "YOUTH_CAUTION", on: "2026-06-20", committed: "2026-05-14"),
            MadeUp("no birth", born: nil).fate("10", "YOUTH_CAUTION", on: "2026-06-20"),
            MadeUp("no dates").offence("of-11", committed: nil).outcome("11", of: "of-11", "YOUTH_CAUTION", on: "2026-06-20"),
        ])
        #expect(
            try fte.refs("count") == [
                "arrested at 17", "heard at 17", "heard at 17 by the file", "offence at 10", "offence at 17, no arrest",
            ])
        #expect(
            try fte.leftOut("count") == [
                "arrested at 18: age", "heard at 18: age", "no birth: age_not_known", "no dates: age_not_known", "offence at 9: age",
                "sentenced at 18, no hearing: age",
            ])
        #expect(
            try fte.refs("count", by: ["age": "18+"]) == [
                "arrested at 17", "heard at 17", "heard at 17 by the file", "offence at 17, no arrest",
            ])
    }

    @Test("An outcome that cannot count does not stop a later one; one from elsewhere does")
    func firstThatCounts() throws {
        let fte = ask([
            MadeUp("A").fate("a1", "FINE", on: "2025-01-10", appeal: "CHANGED").fate("a2", "FINE", on: "2026-05-10"),
            MadeUp("B").fate("b1", "FINE", on: "2026-04-10", residence: "OTHER").fate("b2", "FINE", on: "2026-05-10"),
        ])
        #expect(try fte.refs("count") == ["A"])
        #expect(try fte.leftOut("count") == ["B: lived_elsewhere"])
    }

    @Test("Two records with one originating reference and birth date are one child; a reference that identifies nobody joins nobody")
    func identities() throws {
        let caution = { (ref: String, origin: String?, born: String, date: String) in
            MadeUp(ref, born: born, originating: origin).fate("o-\(ref)", "YOUTH_CAUTION", on: date)
        }
        let fte = ask([
            caution("first", "YJ7", "2011-01-15", "2026-05-01"), caution("second", "YJ7", "2011-01-15", "2026-05-02"),
            caution("other birth", "YJ7", "2011-01-16", "2026-05-03"),
            caution("N/A 1", "N/A", "2011-01-15", "2026-05-01"), caution("N/A 2", "N/A", "2011-01-15", "2026-05-02"),
            caution("space 1", "YJ 9", "2011-01-15", "2026-05-01"), caution("space 2", "YJ 9", "2011-01-15", "2026-05-02"),
            caution("blank 1", "", "2011-01-15", "2026-05-01"), caution("blank 2", "", "2011-01-15", "2026-05-02"),
            // First known long before the period, under another record.
            caution("old", "YJ8", "2010-02-02", "2023-05-01"), caution("new", "YJ8", "2010-02-02", "2026-05-02"),
        ])
        #expect(
            try fte.refs("count") == ["N/A 1", "N/A 2", "blank 1", "blank 2", "first", "other birth", "space 1", "space 2"])
        #expect(try fte.leftOut("count") == ["new: same_child", "second: same_child"])
    }

    @Test("Of one child's two records the earlier stands even when it lived elsewhere, so nobody is counted")
    func elsewhereAfterChoice() throws {
        let fte = ask([
            MadeUp("A", originating: "YJ7").fate("a", "FINE", on: "2026-05-01", residence: "OTHER"),
            MadeUp("B", originating: "YJ7").fate("b", "FINE", on: "2026-05-02"),
        ])
        #expect(try fte.refs("count").isEmpty)
        #expect(try fte.leftOut("count") == ["A: lived_elsewhere", "B: same_child"])
    }

    @Test("A withdrawn child is left out and does not stand in for another record")
    func withdrawn() throws {
        let fte = ask([
            MadeUp("A", originating: "YJ7", deleted: true).fate("a", "FINE", on: "2026-05-01"),
            MadeUp("B", originating: "YJ7").fate("b", "FINE", on: "2026-05-02"),
        ])
        #expect(try fte.refs("count") == ["B"])
        #expect(try fte.leftOut("count") == ["A: deleted"])
    }

    @Test("The rate is to the mid-year before the financial year, for twelve months only")
    func rate() throws {
        let files = [MadeUp("A").fate("a", "FINE", on: "2026-05-01"), MadeUp("B", sex: "FEMALE").fate("b", "FINE", on: "2026-07-01")]
        let people = [
            population(8000, midYear: 2026), population(12_500, midYear: 2025), population(9000, midYear: 2024),
            population(6000, midYear: 2025, sex: "FEMALE"), population(99_000, midYear: 2025, area: "ELSEWHERE"),
        ]
        let year = ask(files, "2026-27", populations: people)
        #expect(try year("rate").value == 16)
        #expect(try year("rate").denominator == 12_500)
        let interval = try #require(try year("rate").interval)
        // Exact Poisson limits of a count of 2: 0.2422 and 7.2247.
        #expect(abs(interval.lower - 0.242209 * 8) < 1e-4)
        #expect(abs(interval.upper - 7.224688 * 8) < 1e-4)
        #expect(try year("rate", by: ["sex": "FEMALE"]).denominator == 6000)
        #expect(try year("rate", by: ["sex": "MALE"]).value == nil)
        #expect(ask(files, "2026Q1", populations: people).figures.allSatisfy { $0.part == "count" })
        #expect(!ask(files, "2026-04-02..2027-04-02", populations: people).figures.contains { $0.part == "rate" })
    }

    @Test("Several outcomes on one day: the weightiest gives the breakdown, then the higher reference")
    func weightiest() throws {
        let fte = ask([
            MadeUp("A").fate("1", "YOUTH_CAUTION", on: "2026-05-01").fate("2", "REFERRAL_ORDER", on: "2026-05-01").fate(
                "3", "FINE", on: "2026-05-01"),
            MadeUp("B").fate("4", "FINE", on: "2026-05-01").fate("5", "CONDITIONAL_DISCHARGE", on: "2026-05-01"),
        ])
        #expect(try fte.refs("count", by: ["outcome": "REFERRAL_ORDER"]) == ["A"])
        #expect(try fte.refs("count", by: ["outcome": "CONDITIONAL_DISCHARGE"]) == ["B"])
    }
}
