import Casework

/// What a form sent: names and values in order, as typed.
public struct Form: Sendable {
    public private(set) var fields: [(name: String, value: String)]

    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// A body that is not a form, or is far beyond what a form can be.
    struct Unreadable: Error {}

    /// At most this many bytes of a form are read: room for every box of the longest form filled to its end, so that one too full is told
    /// beside it, with what was typed.
    static let limit = 4 << 20

    /// Reads `application/x-www-form-urlencoded`. Broken percent signs stand as they are: what was typed is never refused for its encoding.
    init(urlencoded body: [UInt8]) throws {
        guard body.count <= Form.limit else { throw Unreadable() }
        var fields: [(name: String, value: String)] = []
        for pair in body.split(separator: UInt8(ascii: "&")) {
            guard fields.count < 500 else { throw Unreadable() }
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields.append((Form.decode(parts[0]), parts.count > 1 ? Form.decode(parts[1]) : ""))
        }
        self.fields = fields
    }

    /// What was sent under a name, without white space at the ends; empty when nothing was. Several ticked boxes come joined by spaces.
    public subscript(_ name: String) -> String {
        fields.lazy.filter { $0.name == name && !$0.value.isEmpty }.map(\.value).joined(separator: " ").trimmed
    }

    /// What was sent under a name to the last space: a password is what was typed.
    func raw(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    public func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// The same without what was sent under some names.
    func without(_ names: Set<String>) -> Form { Form(fields.filter { !names.contains($0.name) }) }

    /// Percent decoding of one name or value; `+` is a space, NUL is dropped.
    static func decode(_ bytes: some Collection<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var rest = Array(bytes)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let high = hex(rest[rest.startIndex]), let low = hex(rest[rest.startIndex + 1]) {
                out.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                out.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: out.filter { $0 != 0 }, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// The cookies of a `Cookie` header by name; of two of one name the first.
    static func cookies(_ header: String) -> [String: String] {
        Dictionary(
            header.split(separator: ";").compactMap { pair in
                let parts = pair.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]).trimmed, String(parts[1]).trimmed) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The query of an address, read the same way.
    static func query(_ text: String) -> [(name: String, value: String)] { (try? Form(urlencoded: Array(text.utf8)))?.fields ?? [] }
}
