import Casework
import Storage

extension Service {
    /// Ends the session that asks.
    public func endSession(_ token: String, person: Person) async throws {
        guard let token = Token(token) else { return }
        try await record(View("sign_out", page: "/sign-out"), by: person)
        try await end(where: "token = \(SQLValue.blob(token.hash))")
    }

    /// Ends the session a browser had before it signed in anew.
    public func replaceSession(_ token: String?) async throws {
        if let token = token.flatMap({ Token($0) }) { try await end(where: "token = \(SQLValue.blob(token.hash))") }
    }

    /// Ends one of a person's own sessions, by its sign-in.
    /// - Returns: false where that sign-in is not theirs, and then nothing is done; true also where it had ended already.
    @discardableResult
    public func endSession(entry: Int64, of person: Person) async throws -> Bool {
        let id = id
        let (isTheirs, runs) = try await accessStore.read { db in
            let own: SQL = "service = \(id) AND staff = \(person.id.uuid)"
            return (
                try db.integer(
                    "SELECT 1 FROM access_entry WHERE \(own) AND position = \(entry) AND action IN ('sign_in', 'password_again')") != nil,
                try db.integer("SELECT 1 FROM session WHERE \(own) AND entry = \(entry)") != nil
            )
        }
        guard isTheirs, runs else { return isTheirs }
        try await record(View("sessions_ended", page: "/account", shown: [person.id]), by: person)
        try await end(where: "entry = \(entry) AND staff = \(person.id.uuid)")
        return true
    }

    /// Ends every session of a member of staff: on disabling, on a new password, and when asked.
    /// - Parameter kept: the cookie of the one that goes on.
    public func endSessions(of staff: RecordID, but kept: String? = nil) async throws {
        guard let kept = kept.flatMap({ Token($0) }) else { return try await end(where: "staff = \(staff.uuid)") }
        try await end(where: "staff = \(staff.uuid) AND token <> \(SQLValue.blob(kept.hash))")
    }

    /// The same at somebody's wish, who is named in the access log with whose sessions they were.
    public func endSessions(of staff: RecordID, by person: Person, page: String) async throws {
        guard staff == person.id || person.access.may(.manageStaff) else { throw NotAllowed() }
        try await record(View("sessions_ended", page: page, shown: [staff]), by: person)
        try await endSessions(of: staff)
    }

    /// An ended session leaves its seal behind, for the sign-in's entry was hashed over it.
    func end(where condition: SQL) async throws {
        let id = id
        try await accessStore.write { db in
            let ended = try db.rows(
                "SELECT entry, token, staff, made_at, ends_at FROM session WHERE service = \(id) AND \(condition)\(sqlite: "", postgres: " FOR UPDATE")"
            ) { row in
                let seal = AccessEntry.seal(
                    token: row.blob(1) ?? [], staff: row.id(2).map(RecordID.init), made: try row.instant(3), ends: try row.instant(4))
                return (entry: row.integer(0) ?? 0, seal: seal)
            }
            for one in ended {
                try db.run("INSERT INTO session_ended (service, entry, seal) VALUES (\(id), \(one.entry), \(SQLValue.blob(one.seal)))")
                try db.run("DELETE FROM session_search WHERE service = \(id) AND session = \(one.entry)")
                try db.run("DELETE FROM session WHERE service = \(id) AND entry = \(one.entry)")
            }
        }
    }
}
