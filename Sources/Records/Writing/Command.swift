import Casework
import Storage

extension Service {
    /// The one write path: takes the journal's head lock, lets `body` stage versions, and writes them with their journal entry,
    /// what is derived from them, and nothing else, in one transaction. When this returns it is on disk.
    ///
    /// - Parameters:
    ///   - action: what was done, a word or two for the journal (`contact.record`); never personal data.
    ///   - note: a reason in the person's words; kept in an erasable row of which the journal holds the hash.
    @discardableResult
    public func write<T: Sendable>(
        _ scope: Scope, action: String, note: String? = nil, _ body: @escaping @Sendable (Writer) throws -> T
    ) async throws -> T {
        try await store.write { db in
            let writer = try begin(db, scope)
            let result = try body(writer)
            try finish(writer, action: action, note: note)
            return result
        }
    }

    func begin(_ db: any SQLConnection, _ scope: Scope) throws -> Writer {
        let head = try db.first(
            "SELECT position, recorded_at, hash FROM journal_head WHERE service = \(id)\(sqlite: "", postgres: " FOR UPDATE")"
        ) { row in
            (position: row.integer(0) ?? 0, at: try row.instant(1), hash: row.blob(2) ?? [])
        }
        guard let head else { throw Broken("the journal has no head") }
        return Writer(
            reader: Reader(db: db, service: self, scope: scope.at(nil), keepsReference: true, head: head.position),
            position: head.position + 1, recordedAt: max(clock(), head.at), previous: head.hash)
    }

    func finish(_ writer: Writer, action: String, note: String?) throws {
        guard !writer.staged.isEmpty else { return }
        let (db, whole) = (writer.db, Scope.wholeService(reason: "derive"))
        // A region holds figures services shared, and no child of its own.
        if writer.staged.contains(where: { $0.isNew && $0.head.kind == "child" }),
            try Reader(db: db, service: self, scope: whole).isRegion()
        {
            throw NotAllowed()
        }
        // Asked before anything is written, because only then may it be kept for the next command.
        _ = try Reader(db: db, service: self, scope: whole, keepsReference: true, head: writer.position - 1).surroundings()
        try Publication(writer: writer, service: self).publish(action: action, note: note)
        var touched = writer.touched
        for child in try listed(at: writer) { touched[child, default: []].insert("panel_item") }
        try Derived(db: db, service: self).rewrite(
            touched, reader: Reader(db: db, service: self, scope: whole, head: writer.position))
    }

    /// The children listed for a panel this command moved or cancelled: their days change with it.
    private func listed(at writer: Writer) throws -> Set<RecordID> {
        let panels = writer.staged.filter { $0.head.kind == "panel" && !$0.isNew }.map { SQL("\($0.head.id.uuid)") }
        guard !panels.isEmpty else { return [] }
        let found = try writer.db.rows(
            """
            SELECT child FROM panel_item_version
            WHERE service = \(id) AND to_position IS NULL AND NOT withdrawn AND panel_ref IN (\(SQL.joined(panels, separator: ", ")))
            """
        ) { $0.id(0).map { RecordID($0) } }
        return Set(found.compactMap { $0 })
    }
}

/// Writes what a command staged: anchors, versions, closings, and the journal entry over them.
struct Publication {
    let writer: Writer
    let service: Service
    private var db: any SQLConnection { writer.db }

    init(writer: Writer, service: Service) {
        self.writer = writer
        self.service = service
    }

    func publish(action: String, note: String?) throws {
        let staged = Dictionary(grouping: writer.staged, by: \.head.kind)
        for kind in allKinds { if let staged = staged[kind.name] { try write(staged, kind) } }
        try journal(action: action, note: note)
    }

    private func write(_ staged: [Writer.Staged], _ kind: AnyKind) throws {
        let service = SQLValue.integer(service.id)
        let ofChild = kind.scope == .child
        func key(_ head: VersionHead) -> [SQLValue] {
            ofChild ? [service, .id(head.child?.uuid ?? head.id.uuid), .id(head.id.uuid)] : [service, .id(head.id.uuid)]
        }
        let keyColumns = ofChild ? ["service", "child", "id"] : ["service", "id"]
        let new = staged.filter(\.isNew)
        if !new.isEmpty {
            try db.insert(
                into: kind.name, columns: keyColumns + ["source", "ref"],
                rows: new.lazy.map { key($0.head) + [.text($0.head.source), .text($0.head.ref)] })
        }
        for one in staged {
            guard let closes = one.closes else { continue }
            let child: SQL = ofChild ? "AND child = \(SQLValue.id(one.head.child?.uuid ?? one.head.id.uuid))" : ""
            let closed = try db.run(
                """
                UPDATE \(raw: kind.name)_version SET to_position = \(writer.position)
                WHERE service = \(service) \(child) AND id = \(one.head.id.uuid) AND from_position = \(closes) AND to_position IS NULL
                """)
            guard closed == 1 else { throw Conflict(kind: kind.name, id: one.head.id) }
        }
        let columns = keyColumns + ["from_position", "definition", "withdrawn", "nonce"] + (staged.first?.columns ?? [])
        try db.insert(
            into: "\(kind.name)_version", columns: columns,
            rows: staged.lazy.map { one in
                key(one.head) + [
                    .integer(writer.position), .integer(Int64(one.head.definition)), .bool(one.head.withdrawn), .blob(one.head.nonce),
                ]
                    + one.values
            })
    }

    private func journal(action: String, note: String?) throws {
        let rows = writer.staged.map { JournalRow(kind: $0.head.kind, id: $0.head.id, child: $0.head.child, hash: $0.hash) }.sorted(
            by: JournalRow.inOrder)
        let nonce = note == nil ? [] : randomBytes(16)
        let entry = JournalEntry(
            // The clock is read again as the last thing before the commit: a reader at an instant must not find it changed a moment later.
            position: writer.position, recordedAt: max(service.now, writer.recordedAt), staff: writer.reader.scope.author, action: action,
            versions: Int64(rows.count), versionsHash: JournalRow.hash(rows),
            noteHash: note.map { JournalEntry.noteHash($0, nonce: nonce) },
            previous: writer.previous)
        let hash = entry.hash(service: service.code)
        try db.insert(
            into: "journal",
            columns: [
                "service", "position", "recorded_at", "staff", "action", "versions", "versions_hash", "note_hash", "previous", "hash",
            ],
            rows: [
                [
                    .integer(service.id), .integer(entry.position), .text(entry.recordedAt.iso), entry.staff.map { .id($0.uuid) } ?? .null,
                    .text(entry.action), .integer(entry.versions), .blob(entry.versionsHash), entry.noteHash.map { .blob($0) } ?? .null,
                    .blob(entry.previous), .blob(hash),
                ]
            ])
        try db.insert(
            into: "journal_row", columns: ["service", "position", "kind", "id", "child", "hash"],
            rows: rows.lazy.map {
                [
                    .integer(service.id), .integer(entry.position), .text($0.kind), .id($0.id.uuid), $0.child.map { .id($0.uuid) } ?? .null,
                    .blob($0.hash),
                ]
            })
        if let note {
            try db.insert(
                into: "note", columns: ["service", "position", "body", "nonce"],
                rows: [[.integer(service.id), .integer(entry.position), .text(note), .blob(nonce)]])
        }
        try db.run(
            "UPDATE journal_head SET position = \(entry.position), recorded_at = \(entry.recordedAt.iso), hash = \(SQLValue.blob(hash)) WHERE service = \(service.id)"
        )
    }
}
