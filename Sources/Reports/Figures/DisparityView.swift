import Casework
import HTML
import Statistics

/// Relative rate indices as tables: groups down and stages across, and the single years beside the three pooled. (S-PER-15)
public struct DisparityView: Sendable {
    private let answer: FigureSet.Answer
    /// Single years, oldest first; empty where the period is not twelve months.
    private let years: [FigureSet.Answer]
    private let words: FigureWords
    private let address: @Sendable (Figure, FigureSet.Answer) -> Address?

    public init(
        _ answer: FigureSet.Answer, years: [FigureSet.Answer], _ words: FigureWords,
        address: @escaping @Sendable (Figure, FigureSet.Answer) -> Address?
    ) {
        self.answer = answer
        self.years = years
        self.words = words
        self.address = address
    }

    private static let measure = Measure.disparity
    private static let splits = measure.breakdowns.filter { $0.key != "stage" }
    private var stages: [String] { Self.measure.breakdowns.first { $0.key == "stage" }?.values(.empty) ?? [] }

    /// What stands out, and what does not, in a sentence or two.
    public var sentence: String {
        let ours = answer.of(Self.measure).filter { $0.part == "rri" && $0.interval != nil }
        let apart = ours.filter { $0.interval.map { !$0.contains(1) } ?? false && $0.value != nil }
        let told = ours.filter { $0.value != nil }
        if told.isEmpty {
            return "No index can be given for \(answer.period.words): nobody compared came to a stage, or no population is known."
        }
        let head =
            "Of \(told.count) indices of \(answer.period.words), \(apart.count) \(apart.count == 1 ? "has" : "have") an interval that does not hold 1."
        let most = apart.max { Self.distance($0) < Self.distance($1) }
        guard let most, let value = most.value else { return head + " The rest may be chance alone." }
        return head
            + " Furthest from parity: \(name(most)), \(FigureWords.value(most)) times \(compared(most)) (\(FigureWords.interval(most)), \(FigureWords.base(most)))"
            + (value < 1 ? ", that is, less often." : ".")
    }

    /// On a scale where twice as often and half as often are equally far.
    private static func distance(_ figure: Figure) -> Double {
        guard let value = figure.value, value > 0 else { return 0 }
        return value >= 1 ? value : 1 / value
    }

    private func name(_ figure: Figure) -> String {
        let group = figure.by.filter { $0.key != "stage" }
        return "\(words.label(group).lowercasedFirst) at \(figure.by["stage"] ?? "")"
    }
    private func compared(_ figure: Figure) -> String {
        guard case .text(let base)? = figure.extras["compared_with"], let key = figure.by.keys.first(where: { $0 != "stage" }) else {
            return ""
        }
        return words.label(key, base).lowercasedFirst
    }

    /// Every breakdown: the period's stages, the chart, the years.
    public var html: HTML {
        Self.splits.map { split in
            section(
                "By \(split.words.lowercasedFirst)", id: "by-\(split.key)", level: 3,
                across(split, "rri", "Relative rate index by \(split.words.lowercasedFirst), \(answer.period.words)") + chart(split)
                    + beside(split)
                    + details(
                        "As the disparity toolkit treats appeals",
                        across(split, "rri_toolkit", "Relative rate index of the toolkit by \(split.words.lowercasedFirst)")))
        }.joined()
    }

    private func figures(_ part: String, _ key: String, in answer: FigureSet.Answer) -> [Figure] {
        answer.of(Self.measure).filter { $0.part == part && $0.by[key] != nil }
    }

    private func across(_ split: Breakdown, _ part: String, _ caption: String) -> HTML {
        let all = figures(part, split.key, in: answer)
        let cells = Dictionary(all.map { ($0.by, $0) }) { first, _ in first }
        let shown = stages.filter { stage in all.contains { $0.by["stage"] == stage } }
        var values: [String] = []
        for figure in all { if let value = figure.by[split.key], !values.contains(value) { values.append(value) } }
        let rows = values.map { value -> [HTML] in
            ["\(words.label(split.key, value))"]
                + shown.map { stage in cells[[split.key: value, "stage": stage]].map { cell($0, answer) } ?? .empty }
        }
        return table(
            caption: caption,
            columns: [Column(split.words)] + shown.map { Column($0.prefix(1).uppercased() + $0.dropFirst(), isNumeric: true) }, rows: rows)
    }

    /// The index, its interval, and n.
    private func cell(_ figure: Figure, _ answer: FigureSet.Answer) -> HTML {
        let number: HTML = "\(FigureWords.value(figure))"
        let linked = address(figure, answer).map { link(to: $0, number) } ?? number
        let interval: HTML = figure.interval == nil || figure.value == nil ? .empty : "<br>\(FigureWords.interval(figure))"
        return "\(linked)\(interval)<br><span class=\"hint\">\(FigureWords.base(figure))</span>"
    }

    private func chart(_ split: Breakdown) -> HTML {
        let most = 8.0
        func isOff(_ figure: Figure) -> Bool { !(figure.interval?.contains(1) ?? true) }
        let known = figures("rri", split.key, in: answer).filter { $0.value != nil && $0.interval != nil }
        let rows = known.filter { ($0.interval?.upper ?? most) <= most }.map {
            IntervalRow(
                "\(words.label(split.key, $0.by[split.key] ?? "")), \($0.by["stage"] ?? "")", $0.value, lower: $0.interval?.lower,
                upper: $0.interval?.upper, isHighlighted: isOff($0), to: address($0, answer))
        }
        guard !rows.isEmpty else { return .empty }
        // Of all, as the sentence over the tables counts them, not only of those that can be drawn.
        let off = known.filter(isOff).count
        let wide = known.filter { ($0.interval?.upper ?? most) > most }
        let named = wide.map { name($0) + (isOff($0) ? " (off the line)" : "") }.joined(separator: "; ")
        let summary =
            "\(off) of \(known.count.counted("interval")) \(off == 1 || known.count == 1 ? "lies" : "lie") off the line of parity."
            + (wide.isEmpty
                ? "" : " Not drawn, for \(wide.count == 1 ? "its interval reaches" : "their intervals reach") past \(Int(most)): \(named).")
        return intervalChart(
            id: "chart-\(split.key)".replacing("_", with: "-"), title: "Relative rate index by \(split.words.lowercasedFirst)",
            summary: summary,
            rowName: split.words, measure: "Relative rate index", rows: rows, reference: ("Parity", 1), style: NumberStyle(places: 2))
    }

    /// Three years pooled beside the single ones.
    private func beside(_ split: Breakdown) -> HTML {
        let pooled = figures("rri_3_years", split.key, in: answer)
        guard !pooled.isEmpty, !years.isEmpty else { return .empty }
        let rows = pooled.compactMap { figure -> [HTML]? in
            guard (figure.numerator ?? 0) > 0 else { return nil }
            let single = years.map { year -> HTML in
                year.figure(Self.measure, "rri", by: figure.by).map { cell($0, year) } ?? "Not given"
            }
            return ["\(words.label(split.key, figure.by[split.key] ?? "")), \(figure.by["stage"] ?? "")"] + single + [cell(figure, answer)]
        }
        return table(
            caption: "Three years pooled beside the single years, by \(split.words.lowercasedFirst)",
            columns: [Column("Group and stage")] + years.map { Column($0.period.label, isNumeric: true) }
                + [Column("Three years pooled", isNumeric: true)],
            rows: rows, empty: "Nobody of the groups compared came to a stage in the three years.")
    }
}

extension Reference {
    /// For values that are the same whatever the tables hold.
    fileprivate static let empty = Reference(serviceCode: "")
}
