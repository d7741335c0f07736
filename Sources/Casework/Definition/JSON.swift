extension String {
    /// As a JSON text, in its quotation marks (RFC 8259).
    public var asJSON: String {
        // Most texts have nothing to escape.
        if utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }) { return "\"\(self)\"" }
        var out = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20: out += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}

/// One JSON value (RFC 8259) with the line it begins on, so that what is wrong in a file can be named by its place.
public struct JSON: Sendable {
    public indirect enum Content: Sendable {
        case object([(key: String, value: JSON)])
        case list([JSON])
        case text(String)
        /// Whole numbers only: nothing we read has others.
        case number(Int)
        case flag(Bool)
        case null
    }

    public let content: Content
    public let line: Int

    /// - Throws: `Fault` with the line and a sentence.
    public init(_ text: String) throws { try self.init(Array(text.utf8)) }

    public init(_ bytes: [UInt8]) throws {
        var reader = JSONReader(bytes)
        self = try reader.whole()
    }

    init(_ content: Content, line: Int) { (self.content, self.line) = (content, line) }

    public subscript(key: String) -> JSON? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }
    public var text: String? { if case .text(let text) = content { text } else { nil } }
    public var number: Int? { if case .number(let number) = content { number } else { nil } }
    public var flag: Bool? { if case .flag(let flag) = content { flag } else { nil } }
    public var list: [JSON]? { if case .list(let list) = content { list } else { nil } }
    public var members: [(key: String, value: JSON)]? { if case .object(let members) = content { members } else { nil } }

    public struct Fault: Error, Equatable {
        public let line: Int
        public let message: String
    }
}

private struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private var line = 1
    private var depth = 0

    init(_ bytes: [UInt8]) {
        // A byte order mark is what some editors put before a text.
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }

    mutating func whole() throws -> JSON {
        let value = try value()
        skipSpace()
        guard at == bytes.count else { throw fault("there is something after the end") }
        return value
    }

    private func fault(_ message: String) -> JSON.Fault { JSON.Fault(line: line, message: message) }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) {
            if bytes[at] == 0x0A { line += 1 }
            at += 1
        }
    }

    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: sign) else { return false }
        at += 1
        return true
    }

    private mutating func word(_ text: String) -> Bool {
        guard bytes[at...].starts(with: text.utf8) else { return false }
        at += text.utf8.count
        return true
    }

    private mutating func value() throws -> JSON {
        skipSpace()
        let start = line
        guard at < bytes.count else { throw fault("it ends too early") }
        guard depth < 30 else { throw fault("it is nested too deep") }
        depth += 1
        defer { depth -= 1 }
        switch bytes[at] {
        case UInt8(ascii: "{"): return JSON(.object(try object()), line: start)
        case UInt8(ascii: "["): return JSON(.list(try list()), line: start)
        case UInt8(ascii: "\""): return JSON(.text(try text()), line: start)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSON(.number(try number()), line: start)
        default:
            if word("true") { return JSON(.flag(true), line: start) }
            if word("false") { return JSON(.flag(false), line: start) }
            if word("null") { return JSON(.null, line: start) }
            throw fault("a value is expected here: a text in quotation marks, a number, true, false, a list or an object")
        }
    }

    private mutating func object() throws -> [(key: String, value: JSON)] {
        at += 1
        var members: [(key: String, value: JSON)] = []
        // A set, because looking through a hundred thousand names for each would take minutes.
        var names: Set<String> = []
        if take("}") { return members }
        repeat {
            skipSpace()
            guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw fault("a name in quotation marks is expected here") }
            let key = try text()
            guard names.insert(key).inserted else { throw fault("“\(key)” stands twice") }
            guard take(":") else { throw fault("a colon is expected after “\(key)”") }
            members.append((key, try value()))
        } while take(",")
        guard take("}") else { throw fault("a comma or } is expected here") }
        return members
    }

    private mutating func list() throws -> [JSON] {
        at += 1
        var items: [JSON] = []
        if take("]") { return items }
        repeat { items.append(try value()) } while take(",")
        guard take("]") else { throw fault("a comma or ] is expected here") }
        return items
    }

    private mutating func number() throws -> Int {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at += 1 }
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
        let isWhole = at >= bytes.count || ![UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[at])
        guard isWhole, let number = Int(String(decoding: bytes[start..<at], as: UTF8.self)) else {
            throw fault("only whole numbers are read")
        }
        return number
    }

    private mutating func text() throws -> String {
        at += 1
        var out: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: out, as: UTF8.self) else { throw fault("a text is not UTF-8") }
                return text
            case 0x00..<0x20: throw fault("a text is not closed on its line, or holds a control character")
            case UInt8(ascii: "\\"): out += Array(String(try escape()).utf8)
            default: out.append(byte)
            }
        }
        throw fault("a text has no closing quotation mark")
    }

    private mutating func escape() throws -> Unicode.Scalar {
        guard at < bytes.count else { throw fault("a text has no closing quotation mark") }
        let sign = bytes[at]
        at += 1
        switch sign {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(sign)
        case UInt8(ascii: "u"):
            let first = try hex()
            if let scalar = Unicode.Scalar(first) { return scalar }
            // The two halves of a letter beyond the first 65,536.
            guard (0xD800..<0xDC00).contains(first), at + 1 < bytes.count, word("\\u") else { throw fault("half a letter is missing") }
            let second = try hex()
            guard (0xDC00..<0xE000).contains(second), let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            else { throw fault("half a letter is missing") }
            return scalar
        default: throw fault("there is no such sign as \\\(String(Unicode.Scalar(sign)))")
        }
    }

    private mutating func hex() throws -> UInt32 {
        guard at + 4 <= bytes.count, let code = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16) else {
            throw fault("\\u takes four figures")
        }
        at += 4
        return code
    }
}
