import Casework
import Storage

/// The open urgent concerns a page has to say: those of the child whose file it is, and how many there are for whoever answers for all of them.
public struct Urgent: Sendable {
    public struct One: Sendable {
        public let id: RecordID
        public let child: RecordID
        public let type: String
        public let label: String
        public let raisedAt: Instant
    }

    /// Of the child whose page it is.
    public var ofChild: [One] = []
    /// Of the whole service; nil for those who neither oversee it nor are on duty.
    public var count: Int?
    /// Children of open concerns whose files do not open to whoever answers for all of them.
    public var onClosedFiles: [RecordID] = []

    public init() {}
}

extension Reader {
    /// Always as known now, whatever moment is read. One query for a page without a child, two with one.
    public func urgent(child: RecordID?) throws -> Urgent {
        var urgent = Urgent()
        guard scope.reachesChildren, scope.sees(.safeguarding) else { return urgent }
        let me = scope.person
        let group = try child.map { try files(of: $0) } ?? []
        // Who is on duty is asked in the same statement, so that a worker's page costs no more than a manager's.
        let isMine: SQL =
            me.map { person -> SQL in
                person.access.may(.oversee) ? "1 = 1" : isOnDuty(person.id)
            } ?? "1 = 1"
        let ofChild: SQL = group.isEmpty ? "1 = 0" : "v.child IN (\(SQL.joined(group.map { SQL("\($0.uuid)") }, separator: ", ")))"
        var all: [Urgent.One] = []
        let (codes, reach) = (try codes(), try reach())
        var answers = me.map { $0.access.may(.oversee) } ?? true
        try db.each(
            """
            SELECT v.child, v.id, v.type, v.raised_at, CASE WHEN \(isMine) THEN 1 ELSE 0 END FROM concern_version v
            WHERE v.service = \(service.id) AND v.to_position IS NULL AND NOT v.withdrawn AND v.closed_on IS NULL
            AND (\(ofChild) OR \(isMine)) ORDER BY v.raised_at, v.id
            """
        ) { row in
            guard let child = row.id(0), let id = row.id(1) else { return }
            if row.integer(4) == 1 { answers = true }
            guard reach.opening(RecordID(child)) != .hidden else { return }
            let type = row.text(2) ?? ""
            all.append(
                Urgent.One(
                    id: RecordID(id), child: RecordID(child), type: type, label: codes.label("concern_type", type) ?? type,
                    raisedAt: try row.instant(3)))
        }
        urgent.ofChild = all.filter { group.contains($0.child) }
        if answers {
            urgent.count = all.count
            urgent.onClosedFiles = all.map(\.child).filter { !reach.opens($0) }
        }
        return urgent
    }

    func isOnDuty(_ staff: RecordID) -> SQL {
        """
        EXISTS (SELECT 1 FROM duty_version d WHERE d.service = \(service.id) AND d.to_position IS NULL AND NOT d.withdrawn
        AND d.staff = \(staff.uuid) AND d.start_date <= \(service.today.iso) AND d.end_date >= \(service.today.iso))
        """
    }

    /// Whether this person answers for every urgent concern today: oversees the service, or is on duty.
    public func answersForConcerns() throws -> Bool {
        guard let person = scope.person else { return true }
        if person.access.may(.oversee) { return true }
        guard person.access.mayWrite("concern") else { return false }
        return try db.integer("SELECT CASE WHEN \(isOnDuty(person.id)) THEN 1 ELSE 0 END") == 1
    }
}
