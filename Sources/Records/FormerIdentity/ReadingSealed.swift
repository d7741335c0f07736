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
        let made =
            try seals.isEmpty
            ? SealedIdentities()
            : reference("sealed identities", of: ["identity_seal", "erasure", "child", "relationship", "offence"]) {
                try whole.gather(seals.map(\.value))
            }
        cachedIdentities = made
        return made
    }

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

    private func gather(_ seals: [IdentitySeal]) throws -> SealedIdentities {
        var made = SealedIdentities()
        for seal in seals {
            let files = seal.allFiles
            guard let survivor = files.first, let through = seal.through.map({ Int64($0) }) else { continue }
            let versions = try fetch(Child.self, where: "v.child IN (\(list(files)))", order: "v.from_position")
            guard let now = versions.last(where: { $0.id == survivor && $0.from <= through })?.value else { continue }
            let former = versions.filter { $0.id != survivor || $0.from <= through }.map(\.value)
            let earlier = Dictionary(
                FormerIdentity.earlier(former, than: now).map { ($0.field.name, $0.values) }, uniquingKeysWith: { first, _ in first })
            for file in files {
                made.files[file] = SealedIdentities.File(now: now, through: file == survivor ? through : nil, former: earlier)
            }
            let keys = seal.sealedRecords
            made.records.formUnion(keys.map(\.id))
            let ids = keys.map(\.id)
            let homes = ids.isEmpty ? [] : try fetch(HomeAddress.self, where: "v.id IN (\(list(ids)))").map(\.value)
            let people = ids.isEmpty ? [] : try fetch(Relationship.self, where: "v.id IN (\(list(ids)))").map(\.value)
            func words(keeping names: [String], over first: Redaction?) -> Redaction {
                var words = first ?? Redaction()
                words.keep(names)
                words.hide(former: former, now: now)
                for home in homes {
                    for line in [home.line, home.postcode].compactMap(\.self) { words.hide(address: line, put: FormerIdentity.removed) }
                }
                for person in people { words.hide(name: person.name, put: FormerIdentity.removed) }
                return words
            }
            for file in files { made.words[file] = words(keeping: [], over: made.words[file]) }
            for (other, names) in try besides(files) { made.words[other] = words(keeping: names, over: made.words[other]) }
        }
        return made
    }

    /// Files that tell of a child by name: their family's, and those of who was in an offence with them; each with its own child's names,
    /// which stay.
    private func besides(_ files: [RecordID]) throws -> [(RecordID, [String])] {
        var others: Set<RecordID> = []
        for one in try fetch(Relationship.self, where: "v.known_child IN (\(list(files)))", only: ["known_child"]) {
            if let child = one.child { others.insert(child) }
        }
        for one in try fetch(Relationship.self, where: "v.child IN (\(list(files)))", only: ["known_child"]) {
            if let child = one.knownChild { others.insert(child) }
        }
        for one in try fetch(Offence.self, where: "v.child IN (\(list(files)))", only: ["co_defendants"]) {
            others.formUnion(one.coDefendants)
        }
        for file in files {
            for one in try fetch(Offence.self, where: "v.co_defendants LIKE \("%\(file)%")", only: ["co_defendants"]) {
                if let child = one.child { others.insert(child) }
            }
        }
        others.subtract(files)
        guard !others.isEmpty else { return [] }
        let names = try fetch(Child.self, where: "v.child IN (\(list(others.sorted())))", only: ["given_name", "family_name", "known_as"])
        return Dictionary(grouping: names, by: \.id).map { id, versions in
            (id, versions.flatMap { [$0.givenName, $0.familyName, $0.knownAs].compactMap(\.self) })
        }
    }
}
