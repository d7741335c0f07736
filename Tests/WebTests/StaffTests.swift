import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Staff in the browser")
struct StaffTests {
    private func staff(_ test: TestSite, _ role: Role) async throws -> RecordID { try await test.service.person(as: role).id }

    @Test("S-PEO-14: an administrator takes somebody on, who signs in with what they were told", arguments: Engine.available)
    func takeOn(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let browser = try await test.browser(.systemAdministrator)
            let form = try await browser.get("/staff/new").form("/staff")
            let wrong = try await browser.submit(form, ["user": "Ola Penn", "name": "", "full_time_percent": "half"])
            #expect(wrong.status == 422)
            #expect(wrong.errorSummary.map(\.field) == ["name", "full_time_percent", "user", "role"])
            #expect(wrong.html.contains("value=\"Ola Penn\"") && wrong.html.contains("value=\"half\""))
            let taken = try await browser.submit(form, ["user": "case-manager", "name": "Ola Penn", "role": "case_manager"])
            #expect(taken.error(beside: "user").contains("Somebody has that user name"))
            let told = try await browser.submit(
                form, ["user": "ola.penn", "name": "Ola Penn", "role": "case_manager", "team": "East", "full_time_percent": "60"])
            let password = try #require(told.main.firstMatch(of: /<code>([a-z2-9-]+)<\/code>/).map { String($0.output.1) })
            #expect(told.text.contains("It is shown only now."))
            let page = try await browser.get(try told.link("I have told them"))
            for words in ["Ola Penn", "Case manager", "East", "60 per cent"] { #expect(page.text.contains(words)) }
            #expect(!page.html.contains(password))
            let own = Browser(test.site)
            let signIn = try await own.get("/sign-in").form("/sign-in")
            let step = try await own.submit(signIn, ["user": "ola.penn", "password": password])
            #expect(step.text.contains("Choose a password of your own"))
        }
    }

    @Test("Name, team, post and role are changed with what was saved meanwhile in mind; nobody's own role", arguments: Engine.available)
    func change(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let (browser, id) = (try await test.browser(.systemAdministrator), try await staff(test, .caseManager))
            let form = try await browser.get("/staff/\(id)/edit").form("/staff/\(id)")
            #expect(try await browser.submit(form, ["role": ""]).error(beside: "role") == "Choose a role.")
            let saved = try await browser.submit(form, ["name": "Ola Penn", "role": "team_manager", "team": "West"])
            #expect(saved.text.contains("What you changed holds from now on.") && saved.text.contains("Team manager"))
            let late = try await browser.submit(form, ["name": "Another", "role": "team_manager"])
            #expect(late.status == 422 && late.text.contains("Someone changed this person just now."))
            #expect(late.html.contains("value=\"Another\""))
            let own = try await staff(test, .systemAdministrator)
            let mine = try await browser.get("/staff/\(own)/edit").form("/staff/\(own)")
            let raised = try await browser.submit(mine, ["role": "service_manager"])
            #expect(raised.status == 422 && raised.error(beside: "role").contains("Nobody changes their own role"))
            #expect(try await browser.submit(mine, ["team": "Office"]).text.contains("Office"))
        }
    }

    @Test(
        "An administrator signs people out, stops them, lets them in again and gives a password; the last one stays",
        arguments: Engine.available)
    func door(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let (browser, id) = (try await test.browser(.systemAdministrator), try await staff(test, .caseManager))
            let theirs = try await test.browser(.caseManager)
            #expect(try await theirs.get("/children").status == 200)
            func press(_ part: String) async throws -> Page { try await browser.submit(try await browser.get("/staff/\(id)").form(part)) }
            #expect(try await press("/sessions/ending").text.contains("signed out everywhere"))
            #expect(try await theirs.get("/children").path.hasPrefix("/sign-in"))
            #expect(try await press("/disabling").text.contains("may not sign in"))
            #expect(try await test.service.signInCheck(user: Role.caseManager.user) == nil)
            #expect(try await press("/enabling").text.contains("They may sign in again"))
            let told = try await press("/password")
            #expect(told.main.contains("<code>"))
            #expect(try await !test.service.isPassword(testPassword, of: id))
            // Oneself is not to be shut out from here, nor the last who could let others in.
            let own = try await staff(test, .systemAdministrator)
            #expect(try await browser.get("/staff/\(own)").forms.allSatisfy { !$0.action.contains("disabling") })
            #expect(try await browser.post("/staff/\(own)/disabling", []).status == 422)
            #expect(try await browser.post("/staff/\(own)/password", []).path == "/account")
            #expect(try await browser.post("/staff/\(own)/second-factor/removal", []).status == 422)
            #expect(try await browser.get("/staff/0199aaaa-0000-7000-8000-000000000000").status == 404)
            let said = try await test.accessEntries().filter { $0.action == "sessions_ended" }
            #expect(said.map(\.page) == ["/staff/{id}"] && said.map(\.shown) == [id.description])
        }
    }
}

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
