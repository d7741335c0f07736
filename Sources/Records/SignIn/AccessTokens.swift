import Casework
import Practice
import Storage

/// A token a program shows in place of a sign-in (`Authorization: Bearer …`). The store has only its hash.
public struct AccessToken: Sendable {
    /// The position in the access log of its making, which names it.
    public let entry: Int64
    /// Whom it acts as: what it may see and do is theirs, decided afresh at each request.
    public let staff: RecordID
    /// What it was made for, in the words of whoever made it.
    public let name: String
    public let scopes: Set<TokenScope>
    public let madeBy: RecordID
    public let madeAt: Instant
    public let endsAt: Instant
    /// Nil while it has not been used.
    public let usedAt: Instant?
    /// When somebody ended it before its day.
    public let endedAt: Instant?

    public func runs(at now: Instant) -> Bool { endedAt == nil && now < endsAt }

    /// What tells a Waymark token from other secrets, for those who look for secrets in what they publish.
    static let mark = "waymark_"
}

/// Why a token cannot be made.
public enum TokenError: Error, Sendable {
    /// The account is a person's who signs in: nobody makes a token that acts as them but they.
    case personal
}

extension Service {
    /// Makes a token. Everybody may for themselves; an administrator for an account nobody signs in to, such as an integration's.
    /// - Returns: its text, which is told once and can never be read again.
    /// - Throws: `TokenError.personal`, `NotAllowed`.
    public func makeToken(
        name: String, scopes: Set<TokenScope>, of staff: RecordID, until end: Instant, by person: Person, page: String
    ) async throws -> String {
        if staff != person.id {
            guard person.access.may(.manageStaff) else { throw NotAllowed() }
            guard try await isUnattended(staff) else { throw TokenError.personal }
        }
        let token = Token()
        try await accessLog.record(
            View("token_made", page: page, shown: [staff]), staff: person.id,
            token: AccessLog.NewToken(hash: token.hash, staff: staff, name: name, scopes: Service.written(scopes), endsAt: end))
        return AccessToken.mark + token.text
    }

    /// Whether nobody signs in to an account: no password given out for it was ever replaced by one of their own.
    public func isUnattended(_ staff: RecordID) async throws -> Bool {
        try await read(.wholeService(reason: "access tokens")) { reader in
            guard try reader.serviceRecord(Staff.self, id: staff) != nil else { throw NotAllowed() }
            return try reader.isUnattended(staff)
        }
    }

    /// Whom a token acts as and for what, provided it runs and they may still sign in; with what each request asks for first, read in the
    /// transaction that finds the person.
    public func person<T: Sendable>(
        token sent: String, also body: @escaping @Sendable (Reader, Person) throws -> T
    ) async throws -> (person: Person, entry: Int64, scopes: Set<TokenScope>, also: T)? {
        guard sent.hasPrefix(AccessToken.mark), let token = Token(String(sent.dropFirst(AccessToken.mark.count))) else { return nil }
        let (now, today) = (now, today)
        guard let held = try await tokens(where: "token = \(SQLValue.blob(token.hash))").first, held.runs(at: now) else { return nil }
        let found = try await glance(.wholeService(reason: "whose token it is")) { reader -> (Person, T)? in
            guard let person = try reader.person(staff: held.staff, on: today) else { return nil }
            // One that somebody else made is worth nothing from the day a person signs in to the account, even where it was never ended.
            if held.madeBy != held.staff, try !reader.isUnattended(held.staff) { return nil }
            return (person, try body(reader.of(person), person))
        }
        guard let (person, also) = found else { return nil }
        if held.usedAt.map({ now.milliseconds - $0.milliseconds > 60_000 }) ?? true {
            let id = id
            try await accessStore.write { db in
                try db.run("UPDATE api_token SET used_at = \(now.iso) WHERE service = \(id) AND entry = \(held.entry)")
            }
        }
        return (person, held.entry, held.scopes, also)
    }

    /// The tokens that act as a member of staff, newest first; ended ones too.
    public func tokens(of staff: RecordID) async throws -> [AccessToken] { try await tokens(where: "staff = \(staff.uuid)") }

    /// Ends one of the tokens that act as a member of staff: by themselves or by an administrator.
    public func endToken(entry: Int64, of staff: RecordID, by person: Person, page: String) async throws {
        guard staff == person.id || person.access.may(.manageStaff) else { throw NotAllowed() }
        try await record(View("token_ended", page: page, shown: [staff]), by: person)
        try await endTokens(where: "staff = \(staff.uuid) AND entry = \(entry)")
    }

    /// Ends all that act as a member of staff: they were stopped, have a new password or another role.
    func endTokens(of staff: RecordID) async throws { try await endTokens(where: "staff = \(staff.uuid)") }

    private func endTokens(where condition: SQL) async throws {
        let (id, now) = (id, now)
        try await accessStore.write { db in
            try db.run("UPDATE api_token SET ended_at = \(now.iso) WHERE service = \(id) AND ended_at IS NULL AND \(condition)")
        }
    }

    private func tokens(where condition: SQL) async throws -> [AccessToken] {
        let id = id
        return try await accessStore.glance { db in
            try db.rows(
                """
                SELECT entry, staff, name, scopes, made_by, made_at, ends_at, used_at, ended_at FROM api_token
                WHERE service = \(id) AND \(condition) ORDER BY entry DESC
                """
            ) { row in
                AccessToken(
                    entry: row.integer(0) ?? 0, staff: row.id(1).map(RecordID.init) ?? .unset, name: row.text(2) ?? "",
                    scopes: Set((row.text(3) ?? "").split(separator: " ").compactMap { TokenScope(rawValue: String($0)) }),
                    madeBy: row.id(4).map(RecordID.init) ?? .unset, madeAt: try row.instant(5), endsAt: try row.instant(6),
                    usedAt: row.isNull(7) ? nil : try row.instant(7), endedAt: row.isNull(8) ? nil : try row.instant(8))
            }
        }
    }

    private static func written(_ scopes: Set<TokenScope>) -> String {
        TokenScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: " ")
    }

    /// How many days a token lasts at most; 0 makes none.
    public func longestToken() async throws -> Int {
        try await glance(.wholeService(reason: "access tokens")) { try $0.settings()[Settings.tokenDays] }
    }
}

extension Reader {
    /// Whether every password an account ever had was one given out. A reset makes nobody's account an integration's again.
    fileprivate func isUnattended(_ staff: RecordID) throws -> Bool {
        try fetch(Credential.self, where: "v.staff = \(staff.uuid)").allSatisfy { $0.oneTimeUntil != nil }
    }
}

/// The table of tokens. Like a session, each is sealed into the entry of the access log that made it; unlike one, it stays when it has ended.
enum AccessTokenTable {
    static let migration = Migration(id: "0025-api-tokens", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        let sqlite = dialect == .sqlite
        let (integer, blob, id, instant) = sqlite ? ("INTEGER", "BLOB", "BLOB", "TEXT") : ("BIGINT", "BYTEA", "UUID", "TIMESTAMPTZ(3)")
        return """
            CREATE TABLE api_token (service \(integer) NOT NULL, entry \(integer) NOT NULL, token \(blob) NOT NULL UNIQUE, staff \(id) NOT NULL,
            name TEXT NOT NULL, scopes TEXT NOT NULL, made_by \(id) NOT NULL, made_at \(instant) NOT NULL, ends_at \(instant) NOT NULL,
            used_at \(instant), ended_at \(instant), PRIMARY KEY (service, entry))\(sqlite ? " STRICT;" : ";")

            """
    }
}
