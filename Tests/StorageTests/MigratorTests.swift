import Storage
import TestSupport
import Testing

@Suite("Migrations")
struct MigratorTests {
    private static let first = Migration(id: "001", both: "CREATE TABLE place (name TEXT NOT NULL); INSERT INTO place VALUES ('Sandholme')")
    private static let second = Migration(
        id: "002", sqlite: "ALTER TABLE place ADD COLUMN sea INTEGER NOT NULL DEFAULT 1",
        postgres: "ALTER TABLE place ADD COLUMN sea BOOLEAN NOT NULL DEFAULT true")

    @Test("they run in order, once, and are written down", arguments: Engine.available)
    func order(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Migrator.migrate(store, [Self.first])
            try await Migrator.migrate(store, [Self.first, Self.second])
            try await Migrator.migrate(store, [Self.first, Self.second])
            try await store.read { connection throws in
                #expect(try connection.rows("SELECT id FROM schema_migration ORDER BY id") { $0.text(0) } == ["001", "002"])
                #expect(try connection.rows("SELECT sea FROM place") { $0.bool(0) } == [true])
                let applied = try connection.text("SELECT applied_at FROM schema_migration WHERE id = '001'")
                #expect(applied?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
            }
        }
    }

    @Test("one edited after it ran is refused", arguments: Engine.available)
    func changed(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Migrator.migrate(store, [Self.first])
            let edited = Migration(id: "001", both: Self.first.sqlite + " ")
            await #expect(throws: MigrationError.changed(id: "001")) { try await Migrator.migrate(store, [edited, Self.second]) }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM schema_migration") } == 1)
        }
    }

    @Test("a database newer than the program is refused", arguments: Engine.available)
    func unknown(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Migrator.migrate(store, [Self.first, Self.second])
            await #expect(throws: MigrationError.unknown(id: "002")) { try await Migrator.migrate(store, [Self.first]) }
        }
    }

    @Test("one that fails is undone whole, and those before it stay", arguments: Engine.available)
    func failed(engine: Engine) async throws {
        let broken = Migration(id: "002", both: "CREATE TABLE half (a TEXT); INSERT INTO nowhere VALUES (1)")
        try await withStore(engine) { store in
            do {
                try await Migrator.migrate(store, [Self.first, broken])
                Issue.record("it ran")
            } catch MigrationError.failed(let id, let reason) {
                #expect(id == "002")
                #expect("\(reason)".contains("nowhere"))
            }
            try await store.write { try $0.script("CREATE TABLE half (a TEXT)") }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM schema_migration") } == 1)
        }
    }

    @Test("an id given twice is refused before anything runs", arguments: Engine.available)
    func repeated(engine: Engine) async throws {
        try await withStore(engine) { store in
            await #expect(throws: MigrationError.repeated(id: "001")) { try await Migrator.migrate(store, [Self.first, Self.first]) }
        }
    }

    @Test("two programs that start at once migrate once", arguments: Engine.available)
    func together(engine: Engine) async throws {
        try await withFreshStore(engine) { fresh in
            let other = try await fresh.reopened()
            async let mine: Void = Migrator.migrate(fresh.store, [Self.first, Self.second])
            async let theirs: Void = Migrator.migrate(other, [Self.first, Self.second])
            _ = try await (mine, theirs)
            await other.close()
            #expect(try await fresh.store.read { try $0.integer("SELECT count(*) FROM place") } == 1)
        }
    }
}
