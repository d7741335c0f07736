import Casework
import Storage

/// A table as a copy needs it: its columns and what they hold.
struct TableLayout: Sendable {
    enum Holds: String, Sendable { case integer, text, instant, day, flag, id, blob }

    let name: String
    let columns: [(name: String, holds: Holds)]

    /// Reads `note: service integer, body text`.
    init(_ line: String) {
        let parts = line.split(separator: ":", maxSplits: 1)
        name = String(parts.first ?? "")
        columns = parts.dropFirst().joined().split(separator: ",").map { column in
            let words = column.split(separator: " ")
            return (String(words.first ?? ""), Holds(rawValue: String(words.last ?? "")) ?? .text)
        }
    }

    private init(_ name: String, _ columns: [(name: String, holds: Holds)]) {
        self.name = name
        self.columns = columns
    }

    /// The anchor and version tables of a kind, as all migrations have left them.
    static func of(_ table: Table) -> [TableLayout] {
        let key: [(name: String, holds: Holds)] = table.key.map { ($0, $0 == "service" ? .integer : .id) }
        let fields = table.columns.map { column -> (name: String, holds: Holds) in
            let holds: Holds =
                switch column.kind {
                case .text, .ids: .text
                case .day: .day
                case .instant: .instant
                case .number: .integer
                case .flag: .flag
                case .id: .id
                }
            return (column.name, holds)
        }
        let version: [(name: String, holds: Holds)] = [
            ("from_position", .integer), ("to_position", .integer), ("definition", .integer), ("withdrawn", .flag), ("nonce", .blob),
        ]
        return [
            TableLayout(table.name, key + [("source", .text), ("ref", .text)]),
            TableLayout("\(table.name)_version", key + version + fields),
        ]
    }

    /// Every table of the main store, those that others point at first.
    static let records: [TableLayout] =
        [
            "service: id integer, code text, name text",
            "journal_head: service integer, position integer, recorded_at instant, hash blob",
            "journal: service integer, position integer, recorded_at instant, staff id, action text, versions integer, versions_hash blob, "
                + "note_hash blob, previous blob, hash blob",
            "journal_row: service integer, position integer, kind text, id id, child id, hash blob",
            "note: service integer, position integer, body text, nonce blob",
            "content: service integer, hash text, bytes blob, media_type text",
        ].map(TableLayout.init) + Migrations.reached.flatMap(TableLayout.of)
        + [
            "erasing: service integer, id id, hash text",
            "second_factor_grace: service integer, since text",
            "draft: service integer, staff id, form text, subject text, child id, fields text, saved_at instant",
            "once: service integer, token text, child id, kind text, id id, position integer",
            "imported: service integer, source text, kind text, ref text, hash blob",
            "child_list: service integer, child id, ref text, name text, sort_key text, date_of_birth text, worker id, worker_until text, "
                + "team text, locality text, open_until text, alerts text, last_contact text, next_due text",
            "search_key: service integer, key text, child id",
            "task: service integer, child id, rule text, record text, title text, basis text, visible_from text, visible_until text, due_on text, staff id",
        ].map(TableLayout.init)

    /// Every table of the access log and sign-ins.
    static let access: [TableLayout] = [
        "access_head: service integer, position integer, hash blob",
        "access_entry: service integer, position integer, at instant, staff id, action text, page text, child id, shown text, as_at integer, "
            + "previous blob, hash blob, request text, session integer",
        "session: token blob, service integer, staff id, entry integer, made_at instant, seen_at instant, ends_at instant, browser text",
        "session_ended: service integer, entry integer, seal blob",
        "attempt: service integer, name text, failures integer, last_at instant",
        "refused_sign_in: service integer, on_day text, account text, page text, tries integer, last_at instant",
        "known_browser: service integer, token blob, staff id, seen_at instant",
        "sign_in_step: service integer, token blob, staff id, factor integer, ends_at instant, way text",
        "used_code: service integer, staff id, step integer",
        "api_token: service integer, entry integer, token blob, staff id, name text, scopes text, made_by id, made_at instant, "
            + "ends_at instant, used_at instant, ended_at instant",
        "session_search: service integer, session integer, place integer, name text, words blob",
        "single_sign_on_link: service integer, entry integer, staff id, issuer text, subject text, account text, made_at instant",
        "single_sign_on_try: service integer, token blob, nonce text, verifier text, onward text, issuer text, subject text, account text, "
            + "made_at instant, ends_at instant",
    ].map(TableLayout.init)

    func select(_ columns: [(name: String, holds: Holds)]) -> SQL {
        SQL(raw: "SELECT \(columns.map { SQL.quoted($0.name) }.joined(separator: ", ")) FROM \(SQL.quoted(name))")
    }

    func values(_ row: any SQLRow, _ columns: [(name: String, holds: Holds)]) throws -> [SQLValue] {
        try columns.enumerated().map { index, column in
            if row.isNull(index) { return .null }
            switch column.holds {
            case .integer: return row.integer(index).map { .integer($0) } ?? .null
            case .text, .day: return row.text(index).map { .text($0) } ?? .null
            case .instant: return .text(try row.instant(index).iso)
            case .flag: return row.bool(index).map { .bool($0) } ?? .null
            case .id: return row.id(index).map { .id($0) } ?? .null
            case .blob: return row.blob(index).map { .blob($0) } ?? .null
            }
        }
    }
}
