import Casework
import Practice
import Testing

@Suite struct ClosureTests {
    /// Everything done.
    private func ready() -> ClosureFacts {
        var facts = ClosureFacts()
        var programme = Programme()
        (programme.endDate, programme.completed) = (day("2026-11-10"), true)
        facts.programmes = [programme]
        facts.exits = ["exit-child 1", "exit-parent 1"].map { form in
            var exit = Assessment()
            (exit.type, exit.form, exit.completedOn) = ("EXIT", form, day("2026-11-12"))
            return exit
        }
        var target = Target()
        (target.state, target.result) = ("DONE", "Back at school")
        facts.targets = [target]
        facts.hasPlan = true
        facts.victimStates = ["VIEWS_GIVEN"]
        facts.closure.policeToldDate = day("2026-11-11")
        facts.closure.victimToldDate = day("2026-11-11")
        facts.closure.unmetNeed = "None"
        return facts
    }

    private typealias Step = ClosureChecklist.Step

    private static func condition(_ isMet: Bool?, why: String? = nil) -> Condition {
        var one = Condition()
        (one.what, one.isMet, one.note) = ("Write a letter", isMet, why)
        return one
    }

    private static let cases: [(words: String, step: ClosureChecklist.Step?, change: @Sendable (inout ClosureFacts) -> Void)] = [
        ("all done", nil, { _ in }),
        ("no programme at all", nil, { $0.programmes = [] }),
        ("no programme asks no exit interview", nil, { ($0.programmes, $0.exits) = ([], []) }),
        ("runs still", .programme, { $0.programmes[0].endDate = nil }),
        ("ends tomorrow", .programme, { $0.programmes[0].endDate = Day(year: 2026, month: 11, day: 22) }),
        ("nobody said whether completed", .programme, { $0.programmes[0].completed = nil }),
        ("failed is ended", nil, { $0.programmes[0].completed = false }),
        ("a condition met", nil, { $0.conditions = [(condition(true), false)] }),
        ("a condition nobody marked", .conditions, { $0.conditions = [(condition(true), false), (condition(nil), false)] }),
        ("a condition not met without a reason", .conditions, { $0.conditions = [(condition(false), false)] }),
        ("a condition not met for a reason", nil, { $0.conditions = [(condition(false, why: "He was in hospital"), false)] }),
        ("a condition nobody marked of a failed programme", nil, { $0.conditions = [(condition(nil), true), (condition(false), true)] }),
        ("no exit interview with the child", .childInterview, { $0.exits.removeFirst() }),
        ("one begun and not completed", .childInterview, { $0.exits[0].completedOn = nil }),
        (
            "child’s reasoned", nil,
            { facts in
                facts.exits.removeFirst()
                facts.closure.childInterviewReason = "Moved away"
            }
        ),
        (
            "by a form of the service’s own that counts as it", nil,
            { facts in
                facts.exits[0].form = "talk 3"
                facts.forms = Questionnaires([
                    Questionnaire(
                        "talk", version: 3, title: "T", about: "", types: ["EXIT"], basis: "Ours", sections: [], countsAs: "exit-child")
                ])
            }
        ),
        ("by a form that counts as nothing", .childInterview, { $0.exits[0].form = "exit-childcare 1" }),
        ("no exit interview with the parent", .parentInterview, { $0.exits.removeLast() }),
        (
            "parent’s reasoned", nil,
            { facts in
                facts.exits.removeLast()
                facts.closure.parentInterviewReason = "Did not want to"
            }
        ),
        ("police not told", .police, { $0.closure.policeToldDate = nil }),
        ("police reasoned", nil, { ($0.closure.policeToldDate, $0.closure.policeReason) = (nil, "They closed it themselves") }),
        ("victim not told", .victim, { $0.closure.victimToldDate = nil }),
        ("no victim", nil, { ($0.closure.victimToldDate, $0.victimStates) = (nil, ["NO_VICTIM"]) }),
        ("one of two offences has a victim", .victim, { ($0.closure.victimToldDate, $0.victimStates) = (nil, ["NO_VICTIM", "DECLINED"]) }),
        ("victim reasoned", nil, { ($0.closure.victimToldDate, $0.closure.victimReason) = (nil, "Asked not to hear") }),
        ("need not said", .need, { $0.closure.unmetNeed = nil }),
        ("need kept to ourselves", .need, { $0.closure.unmetNeed = "Speech therapy" }),
        ("need passed on", nil, { ($0.closure.unmetNeed, $0.closure.unmetNeedTo) = ("Speech therapy", "Early help") }),
        ("need reasoned", nil, { ($0.closure.unmetNeed, $0.closure.unmetNeedReason) = ("Speech therapy", "Family say no") }),
        ("a target runs", .targets, { $0.targets[0].state = "STARTED" }),
        ("a target without what came of it", .targets, { $0.targets[0].result = nil }),
        ("targets reasoned", nil, { ($0.targets[0].state, $0.closure.targetsReason) = ("STARTED", "College goes on with it") }),
        ("knife without a plan", .plan, { ($0.isKnife, $0.hasPlan) = (true, false) }),
        (
            "a knife case’s plan has its own reason, not that of the targets", .plan,
            { ($0.isKnife, $0.hasPlan, $0.closure.targetsReason) = (true, false, "College goes on with it") }
        ),
        (
            "begun before it had one, the targets' reason was its reason", nil,
            { ($0.isKnife, $0.hasPlan, $0.closure.targetsReason, $0.isBeforePlanReason) = (true, false, "Moved away", true) }
        ),
        (
            "what is approved stays so", nil,
            { ($0.isKnife, $0.hasPlan, $0.closure.targetsReason, $0.closure.approvedOn) = (true, false, "Moved away", day("2026-11-12")) }
        ),
        (
            "knife without a plan, reasoned", nil,
            { ($0.isKnife, $0.hasPlan, $0.closure.planReason) = (true, false, "Moved away in the first week") }
        ),
        ("knife with a plan", nil, { $0.isKnife = true }),
        ("a document is missing", .documents, { $0.missingDocuments = ["Youth caution, signed"] }),
        (
            "documents reasoned", nil,
            {
                ($0.missingDocuments, $0.closure.documentsReason) = (["Youth caution, signed"], "Police keep the only copy")
            }
        ),
    ]

    @Test("S-TRN-10, S-VOC-02: each step is done or reasoned, or blocks with a sentence", arguments: ClosureTests.cases.indices)
    func steps(_ index: Int) {
        let one = ClosureTests.cases[index]
        var facts = ready()
        one.change(&facts)
        let checklist = ClosureChecklist(facts, on: day("2026-11-21"))
        #expect(checklist.blockers.map(\.step) == [one.step].compactMap { $0 }, "\(one.words)")
        #expect(checklist.isReady == (one.step == nil), "\(one.words)")
        for blocker in checklist.blockers { #expect(blocker.words.hasSuffix(".") && blocker.words.count > 15, "\(one.words)") }
    }

    @Test func `Why a referral is closed follows from how its programmes ended`() {
        var done = Programme()
        done.completed = true
        var failed = Programme()
        failed.completed = false
        #expect(ClosureChecklist.reason([]) == "Work ended")
        #expect(ClosureChecklist.reason([done]) == "Programme completed")
        #expect(ClosureChecklist.reason([done, failed]) == "Programme not completed")
    }
}
