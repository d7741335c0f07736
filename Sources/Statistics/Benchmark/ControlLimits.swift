import Foundation

/// What chance alone lets a figure be around an average, given how many it rests on: the edges of a funnel plot. (S-PER-07)
public struct ControlLimits: Sendable, Hashable {
    /// Of the figure, in its unit.
    public let lower: Double
    public let upper: Double

    /// Limits around an average for a base, exact with interpolation between counts.
    ///
    /// - Parameters:
    ///   - average: in the figure's unit (38.5 for 38.5 %).
    ///   - base: cases or people the figure is out of, above 0.
    ///   - unit: a percentage is binomial and a rate Poisson; a ratio and a count have no such limits.
    ///   - coverage: 0.95 or 0.998, half of what is left on each side.
    /// - Returns: nil where the unit has no limits, the base is not positive, or the average is not one its unit can have.
    /// - Source: Spiegelhalter 2005, Funnel plots for comparing institutional performance, appendix A.1.1.
    public init?(around average: Double, base: Double, unit: Published.Unit, coverage: Double) {
        guard base > 0, coverage > 0, coverage < 1, average >= 0, average.isFinite else { return nil }
        let tail = (1 - coverage) / 2
        let below: (Double) -> Double
        switch unit {
        case .percent:
            let (share, cases) = (average / 100, base.rounded())
            guard share <= 1, cases == base else { return nil }
            below = { count in count < 0 ? 0 : count >= cases ? 1 : 1 - IncompleteBeta.regularised(share, a: count + 1, b: cases - count) }
        case .rate(let multiplier):
            let mean = average / multiplier * base
            below = { count in count < 0 ? 0 : 1 - IncompleteGamma.lower(shape: count + 1, mean) }
        case .ratio, .count: return nil
        }
        let times = unit.multiplier / base
        lower = min(average, max(0, Self.place(tail, below) * times))
        upper = max(average, Self.place(1 - tail, below) * times)
    }

    /// Where the distribution passes `share`: the smallest count beyond it, moved back by as much as it lies beyond.
    private static func place(_ share: Double, _ below: (Double) -> Double) -> Double {
        var (low, high) = (-1.0, 1.0)
        while below(high) <= share, high < 1e9 { (low, high) = (high, high * 2) }
        while high - low > 1 {
            let middle = ((low + high) / 2).rounded(.down)
            if below(middle) > share { high = middle } else { low = middle }
        }
        let (at, before) = (below(high), below(high - 1))
        return at > before ? high - (at - share) / (at - before) : high
    }
}
