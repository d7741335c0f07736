/// One figure as a published table prints it: an area, a measure, a period, and the number and base printed beside it.
///
/// The figure's own value is computed from numerator and denominator, never taken from the rounded print.
public struct Published: Sendable, Hashable {
    /// What the table says the figure covers. Tables in use print the same label for different years, so the exact days go
    /// beside the label when they are known.
    public struct Period: Sendable, Hashable {
        public let label: String
        /// First and last day, both included, as "2019-10-01"; nil when the publication does not settle them.
        public let from: String?
        public let to: String?

        public init(_ label: String, from: String? = nil, to: String? = nil) {
            self.label = label
            self.from = from
            self.to = to
        }
    }

    /// What one unit of the figure is, and so how it is computed.
    public enum Unit: Sendable, Hashable {
        /// Numerator of denominator, per cent: part of a whole.
        case percent
        /// Events for a population, per so many.
        case rate(per: Double)
        /// One count over another that is not its whole, as reoffences over reoffenders.
        case ratio
        /// A count; the denominator, if printed, is not used.
        case count
    }

    public var area: String
    public var measure: String
    public var period: Period
    public var numerator: Double?
    public var denominator: Double?
    public var valuePrinted: PrintedFigure?
    public var unit: Unit
    public var source: String

    public init(
        area: String, measure: String, period: Period, numerator: Double? = nil, denominator: Double? = nil,
        valuePrinted: PrintedFigure? = nil, unit: Unit, source: String
    ) {
        self.area = area
        self.measure = measure
        self.period = period
        self.numerator = numerator
        self.denominator = denominator
        self.valuePrinted = valuePrinted
        self.unit = unit
        self.source = source
    }

    /// Numerator and denominator, where both are there and can be used; a count has the denominator 1.
    public var parts: (numerator: Double, denominator: Double)? {
        guard let numerator else { return nil }
        if unit == .count { return (numerator, 1) }
        guard let denominator, denominator > 0 else { return nil }
        return (numerator, denominator)
    }

    /// The figure, unrounded, in its unit (44.8 is 44.8 per cent); nil when numerator or denominator is missing.
    public var value: Double? {
        parts.map { $0.numerator / $0.denominator * unit.multiplier }
    }

    /// 95 % interval in the figure's unit: Wilson for per cent, Byar or exact Poisson for a rate.
    ///
    /// Nil for a ratio and a count, which carry no agreed interval, and where the parts are missing or are not whole numbers.
    public func interval(confidence: Double = 0.95) -> Interval? {
        guard let parts, let count = Int(exactly: parts.numerator) else { return nil }
        switch unit {
        case .percent:
            return Int(exactly: parts.denominator).flatMap { Interval.wilson(count, of: $0, confidence: confidence) }?.scaled(by: 100)
        case .rate(let multiplier):
            return Interval.poissonRate(count: count, population: parts.denominator, per: multiplier, confidence: confidence)
        case .ratio, .count:
            return nil
        }
    }

    /// A warning when the figure rests on fewer than 10: the numerator, or the cases it is a share of. Nil otherwise. (S-PER-17)
    public var smallNumberWarning: String? {
        guard let parts else { return nil }
        if unit != .count, parts.denominator < 10 { return "Small number: it rests on \(Plain.number(parts.denominator)) only." }
        if parts.numerator < 10 { return "Small number: a count of \(Plain.number(parts.numerator)) moves much by chance." }
        return nil
    }
}

extension Published.Unit {
    /// What numerator ÷ denominator is multiplied by.
    public var multiplier: Double {
        switch self {
        case .percent: 100
        case .rate(let per): per
        case .ratio, .count: 1
        }
    }

    /// The words after a value, with the space before them: " per cent", " per 100,000", or nothing.
    public var words: String {
        switch self {
        case .percent: " per cent"
        case .rate(let per): " per \(Plain.number(per))"
        case .ratio, .count: ""
        }
    }

    /// The words after a difference: a difference of two percentages is in points.
    var wordsOfChange: String { self == .percent ? " percentage points" : words }
}
