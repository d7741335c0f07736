import Casework
import Storage
import Synchronization

/// Which columns of a kind a query reads, and how a row of them becomes a record.
final class Shape<R: RecordKind>: Sendable {
    let fields: [Field<R>]
    let sensitivity: Sensitivity
    /// The columns `stored` reads, of version `v` and anchor `a`.
    let columns: String
    /// How many they are.
    var width: Int { Shape.fixed + fields.count }
    private let table: String
    /// Up to the service's number.
    private let opening: String
    private let kinds: [FieldKind]
    private let setters: [@Sendable (inout R, Value) -> Bool]

    /// The columns before the fields.
    private static var fixed: Int { 8 }

    /// The shape for whoever sees this much, made once: a page asks for some thirty, and each is a list of all its kind's fields.
    static func of(_ type: R.Type, scope: Scope, only: Set<String>? = nil) -> Shape<R> {
        let key = ShapeKey(kind: ObjectIdentifier(type), sight: scope.sight, only: only)
        if let kept = shapes.withLock({ $0[key] }) as? Shape<R> { return kept }
        let made = Shape(type, scope: scope, only: only)
        shapes.withLock { $0[key] = made }
        return made
    }

    private init(_ type: R.Type, scope: Scope, only: Set<String>?) {
        let kind = R.kind
        let isOfChild = kind.scope == .child
        table = kind.name
        sensitivity = kind.sensitivity
        fields = kind.fields.filter { scope.sees($0.sensitivity) && (only?.contains($0.name) ?? true) }
        kinds = fields.map(\.kind)
        setters = fields.map(\.set)
        columns =
            "v.id, \(isOfChild ? "v.child" : "NULL"), a.source, a.ref, v.from_position, v.to_position, v.definition, v.withdrawn"
            + fields.map { ", v.\"\($0.name)\"" }.joined()
        let join = isOfChild ? "a.service = v.service AND a.child = v.child AND a.id = v.id" : "a.service = v.service AND a.id = v.id"
        opening = "SELECT \(columns)\nFROM \(table)_version v JOIN \(table) a ON \(join) WHERE v.service = "
    }

    func select(service: Int64, where condition: SQL, order: SQL) -> SQL {
        "\(raw: opening)\(service) AND \(condition) ORDER BY \(order)"
    }

    func stored(_ row: any SQLRow) throws -> Stored<R> {
        guard let id = row.id(0) else { throw Broken("a \(table) has no id") }
        var value = R()
        for place in kinds.indices {
            let index = Shape.fixed + place
            // What is blank in the store is blank in the record already, and a required one stands on its placeholder.
            if row.isNull(index) { continue }
            guard setters[place](&value, try row.value(index, kinds[place])) else {
                throw Broken("\(table).\(fields[place].name) cannot be read")
            }
        }
        return Stored(
            id: RecordID(id), child: row.id(1).map(RecordID.init), source: row.text(2) ?? "", ref: row.text(3) ?? "",
            from: row.integer(4) ?? 0,
            to: row.integer(5), definition: Int(row.integer(6) ?? 0), withdrawn: row.bool(7) ?? false, value: value)
    }
}

/// Shapes hold definitions and no record, so they outlive requests. As many as there are kinds, roles that see differently and lists of fields
/// in the program.
private let shapes = Mutex<[ShapeKey: any Sendable]>([:])

private struct ShapeKey: Hashable {
    let kind: ObjectIdentifier
    let sight: Sight
    let only: Set<String>?
}
