import Casework
import Practice
import Testing

@Suite("The panel's rules")
struct PanelRuleTests {
    private func option(_ token: String) -> DisposalType? {
        OutOfCourtOptions().inForce(on: day("2026-11-21")).first { $0.outcome == token }
    }

    @Test(
        "S-OOC-02: an option that needs an admission is blocked when statutory, warned of when not, and fits otherwise",
        arguments: [
            ("YOUTH_CAUTION", "ADMITTED", 0), ("YOUTH_CAUTION", "DENIED", 2), ("YOUTH_CONDITIONAL_CAUTION", "NO_COMMENT", 2),
            ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "DENIED", 1), ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "ADMITTED", 0),
            ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "DENIED", 0), ("NO_FURTHER_ACTION", "NOT_ASKED", 0),
            ("YOUTH_CAUTION", "", 2),
        ])
    func admission(_ token: String, _ admission: String, _ weight: Int) {
        let fit = OptionFit.of(option(token), admission: admission.isEmpty ? nil : admission, name: "It")
        switch fit {
        case .fits: #expect(weight == 0)
        case .warned: #expect(weight == 1)
        case .blocked: #expect(weight == 2)
        }
    }

    @Test("S-OOC-03: who would become a first-time entrant is said only after both checks")
    func entrant() {
        func answer(
            _ token: String, on: Day? = day("2026-11-01"), by: String? = "Bo", _ result: String? = "NONE", _ elsewhere: String? = "NONE",
            earlier: Bool = false
        ) -> WouldEnter {
            WouldEnter.by(
                option(token),
                .init(
                    policeOn: on, policeBy: by, policeResult: result, elsewhere: elsewhere,
                    earlierHere: earlier ? "youth caution, 20 August 2026" : nil))
        }
        #expect(answer("YOUTH_CAUTION") == .yes)
        #expect(answer("YOUTH_CONDITIONAL_CAUTION") == .yes)
        #expect(answer("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT") == .notByThis)
        #expect(answer("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT") == .notByThis)
        #expect(answer("YOUTH_CAUTION", "SOME") == .already)
        #expect(answer("YOUTH_CAUTION", "NONE", "SOME") == .already)
        // What the file itself says waits for no check, and makes nobody checked.
        let here = answer("YOUTH_CAUTION", on: nil, by: nil, nil, nil, earlier: true)
        #expect(here.words == "No: youth caution, 20 August 2026.")
        #expect(answer("NO_FURTHER_ACTION", earlier: true) == .notByThis)
        for unchecked in [
            answer("YOUTH_CAUTION", on: nil), answer("YOUTH_CAUTION", by: nil), answer("YOUTH_CAUTION", "NOT_CHECKED"),
            answer("YOUTH_CAUTION", nil), answer("YOUTH_CAUTION", "NONE", nil), answer("YOUTH_CAUTION", "NONE", "NOT_CHECKED"),
        ] {
            guard case .notChecked = unchecked else {
                Issue.record("\(unchecked)")
                continue
            }
            #expect(unchecked.words.hasPrefix("Not checked"))
        }
        // What makes nobody an entrant needs no check; where nothing was looked at nobody is told a list of boxes.
        #expect(answer("NO_FURTHER_ACTION", on: nil, by: nil, nil, nil) == .notByThis)
        #expect(answer("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NOT_CHECKED") == .notByThis)
        #expect(answer("YOUTH_CAUTION", on: nil, by: nil, nil, nil).words == "Not checked: the police record, outcomes in other areas.")
    }

    @Test("S-OOC-07: the base score is looked up by CJS code, else by category, in one version of the matrix; the gravest offence counts")
    func gravity() {
        func row(_ matrix: String, _ code: String?, _ category: String?, _ score: Int) -> GravityScore {
            var row = GravityScore()
            (row.matrix, row.cjsCode, row.category, row.score, row.basis) = (matrix, code, category, score, "Loaded")
            return row
        }
        let rows = [
            row("CHILD_2025", "TH68", nil, 2), row("CHILD_2025", nil, "ROBBERY", 4), row("ACPO_2013", "TH68", nil, 3),
            row("CHILD_2025", "RO01", "THEFT_AND_HANDLING", 5),
        ]
        func offence(_ code: String?, _ category: String?) -> Offence {
            var offence = Offence()
            (offence.cjsCode, offence.category) = (code, category)
            return offence
        }
        func base(_ matrix: String, _ offences: [Offence]) -> Int? { GravityLookup.base(rows, matrix: matrix, offences: offences)?.score }
        #expect(base("CHILD_2025", [offence("TH68", "ROBBERY")]) == 2)
        #expect(base("CHILD_2025", [offence("XX", "ROBBERY")]) == 4)
        #expect(base("ACPO_2013", [offence("TH68", nil)]) == 3)
        #expect(base("CHILD_2025", [offence("TH68", nil), offence(nil, "ROBBERY")]) == 4)
        #expect(base("CHILD_2025", [offence(nil, "THEFT_AND_HANDLING")]) == nil, "a row for one code says nothing of its category")
        #expect(base("CHILD_2023", [offence("TH68", nil)]) == nil)
        #expect(GravityMeaning.needsCPS(matrix: "ACPO_2013", score: 4) && !GravityMeaning.needsCPS(matrix: "CHILD_2025", score: 4))
        var item = PanelItem()
        (item.aggravating, item.mitigating) = ("NONE_AGGRAVATING", "REMORSE")
        #expect(item.scoreByFactors(from: 3) == 2)
        (item.aggravating, item.mitigating) = ("GROUP WEAPON", "NONE_MITIGATING")
        #expect(item.scoreByFactors(from: 5) == 5 && item.scoreByFactors(from: 3) == 4)
    }

    @Test("S-OOC-04, S-OOC-06, S-OOC-24: what keeps a case from a panel, one by one")
    func readiness() {
        var whole = file()
        whole.add(Offence()) { $0.offenceDate = day("2026-09-01") }
        let offence = id(100)
        whole.add(Referral()) {
            ($0.receivedDate, $0.pathway, $0.accepted, $0.admission) = (day("2026-10-01"), "OUT_OF_COURT", true, "ADMITTED")
            ($0.allocatedDate, $0.offences) = (day("2026-10-03"), [offence])
        }
        whole.add(Assessment()) {
            ($0.type, $0.referral, $0.completedOn, $0.countersignedOn) = ("OUT_OF_COURT", id(100), day("2026-10-10"), day("2026-10-11"))
        }
        whole.add(VictimContact()) { $0.state = "DECLINED" }
        var item = PanelItem()
        (item.gravityMatrix, item.gravityBase, item.gravity) = ("CHILD_2025", 3, 3)
        (item.aggravating, item.mitigating, item.childView) = ("NONE_AGGRAVATING", "NONE_MITIGATING", "I am sorry")
        item.reportOn = day("2026-10-12")
        func gaps(_ change: (inout CaseFile, inout PanelItem) -> Void = { _, _ in }) -> [Readiness.Gap] {
            var (changed, report) = (whole, item)
            change(&changed, &report)
            guard let referral = changed[Referral.self].first else { return [] }
            return Readiness.gaps(changed, referral: referral, item: report, on: day("2026-11-21"))
        }
        func referral(_ file: inout CaseFile, _ change: (inout Referral) -> Void) {
            var value = file[Referral.self][0].value
            change(&value)
            file[Referral.self] = [Entry(id: id(100), ref: "100", value: value)]
        }
        #expect(gaps() == [])
        #expect(gaps { file, _ in referral(&file) { $0.accepted = nil } } == [.accepted])
        #expect(gaps { file, _ in referral(&file) { $0.allocatedDate = nil } } == [.allocated])
        #expect(gaps { file, _ in referral(&file) { $0.admission = nil } } == [.admission])
        #expect(gaps { file, _ in referral(&file) { $0.offences = [] } } == [.offence])
        #expect(gaps { file, _ in file[Assessment.self] = [] } == [.assessment])
        #expect(
            gaps { file, _ in
                file[Assessment.self] = []
                file.add(Assessment()) { ($0.type, $0.completedOn) = ("SELF_CHILD", day("2026-10-10")) }
            } == [.assessment], "what the child writes of themselves is no assessment")
        #expect(
            gaps { file, _ in
                file[Assessment.self] = []
                file.add(Assessment()) { ($0.referral, $0.completedOn) = (id(100), day("2026-10-10")) }
            } == [.countersigned])
        #expect(gaps { file, _ in file[VictimContact.self] = [] } == [.victim])
        #expect(
            gaps { file, item in
                file[VictimContact.self] = []
                item.victimReason = "The victim is the state"
            } == [])
        #expect(
            gaps { file, _ in
                file[VictimContact.self] = []
                file.add(VictimContact()) { $0.state = "NOT_DONE" }
            } == [.victim])
        #expect(gaps { _, item in item.gravity = nil } == [.gravity])
        #expect(gaps { _, item in item.mitigating = nil } == [.factors])
        #expect(gaps { _, item in item.childView = nil } == [.childView])
        #expect(gaps { _, item in (item.childView, item.childViewHow) = (nil, "NOT_ASKED") } == [])
        #expect(gaps { _, item in item.reportOn = nil } == [.report])
    }

    @Test("S-OOC-11: a failed outcome 22 comes back to a panel until it is decided again; a completed or prosecuted one does not")
    func backToPanel() {
        let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
        func back(
            _ disposal: String, ended: String? = "2026-11-10", completed: Bool? = false, _ change: (inout Referral) -> Void = { _ in }
        ) -> Bool {
            var file = file()
            file.add(Referral()) {
                ($0.receivedDate, $0.pathway, $0.decision, $0.decisionDate) = (
                    day("2026-09-01"), "OUT_OF_COURT", disposal, day("2026-09-20")
                )
                change(&$0)
            }
            file.add(Programme()) {
                ($0.disposal, $0.referral, $0.startDate, $0.completed) = (disposal, id(100), day("2026-09-21"), completed)
                $0.endDate = ended.map { day($0) }
            }
            return BackToPanel.programme(file[Referral.self][0], programmes: file[Programme.self], options: OutOfCourtOptions()) != nil
        }
        #expect(back(outcome22) && back("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"))
        #expect(!back(outcome22, completed: true) && !back(outcome22, ended: nil, completed: nil))
        #expect(!back("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"), "that one goes to the police")
        #expect(!back(outcome22) { $0.closedDate = day("2026-11-12") })
        #expect(!back(outcome22) { ($0.decisionDate, $0.earlierDecisionDate) = (day("2026-11-12"), day("2026-09-20")) })
        // Decided, failed and decided again within a day.
        #expect(back(outcome22, ended: "2026-09-20"))
        #expect(!back(outcome22, ended: "2026-09-20") { $0.earlierDecisionDate = day("2026-09-20") })
        var referral = Referral()
        var programme = Programme()
        (referral.decisionDate, referral.panelDate, programme.endDate) = (day("2026-09-20"), day("2026-09-18"), day("2026-11-10"))
        #expect(!BackToPanel.isHeardAgain(referral, after: programme))
        referral.panelDate = day("2026-11-18")
        #expect(BackToPanel.isHeardAgain(referral, after: programme))
    }

    @Test("S-OOC-04: a quorum counts agencies that came or sent a deputy, each once")
    func quorum() {
        func member(_ agency: String, _ attendance: String?) -> PanelMember {
            var member = PanelMember()
            (member.agency, member.attendance) = (agency, attendance)
            return member
        }
        let came = [
            member("POLICE", "ATTENDED"), member("POLICE", "ATTENDED"), member("YJS", "DEPUTY"), member("HEALTH", "APOLOGIES"),
            member("EDUCATION", nil),
        ]
        #expect(Quorum(came, needed: nil).present == 2 && !Quorum(came, needed: nil).isMet)
        #expect(Quorum(came, needed: 2).isMet)
    }

    @Test("S-OOC-05: days from referral to panel, decision and outcome, late after the target")
    func times() {
        var referral = Referral()
        referral.receivedDate = day("2026-10-01")
        #expect(PanelTimes(referral, outcome: nil, on: day("2026-10-20")).waiting == 19)
        #expect(!PanelTimes(referral, outcome: nil, on: day("2026-10-29")).isLate)
        #expect(PanelTimes(referral, outcome: nil, on: day("2026-10-30")).isLate)
        (referral.panelDate, referral.decisionDate) = (day("2026-10-15"), day("2026-10-20"))
        let whole = PanelTimes(referral, outcome: day("2026-10-25"), on: day("2026-12-31"))
        #expect(whole.toPanel == 14 && whole.toDecision == 19 && whole.toOutcome == 24 && whole.waiting == nil && !whole.isLate)
    }

    @Test("S-OOC-14: the menu answers a need or a kind of offence, and says which")
    func menu() {
        var drugs = PanelOption()
        (drugs.title, drugs.domains, drugs.categories) = ("Drugs talk", "SUBSTANCES", "DRUGS")
        var mending = PanelOption()
        (mending.title, mending.categories) = ("Mending", "CRIMINAL_DAMAGE")
        let found = PanelMenu.fitting([drugs, mending], categories: ["DRUGS"], domains: ["FAMILY"])
        #expect(found.map(\.option.title) == ["Drugs talk"] && found.first?.categories == ["DRUGS"] && found.first?.domains == [])
        var known = file()
        known.add(HealthNeed()) { ($0.need, $0.needIdentified) = ("SUBSTANCE_MISUSE", true) }
        known.add(HealthNeed()) { ($0.need, $0.needIdentified) = ("SPEECH_LANGUAGE", false) }
        known.add(Alert()) { ($0.type, $0.startDate) = ("EXPLOITATION_CRIMINAL", day("2026-01-01")) }
        #expect(PanelMenu.domains(known, on: day("2026-11-21")) == ["SUBSTANCES", "EXPLOITATION"])
    }

    @Test("S-OOC-01: a row of the service's own replaces ours from its day, and an ended one gives the option up")
    func own() {
        var own = DisposalType()
        (own.outcome, own.weeks, own.fromDate, own.basis) = ("YOUTH_CAUTION", 6, day("2026-12-01"), "Local")
        func weeks(_ own: [DisposalType], _ on: String) -> Int? {
            OutOfCourtOptions(own: own).inForce(on: day(on)).first { $0.outcome == "YOUTH_CAUTION" }?.weeks
        }
        #expect(weeks([own], "2026-11-30") == 12 && weeks([own], "2026-12-01") == 6)
        var later = own
        (later.weeks, later.fromDate) = (8, day("2027-01-01"))
        #expect(
            weeks([later, own], "2027-02-01") == 8
                && OutOfCourtOptions(own: [later, own]).inForce(on: day("2027-02-01")).filter { $0.outcome == "YOUTH_CAUTION" }.count == 1)
        own.toDate = day("2026-12-31")
        #expect(weeks([own], "2027-02-01") == nil)
    }
}

@Suite("Outcomes by type")
struct OutcomeRuleTests {
    private func type(_ token: String) throws -> DisposalType {
        try #require(OutOfCourtOptions().inForce(on: day("2026-11-21")).first { $0.outcome == token })
    }
    private var referral: Referral {
        var referral = Referral()
        (referral.receivedDate, referral.panelDate, referral.decisionDate) = (day("2026-10-01"), day("2026-10-15"), day("2026-10-20"))
        return referral
    }
    private func outcome(_ on: String, _ change: (inout Outcome) -> Void = { _ in }) -> Outcome {
        var outcome = Outcome()
        outcome.outcomeDate = day(on)
        change(&outcome)
        return outcome
    }
    private func given(_ outcome: inout Outcome) {
        (outcome.givenBy, outcome.appropriateAdult, outcome.signedOn) = ("Inspector Bo Field", "Ash Vale", outcome.outcomeDate)
    }

    @Test(
        "S-OOC-03, S-OOC-18: a caution is given by the police with an appropriate adult, signed, dated the day given; a conditional one with consent"
    )
    func caution() throws {
        func fields(_ token: String, _ outcome: Outcome) throws -> [String] {
            OutcomeRules.problems(outcome, type: try type(token), referral: referral).map(\.field)
        }
        #expect(try fields("YOUTH_CAUTION", outcome("2026-11-02", given)) == [])
        #expect(try fields("YOUTH_CAUTION", outcome("2026-10-20")) == ["outcome_date", "given_by", "appropriate_adult", "signed_on"])
        #expect(try fields("YOUTH_CAUTION", outcome("2026-10-15")).filter { $0 == "outcome_date" }.count == 2)
        #expect(try fields("YOUTH_CAUTION", outcome("2026-10-19", given)).contains("outcome_date"))
        let before = outcome("2026-11-02") {
            given(&$0)
            $0.signedOn = day("2026-10-01")
        }
        #expect(try fields("YOUTH_CAUTION", before) == ["signed_on"], "signed before it was decided")
        #expect(try fields("YOUTH_CONDITIONAL_CAUTION", outcome("2026-11-02", given)) == ["consented_on"])
        #expect(
            try fields(
                "YOUTH_CONDITIONAL_CAUTION",
                outcome("2026-11-02") {
                    given(&$0)
                    $0.consentedOn = day("2026-11-03")
                }) == ["consented_on"])
    }

    @Test("S-OOC-11, S-OOC-12: 22 and 23 wait for completion; a resolution is dated the day agreed; no further action the day decided")
    func others() throws {
        #expect(
            OutcomeRules.problems(
                outcome("2026-11-02"), type: try type("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"), referral: referral
            )
            .map(\.field) == ["outcome_date"])
        #expect(
            OutcomeRules.problems(outcome("2026-11-02"), type: try type("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"), referral: referral)
                .isEmpty)
        #expect(OutcomeRules.problems(outcome("2026-10-20"), type: try type("NO_FURTHER_ACTION"), referral: referral).isEmpty)
        #expect(
            OutcomeRules.problems(outcome("2026-10-21"), type: try type("NO_FURTHER_ACTION"), referral: referral).map(\.field) == [
                "outcome_date"
            ])
    }

    @Test("S-OOC-10: only a judgement that is raised asks for a risk meeting")
    func raised() {
        #expect(PanelJudgement.isRaised(from: "LOW", to: "MEDIUM") && PanelJudgement.isRaised(from: nil, to: "LOW"))
        #expect(!PanelJudgement.isRaised(from: "HIGH", to: "MEDIUM") && !PanelJudgement.isRaised(from: "HIGH", to: "HIGH"))
        #expect(!PanelJudgement.isRaised(from: "LOW", to: nil))
    }
}
