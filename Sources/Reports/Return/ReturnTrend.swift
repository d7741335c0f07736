import Casework
import Records

/// How many records each rule found wanting at some moments, each as it was known then and over the twelve months before it: what
/// `ReturnCheck` counts as at each, from one pass over the files for all of them. (S-PER-16)
public struct ReturnTrend: Sendable {
    /// What the rules found at one moment.
    public struct Point: Sendable, Hashable {
        public let moment: Instant
        /// How many children's files were looked at.
        public internal(set) var children = 0
        /// By rule.
        public internal(set) var counts: [String: Int] = [:]

        public var day: Day { moment.londonDay }
        public var total: Int { counts.values.reduce(0, +) }

        init(_ moment: Instant) { self.moment = moment }
    }

    /// In the order of the moments asked for.
    public let points: [Point]
    /// The rules that were held to each, in their order.
    public let rules: [ReturnRule]

    /// - Parameters:
    ///   - moments: one counted later than now is counted as of now.
    ///   - codes: the rules all moments are held to, so that a change of rules is not taken for one of records.
    public static func read(_ service: Service, at moments: [Instant], codes: Codes) async throws -> ReturnTrend {
        let now = service.now
        let moments = moments.map { min($0, now) }
        let asks = moments.map { ReturnAsk(service, lastYearTo: $0.londonDay, codes: codes) }
        let rules = asks.map { ReturnRule.inForce($0) }
        let points = try await service.read(.wholeService(reason: "data quality")) { reader in
            var points = moments.map(Point.init)
            try reader.caseFiles(ReturnAsk.needs, at: moments) { place, file in
                guard file.child.deleted != true, asks[place].includes(file) else { return }
                points[place].children += 1
                for (rule, _) in rules[place] {
                    let found = rule.find(file, asks[place]).count
                    if found > 0 { points[place].counts[rule.id, default: 0] += found }
                }
            }
            return points
        }
        let held = Set(rules.joined().map(\.0.id))
        return ReturnTrend(points: points, rules: ReturnRule.all.filter { held.contains($0.id) })
    }
}
