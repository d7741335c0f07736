import Casework
import Foundation
import Records
import Storage
import StorageSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Makes a backup file, sealed where there is a public key, with its manifest beside it: for the command and for the server.
struct BackupMaker {
    let place: Place
    /// Nobody: the file is not encrypted.
    let recipients: [SealingKey.Recipient]

    /// - Parameter faulty: the file it becomes instead when what was copied is not whole; the same unless given.
    /// - Returns: what the copy holds, verified as it lies.
    func make(_ file: String, faulty: String? = nil, replace: Bool = false) async throws -> (
        manifest: BackupManifest, found: [(code: String, found: Verification)]
    ) {
        if FileManager.default.fileExists(atPath: file), !replace { throw Refusal("\(file) is there already; --replace writes over it.") }
        let partial = "\(file).partial"
        remove([partial] + beside(partial))
        // One that cannot be written is found out before an hour's work.
        guard FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw Refusal("\(file) cannot be written.")
        }
        do {
            var made: (manifest: BackupManifest, found: [(code: String, found: Verification)])
            if recipients.isEmpty {
                made = try await copy(to: partial)
                try Disk.settle(partial)
            } else {
                // In plain beside the records themselves, never beside the backups.
                made = try await ScratchFolder.with(in: place.folder) { folder in
                    let plain = "\(folder)/copy.sqlite"
                    let made = try await copy(to: plain)
                    try SealedFile.seal(file: plain, into: partial, to: recipients)
                    return made
                }
                made.manifest.encrypted = true
            }
            (made.manifest.sha256, made.manifest.bytes) = try SealedFile.sum(of: partial)
            let target = made.found.allSatisfy { $0.found.isWhole } ? file : faulty ?? file
            // The manifest first: a backup is never there without it.
            try write(made.manifest, to: target + Safekeeping.manifestEnding)
            guard rename(partial, target) == 0 else { throw Refusal("\(partial) could not be renamed to \(target).") }
            try Disk.settle((file as NSString).deletingLastPathComponent)
            return made
        } catch {
            remove([partial] + beside(partial))
            if let fault = error as? SealedFile.DiskFault { throw Refusal("\(file): \(fault.sentence)") }
            throw error
        }
    }

    private func copy(to path: String) async throws -> (manifest: BackupManifest, found: [(code: String, found: Verification)]) {
        let (records, access) = try await place.stores(mustExist: true)
        // Brings an older store up to date first, for the copy is made in the tables of today.
        _ = try await Service.codes(in: records, access: access)
        let begun = Clock.now()
        let copy = try await SQLiteStore(path: path)
        let progress = Progress()
        do {
            try await Backup.copy(records: records, access: access, to: copy) { rows in progress.say("\(rows) rows copied") }
            let made = try await BackupManifest.of(copy, madeAt: begun)
            try await copy.settle()
            await copy.close()
            remove(beside(path))
            await place.close(records, access)
            return made
        } catch {
            await copy.close()
            await place.close(records, access)
            throw error
        }
    }

    private func write(_ manifest: BackupManifest, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let partial = "\(path).partial"
        guard
            FileManager.default.createFile(
                atPath: partial, contents: try encoder.encode(manifest) + Data("\n".utf8), attributes: [.posixPermissions: 0o600])
        else { throw Refusal("\(path) cannot be written.") }
        try Disk.settle(partial)
        guard rename(partial, path) == 0 else { throw Refusal("\(path) cannot be written.") }
    }

    /// What SQLite keeps beside a file that is open.
    private func beside(_ file: String) -> [String] { ["\(file)-wal", "\(file)-shm"] }

    private func remove(_ files: [String]) {
        for file in files { try? FileManager.default.removeItem(atPath: file) }
    }
}

/// A backup opened for reading: a copy in a folder of its own, in plain.
enum BackupFile {
    /// Opens a backup in `scratch`, sealed or not. The file itself stays as it is, and may lie where nothing can be written.
    /// - Throws: `Refusal` with the reason.
    static func open(_ file: String, keys: [SealingKey]?, scratch: String) async throws -> SQLiteStore {
        guard FileManager.default.fileExists(atPath: file) else { throw Refusal("There is no file \(file).") }
        let path = "\(scratch)/copy.sqlite"
        if SealedFile.isSealed(file: file) {
            guard let keys else { throw Refusal("\(file) is encrypted: give the file with the secret key with --key.") }
            do { try SealedFile.open(file: file, into: path, with: keys) } catch let error as SealedFile.Unreadable {
                throw Refusal("\(file) cannot be opened. \(error.sentence)")
            } catch let error as SealedFile.DiskFault {
                throw Refusal("\(file) cannot be opened. \(error.sentence)")
            }
        } else {
            guard (try? FileManager.default.copyItem(atPath: file, toPath: path)) != nil,
                (try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)) != nil
            else { throw Refusal("\(file) cannot be read as a Waymark backup.") }
        }
        guard let copy = try? await SQLiteStore(path: path) else { throw Refusal("\(file) cannot be read as a Waymark backup.") }
        return copy
    }

    /// The secret keys in a file; nil where none is named.
    static func keys(_ path: String?) throws -> [SealingKey]? { try path.map { try SealingKeyFile.secrets(text(of: $0)) } }

    /// The public keys in a file that is named, or else in that of the data folder where it is; none where there is neither.
    static func recipients(_ named: String?, of place: Place) throws -> [SealingKey.Recipient] {
        guard let path = named ?? place.recipientsFile else { return [] }
        if named == nil, !FileManager.default.fileExists(atPath: path) { return [] }
        return try SealingKeyFile.recipients(text(of: path))
    }

    private static func text(of path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else { throw Refusal("The key file \(path) cannot be read.") }
        return String(decoding: data, as: UTF8.self)
    }
}
