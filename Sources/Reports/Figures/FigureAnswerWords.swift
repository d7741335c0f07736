import Casework
import HTML
import Statistics

extension FigureAnswer {
    private var style: NumberStyle { FigureWords.style(view.part.unit) }

    /// What the view shows, worked out from its figures.
    public var sentence: String {
        if view.against == .family { return familySentence }
        guard view.breakdown != nil else { return line(lines.first) }
        let known = told.compactMap { line in line.now.flatMap { figure in figure.number.map { (line, figure, $0) } } }
        guard let most = known.max(by: { $0.2 < $1.2 }), let least = known.min(by: { $0.2 < $1.2 }), most.2 > 0 else {
            return told.contains { $0.now?.isHeldBack == true }
                ? "\(head): \(ShownCount.hidden.text.lowercasedFirst)." : "\(head): nothing was counted."
        }
        func words(_ one: (Line, ShownFigure, Double)) -> String { "\(one.0.label.lowercasedFirst), \(value(one.1))" }
        var text = "\(head): the highest is \(words(most))"
        if known.count > 1, most.2 > least.2 { text += "; the lowest \(words(least))" }
        if known.count > 1, most.2 == least.2 { text = "\(head): all that are told stand at \(most.1.valueText)" }
        text += "."
        if let moved = largestChange { text += " " + moved }
        if told.contains(where: { $0.now?.isHeldBack == true }) { text += " Some are held back to protect small numbers." }
        return text
    }

    private var head: String { "\(view.measure.title): \(view.part.words.lowercasedFirst), \(view.period.words)" }

    /// "16.7% (2 of 12), 95% interval 4.7 to 44.8".
    private func value(_ figure: ShownFigure) -> String {
        var text = figure.valueText
        if figure.unit != .count { text += " (\(figure.baseText))" }
        return text + (figure.interval == nil ? "" : ", 95% interval \(figure.intervalText)")
    }

    /// One line told through its periods.
    private func line(_ line: Line?) -> String {
        guard let line, let now = line.now else { return "The measure gives no such figure for \(view.period.words)." }
        let own = "\(head): \(value(now))."
        switch view.against {
        case .nothing, .family: return own
        case .previous, .yearBefore:
            return own
                + " In \(periods[0].words): \(line.figures[0].map { "\($0.valueText), \(change(from: $0, to: now))" } ?? "no figure")."
        case .course:
            let known = zip(periods, line.figures).compactMap { period, figure in figure?.number.map { (period, $0) } }
            guard known.count > 1, let first = known.first, let most = known.max(by: { $0.1 < $1.1 }),
                let least = known.min(by: { $0.1 < $1.1 })
            else { return own }
            if most.1 == least.1 { return own + " It has been \(style.text(most.1)) in each of the \(known.count) periods told." }
            return own
                + " Since \(first.0.label), when it was \(style.text(first.1)), the highest was \(style.text(most.1)) in \(most.0.label) and the lowest \(style.text(least.1)) in \(least.0.label)."
        }
    }

    /// "up 3 from 11", from unrounded values.
    private func change(from before: ShownFigure, to now: ShownFigure) -> String {
        guard let now = now.number, let was = before.number else { return "so the change cannot be told" }
        if now == was { return "the same" }
        let moved = NumberStyle(places: style.places, unit: before.unit == .percent ? " points" : "").text((now - was).magnitude)
        return "so it is \(now > was ? "up" : "down") \(moved)"
    }

    private var largestChange: String? {
        guard view.against == .previous || view.against == .yearBefore else { return nil }
        let moved = told.compactMap { line -> (Line, Double, String)? in
            guard let before = line.figures[0], let now = line.now, let a = before.number, let b = now.number, a != b else { return nil }
            return (line, (b - a).magnitude, "\(change(from: before, to: now)), from \(before.valueText) to \(now.valueText)")
        }
        guard let most = moved.max(by: { $0.1 < $1.1 }) else { return nil }
        return "Since \(periods[0].words) the largest change is \(most.0.label.lowercasedFirst): \(most.2)."
    }

    private var familySentence: String {
        let own = lines.first?.now.map { "\(head), from our own records: \(value($0))." } ?? "Our own records give no figure."
        guard let table = published, let column = table.columns.last else {
            return own + " Nothing is published for this figure that it could be set beside."
        }
        guard let average = table.family.latestAverage else { return own + " The published table gives no average." }
        let style = NumberStyle(places: table.places)
        return own
            + " Published for \(column.dates): \(table.own) \(style.text(table.ownRow(table.columns.count - 1)?.value)), the average of the family without us \(style.text(average))\(table.unit.words). Other days and another way of counting: the two do not stand in for each other."
    }
}

extension ShownFigure {
    /// The number a drawing or a comparison may use; nil where it is held back or not known.
    var number: Double? { unit == .count ? numerator?.number.map(Double.init) : value }
}
