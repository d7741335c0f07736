import Casework
import Statistics
import Testing

@Suite("Reoffending tracker")
struct ReoffendingTrackerTests {
    private func ask(_ files: [MadeUp], _ period: String = "2025Q4", today: String = "2026-12-01") -> Asked {
        Asked(.reoffendingTracker, asked(period, today: today), files)
    }

    @Test("The worked example: one of three at three months, two so far at twelve and no percentage yet")
    func example() throws {
        let tracker = ask([
            MadeUp("A").fate("a1", "YOUTH_CAUTION", on: "2026-01-10").fate("a2", "FINE", on: "2026-09-01", committed: "2026-04-10"),
            MadeUp("B").fate("b1", "COMMUNITY_RESOLUTION", on: "2026-01-31").fate(
                "b2", "NO_FURTHER_ACTION", on: "2026-09-01", committed: "2026-05-02"),
            MadeUp("C").fate("c1", "FINE", on: "2026-03-05"),
        ])
        #expect(try tracker.refs("at_3") == ["A"])
        #expect(try tracker("at_3").members.map(\.ref) == ["A", "B", "C"])
        #expect(try abs((tracker("at_3").value ?? 0) - 100.0 / 3) < 1e-12)
        #expect(try tracker.refs("at_6") == ["A", "B"])
        let year = try tracker("at_12")
        #expect(year.value == nil && year.interval == nil)
        #expect(year.numerator == 2 && year.denominator == 3)
        #expect(year.extras["reached"] == .number(0) && year.extras["so_far"] == .number(2))
        #expect(year.extras["matureOn"] == .day(day("2027-09-05")))
        #expect(try tracker.refs("at_3", by: ["disposal": "Pre-Court"]) == ["A"])
        #expect(try tracker.refs("at_6", by: ["disposal": "Diversion"]) == ["B"])
    }

    @Test(
        "Follow-up runs from the day after the index to the same date, month ends clamped",
        arguments: [
            ("2026-01-31", "2026-01-31", []), ("2026-01-31", "2026-02-01", ["at_12", "at_3", "at_6", "at_9"]),
            ("2026-01-31", "2026-04-30", ["at_12", "at_3", "at_6", "at_9"]), ("2026-01-31", "2026-05-01", ["at_12", "at_6", "at_9"]),
            ("2026-03-15", "2026-12-15", ["at_12", "at_9"]), ("2026-03-15", "2026-12-16", ["at_12"]),
            ("2026-03-15", "2027-03-15", ["at_12"]), ("2026-03-15", "2027-03-16", []), ("2026-03-15", "2026-03-14", []),
        ] as [(String, String, [String])])
    func window(index: String, committed: String, within: [String]) throws {
        let tracker = ask(
            [MadeUp("A").fate("1", "FINE", on: index).fate("2", "FINE", on: "2027-06-01", committed: committed)], today: "2028-01-01")
        #expect(tracker.figures.filter { $0.by.isEmpty && $0.numerator == 1 }.map(\.part).sorted() == within)
        #expect(tracker.figures.filter { $0.by.isEmpty }.allSatisfy { $0.value != nil })
    }

    @Test("A breach, an outcome set aside, one of after the day asked and an offence without outcome make no reoffence")
    func noReoffence() throws {
        let index = { (ref: String) in MadeUp(ref).fate("i-\(ref)", "FINE", on: "2026-01-10") }
        let tracker = ask([
            index("A").fate("a", "FINE", on: "2026-09-01", committed: "2026-02-01", category: "BREACH_OF_STATUTORY_ORDER"),
            index("B").fate("b", "FINE", on: "2026-09-01", committed: "2026-02-01", appeal: "SUCCESSFUL"),
            index("C").fate("c", "FINE", on: "2026-12-02", committed: "2026-02-01"),
            index("D").offence("d", committed: "2026-02-01"),
            index("E").fate("e", "FINE", on: "2026-09-01", committed: "2026-02-01", category: nil, residence: "OTHER"),
        ])
        #expect(try tracker.refs("at_12") == ["E"])
    }

    @Test("The index is the first outcome here at 10 to 17 in some tier; custody starts at release")
    func index() throws {
        let tracker = ask([
            MadeUp("A").fate("a1", "FINE", on: "2026-01-05", residence: "OTHER").fate("a2", "FINE", on: "2026-02-10"),
            MadeUp("B").fate("b1", "DISMISSED", on: "2026-01-05"),
            MadeUp("C", born: "2008-02-01").fate("c1", "FINE", on: "2026-02-01"),
            MadeUp("D").fate("d1", "SECTION_250", on: "2026-01-05"),
            MadeUp("E").fate("e1", "SECTION_250", on: "2025-01-05").release(of: "e1", on: "2026-02-02"),
            MadeUp("F").fate("f1", "FINE", on: "2026-01-05", appeal: "CHANGED"),
            MadeUp("G").fate("g1", "FINE", on: "2025-12-31").fate("g2", "FINE", on: "2026-04-01"),
        ])
        #expect(try tracker("at_3").members.map(\.ref) == ["A", "E"])
        #expect(
            try tracker.leftOut("at_3") == ["B: no_tier", "C: age", "D: not_released", "F: appeal"])
        #expect(try tracker("at_3").members[1].evidence.map(\.kind) == ["outcome", "offence", "release"])
        #expect(try tracker("at_3", by: ["disposal": "Custody"]).denominator == 1)
    }

    @Test("An empty cohort has no percentage")
    func empty() throws {
        #expect(try ask([])("at_3").value == nil)
        #expect(try ask([])("at_3").denominator == 0)
    }
}

@Suite("Proven reoffending")
struct ProvenReoffendingTests {
    private func ask(_ files: [MadeUp], today: String = "2027-01-01") -> Asked {
        Asked(.provenReoffending, asked("2024Q4", today: today), files)
    }

    @Test("The worked example: cohort 3, reoffenders 2, reoffences 3")
    func example() throws {
        let proven = ask([
            MadeUp("A").fate("a1", "YOUTH_CAUTION", on: "2025-01-10")
                .fate("a2", "REFERRAL_ORDER", on: "2025-12-01", committed: "2025-06-01")
                .fate("a3", "REFERRAL_ORDER", on: "2025-12-01", committed: "2025-06-02"),
            MadeUp("B").fate("b0", "YOUTH_CAUTION", on: "2024-06-01").fate("b1", "FINE", on: "2025-02-03")
                .fate("b2", "YOUTH_REHABILITATION_ORDER", on: "2026-08-03", committed: "2026-02-03"),
            MadeUp("C").fate("c1", "FINE", on: "2025-03-01")
                .fate("c2", "FINE", on: "2025-08-01", committed: "2025-05-01", category: "BREACH_OF_STATUTORY_ORDER"),
            MadeUp("D").fate("d1", "COMMUNITY_RESOLUTION", on: "2025-03-01"),
        ])
        #expect(try proven("cohort").value == 3)
        #expect(try proven.refs("reoffenders") == ["A", "B"])
        #expect(try proven.refs("reoffences") == ["of-a2", "of-a3", "of-b2"])
        #expect(try abs((proven("binary").value ?? 0) - 200.0 / 3) < 1e-12)
        #expect(try proven("per_reoffender").value == 1.5)
        #expect(try proven("per_reoffender").members.map(\.ref) == ["A", "B"])
        #expect(try proven("per_offender").value == 1)
        #expect(try proven("per_offender").counts == .offence)
        #expect(try proven.refs("previous_offences") == ["of-b0"])
        #expect(try abs((proven("previous_offences").value ?? 0) - 1.0 / 3) < 1e-12)
        #expect(try proven.leftOut("cohort") == ["D: not_substantive"])
        #expect(try proven("binary").extras["matureOn"] == .day(day("2026-09-01")))
    }

    @Test(
        "Twelve months to offend, eighteen to be proven, last days included",
        arguments: [
            ("2025-01-10", "2025-06-01", false), ("2025-01-11", "2025-06-01", true), ("2026-01-10", "2026-07-10", true),
            ("2026-01-11", "2026-07-10", false), ("2026-01-10", "2026-07-11", false),
        ])
    func windows(committed: String, proven: String, counts: Bool) throws {
        let figures = ask([
            MadeUp("A").fate("1", "FINE", on: "2025-01-10").fate("2", "FINE", on: proven, committed: committed)
        ])
        #expect(try figures("reoffences").value == (counts ? 1 : 0))
    }

    @Test("Only what is proven and stands is a reoffence, wherever the child lived; one offence counts once")
    func reoffences() throws {
        let index = { (ref: String) in MadeUp(ref).fate("i-\(ref)", "FINE", on: "2025-01-10") }
        let figures = ask([
            index("A").fate("a", "COMMUNITY_RESOLUTION", on: "2025-06-01", committed: "2025-05-01"),
            index("B").fate("b", "FINE", on: "2025-06-01", committed: "2025-05-01", appeal: "SUCCESSFUL"),
            index("C").fate("c", "FINE", on: "2025-06-01", committed: "2025-05-01", residence: "OTHER"),
            index("D").fate("d", "FINE", on: "2025-06-01", committed: "2025-05-01").outcome(
                "d2", of: "of-d", "COMPENSATION_ORDER", on: "2025-06-01"),
        ])
        #expect(try figures.refs("reoffences") == ["of-c", "of-d"])
    }

    @Test("A breach's sentence starts a follow-up; custody starts at release, and an offence before release is none")
    func starts() throws {
        let figures = ask([
            MadeUp("A").fate("a", "FINE", on: "2025-01-10", category: "BREACH_OF_BAIL"),
            MadeUp("B").fate("b", "SECTION_250", on: "2024-10-01").release(of: "b", on: "2025-02-01")
                .fate("b2", "FINE", on: "2025-04-01", committed: "2025-01-15"),
            MadeUp("C").fate("c", "SECTION_250", on: "2024-10-01").release(of: "c", on: "2025-02-01")
                .fate("c2", "FINE", on: "2026-08-01", committed: "2026-02-01"),
            MadeUp("D").fate("d", "SECTION_250", on: "2025-02-01"),
        ])
        #expect(try figures("cohort").counted.map(\.ref) == ["A", "B", "C"])
        #expect(try figures.refs("reoffenders") == ["C"])
        #expect(try figures.leftOut("cohort") == ["D: not_released"])
    }

    @Test("The figure says when it is mature and how many turn 18 before that")
    func notes() throws {
        let files = [MadeUp("A", born: "2008-07-10").fate("a", "FINE", on: "2025-01-10"), MadeUp("B").fate("b", "FINE", on: "2025-01-11")]
        let early = try ask(files, today: "2026-07-10")("binary")
        #expect(early.extras["turned_18"] == .number(1))
        #expect(early.notes.contains { $0.hasPrefix("Not mature until 11 July 2026") })
        #expect(early.notes.contains { $0.hasPrefix("1 of 2 children turn 18") })
        #expect(try !ask(files, today: "2026-07-11")("binary").notes.contains { $0.hasPrefix("Not mature") })
        // One day younger: 18 only after the eighteen months.
        #expect(try ask([MadeUp("A", born: "2008-07-11").fate("a", "FINE", on: "2025-01-10")])("binary").notes.isEmpty)
    }

    @Test("S-PER-03: left out of the reoffences are offences, each with its rule; of the cohort, children")
    func leftOut() throws {
        let figures = ask([
            MadeUp("A").fate("a", "FINE", on: "2025-01-10")
                .fate("breach", "FINE", on: "2025-06-01", committed: "2025-05-01", category: "BREACH_OF_BAIL")
                .fate("late", "FINE", on: "2026-03-01", committed: "2026-02-01")
                .fate("diverted", "COMMUNITY_RESOLUTION", on: "2025-06-01", committed: "2025-05-01")
                .fate("appealed", "FINE", on: "2025-06-01", committed: "2025-05-01", appeal: "SUCCESSFUL")
                .fate("slow", "FINE", on: "2026-08-01", committed: "2025-05-01")
                .offence("open", committed: "2025-05-01").fate("counted", "FINE", on: "2025-06-01", committed: "2025-05-01")
                .fate("same-day", "FINE", on: "2025-01-10", committed: "2024-12-01"),
            MadeUp("B").fate("b", "FINE", on: "2025-01-10", residence: "OTHER").fate(
                "b2", "FINE", on: "2025-06-01", committed: "2025-05-01"),
        ])
        let offences = [
            "of-appealed: appeal", "of-b2: lived_elsewhere", "of-breach: breach", "of-diverted: not_substantive",
            "of-late: after_follow_up",
            "of-slow: proven_late", "open: no_outcome",
        ]
        #expect(try figures.refs("reoffences") == ["of-counted"])
        #expect(try figures.leftOut("reoffences") == offences)
        #expect(try figures.leftOut("cohort") == ["B: lived_elsewhere"])
        #expect(try figures.leftOut("per_offender") == (offences + ["B: lived_elsewhere"]).sorted())
        #expect(try figures("reoffences").excluded.first?.member.child == figures("cohort").counted.first?.id)
        let previous = try figures.leftOut("previous_offences")
        // Neither the index's own offence nor those after it.
        #expect(previous.contains("of-a: not_before") && !previous.contains { $0.hasPrefix("of-same-day") || $0.hasPrefix("open") })
    }

    @Test("Two records of one child are one child of the cohort, followed from the earlier index, as first-time entrants count")
    func oneChild() throws {
        func twice(_ ref: String, _ origin: String?, _ on: String) -> MadeUp {
            MadeUp(ref, originating: origin).fate("i-\(ref)", "FINE", on: on)
        }
        let files = [
            twice("A", "Y1", "2025-02-01"), twice("B", "Y1", "2025-01-20"), twice("C", "N/A", "2025-01-20"),
            twice("D", "N/A", "2025-01-20"),
            MadeUp("E", born: "2011-01-16", originating: "Y1").fate("i-E", "FINE", on: "2025-03-01"),
        ]
        #expect(try ask(files).refs("cohort") == ["B", "C", "D", "E"])
        #expect(try ask(files).leftOut("cohort") == ["A: same_child"])
        let tracker = Asked(.reoffendingTracker, asked("2024Q4", today: "2027-01-01"), files)
        #expect(try tracker("at_3").members.map(\.ref) == ["B", "C", "D", "E"])
        let entrants = Asked(.firstTimeEntrants, asked("2024Q4", today: "2027-01-01"), files)
        #expect(try entrants.refs("count") == ["B", "C", "D", "E"])
    }
}
