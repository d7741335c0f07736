import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Schema")
struct SchemaTests {
    @Test("The migrations reach exactly what the definitions ask")
    func nothingMissing() {
        #expect(Migrations.missing() == [])
        let reached = Dictionary(uniqueKeysWithValues: Migrations.reached.map { ($0.name, $0) })
        #expect(Set(reached.keys) == Set(allKinds.map(\.name)))
        for table in allKinds.map(Table.init) {
            #expect(Set(reached[table.name]?.columns.map(\.name) ?? []) == Set(table.columns.map(\.name)), "\(table.name)")
        }
        for table in Migrations.reached { #expect(Table(frozen: table.frozenLine, table.scope).columns == table.columns) }
    }

    @Test("The catalogue of the database is the definitions', column by column", arguments: Engine.available)
    func catalogue(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            _ = try await Service.open("SAN", name: "Sandholme", store: store, access: access, clock: { TestClock.start })
            for table in allKinds.map(Table.init) {
                let child = table.scope == .child ? ["child": "id"] : [:]
                var anchor = ["service": "number", "id": "id", "source": "text", "ref": "text"].merging(child) { first, _ in first }
                #expect(try await columns(table.name, store) == anchor)
                for name in ["source", "ref"] { anchor[name] = nil }
                anchor.merge([
                    "from_position": "number", "to_position": "number", "definition": "number", "withdrawn": "flag", "nonce": "bytes",
                ]) { first, _ in first }
                for column in table.columns { anchor[column.name] = column.kind == .ids ? "text" : column.kind.rawValue }
                let found = try await columns(table.name + "_version", store)
                let expected = anchor.mapValues { store.dialect == .sqlite ? (Self.onSQLite[$0] ?? $0) : $0 }
                #expect(found == expected, "\(table.name)_version")
            }
        }
    }

    @Test("A shipped migration is never edited: its text is the one that was pinned")
    func pinned() {
        let found = (Migrations.records + Migrations.access).flatMap {
            ["\($0.id) sqlite \(fingerprint($0.sqlite))", "\($0.id) postgres \(fingerprint($0.postgres))"]
        }
        #expect(found == Self.shipped)
    }

    @Test("S-INF-05: a store of the first schema, with records in it, comes up to date and stays whole", arguments: Engine.available)
    func upgrade(engine: Engine) async throws {
        try await withStores(engine) { store, access in
            // As the first release left it: its migrations, one child, and an alert written under the first definition.
            try await Migrator.migrate(store, [Migrations.records[0]] + (engine == .postgres ? Migrations.access : []))
            if engine == .sqlite { try await Migrator.migrate(access, Migrations.access) }
            let child = RecordID.new(at: TestClock.start)
            let alert = RecordID.new(at: TestClock.start)
            try await OldStore(store: store).write(child: child, alert: alert)

            let clock = TestClock(TestClock.start)
            let service = try await Service.open("SAN", store: store, access: access, clock: { clock.now })
            #expect(try await service.verify().faults == [])
            let old = try await service.read(.wholeService(reason: "test")) { try $0.record(Alert.self, child: child, id: alert) }
            let found = try #require(old)
            #expect(found.detail == "Written before anyone asked who told us")
            #expect(found.source == "test")
            #expect(found.value.source == nil)
            let field = try #require(Alert.kind.field("source"))
            #expect(found.definition < field.since, "so a page says it was not asked then")

            try await service.write(.wholeService(reason: "test"), action: "alert.correct") { writer in
                try writer.correct(Alert.self, child: child, id: alert, from: found.from) { $0.source = "His aunt" }
            }
            let versions = try await service.read(.wholeService(reason: "test")) { try $0.history(Alert.self, child: child, id: alert) }
            #expect(versions.map(\.definition) == [1, Alert.kind.version])
            #expect(versions.map(\.value.source) == [nil, "His aunt"])
            #expect(try await service.verify().faults == [])
            // What nobody asked then cannot be filled in behind the program's back either.
            try await store.reaching(.whole).write { db in
                try Tampering.disarm(db)
                try db.run("UPDATE alert_version SET source = 'x' WHERE definition = 1")
            }
            #expect(try await service.verify().faults == ["entry \(found.from): a version of alert it wrote changed"])
        }
    }

    @Test("A column added later is kept by the triggers too", arguments: Engine.available)
    func addedColumnIsKept(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            try await service.fillEveryKind()
            await #expect(throws: StoreError.self) {
                try await service.store.write { db in
                    try db.run("UPDATE alert_version SET source = 'x', to_position = 900 WHERE to_position IS NULL")
                }
            }
        }
    }

    @Test("Opening a store a second time changes nothing", arguments: Engine.available)
    func reopened(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let before = try await service.verify().head
            let again = try await Service.open("SAN", store: service.store, access: service.accessStore, clock: { TestClock.start })
            #expect(try await again.verify().head == before)
            await #expect(throws: UnknownService.self) {
                try await Service.open("NOT", store: service.store, access: service.accessStore, clock: { TestClock.start })
            }
        }
    }

    private static let shipped: [String] = [
        "0001-foundation sqlite c1bd85ecc572648f",
        "0001-foundation postgres cd24555c2e9ed04a",
        "0002-alert-source sqlite 929cc597a0aa2065",
        "0002-alert-source postgres 513205991ac87d72",
        "0003-pathway sqlite 7e31632689325bb0",
        "0003-pathway postgres e9ff032ec142e056",
        "0005-pathway-ends sqlite c19a385e76320fb4",
        "0005-pathway-ends postgres ed6a6003789bb34",
        "0006-figures sqlite 594f080038be8df2",
        "0006-figures postgres 852a425696b28426",
        "0007-issued-papers-and-forms sqlite 5a4bf52bec10e5fd",
        "0007-issued-papers-and-forms postgres 2059b8b52856ba42",
        "0009-saved-view sqlite 19cffc6de971b14c",
        "0009-saved-view postgres f28aabe40fdb8c5f",
        "0011-return-receipts sqlite 3aae6e937533de31",
        "0011-return-receipts postgres 68d3b704ccb4e4b2",
        "0012-views-used sqlite 93fdfaaa6ee7a764",
        "0012-views-used postgres 4cf25debaee86545",
        "0013-restricted-files sqlite ac7d15f4bec88b90",
        "0013-restricted-files postgres 4dddba757f858088",
        "0014-unusual-access sqlite 31abceb3761c09c0",
        "0014-unusual-access postgres 42320b3a89028a70",
        "0015-sign-in sqlite 8f1242cca78227be",
        "0015-sign-in postgres 2a87d28945630df9",
        "0020-erasure sqlite 4e808de550b870c",
        "0020-erasure postgres f40af09244c8bb",
        "0022-victim-told sqlite bec4eb93a1595cab",
        "0022-victim-told postgres cd2998d3bdfadb45",
        "0026-template sqlite 26f0fd41c6cc1fca",
        "0026-template postgres ddcb75a05fd33724",
        "0027-passed-files sqlite bb0cef7b1f0ac7c4",
        "0027-passed-files postgres dc2d699b14008d20",
        "0029-subject-access sqlite 4a2dccc050d9d7e8",
        "0029-subject-access postgres d8775f74790140a5",
        "0030-erasure-review sqlite 794e5bd5e03802e7",
        "0030-erasure-review postgres f1e37096dcd9d8ea",
        "0031-breach sqlite 9445f28303cbdc05",
        "0031-breach postgres 9b901f89e21f5a79",
        "0032-return-entities sqlite 6a060aaf5d671f88",
        "0032-return-entities postgres fd8c5cde50062e8b",
        "0035-former-identity sqlite 6172bffe710e2251",
        "0035-former-identity postgres 88e6c8dfa8512bd7",
        "0037-return-links sqlite 64f67d138fe65de4",
        "0037-return-links postgres 6a2c915d0697588c",
        "0038-return-schema sqlite 8d0986ab108d20a1",
        "0038-return-schema postgres b22f2f9ea8f48bde",
        "0039-plan-reason-and-concern sqlite bfeb747e6b8ee0a0",
        "0039-plan-reason-and-concern postgres 4f171518088f055a",
        "0043-return-forms sqlite 2e150a19ad872a06",
        "0043-return-forms postgres 9db1b031901ae6f1",
        "0046-seal-changes sqlite 1f9422c93aa47b77",
        "0046-seal-changes postgres f378cc1402e14bd7",
        "0049-report-sendings sqlite 1926ebdbfe53d746",
        "0049-report-sendings postgres df5c7598ea9bbbac",
        "0050-region sqlite fb9659ae43b1eb66",
        "0050-region postgres 46cf4d7d60453832",
        "0051-board-members sqlite f6022bd86731cf37",
        "0051-board-members postgres 890ae0f7ff5803ad",
        "0052-partner-and-purpose sqlite 3e6b730bc9263229",
        "0052-partner-and-purpose postgres a3378218016db66e",
        "0054-agreements sqlite 2a77181a8348d0d7",
        "0054-agreements postgres 5887c769ef095e2a",
        "0055-raisings sqlite eb7a060c42949917",
        "0055-raisings postgres 94007decfe916dad",
        "0004-content sqlite 9efec549fb323f85",
        "0004-content postgres e2c0576364504c66",
        "0017-row-security sqlite 72d121e7c77fa18b",
        "0017-row-security postgres 107d78b9d642999c",
        "0021-content-erasable sqlite 6d69b9c482e2750e",
        "0021-content-erasable postgres 98fe1dd7fddf6e33",
        "0034-page-indexes sqlite 3f0740e4c425add",
        "0034-page-indexes postgres 3f0740e4c425add",
        "0046-second-factor-grace sqlite 2a14b3145968dec7",
        "0046-second-factor-grace postgres b01fc76adf3445a8",
        "0053-ties-by-staff sqlite 4ab4f91fd209d640",
        "0053-ties-by-staff postgres 4ab4f91fd209d640",
        "0001-access sqlite ea7190a4e27bc617",
        "0001-access postgres fad68d8d8ad2d020",
        "0015-sign-in-steps sqlite dbbb26fba4e05449",
        "0015-sign-in-steps postgres 1828936c0fae3d93",
        "0017-access-rights sqlite 72d121e7c77fa18b",
        "0017-access-rights postgres 3a4314d4f9d30a0e",
        "0025-api-tokens sqlite 66e86a8f302eaa66",
        "0025-api-tokens postgres 8ee5aec6c39b535",
        "0033-session-searches sqlite a12b89ca4ac8daf1",
        "0033-session-searches postgres 766b4389ef0428d7",
        "0028-single-sign-on sqlite 3d222215617b4619",
        "0028-single-sign-on postgres 2e947e112f172a5b",
        "0045-refused-sign-ins sqlite 8032014e6ac0683b",
        "0045-refused-sign-ins postgres ccb2698801b1ab1",
        "0056-access-asked-by sqlite 797f74085d1e31b",
        "0056-access-asked-by postgres baff21d1133e5412",
    ]

    /// FNV-1a, as the migrator's own.
    private func fingerprint(_ text: String) -> String {
        String(text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }, radix: 16)
    }

    private static let onSQLite = ["day": "text", "instant": "text", "flag": "number", "id": "bytes"]

    private func columns(_ table: String, _ store: any SQLStore) async throws -> [String: String] {
        let sorts = [
            "TEXT": "text", "INTEGER": "number", "BLOB": "bytes", "text": "text", "date": "day", "timestamp with time zone": "instant",
            "bigint": "number",
            "boolean": "flag", "uuid": "id", "bytea": "bytes",
        ]
        let isAnchor = !table.hasSuffix("_version")
        return try await store.read { db in
            let query: SQL =
                db.dialect == .sqlite
                ? "SELECT name, type FROM pragma_table_info(\(table))"
                : "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = \(table)"
            var found: [String: String] = [:]
            try db.each(query) { row in
                let sort = sorts[row.text(1) ?? ""] ?? row.text(1) ?? ""
                found[row.text(0) ?? ""] = isAnchor && sort == "bytes" ? "id" : sort
            }
            return found
        }
    }
}

/// Writes what the first release would have, by its own frozen shape and not by today's definitions.
private struct OldStore {
    let store: any SQLStore

    func write(child: RecordID, alert: RecordID) async throws {
        try await store.write { db in
            try db.run("INSERT INTO service (id, code, name) VALUES (1, 'SAN', 'Sandholme')")
            let (at, genesis) = (TestClock.start, JournalEntry.genesis(service: "SAN", name: "Sandholme"))
            let values: [(String, Value)] = [
                ("type", .text("WEAPONS")), ("detail", .text("Written before anyone asked who told us")),
                ("start_date", .day(at.londonDay)), ("end_date", .none),
                ("review_date", .none),
            ]
            let person = Fixtures.child()
            let heads = [head("alert", child, alert), head("child", child, child)]
            let fields = [
                values.map { (name: $0.0, value: $0.1) }, Child.kind.fields(asOf: 1).map { (name: $0.name, value: $0.get(person)) },
            ]
            var rows: [JournalRow] = []
            for (head, fields) in zip(heads, fields).reversed() {
                try db.insert(
                    into: head.kind, columns: ["service", "child", "id", "source", "ref"],
                    rows: [[.integer(1), .id(child.uuid), .id(head.id.uuid), .text("test"), .text("T1")]])
                try db.insert(
                    into: head.kind + "_version",
                    columns: ["service", "child", "id", "from_position", "definition", "withdrawn", "nonce"] + fields.map(\.name),
                    rows: [
                        [.integer(1), .id(child.uuid), .id(head.id.uuid), .integer(1), .integer(1), .bool(false), .blob(head.nonce)]
                            + fields.map(\.value.sql)
                    ])
                rows.append(JournalRow(kind: head.kind, id: head.id, child: child, hash: head.hash(fields)))
            }
            rows.sort(by: JournalRow.inOrder)
            let entry = JournalEntry(
                position: 1, recordedAt: at, staff: nil, action: "old", versions: 2, versionsHash: JournalRow.hash(rows), noteHash: nil,
                previous: genesis)
            let hash = entry.hash(service: "SAN")
            try db.run("INSERT INTO journal_head (service, position, recorded_at, hash) VALUES (1, 1, \(at.iso), \(SQLValue.blob(hash)))")
            try db.run(
                """
                INSERT INTO journal (service, position, recorded_at, staff, action, versions, versions_hash, note_hash, previous, hash)
                VALUES (1, 1, \(at.iso), NULL, 'old', 2, \(SQLValue.blob(entry.versionsHash)), NULL, \(SQLValue.blob(genesis)), \(SQLValue.blob(hash)))
                """)
            for row in rows {
                try db.run(
                    """
                    INSERT INTO journal_row (service, position, kind, id, child, hash)
                    VALUES (1, 1, \(row.kind), \(row.id.uuid), \(child.uuid), \(SQLValue.blob(row.hash)))
                    """)
            }
        }
    }

    private func head(_ kind: String, _ child: RecordID, _ id: RecordID) -> VersionHead {
        VersionHead(kind: kind, definition: 1, child: child, id: id, source: "test", ref: "T1", withdrawn: false, nonce: [1, 2, 3])
    }
}
