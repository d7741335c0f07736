import Foundation

/// A folder nobody else may read, for as long as a document is made.
struct TemporaryFolder {
    let path: String

    /// - Throws: when the system has no room for it.
    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("waymark-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }
}
