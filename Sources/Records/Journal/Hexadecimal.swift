import Crypto
import Foundation

/// Bytes as small hexadecimal digits, two each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

/// The 32 bytes that 64 digits spell; nil when they spell none.
func thirtyTwoBytes(_ text: some StringProtocol) -> [UInt8]? {
    // A number may begin with a sign, a pair of digits may not.
    guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else { return nil }
    var bytes: [UInt8] = []
    var digits = text[...]
    while !digits.isEmpty {
        guard let byte = UInt8(digits.prefix(2), radix: 16) else { return nil }
        bytes.append(byte)
        digits = digits.dropFirst(2)
    }
    return bytes
}

/// The SHA-256 of some bytes as 64 small hexadecimal digits, as `sha256sum` prints it.
public func sha256Hex(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

/// The same in base 64, as a content security policy names what may be used.
public func sha256Base64(_ bytes: [UInt8]) -> String { Data(SHA256.hash(data: bytes)).base64EncodedString() }
