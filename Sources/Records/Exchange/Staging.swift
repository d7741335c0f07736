import Casework
import Storage

/// Checks the rows of a folder against one snapshot and lays out what would be written. Holds no lock.
final class Staging {
    let reader: Reader
    let source: String
    let rules: (today: Day, codes: Codes)
    let aliases: Aliases
    /// Where references lead, by kind.
    var targets: [String: [String: Target]] = [:]
    var batch: ImportBatch
    /// The children rows are checked against: those of the folder as they will be, others as they are.
    var children: [RecordID: Child] = [:]
    var ids: AscendingIDs
    /// The children that were erased here; nil where none was.
    let erased: ErasedRefs?
    /// What is sealed of former identities: rows are compared with what records truly hold, and bring none of it back.
    let identities: SealedIdentities
    private var db: any SQLConnection { reader.db }

    /// What a reference stands for.
    struct Target {
        let id: RecordID
        let child: RecordID?
        /// The version that is current; nil for one this import makes.
        let from: Int64?
        var state: State
        /// Written here, and not brought by the source that is read.
        var isOurs = false

        enum State {
            case live, withdrawn
            /// Its own row, at this line, was refused.
            case refused(Int)
        }
    }

    init(reader: Reader, source: String) throws {
        identities = try reader.sealedIdentities()
        self.reader = reader.seeingFormer()
        self.source = source
        rules = (reader.service.today, try reader.codes())
        aliases = try reader.aliases()
        batch = ImportBatch(position: try reader.headPosition())
        ids = AscendingIDs(at: reader.service.now)
        erased = try ErasedRefs(reader.db, service: reader.service.id)
    }

    /// Checks the folder's files one after another, those that others link to first.
    func run(_ tables: [String: CSVTable], _ progress: (ImportProgress) -> Void) throws -> [ImportedFile] {
        var files: [ImportedFile] = []
        for layout in FileLayout.all {
            guard let table = tables[layout.file] else {
                if FileLayout.linked.contains(layout.kind.name) { targets[layout.kind.name] = try known(layout.kind) }
                continue
            }
            files.append(try stage(layout.kind.type, table, layout, progress))
        }
        return files
    }

    private func stage<R: RecordKind>(
        _ type: R.Type, _ table: CSVTable, _ layout: FileLayout, _ progress: (ImportProgress) -> Void
    ) throws -> ImportedFile {
        let first = batch.prepared.count
        let file = try FileStaging(R.self, table, layout, known: try known(layout.kind), memory: try memory(layout.kind), staging: self)
        let report = try file.run(progress)
        // By child, as the tables lie, so that a large import writes its pages one after another.
        batch.prepared[first...].sort { a, b in
            let (x, y) = (a.head.child ?? a.head.id, b.head.child ?? b.head.id)
            return x == y ? a.head.id < b.head.id : x < y
        }
        return report
    }

    /// Every record of the kind a folder of this source can mean, by reference: the source's own; those written here, for our own export
    /// comes back under any source; and `source:ref`, by which an export tells two sources' equal references apart.
    private func known(_ kind: AnyKind) throws -> [String: Target] {
        let service = reader.service.id
        var found: [String: Target] = [:]
        try references(of: kind, where: "a.source = \(source)") { found[$1] = $2 }
        try references(of: kind, where: "a.source = 'waymark'") { _, ref, target in
            guard found[ref] == nil else { return }
            found[ref] = target
            found[ref]?.isOurs = true
        }
        let sources = try db.first("SELECT min(source), max(source) FROM \(raw: kind.name) WHERE service = \(service)") {
            ($0.text(0) ?? "", $0.text(1) ?? "")
        }
        guard let sources, sources.0 != sources.1 else { return found }
        let shared: SQL = "SELECT ref FROM \(raw: kind.name) WHERE service = \(service) GROUP BY ref HAVING count(*) > 1"
        try references(of: kind, where: "a.ref IN (\(shared))") { source, ref, target in
            if found["\(source):\(ref)"] == nil { found["\(source):\(ref)"] = target }
        }
        return found
    }

    private func references(of kind: AnyKind, where condition: SQL, _ each: (String, String, Target) -> Void) throws {
        let (name, ofChild) = (kind.name, kind.scope == .child)
        let join = ofChild ? "v.service = a.service AND v.child = a.child AND v.id = a.id" : "v.service = a.service AND v.id = a.id"
        try db.scan(
            """
            SELECT a.source, a.ref, a.id, \(raw: ofChild ? "a.child" : "NULL"), v.from_position, v.withdrawn FROM \(raw: name) a
            JOIN \(raw: name)_version v ON \(raw: join) AND v.to_position IS NULL WHERE a.service = \(reader.service.id) AND \(condition)
            """
        ) { row in
            guard let source = row.text(0), let ref = row.text(1), let id = row.id(2) else { return }
            let state: Target.State = row.bool(5) == true ? .withdrawn : .live
            each(source, ref, Target(id: RecordID(id), child: row.id(3).map(RecordID.init), from: row.integer(4), state: state))
        }
    }

    private func memory(_ kind: AnyKind) throws -> [String: RowMemory] {
        var found: [String: RowMemory] = [:]
        try db.scan("SELECT ref, hash FROM imported WHERE service = \(reader.service.id) AND source = \(source) AND kind = \(kind.name)") {
            row in
            if let ref = row.text(0), let hash = row.blob(1) { found[ref] = RowMemory(hash) }
        }
        return found
    }

    /// A child as rules need it.
    func child(_ id: RecordID) throws -> Child? {
        if let known = children[id] { return known }
        let found = try reader.fetch(Child.self, where: "v.child = \(id.uuid) AND v.id = \(id.uuid) AND v.to_position IS NULL").first?.value
        children[id] = found
        return found
    }

    func isSame(_ a: RecordID, _ b: RecordID) -> Bool { a == b || aliases.survivor(of: a) == aliases.survivor(of: b) }
}

/// Everything an import would write, and what it took for granted while it was checked.
struct ImportBatch: Sendable {
    /// The head of the journal it was checked against.
    let position: Int64
    var prepared: [Writer.Staged] = []
    /// Records already there that it changes or points at.
    var watched: Set<RecordID> = []
    /// What to remember of the rows taken.
    var rows: [(kind: String, ref: String, memory: RowMemory, isNew: Bool)] = []

    init(position: Int64) { self.position = position }

    /// Whether anything written since it was checked may have made it wrong.
    func isStale(_ writer: Writer, service: Int64) throws -> Bool {
        guard writer.position - 1 != position else { return false }
        var stale = false
        try writer.db.scan(
            """
            SELECT r.kind, r.id, j.action FROM journal_row r JOIN journal j ON j.service = r.service AND j.position = r.position
            WHERE r.service = \(service) AND r.position > \(position)
            """
        ) { row in
            if row.text(0) == Merge.kind.name || row.text(2) == Importer.action { stale = true }
            if let id = row.id(1), watched.contains(RecordID(id)) { stale = true }
        }
        return stale
    }

    func remember(_ db: any SQLConnection, service: Int64, source: String) throws {
        func values(_ row: (kind: String, ref: String, memory: RowMemory, isNew: Bool)) -> [SQLValue] {
            [.integer(service), .text(source), .text(row.kind), .text(row.ref), .blob(row.memory.bytes)]
        }
        try db.insert(into: "imported", columns: ["service", "source", "kind", "ref", "hash"], rows: rows.filter(\.isNew).lazy.map(values))
        for row in rows where !row.isNew {
            try db.run(
                """
                UPDATE imported SET hash = \(SQLValue.blob(row.memory.bytes))
                WHERE service = \(service) AND source = \(source) AND kind = \(row.kind) AND ref = \(row.ref)
                """)
        }
    }
}
