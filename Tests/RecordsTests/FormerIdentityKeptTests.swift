import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("A sealed former identity, kept")
struct FormerIdentityKeptTests {
    @Test(
        "S-PEO-14: what is saved as it was read keeps its words under the seal, and an old folder brings no former name back",
        arguments: Engine.available)
    func keptUnderTheSeal(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let old = try await service.export(.wholeService(reason: "test", asAt: made.before))
            _ = try await made.seal(service)
            let worker = try await service.person(as: .caseManager)
            try await service.write(Scope(worker), action: "contact.correct") { writer in
                let one = try #require(try writer.reader.record(Contact.self, child: made.child, id: made.contact))
                var shown = one.value
                shown.outcome = "He will go again"
                try writer.correct(Contact.self, child: made.child, id: one.id, from: one.from) { [shown] in $0 = shown }
            }
            let stored = try await service.store.read { db in
                try db.first("SELECT content FROM contact_version WHERE to_position IS NULL AND id = \(made.contact.uuid)") {
                    $0.text(0) ?? ""
                }
            }
            #expect(stored?.contains("Quillon") == true, "the words are still there, under the seal")
            let read = try await service.read(Scope(worker)) { try $0.record(Contact.self, child: made.child, id: made.contact)?.value }
            #expect(read?.content?.contains("Quillon") == false && read?.outcome == "He will go again")
            let brought = try await service.bringIn(old.filter { $0.name == "children.csv" }, source: "old")
            #expect(brought.refusals == [])
            let now = try await service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: made.child, id: made.child)?.value
            }
            #expect(now?.nameUsed == "Juniper Thorne" && now?.dateOfBirth?.iso == "2011-03-12")
            #expect(try await service.read(Scope(worker)) { try $0.search("Quillon", on: service.today, limit: 10).isEmpty })
        }
    }

    @Test(
        "S-PEO-14: once the child's file is erased, the former name does not stand again in what others' files said of the child",
        arguments: Engine.available)
    func erased(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            try await service.write(.wholeService(reason: "test"), action: "test.more") { writer in
                try writer.create(
                    Fixtures.contact(content: "Quillon Zebedith’s bike; quillon, born 9/3/2011, came. Ash Zebedith stayed."),
                    child: made.sister)
            }
            _ = try await made.seal(service)
            let worker = try await service.person(as: .caseManager)
            func read(_ scope: Scope) async throws -> String {
                try await service.read(scope) { reader in
                    try reader.records(Contact.self, child: made.sister).compactMap(\.value.content).filter { $0.contains("bike") }.joined()
                }
            }
            let hidden = try await read(Scope(worker))
            #expect(!hidden.contains("uillon") && !hidden.contains("9/3/2011") && hidden.contains("Ash Zebedith stayed"))
            try await service.write(Scope(try await service.person(as: .serviceManager)), action: "child.erase") { writer in
                try writer.erase(nil, of: made.child, why: "RETENTION_ENDED", rule: "test")
            }
            #expect(try await read(Scope(worker)) == hidden)
            #expect(try await read(.wholeService(reason: "test")) == hidden)
            // Of the name nothing is kept for it but hashes; what others wrote stays as it was written, under them.
            let kept = try await service.store.read { db in
                try db.rows("SELECT source, kind, ref FROM imported") { "\($0.text(0) ?? "") \($0.text(1) ?? "") \($0.text(2) ?? "")" }
            }
            #expect(kept.contains { $0.hasPrefix("erased-word") } && !kept.contains { $0.lowercased().contains("quillon") })
            #expect(try await service.verify().isWhole)
        }
    }

    @Test(
        "S-PEO-14: a merged record of the former identity is sealed with it, also once the merge is undone; kept papers lose the name",
        arguments: Engine.available)
    func merged(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let whole = Scope.wholeService(reason: "test")
            let old = try await service.makeCase("Quillon", "Zebedith", born: "2011-03-09")
            let new = try await service.makeCase("Juniper", "Thorne", born: "2011-03-12")
            let merge = try await service.merge(old.child, into: new.child)
            let copy = try await service.write(whole, action: "test.papers") { writer -> RecordID in
                var panel = Panel()
                panel.heldOn = writer.recordedAt.londonDay
                var copy = PanelCopy()
                (copy.panel, copy.number, copy.audience, copy.recipient) = (try writer.create(panel), 1, "PANEL", "Bo Field")
                copy.madeAt = writer.recordedAt
                let paper = "{\"title\":\"Case\",\"text\":\"A line\\nQuillon Zebedith said\"}"
                try writer.keep([(child: new.child, bytes: Array(paper.utf8))], for: &copy)
                return try writer.create(copy)
            }
            clock.advance(days: 1)
            let made = FormerIdentityMade(child: new.child, contact: new.contact, home: .unset, sister: new.child, before: clock.now)
            let readers = [try await service.person(as: .caseManager).id, try await service.person(as: .victimWorker).id]
            let id = try await service.proposeSeal(
                of: new.child, why: "ADOPTION", basis: "An order", records: [], readers: readers,
                by: try await service.person(as: .serviceManager))
            try await service.agree(to: id)
            #expect(try await !made.everything(service, whole).contains("Quillon"))
            let part = try await service.read(Scope(try await service.person(as: .teamManager))) { reader in
                let stored = try #require(try reader.serviceRecord(PanelCopy.self, id: copy)).value
                return try reader.parts(of: stored)?.first?.bytes.map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(part?.contains("A line\\n[removed] said") == true, "\(part ?? "nothing")")
            try await service.undo(merge: merge, of: new.child)
            #expect(
                try await service.read(whole) { try $0.record(Child.self, child: old.child, id: old.child)?.nameUsed } == "Juniper Thorne")
            #expect(try await service.read(whole) { try $0.search("Quillon", on: service.today, limit: 10).isEmpty })
            // What is corrected on the other entry since is theirs; what was not touched of it stays hidden.
            try await service.write(whole, action: "child.correct") { writer in
                let one = try #require(try writer.reader.record(Child.self, child: old.child, id: old.child))
                try writer.correct(Child.self, child: old.child, id: old.child, from: one.from) { $0.familyName = "Reed" }
            }
            #expect(
                try await service.read(whole) { try $0.record(Child.self, child: old.child, id: old.child)?.nameUsed } == "Juniper Reed")
            #expect(try await service.verify().faults == [])
        }
    }
}
