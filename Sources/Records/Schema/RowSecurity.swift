import Storage

/// PostgreSQL's own guard of each service's rows: what a statement forgets to ask, the engine asks. SQLite has nothing of the kind.
///
/// A transaction says whose rows it is about (`Reach`); without that it finds none and may write none.
enum RowSecurity {
    static let migration = Migration(
        id: "0017-row-security", sqlite: nothing,
        postgres: """
            CREATE FUNCTION waymark_guard_rows() RETURNS void LANGUAGE plpgsql AS $$ DECLARE t regclass; BEGIN
            FOR t IN SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'service' AND NOT a.attisdropped
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_service')
            LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
            EXECUTE format('CREATE POLICY own_service ON %s USING (
            service = (SELECT nullif(current_setting(''waymark.service'', true), '''')::bigint)
            OR (SELECT current_setting(''waymark.whole'', true) = ''on''))', t);
            END LOOP; END $$;
            REVOKE UPDATE, DELETE, TRUNCATE ON journal, journal_row FROM CURRENT_USER;

            """)

    /// The access log's part: on SQLite it is a database of its own.
    static let access = Migration(
        id: "0017-access-rights", sqlite: nothing,
        postgres: "REVOKE UPDATE, DELETE, TRUNCATE ON access_entry, session_ended FROM CURRENT_USER;\n")

    /// After every migration: whatever table has a service column by then is guarded, the newest one too.
    static let rule = SQLRule(
        sqlite: nothing,
        postgres: """
            DO $$ BEGIN IF to_regprocedure('waymark_guard_rows()') IS NOT NULL THEN PERFORM waymark_guard_rows(); END IF; END $$;
            """)

    private static let nothing = "SELECT 1;"

    /// Tables of services' rows where row-level security is off, not forced, or is not the one policy there should be.
    static func unguarded(_ db: any SQLConnection) throws -> [String] {
        guard db.dialect == .postgres else { return [] }
        return try db.rows(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'service' AND NOT a.attisdropped
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity
            AND (SELECT count(*) = 1 AND bool_and(p.polname = 'own_service') FROM pg_policy p WHERE p.polrelid = c.oid)) ORDER BY 1
            """
        ) { $0.text(0) ?? "" }
    }

    /// The role this program works as, when row-level security does not bind it.
    static func unboundRole(_ db: any SQLConnection) throws -> String? {
        guard db.dialect == .postgres else { return nil }
        return try db.text("SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)")
    }
}

extension Service {
    /// Why the engine's own guard between services is not to be relied on, in sentences; none on SQLite, which has no such guard.
    public func rowSecurityFaults() async throws -> [String] {
        try await store.read { db in
            var faults: [String] = []
            if let role = try RowSecurity.unboundRole(db) {
                faults.append(
                    "Row-level security does not bind the database role \(role): it is a superuser or has BYPASSRLS. Use one that is neither (docs/operations.md)."
                )
            }
            let open = try RowSecurity.unguarded(db)
            if !open.isEmpty { faults.append("Row-level security is off, not forced or altered on \(open.joined(separator: ", ")).") }
            return faults
        }
    }
}
