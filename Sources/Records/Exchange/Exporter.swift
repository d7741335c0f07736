import Casework
import Storage

extension Service {
    /// Writes the case-level folder (interchange.md §1) as known now or at a moment, one file after another from one snapshot.
    ///
    /// Records of a merged child are the surviving child's, so that whoever counts the folder counts one child; its own row in `children.csv`
    /// stays. Records entered in error are left out. Whoever asks puts it on record first (`record`, `recordView`).
    /// - Parameter sink: takes each file's name, with `.csv`, and its bytes; what it throws comes out.
    public func export(asAt: Instant? = nil, to sink: @escaping @Sendable (String, [UInt8]) throws -> Void) async throws {
        try await read(.wholeService(reason: "export", asAt: asAt)) { reader in
            let exporter = try Exporter(reader)
            for layout in FileLayout.all { try sink(layout.name, try exporter.file(layout.kind.type, layout)) }
        }
    }

    /// The files of the case-level folder, in memory.
    ///
    /// - Parameter scope: whose: a file or column of what a person does not see is left out, for a blank one brought back would clear it.
    public func export(_ scope: Scope = .wholeService(reason: "export")) async throws -> [(name: String, bytes: [UInt8])] {
        try await longReads.alone {
            try await read(scope) { reader in
                let exporter = try Exporter(reader)
                return try FileLayout.all.filter { scope.sees($0.kind.sensitivity) }.map { ($0.name, try exporter.file($0.kind.type, $0)) }
            }
        }
    }

    /// Puts on record what a command of the program showed: nobody is signed in there, but the log says that it left.
    public func recordView(byProgram view: View) async throws {
        try await accessLog.record(view, staff: nil)
    }
}

/// Writes the files of one snapshot.
final class Exporter {
    private let reader: Reader
    private let aliases: Aliases
    private let reach: Reach
    /// The references the folder gives its records, by kind.
    private var names: [String: [RecordID: String]] = [:]

    init(_ reader: Reader) throws {
        self.reader = reader
        aliases = try reader.aliases()
        reach = try reader.reach()
    }

    /// A file's rows in order of their reference, else their key, byte by byte.
    func file<R: RecordKind>(_ type: R.Type, _ layout: FileLayout) throws -> [UInt8] {
        let names = try names(of: layout.kind)
        if FileLayout.linked.contains(layout.kind.name) { self.names[layout.kind.name] = names }
        let seen = R.kind.fields.filter { $0.exchanged && reader.scope.sees($0.sensitivity) }
        // Columns of our own stand after the listed ones, wherever the definition has them.
        let fields = seen.filter { !$0.isAdded } + seen.filter(\.isAdded)
        let shape = Shape.of(type, scope: reader.scope, only: Set(fields.map(\.name)))
        // Which cells a row is ordered by: the first filled of each part of its key; the child comes before the fields.
        let columns = (layout.listsChild ? ["child_ref"] : []) + fields.map(\.column)
        let sealed = try reader.sealedIdentities()
        let keys = layout.keyParts.map { part in part.compactMap(columns.firstIndex(of:)) }
        var rows: [(order: [String], ref: String, cells: [String])] = []
        rows.reserveCapacity(names.count)
        try reader.db.scan(shape.select(service: reader.service.id, where: "NOT v.withdrawn AND \(try reader.visible())", order: "v.id")) {
            row in
            let found = try shape.stored(row)
            if let child = found.child, !reach.opens(child) { return }
            guard let record = sealed.hide(found, shape.fields) else { return }
            let own = names[record.id] ?? record.ref
            let values = fields.map { cell($0, record.value) }
            let child = layout.listsChild ? [record.child.map { self.names["child"]?[aliases.survivor(of: $0)] ?? "" } ?? ""] : []
            let cells = child + values
            rows.append((layout.listsRef ? [own] : keys.map { part in part.map { cells[$0] }.first { !$0.isEmpty } ?? "" }, own, cells))
        }
        // Rows of one key are told apart by their references, which the file then has to carry.
        let withRef = layout.listsRef || Set(rows.map(\.order)).count < rows.count
        rows.sort { a, b in
            for (x, y) in zip(a.order, b.order) where x != y { return x.utf8.lexicographicallyPrecedes(y.utf8) }
            return a.ref.utf8.lexicographicallyPrecedes(b.ref.utf8)
        }
        // A column interchange.md does not list is there only where a row fills it or once did: who reads the listed ones meets no other, and
        // what was cleared since arrives as cleared.
        let first = columns.count - fields.count
        let left = Set(
            try fields.indices.filter { at in
                try fields[at].isAdded && rows.allSatisfy { $0.cells[first + at].isEmpty } && !wasFilled(fields[at])
            }.map { first + $0 })
        func kept(_ cells: [String]) -> [String] {
            left.isEmpty ? cells : cells.indices.filter { !left.contains($0) }.map { cells[$0] }
        }
        var bytes: [UInt8] = []
        CSV.append((withRef ? [layout.ownRef] : []) + kept(columns), to: &bytes)
        for row in rows { CSV.append((withRef ? [row.ref] : []) + kept(row.cells), to: &bytes) }
        return bytes
    }

    /// Whether any version up to the moment of the export holds something in a field.
    private func wasFilled<R: RecordKind>(_ field: Field<R>) throws -> Bool {
        let column: SQL = "v.\"\(raw: field.name)\""
        let until: SQL = if let position = try reader.position() { "AND v.from_position <= \(position)" } else { "" }
        return try reader.db.first(
            """
            SELECT v.from_position FROM \(raw: R.kind.name)_version v WHERE v.service = \(reader.service.id) AND \(column) IS NOT NULL
            AND CAST(\(column) AS TEXT) <> '' \(until) LIMIT 1
            """
        ) { _ in true } ?? false
    }

    private func cell<R: RecordKind>(_ field: Field<R>, _ record: R) -> String {
        switch (field.kind, field.get(record)) {
        case (.link(let kind), .id(let id)): names[kind]?[id] ?? ""
        case (.links(let kind), .ids(let ids)): ListCell.write(ids.compactMap { names[kind]?[$0] })
        case (_, let value): field.kind.write(value, .file)
        }
    }

    /// Each record's reference, with its source before it where two sources use the same.
    private func names(of kind: AnyKind) throws -> [RecordID: String] {
        let join =
            kind.scope == .child ? "a.service = v.service AND a.child = v.child AND a.id = v.id" : "a.service = v.service AND a.id = v.id"
        var found: [(id: RecordID, source: String, ref: String)] = []
        try reader.db.scan(
            """
            SELECT v.id, a.source, a.ref FROM \(raw: kind.name)_version v JOIN \(raw: kind.name) a ON \(raw: join)
            WHERE v.service = \(reader.service.id) AND NOT v.withdrawn AND \(try reader.visible())
            """
        ) { row in
            guard let id = row.id(0).map(RecordID.init), kind.name != "child" || reach.opens(id) else { return }
            found.append((id, row.text(1) ?? "", row.text(2) ?? ""))
        }
        var uses: [String: Int] = [:]
        for one in found { uses[one.ref, default: 0] += 1 }
        var taken = Set(found.map(\.ref))
        var names: [RecordID: String] = [:]
        for one in found.sorted(by: { ($0.ref, $0.source) < ($1.ref, $1.source) }) {
            var name = one.ref
            if uses[one.ref, default: 0] > 1 {
                repeat { name = "\(one.source):\(name)" } while !taken.insert(name).inserted
            }
            names[one.id] = name
        }
        return names
    }
}
