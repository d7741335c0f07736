import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A contact with a victim as the victim worker writes it.
@Suite struct VictimContactTests {
    @Test(
        "S-OOC-24, S-ASM-10: what goes to the panel is refused while it tells who the victim is; the page says what the panel reads",
        arguments: Engine.available)
    func toThePanel(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.victimWorker)
            let form = try (try await worker.get("/children/\(made.child)/victim-contacts/new")).form("/victim-contacts")
            let summary = "Mrs sharpe of SA1 2BC wants it back: 01632 960001"
            let refused = try await worker.submit(form, ["state": "VIEWS_GIVEN", "summary": summary, "name": "Ottilie Sharpe"])
            #expect(refused.status == 422)
            #expect(
                refused.error(beside: "summary")
                    == "Leave out the victim's name, the postcode and the phone number: the panel and, through it, the child's side may read this."
            )
            let kept = try refused.form("/victim-contacts")
            #expect(kept["summary"] == summary)
            let saved = try await worker.submit(kept, ["summary": "Wants it back."])
            #expect(saved.text.contains("The panel reads Has given views, 21 November 2026. Wants it back."))
            // A name taken out in the same press was still the victim's.
            let record = try #require(try await site.service.all(VictimContact.self, of: made.child).first)
            let edit = try (try await worker.get("/children/\(made.child)/victim-contacts/\(record.id)/edit")).form("/victim-contacts/")
            let renamed = try await worker.submit(edit, ["name": "", "summary": "Ottilie wants it back."])
            #expect(renamed.status == 422 && renamed.error(beside: "summary").hasPrefix("Leave out the victim's name: "))
        }
    }

    @Test("S-OOC-24: a contact that happened is not in the future, and views that were given are written down", arguments: Engine.available)
    func happened(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.victimWorker)
            let path = "/children/\(made.child)/victim-contacts"
            let form = try (try await worker.get("\(path)/new")).form("/victim-contacts")
            let bare = try await worker.submit(form, ["state": "VIEWS_GIVEN", "on_date": "1/12/2026"])
            #expect(bare.status == 422 && bare.error(beside: "on_date") == "The contact cannot be in the future.")
            #expect(
                bare.error(beside: "summary") == "Say what the victim's views are, or choose what they want of restorative justice.")
            #expect(try await worker.submit(form, ["state": "NOT_DONE", "on_date": "1/12/2026"]).status == 200, "a day that is planned")
            // One that came without its views may be told of the end all the same.
            let came = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var contact = VictimContact()
                contact.state = "VIEWS_GIVEN"
                return try writer.create(contact, child: made.child)
            }
            let edit = try (try await worker.get("\(path)/\(came)/edit")).form("/victim-contacts/")
            #expect(try await worker.submit(edit, ["end_told_on": "20/11/2026"]).status == 200)
        }
    }
}
