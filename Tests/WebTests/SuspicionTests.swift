import Casework
import Records
import Storage
import TestSupport
import Testing

@testable import Web

/// Attempts to get round what guards the site are on record under the name of whoever is signed in.
@Suite("Attempts on record")
struct SuspicionTests {
    /// The entries of such attempts: action, page and whose.
    private func entries(_ site: TestSite) async throws -> [String] {
        try await site.accessLine.reaching(.whole).read { db in
            try db.rows("SELECT action, page, staff, shown FROM access_entry WHERE action LIKE 'refused\\_%' ESCAPE '\\' ORDER BY position")
            {
                "\($0.text(0) ?? "") \($0.text(1) ?? "") \($0.id(2).map { RecordID($0).description } ?? "")\($0.text(3) ?? "")"
            }
        }
    }

    @Test(
        "ASVS 16.3.3: what another site sends with somebody's cookie is on record under their name, once a minute",
        arguments: Engine.available)
    func fromElsewhere(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let (browser, person) = (try await site.browser(.caseManager), try await site.service.person(as: .caseManager))
            let session = try #require(try await site.service.sessions(of: person.id).first)
            let head = ["Origin": "http://elsewhere.test", "Sec-Fetch-Site": "cross-site"]
            site.clock.advance(minutes: 5)
            for _ in 0..<3 {
                #expect(try await browser.send("POST", "/children/\(made.case.child)/contacts", headers: head).status == 403)
            }
            let first = "refused_from_elsewhere /children/{child}/contacts \(person.id)"
            #expect(try await entries(site) == [first])
            #expect(try await site.service.accessLines(after: 0).last?.line.contains("\"session\":\(session.entry),") == true)
            // Another site keeps no session alive.
            #expect(try await site.service.sessions(of: person.id).first?.seenAt == session.seenAt)
            site.clock.advance(minutes: 1)
            #expect(try await browser.send("POST", "/sign-out", headers: head).status == 403)
            #expect(try await entries(site) == [first, "refused_from_elsewhere /sign-out \(person.id)"])
            // Of nobody, and with a cookie of nobody's, there is nobody to name; refused it is all the same.
            site.clock.advance(minutes: 1)
            #expect(try await site.browser(nil).send("POST", "/sign-out", headers: head).status == 403)
            let nobody = Browser(site.site, site.responder, cookies: [site.site.cookieName: String(repeating: "0", count: 64)])
            #expect(try await nobody.send("POST", "/sign-out", headers: head).status == 403)
            #expect(try await entries(site).count == 2)
            site.accessLine.isCut = true
            #expect(try await browser.send("POST", "/sign-out", headers: head).status == 403)
            site.accessLine.isCut = false
            #expect(try await site.service.verify().isWhole)
        }
    }

    @Test(
        "ASVS 16.3.3: another's form, a field that is not its sender's and an answer on no list are on record, without what was sent",
        arguments: Engine.available)
    func forged(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            let form = try (try await site.browser(.serviceManager).get("/reports")).form("/reports")
            let analyst = try await site.service.person(as: .analyst).id
            #expect(try await site.browser(.analyst).submit(form, ["period": "2026Q1"]).status == 409)
            #expect(try await entries(site) == ["refused_form_of_another /reports \(analyst)"])

            // What the page offers leaves nothing of the kind.
            let (support, staff) = (try await site.browser(.businessSupport), try await site.service.person(as: .businessSupport).id)
            let edit = try (try await support.get("/children/\(child)/edit")).form("/children/\(child)")
            #expect(try await support.submit(edit, ["known_as": "Bobbin"]).status == 200)
            #expect(try await entries(site).count == 1)
            let again = try (try await support.get("/children/\(child)/edit")).form("/children/\(child)")
            #expect(try await support.post(again.action, again.filled([:]) + [("nhs_number", "zebedith")]).status == 200)
            #expect(try await entries(site).last == "refused_forged /children/{child} \(staff)")

            let (worker, own) = (try await site.browser(.caseManager), try await site.service.person(as: .caseManager).id)
            let contact = try (try await worker.get("/children/\(child)/contacts/new")).form("/children/\(child)/contacts")
            let refused = try await worker.post(contact.action, contact.filled([:]).filter { $0.0 != "method" } + [("method", "QUILLON")])
            #expect(refused.status == 422)
            #expect(try await entries(site).last == "refused_forged /children/{child}/contacts \(own)")
            #expect(try await entries(site).count == 3)
            let all = try await site.accessEntries()
            #expect(!all.contains { "\($0)".contains("zebedith") || "\($0)".contains("QUILLON") })
            #expect(try await site.service.verify().isWhole)
        }
    }

    @Test("ASVS 16.3.3: once a minute is told of each by itself, however many there are")
    func onceAMinute() {
        let (once, start) = (OnceAMinute(), TestClock.start)
        #expect(once.isDue("a", at: start) && !once.isDue("a", at: start) && once.isDue("b", at: start))
        #expect(!once.isDue("a", at: Instant(milliseconds: start.milliseconds + 59_999)))
        for number in 0..<2000 { #expect(once.isDue("\(number)", at: start)) }
        #expect(!once.isDue("a", at: Instant(milliseconds: start.milliseconds + 59_999)))
        #expect(once.isDue("a", at: Instant(milliseconds: start.milliseconds + 60_000)))
    }
}
