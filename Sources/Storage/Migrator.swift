/// Brings a database's schema up to date.
public enum Migrator {
    /// Runs those of `migrations` the database does not have yet, in their order, each in its own transaction.
    ///
    /// Several processes may start at once: one migrates, the others wait and find it done.
    /// - Throws: ``MigrationError``; nothing has run if the database is newer than the program or a migration was edited.
    public static func migrate(_ store: any SQLStore, _ migrations: [Migration]) async throws {
        var ids: Set<String> = []
        for migration in migrations where !ids.insert(migration.id).inserted {
            throw MigrationError.repeated(id: migration.id)
        }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum(store.dialect)) })
        let applied = try await store.write { connection in
            try lock(connection)
            try connection.script(table)
            return try appliedChecksums(connection)
        }
        for (id, checksum) in applied.sorted(by: { $0.key < $1.key }) {
            guard let expected = known[id] else { throw MigrationError.unknown(id: id) }
            guard expected == checksum else { throw MigrationError.changed(id: id) }
        }
        for migration in migrations where applied[migration.id] == nil {
            try await apply(migration, to: store)
        }
    }

    private static func apply(_ migration: Migration, to store: any SQLStore) async throws {
        do {
            try await store.write { connection in
                try lock(connection)
                // Another process may have run it while this one waited.
                guard try connection.integer("SELECT 1 FROM schema_migration WHERE id = \(migration.id)") == nil else { return }
                try connection.script(migration.text(connection.dialect))
                let now: SQL = "\(sqlite: sqliteNow, postgres: postgresNow)"
                let checksum = migration.checksum(connection.dialect)
                try connection.run(
                    "INSERT INTO schema_migration (id, applied_at, checksum) VALUES (\(migration.id), \(now), \(checksum))")
            }
        } catch let error as StoreError {
            throw MigrationError.failed(id: migration.id, error)
        }
    }

    /// SQLite's writer is alone anyway. The number is this table's own and means nothing; each schema has its own lock.
    private static func lock(_ connection: any SQLConnection) throws {
        guard connection.dialect == .postgres else { return }
        try connection.each("SELECT pg_advisory_xact_lock(7298113, hashtext(current_schema()))") { _ in }
    }

    private static func appliedChecksums(_ connection: any SQLConnection) throws -> [String: String] {
        var applied: [String: String] = [:]
        try connection.each("SELECT id, checksum FROM schema_migration") { row in
            if let id = row.text(0) { applied[id] = row.text(1) ?? "" }
        }
        return applied
    }

    private static let table = """
        CREATE TABLE IF NOT EXISTS schema_migration (
            id TEXT PRIMARY KEY NOT NULL,
            applied_at TEXT NOT NULL,
            checksum TEXT NOT NULL
        )
        """
    private static let sqliteNow = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
    private static let postgresNow = #"to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"#
}
