import Foundation
import Storage
import StorageSQLite
import TestSupport
import Testing

@Suite("SQLite's own promises")
struct SQLiteTests {
    @Test("every commit waits for the disk, and the file keeps its rules")
    func pragmas() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await SQLiteStore(path: folder.appending(path: "service.sqlite").path)
        let writer = try await store.write { connection throws in
            try ["synchronous", "foreign_keys", "busy_timeout", "cache_size", "temp_store"].map {
                try connection.integer("PRAGMA \(raw: $0)")
            }
        }
        #expect(writer == [2, 1, 5000, -64000, 2])
        #expect(try await store.read { try $0.text("PRAGMA journal_mode") } == "wal")
        await store.close()
    }

    @Test("the power-cut test can turn that off")
    func off() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try await SQLiteStore(path: folder.appending(path: "service.sqlite").path, synchronous: .off)
        #expect(try await store.write { try $0.integer("PRAGMA synchronous") } == 0)
        await store.close()
    }

    @Test("a backup is a whole database of its own, and never overwrites one")
    func backup() async throws {
        try await withFreshStore(.sqlite) { fresh in
            try await fresh.store.write { connection in
                try connection.script("CREATE TABLE place (name TEXT NOT NULL) STRICT")
                try connection.run("INSERT INTO place VALUES ('Sandholme')")
            }
            let store = try await SQLiteStore(path: fresh.address)
            let path = fresh.address + ".backup"
            try await store.backup(to: path)
            await #expect(throws: StoreError.self) { try await store.backup(to: path) }
            await store.close()
            let copy = try await SQLiteStore(path: path)
            #expect(try await copy.read { try $0.text("SELECT name FROM place") } == "Sandholme")
            await copy.close()
        }
    }

    @Test("a file that cannot be opened is an error of the store")
    func nowhere() async throws {
        await #expect(throws: StoreError.other(code: "SQLITE 14")) { _ = try await SQLiteStore(path: "/nonexistent/folder/file.sqlite") }
    }
}
