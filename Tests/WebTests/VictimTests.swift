import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Victims of a child's offences.
@Suite struct VictimTests {
    @Test(
        "S-PEO-12: a victim's involvement is the victim worker's; the rest of the file shows nothing of it to anyone else",
        arguments: Engine.available)
    func access(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.victimWorker)
            let page = try await worker.get("/children/\(made.child)/victims")
            let form = try (try await worker.get(try page.link("Add a victim"))).form("/victims")
            #expect(form["offence_ref"] == made.offence.description)
            let refused = try await worker.submit(form, ["victim_ref": "V-104", "rj_offered": "no", "engaged_in_rj": "yes"])
            #expect(refused.error(beside: "rj_not_offered_reason") == "Say why restorative justice was not offered.")
            #expect(refused.error(beside: "rj_type") == "Choose what they took part in.")
            let saved = try await worker.submit(
                try refused.form("/victims"),
                [
                    "rj_offered": "yes", "rj_type": "LETTER", "consents_to_contact": "yes", "progress_requested": "yes",
                    "engaged_start": "1/9/2026",
                ])
            for words in ["V-104", "Took part: letter", "contact them; tell them of progress"] {
                #expect(saved.text.contains(words), "\(words)")
            }
            let twice = try await worker.submit(form, ["victim_ref": "V-104"])
            #expect(twice.status == 422 || twice.status == 409)
            let record = try #require(try await site.service.all(Victim.self, of: made.child).first)
            for role in Role.allCases where !Access(role).sees(.victim) && Access(role).may(.openFile) {
                let browser = try await site.browser(role)
                #expect(try await browser.get("/children/\(made.child)/victims").status == 403, "\(role)")
                #expect(try await browser.get("/children/\(made.child)/victims/\(record.id)").status == 404, "\(role)")
                for part in ["", "/chronology", "/needs", "/court", "/details", "/summary"] {
                    let html = try await browser.get("/children/\(made.child)\(part)").html
                    #expect(!html.contains("V-104") && !html.contains("/victims"), "\(role) \(part)")
                }
            }
            // Managers see it and the file's tab leads there; no name stands anywhere.
            let manager = try await site.browser(.teamManager)
            #expect(try (try await manager.get("/children/\(made.child)")).link("Victims") == "/children/\(made.child)/victims")
            #expect(try await manager.get("/children/\(made.child)/victims").text.contains("V-104"))
        }
    }

    @Test(
        "S-TRN-10, S-OOC-24: the victim worker is asked to tell the victim when the programme ends, learns no more of it than the day, and what they write closes the step of the closure",
        arguments: Engine.available)
    func told(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT") {
                ($0.endDate, $0.completed, $0.endReason) = (Day(iso: "2026-11-18"), true, "Seeded words of casework")
            }
            try await site.write { writer in
                var contact = VictimContact()
                (contact.offence, contact.state, contact.name, contact.wishes) = (made.offence, "VIEWS_GIVEN", "Quentin Sharpe", "LETTER")
                try writer.create(contact, child: made.child)
            }
            let worker = try await site.browser(.victimWorker)
            let day = try await worker.get("/")
            let list = day.section("ended")
            #expect(list.contains("Robin Vale") && list.contains("18 November 2026, 3 days") && list.contains("A letter"))
            #expect(!day.text.contains("Seeded words") && !day.text.contains("Community resolution with"), "the day it ended and no more")
            for role in Role.allCases where role != .victimWorker && Access(role).may(.findChildren) {
                let page = try await site.browser(role).get("/")
                #expect(!page.text.contains("tell the victim") && !page.html.contains("id=\"ended\""), "\(role)")
            }
            // Nobody has told them yet: the closure says who is asked.
            let manager = try await site.browser(.caseManager)
            let closing = "/children/\(made.child)/closures/new?referral=\(made.referral)"
            #expect(try await manager.get(closing).section("checklist").contains("The victim worker is asked to tell them."))
            let edit = try await worker.get(try day.link("Record that they were told"))
            #expect(edit.text.contains("When the work with the child has ended"))
            let early = try await worker.submit(try edit.form("/victim-contacts/"), ["end_told_on": "1/12/2026"])
            #expect(early.status == 422 && early.error(beside: "end_told_on") == "That day is in the future.")
            _ = try await worker.submit(try early.form("/victim-contacts/"), ["end_told_on": "20/11/2026"])
            #expect(try await worker.get("/").section("ended").contains("Every victim who gave views is told"))
            let closure = try await manager.get(closing)
            #expect(try closure.form("/closures")["victim_told_date"] == "20/11/2026")
            #expect(closure.text.contains("From the contact with the victim") && !closure.text.contains("Quentin"))
            #expect(closure.section("checklist").contains("Victim told Told 20 November 2026."))
            let register = try await worker.get("/children/\(made.child)/victims/new?offence=\(made.offence)")
            #expect(try register.form("/victims")["end_notified_date"] == "20/11/2026", "told once is not asked twice")
            #expect(
                !(try await worker.get("/children/\(made.child)/victim-contacts/new").text.contains(
                    "When the work with the child has ended")))
        }
    }

    @Test("S-TRN-10: work that ended lately is listed, not what ended long ago or what still runs", arguments: Engine.available)
    func lately(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let disposal = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"
            let made = try await site.service.decide(disposal, from: "2025-12-01") {
                ($0.endDate, $0.completed) = (Day(iso: "2026-03-01"), true)
            }
            try await site.write { writer in
                var contact = VictimContact()
                (contact.offence, contact.state) = (made.offence, "VIEWS_GIVEN")
                try writer.create(contact, child: made.child)
            }
            let worker = try await site.browser(.victimWorker)
            #expect(!(try await worker.get("/").section("ended").contains("Robin Vale")), "half a year and more ago")
            let later: [(end: Day?, isListed: Bool)] = [(Day(iso: "2026-11-18"), true), (nil, false)]
            for (end, isListed) in later {
                try await site.write { writer in
                    var programme = Programme()
                    (programme.disposal, programme.startDate, programme.offences) = (disposal, Day(iso: "2026-10-01"), [made.offence])
                    (programme.referral, programme.endDate, programme.completed) = (made.referral, end, end == nil ? nil : true)
                    try writer.create(programme, child: made.child)
                }
                #expect(try await worker.get("/").section("ended").contains("Robin Vale") == isListed)
            }
        }
    }

    @Test(
        "S-TRN-10: of two victims of one offence, one told in the register or on a contact does not stand for the other",
        arguments: Engine.available)
    func several(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let ended = Day(iso: "2026-11-18")
            let made = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT") {
                ($0.endDate, $0.completed) = (ended, true)
            }
            func register(_ ref: String) async throws {
                try await site.write { writer in
                    var victim = Victim()
                    (victim.victimRef, victim.offence, victim.endNotifiedDate) = (ref, made.offence, Day(iso: "2026-11-20"))
                    try writer.create(victim, child: made.child)
                }
            }
            try await site.write { writer in
                for name in ["Quentin Sharpe", "Ottoline Dace"] {
                    var contact = VictimContact()
                    (contact.offence, contact.state, contact.name) = (made.offence, "VIEWS_GIVEN", name)
                    if name.hasPrefix("Q") { contact.endToldOn = Day(iso: "2026-11-20") }
                    try writer.create(contact, child: made.child)
                }
            }
            let worker = try await site.browser(.victimWorker)
            let new = try await worker.get("/children/\(made.child)/victims/new?offence=\(made.offence)")
            #expect(try new.form("/victims")["end_notified_date"]?.isEmpty ?? true, "whose day it was is not known")
            try await register("V-1")
            #expect(try await worker.get("/").section("ended").contains("Robin Vale"), "one of two is registered as told")
            try await register("V-2")
            #expect(try await worker.get("/").section("ended").contains("Every victim who gave views is told"))
        }
    }
}
