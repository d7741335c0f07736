import Casework
import Practice
import Testing

/// The out-of-court clocks, each by a table worked by hand with a calendar. 21 November 2026 is a Saturday; 25, 26 and 28 December 2026 are
/// bank holidays.
@Suite struct PathwayTasksTests {
    /// An out-of-court referral received that day.
    func referred(_ received: String, _ change: (inout Referral) -> Void = { _ in }) -> CaseFile {
        var file = file()
        file.add(Referral()) {
            ($0.receivedDate, $0.pathway) = (day(received), "OUT_OF_COURT")
            change(&$0)
        }
        return file
    }

    private func due(_ rule: String, _ file: CaseFile, _ settings: [String: String] = [:]) -> [String] {
        tasks(rule, file, "2026-11-21", settings).map(\.dueOn.iso)
    }

    @Test(
        "S-OOC-05: assess in 10 working days, decide in 15, the whole in 28 days: over a bank holiday, a weekend and Christmas",
        arguments: [
            ("2026-11-02", "2026-11-16", "2026-11-23", "2026-11-30"), ("2026-11-20", "2026-12-04", "2026-12-11", "2026-12-18"),
            ("2026-12-18", "2027-01-06", "2027-01-13", "2027-01-15"), ("2026-08-28", "2026-09-14", "2026-09-21", "2026-09-25"),
        ])
    func referralClocks(_ received: String, _ assess: String, _ decide: String, _ whole: String) {
        let file = referred(received)
        #expect(due("assess", file) == [assess])
        #expect(due("decide", file) == [decide])
        #expect(due("whole_process", file) == [whole])
        // The shorter warns first.
        let (short, long) = (tasks("decide", file).first, tasks("whole_process", file).first)
        #expect((short?.visibleFrom ?? .open) < (long?.visibleFrom ?? .unset))
    }

    @Test func `S-OOC-05: clocks stop when done, and not for a declined, closed or other referral; a slip says why and moves nothing`() {
        let slipped = tasks("decide", referred("2026-11-02") { $0.slipReason = "CPS advice is awaited" })
        #expect(slipped.map(\.dueOn) == [day("2026-11-23")])
        #expect(slipped.first?.basis.contains("CPS advice is awaited") == true)
        for change in [{ $0.accepted = false }, { $0.closedDate = day("2026-11-05") }, { $0.pathway = "COURT" }]
            as [(inout Referral) -> Void]
        {
            let file = referred("2026-11-02", change)
            for rule in ["assess", "decide", "whole_process", "oversight_due"] { #expect(due(rule, file).isEmpty, "\(rule)") }
        }
        var assessed = referred("2026-11-02")
        assessed.add(Assessment()) { ($0.type, $0.completedOn) = ("SELF_CHILD", day("2026-11-05")) }
        #expect(due("assess", assessed) == ["2026-11-16"])
        assessed.add(Assessment()) { ($0.type, $0.completedOn) = ("OUT_OF_COURT", day("2026-11-05")) }
        #expect(due("assess", assessed).isEmpty)
        let decided = referred("2026-11-02") { $0.decisionDate = day("2026-11-10") }
        #expect(tasks("decide", decided).map(\.title) == ["Tell the police what was decided"])
        #expect(due("decide", referred("2026-11-02") { $0.policeToldDate = day("2026-11-11") }).isEmpty)
        var done = referred("2026-11-02")
        done.add(Outcome()) { ($0.outcome, $0.outcomeDate) = ("YOUTH_CAUTION", day("2026-11-12")) }
        #expect(due("whole_process", done).isEmpty)
    }

    @Test func `S-REF-01: the police's knife clock runs one working day from arrest or interview, else from the offence`() {
        var offence = Offence()
        (offence.knife, offence.offenceDate) = (true, day("2026-11-18"))
        var referral = Referral()
        referral.receivedDate = day("2026-11-23")
        func clock(_ change: (inout Offence) -> Void) -> KnifeClock? {
            var one = offence
            change(&one)
            return KnifeClock(referral, offences: [one], settings: Settings())
        }
        #expect(clock { _ in }?.due == day("2026-11-19"))
        #expect(clock { _ in }?.workingDaysLate == 2)
        // Friday's interview: until Monday.
        #expect(clock { ($0.arrestDate, $0.interviewDate) = (day("2026-11-19"), day("2026-11-20")) }?.isMet == true)
        #expect(clock { $0.arrestDate = day("2026-11-19") }?.isMet == false)
        #expect(clock { $0.knife = nil } == nil)
        #expect(clock { $0.offenceDate = nil } == nil)
    }

    @Test func `Countersigning is the manager's, five working days from sending, and stops when signed or sent back`() {
        func found(_ change: (inout Assessment) -> Void) -> [Practice.Task] {
            var file = referred("2026-11-02")
            file.add(Assessment()) {
                ($0.type, $0.completedOn, $0.submittedOn) = ("OUT_OF_COURT", day("2026-11-12"), day("2026-11-13"))
                change(&$0)
            }
            return tasks("countersign", file)
        }
        #expect(found { _ in }.map(\.dueOn) == [day("2026-11-20")])
        #expect(found { $0.returnedOn = day("2026-11-14") }.isEmpty)
        #expect(found { $0.countersignedOn = day("2026-11-14") }.isEmpty)
        #expect(Tasks.tokens(of: .manager).contains("countersign") && !Tasks.tokens(of: .worker).contains("countersign"))
    }

    @Test func `A panel report is due three working days before the panel, until it is written or the panel is over`() {
        func found(_ on: String = "2026-11-21", _ change: (inout PanelItem) -> Void = { _ in }) -> [String] {
            var file = referred("2026-11-02")
            file.add(PanelItem()) {
                ($0.panel, $0.state) = (id(50), "LISTED")
                change(&$0)
            }
            return Tasks.due(file, settings: Settings(), panels: [id(50): day("2026-12-01")], on: day(on))
                .filter { $0.rule == "panel_report" }.map(\.dueOn.iso)
        }
        #expect(found() == ["2026-11-26"])
        #expect(found("2026-12-02").isEmpty)
        #expect(found { $0.reportOn = day("2026-11-20") }.isEmpty)
        #expect(found { $0.state = "WITHDRAWN" }.isEmpty)
        #expect(found { $0.panel = id(51) }.isEmpty)
    }

    @Test func `S-OOC-16: the review of progress is due six weeks after the start, unless held or over before`() {
        func found(_ end: String? = nil, disposal: String = "YOUTH_CAUTION", held: String? = nil, type: String = "SIX_WEEK") -> [String] {
            var file = file()
            file.add(Programme()) {
                ($0.startDate, $0.endDate, $0.disposal) = (day("2026-11-02"), end.map { day($0) }, disposal)
            }
            if let held { file.add(Review()) { ($0.heldOn, $0.type) = (day(held), type) } }
            return due("six_week_review", file)
        }
        #expect(found() == ["2026-12-14"])
        #expect(found("2026-12-14").isEmpty)
        #expect(found("2026-12-15") == ["2026-12-14"])
        #expect(found(disposal: "REFERRAL_ORDER").isEmpty)
        #expect(found(held: "2026-12-10").isEmpty)
        #expect(found(held: "2026-12-10", type: "REGULAR") == ["2026-12-14"])
        #expect(found(held: "2026-10-10") == ["2026-12-14"])
    }

    @Test func `S-OOC-17: feedback to the panel is due on the day agreed, and no more once it came`() {
        #expect(due("feedback", referred("2026-11-02") { $0.feedbackDue = day("2027-01-11") }) == ["2027-01-11"])
        let back = referred("2026-11-02") { ($0.feedbackDue, $0.feedbackOn) = (day("2027-01-11"), day("2026-12-01")) }
        #expect(due("feedback", back).isEmpty)
    }

    @Test func `A programme past the longest its disposal allows asks for its end or a reason`() {
        func found(_ change: (inout Programme) -> Void) -> [String] {
            var file = file()
            file.add(Programme()) {
                ($0.startDate, $0.disposal) = (day("2026-07-06"), "YOUTH_CONDITIONAL_CAUTION")
                change(&$0)
            }
            return due("programme_too_long", file)
        }
        // Twenty weeks of 6 July.
        #expect(found { _ in } == ["2026-11-23"])
        #expect(found { $0.latestEnd = day("2026-10-26") } == ["2026-10-26"])
        #expect(found { $0.endDate = day("2026-11-23") }.isEmpty)
        #expect(found { $0.extensionReason = "Ill for a month" }.isEmpty)
        #expect(found { $0.disposal = "REFERRAL_ORDER" }.isEmpty)
    }

    @Test func `S-OOC-05, S-OOC-11: once decided, the whole process says what is left until it is done`() {
        let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        func left(_ decision: String, outcome: String? = nil, programme: Bool = false) -> [Practice.Task] {
            var file = referred("2026-11-02") { ($0.decision, $0.decisionDate) = (decision, day("2026-11-10")) }
            if let outcome { file.add(Outcome()) { ($0.outcome, $0.outcomeDate) = (outcome, day("2026-11-12")) } }
            if programme { file.add(Programme()) { ($0.disposal, $0.startDate) = (decision, day("2026-11-12")) } }
            #expect(due("whole_process", file).isEmpty, "once decided it is another rule's")
            return tasks("after_decision", file)
        }
        #expect(left("YOUTH_CAUTION").map(\.title) == ["Have it given to the child, and record it"])
        #expect(left("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT").map(\.title) == ["Record the day the child agreed it"])
        #expect(left(outcome22).map(\.title) == ["Start the programme"])
        #expect(left(outcome22).map(\.dueOn.iso) == ["2026-11-30"] && left(outcome22).map(\.visibleFrom.iso) == ["2026-11-10"])
        #expect(left(outcome22, programme: true).isEmpty && left("YOUTH_CAUTION", outcome: "YOUTH_CAUTION").isEmpty)
        #expect(left("YOUTH_CONDITIONAL_CAUTION", outcome: "YOUTH_CONDITIONAL_CAUTION").map(\.title) == ["Start the programme"])
    }

    @Test func `S-TRN-10: work that came to its end is to be closed until its closing is begun; failed work goes elsewhere first`() {
        let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        func ended(_ completed: Bool?, closure: Bool = false) -> [String] {
            var file = referred("2026-09-01") { ($0.decision, $0.decisionDate) = (outcome22, day("2026-09-20")) }
            let referral = file[Referral.self].first?.id
            file.add(Programme()) {
                ($0.disposal, $0.startDate, $0.endDate, $0.completed) = (outcome22, day("2026-09-21"), day("2026-11-16"), completed)
                $0.referral = referral
            }
            if closure { file.add(Closure()) { $0.referral = referral ?? .unset } }
            return due("close_work", file)
        }
        #expect(ended(true) == ["2026-11-23"])
        #expect(ended(false).isEmpty && ended(nil).isEmpty && ended(true, closure: true).isEmpty)
        func decided(_ decision: String, given: Bool) -> [String] {
            var file = referred("2026-11-02") {
                ($0.decision, $0.decisionDate, $0.offences) = (decision, day("2026-11-10"), [id(7)])
            }
            if given { file.add(Outcome()) { ($0.outcome, $0.outcomeDate, $0.offence) = (decision, day("2026-11-16"), id(7)) } }
            return due("close_work", file)
        }
        #expect(decided("YOUTH_CAUTION", given: true) == ["2026-11-23"])
        #expect(decided("YOUTH_CAUTION", given: false).isEmpty && decided(outcome22, given: true).isEmpty)
    }

    @Test func `S-OOC-15: a caution without its signed copy asks for it by name`() {
        func found(_ outcome: String, _ documents: [(String, String?)] = []) -> [Practice.Task] {
            var file = referred("2026-11-02")
            file.add(Outcome()) { ($0.outcome, $0.outcomeDate) = (outcome, day("2026-11-16")) }
            for (type, dated) in documents { file.add(Document()) { ($0.type, $0.dated) = (type, dated.map { day($0) }) } }
            return tasks("document_missing", file)
        }
        #expect(found("YOUTH_CAUTION").map(\.dueOn) == [day("2026-11-23")])
        #expect(found("YOUTH_CAUTION").map(\.title) == ["Put on the file: youth caution, signed"])
        #expect(found("YOUTH_CAUTION", [("CAUTION_SIGNED", "2026-11-16")]).isEmpty)
        #expect(found("YOUTH_CAUTION", [("CAUTION_SIGNED", "2025-11-16")]).count == 1)
        #expect(found("NO_FURTHER_ACTION").isEmpty)
    }

    @Test func `S-STF-05: oversight is due a month after the work began or the last entry, while out-of-court work is open`() {
        #expect(due("oversight_due", referred("2026-11-02")) == ["2026-12-02"])
        var seen = referred("2026-11-02")
        seen.add(Oversight()) { $0.heldOn = day("2026-11-18") }
        #expect(due("oversight_due", seen) == ["2026-12-18"])
        #expect(due("oversight_due", seen, ["clock.oversight": "14"]) == ["2026-12-02"])
        var court = file()
        court.add(Programme()) { ($0.startDate, $0.disposal) = (day("2026-11-02"), "REFERRAL_ORDER") }
        #expect(due("oversight_due", court).isEmpty)
        #expect(Tasks.tokens(of: .manager).contains("oversight_due"))
    }

    @Test func `S-RSK-07: an action is its owner's on its day, the worker's to chase when another agency owns it`() {
        var file = file()
        file.programme("2026-09-01")
        file.add(Allocation()) { ($0.staff, $0.part, $0.startDate) = (id(9), "CASE_MANAGER", day("2026-09-01")) }
        file.add(Action()) { ($0.what, $0.dueOn, $0.owner) = ("Ring school", day("2026-11-25"), id(8)) }
        file.add(Action()) { ($0.what, $0.dueOn, $0.ownerName) = ("Send papers", day("2026-11-26"), "Bo of health") }
        file.add(Action()) { ($0.what, $0.dueOn, $0.doneOn) = ("Done", day("2026-11-20"), day("2026-11-19")) }
        #expect(tasks("action", file).map(\.staff) == [id(8), id(9)])
        #expect(due("action", file) == ["2026-11-25", "2026-11-26"])
    }

    @Test func `S-SAF-07: a safeguarding referral is chased three working days after it was sent or last chased`() {
        func found(_ change: (inout SafeguardingReferral) -> Void) -> [String] {
            var file = file()
            file.add(SafeguardingReferral()) {
                $0.sentOn = day("2026-11-19")
                change(&$0)
            }
            return due("safeguarding_chase", file)
        }
        #expect(found { _ in } == ["2026-11-24"])
        #expect(found { $0.chasedOn = day("2026-11-24") } == ["2026-11-27"])
        #expect(found { $0.result = "EARLY_HELP" }.isEmpty)
    }

    @Test func `S-SAF-09: an urgent concern is looked at on its day, open or closed`() {
        func found(_ change: (inout Concern) -> Void, on: String = "2026-11-21") -> [String] {
            var file = file()
            file.add(Concern()) {
                $0.raisedAt = Instant("2026-11-19T15:00") ?? .unset
                change(&$0)
            }
            return tasks("concern_review", file, on).map(\.dueOn.iso)
        }
        #expect(found { _ in } == ["2026-11-19"])
        #expect(found { $0.reviewDate = day("2026-11-26") } == ["2026-11-26"])
        #expect(found { $0.closedOn = day("2026-11-20") }.isEmpty)
        #expect(found { ($0.closedOn, $0.reviewDate) = (day("2026-11-20"), day("2026-12-01")) } == ["2026-12-01"])
        #expect(found({ ($0.closedOn, $0.reviewDate) = (day("2026-11-20"), day("2026-12-01")) }, on: "2026-12-16").isEmpty)
    }

    @Test func `S-SAF-01: every case is screened for exploitation at the start, and again with a later assessment`() {
        var file = referred("2026-11-02")
        #expect(due("exploitation_screen", file) == ["2026-11-16"])
        file.add(Assessment()) { ($0.type, $0.form, $0.completedOn) = ("SCREENING", "speech 1", day("2026-11-05")) }
        #expect(due("exploitation_screen", file) == ["2026-11-16"])
        file.add(Assessment()) { ($0.type, $0.form, $0.completedOn) = ("SCREENING", "exploitation 1", day("2026-11-05")) }
        #expect(due("exploitation_screen", file).isEmpty)
        file.add(Assessment()) { ($0.type, $0.stage, $0.completedOn) = ("OUT_OF_COURT", "CHANGE", day("2027-01-11")) }
        #expect(due("exploitation_screen", file) == ["2027-01-25"])
    }

    @Test(
        "S-ASM-15: each type of work has its own days for its assessment, which are the service's to set",
        arguments: [
            ("REFERRAL_ORDER", [:], "2026-11-23"), ("PREVENTION", [:], "2026-11-30"), ("TURNAROUND", [:], "2026-11-30"),
            ("REFERRAL_ORDER", ["clock.assess_court": "5"], "2026-11-09"), ("PREVENTION", ["clock.assess_prevention": "10"], "2026-11-16"),
            ("BAIL_SUPPORT", [:], nil),
        ] as [(String, [String: String], String?)])
    func assessmentByType(_ disposal: String, _ settings: [String: String], _ expected: String?) {
        var file = file()
        file.add(Programme()) { ($0.startDate, $0.disposal) = (day("2026-11-02"), disposal) }
        #expect(due("assessment_due", file, settings) == [expected].compactMap { $0 })
    }

    @Test func `S-ASM-15: a court order is assessed at its start, every three months and at its end`() {
        var file = file()
        file.add(Programme()) { ($0.startDate, $0.disposal) = (day("2026-11-02"), "REFERRAL_ORDER") }
        file.add(Assessment()) { ($0.type, $0.completedOn) = ("COURT", day("2026-10-20")) }
        #expect(tasks("assessment_due", file).map(\.title) == ["Review the assessment"])
        #expect(due("assessment_due", file) == ["2027-01-20"])
        file[Programme.self][0] = Entry(
            id: file[Programme.self][0].id, ref: "100",
            value: {
                var one = file[Programme.self][0].value
                one.endDate = day("2026-12-31")
                return one
            }())
        #expect(due("assessment_due", file) == ["2027-01-08"])
        file.add(Assessment()) { ($0.type, $0.stage, $0.completedOn) = ("REVIEW", "END", day("2026-12-20")) }
        #expect(due("assessment_due", file).isEmpty)
    }

    @Test func `A plan is agreed within ten working days of the start`() {
        func found(_ agreed: String?, of programme: RecordID? = nil) -> [String] {
            var file = file()
            file.add(Programme()) { ($0.startDate, $0.disposal) = (day("2026-11-02"), "YOUTH_CAUTION") }
            file.add(Plan()) { ($0.agreedOn, $0.programme) = (agreed.map { day($0) }, programme) }
            return due("plan_agreed", file)
        }
        #expect(found(nil) == ["2026-11-16"])
        #expect(found("2026-11-10").isEmpty)
        #expect(found("2026-01-10") == ["2026-11-16"])
        #expect(found("2026-11-10", of: id(77)) == ["2026-11-16"])
    }

    @Test func `S-OOC-18, S-OOC-12: the police are told within a working day of a return or a completed programme, and then no more`() {
        func found(_ disposal: String, closed: Bool = false, _ change: (inout CaseFile) -> Void = { _ in }) -> [String] {
            var file = referred("2026-10-01") { $0.closedDate = closed ? day("2026-11-20") : nil }
            file.add(Programme()) {
                ($0.startDate, $0.endDate, $0.disposal, $0.referral) = (day("2026-10-05"), day("2026-11-18"), disposal, id(100))
                $0.completed = disposal != "YOUTH_CONDITIONAL_CAUTION"
            }
            change(&file)
            return tasks("tell_police", file).map { "\($0.dueOn.iso) \($0.title)" }
        }
        func step(_ file: inout CaseFile, _ type: String, told: Day? = nil) {
            file.add(Compliance()) { ($0.programme, $0.type, $0.onDate, $0.policeToldDate) = (id(100), type, day("2026-11-13"), told) }
        }
        let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        #expect(found(outcome22) == ["2026-11-19 Tell the police that the programme was completed"])
        #expect(found(outcome22, closed: true).isEmpty)
        #expect(found("YOUTH_CAUTION").isEmpty, "its outcome stood before")
        #expect(found(outcome22) { $0.add(Closure()) { ($0.referral, $0.policeToldDate) = (id(100), day("2026-11-19")) } }.isEmpty)
        #expect(found(outcome22) { $0.add(Document()) { ($0.referral, $0.type) = (id(100), "COMPLETION_NOTICE") } }.isEmpty)
        // A Friday: the next working day is Monday.
        #expect(
            found("YOUTH_CONDITIONAL_CAUTION") { step(&$0, "RETURN_TO_POLICE") }
                == ["2026-11-16 Tell the police that the child was sent back to them"])
        #expect(found("YOUTH_CONDITIONAL_CAUTION") { step(&$0, "RETURN_TO_POLICE", told: day("2026-11-16")) }.isEmpty)
        #expect(found("YOUTH_CONDITIONAL_CAUTION") { step(&$0, "WARNING") }.isEmpty)
    }

    @Test func `S-REF-05: the task says which agency to chase; S-SAF-09: that of a concern says what it is for`() {
        var file = referred("2026-11-02")
        file.add(Enquiry()) { ($0.agency, $0.askedOn) = ("SOCIAL_CARE", day("2026-11-03")) }
        #expect(tasks("agency_check", file).map(\.title) == ["Chase the answer of social care, or say why there is none"])
        file.add(Concern()) { $0.raisedAt = Instant("2026-11-19T11:00") ?? .unset }
        file.add(Concern()) {
            ($0.raisedAt, $0.closedOn) = (Instant("2026-11-18T11:00") ?? .unset, day("2026-11-19"))
            $0.reviewDate = day("2026-11-24")
        }
        #expect(
            tasks("concern_review", file).map(\.title) == [
                "Make the child safe: an urgent concern is open", "Look again: does the safety plan of the closed concern hold?",
            ])
    }

    @Test func `An agency is chased five working days after it was asked, unless it answered or it is said why not`() {
        func found(_ change: (inout Enquiry) -> Void) -> [String] {
            var file = referred("2026-11-02")
            file.add(Enquiry()) {
                $0.askedOn = day("2026-11-03")
                change(&$0)
            }
            return due("agency_check", file)
        }
        #expect(found { _ in } == ["2026-11-10"])
        #expect(found { $0.receivedOn = day("2026-11-05") }.isEmpty)
        #expect(found { $0.unableReason = "They do not hold records" }.isEmpty)
        #expect(found { $0.askedOn = nil }.isEmpty)
    }

    @Test func `S-TRN-02: the transfer is planned three months before the 18th birthday of a child whose work runs past it`() {
        func found(_ from: String, _ to: String?) -> [String] {
            var file = file(child("Jan", "Kowalski", born: "2009-06-10"))
            file.programme(from, to)
            return due("transfer", file)
        }
        #expect(found("2026-09-01", nil) == ["2027-03-10"])
        #expect(found("2026-09-01", "2027-06-09").isEmpty)
        #expect(found("2027-07-01", nil).isEmpty)
    }

    @Test func `S-TRN-02: once the transfer to probation is written, neither transfer nor transition is asked for any more`() {
        var file = file(child("Jan", "Kowalski", born: "2009-06-10"))
        file.programme("2026-09-01")
        func asked() -> [Bool] { ["transfer", "turning_18"].map { !due($0, file).isEmpty } }
        #expect(asked() == [true, true])
        file.add(Transfer()) { ($0.type, $0.date) = ("CARETAKING_OUT", day("2026-10-01")) }
        #expect(asked() == [true, true])
        file.add(Transfer()) { ($0.type, $0.date) = ("PROBATION", day("2027-06-10")) }
        #expect(asked() == [false, false])
    }
}
