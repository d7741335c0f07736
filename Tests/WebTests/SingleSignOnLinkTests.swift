import Casework
import Records
import Storage
import TestSupport
import Testing

@testable import Web

@Suite("Accounts linked for single sign-on")
struct SingleSignOnLinkTests {
    @Test(
        "ASVS 7.5.1: from one's account it takes the password once more to link and to undo; a machine left alone links nothing",
        arguments: Engine.available)
    func account(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            let browser = Browser(desk.site)
            _ = try await desk.password(browser, try await browser.get("/sign-in"), .caseManager)
            #expect(try await browser.get("/account").section("single-sign-on").contains("Not linked"))
            test.clock.advance(minutes: 5)
            let asked = try await desk.comeBack(browser, try await desk.begin(browser, from: "/account/single-sign-on"))
            #expect(asked.path == "/account/single-sign-on" && asked.text.contains("Is this yours?"))
            let form = try asked.form("/account/single-sign-on")
            let wrong = try await browser.submit(form, ["password": "not the one"])
            #expect(wrong.status == 422 && wrong.error(beside: "password") == "That is not your password.")
            #expect(try await browser.submit(form, ["password": testPassword]).text.contains("Your account is linked"))
            #expect(try await browser.submit(form, ["password": testPassword]).text.contains("Undo the link"), "a second time it is there")
            #expect(try await browser.get("/account").section("single-sign-on").contains("robin.field"))
            let elsewhere = Browser(desk.site)
            #expect(try await desk.signIn(elsewhere).path == "/children")
            let undo = try await browser.get("/account/single-sign-on").form("/ending")
            #expect(try await browser.submit(undo).error(beside: "password") == "Enter your password.")
            #expect(try await browser.submit(undo, ["password": testPassword]).text.contains("The link is undone"))
            #expect(try await elsewhere.send("GET", "/children").status == 303)
            #expect(try await desk.signIn(Browser(desk.site)).text.contains("Once more with your password"))
            #expect(try await test.accessEntries().contains { $0.action == "account_unlinked" })
            #expect(try await desk.service.verify().isWhole)
        }
    }

    @Test(
        "One account signs in one person: of two who come with it, the second is told, and an administrator can undo it",
        arguments: Engine.available)
    func taken(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            let (first, second) = (Browser(desk.site), Browser(desk.site))
            let unknown = (try await desk.signIn(first), try await desk.signIn(second))
            let mine = try await desk.password(first, unknown.0, .caseManager)
            let theirs = try await desk.password(second, unknown.1, .teamManager)
            let shown = ["password": testPassword]
            _ = try await first.submit(try mine.form("/account/single-sign-on"), shown)
            let refused = try await second.submit(try theirs.form("/account/single-sign-on"), shown)
            #expect(refused.status == 422 && refused.text.contains("signs in somebody else here"))
            // Seen and undone by an administrator, who signs them out with it.
            let id = try await desk.service.person(as: .caseManager).id
            let administrator = try await test.browser(.systemAdministrator)
            let page = try await administrator.get("/staff/\(id)")
            #expect(page.section("single-sign-on").contains("subject-1") && page.text.contains("robin.field"))
            let done = try await administrator.submit(try page.form("/single-sign-on/ending"), ["password": testPassword])
            #expect(done.text.contains("The link is undone") && done.text.contains("Not linked"))
            #expect(try await first.send("GET", "/children").status == 303)
            #expect(try await second.submit(try theirs.form("/account/single-sign-on"), shown).text.contains("Your account is linked"))
            let own = try await desk.service.person(as: .systemAdministrator).id
            #expect(try await administrator.post("/staff/\(own)/single-sign-on/ending", []).status == 422)
            #expect(try await test.browser(.serviceManager).send("POST", "/staff/\(id)/single-sign-on/ending").status == 403)
            // Whoever knew the old password may have linked an account of their own.
            try await desk.service.resetPassword(user: Role.teamManager.user, to: "told on the phone", cost: .cheap)
            #expect(try await desk.signIn(Browser(desk.site)).text.contains("Once more with your password"))
            #expect(try await desk.service.verify().isWhole)
        }
    }

    @Test("No account is linked without the password, whatever the session came by; a new one undoes the link", arguments: Engine.available)
    func ownPassword(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            let own = try await desk.service.person(as: .caseManager).id
            // Come back with another account, and then signed in by the one that is linked.
            let other = OutsideAccount(issuer: MadeUpProvider.issuer, subject: "subject-2", name: "n")
            let kept = try await desk.service.keepWaiting(other, onward: "/")
            let session = try await desk.service.startSession(staff: own, way: .singleSignOn)
            let browser = Browser(desk.site, cookies: [desk.site.cookieName: session, desk.site.singleSignOnCookie: kept])
            let form = try await browser.get("/account/single-sign-on").form("/account/single-sign-on")
            #expect(try await browser.submit(form).error(beside: "password") == "Enter your password.")
            let step = try await desk.service.startStep(staff: own)
            let fields = ["password": testPassword, "new_password": "timber anchor 4", "new_password_again": "timber anchor 4"]
            let done = try await browser.submit(try await browser.get("/account").form("/account/password"), fields)
            #expect(done.text.contains("signs you in no more") && done.section("single-sign-on").contains("Not linked"))
            #expect(try await desk.service.step(step.token) == nil)
            #expect(try await desk.signIn(Browser(desk.site)).text.contains("Once more with your password"))
            #expect(try await desk.service.verify().isWhole)
        }
    }

    @Test("ASVS 10.5.2: a link that was slipped in, bent to another person or put back is found", arguments: Engine.available)
    func tampered(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            let store = test.accessLine.reaching(.whole)
            let other = try await desk.service.person(as: .teamManager).id.uuid
            try await store.write { try $0.run("UPDATE single_sign_on_link SET staff = \(other)") }
            #expect(try await !desk.service.verify().isWhole)
            let own = try await desk.service.person(as: .caseManager)
            try await store.write { try $0.run("UPDATE single_sign_on_link SET staff = \(own.id.uuid)") }
            #expect(try await desk.service.verify().isWhole)
            try await store.write { try $0.run("UPDATE single_sign_on_link SET subject = 'mine'") }
            #expect(try await !desk.service.verify().isWhole)
            try await store.write { try $0.run("UPDATE single_sign_on_link SET subject = 'subject-1'") }
            let row = try await store.read { db in
                try db.first("SELECT service, entry, made_at FROM single_sign_on_link") {
                    ($0.integer(0) ?? 0, $0.integer(1) ?? 0, $0.text(2) ?? "")
                }
            }
            let (service, entry, at) = try #require(row)
            try await desk.service.unlink(own.id, by: own, page: "/account/single-sign-on")
            #expect(try await desk.service.verify().isWhole)
            try await store.write { db in
                try db.run(
                    """
                    INSERT INTO single_sign_on_link (service, entry, staff, issuer, subject, account, made_at)
                    VALUES (\(service), \(entry), \(own.id.uuid), \(MadeUpProvider.issuer), 'subject-1', 'robin.field', \(at))
                    """)
            }
            #expect(try await !desk.service.verify().isWhole)
        }
    }

    @Test(
        "A setting ends the password of whoever has linked their account; a system administrator's stays, and all stay where there is no provider",
        arguments: Engine.available)
    func password(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            try await desk.link(.caseManager)
            try await desk.link(.systemAdministrator, as: "subject-2")
            func tries(_ role: Role, _ password: String = testPassword, at site: Site? = nil) async throws -> Page {
                let browser = Browser(site ?? desk.site)
                return try await desk.password(browser, try await browser.get("/sign-in"), role, password)
            }
            #expect(try await tries(.caseManager).path == "/")
            try await desk.set("sign_in.password_beside", "1")
            let refused = try await tries(.caseManager)
            #expect(refused.status == 422 && refused.text.contains("sign in with Sandholme council account"))
            // Told only to whoever has the password.
            #expect(try await tries(.caseManager, "not the one").error(beside: "password") == "The user name or the password is wrong.")
            for role in [Role.systemAdministrator, .teamManager] { #expect(try await tries(role).path == "/", "\(role)") }
            #expect(try await tries(.caseManager, at: test.site).path == "/")
            // The provider is gone for good: the administrator undoes the link, and the password is good again.
            let id = try await desk.service.person(as: .caseManager).id
            let administrator = try await test.browser(.systemAdministrator)
            _ = try await administrator.submit(
                try await administrator.get("/staff/\(id)").form("/single-sign-on/ending"), ["password": testPassword])
            #expect(try await tries(.caseManager).path == "/")
        }
    }

    @Test(
        "Promise 3: a form sent after the session ended stays in its tab while its writer signs in at the provider in another",
        arguments: Engine.available)
    func kept(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            let browser = try await desk.link(.caseManager)
            let child = try await test.service.makeCase("Robin", "Vale").child
            let writing = try await browser.get("/children/\(child)/contacts/new").form("/contacts")
            test.clock.advance(minutes: 31)
            let out = try await browser.submit(
                writing, ["at": "20/11/2025 14:30", "attendance": "ATTENDED", "content": "Talked about the bus."])
            #expect(out.status == 401 && out.html.contains("target=\"_blank\"") && out.text.contains("may still let in whoever sits here"))
            #expect(try await browser.submit(try out.form("/contacts")).status == 401, "still signed out: nothing is lost")
            // In the other tab, with the same cookies.
            let there = try desk.there(try await browser.submit(try out.form("/sign-in/single-sign-on")))
            #expect(try await desk.comeBack(browser, there).path == "/")
            #expect(try await browser.submit(try out.form("/contacts")).status == 200)
            let saved = try await test.service.read(.wholeService(reason: "test")) {
                try $0.records(Contact.self, child: child).map(\.content)
            }
            #expect(saved.contains("Talked about the bus."))
        }
    }

    @Test("Signing out here says that the provider may still be signed in, and leads there", arguments: Engine.available)
    func signOut(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = try SingleSignOnDesk(test)
            let browser = try await desk.link(.caseManager)
            let out = try await browser.post("/sign-out", [])
            #expect(out.path.hasPrefix("/sign-in") && out.text.contains("You may still be signed in"))
            #expect(try out.link("Sign out of Sandholme council account") == MadeUpProvider.issuer + "/end?client_id=waymark")
            desk.made.metadata = ["end_session_endpoint": "javascript:alert(1)"]
            test.clock.advance(minutes: 2)
            _ = try await desk.begin(browser)
            #expect(try await !browser.get("/sign-in?signed-out=1").html.contains("javascript"))
            // Who has linked nothing is told nothing.
            _ = try await desk.password(browser, try await browser.get("/sign-in"), .teamManager)
            #expect(try await browser.post("/sign-out", []).path == "/sign-in")
        }
    }
}
