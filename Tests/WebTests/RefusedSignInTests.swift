import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Refused sign-ins on record")
struct RefusedSignInTests {
    @Test(
        "ASVS 16.3.1: each wrong password and wrong code is in the access log with the account that was meant and never what was typed; right ones say which factor",
        arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let browser = Browser(desk.site)
            let staff = try await test.service.person(as: .caseManager).id.description
            func refused() async throws -> [String] {
                try await test.accessEntries().filter { $0.action == "sign_in_refused" }.map { "\($0.page) \($0.shown)" }
            }
            _ = try await desk.signIn(browser, .caseManager, password: "not the one")
            let page = try await browser.get("/sign-in").form("/sign-in")
            _ = try await browser.submit(page, ["user": "zebedith", "password": "quillon-secret"])
            #expect(try await refused() == ["/sign-in \(staff)", "/sign-in "])
            // Nothing was tried: nothing is on record.
            _ = try await browser.submit(page, ["user": "", "password": ""])
            #expect(try await refused().count == 2)

            try await desk.set("sign_in.second_factor.case_manager", "2")
            let set = try await desk.signIn(browser, .caseManager)
            _ = try await browser.submit(try set.form("/sign-in/authenticator"), ["code": try desk.code(set)])
            test.clock.advance(minutes: 1)
            let asked = try await desk.signIn(Browser(desk.site), .caseManager)
            #expect(asked.text.contains("Enter your code"))
            let other = Browser(desk.site)
            let code = try (try await desk.signIn(other, .caseManager)).form("/sign-in/code")
            _ = try await other.submit(code, ["code": "000000"])
            #expect(try await refused().suffix(1) == ["/sign-in/code \(staff)"])
            _ = try await other.submit(code, ["code": try desk.code(set)])
            let entries = try await test.accessEntries()
            #expect(entries.last { $0.action == "sign_in" }?.page == "/sign-in/code")
            for word in ["zebedith", "quillon-secret", "not the one", "000000"] {
                #expect(!entries.contains { "\($0.action) \($0.page) \($0.shown)".contains(word) }, "\(word)")
            }
            // One's own password asked for again at the account, and a program's token, are sign-ins too.
            let account = try await test.browser(.caseManager).get("/account").form("/account/password")
            _ = try await test.browser(.caseManager).submit(account, ["password": "not the one"])
            #expect(try await refused().suffix(1) == ["/account/password \(staff)"])
            let program = Program(browser: Browser(desk.site), token: "waymark_" + String(repeating: "0", count: 64))
            #expect(try await program.get("\(API.base)/children").status == 401)
            #expect(try await refused().suffix(1) == ["\(API.base) "])
            // Names and tokens nobody has leave one entry an hour and step: nobody fills the log.
            let count = try await refused().count
            for number in 0..<3 {
                _ = try await browser.submit(page, ["user": "nobody-\(number)", "password": "x"])
                #expect(try await program.get("\(API.base)/children").status == 401)
            }
            #expect(try await refused().count == count)
            test.clock.advance(minutes: 61)
            _ = try await browser.submit(page, ["user": "nobody-4", "password": "x"])
            #expect(try await refused().count == count + 1)
            #expect(try await test.service.verify().isWhole)
        }
    }

    @Test(
        "ASVS 16.3.1: who manages staff and who answers for access read the refusals by day and account, without a word that was typed; many are summed, not written each",
        arguments: Engine.available)
    func listed(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let staff = try await test.service.person(as: .caseManager)
            func entries() async throws -> Int { try await test.accessEntries().filter { $0.action == "sign_in_refused" }.count }
            // From many addresses, so that nothing is slowed.
            for number in 0..<9 {
                try await test.service.recordRefusedSignIn(page: "/sign-in", meant: staff.id, from: "192.0.2.\(number)")
            }
            #expect(try await entries() == 5, "the first five of an hour have an entry")
            test.clock.advance(minutes: 61)
            try await test.service.recordRefusedSignIn(page: "/sign-in", meant: staff.id, from: "192.0.2.1")
            #expect(try await entries() == 6)
            for number in 0..<70 {
                try await test.service.recordRefusedSignIn(page: "/sign-in", meant: nil, from: "198.51.100.\(number)")
            }
            #expect(try await entries() == 66, "sixty an hour of names nobody has, wherever they come from")
            test.clock.advance(days: 1)
            let page = try await Browser(desk.site).get("/sign-in").form("/sign-in")
            _ = try await Browser(desk.site).submit(page, ["user": "zebedith", "password": "quillon-secret"])
            for role in [Role.systemAdministrator, .serviceManager] {
                let listed = try await test.browser(role).get("/access/refused-sign-ins")
                #expect(listed.section("days").contains("22 November 2026") && listed.section("days").contains("80"))
                #expect(
                    listed.section("accounts").contains("Case manager of Sandholme") && listed.section("accounts").contains("case-manager"))
                #expect(listed.section("accounts").contains("10") && listed.section("accounts").contains("Nobody here"))
                #expect(!listed.html.contains("zebedith") && !listed.html.contains("quillon"))
            }
            #expect(try await test.browser(.systemAdministrator).get("/staff").link("Refused sign-ins") == "/access/refused-sign-ins")
            #expect(try await test.browser(.teamManager).send("GET", "/access/refused-sign-ins").status == 403)
            // After a year and some they are gone.
            test.clock.advance(days: 401)
            try await test.service.recordRefusedSignIn(page: "/sign-in", meant: nil, from: "192.0.2.1")
            #expect(try await test.service.refusedSignIns(since: test.service.today - 1000).count == 1)
            #expect(try await test.service.verify().isWhole)
        }
    }

    @Test(
        "ASVS 16.3.3: tries that are slowed are counted by account and step, the first of an hour is an entry, and a thousand write no more entries",
        arguments: Engine.available)
    func slowed(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let staff = try await test.service.person(as: .caseManager)
            func entries() async throws -> [String] {
                try await test.accessEntries().filter { $0.action == "sign_in_slowed" }.map { "\($0.page) \($0.shown)" }
            }
            func words(_ one: RefusedSignIns) -> String { "\(one.page) \(one.wereSlowed) \(one.tries)" }
            let browser = Browser(desk.site)
            var last: Page?
            for _ in 0..<8 { last = try await desk.signIn(browser, .caseManager, password: "zebedith") }
            #expect(last?.status == 429 && (last?.header("Retry-After").flatMap { Int($0) } ?? 0) > 0)
            let counted = try await test.service.refusedSignIns(since: test.service.today)
            #expect(counted.map(words).sorted() == ["/sign-in false 5", "/sign-in true 3"])
            #expect(counted.allSatisfy { $0.staff == staff.id })
            #expect(try await entries() == ["/sign-in \(staff.id)"])
            // Many at once share their commits.
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<50 { tasks.addTask { try await test.service.recordSlowedSignIn(page: "/sign-in/code", meant: staff.id) } }
                for _ in 0..<50 { tasks.addTask { try await test.service.recordSlowedSignIn(page: "/sign-in", meant: nil) } }
                try await tasks.waitForAll()
            }
            #expect(Set(try await entries()) == ["/sign-in \(staff.id)", "/sign-in/code \(staff.id)", "/sign-in "])
            #expect(try await entries().count == 3)
            let slowed = try await test.service.refusedSignIns(since: test.service.today).filter(\.wereSlowed)
            #expect(slowed.map(words).sorted() == ["/sign-in true 3", "/sign-in true 50", "/sign-in/code true 50"])
            test.clock.advance(minutes: 61)
            try await test.service.recordSlowedSignIn(page: "/sign-in", meant: nil)
            #expect(try await entries().count == 4)
            let page = try await test.browser(.systemAdministrator).get("/access/refused-sign-ins")
            #expect(page.section("accounts").contains("Slowed, not looked at. Code, at sign-in 50"))
            #expect(!page.html.contains("zebedith"))
            #expect(try await test.service.verify().isWhole)
        }
    }

    @Test("ASVS 7.4.3: a new second factor, and taking it off, end the sessions elsewhere and not this one", arguments: Engine.available)
    func others(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let (here, there) = (Browser(desk.site), Browser(desk.site))
            for browser in [here, there] { _ = try await desk.signIn(browser, .caseManager) }
            let page = try await here.get("/account/second-factor")
            let form = try page.form("/account/second-factor")
            let codes = try await here.submit(form, ["code": try desk.code(page), "password": testPassword])
            #expect(codes.status == 200 && codes.text.lowercased().contains("recovery codes"))
            #expect(try await there.send("GET", "/children").status == 303)
            #expect(try await here.send("GET", "/children").status == 200)
            let staff = try await test.service.person(as: .caseManager).id
            let elsewhere = Browser(desk.site, cookies: [desk.site.cookieName: try await test.service.startSession(staff: staff)])
            #expect(try await elsewhere.send("GET", "/children").status == 200)
            let removal = try (try await here.get("/account/second-factor")).form("/account/second-factor/removal")
            #expect(try await here.submit(removal, ["password": testPassword]).status == 200)
            #expect(try await elsewhere.send("GET", "/children").status == 303)
            #expect(try await here.send("GET", "/children").status == 200)
            #expect(try await test.service.verify().isWhole)
        }
    }
}
