/// The range a figure could plausibly have had by chance alone: both ends in the figure's own unit.
///
/// `upper` is `Double.infinity` only for a rate ratio whose comparison group had no event at all.
public struct Interval: Sendable, Hashable {
    public let lower: Double
    public let upper: Double

    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    public var width: Double { upper - lower }

    /// Whether a value lies inside, ends included.
    public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    /// Whether two intervals share any value. Two that do not are the public-health dashboards' sign of a difference.
    public func overlaps(_ other: Interval) -> Bool { lower <= other.upper && other.lower <= upper }

    /// Both ends multiplied, as when a proportion is shown per cent.
    public func scaled(by factor: Double) -> Interval { Interval(lower: lower * factor, upper: upper * factor) }

    /// The area left in each tail, or nil when `confidence` is not strictly between 0 and 1.
    static func tail(_ confidence: Double) -> Double? {
        confidence > 0 && confidence < 1 ? (1 - confidence) / 2 : nil
    }
}
