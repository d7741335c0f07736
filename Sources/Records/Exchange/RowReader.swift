import Casework

/// Makes records of one file's rows. Pure: asks neither the store nor another row, so that many rows are read at once.
struct RowReader<R: RecordKind>: Sendable {
    let table: CSVTable
    let columns: Columns
    let source: String
    let today: Day
    let codes: Codes

    /// Which column holds what.
    struct Columns: Sendable {
        var ownRef: Int?
        var child: Int?
        var fields: [(field: Field<R>, place: Int)] = []
        /// Those of them that point at other records, for which a row looks at no others.
        fileprivate(set) var links: [(field: Field<R>, place: Int, kind: String, isList: Bool)] = []
        /// Fields no record can be without that the file has no column for.
        var missing: [Field<R>] = []
        /// For each part of the key, its columns, of which the first that is filled counts.
        var key: [[Int]] = []
        var known: [KnownColumn] = []
        /// Fields that stand in columns of our own, and the names of those columns.
        fileprivate(set) var added: [Field<R>] = []
        fileprivate(set) var addedNames: Set<String> = []
    }

    /// A row no record stands for yet, with what only one core at a time can find out of it.
    struct Fresh: Sendable {
        let row: Int
        let ref: String
        let id: RecordID
        let home: RecordID?
        let child: Child?
        let links: Links<R>
    }

    /// What the header says, and the names in it that mean nothing here.
    static func columns(of table: CSVTable, _ layout: FileLayout) -> (Columns, unknown: [String]) {
        var columns = Columns()
        var unknown: [String] = []
        for (place, name) in table.header.enumerated() {
            if name == layout.ownRef {
                columns.ownRef = place
            } else if name == "child_ref", R.kind.scope == .child {
                columns.child = place
            } else if let field = R.kind.fields.first(where: { $0.column == name && $0.exchanged }) {
                columns.fields.append((field, place))
            } else {
                if !name.isEmpty { unknown.append(name) }
                continue
            }
            columns.known.append(KnownColumn(name, place: place))
        }
        if R.kind.key != [layout.ownRef] { columns.key = layout.keyParts.map { $0.compactMap(table.header.firstIndex(of:)) } }
        columns.links = columns.fields.compactMap { field, place in
            switch field.kind {
            case .link(let kind): (field, place, kind, false)
            case .links(let kind): (field, place, kind, true)
            default: nil
            }
        }
        columns.added = columns.fields.map(\.field).filter(\.isAdded)
        columns.addedNames = Set(columns.added.map(\.column))
        columns.missing = R.kind.fields.filter { field in
            guard case .always = field.required else { return false }
            return !columns.fields.contains { $0.field.name == field.name }
        }
        return (columns, unknown)
    }

    /// A new record of a row, checked, with what is written and remembered of it and what of it was left blank.
    func layOut(_ new: Fresh) -> Result<(record: R, staged: Writer.Staged, remembered: RowMemory, remarks: [Problem]), Problems> {
        var record = R()
        var problems: [Problem] = []
        for (field, place) in columns.fields { fill(field, &record, new.row, place, new.links, &problems) }
        for field in columns.missing { problems.append(Problem(field: field.column, message: field.missing)) }
        plan(&record)
        let remarks = new.links.remarks + check(&record, over: R(), new.child, &problems)
        guard problems.isEmpty else { return .failure(Problems(problems)) }
        let staged = Writer.prepare(
            record, child: new.home, id: new.id, source: source, ref: new.ref, withdrawn: false, isNew: true, closes: nil)
        return .success((record, staged, RowMemory(table, new.row, columns.known), remarks))
    }

    /// Puts one cell into a record.
    func fill(_ field: Field<R>, _ record: inout R, _ row: Int, _ place: Int, _ links: Links<R>, _ problems: inout [Problem]) {
        let value: Value
        if table.isBlank(row, place) {
            if case .always = field.required { return problems.append(Problem(field: field.column, message: field.missing)) }
            value = .none
        } else if field.kind.isLink {
            // A column of our own that leads nowhere leaves the field as it is.
            if field.isAdded, links.values[field.name] == nil { return }
            value = links.values[field.name] ?? .none
        } else {
            switch field.kind.read(table[row, place], .file, label: field.label) {
            case .success(let read): value = read
            case .failure(let problem): return problems.append(Problem(field: field.column, message: problem.message))
            }
        }
        _ = field.set(&record, value)
    }

    /// A contact of a day to come is an appointment, though no folder can say so: it stands in the diary, is no last contact, and is asked about
    /// afterwards (S-DEL-02).
    func plan(_ record: inout R) {
        guard R.self == Contact.self, var contact = record as? Contact, contact.attendance == nil, contact.planned == nil,
            contact.at != .unset, contact.at.londonDay > today
        else { return }
        contact.planned = true
        record = contact as? R ?? record
    }

    /// Adds what the definition finds wrong to `problems`, and takes out of it what stands in columns of our own: those were ignored before they
    /// meant something here, so they keep no row out. Such a field keeps what `base` holds.
    /// - Returns: what was left as it is, a sentence each.
    func check(_ record: inout R, over base: R, _ child: Child?, _ problems: inout [Problem]) -> [Problem] {
        let unread = setAside(&problems)
        let wrong = wrongs(record, child, except: problems)
        guard !wrong.isEmpty else { return unread }
        let (added, names) = (columns.added, columns.addedNames)
        let odd = Set(wrong.map(\.field)).intersection(names)
        guard !odd.isEmpty else {
            problems += wrong
            return unread
        }
        for field in added where odd.contains(field.column) { _ = field.set(&record, field.get(base)) }
        var left = wrongs(record, child, except: problems)
        // Where two of them belong together, one alone says nothing.
        if left.contains(where: { names.contains($0.field) }) {
            for field in added { _ = field.set(&record, field.get(base)) }
            left = wrongs(record, child, except: problems)
        }
        problems += left
        return unread + wrong.filter { odd.contains($0.field) }
    }

    /// Takes out of what is wrong with a row what stands in columns of our own.
    func setAside(_ problems: inout [Problem]) -> [Problem] {
        // Most rows have none, and there are a million of them.
        guard !problems.isEmpty else { return [] }
        let names = columns.addedNames
        defer { problems.removeAll { names.contains($0.field) } }
        return problems.filter { names.contains($0.field) }
    }

    /// What the definition finds wrong. A blank it would ask a person to fill is no fault in a file: there blank is not known.
    func wrongs(_ record: R, _ child: Child?, except found: [Problem]) -> [Problem] {
        let context = RuleContext(today: today, codes: codes, child: child)
        return R.kind.problems(record, context).compactMap { problem in
            let field = R.kind.field(problem.field)
            let column = field?.column ?? problem.field
            if found.contains(where: { $0.field == column }) { return nil }
            let named = Problem(field: column, message: problem.message)
            guard let field, case .when = field.required else { return named }
            return field.get(record).isNone && problem.message == field.missing ? nil : named
        }
    }
}

extension FieldKind {
    var isLink: Bool {
        switch self {
        case .link, .links: true
        default: false
        }
    }

    func leads(to name: String) -> Bool {
        switch self {
        case .link(name), .links(name): true
        default: false
        }
    }
}
