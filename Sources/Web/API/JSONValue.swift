import Casework

/// A JSON value to be sent: members stand in the order they were written.
indirect enum JSONValue: Sendable, Hashable {
    case object([Member])
    case list([JSONValue])
    case text(String)
    case number(Int)
    case decimal(Double)
    case flag(Bool)
    case null

    struct Member: Sendable, Hashable {
        let name: String
        let value: JSONValue
    }

    /// An object; a member without a value is left out.
    static func of(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// Nil is null.
    static func known(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }
    static func known(_ number: Double?) -> JSONValue {
        // JSON has no infinity.
        guard let number, number.isFinite else { return .null }
        return number == number.rounded() && number.magnitude < 1e15 ? .number(Int(number)) : .decimal(number)
    }

    /// On one line.
    var text: String {
        switch self {
        case .object(let members): "{" + members.map { "\($0.name.asJSON):\($0.value.text)" }.joined(separator: ",") + "}"
        case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        default: plain
        }
    }

    /// A member or item a line, for a document people read and compare.
    func pretty(_ indent: String = "") -> String {
        let inner = indent + "  "
        switch self {
        case .object(let members) where !members.isEmpty:
            return "{\n" + members.map { "\(inner)\($0.name.asJSON): \($0.value.pretty(inner))" }.joined(separator: ",\n") + "\n\(indent)}"
        case .list(let items) where items.contains(where: \.isDeep):
            return "[\n" + items.map { inner + $0.pretty(inner) }.joined(separator: ",\n") + "\n\(indent)]"
        default: return text
        }
    }

    private var isDeep: Bool {
        switch self {
        case .object, .list: true
        default: false
        }
    }

    private var plain: String {
        switch self {
        case .text(let text): text.asJSON
        case .number(let number): String(number)
        case .decimal(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        default: "null"
        }
    }
}

extension Reply {
    static func json(_ value: JSONValue, status: Int = 200, shows: Shows, version: Int64? = nil) -> Reply {
        var reply = Reply(
            status: status,
            headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Vary", "Authorization")],
            body: Array(value.text.utf8), shows: shows)
        if let version { reply = reply.with("ETag", "\"\(version)\"") }
        return reply
    }
}
