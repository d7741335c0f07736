import Casework
import Storage

/// What single sign-on keeps: `single_sign_on_link` is which account elsewhere signs in which member of staff, each sealed into the entry of the
/// access log that made it, like a session; `single_sign_on_try` a sign-in that a browser has begun at the provider, or has come back from with an
/// account that is nobody's here yet. `sign_in_step` learns how its sign-in began.
enum SingleSignOnTables {
    static let migration = Migration(id: "0028-single-sign-on", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        let sqlite = dialect == .sqlite
        let (integer, blob, id, instant) = sqlite ? ("INTEGER", "BLOB", "BLOB", "TEXT") : ("BIGINT", "BYTEA", "UUID", "TIMESTAMPTZ(3)")
        let ending = sqlite ? " STRICT;" : ";"
        return """
            ALTER TABLE sign_in_step ADD COLUMN way TEXT;
            CREATE TABLE single_sign_on_link (service \(integer) NOT NULL, entry \(integer) NOT NULL, staff \(id) NOT NULL, issuer TEXT NOT NULL,
            subject TEXT NOT NULL, account TEXT NOT NULL, made_at \(instant) NOT NULL, PRIMARY KEY (service, entry),
            UNIQUE (service, staff), UNIQUE (service, issuer, subject))\(ending)
            CREATE TABLE single_sign_on_try (service \(integer) NOT NULL, token \(blob) NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL,
            onward TEXT NOT NULL, issuer TEXT, subject TEXT, account TEXT, made_at \(instant) NOT NULL, ends_at \(instant) NOT NULL,
            PRIMARY KEY (service, token))\(ending)

            """
    }

    /// Adds a link with its entry. One person has one, and one account signs in one person: what stands in the way ends.
    static func add(_ link: AccessLog.NewLink, _ db: any SQLConnection, service: Int64, entry: Int64, now: Instant) throws {
        let (staff, account) = (link.staff.uuid, link.account)
        try end(
            where: "staff = \(staff) OR (issuer = \(account.issuer) AND subject = \(account.subject))", db, service: service)
        try db.run(
            """
            INSERT INTO single_sign_on_link (service, entry, staff, issuer, subject, account, made_at)
            VALUES (\(service), \(entry), \(staff), \(account.issuer), \(account.subject), \(account.name), \(now.iso))
            """)
    }

    /// An ended link leaves its seal behind, as a session does: its entry was hashed over it, and it cannot be put back unseen.
    static func end(where condition: SQL, _ db: any SQLConnection, service: Int64) throws {
        let ended = try db.rows(
            """
            SELECT entry, staff, issuer, subject, account, made_at FROM single_sign_on_link
            WHERE service = \(service) AND (\(condition))\(sqlite: "", postgres: " FOR UPDATE")
            """
        ) { row in
            let seal = AccessEntry.seal(
                link: row.id(1).map(RecordID.init) ?? .unset, issuer: row.text(2) ?? "", subject: row.text(3) ?? "",
                account: row.text(4) ?? "", made: try row.instant(5))
            return (entry: row.integer(0) ?? 0, seal: seal)
        }
        for one in ended {
            try db.run("INSERT INTO session_ended (service, entry, seal) VALUES (\(service), \(one.entry), \(SQLValue.blob(one.seal)))")
            try db.run("DELETE FROM single_sign_on_link WHERE service = \(service) AND entry = \(one.entry)")
        }
    }
}
