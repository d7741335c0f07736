import Foundation
import GRDBSQLite
import Storage

/// The row a statement stands on.
struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    func isNull(_ column: Int) -> Bool {
        type(column) == SQLITE_NULL
    }

    func text(_ column: Int) -> String? {
        let index = Int32(truncatingIfNeeded: column)
        let kind = sqlite3_column_type(statement, index)
        guard kind != SQLITE_NULL, kind != SQLITE_BLOB, let start = sqlite3_column_text(statement, index) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
        return String(decoding: bytes, as: UTF8.self)
    }

    func integer(_ column: Int) -> Int64? {
        switch type(column) {
        case SQLITE_INTEGER: sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column))
        case SQLITE_FLOAT: Int64(exactly: sqlite3_column_double(statement, Int32(truncatingIfNeeded: column)))
        case SQLITE_TEXT: text(column).flatMap { Int64($0) }
        default: nil
        }
    }

    func real(_ column: Int) -> Double? {
        switch type(column) {
        case SQLITE_INTEGER, SQLITE_FLOAT: sqlite3_column_double(statement, Int32(truncatingIfNeeded: column))
        case SQLITE_TEXT: text(column).flatMap { Double($0) }
        default: nil
        }
    }

    func bool(_ column: Int) -> Bool? {
        guard let number = integer(column), number == 0 || number == 1 else { return nil }
        return number == 1
    }

    func blob(_ column: Int) -> [UInt8]? {
        guard type(column) == SQLITE_BLOB else { return nil }
        return [UInt8](bytes(column))
    }

    func id(_ column: Int) -> UUID? {
        guard type(column) == SQLITE_BLOB else { return text(column).flatMap { UUID(uuidString: $0) } }
        let bytes = bytes(column)
        guard bytes.count == 16 else { return nil }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }

    private func type(_ column: Int) -> Int32 {
        sqlite3_column_type(statement, Int32(truncatingIfNeeded: column))
    }

    /// Valid until the statement steps on.
    private func bytes(_ column: Int) -> UnsafeRawBufferPointer {
        let index = Int32(truncatingIfNeeded: column)
        let start = sqlite3_column_blob(statement, index)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, index)))
    }
}
