import Storage

extension PostgresStore {
    /// How long to wait for transactions that began before: while one runs, the server keeps what it may still read.
    private static let patience = 30

    /// Writes every table from which rows may have gone anew without them, one after another, each locked meanwhile.
    ///
    /// The server's log of changes keeps them until it is recycled, and its archives and copies as long as they are kept: docs/operations.md.
    /// Tables of others in the same schema (an extension's, another program's) are left alone.
    /// - Throws: ``StoreError/busy`` while somebody reads an older state, writes in any database since before, or holds a table;
    ///   `.other("42501")` where our tables are another role's.
    public func scrub() async throws {
        let mark = try await write { try $0.text("SELECT pg_current_xact_id()::text") ?? "0" }
        for _ in 0..<Self.patience {
            if try await !isRead(beforeTransaction: mark) { return try await rewrite() }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw StoreError.busy
    }

    /// Whether what was there before a transaction is still kept: while a transaction of this database may read it, and while one that began
    /// before writes in any database of the server, for the snapshot under which a table is written anew holds those back too.
    private func isRead(beforeTransaction mark: String) async throws -> Bool {
        try await read { db in
            try db.integer(
                """
                SELECT 1 WHERE pg_snapshot_xmin(pg_current_snapshot()) <= \(mark)::xid8 OR EXISTS (SELECT 1 FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND age(backend_xmin)
                >= age(mod(\(mark)::text::numeric, 4294967296)::bigint::text::xid))
                """) != nil
        }
    }

    private func rewrite() async throws {
        let tables = try await read { db in
            try db.rows(
                """
                SELECT c.relname, pg_has_role(c.relowner, 'USAGE') FROM pg_class c
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
                AND c.relname NOT IN ('service', 'schema_migration', 'journal', 'journal_row', 'access_entry', 'session_ended')
                AND (EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'service' AND NOT a.attisdropped)
                OR c.relowner = (SELECT m.relowner FROM pg_class m
                WHERE m.relnamespace = c.relnamespace AND m.relname = 'schema_migration')) ORDER BY 1
                """
            ) { (name: $0.text(0) ?? "", isOurs: $0.bool(1) == true) }
        }
        guard tables.allSatisfy(\.isOurs) else { throw StoreError.other(code: "42501") }
        try await alone(
            ["SET lock_timeout = '5s'"] + tables.map { "VACUUM (FULL, ANALYZE) \(SQL.quoted($0.name))" } + ["SET lock_timeout = '30s'"])
    }
}
