import Storage

/// Whether a fault means the records cannot be reached just now: a full disk, a database that is away. Nothing was saved; trying again may work.
public func isUnavailable(_ error: any Error) -> Bool {
    switch error {
    case StoreError.busy, StoreError.connection, StoreError.serialization: true
    // SQLite: read-only 8, input or output 10, disk full 13, cannot open 14, each with extensions in the high bytes. PostgreSQL: classes 53 and 57.
    case StoreError.other(let code):
        if let number = code.split(separator: " ").last.flatMap({ Int($0) }), code.hasPrefix("SQLITE") {
            [8, 10, 13, 14].contains(number & 0xff)
        } else {
            code.hasPrefix("53") || code.hasPrefix("57")
        }
    default: false
    }
}
