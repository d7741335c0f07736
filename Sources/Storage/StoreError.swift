/// Why a database refused. It never carries a value out of a record, so it may be logged.
///
/// The name of a constraint is the engine's: SQLite names a unique or NOT NULL constraint by its columns
/// ("child.service, child.number"), PostgreSQL a unique one by its own name ("child_service_number_key").
/// NOT NULL is "table.column" and CHECK its name on both; SQLite does not name foreign keys.
public enum StoreError: Error, Sendable, Hashable {
    case unique(String)
    case foreignKey(String)
    case check(String)
    case notNull(String)
    /// A trigger, a right that is not held, or row-level security refused; words that hold no values.
    case refused(String)
    /// Another writer, or everyone's use of the pool, kept it waiting too long.
    case busy
    /// Two transactions stood in each other's way, again and again.
    case serialization
    /// The server cannot be reached, the line broke, or the store is closed.
    case connection
    /// A text held a NUL character, which PostgreSQL cannot store.
    case nulCharacter
    /// Anything else: SQLite's result code or PostgreSQL's SQLSTATE, with the engine's words where they can hold no value.
    case other(code: String)
}
