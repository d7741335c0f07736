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
}
