import Casework
import HTML
import Statistics

/// A figure as a document shows it: whole inside the service, with small numbers held back when issued.
public struct ShownFigure: Sendable {
    public let measure: String
    public let part: String
    public let by: [String: String]
    public let unit: FigureUnit
    public let numerator: ShownCount?
    public let denominator: ShownCount?
    /// Whether the denominator is people who live somewhere, which is published and never hidden.
    public let isOfPopulation: Bool
    /// Unrounded; nil where there is none, it is not known yet, or it is held back.
    public let value: Double?
    public let interval: Interval?
    /// Whether it cannot be told yet: not everybody has been followed up for so long.
    public let isOpen: Bool
    /// When the last child's follow-up ends.
    public let matureOn: Day?
    /// How long those counted have waited, in words.
    public let waited: String?

    init(
        measure: String, part: String, by: [String: String], unit: FigureUnit, numerator: ShownCount?, denominator: ShownCount?,
        isOfPopulation: Bool,
        value: Double?, interval: Interval?, isOpen: Bool, matureOn: Day?, waited: String? = nil
    ) {
        self.measure = measure
        self.part = part
        self.by = by
        self.unit = unit
        self.numerator = numerator
        self.denominator = denominator
        self.isOfPopulation = isOfPopulation
        self.value = value
        self.interval = interval
        self.isOpen = isOpen
        self.matureOn = matureOn
        self.waited = waited
    }

    /// A figure with nothing held back.
    init(whole figure: Figure) {
        self.init(
            figure, numerator: figure.numerator.map { .number(Int($0)) }, denominator: figure.denominator.map { .number(Int($0)) },
            isMasked: false)
    }

    /// A figure as far as its two counts may be told.
    init(_ figure: Figure, numerator: ShownCount?, denominator: ShownCount?, isMasked: Bool = true) {
        measure = figure.measure
        part = figure.part
        by = figure.by
        unit = figure.unit
        isOfPopulation = figure.isOfPopulation
        self.numerator = numerator
        self.denominator = denominator
        let told = [numerator, denominator].allSatisfy { $0.map { $0.number != nil } ?? true }
        // A rate of so few people is mostly chance.
        let rests = !isMasked || !figure.isOfPopulation || (figure.denominator ?? 100) >= 100
        value = told && rests ? figure.value : nil
        interval = told && rests ? figure.interval : nil
        isOpen = figure.value == nil && figure.extras["reached"] != nil && (figure.denominator ?? 0) > 0
        if case .day(let day)? = figure.extras["matureOn"] { matureOn = day } else { matureOn = nil }
        // The longest wait is one child's own, and stays inside.
        waited = told ? FigureWords.waited(figure, withLongest: !isMasked) : nil
    }

    /// Whether anything of it is held back.
    public var isHeldBack: Bool { [numerator, denominator].contains { $0.map { $0.number == nil } ?? false } }

    public var valueText: String {
        if unit == .count, let numerator { return numerator.number.map { FigureWords.style(.count).text(Double($0)) } ?? numerator.text }
        if isHeldBack { return ShownCount.hidden.text }
        if value == nil, isOpen { return "Not yet known" }
        return value == nil ? "No figure" : FigureWords.style(unit).text(value)
    }

    public var baseText: String {
        guard let denominator else { return unit == .count ? "" : numerator?.plain ?? "" }
        let number = numerator?.plain ?? "not known"
        if !isOfPopulation, numerator == .hidden, denominator == .hidden { return "how many, and of how many, is hidden" }
        // Beside some other number on the page, "hidden of 10" reads as that number of 10.
        if !isOfPopulation, numerator == .hidden { return "out of \(denominator.plain.lowercasedFirst); how many of them is hidden" }
        return isOfPopulation ? "\(number) for \(denominator.plain) people" : "\(number) of \(denominator.plain.lowercasedFirst)"
    }

    public var intervalText: String { interval.map { FigureWords.interval($0, unit) } ?? "" }
}

extension ShownCount {
    /// Short, for a cell beside others.
    var plain: String {
        switch self {
        case .number(let number): NumberStyle().text(Double(number))
        case .small(let most): "fewer than \(most + 1)"
        case .hidden: "hidden"
        case .notGiven: "not given"
        }
    }
}
