import Casework
import Storage

extension Service {
    /// Puts a view on record; the page is sent only after this returns.
    public func record(_ view: View, by person: Person) async throws {
        try await record(view, of: person.id)
    }

    /// The same where only the account is known.
    public func record(_ view: View, of staff: RecordID) async throws { try await accessLog.record(view, staff: staff) }

    /// Who saw a child's file, newest first.
    public func views(_ asked: ViewFilter, offset: Int = 0, limit: Int) async throws -> [SeenBy] {
        let condition = asked.condition(id)
        return try await accessStore.read { db in
            try db.rows(
                "SELECT at, staff, action, page, shown, request, session FROM access_entry WHERE " + condition
                    + " ORDER BY position DESC LIMIT \(limit) OFFSET \(offset)"
            ) { row in
                SeenBy(
                    at: try row.instant(0), staff: row.id(1).map(RecordID.init), action: row.text(2) ?? "", page: row.text(3) ?? "",
                    ground: row.text(4) ?? "", request: row.text(5) ?? "", session: row.integer(6))
            }
        }
    }

    /// How often each person saw it.
    public func viewers(_ asked: ViewFilter) async throws -> [RecordID: Int] {
        let condition = asked.condition(id)
        return try await accessStore.read { db in
            let found = try db.rows("SELECT staff, count(*) FROM access_entry WHERE " + condition + " AND staff IS NOT NULL GROUP BY staff")
            {
                ($0.id(0).map(RecordID.init), Int($0.integer(1) ?? 0))
            }
            return Dictionary(found.compactMap { staff, count in staff.map { ($0, count) } }, uniquingKeysWith: +)
        }
    }
}

/// Which of the times somebody saw a child's file are asked for.
public struct ViewFilter: Sendable {
    /// The child's records: those merged into it as well, for it was seen under each.
    public var files: [RecordID]
    public var staff: RecordID?
    /// Both ends included.
    public var between: ClosedRange<Instant>?

    public init(files: [RecordID], staff: RecordID? = nil, between: ClosedRange<Instant>? = nil) {
        (self.files, self.staff, self.between) = (files, staff, between)
    }

    fileprivate func condition(_ service: Int64) -> SQL {
        let whose = SQL.joined(files.map { SQL("\($0.uuid)") })
        var all: SQL = "service = \(service) AND "
        all += files.isEmpty ? "1 = 0" : "child IN (" + whose + ")"
        if let staff { all += " AND staff = \(staff.uuid)" }
        if let between { all += " AND at >= \(between.lowerBound.iso) AND at <= \(between.upperBound.iso)" }
        return all
    }
}

/// One time somebody saw a child's file.
public struct SeenBy: Sendable {
    public let at: Instant
    public let staff: RecordID?
    public let action: String
    public let page: String
    /// Why the file was open: a `Relation`, `role`, or empty where it is not known (an entry of an earlier Waymark).
    public let ground: String
    /// The request's number in the program's log; empty in an entry of an earlier Waymark.
    public let request: String
    /// What names the session or token that asked: the entry it began with.
    public let session: Int64?
}
