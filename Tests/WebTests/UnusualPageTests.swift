import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// Who opened a file and why, and what is unusual about it (S-INF-11).
@Suite("Unusual access") struct UnusualPageTests {
    @Test(
        "S-INF-11: a weekend view is listed, reviewed with a note and gone; nobody reviews their own, and others see no such page",
        arguments: Engine.available)
    func review(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            // Saturday.
            _ = try await site.browser(.caseManager).get("/children/\(made.case.child)")
            let manager = try await site.browser(.serviceManager)
            _ = try await manager.get("/children/\(made.case.child)")
            let list = try await manager.get("/access/unusual")
            #expect(list.section("waiting").contains("Case manager of Sandholme") && list.section("waiting").contains("Out of hours"))
            #expect(list.section("waiting").contains("Another manager’s to review"))
            let one = try await manager.get(try list.link("Review"))
            #expect(one.text.contains("Robin Vale"))
            let blank = try await manager.submit(try one.form("/access/unusual/"))
            #expect(blank.status == 422 && blank.error(beside: "note") == "Write what you found.")
            let done = try await manager.submit(try one.form("/access/unusual/"), ["note": "Covered the Saturday group."])
            #expect(!done.section("waiting").contains("Case manager of Sandholme"))
            #expect(done.section("reviewed").contains("Covered the Saturday group."))
            // Reading the list is on record with the children it is about.
            #expect(try await site.accessEntries().contains { $0.page == "/access/unusual" && $0.shown == made.case.child.description })
            let mine = try await site.service.person(as: .serviceManager).id
            let own = try await manager.send(
                "POST", "/access/unusual/out-of-hours/\(mine)/2026-11-21", body: Browser.encode([("note", "Nothing to see")]))
            #expect(own.status == 403)
            for role in [Role.teamManager, .caseManager, .systemAdministrator] {
                #expect(try await site.browser(role).send("GET", "/access/unusual").status == 403, "\(role)")
            }
        }
    }

    @Test("S-PEO-14: the list of who is unusual says nothing of a child who is hidden from the manager", arguments: Engine.available)
    func hidden(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            _ = try await site.browser(.caseManager).get("/children/\(made.case.child)")
            try await site.restrict(made.case.child, excluded: [.serviceManager])
            let list = try await site.browser(.serviceManager).get("/access/unusual")
            #expect(list.section("waiting").contains("Nothing unusual waits"))
        }
    }

    @Test("S-INF-11: who has looked says why the file was open, with the reason of who broke the glass", arguments: Engine.available)
    func why(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let child = made.case.child
            _ = try await site.browser(.caseManager).get("/children/\(child)")
            _ = try await site.browser(.businessSupport).get("/children/\(child)")
            try await site.restrict(child, admitted: [.teamManager])
            let worker = try await site.browser(.deliveryWorker)
            let shut = try await worker.send("GET", "/children/\(child)")
            _ = try await worker.submit(try shut.form("break-glass"), ["purpose": "SAFEGUARDING", "reason": "Seen on the roof"])
            let page = try await site.browser(.teamManager).get("/children/\(child)/views")
            for words in ["Allocated", "By role", "Opened with a reason", "Safeguarding: Seen on the roof", "Refused"] {
                #expect(page.text.contains(words), "\(words)")
            }
        }
    }
}
