import Casework
import Practice
import Storage

/// Which children's files open to a person today. Made once a reader from a handful of small queries, so that no list asks row by row.
///
/// `Access.opening` decides; this gathers what it asks about. Access is always today's, whatever moment is read.
struct Reach: Sendable {
    /// As if there were no such child: who is named out, and for a panel partner whoever is neither on their panel nor names them.
    private(set) var hidden: Set<RecordID> = []
    /// Restricted files that are known of and not open.
    private(set) var closed: Set<RecordID> = []
    /// Bound by relation: only these files, besides what is hidden or closed. Nil opens every other.
    private(set) var only: Set<RecordID>?
    /// Whether a file that is not among `only` is known of.
    private(set) var knowsOthers = true
    /// The person's running break-glass openings, by child.
    private(set) var glass: [RecordID: Instant] = [:]

    /// Everything: the program's own, and everybody's where nothing is restricted.
    static let whole = Reach()

    var isWhole: Bool { hidden.isEmpty && closed.isEmpty && only == nil }

    func opening(_ child: RecordID) -> Opening {
        if hidden.contains(child) { return .hidden }
        if closed.contains(child) { return .closed }
        if let only, !only.contains(child) { return knowsOthers ? .closed : .hidden }
        return .open
    }

    func opens(_ child: RecordID) -> Bool { opening(child) == .open }

    /// A condition on a column of children's ids that leaves out files that do not open; empty where all do.
    /// - Parameter listing: closed files stay, for a line without a name.
    func condition(_ column: String, listing: Bool = false) -> SQL {
        func ids(_ children: Set<RecordID>) -> SQL { SQL.joined(children.sorted().map { SQL("\($0.uuid)") }, separator: ", ") }
        if let only {
            let open = listing ? only.union(closed).subtracting(hidden) : only.subtracting(hidden).subtracting(closed)
            return open.isEmpty ? " AND 1 = 0" : " AND \(raw: column) IN (\(ids(open)))"
        }
        let out = listing ? hidden : hidden.union(closed)
        return out.isEmpty ? SQL() : " AND \(raw: column) NOT IN (\(ids(out)))"
    }
}

/// A file that is there and does not open to whoever asked.
public struct ClosedFile: Error, Sendable {
    public let child: RecordID
    /// By a restriction, not only for want of a relation.
    public let isRestricted: Bool
}

extension Reach {
    /// - Parameters:
    ///   - reader: of the whole service, as known now.
    init(_ person: Person, _ reader: Reader) throws {
        let access = person.access
        let openToService = try reader.settings()[Settings.openToService] == 1
        let isBound = access.isBoundByRelation(openToService: openToService)
        let today = reader.service.today
        let restrictions = try reader.fetch(Restriction.self, where: "NOT v.withdrawn AND v.to_position IS NULL").filter {
            $0.value.isActive(on: today)
        }
        guard isBound || !restrictions.isEmpty else { return }
        let aliases = try reader.aliases()
        func group(_ child: RecordID?) -> [RecordID] { child.map { aliases.group(of: $0) } ?? [] }
        var relations: [RecordID: Set<Relation>] = [:]
        func note(_ relation: Relation, _ child: RecordID?) { for one in group(child) { relations[one, default: []].insert(relation) } }

        for one in restrictions {
            if one.value.excluded.contains(person.id) { note(.excluded, one.child) }
            if one.value.admitted.contains(person.id) { note(.admitted, one.child) }
        }
        let restricted = Set(restrictions.flatMap { group($0.child) })
        let relating = try Relating(person, reader)
        for one in try relating.allocations(of: restricted, mineToo: isBound) {
            for relation in relating.relations(by: one.value) { note(relation, one.child) }
        }
        for one in try reader.openGlass(of: person.id) {
            note(.brokeGlass, one.child)
            for child in group(one.child) { glass[child] = max(glass[child] ?? one.endsAt, one.endsAt) }
        }
        if isBound {
            for one in try relating.partnerships() { note(.partner, one.child) }
            for (relation, child) in try relating.others() { note(relation, child) }
        }
        for child in restricted {
            switch access.opening(isRestricted: true, openToService: openToService, relations[child] ?? []) {
            case .open: break
            case .closed: closed.insert(child)
            case .hidden: hidden.insert(child)
            }
        }
        knowsOthers = access.knowsOfClosedFiles
        guard isBound, try !relating.opensEverything() else { return }
        let opened = relations.filter { child, how in
            access.opening(isRestricted: restricted.contains(child), openToService: openToService, how) == .open
        }
        only = Set(opened.keys)
    }
}

/// How one person stands to children: asked for a few restricted files, and for all of a person's own where their role is bound by relation.
struct Relating {
    let person: Person
    let reader: Reader
    let today: Day
    /// The teams of staff, by member.
    private let teams: [RecordID: String?]

    init(_ person: Person, _ reader: Reader) throws {
        self.person = person
        self.reader = reader
        today = reader.service.today
        teams = try reader.surroundings().teams
    }

    /// The running allocations of some children, and, for a role that is bound by relation, those of the person.
    func allocations(of children: Set<RecordID>, mineToo: Bool) throws -> [Stored<Allocation>] {
        var conditions: [SQL] = children.isEmpty ? [] : ["v.child IN (\(reader.list(children.sorted())))"]
        if mineToo { conditions.append("v.staff = \(person.id.uuid)") }
        guard !conditions.isEmpty else { return [] }
        return try reader.fetch(
            Allocation.self,
            where: "NOT v.withdrawn AND v.to_position IS NULL AND (\(SQL.joined(conditions, separator: " OR ")))",
            only: ["staff", "part", "start_date", "end_date"]
        ).filter { $0.value.isActive(on: today) }
    }

    /// What a running allocation makes of the person.
    func relations(by allocation: Allocation) -> [Relation] {
        if allocation.staff == person.id { return [allocation.part == "COVERING" ? .covering : .allocated] }
        guard let own = person.team, let team = teams[allocation.staff] ?? nil, own == team else { return [] }
        return person.access.role == .teamManager ? [.managesWorker, .sameTeam] : [.sameTeam]
    }

    /// The running records that name the person as a professional around a child; only of some children where those are given.
    func partnerships(of children: Set<RecordID>? = nil) throws -> [Stored<Professional>] {
        let within: SQL = children.map { " AND v.child IN (\(reader.list($0.sorted())))" } ?? SQL()
        return try reader.fetch(
            Professional.self, where: "v.staff = \(person.id.uuid) AND NOT v.withdrawn AND v.to_position IS NULL\(within)",
            only: ["profession", "staff", "start_date", "end_date"]
        ).filter { $0.value.isActive(on: today) }
    }

    /// What else ties the person to children: the team's children, the panels they sit on, files nobody holds yet.
    func others() throws -> [(Relation, RecordID?)] {
        let wanted = person.access.openUnrestricted
        let service = reader.service.id
        var found: [(Relation, RecordID?)] = []
        func ask(_ relation: Relation, _ question: SQL) throws {
            guard wanted.contains(relation) else { return }
            try reader.db.each(question) { row in found.append((relation, row.id(0).map(RecordID.init))) }
        }
        if let team = person.team {
            try ask(.sameTeam, "SELECT child FROM child_list WHERE service = \(service) AND team = \(team)")
        }
        try ask(.unallocated, "SELECT child FROM child_list WHERE service = \(service) AND worker IS NULL")
        try ask(
            .onPanel,
            """
            SELECT i.child FROM panel_member_version m
            JOIN panel_version p ON p.service = m.service AND p.id = m.panel_ref AND p.to_position IS NULL AND NOT p.withdrawn
            JOIN panel_item_version i ON i.service = m.service AND i.panel_ref = p.id AND i.to_position IS NULL AND NOT i.withdrawn
            WHERE m.service = \(service) AND m.staff = \(person.id.uuid) AND m.to_position IS NULL AND NOT m.withdrawn
            AND p.minutes_signed_on IS NULL AND p.cancelled_reason IS NULL
            """)
        return found
    }

    /// Whether every unrestricted file opens to a role bound by relation: the duty worker of the day answers for all of them.
    func opensEverything() throws -> Bool {
        guard person.access.openUnrestricted.contains(.onDuty) else { return false }
        return try reader.db.integer("SELECT CASE WHEN \(reader.isOnDuty(person.id)) THEN 1 ELSE 0 END") == 1
    }
}

extension Reader {
    /// What this reader may reach of children.
    func reach() throws -> Reach {
        if let cachedReach { return cachedReach }
        let made = try scope.person.map { person in
            scope.reachesChildren ? try Reach(person, wholeNow("who may reach which file")) : .whole
        }
        let reach = made ?? .whole
        cachedReach = reach
        return reach
    }

    /// The whole service as known now, in the same snapshot.
    func wholeNow(_ reason: String) -> Reader {
        Reader(db: db, service: service, scope: .wholeService(reason: reason), keepsReference: keepsReference, head: cachedHead)
    }

    /// Whether a child's file opens to this reader.
    public func opens(_ child: RecordID) throws -> Bool {
        guard scope.reachesChildren else { return false }
        return try reach().opens(child)
    }

    /// Whether this reader is not to learn that there is such a child.
    public func hides(_ child: RecordID) throws -> Bool { try reach().opening(child) == .hidden }

    /// Throws `ClosedFile` where there is such a file, this reader may know of it, and it does not open.
    public func requireOpen(_ child: RecordID) throws {
        guard scope.reachesChildren, try reach().opening(child) == .closed else { return }
        let group = try aliases().group(of: child)
        let there = try db.integer("SELECT 1 FROM child WHERE service = \(service.id) AND id IN (\(list(group))) LIMIT 1")
        if there != nil { throw ClosedFile(child: group.first ?? child, isRestricted: try reach().closed.contains(child)) }
    }

    /// The records that answer for a child, for `IN (…)`; nothing fits where the file does not open.
    func within(_ child: RecordID) throws -> SQL {
        let files = try files(of: child)
        return files.isEmpty ? "NULL" : list(files)
    }
}
