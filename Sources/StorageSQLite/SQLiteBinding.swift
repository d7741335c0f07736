import Foundation
import GRDBSQLite
import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tells SQLite to copy what it is given before the call returns.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// Binds one value. Throws `nulCharacter` for a text SQLite would keep but PostgreSQL could not.
func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) throws {
    let status: Int32
    switch value {
    case .null:
        status = sqlite3_bind_null(statement, index)
    case .bool(let flag):
        status = sqlite3_bind_int64(statement, index, flag ? 1 : 0)
    case .integer(let number):
        status = sqlite3_bind_int64(statement, index, number)
    case .real(let number):
        status = sqlite3_bind_double(statement, index, number)
    case .text(var text):
        status = try text.withUTF8 { bytes in
            // An empty string may have no address, and SQLite reads a null pointer as NULL.
            guard let start = bytes.baseAddress, !bytes.isEmpty else { return sqlite3_bind_text(statement, index, "", 0, copied) }
            if memchr(start, 0, bytes.count) != nil { throw StoreError.nulCharacter }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(statement, index, $0, Int32(clamping: bytes.count), copied)
            }
        }
    case .blob(let bytes):
        status = bytes.withUnsafeBytes { buffer in
            guard !buffer.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return sqlite3_bind_blob(statement, index, buffer.baseAddress, Int32(clamping: buffer.count), copied)
        }
    case .id(let id):
        status = withUnsafeBytes(of: id.uuid) { sqlite3_bind_blob(statement, index, $0.baseAddress, 16, copied) }
    }
    guard status == SQLITE_OK else { throw StoreError.other(code: "SQLITE \(status)") }
}
