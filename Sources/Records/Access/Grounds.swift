import Casework
import Practice
import Storage

/// Why one child's file is open to one person today, and what restricts it.
public struct Grounds: Sendable {
    /// Each way the person stands to the child, the weightiest first.
    public var relations: [Relation] = []
    public var isRestricted = false
    /// The role opens every unrestricted file of the service.
    public var byRole = false
    /// What the person is around this child, where a professional's record names them: as it was written, empty where it was not.
    public var partnerAs: [String] = []
    /// When a running break-glass opening ends.
    public var glassUntil: Instant?

    public init() {}

    /// The one ground the access log keeps with the view: a relation's token, or `role`.
    public var token: String { counting.first?.rawValue ?? "role" }

    /// Those that open the file as it stands: a colleague's team opens no restricted one.
    public var counting: [Relation] { isRestricted ? relations.filter(Access.openRestricted.contains) : relations }

    /// Those in sentences, as the file's page tells the person.
    public var sentences: [String] {
        counting.flatMap { relation -> [String] in
            guard relation == .partner else { return [relation.because] }
            return partnerAs.map { $0.isEmpty ? relation.because : "You are the \($0.lowercasedFirst) around this child." }
        }
    }
}

extension Reader {
    /// Why a child's file is open to this person: what the header of the file and the access log say. Three small queries by key.
    public func grounds(child: RecordID) throws -> Grounds {
        var grounds = Grounds()
        guard let person = scope.person, scope.reachesChildren else { return grounds }
        let whole = wholeNow("why a file is open")
        let group = Set(try whole.aliases().group(of: child))
        let relating = try Relating(person, whole)
        var found: Set<Relation> = []
        for one in try relating.allocations(of: group, mineToo: false) { found.formUnion(relating.relations(by: one.value)) }
        for one in try relating.partnerships(of: group) {
            found.insert(.partner)
            let role = one.profession ?? ""
            if !grounds.partnerAs.contains(role) { grounds.partnerAs.append(role) }
        }
        let restrictions = try whole.fetch(
            Restriction.self, where: "NOT v.withdrawn AND v.to_position IS NULL AND v.child IN (\(list(group.sorted())))"
        ).filter { $0.value.isActive(on: service.today) }
        grounds.isRestricted = !restrictions.isEmpty
        if restrictions.contains(where: { $0.value.admitted.contains(person.id) }) { found.insert(.admitted) }
        grounds.glassUntil = try reach().glass[child]
        if grounds.glassUntil != nil { found.insert(.brokeGlass) }
        let openToService = try whole.settings()[Settings.openToService] == 1
        let isBound = person.access.isBoundByRelation(openToService: openToService)
        if isBound {
            for (relation, other) in try relating.others() where other.map({ group.contains($0) }) == true { found.insert(relation) }
            if try relating.opensEverything() { found.insert(.onDuty) }
        }
        grounds.byRole = !isBound && !grounds.isRestricted
        grounds.relations = Relation.allCases.filter { found.contains($0) }
        return grounds
    }

    /// Everybody named in the restrictions of a file that run, for its page; empty for who does not see them.
    public func restrictions(child: RecordID) throws -> [Stored<Restriction>] {
        try records(Restriction.self, child: child).sorted { $0.startDate > $1.startDate }
    }
}
