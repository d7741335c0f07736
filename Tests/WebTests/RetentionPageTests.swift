import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Retention pages")
struct RetentionPageTests {
    @Test(
        "S-PEO-14: a file whose periods have passed is reviewed, held, let go and erased; what was typed wrongly is kept",
        arguments: Engine.available)
    func erased(engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.write(.wholeService(reason: "test"), action: "test.case") { writer in
                let child = try writer.create(Fixtures.child("Robin", "Vale", born: "2005-03-09"))
                let offence = try writer.create(Fixtures.offence(on: "2019-05-02"), child: child)
                return (child: child, outcome: try writer.create(Fixtures.outcome(of: offence, on: "2019-06-10"), child: child))
            }
            try await site.service.makeCase("Ash", "Reed")
            let manager = try await site.browser(.serviceManager)
            let list = try await manager.get("/retention")
            #expect(list.text.contains("Robin Vale") && !list.text.contains("Ash Reed"))
            #expect(list.text.contains("3 years after the last action") && list.text.contains("no national rule"))
            let path = try list.link("Robin Vale")
            let review = try await manager.get(path)
            #expect(review.text.contains("Every period of this file has passed."))
            let held = try await manager.submit(
                try (try await manager.get(try review.link("Put on hold"))).form("/holds"),
                ["reason": "An inquiry", "from_date": "1/11/2026"])
            #expect(held.status == 200)
            #expect(try await manager.get(path).text.contains("Nothing can be erased while a hold is in force."))
            let forged = try await manager.send(
                "POST", path, body: Browser.encode([("what", "file"), ("why", "RETENTION_ENDED"), ("ref", "W1")]))
            #expect(forged.status == 422 && forged.text.contains("A hold keeps this file."))
            let hold = try await manager.get(try (try await manager.get(path)).link("An inquiry"))
            let ended = try await manager.submit(
                try (try await manager.get(try hold.link("Change"))).form("/holds"), ["until": "21/11/2026"])
            #expect(ended.status == 200)
            let form = try (try await manager.get(path)).form("/retention")
            let wrong = try await manager.submit(form, ["what": "file", "why": "RETENTION_ENDED", "ref": "somebody else"])
            #expect(wrong.status == 422 && wrong.error(beside: "ref").contains("Type the child’s reference"))
            #expect(wrong.html.contains("somebody else"))
            let ref = try #require(
                try await site.service.read(.wholeService(reason: "test")) {
                    try $0.record(Child.self, child: made.child, id: made.child)?.ref
                })
            let done = try await manager.submit(try wrong.form("/retention"), ["what": "file", "why": "RETENTION_ENDED", "ref": ref])
            #expect(done.text.contains("Erased") && done.text.contains("No file has reached its day."))
            #expect(try await manager.send("GET", "/children/\(made.child)").status == 404)
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: a file that is still kept goes only for another reason than its time, and only by a service manager",
        arguments: Engine.available)
    func kept(engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.browser(.serviceManager)
            let form = try (try await manager.get("/children/\(made.child)/retention")).form("/retention")
            let ref = try #require(
                try await site.service.read(.wholeService(reason: "test")) {
                    try $0.record(Child.self, child: made.child, id: made.child)?.ref
                })
            let early = try await manager.submit(form, ["what": "file", "why": "RETENTION_ENDED", "ref": ref])
            #expect(early.status == 422 && early.error(beside: "what").contains("Not every period"))
            for role in Role.allCases where role != .serviceManager {
                #expect(try await site.browser(role).send("GET", "/children/\(made.child)/retention").status == 403)
            }
            let done = try await manager.submit(try early.form("/retention"), ["what": "file", "why": "WRONG_FILE", "ref": ref])
            #expect(done.text.contains("Erased"))
        }
    }
}
