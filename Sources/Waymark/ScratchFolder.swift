import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder for what must not outlive the work on it: records in plain, on their way into or out of a sealed backup.
enum ScratchFolder {
    private static let beginning = ".waymark-scratch-"

    /// Makes one inside `base`, or where the system keeps such things, and throws it away whatever happens.
    static func with<T>(in base: String?, _ body: (String) async throws -> T) async throws -> T {
        let base = base ?? FileManager.default.temporaryDirectory.path
        sweep(base)
        let path = "\(base)/\(beginning)\(getpid())-\(UUID().uuidString)"
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { throw Refusal("No folder could be made in \(base) to work in.") }
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    /// Those a process that is gone left behind.
    static func sweep(_ base: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] where name.hasPrefix(beginning) {
            guard let process = Int32(name.dropFirst(beginning.count).prefix { $0 != "-" }), process != getpid(), kill(process, 0) != 0,
                errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(atPath: "\(base)/\(name)")
        }
    }
}
