import Casework
import Practice
import Storage

/// The tables that can be thrown away and rebuilt: the list of children, the search keys, the tasks. Rewritten for the children a command touched,
/// in its transaction.
struct Derived {
    let db: any SQLConnection
    let service: Service

    static var needs: [Need] { Listing.needs + Tasks.needs + [Need(Child.self)] }

    func rewrite(_ touched: Set<RecordID>, reader: Reader) throws {
        guard !touched.isEmpty else { return }
        let aliases = try reader.aliases()
        let children = touched.flatMap { aliases.group(of: $0) }
        for start in stride(from: 0, to: children.count, by: 500) {
            let ids = SQL.joined(children[start..<min(start + 500, children.count)].map { SQL("\($0.uuid)") }, separator: ", ")
            for table in ["child_list", "search_key", "task"] {
                try db.run("DELETE FROM \(raw: table) WHERE service = \(service.id) AND child IN (\(ids))")
            }
        }
        let surroundings = try reader.surroundings()
        // Read here and not kept: a panel moved in this very command must count.
        let panels = Dictionary(
            try reader.serviceRecords(Panel.self).filter { $0.cancelledReason == nil }.map { ($0.id, $0.heldOn) },
            uniquingKeysWith: { first, _ in first })
        let today = service.today
        var rows = Rows()
        let all = Derived.needs.map { $0.kind.name == "child" ? Need(Child.self, fields: Child.kind.fields.map(\.name)) : $0 }
        try reader.caseFiles(all, of: Array(touched)) { file in
            rows.add(
                file, refs: try refs(of: aliases.group(of: file.child.id)), service: service.id, surroundings, panels: panels,
                today: today)
            if rows.keys.count > 5000 { try rows.flush(db) }
        }
        try rows.flush(db)
    }

    private func refs(of group: [RecordID]) throws -> [String] {
        guard group.count > 1 else { return [] }
        return try db.rows(
            "SELECT ref FROM child WHERE service = \(service.id) AND id IN (\(SQL.joined(group.map { SQL("\($0.uuid)") }, separator: ", ")))"
        ) { $0.text(0) ?? "" }
    }

    private struct Rows {
        var lists: [[SQLValue]] = []
        var keys: [[SQLValue]] = []
        var tasks: [[SQLValue]] = []

        mutating func add(
            _ file: CaseFile, refs: [String], service: Int64, _ surroundings: Surroundings, panels: [RecordID: Day], today: Day
        ) {
            guard file.child.deleted != true else { return }
            let id = SQLValue.id(file.child.id.uuid)
            let due = Tasks.due(file, settings: surroundings.settings, panels: panels, on: today)
            let listing = Listing(file, places: surroundings.places, on: today)
            let alerts = listing.alerts.map { "\($0.type):\($0.from.iso):\($0.to?.iso ?? "")" }.joined(separator: " ")
            let team: String? = listing.worker.flatMap { surroundings.teams[$0] ?? nil }
            var row: [SQLValue] = [.integer(service), id, .text(file.child.ref), .text(listing.name), .text(listing.sortKey)]
            row += [listing.dateOfBirth.value.sql, listing.worker.value.sql, listing.workerUntil.value.sql, team.value.sql]
            row += [listing.locality.value.sql, listing.openUntil.value.sql, .text(alerts), listing.lastContact.value.sql]
            row.append(due.map(\.dueOn).min().value.sql)
            lists.append(row)
            for key in Names.keys(of: file.child.value, refs: [file.child.ref] + refs).sorted() {
                keys.append([.integer(service), .text(key), id])
            }
            for task in due {
                var row: [SQLValue] = [.integer(service), id, .text(task.rule), .text(task.record.description), .text(task.title)]
                row += [
                    .text(task.basis), .text(task.visibleFrom.iso), .text(task.dueOn.iso), task.visibleUntil.value.sql,
                    (task.staff ?? listing.worker).value.sql,
                ]
                tasks.append(row)
            }
        }

        mutating func flush(_ db: any SQLConnection) throws {
            try db.insert(
                into: "child_list",
                columns: [
                    "service", "child", "ref", "name", "sort_key", "date_of_birth", "worker", "worker_until", "team", "locality",
                    "open_until", "alerts",
                    "last_contact", "next_due",
                ], rows: lists)
            try db.insert(into: "search_key", columns: ["service", "key", "child"], rows: keys)
            try db.insert(
                into: "task",
                columns: ["service", "child", "rule", "record", "title", "basis", "visible_from", "due_on", "visible_until", "staff"],
                rows: tasks)
            self = Rows()
        }
    }
}

/// What of the service itself derived rows depend on besides the child's file.
struct Surroundings: Sendable {
    let places: Places
    let settings: Settings
    let teams: [RecordID: String?]
}

extension Reader {
    /// Read by the whole service's scope only.
    func surroundings() throws -> Surroundings {
        try reference("surroundings", of: ["postcode", "setting", "staff"]) {
            Surroundings(
                places: Places(try serviceRecords(Postcode.self).map(\.value)), settings: try settings(),
                teams: Dictionary(try serviceRecords(Staff.self).map { ($0.id, $0.team) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The service's settings, with the shipped default where it has none of its own.
    public func settings() throws -> Settings {
        // Nobody's personal data, and the same answer for every reader.
        try readsSharedReference ? reference("settings", of: ["setting"], readSettings) : readSettings()
    }

    /// The service's clock for the whole out-of-court process, in calendar days, as figures count against it.
    public func outOfCourtDays() throws -> Int { try settings()[Settings.wholeProcess] }

    /// The largest count that is held back in what leaves the service.
    public func smallCount() throws -> Int { try settings()[Settings.smallCount] }

    private func readSettings() throws -> Settings {
        let rows = try fetch(Setting.self, where: "NOT v.withdrawn AND \(try visible())")
        return Settings(Dictionary(rows.map { ($0.name, $0.text) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension Service {
    /// Throws away every derived table and makes it anew from the records; answers how many children there are.
    public func rebuild(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> Int {
        try await store.write { db in
            for table in ["child_list", "search_key", "task"] { try db.run("DELETE FROM \(raw: table) WHERE service = \(id)") }
            let children = try db.rows("SELECT id FROM child WHERE service = \(id) ORDER BY id") { $0.id(0).map(RecordID.init) }.compactMap
            { $0 }
            for start in stride(from: 0, to: children.count, by: 2000) {
                let reader = Reader(db: db, service: self, scope: .wholeService(reason: "rebuild"))
                try Derived(db: db, service: self).rewrite(Set(children[start..<min(start + 2000, children.count)]), reader: reader)
                progress(start)
            }
            return children.count
        }
    }
}
