import Casework
import Practice
import Testing

private func option(_ outcome: String) -> DisposalType? {
    OutOfCourtOptions().inForce(on: day("2026-11-21")).first { $0.outcome == outcome }
}

private func programme(_ disposal: String, _ start: String, _ change: (inout Programme) -> Void = { _ in }) -> Programme {
    var programme = Programme()
    (programme.disposal, programme.startDate) = (disposal, day(start))
    change(&programme)
    return programme
}

private let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"
private let deferred = "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT"
private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
private let outcome23 = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"

@Suite struct ProgrammeTests {
    @Test(
        "S-OOC-13: days left, and a warning past the longest a disposal allows unless a reason stands",
        arguments: [
            // start, agreed end, ended, reason, days left, needs a reason
            ("2026-11-01", nil, nil, nil, 64, false), ("2026-09-01", nil, nil, nil, 3, false),
            ("2026-08-24", nil, nil, nil, -5, false), ("2026-08-01", nil, nil, nil, -28, true),
            ("2026-08-01", nil, nil, "Exams", -28, false), ("2026-11-01", "2027-03-01", nil, nil, 100, true),
            ("2026-11-01", "2027-03-01", nil, "Exams", 100, false), ("2026-06-01", nil, "2026-08-20", nil, nil, false),
            ("2026-06-01", nil, "2026-09-20", nil, nil, true),
        ] as [(String, String?, String?, String?, Int?, Bool)])
    func length(_ start: String, _ agreed: String?, _ ended: String?, _ reason: String?, _ left: Int?, _ needsReason: Bool) {
        let one = programme(resolution, start) {
            $0.latestEnd = agreed.map { day($0) }
            $0.endDate = ended.map { day($0) }
            $0.extensionReason = reason
        }
        let length = ProgrammeLength(one, type: option(resolution), on: day("2026-11-21"))
        #expect(length.daysLeft == left)
        #expect(length.needsReason == needsReason)
        #expect(length.longest == day(start) + 91)
        #expect(length.warnings.isEmpty == (!needsReason && (left ?? 0) >= 0), "\(length.warnings)")
    }

    @Test func `A disposal without a longest day never warns of one, and a programme not begun has no days`() {
        let open = ProgrammeLength(programme("DTO_LICENCE", "2025-01-01"), type: nil, on: day("2026-11-21"))
        #expect(open.longest == nil && open.warnings.isEmpty && open.daysLeft == nil)
        let unbegun = ProgrammeLength(Programme(), type: option(resolution), on: day("2026-11-21"))
        #expect(unbegun.endBy == nil && unbegun.warnings.isEmpty)
    }

    @Test func `S-OOC-16: a six-week review is due of an out-of-court programme that runs so long, and of no other`() {
        func due(_ one: Programme) -> Day? { SixWeekReview.due(one, options: OutOfCourtOptions(), days: 42) }
        #expect(due(programme(resolution, "2026-08-01")) == day("2026-09-12"))
        #expect(due(programme(resolution, "2026-08-01") { $0.endDate = day("2026-09-12") }) == nil)
        #expect(due(programme("TURNAROUND", "2026-08-01")) == nil && due(programme("REFERRAL_ORDER", "2026-08-01")) == nil)
        #expect(due(Programme()) == nil)
    }

    @Test func `S-OOC-12: attendance counts planned, attended and missed, and the weeks a child was seen`() {
        var contacts: [Contact] = []
        func add(_ on: String, _ attendance: String?, planned: Bool? = nil) {
            var contact = Contact()
            (contact.at, contact.attendance, contact.planned) = (Instant(on + "T11:00") ?? .unset, attendance, planned)
            contacts.append(contact)
        }
        add("2026-11-02", "ATTENDED")
        add("2026-11-04", "ATTENDED", planned: true)
        add("2026-11-10", "MISSED_ACCEPTABLE")
        add("2026-11-11", "MISSED_UNACCEPTABLE")
        add("2026-11-16", "CANCELLED")
        add("2026-11-18", nil, planned: true)
        add("2026-11-25", nil, planned: true)
        add("2026-11-19", nil)
        let now = Instant("2026-11-21T10:00") ?? .unset
        let sum = AttendanceSummary(contacts, from: day("2026-11-01"), to: nil, at: now)
        #expect(sum.planned == 7 && sum.attended == 2 && sum.missed == 2 && sum.withoutReason == 1)
        #expect(sum.cancelled == 1 && sum.toCome == 1 && sum.unmarked == 1)
        #expect(sum.weeks == 3 && sum.weeksSeen == 1)
        #expect(AttendanceSummary([], from: day("2026-12-01"), to: nil, at: now).weeks == 0)
    }

    @Test(
        "S-OOC-11, S-OOC-12: what follows the end, by disposal",
        arguments: [
            (outcome22, ProgrammeEnd.outcome(outcome22), ProgrammeEnd.backToPanel), (deferred, .outcome(deferred), .backToPolice),
            (outcome23, .outcome(outcome23), .backToPolice), ("YOUTH_CONDITIONAL_CAUTION", .nothing, .backToPolice),
            ("YOUTH_CAUTION", .nothing, .nothing), (resolution, .nothing, .backToPanel), ("DTO_LICENCE", .nothing, .nothing),
        ])
    func follows(_ disposal: String, _ completed: ProgrammeEnd, _ failed: ProgrammeEnd) {
        #expect(ProgrammeEnd.follows(completed: true, type: option(disposal)) == completed)
        #expect(ProgrammeEnd.follows(completed: false, type: option(disposal)) == failed)
    }

    @Test func `No failed programme leaves an outcome of its own, whatever the option`() {
        for type in ShippedOptions.all {
            if case .outcome = ProgrammeEnd.follows(completed: false, type: type) { Issue.record("\(type.outcome)") }
        }
        #expect(OutcomeRules.homeOffice(outcome22) == 22 && OutcomeRules.homeOffice(deferred) == 22)
        #expect(OutcomeRules.homeOffice(outcome23) == 23 && OutcomeRules.homeOffice("YOUTH_CAUTION") == 2)
    }

    @Test func `S-OOC-18: what the police wait for and what we wait for`() {
        var step = Compliance()
        (step.type, step.onDate) = ("RETURN_TO_POLICE", day("2026-11-10"))
        var told = step
        told.policeToldDate = day("2026-11-11")
        var answered = told
        answered.policeAnswer = "Charge"
        func lines(_ one: Programme, _ steps: [Compliance], notice: Bool = false) -> [Bool] {
            PoliceWaiting.lines(one, type: option(one.disposal), steps: steps, hasNotice: notice, toldOfEnd: nil).map(\.isOurs)
        }
        let running = programme(outcome23, "2026-10-01")
        let completed = programme(outcome23, "2026-08-01") { ($0.endDate, $0.completed) = (day("2026-11-01"), true) }
        let failed = programme(outcome23, "2026-08-01") { ($0.endDate, $0.completed) = (day("2026-11-10"), false) }
        #expect(lines(running, []) == [false], "the prosecution is held")
        #expect(lines(completed, []) == [true] && lines(completed, [], notice: true).isEmpty)
        #expect(lines(failed, [step]) == [true] && lines(failed, [told]) == [false] && lines(failed, [answered]).isEmpty)
        #expect(lines(programme(resolution, "2026-10-01"), []).isEmpty)
    }

    @Test func `A knife case is one by its offence or its plan, and then non-compliance is notified`() {
        var offence = Offence()
        offence.knife = true
        var plan = Plan()
        plan.isKnife = true
        #expect(KnifeCase.holds(offences: [offence]) && KnifeCase.holds(offences: [], plans: [plan]))
        #expect(!KnifeCase.holds(offences: [Offence()], plans: [Plan()]))
        for (step, isTold) in [("WARNING", false), ("MEETING", false), ("NON_COMPLIANCE", true), ("RETURN_TO_POLICE", true)] {
            #expect(ProgrammeEnd.mustTellPolice(step: step, isKnife: true) == isTold)
            #expect(!ProgrammeEnd.mustTellPolice(step: step, isKnife: false))
        }
    }
}

@Suite struct PlanCheckTests {
    private func target(_ purpose: String?) -> Target {
        var target = Target()
        (target.what, target.purpose) = ("Something", purpose)
        return target
    }

    private func judged(_ reoffending: String?, _ harm: String?, _ safety: String?) -> Assessment {
        var assessment = Assessment()
        (assessment.reoffending, assessment.seriousHarm, assessment.safetyWellbeing) = (reoffending, harm, safety)
        assessment.completedOn = day("2026-10-01")
        return assessment
    }

    private func contingency(_ concern: String) -> Contingency {
        var one = Contingency()
        (one.concern, one.ifHappens, one.thenDo) = (concern, "he goes missing", "ring 101")
        return one
    }

    @Test(
        "S-PLN-01, S-PLN-03, S-PLN-04: what a plan lacks before it is agreed",
        arguments: [
            // purposes, judgements, contingencies, sentences that must be there
            ([], nil, [], ["at least one target"]), (["CHANGE"], nil, [], []), (["CHANGE"], ("LOW", "LOW", "LOW"), [], []),
            (["CHANGE"], ("LOW", "LOW", "MEDIUM"), [], ["keeps the child safe", "the child is less safe"]),
            (["SAFETY"], ("LOW", "LOW", "HIGH"), ["SAFETY"], []),
            (["SAFETY"], ("LOW", "LOW", "HIGH"), ["HARM"], ["the child is less safe"]),
            (["SAFETY"], ("LOW", "VERY_HIGH", "LOW"), [], ["keeps other people safe", "the risk to others rises"]),
            (["OTHERS_SAFE", "SAFETY"], ("HIGH", "HIGH", "HIGH"), ["SAFETY", "HARM"], []),
            (["CHANGE"], ("MEDIUM", "LOW", "LOW"), [], ["things get worse"]), (["CHANGE"], ("MEDIUM", "LOW", "LOW"), ["HARM"], []),
        ] as [([String], (String, String, String)?, [String], [String])])
    func missing(_ purposes: [String], _ levels: (String, String, String)?, _ concerns: [String], _ sentences: [String]) {
        let found = PlanCheck.missing(
            targets: purposes.map { target($0) }, judgement: levels.map { judged($0.0, $0.1, $0.2) },
            contingencies: concerns.map { contingency($0) })
        #expect(found.count == sentences.count, "\(found)")
        for sentence in sentences { #expect(found.contains { $0.contains(sentence) }, "\(sentence) in \(found)") }
    }

    @Test func `A plan answers the last completed assessment that judged, not a self-assessment after it`() {
        var file = file()
        file.add(judged("LOW", nil, nil)) { $0.completedOn = day("2026-08-01") }
        file.add(judged("HIGH", nil, nil)) { $0.completedOn = day("2026-09-01") }
        file.add(judged("LOW", nil, nil)) { $0.completedOn = nil }
        file.add(judged(nil, nil, nil)) { ($0.completedOn, $0.type) = (day("2026-10-01"), "SELF_CHILD") }
        #expect(PlanCheck.basis(file[Assessment.self])?.reoffending == "HIGH")
    }

    @Test func `S-PLN-01: a target is offered what was found, in words that name nobody`() {
        var need = HealthNeed()
        (need.need, need.needIdentified, need.note) = ("MENTAL_HEALTH", true, "Secret detail")
        var risk = Risk()
        (risk.direction, risk.who, risk.nature, risk.whoWords) = ("TO_OTHERS", "PEERS", "Fights", "Boys of his year")
        let found = PlanCheck.factors(
            judgement: judged("MEDIUM", "LOW", "HIGH"), isNotAdmitted: true, needs: [need, HealthNeed()], risks: [risk, risk],
            codes: ShippedCodes.codes)
        #expect(
            found == [
                "Likelihood of offending: medium", "Safety and wellbeing: high", "Need found: emotional and mental health",
                "Risk to others: other children",
            ])
    }
}
