import Casework
import Storage

/// How often a sign-in was refused on a day, at one step and for one account.
public struct RefusedSignIns: Sendable {
    public let day: Day
    /// Whose account was meant; nil for names and tokens nobody has.
    public let staff: RecordID?
    /// The step's address: which factor was wrong.
    public let page: String
    /// Whether they came while tries were slowed, and were not looked at.
    public let wereSlowed: Bool
    public let tries: Int
    public let lastAt: Instant

    /// What a count's page ends in where the tries were slowed.
    static let slowedMark = " slowed"
}

/// `refused_sign_in` has a count a day, step and account, however many tries there are: what a page lists. No word of what was typed.
enum RefusedSignInTable {
    static let migration = Migration(id: "0045-refused-sign-ins", sqlite: text(.sqlite), postgres: text(.postgres))

    private static func text(_ dialect: Dialect) -> String {
        let sqlite = dialect == .sqlite
        let (integer, instant) = sqlite ? ("INTEGER", "TEXT") : ("BIGINT", "TIMESTAMPTZ(3)")
        return """
            CREATE TABLE refused_sign_in (service \(integer) NOT NULL, on_day TEXT NOT NULL, account TEXT NOT NULL, page TEXT NOT NULL,
            tries \(integer) NOT NULL, last_at \(instant) NOT NULL, PRIMARY KEY (service, on_day, account, page))\(sqlite ? " STRICT;" : ";")

            """
    }
}

extension Service {
    /// How many days the counts of refused sign-ins are kept.
    static let refusedSignInDays = 400
    /// So many refusals of one account at one step leave an entry of their own within an hour, and so many of unknown names from everywhere.
    private static let (mostOfAccount, mostOfUnknown): (Int64, Int64) = (5, 60)

    /// Puts on record that a sign-in was refused at a step: a wrong password, one whose time is over, a wrong code, a
    /// program's wrong token. Never what was typed.
    ///
    /// Who tried is not known, so the entry names nobody as having done it; whose account was meant stands in `shown`. The access log is for ever,
    /// and nobody fills it: within an hour the first few for an account at a step leave an entry each, and of names and tokens nobody has the first
    /// from a place. All are counted, by day, step and account. Either way something is written, so that an unknown name takes about as long.
    /// Tries that are slowed are not looked at: `recordSlowedSignIn`.
    /// - Parameters:
    ///   - page: the step's address: which factor was wrong.
    ///   - address: where the try came from; empty where that is not known. It is not kept.
    public func recordRefusedSignIn(page: String, meant staff: RecordID?, from address: String) async throws {
        try await countRefused([(page: page, staff: staff, tries: 1)])
        if let staff {
            guard try await isAmongFirst(Service.mostOfAccount, "\(page) \(staff)") else { return }
        } else {
            guard try await isAmongFirst(1, "\(page) from \(Attempt.place(address))") else { return }
            guard try await isAmongFirst(Service.mostOfUnknown, "\(page) of nobody") else { return }
        }
        try await accessLog.record(View("sign_in_refused", page: page, shown: staff.map { [$0] } ?? []), staff: nil)
    }

    func countRefused(_ counts: [(page: String, staff: RecordID?, tries: Int64)]) async throws {
        let (id, now, today) = (id, now, today)
        try await accessStore.write { db in
            try db.run("DELETE FROM refused_sign_in WHERE service = \(id) AND on_day < \((today - Service.refusedSignInDays).iso)")
            for (page, staff, tries) in counts {
                try db.run(
                    """
                    INSERT INTO refused_sign_in (service, on_day, account, page, tries, last_at)
                    VALUES (\(id), \(today.iso), \(staff?.description ?? ""), \(page), \(tries), \(now.iso))
                    ON CONFLICT (service, on_day, account, page)
                    DO UPDATE SET tries = refused_sign_in.tries + excluded.tries, last_at = excluded.last_at
                    """)
            }
        }
    }

    /// Refused sign-ins from a day on, the newest day first and within it the most first.
    public func refusedSignIns(since day: Day) async throws -> [RefusedSignIns] {
        let id = id
        return try await accessStore.read { db in
            try db.rows(
                """
                SELECT on_day, account, page, tries, last_at FROM refused_sign_in WHERE service = \(id) AND on_day >= \(day.iso)
                ORDER BY on_day DESC, tries DESC, last_at DESC, account, page
                """
            ) { row in
                let (page, mark) = (row.text(2) ?? "", RefusedSignIns.slowedMark)
                let wereSlowed = page.hasSuffix(mark)
                return RefusedSignIns(
                    day: row.text(0).flatMap { Day(iso: $0) } ?? day, staff: row.text(1).flatMap { RecordID($0) },
                    page: wereSlowed ? String(page.dropLast(mark.count)) : page, wereSlowed: wereSlowed,
                    tries: Int(row.integer(3) ?? 0), lastAt: try row.instant(4))
            }
        }
    }
}
