import Casework
import Practice
import Storage

/// One line of a list of children.
public struct ChildLine: Sendable {
    public let id: RecordID
    public let ref: String
    public let name: String
    public let dateOfBirth: Day?
    public let worker: RecordID?
    public let team: String?
    public let locality: String?
    public let openUntil: Day?
    /// Alerts running on the day the list is read.
    public let alerts: [String]
    public let lastContact: Day?
    public let nextDue: Day?
    /// The file does not open to the reader: the line holds its reference and nothing else.
    public let isClosed: Bool

    public func isOpen(on day: Day) -> Bool { openUntil.map { $0 >= day } ?? false }
}

/// Which children a list holds.
public struct ChildFilter: Sendable {
    /// Whoever is allocated to the child on the day, in any part.
    public var worker: RecordID?
    public var team: String?
    /// True: open to the service on the day; false: closed; nil: both.
    public var isOpen: Bool?
    public var alert: String?

    public init(worker: RecordID? = nil, team: String? = nil, isOpen: Bool? = nil, alert: String? = nil) {
        self.worker = worker
        self.team = team
        self.isOpen = isOpen
        self.alert = alert
    }
}

extension Reader {
    /// A page of the list of children by name, and how many there are in all. Always as known now: lists are derived.
    public func children(_ filter: ChildFilter, on day: Day, offset: Int, limit: Int) throws -> (lines: [ChildLine], count: Int) {
        guard scope.reachesChildren else { return ([], 0) }
        let condition = try condition(filter, on: day)
        if let alert = filter.alert {
            let running = try running(alert, condition, on: day)
            return (Array(running.dropFirst(offset).prefix(limit)), running.count)
        }
        let lines = try lines("\(condition) ORDER BY sort_key, child LIMIT \(limit) OFFSET \(offset)", on: day, index: index(filter))
        let count = try db.integer("SELECT count(*) FROM child_list WHERE \(condition)") ?? 0
        return (lines, Int(count))
    }

    /// The children that come after one of the list, or the first of it: however the list changes meanwhile, none is given twice or left out.
    /// - Returns: nil where that child is no more on any list of this reader's.
    public func children(_ filter: ChildFilter, on day: Day, after child: RecordID?, limit: Int) throws -> [ChildLine]? {
        guard scope.reachesChildren else { return [] }
        var condition = try condition(filter, on: day)
        if let child {
            let mark = try db.first(
                "SELECT sort_key FROM child_list WHERE service = \(service.id) AND child = \(child.uuid)\(try reach().condition("child", listing: true))"
            ) { $0.text(0) ?? "" }
            guard let mark else { return nil }
            condition += " AND (sort_key, child) > (\(mark), \(child.uuid))"
        }
        if let alert = filter.alert { return Array(try running(alert, condition, on: day).prefix(limit)) }
        return try lines("\(condition) ORDER BY sort_key, child LIMIT \(limit)", on: day, index: index(filter))
    }

    private func condition(_ filter: ChildFilter, on day: Day) throws -> SQL {
        var conditions: [SQL] = ["service = \(service.id)\(try reach().condition("child", listing: true))"]
        if let worker = filter.worker {
            let allocated = try allocated(to: worker, on: day)
            conditions.append(allocated.isEmpty ? "1 = 0" : "child IN (\(list(allocated)))")
        }
        if let team = filter.team { conditions.append("team = \(team)") }
        if let isOpen = filter.isOpen {
            conditions.append(isOpen ? "open_until >= \(day.iso)" : "(open_until IS NULL OR open_until < \(day.iso))")
        }
        return SQL.joined(conditions, separator: " AND ")
    }

    /// The row keeps ended alerts too, with their dates: which of them run is told line by line, and few children have any.
    private func running(_ alert: String, _ condition: SQL, on day: Day) throws -> [ChildLine] {
        try lines("\(condition) AND alerts <> '' ORDER BY sort_key, child", on: day).filter { $0.alerts.contains(alert) }
    }

    /// Those whom a worker is allocated to on a day, whoever else is too: the same children the workload counts for the worker.
    private func allocated(to worker: RecordID, on day: Day) throws -> [RecordID] {
        let aliases = try aliases()
        // Of every file, as the list's own column is: which of them the reader may see is the list's to say.
        let found = try wholeNow("children by worker").fetch(
            Allocation.self, where: "v.staff = \(worker.uuid) AND NOT v.withdrawn AND v.to_position IS NULL",
            only: ["staff", "part", "start_date", "end_date"])
        return Set(found.filter { $0.value.isActive(on: day) }.compactMap { $0.child.map { aliases.survivor(of: $0) } }).sorted()
    }

    // Without statistics SQLite would look up and sort every open child for one page: by name it stops at the page's end. One worker's
    // children are few, and found by their keys.
    private func index(_ filter: ChildFilter) -> SQL {
        filter.worker == nil ? "\(sqlite: "INDEXED BY child_list_name", postgres: "")" : ""
    }

    /// The lines of some children, in no order.
    public func lines(of children: [RecordID], on day: Day) throws -> [ChildLine] {
        guard scope.reachesChildren, !children.isEmpty else { return [] }
        let ids = SQL.joined(children.map { SQL("\($0.uuid)") }, separator: ", ")
        return try lines("service = \(service.id) AND child IN (\(ids))", on: day)
    }

    /// The lines of those whose files open: for pages that say more of a child than that there is a file.
    public func openLines(of children: [RecordID], on day: Day) throws -> [ChildLine] {
        try lines(of: children, on: day).filter { !$0.isClosed }
    }

    private func lines(_ condition: SQL, on day: Day, index: SQL = "") throws -> [ChildLine] {
        let (seesAlerts, seesPlaces) = (scope.sees(.safeguarding), scope.sees(.whereabouts))
        let reach = try reach()
        return try db.rows(
            """
            SELECT child, ref, name, date_of_birth, worker, team, locality, open_until, alerts, last_contact, next_due
            FROM child_list \(index) WHERE \(condition)
            """
        ) { row -> ChildLine? in
            func date(_ index: Int) -> Day? { row.text(index).flatMap { Day(iso: $0) } }
            let alerts = (row.text(8) ?? "").split(separator: " ").compactMap { one -> String? in
                let parts = one.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 3, parts[1] <= day.iso, parts[2].isEmpty || parts[2] >= day.iso else { return nil }
                return parts[0]
            }
            let id = RecordID(row.id(0) ?? RecordID.unset.uuid)
            switch reach.opening(id) {
            case .hidden: return nil
            case .closed:
                return ChildLine(
                    id: id, ref: row.text(1) ?? "", name: "Restricted file", dateOfBirth: nil, worker: nil, team: nil, locality: nil,
                    openUntil: date(7), alerts: [], lastContact: nil, nextDue: nil, isClosed: true)
            case .open: break
            }
            return ChildLine(
                id: id, ref: row.text(1) ?? "", name: row.text(2) ?? "", dateOfBirth: date(3),
                worker: row.id(4).map(RecordID.init), team: row.text(5), locality: seesPlaces ? row.text(6) : nil, openUntil: date(7),
                alerts: seesAlerts ? alerts : [],
                // What lies ahead is no last contact: one kept from before such were planned.
                lastContact: date(9).flatMap { $0 <= day ? $0 : nil }, nextDue: date(10), isClosed: false)
        }.compactMap { $0 }
    }

    /// The teams staff belong to, by name.
    public func teams() throws -> [String] {
        guard scope.reachesChildren else { return [] }
        return try reference("teams", of: ["staff"]) {
            let whole = Reader(db: db, service: service, scope: .wholeService(reason: "names of teams"))
            return Set(try whole.serviceRecords(Staff.self).compactMap(\.value.team)).sorted()
        }
    }

    /// A child's id by the reference people use.
    public func child(ref: String) throws -> RecordID? {
        guard scope.reachesChildren else { return nil }
        let found = try db.rows("SELECT id FROM child WHERE service = \(service.id) AND upper(ref) = \(ref.uppercased()) LIMIT 2") {
            $0.id(0).map(RecordID.init)
        }
        guard found.count == 1, let child = found.first.flatMap({ $0 }), try opens(child) else { return nil }
        return child
    }

    /// Other children that a file's records name: siblings known to the service, co-defendants.
    public func childrenNamed(in child: RecordID) throws -> [(id: RecordID, name: String, ref: String)] {
        var ids: Set<RecordID> = []
        for person in try records(Relationship.self, child: child) { if let known = person.knownChild { ids.insert(known) } }
        for offence in try records(Offence.self, child: child) { ids.formUnion(offence.coDefendants) }
        return try lines(of: Array(ids), on: Day(number: 0)).map { ($0.id, $0.name, $0.ref) }.sorted { $0.1 < $1.1 }
    }

    /// Things due, soonest first: one child's, or of all children open to the service, one worker's or everybody's. What stands after the
    /// end of the work (`Tasks.afterWork`) is there whether or not the child's work has ended.
    /// - Parameters:
    ///   - rules: only what these rules ask for.
    ///   - nobodys: only what nobody is allocated to.
    ///   - closedToo: also of children whose work has ended, who are still met.
    ///   - before: only what was due before that day.
    public func tasks(
        staff: RecordID?, child: RecordID? = nil, rules: [String]? = nil, nobodys: Bool = false, closedToo: Bool = false,
        before: Day? = nil, ahead: Bool = false,
        visibleOn day: Day, limit: Int
    ) throws -> [DueTask] {
        guard scope.reachesChildren else { return [] }
        var conditions = try standing(staff: staff, rules: rules, on: day)
        if !ahead { conditions.append("t.visible_from <= \(day.iso)") }
        if nobodys { conditions.append("t.staff IS NULL") }
        if let before { conditions.append("t.due_on < \(before.iso)") }
        if let child {
            conditions.append("t.child IN (\(try within(child)))")
        } else if !closedToo {
            conditions.append(ofOpenWork(day))
        }
        return try db.rows(
            """
            SELECT t.child, l.name, t.rule, t.record, t.title, t.basis, t.due_on, t.staff FROM task t
            JOIN child_list l ON l.service = t.service AND l.child = t.child
            WHERE \(SQL.joined(conditions, separator: " AND ")) ORDER BY t.due_on, l.sort_key, t.rule LIMIT \(limit)
            """
        ) { row in
            DueTask(
                child: RecordID(row.id(0) ?? RecordID.unset.uuid), name: row.text(1) ?? "", rule: row.text(2) ?? "",
                record: row.text(3).flatMap(RecordID.init), title: row.text(4) ?? "", basis: row.text(5) ?? "",
                dueOn: row.text(6).flatMap { Day(iso: $0) } ?? day, staff: row.id(7).map(RecordID.init))
        }
    }

    /// How many things `tasks` holds on a day without its limit, and how many of them are late.
    public func taskCount(staff: RecordID?, rules: [String], on day: Day) throws -> (due: Int, late: Int) {
        guard scope.reachesChildren else { return (0, 0) }
        var conditions = try standing(staff: staff, rules: rules, on: day)
        conditions += ["t.visible_from <= \(day.iso)", ofOpenWork(day)]
        let found = try db.first(
            """
            SELECT count(*), count(CASE WHEN t.due_on < \(day.iso) THEN 1 END) FROM task t
            JOIN child_list l ON l.service = t.service AND l.child = t.child WHERE \(SQL.joined(conditions, separator: " AND "))
            """
        ) { (due: Int($0.integer(0) ?? 0), late: Int($0.integer(1) ?? 0)) }
        return found ?? (0, 0)
    }

    /// Tasks of the files that open to this reader, while they need be shown.
    private func standing(staff: RecordID?, rules: [String]?, on day: Day) throws -> [SQL] {
        var conditions: [SQL] = [
            "t.service = \(service.id)\(try reach().condition("t.child"))",
            "(t.visible_until IS NULL OR t.visible_until >= \(day.iso))",
        ]
        if let staff { conditions.append("t.staff = \(staff.uuid)") }
        if let rules { conditions.append("t.rule IN (\(SQL.joined(rules.map { SQL("\($0)") }, separator: ", ")))") }
        return conditions
    }

    /// Of children whose work runs; what stands after its end is everybody's.
    private func ofOpenWork(_ day: Day) -> SQL {
        "(l.open_until >= \(day.iso) OR t.rule IN (\(SQL.joined(Tasks.afterWork.map { SQL("\($0)") }, separator: ", "))))"
    }
}

/// How many tasks of one rule are late for one worker.
public struct LateCount: Sendable {
    public let staff: RecordID?
    public let rule: String
    public let count: Int
}

extension Reader {
    /// How many tasks were due before a day and still stand, by worker and rule: of the files that open to this reader, as `tasks` lists them.
    public func lateCounts(before day: Day) throws -> [LateCount] {
        guard scope.reachesChildren else { return [] }
        return try db.rows(
            """
            SELECT t.staff, t.rule, count(*) FROM task t JOIN child_list l ON l.service = t.service AND l.child = t.child
            WHERE t.service = \(service.id)\(try reach().condition("t.child")) AND t.visible_from <= \(day.iso) AND t.due_on < \(day.iso)
            AND (t.visible_until IS NULL OR t.visible_until >= \(day.iso)) AND \(ofOpenWork(day))
            GROUP BY t.staff, t.rule
            """
        ) { row in LateCount(staff: row.id(0).map(RecordID.init), rule: row.text(1) ?? "", count: Int(row.integer(2) ?? 0)) }
    }
}

/// One thing due for one child.
public struct DueTask: Sendable {
    public let child: RecordID
    public let name: String
    public let rule: String
    public let record: RecordID?
    public let title: String
    public let basis: String
    public let dueOn: Day
    public let staff: RecordID?
}
