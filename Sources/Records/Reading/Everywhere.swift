import Casework
import Storage

extension Reader {
    /// Records of a kind across every child's file, entered-in-error ones and withdrawn children's left out, by reference: registers,
    /// agendas and queues. Each answers under the surviving child (`Stored.child`).
    ///
    /// - Parameters:
    ///   - conditions: what fields must hold; `.none` asks for blank ones. Fields the reader may not see match nothing.
    ///   - only: the fields to read, the rest staying blank; nil reads all. A list does not need what was written at length.
    public func everywhere<R: RecordKind>(
        _ type: R.Type, where conditions: [(field: String, holds: Value)] = [], only: Set<String>? = nil
    ) throws -> [Stored<R>] {
        guard R.kind.scope == .child, scope.reachesChildren, scope.sees(R.kind.sensitivity) else { return [] }
        var condition: SQL = "NOT v.withdrawn AND \(try visible())"
        for (name, value) in conditions {
            guard let field = R.kind.field(name), scope.sees(field.sensitivity) else { return [] }
            let column = SQL.quoted(name)
            condition += value.isNone ? " AND v.\(raw: column) IS NULL" : " AND v.\(raw: column) = \(value.sql)"
        }
        let gone = Set(
            try fetch(Child.self, where: "v.deleted AND NOT v.withdrawn AND \(try visible())", only: ["deleted"]).compactMap(\.child))
        let aliases = try aliases()
        return try fetch(type, where: condition, only: only).compactMap { found in
            guard let child = found.child.map({ aliases.survivor(of: $0) }), !gone.contains(child) else { return nil }
            return Stored(
                id: found.id, child: child, source: found.source, ref: found.ref, from: found.from, to: found.to,
                definition: found.definition, withdrawn: found.withdrawn, value: found.value)
        }
    }
}
