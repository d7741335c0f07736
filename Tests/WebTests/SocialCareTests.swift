import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite struct SocialCareTests {
    @Test(
        "S-PEO-06: of the children open on a day it is said how many of how many have a status, none is a value and not a blank, and who to speak to",
        arguments: Engine.available)
    func shares(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            func child(_ name: String, _ status: String?, from: String = "2026-01-01", to: String? = nil, begun: String = "2026-02-01")
                async throws
            {
                try await site.write { writer in
                    let id = try writer.create(Fixtures.child(name, "Vale"))
                    var programme = Programme()
                    (programme.disposal, programme.startDate) = ("REFERRAL_ORDER", Day(iso: begun))
                    try writer.create(programme, child: id)
                    guard let status else { return }
                    var care = Care()
                    (care.status, care.startDate, care.endDate) = (status, Day(iso: from), to.flatMap { Day(iso: $0) })
                    care.socialWorker = "Pat Lowe, 01632 960001"
                    try writer.create(care, child: id)
                }
            }
            try await child("Ada", "CHILD_IN_NEED")
            try await child("Bea", "CHILD_IN_NEED", to: "2026-06-30")
            try await child("Cal", "NO_SOCIAL_CARE")
            try await child("Dee", nil)
            try await child("Eve", "CHILD_IN_NEED", begun: "2026-10-01")
            let browser = try await site.browser(.caseManager)
            let now = try await browser.get(try (try await browser.get("/children")).link("Children by their status with social care"))
            #expect(
                now.section("shares").contains("Child in need 2 of 5 (40%)")
                    && now.section("shares").contains("No social care, as checked 1 of 5 (20%)"))
            #expect(now.section("shares").contains("Nothing recorded 2 of 5 (40%)"))
            let then = try await browser.get("/social-care?day=2026-06-30&status=CHILD_IN_NEED")
            #expect(then.section("shares").contains("Child in need 2 of 4 (50%)"))
            #expect(
                then.section("list").contains("Ada Vale") && then.section("list").contains("Bea Vale") && !then.text.contains("Eve Vale"))
            #expect(then.section("list").contains("Pat Lowe, 01632 960001"))
            let seen = try #require(try await site.accessEntries().last { $0.page == "/social-care" })
            #expect(seen.action == "list" && seen.shown.split(separator: " ").count == 2)
            let wrong = try await browser.get("/social-care?day=soon")
            #expect(wrong.status == 422 && wrong.error(beside: "day").contains("“soon” is not a day"))
            #expect(try await browser.get("/social-care?day=1/1/2030").status == 422)
            #expect(try await site.browser(.victimWorker).get("/social-care").status == 403)
        }
    }
}
