import Casework
import Statistics

/// One figure of all services of a region together, made of what every one of them shows and of nothing else: a sum beside all cells but one
/// would tell that one. (promise 8)
public enum RegionTotal: Sendable {
    case given(ShownFigure)
    /// Why not, in words that follow "Not given".
    case notGiven(String)

    /// - Parameters:
    ///   - cells: of those that shared; nil where a report does not have the figure.
    ///   - members: how many services there are in the region.
    init(_ cells: [SharedCell?], of members: Int) {
        let told = cells.compactMap(\.self)
        let hidden = told.count { $0.figure.isHeldBack }
        let absent = members - told.count
        var reasons: [String] = []
        if hidden > 0 { reasons.append("hidden in \(Self.services(hidden))") }
        if absent > 0 { reasons.append("not shared by \(Self.services(absent))") }
        guard reasons.isEmpty, let first = told.first?.figure else {
            self = .notGiven(reasons.isEmpty ? "no service is in the region" : reasons.joined(separator: ", "))
            return
        }
        guard Set(told.map(\.definition)).count == 1 else {
            self = .notGiven("counted by different versions of the definition")
            return
        }
        guard let sum = Self.sum(told.map(\.figure), first) else {
            self = .notGiven("medians and ratios do not add up, nor figures not known yet")
            return
        }
        self = .given(sum)
    }

    private static func services(_ count: Int) -> String { count.counted("service") }

    /// What adds up is added; nil where it does not, or one of them is not known.
    private static func sum(_ figures: [ShownFigure], _ first: ShownFigure) -> ShownFigure? {
        guard figures.allSatisfy({ $0.isSum && $0.unit == first.unit }) else { return nil }
        let number = figures.reduce(0) { $0 + ($1.numerator?.number ?? 0) }
        let base = first.denominator.map { _ in figures.reduce(0) { $0 + ($1.denominator?.number ?? 0) } }
        let value: Double? =
            switch base {
            case nil: Double(number)
            case .some(0): nil
            case .some(let base): Double(number) * first.unit.multiplier / Double(base)
            }
        var interval: Interval?
        if let base, figures.contains(where: { $0.interval != nil }) {
            interval = first.unit.interval(Double(number), of: Double(base))
        }
        return ShownFigure(
            measure: first.measure, part: first.part, by: [:], unit: first.unit, numerator: .number(number),
            denominator: base.map { .number($0) }, isOfPopulation: first.isOfPopulation, value: value, interval: interval, isOpen: false,
            matureOn: nil)
    }
}

extension ShownFigure {
    /// Whether it is a count, or a count over a count, that is known.
    fileprivate var isSum: Bool {
        guard unit != .days, unit != .ratio, let number = numerator?.number else { return false }
        guard let denominator else { return unit == .count }
        guard let base = denominator.number else { return false }
        // Over nothing there is no value, and nothing is added.
        guard base > 0 else { return number == 0 }
        guard let value else { return false }
        return abs(Double(number) * unit.multiplier / Double(base) - value) <= 1e-9 * max(1, abs(value))
    }
}

extension FigureUnit {
    /// 95 %, of a number out of a base: Wilson's for a share, Byar's or the exact one for a rate.
    func interval(_ number: Double, of base: Double) -> Interval? {
        self == .percent
            ? Interval.wilson(Int(number), of: Int(base))?.scaled(by: multiplier)
            : Interval.poissonRate(count: Int(number), population: base, per: multiplier)
    }
}
