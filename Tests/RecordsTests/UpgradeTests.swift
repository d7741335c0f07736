import Casework
import Storage
import StoragePostgres
import TestSupport
import Testing

@testable import Records

@Suite("Upgrade")
struct UpgradeTests {
    @Test("A rehearsal runs every missing step, checks the journal, and leaves the store as it was", arguments: Engine.available)
    func rehearsal(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            // As the first release left it.
            let first = [Migrations.records[0]] + (engine == .postgres ? [Migrations.access[0]] : [])
            try await Migrator.migrate(store, first)
            if engine == .sqlite { try await Migrator.migrate(access, [Migrations.access[0]]) }
            try await store.write { db in
                try db.run("INSERT INTO service (id, code, name) VALUES (1, 'SAN', 'Sandholme')")
                let genesis = SQLValue.blob(JournalEntry.genesis(service: "SAN", name: "Sandholme"))
                try db.run(
                    "INSERT INTO journal_head (service, position, recorded_at, hash) VALUES (1, 0, '1970-01-01T00:00:00.000Z', \(genesis))")
            }
            let pending = try await Upgrade.pending(records: store, access: access)
            #expect(pending.count == Migrations.records.count + Migrations.access.count - 2)
            let found = try await Upgrade.rehearse(records: store, access: access, clock: { TestClock.start })
            #expect(found.ran == pending)
            #expect(found.services.map(\.code) == ["SAN"] && found.services.allSatisfy(\.faults.isEmpty))
            #expect(try await Upgrade.pending(records: store, access: access) == pending, "nothing was kept")

            try await store.write { try $0.run("UPDATE journal_head SET position = 4") }
            let broken = try await Upgrade.rehearse(records: store, access: access, clock: { TestClock.start })
            #expect(broken.services.first?.faults == ["entry 0: is not the head the store keeps"])
            try await store.write { try $0.run("UPDATE journal_head SET position = 0") }

            try await Upgrade.run(records: store, access: access)
            #expect(try await Upgrade.pending(records: store, access: access) == [])
            let service = try await Service.open("SAN", store: store, access: access, clock: { TestClock.start })
            #expect(try await service.isUpToDate())
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("A step that fails in the rehearsal is named, and nothing is kept", arguments: Engine.available)
    func failingStep(engine: Engine) async throws {
        try await withStore(engine) { store in
            let steps = [Migration(id: "1", both: "CREATE TABLE a (x TEXT)"), Migration(id: "2", both: "INSERT INTO nowhere VALUES (1)")]
            do {
                _ = try await Migrator.rehearse(store, steps) { _ in }
                Issue.record("it ran")
            } catch MigrationError.failed(let id, _) {
                #expect(id == "2")
            }
            try await store.write { try $0.script("CREATE TABLE a (y TEXT)") }
        }
    }

    @Test(
        "A store that lacks a step is not ready; one a newer program brought up to date meanwhile is, but nothing opens it anew",
        arguments: Engine.available)
    func readiness(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            #expect(try await service.isUpToDate())
            try await service.store.write { try $0.run("INSERT INTO schema_migration VALUES ('9999', 'then', 'x')") }
            #expect(try await service.isUpToDate())
            await #expect(throws: MigrationError.unknown(id: "9999")) {
                try await Service.open("SAN", store: service.store, access: service.accessStore, clock: { TestClock.start })
            }
            try await service.store.write { try $0.run("DELETE FROM schema_migration WHERE id = '9999' OR id = '0002-alert-source'") }
            #expect(try await !service.isUpToDate())
        }
    }

    @Test(
        "S-INF-11: a role that owns nothing does all the program does, and can neither change what is kept nor take a guard away",
        .enabled(if: Engine.available.contains(.postgres)))
    func programRole() async throws {
        try await withFreshStore(.postgres) { fresh in
            let owner = try await Service.open(
                "SAN", name: "Sandholme", store: fresh.store, access: fresh.store, clock: { TestClock.start })
            let role = "program_" + (fresh.schema ?? "").suffix(12)
            try await fresh.store.write { try $0.script("CREATE ROLE \(role) LOGIN") }
            try await Upgrade.grant(to: role, fresh.store)
            let address = fresh.address.replacing("user=waymark", with: "user=\(role)")
            let store = try await PostgresStore(url: address, schema: fresh.schema, poolSize: 3)
            let service = try await Service.open("SAN", store: store, access: store, clock: { TestClock.start })
            try await service.hireOneOfEach()
            try await service.fillEveryKind()
            try await service.bringIn(ExchangeRoundTripTests.naughty)
            _ = try await service.rebuild()
            #expect(try await service.verify().faults == [])
            #expect(try await service.rowSecurityFaults() == [])
            #expect(try await owner.verify().head == service.verify().head)
            for statement in [
                "UPDATE journal SET position = position", "DELETE FROM journal_row", "UPDATE access_entry SET page = 'x'",
                "DELETE FROM child_version", "UPDATE child_version SET given_name = 'x'", "UPDATE child SET ref = 'x'", "TRUNCATE note",
                "ALTER TABLE journal DISABLE TRIGGER ALL", "DROP TRIGGER journal_kept ON journal", "DROP POLICY own_service ON journal",
                "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY", "INSERT INTO schema_migration VALUES ('x', 'y', 'z')", "DROP TABLE note",
            ] {
                do {
                    try await service.store.write { try $0.script(statement) }
                    Issue.record("\(statement) was let through")
                } catch let StoreError.refused(words) {
                    // What an erasure may take is kept from others by its guard.
                    let reasons = ["permission denied", "must be owner", "records are kept"]
                    #expect(reasons.contains { words.hasPrefix($0) }, "\(statement): \(words)")
                }
            }
            await store.close()
            try await fresh.store.write { try $0.script("GRANT \(role) TO CURRENT_USER; DROP OWNED BY \(role); DROP ROLE \(role)") }
        }
    }
}
