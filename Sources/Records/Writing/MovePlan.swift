import Casework
import Storage

/// What moves from one file to another, worked out before anything is written.
final class MovePlan {
    /// One record with its versions, oldest first, as the right file takes them.
    private struct Moving {
        let key: RecordKey
        let versions: Int
        let since: Int64
        /// Stages a version on the right file; the second number is the position of the one before.
        let stage: (Writer, Int, Int64?) -> Void
        let withdraw: (Writer) -> Void
    }

    let new: [RecordID: RecordID]
    private let child: RecordID
    private let other: RecordID
    private let key: RecordKey
    private var moving: [Moving] = []
    private var last: [RecordID: Int64] = [:]
    private let since: Instant?
    let steps: Int

    init(_ key: RecordKey, of child: RecordID, to other: RecordID, _ reader: Reader, _ writer: Writer) throws {
        self.key = key
        guard !Service.staying.contains(key.kind), anyKind(key.kind)?.scope == .child else { throw NotAllowed() }
        guard let home = try reader.files(of: child).first, let right = try reader.files(of: other).first else { throw NotAllowed() }
        guard try reader.record(Child.self, child: right, id: right) != nil else { throw NotAllowed() }
        if home == right { throw Problems([Problem(field: "to", message: "That is the same child’s file.")]) }
        (self.child, self.other) = (home, right)
        let group = try reader.files(of: home)
        let keys = try MovePlan.hanging(on: key, files: group, writer)
        var random = SystemRandomNumberGenerator()
        new = Dictionary(keys.map { ($0.id, RecordID(at: writer.recordedAt, random: &random)) }, uniquingKeysWith: { first, _ in first })
        let whole = writer.reader
        for kind in allKinds where kind.scope == .child {
            for (number, one) in keys.filter({ $0.kind == kind.name }).enumerated() {
                let ref = "M\(writer.position)-\(number + 1)"
                moving.append(try MovePlan.moving(kind.type, one, ref, group, right, new, whole))
            }
        }
        steps = moving.map(\.versions).max() ?? 0
        guard steps > 0 else { throw NotAllowed() }
        since = try moving.first { $0.key == key }.flatMap { try whole.trails([$0.since])[$0.since]?.recordedAt }
    }

    /// The entry and every live record of the file that points at it, through any number of links.
    private static func hanging(on key: RecordKey, files: [RecordID], _ writer: Writer) throws -> [RecordKey] {
        let home = SQL.joined(files.map { SQL("\($0.uuid)") }, separator: ", ")
        var (found, queue) = ([key], [key])
        while let next = queue.popLast() {
            for kind in allKinds where kind.scope == .child {
                for field in kind.fields {
                    let column = SQL.quoted(field.name)
                    let points: SQL
                    switch field.kind {
                    case .link(next.kind): points = "\(raw: column) = \(next.id.uuid)"
                    case .links(next.kind): points = "\(raw: column) LIKE \("%\(next.id)%")"
                    default: continue
                    }
                    let ids = try writer.db.rows(
                        """
                        SELECT id FROM \(raw: kind.name)_version WHERE service = \(writer.service.id) AND child IN (\(home))
                        AND to_position IS NULL AND NOT withdrawn AND \(points)
                        """
                    ) { $0.id(0).map(RecordID.init) }
                    for id in ids.compactMap(\.self) {
                        let one = RecordKey(kind: kind.name, id: id)
                        if found.contains(one) { continue }
                        if Service.staying.contains(one.kind) {
                            throw Problems([
                                Problem(
                                    field: "",
                                    message: "A record of the kind “\(kind.title.lowercasedFirst)” hangs on it and stays on the file.")
                            ])
                        }
                        found.append(one)
                        queue.append(one)
                    }
                }
            }
        }
        return found
    }

    private static func moving<R: RecordKind>(
        _ type: R.Type, _ key: RecordKey, _ ref: String, _ files: [RecordID], _ right: RecordID, _ new: [RecordID: RecordID],
        _ whole: Reader
    ) throws -> Moving {
        let home = SQL.joined(files.map { SQL("\($0.uuid)") }, separator: ", ")
        // As it stands under any seal: what is read without a former identity is never written.
        let all = try whole.seeingFormer().fetch(
            type, where: "v.child IN (\(home)) AND v.id = \(key.id.uuid)", order: "v.from_position")
        let sealed = try whole.sealedIdentities()
        guard let current = all.last, !current.withdrawn, !sealed.records.contains(key.id), let id = new[key.id] else {
            throw NotAllowed()
        }
        var values: [R] = []
        for version in all where !version.withdrawn {
            let (value, lacking) = carried(sealed.moved(version, to: right), right, new)
            guard let lacking else {
                values.append(value)
                continue
            }
            // An earlier version that hung on something of the old file is not carried; the current one must stand by itself.
            if version.from == current.from {
                throw Problems([
                    Problem(
                        field: "",
                        message: "It hangs on a record of this file (\(lacking.lowercasedFirst)). Move that one, and this goes with it.")
                ])
            }
        }
        let made = values
        return Moving(
            key: key, versions: made.count, since: all.first?.from ?? current.from,
            stage: { writer, place, closes in
                writer.stage(
                    made[place], child: right, id: id, source: "waymark", ref: ref, withdrawn: false,
                    isNew: place == 0, closes: closes)
            },
            withdraw: { writer in
                writer.stage(
                    current.value, child: current.child, id: key.id, source: current.source, ref: current.ref, withdrawn: true,
                    isNew: false,
                    closes: current.from)
            })
    }

    /// A version as the right file takes it: links within what moves follow, links to what stays go; nil where one of those cannot.
    private static func carried<R: RecordKind>(_ value: R, _ right: RecordID, _ new: [RecordID: RecordID]) -> (R, lacking: String?) {
        var value = value
        for field in R.kind.fields {
            switch (field.kind, field.get(value)) {
            case (.link("child"), .id(let id)): if id == right, !field.set(&value, .none) { return (value, field.label) }
            case (.links("child"), .ids(let ids)):
                let left = ids.filter { $0 != right }
                _ = field.set(&value, left.isEmpty ? .none : .ids(left))
            case (.link(let kind), .id(let id)) where anyKind(kind)?.scope == .child:
                if let moved = new[id] {
                    _ = field.set(&value, .id(moved))
                } else if !field.set(&value, .none) {
                    return (value, field.label)
                }
            case (.links(let kind), .ids(let ids)) where anyKind(kind)?.scope == .child:
                let moved = ids.compactMap { new[$0] }
                _ = field.set(&value, moved.isEmpty ? .none : .ids(moved))
            default: continue
            }
        }
        return (value, nil)
    }

    /// Stages each record's version of one step on the right file.
    func write(_ step: Int, _ writer: Writer) {
        for one in moving where step < one.versions {
            one.stage(writer, step, step == 0 ? nil : last[one.key.id])
            last[one.key.id] = writer.position
        }
    }

    /// Takes the entries off the wrong file: nothing else is of this entry of the journal, whose note is sealed with them.
    func remove(_ writer: Writer) {
        for one in moving { one.withdraw(writer) }
    }

    /// Marks the entries' places on the wrong file and opens the breach.
    func mark(_ writer: Writer, by person: RecordID) throws -> RecordID {
        for one in moving {
            var mark = SealedEntry()
            (mark.entryKind, mark.record) = (one.key.kind, one.key.id.description)
            (mark.removedOn, mark.removedBy) = (writer.recordedAt.londonDay, person)
            try writer.create(mark, child: child)
        }
        var breach = Breach()
        breach.type = "WRONG_FILE"
        breach.what =
            "An entry was on the wrong child’s file: \(anyKind(key.kind)?.title.lowercasedFirst ?? key.kind)\(moving.count > 1 ? ", with \(moving.count - 1) more that hang on it" : "")."
        (breach.foundAt, breach.foundBy, breach.since) = (writer.recordedAt, person, since)
        breach.happenedOn = since?.londonDay
        (breach.fromChild, breach.toChild) = (child.description, other.description)
        breach.records = moving.map { "\($0.key.kind):\($0.key.id)" }.joined(separator: " ")
        return try writer.create(breach)
    }

    /// Half-written changes follow the record they change: a subject is its key, with what is changed of it before or after.
    func takeDrafts(_ db: any SQLConnection, service: Int64) throws {
        for (old, id) in new {
            let (from, to) = (old.description, id.description)
            try db.run(
                """
                UPDATE draft SET subject = replace(subject, \(from), \(to)), child = \(other.uuid)
                WHERE service = \(service) AND subject LIKE \("%\(from)%")
                """)
        }
    }
}
