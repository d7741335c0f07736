import Casework
import Storage

/// The two tables of a record kind: the anchor (who and what it is, never changed) and its versions (what was known, from which
/// position in the journal to which).
struct Table: Sendable {
    let name: String
    let scope: KindScope
    let columns: [Column]
    /// Whether SQLite's guards let go of what a lawful erasure names; on PostgreSQL the function they call decides.
    let isErasable: Bool

    init(_ name: String, _ scope: KindScope, _ columns: [Column], isErasable: Bool = false) {
        self.name = name
        self.scope = scope
        self.columns = columns
        self.isErasable = isErasable
    }

    /// The same, guarded as all of a child's file are since erasure came.
    var erasable: Table { Table(name, scope, columns, isErasable: scope == .child) }

    init(_ kind: AnyKind) { self.init(kind.name, kind.scope, kind.fields.map(Column.init)) }

    /// What tells an anchor apart.
    var key: [String] { scope == .child ? ["service", "child", "id"] : ["service", "id"] }

    /// Statements that make both tables, their indexes and the triggers that keep them.
    func create(_ dialect: Dialect, scopes: [String: KindScope]) -> String {
        let sqlite = dialect == .sqlite
        let (id, integer, blob, flag) = sqlite ? ("BLOB", "INTEGER", "BLOB", "INTEGER") : ("UUID", "BIGINT", "BYTEA", "BOOLEAN")
        // References are put in order of their bytes, on both engines alike: exports depend on it.
        let ordered = sqlite ? "TEXT" : "TEXT COLLATE \"C\""
        let ending = sqlite ? ") STRICT, WITHOUT ROWID;" : ");"
        let keyColumns =
            "service \(integer) NOT NULL REFERENCES service(id), " + (scope == .child ? "child \(id) NOT NULL, " : "") + "id \(id) NOT NULL"
        let keyList = key.joined(separator: ", ")
        let ofChild =
            scope == .child && name != "child" ? ", FOREIGN KEY (service, child, child) REFERENCES child (service, child, id)" : ""
        var text1 = """
            CREATE TABLE \(name) (\(keyColumns), source \(ordered) NOT NULL, ref \(ordered) NOT NULL, PRIMARY KEY (\(keyList))\(ofChild)\(ending)
            CREATE UNIQUE INDEX \(name)_ref ON \(name) (service, source, ref);
            CREATE TABLE \(name)_version (\(keyColumns), from_position \(integer) NOT NULL,
            to_position \(integer) CHECK (to_position > from_position), definition \(integer) NOT NULL,
            withdrawn \(flag) NOT NULL\(sqlite ? " CHECK (withdrawn IN (0, 1))" : ""), nonce \(blob) NOT NULL,

            """
        for column in columns { text1 += column.declaration(dialect) + ",\n" }
        for column in columns {
            guard let target = column.target, column.kind == .id, let targetScope = scopes[target] else { continue }
            text1 += "FOREIGN KEY (\(reference(column, to: target, targetScope)),\n"
        }
        text1 += """
            PRIMARY KEY (\(keyList), from_position),
            FOREIGN KEY (\(keyList)) REFERENCES \(name) (\(keyList))\(ending)
            CREATE UNIQUE INDEX \(name)_current ON \(name)_version (\(keyList)) WHERE to_position IS NULL;

            """
        return text1 + triggers(dialect)
    }

    /// A link inside a child's file points at (service, child, id); one to another child at that child's own anchor.
    private func reference(_ column: Column, to target: String, _ targetScope: KindScope) -> String {
        if target == "child" { return "service, \(column.quoted), \(column.quoted)) REFERENCES child (service, child, id)" }
        if targetScope == .child { return "service, child, \(column.quoted)) REFERENCES \(target) (service, child, id)" }
        return "service, \(column.quoted)) REFERENCES \(target) (service, id)"
    }

    /// A version's one permitted update is closing it, once; nothing is deleted. The engine itself refuses.
    func triggers(_ dialect: Dialect) -> String {
        switch dialect {
        case .sqlite:
            let fixed = key + ["from_position", "definition", "withdrawn", "nonce"] + columns.map(\.quoted)
            let changed = fixed.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
            let unless =
                isErasable ? " WHEN NOT EXISTS (SELECT 1 FROM erasing e WHERE e.service = OLD.service AND e.id = OLD.id)" : ""
            return """
                CREATE TRIGGER \(name)_kept_update BEFORE UPDATE ON \(name) BEGIN SELECT RAISE(ABORT, 'an anchor never changes'); END;
                CREATE TRIGGER \(name)_kept_delete BEFORE DELETE ON \(name)\(unless) BEGIN SELECT RAISE(ABORT, 'records are kept'); END;
                CREATE TRIGGER \(name)_version_closed BEFORE UPDATE ON \(name)_version
                WHEN OLD.to_position IS NOT NULL OR NEW.to_position IS NULL OR \(changed)
                BEGIN SELECT RAISE(ABORT, 'a version is only ever closed, once'); END;
                CREATE TRIGGER \(name)_version_kept BEFORE DELETE ON \(name)_version\(unless) BEGIN SELECT RAISE(ABORT, 'records are kept'); END;

                """
        case .postgres:
            return """
                CREATE TRIGGER \(name)_kept BEFORE UPDATE OR DELETE ON \(name) FOR EACH ROW EXECUTE FUNCTION waymark_kept();
                CREATE TRIGGER \(name)_kept_whole BEFORE TRUNCATE ON \(name) FOR EACH STATEMENT EXECUTE FUNCTION waymark_kept();
                CREATE TRIGGER \(name)_version_kept_whole BEFORE TRUNCATE ON \(name)_version FOR EACH STATEMENT EXECUTE FUNCTION waymark_kept();
                CREATE TRIGGER \(name)_version_closed BEFORE UPDATE ON \(name)_version FOR EACH ROW EXECUTE FUNCTION waymark_closed_once();
                CREATE TRIGGER \(name)_version_kept BEFORE DELETE ON \(name)_version FOR EACH ROW EXECUTE FUNCTION waymark_kept();

                """
        }
    }

    /// Statements that add a column a later definition brought. SQLite's trigger names every column, so it is made anew.
    /// A link added later has no foreign key (SQLite cannot add one of several columns); the writer's own check stands alone there.
    func add(_ column: Column, _ dialect: Dialect) -> String {
        let alter = "ALTER TABLE \(name)_version ADD COLUMN \(column.declaration(dialect, added: true));\n"
        guard dialect == .sqlite else { return alter }
        let grown = Table(name, scope, columns + [column], isErasable: isErasable)
        return alter + dropTriggers + grown.triggers(dialect)
    }

    /// SQLite has no way to change a trigger.
    var dropTriggers: String {
        ["kept_update", "kept_delete", "version_closed", "version_kept"].map { "DROP TRIGGER \(name)_\($0);\n" }.joined()
    }
}
