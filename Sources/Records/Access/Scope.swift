import Casework

/// Who is asking, and through which role: made at sign-in, read afresh for every request.
public struct Person: Sendable, Hashable {
    public let id: RecordID
    public let user: String
    public let name: String
    public let team: String?
    public let access: Access

    public init(id: RecordID, user: String, name: String, team: String?, access: Access) {
        self.id = id
        self.user = user
        self.name = name
        self.team = team
        self.access = access
    }
}

/// What a query may reach. There is no query without one.
///
/// A scope is one service, read through one person's role. Which children's files open to the person — by relation, restriction and
/// break-glass — is the reader's `Reach`, asked once a request by every query there is.
public struct Scope: Sendable {
    /// Nobody in particular: the program itself, for a reason that is journaled or printed by the command that asked.
    public enum Holder: Sendable {
        case person(Person)
        case program(String, for: Person?)
    }

    let holder: Holder
    /// Read as it was known at this moment; nil reads what is known now. Access is always today's.
    public let asAt: Instant?

    /// What one person may reach.
    public init(_ person: Person, asAt: Instant? = nil) {
        holder = .person(person)
        self.asAt = asAt
    }

    private init(holder: Holder, asAt: Instant?) {
        self.holder = holder
        self.asAt = asAt
    }

    /// The whole service, for the program's own work: import, export, verify, figures, rebuild. The only place that makes one.
    /// - Parameter person: on whose command, so that the journal names them; what they may do has been asked already.
    public static func wholeService(reason: String, asAt: Instant? = nil, for person: Person? = nil) -> Scope {
        Scope(holder: .program(reason, for: person), asAt: asAt)
    }

    public func at(_ instant: Instant?) -> Scope { Scope(holder: holder, asAt: instant) }

    public var person: Person? {
        if case .person(let person) = holder { return person }
        return nil
    }

    /// Who the journal says did it: the person, or on whose command the program worked.
    var author: RecordID? {
        switch holder {
        case .person(let person): person.id
        case .program(_, for: let person): person?.id
        }
    }

    /// All that may be read.
    var sight: Sight { person?.access.sight ?? .everything }

    /// Whether values of this sort may be read.
    public func sees(_ sensitivity: Sensitivity) -> Bool {
        guard let person else { return true }
        return sensitivity != .secret && person.access.sees(sensitivity)
    }

    /// Whether any child's records may be read at all.
    var reachesChildren: Bool { person?.access.may(.findChildren) ?? true }

    func mayWrite(_ kind: String) -> Bool { person?.access.mayWrite(kind) ?? true }
}

/// A person asked for what is not theirs to do.
public struct NotAllowed: Error, Sendable {
    public init() {}
}
