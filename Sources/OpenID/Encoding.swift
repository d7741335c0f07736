import Crypto
import Foundation

/// Without padding, in the letters an address may hold (RFC 4648, 5).
func base64URL(_ bytes: some DataProtocol) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
}

/// Nil where it is not so written.
func bytes(base64URL text: some StringProtocol) -> [UInt8]? {
    guard
        text.utf8.allSatisfy({ byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
            default: false
            }
        })
    else { return nil }
    let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)).map(Array.init)
}

/// What a secret of this sign-in is shown as before it is given away itself (RFC 7636, S256).
func challenge(of verifier: String) -> String { base64URL(Array(SHA256.hash(data: Array(verifier.utf8)))) }

/// A form, or the query of an address.
func encoded(_ fields: [(String, String)]) -> String {
    fields.map { "\(percent($0.0))=\(percent($0.1))" }.joined(separator: "&")
}

/// Every byte that is not a letter, a figure or one of `-._~`, as `%` and two figures.
func percent(_ text: String) -> String {
    text.utf8.map { byte -> String in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: String(UnicodeScalar(byte))
        default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
        }
    }.joined()
}
