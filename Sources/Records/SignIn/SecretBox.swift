import Casework
import Crypto
import Foundation

/// Seals what must be read again and may not lie open in the records: the keys of authenticators (AES-256-GCM).
///
/// Its own key lies in a file apart from the records, so that a copy of the database, or a backup, gives nothing away.
public struct SecretBox: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: 32 bytes.
    public init?(key: [UInt8]) {
        guard key.count == 32 else { return nil }
        self.key = SymmetricKey(data: key)
    }

    /// The key in a file, which is made, readable by its owner only, where there is none.
    /// - Throws: `Unusable` when it cannot be read or made, is no key of ours, or others may read it.
    public init(file path: String) throws {
        let files = FileManager.default
        if !files.fileExists(atPath: path) {
            let text = Data(randomBytes(32)).base64EncodedString() + "\n"
            guard files.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
                throw Unusable(why: "cannot be made")
            }
        }
        guard let data = files.contents(atPath: path) else { throw Unusable(why: "cannot be read") }
        let permissions = try (files.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard permissions & 0o077 == 0 else { throw Unusable(why: "can be read by others: chmod 600 it") }
        guard let bytes = Data(base64Encoded: String(decoding: data, as: UTF8.self).trimmed), let box = SecretBox(key: Array(bytes)) else {
            throw Unusable(why: "holds no key of Waymark's")
        }
        self = box
    }

    /// Why a key file is of no use, as the end of a sentence.
    public struct Unusable: Error, Sendable { public let why: String }

    /// Seals some bytes for one member of staff: opened for anybody else they are refused.
    func seal(_ bytes: [UInt8], for staff: RecordID) -> String? {
        try? AES.GCM.seal(bytes, using: key, authenticating: aad(staff)).combined?.base64EncodedString()
    }

    /// What was sealed for this member of staff; nil when it was not, or under another key.
    func open(_ sealed: String, for staff: RecordID) -> [UInt8]? {
        guard let data = Data(base64Encoded: sealed), let box = try? AES.GCM.SealedBox(combined: data) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: aad(staff))).map { Array($0) }
    }

    private func aad(_ staff: RecordID) -> Data { Data("waymark-second-factor-1 \(staff)".utf8) }
}
