import Casework
import Storage

/// What an entry of the journal says of itself, for the history of a record.
public struct Trail: Sendable {
    public let position: Int64
    public let recordedAt: Instant
    /// Nil for the program itself: an import, the demo.
    public let staff: RecordID?
    public let action: String
    /// The reason the person gave; nil as well for whoever may not open files, for it may speak of a child.
    public internal(set) var note: String?
}

extension Reader {
    /// The entries at some positions, by position.
    public func trails(_ positions: some Sequence<Int64>) throws -> [Int64: Trail] {
        let list = Array(Set(positions))
        guard !list.isEmpty else { return [:] }
        var found: [Int64: Trail] = [:]
        // An entry may speak of a child who is none of a bound reader's.
        let readsNotes = try scope.reachesChildren && reach().only == nil
        for start in stride(from: 0, to: list.count, by: 500) {
            let some = SQL.joined(list[start..<min(start + 500, list.count)].map { SQL("\($0)") }, separator: ", ")
            try db.each(
                """
                SELECT j.position, j.recorded_at, j.staff, j.action, n.body FROM journal j
                LEFT JOIN note n ON n.service = j.service AND n.position = j.position WHERE j.service = \(service.id) AND j.position IN (\(some))
                """
            ) { row in
                let trail = Trail(
                    position: row.integer(0) ?? 0, recordedAt: try row.instant(1), staff: row.id(2).map(RecordID.init),
                    action: row.text(3) ?? "",
                    note: readsNotes ? row.text(4) : nil)
                found[trail.position] = trail
            }
        }
        try takeFormer(out: &found)
        return found
    }

    /// The names of all staff, disabled ones too, for showing who did what. No more than a name: every role may know it.
    public func staffNames() throws -> [RecordID: String] {
        try reference("names of staff", of: ["staff"]) {
            let whole = Reader(db: db, service: service, scope: .wholeService(reason: "names of staff"))
            return Dictionary(
                try whole.fetch(Staff.self, where: "v.to_position IS NULL").map { ($0.id, $0.name) },
                uniquingKeysWith: { first, _ in first })
        }
    }

    /// The same names in their order, for choosing from.
    public func staffByName() throws -> [StaffName] {
        try reference("staff by name", of: ["staff"]) {
            try staffNames().map { StaffName(id: $0.key, name: $0.value) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        }
    }

    /// Who holds on a day a role of some sort.
    public func staff(on day: Day, whoseRole isMeant: (Role) -> Bool) throws -> Set<RecordID> {
        Set(
            try serviceRecords(RoleHolding.self).filter { $0.value.isActive(on: day) && Role(rawValue: $0.role).map(isMeant) == true }.map(
                \.value.staff))
    }

    /// Who holds a role on a day, by id alone: whose word a record rests on, also for those who do not see the staff's records.
    public func holders(of role: Role, on day: Day) throws -> Set<RecordID> {
        let whole = Reader(db: db, service: service, scope: .wholeService(reason: "holders of a role"))
        return try whole.staff(on: day) { $0 == role }
    }

    /// The position of the journal's head.
    public func headPosition() throws -> Int64 { try db.integer("SELECT position FROM journal_head WHERE service = \(service.id)") ?? 0 }
}

/// A member of staff to choose.
public struct StaffName: Sendable {
    public let id: RecordID
    public let name: String
}
