import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Content of documents")
struct ContentTests {
    private static let bytes: [UInt8] = Array("%PDF-1.7 made up".utf8)

    /// A document on a made case, as a page would write it.
    private func add(_ service: Service, _ bytes: [UInt8] = bytes, to child: RecordID, by person: Person? = nil) async throws -> RecordID {
        try await service.write(person.map { Scope($0) } ?? .wholeService(reason: "test"), action: "document.record") { writer in
            var document = Document()
            document.type = "CAUTION_SIGNED"
            try writer.keep(bytes, mediaType: "application/pdf", for: &document)
            return try writer.create(document, child: child)
        }
    }

    @Test("S-OOC-15: what was sent is read back byte for byte, kept once, and named by its SHA-256", arguments: Engine.available)
    func kept(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            // The published value for these bytes: FIPS 180-2, B.1.
            #expect(Content.hash(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            let all = (0...255).map { UInt8($0) }
            let ids = [try await add(service, all, to: made.child), try await add(service, all, to: made.child)]
            for id in ids {
                let found = try await service.read(.wholeService(reason: "test")) { reader -> (Document, Content?)? in
                    try reader.record(Document.self, child: made.child, id: id).map { ($0.value, try reader.content(of: $0)) }
                }
                let (document, content) = try #require(found)
                #expect(content?.bytes == all)
                #expect(document.size == 256 && document.mediaType == "application/pdf" && document.hash == Content.hash(all))
            }
            let rows = try await service.store.read { try $0.integer("SELECT count(*) FROM content") }
            #expect(rows == 1)
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("A role that does not write or see documents neither keeps nor reads content", arguments: Engine.available)
    func access(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            let victimWorker = try await service.person(as: .victimWorker)
            await #expect(throws: NotAllowed.self) { _ = try await add(service, to: made.child, by: victimWorker) }
            #expect(try await service.store.read { try $0.integer("SELECT count(*) FROM content") } == 0)
            let id = try await add(service, to: made.child)
            let whole = try await service.read(.wholeService(reason: "test")) { try $0.record(Document.self, child: made.child, id: id) }
            let document = try #require(whole)
            #expect(try await service.read(Scope(victimWorker)) { try $0.content(of: document) } == nil)
            #expect(try await service.read(Scope(try await service.person(as: .caseManager))) { try $0.content(of: document) } != nil)
        }
    }

    @Test("Another service on the same store does not reach it", arguments: Engine.available)
    func tenants(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await service.makeCase()
            let id = try await add(service, to: made.child)
            let document = try #require(
                try await service.read(.wholeService(reason: "test")) { try $0.record(Document.self, child: made.child, id: id) })
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { clock.now })
            #expect(try await other.read(.wholeService(reason: "test")) { try $0.content(of: document) } == nil)
        }
    }

    @Test("The engine refuses to change or delete content", arguments: Engine.available)
    func triggers(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            _ = try await add(service, to: made.child)
            for statement in ["UPDATE content SET media_type = 'x'", "DELETE FROM content"] {
                await #expect(throws: StoreError.self, "\(statement)") { try await service.store.write { try $0.script(statement) } }
            }
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("verify names the document whose content changed, is missing or is said to be of another type", arguments: Engine.available)
    func verify(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            _ = try await add(service, to: made.child)
            let entry = try await service.verify().head.position
            _ = try await add(service, Array("{\\rtf1 another}".utf8), to: made.child)
            #expect(try await service.verify().faults == [])
            let hash = Content.hash(Self.bytes)
            let attacks: [(String, String)] = [
                (
                    engine == .sqlite
                        ? "UPDATE content SET bytes = x'00' WHERE hash = '\(hash)'"
                        : "UPDATE content SET bytes = '\\x00' WHERE hash = '\(hash)'", "changed"
                ),
                ("UPDATE content SET media_type = 'text/html' WHERE hash = '\(hash)'", "is of another type"),
                ("DELETE FROM content WHERE hash = '\(hash)'", "is missing"),
            ]
            try await service.store.write { try Tampering.disarm($0) }
            for (statement, fault) in attacks {
                try await service.store.write { try $0.script(statement) }
                #expect(try await service.verify().faults == ["entry \(entry): the content of a document it wrote \(fault)"], "\(fault)")
                try await service.store.write { db in
                    try db.run("DELETE FROM content WHERE hash = \(hash)")
                    try db.run(
                        "INSERT INTO content (service, hash, bytes, media_type) VALUES (1, \(hash), \(SQLValue.blob(Self.bytes)), 'application/pdf')"
                    )
                }
                #expect(try await service.verify().faults == [])
            }
        }
    }

    @Test("Backup and restore carry content, on either engine from either", arguments: Engine.available, Engine.available)
    func backup(from: Engine, to: Engine) async throws {
        try await withService(from) { service, clock in
            let made = try await service.makeCase()
            let large = [UInt8](unsafeUninitializedCapacity: 3_000_000) { buffer, count in
                for index in 0..<3_000_000 { buffer[index] = UInt8(truncatingIfNeeded: index &* 31) }
                count = 3_000_000
            }
            let id = try await add(service, large, to: made.child)
            _ = try await add(service, to: made.child)
            try await withStore(.sqlite) { copy in
                try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                #expect(try await Backup.verify(copy).first?.found.faults == [])
                try await withStores(to) { records, access in
                    try await Backup.restore(from: copy, records: records, access: access)
                    let back = try await Service.open("SAN", store: records, access: access, clock: { clock.now })
                    #expect(try await back.verify().faults == [])
                    let content = try await back.read(.wholeService(reason: "test")) { reader in
                        try reader.record(Document.self, child: made.child, id: id).flatMap { try reader.content(of: $0) }
                    }
                    #expect(content?.bytes == large)
                }
            }
        }
    }

    @Test("A document's hash is a hash or nothing")
    func hashRule() {
        let context = RuleContext(today: TestClock.start.londonDay, codes: ShippedCodes.codes)
        var document = Document()
        (document.type, document.hash) = ("OTHER", "ABC")
        #expect(Document.kind.problems(document, context).map(\.field) == ["hash"])
        document.hash = Content.hash([1])
        #expect(Document.kind.problems(document, context).isEmpty)
    }
}
