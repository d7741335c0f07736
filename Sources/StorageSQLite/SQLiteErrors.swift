import Foundation
import GRDB
import GRDBSQLite

import Storage

extension StoreError {
    /// - Parameter naming: true while a statement is prepared or a script runs, when SQLite's words name tables and
    ///   columns; a statement that ran may quote what was bound to it.
    init(_ error: DatabaseError, naming: Bool = false) {
        self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "", naming: naming)
    }

    /// What a cancelled task should see, or what went wrong.
    static func orCancellation(_ error: DatabaseError, naming: Bool = false) throws -> StoreError {
        if error.resultCode == .SQLITE_INTERRUPT { throw CancellationError() }
        return StoreError(error, naming: naming)
    }

    /// The same, from the connection a step just failed on.
    static func orCancellation(_ database: Database) throws -> StoreError {
        let code = sqlite3_extended_errcode(database.sqliteConnection)
        if code == SQLITE_INTERRUPT { throw CancellationError() }
        return StoreError(code: code, message: String(cString: sqlite3_errmsg(database.sqliteConnection)), naming: false)
    }

    private init(code: Int32, message: String, naming: Bool) {
        switch code {
        // UNIQUE, PRIMARY KEY and ROWID; the extended codes are C macros that Swift does not import.
        case 2067, 1555, 2579: self = .unique(Self.constraint(in: message))
        case 787: self = .foreignKey("")
        case 275: self = .check(Self.constraint(in: message))
        case 1299: self = .notNull(Self.constraint(in: message))
        case 1811: self = .refused(message)
        case SQLITE_MISUSE: self = .connection
        default:
            if code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED {
                self = .busy
            } else {
                self = .other(code: naming && code == SQLITE_ERROR ? "SQLITE 1 \(message)" : "SQLITE \(code)")
            }
        }
    }

    /// "UNIQUE constraint failed: child.service, child.number" names its columns, an expression index "index 'its_name'".
    private static func constraint(in message: String) -> String {
        let mark = " constraint failed: "
        guard let start = message.range(of: mark)?.upperBound else { return "" }
        let name = message[start...]
        guard name.hasPrefix("index '"), name.hasSuffix("'") else { return String(name) }
        return String(name.dropFirst(7).dropLast())
    }
}
