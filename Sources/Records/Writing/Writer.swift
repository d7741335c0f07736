import Casework
import Storage

/// Someone saved this record first: the page shows both versions side by side.
public struct Conflict: Error, Sendable {
    public let kind: String
    public let id: RecordID
}

/// What is wrong with a record that was to be written.
public struct Problems: Error, Sendable {
    public let all: [Problem]
    public init(_ all: [Problem]) { self.all = all }
}

/// Writes of one command: everything staged here becomes one journal entry, or nothing does. Lives inside `Service.write`.
public final class Writer {
    public let reader: Reader
    /// The position the journal entry will have.
    public let position: Int64
    /// When it will have been recorded: the clock, but never before the entry before.
    public let recordedAt: Instant
    let db: any SQLConnection
    let service: Service
    private(set) var staged: [Staged] = []
    /// The children this command touches, each with the kinds of record it changes on that file.
    private(set) var touched: [RecordID: Set<String>] = [:]
    /// The hash of the entry this command's will follow.
    let previous: [UInt8]
    /// What this command makes, so that a later record of it may point there.
    private var staging: [RecordID: (kind: String, child: RecordID?)] = [:]
    private var made: [String: Int] = [:]
    private var random = SystemRandomNumberGenerator()

    /// One version waiting to be written. An object, because an import sorts and hands on a million of them.
    final class Staged: Sendable {
        let head: VersionHead
        let isNew: Bool
        /// The version it closes.
        let closes: Int64?
        let columns: [String]
        let values: [SQLValue]
        let hash: [UInt8]

        init(head: VersionHead, isNew: Bool, closes: Int64?, columns: [String], values: [SQLValue], hash: [UInt8]) {
            (self.head, self.isNew, self.closes) = (head, isNew, closes)
            (self.columns, self.values, self.hash) = (columns, values, hash)
        }
    }

    init(reader: Reader, position: Int64, recordedAt: Instant, previous: [UInt8]) {
        self.previous = previous
        self.reader = reader
        self.position = position
        self.recordedAt = recordedAt
        db = reader.db
        service = reader.service
    }

    private var scope: Scope { reader.scope }

    /// Writes a new record and returns its id. A record of a child's file names the child; one that links into a merged record is kept with it.
    /// - Throws: `Problems` with a sentence a field, `NotAllowed` when the role may not write the kind.
    @discardableResult
    public func create<R: RecordKind>(
        _ value: R, child: RecordID? = nil, ref: String? = nil, source: String = "waymark", id: RecordID? = nil
    ) throws -> RecordID {
        let kind = R.kind
        guard scope.mayWrite(kind.name) else { throw NotAllowed() }
        let id = id ?? RecordID(at: recordedAt, random: &random)
        let home = kind.scope == .service ? nil : kind.name == "child" ? id : try keeper(of: value, child: child)
        guard kind.scope == .service || home != nil else { throw NotAllowed() }
        if kind.name != "child", let home, try !reader.opens(home) { throw NotAllowed() }
        var value = value
        for field in kind.fields where !mayFill(field) && !field.sensitivity.isWrittenUnread { _ = field.set(&value, .none) }
        try check(value, child: home, since: nil)
        let number = made[kind.name, default: 0] + 1
        made[kind.name] = number
        let ref = ref ?? (number == 1 ? "W\(position)" : "W\(position)-\(number)")
        stage(value, child: home, id: id, source: source, ref: ref, withdrawn: false, isNew: true, closes: nil)
        return id
    }

    /// Writes the next version of a record, provided `from` is still its current one. Fields the person may not see keep what they hold.
    /// - Returns: false when nothing differs, and then nothing is written.
    /// - Throws: `Conflict` when someone saved it first.
    @discardableResult
    public func correct<R: RecordKind>(_ type: R.Type, child: RecordID?, id: RecordID, from: Int64, _ change: (inout R) throws -> Void)
        throws -> Bool
    {
        guard scope.mayWrite(R.kind.name) else { throw NotAllowed() }
        let current = try current(type, child: child, id: id)
        guard current.from == from, !current.withdrawn else { throw Conflict(kind: R.kind.name, id: id) }
        var value = current.value
        try change(&value)
        let closed = scope.closed(of: current.value)
        for field in R.kind.fields where !mayFill(field) || closed.contains(field.name) { _ = field.set(&value, field.get(current.value)) }
        // What closes it to them is not theirs to take away.
        if !closed.isSubset(of: scope.closed(of: value)) {
            throw Problems([
                Problem(field: "agency", message: "What this agency told us is not shown to your role: leave the agency as it is.")
            ])
        }
        let sealed = try reader.sealedIdentities()
        sealed.restore(&value, from: current)
        let again = sealed.refusal(of: value, from: current)
        if !again.isEmpty { throw Problems(again) }
        guard R.kind.fields.contains(where: { $0.get(value) != $0.get(current.value) }) else { return false }
        try check(value, child: current.child, since: current.value)
        stage(value, child: current.child, id: id, source: current.source, ref: current.ref, withdrawn: false, isNew: false, closes: from)
        return true
    }

    /// Marks a record as entered in error (or a merge as undone); `note` of the command says why. Refused while live records point at it.
    public func withdraw<R: RecordKind>(_ type: R.Type, child: RecordID?, id: RecordID, from: Int64) throws {
        guard scope.mayWrite(R.kind.name) else { throw NotAllowed() }
        let current = try current(type, child: child, id: id)
        guard current.from == from, !current.withdrawn else { throw Conflict(kind: R.kind.name, id: id) }
        if let problem = try pointing(at: id, of: R.kind.name, child: current.child) ?? kept(in: R.kind.name, id) {
            throw Problems([problem])
        }
        stage(
            current.value, child: current.child, id: id, source: current.source, ref: current.ref, withdrawn: true, isNew: false,
            closes: from)
    }

    /// Counts a child as touched though no record of its own changed, so that what is derived is rewritten.
    public func touch(_ child: RecordID) { touched[child, default: []].insert("child") }

    /// Counts a child as touched in every way: all that is derived of it is made anew, or goes when the child is no more.
    func touchWhole(_ child: RecordID) { touched[child, default: []].insert("merge") }

    /// Whether a field is this person's to fill: one they may not see keeps what it holds. A secret is seen by nobody, so there the kind decides.
    private func mayFill<R>(_ field: Field<R>) -> Bool { field.sensitivity == .secret || scope.sees(field.sensitivity) }

    /// The current version, whole and even if withdrawn. A record of a child's file is only found through the child.
    private func current<R: RecordKind>(_ type: R.Type, child: RecordID?, id: RecordID) throws -> Stored<R> {
        guard (R.kind.scope == .child) == (child != nil) else { throw NotAllowed() }
        if let child, try !reader.opens(child) { throw NotAllowed() }
        let whole = Reader(db: db, service: service, scope: .wholeService(reason: "the version being replaced, whole"), readsFormer: true)
        var condition: SQL = "v.id = \(id.uuid) AND v.to_position IS NULL"
        if let child { condition += " AND v.child IN (\(list(try reader.aliases().group(of: child))))" }
        guard let found = try whole.fetch(type, where: condition).first else { throw NotAllowed() }
        return found
    }

    private func list(_ ids: [RecordID]) -> SQL { SQL.joined(ids.map { SQL("\($0.uuid)") }) }

    /// - Parameter current: what it replaces; nil for a new one.
    private func check<R: RecordKind>(_ value: R, child: RecordID?, since current: R?) throws {
        let person = try child.flatMap { try reader.record(Child.self, child: $0, id: $0)?.value }
        let context = RuleContext(today: recordedAt.londonDay, codes: try reader.codes(), child: person)
        var problems = R.kind.problems(value, context)
        for field in R.kind.fields { if let problem = try missingTarget(field, value, child) { problems.append(problem) } }
        if let person = scope.person, let one = value as? Professional,
            let problem = one.refusal(to: person.id, since: current as? Professional)
        {
            problems.append(problem)
        }
        if let merge = value as? Merge, let child, let problem = try refusal(of: merge, child) { problems.append(problem) }
        if !problems.isEmpty { throw Problems(problems) }
    }

    /// A record answers as one child, so it is merged once and never into itself.
    private func refusal(of merge: Merge, _ child: RecordID) throws -> Problem? {
        let aliases = try reader.aliases()
        if aliases.group(of: child).contains(merge.merged) {
            return Problem(field: "merged", message: "That record is already part of this child's file.")
        }
        if aliases.isMerged(merge.merged) {
            return Problem(field: "merged", message: "That record is already part of another child's file. Merge that child instead.")
        }
        // What is sealed stays with the record it was sealed on.
        if let sealed = try reader.sealedIdentities().files[merge.merged], !aliases.group(of: child).contains(sealed.own) {
            return Problem(
                field: "merged",
                message: "These two cannot be brought together from this file. If they are one child, do it from the other one.")
        }
        return nil
    }

    /// The record a link names must be there and live, and in this child's own file if it belongs to one; the engine's foreign key is the
    /// second guard. A single link stays within one child record, for that is what the key covers; a list may reach across merged ones.
    private func missingTarget<R: RecordKind>(_ field: Field<R>, _ value: R, _ home: RecordID?) throws -> Problem? {
        guard let (target, ids, isSingle) = links(field, value) else { return nil }
        for id in ids {
            var within: [RecordID]?
            if target == "child" {
                within = [id]
            } else if anyKind(target)?.scope == .child, let home {
                within = isSingle ? [home] : try reader.aliases().group(of: home)
            }
            if let made = staging[id], made.kind == target, target == "child" || within?.contains(made.child ?? id) ?? true { continue }
            let place: SQL = within.map { "AND child IN (\(list($0)))" } ?? ""
            let live = try db.integer(
                """
                SELECT 1 FROM \(raw: target)_version
                WHERE service = \(service.id) \(place) AND id = \(id.uuid) AND to_position IS NULL AND NOT withdrawn
                """)
            if live == nil { return Problem(field: field.name, message: "\(field.label): that record is not here any more.") }
        }
        return nil
    }

    /// Which child's file a new record is kept in: the one its first link points into, for a link may not leave its child's own records.
    private func keeper<R: RecordKind>(of value: R, child: RecordID?) throws -> RecordID? {
        guard let child else { return nil }
        let files = try reader.aliases().group(of: child)
        guard try files.first.map(isThere) ?? false else { return nil }
        guard files.count > 1 else { return files.first }
        let pointers = R.kind.fields.compactMap { links($0, value) }.filter { $0.target != "child" && anyKind($0.target)?.scope == .child }
        // Single links first: they are the ones that cannot leave.
        for (target, ids, _) in pointers.filter(\.isSingle) + pointers.filter({ !$0.isSingle }) {
            for id in ids {
                if let made = staging[id], let owner = made.child, files.contains(owner) { return owner }
                let owner = try db.first(
                    SQL("SELECT child FROM \(raw: target) WHERE service = \(service.id) AND child IN (\(list(files))) AND id = \(id.uuid)")
                ) { $0.id(0) }
                if let owner = owner.flatMap({ $0 }) { return RecordID(owner) }
            }
        }
        return files.first
    }

    /// Whether the service has such a child.
    private func isThere(_ child: RecordID) throws -> Bool {
        if staging[child]?.kind == "child" { return true }
        return try db.integer(
            "SELECT 1 FROM child_version WHERE service = \(service.id) AND child = \(child.uuid) AND to_position IS NULL AND NOT withdrawn")
            != nil
    }

    private func links<R: RecordKind>(_ field: Field<R>, _ value: R) -> (target: String, ids: [RecordID], isSingle: Bool)? {
        switch (field.kind, field.get(value)) {
        case (.link(let target), .id(let id)): (target, [id], true)
        case (.links(let target), .ids(let ids)): (target, ids, false)
        default: nil
        }
    }

    /// Whether a live record points here. Only the child's own file can point at one of its records, so no more is searched.
    private func pointing(at id: RecordID, of kind: String, child: RecordID?) throws -> Problem? {
        var place = SQL()
        if kind != "child", let child { place = "AND child IN (\(list(try reader.aliases().group(of: child))))" }
        for other in allKinds {
            for field in other.fields {
                let column = SQL.quoted(field.name)
                let condition: SQL
                switch field.kind {
                case .link(kind): condition = "\(raw: column) = \(id.uuid)"
                case .links(kind): condition = "\(raw: column) LIKE \("%\(id)%")"
                default: continue
                }
                let found = try db.integer(
                    """
                    SELECT 1 FROM \(raw: other.name)_version
                    WHERE service = \(service.id) \(place) AND to_position IS NULL AND NOT withdrawn AND \(condition) LIMIT 1
                    """)
                if found != nil {
                    return Problem(
                        field: "",
                        message:
                            "A record of the kind “\(other.title.lowercasedFirst)” still points at this record. Withdraw or change that first."
                    )
                }
            }
        }
        return nil
    }

    /// A child with records is not withdrawn but marked `deleted`: its file must stay to be read.
    private func kept(in kind: String, _ child: RecordID) throws -> Problem? {
        guard kind == "child" else { return nil }
        for other in allKinds where other.scope == .child && other.name != "child" {
            let found = try db.integer(
                """
                SELECT 1 FROM \(raw: other.name)_version
                WHERE service = \(service.id) AND child = \(child.uuid) AND to_position IS NULL AND NOT withdrawn LIMIT 1
                """)
            if found != nil { return Problem(field: "", message: "This child's file holds records. Mark the child as withdrawn instead.") }
        }
        return nil
    }

    /// Stages a version. Import comes straight here: it has checked its rows outside the lock.
    func stage<R: RecordKind>(
        _ value: R, child: RecordID?, id: RecordID, source: String, ref: String, withdrawn: Bool, isNew: Bool, closes: Int64?
    ) {
        add([Writer.prepare(value, child: child, id: id, source: source, ref: ref, withdrawn: withdrawn, isNew: isNew, closes: closes)])
        if isNew { staging[id] = (R.kind.name, child) }
        // A merge made or undone changes both files.
        if let merge = value as? Merge { touched[merge.merged, default: []].insert("merge") }
    }

    /// Takes what has been laid out already.
    func add(_ prepared: [Staged]) {
        staged.append(contentsOf: prepared)
        // An import's rows come file by file and child by child: the same pair many times in a row.
        var last: VersionHead?
        for one in prepared where one.head.child != last?.child || one.head.kind != last?.kind {
            last = one.head
            if let child = one.head.child { touched[child, default: []].insert(one.head.kind) }
        }
    }

    /// Hashes and lays out a version; needs no lock and no store.
    static func prepare<R: RecordKind>(
        _ value: R, child: RecordID?, id: RecordID, source: String, ref: String, withdrawn: Bool, isNew: Bool, closes: Int64?
    ) -> Staged {
        let kind = R.kind
        let head = VersionHead(
            kind: kind.name, definition: kind.version, child: child, id: id, source: source, ref: ref, withdrawn: withdrawn,
            nonce: randomBytes(16))
        let fields = kind.fields.map { (name: $0.name, value: $0.get(value)) }
        return Staged(
            head: head, isNew: isNew, closes: closes, columns: fields.map(\.name), values: fields.map(\.value.sql), hash: head.hash(fields))
    }
}
