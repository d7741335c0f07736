import Foundation

/// A copy put back.
extension SQLiteCopy {
    /// Whether a folder holds such a copy.
    public static func isThere(in folder: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/current") }

    /// Puts a copy back as a database's file, up to the last transaction that was copied whole.
    /// - Parameter path: a file that is not there yet; nothing is there after a fault.
    /// - Throws: ``Fault`` where the copy is not whole.
    public static func restore(from folder: String, to path: String) async throws {
        let files = FileManager.default
        guard let data = files.contents(atPath: "\(folder)/current") else { throw Fault(sentence: "There is no copy in \(folder).") }
        let place = "\(folder)/\(String(decoding: data, as: UTF8.self).filter(\.isNumber))"
        guard files.fileExists(atPath: "\(place)/base.sqlite"), !files.fileExists(atPath: path) else {
            throw Fault(sentence: "The copy in \(folder) is not whole, or there is something at the place already.")
        }
        let logs = try logs(in: place)
        do {
            try files.copyItem(atPath: "\(place)/base.sqlite", toPath: path)
            for log in logs {
                removeLog(of: path)
                try files.copyItem(atPath: log, toPath: path + "-wal")
                // SQLite reads the log as it does after a crash: to the last transaction that is whole.
                let store = try await SQLiteStore(path: path)
                do { try await store.settle() } catch {
                    await store.close()
                    throw error
                }
                await store.close()
            }
            removeLog(of: path)
        } catch {
            removeLog(of: path)
            try? files.removeItem(atPath: path)
            throw error
        }
    }

    /// What SQLite keeps beside a file: of a file that is gone it must not stay, for SQLite would take it for the next one's.
    public static func removeLog(of path: String) {
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
    }

    /// The copied logs in order, each the one after the one before. Only the last may break off: the server may have ended while it was written.
    /// SQLite would lay a log over pages it was not made for without a word.
    private static func logs(in place: String) throws -> [String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasPrefix("wal-") }.sorted()
        var before: WALReader?
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1
            guard name == SQLiteCopy.name(ofLog: index + 1), let input = FileHandle(forReadingAtPath: "\(place)/\(name)") else {
                throw Fault(sentence: "The copy in \(place) is not whole: \(SQLiteCopy.name(ofLog: index + 1)) is not there.")
            }
            defer { try? input.close() }
            let header = try input.read(upToCount: WALReader.headerSize) ?? Data()
            guard var reader = WALReader(header: header) else {
                // Its very beginning may be what did not come over.
                if isLast, header.count < WALReader.headerSize { continue }
                throw Fault(sentence: "The copy in \(place) is not whole: \(name) is damaged.")
            }
            if let before, reader.salt != before.salt &+ 1 {
                throw Fault(sentence: "The copy in \(place) is not whole: \(name) does not follow the one before it.")
            }
            if !isLast {
                try reader.advance(through: input)
                guard try reader.end == input.seekToEnd() else {
                    throw Fault(sentence: "The copy in \(place) is not whole: \(name) is damaged.")
                }
            }
            before = reader
        }
        return names.map { "\(place)/\($0)" }
    }
}
