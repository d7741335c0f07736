import Casework
import Statistics
import Testing

/// Who has an order ending, and of which type: regulation.md §2.2 and §2.6, shown by the denominator of KPI 2.
@Suite("An order ending in the period (S-PER-11)")
struct EndedOrderTests {
    private func found(_ files: MadeUp..., period: String = "2026Q1", today: String = "2030-01-01") -> Asked {
        Asked(.suitableEducation, asked(period, today: today), files)
    }
    private func type(_ file: MadeUp) throws -> String? {
        let asked = found(file)
        return try ["DIVERSION", "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER", "CUSTODY"]
            .first { try asked("2f", by: ["order": $0, "moment": "end"]).members.count == 1 }
    }

    @Test("§2.2: the day the programme ended places it, both ends of the quarter included, and never after today")
    func period() throws {
        let all = found(
            ending("before", to: "2026-03-31"), ending("first", to: "2026-04-01"), ending("last", to: "2026-06-30"),
            ending("after", to: "2026-07-01"), MadeUp("open").order("o", "YOUTH_CAUTION", from: "2026-02-01", to: nil))
        #expect(try all("headline").members.map(\.ref) == ["first", "last"])
        let today = found(ending("a", to: "2026-06-29"), ending("b", to: "2026-06-30"), today: "2026-06-29")
        #expect(try today("headline").members.map(\.ref) == ["a"])
        // Before the indicators began.
        let old = MadeUp("A", born: "2009-01-15").order("p", "YOUTH_CAUTION", from: "2023-01-01", to: "2023-03-31")
        #expect(try found(old, period: "2022Q4").leftOut("headline") == ["A: before_kpis"])
    }

    @Test("§2.2: appeal, residence, age and no outcome leave a child out, by the rule that says so")
    func scope() throws {
        let all = found(
            ending("A"),
            MadeUp("appealed").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", appeal: "CHANGED"),
            MadeUp("won").order("p2", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", appeal: "SUCCESSFUL"),
            MadeUp("same").order("p3", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", appeal: "UNCHANGED"),
            MadeUp("away").order("p4", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", residence: "OTHER"),
            // 18 on the day it began; 17 to the day before; 9 to the day before.
            ending("is 18", born: "2008-02-01"), ending("is 17", born: "2008-02-02"), ending("is 9", born: "2016-02-02"),
            ending("is 10", born: "2016-02-01"), ending("no birth", born: nil),
            MadeUp("gone", deleted: true).order("p5", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30"),
            MadeUp("none").offence("o", committed: "2026-01-01").programme(
                "p6", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", offences: ["o"]))
        #expect(try all("headline").members.map(\.ref) == ["A", "is 10", "is 17", "same"])
        #expect(
            try all.leftOut("headline") == [
                "appealed: appeal", "away: lived_elsewhere", "gone: deleted", "is 18: age", "is 9: age", "no birth: age_not_known",
                "none: no_outcome", "won: appeal",
            ])
    }

    @Test("§2.6: the six order types; the custodial part, prevention and a fine end no order")
    func types() throws {
        for (outcome, expected) in [
            ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "DIVERSION"), ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "DIVERSION"),
            ("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", "DIVERSION"), ("YOUTH_CAUTION", "YOUTH_CAUTION"),
            ("YOUTH_CONDITIONAL_CAUTION", "YOUTH_CONDITIONAL_CAUTION"), ("REFERRAL_ORDER", "REFERRAL_ORDER"),
            ("YOUTH_REHABILITATION_ORDER_ISS", "YOUTH_REHABILITATION_ORDER"), ("SECTION_250", "CUSTODY"), ("COMMUNITY_RESOLUTION", nil),
            ("FINE", nil),
        ] {
            #expect(try type(ending("A", outcome: outcome)) == expected, "\(outcome)")
        }
        let dto = "DETENTION_AND_TRAINING_ORDER"
        for (disposal, expected) in [
            ("DTO_LICENCE", "CUSTODY"), ("SECTION_250_LICENCE", "CUSTODY"), ("DTO_CUSTODY", nil), ("PREVENTION", nil), ("REMAND", nil),
        ] {
            let file = MadeUp("A").order("p", dto, from: "2026-03-01", to: "2026-05-01", disposal: disposal, on: "2025-11-01")
            #expect(try type(file) == expected, "\(disposal)")
            if expected == nil { #expect(try found(file).leftOut("headline") == ["A: disposal_not_counted"]) }
        }
        #expect(try found(ending("A", outcome: "FINE")).leftOut("headline") == ["A: disposal_not_counted"])
        let fined = MadeUp("A").order("p", "FINE", from: "2026-02-01", to: "2026-04-30", disposal: "REFERRAL_ORDER")
        #expect(try found(fined).leftOut("headline") == ["A: outcome_not_counted"])
    }

    @Test("§2.6: programme and outcome meet through the offence: a referral order programme beside a YRO on it is a YRO")
    func typedByOutcome() throws {
        let file = MadeUp("A").offence("o", committed: "2026-01-01").outcome("x", of: "o", "REFERRAL_ORDER", on: "2026-02-01")
            .outcome("y", of: "o", "YOUTH_REHABILITATION_ORDER", on: "2026-03-01")
            .programme("p", "REFERRAL_ORDER", from: "2026-02-01", to: "2026-05-01", offences: ["o"])
        #expect(try type(file) == "YOUTH_REHABILITATION_ORDER")
    }

    @Test("§2.2: one row a child, the weightiest outcome, then the latest; §2.6 then the last end, then the higher reference")
    func oneRow() throws {
        let two = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-06-01").order(
            "p2", "REFERRAL_ORDER", from: "2026-01-01", to: "2026-04-01")
        #expect(try found(two)("headline").members.count == 1)
        #expect(try type(two) == "REFERRAL_ORDER")
        // Of two cautions the later outcome is the order: in school only when that one ended.
        let later = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-01-01", to: "2026-06-01").order(
            "p2", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-10"
        ).education("COLLEGE", "SUITABLE", from: "2026-04-01", to: "2026-04-20")
        #expect(try found(later)("headline").numerator == 1)
        // The same day: the programme that ended last.
        let tie = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-06-01").order(
            "p2", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-10"
        ).education("COLLEGE", "SUITABLE", from: "2026-04-01", to: "2026-04-20")
        #expect(try found(tie)("headline").numerator == 0)
        // The same end too: the higher reference, which alone began in February.
        let refs = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-01-01", to: "2026-06-01", on: "2026-01-01").order(
            "p2", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-06-01", on: "2026-01-01"
        ).education("COLLEGE", "SUITABLE", from: "2026-01-01", to: "2026-01-15")
        #expect(try found(refs)("2a_start_suitable").numerator == 0)
    }

    @Test("§2.6: at start is the day itself; of custody the day before, of a licence the day before the outcome, whose day gives the age")
    func starts() throws {
        func atStart(_ file: MadeUp, from: String, to: String) throws -> Bool {
            try found(file.education("COLLEGE", "SUITABLE", from: from, to: to))("2a_start_suitable").numerator == 1
        }
        let caution = ending("A")
        #expect(try atStart(caution, from: "2026-02-01", to: "2026-02-01"))
        #expect(try !atStart(caution, from: "2026-01-01", to: "2026-01-31"))
        #expect(try !atStart(caution, from: "2026-02-02", to: "2026-03-01"))
        let custody = MadeUp("A").order("p", "SECTION_250", from: "2026-02-01", to: "2026-04-30")
        #expect(try atStart(custody, from: "2026-01-31", to: "2026-01-31"))
        #expect(try !atStart(custody, from: "2026-02-01", to: "2026-03-01"))
        // 17 on the day of the outcome, 18 when the licence began.
        let licence = MadeUp("A", born: "2008-01-15").order(
            "p", "DETENTION_AND_TRAINING_ORDER", from: "2026-02-01", to: "2026-04-30", disposal: "DTO_LICENCE", on: "2025-10-01")
        #expect(try found(licence)("headline").members.map(\.ref) == ["A"])
        #expect(try atStart(licence, from: "2025-09-30", to: "2025-09-30"))
        #expect(try !atStart(licence, from: "2025-10-01", to: "2026-03-01"))
    }

    @Test("Asked of a year, a child with orders ending in two quarters is one child")
    func year() throws {
        let file = MadeUp("A").order("p1", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30").order(
            "p2", "REFERRAL_ORDER", from: "2026-06-01", to: "2026-12-01")
        #expect(try found(file, period: "2026-27")("headline").members.map(\.ref) == ["A"])
        for quarter in ["2026Q1", "2026Q3"] { #expect(try found(file, period: quarter)("headline").members.count == 1) }
    }
}
