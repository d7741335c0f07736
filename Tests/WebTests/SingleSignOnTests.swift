import Casework
import Logging
import OpenID
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Single sign-on")
struct SingleSignOnTests {
    @Test(
        "ASVS 10.5.2: an account that is nobody's is linked by whoever signs in with their password once; from then on it lets them in",
        arguments: Engine.available)
    func first(_ engine: Engine) async throws {
        let lines = Lines()
        let log = Logger(label: "test", factory: { _ in lines.handler })
        try await withSite(engine, log: log) { test in
            let desk = try SingleSignOnDesk(test, log: log)
            let browser = Browser(desk.site)
            // Whatever the provider says of them: a name or a mail address that is like somebody's here opens nothing.
            desk.made.says.claims["preferred_username"] = Role.caseManager.user
            desk.made.says.claims["email"] = "case-manager@sandholme.test"
            let unknown = try await desk.signIn(browser)
            #expect(unknown.status == 200 && unknown.text.contains("Once more with your password"))
            #expect(try await browser.send("GET", "/children").status == 303)
            #expect(try await browser.send("GET", "/account/single-sign-on").status == 303)
            let asked = try await desk.password(browser, unknown, .teamManager)
            #expect(asked.path == "/account/single-sign-on" && asked.text.contains("Is this yours?"))
            #expect(asked.text.contains("case-manager") && asked.text.contains("team-manager"))
            let form = try asked.form("/account/single-sign-on")
            #expect(try await browser.submit(form).error(beside: "password") == "Enter your password.")
            let linked = try await browser.submit(form, ["password": testPassword])
            #expect(linked.text.contains("Your account is linked"))
            #expect(try await browser.get(try linked.link("Go on")).path == "/children")
            // Who it signs in is decided by issuer and subject alone.
            desk.made.says.claims["preferred_username"] = "renamed"
            let again = Browser(desk.site)
            #expect(try await desk.signIn(again).path == "/children")
            #expect(try await again.get("/account").text.contains("team-manager"))
            let entries = try await test.accessEntries()
            #expect(entries.filter { $0.action == "sign_in" }.map(\.page) == ["/sign-in", "/sign-in/single-sign-on"])
            #expect(entries.contains { $0.action == "account_linked" })
            #expect(try await desk.service.verify().isWhole)
            for word in ["case-manager", "renamed", "subject-1", "a-code", MadeUpProvider.accessToken] {
                #expect(!lines.all.contains { $0.contains(word) }, "\(word)")
            }
        }
    }

    @Test(
        "ASVS 10.1.2, 10.2.1: an answer is taken once, in the browser that asked, within a quarter of an hour; the password is always offered",
        arguments: Engine.available)
    func foreign(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            let browser = Browser(desk.site)
            let fields = try await desk.begin(browser)
            // Another's answer, brought to this browser, and this one's brought to another: neither signs anybody in.
            let thief = Browser(desk.site)
            let other = try await desk.begin(thief)
            for (where_, answer) in [(browser, other), (thief, fields), (Browser(desk.site), fields), (browser, [:])] {
                let page = try await desk.comeBack(where_, answer)
                #expect(page.status == 400 && page.text.contains("not begun in this browser"))
                #expect(page.forms.contains { $0.action == "/sign-in" })
                #expect(try await where_.send("GET", "/children").status == 303)
            }
            #expect(try await desk.comeBack(browser, fields).path == "/children", "what it began itself went on")
            _ = try await browser.post("/sign-out", [])
            let late = try await desk.begin(browser)
            test.clock.advance(minutes: 15)
            #expect(try await desk.comeBack(browser, late).status == 400)
            let right = try await desk.begin(browser)
            #expect(try await desk.comeBack(browser, right).path == "/children")
            #expect(try await desk.comeBack(browser, right).status == 400, "once")
            let twice = Browser(desk.site)
            let both = try await desk.begin(twice)
            async let one = desk.comeBack(twice, both).status
            async let two = desk.comeBack(twice, both).status
            #expect(try await [one, two].sorted() == [200, 400])
        }
    }

    @Test(
        "A provider that is down, says no, or sends what does not hold gives a plain page with the password on it",
        arguments: Engine.available)
    func trouble(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            func check(_ page: Page, _ status: Int, _ words: String, _ browser: Browser) async throws {
                #expect(page.status == status && page.text.contains(words), "\(page.status) \(page.text)")
                #expect(page.forms.contains { $0.action == "/sign-in" })
                #expect(try await browser.send("GET", "/children").status == 303)
            }
            let browser = Browser(desk.site)
            for (path, words, status) in [("/token", "cannot be reached just now", 503), ("/keys", "cannot be reached just now", 503)] {
                test.clock.advance(minutes: 70)
                desk.made.status = [path: 0]
                try await check(try await desk.signIn(browser), status, words, browser)
            }
            desk.made.status = ["/token": 400]
            try await check(try await desk.signIn(browser), 403, "did not confirm who you are", browser)
            desk.made.status = [:]
            let no = try await desk.begin(browser)
            let denied = try await browser.get("\(SingleSignOn.callback)?error=access_denied&state=\(no["state"] ?? "")")
            try await check(denied, 403, "You were not signed in", browser)
            let begun = try await desk.begin(browser)
            let wrong = try await desk.comeBack(browser, ["state": begun["state"] ?? "", "nonce": "another"])
            try await check(wrong, 403, "cannot be trusted", browser)
            test.clock.advance(minutes: 2)
            for (change, words) in [(["issuer": "https://elsewhere.test"], "not set up as it must be"), ([:], "cannot be reached")] {
                desk.made.metadata = change
                desk.made.status = change.isEmpty ? ["/.well-known/openid-configuration": 0] : [:]
                let start = try await browser.get("/sign-in").form("/sign-in/single-sign-on")
                try await check(try await browser.submit(start), 503, words, browser)
                test.clock.advance(minutes: 2)
            }
            #expect(try await desk.password(browser, try await browser.get("/sign-in"), .caseManager).path == "/")
        }
    }

    @Test(
        "Whoever may not sign in may not by single sign-on: stopped, or without a role today; it is on record", arguments: Engine.available)
    func stopped(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            let own = try await desk.link(.caseManager)
            let id = try await desk.service.person(as: .caseManager).id
            try await desk.service.disableStaff(user: Role.caseManager.user)
            #expect(try await own.send("GET", "/children").status == 303)
            let refused = try await desk.signIn(Browser(desk.site))
            #expect(refused.status == 403 && refused.text.contains("you may not sign in here"))
            #expect(try await test.accessEntries().last.map { "\($0.action) \($0.page)" } == "refused /sign-in/single-sign-on")
            try await desk.service.enableStaff(user: Role.caseManager.user)
            #expect(try await desk.signIn(Browser(desk.site)).path == "/children")
            let tomorrow = desk.service.today + 1
            try await desk.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for held in try writer.reader.serviceRecords(RoleHolding.self) where held.staff == id {
                    try writer.correct(RoleHolding.self, child: nil, id: held.id, from: held.from) { $0.startDate = tomorrow }
                }
            }
            #expect(try await desk.signIn(Browser(desk.site)).status == 403)
            test.clock.advance(minutes: 24 * 60)
            #expect(try await desk.signIn(Browser(desk.site)).path == "/children")
        }
    }

    @Test(
        "ASVS 6.8.4: whose second factor counts is the service's to say: ours, the provider's or ours, the provider's",
        arguments: Engine.available)
    func factor(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            try await desk.set("sign_in.second_factor.case_manager", "2")
            for amr in [[], ["pwd", "mfa"]] {
                let page = try await desk.signIn(Browser(desk.site), amr: amr)
                #expect(page.text.contains("Your role needs you"), "ours, whatever the provider did")
            }
            try await desk.set("sign_in.single_sign_on_factor", "1")
            #expect(try await desk.signIn(Browser(desk.site), amr: ["pwd", "mfa"]).path == "/children")
            #expect(try await desk.signIn(Browser(desk.site), amr: ["pwd"]).text.contains("Your role needs you"))
            try await desk.set("sign_in.single_sign_on_factor", "2")
            #expect(try await desk.signIn(Browser(desk.site), amr: ["pwd", "mfa"]).path == "/children")
            let without = Browser(desk.site)
            #expect(try await desk.signIn(without, amr: ["pwd"]).status == 403)
            #expect(try await without.send("GET", "/children").status == 303)
            // Ours again: the step knows that it began without a password, and asks for none.
            try await desk.set("sign_in.single_sign_on_factor", "0")
            let browser = Browser(desk.site)
            let set = try await desk.signIn(browser)
            let code = try SignInDesk(test).code(set)
            #expect(
                try await browser.submit(try set.form("/sign-in/authenticator"), ["code": code]).text.contains("Keep your recovery codes"))
            test.clock.advance(minutes: 1)
            let other = Browser(desk.site)
            let asked = try await desk.signIn(other)
            #expect(asked.text.contains("Enter your code"))
            #expect(try await other.submit(try asked.form("/sign-in/code"), ["code": try SignInDesk(test).code(set)]).path == "/children")
            #expect(try await test.accessEntries().last { $0.action == "sign_in" }?.page == "/sign-in/single-sign-on")
        }
    }

    @Test("Nobody has us ask the provider without end: starts are counted by where they come from", arguments: Engine.available)
    func slowed(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test, isProxied: true)
            let browser = Browser(desk.site)
            func start(_ from: String) async throws -> Int {
                try await browser.send("POST", "/sign-in/single-sign-on", headers: ["X-Forwarded-For": from]).status
            }
            for _ in 0..<60 { #expect(try await start("192.0.2.1") == 200) }
            #expect(try await start("192.0.2.1") == 429)
            #expect(try await start("192.0.2.2") == 200)
            #expect(desk.made.asked.count == 1, "what it says of itself is asked once a minute")
        }
    }
}
