import Storage

/// Whether a fault means the records cannot be reached just now: a full disk, a database that is away. Nothing was saved; trying again may work.
public func isUnavailable(_ error: any Error) -> Bool {
    switch error {
    case StoreError.busy, StoreError.connection, StoreError.serialization: true
    default: false
    }
}
