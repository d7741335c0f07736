import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("One's own account")
struct AccountTests {
    @Test("ASVS 6.2.3: one's own password is changed with the old one, and ends every other sign-in", arguments: Engine.available)
    func password(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let (browser, other) = (try await test.browser(.caseManager), try await test.browser(.caseManager))
            let form = try await browser.get("/account").form("/account/password")
            let new = ["new_password": "timber anchor 4", "new_password_again": "timber anchor 4"]
            let wrong = try await browser.submit(form, new.merging(["password": "not it"]) { $1 })
            #expect(wrong.status == 422 && wrong.error(beside: "password") == "That is not your password.")
            let weak = try await browser.submit(
                form, ["password": testPassword, "new_password": "abcabcabcabc", "new_password_again": "abcabcabcabc"])
            #expect(weak.error(beside: "new_password").contains("a simple run"))
            let same = try await browser.submit(
                form, ["password": testPassword, "new_password": testPassword, "new_password_again": testPassword])
            #expect(same.error(beside: "new_password").contains("the password you have"))
            let done = try await browser.submit(form, new.merging(["password": testPassword]) { $1 })
            #expect(done.status == 200 && done.text.contains("Your password is changed."))
            #expect(try await other.get("/account").path.hasPrefix("/sign-in"))
            // Guessing the old password at somebody's open page is slowed too.
            for _ in 0..<5 { _ = try await browser.submit(form, ["password": "no"]) }
            let slowed = try await browser.submit(form, ["password": "no"])
            #expect(slowed.error(beside: "password").contains("Try again in"))
        }
    }

    @Test("ASVS 7.5.2: one's sign-ins are listed by browser and ended, one or all", arguments: Engine.available)
    func sessions(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let browser = Browser(test.site)
            func signIn(_ one: Browser, _ agent: String) async throws {
                let fields = [("user", Role.caseManager.user), ("password", testPassword)]
                _ = try await one.send("POST", "/sign-in", body: Browser.encode(fields), headers: ["User-Agent": agent])
            }
            try await signIn(browser, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0")
            let phone = Browser(test.site)
            try await signIn(
                phone,
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile Safari/604.1"
            )
            let page = try await browser.get("/account")
            #expect(page.section("sessions").contains("Firefox on Windows") && page.section("sessions").contains("Safari on iPhone"))
            let done = try await browser.submit(
                try #require(page.forms.first { $0.action.hasPrefix("/account/sessions/") && $0.action != "/account/sessions/ending" }))
            #expect(done.text.contains("That sign-in has ended.") && !done.text.contains("Safari on iPhone"))
            #expect(try await phone.get("/account").path.hasPrefix("/sign-in"))
            try await signIn(phone, "")
            #expect(try await browser.get("/account").text.contains("A browser that does not say what it is"))
            let out = try await browser.submit(try await browser.get("/account").form("/account/sessions/ending"))
            #expect(out.path == "/sign-in")
            #expect(try await phone.get("/account").path.hasPrefix("/sign-in"))
            #expect(try await browser.get("/account").path.hasPrefix("/sign-in"))
        }
    }

    @Test("A second factor is set up, renewed and taken off with the password once more; a required one stays", arguments: Engine.available)
    func secondFactor(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let browser = Browser(desk.site)
            _ = try await desk.signIn(browser, .caseManager)
            let page = try await browser.get("/account/second-factor")
            let form = try page.form("/account/second-factor")
            let without = try await browser.submit(form, ["code": try desk.code(page)])
            #expect(without.status == 422 && without.error(beside: "set-up-password") == "Enter your password.")
            let codes = try await browser.submit(form, ["code": try desk.code(page), "password": testPassword])
            #expect(codes.text.contains("Keep your recovery codes"))
            #expect(try await browser.get("/account").text.contains("10 recovery codes left."))
            let set = try await browser.get("/account/second-factor")
            let renewed = try await browser.submit(try set.form("/recovery-codes"), ["password": testPassword])
            #expect(renewed.text.contains("Keep your recovery codes"))
            try await desk.set("sign_in.second_factor.case_manager", "2")
            #expect(try await browser.get("/account/second-factor").text.contains("so it cannot be taken off"))
            #expect(try await browser.submit(try set.form("/removal"), ["password": testPassword]).path == "/account/second-factor")
            try await desk.set("sign_in.second_factor.case_manager", "0")
            #expect(try await browser.submit(try set.form("/removal"), ["password": "no"]).status == 422)
            #expect(try await browser.submit(try set.form("/removal"), ["password": testPassword]).text.contains("is taken off"))
            // Where the installation has no key it says so.
            #expect(try await test.browser(.analyst).get("/account/second-factor").text.contains("cannot be set up on this installation"))
        }
    }

    @Test(
        "ASVS 7.2.4: the password given once more puts a new token in the session's place, which ends when it would have; what was looked for stays",
        arguments: Engine.available)
    func newToken(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            _ = try await test.service.makeCase("Robin", "Vale")
            let (service, id) = (test.service, try await test.service.person(as: .serviceManager).id)
            let old = try await test.session(.serviceManager)
            let browser = Browser(test.site, cookies: [test.site.cookieName: old])
            let found = try await browser.find("robin")
            #expect(found.text.contains("Robin Vale"))
            test.clock.advance(minutes: 20)
            let typed = [("from", ""), ("value", "21"), ("basis", "A note")]
            func save(_ password: String) async throws -> Page {
                try await browser.send("POST", "/settings/clock.notice", body: Browser.encode(typed + [("password", password)]))
            }
            #expect(try await save("not it").header("Set-Cookie") == nil)
            #expect(try await service.person(session: old) != nil)
            let saved = try await save(testPassword)
            let new = try #require(saved.header("Set-Cookie")?.firstMatch(of: /session=([0-9a-f]{64});/).map { String($0.output.1) })
            #expect(saved.status == 303 && new != old)
            #expect(try await service.person(session: old) == nil)
            #expect(try await service.person(session: new)?.id == id)
            #expect(try await service.sessions(of: id).count == 1)
            // Ten hours from signing in, less the twenty minutes.
            let page = try await browser.get("/account")
            #expect(page.status == 200 && page.html.contains("data-ending=\"1800 34800 300\""))
            #expect(try await browser.send("GET", found.path).text.contains("Robin Vale"))
            #expect(try await test.accessEntries().last { $0.action == "password_again" }?.page == "/settings/{name}")
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "ASVS 8.2.4: a session goes on only in the kind of browser it began in; in another it ends, and that is on record",
        arguments: Engine.available)
    func otherBrowser(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let browser = Browser(test.site)
            let (firefox, newer) = (
                "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Firefox/145.0", "Mozilla/5.0 (Windows NT 10.0; rv:146.0) Firefox/146.0"
            )
            func ask(_ agent: String) async throws -> Int {
                try await browser.send("GET", "/children", headers: ["User-Agent": agent]).status
            }
            let fields = [("user", Role.caseManager.user), ("password", testPassword)]
            _ = try await browser.send("POST", "/sign-in", body: Browser.encode(fields), headers: ["User-Agent": firefox])
            #expect(try await ask(firefox) == 200)
            #expect(try await ask(newer) == 200, "a newer one is the same kind")
            #expect(try await ask("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36") == 303)
            #expect(try await ask(firefox) == 303, "and it has ended for its owner too, who signs in again")
            let last = try #require(try await test.accessEntries().last)
            #expect(last.action == "refused" && last.page == "/session")
            #expect(try await test.service.verify().faults == [])
        }
    }

    @Test(
        "Every page says how long the sign-in has left; going on is a use, and a proxy's word names the address",
        arguments: Engine.available)
    func times(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let browser = try await test.browser(.caseManager)
            #expect(try await browser.get("/account").html.contains("data-ending=\"1800 36000 300\" data-who=\""))
            test.clock.advance(minutes: 29)
            #expect(try await browser.post("/session", []).text == "1800 34260")
            test.clock.advance(minutes: 29)
            #expect(try await browser.get("/account").status == 200)
            // Behind a proxy a stranger's forged addresses are worth nothing, and everybody does not look like one.
            let proxied = Site(service: test.service, isSecure: true, log: test.site.log)
            func tried(_ user: String, _ from: String) async throws -> Int {
                try await Browser(proxied).send(
                    "POST", "/sign-in", body: Browser.encode([("user", user), ("password", "x")]), headers: ["X-Forwarded-For": from]
                ).status
            }
            for number in 0..<5 { #expect(try await tried("analyst", "10.0.0.\(number), 192.0.2.7") == 422) }
            #expect(try await tried("analyst", "10.0.0.9, 192.0.2.7") == 429)
            #expect(try await tried("analyst", "192.0.2.8") == 422)
        }
    }
}
