import Foundation

/// One value sent to a database as a parameter, never as text of the statement.
///
/// Days and instants travel as `.text` ("2026-11-21", "2026-11-21T13:05:00.000Z"): both sort and compare alike on both engines.
public enum SQLValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    /// Must hold no NUL character: both engines refuse it with ``StoreError/nulCharacter``.
    case text(String)
    case blob([UInt8])
    /// Stored as 16 bytes on SQLite and as `UUID` on PostgreSQL.
    case id(UUID)
}

/// Which engine a statement is rendered for.
public enum Dialect: Sendable, Hashable {
    case sqlite
    case postgres
}

/// What may be written as `\(value)` inside an ``SQL`` literal; other modules conform their own value types.
public protocol SQLBindable {
    /// The value as the databases take it.
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    public var sqlValue: SQLValue { self }
}

extension String: SQLBindable {
    public var sqlValue: SQLValue { .text(self) }
}

extension Substring: SQLBindable {
    public var sqlValue: SQLValue { .text(String(self)) }
}

extension Int: SQLBindable {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    public var sqlValue: SQLValue { .integer(self) }
}

extension Bool: SQLBindable {
    public var sqlValue: SQLValue { .bool(self) }
}

extension Double: SQLBindable {
    public var sqlValue: SQLValue { .real(self) }
}

extension UUID: SQLBindable {
    public var sqlValue: SQLValue { .id(self) }
}

extension [UInt8]: SQLBindable {
    public var sqlValue: SQLValue { .blob(self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
