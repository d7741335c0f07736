import Casework
import Crypto
import Foundation

/// What an app on a phone does with a key it was given: written apart from the program's own, so that the two are held to each other.
struct Authenticator {
    private let key: SymmetricKey

    /// - Parameter key: in base 32, without spaces.
    init(key: String) {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = key.flatMap { letter -> [UInt8] in
            let value = letters.firstIndex(of: letter) ?? 0
            return (0..<5).map { UInt8(value >> (4 - $0) & 1) }
        }
        let bytes = stride(from: 0, to: bits.count - 7, by: 8).map { start in bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | $1 } }
        self.key = SymmetricKey(data: Data(bytes))
    }

    func code(at now: Instant) -> String {
        var counter = UInt64(now.milliseconds / 30_000)
        var message = Data(count: 8)
        for place in (0..<8).reversed() { (message[place], counter) = (UInt8(counter & 255), counter >> 8) }
        let mac = Data(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key))
        let start = Int(mac[19] & 15)
        let whole = (0..<4).reduce(0) { $0 * 256 + Int(mac[start + $1]) } % (1 << 31)
        return String(String(1_000_000 + whole % 1_000_000).dropFirst())
    }
}
