import Foundation

extension Interval {
    /// Interval of a rate: Byar's method from 10 events, exact Poisson below, in the unit of `multiplier`.
    ///
    /// - Parameters:
    ///   - count: events, 0 or more.
    ///   - population: those at risk, above 0 (a mid-year estimate, or person-years).
    ///   - multiplier: 100,000 for a rate per 100,000.
    /// - Returns: nil for a negative count, a population that is not positive, or a confidence not between 0 and 1.
    /// - Source: OHID's PHEindicatormethods `phe_rate`, which changes method at 10 in the same way.
    public static func poissonRate(
        count: Int, population: Double, per multiplier: Double = 100_000, confidence: Double = 0.95
    ) -> Interval? {
        guard population > 0, multiplier > 0 else { return nil }
        let events = count < 10 ? poissonExact(count: count, confidence: confidence) : byar(count: count, confidence: confidence)
        return events?.scaled(by: multiplier / population)
    }

    /// Byar's approximation of the interval of a count; within 0.2 % of the exact one from 10 events at 95 %.
    ///
    /// Nil where it has no lower end: below 1 event, and at a confidence so high that the end would be negative.
    /// Source: Breslow and Day 1987.
    public static func byar(count: Int, confidence: Double = 0.95) -> Interval? {
        guard count > 0, let tail = tail(confidence) else { return nil }
        let z = StandardNormal.quantile(1 - tail)
        let (x, next) = (Double(count), Double(count) + 1)
        let lowerRoot = 1 - 1 / (9 * x) - z / (3 * x.squareRoot())
        guard lowerRoot >= 0 else { return nil }
        return Interval(lower: x * pow(lowerRoot, 3), upper: next * pow(1 - 1 / (9 * next) + z / (3 * next.squareRoot()), 3))
    }

    /// Exact (Garwood) interval of a Poisson count: half the chi-square quantiles on 2x and 2x + 2 degrees of freedom.
    ///
    /// Nil for a negative count. Source: Garwood 1936.
    public static func poissonExact(count: Int, confidence: Double = 0.95) -> Interval? {
        guard count >= 0, let tail = tail(confidence) else { return nil }
        // Half a chi-square quantile on 2a degrees of freedom is the gamma quantile of shape a.
        return Interval(
            lower: count == 0 ? 0 : IncompleteGamma.quantile(tail, shape: Double(count)),
            upper: IncompleteGamma.quantile(1 - tail, shape: Double(count) + 1))
    }
}

/// How many times as high one group's rate is as another's, with its exact interval.
public struct RateRatio: Sendable, Hashable {
    /// Nil when the comparison group had no event: the ratio has no upper end.
    public let ratio: Double?
    public let interval: Interval

    /// Exact conditional interval of a ratio of two rates (the relative rate index of the disparity pages).
    ///
    /// Given the `a + b` events together, the share that fell to the first group is binomial; its Clopper–Pearson limits p
    /// become limits of the ratio as p/(1−p) × (comparison population ÷ group population). Safe at small counts, where the
    /// logarithmic (Wald) interval is not.
    /// - Returns: nil when neither group had an event, a count is negative or a population is not positive.
    /// - Source: Breslow and Day 1987; regulation notes, section 3.4.
    public static func exact(
        _ a: Int, of groupPopulation: Double, comparedWith b: Int, of comparisonPopulation: Double, confidence: Double = 0.95
    ) -> RateRatio? {
        guard a >= 0, b >= 0, groupPopulation > 0, comparisonPopulation > 0,
            let share = Interval.clopperPearson(a, of: a + b, confidence: confidence)
        else { return nil }
        let populations = comparisonPopulation / groupPopulation
        func ratio(of share: Double) -> Double { share >= 1 ? .infinity : share / (1 - share) * populations }
        return RateRatio(
            ratio: b == 0 ? nil : Double(a) / Double(b) * populations,
            interval: Interval(lower: ratio(of: share.lower), upper: ratio(of: share.upper)))
    }
}
