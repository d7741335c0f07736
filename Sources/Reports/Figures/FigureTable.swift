import Casework
import HTML
import Statistics

/// Tables of figures as markup: one row a cell of a breakdown, one group of columns a part.
public struct FigureTable: Sendable {
    public let measure: Measure
    public let period: Period
    public let words: FigureWords
    /// Where a figure's number leads.
    public let address: @Sendable (Figure) -> Address?

    public init(_ measure: Measure, _ period: Period, _ words: FigureWords, address: @escaping @Sendable (Figure) -> Address?) {
        self.measure = measure
        self.period = period
        self.words = words
        self.address = address
    }

    /// The whole, part by part.
    public func whole(_ figures: [Figure]) -> HTML {
        let rows: [[HTML]] = measure.parts.compactMap { part in
            guard let figure = figures.first(where: { $0.part == part.id && $0.by.isEmpty }) else { return nil }
            return ["\(part.words)", number(figure), "\(FigureWords.base(figure))", "\(FigureWords.interval(figure))", notes(figure)]
        }
        return table(
            caption: "\(measure.title), \(period.words)",
            columns: [
                Column("Figure"), Column("Value", isNumeric: true), Column("Made of", isNumeric: true),
                Column("95% interval", isNumeric: true), Column("Beware"),
            ],
            rows: rows, empty: "The measure gives no figure for this period.")
    }

    /// One part by one breakdown: table, chart and sentence; nothing when it is not broken down so.
    public func breakdown(_ breakdown: Breakdown, _ part: Part, _ figures: [Figure]) -> HTML {
        let cells = figures.filter { $0.part == part.id && $0.by.count == 1 && $0.by[breakdown.key] != nil }
        // A long list of codes is shown where anything was counted.
        let shown = cells.count > 8 ? cells.filter { ($0.numerator ?? 0) > 0 || ($0.denominator ?? 0) > 0 && !$0.isOfPopulation } : cells
        guard !shown.isEmpty else { return .empty }
        let title = "\(part.words), by \(breakdown.words.lowercasedFirst)"
        let columns =
            part.unit == .count
            ? [Column(breakdown.words), Column("Number", isNumeric: true)]
            : [
                Column(breakdown.words), Column("Value", isNumeric: true), Column("Made of", isNumeric: true),
                Column("95% interval", isNumeric: true),
            ]
        let rows: [[HTML]] = shown.map { figure in
            let name: HTML = "\(words.label(figure.by))"
            if part.unit == .count { return [name, number(figure)] }
            return [name, number(figure), "\(FigureWords.base(figure))", "\(FigureWords.interval(figure))"]
        }
        let id = "by-\(breakdown.key)-\(part.id)"
        return section(
            title, id: id, level: 3,
            table(caption: title, columns: columns, rows: rows, captionHidden: true) + chart(id, title, breakdown, part, shown))
    }

    /// Two breakdowns across each other: the first down, the second across, with totals.
    public func cross(_ down: Breakdown, _ across: Breakdown, _ part: Part, _ figures: [Figure]) -> HTML {
        let cells = figures.filter { $0.part == part.id && $0.by.count == 2 && $0.by[down.key] != nil && $0.by[across.key] != nil }
        guard !cells.isEmpty else { return .empty }
        var names: [String] = []
        for figure in cells { if let name = figure.by[across.key], !names.contains(name) { names.append(name) } }
        names.sort()
        let found = Dictionary(cells.map { ($0.by, $0) }) { first, _ in first }
        var rows: [[HTML]] = []
        for total in figures where total.part == part.id && total.by.count == 1 && total.by[down.key] != nil && (total.numerator ?? 0) > 0 {
            let value = total.by[down.key] ?? ""
            rows.append(
                ["\(words.label(total.by))"] + names.map { name in found[[down.key: value, across.key: name]].map(number) ?? "0" } + [
                    number(total)
                ])
        }
        let title = "\(part.words), \(down.words.lowercasedFirst) by \(across.words.lowercasedFirst)"
        let columns =
            [Column(down.words)] + names.map { Column(words.label(across.key, $0), isNumeric: true) } + [Column("All", isNumeric: true)]
        return section(
            title, id: "cross-\(part.id)", level: 3, table(caption: title, columns: columns, rows: rows, captionHidden: true))
    }

    /// A part split by two keys at once, as by order type and moment: one down, the other across, each with what it is made of.
    public func pairs(_ part: Part, _ figures: [Figure]) -> HTML {
        let cells = figures.filter { $0.part == part.id && $0.by.count == 2 }
        let groups = Dictionary(grouping: cells) { $0.by.keys.sorted() }
        return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { keys, cells -> HTML in
            let across = keys.contains("moment") ? "moment" : keys.contains("type") ? "type" : keys[1]
            guard let down = keys.first(where: { $0 != across }) else { return .empty }
            func inOrder(_ key: String) -> [String] {
                var found: [String] = []
                for cell in cells { if let value = cell.by[key], !found.contains(value) { found.append(value) } }
                return found
            }
            let (rows, columns) = (inOrder(down), inOrder(across))
            let found = Dictionary(cells.map { ($0.by, $0) }) { first, _ in first }
            let lines = rows.compactMap { row -> [HTML]? in
                let own = columns.map { found[[down: row, across: $0]] }
                // A long list of codes is shown where anybody is.
                if rows.count > 8, own.allSatisfy({ ($0?.numerator ?? 0) == 0 }) { return nil }
                return ["\(words.label(down, row))"]
                    + own.map { $0.map { "\(number($0))<br><span class=\"hint\">\(FigureWords.base($0))</span>" } ?? .empty }
            }
            guard !lines.isEmpty else { return .empty }
            let names = Dictionary(measure.breakdowns.map { ($0.key, $0.words) }) { first, _ in first }
            // Both keys: a part may be split by one key with several others, and each table is a landmark with a name of its own.
            let title =
                "\(part.words): \((names[down] ?? down).lowercasedFirst), by \((names[across] ?? across).lowercasedFirst)"
            return section(
                title, id: "pairs-\(part.id)-\(down)-\(across)", level: 3,
                table(
                    caption: title,
                    columns: [Column(names[down] ?? down)] + columns.map { Column(words.label(across, $0), isNumeric: true) },
                    rows: lines, captionHidden: true))
        }.joined()
    }

    /// A figure's number, which leads to what it is made of.
    public func number(_ figure: Figure) -> HTML {
        let text: HTML = "\(FigureWords.value(figure))"
        return address(figure).map { link(to: $0, text) } ?? text
    }

    private func notes(_ figure: Figure) -> HTML {
        let all = [FigureWords.warning(figure)].compactMap { $0 } + figure.notes
        return all.map { "\($0)" as HTML }.joined(separator: "<br>")
    }

    private func chart(_ id: String, _ title: String, _ breakdown: Breakdown, _ part: Part, _ figures: [Figure]) -> HTML {
        let known = figures.filter { ($0.value ?? 0) > 0 }
        guard known.count > 1 else { return .empty }
        let most = known.max { ($0.value ?? 0) < ($1.value ?? 0) }
        let summary =
            most.map {
                "The highest is \(words.label($0.by).lowercasedFirst), with \(FigureWords.value($0))\(part.unit == .count ? "" : " (\(FigureWords.base($0)))")."
            } ?? title
        let style = FigureWords.style(part.unit)
        if known.contains(where: { $0.interval != nil }) {
            let rows = known.map {
                IntervalRow(words.label($0.by), $0.value, lower: $0.interval?.lower, upper: $0.interval?.upper, to: address($0))
            }
            return intervalChart(
                id: "chart-\(id)", title: title, summary: summary, rowName: breakdown.words, measure: part.words, rows: rows,
                style: NumberStyle(places: style.places, unit: part.unit == .percent ? "%" : ""))
        }
        let bars = known.map { Bar(words.label($0.by), $0.value, to: address($0)) }
        return barChart(
            id: "chart-\(id)", title: title, summary: summary, heading: breakdown.words, measure: part.words, bars: bars, style: style)
    }
}
