import Casework
import Records
import Statistics

/// What differs between one figure at two moments, member by member. (promise 5)
public struct FigureChanges: Sendable {
    /// Why a member is listed.
    public enum Move: String, Sendable {
        /// Counted later and not earlier.
        case came
        /// Counted earlier and not later.
        case went
        /// Counted at both, by other records.
        case changed
    }

    public struct Moved: Sendable {
        public let move: Move
        public let member: Member
        /// The rule that leaves it out at the moment it is not counted; nil when there was nothing of it, or it is in the denominator alone.
        public let rule: Exclusion?
        /// Records that played a part at either moment.
        public let evidence: [Evidence]
    }

    public let before: Figure
    public let after: Figure
    public let numerator: [Moved]
    /// Of the denominator; empty where it is a population, or the same children as the numerator.
    public let denominator: [Moved]

    public var isEmpty: Bool {
        numerator.isEmpty && denominator.isEmpty && before.value == after.value && before.denominator == after.denominator
    }

    public init(from before: Figure, to after: Figure) {
        self.before = before
        self.after = after
        numerator = Self.moves(before.counted, after.counted, before, after)
        denominator = before.isOfPopulation && after.isOfPopulation ? [] : Self.moves(before.members, after.members, before, after)
    }

    private static func moves(_ old: [Member], _ new: [Member], _ before: Figure, _ after: Figure) -> [Moved] {
        let (was, now) = (index(old), index(new))
        let reasons = { (figure: Figure) in Dictionary(figure.excluded.map { ($0.member.id, $0) }) { first, _ in first } }
        let (outBefore, outAfter) = (reasons(before), reasons(after))
        var found: [Moved] = []
        for member in new where was[member.id] == nil {
            let out = outBefore[member.id]
            found.append(Moved(move: .came, member: member, rule: out?.rule, evidence: union(out?.member.evidence ?? [], member.evidence)))
        }
        for member in old where now[member.id] == nil {
            let out = outAfter[member.id]
            found.append(Moved(move: .went, member: member, rule: out?.rule, evidence: union(member.evidence, out?.member.evidence ?? [])))
        }
        for member in new {
            guard let earlier = was[member.id], Set(earlier.evidence) != Set(member.evidence) else { continue }
            found.append(Moved(move: .changed, member: member, rule: nil, evidence: union(earlier.evidence, member.evidence)))
        }
        return found
    }

    private static func index(_ members: [Member]) -> [RecordID: Member] { Dictionary(members.map { ($0.id, $0) }) { first, _ in first } }

    private static func union(_ a: [Evidence], _ b: [Evidence]) -> [Evidence] {
        var seen: Set<RecordID> = []
        return (a + b).filter { seen.insert($0.id).inserted }
    }
}

/// One version written between two moments that may have moved a figure.
public struct VersionWritten: Sendable {
    public let kind: AnyKind
    public let id: RecordID
    public let ref: String
    public let trail: Trail
    public let isFirst: Bool
    public let withdrawn: Bool
    /// The labels of the fields that differ from the version before.
    public let changed: [String]
}

extension Reader {
    /// The versions written after a moment, and up to the scope's own, of the tables figures lean on: populations, areas, published figures,
    /// codes (charges among them), settings and the board's attendance.
    public func tableVersions(after: Instant) throws -> [VersionWritten] {
        func gather<R: RecordKind>(_ type: R.Type) throws -> [VersionWritten] {
            let written = try serviceVersions(type, after: after)
            let trails = try trails(written.map(\.from))
            return try written.compactMap { version in
                guard let trail = trails[version.from] else { return nil }
                let earlier = try history(type, child: nil, id: version.id).last { $0.from < version.from }
                let changed = earlier.map { earlier in
                    R.kind.fields.filter { scope.sees($0.sensitivity) && $0.get(earlier.value) != $0.get(version.value) }.map(\.label)
                }
                return VersionWritten(
                    kind: AnyKind(type), id: version.id, ref: version.ref, trail: trail, isFirst: earlier == nil,
                    withdrawn: version.withdrawn,
                    changed: changed ?? [])
            }
        }
        let found =
            try gather(Population.self) + gather(Area.self) + gather(Comparator.self) + gather(Code.self) + gather(Setting.self)
            + gather(BoardAttendance.self)
        return found.sorted { ($0.trail.position, $0.kind.name, $0.ref) < ($1.trail.position, $1.kind.name, $1.ref) }
    }

    /// The versions written after one moment and up to another of a child's records of the kinds a measure reads, oldest first.
    ///
    /// Only fields the reader's scope may see are named. The scope's own moment should be `until` or later.
    public func versions(of child: RecordID, read needs: [Need], after: Instant, until: Instant, besides evidence: [Evidence] = []) throws
        -> [VersionWritten]
    {
        var found: [VersionWritten] = []
        var kinds: [String: AnyKind] = [:]
        for need in needs { kinds[need.kind.name] = need.kind }
        // Two records found to be one child, or found not to be, move any figure.
        kinds["merge"] = AnyKind(Merge.self)
        for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
            func gather<R: RecordKind>(_ type: R.Type) throws {
                var ids = name == "child" ? try files(of: child) : try records(type, child: child).map(\.id)
                // Those withdrawn since are in no list, and are told by having counted before.
                for one in evidence where one.kind == name && !ids.contains(one.id) { ids.append(one.id) }
                for id in ids {
                    let history = try history(type, child: child, id: id)
                    let trails = try trails(history.map(\.from))
                    for (place, version) in history.enumerated() {
                        guard let trail = trails[version.from], trail.recordedAt > after, trail.recordedAt <= until else { continue }
                        let earlier = place > 0 ? history[place - 1] : nil
                        let changed = earlier.map { earlier in
                            R.kind.fields.filter { scope.sees($0.sensitivity) && $0.get(earlier.value) != $0.get(version.value) }.map(
                                \.label)
                        }
                        found.append(
                            VersionWritten(
                                kind: kind, id: id, ref: version.ref, trail: trail, isFirst: earlier == nil, withdrawn: version.withdrawn,
                                changed: changed ?? []))
                    }
                }
            }
            try gather(kind.type)
        }
        return found.sorted { ($0.trail.position, $0.kind.name) < ($1.trail.position, $1.kind.name) }
    }
}
