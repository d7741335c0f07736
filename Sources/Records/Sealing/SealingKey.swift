import Casework
import Crypto
import Foundation

/// What opens sealed files: an X25519 key as age writes it, `AGE-SECRET-KEY-1…`.
public struct SealingKey: Sendable {
    private static let word = "age-secret-key-"
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// A new one, by chance.
    public init() { key = Curve25519.KeyAgreement.PrivateKey() }

    /// Nil where it is no such key.
    public init?(_ text: String) {
        guard let (word, bytes) = Bech32.decode(text), word == Self.word, bytes.count == 32,
            let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    public var text: String { Bech32.encode(Self.word, Array(key.rawRepresentation)).uppercased() }

    /// What files are sealed to; it may lie anywhere.
    public var recipient: Recipient { Recipient(key: key.publicKey) }

    /// The key of a file that was sealed to this one; nil where it was sealed to another.
    func open(share: [UInt8], wrapped: [UInt8]) -> SymmetricKey? {
        guard let theirs = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: share),
            let secret = try? key.sharedSecretFromKeyAgreement(with: theirs),
            let box = try? ChaChaPoly.SealedBox(combined: noNonce + wrapped),
            let file = try? ChaChaPoly.open(box, using: wrapping(secret, share: share, recipient: Array(key.publicKey.rawRepresentation))),
            file.count == 16
        else { return nil }
        return SymmetricKey(data: file)
    }

    /// What files are sealed to: a public key as age writes it, `age1…`.
    public struct Recipient: Sendable, Hashable {
        private static let word = "age"
        private let bytes: [UInt8]

        fileprivate init(key: Curve25519.KeyAgreement.PublicKey) { bytes = Array(key.rawRepresentation) }

        /// Nil where it is no such key.
        public init?(_ text: String) {
            guard let (word, bytes) = Bech32.decode(text), word == Self.word, bytes.count == 32 else { return nil }
            self.bytes = bytes
        }

        public var text: String { Bech32.encode(Self.word, bytes) }

        /// A share made for this one file, and the file's key wrapped so that only the holder of the secret half opens it.
        func wrap(_ file: SymmetricKey) throws -> (share: [UInt8], wrapped: [UInt8]) {
            let once = Curve25519.KeyAgreement.PrivateKey()
            let share = Array(once.publicKey.rawRepresentation)
            let secret = try once.sharedSecretFromKeyAgreement(with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes))
            let plain = file.withUnsafeBytes { Array($0) }
            let box = try ChaChaPoly.seal(
                plain, using: wrapping(secret, share: share, recipient: bytes), nonce: ChaChaPoly.Nonce(data: noNonce))
            return (share, Array(box.ciphertext + box.tag))
        }
    }
}

/// Each wrapping key is used once, so its nonce may be nought.
private let noNonce = [UInt8](repeating: 0, count: 12)

private func wrapping(_ secret: SharedSecret, share: [UInt8], recipient: [UInt8]) -> SymmetricKey {
    secret.hkdfDerivedSymmetricKey(
        using: SHA256.self, salt: share + recipient, sharedInfo: Array("age-encryption.org/v1/X25519".utf8), outputByteCount: 32)
}

/// Files of keys as `age-keygen` and `age -R` have them: one a line, lines that begin with `#` left out.
public enum SealingKeyFile {
    public static func lines(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    /// Every secret key of a file's text.
    /// - Throws: `KeyFile.Unusable` where there is none, or a line is something else.
    public static func secrets(_ text: String) throws -> [SealingKey] { try all(text, SealingKey.init) }

    /// Every public key of a file's text.
    public static func recipients(_ text: String) throws -> [SealingKey.Recipient] { try all(text, SealingKey.Recipient.init) }

    private static func all<Key>(_ text: String, _ make: (String) -> Key?) throws -> [Key] {
        let lines = lines(text)
        let keys = lines.compactMap(make)
        guard !keys.isEmpty, keys.count == lines.count else { throw KeyFile.Unusable(why: "holds a line that is no such key, or none") }
        return keys
    }
}
