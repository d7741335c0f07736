import Casework
import Storage

/// An entry of the access log as another system is told it: a line of JSON, of ids and codes, without whom a list showed but how many.
public struct OutgoingEntry: Sendable {
    public let position: Int64
    public let line: String
}

extension Service {
    /// Entries of the access log after a position, the oldest first, for another system to keep (ASVS 16.4.3).
    ///
    /// Each carries its hash in the chain: whoever rebuilds the chain here later cannot rebuild what was sent.
    public func accessLines(after position: Int64, limit: Int = 1000) async throws -> [OutgoingEntry] {
        let (id, code) = (id, code)
        return try await accessStore.read { db in
            try db.rows(
                """
                SELECT position, at, staff, action, page, child, shown, as_at, request, session, hash FROM access_entry
                WHERE service = \(id) AND position > \(position) ORDER BY position LIMIT \(limit)
                """
            ) { row in
                let (place, shown, child) = (row.integer(0) ?? 0, row.text(6) ?? "", row.id(5).map(RecordID.init))
                var parts = [
                    ("service", code.asJSON), ("position", "\(place)"), ("at", try row.instant(1).iso.asJSON),
                    ("staff", row.id(2).map { RecordID($0).description.asJSON } ?? "null"), ("action", (row.text(3) ?? "").asJSON),
                    ("page", (row.text(4) ?? "").asJSON),
                ]
                if let child {
                    parts += [("child", child.description.asJSON), ("ground", shown.asJSON)]
                } else {
                    parts.append(("shown", "\(shown.split(separator: " ").count)"))
                }
                if let asAt = row.integer(7) { parts.append(("as_at", "\(asAt)")) }
                if let request = row.text(8), !request.isEmpty { parts.append(("request", request.asJSON)) }
                if let session = row.integer(9) { parts.append(("session", "\(session)")) }
                parts.append(("hash", hexadecimal(row.blob(10) ?? []).asJSON))
                return OutgoingEntry(position: place, line: "{\(parts.map { "\($0.asJSON):\($1)" }.joined(separator: ","))}")
            }
        }
    }
}
