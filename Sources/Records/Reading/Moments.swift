import Casework
import Storage

extension Reader {
    /// The service's own records of a kind as they stood just after a journal entry: what a record written by it stood on.
    public func serviceRecords<R: RecordKind>(_ type: R.Type, at position: Int64) throws -> [Stored<R>] {
        guard R.kind.scope == .service, scope.sees(R.kind.sensitivity) else { return [] }
        return try fetch(type, where: "NOT v.withdrawn AND \(visible(at: position))")
    }

    /// Every child's case file as it was known at each of some moments: what `caseFiles` hands over as at each, from one scan a kind for all
    /// of them instead of one for each.
    ///
    /// A few hundred children are in memory at a time, with every version of theirs one of the moments sees. Of one moment the files come in
    /// the order of their ids; the moments come in turn for each few hundred.
    ///
    /// - Parameters:
    ///   - moments: none later than the scope's own.
    ///   - body: takes the moment's place among them, and a file.
    public func caseFiles(_ needs: [Need], at moments: [Instant], _ body: (_ moment: Int, CaseFile) throws -> Void) throws {
        guard scope.reachesChildren, !moments.isEmpty else { return }
        let needs = Dictionary(needs.map { ($0.kind.name, $0.fields) }, uniquingKeysWith: { $0.union($1) })
        let points = try moments.map { moment -> Point in
            let position = try position(at: scope.asAt.map { min($0, moment) } ?? moment)
            return Point(position: position, aliases: try aliases(among: visible(at: position)))
        }
        let seen = SQL.joined(Set(points.map(\.position)).sorted().map { "(\(visible(at: $0)))" as SQL }, separator: " OR ")
        for slice in try slices() {
            guard let first = slice.first, let last = slice.last else { continue }
            let files = try files(slice, first...last, needs, points, seen)
            for place in points.indices {
                for file in files[place] { try body(place, file) }
            }
        }
    }

    private struct Point {
        let position: Int64
        let aliases: Aliases

        func sees<R: RecordKind>(_ record: Stored<R>) -> Bool {
            record.from <= position && record.to.map { $0 > position } ?? true
        }
    }

    /// The files of a few hundred children, moment by moment.
    private func files(
        _ slice: ArraySlice<RecordID>, _ range: ClosedRange<RecordID>, _ needs: [String: Set<String>], _ points: [Point], _ seen: SQL
    ) throws -> [[CaseFile]] {
        let survivors = points.map { point in slice.filter { !point.aliases.isMerged($0) } }
        // Merged records the range does not reach, at any of the moments.
        let beyond = zip(points, survivors).flatMap { point, survivors in
            survivors.flatMap { point.aliases.group(of: $0).dropFirst() }.filter { !range.contains($0) }
        }
        let within: SQL =
            "v.child >= \(range.lowerBound.uuid) AND v.child <= \(range.upperBound.uuid) AND NOT v.withdrawn AND (\(seen))"
        let children = try fetch(Child.self, where: within, order: "v.child", only: needs["child"] ?? [])
        var files = zip(points, survivors).map { point, survivors in
            let entries = Dictionary(children.filter(point.sees).map { ($0.id, $0.entry) }) { first, _ in first }
            return survivors.compactMap { id in entries[id].map { CaseFile(child: $0) } }
        }
        let places = files.map { Dictionary(uniqueKeysWithValues: $0.enumerated().map { ($0.element.child.id, $0.offset) }) }
        for kind in Reader.kindsOfChildren where needs[kind.name] != nil && scope.sees(kind.sensitivity) {
            func gather<R: RecordKind>(_ type: R.Type) throws {
                let fields = needs[kind.name] ?? []
                var found = try fetch(type, where: within, order: "v.child, v.id", only: fields)
                if !beyond.isEmpty {
                    let ids = SQL.joined(Set(beyond).sorted().map { SQL("\($0.uuid)") }, separator: ", ")
                    found += try fetch(
                        type, where: "v.child IN (\(ids)) AND NOT v.withdrawn AND (\(seen))", order: "v.child, v.id", only: fields)
                }
                for (place, point) in points.enumerated() {
                    files[place].take(found.lazy.filter(point.sees), places[place], point.aliases)
                }
            }
            try gather(kind.type)
        }
        return files
    }
}
