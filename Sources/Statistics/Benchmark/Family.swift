import Casework

/// A service and the family of similar services it is compared with, for one measure over one or more periods. (S-PER-07)
///
/// An average is taken over the same areas in the number and in the base, and over the same areas in every period given, so
/// that a change in it is a change in the services and not in which of them were counted.
public struct Family: Sendable {
    /// The service whose page this is, spelt as in the rows.
    public let own: String
    /// One list of rows for each period, earliest first.
    public let periods: [[Published]]

    /// - Throws: ``MixedFigures`` when rows differ in measure or unit, or one list holds two periods.
    public init(own: String, periods: [[Published]]) throws(MixedFigures) {
        for rows in periods {
            for row in rows {
                if let first = rows.first, first.period != row.period { throw .periods(first.period.label, row.period.label) }
                if let first = periods.first(where: { !$0.isEmpty })?.first { try first.mustMatch(row) }
            }
        }
        self.own = own
        self.periods = periods
    }

    public struct LeftOut: Sendable, Hashable {
        public let area: String
        /// A clause: "no base is printed for 2019".
        public let reason: String
    }

    /// The family's average in one period, of both kinds. `pooled` is the average; the other is there to explain tables that use it.
    public struct Average: Sendable, Hashable {
        public let period: Published.Period
        public let numerator: Double
        public let denominator: Double
        /// Sum of the numbers over sum of the bases: every child weighs the same.
        public let pooled: Double
        /// Mean of the areas' own values: a small area weighs as much as a large one.
        public let meanOfValues: Double
        /// 95 % interval of the pooled average, as ``Published/interval(confidence:)``.
        public let interval: Interval?
    }

    /// The averages of every period over one set of areas, with who is in and who is not.
    public struct Averages: Sendable, Hashable {
        public let includesOwn: Bool
        public let areas: [String]
        public let leftOut: [LeftOut]
        /// One for each period given, earliest first; empty when no area has every figure.
        public let byPeriod: [Average]
        /// Pooled average of the last period less that of the first; nil with fewer than two periods.
        public let change: Double?
        /// "Average of 8 areas without Sandholme: 131.5 per 100,000 (413 of 314,126) in 2019, … Left out: …"
        public let sentence: String
    }

    /// Averages over the areas with number and base in every period.
    public func averages(includingOwn: Bool) -> Averages {
        let (areas, leftOut) = areasUsed(includingOwn: includingOwn)
        let byPeriod = areas.isEmpty ? [] : periods.compactMap { rows in average(of: areas.compactMap { row($0, in: rows) }) }
        let change = byPeriod.count > 1 ? byPeriod.last.flatMap { last in byPeriod.first.map { last.pooled - $0.pooled } } : nil
        return Averages(
            includesOwn: includingOwn, areas: areas, leftOut: leftOut, byPeriod: byPeriod, change: change,
            sentence: sentence(areas: areas, leftOut: leftOut, byPeriod: byPeriod, change: change, includingOwn: includingOwn))
    }

    /// The same family for one of its periods alone: its averages use every area complete in that period.
    func only(_ period: Int) -> Family? {
        guard periods.indices.contains(period) else { return nil }
        return Family(own: own, checked: [periods[period]])
    }

    private init(own: String, checked periods: [[Published]]) {
        self.own = own
        self.periods = periods
    }

    /// All areas in the order first printed.
    var areaNames: [String] {
        var names: [String] = []
        for row in periods.joined() where !names.contains(row.area) { names.append(row.area) }
        return names
    }

    /// The area's row of one period; nil when there is none, or there are two that differ.
    func row(_ area: String, in rows: [Published]) -> Published? {
        let found = rows.filter { $0.area == area }
        guard let first = found.first, found.allSatisfy({ $0.numerator == first.numerator && $0.denominator == first.denominator }) else {
            return nil
        }
        return first
    }

    private func areasUsed(includingOwn: Bool) -> ([String], [LeftOut]) {
        var used: [String] = []
        var leftOut: [LeftOut] = []
        for area in areaNames {
            if area == own, !includingOwn {
                leftOut.append(LeftOut(area: area, reason: "it is the service itself"))
            } else if let reason = periods.lazy.compactMap({ self.reasonLeftOut(area, of: $0) }).first {
                leftOut.append(LeftOut(area: area, reason: reason))
            } else {
                used.append(area)
            }
        }
        return (used, leftOut)
    }

    private func reasonLeftOut(_ area: String, of rows: [Published]) -> String? {
        guard let period = rows.first?.period.label else { return "one period has no figures at all" }
        if !rows.contains(where: { $0.area == area }) { return "it is not in the table for \(period)" }
        guard let row = row(area, in: rows) else { return "it is printed twice, differently, for \(period)" }
        if row.parts != nil { return nil }
        return "no \(row.numerator == nil ? "number" : "base") is printed for \(period)"
    }

    private func average(of rows: [Published]) -> Average? {
        let parts = rows.compactMap(\.parts)
        guard let first = rows.first, parts.count == rows.count else { return nil }
        let numerator = parts.reduce(0) { $0 + $1.numerator }
        let denominator = parts.reduce(0) { $0 + $1.denominator }
        var whole = first
        whole.numerator = numerator
        whole.denominator = denominator
        return Average(
            period: first.period, numerator: numerator, denominator: denominator, pooled: numerator / denominator * first.unit.multiplier,
            meanOfValues: rows.compactMap(\.value).reduce(0, +) / Double(rows.count), interval: whole.interval())
    }

    private func sentence(
        areas: [String], leftOut: [LeftOut], byPeriod: [Average], change: Double?, includingOwn: Bool
    ) -> String {
        let unit = periods.joined().first?.unit ?? .count
        let out = leftOut.isEmpty ? "" : " Left out: " + leftOut.map { "\($0.area) (\($0.reason))" }.joined(separator: "; ") + "."
        guard !byPeriod.isEmpty else { return "No area has a number and a base in every period, so there is no average." + out }
        let values = byPeriod.map {
            let sum = "\(Plain.number($0.numerator)) of \(Plain.number($0.denominator))"
            return "\(Plain.number($0.pooled, decimals: 1))\(unit.words) (\(sum)) in \($0.period.label)"
        }
        let moved = change.map { ", a change of \(Plain.words($0, decimals: 1))" } ?? ""
        let who = "\(areas.count.counted("area")) \(includingOwn ? "with" : "without") \(own)"
        return "Average of \(who): \(values.joined(separator: ", "))\(moved)." + out
    }
}
