import Casework
import Storage

/// How one field lies in a table.
struct Column: Sendable, Hashable {
    /// The few types both engines keep exactly; flags, days and moments are proper types on PostgreSQL and checked text or integers on SQLite.
    enum Kind: String, Sendable { case text, day, instant, number, flag, id, ids }

    let name: String
    let kind: Kind
    let required: Bool
    /// The kind a link points at.
    let target: String?

    init(name: String, kind: Kind, required: Bool = false, target: String? = nil) {
        self.name = name
        self.kind = kind
        self.required = required
        self.target = target
    }

    init(_ field: AnyField) {
        name = field.name
        required = field.required == "always"
        switch field.kind {
        case .text, .longText, .code, .codes, .secret: (kind, target) = (.text, nil)
        case .day: (kind, target) = (.day, nil)
        case .instant: (kind, target) = (.instant, nil)
        case .number: (kind, target) = (.number, nil)
        case .flag: (kind, target) = (.flag, nil)
        case .link(let to): (kind, target) = (.id, to)
        case .links(let to): (kind, target) = (.ids, to)
        }
    }

    var quoted: String { "\"\(name)\"" }

    /// `NOT NULL` goes only on columns a table was made with: a later one is null in the rows before it.
    func declaration(_ dialect: Dialect, added: Bool = false) -> String {
        let type =
            switch (kind, dialect) {
            case (.text, _), (.ids, _): "TEXT"
            case (.day, .sqlite): "TEXT CHECK (\(quoted) GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]')"
            case (.day, .postgres): "DATE"
            case (.instant, .sqlite): "TEXT CHECK (\(quoted) GLOB '[0-9][0-9][0-9][0-9]-*T*Z')"
            case (.instant, .postgres): "TIMESTAMPTZ(3)"
            case (.number, .sqlite): "INTEGER"
            case (.number, .postgres): "BIGINT"
            case (.flag, .sqlite): "INTEGER CHECK (\(quoted) IN (0, 1))"
            case (.flag, .postgres): "BOOLEAN"
            case (.id, .sqlite): "BLOB CHECK (length(\(quoted)) = 16)"
            case (.id, .postgres): "UUID"
            }
        return "\(quoted) \(type)" + (required && !added ? " NOT NULL" : "")
    }
}

extension Value {
    /// As a bound parameter.
    var sql: SQLValue {
        switch self {
        case .none: .null
        case .text(let text): .text(text)
        case .number(let number): .integer(Int64(number))
        case .flag(let flag): .bool(flag)
        case .day(let day): .text(day.iso)
        case .instant(let instant): .text(instant.iso)
        case .id(let id): .id(id.uuid)
        case .ids(let ids): .text(ids.map(\.description).joined(separator: " "))
        }
    }
}

extension SQLRow {
    /// The value of a column; a stored day or moment that cannot be read is a broken store and throws.
    func value(_ index: Int, _ kind: FieldKind) throws -> Value {
        switch kind {
        case .text, .longText, .code, .codes, .secret: return text(index).map { .text($0) } ?? .none
        case .number: return integer(index).map { .number(Int($0)) } ?? .none
        case .flag: return bool(index).map { .flag($0) } ?? .none
        case .day:
            guard let text = text(index) else { return .none }
            guard let day = Day(iso: text) else { throw Broken("a day cannot be read") }
            return .day(day)
        case .instant:
            guard let text = text(index) else { return .none }
            guard let instant = Instant(text) else { throw Broken("a moment cannot be read") }
            return .instant(instant)
        case .link: return id(index).map { .id(RecordID($0)) } ?? .none
        case .links:
            guard let text = text(index) else { return .none }
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            let ids = words.compactMap { RecordID(String($0)) }
            guard ids.count == words.count else { throw Broken("a list of records cannot be read") }
            return .ids(ids)
        }
    }

    func instant(_ index: Int) throws -> Instant {
        guard let text = text(index), let instant = Instant(text) else { throw Broken("a moment cannot be read") }
        return instant
    }
}

/// The store holds something it cannot: never the user's fault, never with data in the text.
public struct Broken: Error, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
