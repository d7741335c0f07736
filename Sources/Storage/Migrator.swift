/// Brings a database's schema up to date.
public enum Migrator {
    /// Runs those of `migrations` the database does not have yet, in their order, each in its own transaction.
    ///
    /// Several processes may start at once: one migrates, the others wait and find it done. Where there is nothing to run nothing is
    /// written, so that a role which may not make tables can start too.
    /// - Parameter rule: run after each of them, in its transaction: what must hold for whatever tables there are by then.
    /// - Throws: ``MigrationError``; nothing has run if the database is newer than the program or a migration was edited.
    public static func migrate(_ store: any SQLStore, _ migrations: [Migration], rule: SQLRule? = nil) async throws {
        let missing = try await pending(store, migrations)
        guard !missing.isEmpty else { return }
        try await store.write { connection in
            try lock(connection)
            try connection.script(table)
        }
        for migration in missing {
            do {
                try await store.write { connection in
                    try lock(connection)
                    // Another process may have run it while this one waited.
                    guard try connection.integer("SELECT 1 FROM schema_migration WHERE id = \(migration.id)") == nil else { return }
                    try apply(migration, to: connection, rule)
                }
            } catch let error as StoreError {
                throw MigrationError.failed(id: migration.id, error)
            }
        }
    }

    /// Those the database does not have yet, in their order. Reads only.
    /// - Throws: ``MigrationError`` when the database is newer than the program or a migration was edited.
    public static func pending(_ store: any SQLStore, _ migrations: [Migration]) async throws -> [Migration] {
        var ids: Set<String> = []
        for migration in migrations where !ids.insert(migration.id).inserted {
            throw MigrationError.repeated(id: migration.id)
        }
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0.checksum(store.dialect)) })
        let applied = try await store.read { connection in
            let there: SQL =
                "\(sqlite: "SELECT 1 FROM sqlite_master WHERE name = 'schema_migration'", postgres: "SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL")"
            return try connection.integer(there) == nil ? [:] : try appliedChecksums(connection)
        }
        for (id, checksum) in applied.sorted(by: { $0.key < $1.key }) {
            guard let expected = known[id] else { throw MigrationError.unknown(id: id) }
            guard expected == checksum else { throw MigrationError.changed(id: id) }
        }
        return migrations.filter { applied[$0.id] == nil }
    }

    /// Runs what is missing and `check` after it in one transaction, and takes it all back: the database is as it was.
    /// - Returns: what `check` found, and the migrations that ran.
    /// - Throws: ``MigrationError``, as a migration in earnest would.
    public static func rehearse<T: Sendable>(
        _ store: any SQLStore, _ migrations: [Migration], rule: SQLRule? = nil, _ check: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> (ran: [String], found: T) {
        let missing = try await pending(store, migrations)
        do {
            try await store.write { connection in
                try lock(connection)
                try connection.script(table)
                for migration in missing {
                    do { try apply(migration, to: connection, rule) } catch let error as StoreError {
                        throw MigrationError.failed(id: migration.id, error)
                    }
                }
                throw Rehearsed(found: try check(connection))
            }
            throw StoreError.other(code: "a rehearsal was not taken back")
        } catch let done as Rehearsed<T> {
            return (missing.map(\.id), done.found)
        }
    }

    private struct Rehearsed<T: Sendable>: Error { let found: T }

    private static func apply(_ migration: Migration, to connection: any SQLConnection, _ rule: SQLRule?) throws {
        try connection.script(migration.text(connection.dialect))
        if let rule { try connection.script(connection.dialect == .sqlite ? rule.sqlite : rule.postgres) }
        let now: SQL = "\(sqlite: sqliteNow, postgres: postgresNow)"
        let checksum = migration.checksum(connection.dialect)
        try connection.run("INSERT INTO schema_migration (id, applied_at, checksum) VALUES (\(migration.id), \(now), \(checksum))")
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
