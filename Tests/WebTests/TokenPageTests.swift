import Casework
import Records
import Storage
import TestSupport
import Testing

@testable import Web

/// Tokens for programs, as people make and end them.
@Suite struct TokenPageTests {
    private static let password = "three made-up words"

    private func fields(_ more: [String: String] = [:]) -> [String: String] {
        ["name": "Attendance every night", "scopes": "children.read", "until": "30/11/2026", "password": TokenPageTests.password]
            .merging(more) { $1 }
    }

    @Test("S-INF-12: a person makes a token with their password, sees it once, sees it used, and ends it", arguments: Engine.available)
    func own(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let person = try await site.service.person(as: .caseManager)
            try await site.service.resetPassword(user: person.user, to: TokenPageTests.password, isOneTime: false, cost: .cheap)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/account/tokens")
            #expect(page.status == 200 && page.text.contains("None."))
            // What the role cannot use is not offered.
            #expect(try await site.browser(.deliveryWorker).get("/account/tokens").html.contains("figures.read") == false)
            let form = try page.form("/account/tokens")
            for (field, value) in [("name", ""), ("until", "1/1/2030"), ("until", "soon"), ("until", "1/1/2020"), ("password", "wrong")] {
                let answer = try await browser.submit(form, fields([field: value]))
                #expect(answer.status == 422 && !answer.error(beside: field).isEmpty, "\(field) \(value)")
            }
            let told = try await browser.submit(form, fields())
            let token = try #require(told.html.firstMatch(of: /waymark_[0-9a-f]{64}/).map { String($0.output) })
            let program = Program(browser: Browser(site.site, site.responder), token: token)
            #expect(try await program.get("/api/v1/children").status == 200)
            #expect(try await program.get("/api/v1/figures").status == 403)
            let list = try await browser.get("/account/tokens")
            #expect(list.text.contains("Attendance every night") && !list.html.contains(token) && !list.text.contains("Never"))
            _ = try await browser.submit(try list.form("/ending"))
            #expect(try await program.get("/api/v1/children").status == 401)
            #expect(try await browser.get("/account/tokens").text.contains("Ended 21 November 2026"))
            let entries = try await site.accessEntries().map(\.action)
            #expect(entries.contains("token_made") && entries.contains("token_ended"))
            #expect(try await site.service.verify().isWhole)
        }
    }

    @Test(
        "S-INF-12: an administrator makes one for an integration's account, never one that acts as a person who signs in",
        arguments: Engine.available)
    func integration(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let administrator = try await site.service.person(as: .systemAdministrator)
            try await site.service.resetPassword(user: administrator.user, to: TokenPageTests.password, isOneTime: false, cost: .cheap)
            let worker = try await site.service.person(as: .caseManager)
            try await site.service.resetPassword(user: worker.user, to: TokenPageTests.password, isOneTime: false, cost: .cheap)
            var staff = Staff()
            (staff.user, staff.name) = ("attendance-feed", "Attendance feed")
            let feed = try await site.service.addStaff(
                staff, role: .businessSupport, password: "given out and never used", cost: .cheap, by: administrator)
            let browser = try await site.browser(.systemAdministrator)
            let refused = try await browser.get("/staff/\(worker.id)/tokens")
            #expect(refused.status == 200 && refused.forms.isEmpty && refused.text.contains("only they make a token"))
            #expect(try await browser.post("/staff/\(worker.id)/tokens", fields().map { ($0.key, $0.value) }).status == 403)
            let form = try await browser.get("/staff/\(feed)/tokens").form("/tokens")
            let told = try await browser.submit(form, fields())
            let token = try #require(told.html.firstMatch(of: /waymark_[0-9a-f]{64}/).map { String($0.output) })
            let program = Program(browser: Browser(site.site, site.responder), token: token)
            #expect(try await program.get("/api/v1/children").status == 200)
            #expect(try await site.browser(.serviceManager).send("GET", "/staff/\(feed)/tokens").status == 403)
            // A setting of 0 days makes none.
            #expect(try await browser.get("/staff/\(feed)/tokens").text.contains("Attendance every night"))
            // Who gets a password of its own anew loses its tokens.
            try await site.service.resetPassword(user: "attendance-feed", to: "another one given out", cost: .cheap)
            #expect(try await program.get("/api/v1/children").status == 401)
        }
    }

    @Test(
        "S-INF-12: a token an administrator made ends when a person signs in to the account, and a reset makes way for no other",
        arguments: Engine.available)
    func takenOver(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (service, administrator) = (site.service, try await site.service.person(as: .systemAdministrator))
            var staff = Staff()
            (staff.user, staff.name) = ("jane.hale", "Jane Hale")
            let jane = try await service.addStaff(staff, role: .serviceManager, password: "told once", cost: .cheap, by: administrator)
            let person = try #require(
                try await service.read(.wholeService(reason: "test")) { try $0.person(staff: jane, on: service.today) })
            let end = Instant(milliseconds: site.clock.now.milliseconds + 30 * 86_400_000)
            func make(by maker: Person) async throws -> Program {
                let token = try await service.makeToken(
                    name: "Test", scopes: [.readChildren], of: jane, until: end, by: maker, page: "/staff/{id}/tokens")
                return Program(browser: Browser(site.site, site.responder), token: token)
            }
            let (early, own) = (try await make(by: administrator), try await make(by: person))
            for program in [early, own] { #expect(try await program.get("/api/v1/children").status == 200) }
            try await service.choosePassword("one of her own", of: jane, session: nil, cost: .cheap)
            for program in [early, own] { #expect(try await program.get("/api/v1/children").status == 401) }
            // Even one whose end was lost on the way: what somebody else made does not act as a person.
            try await site.accessLine.reaching(.whole).write { db in try db.run("UPDATE api_token SET ended_at = NULL") }
            #expect(try await early.get("/api/v1/children").status == 401)
            #expect(try await own.get("/api/v1/children").status == 200)
            try await service.resetPassword(user: "jane.hale", to: "told once more", cost: .cheap, by: administrator)
            #expect(try await !service.isUnattended(jane))
            await #expect(throws: TokenError.personal) { _ = try await make(by: administrator) }
        }
    }

    @Test("S-INF-12: a token ends with the role it was made in, and stays through any other change", arguments: Engine.available)
    func role(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let worker = try await site.service.person(as: .deliveryWorker)
            let program = try await site.program(.deliveryWorker, [.readChildren])
            let browser = try await site.browser(.systemAdministrator)
            func change(_ field: String, _ value: String) async throws -> Page {
                try await browser.submit(
                    try await browser.get("/staff/\(worker.id)/edit").form("/staff/\(worker.id)"), [field: value, "password": testPassword])
            }
            #expect(try await !change("team", "West").text.contains("tokens for programs have ended"))
            #expect(try await program.get("/api/v1/children").status == 200)
            #expect(try await change("role", "team_manager").text.contains("tokens for programs have ended"))
            #expect(try await program.get("/api/v1/children").status == 401)
        }
    }

    @Test("S-INF-12: the page for people lists what the description lists")
    func page() async throws {
        try await withSite(.sqlite) { site in
            let page = try await site.browser(.caseManager).get("/api")
            for kind in APIRecords.kinds { #expect(page.html.contains("<code>\(kind.path)</code>"), "\(kind.name)") }
            for route in Routes.all where route.tokenScope != nil { #expect(page.html.contains(route.pattern), "\(route.pattern)") }
        }
    }
}
