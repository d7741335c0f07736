import Casework

/// A record made elsewhere with its identity: what the demo brings in. Import has its own, with sources and refusals.
public struct NewRecord: Sendable {
    let prepared: Writer.Staged

    /// Lays the record out and hashes it, so that the write itself is short.
    public init(_ value: some RecordKind, id: RecordID, ref: String, child: RecordID?, source: String = "folder") {
        prepared = Writer.prepare(value, child: child, id: id, source: source, ref: ref, withdrawn: false, isNew: true, closes: nil)
    }

    /// For a record whose type is only known as a kind.
    public init(_ value: any RecordKind, id: RecordID, ref: String, child: RecordID?) {
        func open<R: RecordKind>(_ value: R) -> NewRecord { NewRecord(value, id: id, ref: ref, child: child, source: "folder") }
        self = open(value)
    }
}

extension Service {
    /// Writes ready records as one entry of the journal.
    public func bringIn(action: String, _ records: [NewRecord]) async throws {
        try await write(.wholeService(reason: action), action: action) { $0.add(records.map(\.prepared)) }
    }
}
