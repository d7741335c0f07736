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
    /// The references of the entries merged into each child, through any number of merges.
    public func merged() throws -> [RecordID: [String]] {
        let pairs = try fetch(Merge.self, where: "NOT v.withdrawn AND \(try visible())").compactMap { merge in
            merge.child.map { (merged: merge.merged, into: $0) }
        }
        guard !pairs.isEmpty else { return [:] }
        let aliases = try aliases()
        var found: [RecordID: [String]] = [:]
        for start in stride(from: 0, to: pairs.count, by: 500) {
            let some = SQL.joined(pairs[start..<min(start + 500, pairs.count)].map { SQL("\($0.merged.uuid)") }, separator: ", ")
            try db.each("SELECT id, ref FROM child WHERE service = \(service.id) AND id IN (\(some)) ORDER BY ref") { row in
                guard let id = row.id(0), let ref = row.text(1) else { return }
                found[aliases.survivor(of: RecordID(id)), default: []].append(ref)
            }
        }
        return found.mapValues { $0.sorted() }
    }

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
