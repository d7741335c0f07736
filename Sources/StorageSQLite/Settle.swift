import Foundation
import GRDB
import Storage
import Synchronization

extension SQLiteStore {
    /// Brings out of the write-ahead log into the file what no reader still needs there, while others read and write on.
    ///
    /// Closing does not do this: the pool closes its writer first, and the readers it closes last may not write.
    func foldIn() async throws {
        try await pool.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)") }
    }

    /// SQLite removes the log when the last connection of all lets go, if that one may write; while anybody else has the file open, nothing happens.
    func removeLogIfLast() {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        guard let last = try? DatabaseQueue(path: path, configuration: configuration) else { return }
        _ = try? last.inDatabase { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }
        try? last.close()
    }

    /// Brings everything out of the write-ahead log into the file itself and empties the log, so that the file alone, once closed, holds it all.
    /// Writers are kept out until it is done or 5 seconds are over: for a file nobody else has open, or where nothing may stay in the log.
    /// - Throws: ``StoreError/busy`` while somebody else still reads an older state.
    public func settle() async throws {
        let result = try await pool.writeWithoutTransaction { database in
            try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)").map { ($0[0] as Int?) ?? 1 }
        }
        guard result == 0 else { throw StoreError.busy }
    }

    /// Writes the file anew without what was deleted, and empties its log; a copy that follows it is made anew too.
    public func scrub() async throws {
        let copy = followedBy.withLock { $0 }
        await copy?.pause()
        do {
            try await pool.vacuum()
            try await settle()
        } catch {
            await copy?.goOn()
            throw error
        }
        await copy?.goOn()
    }

    /// Has a copy in a second folder follow this database from now on: whoever asked calls its ``SQLiteCopy/step()``.
    public func follow(in folder: String) -> SQLiteCopy {
        let copy = SQLiteCopy(of: path, in: folder)
        followedBy.withLock { $0 = copy }
        return copy
    }
}
