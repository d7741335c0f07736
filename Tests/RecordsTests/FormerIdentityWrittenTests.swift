import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("A sealed former identity, written around")
struct FormerIdentityWrittenTests {
    private let whole = Scope.wholeService(reason: "test")

    private func stored(_ service: Service, _ sql: SQL) async throws -> Int64 {
        try await service.store.read { db in try db.integer(sql) ?? -1 }
    }

    @Test(
        "S-PEO-14: a former name is not written again, by a correction or by an import that was checked before the sealing",
        arguments: Engine.available)
    func again(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let old = try await service.export(.wholeService(reason: "test", asAt: made.before)).filter { $0.name == "children.csv" }
            let now = try await service.export().filter { $0.name == "children.csv" }
            #expect(try await service.bringIn(now, source: "old").refusals == [])
            let staged = try await Importer(service).stage(old, source: "old")
            _ = try await made.seal(service)
            _ = try await staged.publish()
            let back: SQL = "SELECT count(*) FROM child_version WHERE given_name = 'Quillon' AND to_position IS NULL"
            #expect(try await stored(service, back) == 0)
            for typed in ["Quillon", "QUILLON", " quillón "] {
                for path in [\Child.givenName, \Child.knownAs] as [WritableKeyPath<Child, String?> & Sendable] {
                    do {
                        try await service.write(whole, action: "child.correct") { writer in
                            let one = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
                            try writer.correct(Child.self, child: made.child, id: made.child, from: one.from) { $0[keyPath: path] = typed }
                        }
                        Issue.record("\(typed) was written")
                    } catch let problems as Problems {
                        #expect(problems.all.allSatisfy { !$0.message.lowercased().contains("former") && !$0.message.contains("seal") })
                    }
                }
            }
            try await service.write(whole, action: "child.correct") { writer in
                let one = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
                try writer.correct(Child.self, child: made.child, id: made.child, from: one.from) { $0.givenName = "June" }
            }
            #expect(
                try await service.read(whole) { try $0.record(Child.self, child: made.child, id: made.child)?.nameUsed } == "June Thorne")
        }
    }

    @Test(
        "S-PEO-14: moving a record and erasing a child write nothing that was read without a former identity",
        arguments: Engine.available)
    func moved(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let (right, gone) = (try await service.makeCase("Bevan", "Hollin"), try await service.makeCase("Rue", "Sallow"))
            try await service.write(whole, action: "offence.correct") { writer in
                for one in try writer.reader.records(Offence.self, child: made.child) {
                    try writer.correct(Offence.self, child: made.child, id: one.id, from: one.from) {
                        ($0.coDefendants, $0.place) = ([gone.child], "Outside Quillon's college")
                    }
                }
            }
            _ = try await made.seal(service)
            try await service.write(whole, action: "child.erase") { writer in
                try writer.erase(nil, of: gone.child, why: "RIGHT_TO_ERASURE", rule: "The person’s right to erasure")
            }
            let place: SQL = "SELECT count(*) FROM offence_version WHERE to_position IS NULL AND place LIKE '%Quillon%'"
            #expect(try await stored(service, place) == 1, "it is hidden, not gone")
            let key = RecordKey(kind: "contact", id: made.contact)
            let manager = try await service.person(as: .teamManager)
            let moved = try await service.move(key, of: made.child, to: right.child, reason: "Another child's", by: manager)
            let left: SQL =
                "SELECT count(*) FROM contact_version WHERE id = \(made.contact.uuid) AND to_position IS NULL AND content LIKE '%Quillon%'"
            #expect(try await stored(service, left) == 1, "what was taken off the file is whole, under the seal")
            let there = try await service.read(whole) { try $0.record(Contact.self, child: right.child, id: moved.record)?.value.content }
            #expect(there?.contains("was at college") == true && there?.contains("Quillon") == false, "\(there ?? "nothing")")
            #expect(try await service.verify().faults == [])
        }
    }
}
