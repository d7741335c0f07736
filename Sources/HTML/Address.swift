/// A place on this site: `/children/…`, or `#id` on the same page.
///
/// Links, forms and images take nothing else, so no page can be made to point at another site or at `javascript:`.
public struct Address: Sendable, Hashable {
    /// The path with its query and fragment, percent-encoded: ready for a `Location` header.
    public let path: String

    /// - Parameters:
    ///   - path: starts with `/` or `#`; written by the program, never taken from a request (see `init(untrusted:)`).
    ///   - query: names and values as typed; they are encoded here, in this order.
    ///   - fragment: the id on that page to go to, without `#`.
    public init(_ path: String, query: [(String, String)] = [], fragment: String? = nil) {
        precondition(Address.isLocal(path), "an address on this site starts with one / or with #, and holds no control characters or \\")
        var out = Address.encode(path, allowed: Address.inPath)
        var join: Character = path.contains("?") ? "&" : "?"
        for (name, value) in query {
            out.append(join)
            out += Address.encode(name, allowed: Address.inQueryValue) + "=" + Address.encode(value, allowed: Address.inQueryValue)
            join = "&"
        }
        if let fragment { out += "#" + Address.encode(fragment, allowed: Address.inQueryValue) }
        self.path = out
    }

    /// A place that came from outside, such as where to go after signing in; `nil` unless it is on this site.
    public init?(untrusted path: String) {
        guard Address.isLocal(path) else { return nil }
        self.init(path)
    }

    /// The element with this id on the same page.
    public static func id(_ id: String) -> Address { Address("#", fragmentOnly: id) }

    private init(_ sign: String, fragmentOnly id: String) {
        path = sign + Address.encode(id, allowed: Address.inQueryValue)
    }

    private static func isLocal(_ path: String) -> Bool {
        guard let first = path.utf8.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "#") else { return false }
        // Browsers read // and /\ as another host, and skip tabs and line ends while reading.
        return !path.hasPrefix("//") && !path.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }
    }

    private static let inQueryValue = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    private static let inPath = table("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/%?#&=+:@!$'()*,;")

    /// By byte, whether it stays as it is. A page holds hundreds of addresses.
    private static func table(_ allowed: String) -> [Bool] {
        var table = [Bool](repeating: false, count: 256)
        for byte in allowed.utf8 { table[Int(byte)] = true }
        return table
    }

    private static func encode(_ text: String, allowed: [Bool]) -> String {
        if text.utf8.allSatisfy({ allowed[Int($0)] }) { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if allowed[Int(byte)] {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hex = Array("0123456789ABCDEF".utf8)
}
