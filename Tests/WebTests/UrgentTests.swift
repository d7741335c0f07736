import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Urgent concerns: raised in any form, seen by those who must act, closed by a named person.
@Suite struct UrgentTests {
    private func concerns(_ site: TestSite, _ child: RecordID) async throws -> [Concern] {
        try await site.service.read(.wholeService(reason: "test")) { try $0.records(Concern.self, child: child).map(\.value) }
    }

    @Test(
        "S-SAF-09: a self-harm concern written in a contact is raised in the command that saves it, and is a banner at once",
        arguments: Engine.available)
    func inContact(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let other = try await site.service.makeCase("Kit", "Marsh")
            let worker = try await site.browser(.caseManager)
            let manager = try await site.browser(.teamManager)
            #expect(!(try await manager.get("/figures")).html.contains("urgent concern"))
            let form = try (try await worker.get("/children/\(made.child)/contacts/new")).form("/contacts")
            // Half a concern is told beside the box, and nothing is saved.
            let half = try await worker.submit(form, ["content": "Talked", "concern_what": "Says he wants to die"])
            #expect(half.status == 422 && half.error(beside: "concern_type") == "Say what sort of concern it is.")
            #expect(half.html.contains("Says he wants to die") && half.html.contains("Talked"))
            #expect(try await concerns(site, made.child).isEmpty)
            let before = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let filled = [
                "content": "Talked", "attendance": "ATTENDED", "concern_type": "SELF_HARM", "concern_what": "Says he wants to die",
                "concern_done": "Rang his mother",
            ]
            let saved = try await worker.submit(try half.form("/contacts"), filled)
            #expect(saved.status == 200 && saved.html.contains("Urgent: self-harm"))
            let after = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            #expect(after == before + 1, "one command")
            let raised = try #require(try await concerns(site, made.child).first)
            #expect(raised.raisedIn == "Contact" && raised.done == "Rang his mother" && raised.raisedAt == site.clock.now)
            let author = try await site.service.person(as: .caseManager).id
            #expect(raised.raisedBy == author)
            // Every page of this child's file, no page of another's; on every page for managers as a count.
            for part in ["", "/chronology", "/details", "/contacts/\(made.contact)", "/offences/new"] {
                #expect((try await worker.get("/children/\(made.child)\(part)")).html.contains("Urgent: self-harm"), "\(part)")
            }
            #expect(!(try await worker.get("/children/\(other.child)")).html.contains("Urgent"))
            for page in ["/", "/figures", "/children", "/children/\(other.child)"] {
                #expect((try await manager.get(page)).html.contains("1 urgent concern open"), "\(page)")
            }
            #expect(!(try await worker.get("/children")).html.contains("urgent concern open"))
            // The same form sent again raises nothing more.
            _ = try await worker.submit(try half.form("/contacts"), filled)
            #expect(try await concerns(site, made.child).count == 1)
        }
    }

    @Test(
        "S-SAF-09: every form of a child's file asks, also a change and by a victim worker, and a draft keeps it",
        arguments: Engine.available)
    func inEveryForm(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.teamManager)
            for route in Routes.all
            where route.method == .get && route.pattern.hasSuffix("/new") && route.pattern.hasPrefix("/children/{child}/") {
                let page = try await browser.get(route.pattern.replacing("{child}", with: made.child.description))
                // The concern's own form is the question; an assessment asks it in its parts.
                let apart = ["urgent-concerns", "assessments"]
                guard page.status == 200, !apart.contains(where: { route.pattern.contains($0) }) else { continue }
                #expect(page.html.contains("Is anyone unsafe right now?"), "\(route.pattern)")
            }
            let edit = try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences/")
            let kept = try await browser.submit(
                edit, ["concern_type": "EXPLOITATION", "concern_what": "Seen with older men"], press: ("action", "draft"))
            #expect(kept.html.contains("Seen with older men"))
            let saved = try await browser.submit(try kept.form("/offences/\(made.offence)"))
            #expect(saved.html.contains("Urgent: exploitation"))
            #expect(try await concerns(site, made.child).map(\.raisedIn) == ["Offence"])
            let victims = try await site.browser(.victimWorker)
            let form = try (try await victims.get("/children/\(made.child)/victim-contacts/new")).form("/victim-contacts")
            _ = try await victims.submit(form, ["state": "TRIED", "concern_type": "HARM_TO_OTHERS", "concern_what": "Threats were made"])
            #expect(try await concerns(site, made.child).count == 2)
        }
    }

    @Test(
        "S-SAF-09: managers and the duty worker of the day close it, with why and a safety plan; nobody else", arguments: Engine.available)
    func closing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.caseManager)
            let delivery = try await site.browser(.deliveryWorker)
            let manager = try await site.browser(.teamManager)
            let form = try (try await worker.get("/children/\(made.child)/urgent-concerns/new")).form("/urgent-concerns")
            let raised = try await worker.submit(form, ["type": "SUICIDE", "what": "Took tablets"])
            #expect(raised.text.contains("A manager or the duty worker closes it."))
            let id = try #require(
                try await site.service.read(.wholeService(reason: "test")) { try $0.records(Concern.self, child: made.child).first?.id })
            let address = "/children/\(made.child)/urgent-concerns/\(id)/closing"
            #expect((try await delivery.get(address)).status == 403)
            #expect((try await delivery.post(address, [("from", "1"), ("closing", "x"), ("safety_plan", "x")])).status == 403)
            // On duty from today: sees it everywhere, and may close.
            let duty = try (try await manager.get("/duty")).form("/duty")
            let person = try await site.service.person(as: .deliveryWorker)
            let wrong = try await manager.submit(
                duty, ["staff": person.id.description, "start_date": "22/11/2026", "end_date": "21/11/2026"])
            #expect(wrong.status == 422 && wrong.error(beside: "end_date") == "The end cannot come before the start.")
            let rota = try await manager.submit(
                try wrong.form("/duty"), ["staff": person.id.description, "start_date": "21/11/2026", "end_date": "22/11/2026"])
            #expect(rota.text.contains("On duty today"))
            #expect((try await delivery.get("/duty")).text.contains(person.name))
            #expect((try await delivery.post("/duty", [("staff", person.id.description)])).status == 403)
            #expect((try await delivery.get("/children")).html.contains("1 urgent concern open"))
            let list = try await delivery.get("/concerns")
            #expect(list.section("open").contains("Took tablets") && list.section("open").contains("Risk of suicide"))
            let close = try await delivery.get(address)
            let blank = try await delivery.submit(try close.form("/closing"))
            #expect(blank.status == 422 && blank.error(beside: "closing") == "Say why it can be closed.")
            let done = try await delivery.submit(
                try blank.form("/closing"),
                ["closing": "Seen by the crisis team", "safety_plan": "Mother holds the tablets", "review_date": "28/11/2026"])
            #expect(done.section("closed").contains("Seen by the crisis team") && done.section("closed").contains(person.name))
            #expect(done.section("open").contains("No urgent concern is open."))
            #expect(!(try await worker.get("/children/\(made.child)")).html.contains("Urgent: "))
            // The day named stands on the worker's list, and the day after tomorrow another is on duty.
            #expect(try await concerns(site, made.child).first?.reviewDate == Day(iso: "2026-11-28"))
            site.clock.advance(days: 2)
            let later = (
                try await site.browser(.caseManager), try await site.browser(.deliveryWorker), try await site.browser(.teamManager)
            )
            _ = try await later.0.submit(
                try (try await later.0.get("/children/\(made.child)/urgent-concerns/new")).form("/urgent-concerns"),
                ["type": "SAFEGUARDING", "what": "Home is not safe"])
            #expect(!(try await later.1.get("/children")).html.contains("urgent concern open"))
            let removal = try await later.2.get("/duty")
            #expect(removal.text.contains("Nobody is on the rota."))
        }
    }

    @Test(
        "S-SAF-07: a safeguarding referral from a concern carries what is known, never waits for consent, and is chased",
        arguments: Engine.available)
    func referral(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.caseManager)
            let raised = try await worker.submit(
                try (try await worker.get("/children/\(made.child)/urgent-concerns/new")).form("/urgent-concerns"),
                ["type": "SAFEGUARDING", "what": "Bruises on his arm", "done": "Told the school"])
            let form = try (try await worker.get(try raised.link("Refer to social care or early help"))).form("/safeguarding-referrals")
            #expect(form["why"]?.contains("Bruises on his arm") == true && form["why"]?.contains("Told the school") == true)
            for consent in ["REFUSED", "NOT_SOUGHT", ""] {
                let new = try (try await worker.get(try raised.link("Refer to social care or early help"))).form("/safeguarding-referrals")
                let saved = try await worker.submit(new, ["sent_to": "SOCIAL_CARE", "consent": consent])
                #expect(saved.status == 200 && saved.text.contains("Social care front door"), "\(consent)")
            }
            let allocation = try await site.service.person(as: .caseManager).id
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var one = Allocation()
                (one.staff, one.part, one.startDate) = (allocation, "CASE_MANAGER", Day(iso: "2026-05-21") ?? .unset)
                try writer.create(one, child: made.child)
            }
            let day = try await worker.get("/")
            #expect(day.section("due").contains("Chase the answer to the safeguarding referral"))
            #expect(day.section("waiting").contains("Safeguarding referral") && day.section("waiting").contains("Social care front door"))
        }
    }

    @Test("A form reads only what it asks: a field sent by hand changes nothing", arguments: Engine.available)
    func onlyAsked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.caseManager)
            let form = try (try await worker.get("/children/\(made.child)/urgent-concerns/new")).form("/urgent-concerns")
            let sent =
                form.filled(["type": "SELF_HARM", "what": "Cuts"]) + [
                    ("closed_on", "21/11/2026"), ("closing", "Nothing in it"), ("raised_in", "Elsewhere"),
                ]
            _ = try await worker.post(form.action, sent)
            let raised = try #require(try await concerns(site, made.child).first)
            #expect(raised.isOpen && raised.closing == nil && raised.raisedIn == "Urgent concern")
            let id = try #require(
                try await site.service.read(.wholeService(reason: "test")) { try $0.records(Concern.self, child: made.child).first?.id })
            let edit = try (try await worker.get("/children/\(made.child)/urgent-concerns/\(id)/edit")).form("/urgent-concerns/")
            _ = try await worker.post(
                edit.action, edit.filled(["what": "Cuts on his arm"]) + [("closed_on", "21/11/2026"), ("closing", "No")])
            let changed = try #require(try await concerns(site, made.child).first)
            #expect(changed.what == "Cuts on his arm" && changed.isOpen)
        }
    }

    @Test("S-SAF-07: what came of the referrals of a period, by whom they went to, each opening its record", arguments: Engine.available)
    func report(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase("Robin", "Vale")
            try await site.service.write(.wholeService(reason: "test"), action: "test.sent") { writer in
                for (sent, result, answered) in [
                    ("2026-11-02", "EARLY_HELP", "2026-11-06"), ("2026-11-10", nil, nil), ("2025-11-10", "EARLY_HELP", "2025-11-12"),
                ] as [(String, String?, String?)] {
                    var one = SafeguardingReferral()
                    (one.sentOn, one.to, one.why) = (Day(iso: sent) ?? .unset, "SOCIAL_CARE", "Seen alone at night")
                    (one.result, one.resultOn) = (result, answered.flatMap { Day(iso: $0) })
                    try writer.create(one, child: made.child)
                }
            }
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get(try (try await manager.get("/oversight")).link("Safeguarding referrals"))
            #expect(page.section("counts").contains("Social care front door 2") && page.section("counts").contains("No answer yet: 1 of 2"))
            #expect(page.section("counts").contains("4 days, of 1 answered"))
            #expect(page.section("each").contains("10 November 2026") && !page.section("each").contains("2025"))
            #expect(!page.text.contains("Seen alone at night"), "why is read on the record, not in a list")
            let year = try await manager.get("/oversight/safeguarding?days=365")
            #expect(year.section("counts").contains("Social care front door 2"), "a year back to 21 November 2025")
            #expect(try await site.browser(.caseManager).get("/oversight/safeguarding").status == 403)
        }
    }
}
