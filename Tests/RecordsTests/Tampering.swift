import Casework
import Storage
import TestSupport

@testable import Records

/// A table as whoever owns the database sees it, and how they would alter one row of it behind the program's back.
struct Tampering {
    enum Sort { case text, day, instant, number, flag, id, ids, bytes }

    let table: String
    /// What tells its rows apart besides `service`, the one that tells records apart first.
    let key: [String]
    let columns: [(name: String, sort: Sort)]
    /// The column that says which entry a row belongs to.
    let entry: String?

    /// The kind whose table this is.
    var kind: AnyKind? { anyKind(table.hasSuffix("_version") ? String(table.dropLast("_version".count)) : table) }

    /// Everything that grants access, keeps a record or feeds a figure, in the main store.
    static let records: [Tampering] =
        [
            Tampering("service", key: ["id"], "id number, code text, name text"),
            Tampering("journal_head", key: ["service"], "service number, position number, recorded_at instant, hash bytes"),
            Tampering(
                "journal", key: ["position"],
                """
                service number, position number, recorded_at instant, staff id, action text, versions number, versions_hash bytes, note_hash bytes, \
                previous bytes, hash bytes
                """, entry: "position"),
            Tampering(
                "journal_row", key: ["id", "position", "kind"], "service number, position number, kind text, id id, child id, hash bytes",
                entry: "position"),
            Tampering("note", key: ["position"], "service number, position number, body text, nonce bytes", entry: "position"),
        ] + allKinds.flatMap { [Tampering(anchor: $0), Tampering(versions: $0)] }

    /// And in the access log's store.
    static let access: [Tampering] = [
        Tampering("access_head", key: ["service"], "service number, position number, hash bytes"),
        Tampering(
            "access_entry", key: ["position"],
            """
            service number, position number, at instant, staff id, action text, page text, child id, shown text, as_at number, previous bytes, \
            hash bytes, request text, session number
            """, entry: "position"),
        Tampering(
            "session", key: ["entry"],
            "token bytes, service number, staff id, entry number, made_at instant, seen_at instant, ends_at instant", entry: "entry"),
        Tampering(
            "api_token", key: ["entry"],
            "service number, entry number, token bytes, staff id, name text, scopes text, made_by id, made_at instant, ends_at instant",
            entry: "entry"
        ),
        Tampering(
            "single_sign_on_link", key: ["entry"],
            "service number, entry number, staff id, issuer text, subject text, account text, made_at instant", entry: "entry"),
        Tampering("session_ended", key: ["entry"], "service number, entry number, seal bytes", entry: "entry"),
    ]

    private init(_ table: String, key: [String], _ columns: String, entry: String? = nil) {
        let sorts: [String: Sort] = ["text": .text, "instant": .instant, "number": .number, "id": .id, "bytes": .bytes]
        self.init(
            table, key: key,
            columns.split(separator: ",").map { column in
                let words = column.split(separator: " ")
                return (String(words.first ?? ""), sorts[String(words.last ?? "")] ?? .text)
            }, entry)
    }

    private init(_ table: String, key: [String], _ columns: [(name: String, sort: Sort)], _ entry: String?) {
        (self.table, self.key, self.columns, self.entry) = (table, key, columns, entry)
    }

    private init(anchor kind: AnyKind) {
        let child = kind.scope == .child
        self.init(
            kind.name, key: child ? ["id", "child"] : ["id"], (child ? "child id, " : "") + "service number, id id, source text, ref text")
    }

    private init(versions kind: AnyKind) {
        let child = kind.scope == .child
        var columns: [(name: String, sort: Sort)] = [("service", .number), ("id", .id)] + (child ? [("child", .id)] : [])
        columns += [("from_position", .number), ("to_position", .number), ("definition", .number), ("withdrawn", .flag), ("nonce", .bytes)]
        for column in Table(kind).columns {
            let sort: Sort =
                switch column.kind {
                case .text: .text
                case .day: .day
                case .instant: .instant
                case .number: .number
                case .flag: .flag
                case .id: .id
                case .ids: .ids
                }
            columns.append((column.name, sort))
        }
        self.init(
            kind.name + "_version", key: child ? ["id", "child", "from_position"] : ["id", "from_position"], columns, "from_position")
    }

    /// The keys of some rows of service 1, and the entries that wrote them, in order.
    func rows(_ db: any SQLConnection) throws -> [(key: [SQLValue], entry: Int64?)] {
        let names = key + [entry].compactMap { $0 }
        let service: SQL = table == "service" ? "id = 1" : "service = 1"
        return try db.rows(
            "SELECT \(raw: names.map(SQL.quoted).joined(separator: ", ")) FROM \(raw: table) WHERE \(service) ORDER BY \(raw: names.reversed().map(SQL.quoted).joined(separator: ", "))"
        ) { row in
            (
                key.indices.map { value(row, $0, sort(of: key[$0])) },
                entry.flatMap { _ in row.integer(key.count) }
            )
        }
    }

    func sort(of column: String) -> Sort { columns.first { $0.name == column }?.sort ?? .text }

    private func value(_ row: any SQLRow, _ index: Int, _ sort: Sort) -> SQLValue {
        switch sort {
        case .number: row.integer(index).map { .integer($0) } ?? .null
        case .id: row.id(index).map { .id($0) } ?? .null
        default: row.text(index).map { .text($0) } ?? .null
        }
    }

    func place(_ key: [SQLValue]) -> SQL {
        let conditions = zip(self.key, key).map { name, value in SQL("\(name: name) = \(value)") }
        return SQL.joined(conditions + (table == "service" || self.key == ["service"] ? [] : ["service = 1"]), separator: " AND ")
    }

    /// Another value of the same sort.
    func changed(_ column: String) -> SQL {
        let name = SQL.quoted(column)
        // To a service there is not, so that no key clashes.
        if column == "service" || (table == "service" && column == "id") { return SQL(raw: "\(name) + 7") }
        if column == "from_position" { return "from_position - 1" }
        if key.contains(column), sort(of: column) == .number { return SQL(raw: "\(name) + 1000000") }
        if column == "to_position" { return SQL(raw: "coalesce(to_position, from_position) + 1") }
        switch sort(of: column) {
        case .text: return SQL(raw: "coalesce(\(name), '') || 'x'")
        case .ids: return SQL(raw: "coalesce(\(name) || ' ', '') || '01939d7e-0000-7000-8000-000000000001'")
        case .number: return SQL(raw: "coalesce(\(name), -2) + 1")
        case .flag: return "\(sqlite: "1 - coalesce(\(name), 0)", postgres: "NOT coalesce(\(name), FALSE)")"
        case .id: return "\(sqlite: "randomblob(16)", postgres: "gen_random_uuid()")"
        case .bytes: return "\(sqlite: "randomblob(32)", postgres: "sha256(random()::text::bytea)")"
        case .day: return "\(sqlite: "coalesce(date(\(name), '+1 day'), '2020-01-01')", postgres: "coalesce(\(name) + 1, '2020-01-01')")"
        case .instant:
            return """
                \(sqlite: "coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', \(name), '+1 seconds'), '2020-01-01T00:00:00.000Z')",
                postgres: "coalesce(\(name) + interval '1 second', '2020-01-01')")
                """
        }
    }

    /// Takes every guard away as a database owner can: triggers, foreign keys, the indexes that hold one current version.
    static func disarm(_ db: any SQLConnection) throws {
        if db.dialect == .sqlite {
            let triggers = try db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'") { $0.text(0) ?? "" }
            let indexes = try db.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE%'") {
                $0.text(0) ?? ""
            }
            try db.script("PRAGMA defer_foreign_keys = ON;")
            for name in triggers { try db.script("DROP TRIGGER \(SQL.quoted(name));") }
            for name in indexes { try db.script("DROP INDEX \(SQL.quoted(name));") }
        } else {
            try db.script(
                """
                GRANT ALL ON ALL TABLES IN SCHEMA \(SQL.quoted(try db.text("SELECT current_schema()") ?? "")) TO CURRENT_USER;
                DO $$ DECLARE r record; BEGIN
                FOR r IN SELECT conrelid::regclass t, conname FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
                LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP;
                FOR r IN SELECT tgrelid::regclass t, tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
                WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace
                LOOP EXECUTE format('DROP TRIGGER %I ON %s', r.tgname, r.t); END LOOP;
                FOR r IN SELECT c.relname indexname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                WHERE c.relnamespace = current_schema()::regnamespace AND i.indisunique
                AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid)
                LOOP EXECUTE format('DROP INDEX %I', r.indexname); END LOOP; END $$;
                """)
        }
    }

    /// Every way to alter this table, with the entry that should be named: one of some, or any when nil.
    func attacks(_ db: any SQLConnection) throws -> [(name: String, entries: Set<Int64>?, run: (any SQLConnection) throws -> Void)] {
        let rows = try self.rows(db)
        guard let first = rows.first, let last = rows.last else { return [("has no rows to alter", nil, { _ in })] }
        var attacks: [(name: String, entries: Set<Int64>?, run: (any SQLConnection) throws -> Void)] = []
        let entries = first.entry.map { Set([$0]) }
        for (column, _) in columns {
            attacks.append(
                (
                    "\(column) changed", entries,
                    { try $0.run("UPDATE \(raw: table) SET \(name: column) = \(changed(column)) WHERE \(place(first.key))") }
                ))
        }
        attacks.append(("a row deleted", entries, { try $0.run("DELETE FROM \(raw: table) WHERE \(place(first.key))") }))
        attacks.append(
            ("the last row deleted", last.entry.map { [$0] }, { try $0.run("DELETE FROM \(raw: table) WHERE \(place(last.key))") }))
        attacks.append(
            (
                "a copy put in", nil,
                { db in
                    let unique: [String: SQL] = [
                        key[0]: fresh(key[0]), "code": "'ZZZ'", "token": changed("token"), "subject": changed("subject"),
                        "staff": changed("staff"),
                        "ref": SQL(raw: "ref || '-copy'"),
                    ]
                    let list = columns.map { column in
                        unique[column.name].map {
                            key[0] == column.name || ["code", "token", "subject", "ref"].contains(column.name) && table != "code_version"
                                || table == "single_sign_on_link" && column.name == "staff"
                                ? $0 : SQL("\(name: column.name)")
                        } ?? SQL("\(name: column.name)")
                    }
                    try db.run(
                        """
                        INSERT INTO \(raw: table) (\(raw: columns.map { SQL.quoted($0.name) }.joined(separator: ", ")))
                        SELECT \(SQL.joined(list)) FROM \(raw: table) WHERE \(place(first.key))
                        """)
                }
            ))
        if let other = rows.first(where: { $0.key.first != first.key.first }) {
            attacks.append(
                (
                    "two rows swapped", nil,
                    { db in
                        let (a, b) = (first.key.first ?? .null, other.key.first ?? .null)
                        func move(_ from: SQLValue, _ to: SQLValue) throws {
                            try db.run(
                                "UPDATE \(raw: table) SET \(name: key[0]) = \(to) WHERE \(name: key[0]) = \(from) \(raw: table == "service" ? "" : "AND service = 1")"
                            )
                        }
                        let aside: SQLValue = sort(of: key[0]) == .id ? .id(RecordID.new(at: TestClock.start).uuid) : .integer(9_000_000)
                        try move(a, aside)
                        try move(b, a)
                        try move(aside, b)
                    }
                ))
        }
        if table.hasSuffix("_version") {
            attacks.append(
                (
                    "a closed version reopened", nil,
                    { db in
                        let reopened = try db.run("UPDATE \(raw: table) SET to_position = NULL WHERE to_position IS NOT NULL")
                        if reopened == 0 { throw NothingToReopen(table: table) }
                    }
                ))
            attacks.append(
                (
                    "the current version closed", last.entry.map { [$0, $0 + 1] },
                    { try $0.run("UPDATE \(raw: table) SET to_position = from_position + 1 WHERE \(place(last.key))") }
                ))
        }
        return attacks
    }

    /// A value of a key no row has.
    private func fresh(_ column: String) -> SQL {
        switch sort(of: column) {
        case .id: changed(column)
        default: SQL(raw: "(SELECT max(\(SQL.quoted(column))) + 1 FROM \(table))")
        }
    }
}

struct NothingToReopen: Error { let table: String }
