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

    @Test("logs are put back in order; one that is missing, damaged or cut short before the last is refused, and nothing is left")
    func gaps() async throws {
        try await withCopy(mostLog: 1) { store, copy, folder in
            for name in ["one", "two", "three", "four"] {
                try await add([name], to: store)
                try await copy.step()
            }
            await copy.stop()
            #expect(try await restored(folder) == 4)
            let files = FileManager.default
            let current = try String(contentsOfFile: "\(folder)/copy/current", encoding: .utf8).filter(\.isNumber)
            let place = "\(folder)/copy/\(current)"
            let logs = try files.contentsOfDirectory(atPath: place).filter { $0.hasPrefix("wal-") }.sorted()
            #expect(logs.count > 2)
            func refused() async throws {
                await #expect(throws: SQLiteCopy.Fault.self) {
                    try await SQLiteCopy.restore(from: "\(folder)/copy", to: "\(folder)/refused")
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("refused") }
                #expect(left == [])
            }
            let middle = URL(fileURLWithPath: "\(place)/\(logs[1])")
            let good = try Data(contentsOf: middle)
            var altered = good
            altered[good.count - 1] ^= 1
            for bad in [altered, good.dropLast(100), good.prefix(10), Data()] {
                try bad.write(to: middle)
                try await refused()
            }
            try files.removeItem(at: middle)
            try await refused()
            try good.write(to: middle)
            #expect(try await restored(folder) == 4)
            // The last may break off anywhere.
            let last = URL(fileURLWithPath: "\(place)/\(logs[logs.count - 1])")
            try Data(contentsOf: last).prefix(20).write(to: last)
            #expect(try await restored(folder) ?? 0 >= 3)
        }
    }

    @Test("a base that cannot be made leaves nothing, is not tried again at once, and the one before stays")
    func room() async throws {
        try await withCopy { store, copy, folder in
            try await add(["one"], to: store)
            try await copy.step()
            await copy.stop()
            func bases() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: "\(folder)/copy").filter { Int64($0) != nil }
            }
            let before = try bases()
            #expect(before.count == 1)
            // What a killed process left, and something in the way of the last thing that is written.
            for name in ["1", "current.partial/in the way"] {
                try FileManager.default.createDirectory(atPath: "\(folder)/copy/\(name)", withIntermediateDirectories: true)
            }
            let next = SQLiteCopy(of: "\(folder)/service.sqlite", in: "\(folder)/copy", rest: .seconds(86_400))
            await #expect(throws: SQLiteCopy.Fault.self) { try await next.step() }
            #expect(try bases() == before)
            #expect(try await restored(folder) == 1)
            try FileManager.default.removeItem(atPath: "\(folder)/copy/current.partial")
            await #expect(throws: SQLiteCopy.Fault.self) { try await next.step() }
            #expect(try bases() == before)
            await next.goOn()
            try await next.step()
            #expect(try bases() != before && bases().count == 1)
            await next.stop()
        }
    }

    @Test("whoever lets go of the database leaves the log to the copy; the last of all leaves everything in the file")
    func closing() async throws {
        // Everything is in the file after each step, so that nothing would hinder another from emptying the log.
        try await withCopy(mostLog: 1) { store, copy, folder in
            try await add(["nought"], to: store)
            try await copy.step()
            let log = "\(folder)/service.sqlite-wal"
            for _ in 0..<2 {
                let other = try await SQLiteStore(path: "\(folder)/service.sqlite")
                await other.close()
                let size = try FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber
                #expect(size?.intValue ?? 0 > 0)
            }
            try await add(["one"], to: store)
            try await copy.step()
            #expect(try await restored(folder) == 2)
            await copy.stop()
            await store.close()
            #expect(!FileManager.default.fileExists(atPath: log))
            try FileManager.default.copyItem(atPath: "\(folder)/service.sqlite", toPath: "\(folder)/alone.sqlite")
            let alone = try await SQLiteStore(path: "\(folder)/alone.sqlite")
            #expect(try await alone.read { try $0.integer("SELECT count(*) FROM place") } == 2)
            await alone.close()
        }
    }

    @Test("a new base takes the log into the file first, so that no writer begins it anew while it is being copied")
    func emptied() async throws {
        try await withCopy { store, copy, folder in
            try await add((0..<20).map { "\($0)" }, filler: 100_000, to: store)
            // As the process before left it: nobody follows, and the log is long.
            await copy.stop()
            let log = "\(folder)/service.sqlite-wal"
            func size() throws -> Int { (try FileManager.default.attributesOfItem(atPath: log)[.size] as? NSNumber)?.intValue ?? 0 }
            #expect(try size() > 1_000_000)
            let next = SQLiteCopy(of: "\(folder)/service.sqlite", in: "\(folder)/copy")
            try await next.step()
            #expect(try size() == 0)
            try await add(["last"], to: store)
            try await next.step()
            #expect(try await restored(folder) == 21)
            await next.stop()
        }
    }

    @Test("what was copied and then taken back is found out, and a new base is made")
    func takenBack() async throws {
        try await withCopy { store, copy, folder in
            try await add(["one"], to: store)
            try await copy.step()
            let log = "\(folder)/service.sqlite-wal"
            let before = try String(contentsOfFile: "\(folder)/copy/current", encoding: .utf8)
            // As after a flush the disk refused: the last frame is another's by now.
            let file = try #require(FileHandle(forUpdatingAtPath: log))
            let end = try file.seekToEnd()
            try file.seek(toOffset: end - 100)
            try file.write(contentsOf: Data(repeating: 7, count: 10))
            try file.close()
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: log)
            await #expect(throws: SQLiteCopy.Fault.self) { try await copy.step() }
            try await copy.step()
            #expect(try String(contentsOfFile: "\(folder)/copy/current", encoding: .utf8) != before)
        }
    }

    @Test("what a transaction left that was given up does not disturb the copy")
    func givenUp() async throws {
        struct GivenUp: Error {}
        try await withCopy { store, copy, folder in
            // More than SQLite holds in memory: it stands in the log already when it is given up.
            await #expect(throws: GivenUp.self) {
                try await store.write { connection in
                    for name in 0..<300 { try connection.run("INSERT INTO place VALUES (\("\(name)"), zeroblob(100000))") }
                    throw GivenUp()
                }
            }
            try await copy.step()
            try await add(["one"], to: store)
            for _ in 0..<3 { try await copy.step() }
            #expect(try await restored(folder) == 1)
        }
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
