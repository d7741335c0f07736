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
    public func views(of child: RecordID, limit: Int) async throws -> [SeenBy] {
        let id = id
        return try await accessStore.read { db in
            try db.rows(
                """
                SELECT at, staff, action, page, shown, request, session FROM access_entry WHERE service = \(id) AND child = \(child.uuid)
                ORDER BY position DESC LIMIT \(limit)
                """
            ) { row in
                SeenBy(
                    at: try row.instant(0), staff: row.id(1).map(RecordID.init), action: row.text(2) ?? "", page: row.text(3) ?? "",
                    ground: row.text(4) ?? "", request: row.text(5) ?? "", session: row.integer(6))
            }
        }
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
