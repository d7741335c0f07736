import Casework
import Foundation
import Storage
import StoragePostgres
import StorageSQLite
import Testing

@testable import Records
@testable import TestSupport

@Suite("Erasure")
struct EraseTests {
    /// Words that stand nowhere but in what is erased.
    private static let seeded = ["Quillon", "Zebedith", "Vermilionlane"]

    /// A child with a file under seeded names: corrected, noted, drafted, with a document, imported by a reference, and named in another's file.
    private func fill(_ service: Service) async throws -> (gone: MadeCase, other: MadeCase, person: Person) {
        let person = try await service.person(as: .caseManager)
        let (gone, other) = (try await service.makeCase("Quillon", "Zebedith"), try await service.makeCase("Ash", "Reed"))
        try await service.write(.wholeService(reason: "test"), action: "contact.record", note: "Quillon asked for it") { writer in
            try writer.create(Fixtures.contact(content: "Met Quillon at Vermilionlane"), child: gone.child)
            var relation = Relationship()
            (relation.name, relation.relation, relation.knownChild) = ("Quillon Zebedith", "OTHER", gone.child)
            try writer.create(relation, child: other.child)
            var document = Document()
            (document.type, document.title) = ("OTHER", "Letter to Zebedith")
            try writer.keep(Array("Dear Quillon Zebedith".utf8), mediaType: "text/plain", for: &document)
            try writer.create(document, child: gone.child)
            var together = Fixtures.offence()
            together.coDefendants = [gone.child]
            try writer.create(together, child: other.child)
            var request = SubjectAccess()
            (request.requester, request.requesterName, request.checker) = ("CHILD", "Quillon Zebedith", person.id)
            request.receivedOn = Day(iso: "2026-05-02") ?? .unset
            try writer.keep(Array("Quillon Zebedith of Vermilionlane".utf8), for: &request)
            try writer.create(request, child: gone.child)
        }
        let child = try #require(
            try await service.read(.wholeService(reason: "test")) { try $0.record(Child.self, child: gone.child, id: gone.child) })
        try await service.write(.wholeService(reason: "test"), action: "child.correct") { writer in
            try writer.correct(Child.self, child: gone.child, id: gone.child, from: child.from) { $0.knownAs = "Quillon" }
        }
        try await service.keepDraft(person, form: "contact", subject: "new", child: gone.child, fields: [("content", "Quillon said")])
        return (gone, other, person)
    }

    /// Rows that are gone stand in the tables' files until these are written anew: looked for in the files themselves.
    private static func onlyPostgres(_ fresh: FreshStore) async throws {
        guard let files = try await ClusterFiles(of: fresh) else { return try await fresh.store.scrub() }
        #expect(try await !files.holding(seeded).isEmpty, "what was erased still lies in the files")
        // A transaction that writes in another database keeps what was there before it.
        let elsewhere = try await files.elsewhere()
        try await elsewhere.alone(["BEGIN", "SELECT pg_current_xact_id()"])
        await #expect(throws: StoreError.busy) { try await fresh.store.scrub() }
        try await elsewhere.alone(["COMMIT"])
        await elsewhere.close()
        try await patiently { try await fresh.store.scrub() }
        #expect(try await files.holding(seeded) == [])
        await files.close()
    }

    /// Other tests write beside this one, in other databases of the server.
    private static func patiently(_ scrub: () async throws -> Void) async throws {
        for _ in 0..<60 { do { return try await scrub() } catch StoreError.busy { continue } }
        try await scrub()
    }

    @Test(
        "S-PEO-14: beside a table of somebody else's in the schema what was erased is cleared; where a table of ours is another role's it says so",
        .enabled(if: Engine.available.contains(.postgres)))
    func foreign() async throws {
        try await withFreshStore(.postgres, alone: true) { fresh in
            let schema = try #require(fresh.schema)
            let service = try await Service.open(
                "SAN", name: "Sandholme", store: fresh.store, access: fresh.store, clock: { TestClock.start })
            try await service.hireOneOfEach()
            let role = "other_" + schema.suffix(12)
            func handOver(_ table: String) async throws {
                try await fresh.store.write {
                    try $0.script(
                        "GRANT \(role) TO CURRENT_USER; ALTER TABLE \(table) OWNER TO \(role); REVOKE \(role) FROM CURRENT_USER")
                }
            }
            try await fresh.store.write {
                try $0.script(
                    "CREATE ROLE \(role); GRANT USAGE, CREATE ON SCHEMA \(schema) TO \(role); CREATE TABLE places (id BIGINT); INSERT INTO places VALUES (1)"
                )
            }
            try await handOver("places")
            try await Self.patiently { try await service.scrub() }
            try await handOver("staff_version")
            await #expect(throws: StoreError.other(code: "42501")) { try await Self.patiently { try await service.scrub() } }
            try await fresh.store.write { try $0.script("GRANT \(role) TO CURRENT_USER; DROP OWNED BY \(role); DROP ROLE \(role)") }
        }
    }

    /// A child's file but for the people around the child.
    private func dump(_ service: Service, _ child: RecordID) async throws -> [String] {
        try await service.read(.wholeService(reason: "test")) { try $0.dump(child: child) }.filter { !$0.hasPrefix("relationship") }
    }

    @Test("S-PEO-14: a file erased is nowhere, others are untouched, and verify is whole", arguments: Engine.available)
    func wholeFile(engine: Engine) async throws {
        try await withFreshStore(engine, alone: true) { fresh in
            try await withStore(engine) { other in
                let clock = TestClock(TestClock.start)
                let service = try await Service.open(
                    "SAN", name: "Sandholme", store: fresh.store, access: engine == .sqlite ? other : fresh.store, clock: { clock.now })
                try await service.hireOneOfEach()
                let (gone, kept, person) = try await fill(service)
                let manager = try await service.person(as: .serviceManager)
                let before = try await dump(service, kept.child)
                try await service.write(Scope(manager), action: "child.erase") { writer in
                    let erased = try writer.erase(nil, of: gone.child, why: "RETENTION_ENDED", rule: "3 years after the last action")
                    #expect(Set(erased.map(\.kind)).isSuperset(of: ["child", "offence", "contact", "document", "relationship"]))
                }
                if engine == .postgres {
                    try await Self.onlyPostgres(fresh)
                } else {
                    try await service.scrub()
                }
                #expect(try await service.verify().faults == [])
                #expect(try await service.drafts(of: person).isEmpty)
                // Who was in the same offence is said of nobody any more; the rest of the other file is as it was.
                let named = { (line: String) in line.hasPrefix("offence") && line.contains("\(gone.child)") }
                #expect(before.contains(where: named))
                let after = try await dump(service, kept.child)
                let together = try await service.read(.wholeService(reason: "test")) { reader in
                    try reader.records(Offence.self, child: kept.child).flatMap(\.coDefendants)
                }
                #expect(together.isEmpty)
                #expect(after.filter { !$0.hasPrefix("offence") } == before.filter { !$0.hasPrefix("offence") })
                let left = try await service.read(.wholeService(reason: "test")) { reader in
                    (try reader.files(of: gone.child), try reader.serviceRecords(Erasure.self).map(\.value))
                }
                #expect(left.0.isEmpty || left.0 == [gone.child])
                #expect(left.1.map(\.rule) == ["3 years after the last action"] && left.1.first?.child == gone.child.description)
                guard engine == .sqlite else { return }
                for file in ["", "-wal", "-shm"] {
                    guard let bytes = FileManager.default.contents(atPath: fresh.address + file) else { continue }
                    for word in Self.seeded {
                        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) stands in the store's file\(file)")
                    }
                }
            }
        }
    }

    @Test("S-PEO-14: of chosen records goes what nothing kept points at; the rest of the file stays as it was", arguments: Engine.available)
    func part(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            let chosen = Set([
                RecordKey(kind: "contact", id: made.contact), RecordKey(kind: "programme", id: made.programme),
                RecordKey(kind: "offence", id: made.offence), RecordKey(kind: "child", id: made.child),
            ])
            let erased = try await service.write(.wholeService(reason: "test"), action: "child.erase") { writer in
                try writer.erase(chosen, of: made.child, why: "RETENTION_ENDED", rule: "test")
            }
            // The outcome stays and points at the offence; the child is nobody's choice but the whole file's.
            #expect(Set(erased) == [RecordKey(kind: "contact", id: made.contact), RecordKey(kind: "programme", id: made.programme)])
            #expect(try await service.verify().faults == [])
            let left = try await service.read(.wholeService(reason: "test")) { reader in
                (try reader.records(Outcome.self, child: made.child).count, try reader.records(Programme.self, child: made.child).count)
            }
            #expect(left == (1, 0))
        }
    }

    @Test("S-PEO-14: nothing goes but by an erasure the journal names, and nothing that went comes back", arguments: Engine.available)
    func guarded(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (made, other) = (try await service.makeCase(), try await service.makeCase("Ash", "Reed"))
            // The engine refuses a deletion no erasure asked for.
            await #expect(throws: StoreError.self) {
                try await service.store.write { try $0.run("DELETE FROM contact_version WHERE id = \(other.contact.uuid)") }
            }
            // Whoever opens the guard by hand is found out: no entry of the journal names what is missing.
            let id = service.id
            try await service.store.write { db in
                try db.run("INSERT INTO erasing (service, id) VALUES (\(id), \(other.contact.uuid))")
                try db.run("DELETE FROM contact_version WHERE id = \(other.contact.uuid)")
                try db.run("DELETE FROM contact WHERE id = \(other.contact.uuid)")
                try db.run("DELETE FROM erasing WHERE service = \(id)")
            }
            #expect(try await service.verify().faults.contains { $0.contains("a version of contact it wrote is gone") })
            // The journal itself never goes, whatever stands in the list.
            await #expect(throws: StoreError.self) {
                try await service.store.write { db in
                    try db.run("INSERT INTO erasing (service, id) VALUES (\(id), \(made.contact.uuid))")
                    try db.run("DELETE FROM journal_row WHERE id = \(made.contact.uuid)")
                }
            }
            let analyst = try await service.person(as: .analyst)
            await #expect(throws: NotAllowed.self) {
                try await service.write(Scope(analyst), action: "child.erase") { writer in
                    try writer.erase(nil, of: made.child, why: "RETENTION_ENDED", rule: "test")
                }
            }
        }
    }

    @Test(
        "S-PEO-14: two merged entries go as the one child they are; what was erased and is put back is found", arguments: Engine.available)
    func merged(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (kept, merged) = (try await service.makeCase("Ash"), try await service.makeCase("Ashe"))
            try await service.merge(merged.child, into: kept.child)
            try await service.write(.wholeService(reason: "test"), action: "child.erase") { writer in
                try writer.erase(nil, of: kept.child, why: "RIGHT_TO_ERASURE", rule: "The person’s right to erasure")
            }
            #expect(try await service.verify().faults == [])
            let id = service.id
            let left = try await service.store.read { db in
                try ["child", "contact", "merge", "offence_version", "child_list", "search_key"].map { table in
                    try db.integer(SQL("SELECT count(*) FROM \(raw: table) WHERE service = \(id)")) ?? -1
                }
            }
            #expect(left == [0, 0, 0, 0, 0, 0])
        }
    }
}
