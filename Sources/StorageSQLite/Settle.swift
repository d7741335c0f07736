import GRDB
import Storage

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

    /// Writes the file anew without what was deleted, and empties its log.
    public func scrub() async throws {
        try await pool.vacuum()
        try await settle()
    }
}
