import Casework
import Foundation

/// A key of ours in a file of its own: 32 bytes as base64, readable by its owner only.
public enum KeyFile {
    /// Why a key file is of no use, as the end of a sentence.
    public struct Unusable: Error, Sendable { public let why: String }

    /// The key in the file, which is made where there is none.
    /// - Throws: `Unusable` when it cannot be read or made, is no key of ours, or others may read it.
    static func read(_ path: String) throws -> [UInt8] {
        let files = FileManager.default
        // An empty one is what a power cut left of a key nothing was sealed under yet.
        if files.contents(atPath: path)?.isEmpty ?? !files.fileExists(atPath: path) {
            let text = Data(randomBytes(32)).base64EncodedString() + "\n"
            guard files.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forUpdatingAtPath: path)
            else { throw Unusable(why: "cannot be made") }
            // On disk before anything is sealed under it.
            try? file.synchronize()
            try? file.close()
        }
        guard let data = files.contents(atPath: path) else { throw Unusable(why: "cannot be read") }
        let permissions = try (files.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? 0
        guard permissions & 0o077 == 0 else { throw Unusable(why: "can be read by others: chmod 600 it") }
        guard let bytes = Data(base64Encoded: String(decoding: data, as: UTF8.self).trimmed), bytes.count == 32 else {
            throw Unusable(why: "holds no key of Waymark's")
        }
        return Array(bytes)
    }
}
