import Casework
import Records
import TestSupport
import Testing

@testable import Web

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

/// What health agencies told us is health detail, whoever asked.
@Suite("Health detail in agency checks") struct AgencyDetailTests {
    @Test(
        "S-REF-05, S-PEO-08: the police officer reads what the school told us and not what health did, and changes nothing of it",
        arguments: Engine.available)
    func police(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let ids = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                try ["EDUCATION", "HEALTH", "SUBSTANCE_MISUSE", "LIAISON_DIVERSION"].map { agency in
                    var check = Enquiry()
                    (check.agency, check.referral, check.isKnown) = (agency, made.referral, true)
                    (check.askedOn, check.receivedOn) = (on("2026-10-21"), on("2026-10-23"))
                    check.result = "Told by \(agency)"
                    return (agency, try writer.create(check, child: made.child))
                }
            }
            let checks = "/children/\(made.child)/referrals/\(made.referral)/checks"
            for (role, sees) in [(Role.caseManager, true), (.policeOfficer, false)] {
                let browser = try await site.browser(role)
                let page = try await browser.get(checks)
                #expect(page.text.contains("Told by EDUCATION"))
                #expect(page.text.contains("Told by HEALTH") == sees && page.text.contains("Not shown to your role") != sees, "\(role)")
                for (agency, id) in ids where agency != "EDUCATION" {
                    let record = "/children/\(made.child)/agency-checks/\(id)"
                    #expect(try await browser.get(record).text.contains("Told by \(agency)") == sees, "\(role) \(agency)")
                    #expect(try await browser.get("\(record)/edit").html.contains("Told by \(agency)") == sees, "\(role) \(agency)")
                }
            }
            // Nothing of what is not shown is lost by a change, or comes out by one.
            let police = try await site.browser(.policeOfficer)
            let health = try #require(ids.first { $0.0 == "HEALTH" }).1
            let form = try (try await police.get("/children/\(made.child)/agency-checks/\(health)/edit")).form("/agency-checks/")
            #expect(!form.names.contains("result"))
            let turned = try await police.submit(form, ["agency": "EDUCATION"])
            #expect(turned.status == 422 && turned.error(beside: "agency").contains("leave the agency as it is"))
            #expect(try await police.submit(form, ["received_on": "24/10/2026"]).status == 200)
            let sent = try await police.post(
                form.action, form.filled([:]).filter { $0.0 != "from" } + [("result", "Nothing"), ("from", "0")])
            #expect(sent.status == 409 || sent.status == 200)
            let kept = try await site.service.all(Enquiry.self, of: made.child).first { $0.id == health }
            #expect(kept?.result == "Told by HEALTH" && kept?.receivedOn == on("2026-10-24"))
        }
    }
}
