import Casework
import Records
import Statistics

/// What services shared with their region for one period, side by side: cells as they were issued, and sums of what everybody showed. (promise 8)
///
/// In a region's own records it is all members; in a service's, what the region holds of that service.
public struct RegionView: Sendable {
    public let name: String
    /// Whether the region's own people read it.
    public let isRegion: Bool
    /// The services in it today, by name.
    public let members: [RegionMember]
    /// The periods anything is shared for, the latest first.
    public let periods: [Period]
    public let period: Period?
    /// The period's, in the order of the members.
    public let shared: [SharedReport]
    /// Taken back, the latest first.
    public let withdrawn: [RegionReport]

    /// - Parameter asked: the label of a period; the latest one when nobody shared anything for it.
    /// - Returns: nil where there is no region.
    public init?(_ reader: Reader, period asked: String?) throws {
        isRegion = try reader.isRegion()
        let code = reader.service.code
        let isOwn = isRegion
        let all = try reader.serviceRecords(RegionMember.self).map(\.value).filter { (isOwn ? $0.region : $0.member) == code }
        members = all.filter { $0.leftOn == nil }.sorted { ($0.memberName, $0.member) < ($1.memberName, $1.member) }
        guard let first = members.first ?? all.first else { return nil }
        name = first.regionName
        let codes = members.map(\.member)
        let reports = try reader.serviceRecords(RegionReport.self).map(\.value)
        let live = reports.filter { $0.withdrawnOn == nil && codes.contains($0.member) }
        // One that was shared again is no more among them.
        withdrawn = reports.filter { one in
            one.withdrawnOn != nil && !live.contains { $0.member == one.member && $0.reportHash == one.reportHash }
        }.sorted { ($0.withdrawnOn ?? .unset) > ($1.withdrawnOn ?? .unset) }
        // A quarter before the year that ends with it.
        periods = Set(live.map(\.period)).compactMap { Period($0) }.sorted { ($0.to, $0.from) > ($1.to, $1.from) }
        let chosen = periods.first { $0.label == asked } ?? periods.first
        period = chosen
        shared = live.filter { $0.period == chosen?.label }.compactMap { SharedReport($0) }
            .sorted { (codes.firstIndex(of: $0.report.member) ?? 0) < (codes.firstIndex(of: $1.report.member) ?? 0) }
    }

    /// The members that shared nothing for the period.
    public var missing: [RegionMember] { members.filter { member in !shared.contains { $0.report.member == member.member } } }

    /// One figure of every service that shared, and of all together.
    public struct Line: Sendable {
        public let title: String
        public let measure: String
        public let period: Period
        /// In the order of `shared`; nil where a report does not have it.
        public let cells: [SharedCell?]
        public let total: RegionTotal
    }

    private func line(_ title: String, _ key: SharedCell.Key, _ period: Period) -> Line {
        let cells = shared.map { $0.cell(key) }
        return Line(
            title: title, measure: key.measure, period: period, cells: cells, total: RegionTotal(cells, of: members.count))
    }

    /// The figures a region looks at first.
    private static let headlines: [(String, Measure, String, ReportPeriods.Place)] = [
        ("First-time entrants", .firstTimeEntrants, "count", .period),
        ("First-time entrants, rate for 12 months", .firstTimeEntrants, "rate", .year),
        ("Custodial sentences", .custody, "count", .period), ("Custody, rate for 12 months", .custody, "rate", .year),
        ("Offended again within 12 months (local, not the official measure)", .reoffendingTracker, "at_12", .yearBefore),
        ("Proven reoffending", .provenReoffending, "binary", .proven),
        ("Out-of-court referrals decided", .outOfCourt, "decided", .period),
        ("Decided within each service’s own clock", .outOfCourt, "within_target", .period),
        ("Out-of-court programmes completed (KPI 6, published wording)", .outOfCourtCompleted, "headline_published", .period),
    ]

    public var headlines: [Line] {
        guard let periods = shared.first?.periods else { return [] }
        return Self.headlines.map { title, measure, part, place in
            let days = periods.stretch(place)
            return line(title, SharedCell.Key(measure: measure.id, part: part, by: "", from: days.from, to: days.to), days)
        }
    }

    /// The measures anybody shared, in the order of the issued report.
    public var measures: [Measure] {
        var seen: Set<String> = []
        return shared.flatMap(\.cells).compactMap { seen.insert($0.figure.measure).inserted ? Measure.named($0.figure.measure) : nil }
    }

    /// Every whole figure of a measure, or of all: each part over each stretch of days anybody's report gives.
    public func lines(_ measure: Measure? = nil) -> [Line] {
        var seen: Set<SharedCell.Key> = []
        return shared.flatMap(\.cells).compactMap { cell in
            guard cell.figure.by.isEmpty, measure.map({ $0.id == cell.figure.measure }) ?? true, seen.insert(cell.key).inserted else {
                return nil
            }
            let part = Measure.named(cell.figure.measure)?.parts.first { $0.id == cell.figure.part }
            return line(part?.words ?? cell.figure.part, cell.key, Period(label: "", from: cell.from, to: cell.to))
        }
    }

    /// One table of a measure by groups: its rows are the groups anybody's report lists.
    public struct Breakdown: Sendable {
        public let part: String
        public let key: String
        public let words: String
        public let period: Period
        public let groups: [(value: String, label: String)]
    }

    public func breakdowns(_ measure: Measure) -> [Breakdown] {
        var order: [[String]] = []
        var groups: [[String]: [(value: String, label: String)]] = [:]
        var periods: [[String]: Period] = [:]
        for cell in shared.flatMap(\.cells) where cell.figure.measure == measure.id && cell.figure.by.count == 1 {
            guard let by = cell.figure.by.first else { continue }
            let table = [cell.figure.part, by.key, cell.from.iso, cell.to.iso]
            if groups[table] == nil { order.append(table) }
            periods[table] = Period(label: "", from: cell.from, to: cell.to)
            if groups[table]?.contains(where: { $0.value == by.value }) != true {
                groups[table, default: []].append((by.value, cell.label))
            }
        }
        return order.compactMap { table in
            guard let period = periods[table] else { return nil }
            let part = measure.parts.first { $0.id == table[0] }?.words ?? table[0]
            let key = measure.breakdowns.first { $0.key == table[1] }?.words ?? table[1]
            return Breakdown(
                part: table[0], key: table[1], words: "\(part), by \(key.lowercasedFirst)", period: period, groups: groups[table] ?? [])
        }
    }
}
