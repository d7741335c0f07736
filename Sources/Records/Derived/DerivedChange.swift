import Casework
import Practice
import Storage

extension Derived {
    /// Brings one child's rows up to date by what changed on its file: only rules that read a changed kind are asked again, only rows that
    /// differ are written. A save of a contact so reads eight kinds and not thirty, and leaves the name's indexes alone.
    /// - Parameter kinds: the kinds of record that changed.
    func change(_ child: RecordID, _ kinds: Set<String>, _ reader: Reader) throws {
        let (surroundings, today) = (try reader.surroundings(), service.today)
        let listed = try listedRow(of: child)
        // Of a child not listed nothing is known to start from.
        var rules = listed == nil ? nil : Tasks.rules(reading: kinds)
        var found = try file(of: child, rules, reader)
        var listing = found.map { Listing($0, places: surroundings.places, on: today) }
        if rules != nil, let listed, listing?.worker.value.sql ?? .null != listed[Derived.workerPlace] {
            // Another worker holds the case since a day went by: then every task is theirs.
            rules = nil
            found = try file(of: child, nil, reader)
            listing = found.map { Listing($0, places: surroundings.places, on: today) }
        }
        guard let file = found, let listing, file.child.deleted != true else { return try rewrite([child], reader: reader) }
        let asks = rules ?? Tasks.rules
        let panels = try reader.panelDays(file[PanelItem.self].compactMap(\.panel))
        let due = Tasks.due(file, settings: surroundings.settings, lists: surroundings.lists, panels: panels, on: today, rules: asks)
        let kept = try change(
            tasks: due.map { row(of: $0, file, listing) }, of: child, asked: rules.map { Set($0.map(\.token)) }, today: today)
        let next = (due.map(\.dueOn.iso) + kept).min().flatMap { Day(iso: $0) }
        try change(list: row(of: listing, file, surroundings, nextDue: next), from: listed, child)
        if listed == nil || kinds.contains("child") {
            try change(keys: Names.keys(of: file.child.value, refs: [file.child.ref]), of: child)
        }
    }

    private static let workerPlace = listColumns.firstIndex { $0.name == "worker" } ?? 0

    /// The child's file with what the rules and the list read; nil when there is no such child.
    private func file(of child: RecordID, _ rules: [TaskRule]?, _ reader: Reader) throws -> CaseFile? {
        var found: CaseFile?
        try reader.caseFiles(Derived.needs(of: rules ?? Tasks.rules), of: [child]) { found = $0 }
        return found
    }

    private func listedRow(of child: RecordID) throws -> [SQLValue]? {
        let names = Derived.listColumns.map(\.name).joined(separator: ", ")
        return try db.first("SELECT \(raw: names) FROM child_list WHERE service = \(service.id) AND child = \(child.uuid)") { row in
            [.integer(service.id)] + Derived.listColumns.indices.dropFirst().map { Derived.listColumns[$0].read(row, $0) }
        }
    }

    /// Writes the columns that differ, so that no index of another column is touched.
    private func change(list new: [SQLValue], from old: [SQLValue]?, _ child: RecordID) throws {
        guard let old else { return try db.insert(into: "child_list", columns: Derived.listColumns.map(\.name), rows: [new]) }
        let changes = new.indices.filter { new[$0] != old[$0] }.map { SQL("\(raw: Derived.listColumns[$0].name) = \(new[$0])") }
        guard !changes.isEmpty else { return }
        try db.run("UPDATE child_list SET \(SQL.joined(changes)) WHERE service = \(service.id) AND child = \(child.uuid)")
    }

    private func change(keys: Set<String>, of child: RecordID) throws {
        let there = Set(
            try db.rows("SELECT key FROM search_key WHERE service = \(service.id) AND child = \(child.uuid)") { $0.text(0) ?? "" })
        for key in there.subtracting(keys) {
            try db.run("DELETE FROM search_key WHERE service = \(service.id) AND key = \(key) AND child = \(child.uuid)")
        }
        try db.insert(
            into: "search_key", columns: ["service", "key", "child"],
            rows: keys.subtracting(there).sorted().map { [.integer(service.id), .text($0), .id(child.uuid)] })
    }

    /// Writes the tasks that differ.
    /// - Parameter asked: the rules these tasks are all of; tasks of others stay until their last day is past. Nil is every rule.
    /// - Returns: the days due of the tasks that stay.
    private func change(tasks: [[SQLValue]], of child: RecordID, asked: Set<String>?, today: Day) throws -> [String] {
        let names = Derived.taskColumns.map(\.name).joined(separator: ", ")
        let there = try db.rows("SELECT \(raw: names) FROM task WHERE service = \(service.id) AND child = \(child.uuid)") { row in
            [.integer(service.id)] + Derived.taskColumns.indices.dropFirst().map { Derived.taskColumns[$0].read(row, $0) }
        }
        var (new, stay): (Set<[SQLValue]>, [String]) = (Set(tasks), [])
        for row in there where new.remove(row) == nil {
            let (rule, record, due, until) = (row[2], row[3], row[7], row[8])
            let isAsked = if case .text(let token) = rule { asked?.contains(token) ?? true } else { true }
            let isPast = if case .text(let day) = until { day < today.iso } else { false }
            if !isAsked, !isPast {
                if case .text(let day) = due { stay.append(day) }
                continue
            }
            try db.run(
                "DELETE FROM task WHERE service = \(service.id) AND child = \(child.uuid) AND rule = \(rule) AND record = \(record)")
        }
        try db.insert(into: "task", columns: Derived.taskColumns.map(\.name), rows: tasks.filter { new.contains($0) })
        return stay
    }
}
