import Casework
import Crypto
import Storage

/// Where a try to sign in comes from: what wrong tries are counted under, so that nobody's can slow another person down.
///
/// A browser somebody signed in with before has a count of its own for their name. Everybody else is a stranger to that name and is counted by
/// name and address together, by name over all addresses, and by address over all names; the last two leave room for an office full of people.
public struct Attempt: Sendable {
    /// One count of wrong tries.
    struct Count: Sendable {
        let key: String
        /// How many are free before each further one doubles the wait.
        let free: Int64
        /// Whether a minute takes one of them away again: a count many people share must not fill up over a day.
        let fades: Bool
    }

    let counts: [Count]

    /// - Parameters:
    ///   - what: what is tried, so that a password's counts are not a code's.
    ///   - name: the user name as typed.
    ///   - browser: the cookie of a browser that is known to the name; nil for a stranger.
    ///   - address: where it comes from; empty where that is not known.
    init(_ what: String, name: String, browser: String?, address: String) {
        if let browser {
            counts = [Count(key: "browser \(what) \(name) \(browser)", free: 5, fades: false)]
            return
        }
        let place = Attempt.place(address)
        var counts = [
            Count(key: "from \(what) \(name) \(place)", free: 5, fades: false),
            Count(key: "name \(what) \(name)", free: 50, fades: true),
        ]
        if !address.isEmpty { counts.append(Count(key: "address \(place)", free: 30, fades: true)) }
        self.counts = counts
    }

    /// Where an address is: of IPv6 the first 64 bits, for whoever has one has all that share them.
    static func place(_ address: String) -> String {
        guard address.contains(":") else { return address }
        let bare = address.prefix { $0 != "%" }.lowercased()
        // An IPv4 address written as one of IPv6.
        if let last = bare.split(separator: ":").last, last.contains(".") { return String(last) }
        let halves = bare.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false).map {
            $0.split(separator: ":").map { UInt16($0, radix: 16) }
        }
        guard halves.count <= 2, !halves.joined().contains(nil), halves.joined().count <= 8 else { return address }
        let ends = halves.count == 2 ? halves[1] : []
        let gap = halves.count == 2 ? 8 - halves[0].count - ends.count : 0
        let groups = (halves[0] + Array(repeating: 0, count: gap) + ends).prefix(4)
        return groups.map { String($0 ?? 0, radix: 16) }.joined(separator: ":") + "::/64"
    }

    /// Tries at a token: by where they come from. One that is right is never held back.
    public init(tokenFrom address: String) {
        counts = [Count(key: "token \(Attempt.place(address))", free: 30, fades: true)]
    }

    /// Sign-ins begun at the provider: by where they come from, so that nobody has us ask it without end.
    public init(singleSignOnFrom address: String) {
        counts = address.isEmpty ? [] : [Count(key: "single sign-on \(Attempt.place(address))", free: 60, fades: true)]
    }

    /// Tries at a code: a stranger's all count together, for whoever tries one has the password already.
    init(codeOf staff: RecordID, browser: String?) {
        counts = [Count(key: "code \(staff) \(browser ?? "")", free: 5, fades: false)]
    }
}

extension Service {
    /// What a try at a password is counted under.
    /// - Parameter browser: the cookie that says it was used before, if the browser sent one.
    public func attempt(name: String, browser: String?, address: String) async throws -> Attempt {
        let staff = try await read(.wholeService(reason: "sign in")) { reader in
            try reader.serviceRecords(Staff.self).first { $0.user == name }?.id
        }
        // Asked for nobody too, so that an unknown name takes as long.
        let isKnown = try await knows(browser ?? "", staff ?? .unset)
        return Attempt("password", name: name, browser: isKnown ? browser : nil, address: address)
    }

    /// What a try at a second factor is counted under.
    public func attempt(codeOf staff: RecordID, browser: String?) async throws -> Attempt {
        Attempt(codeOf: staff, browser: try await knows(browser ?? "", staff) ? browser : nil)
    }

    /// Whether a member of staff has signed in on the browser that sends this cookie.
    func knows(_ browser: String, _ staff: RecordID) async throws -> Bool {
        let (id, hash) = (id, Token(browser)?.hash ?? [])
        let found = try await accessStore.read { db in
            try db.integer(
                "SELECT 1 FROM known_browser WHERE service = \(id) AND token = \(SQLValue.blob(hash)) AND staff = \(staff.uuid)")
        }
        return found != nil
    }

    /// Remembers the browser somebody signed in on, for half a year from its last use.
    /// - Returns: the cookie it is known by: the one it sent where that was good, else a new one.
    public func remember(browser: String?, of staff: RecordID) async throws -> String {
        let token = try await knows(browser ?? "", staff) ? browser.flatMap { Token($0) } ?? Token() : Token()
        let (id, now) = (id, now)
        let halfYearAgo = Instant(milliseconds: now.milliseconds - Service.browserDays * 86_400_000)
        try await accessStore.write { db in
            try db.run("DELETE FROM known_browser WHERE service = \(id) AND seen_at < \(halfYearAgo.iso)")
            try db.run(
                """
                INSERT INTO known_browser (service, token, staff, seen_at)
                VALUES (\(id), \(SQLValue.blob(token.hash)), \(staff.uuid), \(now.iso))
                ON CONFLICT (service, token) DO UPDATE SET seen_at = excluded.seen_at
                """)
        }
        return token.text
    }

    /// How long a browser is remembered after its last sign-in.
    public static let browserDays: Int64 = 180

    /// Forgets every browser of somebody: their password may have been known to another.
    func forgetBrowsers(of staff: RecordID) async throws {
        let id = id
        try await accessStore.write { db in try db.run("DELETE FROM known_browser WHERE service = \(id) AND staff = \(staff.uuid)") }
    }

    /// How long to wait before another try may be made; zero when at once.
    public func secondsToWait(_ attempt: Attempt) async throws -> Int64 {
        let (id, now) = (id, now)
        return try await accessStore.read { db in
            try attempt.counts.map { count -> Int64 in
                guard let (failures, last) = try Service.failures(count, db, service: id, now: now), failures >= count.free else {
                    return 0
                }
                let wait = Int64(1) << min(failures - count.free, 8)
                return max(0, wait - (now.milliseconds - last.milliseconds) / 1000)
            }.max() ?? 0
        }
    }

    /// Counts a try as wrong: before it is known, so that many guesses sent at once all count.
    public func noteTry(_ attempt: Attempt) async throws {
        let (id, now) = (id, now)
        // The longest wait is minutes: what is a day old holds nobody back any more.
        let dayAgo = Instant(milliseconds: now.milliseconds - 86_400_000)
        try await accessStore.write { db in
            try db.run("DELETE FROM attempt WHERE service = \(id) AND last_at < \(dayAgo.iso)")
            for count in attempt.counts {
                let before = try Service.failures(count, db, service: id, now: now, locks: true)?.0
                // Two first tries at once: the second counts on from the first.
                try db.run(
                    """
                    INSERT INTO attempt (service, name, failures, last_at) VALUES (\(id), \(Service.key(count)), \((before ?? 0) + 1), \(now.iso))
                    ON CONFLICT (service, name) DO UPDATE SET failures = \(before == nil ? SQL("attempt.failures + 1") : SQL("excluded.failures")),
                    last_at = excluded.last_at
                    """)
            }
        }
    }

    /// A try was right after all: one's own count is forgotten, and a shared one is as it was before.
    public func noteRight(_ attempt: Attempt) async throws {
        let id = id
        try await accessStore.write { db in
            for count in attempt.counts {
                if count.fades {
                    try db.run(
                        "UPDATE attempt SET failures = failures - 1 WHERE service = \(id) AND name = \(Service.key(count)) AND failures > 0"
                    )
                } else {
                    try db.run("DELETE FROM attempt WHERE service = \(id) AND name = \(Service.key(count))")
                }
            }
        }
    }

    /// Whether this is among the first of its kind within an hour; the others are only counted.
    func isAmongFirst(_ most: Int64, _ what: String) async throws -> Bool {
        let (id, now) = (id, now)
        let key = Service.key(Attempt.Count(key: "entry \(what)", free: 0, fades: false))
        let hourAgo = Instant(milliseconds: now.milliseconds - 3_600_000)
        return try await accessStore.write { db in
            let hour = try db.first(
                SQL("SELECT last_at, failures FROM attempt WHERE service = \(id) AND name = \(key)\(sqlite: "", postgres: " FOR UPDATE")")
            ) { (began: try $0.instant(0), count: $0.integer(1) ?? 0) }
            if let hour, hour.began > hourAgo {
                try db.run("UPDATE attempt SET failures = failures + 1 WHERE service = \(id) AND name = \(key)")
                return hour.count < most
            }
            try db.run(
                """
                INSERT INTO attempt (service, name, failures, last_at) VALUES (\(id), \(key), 1, \(now.iso))
                ON CONFLICT (service, name) DO UPDATE SET failures = 1, last_at = excluded.last_at
                """)
            return true
        }
    }

    private static func failures(
        _ count: Attempt.Count, _ db: any SQLConnection, service: Int64, now: Instant, locks: Bool = false
    ) throws -> (Int64, Instant)? {
        let lock: SQL = locks ? "\(sqlite: "", postgres: " FOR UPDATE")" : ""
        let found = try db.first("SELECT failures, last_at FROM attempt WHERE service = \(service) AND name = \(key(count))\(lock)") {
            row in
            (row.integer(0) ?? 0, try row.instant(1))
        }
        guard let (failures, last) = found else { return nil }
        let faded = count.fades ? max(0, now.milliseconds - last.milliseconds) / 60_000 : 0
        return (max(0, failures - faded), last)
    }

    /// Names typed at sign-in may be mistyped passwords, and addresses are people's: only a hash is kept.
    private static func key(_ count: Attempt.Count) -> String {
        SHA256.hash(data: Array(count.key.utf8)).prefix(12).map { String($0, radix: 16) }.joined(separator: "-")
    }
}
