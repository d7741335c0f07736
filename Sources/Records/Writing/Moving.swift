import Casework
import Storage

extension Service {
    /// Kinds that stay with the file they are on: who the child is, who may open it and who works with it.
    public static let staying: Set<String> = [
        "child", "merge", "allocation", "restriction", "break_glass", "hold", "subject_access", "subject_access_change", "sealed_entry",
    ]

    /// Moves an entry that is on the wrong child's file to the right one, with every record that hangs on it and with their histories; seals
    /// what stood on the wrong file, and opens a breach. One transaction, an entry of the journal for each version moved.
    ///
    /// What was known before stays as it was: at an earlier moment the entry is on the file it was on (decision 0085).
    /// - Parameter reason: in the person's words, kept as the note of the entry that removes it: sealed with what was removed, for it may name
    ///   either child.
    /// - Returns: the entry's new key, and the breach.
    /// - Throws: `Problems` with a sentence; `NotAllowed` where the person may not, or a file does not open to them.
    public func move(_ key: RecordKey, of child: RecordID, to other: RecordID, reason: String, by person: Person) async throws -> (
        record: RecordID, breach: RecordID
    ) {
        guard person.access.may(.keepBreaches) else { throw NotAllowed() }
        return try await store.write { db in
            let scope = Scope.wholeService(reason: "moving an entry", for: person)
            var writer = try begin(db, scope)
            let plan = try MovePlan(key, of: child, to: other, Reader(db: db, service: self, scope: Scope(person)), writer)
            let action = "\(key.kind).move"
            for step in 0..<plan.steps {
                plan.write(step, writer)
                try finish(writer, action: action, note: nil)
                writer = try begin(db, scope)
            }
            plan.remove(writer)
            try finish(writer, action: action, note: reason)
            writer = try begin(db, scope)
            let breach = try plan.mark(writer, by: person.id)
            try finish(writer, action: action, note: nil)
            try plan.takeDrafts(db, service: id)
            return (plan.new[key.id] ?? key.id, breach)
        }
    }
}

extension Reader {
    /// The entries whose history nobody reads but whom `Permission.readSealed` lets.
    func sealed() throws -> Set<RecordID> {
        guard let person = scope.person, !person.access.may(.readSealed) else { return [] }
        return try sealedEntries()
    }

    /// The entries that were taken off a file they should not have been on.
    func sealedEntries() throws -> Set<RecordID> {
        Set(
            try db.rows("SELECT record FROM sealed_entry_version WHERE service = \(service.id) AND to_position IS NULL AND NOT withdrawn") {
                $0.text(0).flatMap { RecordID($0) }
            }.compactMap(\.self))
    }
}
