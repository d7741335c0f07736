/// Markup that is safe to send: what is written in the source is trusted, what is interpolated is escaped.
///
/// `"<p>\(child.name)</p>"` escapes the name; only another `HTML` passes through as it is. The escapes serve two places,
/// element text and double-quoted attributes, so attributes are always written with double quotes. Addresses cannot be
/// interpolated: `link`, `form` and the other components write them.
public struct HTML: ExpressibleByStringInterpolation, Sendable, Hashable {
    /// The markup as UTF-8.
    public private(set) var bytes: [UInt8]

    /// No markup at all.
    public static let empty = HTML(trusted: [])

    /// The markup as text, for tests and for writing files.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var isEmpty: Bool { bytes.isEmpty }

    /// The only way in for markup that was not written as a literal; it never leaves this target.
    init(trusted bytes: [UInt8]) { self.bytes = bytes }

    public init(stringLiteral value: String) { bytes = Array(value.utf8) }

    public init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// Plain text, escaped.
    public init(escaping text: String) {
        bytes = []
        HTML.escape(text, into: &bytes)
    }

    /// Takes the left part over where nobody else holds it, so that a page put together with many `+` is not copied at each.
    public static func + (left: consuming HTML, right: HTML) -> HTML {
        left += right
        return left
    }

    public static func += (left: inout HTML, right: HTML) { left.bytes.append(contentsOf: right.bytes) }
}

extension HTML {
    /// Builds markup from a literal: its own text is trusted, each value is escaped by its type.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var bytes: [UInt8] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            // Room for an address or an id each, so that most literals are laid down without moving.
            bytes.reserveCapacity(literalCapacity + 48 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

        public mutating func appendInterpolation(_ text: String) { HTML.escape(text, into: &bytes) }

        public mutating func appendInterpolation(_ text: String?) {
            if let text { HTML.escape(text, into: &bytes) }
        }

        public mutating func appendInterpolation(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

        public mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }

        public mutating func appendInterpolation(_ html: HTML?) {
            if let html { bytes.append(contentsOf: html.bytes) }
        }

        public mutating func appendInterpolation(_ parts: [HTML]) {
            for part in parts { bytes.append(contentsOf: part.bytes) }
        }

        // Internal, so that pages cannot spell `href=` or `action=` themselves.
        mutating func appendInterpolation(_ address: Address) { HTML.escape(address.path, into: &bytes) }
    }
}

extension Collection where Element == HTML {
    /// The parts one after another, with `separator` between them.
    public func joined(separator: HTML = .empty) -> HTML {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(reduce(0) { $0 + $1.bytes.count + separator.bytes.count })
        var isFirst = true
        for part in self {
            if !isFirst { bytes.append(contentsOf: separator.bytes) }
            bytes.append(contentsOf: part.bytes)
            isFirst = false
        }
        return HTML(trusted: bytes)
    }
}

/// `html` when the condition holds, else nothing.
///
/// In a literal, `\(flag ? "<b>" : "")` is text and comes out escaped; this says markup.
public func when(_ condition: Bool, _ html: @autoclosure () -> HTML) -> HTML {
    condition ? html() : .empty
}
