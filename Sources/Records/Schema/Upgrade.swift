import Casework
import Storage

/// Bringing a store's tables up to date apart from opening a service in it: for whoever runs the program.
public enum Upgrade {
    /// What a rehearsal found.
    public struct Rehearsal: Sendable {
        /// The steps that would run, in their order.
        public var ran: [String] = []
        /// Each service's journal, checked after the steps and before they were taken back.
        public var services: [(code: String, entries: Int64, faults: [String])] = []
    }

    /// The steps a store lacks, in their order.
    public static func pending(records: any SQLStore, access: any SQLStore) async throws -> [String] {
        var all: [String] = []
        for (store, migrations) in Migrations.split(records, access) { all += try await Migrator.pending(store, migrations).map(\.id) }
        return all
    }

    public static func run(records: any SQLStore, access: any SQLStore) async throws {
        try await Migrations.run(on: records, access: access)
    }

    /// Runs every missing step and checks each service's journal after them, in one transaction that is taken back.
    ///
    /// Meanwhile others wait for the tables it alters, as they would for the upgrade itself.
    public static func rehearse(
        records: any SQLStore, access: any SQLStore, clock: @escaping @Sendable () -> Instant
    ) async throws -> Rehearsal {
        var all = Rehearsal()
        for (place, (store, migrations)) in Migrations.split(records, access).enumerated() {
            let done = try await Migrator.rehearse(store.reaching(.whole), migrations, rule: RowSecurity.rule) { db in
                // On SQLite the second store is the access log's, which has no journal.
                place == 0 ? try checked(db, store, clock) : []
            }
            all.ran += done.ran
            all.services += done.found
        }
        return all
    }

    private static func checked(
        _ db: any SQLConnection, _ store: any SQLStore, _ clock: @escaping @Sendable () -> Instant
    ) throws -> [(code: String, entries: Int64, faults: [String])] {
        let services = try db.rows("SELECT id, code, name FROM service ORDER BY id") {
            ($0.integer(0) ?? 0, $0.text(1) ?? "", $0.text(2) ?? "")
        }
        return try services.map { id, code, name in
            let service = Service(id: id, code: code, name: name, store: store, access: store, clock: clock)
            let check = JournalCheck(service: service, db: db, erased: try Erased(service: service, db: db))
            try check.run(noted: nil)
            return (code, check.entries, check.sentences)
        }
    }

    /// PostgreSQL: gives a role what the program does and no more, from the triggers the tables have: what is kept is neither updated nor
    /// deleted, and of a version only the column that closes it is written. The role must not own the tables.
    public static func grant(to role: String, _ store: any SQLStore) async throws {
        let name = SQL.quoted(role)
        try await store.write { db in
            let schema = SQL.quoted(try db.text("SELECT current_schema()") ?? "public")
            let tables = try db.rows(
                """
                SELECT c.relname, coalesce(bool_or(t.tgname = c.relname || '_kept'), false), coalesce(bool_or(t.tgname = c.relname || '_closed'), false)
                FROM pg_class c LEFT JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' GROUP BY c.relname ORDER BY c.relname
                """
            ) { (table: $0.text(0) ?? "", isKept: $0.bool(1) ?? false, isVersion: $0.bool(2) ?? false) }
            var text = "GRANT USAGE ON SCHEMA \(schema) TO \(name);\n"
            for (table, isKept, isVersion) in tables {
                let rights =
                    switch table {
                    case "schema_migration": "SELECT"
                    case "service": "SELECT, INSERT"
                    case "journal", "journal_row", "access_entry", "session_ended": "SELECT, INSERT"
                    // What a lawful erasure names may go; their triggers let go of nothing else.
                    case _ where isVersion: "SELECT, INSERT, UPDATE (to_position), DELETE"
                    case _ where isKept: "SELECT, INSERT, DELETE"
                    default: "SELECT, INSERT, UPDATE, DELETE"
                    }
                text += "REVOKE ALL ON \(SQL.quoted(table)) FROM \(name);\nGRANT \(rights) ON \(SQL.quoted(table)) TO \(name);\n"
            }
            try db.script(text)
        }
    }
}
