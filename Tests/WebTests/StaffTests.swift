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
            let taken = try await browser.submit(
                form, ["user": "case-manager", "name": "Ola Penn", "role": "case_manager", "password": testPassword])
            #expect(taken.error(beside: "user").contains("Somebody has that user name"))
            let asked = ["user": "ola.penn", "name": "Ola Penn", "role": "case_manager", "team": "East", "full_time_percent": "60"]
            let unproven = try await browser.submit(form, asked.merging(["password": "not it"]) { $1 })
            #expect(unproven.status == 422 && unproven.error(beside: "password") == "That is not your password.")
            #expect(unproven.html.contains("value=\"Ola Penn\"") && !unproven.html.contains("not it"))
            let told = try await browser.submit(form, asked.merging(["password": testPassword]) { $1 })
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
            #expect(try await browser.submit(form, ["role": "team_manager"]).error(beside: "password") == "Enter your password.")
            let saved = try await browser.submit(
                form, ["name": "Ola Penn", "role": "team_manager", "team": "West", "password": testPassword])
            #expect(saved.text.contains("What you changed holds from now on.") && saved.text.contains("Team manager"))
            let roles = saved.section("roles")
            #expect(roles.contains("Team manager 21 November 2026 Holds it System administrator of Sandholme, 21 November 2026"))
            #expect(roles.contains("Case manager"), "and what they held before")
            let late = try await browser.submit(form, ["name": "Another", "role": "team_manager", "password": testPassword])
            #expect(late.status == 422 && late.text.contains("Someone changed this person just now."))
            #expect(late.html.contains("value=\"Another\""))
            let own = try await staff(test, .systemAdministrator)
            let mine = try await browser.get("/staff/\(own)/edit").form("/staff/\(own)")
            let raised = try await browser.submit(mine, ["role": "service_manager", "password": testPassword])
            #expect(raised.status == 422 && raised.error(beside: "role").contains("Nobody changes their own role"))
            #expect(try await browser.submit(mine, ["team": "Office", "password": testPassword]).text.contains("Office"))
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
            let known = "Seen face to face"
            func press(_ part: String, _ password: String? = nil) async throws -> Page {
                try await browser.submit(
                    try await browser.get("/staff/\(id)").form(part),
                    (password.map { ["password": $0] } ?? [:]).merging(part == "/password" ? ["identity": known] : [:]) { $1 })
            }
            #expect(try await press("/sessions/ending").text.contains("signed out everywhere"))
            #expect(try await theirs.get("/children").path.hasPrefix("/sign-in"))
            // What shuts somebody out or lets them in asks for one's own password once more (ASVS 8.4.2).
            #expect(try await press("/disabling").error(beside: "disabled-password") == "Enter your password.")
            #expect(try await press("/disabling", "not it").error(beside: "disabled-password") == "That is not your password.")
            #expect(
                try await test.service.signInCheck(user: Role.caseManager.user) != nil, "an open page that was left alone shuts out nobody")
            #expect(try await press("/disabling", testPassword).text.contains("may not sign in"))
            #expect(try await test.service.signInCheck(user: Role.caseManager.user) == nil)
            #expect(try await press("/enabling").error(beside: "enabled-password") == "Enter your password.")
            #expect(try await test.service.signInCheck(user: Role.caseManager.user) == nil)
            #expect(try await press("/enabling", testPassword).text.contains("They may sign in again"))
            #expect(try await press("/password", "not it").error(beside: "password-password") == "That is not your password.")
            #expect(try await test.service.isPassword(testPassword, of: id))
            let told = try await press("/password", testPassword)
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

    @Test(
        "ASVS 6.4.4: a new password and taking off a second factor ask how the administrator made sure who asks, and the journal keeps it",
        arguments: Engine.available)
    func identity(_ engine: Engine) async throws {
        try await withSite(engine) { test in
            let desk = SignInDesk(test)
            let id = try await staff(test, .caseManager)
            let own = Browser(desk.site)
            let page = try await desk.signIn(own, .caseManager)
            #expect(page.status == 200)
            let set = try await own.get("/account/second-factor")
            _ = try await own.submit(try set.form("/account/second-factor"), ["code": try desk.code(set), "password": testPassword])
            #expect(try await test.service.secondFactor(of: id).has)

            let browser = try await test.browser(.systemAdministrator)
            func press(_ part: String, _ values: [String: String]) async throws -> Page {
                try await browser.submit(try await browser.get("/staff/\(id)").form(part), values)
            }
            let asked = "Say how you made sure that it is they who ask, in 10 to 200 characters."
            for (part, box) in [("/second-factor/removal", "second-factor"), ("/password", "password")] {
                for said in ["", "ok", String(repeating: "x", count: 201)] {
                    let refused = try await press(part, ["identity": said, "password": testPassword])
                    #expect(refused.status == 422 && refused.error(beside: "\(box)-identity") == asked, "\(part) \(said)")
                    #expect(try refused.form(part)["identity"] == said)
                }
                // What was said stays where the password is wrong.
                let wrong = try await press(part, ["identity": "Rung back on the number we had", "password": "not it"])
                #expect(wrong.status == 422 && wrong.error(beside: "\(box)-password") == "That is not your password.")
                #expect(try wrong.form(part)["identity"] == "Rung back on the number we had")
            }
            #expect(try await test.service.secondFactor(of: id).has)
            #expect(try await test.service.isPassword(testPassword, of: id))

            func note() async throws -> String? {
                try await test.service.read(.wholeService(reason: "test")) { reader in
                    try reader.trails([try reader.headPosition()]).values.first.map { "\($0.action): \($0.note ?? "")" }
                }
            }
            test.clock.advance(minutes: 5)
            let off = try await press("/second-factor/removal", ["identity": "Rung back on the number we had", "password": testPassword])
            #expect(off.status == 200 && off.text.contains("with their password alone"))
            #expect(try await note() == "staff.second_factor_removed: Rung back on the number we had")
            let told = try await press("/password", ["identity": "Seen face to face by Ola", "password": testPassword])
            #expect(told.main.contains("<code>"))
            #expect(try await note() == "staff.reset: Seen face to face by Ola")
            #expect(try await test.service.verify().isWhole)
        }
    }
}
