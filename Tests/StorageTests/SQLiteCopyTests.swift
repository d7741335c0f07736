import Foundation
import Storage
import StorageSQLite
import Testing

@Suite("The copy that follows a database")
struct SQLiteCopyTests {
    /// A store with one table, a copy that follows it, and the folder both are in.
    private func withCopy(
        mostLog: UInt64 = 16 << 20, _ body: nonisolated(nonsending) (SQLiteStore, SQLiteCopy, String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try await SQLiteStore(path: "\(folder)/service.sqlite")
        try await store.write { try $0.script("CREATE TABLE place (name TEXT NOT NULL, filler BLOB) STRICT") }
        let copy = SQLiteCopy(of: "\(folder)/service.sqlite", in: "\(folder)/copy", mostLog: mostLog)
        try await copy.step()
        try await body(store, copy, folder)
        await copy.stop()
        await store.close()
    }

    private func add(_ names: [String], filler: Int = 0, to store: SQLiteStore) async throws {
        try await store.write { connection in
            for name in names { try connection.run("INSERT INTO place VALUES (\(name), zeroblob(\(filler)))") }
        }
    }

    private func restored(_ folder: String) async throws -> Int64? {
        let path = "\(folder)/back-\(UUID().uuidString).sqlite"
        try await SQLiteCopy.restore(from: "\(folder)/copy", to: path)
        let store = try await SQLiteStore(path: path)
        let count = try await store.read { try $0.integer("SELECT count(*) FROM place") }
        await store.close()
        return count
    }

    @Test("a transaction larger than what is read at once comes over whole")
    func large() async throws {
        try await withCopy { store, copy, folder in
            try await add((0..<90).map { "\($0)" }, filler: 100_000, to: store)
            try await add(["last"], to: store)
            try await copy.step()
            #expect(try await restored(folder) == 91)
        }
    }
}
