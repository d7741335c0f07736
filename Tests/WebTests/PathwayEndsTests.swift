import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
private let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

/// How out-of-court work ends, and what its rules refuse or ask a reason for.
@Suite("Ends and rules of the out-of-court pathway")
struct PathwayEndsTests {
    /// The police's decision as typed.
    private static let decision = [
        "decided_by": "POLICE", "decision_officer": "Inspector Jo Marsh", "decision_rank": "Inspector", "decision_date": "21/11/2026",
    ]

    @Test(
        "S-OOC-11: a failed outcome 22 comes back to a panel with what was found out before, is decided a second time, and the first decision stands beside it",
        arguments: Engine.available)
    func secondDecision(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: outcome22)
            let manager = try await site.browser(.teamManager)
            #expect(!(try await manager.get("/panels/\(made.panel)")).section("waiting").contains("Robin"), "decided, and it runs")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var heard = PanelItem()
                (heard.referral, heard.state, heard.gravityMatrix, heard.gravityBase) = (made.referral, "HEARD", "CHILD_2025", 3)
                (heard.gravity, heard.aggravating, heard.mitigating) = (3, "NONE_AGGRAVATING", "NONE_MITIGATING")
                (heard.childView, heard.recommendation, heard.recommendationReason) = ("I was cold", outcome22, "It will help")
                (heard.options, heard.whyNotLower, heard.reportOn) = (outcome22, "The harm was real", on("2026-11-10"))
                try writer.create(heard, child: made.child)
                var programme = Programme()
                (programme.disposal, programme.startDate, programme.referral) = (outcome22, on("2026-11-13"), made.referral)
                programme.offences = made.offences
                try writer.create(programme, child: made.child)
            }
            site.clock.advance(minutes: 5)
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            let end = try await manager.get("/children/\(made.child)/programmes/\(programme.id)/end")
            _ = try await manager.submit(try end.form("/end"), ["completed": "no", "end_date": "20/11/2026", "end_reason": "Came once"])
            let register = try await manager.get("/referrals?waiting=panel")
            #expect(register.text.contains("Robin Vale"), "it waits for a panel again")
            let panel = try await manager.get("/panels/\(made.panel)")
            #expect(panel.section("waiting").contains("Back from a programme not completed It ended 20 November 2026."))
            #expect(panel.section("waiting").contains("the report has not been marked ready"), "the first report is of the first time")
            let edit = try await manager.submit(
                try #require(panel.forms.first { $0.action.hasSuffix("/panel-items") }))
            let report = try edit.form("/panel-items/")
            #expect(report["gravity"] == "3" && report["child_view"] == "I was cold", "what is known is not asked again")
            #expect(edit.text.contains("It is decided a second time."))
            #expect(report["options"] ?? "" == "" && report["why_not_lower"] == "", "it is weighed again")
            #expect(edit.text.contains("The report heard before, 10 November 2026, said: The harm was real"))
            #expect(edit.text.contains("The report heard before, 10 November 2026, said: Outcome 22 with our involvement"))
            let unweighed = try await manager.submit(report, press: ("action", "ready"))
            #expect(unweighed.status == 422 && !unweighed.error(beside: "options").isEmpty)
            _ = try await manager.submit(report, ["options": "YOUTH_CAUTION", "why_not_lower": "It was tried"], press: ("action", "ready"))
            let listed = try await manager.submit(try (try await manager.get("/panels/\(made.panel)")).form("/listing"))
            #expect(listed.section("agenda").contains("Robin"))
            let action = try #require(try await site.records(Action.self, made.child).first { $0.what == BackToPanel.action })
            #expect(action.doneOn == site.service.today, "to take it back is done")

            let police = try await site.browser(.policeOfficer)
            let address = "/children/\(made.child)/referrals/\(made.referral)/decision"
            let form = try (try await police.get(address)).form("/decision")
            #expect(form["decision"] == "" && form["decision_officer"] == "", "a second decision begins blank")
            let early = try await police.submit(
                form, Self.decision.merging(["decision": "YOUTH_CAUTION", "decision_date": "19/11/2026"]) { $1 })
            #expect(early.error(beside: "decision_date").contains("cannot come before the programme ended on 20 November 2026"))
            let reason = ["decision": "YOUTH_CAUTION", "decision_reason": "The first did not hold"]
            let saved = try await police.submit(form, Self.decision.merging(reason) { $1 })
            #expect(saved.status == 200 && saved.section("decision").contains("Youth caution, 21 November 2026, by Inspector Jo Marsh"))
            #expect(saved.section("decision").contains("12 November 2026"), "decided before")
            let referral = try #require(try await site.records(Referral.self, made.child).first)
            #expect(referral.decision == "YOUTH_CAUTION" && referral.earlierDecision == outcome22)
            #expect(referral.earlierDecisionDate == on("2026-11-12"))
            #expect(!(try await manager.get("/panels/\(made.panel)")).section("waiting").contains("Robin"), "and waits no more")
            let next = try await manager.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
            #expect(try next.form("/outcome").names.contains("start_date"), "the failed programme does not stand for the new decision")
        }
    }

    @Test(
        "S-OOC-08, S-OOC-02: a guilty plea after no comment is an admission now: it heads file, referral, panel, assessment and papers, opens a caution, and the register still counts the no comment",
        arguments: Engine.available)
    func admissionNow(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, admission: "NO_COMMENT")
            let browser = try await site.browser(.teamManager)
            let child = "/children/\(made.child)"
            #expect((try await browser.get(child)).section("offences").contains("Alleged"), "S-OOC-02: also on the child's file")
            let edit = try (try await browser.get("\(child)/referrals/\(made.referral)/edit")).form("/referrals/")
            let wrong = try await browser.submit(edit, ["admission_now_on": "18/11/2026"])
            #expect(wrong.error(beside: "admission_now").contains("Choose what the child says now"))
            let denied = try await browser.submit(edit, ["court_date": "18/11/2026", "bounced_back": "no"])
            #expect(denied.error(beside: "bounced_back").contains("say that the court sent it back"))
            // No box is ticked that it was sent back: the court date says so.
            let saved = try await browser.submit(
                edit, ["admission_now": "ADMITTED", "admission_now_on": "18/11/2026", "court_date": "18/11/2026"])
            let both = "Admitted on 18 November 2026; in interview: no comment"
            #expect(saved.status == 200 && saved.text.contains(both))
            #expect((try await browser.get(child)).section("standing").contains(both))
            #expect(!(try await browser.get(child)).section("offences").contains("Alleged"))
            #expect((try await browser.get("\(child)/assessments/\(made.assessment)")).text.contains(both.lowercasedFirst))
            let register = try await browser.get("/referrals?view=bounced")
            #expect(register.section("cases").contains("Robin") && register.section("firms").contains("1 of 1"))
            let item = try await made.list(browser)
            let shown = try await browser.get("\(child)/panel-items/\(item)")
            #expect(shown.text.contains(both) && shown.section("assessment").contains("Likelihood of reoffending"))
            let papers = try (try await browser.get("/panels/\(made.panel)/papers")).form("/papers")
            let copy = try await browser.submit(papers, ["audience": "PANEL", "recipient": "Kit Dale"])
            #expect(copy.text.contains("What the child says now") && !copy.text.contains("alleged"))
            let police = try await site.browser(.policeOfficer)
            let form = try (try await police.get("\(child)/referrals/\(made.referral)/decision")).form("/decision")
            let decided = try await police.submit(form, Self.decision.merging(["decision": "YOUTH_CAUTION"]) { $1 })
            #expect(decided.status == 200 && decided.section("decision").contains("by Inspector Jo Marsh"), "the rank once")
            #expect(!decided.text.contains("Inspector Inspector"))
        }
    }

    @Test(
        "S-OOC-12, S-TRN-10: the day the police were told of the end is kept, seen, and known to the closure; until then a task says so",
        arguments: Engine.available)
    func toldOnce(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let untold = try await site.service.decide(outcome22)
            let done = ["completed": "yes", "end_date": "20/11/2026", "end_reason": "Did it all"]
            _ = try await browser.submit(try (try await browser.get("\(untold.page)/end")).form("/end"), done)
            #expect(
                (try await browser.get("/children/\(untold.child)")).section("due").contains(
                    "Tell the police that the programme was completed"))
            let told = try await site.service.decide(outcome22)
            let page = try await browser.submit(
                try (try await browser.get("\(told.page)/end")).form("/end"), done.merging(["police_told_date": "21/11/2026"]) { $1 })
            #expect(page.section("dates").contains("Police told of the end 21 November 2026"))
            #expect(page.section("police").contains("Nothing is waiting."))
            #expect(!page.section("review").contains("Due"), "S-OOC-16: nothing is due of a programme that has ended")
            #expect(!(try await browser.get("/children/\(told.child)")).section("due").contains("Tell the police"))
            let closure = try await browser.get("/children/\(told.child)/closures/new?referral=\(told.referral)")
            #expect(try closure.form("/closures")["police_told_date"] == "21/11/2026")
            #expect(closure.section("checklist").contains("Told 21 November 2026."))
            // A child sent back to the police is theirs to hear of.
            let failed = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            _ = try await browser.submit(
                try (try await browser.get("\(failed.page)/end")).form("/end"), ["completed": "no", "end_reason": "Not kept"])
            #expect(
                (try await browser.get("/children/\(failed.child)")).section("due").contains(
                    "Tell the police that the child was sent back to them"), "S-OOC-18")
        }
    }

    @Test("Promise 9: what a page refuses blank is not called optional before it is sent", arguments: Engine.available)
    func neverOptional(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            let programme = try await site.service.decide(outcome22)
            let concern = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var one = Concern()
                (one.type, one.what, one.raisedAt) = ("SELF_HARM", "Cut his arm", writer.recordedAt)
                return try writer.create(one, child: made.child)
            }
            let child = "/children/\(made.child)"
            for (address, part, least) in [
                ("\(child)/panel-items/\(item)/hearing", "/hearing", 1), ("\(child)/referrals/\(made.referral)/decision", "/decision", 5),
                ("\(child)/urgent-concerns/\(concern)/closing", "/closing", 2), ("\(programme.page)/end", "/end", 2),
                ("\(child)/referrals/\(made.referral)/feedback", "/feedback", 2), ("\(child)/offences/new", "/offences", 1),
            ] {
                let page = try await manager.get(address)
                let form = try page.form(part)
                let blank = Dictionary(
                    form.fields.filter { $0.name != "from" && $0.name != "once" }.map { ($0.name, "") }, uniquingKeysWith: { a, _ in a })
                let refused = try await manager.submit(form, blank)
                let fields = refused.errorSummary.map(\.field).filter { !$0.isEmpty && $0 != "override" }
                #expect(refused.status == 422 && fields.count >= least, "\(address): \(fields)")
                for field in fields { #expect(!page.isOptional(field), "\(address): \(field)") }
            }
        }
    }

    @Test(
        "S-OOC-04, S-OOC-06: a hearing without quorum or gravity, and a decision with nothing assessed, go on only with a reason, which the history keeps",
        arguments: Engine.available)
    func reasons(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, comes: false)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for one in try writer.reader.records(PanelItem.self, child: made.child) {
                    try writer.correct(PanelItem.self, child: made.child, id: one.id, from: one.from) { $0.gravity = nil }
                }
            }
            let address = "/children/\(made.child)/panel-items/\(item)/hearing"
            let page = try await manager.get(address)
            #expect(page.text.contains("the quorum is not met, 0 agencies of 3 came") && page.text.contains("the gravity matrix"))
            let values = ["recommendation": resolution, "recommendation_reason": "The officer leaves."]
            let refused = try await manager.submit(try page.form("/hearing"), values)
            #expect(refused.status == 422 && refused.error(beside: "override").contains("the quorum is not met"))
            #expect(try refused.form("/hearing")["recommendation_reason"] == "The officer leaves.")
            let heard = try await manager.submit(try refused.form("/hearing"), values.merging(["override": "yes"]) { $1 })
            #expect(heard.status == 200 && heard.section("history").contains("Heard although the quorum is not met"))

            let bare = try await site.service.decide(outcome22)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let one = try #require(try writer.reader.record(Referral.self, child: bare.child, id: bare.referral))
                try writer.correct(Referral.self, child: bare.child, id: one.id, from: one.from) {
                    ($0.decision, $0.decisionDate) = (nil, nil)
                }
            }
            let police = try await site.browser(.policeOfficer)
            let form = try (try await police.get("/children/\(bare.child)/referrals/\(bare.referral)/decision")).form("/decision")
            // What needs no assessment asks no reason.
            let asked = try await police.submit(form, Self.decision.merging(["decision": outcome22]) { $1 })
            #expect(asked.status == 422 && asked.error(beside: "override").contains("there is no completed assessment"))
            let unsaid = try await police.submit(form, Self.decision.merging(["decision": outcome22, "override": "yes"]) { $1 })
            #expect(unsaid.error(beside: "decision_reason").contains("Say why it goes on without"))
            let plain = try await police.submit(form, Self.decision.merging(["decision": "NO_FURTHER_ACTION"]) { $1 })
            #expect(plain.status == 200)
        }
    }

    @Test(
        "S-OOC-11: a delivery worker is told before they fill the form that completing outcome 22 is not theirs",
        arguments: Engine.available)
    func toldBefore(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            let page = try await (try await site.browser(.deliveryWorker)).get("\(made.page)/end")
            #expect(page.text.contains("Completing it records the outcome, which is the case manager’s to do"))
            #expect(!page.html.contains("value=\"yes\"") && page.html.contains("value=\"no\""))
            let own = try await (try await site.browser(.caseManager)).get("\(made.page)/end")
            #expect(own.html.contains("value=\"yes\"") && !own.text.contains("which is the case manager’s to do"))
        }
    }

    @Test(
        "S-SAF-09, S-PLN-02: a safety plan outlives its concern on the file, and the child's plan names their worker",
        arguments: Engine.available)
    func plans(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution)
            let worker = try await site.service.person(as: .caseManager)
            let plan = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var one = Concern()
                (one.type, one.what, one.raisedAt) = ("SELF_HARM", "Cut his arm", writer.recordedAt)
                (one.safetyPlan, one.closing, one.closedOn) = ("His mother keeps the blades", "Seen", on("2026-11-20"))
                try writer.create(one, child: made.child)
                var held = Allocation()
                (held.staff, held.part, held.startDate) = (worker.id, "CASE_MANAGER", on("2026-10-01"))
                try writer.create(held, child: made.child)
                var plan = Plan()
                plan.programme = made.programme
                return try writer.create(plan, child: made.child)
            }
            let browser = try await site.browser(.deliveryWorker)
            #expect((try await browser.get("/children/\(made.child)")).section("safety-plan").contains("His mother keeps the blades"))
            #expect((try await browser.get("/children/\(made.child)/plans/\(plan)/print")).text.contains("My worker is: \(worker.name)"))
        }
    }
}

/// What is typed is kept and what is wrong is said, also for forms no page of ours made.
@Suite("What is typed on the pathway is kept")
struct PathwayTypedTests {
    @Test("Promise 3: a draft belongs to what it is about: two referrals' drafts of one kind stay two", arguments: Engine.available)
    func drafts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution)
            let second = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var referral = Referral()
                referral.receivedDate = on("2026-10-30")
                return try writer.create(referral, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            func address(_ referral: RecordID) -> String { "/children/\(made.child)/closures/new?referral=\(referral)" }
            for (referral, words) in [(made.referral, "Came to every session"), (second, "Moved away")] {
                let form = try (try await browser.get(address(referral))).form("/closures")
                let kept = try await browser.submit(form, ["summary": words], press: ("action", "draft"))
                #expect(kept.html.contains(words))
            }
            #expect(try (try await browser.get(address(made.referral))).form("/closures")["summary"] == "Came to every session")
            let form = try (try await browser.get(address(second))).form("/closures")
            #expect(form["summary"] == "Moved away")
            // The list of drafts leads back to each, and saving one leaves the other.
            let links = try await browser.get("/drafts").links.filter { $0.contains("closures/new?referral=") }
            #expect(Set(links) == [address(made.referral), address(second)])
            _ = try await browser.submit(form)
            #expect(try await browser.get("/drafts").links.filter { $0.contains("closures/new") } == [address(made.referral)])
        }
    }

    @Test(
        "Promise 3: a change that does not say which version it was made from comes back with what was typed", arguments: Engine.available)
    func withoutVersion(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let address = "/children/\(made.child)/referrals/\(made.referral)"
            for (path, field) in [
                (address, "reason"), ("\(address)/feedback", "feedback_from"), ("\(address)/decision", "decision_officer"),
            ] {
                let sent = try await browser.post(
                    path,
                    [
                        (field, "Typed with care"), ("feedback_due", "30/11/2026"), ("decision", "NO_FURTHER_ACTION"),
                        ("decided_by", "POLICE"),
                        ("decision_rank", "Inspector"), ("decision_date", "20/11/2026"),
                    ])
                #expect(sent.status == 409 && sent.html.contains("Typed with care"), "\(path): \(sent.status)")
                let form = try sent.form(path)
                #expect(form["from"].flatMap { Int64($0) } ?? 0 > 0)
                #expect(try await browser.submit(form).status == 200, "\(path): sent again it is saved")
            }
            #expect(try await site.records(Referral.self, made.child).first?.feedbackFrom == "Typed with care")
        }
    }

    @Test(
        "S-OOC-04: an attendance that is not on the list is refused beside its name; why a record is in error has a length",
        arguments: Engine.available)
    func handMade(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/panels/\(made.panel)")
            let members = try page.form("/attendance").fields
            let refused = try await browser.post("/panels/\(made.panel)/attendance", members.map { ($0.name, "PERHAPS") })
            #expect(refused.status == 422 && refused.error(beside: "attendance-1").contains("Choose from the list"))
            let right = try await browser.submit(try page.form("/attendance"), [try #require(members.first).name: "APOLOGIES"])
            #expect(right.text.contains("Quorum not met: 2 of 3"))
            let ask = "/children/\(made.child)/offences/\(made.offences[0])/withdrawal"
            let form = try (try await browser.get(ask)).form("/withdrawal")
            let long = try await browser.submit(form, ["reason": String(repeating: "long ", count: 120)])
            #expect(long.status == 422 && long.error(beside: "reason").contains("500 characters or fewer"))
            #expect(try long.form("/withdrawal")["reason"]?.hasPrefix("long long") == true)
        }
    }

    @Test("S-REF-01: allocating accepts the referral, and says so before", arguments: Engine.available)
    func accepted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution)
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/children/\(made.child)/allocations/new")
            #expect(page.text.contains("Allocating accepts the referral received 1 September 2026"))
            let worker = try await site.service.person(as: .caseManager).id
            // Beside it stands a form with one button for each worker.
            let form = try #require(page.forms.first { $0.action.contains("/allocations") && $0.names.contains("end_others") })
            let saved = try await browser.submit(
                form, ["staff": worker.description, "part": "CASE_MANAGER", "start_date": "20/11/2026"])
            #expect(saved.status == 200)
            #expect(try await site.records(Referral.self, made.child).first?.accepted == true)
        }
    }
}

extension Page {
    /// Whether the label or legend of a question says that it may be left blank.
    func isOptional(_ field: String) -> Bool {
        if let start = html.firstRange(of: "<label for=\"\(field)\">"), let end = html[start.upperBound...].firstRange(of: "</label>") {
            let label = html[start.upperBound..<end.lowerBound]
            if label.contains("(optional)") { return true }
        }
        // A group's legend stands before its first box.
        guard let box = html.firstRange(of: "id=\"\(field)\""),
            html[..<box.lowerBound].suffix(1_500).contains("<legend>"), html[box.lowerBound...].prefix(200).contains("type=\"radio\""),
            let legend = html[..<box.lowerBound].ranges(of: "<legend>").last,
            let end = html[legend.upperBound...].firstRange(of: "</legend>")
        else { return false }
        return html[legend.upperBound..<end.lowerBound].contains("(optional)")
    }
}
