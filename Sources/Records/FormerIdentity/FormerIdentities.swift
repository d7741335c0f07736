import Casework
import Practice
import Storage

/// A sealed former identity as those named read it.
public struct FormerIdentityRead: Sendable {
    /// The child as the file was known before, oldest first; each once.
    public let earlier: [Child]
    /// The entries sealed whole, as they last stood.
    public let homes: [HomeAddress]
    public let people: [Relationship]
    public let professionals: [Professional]
    public let documents: [Stored<Document>]
}

extension Reader {
    /// What a sealing would take from sight on a file this person reads: earlier values of the fields that say who the child is.
    public func earlierIdentity(_ child: RecordID) throws -> [(field: Field<Child>, values: [Value])] {
        let files = try files(of: child)
        guard let survivor = files.first else { return [] }
        let versions = try fetch(Child.self, where: "v.child IN (\(list(files)))", order: "v.from_position")
        guard let now = versions.last(where: { $0.id == survivor })?.value else { return [] }
        return FormerIdentity.earlier(versions.map(\.value), than: now).filter { scope.sees($0.field.sensitivity) }
    }

    /// Entries of a file that may be sealed whole, with a line that names each, and whether they are likely to be of an earlier identity:
    /// what has ended, and every document, for nobody has read what is in it.
    public func sealable(_ child: RecordID) throws -> [(key: RecordKey, title: String, isLikely: Bool)] {
        let homes = try records(HomeAddress.self, child: child).map {
            (
                RecordKey(kind: "address", id: $0.id), [$0.value.line, $0.value.postcode].compactMap(\.self).joined(separator: ", "),
                $0.endDate != nil
            )
        }
        let people = try records(Relationship.self, child: child).map {
            (RecordKey(kind: "relationship", id: $0.id), $0.value.name, $0.endDate != nil)
        }
        let professionals = try records(Professional.self, child: child).map {
            (RecordKey(kind: "professional", id: $0.id), [$0.value.name, $0.agency].compactMap(\.self).joined(separator: ", "), false)
        }
        let codes = try codes()
        let documents = try records(Document.self, child: child).map {
            (
                RecordKey(kind: "document", id: $0.id),
                [codes.label("document_type", $0.value.type) ?? $0.value.type, $0.value.title, $0.value.dated?.words].compactMap(\.self)
                    .joined(separator: ", "), true
            )
        }
        return homes + people + professionals + documents
    }

    /// What stands of all a proposal would seal, as a mark that is another once any of it has changed: the child's records and their versions,
    /// and the entries'. Whoever agrees sends the mark of what they read.
    public func mark(of proposal: Stored<IdentitySeal>) throws -> String {
        let whole = wholeFormer("what a proposal to seal would seal")
        guard let child = RecordID(proposal.value.child) else { return "" }
        let files = try whole.aliases().group(of: child)
        var parts = ["\(proposal.id) \(proposal.from)"] + files.map(\.description)
        parts += try whole.fetch(Child.self, where: "v.child IN (\(list(files))) AND v.to_position IS NULL", only: []).map {
            "\($0.id) \($0.from)"
        }.sorted()
        for kind in allKinds where FormerIdentity.kinds.contains(kind.name) {
            let ids = proposal.value.sealedRecords.filter { $0.kind == kind.name }.map(\.id)
            if !ids.isEmpty { parts += try whole.standing(kind.type, ids).sorted() }
        }
        return sha256Hex(Array(parts.joined(separator: "\n").utf8))
    }

    private func standing<R: RecordKind>(_ type: R.Type, _ ids: [RecordID]) throws -> [String] {
        try fetch(type, where: "v.id IN (\(list(ids))) AND v.to_position IS NULL AND NOT v.withdrawn", only: []).map {
            "\($0.id) \($0.from)"
        }
    }

    /// Who may be named in a seal: whoever works here today and opens files.
    func mayBeNamed(on day: Day) throws -> Set<RecordID> {
        let gone = Set(try serviceRecords(Staff.self).filter { $0.disabled == true }.map(\.id))
        return try staff(on: day) { Access($0).may(.openFile) }.subtracting(gone)
    }

    /// Who may be named, with their names, in order.
    public func identityReaders(on day: Day) throws -> [StaffName] {
        let able = try wholeNow("who may be named in a seal").mayBeNamed(on: day)
        return try staffByName().filter { able.contains($0.id) }
    }

    /// The seals and proposals of a file, oldest first. The program's own: who may know of them is asked by `identities(of:)`.
    func identitySeals(of child: RecordID) throws -> [Stored<IdentitySeal>] {
        // Whatever joined whatever since.
        let group = try aliases().group(of: child)
        return try serviceRecords(IdentitySeal.self).filter { $0.value.seal == nil }.filter { one in
            group.contains { one.value.child == $0.description || one.value.allFiles.contains($0) }
        }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }

    /// What this person may know of: proposals that wait, where the person may agree to them; seals that name them, with their openings.
    public func identities(of child: RecordID) throws -> (
        waiting: Stored<IdentitySeal>?, seals: [(seal: Stored<IdentitySeal>, openings: [Stored<IdentityOpening>])]
    ) {
        guard let person = scope.person, let survivor = try files(of: child).first else { return (nil, []) }
        let whole = wholeNow("what a person may know of sealed identities")
        let all = try whole.identitySeals(of: survivor)
        let named = all.filter { $0.opens(to: person) }
        let openings = try named.isEmpty ? [] : whole.serviceRecords(IdentityOpening.self)
        return (
            person.access.may(.sealIdentities) ? all.first { $0.answer == nil } : nil,
            named.map { seal in
                (seal, openings.filter { $0.value.seal == seal.id }.sorted { ($0.openedAt, $0.id) > ($1.openedAt, $1.id) })
            }
        )
    }

    /// Proposals that wait for a second person, of files that open to this one.
    public func identityProposals() throws -> [(child: RecordID, seal: Stored<IdentitySeal>)] {
        guard let person = scope.person, person.access.may(.sealIdentities) else { return [] }
        return try wholeNow("proposals to seal").serviceRecords(IdentitySeal.self).filter { $0.answer == nil && $0.value.seal == nil }
            .compactMap { one in
                try RecordID(one.value.child).flatMap { try opens($0) ? ($0, one) : nil }
            }
    }

    /// What a seal covers, while an opening of this person's runs; nil otherwise.
    public func formerIdentity(_ id: RecordID, of child: RecordID) throws -> FormerIdentityRead? {
        let known = try identities(of: child)
        guard let person = scope.person, let (seal, openings) = known.seals.first(where: { $0.seal.id == id }),
            openings.contains(where: { $0.staff == person.id && $0.endsAt > service.now })
        else { return nil }
        let whole = wholeFormer("a sealed identity opened with a reason")
        guard let inForce = try whole.inForce(seal.value) else { return nil }
        // What an earlier seal covers is that one's to open.
        let before = try whole.identitySeals(of: child).filter { $0.answer == "SEALED" }.compactMap(\.through).filter {
            $0 < Int(inForce.through)
        }
        .max()
        var earlier: [Child] = []
        let files = inForce.files
        let fields = Child.kind.fields.filter { FormerIdentity.fields.contains($0.name) && scope.sees($0.sensitivity) }
        for version in try whole.fetch(Child.self, where: "v.child IN (\(list(files)))", order: "v.from_position")
        where inForce.covers(version) && (inForce.later.contains(version.id) || version.from > Int64(before ?? 0)) {
            var shown = Child()
            for field in fields { _ = field.set(&shown, field.get(version.value)) }
            if !earlier.contains(where: { one in fields.allSatisfy { $0.get(one) == $0.get(shown) } }) { earlier.append(shown) }
        }
        func sealed<R: RecordKind>(_ type: R.Type) throws -> [Stored<R>] {
            let ids = seal.value.sealedRecords.filter { $0.kind == R.kind.name }.map(\.id)
            guard !ids.isEmpty, scope.sees(R.kind.sensitivity) else { return [] }
            return try whole.fetch(type, where: "v.child IN (\(list(files))) AND v.id IN (\(list(ids))) AND v.to_position IS NULL")
        }
        return FormerIdentityRead(
            earlier: earlier, homes: try sealed(HomeAddress.self).map(\.value), people: try sealed(Relationship.self).map(\.value),
            professionals: try sealed(Professional.self).map(\.value),
            documents: try sealed(Document.self).filter { scope.sees($0.value.contentSensitivity) })
    }
}
