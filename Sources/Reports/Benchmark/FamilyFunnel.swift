import HTML
import Statistics

extension PublishedTable {
    /// The latest period's areas against what chance alone would make of the family's average without us; nil where the figure has no such
    /// limits (a ratio), or too little is printed.
    func funnel(id: String) -> HTML? {
        guard let column = columns.last, let average = family.latestAverage, !column.rows.isEmpty else { return nil }
        func limits(_ base: Double) -> FunnelLimits? {
            guard let inner = ControlLimits(around: average, base: base, unit: unit, coverage: 0.95),
                let outer = ControlLimits(around: average, base: base, unit: unit, coverage: 0.998)
            else { return nil }
            return FunnelLimits(base: base, inner: (inner.lower, inner.upper), outer: (outer.lower, outer.upper))
        }
        let points = column.rows.compactMap { row -> FunnelPoint? in
            guard let parts = row.parts, let value = row.value, let limits = limits(parts.denominator) else { return nil }
            return FunnelPoint(row.area, value, limits: limits, isHighlighted: row.area == own)
        }
        guard points.count > 2, let least = points.map(\.limits.base).min(), let most = points.map(\.limits.base).max() else { return nil }
        let steps = (0...48).compactMap { step in limits((least * 0.7 + (most * 1.05 - least * 0.7) * Double(step) / 48).rounded()) }
        let isShare = unit == .percent
        return funnelChart(
            id: id, title: "\(title)\(unit.words), \(column.period.label), by size", measure: "\(title)\(unit.words)",
            baseName: isShare ? "Cases it is out of" : "People it is out of", points: points,
            average: ("Average without us", average), limits: steps, style: NumberStyle(places: places, unit: isShare ? "%" : ""))
    }
}

extension Family {
    /// The average of the last period alone without us, over every area complete in it.
    var latestAverage: Double? {
        guard let last = periods.last else { return nil }
        return (try? Family(own: own, periods: [last]))?.averages(includingOwn: false).byPeriod.first?.pooled
    }
}
