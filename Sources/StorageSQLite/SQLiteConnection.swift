import GRDB
import GRDBSQLite
import Storage

/// One connection inside one closure. Statements are GRDB's (prepared, kept, finalised by it) and stepped here, because
/// reading columns through GRDB's `Row` costs several times what SQLite itself takes.
final class SQLiteConnection: SQLConnection {
    let dialect = Dialect.sqlite
    /// The first statement that failed: nothing more runs on this connection.
    private(set) var failure: (any Error)?
    private let database: Database
    private let reusable: ReusableTexts

    init(_ database: Database, reusable: ReusableTexts) {
        self.database = database
        self.reusable = reusable
    }

    func each(_ sql: SQL, _ body: (any SQLRow) throws -> Void) throws {
        let (text, values) = sql.rendered(.sqlite)
        try execute(text, values) { try body($0) }
    }

    @discardableResult
    func run(_ sql: SQL) throws -> Int {
        let (text, values) = sql.rendered(.sqlite)
        let before = sqlite3_total_changes(database.sqliteConnection)
        try execute(text, values) { _ in }
        // A statement that changes nothing leaves sqlite3_changes at what the one before it did.
        guard sqlite3_total_changes(database.sqliteConnection) != before else { return 0 }
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    func script(_ text: String) throws {
        try dooming {
            do {
                try database.execute(sql: text)
            } catch let error as DatabaseError {
                throw try StoreError.orCancellation(error, naming: true)
            }
        }
    }

    func insert(into table: String, columns: [String], rows: some Collection<[SQLValue]>) throws {
        guard !rows.isEmpty else { return }
        let names = columns.map(SQL.quoted).joined(separator: ", ")
        let marks = (1...max(columns.count, 1)).map { "?\($0)" }.joined(separator: ", ")
        let statement = try prepared("INSERT INTO \(SQL.quoted(table)) (\(names)) VALUES (\(marks))")
        for row in rows {
            try dooming { guard row.count == columns.count else { throw StoreError.other(code: "row width") } }
            try step(statement, row) { _ in }
        }
    }

    private func execute(_ text: String, _ values: [SQLValue], _ body: (SQLiteRow) throws -> Void) throws {
        try step(try prepared(text), values, body)
    }

    private func prepared(_ text: String) throws -> Statement {
        try dooming {
            do {
                if reusable.admits(text) {
                    let kept = try database.cachedStatement(sql: text)
                    // The same question asked inside its own answer needs a second statement.
                    if sqlite3_stmt_busy(kept.sqliteStatement) == 0 { return kept }
                }
                return try database.makeStatement(sql: text)
            } catch let error as DatabaseError {
                throw try StoreError.orCancellation(error, naming: true)
            }
        }
    }

    private func step(_ statement: Statement, _ values: [SQLValue], _ body: (SQLiteRow) throws -> Void) throws {
        if let failure { throw failure }
        let handle = statement.sqliteStatement
        defer {
            sqlite3_reset(handle)
            sqlite3_clear_bindings(handle)
        }
        try dooming {
            // GRDB interrupts what is running; this is for what is about to.
            try Task.checkCancellation()
            for (index, value) in values.enumerated() {
                try bind(value, to: handle, at: Int32(truncatingIfNeeded: index + 1))
            }
        }
        let row = SQLiteRow(statement: handle)
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(row)
            case SQLITE_DONE: return
            default: try dooming { throw try StoreError.orCancellation(database) }
            }
        }
    }

    private func dooming<T>(_ work: () throws -> T) throws -> T {
        if let failure { throw failure }
        do {
            return try work()
        } catch {
            failure = error
            throw error
        }
    }
}
