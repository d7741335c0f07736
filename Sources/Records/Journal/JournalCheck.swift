import Casework
import Storage

/// Walks one service's journal and every version it tells of, in one snapshot and bounded memory: each row is met with the one it
/// belongs to by the engine's own join, and only one entry's rows are held at a time.
final class JournalCheck {
    private let service: Service
    private let db: any SQLConnection
    private(set) var faults: [(entry: Int64, text: String)] = []
    private(set) var entries: Int64 = 0
    private(set) var versions: Int64 = 0
    private(set) var head: JournalHead
    private let erased: Erased
    /// What signed checkpoints say of single entries, by position.
    private var marks: [Int64: [UInt8]] = [:]

    init(service: Service, db: any SQLConnection, erased: Erased) {
        self.service = service
        self.db = db
        self.erased = erased
        head = JournalHead(position: 0, hash: [])
    }

    /// Sentences naming each broken entry, the first first.
    var sentences: [String] { faults.sorted { $0.entry < $1.entry }.map { "entry \($0.entry): \($0.text)" } }

    func run(noted: JournalHead?, marks: [Int64: [UInt8]] = [:], kinds: [AnyKind] = allKinds) throws {
        self.marks = marks
        head = JournalHead(position: 0, hash: try genesis())
        try walkEntries(noted)
        try strays()
        for kind in kinds { try check(kind.type) }
    }

    /// More are counted than kept: a lost table would name a million.
    private func fault(_ entry: Int64, _ text: String) { if faults.count < 1000 { faults.append((entry, text)) } }

    private func genesis() throws -> [UInt8] {
        let row = try db.first(SQL("SELECT code, name FROM service WHERE id = \(service.id)")) { ($0.text(0) ?? "", $0.text(1) ?? "") }
        if row?.0 != service.code { fault(1, "the service's own row changed or is gone") }
        return JournalEntry.genesis(service: service.code, name: row?.1 ?? "")
    }

    private struct Walked {
        let entry: JournalEntry
        let hash: [UInt8]
        /// SQLite compares moments as text, so another spelling of the same moment would move an as-at.
        let isSpeltAsWritten: Bool
        let note: [UInt8]?
        var rows: [JournalRow] = []
    }

    private func walkEntries(_ noted: JournalHead?) throws {
        var open: Walked?
        try db.scan(
            """
            SELECT j.position, j.recorded_at, j.staff, j.action, j.versions, j.versions_hash, j.note_hash, j.previous, j.hash,
            n.body, n.nonce, r.kind, r.id, r.child, r.hash FROM journal j
            LEFT JOIN note n ON n.service = j.service AND n.position = j.position
            LEFT JOIN journal_row r ON r.service = j.service AND r.position = j.position
            WHERE j.service = \(service.id) ORDER BY j.position
            """
        ) { row in
            let position = row.integer(0) ?? 0
            if open?.entry.position != position {
                if let done = open { self.meet(done, noted) }
                open = self.walked(row, position)
            }
            if let kind = row.text(11), let id = row.id(12) {
                open?.rows.append(JournalRow(kind: kind, id: RecordID(id), child: row.id(13).map(RecordID.init), hash: row.blob(14) ?? []))
            }
        }
        if let open { meet(open, noted) }
        if let noted, noted.position > head.position { fault(head.position + 1, "missing; the journal was noted up to \(noted.position)") }
        for position in marks.keys.sorted() where position > 0 { fault(position, "missing; a checkpoint signed it") }
        let kept = try db.first("SELECT position, hash, recorded_at FROM journal_head WHERE service = \(service.id)") {
            (position: $0.integer(0) ?? -1, hash: $0.blob(1) ?? [], at: try? $0.instant(2))
        }
        let isHead = kept?.position == head.position && kept?.hash == head.hash && kept?.at == (lastAt ?? Instant(milliseconds: 0))
        if !isHead { fault(head.position, "is not the head the store keeps") }
    }

    private var lastAt: Instant?

    private func walked(_ row: any SQLRow, _ position: Int64) -> Walked {
        let at = try? row.instant(1)
        let entry = JournalEntry(
            position: position, recordedAt: at ?? Instant(milliseconds: 0), staff: row.id(2).map(RecordID.init), action: row.text(3) ?? "",
            versions: row.integer(4) ?? 0, versionsHash: row.blob(5) ?? [], noteHash: row.blob(6), previous: row.blob(7) ?? [])
        let note = row.text(9).map { JournalEntry.noteHash($0, nonce: row.blob(10) ?? []) }
        let spelt = at != nil && (db.dialect == .postgres || row.text(1) == at?.iso)
        return Walked(entry: entry, hash: row.blob(8) ?? [], isSpeltAsWritten: spelt, note: note)
    }

    private func meet(_ walked: Walked, _ noted: JournalHead?) {
        let entry = walked.entry
        if entry.position != head.position + 1 { fault(head.position + 1, "missing from the journal") }
        if entry.previous != head.hash { fault(entry.position, "does not follow the entry before it") }
        if entry.hash(service: service.code) != walked.hash || !walked.isSpeltAsWritten {
            fault(entry.position, "changed since it was written")
        }
        let rows = walked.rows.sorted(by: JournalRow.inOrder)
        if Int64(rows.count) != entry.versions || JournalRow.hash(rows) != entry.versionsHash {
            fault(entry.position, "the list of what it wrote changed")
        }
        let isNoteErased = walked.note == nil && erased.notes.contains(entry.position)
        if walked.note != entry.noteHash, !isNoteErased { fault(entry.position, "its note changed, is gone or was put there") }
        if let noted, noted.position == entry.position, noted.hash != walked.hash { fault(entry.position, "is not the one noted earlier") }
        if let mark = marks.removeValue(forKey: entry.position), mark != walked.hash {
            fault(entry.position, "is not the one a checkpoint signed")
        }
        head = JournalHead(position: entry.position, hash: walked.hash)
        lastAt = entry.recordedAt
        entries += 1
    }

    /// Rows that belong to no entry, to no kind or to no service.
    private func strays() throws {
        for (table, what) in [("journal_row", "a row without an entry"), ("note", "a note without an entry")] {
            try db.each(
                """
                SELECT s.position FROM \(raw: table) s WHERE s.service = \(service.id)
                AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.service = s.service AND j.position = s.position) ORDER BY 1 LIMIT 100
                """
            ) { self.fault($0.integer(0) ?? 0, what) }
        }
        let names = SQL.joined(allKinds.map { SQL("\($0.name)") })
        try db.each("SELECT position FROM journal_row WHERE service = \(service.id) AND kind NOT IN (\(names)) ORDER BY 1 LIMIT 100") {
            self.fault($0.integer(0) ?? 0, "wrote a version of a kind there is not")
        }
        for table in ["journal", "journal_row", "note", "journal_head"] {
            let stray = try db.integer("SELECT 1 FROM \(raw: table) WHERE service NOT IN (SELECT id FROM service) LIMIT 1")
            if stray != nil { fault(0, "\(table) holds rows of a service there is not") }
        }
        let headless = try db.integer("SELECT 1 FROM service WHERE id NOT IN (SELECT service FROM journal_head) LIMIT 1")
        if headless != nil { fault(0, "a service has no journal") }
    }

    /// Each version against the row the journal keeps of it, and each against the next of its record.
    private func check<R: RecordKind>(_ type: R.Type) throws {
        let kind = R.kind
        let ofChild = kind.scope == .child
        let shape = Shape.of(type, scope: .wholeService(reason: "verify"))
        func key(_ a: String, _ b: String) -> String {
            "\(a).service = \(b).service \(ofChild ? "AND \(a).child = \(b).child" : "") AND \(a).id = \(b).id"
        }
        let nonce = shape.width
        var before: (id: RecordID, child: RecordID?, from: Int64, to: Int64?)?
        /// What follows a version must start where it was closed; the last is open.
        func close(_ next: (id: RecordID, child: RecordID?, from: Int64, to: Int64?)?) {
            if let before {
                let follows = next?.id == before.id && next?.child == before.child ? next?.from : nil
                if before.to != follows { fault(before.from, "a version of \(kind.name) it wrote is closed or open against the journal") }
            }
            before = next
        }
        try db.scan(
            """
            SELECT \(raw: shape.columns), v.nonce, r.hash FROM \(raw: kind.name)_version v
            LEFT JOIN \(raw: kind.name) a ON \(raw: key("a", "v"))
            LEFT JOIN journal_row r ON r.service = v.service AND r.position = v.from_position AND r.kind = \(kind.name) AND r.id = v.id
            WHERE v.service = \(service.id) ORDER BY \(raw: ofChild ? "v.child, " : "")v.id, v.from_position
            """
        ) { row in
            self.versions += 1
            guard let stored = try? shape.stored(row) else {
                return self.fault(row.integer(4) ?? 0, "a version of \(kind.name) cannot be read")
            }
            close((stored.id, stored.child, stored.from, stored.to))
            if self.erased.records.contains(RecordKey(kind: kind.name, id: stored.id)) {
                self.fault(stored.from, "a version of \(kind.name) it wrote was erased and is there again")
            }
            guard let expected = row.blob(nonce + 1) else {
                return self.fault(stored.from, "holds no such version of \(kind.name); the row was put there")
            }
            let head = VersionHead(
                kind: kind.name, definition: stored.definition, child: stored.child, id: stored.id, source: stored.source, ref: stored.ref,
                withdrawn: stored.withdrawn, nonce: row.blob(nonce) ?? [])
            let asked = kind.fields(asOf: stored.definition).map { (name: $0.name, value: $0.get(stored.value)) }
            // A field that came later is under no hash of this version, so it must be as blank as it was made.
            let isFilledSince = kind.fields.contains { $0.since > stored.definition && !$0.get(stored.value).isNone }
            if head.hash(asked) != expected || isFilledSince { self.fault(stored.from, "a version of \(kind.name) it wrote changed") }
        }
        close(nil)
        try db.each(
            """
            SELECT r.position, r.id FROM journal_row r WHERE r.service = \(service.id) AND r.kind = \(kind.name) AND NOT EXISTS (
            SELECT 1 FROM \(raw: kind.name)_version v WHERE \(raw: key("v", "r")) AND v.from_position = r.position) ORDER BY 1
            """
        ) { row in
            let isErased = row.id(1).map { self.erased.records.contains(RecordKey(kind: kind.name, id: RecordID($0))) } ?? false
            if !isErased { self.fault(row.integer(0) ?? 0, "a version of \(kind.name) it wrote is gone") }
        }
        let bare = try db.integer(
            """
            SELECT count(*) FROM \(raw: kind.name) a WHERE a.service = \(service.id)
            AND NOT EXISTS (SELECT 1 FROM \(raw: kind.name)_version v WHERE \(raw: key("v", "a")))
            """)
        if let bare, bare > 0 { fault(head.position, "\(bare) of \(kind.name) have no version; put there since") }
    }
}
