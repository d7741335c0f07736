import Casework
import Foundation
import Storage

/// Another key in the place of the one that seals second factors, with every authenticator as it was (ASVS 11.1.1).
public enum KeyRenewal {
    public struct Renewed: Sendable, Equatable {
        /// So many second factors are sealed under the new key.
        public var sealed = 0
        /// So many were sealed under neither: another server's key file, or one that is lost.
        public var left = 0
    }

    /// Makes a key, seals anew what the one in the file had sealed, and puts it into the file's place. The old one stays beside it, as `.old`, for backups
    /// made before.
    ///
    /// Broken off at any point it is only to be run again: the new key lies beside the file, on disk, before anything is sealed under it, and takes the
    /// file's place last, in one step.
    /// - Throws: `KeyFile.Unusable` where there is no key yet, or an older one still lies there as `.old`.
    public static func run(_ path: String, services: [Service]) async throws -> Renewed {
        let files = FileManager.default
        guard files.fileExists(atPath: path) else { throw KeyFile.Unusable(why: "is not there: there is nothing to renew") }
        let (before, after) = (try KeyFile.read(path), path + ".old")
        // Left there by a run that was broken off it is the same key.
        if files.fileExists(atPath: after), try KeyFile.read(after) != before {
            throw KeyFile.Unusable(
                why: "has an older one beside it, as .old: take that away first, and keep it as long as backups from its time")
        }
        guard let old = SecretBox(key: before), let new = SecretBox(key: try KeyFile.read(path + ".new")) else {
            throw KeyFile.Unusable(why: "holds no key of Waymark's")
        }
        var all = Renewed()
        for service in services {
            let found = try await service.sealAnew(from: old, to: new)
            (all.sealed, all.left) = (all.sealed + found.sealed, all.left + found.left)
        }
        do {
            if !files.fileExists(atPath: after) { try files.linkItem(atPath: path, toPath: after) }
        } catch { throw KeyFile.Unusable(why: "cannot be kept as .old") }
        guard rename(path + ".new", path) == 0 else { throw KeyFile.Unusable(why: "cannot be put in place") }
        return all
    }
}

extension Service {
    /// Seals every second factor there is under another key, in one command of the journal.
    fileprivate func sealAnew(from old: SecretBox, to new: SecretBox) async throws -> KeyRenewal.Renewed {
        let scope = Scope.wholeService(reason: "the key of second factors is renewed")
        let sort = { @Sendable (reader: Reader) throws -> (due: [Stored<SecondFactor>], done: Int, left: Int) in
            let all = try reader.serviceRecords(SecondFactor.self)
            let waiting = all.filter { new.open($0.secret, for: $0.staff) == nil }
            let due = waiting.filter { old.open($0.secret, for: $0.staff) != nil }
            return (due, all.count - waiting.count, waiting.count - due.count)
        }
        let before = try await read(scope) { try sort($0) }
        guard !before.due.isEmpty else { return KeyRenewal.Renewed(sealed: before.done, left: before.left) }
        return try await write(scope, action: "staff.second_factor_sealed") { writer in
            let found = try sort(writer.reader)
            for held in found.due {
                guard let key = old.open(held.secret, for: held.staff), let sealed = new.seal(key, for: held.staff) else { continue }
                try writer.correct(SecondFactor.self, child: nil, id: held.id, from: held.from) { $0.secret = sealed }
            }
            return KeyRenewal.Renewed(sealed: found.done + found.due.count, left: found.left)
        }
    }
}
