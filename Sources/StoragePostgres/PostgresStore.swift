import CLibPQ
import Dispatch
import Storage

/// A PostgreSQL database, or one schema of it, reached through a few connections that are opened when needed.
///
/// A read is `REPEATABLE READ READ ONLY`: one snapshot. A write is `READ COMMITTED`; it is run again, twice at most, when
/// the server breaks a deadlock or a serialisation conflict. A lock is waited for 30 seconds, then ``StoreError/busy``.
public final class PostgresStore: SQLStore {
    public let dialect = Dialect.postgres
    private let pool: ConnectionPool
    /// Said together with BEGIN, in the same round trip, and gone with the transaction.
    private let reach: String

    /// Opens one connection, so that a wrong address shows at once.
    ///
    /// - Parameters:
    ///   - url: a libpq address, "postgresql://host/database?sslmode=verify-full" or "host=/run/postgresql dbname=waymark".
    ///     Keep the password out of it: libpq reads `PGPASSFILE`.
    ///   - schema: the only schema looked in; nil leaves the role's own `search_path`. It must exist.
    ///   - poolSize: connections at most.
    ///   - waitLimit: how long a call waits for a free connection before ``StoreError/busy``.
    /// - Throws: ``StoreError``, `.connection` when the server cannot be reached or refuses the sign-in.
    public init(url: String, schema: String? = nil, poolSize: Int = 6, waitLimit: Duration = .seconds(30)) async throws {
        pool = ConnectionPool(settings: ConnectionSettings(url: url, schema: schema), size: max(poolSize, 1), waitLimit: waitLimit)
        reach = ""
        _ = try await read { try $0.integer("SELECT 1") }
    }

    private init(pool: ConnectionPool, reach: String) {
        self.pool = pool
        self.reach = reach
    }

    public func reaching(_ reach: Reach) -> any SQLStore {
        switch reach {
        case .nothing: PostgresStore(pool: pool, reach: "")
        case .service(let id): PostgresStore(pool: pool, reach: "; SET LOCAL waymark.service = '\(id)'")
        case .whole: PostgresStore(pool: pool, reach: "; SET LOCAL waymark.whole = 'on'")
        }
    }

    public func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
    }

    public func write<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        for pause in [5, 25] {
            do {
                return try await transaction("BEGIN", body)
            } catch StoreError.serialization {
                // Apart from one another, or both meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...pause)))
            }
        }
        return try await transaction("BEGIN", body)
    }

    public var load: StoreLoad? { pool.load }

    public func close() async {
        await pool.close()
    }

    /// Why a server cannot be reached, in libpq's words (hosts and role names, never a password), for whoever sets it up; nil if
    /// it can.
    public static func diagnosis(url: String) async -> String? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let line = PQconnectdb(url)
                defer { PQfinish(line) }
                let words = PQerrorMessage(line).map { String(cString: $0) }
                continuation.resume(returning: PQstatus(line) == CONNECTION_OK ? nil : words ?? "no memory")
            }
        }
    }

    /// Runs statements that no transaction may hold, each by itself.
    package func alone(_ statements: [String]) async throws {
        let connection = try await pool.take()
        defer { pool.give(connection) }
        try await connection.alone(statements)
    }

    private func transaction<T: Sendable>(
        _ begin: String, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T {
        let connection = try await pool.take()
        defer { pool.give(connection) }
        let ticket = connection.canceller.ticket()
        return try await withTaskCancellationHandler {
            try await connection.transaction(begin + reach, ticket, body)
        } onCancel: {
            Task { await connection.canceller.stop(ticket) }
        }
    }
}

/// Where to connect and as what.
struct ConnectionSettings: Sendable {
    let url: String
    let schema: String?

    /// Sent once after connecting: everything the rest of this module relies on.
    var preamble: String {
        var statements = [
            "SET TimeZone = 'UTC'", "SET DateStyle = 'ISO, YMD'", "SET IntervalStyle = 'iso_8601'", "SET bytea_output = 'hex'",
            "SET standard_conforming_strings = on", "SET client_min_messages = warning", "SET lock_timeout = '30s'",
        ]
        if let schema { statements.append("SET search_path TO \(SQL.quoted(schema))") }
        return statements.joined(separator: "; ")
    }
}
