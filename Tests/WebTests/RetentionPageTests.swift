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
            let asked = try await manager.submit(try wrong.form("/retention"), ["what": "file", "why": "RETENTION_ENDED", "ref": ref])
            #expect(asked.status == 200 && asked.text.contains("Somebody else confirms it."))
            #expect(try await manager.send("GET", "/children/\(made.child)").status == 200)
            let second = try await site.browser(.teamManager)
            let confirm = try (try await second.get(try (try await second.get("/retention")).link("Robin Vale"))).form("/answer")
            let unsure = try await second.submit(confirm, ["answer": "CONFIRMED", "ref": "somebody else", "password": testPassword])
            #expect(unsure.status == 422 && unsure.error(beside: "ref").contains("Type the child’s reference"))
            // ASVS 8.4.2: nor at a page its owner left open.
            let unproven = try await second.submit(confirm, ["answer": "CONFIRMED", "ref": ref, "password": "not it"])
            #expect(unproven.status == 422 && unproven.error(beside: "password") == "That is not your password.")
            #expect(try await manager.send("GET", "/children/\(made.child)").status == 200)
            let done = try await second.submit(try unsure.form("/answer"), ["answer": "CONFIRMED", "ref": ref, "password": testPassword])
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
            for role in Role.allCases where ![.serviceManager, .teamManager].contains(role) {
                #expect(try await site.browser(role).send("GET", "/children/\(made.child)/retention").status == 403)
            }
            // A team manager confirms, and proposes nothing.
            let second = try await site.browser(.teamManager)
            #expect(try await second.send("POST", "/children/\(made.child)/retention").status == 403)
            _ = try await manager.submit(try early.form("/retention"), ["what": "file", "why": "WRONG_FILE", "ref": ref])
            let path = "/children/\(made.child)/retention"
            let done = try await second.submit(
                try (try await second.get(path)).form("/answer"), ["answer": "CONFIRMED", "ref": ref, "password": testPassword])
            #expect(done.text.contains("Erased"))
            let answered = try await site.service.read(.wholeService(reason: "test")) {
                try $0.serviceRecords(ErasureReview.self).map(\.value)
            }
            #expect(answered.map(\.answer) == ["CONFIRMED"] && answered.allSatisfy { $0.proposedBy != $0.answeredBy })
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: nobody confirms their own proposal; a file that changed since, or that a hold keeps, is not erased by an old one; it is declined with a reason",
        arguments: Engine.available)
    func secondPerson(engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let path = "/children/\(made.child)/retention"
            let (first, second) = (try await site.browser(.serviceManager), try await site.browser(.teamManager))
            let ref = try #require(
                try await site.service.read(.wholeService(reason: "test")) {
                    try $0.record(Child.self, child: made.child, id: made.child)?.ref
                })
            let proposed = try await first.submit(
                try (try await first.get(path)).form("/retention"), ["what": "file", "why": "WRONG_FILE", "ref": ref])
            #expect(proposed.text.contains("Somebody else confirms it."))
            let own = Browser.encode([("answer", "CONFIRMED"), ("ref", ref), ("password", testPassword)])
            #expect(try await first.send("POST", path + "/answer", body: own).status == 403)
            let confirm = try (try await second.get(path)).form("/answer")
            try await site.service.write(.wholeService(reason: "test"), action: "test.more") { writer in
                try writer.create(Fixtures.contact(content: "Written since"), child: made.child)
            }
            let stale = try await second.submit(confirm, ["answer": "CONFIRMED", "ref": ref, "password": testPassword])
            #expect(stale.status == 422 && stale.text.contains("has changed since this was proposed"))
            let mute = try await second.submit(try stale.form("/answer"), ["answer": "DECLINED"])
            #expect(mute.status == 422 && mute.error(beside: "note").contains("Say why not"))
            let declined = try await second.submit(try mute.form("/answer"), ["answer": "DECLINED", "note": "A contact came since"])
            #expect(declined.text.contains("Nothing was erased") && declined.text.contains("No erasure waits."))
            #expect(try await first.send("GET", "/children/\(made.child)").status == 200)

            _ = try await first.submit(
                try (try await first.get(path)).form("/retention"), ["what": "file", "why": "WRONG_FILE", "ref": ref])
            try await site.service.write(.wholeService(reason: "test"), action: "test.hold") { writer in
                var hold = Hold()
                (hold.reason, hold.fromDate) = ("An inquiry", site.service.today)
                try writer.create(hold, child: made.child)
            }
            let held = try await second.submit(
                try (try await second.get(path)).form("/answer"), ["answer": "CONFIRMED", "ref": ref, "password": testPassword])
            #expect(held.status == 422 && held.text.contains("A hold keeps this file."))
            #expect(try await first.send("GET", "/children/\(made.child)").status == 200)
        }
    }

    @Test(
        "S-PEO-14: the very proposal and the versions before the second person are confirmed; an open subject access request keeps the file",
        arguments: Engine.available)
    func veryProposal(engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let path = "/children/\(made.child)/retention"
            let (first, second) = (try await site.browser(.serviceManager), try await site.browser(.teamManager))
            let ref = try #require(
                try await site.service.read(.wholeService(reason: "test")) {
                    try $0.record(Child.self, child: made.child, id: made.child)?.ref
                })
            let (proposal, yes) = (
                ["what": "file", "why": "WRONG_FILE", "ref": ref], ["answer": "CONFIRMED", "ref": ref, "password": testPassword]
            )
            _ = try await first.submit(try (try await first.get(path)).form("/retention"), proposal)
            let old = try (try await second.get(path)).form("/answer")
            let own = try (try await first.get(path)).form("/answer")
            _ = try await first.submit(own, ["answer": "DECLINED", "note": "Too early"])
            _ = try await first.submit(try (try await first.get(path)).form("/retention"), proposal)
            let other = try await second.submit(old, yes)
            #expect(other.status == 422 && other.text.contains("Another proposal waits"))
            try await site.service.write(.wholeService(reason: "test"), action: "test.correct") { writer in
                for one in try writer.reader.records(Contact.self, child: made.child) {
                    try writer.correct(Contact.self, child: made.child, id: one.id, from: one.from) { $0.content = "Corrected since" }
                }
            }
            let stale = try await second.submit(try other.form("/answer"), yes)
            #expect(stale.status == 422 && stale.text.contains("has changed since this was proposed"))
            let checker = try await site.service.person(as: .teamManager).id
            try await site.service.write(.wholeService(reason: "test"), action: "test.request") { writer in
                var one = SubjectAccess()
                (one.requester, one.requesterName, one.receivedOn) = ("CHILD", "Robin Vale", writer.recordedAt.londonDay)
                one.checker = checker
                try writer.create(one, child: made.child)
            }
            let asked = try await second.submit(try stale.form("/answer"), yes)
            #expect(asked.status == 422 && asked.text.contains("subject access request on this file is open"))
            _ = try await second.submit(try asked.form("/answer"), ["answer": "DECLINED", "note": "A request came"])
            let refused = try await first.submit(try (try await first.get(path)).form("/retention"), proposal)
            #expect(refused.status == 422 && refused.text.contains("subject access request on this file is open"))
            #expect(try await first.send("GET", "/children/\(made.child)").status == 200)
        }
    }
}
