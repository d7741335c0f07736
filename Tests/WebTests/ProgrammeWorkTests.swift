import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite struct ProgrammeWorkTests {
    private static let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

    @Test("S-OOC-13: running past the longest allowed warns, and an extension is refused without a reason", arguments: Engine.available)
    func length(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution, from: "2026-08-01")
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(made.page)
            #expect(page.text.contains("It has run past 31 October 2026, the longest this disposal allows (13 weeks)."))
            #expect(page.section("dates").contains("28 days past its end"))
            let edit = try (try await browser.get("\(made.page)/edit")).form(made.page)
            let refused = try await browser.submit(edit, ["latest_end": "31/12/2026"])
            #expect(refused.status == 422 && refused.error(beside: "extension_reason").contains("Say why it runs longer."))
            let saved = try await browser.submit(try refused.form(made.page), ["extension_reason": "Exams until December"])
            #expect(saved.status == 200 && saved.section("dates").contains("Exams until December"))
            #expect(!saved.text.contains("It has run past"))
            #expect(saved.section("dates").contains("40 days left"))
            // The history of the record is where it was.
            #expect(saved.section("history").contains("Changed"))
        }
    }

    @Test("A programme begins with what was decided: disposal, offences and usual length", arguments: Engine.available)
    func carried(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/programmes/new?referral=\(made.referral)")
            let form = try page.form("/programmes")
            #expect(form["disposal"] == Self.resolution && form["start_date"] == "21/11/2026")
            #expect(form.fields.filter { $0.name == "offence_refs" }.count == 2 && form["referral_ref"] == made.referral.description)
            #expect(page.text.contains("From the decision, 28 September 2026"))
            let saved = try await browser.submit(form, ["start_date": "2/11/2026"])
            #expect(saved.section("dates").contains("To end by 25 January 2027"), "12 weeks from the start, without being typed")
        }
    }

    @Test(
        "S-OOC-12: a contact from the programme's page is typed once: its content and who came, and it counts in the attendance",
        arguments: Engine.available)
    func contact(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(made.page)
            #expect(page.section("attendance").contains("Attended 0"))
            let form = try (try await browser.get(try page.link("Record a contact"))).form("/contacts")
            #expect(form["programme_ref"] == made.programme.description)
            // Who came is not taken for granted.
            let untouched = try await browser.submit(form, ["content": "Went through the plan"])
            #expect(untouched.status == 422 && untouched.error(beside: "attendance").hasPrefix("Choose whether they attended"))
            _ = try await browser.submit(try untouched.form("/contacts"), ["attendance": "ATTENDED"])
            let text = try (try await browser.get(try page.link("Record a text message"))).form("/contacts")
            _ = try await browser.submit(text, ["content": "See you on Monday"])
            let contacts = try await site.service.all(Contact.self, of: made.child)
            #expect(contacts.count == 2 && contacts.allSatisfy { $0.programme == made.programme })
            let after = try await browser.get(made.page)
            #expect(after.section("attendance").contains("Planned 1 Attended 1 Missed 0"))
            #expect(after.section("attendance").contains("Weeks seen 1 of 8"))
            #expect(after.section("contacts").contains("See you on Monday"))
            // From the child's file too: the only programme running is the one.
            let fromFile = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            #expect(fromFile["programme_ref"] == made.programme.description)
        }
    }

    @Test("S-OOC-16: the six-week review is due, held from a form that remembers, and its result stands", arguments: Engine.available)
    func review(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(made.page)
            #expect(page.section("review").contains("Late Due 12 November 2026"))
            let new = try await browser.get(try page.link("Hold the six-week review"))
            let form = try new.form("/reviews")
            #expect(form["type"] == "SIX_WEEK" && form["held_on"] == "21/11/2026" && form["programme_ref"] == made.programme.description)
            #expect(new.text.contains("What has happened so far"))
            let done = try await browser.submit(form, ["changes": "One session a week from now"])
            #expect(done.path.hasPrefix(made.page))
            #expect(done.section("review").contains("Done Held 21 November 2026"))
            #expect(done.section("review").contains("One session a week from now"))
        }
    }

    @Test("A page of the past changes nothing, and who may not write is offered no form", arguments: Engine.available)
    func readers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            site.clock.advance(minutes: 5)
            let past = try await site.browser(.caseManager).get("\(made.page)?as_at=2026-11-21T10:01")
            #expect(past.status == 200 && past.forms.isEmpty)
            #expect(try await site.browser(.analyst).get(made.page).forms.isEmpty)
            #expect(try await site.browser(.victimWorker).get(made.page).status == 404)
            #expect(try await site.browser(.policeOfficer).get("\(made.page)/end").status == 403)
            let delivery = try await site.service.decide("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT")
            let browser = try await site.browser(.deliveryWorker)
            let form = try (try await browser.get("\(delivery.page)/end")).form("/end")
            let refused = try await browser.submit(form, ["completed": "yes", "end_reason": "Done"])
            #expect(refused.status == 422 && refused.error(beside: "completed").contains("the case manager’s to do"))
        }
    }
}
