import Casework
import Storage

extension Reader {
    /// Records of a kind across every child's file, entered-in-error ones and withdrawn children's left out, by reference: registers,
    /// agendas and queues. Each answers under the surviving child (`Stored.child`).
    ///
    /// - Parameters:
    ///   - children: only these children's; nil is everybody's.
    ///   - conditions: what fields must hold; `.none` asks for blank ones. Fields the reader may not see match nothing.
    ///   - since: only where this day is blank or not before that one: what still ran then.
    ///   - newest: only those whose day in this field is known, the latest first, so many of them. Withdrawn children's go out afterwards.
    ///   - only: these fields alone; the rest stay blank.
    public func everywhere<R: RecordKind>(
        _ type: R.Type, of children: [RecordID]? = nil, where conditions: [(field: String, holds: Value)] = [],
        since: (field: String, day: Day)? = nil, newest: (field: String, count: Int)? = nil, only: Set<String>? = nil
    ) throws -> [Stored<R>] {
        guard R.kind.scope == .child, scope.reachesChildren, scope.sees(R.kind.sensitivity), children?.isEmpty != true else { return [] }
        let aliases = try aliases()
        var condition: SQL = "NOT v.withdrawn AND \(try visible())"
        if let children { condition += " AND v.child IN (\(list(children.flatMap { aliases.group(of: $0) })))" }
        for (name, value) in conditions {
            guard let field = R.kind.field(name), scope.sees(field.sensitivity) else { return [] }
            let column = SQL.quoted(name)
            condition += value.isNone ? " AND v.\(raw: column) IS NULL" : " AND v.\(raw: column) = \(value.sql)"
        }
        if let since {
            guard let field = R.kind.field(since.field), scope.sees(field.sensitivity) else { return [] }
            let column = SQL.quoted(since.field)
            condition += " AND (v.\(raw: column) IS NULL OR v.\(raw: column) >= \(since.day.iso))"
        }
        var order: SQL = "a.ref"
        if let newest {
            guard let field = R.kind.field(newest.field), scope.sees(field.sensitivity) else { return [] }
            let column = SQL.quoted(newest.field)
            condition += " AND v.\(raw: column) IS NOT NULL"
            order = "v.\(raw: column) DESC, a.ref DESC LIMIT \(newest.count)"
        }
        let rows = try fetch(type, where: condition, order: order, only: only)
        let gone = try gone(among: Set(rows.compactMap { $0.child.map { aliases.survivor(of: $0) } }))
        return rows.compactMap { found in
            guard let child = found.child.map({ aliases.survivor(of: $0) }), !gone.contains(child) else { return nil }
            return Stored(
                id: found.id, child: child, source: found.source, ref: found.ref, from: found.from, to: found.to,
                definition: found.definition, withdrawn: found.withdrawn, value: found.value)
        }
    }

    /// The withdrawn children among some: few are asked by key, many by one look at every child.
    private func gone(among children: Set<RecordID>) throws -> Set<RecordID> {
        guard !children.isEmpty else { return [] }
        let keys: SQL = children.count <= 300 ? " AND v.child IN (\(list(children.sorted())))" : ""
        let found = try fetch(Child.self, where: "v.deleted AND NOT v.withdrawn AND \(try visible())\(keys)", only: ["deleted"])
        return Set(found.compactMap(\.child))
    }

    /// Identities for `IN (…)`.
    func list(_ ids: [RecordID]) -> SQL { SQL.joined(ids.map { SQL("\($0.uuid)") }, separator: ", ") }
}
