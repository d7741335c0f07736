import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Breaches")
struct BreachTests {
    @Test(
        "S-PEO-14: an entry on the wrong file is moved from its own page; the breach says who had seen it, and is closed by name once everybody was thought of",
        arguments: Engine.available)
    func moved(engine: Engine) async throws {
        try await withSite(engine) { site in
            let (wrong, right) = (try await site.service.makeCase("Robin", "Vale"), try await site.service.makeCase("Ash", "Reed"))
            let path = "/children/\(wrong.child)/contacts/\(wrong.contact)"
            let (worker, manager) = (try await site.browser(.caseManager), try await site.browser(.teamManager))
            #expect(try await worker.get(path).text.contains("Talked about college."))
            let ask = try await manager.get(try (try await manager.get(path)).link("on the wrong child’s file"))
            let none = try await manager.submit(try ask.form("/wrong-file"), ["who": "", "action": "find"])
            #expect(none.status == 422 && none.error(beside: "who").contains("Say whose it is"))
            let found = try await manager.submit(try ask.form("/wrong-file"), ["who": "Ash Reed", "action": "find"])
            #expect(found.text.contains("Ash Reed") && !found.path.contains("Reed"))
            let mute = try await manager.submit(try found.form("/wrong-file"), ["to": right.child.description, "action": "move"])
            #expect(mute.status == 422 && mute.error(beside: "reason").contains("Say how it came here"))
            let moved = try await manager.submit(
                try mute.form("/wrong-file"), ["to": right.child.description, "reason": "Two tabs were open", "action": "move"])
            #expect(moved.status == 200 && moved.section("seen").contains("Case manager of Sandholme"))

            // The old page says that something was removed and nothing of it, now and at a moment before; one role reads it.
            for old in [try await worker.get(path), try await manager.get(path)] {
                #expect(old.text.contains("Entry removed") && old.text.contains("Team manager of Sandholme"))
                #expect(!old.text.contains("college"))
            }
            #expect(try await site.browser(.serviceManager).get(path).text.contains("college"))
            #expect(try await worker.get("/children/\(wrong.child)/details").section("removed").contains("Contact"))
            #expect(try await worker.get("/children/\(right.child)").status == 200)
            #expect(try await site.service.verify().faults == [])

            // Closed only once judged and told, by the person who closes it.
            let breach = moved.path.split(separator: "?").first.map(String.init) ?? ""
            let early = try await manager.submit(
                try (try await manager.get(breach + "/closing")).form("/closing"),
                ["closed_on": "21/11/2026", "lessons": "One tab a child"])
            #expect(early.status == 422 && early.text.contains("Judge the risk before it is closed."))
            let judge = try (try await manager.get(breach + "/edit")).form("/breaches")
            let judged = try await manager.submit(
                judge,
                [
                    "risk": "RISK", "risk_reason": "One colleague read it", "told_on": "21/11/2026", "reported_at": "21/11/2026 12:00",
                    "affected": "Two children",
                ])
            #expect(judged.status == 200)
            let closed = try await manager.submit(
                try (try await manager.get(breach + "/closing")).form("/closing"),
                ["closed_on": "21/11/2026", "lessons": "One tab a child"])
            #expect(closed.status == 200 && closed.text.contains("Team manager of Sandholme"))
            #expect(try await manager.get("/breaches").text.contains("Closed"))
            for role in Role.allCases where ![.serviceManager, .teamManager].contains(role) {
                #expect(try await site.browser(role).send("GET", "/breaches").status == 403, "\(role)")
                #expect(
                    try await site.browser(role).send("GET", "/children/\(wrong.child)/wrong-file/contact/\(wrong.contact)").status == 403)
            }
        }
    }

    @Test("S-PEO-14: the 72 hours are counted from the hour it was found, and a late one says so", arguments: Engine.available)
    func clock(engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.browser(.serviceManager)
            let form = try (try await manager.get("/breaches/new")).form("/breaches")
            let bare = try await manager.submit(form, ["type": "LOST", "what": "", "found_at": "17/11/2026 09:00"])
            #expect(bare.status == 422 && bare.error(beside: "what") != "" && bare.html.contains("17/11/2026 09:00"))
            let made = try await manager.submit(
                try bare.form("/breaches"), ["type": "LOST", "what": "A bag was left on a train", "found_at": "17/11/2026 09:00"])
            #expect(made.status == 200 && made.text.contains("20 November 2026") && made.text.contains("Past"))
            let fresh = try await manager.submit(
                try (try await manager.get("/breaches/new")).form("/breaches"),
                ["type": "OTHER", "what": "A letter went astray", "found_at": "20/11/2026 09:00"])
            #expect(fresh.text.contains("23 November 2026") && fresh.text.contains("72 hours"))
        }
    }
}
