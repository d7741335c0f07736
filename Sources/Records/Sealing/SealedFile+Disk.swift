import Crypto
import Foundation

extension SealedFile {
    /// Why a file of the disk could not be read or written.
    public struct DiskFault: Error, Sendable { public let sentence: String }

    /// Seals one file into another, a piece at a time, and waits until it is on disk.
    public static func seal(file plain: String, into sealed: String, to recipients: [SealingKey.Recipient]) throws {
        try through(plain, sealed) { read, write in try seal(to: recipients, read: read, write: write) }
    }

    /// Opens one file into another, which is no file unless this returns.
    /// - Throws: ``Unreadable``, ``DiskFault``.
    public static func open(file sealed: String, into plain: String, with keys: [SealingKey]) throws {
        try through(sealed, plain) { read, write in try open(with: keys, read: read, write: write) }
    }

    /// Whether a file of the disk is sealed.
    public static func isSealed(file path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        return isSealed((try? file.read(upToCount: 64)) ?? Data())
    }

    /// The SHA-256 of a file, in hexadecimal, and its length.
    public static func sum(of path: String) throws -> (sha256: String, bytes: Int64) {
        guard let file = FileHandle(forReadingAtPath: path) else { throw DiskFault(sentence: "It cannot be read.") }
        defer { try? file.close() }
        var hash = SHA256()
        var count: Int64 = 0
        while let data = try file.read(upToCount: 1 << 20), !data.isEmpty {
            hash.update(data: data)
            count += Int64(data.count)
        }
        return (hexadecimal(hash.finalize()), count)
    }

    private static func through(
        _ source: String, _ target: String, _ work: (_ read: (Int) throws -> [UInt8], _ write: ([UInt8]) throws -> Void) throws -> Void
    ) throws {
        guard let input = FileHandle(forReadingAtPath: source) else { throw DiskFault(sentence: "It cannot be read.") }
        defer { try? input.close() }
        guard FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600]),
            let output = FileHandle(forWritingAtPath: target)
        else { throw DiskFault(sentence: "The file to write cannot be made.") }
        defer { try? output.close() }
        do {
            try work(
                { count in
                    var bytes: [UInt8] = []
                    while bytes.count < count, let more = try input.read(upToCount: count - bytes.count), !more.isEmpty { bytes += more }
                    return bytes
                }, { try output.write(contentsOf: Data($0)) })
            try output.synchronize()
        } catch let error as Unreadable {
            throw error
        } catch {
            throw DiskFault(sentence: "The disk is full, or does not let itself be read or written.")
        }
    }
}
