import Casework
import HTML
import Statistics

extension FigureAnswer {
    private var style: NumberStyle { FigureWords.style(view.part.unit) }
    /// A cell of a count that a period does not have counted nobody then.
    private var hasNoughts: Bool { view.breakdown != nil && isCount }
    private var isCount: Bool { view.part.unit == .count }

    /// The figures as a table; a number leads to what it is made of where `address` gives somewhere.
    public func listing(address: (ShownFigure, Period) -> Address?) -> HTML {
        func number(_ figure: ShownFigure?, _ period: Period) -> HTML {
            guard let figure else { return hasNoughts ? "0" : "No figure" }
            let text: HTML = "\(figure.valueText)"
            return address(figure, period).map { link(to: $0, text) } ?? text
        }
        let value = Column("Value", isNumeric: true)
        let made = isCount ? [] : [Column("Made of", isNumeric: true), Column("95% interval", isNumeric: true)]
        func cells(_ figure: ShownFigure?, _ period: Period) -> [HTML] {
            [number(figure, period)] + (isCount ? [] : ["\(figure?.baseText ?? "")", "\(figure?.intervalText ?? "")"])
        }
        guard let breakdown = view.breakdown else {
            let rows = zip(periods, lines.first?.figures ?? []).reversed().map { period, figure in
                ["\(period.words)"] + cells(figure, period)
            }
            return listed(rows, [Column("Period"), value] + made)
        }
        if periods.count == 1 {
            return listed(told.map { ["\($0.label)"] + cells($0.now, view.period) }, [Column(breakdown.words), value] + made)
        }
        let rows = told.map { line in
            ["\(line.label)"] + zip(periods, line.figures).map { number($1, $0) } + (isCount ? [] : ["\(line.now?.baseText ?? "")"])
        }
        let columns = periods.map { Column($0.label.contains("..") ? "to \($0.to.words)" : $0.label, isNumeric: true) }
        return listed(rows, [Column(breakdown.words)] + columns + (isCount ? [] : [Column("Latest made of", isNumeric: true)]))
    }

    private func listed(_ rows: [[HTML]], _ columns: [Column]) -> HTML {
        table(
            caption: "\(view.title), \(view.period.words)", columns: columns, rows: rows, empty: "Nothing was counted.")
            + when(told.count < lines.count && !rows.isEmpty, "<p class=\"hint\">Those not listed are 0.</p>")
    }

    /// The figures as a drawing with its sentence; nothing where one number is all there is.
    public var chart: HTML {
        switch view.against {
        case .family: published?.funnel(id: "chart-view") ?? .empty
        case .course: course
        case .nothing, .previous, .yearBefore: bars
        }
    }

    private var missing: String { isProtected ? ShownCount.hidden.text : "No figure" }

    /// Up to four lines: the largest, for more cannot be told apart.
    private var course: HTML {
        let largest = told.filter { $0.figures.contains { $0?.number != nil } }.sorted { ($0.now?.number ?? 0) > ($1.now?.number ?? 0) }
        let drawn = Array(largest.prefix(4))
        let more = told.count > drawn.count ? " The drawing has the \(drawn.count) largest; the table has all." : ""
        return trendChart(
            id: "chart-view", title: view.title, summary: sentence + more,
            periods: periods.map { $0.label.contains("..") ? "to \($0.to.words)" : $0.label },
            series: drawn.map { line in
                // Intervals of several lines cover one another.
                let bands = drawn.count == 1 ? line.figures : []
                return TrendSeries(
                    view.breakdown == nil ? view.measure.title : line.label,
                    values: line.figures.map { figure in figure.map(\.number) ?? (hasNoughts ? 0 : nil) },
                    lower: bands.map { $0?.interval?.lower }, upper: bands.map { $0?.interval?.upper })
            }, style: NumberStyle(places: style.places, unit: view.part.unit == .percent ? "%" : "", missing: missing))
    }

    private var bars: HTML {
        var rows: [(label: String, figure: ShownFigure?, isNow: Bool)] = []
        for line in told {
            for (period, figure) in zip(periods, line.figures).reversed() where figure.map({ $0.number != nil || $0.isHeldBack }) ?? false {
                let name = periods.count == 1 ? line.label : view.breakdown == nil ? period.label : "\(line.label), \(period.label)"
                rows.append((name, figure, period == view.period))
            }
        }
        guard rows.count > 1 else { return .empty }
        let plain = NumberStyle(places: style.places, unit: view.part.unit == .percent ? "%" : "", missing: missing)
        if rows.contains(where: { $0.figure?.interval != nil }) {
            return intervalChart(
                id: "chart-view", title: view.title, summary: sentence, measure: view.part.words,
                rows: rows.map {
                    IntervalRow(
                        $0.label, $0.figure?.number, lower: $0.figure?.interval?.lower,
                        upper: $0.figure?.interval.flatMap { $0.upper.isFinite ? $0.upper : nil },
                        isHighlighted: $0.isNow && periods.count > 1)
                }, style: plain)
        }
        return barChart(
            id: "chart-view", title: view.title, summary: sentence, heading: view.breakdown?.words ?? "Period", measure: view.part.words,
            bars: rows.map { Bar($0.label, $0.figure?.number, isHighlighted: $0.isNow && periods.count > 1) }, style: plain)
    }
}
