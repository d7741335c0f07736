/// What recomputing a printed figure found, with the value that follows and a sentence a board can read.
public struct FigureCheck: Sendable, Hashable {
    public enum Finding: String, Sendable, Hashable, CaseIterable {
        /// The printed figure is the recomputed one, rounded.
        case follows
        /// The difference is no more than rounding can make.
        case roundingOnly = "rounding only"
        /// The printed figure cannot come from the numbers beside it.
        case doesNotFollow = "does not follow"
        /// A number that is needed is not printed.
        case cannotBeChecked = "cannot be checked"
    }

    public let finding: Finding
    public let printed: PrintedFigure?
    /// The unrounded value that follows from the numbers; nil when it cannot be computed.
    public let expected: Double?
    public let sentence: String

    public init(_ finding: Finding, printed: PrintedFigure?, expected: Double?, sentence: String) {
        self.finding = finding
        self.printed = printed
        self.expected = expected
        self.sentence = sentence
    }

    /// Whether the printed figure is exactly the recomputed one rounded, whatever the shown figures suggest.
    public var isRoundedExactly: Bool {
        guard let printed, let expected else { return false }
        return printed.rounds(expected)
    }
}

extension Published {
    /// Whether the printed value follows from the numerator and denominator printed with it.
    ///
    /// "Printed 282 per 100,000; 29 of 10,432 is 278.0."
    public func check() -> FigureCheck {
        guard let printed = valuePrinted else {
            return FigureCheck(.cannotBeChecked, printed: nil, expected: value, sentence: "No value is printed.")
        }
        let claim = "Printed \(printed.text)\(unit.words)"
        guard let parts, let value else {
            let missing = numerator == nil ? "number" : "base"
            return FigureCheck(
                .cannotBeChecked, printed: printed, expected: nil, sentence: "\(claim) cannot be checked: no \(missing) is printed.")
        }
        let joiner = unit == .ratio ? "over" : "of"
        let sum =
            unit == .count
            ? "the count is" : "\(Plain.number(parts.numerator)) \(joiner) \(Plain.number(parts.denominator)) is"
        let result = "\(sum) \(Plain.number(value, decimals: printed.decimals + 1))"
        return printed.compared(with: value, claim: claim, result: result)
    }
}

extension PrintedFigure {
    /// Whether a printed total is the sum of the parts printed with it.
    public func checkTotal(of parts: [Double]) -> FigureCheck {
        let sum = parts.reduce(0, +)
        return compared(with: sum, claim: "Printed total \(text)", result: "the \(parts.count) parts add to \(Plain.number(sum))")
    }

    /// Whether a printed figure is `value`; `result` is the clause that says how the value comes about.
    public func compared(with value: Double, claim: String, result: String) -> FigureCheck {
        if rounds(value) { return FigureCheck(.follows, printed: self, expected: value, sentence: "\(claim) follows: \(result).") }
        // A whole-number sum has nothing to round, so a near miss there is a miss.
        let canBeCutOff = value != value.rounded() || decimals > 0
        if canBeCutOff, isNear(value) {
            return FigureCheck(
                .roundingOnly, printed: self, expected: value,
                sentence: "\(claim); \(result): rounding only, cut off or rounded the wrong way.")
        }
        return FigureCheck(.doesNotFollow, printed: self, expected: value, sentence: "\(claim); \(result).")
    }
}

/// Counts that run on from quarter to quarter, as in reoffending tracking at 3, 6, 9 and 12 months.
public enum RunningCount {
    /// The positions at which the count is lower than the one before it. A cumulative count never falls, so each is an error.
    public static func falls(in counts: [Int]) -> [Int] {
        counts.indices.dropFirst().filter { counts[$0] < counts[$0 - 1] }
    }
}
