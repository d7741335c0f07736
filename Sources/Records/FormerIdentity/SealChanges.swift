import Casework
import Practice
import Storage

/// What a person may do about a seal besides opening it: name who may open it from now on, or end it. Both take two people.
public struct SealChange: Sendable {
    public let seal: Stored<IdentitySeal>
    /// Whether fewer than two of those named could still open it: then whoever may seal names others.
    public let isOrphan: Bool
    /// Whether this person may end it: only those named read what would come back.
    public let mayLift: Bool
    /// What somebody proposed and nobody has answered.
    public let waiting: Stored<IdentitySeal>?
}

extension Reader {
    /// The seals of a file this person may propose or answer something about. One who may seal learns of a seal only where those named are gone,
    /// for else nobody could ever open it again.
    public func sealChanges(of child: RecordID) throws -> [SealChange] {
        guard let person = scope.person, let survivor = try files(of: child).first else { return [] }
        let whole = wholeNow("who may open a sealed identity")
        let seals = try whole.identitySeals(of: survivor).filter { $0.answer == "SEALED" }
        if seals.isEmpty { return [] }
        let able = try whole.mayBeNamed(on: service.today)
        let proposals = try whole.serviceRecords(IdentitySeal.self).filter { $0.value.seal != nil && $0.answer == nil }
        return seals.compactMap { seal in
            let isOrphan = able.intersection(seal.readers).count < 2
            guard seal.opens(to: person) || isOrphan && person.access.may(.sealIdentities) else { return nil }
            return SealChange(
                seal: seal, isOrphan: isOrphan, mayLift: seal.opens(to: person) && !isOrphan,
                waiting: proposals.first { $0.value.seal == seal.id })
        }
    }
}

extension Service {
    /// Proposes who may open a sealed identity from now on, or that it ends. Nothing changes until somebody else agrees.
    /// - Throws: `Problems` with a sentence a field; `NotAllowed` where the person may not.
    public func proposeSealChange(
        of seal: RecordID, on child: RecordID, readers: [RecordID], lifts: Bool, basis: String, by person: Person
    ) async throws {
        try await write(.wholeService(reason: "proposing who opens an identity", for: person), action: "identity.propose") { writer in
            let one = try Self.change(seal, on: child, writer, person)
            guard !lifts || one.mayLift else { throw NotAllowed() }
            var problems: [Problem] = []
            if one.waiting != nil {
                problems.append(Problem(field: "", message: "Somebody proposed something already: it waits for an answer."))
            }
            if basis.isEmpty { problems.append(Problem(field: "change_basis", message: "Say why.")) }
            let able = try writer.reader.mayBeNamed(on: today)
            if !lifts, Set(readers).count < 2 || !able.isSuperset(of: readers) {
                let message = "Name at least two people who work here and open files: whoever opens it is reviewed by another."
                problems.append(Problem(field: "change_readers", message: message))
            }
            guard problems.isEmpty else { throw Problems(problems) }
            var change = IdentitySeal()
            (change.child, change.files, change.why) = (one.seal.value.child, one.seal.files, one.seal.why)
            (change.basis, change.seal, change.lifts) = (basis, seal, lifts)
            change.readers = lifts ? one.seal.readers : Array(Set(readers)).sorted()
            (change.proposedBy, change.proposedAt) = (person.id, writer.recordedAt)
            try writer.create(change)
        }
    }

    /// Agrees to what somebody else proposed about a seal, and it is so from then on; or declines it, or takes one's own back.
    /// - Parameter from: the version that was before the person.
    /// - Throws: `Problems`; `Conflict` where somebody answered first; `NotAllowed` for agreeing to one's own.
    public func answerSealChange(
        _ id: RecordID, on child: RecordID, from: Int64, agrees: Bool, note: String = "", by person: Person
    ) async throws {
        try await write(.wholeService(reason: "answering who opens an identity", for: person), action: "identity.change") { writer in
            guard let change = try writer.reader.serviceRecord(IdentitySeal.self, id: id), let seal = change.value.seal else {
                throw NotAllowed()
            }
            guard change.answer == nil, change.from == from else { throw Conflict(kind: IdentitySeal.kind.name, id: id) }
            let one = try Self.change(seal, on: child, writer, person)
            let lifts = change.lifts == true
            guard !agrees || change.proposedBy != person.id && (!lifts || one.mayLift) else { throw NotAllowed() }
            if !agrees, note.isEmpty { throw Problems([Problem(field: "change_note", message: "Say why not.")]) }
            if agrees, !lifts, try writer.reader.mayBeNamed(on: today).intersection(change.readers).count < 2 {
                let message = "Fewer than two of those named could open it now. Decline it, so that it is proposed again with others."
                throw Problems([Problem(field: "", message: message)])
            }
            try writer.correct(IdentitySeal.self, child: nil, id: id, from: from) {
                ($0.answer, $0.answeredBy, $0.answeredAt) = (agrees ? lifts ? "LIFTED" : "NAMED" : "DECLINED", person.id, writer.recordedAt)
                if !agrees { $0.note = note }
            }
            guard agrees else { return }
            try writer.correct(IdentitySeal.self, child: nil, id: seal, from: one.seal.from) {
                if lifts { $0.answer = "LIFTED" } else { $0.readers = change.readers }
            }
            // Lists, search and tasks are made anew with what can be read again.
            if lifts { for file in one.seal.value.allFiles { writer.touchWhole(file) } }
        }
    }

    private static func change(_ seal: RecordID, on child: RecordID, _ writer: Writer, _ person: Person) throws -> SealChange {
        let mine = Reader(db: writer.db, service: writer.service, scope: Scope(person))
        guard let one = try mine.sealChanges(of: child).first(where: { $0.seal.id == seal }) else { throw NotAllowed() }
        return one
    }
}
