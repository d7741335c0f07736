import Foundation

/// One row of an answer, read straight from the engine's memory: valid only inside the closure it was given to.
///
/// Columns count from 0. Ask for the type that was written. A value that is NULL or cannot be read as that type answers nil;
/// whole numbers are also read from booleans (1, 0) and from numerics without a fraction, booleans from 1 and 0.
public protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    func text(_ column: Int) -> String?
    func integer(_ column: Int) -> Int64?
    func real(_ column: Int) -> Double?
    func bool(_ column: Int) -> Bool?
    func blob(_ column: Int) -> [UInt8]?
    func id(_ column: Int) -> UUID?
}

/// A connection inside one transaction. It lives in one closure and is not Sendable.
///
/// A statement that fails dooms its transaction on both engines: later statements throw the same error again, and the
/// transaction is rolled back even if the closure caught it. Use `ON CONFLICT` where a clash is expected.
public protocol SQLConnection {
    var dialect: Dialect { get }

    /// Calls `body` once a row, in order. Whatever `body` throws ends the walk and comes out.
    ///
    /// SQLite reads as it goes. PostgreSQL holds the whole answer meanwhile: use ``scan(_:_:)`` for a large one.
    func each(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws

    /// As ``each(_:_:)``, in bounded memory on both engines; for a SELECT of many thousand rows. `body` may ask other questions.
    func scan(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws

    /// Runs one statement and answers how many rows it inserted, updated or deleted.
    @discardableResult func run(_ sql: SQL) throws -> Int

    /// Runs several statements, triggers and functions among them; for migrations. Nothing is bound.
    func script(_ text: String) throws

    /// Inserts any number of rows quickly: a reused statement on SQLite, COPY on PostgreSQL (INSERT where row-level security applies).
    /// Each row is asked for once or twice, so many may be given lazily.
    ///
    /// - Throws: ``StoreError`` as any statement; `.other` when a row has not as many values as there are columns.
    func insert(into table: String, columns: [String], rows: some Collection<[SQLValue]>) throws
}

/// A database: one closure is one transaction.
///
/// Closures are synchronous on purpose: no transaction stays open across a network call. Do not call the store inside a
/// closure. A closure may run more than once (a deadlock on PostgreSQL), so it changes nothing outside the database.
/// A cancelled task gets `CancellationError` and its transaction is rolled back.
public protocol SQLStore: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` on one snapshot: everything it reads is as of one moment, whatever others write meanwhile. It cannot write.
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// As ``read(_:)``, for the few look-ups by key of one page: it may run on the thread that asks, which saves handing it to another and
    /// back. Nothing long belongs here, because other people's pages wait for that thread.
    func glance<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Runs `body` in one transaction: all of it is on disk when this returns, none of it when this throws.
    ///
    /// On ``StoreError/connection`` alone the outcome is unknown: the line broke, perhaps after the commit.
    @discardableResult func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T

    /// Leaves nothing of deleted rows in free places of the files, as far as the engine can be told to.
    func scrub() async throws

    /// The same database, on the same connections, where each transaction reaches so many rows and no more, whatever its statements ask.
    ///
    /// PostgreSQL holds it to that where the tables have row-level security. SQLite has none: there it is the same store.
    func reaching(_ reach: Reach) -> any SQLStore

    /// How its connections are used, for whoever runs the program; nil where there is nothing to wait for.
    var load: StoreLoad? { get }

    /// Waits for what is running, then lets go of the files or connections. Later calls throw.
    func close() async
}

/// Whose rows a transaction may see and write, as the engine itself guards them (docs/security.md).
public enum Reach: Sendable, Hashable {
    /// No row of any service: what a store is opened with.
    case nothing
    case service(Int64)
    /// Every service's: for copying a whole store and checking it, and nothing else.
    case whole
}

/// How busy a store's connections are.
public struct StoreLoad: Sendable {
    public let lent: Int
    public let waiting: Int
    /// How often anybody ever had to wait for one.
    public let waits: Int

    public init(lent: Int, waiting: Int, waits: Int) {
        (self.lent, self.waiting, self.waits) = (lent, waiting, waits)
    }
}

extension SQLStore {
    public var load: StoreLoad? { nil }

    public func reaching(_ reach: Reach) -> any SQLStore { self }

    public func glance<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T { try await read(body) }
    public func scrub() async throws {}
}

extension SQLConnection {
    public func scan(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws {
        try each(sql, body)
    }

    /// Every row, mapped, in order.
    public func rows<T>(_ sql: SQL, _ map: (any SQLRow) throws -> T) throws -> [T] {
        var all: [T] = []
        try each(sql) { all.append(try map($0)) }
        return all
    }

    /// The first row, mapped; nil when there is none. The others are not read.
    public func first<T>(_ sql: SQL, _ map: (any SQLRow) throws -> T) throws -> T? {
        var found: T?
        var seen = false
        do {
            try each(sql) { row in
                // Thrown on a second row only, so that the usual single row costs nothing.
                if seen { throw EnoughRows() }
                found = try map(row)
                seen = true
            }
        } catch is EnoughRows {}
        return found
    }

    /// The first column of the first row as a whole number: counts, sums, flags. Nil when there is no row or it is NULL.
    public func integer(_ sql: SQL) throws -> Int64? {
        try first(sql) { $0.integer(0) } ?? nil
    }

    /// The first column of the first row as text. Nil when there is no row or it is NULL.
    public func text(_ sql: SQL) throws -> String? {
        try first(sql) { $0.text(0) } ?? nil
    }
}

private struct EnoughRows: Error {}
