import Casework
import TestSupport
import Testing

@testable import Web

/// What two persons at one browser, and addresses that lead nowhere, are answered.
@Suite struct AnotherPersonTests {
    @Test("Promise 2: a form is saved under its writer's name or not at all, and what was typed stays", arguments: Engine.available)
    func anothersForm(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.browser(.serviceManager)
            let form = try (try await manager.get("/reports")).form("/reports")
            let other = try await site.browser(.analyst)
            let refused = try await other.submit(form, ["period": "2026Q1"])
            #expect(refused.status == 409 && refused.text.contains("Somebody else is signed in now"))
            let again = try refused.form("/reports")
            #expect(again["period"] == "2026Q1" && again["once"] == form["once"])
            #expect(try await other.get("/reports").text.contains("No report has been begun."))
            #expect(try await manager.submit(again).path.hasPrefix("/reports/"))
        }
    }

    @Test(
        "An address that begins like one of ours and goes on otherwise is answered like any other that is not there",
        arguments: Engine.available)
    func nowhere(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = "01939cc7-0000-7000-8000-000000000000"
            for path in ["/foo", "/board/x/y", "/children/\(child)/history", "/children/\(child)/a/b/c"] {
                let page = try await site.browser(.caseManager).send("GET", path)
                #expect(page.status == 404 && page.text.contains("There is no such page"), "\(path)")
                #expect(try await site.browser(nil).send("GET", path).location?.hasPrefix("/sign-in") == true, "\(path)")
            }
            let program = try await site.program(.caseManager)
            #expect(try await program.get("/api/v1/nothing/here/at/all").header("Content-Type") == "application/problem+json")
        }
    }
}
