import Casework
import Storage

/// Recomputes the access log's chain and ties each session, token and link to its entry.
struct AccessCheck {
    let service: Service
    let db: any SQLConnection
    var faults: [String] = []
    var entries: Int64 = 0
    var head = JournalHead(position: 0, hash: [])

    init(service: Service, db: any SQLConnection) {
        self.service = service
        self.db = db
    }

    /// - Parameter services: the ids there are; the log lies in a file of its own on SQLite and cannot ask.
    mutating func run(noted: JournalHead?, marks: [Int64: [UInt8]] = [:], services: [Int64]) throws {
        var marks = marks
        var seals = try self.seals()
        var previous = JournalHead(position: 0, hash: AccessEntry.genesis(service: service.code))
        var found: [String] = []
        var counted: Int64 = 0
        try db.scan(
            """
            SELECT position, at, staff, action, page, child, shown, as_at, request, session, previous, hash FROM access_entry
            WHERE service = \(service.id) ORDER BY position
            """
        ) { row in
            let position = row.integer(0) ?? 0
            let at = try? row.instant(1)
            let seal = seals.removeValue(forKey: position)
            let entry = AccessEntry(
                position: position, at: at ?? Instant(milliseconds: 0), staff: row.id(2).map(RecordID.init), action: row.text(3) ?? "",
                page: row.text(4) ?? "", child: row.id(5).map(RecordID.init), shown: row.text(6) ?? "", asAt: row.integer(7),
                request: row.text(8), session: row.integer(9), seal: seal, previous: row.blob(10) ?? [])
            let hash = row.blob(11) ?? []
            let isSpeltAsWritten = at != nil && (db.dialect == .postgres || row.text(1) == at?.iso)
            if position != previous.position + 1 { found.append("access entry \(previous.position + 1): missing") }
            if entry.previous != previous.hash { found.append("access entry \(position): does not follow the entry before it") }
            if entry.hash(service: service.code) != hash || !isSpeltAsWritten {
                found.append("access entry \(position): it, or the session it started, changed since it was written")
            }
            if seal != nil, !["sign_in", "password_again", "token_made", "account_linked"].contains(entry.action) {
                found.append("access entry \(position): a session without a sign-in")
            }
            if let noted, noted.position == position, noted.hash != hash {
                found.append("access entry \(position): is not the one noted earlier")
            }
            if let mark = marks.removeValue(forKey: position), mark != hash {
                found.append("access entry \(position): is not the one a checkpoint signed")
            }
            previous = JournalHead(position: position, hash: hash)
            counted += 1
        }
        faults += found
        (entries, head) = (counted, previous)
        for position in marks.keys.sorted() where position > 0 {
            faults.append("access entry \(position): missing; a checkpoint signed it")
        }
        for position in seals.keys.sorted() { faults.append("access entry \(position): a session without a sign-in") }
        if let noted, noted.position > head.position {
            faults.append("access entry \(head.position + 1): missing; the log was noted up to \(noted.position)")
        }
        let kept = try db.first("SELECT position, hash FROM access_head WHERE service = \(service.id)") {
            ($0.integer(0) ?? -1, $0.blob(1) ?? [])
        }
        if let kept, kept.0 != head.position || kept.1 != head.hash {
            faults.append("access entry \(head.position): is not the head the store keeps")
        }
        if kept == nil, entries > 0 { faults.append("access entry \(head.position): the log has lost its head") }
        try steps()
        try strays(services)
    }

    /// A sign-in that is not done ends within a quarter of an hour, and is somebody's of this service by a way there is. What is within those bounds is
    /// not sealed: such a row is gone once it was used, and what it let in is the sign-in's own entry.
    private mutating func steps() throws {
        let latest = Instant(milliseconds: service.now.milliseconds + Service.stepMinutes * 60_000)
        var found: [String] = []
        try db.each("SELECT ends_at, way, factor FROM sign_in_step WHERE service = \(service.id)") { row in
            let isWay = row.text(1).map { SignInWay(rawValue: $0) != nil } ?? true
            if try row.instant(0) > latest { found.append("sign-in step: one that lasts longer than a sign-in may take") }
            if !isWay || ![0, 1].contains(row.integer(2) ?? -1) { found.append("sign-in step: one that began in no way there is") }
        }
        faults += found
    }

    /// The seal of every session by its sign-in's position. Its last use is the one thing of a session that moves, and only forward to now.
    private mutating func seals() throws -> [Int64: [UInt8]] {
        var seals: [Int64: [UInt8]] = [:]
        var found: [String] = []
        let now = service.now
        try db.each("SELECT entry, token, staff, made_at, ends_at, seen_at FROM session WHERE service = \(service.id)") { row in
            let entry = row.integer(0) ?? 0
            let (made, ends, seen) = (try row.instant(3), try row.instant(4), try row.instant(5))
            let seal = AccessEntry.seal(token: row.blob(1) ?? [], staff: row.id(2).map(RecordID.init), made: made, ends: ends)
            if seals.updateValue(seal, forKey: entry) != nil { found.append("access entry \(entry): two sessions of one sign-in") }
            if seen < made || seen > max(now, made) { found.append("access entry \(entry): a session's last use is not possible") }
        }
        try db.each("SELECT entry, seal FROM session_ended WHERE service = \(service.id)") { row in
            let entry = row.integer(0) ?? 0
            if seals.updateValue(row.blob(1) ?? [], forKey: entry) != nil {
                found.append("access entry \(entry): an ended session runs again")
            }
        }
        try db.each(
            "SELECT entry, token, staff, scopes, made_by, made_at, ends_at, used_at, ended_at, name FROM api_token WHERE service = \(service.id)"
        ) { row in
            let entry = row.integer(0) ?? 0
            let (made, ends) = (try row.instant(5), try row.instant(6))
            let seal = AccessEntry.seal(
                api: row.blob(1) ?? [], staff: row.id(2).map(RecordID.init) ?? .unset, name: row.text(9) ?? "", scopes: row.text(3) ?? "",
                by: row.id(4).map(RecordID.init), made: made, ends: ends)
            if seals.updateValue(seal, forKey: entry) != nil { found.append("access entry \(entry): a session and a token of one entry") }
            for column in [7, 8] where !row.isNull(column) {
                let moment = try row.instant(column)
                if moment < made || moment > max(now, made) { found.append("access entry \(entry): a token's use or end is not possible") }
            }
        }
        try db.each("SELECT entry, staff, issuer, subject, account, made_at FROM single_sign_on_link WHERE service = \(service.id)") {
            row in
            let entry = row.integer(0) ?? 0
            let seal = AccessEntry.seal(
                link: row.id(1).map(RecordID.init) ?? .unset, issuer: row.text(2) ?? "", subject: row.text(3) ?? "",
                account: row.text(4) ?? "", made: try row.instant(5))
            if seals.updateValue(seal, forKey: entry) != nil {
                found.append("access entry \(entry): a link that was undone, or another's entry")
            }
        }
        faults += found
        return seals
    }

    private mutating func strays(_ services: [Int64]) throws {
        let known = SQL.joined(services.map { SQL("\($0)") })
        for table in [
            "access_head", "access_entry", "session", "session_ended", "api_token", "single_sign_on_link", "sign_in_step", "known_browser",
        ] {
            let stray = try db.integer("SELECT 1 FROM \(raw: table) WHERE service NOT IN (\(known)) LIMIT 1")
            if stray != nil { faults.append("access entry 0: \(table) holds rows of a service there is not") }
        }
    }
}
