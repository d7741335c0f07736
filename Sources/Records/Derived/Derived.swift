import Casework
import Practice
import Storage

/// The tables that can be thrown away and rebuilt: the list of children, the search keys, the tasks. Rewritten for the children a command touched,
/// in its transaction.
struct Derived {
    let db: any SQLConnection
    let service: Service

    /// Children rewritten one by one: of more, reading what is there costs more than writing it anew.
    private static let few = 20

    static func needs(of rules: [TaskRule]) -> [Need] {
        Listing.needs + Tasks.needs(of: rules) + [Need(Child.self, fields: Child.kind.fields.map(\.name))]
    }
    private static let allNeeds = needs(of: Tasks.rules)

    /// Brings the rows of these children up to date.
    /// - Parameter touched: each child with the kinds of record that changed on its file.
    func rewrite(_ touched: [RecordID: Set<String>], reader: Reader) throws {
        guard !touched.isEmpty else { return }
        let aliases = try reader.aliases()
        var whole: Set<RecordID> = []
        for (child, kinds) in touched {
            let isAlone = aliases.group(of: child).count == 1 && !aliases.isMerged(child)
            if touched.count > Derived.few || !isAlone || kinds.contains("merge") {
                whole.insert(child)
            } else {
                try change(child, kinds, reader)
            }
        }
        try rewrite(whole, reader: reader)
    }

    /// Throws the children's rows away and makes them anew.
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
        let (surroundings, today) = (try reader.surroundings(), service.today)
        let panels = try reader.panelDays()
        var (lists, keys, tasks): ([[SQLValue]], [[SQLValue]], [[SQLValue]]) = ([], [], [])
        func flush() throws {
            try db.insert(into: "child_list", columns: Derived.listColumns.map(\.name), rows: lists)
            try db.insert(into: "search_key", columns: ["service", "key", "child"], rows: keys)
            try db.insert(into: "task", columns: Derived.taskColumns.map(\.name), rows: tasks)
            (lists, keys, tasks) = ([], [], [])
        }
        try reader.caseFiles(Derived.allNeeds, of: Array(touched)) { file in
            guard file.child.deleted != true else { return }
            let due = Tasks.due(file, settings: surroundings.settings, lists: surroundings.lists, panels: panels, on: today)
            let listing = Listing(file, places: surroundings.places, on: today)
            lists.append(row(of: listing, file, surroundings, nextDue: due.map(\.dueOn).min()))
            let others = try refs(of: aliases.group(of: file.child.id))
            for key in Names.keys(of: file.child.value, refs: [file.child.ref] + others).sorted() {
                keys.append([.integer(service.id), .text(key), .id(file.child.id.uuid)])
            }
            tasks += due.map { row(of: $0, file, listing) }
            if keys.count > 5000 { try flush() }
        }
        try flush()
    }

    private func refs(of group: [RecordID]) throws -> [String] {
        guard group.count > 1 else { return [] }
        return try db.rows(
            "SELECT ref FROM child WHERE service = \(service.id) AND id IN (\(SQL.joined(group.map { SQL("\($0.uuid)") }, separator: ", ")))"
        ) { $0.text(0) ?? "" }
    }

    // MARK: Rows

    /// A column of a derived table; identities are bytes on SQLite, all else is text on both engines.
    struct Slot {
        let name: String
        let isID: Bool

        init(_ name: String, isID: Bool = false) { (self.name, self.isID) = (name, isID) }

        func read(_ row: any SQLRow, _ index: Int) -> SQLValue {
            isID ? row.id(index).map { .id($0) } ?? .null : row.text(index).map { .text($0) } ?? .null
        }
    }

    /// After the service and the child.
    static let listColumns: [Slot] =
        [Slot("service"), Slot("child", isID: true), Slot("ref"), Slot("name"), Slot("sort_key"), Slot("date_of_birth")]
        + [Slot("worker", isID: true), Slot("worker_until"), Slot("team"), Slot("locality"), Slot("open_until")]
        + [Slot("alerts"), Slot("last_contact"), Slot("next_due")]

    static let taskColumns: [Slot] =
        [Slot("service"), Slot("child", isID: true), Slot("rule"), Slot("record"), Slot("title"), Slot("basis")]
        + [Slot("visible_from"), Slot("due_on"), Slot("visible_until"), Slot("staff", isID: true)]

    func row(of listing: Listing, _ file: CaseFile, _ surroundings: Surroundings, nextDue: Day?) -> [SQLValue] {
        let alerts = listing.alerts.map { "\($0.type):\($0.from.iso):\($0.to?.iso ?? "")" }.joined(separator: " ")
        let team: String? = listing.worker.flatMap { surroundings.teams[$0] ?? nil }
        var row: [SQLValue] = [.integer(service.id), .id(file.child.id.uuid), .text(file.child.ref), .text(listing.name)]
        row += [.text(listing.sortKey), listing.dateOfBirth.value.sql, listing.worker.value.sql, listing.workerUntil.value.sql]
        row += [team.value.sql, listing.locality.value.sql, listing.openUntil.value.sql, .text(alerts), listing.lastContact.value.sql]
        row.append(nextDue.value.sql)
        return row
    }

    func row(of task: Practice.Task, _ file: CaseFile, _ listing: Listing) -> [SQLValue] {
        var row: [SQLValue] = [.integer(service.id), .id(file.child.id.uuid), .text(task.rule), .text(task.record.description)]
        row += [.text(task.title), .text(task.basis), .text(task.visibleFrom.iso), .text(task.dueOn.iso)]
        row += [task.visibleUntil.value.sql, (task.staff ?? listing.worker).value.sql]
        return row
    }
}

/// What of the service itself derived rows depend on besides the child's file.
struct Surroundings: Sendable {
    let places: Places
    let settings: Settings
    let lists: ServiceLists
    let teams: [RecordID: String?]
}

extension Reader {
    /// The days panels sit that were not cancelled. Read in the command and not kept: a panel moved in this very command must count.
    /// - Parameter ids: only these; nil is all of them.
    func panelDays(_ ids: [RecordID]? = nil) throws -> [RecordID: Day] {
        if ids?.isEmpty == true { return [:] }
        let which: SQL = ids.map { "v.id IN (\(list($0))) AND " } ?? ""
        let found = try fetch(Panel.self, where: "\(which)NOT v.withdrawn AND \(try visible())")
        return Dictionary(
            found.filter { $0.cancelledReason == nil }.map { ($0.id, $0.heldOn) }, uniquingKeysWith: { first, _ in first })
    }

    /// Read by the whole service's scope only.
    func surroundings() throws -> Surroundings {
        try reference("surroundings", of: ["postcode", "setting", "staff", "disposal_type", "code", "form"]) {
            Surroundings(
                places: Places(try serviceRecords(Postcode.self).map(\.value)), settings: try settings(),
                lists: ServiceLists(options: try outOfCourtOptions(), codes: try codes(), forms: try questionnaires()),
                teams: Dictionary(try serviceRecords(Staff.self).map { ($0.id, $0.team) }, uniquingKeysWith: { first, _ in first }))
        }
    }

    /// The service's settings, with the shipped default where it has none of its own.
    public func settings() throws -> Settings {
        // Nobody's personal data, and the same answer for every reader.
        try readsSharedReference ? reference("settings", of: ["setting"], readSettings) : readSettings()
    }

    /// The out-of-court options the service works with: ours, as its own rows have changed them.
    public func outOfCourtOptions() throws -> OutOfCourtOptions {
        func own() throws -> OutOfCourtOptions { OutOfCourtOptions(own: try serviceRecords(DisposalType.self).map(\.value)) }
        return try readsSharedReference ? reference("options", of: ["disposal_type"], own) : own()
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
                try Derived(db: db, service: self).rewrite(
                    Set(children[start..<min(start + 2000, children.count)]), reader: reader)
                progress(start)
            }
            return children.count
        }
    }
}
