import Casework
import Practice
import Testing

/// Which assessment counts, when one is due, and what is missing beside it.
@Suite struct AssessmentsTests {
    private func made(_ number: Int, _ type: String, _ completed: String?, _ change: (inout Assessment) -> Void = { _ in }) -> Entry<
        Assessment
    > {
        var a = Assessment()
        (a.type, a.completedOn) = (type, completed.map { day($0) })
        (a.safetyWellbeing, a.seriousHarm, a.reoffending) = ("LOW", "LOW", "LOW")
        change(&a)
        return Entry(id: id(number), ref: "W\(number)", value: a)
    }

    @Test("S-ASM-02: the latest completed one that judges counts; one sent back only when there is no other")
    func latest() {
        let first = made(1, "OUT_OF_COURT", "2026-01-10")
        let second = made(2, "REVIEW", "2026-05-01") { $0.safetyWellbeing = "HIGH" }
        let selfDone = made(3, "SELF_CHILD", "2026-06-01")
        let draft = made(4, "REVIEW", nil)
        let all = [second, selfDone, draft, first]
        #expect(Assessments.latest(all)?.id == second.id)
        #expect(Assessments.judgements(all)?.safetyWellbeing == "HIGH")
        #expect(Assessments.latest(all, on: day("2026-02-01"))?.id == first.id)
        #expect(Assessments.latest(all, countersignedOnly: true) == nil)
        #expect(Assessments.previous(to: second.id, in: all)?.id == first.id)
        #expect(Assessments.previous(to: first.id, in: all) == nil)
        #expect(Assessments.previous(to: draft.id, in: all)?.id == second.id, "a draft is compared with the latest done")
        let returned = made(5, "REVIEW", "2026-07-01") { $0.returnedOn = day("2026-07-02") }
        #expect(Assessments.latest(all + [returned])?.id == second.id)
        #expect(Assessments.latest([returned])?.id == returned.id)
    }

    @Test("S-ASM-15: due by stage, and whether it is late")
    func due() {
        let clock = AssessmentDue()
        var referral = Referral()
        referral.receivedDate = day("2026-11-02")
        func stage(_ stage: String?, started: String? = nil) -> Assessment {
            var a = Assessment()
            (a.stage, a.startedOn) = (stage, started.map { day($0) })
            return a
        }
        #expect(clock.due(stage("START"), referral: referral, previous: nil, programmeEnd: nil) == day("2026-11-16"))
        #expect(clock.due(stage("START"), referral: nil, previous: nil, programmeEnd: nil) == nil)
        #expect(clock.due(stage("REVIEW"), referral: referral, previous: day("2026-08-31"), programmeEnd: nil) == day("2026-12-01"))
        #expect(
            clock.due(stage("CHANGE", started: "2026-12-24"), referral: referral, previous: nil, programmeEnd: nil) == day("2027-01-12"))
        #expect(clock.due(stage("END"), referral: referral, previous: nil, programmeEnd: day("2027-02-01")) == day("2027-02-01"))
        let late = Timeliness(started: day("2026-11-03"), completed: day("2026-11-17"), due: day("2026-11-16"))
        #expect(late.isLate(on: day("2026-12-01")) == true && late.days(on: day("2026-12-01")) == 14)
        let open = Timeliness(started: day("2026-11-03"), completed: nil, due: day("2026-11-16"))
        #expect(open.isLate(on: day("2026-11-16")) == false && open.isLate(on: day("2026-11-17")) == true)
        #expect(Timeliness(started: nil, completed: nil, due: nil).isLate(on: day("2026-11-16")) == nil)
    }

    @Test("S-SAF-01, S-ASM-12: the screens of each stage, and those that are missing")
    func screens() {
        var referral = Referral()
        referral.receivedDate = day("2026-03-01")
        let entry = Entry(id: id(9), ref: "W9", value: referral)
        let early = made(1, "SCREENING", "2026-02-01") { $0.form = "exploitation 1" }
        let spoken = made(2, "SCREENING", "2025-02-01") { $0.form = "communication 1" }
        let review = made(3, "REVIEW", nil) { ($0.stage, $0.startedOn) = ("REVIEW", day("2026-06-01")) }
        let own = Questionnaires(
            Questionnaires.shipped.all + [
                Questionnaire(
                    "cafe", version: 2, title: "Café", about: "", types: ["SCREENING"], basis: "Ours", sections: [],
                    countsAs: "exploitation"),
                Questionnaire("exploitation-cafe", version: 1, title: "Café", about: "", types: ["SCREENING"], basis: "Ours", sections: []),
            ])
        func missing(_ all: [Entry<Assessment>]) -> [String] {
            Screens.stages(referrals: [entry], assessments: all, forms: own).filter { !$0.isDone }.map {
                "\($0.gap.stage) \($0.gap.piece.rawValue)"
            }
        }
        #expect(
            missing([early, spoken]) == ["START self-child", "START self-parent", "START exploitation"],
            "a screen from before the referral is too old")
        let start = made(4, "SCREENING", "2026-03-05") { $0.form = "exploitation 1" }
        #expect(missing([start, spoken, review]).contains("REVIEW exploitation"), "each stage asks anew")
        let other = made(6, "SCREENING", "2026-03-05") { $0.form = "exploitation-cafe 1" }
        #expect(missing([other, spoken]).contains("START exploitation"), "a name is no saying that it counts")
        let theirs = made(7, "SCREENING", "2026-03-05") { $0.form = "cafe 2" }
        #expect(!missing([theirs, spoken]).contains("START exploitation"), "one that counts as ours is done")
        #expect(
            own.form(for: "exploitation", on: day("2026-03-05")) == "cafe"
                && own.form(for: "exit-child", on: day("2026-03-05")) == "exit-child")
        let again = made(5, "SCREENING", "2026-06-02") { $0.form = "exploitation 1" }
        #expect(!missing([start, again, spoken, review]).contains("REVIEW exploitation"))
        referral.accepted = false
        #expect(Screens.stages(referrals: [Entry(id: id(9), ref: "W9", value: referral)], assessments: [], forms: own).isEmpty)
    }

    @Test("S-ASM-05: a drug offence, a need around substances or use said in the answers asks for the exploitation questions")
    func substances() {
        var (drugs, theft, need) = (Offence(), Offence(), HealthNeed())
        (drugs.category, theft.category) = ("DRUGS", "THEFT_AND_HANDLING")
        (need.need, need.needIdentified) = ("SUBSTANCE_MISUSE", true)
        #expect(Screens.exploitationReason(offences: [theft], health: []) == nil)
        #expect(Screens.exploitationReason(offences: [theft, drugs], health: []) != nil)
        #expect(Screens.exploitationReason(offences: [], health: [need]) != nil)
        #expect(Screens.exploitationReason(offences: [], health: [], answers: Answers(["substances": "yes"])) != nil)
        #expect(Screens.exploitationReason(offences: [], health: [], answers: Answers(["substances": "no"])) == nil)
    }

    @Test("S-VOC-02: exit interviews with child and parent are due at the end of every programme")
    func exits() {
        var programme = Programme()
        (programme.disposal, programme.endDate) = ("COMMUNITY_RESOLUTION", day("2026-10-31"))
        let entry = Entry(id: id(1), ref: "W1", value: programme)
        let child = made(2, "EXIT", "2026-10-30") { $0.form = "exit-child 1" }
        let old = made(3, "EXIT", "2025-10-30") { $0.form = "exit-parent 1" }
        let due = Screens.exitInterviewsDue(programmes: [entry], assessments: [child, old], forms: .shipped, on: day("2026-11-01"))
        #expect(due.map(\.form) == ["exit-parent"])
        let own = Questionnaires([
            Questionnaire("talk", version: 1, title: "T", about: "", types: ["EXIT"], basis: "Ours", sections: [], countsAs: "exit-parent")
        ])
        let talk = made(4, "EXIT", "2026-10-30") { $0.form = "talk 1" }
        #expect(
            Screens.exitInterviewsDue(programmes: [entry], assessments: [child, talk], forms: own, on: day("2026-11-01")).isEmpty)
        #expect(Screens.exitInterviewsDue(programmes: [entry], assessments: [], forms: .shipped, on: day("2026-10-01")).isEmpty, "not yet")
        programme.referral = id(9)
        let referred = Entry(id: id(1), ref: "W1", value: programme)
        func owed(_ closures: [Entry<Closure>], open: Set<RecordID>) -> [String] {
            Screens.exitInterviewsDue(
                programmes: [referred], assessments: [], closures: closures, open: open, forms: .shipped, on: day("2027-03-01")
            ).map(\.form)
        }
        #expect(owed([], open: [id(9)]) == ["exit-child", "exit-parent"] && owed([], open: []).isEmpty, "as long as the referral is open")
        var closure = Closure()
        (closure.referral, closure.parentInterviewReason) = (id(9), "Did not answer three calls")
        #expect(owed([Entry(id: id(8), ref: "W8", value: closure)], open: [id(9)]) == ["exit-child"], "one the closure gives a reason for")
    }
}
