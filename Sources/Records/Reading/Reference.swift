import Casework
import Storage
import Synchronization

/// Code lists, names of staff, settings and places, kept from one request to the next for as long as the journal says that no entry has changed them.
///
/// Nothing of a child, nobody's access and no head of a chain is ever kept. A row that was changed behind the journal's back is seen by
/// `verify`, and here after the next start.
final class ReferenceCache: Sendable {
    struct Kept: Sendable {
        /// The journal positions the value is known to hold for.
        let from: Int64
        var to: Int64
        let value: any Sendable
    }

    private let kept = Mutex<[String: Kept]>([:])

    subscript(name: String) -> Kept? { kept.withLock { $0[name] } }

    func keep(_ name: String, _ value: any Sendable, at head: Int64) {
        kept.withLock { kept in
            if let there = kept[name], there.to > head { return }
            kept[name] = Kept(from: head, to: head, value: value)
        }
    }

    /// Notes that what was made at `from` still holds at `head`.
    func extend(_ name: String, from: Int64, to head: Int64) {
        kept.withLock { kept in
            if let there = kept[name], there.from == from, there.to < head { kept[name]?.to = head }
        }
    }
}

extension Reader {
    /// Reference data as it is now: from memory where the journal allows it, else made anew.
    /// - Parameters:
    ///   - kinds: the record kinds of the service it is made of; an entry that wrote one of them ends it.
    ///   - make: must depend on nothing but current records of `kinds`.
    func reference<T: Sendable>(_ name: String, of kinds: [String], _ make: () throws -> T) throws -> T {
        let head = try referenceHead()
        if let kept = service.reference[name], kept.from <= head, let value = kept.value as? T {
            if head <= kept.to { return value }
            if try isUntouched(kinds, after: kept.to, through: head) {
                if keepsReference { service.reference.extend(name, from: kept.from, to: head) }
                return value
            }
        }
        let made = try make()
        if keepsReference { service.reference.keep(name, made, at: head) }
        return made
    }

    /// Whether no entry in between wrote one of these kinds. Answers no, which is always safe, when there are many to look through.
    private func isUntouched(_ kinds: [String], after: Int64, through head: Int64) throws -> Bool {
        guard head - after <= 50 else { return false }
        let positions = SQL.joined((after + 1...head).map { SQL("\($0)") }, separator: ", ")
        let names = SQL.joined(kinds.map { SQL("\($0)") }, separator: ", ")
        return try db.integer(
            "SELECT 1 FROM journal_row WHERE service = \(service.id) AND position IN (\(positions)) AND kind IN (\(names)) LIMIT 1") == nil
    }

    /// Whether this reader's own moment and sight allow what everybody shares.
    var readsSharedReference: Bool { scope.asAt == nil && scope.sees(.reference) }
}
