import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Backup and restore")
struct BackupTests {
    @Test("Every table and column of both stores is in a backup", arguments: Engine.available)
    func complete(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            _ = try await Service.open("S", name: "S", store: store, access: access, clock: { TestClock.start })
            var tables = try await columns(of: store)
            if engine == .sqlite { tables.merge(try await columns(of: access)) { first, _ in first } }
            tables["schema_migration"] = nil
            let copied = Dictionary(
                uniqueKeysWithValues: (TableLayout.records + TableLayout.access).map { ($0.name, Set($0.columns.map(\.name))) })
            #expect(copied.keys.sorted() == tables.keys.sorted())
            for (name, columns) in tables { #expect(copied[name] == columns, "\(name)") }
        }
    }

    private func columns(of store: any SQLStore) async throws -> [String: Set<String>] {
        let query: SQL =
            store.dialect == .sqlite
            ? "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
            : "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        return try await store.read { db in
            var found: [String: Set<String>] = [:]
            try db.each(query) { row in found[row.text(0) ?? "", default: []].insert(row.text(1) ?? "") }
            return found
        }
    }

    @Test("What is put back is what was there, on either engine from either", arguments: Engine.available, Engine.available)
    func thereAndBack(from: Engine, to: Engine) async throws {
        try await withService(from) { service, clock in
            let (store, access) = (service.store, service.accessStore)
            var commands = RandomCommands(service, clock, seed: 7)
            for _ in 1...30 { try await commands.step() }
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            try await service.recordView(byProgram: View("export", page: "test"))
            let before = (try await service.verify(), try await service.export(), try await service.snapshot(of: commands.children))
            #expect(before.0.faults == [])

            try await withStore(.sqlite) { copy in
                try await Backup.copy(records: store, access: access, to: copy)
                let found = try await Backup.verify(copy)
                #expect(found.map(\.code) == ["SAN"])
                #expect(found.first?.found.faults == [])
                #expect(found.first?.found.head == before.0.head)
                try await withStores(to) { records, views in
                    try await Backup.restore(from: copy, records: records, access: views)
                    let back = try await Service.open("SAN", store: records, access: views, clock: { clock.now })
                    let after = try await back.verify()
                    #expect(after.faults == [])
                    #expect((after.head, after.accessHead) == (before.0.head, before.0.accessHead))
                    #expect(
                        (after.entries, after.versions, after.accessEntries) == (
                            before.0.entries, before.0.versions, before.0.accessEntries
                        ))
                    #expect(try await back.snapshot(of: commands.children) == before.2)
                    for (a, b) in zip(try await back.export(), before.1) { #expect(a.bytes == b.bytes, "\(a.name)") }
                    // The memory of imports came along: the same folder again changes nothing.
                    #expect(try await back.bringIn(ExchangeRoundTripTests.naughty).changed == 0)
                    #expect(try await back.position() == before.0.entries)
                }
            }
        }
    }

    @Test("A backup is put back only where nothing is", arguments: Engine.available)
    func onlyIntoEmpty(engine: Engine) async throws {
        try await withService(.sqlite) { service, _ in
            try await withStore(.sqlite) { copy in
                try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                try await withService(engine) { other, _ in
                    let head = try await other.verify().head
                    await #expect(throws: BackupError.notEmpty) {
                        try await Backup.restore(from: copy, records: other.store, access: other.accessStore)
                    }
                    #expect(try await other.verify().head == head)
                }
            }
            try await withStore(.sqlite) { nothing in
                try await withStores(engine) { records, access in
                    await #expect(throws: BackupError.notACopy) {
                        try await Backup.restore(from: nothing, records: records, access: access)
                    }
                }
            }
        }
    }

    @Test("A copy made while others write is whole, of one moment", arguments: Engine.available)
    func whileWriting(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            try await withStore(.sqlite) { copy in
                async let writing: Void = {
                    for number in 1...30 { try await service.makeCase("Child \(number)", "Vale") }
                }()
                try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                try await writing
                let found = try #require(try await Backup.verify(copy).first?.found)
                #expect(found.faults == [])
                let now = try await service.verify()
                #expect(found.head.position <= now.head.position)
                #expect(try await service.verify(noted: found.head).faults == [])
            }
        }
    }

    @Test("A copy that cannot be written fails, and neither side hangs")
    func brokenOff() async throws {
        try await withService(.sqlite) { service, _ in
            try await withStore(.sqlite) { copy in
                try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                // Everything is there already, so each row clashes.
                await #expect(throws: (any Error).self) {
                    try await Backup.copy(records: service.store, access: service.accessStore, to: copy)
                }
            }
        }
    }
}
