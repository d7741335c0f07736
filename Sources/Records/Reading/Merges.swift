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
    /// Brings another entry's records into a child's file. The caller has checked that both are there and neither is the other's.
    public func merge(_ merge: Merge, into survivor: RecordID) throws {
        guard reader.scope.person?.access.may(.mergeChildren) ?? true else { throw NotAllowed() }
        let id = RecordID.new(at: recordedAt)
        stage(merge, child: survivor, id: id, source: "waymark", ref: "W\(position)", withdrawn: false, isNew: true, closes: nil)
        touch(merge.merged)
    }

    /// Takes a merge back; the entries stand apart as before.
    public func undoMerge(_ id: RecordID, into child: RecordID, from: Int64) throws {
        guard reader.scope.person?.access.may(.mergeChildren) ?? true else { throw NotAllowed() }
        guard let merge = try reader.record(Merge.self, child: child, id: id), !merge.withdrawn, let home = merge.child else { throw NotAllowed() }
        guard merge.from == from else { throw Conflict(kind: "merge", id: id) }
        stage(merge.value, child: home, id: id, source: merge.source, ref: merge.ref, withdrawn: true, isNew: false, closes: from)
        touch(merge.merged)
    }
}
