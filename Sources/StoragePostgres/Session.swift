import CLibPQ
import Storage

/// A kept statement's plan no longer fits the schema: the transaction is run again with fresh statements.
struct StalePlan: Error {}

/// What libpq holds for one connection: the line, its prepared statements, and whether its transaction is doomed.
final class Session: SQLConnection {
    let dialect = Dialect.postgres
    /// The first statement of this transaction that failed: the server refuses the rest, so nothing more is sent.
    private(set) var failure: (any Error)?
    let line: OpaquePointer
    private var prepared: [String: String] = [:]
    private var cursors = 0
    private static let preparedLimit = 200

    init(_ settings: ConnectionSettings) throws {
        // What comes before the address is a default it may change; what comes after is not.
        let names = try Parameters(
            ["connect_timeout", "fallback_application_name", "dbname", "client_encoding"].map(SQLValue.text) + [.null])
        let values = try Parameters(["10", "waymark", settings.url, "UTF8"].map(SQLValue.text) + [.null])
        let line = names.withPointers { names in values.withPointers { values in PQconnectdbParams(names, values, 1) } }
        guard let line else { throw StoreError.connection }
        self.line = line
        guard PQstatus(line) == CONNECTION_OK else { throw StoreError.connection }
        PQsetNoticeProcessor(line, { _, _ in }, nil)
        try command(settings.preamble)
    }

    deinit {
        PQfinish(line)
    }

    var isUsable: Bool { PQstatus(line) == CONNECTION_OK }
    var isIdle: Bool { PQtransactionStatus(line) == PQTRANS_IDLE }

    func makeCancel() -> Canceller.Handle? {
        PQgetCancel(line).map(Canceller.Handle.init)
    }

    func forgetFailure() {
        failure = nil
    }

    func forgetStatements() {
        prepared = [:]
    }

    /// A statement of this module's own: BEGIN, COMMIT, SET.
    func command(_ text: String) throws {
        try check(PQexec(line, text), naming: false) { _ in }
    }

    func each(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws {
        let (text, values) = sql.rendered(.postgres)
        try execute(text, values) { try walk($0, body) }
    }

    func scan(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws {
        cursors += 1
        defer { cursors -= 1 }
        let cursor = "scan_\(cursors)"
        let (text, values) = sql.rendered(.postgres)
        try execute("DECLARE \(cursor) NO SCROLL CURSOR FOR " + text, values) { _ in }
        // A cursor left open would be in the way of the next one of its name; after a failure nothing can be sent.
        defer { if failure == nil { try? command("CLOSE \(cursor)") } }
        var isDone = false
        while !isDone {
            if let failure { throw failure }
            // Never kept: the next cursor of this name has other columns.
            let result = PQexec(line, "FETCH 2000 FROM \(cursor)")
            defer { PQclear(result) }
            guard let result else { throw StoreError.connection }
            try dooming { try verify(result, naming: false) }
            isDone = PQntuples(result) < 2000
            try walk(result, body)
        }
    }

    @discardableResult
    func run(_ sql: SQL) throws -> Int {
        let (text, values) = sql.rendered(.postgres)
        return try execute(text, values) { result in
            // "SELECT 3" counts rows that were read; they are none of a writer's business.
            guard let status = PQcmdStatus(result), !String(cString: status).hasPrefix("SELECT") else { return 0 }
            return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        }
    }

    func script(_ text: String) throws {
        try dooming { try check(PQexec(line, text), naming: true) { _ in } }
        // What was prepared may have been about tables that are now different.
        try command("DEALLOCATE ALL")
        forgetStatements()
    }

    /// Runs one statement, prepared once and kept.
    @discardableResult
    func execute<T>(_ text: String, _ values: [SQLValue], _ body: (OpaquePointer) throws -> T) throws -> T {
        let (parameters, name) = try dooming {
            try Task.checkCancellation()
            return (try Parameters(values), try statement(text))
        }
        let result = parameters.withPointers { PQexecPrepared(line, name, Int32(values.count), $0, nil, nil, 0) }
        defer { PQclear(result) }
        try dooming { try verify(result, naming: false, kept: true) }
        guard let result else { throw StoreError.connection }
        return try body(result)
    }

    /// Runs `work` unless the transaction is doomed, and dooms it if `work` throws.
    func dooming<T>(_ work: () throws -> T) throws -> T {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            failure = error
            throw error
        }
    }

    /// Hands a good result to `body` and clears it whatever happens.
    func check<T>(_ result: OpaquePointer?, naming: Bool, _ body: (OpaquePointer?) throws -> T) throws -> T {
        defer { PQclear(result) }
        try verify(result, naming: naming)
        return try body(result)
    }

    private func verify(_ result: OpaquePointer?, naming: Bool, kept: Bool = false) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN, PGRES_EMPTY_QUERY: return
        default: throw postgresError(result, line: line, naming: naming, kept: kept)
        }
    }

    private func statement(_ text: String) throws -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.preparedLimit {
            try command("DEALLOCATE ALL")
            forgetStatements()
        }
        let name = "s\(prepared.count)"
        try check(PQprepare(line, name, text, 0, nil), naming: true) { _ in }
        prepared[text] = name
        return name
    }

    private func walk(_ result: OpaquePointer, _ body: (any SQLRow) throws -> Void) throws {
        for index in 0..<PQntuples(result) {
            try body(PostgresRow(result: result, row: index))
        }
    }
}
