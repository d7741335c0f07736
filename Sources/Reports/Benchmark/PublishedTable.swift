import Casework
import Statistics

/// One published measure over its periods: our own row, our family's, the averages printed with them and what else was printed. (S-PER-07, S-PER-08)
public struct PublishedTable: Sendable {
    /// One period of the table, as printed and as meant.
    public struct Column: Sendable {
        public let period: Published.Period
        public let from: Day?
        public let to: Day?
        /// Own and family rows, in the order of the store.
        public let rows: [Published]
        /// Rows that print an average.
        public let averages: [Published]
        /// Nations, regions and areas outside the family.
        public let others: [Published]
        public let publishedOn: Day?
        public let sources: [String]
        /// Which mid-year the bases are of, where the service's own population table says.
        public let midYears: [Int]

        /// "1 October 2019 to 30 September 2020", else the printed label alone.
        public var dates: String {
            guard let from, let to else { return "\(period.label) (the publication does not say which days)" }
            return "\(from.words) to \(to.words)"
        }
    }

    /// As addresses and files name it: `fte.rate`.
    public let measure: String
    public let title: String
    public let unit: Published.Unit
    /// Our area, as the rows spell it.
    public let own: String
    /// Earliest first.
    public let columns: [Column]
    public let family: Family
    /// Rows that could not be set beside the others, each with the reason.
    public let misfits: [String]

    public func ownRow(_ index: Int) -> Published? { columns[index].rows.first { $0.area == own } }

    /// Decimals for its values.
    public var places: Int {
        switch unit {
        case .count: 0
        case .ratio: 2
        case .rate(let per): per <= 1000 ? 2 : 1
        case .percent: 1
        }
    }

    /// Every published table the service holds, by measure.
    public static func all(_ reference: Reference, on day: Day) -> [PublishedTable] {
        let groups = Dictionary(grouping: reference.comparators, by: \.measure)
        return groups.keys.sorted().compactMap { table($0, groups[$0] ?? [], reference, day) }
    }

    /// The table of one measure; nil when nothing is published for it.
    public static func named(_ measure: String, _ reference: Reference, on day: Day) -> PublishedTable? {
        let rows = reference.comparators.filter { $0.measure == measure }
        return rows.isEmpty ? nil : table(measure, rows, reference, day)
    }

    private static func table(_ measure: String, _ comparators: [Comparator], _ reference: Reference, _ day: Day) -> PublishedTable? {
        guard let first = comparators.first else { return nil }
        let unit = Published.Unit(first.unit)
        var misfits: [String] = []
        let rows = comparators.filter { row in
            guard Published.Unit(row.unit) == unit else {
                misfits.append(MixedFigures.units(first.area, row.area).sentence)
                return false
            }
            return true
        }
        let ours = reference.ownArea(on: day)
        let own = rows.map(\.area).first { ours.contains($0) } ?? ours.sorted().last ?? reference.serviceCode
        let groups = Dictionary(grouping: rows) { PeriodKey($0) }
        let columns = groups.sorted { $0.key < $1.key }.map { column($0.value, unit, own: own, ours: ours, reference) }
        // A nation's figures alone are what rates are set against; they make no table of areas like us.
        guard columns.contains(where: { !$0.rows.isEmpty }) else { return nil }
        guard let family = try? Family(own: own, periods: columns.map(\.rows)) else { return nil }
        return PublishedTable(
            measure: measure, title: title(measure), unit: unit, own: own, columns: columns, family: family,
            misfits: Array(Set(misfits)).sorted())
    }

    private static func column(
        _ comparators: [Comparator], _ unit: Published.Unit, own: String, ours: Set<String>, _ reference: Reference
    ) -> Column {
        let (from, to) = (comparators.first?.periodStart, comparators.first?.periodEnd)
        let family = Set(
            reference.areas.filter { area in
                area.type == "FAMILY"
                    && (to.map { day in (area.fromDate.map { $0 <= day } ?? true) && (area.toDate.map { day <= $0 } ?? true) } ?? true)
            }.map(\.area))
        let wider = Set(reference.areas.filter { ["REGION", "PCC", "NATION"].contains($0.type ?? "") }.map(\.area))
        var (rows, averages, others): ([Published], [Published], [Published]) = ([], [], [])
        for comparator in comparators {
            let row = Published(comparator, unit, area: ours.contains(comparator.area) ? own : comparator.area)
            if row.area == own || family.contains(row.area) {
                rows.append(row)
            } else if row.area.lowercased().contains("average") {
                averages.append(row)
            } else if family.isEmpty, !wider.contains(row.area) {
                rows.append(row)
            } else {
                others.append(row)
            }
        }
        let bases = rows.map { row in
            reference.populations.filter { $0.area == row.area && Double($0.population) == row.denominator }.map(\.midYear)
        }
        return Column(
            period: Published.Period(
                comparators.first?.labelPrinted ?? from.map { "\($0.iso) to \(to?.iso ?? "")" } ?? "no period", from: from?.iso, to: to?.iso
            ),
            from: from, to: to, rows: rows, averages: averages, others: others, publishedOn: comparators.compactMap(\.publishedOn).max(),
            sources: Array(Set(comparators.compactMap(\.source))).sorted(), midYears: Array(Set(bases.joined())).sorted())
    }

    /// The measure and part of ours a published measure is of: `fte.rate` is the part `rate` of `fte`.
    public static func local(_ measure: String) -> (measure: Measure, part: Part)? {
        guard let dot = measure.lastIndex(of: "."), let found = Measure.named(String(measure[..<dot])),
            let part = found.parts.first(where: { $0.id == measure[measure.index(after: dot)...] })
        else { return nil }
        return (found, part)
    }

    private static func title(_ measure: String) -> String {
        if let (found, part) = local(measure) { return "\(found.title): \(part.id.replacing("_", with: " "))" }
        let words = measure.replacing("_", with: " ").split(separator: ".").map(String.init)
        guard let first = words.first else { return measure }
        return ([first.prefix(1).uppercased() + first.dropFirst()] + words.dropFirst()).joined(separator: ": ")
    }
}

/// What places a printed period: its days where they are known, else its label.
private struct PeriodKey: Hashable, Comparable {
    let to: Int
    let from: Int
    let label: String

    init(_ row: Comparator) {
        to = row.periodEnd?.number ?? Int.min
        from = row.periodStart?.number ?? Int.min
        label = row.periodEnd == nil ? row.labelPrinted ?? "" : ""
    }

    static func < (a: PeriodKey, b: PeriodKey) -> Bool { (a.to, a.from, a.label) < (b.to, b.from, b.label) }
}

extension Published {
    init(_ row: Comparator, _ unit: Unit, area: String) {
        self.init(
            area: area, measure: row.measure,
            period: Period(
                row.labelPrinted ?? row.periodStart.map { "\($0.iso) to \(row.periodEnd?.iso ?? "")" } ?? "no period",
                from: row.periodStart?.iso,
                to: row.periodEnd?.iso),
            numerator: row.numerator.flatMap(Double.init), denominator: row.denominator.flatMap(Double.init),
            valuePrinted: row.valuePrinted.flatMap { PrintedFigure($0) }, unit: unit, source: row.source ?? "source not given")
    }
}

extension Published.Unit {
    /// Reads the unit of a published row (interchange.md §4).
    init(_ name: String?) {
        switch FigureUnit(rawValue: name ?? "") {
        case .percent: self = .percent
        case .per1000: self = .rate(per: 1000)
        case .per10000: self = .rate(per: 10_000)
        case .per100000: self = .rate(per: 100_000)
        case .ratio: self = .ratio
        default: self = .count
        }
    }
}
