import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite struct ClosureTests {
    private static let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

    private func ended(_ site: TestSite, interviews: Bool = false) async throws -> DecidedCase {
        let made = try await site.service.decide(Self.resolution) {
            ($0.endDate, $0.completed, $0.endReason) = (Day(iso: "2026-11-18"), true, "Did all five sessions")
        }
        guard interviews else { return made }
        try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
            for form in ["exit-child 1", "exit-parent 1"] {
                var exit = Assessment()
                (exit.type, exit.form, exit.completedOn, exit.referral) = ("EXIT", form, Day(iso: "2026-11-19"), made.referral)
                try writer.create(exit, child: made.child)
            }
        }
        return made
    }

    private func referral(_ site: TestSite, _ made: DecidedCase) async throws -> Referral {
        try #require(try await site.service.all(Referral.self, of: made.child).first).value
    }

    @Test(
        "S-TRN-10, S-VOC-02: closing is blocked until each step is done or reasoned, then a manager approves and the referral is closed",
        arguments: Engine.available)
    func closing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await ended(site)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(try (try await browser.get(made.page)).link("Close the work"))
            #expect(page.section("checklist").contains("Exit interview with the child There is no exit interview with the child"))
            let child = try #require(page.forms.first { $0["form_name"] == "exit-child" }, "one press, and no page that asks what is known")
            #expect(child["referral_ref"] == made.referral.description && child["type"] == "EXIT" && child["stage"] == "END")
            let form = try page.form("/closures")
            #expect(form["referral_ref"] == made.referral.description)
            #expect(form["summary"] == "Did all five sessions" && page.text.contains("From the end of the programme, 18 November 2026"))
            let begun = try await browser.submit(form, ["police_told_date": "20/11/2026", "unmet_need": "none"])
            #expect(begun.status == 200 && begun.section("checklist").contains("Told 20 November 2026."))
            let closure = try #require(try await site.service.all(Closure.self, of: made.child).first)
            let address = "/children/\(made.child)/closures/\(closure.id)"
            let blocked = try await browser.submit(try begun.form("/sending"))
            #expect(blocked.status == 422)
            for sentence in [
                "There is no exit interview with the child, and no reason.",
                "There is no exit interview with the parent or carer, and no reason.",
                "Say when the victim was told of the end, or why not.", "Missing: community resolution, signed.",
            ] { #expect(blocked.text.contains(sentence), "\(sentence)") }
            #expect(try await site.service.all(Closure.self, of: made.child).first?.askedOn == nil)
            let edit = try (try await browser.get("\(address)/edit")).form(address)
            let early = try await browser.submit(edit, press: ("action", "finish"))
            #expect(early.status == 422 && early.text.contains("There is no exit interview with the child, and no reason."))
            #expect(try await site.service.all(Closure.self, of: made.child).first?.askedOn == nil)
            let ready = try await browser.submit(
                edit,
                [
                    "child_interview_reason": "Moved to Wales", "parent_interview_reason": "Did not answer three calls",
                    "victim_reason": "Asked not to hear", "documents_reason": "Police keep it",
                ])
            #expect(ready.section("checklist").contains("Not done: Moved to Wales Reason given"))
            let sent = try await browser.submit(try ready.form("/sending"))
            #expect(sent.text.contains("Sent for approval 21 November 2026 by Case manager of Sandholme."))
            #expect(try await browser.send("POST", "\(address)/approval").status == 403, "the worker may not approve")
            #expect(try await browser.get("/closures").status == 403)
            let manager = try await site.browser(.teamManager)
            let queue = try await manager.get("/closures")
            #expect(queue.section("approve").contains("Robin Vale") && queue.section("approve").contains("To approve"))
            let open = try await manager.get(try queue.link("Robin Vale"))
            let unsaid = try await manager.submit(try open.form("/approval"), press: ("decision", "return"))
            #expect(unsaid.status == 422 && unsaid.error(beside: "reason") == "Say what has to be done first.")
            let back = try await manager.submit(
                try unsaid.form("/approval"), ["reason": "Ring Mum once more"], press: ("decision", "return"))
            #expect(back.text.contains("Team manager of Sandholme sent it back: Ring Mum once more"))
            _ = try await browser.submit(try (try await browser.get(address)).form("/sending"))
            let again = try await manager.get(address)
            let closed = try await manager.submit(try again.form("/approval"), press: ("decision", "approve"))
            #expect(closed.text.contains("Approved 21 November 2026 by Team manager of Sandholme. The referral is closed."))
            let referral = try await referral(site, made)
            #expect(referral.closedDate == site.service.today && referral.closedReason == "Programme completed")
            #expect(try await manager.get("/closures").section("approve").contains("No closure waits"))
            // One command wrote both; what is approved stays as it is.
            let stored = try #require(try await site.service.all(Closure.self, of: made.child).first)
            let file = try await site.service.all(Referral.self, of: made.child).first
            #expect(stored.from == file?.from)
            #expect(try await browser.get("\(address)/edit").status == 403)
            #expect(try await browser.get("\(address)/withdrawal").status == 403, "what is approved is not undone by who wrote it")
        }
    }

    @Test("S-TRN-10: nobody approves what they sent themselves, and what came open again blocks the approval", arguments: Engine.available)
    func ownClosure(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await ended(site, interviews: true)
            let manager = try await site.browser(.teamManager)
            let form = try (try await manager.get("/children/\(made.child)/closures/new?referral=\(made.referral)")).form("/closures")
            let begun = try await manager.submit(
                form,
                [
                    "police_told_date": "20/11/2026", "unmet_need": "Speech therapy", "unmet_need_to": "Early help",
                    "victim_told_date": "20/11/2026", "documents_reason": "Police keep it",
                ])
            #expect(begun.section("checklist").contains("Exit interview with the child Held 19 November 2026. Done"), "S-VOC-02")
            #expect(begun.section("checklist").contains("Passed on to Early help."))
            let sent = try await manager.submit(try begun.form("/sending"))
            #expect(sent.text.contains("You sent this yourself: another manager approves it."))
            let closure = try #require(try await site.service.all(Closure.self, of: made.child).first)
            let address = "/children/\(made.child)/closures/\(closure.id)"
            let forced = try await manager.post("\(address)/approval", [("from", String(closure.from)), ("decision", "approve")])
            #expect(forced.status == 422 && forced.text.contains("You wrote or sent this closure yourself"))
            #expect(try await referral(site, made).closedDate == nil)
            // A target added since it was sent.
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var plan = Plan()
                plan.programme = made.programme
                var target = Target()
                (target.plan, target.what) = (try writer.create(plan, child: made.child), "College")
                try writer.create(target, child: made.child)
            }
            let other = try await site.browser(.serviceManager)
            let refused = try await other.submit(try (try await other.get(address)).form("/approval"), press: ("decision", "approve"))
            #expect(refused.status == 422 && refused.text.contains("1 target is not closed with what came of it."))
            #expect(try await referral(site, made).closedDate == nil)
        }
    }

    @Test("S-VOC-02: a manager sees the exit interviews owed at the end of every programme", arguments: Engine.available)
    func interviews(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await ended(site)
            _ = try await site.service.decide(Self.resolution)
            let queue = try await site.browser(.teamManager).get("/closures")
            let part = queue.section("interviews")
            #expect(part.contains("Robin Vale With the child 18 November 2026"), "\(part)")
            #expect(part.contains("Robin Vale With the parent or carer 18 November 2026"), "\(part)")
            let presses = queue.forms.filter { ($0["form_name"] ?? "").hasPrefix("exit-") }
            #expect(presses.count == 2, "one that runs owes none")
            let held = try await site.browser(.teamManager).submit(try #require(presses.first { $0["form_name"] == "exit-child" }))
            #expect(held.path.hasPrefix("/children/\(made.child)/assessments/") && held.path.hasSuffix("/write/all"))
        }
    }

    @Test("S-TRN-10: a contact without an offence, told before the work began, tells nothing of its end", arguments: [true, false])
    func toldBefore(_ isBefore: Bool) {
        var (referral, programme, contact) = (Referral(), Programme(), VictimContact())
        (referral.receivedDate, programme.startDate) = (Day(iso: "2026-05-01") ?? .unset, Day(iso: "2026-06-01"))
        (contact.state, contact.endToldOn) = ("VIEWS_GIVEN", Day(iso: isBefore ? "2026-01-20" : "2026-06-30"))
        let ends = ClosureFile.VictimEnds([contact], of: referral, [programme])
        #expect(ends.told == (isBefore ? nil : contact.endToldOn))
    }

    @Test("S-TRN-10: a referral is closed once, and how the victim was told says when and never who", arguments: Engine.available)
    func once(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await ended(site)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for offence in [made.offence, made.second] {
                    var contact = VictimContact()
                    (contact.offence, contact.state, contact.name) = (offence, "NO_VICTIM", "zz-victim")
                    try writer.create(contact, child: made.child)
                }
            }
            let manager = try await site.browser(.teamManager)
            let address = "/children/\(made.child)/closures/new?referral=\(made.referral)"
            let page = try await manager.get(address)
            #expect(page.section("checklist").contains("Victim told No identifiable victim. Done") && !page.html.contains("zz-victim"))
            _ = try await manager.submit(try page.form("/closures"))
            let second = try await manager.get(address)
            #expect(second.text.contains("The closing of this referral was already begun."))
            let refused = try await manager.submit(try second.form("/closures"))
            #expect(refused.status == 422 && refused.error(beside: "referral_ref").contains("already begun"))
        }
    }
}
