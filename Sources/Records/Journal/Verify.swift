import Casework
import Storage

/// What `verify` found.
public struct Verification: Sendable {
    public var entries: Int64 = 0
    public var versions: Int64 = 0
    public var head: JournalHead
    public var accessEntries: Int64 = 0
    public var accessHead: JournalHead
    /// Sentences naming each broken entry, the first first; at most a hundred.
    public var faults: [String] = []
    public var isWhole: Bool { faults.isEmpty }
}

extension Service {
    /// Recomputes every hash: each entry from the one before, each version from its row, each row from its entry, each document's content, and
    /// each session from its sign-in.
    ///
    /// Finds a changed column, a deleted, inserted or swapped row, a reopened version, and, given the heads noted earlier, a dropped tail.
    /// Whoever can write to the database could still rebuild a whole chain: signed checkpoints kept elsewhere find that (docs/security.md).
    /// - Parameters:
    ///   - checkpoints: those of this service; one that `publicKey` did not sign is a fault itself.
    public func verify(
        noted: JournalHead? = nil, notedAccess: JournalHead? = nil, checkpoints: [Checkpoint] = [], publicKey: Checkpoint.PublicKey? = nil
    ) async throws -> Verification {
        let own = checkpoints.filter { $0.service == code }
        let forged = own.filter { one in publicKey.map { !one.isSigned(by: $0) } ?? true }.map {
            "checkpoint of \($0.at.iso): not signed with that key"
        }
        func marks(_ head: (Checkpoint) -> JournalHead) -> [Int64: [UInt8]] {
            Dictionary(own.map { (head($0).position, head($0).hash) }, uniquingKeysWith: { first, _ in first })
        }
        let (marks, accessMarks) = (marks(\.journal), marks(\.access))
        // Rows of a service there is not are nobody's: only the whole store shows them.
        let (found, services) = try await store.reaching(.whole).read { db in
            let erased = try Erased(service: self, db: db)
            let check = JournalCheck(service: self, db: db, erased: erased)
            try check.run(noted: noted, marks: marks)
            let services = try db.rows("SELECT id FROM service") { $0.integer(0) ?? 0 }
            var result = Verification(head: check.head, accessHead: check.head)
            // First, because a table without its policy shows no rows, and then everything seems to be missing.
            let unguarded = try RowSecurity.unguarded(db).map { "table \($0): row-level security is off, not forced or altered" }
            let content = try ContentCheck(service: self, db: db, erased: erased.contents).faults()
            (result.entries, result.versions, result.faults) = (check.entries, check.versions, unguarded + check.sentences + content)
            return (result, services)
        }
        let access = try await accessStore.reaching(.whole).read { db in
            var check = AccessCheck(service: self, db: db)
            try check.run(noted: notedAccess, marks: accessMarks, services: services)
            return (faults: check.faults, entries: check.entries, head: check.head)
        }
        var result = found
        (result.accessEntries, result.accessHead) = (access.entries, access.head)
        result.faults = Array((forged + result.faults + access.faults).prefix(100))
        return result
    }
}
