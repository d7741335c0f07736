import Casework
import Storage

/// Every change the schema has been through, oldest first. A shipped one is frozen: its columns stand here in words, its text is pinned by
/// checksum in the store (which refuses to start on another) and in SchemaTests.
public enum Migrations {
    /// The main store's.
    public static let records: [Migration] =
        [foundation] + grown.migrations + [
            ContentTable.migration, RowSecurity.migration, ErasingTable.content, FixedTables.indexes, SecondFactorGrace.migration,
            FixedTables.ties,
        ]
    /// The access log's.
    public static let access: [Migration] = [
        Migration(id: "0001-access", sqlite: FixedTables.access(.sqlite), postgres: FixedTables.access(.postgres)),
        SignInTables.migration,
        RowSecurity.access,
        AccessTokenTable.migration,
        SearchTable.migration,
        SingleSignOnTables.migration,
        RefusedSignInTable.migration,
        AskingColumns.migration,
    ]

    /// Brings both stores up to date; on PostgreSQL they are one.
    static func run(on store: any SQLStore, access: any SQLStore) async throws {
        for (store, migrations) in split(store, access) { try await Migrator.migrate(store, migrations, rule: RowSecurity.rule) }
    }

    /// Which migrations belong in which store.
    static func split(_ store: any SQLStore, _ access: any SQLStore) -> [(store: any SQLStore, migrations: [Migration])] {
        store.dialect == .postgres ? [(store, records + Migrations.access)] : [(store, records), (access, Migrations.access)]
    }

    private static let foundation = make("0001-foundation") { dialect in
        let tables = Frozen.foundation
        let scopes = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.scope) })
        return (dialect == .postgres ? FixedTables.functions : "") + FixedTables.journal(dialect)
            + tables.map { $0.create(dialect, scopes: scopes) }.joined() + FixedTables.working(dialect)
    }

    static func make(_ id: String, _ text: (Dialect) -> String) -> Migration {
        Migration(id: id, sqlite: text(.sqlite), postgres: text(.postgres))
    }

    /// The columns every kind has after all migrations, table by table: what `waymark schema diff` compares the definitions with.
    static var reached: [Table] { grown.tables }

    /// Replays the later steps over the foundation's tables: each statement is written for the table as it was then.
    private static let grown: (migrations: [Migration], tables: [Table]) = {
        var tables = Frozen.foundation
        var migrations: [Migration] = []
        for (id, steps) in Frozen.later {
            var (sqlite, postgres) = ("", "")
            for step in steps {
                switch step {
                case .erasable:
                    tables = tables.map(\.erasable)
                    sqlite += ErasingTable.text(.sqlite, tables)
                    postgres += ErasingTable.text(.postgres, tables)
                case .create(let made):
                    let table = tables.contains(where: \.isErasable) ? made.erasable : made
                    tables.append(table)
                    let scopes = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.scope) })
                    sqlite += table.create(.sqlite, scopes: scopes)
                    postgres += table.create(.postgres, scopes: scopes)
                case .add(let name, let column):
                    guard let place = tables.firstIndex(where: { $0.name == name }) else { preconditionFailure("\(id) adds to no table") }
                    sqlite += tables[place].add(column, .sqlite)
                    postgres += tables[place].add(column, .postgres)
                    let old = tables[place]
                    tables[place] = Table(name, old.scope, old.columns + [column], isErasable: old.isErasable)
                }
            }
            migrations.append(Migration(id: id, sqlite: sqlite, postgres: postgres))
        }
        return (migrations, tables)
    }()
}

extension Service {
    /// The last step of the tables this program knows.
    public static var newestMigration: String { (Migrations.records + Migrations.access).map(\.id).max() ?? "" }
}

extension Table {
    /// Reads a frozen line: `child: given_name text, date_of_birth day, merged id>child!`; `!` marks a column that may not be null.
    init(frozen line: String, _ scope: KindScope) {
        let parts = line.split(separator: ":", maxSplits: 1)
        let columns = parts.dropFirst().joined().split(separator: ",").map { Column(frozen: String($0).trimmed) }
        self.init(String(parts.first ?? ""), scope, columns)
    }

    /// The line `init(frozen:)` reads.
    var frozenLine: String { "\(name): " + columns.map(\.frozenText).joined(separator: ", ") }
}

extension Column {
    init(frozen text: String) {
        let required = text.hasSuffix("!")
        let words = (required ? String(text.dropLast()) : text).split(separator: " ")
        let type = (words.last ?? "").split(separator: ">")
        self.init(
            name: String(words.first ?? ""), kind: Kind(rawValue: String(type.first ?? "")) ?? .text, required: required,
            target: type.count > 1 ? String(type[1]) : nil)
    }

    var frozenText: String { "\(name) \(kind.rawValue)\(target.map { ">\($0)" } ?? "")\(required ? "!" : "")" }
}

extension Migrations {
    /// What the definitions ask for beyond what the migrations have reached: lines to write the next migration from.
    public static func missing() -> [String] {
        let have = Dictionary(uniqueKeysWithValues: reached.map { ($0.name, $0) })
        return allKinds.map(Table.init).flatMap { wanted -> [String] in
            guard let table = have[wanted.name] else { return ["create \(wanted.scope.rawValue) \(wanted.frozenLine)"] }
            let known = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0) })
            return wanted.columns.compactMap { column in
                guard let old = known[column.name] else { return "add \(wanted.name): \(column.frozenText)" }
                return old.kind == column.kind && old.target == column.target
                    ? nil : "change \(wanted.name): \(old.frozenText) → \(column.frozenText)"
            }
        }
    }
}
