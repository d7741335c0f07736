import Casework
import TestSupport
import Testing

@testable import Records

@Suite("Moving an entry from the wrong child's file")
struct MovingTests {
    private func contacts(_ service: Service, _ scope: Scope, _ child: RecordID) async throws -> [Stored<Contact>] {
        try await service.read(scope) { try $0.records(Contact.self, child: child) }
    }

    @Test(
        "S-PEO-14: an entry goes to the right file with its history; the wrong one keeps a mark; what was known before stays; verify is whole",
        arguments: Engine.available)
    func moved(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (wrong, right) = (try await service.makeCase("Robin", "Vale"), try await service.makeCase("Ash", "Reed"))
            let whole = Scope.wholeService(reason: "test")
            let (worker, manager) = (try await service.person(as: .caseManager), try await service.person(as: .teamManager))
            let sealer = try await service.person(as: .serviceManager)
            clock.advance(days: 1)
            let first = try #require(try await contacts(service, whole, wrong.child).first { $0.id == wrong.contact })
            try await service.write(whole, action: "contact.correct") { writer in
                try writer.correct(Contact.self, child: wrong.child, id: wrong.contact, from: first.from) {
                    $0.content = "Met Ash, said so"
                }
            }
            try await service.keepDraft(
                worker, form: "contact", subject: wrong.contact.description, child: wrong.child, fields: [("content", "Ash said")])
            clock.advance(days: 1)
            let before = clock.now
            clock.advance(days: 1)
            let count = try await service.read(whole) { try $0.everywhere(Contact.self).count }
            let key = RecordKey(kind: "contact", id: wrong.contact)
            let moved = try await service.move(key, of: wrong.child, to: right.child, reason: "Typed on the wrong file", by: manager)

            // Now: on the right file with both versions; off the wrong one, with a mark in its place; as many as ever in all.
            let there = try #require(try await contacts(service, Scope(worker), right.child).first { $0.id == moved.record })
            #expect(there.value.content == "Met Ash, said so" && there.value.programme == nil)
            let history = try await service.read(Scope(worker)) { try $0.history(Contact.self, child: right.child, id: moved.record) }
            #expect(history.map(\.value.content) == ["Talked about college.", "Met Ash, said so"])
            #expect(try await !contacts(service, Scope(worker), wrong.child).contains { $0.id == wrong.contact })
            #expect(try await service.read(whole) { try $0.everywhere(Contact.self).count } == count)
            // Why it was moved may name either child: it is sealed with what was removed.
            let notes = try await service.read(Scope(sealer)) { reader -> [[String]] in
                let carried = try reader.history(Contact.self, child: right.child, id: moved.record).map(\.from)
                let mark = try reader.records(SealedEntry.self, child: wrong.child).map(\.from)
                let left = try reader.history(Contact.self, child: wrong.child, id: wrong.contact).map(\.from)
                return try [carried, mark, left].map { try reader.trails($0).values.compactMap(\.note) }
            }
            #expect(notes == [[], [], ["Typed on the wrong file"]])
            let marks = try await service.read(Scope(worker)) { try $0.records(SealedEntry.self, child: wrong.child).map(\.value) }
            #expect(marks.map(\.record) == [wrong.contact.description] && marks.first?.removedBy == manager.id)

            // Then: the program finds it where it was, those who may not read what is sealed find nothing, and its history neither.
            let then = try await contacts(service, .wholeService(reason: "test", asAt: before), wrong.child)
            #expect(then.contains { $0.id == wrong.contact })
            #expect(try await !contacts(service, Scope(worker, asAt: before), wrong.child).contains { $0.id == wrong.contact })
            #expect(try await contacts(service, Scope(sealer, asAt: before), wrong.child).contains { $0.id == wrong.contact })
            for (person, versions) in [(worker, 0), (manager, 0), (sealer, 3)] {
                let read = try await service.read(Scope(person)) { try $0.history(Contact.self, child: wrong.child, id: wrong.contact) }
                #expect(read.count == versions, "\(person.access.role)")
                let told = try await service.read(Scope(person, asAt: before)) {
                    try $0.chronology(child: wrong.child, kind: "contact", containing: nil, from: nil, to: nil)
                }
                #expect(told.contains { $0.id == wrong.contact } == (versions > 0), "\(person.access.role)")
            }

            // The draft follows, the breach stands open, and nothing is wanting.
            #expect(try await service.drafts(of: worker).map(\.subject) == [moved.record.description])
            let breach = try #require(try await service.read(Scope(manager)) { try $0.serviceRecord(Breach.self, id: moved.breach)?.value })
            #expect(breach.type == "WRONG_FILE" && breach.closedOn == nil && breach.since.map { $0 < before } == true)
            #expect(breach.fromChild == wrong.child.description && !breach.what.contains("Robin"))
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: what hangs on an entry goes with it; an entry that hangs on another goes only with that one; back again works too",
        arguments: Engine.available)
    func hanging(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (wrong, right) = (try await service.makeCase("Robin", "Vale"), try await service.makeCase("Ash", "Reed"))
            let manager = try await service.person(as: .serviceManager)
            let outcome = RecordKey(kind: "outcome", id: wrong.outcome)
            await #expect(throws: Problems.self) {
                _ = try await service.move(outcome, of: wrong.child, to: right.child, reason: "Another child's", by: manager)
            }
            let offence = RecordKey(kind: "offence", id: wrong.offence)
            let moved = try await service.move(offence, of: wrong.child, to: right.child, reason: "Another child's", by: manager)
            let (here, there) = try await service.read(.wholeService(reason: "test")) { reader in
                (try reader.records(Outcome.self, child: wrong.child), try reader.records(Outcome.self, child: right.child))
            }
            #expect(here.isEmpty && there.contains { $0.value.offence == moved.record })
            #expect(try await service.verify().faults == [])
            let again = RecordKey(kind: "offence", id: moved.record)
            let back = try await service.move(again, of: right.child, to: wrong.child, reason: "It was right", by: manager)
            let home = try await service.read(.wholeService(reason: "test")) { try $0.records(Outcome.self, child: wrong.child) }
            #expect(home.map(\.value.offence) == [back.record])
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: only managers move; never onto the same child's file, nor onto none, nor who works with the child",
        arguments: Engine.available)
    func refused(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (wrong, right) = (try await service.makeCase("Robin", "Vale"), try await service.makeCase("Ash", "Reed"))
            let key = RecordKey(kind: "contact", id: wrong.contact)
            let manager = try await service.person(as: .teamManager)
            for role in Role.allCases where ![.teamManager, .serviceManager].contains(role) {
                let person = try await service.person(as: role)
                await #expect(throws: NotAllowed.self, "\(role)") {
                    _ = try await service.move(key, of: wrong.child, to: right.child, reason: "x", by: person)
                }
            }
            await #expect(throws: Problems.self) {
                _ = try await service.move(key, of: wrong.child, to: wrong.child, reason: "x", by: manager)
            }
            let nobody = RecordID.new(at: service.now)
            await #expect(throws: NotAllowed.self) {
                _ = try await service.move(key, of: wrong.child, to: nobody, reason: "x", by: manager)
            }
            await #expect(throws: NotAllowed.self) {
                _ = try await service.move(
                    RecordKey(kind: "child", id: wrong.child), of: wrong.child, to: right.child, reason: "x", by: manager)
            }
        }
    }
}
