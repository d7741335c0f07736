import Casework
import Practice
import Storage

/// One seal with the records that are the child's today.
struct SealInForce {
    let seal: IdentitySeal
    let through: Int64
    /// The child's records, those of the time of the seal first.
    let files: [RecordID]
    /// Of these, those that were merged into the file since: every version of them is of an earlier identity.
    let later: Set<RecordID>
    /// The record that says who the child is now: the one that survived when it was sealed, never one that joined later.
    var own: RecordID? { files.first }

    /// Whether a version is of an earlier identity.
    func covers(_ version: Stored<Child>) -> Bool { later.contains(version.id) || version.from <= through }
}

extension Reader {
    /// What a seal covers today: a merge since brings the other entry under it, and one undone leaves what was sealed under it.
    func inForce(_ seal: IdentitySeal) throws -> SealInForce? {
        guard let survivor = seal.allFiles.first, let through = seal.through else { return nil }
        let later = Set(try aliases().group(of: survivor)).subtracting(seal.allFiles)
        return SealInForce(seal: seal, through: Int64(through), files: seal.allFiles + later.sorted(), later: later)
    }

    /// What is hidden of some seals, in the order they were made.
    func gather(_ seals: [IdentitySeal]) throws -> SealedIdentities {
        var made = SealedIdentities()
        let all = try seals.compactMap { try inForce($0) }
        var versions: [RecordID: [Stored<Child>]] = [:]
        func known(_ files: [RecordID]) throws -> [Stored<Child>] {
            let asked = files.filter { versions[$0] == nil }
            if !asked.isEmpty {
                let found = Dictionary(
                    grouping: try fetch(Child.self, where: "v.child IN (\(list(asked)))", order: "v.from_position"), by: \.id)
                for file in asked { versions[file] = found[file] ?? [] }
            }
            return files.flatMap { versions[$0] ?? [] }
        }
        var inSight: [(one: SealInForce, former: [Child])] = []
        for one in all {
            // Of several seals of a child the latest says who they are now.
            guard let own = one.own, let last = all.last(where: { $0.own == own }),
                let now = try known([own]).last(where: { $0.from <= last.through })?.value
            else { continue }
            let group = try known(one.files)
            // What the child was called since is theirs, though an entry that joined later says the same.
            let since = group.filter { $0.id == own && $0.from > one.through }.map(\.value)
            let sealed = group.filter { one.covers($0) && !one.later.contains($0.id) }.map(\.value)
            let joined = group.filter { one.later.contains($0.id) }.map(\.value)
            var former = Dictionary(
                FormerIdentity.earlier(sealed, than: now).map { ($0.field.name, $0.values) }, uniquingKeysWith: { first, _ in first })
            for (field, values) in FormerIdentity.earlier(joined, than: now) {
                former[field.name, default: []] += values.filter { value in !since.contains { field.get($0) == value } }
            }
            for file in one.files {
                made.files[file] = SealedIdentities.File(
                    now: now, own: own, through: one.later.contains(file) ? nil : one.through, former: former)
            }
            made.records.formUnion(one.seal.sealedRecords.map(\.id))
            inSight.append((one, sealed + joined))
        }
        // Words are laid out once it is known how every child reads: nobody's former name is kept for being their own.
        for (one, former) in inSight {
            guard let own = one.own else { continue }
            let now = try known([own]).compactMap { made.hide($0, Child.kind.fields)?.value }
            let ids = one.seal.sealedRecords.map(\.id)
            let homes = ids.isEmpty ? [] : try fetch(HomeAddress.self, where: "v.id IN (\(list(ids)))").map(\.value)
            let people = ids.isEmpty ? [] : try fetch(Relationship.self, where: "v.id IN (\(list(ids)))").map(\.value)
            let professionals = ids.isEmpty ? [] : try fetch(Professional.self, where: "v.id IN (\(list(ids)))").map(\.value)
            let given = Set(
                former.flatMap { [$0.givenName, $0.knownAs] }.compactMap(\.self).flatMap { Names.fold($0).split(separator: " ") })
            func words(on file: RecordID, isOwn: Bool, isStranger: Bool = false) throws {
                let (names, places) = try around(file, isOwn: isOwn, except: made.records, children: Set(one.files))
                let read = try known(try aliases().group(of: file)).compactMap { made.hide($0, Child.kind.fields)?.value }
                var words = made.words[file] ?? Redaction()
                words.keepOnly(
                    names.map { Names.fold($0).split(separator: " ").filter { !given.contains($0) }.joined(separator: " ") }
                        + read.flatMap { [$0.givenName, $0.familyName, $0.knownAs].compactMap(\.self) })
                words.hide(former: former, now: now, homes: isOwn ? places : nil, isWhole: isStranger)
                if isOwn { words.hide(homes, people, professionals, keeping: places) }
                made.words[file] = words
            }
            for file in one.files { try words(on: file, isOwn: true) }
            let (near, strangers) = try beside(one.files)
            for file in near.sorted() { try words(on: file, isOwn: false) }
            for file in strangers.subtracting(near).sorted() { try words(on: file, isOwn: false, isStranger: true) }
        }
        return made
    }

    /// Who is around a child today and where they live: on others' files whoever it was, for they are theirs.
    private func around(
        _ file: RecordID, isOwn: Bool, except sealed: Set<RecordID>, children: Set<RecordID>
    ) throws -> (names: [String], places: Set<String>) {
        let group = list(try aliases().group(of: file))
        let there: SQL = "v.child IN (\(group)) AND v.to_position IS NULL AND NOT v.withdrawn"
        let people = try fetch(Relationship.self, where: there).filter { one in
            !sealed.contains(one.id) && !(isOwn && one.endDate != nil) && one.knownChild.map { !children.contains($0) } ?? true
        }
        let professionals = try fetch(Professional.self, where: there).filter { !sealed.contains($0.id) && !(isOwn && $0.endDate != nil) }
        guard isOwn else { return (people.map(\.name) + professionals.map(\.name), []) }
        let homes = try fetch(HomeAddress.self, where: there).filter { !sealed.contains($0.id) && $0.endDate == nil }
        let places = homes.flatMap { [$0.line, $0.postcode].compactMap(\.self) }.flatMap(Redaction.parts)
        return (
            people.map(\.name) + professionals.flatMap { [$0.name, $0.agency].compactMap(\.self) }, Set(places.map(Names.joined))
        )
    }
}

extension Redaction {
    static func parts(_ address: String) -> [String] {
        address.split(whereSeparator: { ",;\n".contains($0) }).map { String($0) }
    }

    /// Takes entries that were sealed whole out of text on the child's own file.
    /// - Parameter places: parts of where the child lives today, which stay.
    fileprivate mutating func hide(
        _ homes: [HomeAddress], _ people: [Relationship], _ professionals: [Professional], keeping places: Set<String>
    ) {
        let put = FormerIdentity.removed
        for part in homes.flatMap({ [$0.line, $0.postcode].compactMap(\.self) }).flatMap(Self.parts)
        where !places.contains(Names.joined(part)) {
            hide(address: part, put: put)
        }
        for one in people {
            hide(name: one.name, put: put)
            if let phone = one.phone { hide(number: phone, put: put) }
        }
        for one in professionals {
            hide(name: one.name, put: put)
            if let agency = one.agency { hide(name: agency, put: put, isWhole: true) }
            if let phone = one.phone { hide(number: phone, put: put) }
        }
    }
}
