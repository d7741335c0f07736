import Casework
import Storage

/// A record of a child's file, by kind and key.
public struct RecordKey: Hashable, Sendable {
    public let kind: String
    public let id: RecordID

    public init(kind: String, id: RecordID) {
        self.kind = kind
        self.id = id
    }

    var text: String { "\(kind):\(id)" }

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let id = RecordID(String(parts[1])) else { return nil }
        self.init(kind: String(parts[0]), id: id)
    }
}

extension Writer {
    /// Erases records of a child's file for good: every version with its nonce, the notes of the entries that wrote them, documents' and
    /// papers' content nobody else needs, drafts, and what an import remembers. An `Erasure` record names what went and by which rule.
    ///
    /// - Parameters:
    ///   - chosen: the records to erase; nil is the whole file, with entries merged into it and what other files say of this child.
    ///   - rule: the words of the rule, without personal data.
    /// - Returns: the records that went. One that a kept record still points at is kept.
    /// - Throws: `NotAllowed` when the role may not; `Problems` when another child's record hangs on what would go.
    @discardableResult
    public func erase(_ chosen: Set<RecordKey>?, of child: RecordID, why: String, rule: String) throws -> [RecordKey] {
        guard reader.scope.mayWrite(Erasure.kind.name) else { throw NotAllowed() }
        let group = try reader.aliases().group(of: child)
        var plan = try ErasurePlan(db: db, service: service.id, group: group)
        if let chosen {
            plan.keepOnly(chosen)
        } else {
            let whole = Reader(db: db, service: service, scope: .wholeService(reason: "what moves left sealed"))
            let breaches = try whole.serviceRecords(Breach.self).map(\.value)
            let gone = try Erased(service: service, db: db).records
            let sealed = try plan.sealed(breaches, gone: gone)
            try plan.addMentions(sealed)
        }
        guard !plan.targets.isEmpty else { return [] }
        try plan.collect()
        let keys = plan.targets.keys.sorted { ($0.kind, $0.id) < ($1.kind, $1.id) }
        for (place, start) in stride(from: 0, to: keys.count, by: Erasure.most).enumerated() {
            var erasure = Erasure()
            (erasure.child, erasure.why, erasure.rule, erasure.onDate) = (child.description, why, rule, recordedAt.londonDay)
            erasure.records = keys[start..<min(start + Erasure.most, keys.count)].map(\.text).joined(separator: " ")
            if place == 0, !plan.contents.isEmpty { erasure.contents = plan.contents.sorted().joined(separator: " ") }
            if place == 0, !plan.notes.isEmpty { erasure.notes = plan.notes.sorted().map { "entry:\($0)" }.joined(separator: " ") }
            try create(erasure)
        }
        if chosen == nil {
            try ErasedWords.remember(group, reader)
            try forget(group)
        }
        try plan.delete()
        for child in group { touchWhole(child) }
        for child in plan.others { touchWhole(child) }
        return keys
    }

    /// Takes erased children out of what other files say of who was in the same offence.
    private func forget(_ group: [RecordID]) throws {
        let whole = reader.wholeFormer("what names an erased child")
        var named: [RecordID: Stored<Offence>] = [:]
        for child in group {
            for offence in try whole.fetch(Offence.self, where: "v.to_position IS NULL AND v.co_defendants LIKE \("%\(child)%")") {
                if let home = offence.child, !group.contains(home) { named[offence.id] = offence }
            }
        }
        for offence in named.values.sorted(by: { $0.id < $1.id }) {
            var value = offence.value
            value.coDefendants.removeAll { group.contains($0) }
            stage(
                value, child: offence.child, id: offence.id, source: offence.source, ref: offence.ref, withdrawn: offence.withdrawn,
                isNew: false, closes: offence.from)
        }
    }
}

/// What one erasure takes, worked out before anything goes.
private struct ErasurePlan {
    let db: any SQLConnection
    let service: Int64
    let group: [RecordID]
    /// Each record to go, with the child record it is kept under.
    private(set) var targets: [RecordKey: RecordID] = [:]
    /// Hashes of contents only these records need.
    private(set) var contents: Set<String> = []
    private(set) var notes: Set<Int64> = []
    /// Other children whose files lose what they said of this child.
    private(set) var others: Set<RecordID> = []
    private var refs: [(source: String, kind: String, ref: String)] = []
    /// The children themselves, so that an old folder does not bring them back.
    private var gone: [ErasedRefs.Named] = []

    private static let kinds = allKinds.filter { $0.scope == .child }

    init(db: any SQLConnection, service: Int64, group: [RecordID]) throws {
        (self.db, self.service, self.group) = (db, service, group)
        links = try Self.links(db, service, group)
        for kind in Self.kinds {
            for child in group {
                try db.each(SQL("SELECT id FROM \(raw: kind.name) WHERE service = \(service) AND child = \(child.uuid)")) { row in
                    if let id = row.id(0) { targets[RecordKey(kind: kind.name, id: RecordID(id))] = child }
                }
            }
        }
    }

    /// Every link any version of the file ever had: who points at whom.
    private let links: [(from: RecordKey, to: RecordID)]

    private static func links(_ db: any SQLConnection, _ service: Int64, _ group: [RecordID]) throws -> [(from: RecordKey, to: RecordID)] {
        var found: [(from: RecordKey, to: RecordID)] = []
        for kind in kinds {
            for field in kind.fields {
                let isSingle = field.kind.isLink
                guard isSingle || { if case .links = field.kind { true } else { false } }() else { continue }
                for child in group {
                    try db.each(
                        SQL(
                            "SELECT DISTINCT id, \"\(raw: field.name)\" FROM \(raw: kind.name)_version WHERE service = \(service) AND child = \(child.uuid) AND \"\(raw: field.name)\" IS NOT NULL"
                        )
                    ) { row in
                        guard let id = row.id(0) else { return }
                        let from = RecordKey(kind: kind.name, id: RecordID(id))
                        if isSingle {
                            if let to = row.id(1) { found.append((from, RecordID(to))) }
                        } else {
                            for text in (row.text(1) ?? "").split(separator: " ") {
                                if let to = RecordID(String(text)) { found.append((from, to)) }
                            }
                        }
                    }
                }
            }
        }
        return found
    }

    /// Leaves only the chosen ones, less those a record that stays points at.
    mutating func keepOnly(_ chosen: Set<RecordKey>) {
        targets = targets.filter { chosen.contains($0.key) && $0.key.kind != "child" }
        while true {
            let needed = Set(links.filter { targets[$0.from] == nil }.map(\.to))
            let kept = targets.keys.filter { needed.contains($0.id) }
            if kept.isEmpty { return }
            for key in kept { targets[key] = nil }
        }
    }

    /// What was this child's and lies sealed on another child's file since it was moved here, with that file.
    func sealed(_ breaches: [Breach], gone: Set<RecordKey>) throws -> [RecordKey: RecordID] {
        var found: [RecordKey: RecordID] = [:]
        let own = Set(group.map(\.description))
        for breach in breaches {
            guard let to = breach.toChild, own.contains(to) else { continue }
            for key in (breach.records ?? "").split(separator: " ").compactMap({ RecordKey($0) }) {
                if gone.contains(key) || anyKind(key.kind)?.scope != .child { continue }
                var home: RecordID?
                try db.each(SQL("SELECT child FROM \(raw: key.kind) WHERE service = \(service) AND id = \(key.id.uuid)")) { row in
                    home = row.id(0).map(RecordID.init)
                }
                guard let home else {
                    let message =
                        "An entry of this child’s is sealed on a file that does not open to you: see the breach found \(breach.foundAt.words)."
                    throw Problems([Problem(field: "", message: message)])
                }
                if !group.contains(home) { found[key] = home }
            }
        }
        return found
    }

    /// Adds what other files say of this child, for their link to it would have no end, and what lies sealed there.
    mutating func addMentions(_ sealed: [RecordKey: RecordID]) throws {
        var mentions = sealed
        for kind in Self.kinds {
            for field in kind.fields {
                guard case .link("child") = field.kind else { continue }
                for child in group {
                    try db.each(
                        SQL(
                            "SELECT DISTINCT child, id FROM \(raw: kind.name)_version WHERE service = \(service) AND \"\(raw: field.name)\" = \(child.uuid)"
                        )
                    ) { row in
                        guard let home = row.id(0).map(RecordID.init), let id = row.id(1), !group.contains(home) else { return }
                        mentions[RecordKey(kind: kind.name, id: RecordID(id))] = home
                    }
                }
            }
        }
        others = Set(mentions.values)
        for other in others {
            let held = try Self.links(db, service, [other]).contains { link in
                mentions[link.from] == nil && mentions.keys.contains { $0.id == link.to }
            }
            if held {
                throw Problems([
                    Problem(field: "", message: "Another child's record hangs on what is said of this child there. Change that first.")
                ])
            }
        }
        targets.merge(mentions) { own, _ in own }
    }

    /// Notes, contents and references that go with the records.
    mutating func collect() throws {
        for (key, child) in targets {
            try db.each(
                SQL(
                    "SELECT n.position FROM \(raw: key.kind)_version v JOIN note n ON n.service = v.service AND n.position = v.from_position WHERE v.service = \(service) AND v.child = \(child.uuid) AND v.id = \(key.id.uuid)"
                )
            ) { notes.insert($0.integer(0) ?? 0) }
            try db.each(
                SQL("SELECT source, ref FROM \(raw: key.kind) WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid)")
            ) { refs.append(($0.text(0) ?? "", key.kind, $0.text(1) ?? "")) }
            guard key.kind == "child" else { continue }
            try db.each(
                """
                SELECT a.source, a.ref, v.date_of_birth FROM child a JOIN child_version v ON v.service = a.service AND v.child = a.child
                AND v.id = a.id AND v.to_position IS NULL WHERE a.service = \(service) AND a.child = \(child.uuid) AND a.id = \(key.id.uuid)
                """
            ) { gone.append(ErasedRefs.Named(source: $0.text(0) ?? "", ref: $0.text(1) ?? "", born: $0.text(2))) }
        }
        try collectContents()
    }

    private mutating func collectContents() throws {
        var panels: Set<RecordID> = []
        for (key, child) in targets {
            switch key.kind {
            case "document":
                try db.each(
                    SQL(
                        "SELECT hash FROM document_version WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid) AND length(hash) = 64"
                    )
                ) { if let hash = $0.text(0) { contents.insert(hash) } }
            case "subject_access":
                try db.each(
                    SQL(
                        "SELECT pack FROM subject_access_version WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid) AND pack IS NOT NULL"
                    )
                ) { if let hash = $0.text(0) { contents.insert(hash) } }
            case "panel_item":
                try db.each(
                    SQL(
                        "SELECT panel_ref FROM panel_item_version WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid)"
                    )
                ) { if let panel = $0.id(0) { panels.insert(RecordID(panel)) } }
            default: continue
            }
        }
        // What the panel's papers said of the child goes with the child's place on its agenda.
        var kept: Set<String> = []
        try db.each(SQL("SELECT panel_ref, parts FROM panel_copy_version WHERE service = \(service) AND parts IS NOT NULL")) { row in
            var copy = PanelCopy()
            copy.parts = row.text(1)
            let isOfPanel = row.id(0).map { panels.contains(RecordID($0)) } ?? false
            for part in copy.issued ?? [] {
                if isOfPanel && group.contains(part.child) { contents.insert(part.hash) } else { kept.insert(part.hash) }
            }
        }
        for hash in contents {
            try db.each(SQL("SELECT id FROM document_version WHERE service = \(service) AND hash = \(hash)")) { row in
                if let id = row.id(0), targets[RecordKey(kind: "document", id: RecordID(id))] == nil { kept.insert(hash) }
            }
        }
        contents.subtract(kept)
    }

    /// Takes it all away. The engine's guards let go only of what stands in `erasing`, which is empty again at the end.
    func delete() throws {
        try db.insert(
            into: "erasing", columns: ["service", "id", "hash"],
            rows: targets.keys.map { [.integer(service), .id($0.id.uuid), .null] } + contents.map { [.integer(service), .null, .text($0)] })
        for (key, child) in targets {
            try db.run(
                "DELETE FROM \(raw: key.kind)_version WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid)")
        }
        for kind in Self.kinds.reversed() {
            for (key, child) in targets where key.kind == kind.name {
                try db.run("DELETE FROM \(raw: key.kind) WHERE service = \(service) AND child = \(child.uuid) AND id = \(key.id.uuid)")
            }
        }
        for hash in contents { try db.run("DELETE FROM content WHERE service = \(service) AND hash = \(hash)") }
        for note in notes { try db.run("DELETE FROM note WHERE service = \(service) AND position = \(note)") }
        for one in refs {
            try db.run(
                "DELETE FROM imported WHERE service = \(service) AND source = \(one.source) AND kind = \(one.kind) AND ref = \(one.ref)")
        }
        try ErasedRefs.remember(gone, db, service: service)
        try deleteWorking()
        try db.run("DELETE FROM erasing WHERE service = \(service)")
    }

    /// Drafts and saved-once marks: of a whole file all, of single records those that name one.
    private func deleteWorking() throws {
        let isWhole = group.contains { targets[RecordKey(kind: "child", id: $0)] != nil }
        for child in group {
            if isWhole {
                try db.run("DELETE FROM draft WHERE service = \(service) AND child = \(child.uuid)")
                try db.run("DELETE FROM once WHERE service = \(service) AND child = \(child.uuid)")
            }
        }
        for key in targets.keys {
            try db.run("DELETE FROM draft WHERE service = \(service) AND subject LIKE \("\(key.id)%")")
            try db.run("DELETE FROM once WHERE service = \(service) AND id = \(key.id.uuid)")
        }
    }
}
