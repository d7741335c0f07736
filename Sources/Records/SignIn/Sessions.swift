import Casework
import Practice
import Storage

/// How long a sign-in has left, in seconds; nobody but its own page reads it.
public struct SessionTimes: Sendable {
    /// Until it ends for want of use.
    public let idle: Int64
    /// Until it ends however much it is used.
    public let longest: Int64
    /// How long before the end people are warned.
    public let warning: Int64
    /// Of a page that is not asked for by a session.
    public static let none = SessionTimes(idle: 0, longest: 0, warning: 0)
}

/// One sign-in that has not ended.
public struct Session: Sendable {
    /// The position of its sign-in in the access log, which names it.
    public let entry: Int64
    public let madeAt: Instant
    public let seenAt: Instant
    /// `Firefox on Windows`; empty where it is not known.
    public let browser: String
    /// Whether it is the one that asks.
    public let isCurrent: Bool
}

/// A session as it is stored.
private struct SessionRow: Sendable {
    /// The sign-in it began with.
    var entry: Int64 = 0
    let staff: RecordID
    let made, seen, ends: Instant
    var browser = ""

    /// What is left of it; nil when it is over.
    func times(now: Instant, _ settings: Settings) -> SessionTimes? {
        let idleMinutes = Int64(settings[Settings.idle])
        // A limit that was shortened since holds for sessions that run.
        let end = min(ends.milliseconds, made.milliseconds + Int64(settings[Settings.longest]) * 3_600_000)
        let longest = (end - now.milliseconds) / 1000
        let idle = idleMinutes * 60 - (now.milliseconds - seen.milliseconds) / 1000
        guard now.milliseconds < end, now.milliseconds - seen.milliseconds < idleMinutes * 60_000 else { return nil }
        return SessionTimes(idle: idle, longest: longest, warning: min(Int64(settings[Settings.warning]), idleMinutes / 2) * 60)
    }
}

extension Service {
    /// Starts a session: journaled in the access log, the token kept only as its hash.
    /// - Parameters:
    ///   - browser: what kind it is, in words, so that its owner knows it again.
    ///   - hasFactor: whether a code was shown after the password; the entry's page says so.
    /// - Returns: the token for the cookie.
    public func startSession(
        staff: RecordID, browser: String = "", way: SignInWay = .password, hasFactor: Bool = false
    ) async throws -> String {
        // Nobody signs out a session that ran out; the next sign-in does, so that they do not gather for ever.
        try await end(where: "ends_at < \(now.iso)")
        let hours = try await glance(.wholeService(reason: "sign in")) { try $0.settings()[Settings.longest] }
        let token = Token()
        let ends = Instant(milliseconds: now.milliseconds + Int64(hours) * 3_600_000)
        try await accessLog.record(
            View("sign_in", page: way == .singleSignOn ? Service.singleSignOnPage : hasFactor ? "/sign-in/code" : "/sign-in"), staff: staff,
            session: AccessLog.NewSession(tokenHash: token.hash, endsAt: ends, browser: browser))
        return token.text
    }

    /// Who a session belongs to, provided it has neither idled out nor ended and they may still sign in. Roles are read afresh every time.
    public func person(session token: String, browser: String? = nil) async throws -> Person? {
        try await person(session: token, browser: browser) { _, _ in }?.person
    }

    /// The same, with what is left of the session and what every page asks for first, read in the transaction that finds the person.
    /// - Parameter browser: what kind asks, in words; nil where it is not known. A session ends in any other kind than the one it began in: its cookie
    ///   was taken from there.
    public func person<T: Sendable>(
        session token: String, browser: String? = nil, also body: @escaping @Sendable (Reader, Person) throws -> T
    ) async throws -> (person: Person, entry: Int64, times: SessionTimes, also: T)? {
        guard let token = Token(token) else { return nil }
        let (id, now, today) = (id, now, today)
        let session = try await accessStore.glance { db in
            try db.first(
                "SELECT staff, made_at, seen_at, ends_at, browser, entry FROM session WHERE token = \(SQLValue.blob(token.hash)) AND service = \(id)"
            ) { row in
                SessionRow(
                    entry: row.integer(5) ?? 0, staff: row.id(0).map(RecordID.init) ?? .unset, made: try row.instant(1),
                    seen: try row.instant(2),
                    ends: try row.instant(3), browser: row.text(4) ?? "")
            }
        }
        guard let session else { return nil }
        guard session.browser.isEmpty || browser == nil || browser == session.browser else {
            try await Asking.by(session: session.entry) {
                _ = try await accessLog.record(View("refused", page: "/session"), staff: session.staff)
            }
            try await end(where: "token = \(SQLValue.blob(token.hash))")
            return nil
        }
        let found = try await glance(.wholeService(reason: "who is signed in")) { reader -> (Person, Settings, T)? in
            let settings = try reader.settings()
            guard session.times(now: now, settings) != nil, let person = try reader.person(staff: session.staff, on: today) else {
                return nil
            }
            return (person, settings, try body(reader.of(person), person))
        }
        guard let (person, settings, also) = found else { return nil }
        var seen = session.seen
        if now.milliseconds - seen.milliseconds > 60_000 {
            try await accessStore.write { db in
                try db.run("UPDATE session SET seen_at = \(now.iso) WHERE token = \(SQLValue.blob(token.hash)) AND seen_at < \(now.iso)")
            }
            seen = now
        }
        let row = SessionRow(staff: session.staff, made: session.made, seen: seen, ends: session.ends)
        return row.times(now: now, settings).map { (person, session.entry, $0, also) }
    }

    /// Whose session a cookie is, and which, without using it; nil where it is none or its end has come.
    public func owner(ofSession token: String) async throws -> (staff: RecordID, entry: Int64)? {
        guard let token = Token(token) else { return nil }
        let (id, now) = (id, now)
        return try await accessStore.glance { db in
            try db.first(
                "SELECT staff, entry FROM session WHERE token = \(SQLValue.blob(token.hash)) AND service = \(id) AND ends_at > \(now.iso)"
            ) { ($0.id(0).map(RecordID.init) ?? .unset, $0.integer(1) ?? 0) }
        }
    }

    /// The sign-ins of a member of staff that have not ended, last used first.
    /// - Parameter token: the cookie of the one that asks.
    public func sessions(of staff: RecordID, asking token: String? = nil) async throws -> [Session] {
        let (id, now, own) = (id, now, token.flatMap { Token($0)?.hash })
        let settings = try await glance(.wholeService(reason: "sessions")) { try $0.settings() }
        return try await accessStore.read { db in
            try db.rows(
                """
                SELECT entry, token, made_at, seen_at, ends_at, browser FROM session
                WHERE service = \(id) AND staff = \(staff.uuid) ORDER BY seen_at DESC, entry DESC
                """
            ) { row -> Session? in
                let stored = SessionRow(staff: staff, made: try row.instant(2), seen: try row.instant(3), ends: try row.instant(4))
                guard stored.times(now: now, settings) != nil else { return nil }
                return Session(
                    entry: row.integer(0) ?? 0, madeAt: stored.made, seenAt: stored.seen, browser: row.text(5) ?? "",
                    isCurrent: row.blob(1) == own)
            }.compactMap { $0 }
        }
    }
}
