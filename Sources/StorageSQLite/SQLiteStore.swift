import GRDB
import GRDBSQLite
import Storage
import Synchronization

/// GRDB has an `SQL` of its own.
typealias SQL = Storage.SQL

/// A service's database in one file: one writer, four readers and two for short answers, write-ahead log.
public final class SQLiteStore: SQLStore {
    /// How long a commit waits for the disk.
    public enum Synchronous: String, Sendable {
        /// A reply that says "saved" is on disk.
        case full = "FULL"
        /// Never for case records: it exists so that the power-cut test can show what FULL is for.
        case off = "OFF"

        /// What `PRAGMA synchronous` reads back.
        var code: Int { self == .full ? 2 : 0 }
    }

    public let dialect = Dialect.sqlite
    let pool: DatabasePool
    let path: String
    /// The copy that follows it, if any.
    let followedBy = Mutex<SQLiteCopy?>(nil)
    private let reusable = ReusableTexts(limit: 500)
    /// The readers `glance` may take without waiting for anybody. Never the pool's: its own are held by tasks that may need this very thread.
    private let here: Mutex<[DatabaseQueue]>

    /// Opens the file, making it if need be; its folder must exist.
    ///
    /// - Throws: ``StoreError``; `.other("SQLITE 14")` when the file cannot be opened.
    public init(path: String, synchronous: Synchronous = .full) async throws {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.persistentReadOnlyConnections = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA cache_size = -20000;
                    PRAGMA temp_store = MEMORY;
                    -- A page many saves change is copied back into the file once for all of them: 16 MB of log instead of 4. What is
                    -- acknowledged is in the log and on disk either way.
                    PRAGMA wal_autocheckpoint = 4000;
                    -- REPLACE deletes without firing delete triggers unless this is on; kept tables rely on theirs.
                    PRAGMA recursive_triggers = ON;
                    """)
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            configuration.readonly = true
            here = Mutex(try (0..<2).map { _ in try DatabaseQueue(path: path, configuration: configuration) })
            // GRDB sets NORMAL after prepareDatabase, so this must come after the pool is made.
            let found = try await pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = \(synchronous.rawValue)")
                // A large import is one transaction: what does not fit is written to the log early, read again and written again.
                try database.execute(sql: "PRAGMA cache_size = -64000")
                return try Int.fetchOne(database, sql: "PRAGMA synchronous")
            }
            guard found == synchronous.code else { throw StoreError.other(code: "PRAGMA synchronous reads \(found ?? -1)") }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await translated {
            try await self.pool.read { database in try Self.run(body, on: SQLiteConnection(database, reusable: self.reusable)) }
        }
    }

    public func glance<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        guard let reader = here.withLock({ $0.popLast() }) else { return try await read(body) }
        defer { here.withLock { $0.append(reader) } }
        return try await translated { try self.readHere(reader, body) }
    }

    /// Not async, so that it is GRDB's read on this thread. The transaction is begun and ended by statements that are kept, where GRDB's own
    /// `read` has both read anew each time: of a short answer that was a tenth.
    private func readHere<T>(_ reader: DatabaseQueue, _ body: (any SQLConnection) throws -> T) throws -> T {
        try reader.unsafeRead { database in
            try Self.step("BEGIN DEFERRED TRANSACTION", database)
            do {
                let value = try Self.run(body, on: SQLiteConnection(database, reusable: self.reusable))
                try Self.step("COMMIT TRANSACTION", database)
                return value
            } catch {
                // Some faults have ended it already; the next reader must not find it open.
                if database.isInsideTransaction { try? Self.step("ROLLBACK TRANSACTION", database) }
                throw error
            }
        }
    }

    private static func step(_ text: String, _ database: Database) throws {
        let handle = try database.cachedStatement(sql: text).sqliteStatement
        let status = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard status == SQLITE_DONE else { throw try StoreError.orCancellation(database) }
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await translated {
            try await self.pool.write { database in try Self.run(body, on: SQLiteConnection(database, reusable: self.reusable)) }
        }
    }

    public func close() async {
        // Best effort: the file alone then holds everything; when somebody still reads, the log beside it does. Nobody is waited for or kept out:
        // a copy that follows reads all the time.
        try? await foldIn()
        let idle = here.withLock { readers in
            defer { readers = [] }
            return readers
        }
        // These fail only while a statement is open, and none outlives its closure.
        for reader in idle { try? reader.close() }
        try? pool.close()
        removeLogIfLast()
    }

    /// Writes the database as it is at this moment to a new file, compact and without a log beside it, while others go on writing.
    ///
    /// - Throws: ``StoreError`` when the file is there already or cannot be written.
    public func backup(to path: String) async throws {
        try await translated {
            try await self.pool.unsafeRead { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        }
    }

    private static func run<T>(_ body: (any SQLConnection) throws -> T, on connection: SQLiteConnection) throws -> T {
        let value = try body(connection)
        // The closure may have caught it; PostgreSQL would not commit either.
        if let failure = connection.failure { throw failure }
        return value
    }

    private func translated<T>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await work()
        } catch let error as DatabaseError {
            throw try StoreError.orCancellation(error)
        }
    }
}

/// The texts whose prepared statements are kept. GRDB keeps every statement it is asked to keep, so somebody has to count.
final class ReusableTexts: Sendable {
    private let limit: Int
    private let texts = Mutex<Set<String>>([])

    init(limit: Int) {
        self.limit = limit
    }

    /// True for the first `limit` different texts, and for them again.
    func admits(_ text: String) -> Bool {
        texts.withLock { known in
            if known.contains(text) { return true }
            guard known.count < limit else { return false }
            known.insert(text)
            return true
        }
    }
}
