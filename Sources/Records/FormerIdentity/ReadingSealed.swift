import Casework
import Practice
import Storage

extension Reader {
    /// The same snapshot with former identities in it: for the program where it compares or keeps what records truly hold, and for those named.
    func seeingFormer() -> Reader { Reader(db: db, service: service, scope: scope, readsFormer: true) }

    /// Everything as known now, former identities included.
    func wholeFormer(_ reason: String) -> Reader {
        Reader(db: db, service: service, scope: .wholeService(reason: reason), readsFormer: true)
    }

    /// What is sealed today, whatever moment is read.
    func sealedIdentities() throws -> SealedIdentities {
        if readsFormer { return SealedIdentities() }
        if let cachedIdentities { return cachedIdentities }
        let whole = wholeFormer("what is sealed of former identities")
        let seals = try reference("identity seals", of: ["identity_seal"]) {
            try whole.fetch(
                IdentitySeal.self, where: "v.answer = 'SEALED' AND NOT v.withdrawn AND v.to_position IS NULL", order: "v.through")
        }
        // Who tells of such a child changes with these kinds; what the child was called does not.
        let erased = try reference("words of erased seals", of: ["erasure"]) { try ErasedWords(db, service: service.id) }
        let made =
            try seals.isEmpty && erased == nil
            ? SealedIdentities()
            : reference("sealed identities", of: Self.tellsOfIdentities) {
                var all = try whole.gather(seals.map(\.value))
                erased?.add(to: &all.words)
                return all
            }
        cachedIdentities = made
        return made
    }

    private static let tellsOfIdentities = [
        "identity_seal", "erasure", "child", "merge", "relationship", "address", "professional", "offence", "panel_item",
    ]

    /// Records without what is sealed of former identities.
    func withoutFormer<R: RecordKind>(_ found: [Stored<R>], _ shape: Shape<R>) throws -> [Stored<R>] {
        guard R.kind.scope == .child, !found.isEmpty else { return found }
        let sealed = try sealedIdentities()
        return sealed.isEmpty ? found : found.compactMap { sealed.hide($0, shape.fields) }
    }

    /// A reason for a change may name what the child was called.
    func takeFormer(out trails: inout [Int64: Trail]) throws {
        let sealed = try sealedIdentities()
        let noted = trails.values.filter { $0.note != nil }.map(\.position)
        guard !sealed.isEmpty, !noted.isEmpty else { return }
        for start in stride(from: 0, to: noted.count, by: 500) {
            let some = SQL.joined(noted[start..<min(start + 500, noted.count)].map { SQL("\($0)") }, separator: ", ")
            try db.each(
                "SELECT DISTINCT position, child FROM journal_row WHERE service = \(service.id) AND child IS NOT NULL AND position IN (\(some))"
            ) { row in
                guard let position = row.integer(0), let child = row.id(1).map(RecordID.init) else { return }
                let clean = trails[position]?.note.map { sealed.clean($0, of: child) }
                trails[position]?.note = clean
            }
        }
    }
}
