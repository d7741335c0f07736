import Casework
import Practice
import Storage

extension Reader {
    /// Children who fit what was typed, nearest first: a name however spelled, a date of birth, a reference.
    ///
    /// Looks closely first and more widely when nobody fits. What was typed is never logged: the caller records the ids shown.
    public func search(_ text: String, on day: Day, limit: Int) throws -> [ChildLine] {
        guard scope.reachesChildren else { return [] }
        let query = Names.query(text)
        guard !query.isEmpty else { return [] }
        var ranked = try rank(query, wide: false)
        if ranked.isEmpty { ranked = try rank(query, wide: true) }
        let order = Dictionary(uniqueKeysWithValues: ranked.prefix(limit).enumerated().map { ($0.element, $0.offset) })
        return try lines(of: Array(order.keys), on: day).sorted { (order[$0.id] ?? 0) < (order[$1.id] ?? 0) }
    }

    /// Children who may be the one described, with the reasons in words: asked before a new one is made, and before a merge.
    public func likely(_ child: Child, on day: Day) throws -> [(ChildLine, Likeness)] {
        guard scope.reachesChildren else { return [] }
        var lookups: [Lookup] = child.dateOfBirth.map { [.exact("d:" + $0.iso)] } ?? []
        for part in Names.query([child.givenName, child.familyName, child.knownAs].compactMap { $0 }.joined(separator: " ")).parts {
            lookups += part.close
        }
        for reference in [child.pncID, child.upn, child.nhsNumber].compactMap({ $0 }) {
            lookups += Names.query(reference).parts.flatMap(\.close)
        }
        guard !lookups.isEmpty else { return [] }
        let found = try db.rows("SELECT DISTINCT child FROM (\(holders(of: lookups))) held LIMIT 2000") { $0.id(0) }
        let alike = try people(found.compactMap { $0.map(RecordID.init) }).compactMap { other in
            Duplicates.likeness(child, other.value).map { (other.id, $0) }
        }
        let likeness = Dictionary(alike, uniquingKeysWith: { first, _ in first })
        return try lines(of: Array(likeness.keys.prefix(20)), on: day).compactMap { line in
            likeness[line.id].map { (line, line.isClosed ? $0.untold : $0) }
        }
    }

    private func rank(_ query: SearchQuery, wide: Bool) throws -> [RecordID] {
        var scorer = Names.Scorer(query)
        var scored: [(RecordID, String, Int)] = []
        for person in try people(try fitting(query, wide: wide, limit: 500)) {
            let score = scorer.score(person.value, refs: [person.ref])
            if score > 0 { scored.append((person.id, person.value.nameUsed, score)) }
        }
        return scored.sorted { ($1.2, $0.1, $0.0) < ($0.2, $1.1, $1.0) }.map(\.0)
    }

    /// The children who meet every part; when they are too many, who is called so before who is called much like it, then the first by name. Put
    /// together here, because SQLite would sort each part's children into a table of its own first.
    private func fitting(_ query: SearchQuery, wide: Bool, limit: Int) throws -> [RecordID] {
        func lookups(_ part: SearchQuery.Part) -> [Lookup] { part.close + (wide ? part.wide : []) }
        let fitting = try meeting(query, lookups)
        guard fitting.count > limit else { return Array(fitting) }
        let parts = query.parts.map { "SELECT DISTINCT child FROM (\(holders(of: lookups($0)))) held" as SQL }
        let byName = try db.rows(
            """
            SELECT l.child FROM (\(SQL.joined(parts, separator: " INTERSECT "))) fit
            JOIN child_list l ON l.service = \(service.id) AND l.child = fit.child ORDER BY l.sort_key, l.child LIMIT \(limit)
            """
        ) { $0.id(0).map(RecordID.init) }.compactMap { $0 }
        let called = try meeting(query, \.written)
        // As many are called so: the first by name of all.
        guard called.count < limit else { return byName }
        return called.sorted() + byName.filter { !called.contains($0) }.prefix(limit - called.count)
    }

    private func meeting(_ query: SearchQuery, _ lookups: (SearchQuery.Part) -> [Lookup]) throws -> Set<RecordID> {
        var meeting: Set<RecordID>?
        for part in query.parts {
            var held: Set<RecordID> = []
            try db.each(holders(of: lookups(part))) { row in
                guard let id = row.id(0).map(RecordID.init), meeting?.contains(id) ?? true else { return }
                held.insert(id)
            }
            meeting = held
            if held.isEmpty { break }
        }
        return meeting ?? []
    }

    /// Closed files too, for their line in a list says no more than that they are there; never hidden ones.
    private func people(_ ids: [RecordID]) throws -> [Stored<Child>] {
        let reach = try reach()
        let ids = ids.filter { reach.opening($0) != .hidden }
        guard !ids.isEmpty else { return [] }
        let reader = reach.isWhole ? self : wholeNow("names compared with what was typed")
        let list = SQL.joined(ids.map { SQL("\($0.uuid)") }, separator: ", ")
        let fields: Set<String> = [
            "given_name", "family_name", "known_as", "date_of_birth", "pnc_id", "upn", "nhs_number", "originating_ref",
        ]
        return try reader.fetch(
            Child.self, where: "v.child IN (\(list)) AND v.to_position IS NULL", order: "v.child",
            only: fields.intersection(Child.kind.fields.filter { scope.sees($0.sensitivity) }.map(\.name)))
    }

    /// The children who have one of these keys. A select each, because SQLite walks the whole index for keys joined by OR.
    private func holders(of lookups: [Lookup]) -> SQL {
        SQL.joined(
            lookups.map { lookup -> SQL in
                let key: SQL =
                    switch lookup {
                    case .exact(let key): "key = \(key)"
                    case .prefix(let key): "key >= \(key) AND key < \(key + "~")"
                    }
                return "SELECT child FROM search_key WHERE service = \(service.id) AND \(key)"
            }, separator: " UNION ALL ")
    }
}
