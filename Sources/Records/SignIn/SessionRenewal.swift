import Casework
import Storage

extension Service {
    /// Puts a new token in the place of a session's own, which is worth nothing from then on: journaled with the page where the password was given
    /// once more. When it ends at the latest stays as it was.
    /// - Returns: the token for the cookie; nil where the session has ended.
    public func renewSession(_ text: String, of person: Person, page: String) async throws -> String? {
        guard let old = Token(text) else { return nil }
        let (id, own, token) = (id, SQLValue.blob(old.hash), Token())
        let found = try await accessStore.read { db in
            try db.first(
                "SELECT ends_at, browser FROM session WHERE service = \(id) AND staff = \(person.id.uuid) AND token = \(own)"
            ) { (ends: try $0.instant(0), browser: $0.text(1) ?? "") }
        }
        guard let found else { return nil }
        let entry = try await accessLog.record(
            View("password_again", page: page), staff: person.id,
            session: AccessLog.NewSession(tokenHash: token.hash, endsAt: found.ends, browser: found.browser))
        try await moveSearches(from: old, to: token, entry: entry)
        try await end(where: "token = \(own)")
        return token.text
    }
}
