import Casework
import Statistics
import Testing

@Suite("Out-of-court decisions and completions (S-OOC-05, S-OOC-08; KPI 6)")
struct OutOfCourtTests {
    @Test("The worked example: medians, the 90th hundredth, the clock and who waits")
    func decisions() throws {
        let files = [
            MadeUp("A").referral("a", received: "2026-04-01", decided: "2026-04-11"),
            MadeUp("B").referral("b", received: "2026-04-02", decided: "2026-04-22", bounced: true),
            MadeUp("C").referral("c", received: "2026-05-01", decided: "2026-05-31"),
            MadeUp("D").referral("d", received: "2026-04-01", decided: "2026-06-01"),
            MadeUp("E").referral("e", received: "2026-06-20", decided: "2026-07-05"),
            MadeUp("F").referral("f", received: "2026-06-20", pathway: nil),
            MadeUp("G").referral("g", received: "2026-05-01", pathway: "COURT"),
        ]
        let found = Asked(.outOfCourt, asked("2026Q1"), files)
        #expect(try found.refs("decided") == ["a", "b", "c", "d"])
        #expect(try found("days_median").value == 25)
        #expect(try found("days_p90").value == 61)
        // 5, 12, 18 and 39 working days: Good Friday, Easter Monday and two May holidays left out.
        #expect(try found("working_days_median").value == 15)
        let within = try found("within_target")
        #expect(within.value == 50 && within.extras["target_days"] == .number(28))
        #expect(within.extras["target_setting"] == .text("clock.whole_process"))
        #expect(try found.refs("bounced_back") == ["b"])
        #expect(try found.refs("waiting") == ["e"])
        #expect(try found("waiting").extras["age_longest"] == .number(10))
        #expect(try found.leftOut("waiting") == ["f: pathway_not_known"])
        #expect(try found("days_median").numerator == 4 && found("decided").denominator == nil)
    }

    @Test("S-PEO-05: another authority's child placed here on that day is left out, with the rule that left them out")
    func placedHere() throws {
        func child(_ ref: String, decided: String? = "2026-04-11", _ placement: String, to: String? = nil) -> MadeUp {
            MadeUp(ref).referral(ref.lowercased(), received: "2026-04-01", decided: decided)
                .care("LOOKED_AFTER", from: "2025-01-01", to: to, placement: placement)
        }
        let files = [
            child("A", "OTHER_HERE"), child("B", "OURS_HERE"), child("C", "OTHER_HERE", to: "2026-04-10"),
            child("D", decided: nil, "OTHER_HERE"), child("E", decided: nil, "OURS_ELSEWHERE"),
        ]
        let found = Asked(.outOfCourt, asked("2026Q1"), files)
        #expect(try found.refs("decided") == ["b", "c"] && found.leftOut("decided") == ["a: placed_here"])
        #expect(try found.refs("waiting") == ["e"] && found.leftOut("waiting") == ["d: placed_here"])
        #expect(try found("days_median").numerator == 2)
    }

    @Test("An odd number's median is the middle; ten in order give the ninth as the 90th hundredth; none gives nothing")
    func spread() throws {
        func take(_ days: [Int]) -> Asked {
            Asked(
                .outOfCourt, asked("2026Q1"),
                days.enumerated().map {
                    MadeUp("c\($0.offset)").referral("r\($0.offset)", received: (day("2026-06-30") - $0.element).iso, decided: "2026-06-30")
                })
        }
        #expect(try take([3, 1, 2])("days_median").value == 2)
        #expect(try take(Array(1...10))("days_p90").value == 9)
        #expect(try take(Array(1...11))("days_p90").value == 10)
        #expect(try take([])("days_median").value == nil)
    }

    @Test("Completed: a programme for an offence of the referral, begun since, and completed")
    func completed() throws {
        func with(_ programme: (MadeUp) -> MadeUp) throws -> [String] {
            let made = MadeUp("A").offence("o", committed: "2026-03-01").offence("other", committed: "2026-03-01")
                .referral("a", received: "2026-04-01", decided: "2026-04-11", offences: ["o"])
            return try Asked(.outOfCourt, asked("2026Q1"), [programme(made)]).refs("completed")
        }
        #expect(
            try with { $0.programme("p", "YOUTH_CAUTION", from: "2026-04-12", to: "2026-07-01", completed: true, offences: ["o"]) } == ["a"]
        )
        #expect(
            try with { $0.programme("p", "YOUTH_CAUTION", from: "2026-04-12", to: "2026-07-01", completed: false, offences: ["o"]) } == [])
        #expect(
            try with { $0.programme("p", "YOUTH_CAUTION", from: "2026-04-12", to: "2026-07-01", completed: true, offences: ["other"]) }
                == [])
        #expect(
            try with { $0.programme("p", "YOUTH_CAUTION", from: "2026-03-31", to: "2026-07-01", completed: true, offences: ["o"]) } == [])
    }

    @Test("KPI 6, the worked example: 1 of 3 as published, 1 of 2 by the case-level code, outcome 23 apart")
    func programmes() throws {
        let files = [
            MadeUp("A").fate("a", "YOUTH_CAUTION", on: "2026-02-01").programme(
                "pa", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", completed: true, offences: ["of-a"]),
            MadeUp("B").fate("b", "YOUTH_CONDITIONAL_CAUTION", on: "2026-02-01").outcome(
                "b2", of: "of-b", "REFERRAL_ORDER", on: "2026-06-01"
            )
            .programme("pb", "YOUTH_CONDITIONAL_CAUTION", from: "2026-02-01", to: "2026-05-05", completed: false, offences: ["of-b"]),
            MadeUp("C").fate("c", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", on: "2026-03-01").programme(
                "pc", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", from: "2026-03-01", to: "2026-06-10", offences: ["of-c"]),
            MadeUp("D").fate("d", "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", on: "2026-06-01").programme(
                "pd", "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", from: "2026-03-01", to: "2026-06-01", completed: true,
                offences: ["of-d"]),
        ]
        let found = Asked(.outOfCourtCompleted, asked("2026Q1"), files)
        #expect(try found("headline_published").members.map(\.ref) == ["A", "B", "C"])
        #expect(try found("headline_case_level").members.map(\.ref) == ["A", "C"])
        #expect(try found("headline_case_level").value == 50)
        #expect(try found.leftOut("headline_case_level") == ["pb: not_out_of_court"])
        #expect(try found("6a").value == 1 && found.refs("6a") == ["pa"])
        #expect(try found("6b", by: ["type": "YOUTH_CAUTION"]).value == 100)
        #expect(try found("outcome_23").members.map(\.ref) == ["D"])
    }

    @Test("KPI 6: a failed outcome 22 has no outcome, so only the published wording counts it; ages and homes outside leave it out")
    func edges() throws {
        let token = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        let failed = MadeUp("A").offence("o", committed: "2026-01-01").programme(
            "p", token, from: "2026-02-01", to: "2026-05-01", completed: false, offences: ["o"])
        let found = Asked(.outOfCourtCompleted, asked("2026Q1"), [failed])
        #expect(try found("headline_published").members.map(\.ref) == ["A"])
        #expect(try found.leftOut("headline_case_level") == ["p: no_outcome"])
        let elsewhere = MadeUp("B").fate("b", "YOUTH_CAUTION", on: "2026-02-01", residence: "OTHER").programme(
            "q", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", completed: true, offences: ["of-b"])
        let old = MadeUp("C", born: "2008-02-01").fate("c", "YOUTH_CAUTION", on: "2026-02-01").programme(
            "r", "YOUTH_CAUTION", from: "2026-02-01", to: "2026-04-30", completed: true, offences: ["of-c"])
        let out = Asked(.outOfCourtCompleted, asked("2026Q1"), [elsewhere, old])
        #expect(try out.leftOut("headline_published") == ["q: lived_elsewhere", "r: age"])
        #expect(try out("headline_published").value == nil)
    }

    @Test("Both agree with their twins over thousands of made-up files")
    func twins() {
        var random = Seeded(seed)
        var counted = 0
        for trial in 0..<1500 {
            let files = (0..<3).map { PathwayRows("c\(trial)-\($0)", &random) }
            let question = asked("2025-10-01..2026-01-31", today: "2026-05-01")
            let twin = PathwayTwin(files: files, from: day("2025-10-01"), to: day("2026-01-31"))
            for (measure, other) in [(Measure.outOfCourt, twin.decisions), (.outOfCourtCompleted, twin.completions)] {
                let all = Asked(measure, question, files.map(\.file)).figures
                let found = all.filter { $0.by.isEmpty || $0.part == "6b" || $0.part == "6c" }
                func name(_ figure: Figure) -> String { figure.part + (figure.by.isEmpty ? "" : " \(figure.byWords)") }
                // Nothing the twin counts is missing.
                #expect(Set(other.keys).isSubset(of: Set(found.map(name))), "seed \(seed), trial \(trial)")
                for figure in found {
                    counted += figure.counted.count
                    let expected = other[name(figure)] ?? PathwayTwin.Line()
                    #expect(figure.counted.map(\.ref) == expected.counted.sorted(), "seed \(seed), trial \(trial): \(figure.part)")
                    #expect(figure.members.map(\.ref) == expected.members.sorted(), "seed \(seed), trial \(trial): \(figure.part)")
                    if let value = expected.value { #expect(figure.value == value, "seed \(seed), trial \(trial): \(figure.part)") }
                }
            }
        }
        #expect(counted > 1000)
    }

    @Test("S-PER-22: every cell of the template's sheet 6 is its twin's, over thousands of made-up files")
    func sheetSix() {
        var random = Seeded(seed ^ 6)
        var counted = 0
        for trial in 0..<1500 {
            let files = (0..<3).map { PathwayRows("s\(trial)-\($0)", &random) }
            let twin = PathwayTwin(files: files, from: day("2025-10-01"), to: day("2026-01-31")).sheetSix
            let question = asked("2025-10-01..2026-01-31", today: "2026-05-01")
            let mine = Asked(TemplateSheet.all[5].measure, question, files.map(\.file)).figures.filter { !$0.counted.isEmpty }
            let found = Dictionary(uniqueKeysWithValues: mine.map { ("\($0.part) \($0.byWords)", $0.counted.map(\.ref)) })
            #expect(found == twin.mapValues { $0.counted.sorted() }, "seed \(seed), trial \(trial)")
            #expect(mine.allSatisfy { $0.numerator == Double($0.counted.count) }, "seed \(seed), trial \(trial)")
            counted += mine.count
        }
        #expect(counted > 500)
    }
}
