import Casework
import Practice
import Storage

extension Service {
    /// Proposes that a child's former identity is sealed. Nothing is hidden until somebody else agrees.
    /// - Parameters:
    ///   - basis: what it rests on; names nobody.
    ///   - records: entries that are sealed whole, of `FormerIdentity.kinds`.
    ///   - readers: who may open it afterwards, each time with a reason: two people at least.
    /// - Throws: `Problems` with a sentence a field; `NotAllowed` where the person may not, or the file does not open to them.
    @discardableResult
    public func proposeSeal(
        of child: RecordID, why: String, basis: String, records: [RecordKey], readers: [RecordID], by person: Person
    ) async throws -> RecordID {
        guard person.access.may(.sealIdentities) else { throw NotAllowed() }
        return try await write(.wholeService(reason: "proposing to seal an identity", for: person), action: "identity.propose") { writer in
            let mine = Reader(db: writer.db, service: self, scope: Scope(person))
            let files = try mine.files(of: child)
            guard let survivor = files.first else { throw NotAllowed() }
            var problems: [Problem] = []
            if try writer.reader.identitySeals(of: survivor).contains(where: { $0.answer == nil }) {
                problems.append(Problem(field: "", message: "Somebody proposed it already: it waits for an answer."))
            }
            if try !writer.reader.codes().inForce("identity_reason", on: today).contains(where: { $0.token == why }) {
                problems.append(Problem(field: "why", message: "Choose why it is sealed."))
            }
            if basis.isEmpty { problems.append(Problem(field: "basis", message: "Say what it rests on.")) }
            let able = try writer.reader.mayBeNamed(on: today)
            if Set(readers).count < 2 || !able.isSuperset(of: readers) {
                let message = "Name at least two people who work here and open files: whoever opens it is reviewed by another."
                problems.append(Problem(field: "readers", message: message))
            }
            let there = try Set(mine.sealable(child).map(\.key))
            if !there.isSuperset(of: records) {
                problems.append(Problem(field: "records", message: "One of these entries is not here any more. Look at the list again."))
            }
            if try records.isEmpty && mine.earlierIdentity(child).isEmpty {
                let message = "Nothing on this file is of an earlier identity. Write down who the child is now first, under Details."
                problems.append(Problem(field: "", message: message))
            }
            guard problems.isEmpty else { throw Problems(problems) }
            var seal = IdentitySeal()
            (seal.child, seal.files) = (survivor.description, files.map(\.description).joined(separator: " "))
            (seal.why, seal.basis, seal.readers) = (why, basis, Array(Set(readers)).sorted())
            seal.records = records.isEmpty ? nil : records.map { "\($0.kind):\($0.id)" }.joined(separator: " ")
            (seal.proposedBy, seal.proposedAt) = (person.id, writer.recordedAt)
            return try writer.create(seal)
        }
    }

    /// Agrees to a proposal, and from then on nobody but those named reads what it seals; or declines it, or takes one's own back.
    /// - Parameters:
    ///   - from: the version that was before the person; where another stands by now nothing is done.
    ///   - mark: of what the person read (`Reader.mark(of:)`); where anything of it changed since nothing is sealed.
    ///   - note: why not, where it is declined; names nobody.
    /// - Throws: `Problems`; `Conflict` where somebody answered first or something changed; `NotAllowed` for agreeing to one's own.
    public func answerSeal(_ id: RecordID, from: Int64, agrees: Bool, mark: String = "", note: String = "", by person: Person) async throws
    {
        guard person.access.may(.sealIdentities) else { throw NotAllowed() }
        let action = agrees ? "identity.seal" : "identity.decline"
        try await write(.wholeService(reason: "answering a proposal to seal an identity", for: person), action: action) { writer in
            guard let seal = try writer.reader.serviceRecord(IdentitySeal.self, id: id), seal.value.seal == nil,
                let child = RecordID(seal.value.child),
                let survivor = try Reader(db: writer.db, service: self, scope: Scope(person)).files(of: child).first
            else { throw NotAllowed() }
            guard seal.answer == nil, seal.from == from else { throw Conflict(kind: IdentitySeal.kind.name, id: id) }
            guard !agrees || seal.proposedBy != person.id else { throw NotAllowed() }
            if !agrees, note.isEmpty { throw Problems([Problem(field: "note", message: "Say why not.")]) }
            if agrees {
                guard try writer.reader.mark(of: seal) == mark else { throw Conflict(kind: IdentitySeal.kind.name, id: id) }
                if try writer.reader.mayBeNamed(on: today).intersection(seal.readers).count < 2 {
                    let message = "Fewer than two of those named could open it now. Decline it, so that it is proposed again with others."
                    throw Problems([Problem(field: "", message: message)])
                }
            }
            let files = try writer.reader.aliases().group(of: survivor)
            try writer.correct(IdentitySeal.self, child: nil, id: id, from: from) { one in
                (one.answer, one.answeredBy, one.answeredAt) = (agrees ? "SEALED" : "DECLINED", person.id, writer.recordedAt)
                guard agrees else { return one.note = note }
                // What was merged or corrected since is of the former identity too.
                (one.child, one.files) = (survivor.description, files.map(\.description).joined(separator: " "))
                one.through = Int(writer.position)
            }
            // Lists, search and tasks are made anew of what is left.
            if agrees { for file in files { writer.touchWhole(file) } }
        }
    }

    /// Opens a sealed identity to one of those named, for the time the service's setting gives. Journaled; another of those named reviews it.
    /// - Throws: `Problems` for a reason that cannot stand; `NotAllowed` for who is not named.
    @discardableResult
    public func openIdentity(_ seal: RecordID, reason: String, by person: Person) async throws -> RecordID {
        if let wrong = BreakGlass.refusal(of: reason) {
            let message = wrong.replacing("the file has", with: "it has").replacing(
                ": who may be harmed, or what would be missed", with: "")
            throw Problems([Problem(field: "reason", message: message)])
        }
        return try await write(.wholeService(reason: "opening a sealed identity", for: person), action: "identity.open") { writer in
            guard let found = try writer.reader.serviceRecord(IdentitySeal.self, id: seal), found.opens(to: person),
                let child = RecordID(found.value.child), try Reader(db: writer.db, service: self, scope: Scope(person)).opens(child)
            else { throw NotAllowed() }
            var opening = IdentityOpening()
            (opening.seal, opening.staff, opening.reason, opening.openedAt) = (seal, person.id, reason, writer.recordedAt)
            let minutes = Int64(try writer.reader.settings()[Settings.breakGlassMinutes])
            opening.endsAt = Instant(milliseconds: writer.recordedAt.milliseconds + minutes * 60_000)
            return try writer.create(opening)
        }
    }

    /// Writes down what another of those named found of an opening; one that was not needed ends.
    /// - Throws: `NotAllowed` for who opened it and for who is not named; `Conflict` where somebody reviewed it already.
    public func reviewIdentityOpening(_ id: RecordID, finding: String, found: String, by person: Person) async throws {
        try await write(.wholeService(reason: "reviewing an opening", for: person), action: "identity.review") { writer in
            guard let opening = try writer.reader.serviceRecord(IdentityOpening.self, id: id), opening.staff != person.id,
                let seal = try writer.reader.serviceRecord(IdentitySeal.self, id: opening.value.seal), seal.opens(to: person)
            else { throw NotAllowed() }
            guard opening.reviewedAt == nil else { throw Conflict(kind: IdentityOpening.kind.name, id: id) }
            try writer.correct(IdentityOpening.self, child: nil, id: id, from: opening.from) {
                ($0.finding, $0.found, $0.reviewedBy, $0.reviewedAt) = (finding, found, person.id, writer.recordedAt)
                if finding == "NOT_NEEDED" { $0.endsAt = min($0.endsAt, writer.recordedAt) }
            }
        }
    }
}

extension Stored<IdentitySeal> {
    /// Whether this seal opens to somebody: only to those named in it, whatever their role.
    func opens(to person: Person) -> Bool {
        value.answer == "SEALED" && value.readers.contains(person.id) && person.access.may(.openFile)
    }
}
