import Casework

/// Where one row's references lead, and so whose file it belongs in.
struct Links<R: RecordKind> {
    /// What goes into each link field.
    private(set) var values: [String: Value] = [:]
    /// The child whose file keeps the record; nil for records of the service.
    private(set) var home: RecordID?
    /// Records already there that it points at.
    private(set) var existing: [RecordID] = []
    /// What is wrong in columns of our own: it keeps no row out, the field stays as it is.
    private(set) var remarks: [Problem] = []
    /// Whose record a single link points at.
    private var owner: RecordID?

    /// Reads a row's references, adding a sentence to `problems` for each that leads nowhere, to a refused row or to another child.
    /// - Parameter kept: columns that stand as they did when the row was last taken: what was entered in error here since is no fault of theirs.
    init(
        _ file: FileStaging<R>, _ table: CSVTable, _ row: Int, existing target: Staging.Target?, kept: Set<Int>, _ problems: inout [Problem]
    ) {
        guard R.kind.scope == .child, R.self != Child.self else { return }
        let staging = file.staging
        var child: RecordID?
        if let place = file.columns.child, !table.isBlank(row, place) {
            switch Links.find(table[row, place], "child", staging, isKept: kept.contains(place)) {
            case .success(let found):
                child = found.id
                if found.from != nil { existing.append(found.id) }
            case .failure(let problem): problems.append(Problem(field: "child_ref", message: problem.message))
            }
        }
        for (field, place, kind, isList) in file.columns.links where !table.isBlank(row, place) {
            let cell = table[row, place]
            if field.isAdded {
                let before = remarks.count
                let ids = added(cell, field, kind, isList, staging, child ?? target?.child, isKept: kept.contains(place))
                if remarks.count == before { values[field.name] = isList ? .ids(ids) : ids.first.value }
                continue
            }
            var ids: [RecordID] = []
            for ref in isList ? ListCell.read(cell, isKnown: { staging.targets[kind]?[$0] != nil }) : [cell] {
                switch Links.find(ref, kind, staging, isKept: kept.contains(place)) {
                case .failure(let problem): problems.append(Problem(field: field.name, message: problem.message))
                case .success(let found):
                    if let owner = found.child {
                        if let child, !staging.isSame(child, owner) {
                            problems.append(Problem(field: field.name, message: "“\(ref)” belongs to another child."))
                        }
                        // A link may not leave the records it is kept with, so it says which of a merged child's records that is.
                        if !isList { self.owner = owner }
                        if !isList || child == nil { child = owner }
                    }
                    if found.from != nil { existing.append(found.id) }
                    if !ids.contains(found.id) { ids.append(found.id) }
                }
            }
            values[field.name] = isList ? .ids(ids) : ids.first.value
        }
        if let target, let kept = target.child {
            if let owner, owner != kept, staging.isSame(owner, kept) {
                problems.append(Problem(field: R.kind.key.first ?? "", message: "It points from one to the other of two merged records."))
            }
            if let child, !staging.isSame(child, kept) {
                let column = file.columns.child == nil ? R.kind.key.first ?? "" : "child_ref"
                problems.append(Problem(field: column, message: "This record is kept on another child's file; a record is never moved."))
            }
            home = kept
        } else {
            home = child
        }
        if home == nil, problems.isEmpty {
            let column = file.layout.listsChild ? "child_ref" : R.kind.key.first { R.kind.field($0)?.kind.isLink ?? false } ?? "child_ref"
            problems.append(Problem(field: column, message: "This is blank, so it cannot be told which child the row is about."))
        }
    }

    /// Reads the references of a column of our own. It never says whose file a row belongs in, so those of another child are none of its.
    private mutating func added(
        _ cell: String, _ field: Field<R>, _ kind: String, _ isList: Bool, _ staging: Staging, _ child: RecordID?, isKept: Bool
    ) -> [RecordID] {
        var ids: [RecordID] = []
        for ref in isList ? ListCell.read(cell, isKnown: { staging.targets[kind]?[$0] != nil }) : [cell] {
            switch Links.find(ref, kind, staging, isKept: isKept) {
            case .failure(let problem): remarks.append(Problem(field: field.column, message: problem.message))
            case .success(let found):
                if let owner = found.child, child.map({ !staging.isSame($0, owner) }) ?? true {
                    remarks.append(Problem(field: field.column, message: "“\(ref)” belongs to another child."))
                    continue
                }
                if found.from != nil { existing.append(found.id) }
                if !ids.contains(found.id) { ids.append(found.id) }
            }
        }
        return ids
    }

    private static func find(_ ref: String, _ kind: String, _ staging: Staging, isKept: Bool) -> Result<Staging.Target, Problem> {
        guard let target = staging.targets[kind]?[ref] else {
            return .failure(Problem(field: "", message: "There is no \(name(kind)) “\(ref)”."))
        }
        switch target.state {
        case .live: return .success(target)
        case .withdrawn where isKept: return .success(target)
        case .withdrawn: return .failure(Problem(field: "", message: "The \(name(kind)) “\(ref)” was marked as entered in error here."))
        case .refused(let line):
            let file = anyKind(kind)?.file ?? kind
            return .failure(
                Problem(field: "", message: "It depends on the \(name(kind)) “\(ref)”, refused at line \(line) of \(file).csv."))
        }
    }

    private static func name(_ kind: String) -> String { anyKind(kind)?.title.lowercasedFirst ?? kind }
}
