import Casework
import Crypto
import Foundation

/// One-time codes an authenticator makes from a key and the time (RFC 6238): six digits, a new one every 30 seconds.
public enum TimeCode {
    /// Seconds a code stands for.
    static let period: Int64 = 30
    /// How many steps a clock may be off, either way.
    static let drift: Int64 = 1

    /// The time step a moment lies in.
    static func step(at now: Instant) -> Int64 { now.milliseconds / 1000 / period }

    /// The code of a step.
    static func code(_ key: [UInt8], step: Int64, digits: Int = 6) -> String {
        code(key, step: step, digits: digits, by: Insecure.SHA1.self)
    }

    /// By any hash function; authenticators know SHA-1, which is sound in an HMAC.
    static func code<H: HashFunction>(_ key: [UInt8], step: Int64, digits: Int, by hash: H.Type) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(HMAC<H>.authenticationCode(for: counter, using: SymmetricKey(data: key)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(UInt64(number) % (0..<digits).reduce(1) { power, _ in power * 10 })
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// The step whose code this is, of those a clock may be off by; nil when it is none of them.
    static func step(of code: String, key: [UInt8], at now: Instant) -> Int64? {
        let middle = step(at: now)
        let typed = SymmetricKey(data: Data(code.utf8))
        // Every step is tried, so that the time taken says nothing.
        return (middle - drift...middle + drift).filter { SymmetricKey(data: Data(TimeCode.code(key, step: $0).utf8)) == typed }.max()
    }

    /// A new key: 160 bits, as RFC 4226 recommends.
    static func newKey() -> [UInt8] { randomBytes(20) }

    /// A key as authenticators take it typed (RFC 4648, base 32).
    public static func text(_ key: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (out, buffer, bits) = ("", 0, 0)
        for byte in key {
            (buffer, bits) = (buffer << 8 | Int(byte), bits + 8)
            while bits >= 5 {
                bits -= 5
                out.append(letters[buffer >> bits & 31])
                buffer &= (1 << bits) - 1
            }
        }
        if bits > 0 { out.append(letters[buffer << (5 - bits) & 31]) }
        return out
    }
}
