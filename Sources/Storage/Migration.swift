/// One step of the schema, written for both engines and never changed once it has run anywhere.
public struct Migration: Sendable, Hashable {
    public let id: String
    public let sqlite: String
    public let postgres: String

    public init(id: String, sqlite: String, postgres: String) {
        self.id = id
        self.sqlite = sqlite
        self.postgres = postgres
    }

    /// A step whose text is the same on both engines.
    public init(id: String, both: String) {
        self.init(id: id, sqlite: both, postgres: both)
    }

    func text(_ dialect: Dialect) -> String {
        dialect == .sqlite ? sqlite : postgres
    }

    /// FNV-1a, 64 bits: enough to notice an edit, which is all it is for.
    func checksum(_ dialect: Dialect) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text(dialect).utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}

/// What is run after each migration, in both engines' words; it may find that there is nothing to do.
public struct SQLRule: Sendable {
    public let sqlite: String
    public let postgres: String

    public init(sqlite: String, postgres: String) {
        self.sqlite = sqlite
        self.postgres = postgres
    }
}

/// Why the schema was not brought up to date.
public enum MigrationError: Error, Sendable, Hashable {
    /// Two migrations given have this id.
    case repeated(id: String)
    /// The database has this one, which this program does not know: a newer program wrote it.
    case unknown(id: String)
    /// This one was edited after it ran here.
    case changed(id: String)
    /// This one failed and was rolled back; those before it stay.
    case failed(id: String, StoreError)
}
