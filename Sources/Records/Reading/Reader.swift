import Casework
import Storage

/// One version of one record, with its identity.
@dynamicMemberLookup
public struct Stored<R: RecordKind>: Sendable {
    public let id: RecordID
    /// Nil for records of the service itself.
    public let child: RecordID?
    public let source: String
    public let ref: String
    /// The journal position that wrote this version; an edit names it, and fails when it is no longer the current one.
    public let from: Int64
    /// The position that closed it; nil while it is current.
    public let to: Int64?
    public let definition: Int
    /// Entered in error, or a merge undone: kept, but no part of the file.
    public let withdrawn: Bool
    public let value: R

    // Seen through by the compiler, as `Entry`'s.
    @inlinable public subscript<T>(dynamicMember path: KeyPath<R, T>) -> T { value[keyPath: path] }

    public var entry: Entry<R> { Entry(id: id, ref: ref, value: value) }
}

/// Reads of one snapshot, through one scope. Lives inside `Service.read`.
public final class Reader {
    let db: any SQLConnection
    public let service: Service
    public let scope: Scope
    private var cachedPosition: Int64?
    private var cachedCodes: Codes?
    private var cachedAliases: Aliases?
    private(set) var cachedHead: Int64?
    /// Which files open to the person; never kept beyond this reader.
    var cachedReach: Reach?
    /// Entries sealed on a file they should not have been on; asked once.
    private var cachedSealed: Set<RecordID>?
    /// Records of a child's file by kind and child: a page asks for the same ones in several of its parts.
    private var cachedRecords: [RecordsOfChild: any Sendable] = [:]
    /// Kinds a child's file holds nothing of, as far as was asked.
    private var absent: [RecordID: Set<ObjectIdentifier>] = [:]
    /// What is sealed of former identities; asked once.
    var cachedIdentities: SealedIdentities?
    /// Whether this reader sees sealed former identities: the program's own, and those named in a seal through it.
    let readsFormer: Bool
    /// False once the transaction has written, for what it reads then may still be rolled back.
    let keepsReference: Bool

    /// - Parameter head: the journal's head where it is known, so that it need not be read.
    init(
        db: any SQLConnection, service: Service, scope: Scope, keepsReference: Bool = false, head: Int64? = nil, readsFormer: Bool = false
    ) {
        cachedHead = head
        self.readsFormer = readsFormer
        self.keepsReference = keepsReference
        self.db = db
        self.service = service
        self.scope = scope
    }

    /// The journal position the scope's moment stands for; nil reads what is current.
    func position() throws -> Int64? {
        guard let asAt = scope.asAt else { return nil }
        if let cachedPosition { return cachedPosition }
        let found = try position(at: asAt)
        cachedPosition = found
        return found
    }

    /// The last position written by a moment; 0 before the first.
    func position(at moment: Instant) throws -> Int64 {
        try db.integer(
            """
            SELECT position FROM journal WHERE service = \(service.id) AND recorded_at <= \(moment.iso)
            ORDER BY recorded_at DESC, position DESC LIMIT 1
            """) ?? 0
    }

    func referenceHead() throws -> Int64 {
        if let cachedHead { return cachedHead }
        let head = try headPosition()
        cachedHead = head
        return head
    }

    /// Which versions the scope's moment sees.
    func visible() throws -> SQL {
        guard let at = try position() else { return "v.to_position IS NULL" }
        return visible(at: at)
    }

    /// Which versions stood just after a journal entry.
    func visible(at position: Int64) -> SQL {
        "v.from_position <= \(position) AND (v.to_position IS NULL OR v.to_position > \(position))"
    }

    /// The child records that answer as one: the surviving one first. Also resolves an id that was merged into another.
    /// Empty where the file does not open to this reader.
    public func files(of child: RecordID) throws -> [RecordID] {
        guard try opens(child) else { return [] }
        return try aliases().group(of: child)
    }

    func aliases() throws -> Aliases {
        if let cachedAliases { return cachedAliases }
        let made = try aliases(among: visible())
        cachedAliases = made
        return made
    }

    /// - Parameter visible: which versions are asked.
    func aliases(among visible: SQL) throws -> Aliases {
        var pairs: [(merged: RecordID, into: RecordID)] = []
        try db.each(
            "SELECT v.child, v.merged FROM merge_version v WHERE v.service = \(service.id) AND NOT v.withdrawn AND \(visible)"
        ) { row in
            if let into = row.id(0), let merged = row.id(1) { pairs.append((RecordID(merged), RecordID(into))) }
        }
        return Aliases(pairs)
    }

    /// Records of a kind in one child's file, merged records included, entered-in-error ones left out, by reference.
    public func records<R: RecordKind>(_ type: R.Type, child: RecordID) throws -> [Stored<R>] {
        let key = RecordsOfChild(kind: ObjectIdentifier(type), child: child)
        if let found = cachedRecords[key] as? [Stored<R>] { return found }
        guard scope.reachesChildren, scope.sees(Shape.of(type, scope: scope).sensitivity) else { return [] }
        if absent[child]?.contains(key.kind) == true { return [] }
        let files = try within(child)
        let found = try fetch(type, where: "v.child IN (\(files)) AND NOT v.withdrawn AND \(try visible())")
        cachedRecords[key] = found
        return found
    }

    /// Asks once which of some kinds a child's file holds anything of, for a page that goes on to ask for them: of the others `records`
    /// then answers at once. Saves a page some fifteen questions; a page that reads three kinds need not ask.
    /// - Parameter kinds: those the page asks for; one that is not among them is asked for as ever.
    public func lookOver(child: RecordID, for kinds: [AnyKind]) throws {
        // What was there at an earlier moment has no index of its own.
        guard scope.reachesChildren, scope.asAt == nil else { return }
        let group = try files(of: child)
        guard group.count == 1 else { return }
        absent[child] = Set(try absent(kinds, from: child).map { ObjectIdentifier($0.type) })
    }

    static let kindsOfChildren = allKinds.filter { $0.scope == .child && $0.name != "child" }

    /// Those of some kinds of which a child, as entered, has no current record, withdrawn ones counted as records.
    func absent(_ kinds: [AnyKind], from child: RecordID) throws -> [AnyKind] {
        guard !kinds.isEmpty else { return [] }
        let questions = kinds.map { kind -> SQL in
            """
            EXISTS (SELECT 1 FROM \(raw: kind.name)_version
            WHERE service = \(raw: String(service.id)) AND child = \(child.uuid) AND to_position IS NULL)
            """
        }
        return try db.first("SELECT \(SQL.joined(questions, separator: ", "))") { row in
            kinds.indices.filter { row.bool($0) == false }.map { kinds[$0] }
        } ?? []
    }

    /// One record of a child's file; nil when it is not there, was entered in error, or is not this person's to read.
    public func record<R: RecordKind>(_ type: R.Type, child: RecordID, id: RecordID) throws -> Stored<R>? {
        guard scope.reachesChildren, scope.sees(R.kind.sensitivity) else { return nil }
        let files = try within(child)
        return try fetch(type, where: "v.child IN (\(files)) AND v.id = \(id.uuid) AND NOT v.withdrawn AND \(try visible())").first
    }

    /// Every version of one record, oldest first, with who wrote it and why.
    public func history<R: RecordKind>(_ type: R.Type, child: RecordID?, id: RecordID) throws -> [Stored<R>] {
        guard scope.sees(R.kind.sensitivity), (R.kind.scope == .child) == (child != nil) else { return [] }
        var condition: SQL = "v.id = \(id.uuid)"
        if let child {
            guard scope.reachesChildren else { return [] }
            let files = try within(child)
            condition = "v.child IN (\(files)) AND v.id = \(id.uuid)"
        }
        if let at = try position() { condition = "\(condition) AND v.from_position <= \(at)" }
        return try withoutSealed(fetch(type, where: condition, order: "v.from_position"))
    }

    /// Leaves out what was sealed on a file it should not have been on, unless it is this person's to read. Only earlier versions hold any.
    func withoutSealed<R: RecordKind>(_ found: [Stored<R>]) throws -> [Stored<R>] {
        guard R.kind.scope == .child, !found.isEmpty else { return found }
        let hidden = try cachedSealed ?? sealed()
        cachedSealed = hidden
        return hidden.isEmpty ? found : found.filter { !hidden.contains($0.id) }
    }

    /// The service's own records of a kind, by reference.
    public func serviceRecords<R: RecordKind>(_ type: R.Type) throws -> [Stored<R>] {
        guard R.kind.scope == .service, scope.sees(R.kind.sensitivity) else { return [] }
        return try fetch(type, where: "NOT v.withdrawn AND \(try visible())")
    }

    /// The versions of the service's own records of a kind written after a moment and up to the scope's own, oldest first; withdrawn ones too.
    public func serviceVersions<R: RecordKind>(_ type: R.Type, after moment: Instant) throws -> [Stored<R>] {
        guard R.kind.scope == .service, scope.sees(R.kind.sensitivity) else { return [] }
        var condition: SQL = "v.from_position > \(try position(at: moment))"
        if let at = try position() { condition = "\(condition) AND v.from_position <= \(at)" }
        return try fetch(type, where: condition, order: "v.from_position")
    }

    /// One of the service's own records.
    public func serviceRecord<R: RecordKind>(_ type: R.Type, id: RecordID) throws -> Stored<R>? {
        guard R.kind.scope == .service, scope.sees(R.kind.sensitivity) else { return nil }
        return try fetch(type, where: "v.id = \(id.uuid) AND NOT v.withdrawn AND \(try visible())").first
    }

    /// The code lists in force in the store.
    public func codes() throws -> Codes {
        if let cachedCodes { return cachedCodes }
        let made = try readsSharedReference ? reference("codes", of: ["code"], readCodes) : readCodes()
        cachedCodes = made
        return made
    }

    private func readCodes() throws -> Codes {
        let rows = try fetch(Code.self, where: "NOT v.withdrawn AND \(try visible())").sorted { $0.value.order < $1.value.order }
        return Codes(
            rows.map {
                CodeValue(
                    list: $0.value.list, token: $0.value.token, label: $0.value.label, group: $0.value.group, from: $0.value.fromDate,
                    to: $0.value.toDate, basis: $0.value.basis)
            })
    }

    /// Reads versions with only the fields the scope may see; the rest stay blank.
    func fetch<R: RecordKind>(_ type: R.Type, where condition: SQL, order: SQL = "a.ref", only: Set<String>? = nil) throws -> [Stored<R>] {
        let shape = Shape.of(type, scope: scope, only: only)
        var found: [Stored<R>] = []
        try db.each(shape.select(service: service.id, where: condition, order: order)) { found.append(try shape.stored($0)) }
        // The one place every record comes through: nothing of a file that does not open.
        if R.kind.scope == .child, scope.person != nil {
            let reach = try reach()
            if !reach.isWhole { found.removeAll { $0.child.map { !reach.opens($0) } ?? false } }
        }
        if scope.asAt != nil { found = try withoutSealed(found) }
        found = try withoutFormer(found, shape)
        if R.self == Enquiry.self { found = found.map(withoutClosed) }
        // A document is as closed as what it holds.
        guard R.self == Document.self, only == nil else { return found }
        return found.filter { ($0.value as? Document).map { scope.sees($0.contentSensitivity) } ?? true }
    }
}

extension Reader {
    /// An agency's answer without what of it this reader may not read: which sort of value it is hangs on the agency.
    private func withoutClosed<R: RecordKind>(_ found: Stored<R>) -> Stored<R> {
        let closed = scope.closed(of: found.value)
        guard !closed.isEmpty else { return found }
        var value = found.value
        for field in R.kind.fields where closed.contains(field.name) { _ = field.set(&value, .none) }
        return Stored(
            id: found.id, child: found.child, source: found.source, ref: found.ref, from: found.from, to: found.to,
            definition: found.definition, withdrawn: found.withdrawn, value: value)
    }
}

extension Scope {
    /// The fields of a record that its own values close to this reader.
    func closed<R: RecordKind>(of value: R) -> Set<String> { (value as? Enquiry)?.closed(to: sight) ?? [] }
}

/// One kind of one child's records.
private struct RecordsOfChild: Hashable {
    let kind: ObjectIdentifier
    let child: RecordID
}

/// Which child records answer for which, through any number of merges.
struct Aliases: Sendable {
    private let survivors: [RecordID: RecordID]
    private let members: [RecordID: [RecordID]]

    init(_ pairs: [(merged: RecordID, into: RecordID)]) {
        let direct = Dictionary(pairs.map { ($0.merged, $0.into) }, uniquingKeysWith: { first, _ in first })
        var survivors: [RecordID: RecordID] = [:]
        for merged in direct.keys {
            var end = merged
            var steps = 0
            while let next = direct[end], steps < 100 { (end, steps) = (next, steps + 1) }
            survivors[merged] = end
        }
        self.survivors = survivors
        members = Dictionary(grouping: survivors.keys, by: { survivors[$0] ?? $0 }).mapValues { $0.sorted() }
    }

    func survivor(of child: RecordID) -> RecordID { survivors[child] ?? child }
    func isMerged(_ child: RecordID) -> Bool { survivors[child] != nil }
    /// The survivor, then the records merged into it.
    func group(of child: RecordID) -> [RecordID] {
        let survivor = survivor(of: child)
        return [survivor] + (members[survivor] ?? [])
    }
    var merged: Dictionary<RecordID, RecordID> { survivors }
}
