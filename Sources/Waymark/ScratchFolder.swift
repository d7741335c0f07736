import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder for what must not outlive the work on it: records in plain, on their way into or out of a sealed backup.
///
/// Whoever works in one holds a lock on it, which the system takes away with the process however that ends. A process's number would not do:
/// in a container it is always 1, and elsewhere it may be another's by now.
enum ScratchFolder {
    private static let beginning = ".waymark-scratch-"

    /// Makes one inside `base`, or where the system keeps such things, and throws it away whatever happens.
    static func with<T>(in base: String?, _ body: (String) async throws -> T) async throws -> T {
        let base = base ?? FileManager.default.temporaryDirectory.path
        sweep(base)
        let (path, lock) = try make(base)
        defer {
            try? FileManager.default.removeItem(atPath: path)
            close(lock)
        }
        return try await body(path)
    }

    /// Those nobody works in any more.
    static func sweep(_ base: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] where name.hasPrefix(beginning) {
            let path = "\(base)/\(name)"
            let lock = open(path, O_RDONLY | O_CLOEXEC)
            guard lock >= 0 else { continue }
            defer { close(lock) }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: path) }
        }
    }

    /// Until this process ends, keeps a data folder for servers, of which there may be several, or for a command that must be alone in it.
    /// - Returns: false where that cannot be, because of another process that holds it. A disk without locks holds nobody up.
    static func hold(_ folder: String, alone: Bool) -> Bool {
        let lock = open(folder, O_RDONLY | O_CLOEXEC)
        guard lock >= 0, flock(lock, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0, errno == EWOULDBLOCK else { return true }
        close(lock)
        return false
    }

    /// - Returns: the folder, and the descriptor that holds its lock.
    private static func make(_ base: String) throws -> (path: String, lock: Int32) {
        let refusal = Refusal("No folder could be made in \(base) to work in.")
        for _ in 0..<10 {
            let path = "\(base)/\(beginning)\(UUID().uuidString)"
            do {
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch { throw refusal }
            let lock = open(path, O_RDONLY | O_CLOEXEC)
            guard lock >= 0 else { continue }
            // Another process may have swept it away before it was locked. A disk without locks sweeps nothing either.
            _ = flock(lock, LOCK_EX)
            if FileManager.default.fileExists(atPath: path) { return (path, lock) }
            close(lock)
        }
        throw refusal
    }
}
