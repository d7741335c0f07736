import Casework
import Crypto
import Storage

/// How long a sign-in lasts and how wrong passwords are slowed; settings later, one place now.
public struct SignInLimits: Sendable {
    public var idleMinutes: Int64 = 30
    public var absoluteHours: Int64 = 10
    public var freeAttempts: Int64 = 5
    public init() {}
}

/// What a sign-in needs to be checked against.
public struct SignInCheck: Sendable {
    public let staff: RecordID
    public let hash: String
}

extension Service {
    /// The member of staff a user name belongs to and the hash to check; nil when there is nobody who may sign in. Costs the same either way to the caller.
    public func signInCheck(user: String) async throws -> SignInCheck? {
        let today = today
        return try await read(.wholeService(reason: "sign in")) { reader in
            guard let staff = try reader.serviceRecords(Staff.self).first(where: { $0.user == user && $0.disabled != true }),
                try reader.person(staff: staff.id, on: today) != nil,
                let credential = try reader.serviceRecords(Credential.self).filter({ $0.staff == staff.id }).max(by: { $0.from < $1.from })
            else { return nil }
            return SignInCheck(staff: staff.id, hash: credential.hash)
        }
    }

    /// Starts a session: journaled in the access log, the token kept only as its hash.
    /// - Returns: the token for the cookie.
    public func startSession(staff: RecordID, limits: SignInLimits = SignInLimits()) async throws -> String {
        // Nobody signs out a session that ran out; the next sign-in does, so that they do not gather for ever.
        try await end(where: "ends_at < \(now.iso)")
        let token = randomBytes(32)
        let ends = Instant(milliseconds: now.milliseconds + limits.absoluteHours * 3_600_000)
        try await accessLog.record(
            View("sign_in", page: "/sign-in"), staff: staff, session: AccessLog.NewSession(tokenHash: Service.hash(token), endsAt: ends))
        return token.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Who a session belongs to, provided it has neither idled out nor ended and they may still sign in. Roles are read afresh every time.
    public func person(session token: String, limits: SignInLimits = SignInLimits()) async throws -> Person? {
        try await person(session: token, limits: limits) { _, _ in }?.0
    }

    /// The same, with what every page asks for first, read in the transaction that finds the person.
    public func person<T: Sendable>(
        session token: String, limits: SignInLimits = SignInLimits(), also body: @escaping @Sendable (Reader, Person) throws -> T
    ) async throws -> (Person, T)? {
        guard let hash = Service.hash(hex: token) else { return nil }
        let (id, now, today) = (id, now, today)
        let session = try await accessStore.glance { db in
            try db.first("SELECT staff, seen_at, ends_at FROM session WHERE token = \(SQLValue.blob(hash)) AND service = \(id)") { row in
                (staff: row.id(0).map(RecordID.init), seen: try row.instant(1), ends: try row.instant(2))
            }
        }
        guard let session, let staff = session.staff, now < session.ends,
            now.milliseconds - session.seen.milliseconds < limits.idleMinutes * 60_000
        else {
            return nil
        }
        if now.milliseconds - session.seen.milliseconds > 60_000 {
            try await accessStore.write { db in try db.run("UPDATE session SET seen_at = \(now.iso) WHERE token = \(SQLValue.blob(hash))") }
        }
        return try await glance(.wholeService(reason: "who is signed in")) { reader in
            guard let person = try reader.person(staff: staff, on: today) else { return nil }
            return (person, try body(reader.of(person), person))
        }
    }

    /// Ends one session.
    public func endSession(_ token: String, person: Person) async throws {
        guard let hash = Service.hash(hex: token) else { return }
        try await record(View("sign_out", page: "/sign-out"), by: person)
        try await end(where: "token = \(SQLValue.blob(hash))")
    }

    /// Ends every session of a member of staff: on disabling, and on a new password.
    public func endSessions(of staff: RecordID) async throws { try await end(where: "staff = \(staff.uuid)") }

    /// An ended session leaves its seal behind, for the sign-in's entry was hashed over it.
    private func end(where condition: SQL) async throws {
        let id = id
        try await accessStore.write { db in
            let ended = try db.rows(
                "SELECT entry, token, staff, made_at, ends_at FROM session WHERE service = \(id) AND \(condition)\(sqlite: "", postgres: " FOR UPDATE")"
            ) { row in
                let seal = AccessEntry.seal(
                    token: row.blob(1) ?? [], staff: row.id(2).map(RecordID.init), made: try row.instant(3), ends: try row.instant(4))
                return (entry: row.integer(0) ?? 0, seal: seal)
            }
            for one in ended {
                try db.run("INSERT INTO session_ended (service, entry, seal) VALUES (\(id), \(one.entry), \(SQLValue.blob(one.seal)))")
                try db.run("DELETE FROM session WHERE service = \(id) AND entry = \(one.entry)")
            }
        }
    }

    /// How long to wait before another try of this name or address may be made; zero when at once.
    public func secondsToWait(name: String, limits: SignInLimits = SignInLimits()) async throws -> Int64 {
        let (id, now) = (id, now)
        let attempt = try await accessStore.read { db in
            try db.first("SELECT failures, last_at FROM attempt WHERE service = \(id) AND name = \(Service.attemptKey(name))") { row in
                (row.integer(0) ?? 0, try row.instant(1))
            }
        }
        guard let attempt, attempt.0 >= limits.freeAttempts else { return 0 }
        let wait = Int64(1) << min(attempt.0 - limits.freeAttempts, 8)
        return max(0, wait - (now.milliseconds - attempt.1.milliseconds) / 1000)
    }

    /// Counts a wrong password, or forgets them all after a right one.
    public func noteAttempt(name: String, right: Bool) async throws {
        let (id, now) = (id, now)
        // The longest wait is minutes: what is a day old holds nobody back any more.
        let dayAgo = Instant(milliseconds: now.milliseconds - 86_400_000)
        try await accessStore.write { db in
            try db.run("DELETE FROM attempt WHERE service = \(id) AND last_at < \(dayAgo.iso)")
            if right {
                try db.run("DELETE FROM attempt WHERE service = \(id) AND name = \(Service.attemptKey(name))")
            } else {
                try db.run(
                    """
                    INSERT INTO attempt (service, name, failures, last_at) VALUES (\(id), \(Service.attemptKey(name)), 1, \(now.iso))
                    ON CONFLICT (service, name) DO UPDATE SET failures = attempt.failures + 1, last_at = excluded.last_at
                    """)
            }
        }
    }

    /// Names typed at sign-in may be mistyped passwords: only a hash is kept.
    private static func attemptKey(_ name: String) -> String {
        hash(Array(name.utf8)).prefix(12).map { String($0, radix: 16) }.joined(separator: "-")
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    private static func hash(hex: String) -> [UInt8]? {
        guard hex.utf8.count == 64 else { return nil }
        var bytes: [UInt8] = []
        var digits = Substring(hex)
        while !digits.isEmpty {
            guard let byte = UInt8(digits.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            digits = digits.dropFirst(2)
        }
        return hash(bytes)
    }
}

extension Reader {
    /// Another reader of the same snapshot, through this person's sight.
    fileprivate func of(_ person: Person) -> Reader {
        Reader(db: db, service: service, scope: Scope(person), keepsReference: keepsReference)
    }

    /// A member of staff with the role they hold on a day; nil when disabled or without a role.
    public func person(staff: RecordID, on day: Day) throws -> Person? {
        let holdings = try fetch(RoleHolding.self, where: "v.staff = \(staff.uuid) AND NOT v.withdrawn AND v.to_position IS NULL")
        guard let found = try fetch(Staff.self, where: "v.id = \(staff.uuid) AND NOT v.withdrawn AND v.to_position IS NULL").first,
            found.disabled != true,
            let role = holdings.filter({ $0.value.isActive(on: day) }).compactMap({ Role(rawValue: $0.role) }).first
        else { return nil }
        return Person(id: found.id, user: found.user, name: found.name, team: found.team, access: Access(role))
    }
}
