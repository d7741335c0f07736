import Crypto
import Foundation

/// Files sealed to public keys in the published age format, version 1 (age-encryption.org/v1), so that they open with `age -d` even where there
/// is no Waymark any more.
///
/// A header names for each recipient the file's own key, wrapped (X25519, HKDF-SHA256, ChaCha20-Poly1305), under an HMAC; the content follows in
/// pieces of 64 KiB, each sealed under a counter and a mark on the last, so that none can be changed, left out or moved. Never more than two
/// pieces are in memory.
public enum SealedFile {
    /// Why a file was not opened. What was written out before is to be thrown away.
    public enum Unreadable: Error, Sendable, Hashable {
        /// It is no file of this format.
        case notSealed
        /// It was sealed to other keys than those given.
        case otherKey
        /// Its header, or a piece of its content, is not what was sealed.
        case altered
        /// It ends too early.
        case cutShort

        public var sentence: String {
            switch self {
            case .notSealed: "It is not an encrypted file of the age format."
            case .otherKey: "It was encrypted to another key: none of the keys given opens it."
            case .altered: "It is not what was encrypted: it was changed, or the disk has spoilt it."
            case .cutShort: "It ends too early: part of it is missing."
            }
        }
    }

    static let opening = "age-encryption.org/v1"
    static let piece = 64 << 10
    static let tag = 16

    /// Whether a file begins as sealed ones do.
    public static func isSealed(_ beginning: some Sequence<UInt8>) -> Bool {
        Array(beginning.prefix(opening.utf8.count + 1)) == Array("\(opening)\n".utf8)
    }

    /// Seals what `read` gives to every one of the recipients.
    /// - Parameters:
    ///   - read: called with how many bytes are wanted; gives fewer only at the end.
    ///   - write: called with what is to be appended.
    public static func seal(
        to recipients: [SealingKey.Recipient], read: (Int) throws -> [UInt8], write: ([UInt8]) throws -> Void
    ) throws {
        let file = SymmetricKey(data: randomBytes(16))
        try write(header(file, recipients))
        let nonce = randomBytes(16)
        try write(nonce)
        let key = contentKey(file, nonce)
        var counter: UInt64 = 0
        var now = try read(piece)
        while true {
            // A server that stops does not wait for gigabytes.
            try _Concurrency.Task.checkCancellation()
            // Only whoever has looked further knows which is the last.
            let next = now.count < piece ? [] : try read(piece)
            let box = try ChaChaPoly.seal(now, using: key, nonce: pieceNonce(counter, isLast: next.isEmpty))
            try write(Array(box.ciphertext + box.tag))
            if next.isEmpty { return }
            counter += 1
            now = next
        }
    }

    /// Opens what was sealed to one of the keys.
    /// - Throws: ``Unreadable``; what was written until then is no file.
    public static func open(
        with keys: [SealingKey], read: (Int) throws -> [UInt8], write: ([UInt8]) throws -> Void
    ) throws {
        let (file, rest) = try SealedHeader.open(with: keys, read: read)
        var held = rest
        func take(_ count: Int) throws -> [UInt8] {
            if held.count < count { held += try read(count - held.count) }
            let taken = Array(held.prefix(count))
            held.removeFirst(taken.count)
            return taken
        }
        let nonce = try take(16)
        guard nonce.count == 16 else { throw Unreadable.cutShort }
        let key = contentKey(file, nonce)
        var counter: UInt64 = 0
        var now = try take(piece + tag)
        while true {
            let next = now.count < piece + tag ? [] : try take(piece + tag)
            guard let plain = try open(now, key, counter, isLast: next.isEmpty) else {
                // One that opens as a piece in the middle, with nothing after it, says what happened.
                let goesOn = next.isEmpty ? try open(now, key, counter, isLast: false) != nil : false
                throw goesOn || now.count < tag ? Unreadable.cutShort : .altered
            }
            // An empty end is there only of an empty file.
            guard !plain.isEmpty || counter == 0 else { throw Unreadable.altered }
            try write(plain)
            if next.isEmpty { return }
            counter += 1
            now = next
        }
    }

    private static func open(_ sealed: [UInt8], _ key: SymmetricKey, _ counter: UInt64, isLast: Bool) throws -> [UInt8]? {
        guard sealed.count >= tag else { return nil }
        let box = try ChaChaPoly.SealedBox(
            nonce: pieceNonce(counter, isLast: isLast), ciphertext: sealed.dropLast(tag), tag: sealed.suffix(tag))
        return (try? ChaChaPoly.open(box, using: key)).map { Array($0) }
    }

    /// Eleven bytes of a counter, and 1 on the last piece.
    private static func pieceNonce(_ counter: UInt64, isLast: Bool) throws -> ChaChaPoly.Nonce {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: counter >> UInt64(8 * (7 - $0))) }
        return try ChaChaPoly.Nonce(data: [0, 0, 0] + number + [isLast ? 1 : 0])
    }

    private static func contentKey(_ file: SymmetricKey, _ nonce: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: file, salt: nonce, info: Array("payload".utf8), outputByteCount: 32)
    }

    /// What the header's code is made with.
    private static func code(_ file: SymmetricKey, of header: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(header.utf8), using: codeKey(file)))
    }

    /// Whether a code is the header's; takes as long wherever it differs.
    static func isCode(_ code: [UInt8], _ file: SymmetricKey, of header: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(header.utf8), using: codeKey(file))
    }

    private static func codeKey(_ file: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: file, salt: [UInt8](), info: Array("header".utf8), outputByteCount: 32)
    }

    private static func header(_ file: SymmetricKey, _ recipients: [SealingKey.Recipient]) throws -> [UInt8] {
        var text = "\(opening)\n"
        for recipient in recipients {
            let (share, wrapped) = try recipient.wrap(file)
            text += "-> X25519 \(unpadded(share))\n\(unpadded(wrapped))\n"
        }
        text += "---"
        return Array("\(text) \(unpadded(code(file, of: text)))\n".utf8)
    }

    /// Base64 without `=` at its end.
    static func unpadded(_ bytes: [UInt8]) -> String { String(Data(bytes).base64EncodedString().prefix { $0 != "=" }) }

    /// Nil where it is not exactly what ``unpadded(_:)`` writes.
    static func bytes(unpadded text: String) -> [UInt8]? {
        guard !text.contains("="), let data = Data(base64Encoded: text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
        else { return nil }
        let bytes = Array(data)
        return unpadded(bytes) == text ? bytes : nil
    }
}
