import Storage

/// What signing in works with, beside the access log: nothing here is a record, and all of it ends by itself.
///
/// `known_browser` is a browser somebody signed in with before, `sign_in_step` one whose password was right and whose sign-in is not done,
/// `used_code` the last time step of an authenticator that was used, so that a code is good once.
enum SignInTables {
    static let migration = Migration(id: "0015-sign-in-steps", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        let sqlite = dialect == .sqlite
        let (integer, blob, id, instant) = sqlite ? ("INTEGER", "BLOB", "BLOB", "TEXT") : ("BIGINT", "BYTEA", "UUID", "TIMESTAMPTZ(3)")
        let ending = sqlite ? " STRICT;" : ";"
        return """
            ALTER TABLE session ADD COLUMN browser TEXT;
            CREATE TABLE known_browser (service \(integer) NOT NULL, token \(blob) NOT NULL, staff \(id) NOT NULL, seen_at \(instant) NOT NULL,
            PRIMARY KEY (service, token))\(ending)
            CREATE TABLE sign_in_step (service \(integer) NOT NULL, token \(blob) NOT NULL, staff \(id) NOT NULL, factor \(integer) NOT NULL,
            ends_at \(instant) NOT NULL, PRIMARY KEY (service, token))\(ending)
            CREATE TABLE used_code (service \(integer) NOT NULL, staff \(id) NOT NULL, step \(integer) NOT NULL, PRIMARY KEY (service, staff))\(ending)

            """
    }
}
