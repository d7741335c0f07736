import Casework
import Storage

/// Records of a kind by what tells their rows apart (interchange.md §1), whichever source wrote them.
///
/// A file whose rows carry no reference must still find the records it came from: areas typed here, postcodes another folder brought,
/// a demo's releases.
struct RowKeys<R: RecordKind> {
    private var found: [[Value]: (live: [Staging.Target], withdrawn: Staging.Target?)] = [:]

    init(_ staging: Staging) throws {
        let names = R.kind.key
        let fields = names.map(RowKeys.fields)
        // A key is made of the child and fields only: one that names the row's own reference is found by that.
        guard !names.isEmpty, zip(names, fields).allSatisfy({ !$1.isEmpty || $0 == "child_ref" }) else { return }
        let shape = Shape.of(R.self, scope: staging.reader.scope, only: Set(fields.joined().map(\.name)))
        let select = shape.select(service: staging.reader.service.id, where: "v.to_position IS NULL", order: "v.id")
        try staging.reader.db.scan(select) { row in
            let record = try shape.stored(row)
            let key = fields.map { fields -> Value in
                fields.isEmpty
                    ? RowKeys.child(record.child, staging) : fields.lazy.map { $0.get(record.value) }.first { !$0.isNone } ?? .none
            }
            let target = Staging.Target(
                id: record.id, child: record.child, from: record.from, state: record.withdrawn ? .withdrawn : .live)
            if record.withdrawn {
                found[key, default: ([], nil)].withdrawn = target
            } else {
                found[key, default: ([], nil)].live.append(target)
            }
        }
    }

    /// The record a row's key stands for; nil when there is none, or when the key cannot be read, which the row's own check says.
    func target(_ table: CSVTable, _ row: Int, _ columns: [[Int]], _ staging: Staging) -> Result<Staging.Target?, Problem> {
        guard !found.isEmpty else { return .success(nil) }
        var key: [Value] = []
        for (name, places) in zip(R.kind.key, columns) {
            guard let place = places.first(where: { !table.isBlank(row, $0) }) else {
                key.append(.none)
                continue
            }
            let cell = table[row, place]
            switch RowKeys.fields(name).first?.kind {
            case nil: key.append(RowKeys.child(staging.targets["child"]?[cell]?.id, staging))
            case .link(let kind):
                guard let id = staging.targets[kind]?[cell]?.id else { return .success(nil) }
                key.append(.id(id))
            case .some(let kind):
                guard case .success(let value) = kind.read(cell, .file, label: name) else { return .success(nil) }
                key.append(value)
            }
        }
        guard let one = found[key] else { return .success(nil) }
        guard one.live.count < 2 else {
            return .failure(
                Problem(field: "", message: "Several records here fit this row: give it the reference of one in \(R.kind.refColumn)."))
        }
        return .success(one.live.first ?? one.withdrawn)
    }

    /// The fields of one part of the key; none for the child.
    private static func fields(_ part: String) -> [Field<R>] { part.split(separator: "|").compactMap { R.kind.field(String($0)) } }

    private static func child(_ id: RecordID?, _ staging: Staging) -> Value { id.map { .id(staging.aliases.survivor(of: $0)) } ?? .none }
}
