import Casework
import Crypto
import Foundation

/// The heads of both chains at a moment, signed (Ed25519), to be kept where nobody who can write to the database can.
///
/// Somebody who rebuilds a whole chain cannot sign: whatever they change before a checkpoint, `verify` finds.
public struct Checkpoint: Sendable {
    public let service: String
    public let at: Instant
    public let journal: JournalHead
    public let access: JournalHead
    let signature: [UInt8]

    private static let opening = "waymark-checkpoint-1"

    /// What is signed: everything but the signature.
    private static func text(_ service: String, _ at: Instant, _ journal: JournalHead, _ access: JournalHead) -> String {
        "\(opening) \(service) \(at.iso) \(journal.text) \(access.text)"
    }

    init(service: String, at: Instant, journal: JournalHead, access: JournalHead, key: CheckpointKey) throws {
        (self.service, self.at, self.journal, self.access) = (service, at, journal, access)
        signature = try key.sign(Checkpoint.text(service, at, journal, access))
    }

    /// One line of a file of checkpoints.
    public var line: String { Checkpoint.text(service, at, journal, access) + " " + Data(signature).base64EncodedString() }

    /// Nil when the line is none of ours.
    public init?(line: some StringProtocol) {
        let parts = String(line).split(separator: " ").map(String.init)
        guard parts.count == 6, parts[0] == Checkpoint.opening, let at = Instant(parts[2]), let journal = JournalHead(parts[3]),
            let access = JournalHead(parts[4]), let signature = Data(base64Encoded: parts[5])
        else { return nil }
        (service, self.at, self.journal, self.access, self.signature) = (parts[1], at, journal, access, Array(signature))
    }

    /// Whether the holder of the key to this public key signed it.
    func isSigned(by publicKey: PublicKey) -> Bool {
        publicKey.key.isValidSignature(signature, for: Data(Checkpoint.text(service, at, journal, access).utf8))
    }

    /// What signatures are checked with: it may lie anywhere.
    public struct PublicKey: Sendable {
        let key: Curve25519.Signing.PublicKey

        /// - Parameter text: 64 hexadecimal digits, as `waymark checkpoint` prints them.
        public init?(_ text: String) {
            guard let bytes = thirtyTwoBytes(text), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
                return nil
            }
            self.key = key
        }
    }
}

/// The key checkpoints are signed with. Keep it, or the checkpoints, away from whoever can write to the database.
public struct CheckpointKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// A key of no file, gone with what holds it.
    init() { key = Curve25519.Signing.PrivateKey() }

    /// The key in a file, which is made, readable by its owner only, where there is none.
    /// - Throws: `KeyFile.Unusable` when it cannot be read or made, is no key of ours, or others may read it.
    public init(file path: String) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: KeyFile.read(path))
    }

    /// 64 hexadecimal digits.
    public var publicText: String { hexadecimal(key.publicKey.rawRepresentation) }

    func sign(_ text: String) throws -> [UInt8] { Array(try key.signature(for: Data(text.utf8))) }
}
