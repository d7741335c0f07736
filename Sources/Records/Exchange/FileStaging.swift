import Casework
import Storage

/// Checks one file's rows against one kind's definition.
final class FileStaging<R: RecordKind> {
    private let table: CSVTable
    let layout: FileLayout
    let staging: Staging
    let rows: RowReader<R>
    var columns: RowReader<R>.Columns { rows.columns }
    private let known: [String: Staging.Target]
    private let memory: [String: RowMemory]
    private var report: ImportedFile
    /// The line each reference was first seen on.
    private var seen: [String: Int] = [:]
    /// The line each record already there was first seen on: a reference and a key may name the same one.
    private var seenRecords: [RecordID: Int] = [:]
    private var refusedLines: Set<Int> = []
    private var keys: RowKeys<R>?
    private var waiting: [Changed] = []
    private var fresh: [RowReader<R>.Fresh] = []
    private let isLinked: Bool
    private let freshAtOnce: Int

    /// A row that differs from the one its record was last imported from.
    private struct Changed {
        let row: Int
        let ref: String
        let target: Staging.Target
        let memory: RowMemory
        /// Columns the sender left as they were.
        let kept: Set<Int>
        let links: Links<R>
    }

    init(
        _ type: R.Type, _ table: CSVTable, _ layout: FileLayout, known: [String: Staging.Target], memory: [String: RowMemory],
        staging: Staging
    ) throws {
        self.table = table
        self.layout = layout
        self.known = known
        self.memory = memory
        self.staging = staging
        isLinked = FileLayout.linked.contains(layout.kind.name)
        // A row that may point at the one above it waits until that one is taken.
        freshAtOnce = R.kind.fields.contains { $0.kind.leads(to: R.kind.name) } ? 1 : 4096
        let (columns, unknown) = RowReader<R>.columns(of: table, layout)
        rows = RowReader(
            table: table, columns: columns, source: staging.source, today: staging.rules.today, codes: staging.rules.codes)
        report = ImportedFile(name: layout.name, read: table.count, unknownColumns: unknown, header: table.header)
    }

    func run(_ progress: (ImportProgress) -> Void) throws -> ImportedFile {
        if isLinked { staging.targets[layout.kind.name] = known }
        staging.batch.prepared.reserveCapacity(staging.batch.prepared.count + table.count)
        seen.reserveCapacity(table.count)
        for row in 0..<table.count {
            try take(row)
            if row % 2000 == 1999 { progress(ImportProgress(file: layout.name, rows: row + 1, of: table.count)) }
        }
        try settleWaiting()
        try settleFresh()
        report.refused.sort { $0.line < $1.line }
        report.remarks.sort { $0.line < $1.line }
        return report
    }

    private func take(_ row: Int) throws {
        if let fault = table.faults[row] {
            let ref = columns.ownRef.flatMap { $0 < table.width(row) ? table[row, $0] : nil }
            return refuse(row, ref: ref, [Problem(field: "", message: fault.prefix(1).uppercased() + fault.dropFirst() + ".")])
        }
        let ref: String
        switch reference(row) {
        case .success(let found): ref = found
        case .failure(let problem): return refuse(row, ref: nil, [problem])
        }
        if let line = seen[ref], try !isFreed(line, row) { return refuseSecond(row, line) }
        seen[ref] = table.lines[row]
        let target: Staging.Target?
        switch try record(row, ref) {
        case .success(let found): target = found
        case .failure(let problem): return refuse(row, ref: ref, [problem])
        }
        if let id = target?.id, let line = seenRecords.updateValue(table.lines[row], forKey: id), try !isFreed(line, row) {
            return refuseSecond(row, line)
        }
        guard let target else { return try takeNew(row, ref) }
        var problems: [Problem] = []
        let remembered = RowMemory(table, row, columns.known)
        let previous = memory[ref]
        let isUnchanged = previous?.isSame(as: remembered) ?? false
        let kept = isUnchanged ? Set(table.header.indices) : previous?.unchanged(table, row, columns.known) ?? []
        let links = Links(self, table, row, existing: target, kept: kept, &problems)
        guard problems.isEmpty else { return refuse(row, ref: ref, problems) }
        if isUnchanged {
            // A row found by its key goes by that name in other files too.
            if isLinked { staging.targets[layout.kind.name]?[ref] = target }
            report.unchanged += 1
        } else {
            waiting.append(Changed(row: row, ref: ref, target: target, memory: remembered, kept: kept, links: links))
            if waiting.count == 500 { try settleWaiting() }
        }
    }

    /// Whether a row tells what it is by its own reference, and not by its key.
    private func hasRef(_ row: Int) -> Bool { columns.ownRef.map { !table.isBlank(row, $0) } ?? false }

    /// Whether the earlier line a row's key was seen on was refused, so that it stands for nothing: one fault costs one row.
    private func isFreed(_ line: Int, _ row: Int) throws -> Bool {
        guard !hasRef(row) else { return false }
        try settleWaiting()
        try settleFresh()
        return refusedLines.contains(line)
    }

    private func refuseSecond(_ row: Int, _ line: Int) {
        let column = hasRef(row) ? layout.ownRef : layout.keyColumns.first ?? layout.ownRef
        refuse(row, ref: nil, [Problem(field: column, message: "Line \(line) of this file is the same record.")])
    }

    /// The record a row stands for; nil when it is a new one.
    private func record(_ row: Int, _ ref: String) throws -> Result<Staging.Target?, Problem> {
        if let target = known[ref] {
            guard target.isOurs, memory[ref] == nil else { return .success(target) }
            return .success(try isAnother(row, target) ? nil : target)
        }
        if let place = columns.ownRef, !table.isBlank(row, place) { return .success(nil) }
        let keys = try self.keys ?? RowKeys(staging)
        self.keys = keys
        return keys.target(table, row, columns.key, staging)
    }

    /// Whether a row only happens to carry a reference that stands here for something else: another child, or another child's record.
    private func isAnother(_ row: Int, _ target: Staging.Target) throws -> Bool {
        if R.self == Child.self {
            guard let child = try staging.child(target.id) else { return false }
            let told = columns.fields.filter { ["given_name", "family_name", "date_of_birth"].contains($0.field.name) }.compactMap {
                (field, place) -> Bool? in
                guard let child = child as? R, !table.isBlank(row, place), !field.get(child).isNone else { return nil }
                // An old folder may still call the child by what is sealed.
                let all = [field.get(child)] + staging.identities.former(field.name, of: target.id)
                return all.contains { field.kind.write($0, .file) == table[row, place] }
            }
            return !told.isEmpty && !told.contains(true)
        }
        var unasked: [Problem] = []
        guard let home = Links(self, table, row, existing: nil, kept: [], &unasked).home, let kept = target.child else { return false }
        return !staging.isSame(home, kept)
    }

    /// A row's own reference, or one put together from its key.
    private func reference(_ row: Int) -> Result<String, Problem> {
        if let place = columns.ownRef, !table.isBlank(row, place) {
            let ref = table[row, place]
            guard ref.utf8.count <= 200, !ref.utf8.contains(where: { $0 < 0x20 }) else {
                return .failure(Problem(field: layout.ownRef, message: "A reference is one line of at most 200 characters."))
            }
            if FileLayout.listed.contains(layout.kind.name), ref.contains(" ") {
                return .failure(
                    Problem(
                        field: layout.ownRef, message: "This reference may hold no space, for other files list several with spaces between."
                    ))
            }
            return .success(ref)
        }
        guard let first = columns.key.first, first.contains(where: { !table.isBlank(row, $0) }) else {
            let column = columns.ownRef == nil || !columns.key.isEmpty ? layout.keyColumns.first ?? layout.ownRef : layout.ownRef
            return .failure(Problem(field: column, message: "This is blank, and without it the row cannot be told apart."))
        }
        let parts = columns.key.map { places in
            places.first { !table.isBlank(row, $0) }.map { table[row, $0].replacing("%", with: "%25").replacing("/", with: "%2F") } ?? ""
        }
        return .success(parts.joined(separator: "/"))
    }

    private func takeNew(_ row: Int, _ ref: String) throws {
        var problems: [Problem] = []
        let links = Links(self, table, row, existing: nil, kept: [], &problems)
        if R.self == Child.self, isErased(row, ref) {
            problems.append(
                Problem(
                    field: layout.ownRef,
                    message:
                        "This child’s records were erased here, and a folder does not bring them back. If the child is worked with again, add them on a page, or send them under a new reference."
                ))
        }
        guard problems.isEmpty else { return refuse(row, ref: ref, problems) }
        let id = staging.ids.next()
        let home = R.self == Child.self ? id : links.home
        fresh.append(RowReader<R>.Fresh(row: row, ref: ref, id: id, home: home, child: try ruleChild(home), links: links))
        if fresh.count == freshAtOnce { try settleFresh() }
    }

    /// Whether a row stands for a child that was erased.
    private func isErased(_ row: Int, _ ref: String) -> Bool {
        guard let erased = staging.erased else { return false }
        let born = columns.fields.first { $0.field.name == "date_of_birth" }.flatMap { Day(iso: table[row, $0.place])?.iso }
        return erased.holds(ErasedRefs.Named(source: staging.source, ref: ref, born: born))
    }

    /// Reads, checks and lays out the new rows that wait, on every core, and then takes them in their order.
    private func settleFresh() throws {
        let new = fresh
        fresh.removeAll(keepingCapacity: true)
        for (new, laidOut) in zip(new, new.mapOnEveryCore(rows.layOut)) {
            switch laidOut {
            case .failure(let wrong): refuse(new.row, ref: new.ref, wrong.all)
            case .success(let found):
                if let child = found.record as? Child { staging.children[new.id] = child }
                staging.batch.prepared.append(found.staged)
                accept(new.ref, Staging.Target(id: new.id, child: new.home, from: nil, state: .live), found.remembered)
                report.new += 1
                remark(new.row, found.remarks + spaced(new.row, new.ref))
                staging.batch.watched.formUnion(new.links.existing)
            }
        }
    }

    /// The child the rules of a record on this file ask about.
    private func ruleChild(_ home: RecordID?) throws -> Child? { try R.self == Child.self ? nil : home.flatMap { try staging.child($0) } }

    /// Compares the rows that changed with what their records hold now, and lays out new versions.
    private func settleWaiting() throws {
        guard !waiting.isEmpty else { return }
        let rows = waiting
        waiting = []
        let ids = SQL.joined(rows.map { SQL("\($0.target.id.uuid)") })
        var condition: SQL = "v.id IN (\(ids)) AND v.to_position IS NULL"
        if R.kind.scope == .child {
            let owners = SQL.joined(Set(rows.map { $0.target.child ?? $0.target.id }).map { SQL("\($0.uuid)") })
            condition = "v.child IN (\(owners)) AND \(condition)"
        }
        let current = Dictionary(
            try staging.reader.fetch(R.self, where: condition).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for changed in rows {
            guard let stored = current[changed.target.id] else { throw Broken("a \(R.kind.name) has no current version") }
            try settle(changed, stored)
        }
    }

    private func settle(_ changed: Changed, _ stored: Stored<R>) throws {
        var record = stored.value
        var problems: [Problem] = []
        for (field, place) in columns.fields where !changed.kept.contains(place) {
            rows.fill(field, &record, changed.row, place, changed.links, &problems)
        }
        if memory[changed.ref] == nil { try keepLater(&record, stored) }
        staging.identities.restore(&record, from: stored)
        staging.identities.keepOut(of: &record, stored)
        rows.plan(&record)
        let differs = R.kind.fields.contains { $0.get(record) != $0.get(stored.value) }
        var remarks = changed.links.remarks
        if differs {
            if stored.withdrawn {
                problems.append(
                    Problem(field: "", message: "This record was marked as entered in error here; changes to it are not taken."))
            }
        }
        remarks +=
            differs
            ? rows.check(&record, over: stored.value, try ruleChild(stored.child), &problems) : rows.setAside(&problems)
        guard problems.isEmpty else { return refuse(changed.row, ref: changed.ref, problems) }
        if let child = record as? Child { staging.children[stored.id] = child }
        accept(changed.ref, changed.target, changed.memory)
        staging.batch.watched.insert(stored.id)
        remark(changed.row, remarks)
        guard R.kind.fields.contains(where: { $0.get(record) != $0.get(stored.value) }) else {
            report.unchanged += 1
            return
        }
        staging.batch.prepared.append(
            Writer.prepare(
                record, child: stored.child, id: stored.id, source: stored.source, ref: stored.ref, withdrawn: false, isNew: false,
                closes: stored.from))
        staging.batch.watched.formUnion(changed.links.existing)
        report.changed += 1
    }

    /// A row taken for the first time may be our own export of an earlier day: where it says what a field held then, what was written since stays.
    private func keepLater(_ record: inout R, _ stored: Stored<R>) throws {
        let differing = columns.fields.map(\.field).filter { $0.get(record) != $0.get(stored.value) }
        guard !differing.isEmpty else { return }
        var condition: SQL = "v.id = \(stored.id.uuid) AND v.to_position IS NOT NULL"
        if let child = stored.child { condition = "v.child = \(child.uuid) AND \(condition)" }
        let earlier = try staging.reader.fetch(R.self, where: condition)
        for field in differing where earlier.contains(where: { field.get($0.value) == field.get(record) }) {
            _ = field.set(&record, field.get(stored.value))
        }
    }

    /// A reference is kept as it was sent, for it comes back so in our own export; that it is another than without its spaces is said.
    private func spaced(_ row: Int, _ ref: String) -> [Problem] {
        guard hasRef(row), ref.first?.isWhitespace == true || ref.last?.isWhitespace == true else { return [] }
        return [
            Problem(field: layout.ownRef, message: "It begins or ends with a space, and so is not the same reference as without.")
        ]
    }

    private func remark(_ row: Int, _ remarks: [Problem]) {
        if !remarks.isEmpty { report.remarks.append(RowRemark(line: table.lines[row], reasons: remarks)) }
    }

    private func accept(_ ref: String, _ target: Staging.Target, _ remembered: RowMemory) {
        if isLinked { staging.targets[layout.kind.name]?[ref] = target }
        staging.batch.rows.append((layout.kind.name, ref, remembered, memory[ref] == nil))
    }

    private func refuse(_ row: Int, ref: String?, _ problems: [Problem]) {
        let cells = (0..<table.width(row)).map { table[row, $0] }
        let problems = problems.enumerated().sorted { a, b in
            let (x, y) = (table.header.firstIndex(of: a.element.field) ?? .max, table.header.firstIndex(of: b.element.field) ?? .max)
            return x == y ? a.offset < b.offset : x < y
        }.map(\.element)
        refusedLines.insert(table.lines[row])
        report.refused.append(RefusedRow(line: table.lines[row], reasons: problems, cells: cells))
        guard let ref, isLinked else { return }
        let target = known[ref] ?? Staging.Target(id: .unset, child: nil, from: nil, state: .live)
        staging.targets[layout.kind.name]?[ref] = Staging.Target(
            id: target.id, child: target.child, from: target.from, state: .refused(table.lines[row]))
    }
}
