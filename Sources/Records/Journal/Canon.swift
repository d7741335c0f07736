import Casework
import Crypto
import FoundationEssentials
import Storage

/// The bytes a hash is taken over: every part with its length before it, so that no two different records can look alike.
struct Canon {
    private var hasher = SHA256()

    mutating func add(_ bytes: some Collection<UInt8>) {
        add(count: bytes.count)
        hasher.update(data: Array(bytes))
    }
    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { buffer in
            add(count: buffer.count)
            hasher.update(bufferPointer: UnsafeRawBufferPointer(buffer))
        }
    }
    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { hasher.update(bufferPointer: $0) }
    }
    mutating func add(_ id: RecordID?) {
        guard let id else { return add(0 as Int64) }
        add(16 as Int64)
        withUnsafeBytes(of: id.uuid.uuid) { hasher.update(bufferPointer: $0) }
    }
    private mutating func add(count: Int) { add(Int64(count)) }

    mutating func add(_ value: Value) {
        switch value {
        case .none: add(0 as Int64)
        case .text(let text):
            add(1 as Int64)
            add(text)
        case .number(let number):
            add(2 as Int64)
            add(Int64(number))
        case .flag(let flag): add(flag ? 3 as Int64 : 4)
        case .day(let day):
            add(5 as Int64)
            add(Int64(day.number))
        case .instant(let instant):
            add(6 as Int64)
            add(instant.milliseconds)
        case .id(let id):
            add(7 as Int64)
            add(id)
        case .ids(let ids):
            add(8 as Int64)
            add(Int64(ids.count))
            for id in ids { add(id) }
        }
    }

    func digest() -> [UInt8] { Array(hasher.finalize()) }
}

/// What a version is, apart from its fields.
struct VersionHead: Sendable {
    let kind: String
    let definition: Int
    let child: RecordID?
    let id: RecordID
    let source: String
    let ref: String
    let withdrawn: Bool
    let nonce: [UInt8]
}

extension VersionHead {
    /// The hash a journal row keeps of a version: its anchor, state and every field its definition version had.
    func hash(_ fields: some Sequence<(name: String, value: Value)>) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-version-1")
        canon.add(nonce)
        canon.add(kind)
        canon.add(Int64(definition))
        canon.add(child)
        canon.add(id)
        canon.add(source)
        canon.add(ref)
        canon.add(withdrawn ? 1 as Int64 : 0)
        for (name, value) in fields {
            canon.add(name)
            canon.add(value)
        }
        return canon.digest()
    }
}

/// One entry of a service's journal: who did what, when, and the hash of everything it wrote and of the entry before.
struct JournalEntry: Sendable {
    var position: Int64
    var recordedAt: Instant
    var staff: RecordID?
    var action: String
    var versions: Int64
    var versionsHash: [UInt8]
    var noteHash: [UInt8]?
    var previous: [UInt8]

    func hash(service: String) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-entry-1")
        canon.add(service)
        canon.add(position)
        canon.add(recordedAt.milliseconds)
        canon.add(staff)
        canon.add(action)
        canon.add(versions)
        canon.add(versionsHash)
        canon.add(noteHash ?? [])
        canon.add(previous)
        return canon.digest()
    }

    /// What the first entry follows: the service's own row.
    static func genesis(service: String, name: String) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-genesis-1")
        canon.add(service)
        canon.add(name)
        return canon.digest()
    }

    static func noteHash(_ text: String, nonce: [UInt8]) -> [UInt8] {
        var canon = Canon()
        canon.add(nonce)
        canon.add(text)
        return canon.digest()
    }
}

/// One version an entry wrote.
struct JournalRow: Sendable {
    let kind: String
    let id: RecordID
    let child: RecordID?
    let hash: [UInt8]

    /// Over all rows of an entry, by kind and id.
    static func hash(_ sorted: [JournalRow]) -> [UInt8] {
        var canon = Canon()
        canon.add("waymark-versions-1")
        for row in sorted {
            canon.add(row.kind)
            canon.add(row.id)
            canon.add(row.child)
            canon.add(row.hash)
        }
        return canon.digest()
    }

    static func inOrder(_ a: JournalRow, _ b: JournalRow) -> Bool { a.kind == b.kind ? a.id < b.id : a.kind < b.kind }
}
