import GRDB
import Storage
import Synchronization

extension SQLiteStore {
    /// Brings everything out of the write-ahead log into the file itself, so that the file alone, once closed, holds it all.
    ///
    /// Closing does not do this: the pool closes its writer first, and the readers it closes last may not write.
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
