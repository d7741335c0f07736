import Casework
import Records

/// A made-up child with one offence, what became of it, a programme and a contact.
public struct MadeCase: Sendable {
    public let child: RecordID
    public let offence: RecordID
    public let outcome: RecordID
    public let programme: RecordID
    public let contact: RecordID
}

/// The fixtures' dates all lie before `TestClock.start`.
public enum Fixtures {
    public static func child(_ given: String = "Robin", _ family: String = "Vale", born: String = "2011-03-09") -> Child {
        var child = Child()
        (child.givenName, child.familyName, child.dateOfBirth) = (given, family, Day(iso: born))
        return child
    }

    public static func offence(on day: String = "2026-05-02", category: String? = nil) -> Offence {
        var offence = Offence()
        (offence.offenceDate, offence.description, offence.category) = (Day(iso: day), "Taking a bicycle", category)
        return offence
    }

    public static func outcome(of offence: RecordID, on day: String = "2026-06-10", _ code: String = "YOUTH_CAUTION") -> Outcome {
        var outcome = Outcome()
        (outcome.offence, outcome.outcomeDate, outcome.outcome) = (offence, Day(iso: day) ?? .unset, code)
        return outcome
    }

    public static func programme(of offence: RecordID, from day: String = "2026-06-11") -> Programme {
        var programme = Programme()
        (programme.startDate, programme.disposal, programme.offences) = (Day(iso: day), "YOUTH_CAUTION", [offence])
        return programme
    }

    public static func contact(at text: String = "2026-09-14T15:30", programme: RecordID? = nil, content: String = "Talked about college.")
        -> Contact
    {
        var contact = Contact()
        (contact.at, contact.programme, contact.content, contact.method) = (Instant(text) ?? .unset, programme, content, nil)
        return contact
    }
}

extension Service {
    /// Writes a `MadeCase` in one command; as `person`, or as the program when nil.
    @discardableResult
    public func makeCase(_ given: String = "Robin", _ family: String = "Vale", born: String = "2011-03-09", by person: Person? = nil)
        async throws -> MadeCase
    {
        try await write(person.map { Scope($0) } ?? .wholeService(reason: "test"), action: "test.case") { writer in
            let child = try writer.create(Fixtures.child(given, family, born: born))
            let offence = try writer.create(Fixtures.offence(), child: child)
            let outcome = try writer.create(Fixtures.outcome(of: offence), child: child)
            let programme = try writer.create(Fixtures.programme(of: offence), child: child)
            let contact = try writer.create(Fixtures.contact(programme: programme), child: child)
            return MadeCase(child: child, offence: offence, outcome: outcome, programme: programme, contact: contact)
        }
    }

    /// Merges a child's record into another's and answers the merge's id.
    @discardableResult
    public func merge(_ merged: RecordID, into child: RecordID) async throws -> RecordID {
        try await write(.wholeService(reason: "test"), action: "child.merge") { writer in
            var merge = Merge()
            (merge.merged, merge.reason) = (merged, "Same birth date and school")
            return try writer.create(merge, child: child)
        }
    }

    /// Undoes a merge.
    public func undo(merge id: RecordID, of child: RecordID) async throws {
        try await write(.wholeService(reason: "test"), action: "child.unmerge") { writer in
            guard let merge = try writer.reader.record(Merge.self, child: child, id: id) else { throw NotAllowed() }
            try writer.withdraw(Merge.self, child: child, id: id, from: merge.from)
        }
    }
}
