import Casework
import Storage

/// One merge in force, with who was merged.
public struct MergedEntry: Sendable {
    public let id: RecordID
    public let from: Int64
    public let name: String
    public let ref: String
    public let reason: String
}

extension Reader {
    /// The merges that bring other entries into a child's file.
    public func merges(into child: RecordID) throws -> [MergedEntry] {
        try records(Merge.self, child: child).compactMap { merge in
            guard let other = try fetch(Child.self, where: "v.child = \(merge.merged.uuid) AND \(try visible())").first else { return nil }
            return MergedEntry(id: merge.id, from: merge.from, name: other.value.nameUsed, ref: other.ref, reason: merge.reason)
        }
    }
}

extension Writer {
    /// Brings another entry's records into a child's file.
    /// - Throws: `Problems` when it is part of a file already, this one or another; `NotAllowed` when the role may not merge.
    public func merge(_ merge: Merge, into survivor: RecordID) throws { try create(merge, child: survivor) }

    /// Takes a merge back; the entries stand apart as before.
    public func undoMerge(_ id: RecordID, into child: RecordID, from: Int64) throws {
        try withdraw(Merge.self, child: child, id: id, from: from)
    }
}
