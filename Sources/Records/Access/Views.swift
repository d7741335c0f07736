import Casework
import Storage

extension Service {
    /// Puts a view on record; the page is sent only after this returns.
    public func record(_ view: View, by person: Person) async throws {
        try await accessLog.record(view, staff: person.id)
    }

    /// Who saw a child's file, newest first.
    public func views(of child: RecordID, limit: Int) async throws -> [SeenBy] {
        let id = id
        return try await accessStore.read { db in
            try db.rows(
                """
                SELECT at, staff, action, page, shown FROM access_entry WHERE service = \(id) AND child = \(child.uuid) ORDER BY position DESC LIMIT \(limit)
                """
            ) { row in
                SeenBy(
                    at: try row.instant(0), staff: row.id(1).map(RecordID.init), action: row.text(2) ?? "", page: row.text(3) ?? "",
                    ground: row.text(4) ?? "")
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
}
