import Casework
import Storage

/// One of several even parts of a service's children, in the order of their ids, so that parts can be read beside each other.
public struct CaseloadShare: Sendable {
    let place: Int
    let count: Int

    public static let whole = CaseloadShare(place: 0, count: 1)

    /// All the shares there are when so many read.
    public static func split(_ count: Int) -> [CaseloadShare] { (0..<max(1, count)).map { CaseloadShare(place: $0, count: max(1, count)) } }

    func range(of total: Int) -> Range<Int> { total * place / count..<total * (place + 1) / count }
}

extension Reader {
    /// Every child's case file, a few hundred in memory at a time, in the order of their ids, with only the kinds and fields needed.
    ///
    /// One child-ordered scan a kind, in step; merged records come with the child they were merged into. Withdrawn records are left out;
    /// a withdrawn child (`deleted`) is there, for a measure to leave out with its reason.
    ///
    /// - Parameter share: only this part of the children; the shares after one another are all of them, in the same order.
    public func caseFiles(_ needs: [Need], share: CaseloadShare = .whole, _ body: (CaseFile) throws -> Void) throws {
        guard scope.reachesChildren else { return }
        try caseFiles(needs, of: nil, share: share, body)
    }

    /// The case files of some children, by key.
    public func caseFiles(_ needs: [Need], of children: [RecordID], _ body: (CaseFile) throws -> Void) throws {
        guard scope.reachesChildren, !children.isEmpty else { return }
        try caseFiles(needs, of: Optional(children), share: .whole, body)
    }

    private func caseFiles(
        _ needs: [Need], of children: [RecordID]?, share: CaseloadShare, _ body: (CaseFile) throws -> Void
    ) throws {
        let aliases = try aliases()
        let needs = Dictionary(needs.map { ($0.kind.name, $0.fields) }, uniquingKeysWith: { $0.union($1) })
        if let children {
            let survivors = Array(Set(children.map(aliases.survivor)))
            for slice in Reader.slices(survivors[...]) { try assemble(slice.sorted(), needs, aliases, range: nil, body) }
            return
        }
        for slice in try slices(share) {
            guard let first = slice.first, let last = slice.last else { continue }
            try assemble(slice.filter { !aliases.isMerged($0) }, needs, aliases, range: (first, last), body)
        }
    }

    /// The ids of the service's children, in order, as many at a time as are held in memory together.
    func slices(_ share: CaseloadShare = .whole) throws -> [ArraySlice<RecordID>] {
        var ids: [RecordID] = []
        try db.each("SELECT id FROM child WHERE service = \(service.id) ORDER BY id") { row in
            if let id = row.id(0) { ids.append(RecordID(id)) }
        }
        return Reader.slices(ids[share.range(of: ids.count)])
    }

    private static func slices(_ ids: ArraySlice<RecordID>) -> [ArraySlice<RecordID>] {
        stride(from: ids.startIndex, to: ids.endIndex, by: 500).map { ids[$0..<min($0 + 500, ids.endIndex)] }
    }

    /// Fetches one chunk and hands its files over in order of id.
    private func assemble(
        _ survivors: [RecordID], _ needs: [String: Set<String>], _ aliases: Aliases, range: (RecordID, RecordID)?,
        _ body: (CaseFile) throws -> Void
    ) throws {
        let visible = try visible()
        // Merged records the range does not reach, so that none comes twice.
        let extra = survivors.flatMap { aliases.group(of: $0).dropFirst() }.filter { merged in
            range.map { merged < $0.0 || merged > $0.1 } ?? true
        }
        func condition(_ ids: some Collection<RecordID>, _ range: (RecordID, RecordID)?) -> SQL {
            if let range { return "v.child >= \(range.0.uuid) AND v.child <= \(range.1.uuid) AND NOT v.withdrawn AND \(visible)" }
            return "v.child IN (\(SQL.joined(ids.map { SQL("\($0.uuid)") }, separator: ", "))) AND NOT v.withdrawn AND \(visible)"
        }
        var children: [RecordID: Stored<Child>] = [:]
        for child in try fetch(Child.self, where: condition(survivors, range), order: "v.child", only: needs["child"] ?? []) {
            children[child.id] = child
        }
        var files = survivors.compactMap { id in children[id].map { CaseFile(child: $0.entry) } }
        let places = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($0.element.child.id, $0.offset) })
        // In an order of their own, so that the same needs make the same statement, which is kept.
        let kinds = Reader.kindsOfChildren.filter { needs[$0.name] != nil && scope.sees($0.sensitivity) }
        // Of one child most kinds hold nothing, and one question tells which.
        var absent: Set<String> = []
        if range == nil, extra.isEmpty, survivors.count == 1, let only = survivors.first, scope.asAt == nil {
            absent = Set(try self.absent(kinds, from: only).map(\.name))
        }
        for kind in kinds where !absent.contains(kind.name) {
            let fields = needs[kind.name] ?? []
            func gather<R: RecordKind>(_ type: R.Type) throws {
                var found = try fetch(type, where: condition(survivors, range), order: "v.child, v.id", only: fields)
                if !extra.isEmpty { found += try fetch(type, where: condition(extra, nil), order: "v.child, v.id", only: fields) }
                files.take(found, places, aliases)
            }
            try gather(kind.type)
        }
        for file in files { try body(file) }
    }
}

extension [CaseFile] {
    /// Puts records on the files of the children that answer for theirs, where those are among these. They come child by child, or nearly: each
    /// child's are put there when the next one's begin.
    mutating func take<R: RecordKind>(_ found: some Sequence<Stored<R>>, _ places: [RecordID: Int], _ aliases: Aliases) {
        var (child, entries, last, isOrdered): (RecordID?, [Entry<R>], String, Bool) = (nil, [], "", true)
        func hand(_ files: inout [CaseFile]) {
            guard let child, !entries.isEmpty, let place = places[aliases.survivor(of: child)] else { return }
            let held = files[place][R.self]
            // Of most children there is one, and of most others they stand in order.
            files[place][R.self] = held.isEmpty && isOrdered ? entries : (held + entries).sorted { $0.ref < $1.ref }
        }
        for record in found {
            let its = record.child ?? record.id
            if its != child {
                hand(&self)
                (child, last, isOrdered) = (its, "", true)
                entries.removeAll(keepingCapacity: false)
            }
            if record.ref < last { isOrdered = false }
            last = record.ref
            entries.append(record.entry)
        }
        hand(&self)
    }
}
