import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Row-level security", .enabled(if: Engine.available.contains(.postgres)))
struct RowSecurityTests {
    /// Every table of the newest schema that holds services' rows, and whether its rows can be copied as they are.
    private static let guarded = (TableLayout.records + TableLayout.access).filter { layout in
        layout.columns.contains { $0.name == "service" }
    }

    @Test("S-INF-11: every table with a service column has row-level security forced, in the newest schema and in any later one")
    func everyTable() async throws {
        try await withStores(.postgres) { store, access in
            _ = try await Service.open("SAN", name: "Sandholme", store: store, access: access, clock: { TestClock.start })
            let forced = try await store.read { db in
                try db.rows(
                    """
                    SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
                    WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
                    """
                ) { $0.text(0) ?? "" }
            }
            #expect(Set(forced) == Set(Self.guarded.map(\.name)))
            #expect(forced.count > 100)

            let later = Migration(id: "9999-later", both: "CREATE TABLE later (service BIGINT NOT NULL, body TEXT)")
            let all = Migrations.records + Migrations.access + [later]
            try await Migrator.migrate(store, all, rule: RowSecurity.rule)
            #expect(try await store.read(RowSecurity.unguarded) == [])
            try await store.reaching(.service(1)).write { try $0.run("INSERT INTO later VALUES (1, 'mine')") }
            #expect(try await store.reaching(.service(2)).read { try $0.integer("SELECT count(*) FROM later") } == 0)
        }
    }

    @Test("S-INF-11: a query that forgets its service finds nothing of another's, and nothing at all where no service is named")
    func missingCondition() async throws {
        try await withService(.postgres) { service, _ in
            try await service.fillEveryKind()
            try await service.makeCase()
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { TestClock.start })
            try await other.hireOneOfEach()
            try await other.fillWorkingTables()
            try await service.fillWorkingTables()
            var (leaked, empty) = (0, [String]())
            for table in Self.guarded {
                let counts = try await service.store.reaching(.whole).read { db in
                    try db.rows("SELECT service, count(*) FROM \(raw: table.name) GROUP BY service") { ($0.integer(0), $0.integer(1)) }
                }
                if counts.isEmpty { empty.append(table.name) }
                for one in [service, other] {
                    // No condition on the service: as a slip in the program would have it.
                    let seen = try await one.store.read { db in
                        try db.rows("SELECT service, count(*) FROM \(raw: table.name) GROUP BY service") { ($0.integer(0), $0.integer(1)) }
                    }
                    leaked += seen.filter { $0.0 != one.id }.count
                    #expect(seen.map(\.1) == counts.filter { $0.0 == one.id }.map(\.1), "\(table.name)")
                }
                let unnamed = try await service.store.reaching(.nothing).read { db in
                    try db.integer("SELECT count(*) FROM \(raw: table.name)")
                }
                #expect(unnamed == 0, "\(table.name)")
            }
            #expect(leaked == 0)
            print(
                "Rows leaked: \(leaked) of another service's with the condition left out, over \(Self.guarded.count) tables of services' rows"
            )
            #expect(empty == [], "nothing is shown by a table without rows")
        }
    }

    @Test("S-INF-11: a row of another service can be neither put in nor taken over")
    func anothersRow() async throws {
        try await withService(.postgres) { service, _ in
            try await service.fillEveryKind()
            try await service.fillWorkingTables()
            let other = try await Service.open(
                "OTH", name: "Otherham", store: service.store, access: service.accessStore, clock: { TestClock.start })
            for table in Self.guarded {
                let names = table.columns.map { SQL.quoted($0.name) }.joined(separator: ", ")
                let values = table.columns.map { $0.name == "service" ? "\(other.id)" : SQL.quoted($0.name) }.joined(separator: ", ")
                for reach in [Reach.service(service.id), .nothing] {
                    let row: SQL =
                        reach == .nothing
                        ? "INSERT INTO \(raw: table.name) (service) VALUES (\(other.id))"
                        : "INSERT INTO \(raw: table.name) (\(raw: names)) SELECT \(raw: values) FROM \(raw: table.name) LIMIT 1"
                    await #expect(throws: StoreError.refused("new row violates row-level security policy for table \"\(table.name)\"")) {
                        try await service.store.reaching(reach).write { try $0.run(row) }
                    }
                }
            }
            await #expect(throws: StoreError.refused("new row violates row-level security policy for table \"draft\"")) {
                try await service.store.write { try $0.run("UPDATE draft SET service = \(other.id)") }
            }
        }
    }

    @Test("S-INF-11: what a transaction may reach ends with it, whoever has the connection next")
    func endsWithTheTransaction() async throws {
        try await withFreshStore(.postgres) { fresh in
            let service = try await Service.open(
                "SAN", name: "Sandholme", store: fresh.store, access: fresh.store, clock: { TestClock.start })
            let one = try await fresh.reopened()
            for _ in 1...3 {
                #expect(try await one.reaching(.service(service.id)).read { try $0.integer("SELECT count(*) FROM journal_head") } == 1)
                #expect(try await one.read { try $0.integer("SELECT count(*) FROM journal_head") } == 0)
                #expect(try await one.reaching(.whole).read { try $0.integer("SELECT count(*) FROM journal_head") } == 1)
                #expect(try await one.reaching(.service(7)).read { try $0.integer("SELECT count(*) FROM journal_head") } == 0)
                _ = try? await one.reaching(.whole).write { db in try db.run("INSERT INTO nowhere VALUES (1)") }
                #expect(try await one.read { try $0.integer("SELECT count(*) FROM journal_head") } == 0)
            }
            await one.close()
        }
    }

    @Test("S-INF-11: verify and serve say where the guard is off")
    func guardIsOff() async throws {
        try await withService(.postgres) { service, _ in
            #expect(try await service.rowSecurityFaults() == [])
            let ways = [
                "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY", "ALTER TABLE journal DISABLE ROW LEVEL SECURITY",
                "DROP POLICY own_service ON journal", "CREATE POLICY everybody ON journal USING (true)",
            ]
            for way in ways {
                try await service.store.write { try $0.script(way) }
                // Without its policy the table shows nothing at all, and verify says that after it.
                #expect(
                    try await service.verify().faults.first == "table journal: row-level security is off, not forced or altered", "\(way)")
                #expect(try await service.rowSecurityFaults() == ["Row-level security is off, not forced or altered on journal."])
                try await service.store.write { db in
                    try db.script("DROP POLICY IF EXISTS own_service ON journal; DROP POLICY IF EXISTS everybody ON journal")
                    try db.script("SELECT waymark_guard_rows()")
                }
                #expect(try await service.verify().faults == [], "\(way)")
            }
        }
    }
}

extension Service {
    /// A row in each table that no record fills.
    fileprivate func fillWorkingTables() async throws {
        let (id, record) = (id, RecordID.new(at: now))
        try await store.write { db in
            let at = TestClock.start.iso
            try db.run(
                "INSERT INTO draft (service, staff, form, subject, fields, saved_at) VALUES (\(id), \(record.uuid), 'f', 's', '', \(at))")
            try db.run("INSERT INTO once (service, token, kind, id, position) VALUES (\(id), 't', 'k', \(record.uuid), 1)")
            try db.run("INSERT INTO imported (service, source, kind, ref, hash) VALUES (\(id), 's', 'k', 'r', \(SQLValue.blob([1])))")
            let hash = String(repeating: "0", count: 64)
            try db.run(
                "INSERT INTO content (service, hash, bytes, media_type) VALUES (\(id), \(hash), \(SQLValue.blob([1])), 'text/plain')")
            try db.run(
                """
                INSERT INTO task (service, child, rule, record, title, basis, visible_from, due_on)
                VALUES (\(id), \(record.uuid), 'r', 'x', 't', 'b', '2026-01-01', '2026-01-02')
                """)
            try db.run(
                "INSERT INTO child_list (service, child, ref, name, sort_key, alerts) VALUES (\(id), \(record.uuid), 'r', 'n', 'n', '')")
            try db.run("INSERT INTO search_key (service, key, child) VALUES (\(id), 'k', \(record.uuid))")
        }
        try await store.write { try $0.run("INSERT INTO second_factor_grace (service, since) VALUES (\(id), '2026-01-01')") }
        try await store.write { try $0.run("INSERT INTO erasing (service, id) VALUES (\(id), \(record.uuid))") }
        try await noteTry(try await attempt(name: "someone", browser: nil, address: "192.0.2.1"))
        try await accessStore.write { db in
            let (token, at) = (SQLValue.blob([1, UInt8(truncatingIfNeeded: id)]), TestClock.start.iso)
            try db.run("INSERT INTO known_browser (service, token, staff, seen_at) VALUES (\(id), \(token), \(record.uuid), \(at))")
            try db.run(
                "INSERT INTO sign_in_step (service, token, staff, factor, ends_at) VALUES (\(id), \(token), \(record.uuid), 1, \(at))")
            try db.run(
                """
                INSERT INTO api_token (service, entry, token, staff, name, scopes, made_by, made_at, ends_at)
                VALUES (\(id), 1, \(token), \(record.uuid), 'n', 'children.read', \(record.uuid), \(at), \(at))
                """)
            try db.run(
                """
                INSERT INTO single_sign_on_link (service, entry, staff, issuer, subject, account, made_at)
                VALUES (\(id), 1, \(record.uuid), 'i', 's', 'a', \(at))
                """)
            try db.run(
                """
                INSERT INTO single_sign_on_try (service, token, nonce, verifier, onward, made_at, ends_at)
                VALUES (\(id), \(token), 'n', 'v', '/', \(at), \(at))
                """)
            try db.run(
                "INSERT INTO refused_sign_in (service, on_day, account, page, tries, last_at) VALUES (\(id), '2026-01-01', '', '/sign-in', 1, \(at))"
            )
            try db.run("INSERT INTO used_code (service, staff, step) VALUES (\(id), \(record.uuid), 1)")
            try db.run("INSERT INTO session_search (service, session, place, name, words) VALUES (\(id), 1, 1, 'n', \(token))")
        }
    }
}
