/// A statement and its values, kept apart until the engine binds them.
///
/// Literal text is trusted; whatever is interpolated is bound. Placeholders are never written by hand.
///
/// ```swift
/// let due: SQL = "SELECT id FROM task WHERE service = \(service) AND due_on <= \(day)"
/// let page = due + " ORDER BY due_on, id LIMIT \(50)"
/// ```
public struct SQL: Sendable, ExpressibleByStringInterpolation {
    enum Part: Sendable {
        case text(String)
        case value(SQLValue)
        case either(sqlite: String, postgres: String)
    }

    var parts: [Part]

    /// No text at all; the start of a statement put together in steps.
    public init() {
        parts = []
    }

    public init(stringLiteral text: String) {
        parts = [.text(text)]
    }

    public init(stringInterpolation: StringInterpolation) {
        parts = stringInterpolation.parts
    }

    /// Text that comes from code, such as a column name out of a definition. Never pass it anything a person typed.
    public init(raw text: String) {
        parts = [.text(text)]
    }

    /// True when nothing would be sent.
    public var isEmpty: Bool { parts.isEmpty }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.parts.append(contentsOf: right.parts)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.parts.append(contentsOf: right.parts)
    }

    /// The parts one after another with `separator` between them, as for a list of columns or of conditions (`" AND "`).
    public static func joined(_ list: [SQL], separator: SQL = ", ") -> SQL {
        var whole = SQL()
        for (index, part) in list.enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }

    /// A name between double quotes, its own quotes doubled: the same on both engines.
    public static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The text with the engine's placeholders (`?1` on SQLite, `$1` on PostgreSQL) and the values in their order.
    public func rendered(_ dialect: Dialect) -> (text: String, values: [SQLValue]) {
        if parts.count == 1, case .text(let only) = parts[0] { return (only, []) }
        let mark = dialect == .sqlite ? "?" : "$"
        var text = ""
        text.reserveCapacity(256)
        var values: [SQLValue] = []
        values.reserveCapacity(parts.count / 2 + 1)
        for part in parts {
            switch part {
            case .text(let literal):
                text += literal
            case .value(let value):
                values.append(value)
                text += mark
                text += String(values.count)
            case .either(let sqlite, let postgres):
                text += dialect == .sqlite ? sqlite : postgres
            }
        }
        return (text, values)
    }

    /// Collects the parts of one interpolated literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            parts.reserveCapacity(interpolationCount * 2 + 1)
        }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.text(literal)) }
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value) {
            parts.append(.value(value.sqlValue))
        }

        /// Binds a value or NULL.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            parts.append(.value(value?.sqlValue ?? .null))
        }

        /// Puts another statement's parts here, its values bound.
        public mutating func appendInterpolation(_ nested: SQL) {
            parts.append(contentsOf: nested.parts)
        }

        /// Puts text here as it is. Never pass it anything a person typed.
        public mutating func appendInterpolation(raw text: String) {
            parts.append(.text(text))
        }

        /// Puts a table's or column's name here between double quotes.
        public mutating func appendInterpolation(name: String) {
            parts.append(.text(SQL.quoted(name)))
        }

        /// Puts each engine's own text here, for the few places where they differ (`FOR UPDATE`).
        public mutating func appendInterpolation(sqlite: String, postgres: String) {
            parts.append(.either(sqlite: sqlite, postgres: postgres))
        }
    }
}
