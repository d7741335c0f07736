import Casework
import Statistics

extension FigureAnswer {
    /// The view for a spreadsheet: its figures, each with unit, days, notes and definition; and what they rest on.
    public var workbook: Workbook {
        Workbook(view.title, [figures, about] + (familySheet.map { [$0] } ?? []))
    }

    /// A row a figure, latest period first.
    public var figures: Workbook.Sheet {
        let head = [
            "measure", "figure", "part", "by", "of", "from", "to", "number", "base", "value", "shown as", "unit", "lower", "upper",
            "as known at", "definition", "source", "notes",
        ]
        let definition = view.measure.definition
        let unit = view.part.unit
        var rows: [[Workbook.Cell]] = []
        for (place, period) in periods.enumerated().reversed() {
            for line in told {
                guard let figure = line.figures[place] else { continue }
                let by = line.by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
                let what: [Workbook.Cell] = [
                    .text(view.measure.title), .text(view.part.words), .text("\(view.measure.id) \(view.part.id)"), Workbook.Cell(by),
                    .text(line.label), .text(period.from.iso), .text(period.to.iso),
                ]
                let numbers: [Workbook.Cell] = [count(figure.numerator), count(figure.denominator), Workbook.Cell(figure.value)]
                let rest: [Workbook.Cell] = [
                    .text(figure.valueText), .text(unit.rawValue), Workbook.Cell(figure.interval?.lower),
                    Workbook.Cell(figure.interval?.upper),
                    .text(set.asAt.iso), .text("\(definition.words) Version \(definition.version)."), .text(definition.source),
                    Workbook.Cell(place == periods.count - 1 && line.by.isEmpty ? notes.joined(separator: " ") : ""),
                ]
                rows.append(what + numbers + rest)
            }
        }
        return Workbook.Sheet("Figures", head: head, rows: rows)
    }

    private func count(_ shown: ShownCount?) -> Workbook.Cell {
        guard let shown else { return .empty }
        return shown.number.map { .number(Double($0)) } ?? .text(shown.plain)
    }

    /// What the figures say, and what they rest on.
    var about: Workbook.Sheet {
        let measure = view.measure
        let definition = measure.definition
        var rows: [(String, String)] = [
            ("View", view.title), ("Service", set.service), ("Period", view.period.words), ("As known at", set.asAt.words),
            ("In words", sentence),
            (
                "Numbers",
                isProtected
                    ? "As they may leave the service: small numbers are protected."
                    : "Whole, with small numbers. For use inside the service only; nothing here may be passed on as it is."
            ),
            ("Unit", view.part.unit.spoken), ("Definition", definition.words), ("Version", definition.version),
            ("Source", definition.source),
        ]
        rows += definition.notes.map { ("Note", $0) } + notes.map { ("Beware", $0) }
        rows += measure.exclusions.map { ("Left out", $0.sentence) }
        return Workbook.Sheet("About", head: ["What", "In words"], rows: rows.map { [.text($0.0), .text($0.1)] })
    }

    /// The published areas beside which the figure is set.
    private var familySheet: Workbook.Sheet? {
        guard view.against == .family, let table = published, let column = table.columns.last else { return nil }
        let rows = column.rows.map { row -> [Workbook.Cell] in
            [.text(row.area), .text(column.dates), Workbook.Cell(row.numerator), Workbook.Cell(row.denominator), Workbook.Cell(row.value)]
                + [Workbook.Cell(row.interval()?.lower), Workbook.Cell(row.interval()?.upper), .text(row.source)]
        }
        return Workbook.Sheet(
            "Published", head: ["area", "period", "number", "base", "value", "lower", "upper", "source"], rows: rows)
    }
}

extension FigureUnit {
    /// For people: what a value of 44.8 means.
    var spoken: String {
        switch self {
        case .count: "A count"
        case .percent: "Per cent: 44.8 is 44.8 of 100"
        case .per1000: "To 1,000 people"
        case .per10000: "To 10,000 people"
        case .per100000: "To 100,000 people"
        case .days: "Days"
        case .nights: "Nights"
        case .pence: "Pence"
        case .ratio: "A ratio"
        }
    }
}
