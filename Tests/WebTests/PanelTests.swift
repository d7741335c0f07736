import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Panels, their reports and papers")
struct PanelTests {
    @Test(
        "S-OOC-04: a panel is put in the calendar, changed, cancelled with a reason; members carry over; attendance shows the quorum met or not",
        arguments: Engine.available)
    func calendar(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.teamManager)
            let new = try await browser.get("/panels/new")
            let bad = try await browser.submit(try new.form("/panels"), ["held_on": "soon", "starts": "14:00"])
            #expect(bad.status == 422 && bad.error(beside: "held_on").contains("real date") && bad.html.contains("soon"))
            var panel = try await browser.submit(
                try new.form("/panels"), ["held_on": "18/11/2026", "starts": "14:00", "place": "Civic rooms", "quorum": "2"])
            #expect(panel.text.contains("Panel of 18 November 2026") && panel.text.contains("Quorum not met: 0 of 2"))
            for (name, agency) in [("Jo Marsh", "POLICE"), ("Kit Dale", "YJS")] {
                panel = try await browser.submit(try panel.form("/members"), ["name": name, "agency": agency])
            }
            #expect(panel.section("members").contains("Jo Marsh"))
            let attendance = try panel.form("/attendance")
            let all = Dictionary(uniqueKeysWithValues: attendance.names.filter { RecordID($0) != nil }.map { ($0, "ATTENDED") })
            #expect(all.count == 2)
            panel = try await browser.submit(attendance, all)
            #expect(panel.text.contains("Quorum met: 2 of 2"))
            let next = try await browser.get("/panels/new")
            #expect(try next.form("/panels")["place"] == "Civic rooms")
            let second = try await browser.submit(try next.form("/panels"), ["held_on": "25/11/2026"])
            #expect(second.section("members").contains("Kit Dale"))
            #expect(second.text.contains("Quorum 2 agencies") && !second.text.contains("Quorum not met"), "it has not sat yet")
            let change = try await browser.get(try second.link("Change, cancel"))
            let cancelled = try await browser.submit(try change.form("/panels/"), ["cancelled_reason": "The room is flooded"])
            #expect(cancelled.text.contains("Cancelled") && cancelled.text.contains("The room is flooded"))
            let list = try await browser.get("/panels")
            #expect(list.section("coming").contains("The room is flooded") && list.section("past").contains("18 November 2026"))
            let worker = try await site.browser(.caseManager)
            #expect(try await worker.get("/panels").status == 200)
            #expect(try await worker.get("/panels/new").status == 403)
        }
    }

    @Test(
        "S-OOC-06, S-OOC-07, S-OOC-24: a report begins from what is known, is not ready without score and factors, and then can be listed with one press",
        arguments: Engine.available)
    func report(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var score = GravityScore()
                (score.matrix, score.cjsCode, score.score, score.basis) = ("CHILD_2025", "TH68", 3, "Matrix as loaded")
                try writer.create(score)
            }
            let browser = try await site.browser(.teamManager)
            let before = try await browser.get("/panels/\(made.panel)")
            #expect(before.section("waiting").contains("the report has not been marked ready"))
            #expect(before.section("waiting").contains("aggravating and mitigating factors have not been considered"))
            let refused = try await browser.post(
                "/panels/\(made.panel)/listing", [("child", made.child.description), ("referral", made.referral.description)])
            #expect(refused.status == 422 && refused.text.contains("Give a reason"))

            let edit = try await browser.post("/children/\(made.child)/panel-items", [("referral", made.referral.description)])
            let form = try edit.form("/panel-items/")
            #expect(form["gravity_base"] == "3" && form["gravity_matrix"] == "CHILD_2025")
            #expect(form["child_view"] == "I wish I had walked away." && edit.text.contains("From the assessment, 1 November 2026"))
            #expect(form["record_checked_on"] == "23/10/2026" && form["record_result"] == "NONE")
            #expect(edit.text.contains("Wants the bicycle back.") && !edit.html.contains(PanelMade.victim))
            let early = try await browser.submit(form, ["gravity": "3"], press: ("action", "ready"))
            #expect(early.status == 422)
            for name in ["aggravating", "mitigating", "options", "why_not_lower"] { #expect(!early.error(beside: name).isEmpty, "\(name)") }
            let unreasoned = try await browser.submit(form, PanelMade.report.merging(["gravity": "5"]) { $1 }, press: ("action", "ready"))
            #expect(unreasoned.status == 422 && unreasoned.error(beside: "gravity_reason").contains("Say why"))
            let ready = try await browser.submit(form, PanelMade.report, press: ("action", "ready"))
            #expect(ready.status == 200 && ready.text.contains("Ready") && ready.section("gravity").contains("2: Informal"))
            let panel = try await browser.get("/panels/\(made.panel)")
            let listed = try await browser.submit(try panel.form("/listing"))
            #expect(listed.section("agenda").contains("Robin") && listed.section("agenda").contains("Listed"))
            let off = try await browser.submit(try listed.form("/unlisting"))
            #expect(off.section("agenda").contains("Nothing is listed") && off.section("waiting").contains("Robin"))
            #expect(try await site.records(PanelItem.self, made.child).count == 1)
        }
    }

    @Test(
        "S-OOC-02, S-OOC-03: a child who has not admitted is not given a caution by the panel, and would-be entrants are named only after both checks",
        arguments: Engine.available)
    func admission(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, admission: "DENIED")
            let browser = try await site.browser(.teamManager)
            let edit = try await browser.post("/children/\(made.child)/panel-items", [("referral", made.referral.description)])
            #expect(edit.text.contains("The child has not admitted") && edit.text.contains("Alleged: Taking a bicycle"))
            let blocked = try await browser.submit(
                try edit.form("/panel-items/"), PanelMade.report.merging(["options": "YOUTH_CAUTION"]) { $1 }, press: ("action", "ready"))
            #expect(blocked.status == 422 && blocked.error(beside: "options").contains("needs an admission"))
            let item = try await made.list(browser)
            let shown = try await browser.get("/children/\(made.child)/panel-items/\(item)")
            #expect(shown.section("assessment").contains("Likelihood of offending"))
            let hearing = try await browser.get("/children/\(made.child)/panel-items/\(item)/hearing")
            let form = try hearing.form("/hearing")
            let caution = try await browser.submit(form, ["recommendation": "YOUTH_CAUTION", "recommendation_reason": "It is time."])
            #expect(caution.status == 422 && caution.error(beside: "recommendation").contains("needs an admission"))
            let resolution = ["recommendation": "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "recommendation_reason": "Accepts the harm."]
            let warned = try await browser.submit(form, resolution)
            #expect(warned.status == 422 && warned.error(beside: "override").contains("Tick to go on"))
            let went = try await browser.submit(try warned.form("/hearing"), resolution.merging(["override": "yes"]) { $1 })
            #expect(went.status == 200 && went.section("history").contains("Went on without an admission"))

            let other = try await PanelMade(site, given: "Nico")
            let id = try await other.list(browser)
            #expect(
                try await browser.get("/children/\(other.child)/panel-items/\(id)/hearing").section("entrant").contains(
                    "Youth caution: Yes"))
            let again = try await browser.get("/children/\(other.child)/panel-items/\(id)/edit")
            _ = try await browser.submit(try again.form("/panel-items/"), ["outcomes_elsewhere": "NOT_CHECKED"])
            let unchecked = try await browser.get("/children/\(other.child)/panel-items/\(id)/hearing").section("entrant")
            #expect(unchecked.contains("Not checked: outcomes in other areas") && !unchecked.contains("Yes"))
        }
    }

    @Test(
        "S-OOC-09, S-OOC-10, S-OOC-24: dissent and taking it higher are recorded; a judgement the panel raises reaches the assessment and asks for a risk meeting",
        arguments: Engine.available)
    func hearing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let item = try await made.list(browser)
            let address = "/children/\(made.child)/panel-items/\(item)/hearing"
            let form = try (try await browser.get(address)).form("/hearing")
            let half = try await browser.submit(form, ["escalated_on": "19/11/2026", "dissent": "Police wanted a caution."])
            #expect(half.status == 422 && !half.error(beside: "escalated_to").isEmpty && half.html.contains("Police wanted a caution."))
            let done = try await browser.submit(
                form,
                [
                    "escalated_on": "19/11/2026", "dissent": "Police wanted a caution.",
                    "escalated_to": "Service manager and Chief Inspector",
                    "escalated_result": "YOUTH_CAUTION", "escalated_reason": "Second time in a month.", "panel_serious_harm": "HIGH",
                    "panel_risk_reason": "A knife was shown.",
                ])
            #expect(done.status == 200 && done.section("result").contains("Service manager and Chief Inspector"))
            let assessment = try #require(try await site.records(Assessment.self, made.child).first)
            #expect(assessment.seriousHarm == "HIGH" && assessment.reoffending == "LOW" && assessment.safetyWellbeing == "MEDIUM")
            #expect(assessment.seriousHarmReason?.contains("A knife was shown.") == true)
            #expect(assessment.answers?.contains(PanelMade.selfWritten) == true)
            let actions = try await site.records(Action.self, made.child)
            #expect(actions.map(\.what) == ["Hold a risk meeting"] && actions.first?.dueOn == Day(iso: "2026-11-25"))
            let referral = try #require(try await site.records(Referral.self, made.child).first)
            #expect(referral.panelDate == Day(iso: "2026-11-18") && referral.recommendation == "YOUTH_CAUTION" && referral.decision == nil)
            let report = try #require(try await site.records(PanelItem.self, made.child).first)
            #expect(
                report.mitigating == "REMORSE" && report.options != nil && report.state == "HEARD", "what the hearing does not ask stands")
            // Saved again, it asks for no second meeting.
            _ = try await browser.submit(try (try await browser.get(address)).form("/hearing"), ["dissent": "The police wanted a caution."])
            #expect(try await site.records(Action.self, made.child).count == 1)
            #expect(try await site.records(Assessment.self, made.child).count == 1)

            let other = try await PanelMade(site, given: "Nico")
            let id = try await other.list(browser)
            let put = try await browser.get("/children/\(other.child)/panel-items/\(id)/hearing")
            #expect(try await browser.submit(try put.form("/deferral")).status == 422)
            let off = try await browser.submit(try put.form("/deferral"), ["deferred_reason": "Parent not told in time"])
            #expect(off.text.contains("Parent not told in time") && off.text.contains("Put off"))
            #expect(try await browser.get("/panels/\(made.panel)").section("waiting").contains("Nico"))
        }
    }

    @Test(
        "S-OOC-06: a report the panel has heard is changed only with a reason, and says beside the change what the panel saw",
        arguments: Engine.available)
    func heard(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let item = try await made.list(browser)
            let address = "/children/\(made.child)/panel-items/\(item)"
            let open = try (try await browser.get("\(address)/edit")).form("/panel-items/")
            #expect(!open.names.contains("reason_for_change"), "nobody has heard it yet")
            let result = ["recommendation": "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "recommendation_reason": "Accepts the harm."]
            let heard = try await browser.submit(try (try await browser.get("\(address)/hearing")).form("/hearing"), result)
            #expect(heard.text.contains("Heard") && !heard.text.contains("Changed since the panel heard it"))
            let edit = try await browser.get("\(address)/edit")
            #expect(edit.text.contains("The panel has heard this report."))
            let change = ["gravity_base": "5", "gravity": "4"]
            let refused = try await browser.submit(try edit.form("/panel-items/"), change)
            #expect(refused.status == 422 && refused.error(beside: "reason_for_change").contains("say why it is changed"))
            #expect(try await site.records(PanelItem.self, made.child).map(\.gravity) == [2])
            let changed = try await browser.submit(
                try refused.form("/panel-items/"), change.merging(["reason_for_change": "Typed from the wrong row"]) { $1 })
            #expect(changed.status == 200 && changed.section("changed").contains("Score to start from Changed 3 5"), "\(changed.text)")
            #expect(!changed.section("changed").contains("Reasons") && changed.section("history").contains("Typed from the wrong row"))
            #expect(changed.text.contains("Heard") && changed.section("result").contains("Accepts the harm."))
        }
    }

    @Test(
        "S-OOC-04: papers leave out, by audience and field, what that audience may not have; each copy is numbered, named and on record",
        arguments: Engine.available)
    func papers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, admission: "DENIED")
            let browser = try await site.browser(.teamManager)
            let item = try await made.list(browser)
            let edit = try await browser.get("/children/\(made.child)/panel-items/\(item)/edit")
            _ = try await browser.submit(try edit.form("/panel-items/"), ["intelligence": PanelMade.secret])
            let papers = try await browser.get("/panels/\(made.panel)/papers?for=police")
            #expect(try papers.form("/papers")["audience"] == "POLICE")
            #expect(try await browser.submit(try papers.form("/papers")).status == 422, "a copy is for somebody")
            let never = [
                PanelMade.victim, "7 Secret Row", "9 Refuge Close", "12 Hidden Lane", PanelMade.otherChild, PanelMade.selfWritten,
            ]
            var pages: [String: Page] = [:]
            for audience in ["PANEL", "POLICE", "VICTIM_WORKER", "PARTNER", "SCRUTINY"] {
                let form = try (try await browser.get("/panels/\(made.panel)/papers")).form("/papers")
                let copy = try await browser.submit(form, ["audience": audience, "recipient": "Kit Dale"])
                #expect(copy.status == 200 && copy.text.contains("Copy \(pages.count + 1), for Kit Dale"), "\(audience)")
                for word in never { #expect(!copy.html.contains(word), "\(audience): \(word)") }
                #expect(copy.html.contains(PanelMade.secret) == (audience == "POLICE"), "\(audience)")
                #expect(copy.text.contains("lleged"), "\(audience)")
                #expect(
                    copy.text.contains("Robin") == (audience != "SCRUTINY") && copy.text.contains("Vale") == (audience != "SCRUTINY"),
                    "\(audience)")
                pages[audience] = copy
            }
            #expect(pages["PANEL"]?.text.contains("Was with another child at the time.") == true)
            #expect(pages["PANEL"]?.text.contains("Likelihood of offending") == true)
            #expect(pages["VICTIM_WORKER"]?.text.contains("Likelihood of offending") == false)
            #expect(pages["PARTNER"]?.text.contains("Wants the bicycle back.") == true)
            let entries = try await site.accessEntries().filter { $0.action == "papers" }
            #expect(entries.count == 5 && entries.allSatisfy { $0.shown.contains(made.child.description) })
            // Printed again after the report has changed, a copy says what it said.
            site.clock.advance(minutes: 5)
            let later = try await browser.get("/children/\(made.child)/panel-items/\(item)/edit")
            _ = try await browser.submit(try later.form("/panel-items/"), ["why_not_lower": "Altogether new words."])
            let again = try await browser.get(try #require(pages["PANEL"]?.path))
            #expect(again.text.contains("The harm was real.") && !again.text.contains("Altogether new words."))
            let list = try await browser.get("/panels/\(made.panel)/papers")
            #expect(list.section("copies").contains("Copy 5"))
            #expect(try await site.browser(.caseManager).get("/panels/\(made.panel)/papers").status == 403)
        }
    }
}
