import Casework
import Logging
import Records
import Storage
import Testing

@testable import TestSupport

@testable import Web

/// A service whose site can seal second factors, and what an authenticator would do.
struct SignInDesk {
    let site: Site
    let clock: TestClock

    init(_ test: TestSite) {
        let box = SecretBox(key: [UInt8](repeating: 9, count: 32))
        (site, clock) = (Site(service: test.service, isSecure: false, log: test.site.log, box: box, passwordCost: .cheap), test.clock)
    }

    func signIn(_ browser: Browser, _ role: Role, password: String = testPassword, to: String = "/") async throws -> Page {
        try await browser.submit(try await browser.get("/sign-in?to=\(to)").form("/sign-in"), ["user": role.user, "password": password])
    }

    /// The code an authenticator shows for the key on a page, `later` steps from now.
    func code(_ page: Page, later: Int64 = 0) throws -> String {
        let key = page.main.firstMatch(of: /secret=([A-Z2-7]+)/).map { String($0.output.1) }
        return Authenticator(key: try #require(key)).code(at: Instant(milliseconds: clock.now.milliseconds + later * 30_000))
    }

    func set(_ name: String, _ value: String) async throws {
        let manager = Browser(
            site,
            cookies: [site.cookieName: try await site.service.startSession(staff: try await site.service.person(as: .serviceManager).id)])
        let saved = try await manager.submit(
            try await manager.get("/settings/\(name)").form("/settings"), ["value": value, "basis": "A test", "password": testPassword])
        #expect(saved.path == "/settings")
    }
}

@Suite("Steps of a sign-in")
struct SignInStepTests {
    @Test(
        "ASVS 6.4.1: who was given a password chooses one of their own before anything else, with its faults beside the box",
        arguments: Engine.available)
    func oneTime(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let browser = Browser(desk.site)
            try await test.service.resetPassword(user: Role.caseManager.user, to: "told-on-the-phone", cost: .cheap)
            let page = try await desk.signIn(browser, .caseManager, password: "told-on-the-phone", to: "/children")
            #expect(page.text.contains("Choose a password of your own"))
            // Nothing can be seen with what the browser holds now.
            #expect(try await browser.send("GET", "/children").status == 303)
            let faults: [(String, String, String, String)] = [
                ("", "", "new_password", "Enter a new password."), ("short", "short", "new_password", "at least 12 characters"),
                ("Liverpool2026", "Liverpool2026", "new_password", "Many people use that password"),
                ("case-manager-1", "case-manager-1", "new_password", "made of your name"),
                ("timber anchor 4", "timber anchor 5", "new_password_again", "not the same"),
                ("told-on-the-phone", "told-on-the-phone", "new_password", "the password you were given"),
            ]
            for (first, second, field, words) in faults {
                let again = try await browser.submit(
                    try page.form("/sign-in/password"), ["new_password": first, "new_password_again": second])
                #expect(again.status == 422 && again.error(beside: field).contains(words), "\(first): \(again.text)")
                #expect(!again.html.contains("value=\"\(first)\"") || first.isEmpty, "a password is never sent back")
            }
            let inside = try await browser.submit(
                try page.form("/sign-in/password"), ["new_password": "timber anchor 4", "new_password_again": "timber anchor 4"])
            #expect(inside.path == "/children" && inside.status == 200)
            // The step is over, and the password that was told is too.
            #expect(try await browser.submit(try page.form("/sign-in/password")).path == "/sign-in")
            #expect(try await desk.signIn(Browser(desk.site), .caseManager, password: "told-on-the-phone").status == 422)
            #expect(try await desk.signIn(Browser(desk.site), .caseManager, password: "timber anchor 4").path == "/")
        }
    }

    @Test("A one-time password that has run out says so, and to nobody who does not have it", arguments: Engine.available)
    func ranOut(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            try await test.service.resetPassword(user: Role.caseManager.user, to: "told-on-the-phone", cost: .cheap)
            test.clock.advance(minutes: 73 * 60)
            let page = try await desk.signIn(Browser(desk.site), .caseManager, password: "told-on-the-phone")
            #expect(page.error(beside: "password").contains("has run out"))
            #expect(try await desk.signIn(Browser(desk.site), .caseManager).error(beside: "password").contains("is wrong"))
            // A password that lets nobody in is a try like another, and is slowed as one.
            for _ in 0..<3 { _ = try await desk.signIn(Browser(desk.site), .caseManager, password: "told-on-the-phone") }
            #expect(try await desk.signIn(Browser(desk.site), .caseManager, password: "told-on-the-phone").status == 429)
        }
    }

    @Test(
        "ASVS 6.3.3: a new service requires a second factor of every role; one from before asks for it for 28 days first; without a key nobody is kept out",
        arguments: Engine.available)
    func byDefault(_ engine: Engine) async throws {
        try await withStores(engine) { store, access in
            let clock = TestClock(TestClock.start)
            let service = try await Service.open("SAN", name: "Sandholme", store: store, access: access, clock: { clock.now })
            try await service.hireOneOfEach(asNew: true)
            let log = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let test = TestSite(
                site: Site(service: service, isSecure: false, log: log, passwordCost: .cheap), clock: clock, accessLine: AccessLine(access))
            let desk = SignInDesk(test)
            for role in Role.allCases {
                let led = try await desk.signIn(Browser(desk.site), role)
                #expect(led.text.contains("Your role needs you") && !led.text.contains("Not now"), "\(role)")
            }
            // An installation without a key to seal one with: a default keeps nobody out.
            #expect(try await desk.signIn(Browser(test.site), .caseManager).path == "/")
            // As an upgrade leaves a service that was there.
            let (id, since) = (test.service.id, test.service.today.iso)
            try await store.reaching(.service(id)).write {
                try $0.run("INSERT INTO second_factor_grace (service, since) VALUES (\(id), \(since))")
            }
            let browser = Browser(desk.site)
            let asked = try await desk.signIn(browser, .caseManager)
            #expect(asked.text.contains("You may leave it until 19 December 2026"))
            #expect(try await browser.submit(try asked.form("/sign-in/authenticator"), press: ("action", "later")).path == "/")
            // Where the service itself has asked for it there is no last day.
            try await desk.set("sign_in.second_factor.team_manager", "1")
            let open = try await desk.signIn(Browser(desk.site), .teamManager)
            #expect(
                open.text.contains("Not now") && open.text.contains("Your service asks you")
                    && !open.text.contains("You may leave it until"))
            test.clock.advance(days: 28)
            #expect(try await desk.signIn(Browser(desk.site), .caseManager).text.contains("Not now"))
            test.clock.advance(days: 1)
            #expect(try await !desk.signIn(Browser(desk.site), .caseManager).text.contains("Not now"))
            // What the service itself says holds at once, either way.
            try await desk.set("sign_in.second_factor.analyst", "0")
            #expect(try await desk.signIn(Browser(desk.site), .analyst).path == "/")
        }
    }

    @Test(
        "ASVS 6.3.3: a role that needs a second factor is led to it after the password, and by its code from then on",
        arguments: Engine.available)
    func required(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            try await desk.set("sign_in.second_factor.case_manager", "2")
            let browser = Browser(desk.site)
            let set = try await desk.signIn(browser, .caseManager, to: "/children")
            #expect(set.text.contains("Your role needs you") && !set.text.contains("Not now"))
            #expect(set.html.contains("href=\"otpauth://totp/Sandholme:case-manager?secret="))
            #expect(try await browser.send("GET", "/children").status == 303)
            let wrong = try await browser.submit(try set.form("/sign-in/authenticator"), ["code": "000000"])
            #expect(wrong.status == 422 && wrong.error(beside: "code").contains("not the code"))
            #expect(try desk.code(wrong) == desk.code(set), "the key on the page is still the one that was scanned")
            // “Not now” is not there to be pressed, whoever sends it.
            #expect(try await browser.submit(try set.form("/sign-in/authenticator"), press: ("action", "later")).status == 422)
            let code = try desk.code(set)
            let codes = try await browser.submit(try wrong.form("/sign-in/authenticator"), ["code": code])
            #expect(codes.text.contains("Keep your recovery codes"))
            let recovery = codes.main.matches(of: /<code>([a-z2-9-]+)<\/code>/).map { String($0.output.1) }
            #expect(recovery.count == 10)
            #expect(try await browser.get(try codes.link("Go on")).path == "/children")

            // The next time: password, then code.
            test.clock.advance(minutes: 1)
            let other = Browser(desk.site)
            let asked = try await desk.signIn(other, .caseManager, to: "/children")
            #expect(asked.text.contains("Enter your code"))
            #expect(try await other.send("GET", "/children").status == 303)
            #expect(try await other.submit(try asked.form("/sign-in/code")).error(beside: "code") == "Enter the code.")
            #expect(try await other.submit(try asked.form("/sign-in/code"), ["code": code]).error(beside: "code").contains("not the code"))
            #expect(try await other.submit(try asked.form("/sign-in/code"), ["code": try desk.code(set)]).path == "/children")
            // A recovery code lets in where the authenticator is lost, once.
            for (path, browser) in [("/children", Browser(desk.site)), ("/sign-in/code", Browser(desk.site))] {
                let asked = try await desk.signIn(browser, .caseManager, to: "/children")
                #expect(try await browser.submit(try asked.form("/sign-in/code"), ["code": recovery[0]]).path == path)
            }
        }
    }

    @Test(
        "Wrong codes are slowed like wrong passwords, and knowing the password does not slow the person's own browser",
        arguments: Engine.available)
    func slowed(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            try await desk.set("sign_in.second_factor.case_manager", "2")
            let own = Browser(desk.site)
            let set = try await desk.signIn(own, .caseManager)
            _ = try await own.submit(try set.form("/sign-in/authenticator"), ["code": try desk.code(set)])
            test.clock.advance(minutes: 1)
            let thief = Browser(desk.site)
            let asked = try await desk.signIn(thief, .caseManager)
            for _ in 0..<5 { #expect(try await thief.submit(try asked.form("/sign-in/code"), ["code": "000000"]).status == 422) }
            let slowed = try await thief.submit(try asked.form("/sign-in/code"), ["code": try desk.code(set)])
            #expect(slowed.status == 429 && slowed.error(beside: "code").contains("Try again in 1 second."))
            let mine = try await desk.signIn(own, .caseManager)
            #expect(try await own.submit(try mine.form("/sign-in/code"), ["code": try desk.code(set)]).path == "/")
        }
    }

    @Test(
        "Where it is only asked, it can wait; without a key file it cannot be set up, and who needs it is told", arguments: Engine.available
    )
    func asked(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            try await desk.set("sign_in.second_factor.case_manager", "1")
            let browser = Browser(desk.site)
            let set = try await desk.signIn(browser, .caseManager, to: "/children")
            #expect(set.text.contains("Not now"))
            let later = try await browser.submit(try set.form("/sign-in/authenticator"), press: ("action", "later"))
            #expect(later.path == "/children")
            // No key: asked is not asked, required is said.
            let bare = SignInDesk(test).withoutBox
            #expect(try await bare.signIn(Browser(bare.site), .caseManager, to: "/children").path == "/children")
            try await desk.set("sign_in.second_factor.case_manager", "2")
            let told = try await bare.signIn(Browser(bare.site), .caseManager)
            #expect(told.status == 503 && told.text.contains("Tell whoever runs Waymark"))
        }
    }

    @Test("Nobody begins in the middle, and a step that took a quarter of an hour begins again", arguments: Engine.available)
    func middle(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            for path in ["/sign-in/code", "/sign-in/password", "/sign-in/authenticator"] {
                let fields = [("code", "123456"), ("new_password", "timber anchor 4"), ("new_password_again", "timber anchor 4")]
                for cookies in [[:], [desk.site.stepCookie: String(repeating: "0", count: 64)]] {
                    #expect(try await Browser(desk.site, cookies: cookies).post(path, fields).path == "/sign-in")
                }
            }
            try await test.service.resetPassword(user: Role.caseManager.user, to: "told-on-the-phone", cost: .cheap)
            let browser = Browser(desk.site)
            let page = try await desk.signIn(browser, .caseManager, password: "told-on-the-phone")
            // One step is not another: the page of a code does not let past the new password.
            #expect(try await browser.post("/sign-in/code", [("code", "123456")]).text.contains("Choose a password of your own"))
            #expect(try await browser.post("/sign-in/authenticator", [("action", "later")]).text.contains("Choose a password of your own"))
            test.clock.advance(minutes: 15)
            let late = try await browser.submit(
                try page.form("/sign-in/password"), ["new_password": "timber anchor 4", "new_password_again": "timber anchor 4"])
            #expect(late.path == "/sign-in")
        }
    }

    @Test(
        "Promise 3: a form sent after the session ended comes back after signing in, through every step, and is saved once",
        arguments: Engine.available)
    func kept(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let child = try await test.service.makeCase("Robin", "Vale").child
            let browser = Browser(desk.site)
            _ = try await desk.signIn(browser, .caseManager)
            let writing = try await browser.get("/children/\(child)/contacts/new").form("/contacts")
            test.clock.advance(minutes: 31)
            try await test.service.resetPassword(user: Role.caseManager.user, to: "told-on-the-phone", cost: .cheap)
            let words = "She said: <b>“50 % & more”</b>\r\n + an empty line"
            let out = try await browser.submit(writing, ["at": "20/11/2026 14:30", "attendance": "ATTENDED", "content": words])
            #expect(out.status == 401 && out.text.contains("What you typed is not lost"))
            let wrong = try await browser.submit(try out.form("/sign-in"), ["user": Role.caseManager.user, "password": "not the one"])
            #expect(wrong.status == 422 && wrong.text.contains("What you typed is not lost"))
            let step = try await browser.submit(
                try wrong.form("/sign-in"), ["user": Role.caseManager.user, "password": "told-on-the-phone"])
            let back = try await browser.submit(
                try step.form("/sign-in/password"), ["new_password": "timber anchor 4", "new_password_again": "timber anchor 4"])
            #expect(back.text.contains("What you typed before you were signed out is still here"))
            let form = try back.form("/contacts")
            for _ in 0..<2 { #expect(try await browser.submit(form).status == 200) }
            let saved = try await test.service.read(.wholeService(reason: "test")) {
                try $0.records(Contact.self, child: child).map(\.content)
            }
            #expect(saved.filter { $0?.contains("50 % & more") == true } == [words.replacing("\r\n", with: "\n")] || saved.contains(words))
            #expect(saved.count == 2, "the fixture's and this one")
        }
    }

    @Test("A form with a secret, a file or nothing in it is not kept, nor one for another site", arguments: Engine.available)
    func notKept(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let browser = Browser(test.site)
            for path in ["/account/password", "/staff", "/sign-out", "/drafts/contact/x", "/session"] {
                let page = try await browser.send("POST", path, body: Browser.encode([("password", "hush"), ("content", "x")]))
                #expect(page.status == 303 && page.location == "/sign-in", "\(path)")
            }
            #expect(try await browser.send("POST", "/children").status == 303)
            #expect(try await browser.send("POST", "/children", body: [0x61], type: "multipart/form-data; boundary=x").status == 303)
            let large = Browser.encode([("content", String(repeating: "x", count: 300_000))])
            #expect(try await browser.send("POST", "/children", body: large).status == 303)
            // What comes back from the page is not trusted with where to go.
            let away = try await browser.send(
                "POST", "/sign-in",
                body: Browser.encode([
                    ("user", Role.caseManager.user), ("password", testPassword), ("form_address", "//elsewhere.example/x"),
                    ("form_body", "a=b"),
                ]))
            #expect(away.status == 303 && away.location == "/")
        }
    }
}

extension SignInDesk {
    private init(site: Site, clock: TestClock) { (self.site, self.clock) = (site, clock) }

    var withoutBox: SignInDesk { SignInDesk(site: Site(service: site.service, isSecure: false, log: site.log), clock: clock) }
}
