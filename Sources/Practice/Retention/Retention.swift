import Casework

/// Until when each case of a child's file is kept, and by which rule (S-PEO-14).
///
/// A case is the records that hang together by their links: a referral with its offences, outcome, programme, contacts and assessments; or a
/// care spell by itself. Each case has the classes of its records, and of all rules of those classes the longest counts. What belongs to no
/// case (addresses, people around the child, the child's own record) is kept as long as the last case.
public struct Retention: Sendable {
    public struct Case: Sendable {
        public let records: [FileOutline.Record]
        public let classes: Set<String>
        public let lastAction: Day?
        /// The last day it is kept; nil when a rule of one of its classes leaves it to somebody's decision, or the event is not known.
        public let keptUntil: Day?
        /// The rule that counts.
        public let rule: RetentionRule?

        /// Whether it may go on a day.
        public func isDue(on day: Day) -> Bool { keptUntil.map { $0 < day } ?? false }
    }

    public let cases: [Case]
    /// What belongs to no case.
    public let rest: [FileOutline.Record]
    /// The hold that keeps everything, if one does.
    public let hold: Hold?
    private let restUntil: Day?
    private let day: Day

    public init(_ outline: FileOutline, rules: [RetentionRule], on day: Day) {
        self.day = day
        hold = outline.holds.first { $0.isActive(on: day) }
        var (cases, rest): ([Case], [FileOutline.Record]) = ([], [])
        for group in Retention.groups(outline.records) {
            let classes = group.reduce(into: Set<String>()) { $0.formUnion($1.classes) }
            if classes.isEmpty {
                rest += group
            } else {
                cases.append(Retention.kept(group, classes, outline, rules))
            }
        }
        if cases.isEmpty { cases = [Retention.kept(rest, ["OTHER"], outline, rules)] }
        self.cases = cases.sorted { ($0.keptUntil ?? .open, $0.lastAction ?? .unset) < ($1.keptUntil ?? .open, $1.lastAction ?? .unset) }
        let isOnlyRest = cases.count == 1 && cases[0].classes == ["OTHER"]
        self.rest = isOnlyRest ? [] : rest
        restUntil = cases.contains { $0.keptUntil == nil } ? nil : cases.compactMap(\.keptUntil).max()
    }

    /// Whether the whole file may go, the child's own record with it.
    public var isWholeFileDue: Bool { hold == nil && (restUntil.map { $0 < day } ?? false) }
    /// The last day any of it is kept; nil when somebody must decide.
    public var keptUntil: Day? { restUntil }
    /// The cases that may go, when nothing holds the file.
    public var due: [Case] { hold == nil ? cases.filter { $0.isDue(on: day) } : [] }

    /// People and places that records of several cases point at without making them one.
    private static let shared: Set<String> = ["address", "relationship", "professional", "consent", "document"]

    /// Records that hang together by links, whichever way they point.
    private static func groups(_ records: [FileOutline.Record]) -> [[FileOutline.Record]] {
        let apart = Set(records.filter { shared.contains($0.kind) && $0.links.isEmpty }.map(\.id))
        var leader = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.id) })
        func lead(_ id: RecordID) -> RecordID {
            var id = id
            while let next = leader[id], next != id { id = next }
            return id
        }
        for record in records {
            for link in record.links where !apart.contains(link) {
                let (a, b) = (lead(record.id), lead(link))
                if a != b { leader[max(a, b)] = min(a, b) }
            }
        }
        return Dictionary(grouping: records) { lead($0.id) }.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func kept(_ records: [FileOutline.Record], _ classes: Set<String>, _ outline: FileOutline, _ rules: [RetentionRule])
        -> Case
    {
        let last = records.compactMap(\.lastAction).max()
        let ends = rules.filter { classes.contains($0.recordClass) }.map { rule -> (end: Day?, rule: RetentionRule) in
            let start: Day? =
                switch rule.after {
                case "BIRTH": outline.dateOfBirth
                case "EIGHTEENTH": outline.dateOfBirth?.adding(months: 18 * 12)
                default: last
                }
            return (rule.years.flatMap { years in start?.adding(months: years * 12) }, rule)
        }
        // A class without any rule, or a rule without an end, leaves it to a person.
        let covered = classes.isSubset(of: Set(rules.map(\.recordClass)))
        let undecided = ends.first { $0.end == nil }
        let longest = ends.max { ($0.end ?? .open) < ($1.end ?? .open) }
        return Case(
            records: records, classes: classes, lastAction: last, keptUntil: covered && undecided == nil ? longest?.end : nil,
            rule: (undecided ?? longest)?.rule)
    }
}
