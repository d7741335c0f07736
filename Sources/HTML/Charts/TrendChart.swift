/// One line of a trend.
public struct TrendSeries: Sendable {
    public let name: String
    /// One for each period; `nil` leaves a gap.
    public let values: [Double?]
    /// The interval's ends, one for each period, or empty when there is none.
    public let lower: [Double?]
    public let upper: [Double?]

    public init(_ name: String, values: [Double?], lower: [Double?] = [], upper: [Double?] = []) {
        self.name = name
        self.values = values
        self.lower = lower
        self.upper = upper
    }

    var hasInterval: Bool { lower.contains { $0 != nil } && upper.contains { $0 != nil } }

    func interval(_ index: Int) -> (Double, Double)? {
        guard index < lower.count, index < upper.count, let low = lower[index], let high = upper[index] else { return nil }
        return (low, high)
    }
}

/// How figures moved over periods: up to four lines, each named at its end, with bands for their intervals.
///
/// - Parameters:
///   - id: unique on the page.
///   - summary: a sentence that says what the chart shows; the caption, and what a screen reader reads.
///   - periods: labels along the foot, oldest first.
///   - positions: where each stands along the foot, rising, as days that are not evenly apart do; nil for evenly.
public func trendChart(
    id: String, title: String, summary: String, periods: [String], at positions: [Double]? = nil, series: [TrendSeries],
    style: NumberStyle = NumberStyle()
) -> HTML {
    precondition(positions.map { $0.count == periods.count } ?? true, "each period of a trend stands somewhere")
    precondition(series.count <= 4, "a trend chart tells at most four lines apart")
    precondition(series.allSatisfy { $0.values.count == periods.count }, "each line of a trend has one value, or nil, for each period")
    let all = series.flatMap { ($0.values + $0.lower + $0.upper).compactMap(\.self) }
    guard !all.isEmpty else { return emptyChart(id: id, title: title, summary: summary) }
    let plot = LinePlot(ticks: periods, positions: positions ?? periods.indices.map(Double.init), series: series, all: all, style: style)
    return chart(
        id: id, title: title, summary: summary, height: plot.height, drawing: plot.drawing, table: trendTable(title, periods, series, style)
    )
}

private func trendTable(_ title: String, _ periods: [String], _ series: [TrendSeries], _ style: NumberStyle) -> HTML {
    let columns = [Column("Period")] + series.map { Column($0.name, isNumeric: true) }
    let rows: [[HTML]] = periods.indices.map { index in
        ["\(periods[index])"]
            + series.map { line in
                let ends = line.interval(index)
                return "\(style.text(line.values[index], lower: ends?.0, upper: ends?.1))"
            }
    }
    return table(caption: title, columns: columns, rows: rows)
}
