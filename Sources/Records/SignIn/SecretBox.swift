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
        key = SymmetricKey(data: try KeyFile.read(path))
    }

    public typealias Unusable = KeyFile.Unusable

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
