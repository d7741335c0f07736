import Casework
import Storage

/// One thing seen: written, and on disk, before the page that shows it is sent.
public struct View: Sendable {
    /// `open`, `list`, `search`, `figure`, `export`, `print`, `download`, `sign_in`, `sign_in_refused`, `password_again`, `sign_out`,
    /// `sessions_ended`, `token_made`, `token_ended`, `account_linked`, `account_unlinked` (whose, in `shown`), `refused`,
    /// `refused_from_elsewhere`, `refused_form_of_another`, `refused_forged`, `sign_in_slowed` (whose account was meant, in `shown`).
    public let action: String
    /// The page's pattern (`/children/{child}`), never the address itself.
    public let page: String
    public let child: RecordID?
    /// The ids shown on a list; empty for a page about one child.
    public let shown: [RecordID]
    /// The journal position the page was read at; nil for now.
    public let asAt: Int64?
    /// For a page about one child, why the file was open: a `Relation`, or `role`. Kept where a list keeps its ids.
    public let ground: String?

    public init(
        _ action: String, page: String, child: RecordID? = nil, shown: [RecordID] = [], asAt: Int64? = nil, ground: String? = nil
    ) {
        self.ground = child == nil ? nil : ground
        self.action = action
        self.page = page
        self.child = child
        self.shown = shown
        self.asAt = asAt
    }
}

/// The access log of one service: a hash chain of its own. Views that wait at the same time share one commit.
struct AccessLog: Sendable {
    private let store: any SQLStore
    private let service: Int64
    private let code: String
    private let clock: @Sendable () -> Instant
    private let commits = SharedCommit<Pending, Int64>()

    struct Pending: Sendable {
        let staff: RecordID?
        let view: View
        /// From where it was asked for.
        let asking: Asking
        /// A session that starts with this entry.
        let session: NewSession?
        /// A token for programs that is made with it.
        let token: NewToken?
        /// An account elsewhere that signs somebody in from this entry on.
        let link: NewLink?
    }

    struct NewLink: Sendable {
        let staff: RecordID
        let account: OutsideAccount
    }

    struct NewToken: Sendable {
        let hash: [UInt8]
        let staff: RecordID
        let name: String
        let scopes: String
        let endsAt: Instant
    }

    struct NewSession: Sendable {
        let tokenHash: [UInt8]
        let endsAt: Instant
        /// What kind of browser it was started from, in words.
        let browser: String
    }

    init(store: any SQLStore, service: Int64, code: String, clock: @escaping @Sendable () -> Instant) {
        self.store = store
        self.service = service
        self.code = code
        self.clock = clock
    }

    /// Returns the entry's position once it is on disk.
    @discardableResult
    func record(
        _ view: View, staff: RecordID?, session: NewSession? = nil, token: NewToken? = nil, link: NewLink? = nil
    ) async throws -> Int64 {
        let (store, service, code, clock) = (store, service, code, clock)
        let entry = Pending(staff: staff, view: view, asking: Asking.current, session: session, token: token, link: link)
        return try await commits.add(entry) { entries in
            let now = clock()
            return try await store.write { db in try AccessLog.append(entries, db, service: service, code: code, now: now) }
        }
    }

    private static func append(_ entries: [Pending], _ db: any SQLConnection, service: Int64, code: String, now: Instant) throws -> [Int64]
    {
        let genesis = AccessEntry.genesis(service: code)
        try db.run(
            """
            INSERT INTO access_head (service, position, hash) VALUES (\(service), \(Int64(0)), \(SQLValue.blob(genesis)))
            ON CONFLICT (service) DO NOTHING
            """)
        let head = try db.first("SELECT position, hash FROM access_head WHERE service = \(service)\(sqlite: "", postgres: " FOR UPDATE")") {
            ($0.integer(0) ?? 0, $0.blob(1) ?? [])
        }
        guard var (position, previous) = head else { throw Broken("the access log has no head") }
        var rows: [[SQLValue]] = []
        var positions: [Int64] = []
        for one in entries {
            position += 1
            let entry = AccessEntry(
                position: position, at: now, staff: one.staff, action: one.view.action, page: one.view.page, child: one.view.child,
                shown: one.view.ground ?? one.view.shown.map(\.description).joined(separator: " "), asAt: one.view.asAt,
                request: one.asking.request, session: one.asking.session,
                seal: one.session.map { AccessEntry.seal(token: $0.tokenHash, staff: one.staff, made: now, ends: $0.endsAt) }
                    ?? one.token.map {
                        AccessEntry.seal(
                            api: $0.hash, staff: $0.staff, name: $0.name, scopes: $0.scopes, by: one.staff, made: now, ends: $0.endsAt)
                    }
                    ?? one.link.map {
                        AccessEntry.seal(
                            link: $0.staff, issuer: $0.account.issuer, subject: $0.account.subject, account: $0.account.name, made: now)
                    },
                previous: previous)
            previous = entry.hash(service: code)
            positions.append(position)
            rows.append([
                .integer(service), .integer(position), .text(now.iso), one.staff.map { .id($0.uuid) } ?? .null, .text(entry.action),
                .text(entry.page),
                entry.child.map { .id($0.uuid) } ?? .null, .text(entry.shown), entry.asAt.map { .integer($0) } ?? .null,
                .blob(entry.previous),
                .blob(previous), .text(entry.request ?? ""), entry.session.map { .integer($0) } ?? .null,
            ])
            if let session = one.session, let staff = one.staff {
                try db.run(
                    """
                    INSERT INTO session (token, service, staff, entry, made_at, seen_at, ends_at, browser)
                    VALUES (\(SQLValue.blob(session.tokenHash)), \(service), \(staff.uuid), \(position), \(now.iso), \(now.iso),
                    \(session.endsAt.iso), \(session.browser))
                    """)
            }
            if let token = one.token, let staff = one.staff {
                try db.run(
                    """
                    INSERT INTO api_token (service, entry, token, staff, name, scopes, made_by, made_at, ends_at)
                    VALUES (\(service), \(position), \(SQLValue.blob(token.hash)), \(token.staff.uuid), \(token.name), \(token.scopes),
                    \(staff.uuid), \(now.iso), \(token.endsAt.iso))
                    """)
            }
            if let link = one.link { try SingleSignOnTables.add(link, db, service: service, entry: position, now: now) }
        }
        try db.insert(
            into: "access_entry",
            columns: [
                "service", "position", "at", "staff", "action", "page", "child", "shown", "as_at", "previous", "hash", "request", "session",
            ],
            rows: rows)
        try db.run("UPDATE access_head SET position = \(position), hash = \(SQLValue.blob(previous)) WHERE service = \(service)")
        return positions
    }
}
