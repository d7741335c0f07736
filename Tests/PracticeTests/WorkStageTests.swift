import Casework
import Practice
import Testing

/// What comes after a decision: the plan of a knife case, and closing once nothing more comes of the programmes. 21 November 2026 is a Saturday.
@Suite struct WorkStageTests {
    /// An out-of-court referral received that day.
    private func referred(_ received: String, _ change: (inout Referral) -> Void = { _ in }) -> CaseFile {
        var file = file()
        file.add(Referral()) {
            ($0.receivedDate, $0.pathway) = (day(received), "OUT_OF_COURT")
            change(&$0)
        }
        return file
    }

    private func due(_ rule: String, _ file: CaseFile) -> [String] { tasks(rule, file).map(\.dueOn.iso) }

    @Test func `S-OOC-18, S-TRN-10: failed work is closed once the police have answered, or at once where failing leads nowhere`() {
        let outcome23 = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"
        func found(_ disposal: String, told: String? = nil, answered: String? = nil, step: Bool = true) -> (WorkStage?, [String]) {
            var file = referred("2026-09-01") { ($0.decision, $0.decisionDate) = (disposal, day("2026-09-20")) }
            file.add(Programme()) {
                ($0.disposal, $0.startDate, $0.endDate, $0.completed) = (disposal, day("2026-09-21"), day("2026-11-09"), false)
                $0.referral = id(100)
            }
            if step {
                file.add(Compliance()) {
                    ($0.programme, $0.type, $0.onDate) = (id(100), "RETURN_TO_POLICE", day("2026-11-09"))
                    ($0.policeToldDate, $0.policeAnswerOn) = (told.map { day($0) }, answered.map { day($0) })
                    $0.policeAnswer = answered == nil ? nil : "Charge"
                }
            }
            let stage = WorkStage.of(file[Programme.self], steps: file[Compliance.self], options: OutOfCourtOptions())
            return (stage, due("close_work", file))
        }
        func check(_ got: (stage: WorkStage?, due: [String]), _ stage: WorkStage, _ due: [String], _ why: Comment? = nil) {
            #expect(got.stage == stage && got.due == due, why)
        }
        check(found(outcome23), .tellPolice, [])
        check(found(outcome23, step: false), .tellPolice, [], "brought in without its step")
        check(found(outcome23, told: "2026-11-10"), .withPolice(id(100)), [])
        // Five working days from Monday 16 November.
        check(found(outcome23, told: "2026-11-10", answered: "2026-11-16"), .ended(day("2026-11-16")), ["2026-11-23"])
        check(found("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", step: false), .withPanel, [])
        check(found("YOUTH_CAUTION", step: false), .ended(day("2026-11-09")), ["2026-11-16"])
    }

    @Test func `S-TRN-10: a programme that failed under a decision taken again does not keep the second one's work open`() {
        let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        var file = referred("2026-06-01") {
            ($0.earlierDecision, $0.earlierDecisionDate) = (outcome22, day("2026-06-20"))
            ($0.decision, $0.decisionDate) = ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", day("2026-08-10"))
        }
        for (disposal, start, end, completed) in [
            (outcome22, "2026-06-21", "2026-08-01", false),
            ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "2026-08-11", "2026-11-16", true),
        ] {
            file.add(Programme()) {
                ($0.disposal, $0.startDate, $0.endDate, $0.completed) = (disposal, day(start), day(end), completed)
                $0.referral = id(100)
            }
        }
        #expect(due("close_work", file) == ["2026-11-23"])
    }

    @Test func `A knife case must have a plan: asked for from the decision on, once, until it is written or the closing says why not`() {
        func found(
            _ decision: String? = "YOUTH_CAUTION", knife: Bool? = true, programme: String? = nil, ended: String? = nil,
            plan: ((inout Plan) -> Void)? = nil, reason: String? = nil, other: Bool = false,
            referral change: (inout Referral) -> Void = { _ in }
        ) -> [String] {
            var file = referred("2026-10-01") {
                ($0.offences, $0.decision, $0.decisionDate) = ([id(100)], decision, decision == nil ? nil : day("2026-11-10"))
                change(&$0)
            }
            file.add(Offence()) { $0.knife = knife }
            if let programme {
                file.add(Programme()) {
                    ($0.disposal, $0.startDate, $0.referral) = ("YOUTH_CAUTION", day(programme), id(100))
                    ($0.endDate, $0.completed) = (ended.map { day($0) }, ended == nil ? nil : true)
                }
            }
            if let plan { file.add(Plan()) { plan(&$0) } }
            if other { file.add(Referral()) { ($0.receivedDate, $0.closedDate) = (day("2026-01-05"), day("2026-03-05")) } }
            if let reason { file.add(Closure()) { ($0.referral, $0.planReason) = (id(100), reason) } }
            let asked = tasks("knife_plan", file)
            // Never both for one case.
            if !asked.isEmpty { #expect(due("plan_agreed", file).isEmpty) }
            #expect(asked.allSatisfy { $0.basis.contains("knife possession") && $0.record == id(100) })
            return asked.map { "\($0.visibleFrom.iso) \($0.dueOn.iso)" }
        }
        // Ten working days from Tuesday 10 November: before any programme starts.
        #expect(found() == ["2026-11-10 2026-11-24"])
        #expect(found(nil).isEmpty && found(knife: false).isEmpty && found(knife: nil).isEmpty)
        #expect(found("NO_FURTHER_ACTION").isEmpty && found("CHARGE").isEmpty, "no work of ours")
        #expect(found(referral: { $0.closedDate = day("2026-11-12") }).isEmpty)
        #expect(found(programme: "2026-11-13") == ["2026-11-10 2026-11-24"], "the start does not put it off")
        #expect(found(nil, programme: "2026-11-02") == ["2026-11-02 2026-11-16"], "nor does a missing decision")
        #expect(found(programme: "2026-11-11", ended: "2026-11-20") == ["2026-11-10 2026-11-24"], "the end does not settle it")
        #expect(found(plan: { _ in }).isEmpty, "written before its programme began")
        #expect(found(plan: { $0.agreedOn = day("2026-01-10") }) == ["2026-11-10 2026-11-24"], "one of earlier work")
        let drafted = found(plan: { _ in }, other: true)
        #expect(drafted == ["2026-11-10 2026-11-24"], "a draft nobody agreed may be of the child's other referral")
        #expect(found(plan: { $0.agreedOn = day("2026-11-11") }, other: true).isEmpty)
        #expect(found(programme: "2026-11-13", plan: { _ in }) == ["2026-11-10 2026-11-24"], "the programme has none of its own")
        #expect(found(programme: "2026-11-13", plan: { $0.programme = id(100) }).isEmpty)
        #expect(found(programme: "2026-11-13", plan: { $0.programme = id(77) }) == ["2026-11-10 2026-11-24"])
        #expect(found(reason: "Moved to Wales the same day").isEmpty)
        #expect(tasks("knife_plan", referred("2026-10-01"), "2026-11-21").isEmpty)
    }
}
