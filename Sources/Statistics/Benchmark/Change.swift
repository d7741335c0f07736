/// How a figure of one area moved between two periods, from unrounded values.
public struct Change: Sendable, Hashable {
    public let from: Published
    public let to: Published

    /// - Throws: ``MixedFigures`` when the two are not of one area, measure and unit.
    public init(from: Published, to: Published) throws(MixedFigures) {
        if from.area != to.area { throw .areas(from.area, to.area) }
        try from.mustMatch(to)
        self.from = from
        self.to = to
    }

    /// The difference in the figure's unit (percentage points for per cent); nil when either period lacks number or base.
    public var unrounded: Double? {
        guard let before = from.value, let after = to.value else { return nil }
        return after - before
    }

    /// The difference of the two figures as printed: what a reader of the table would compute. Off by rounding; never shown alone.
    public var ofPrinted: Double? {
        guard let before = from.valuePrinted, let after = to.valuePrinted else { return nil }
        return after.value - before.value
    }

    /// The change as a per cent of the first period's value; negative is a fall. Nil from nothing.
    public var percent: Double? {
        guard let before = from.value, before > 0, let after = to.value else { return nil }
        return (after - before) / before * 100
    }

    /// Whether the 95 % intervals of the two periods lie apart, the usual sign that the change is more than chance. Nil without both.
    public var isBeyondChance: Bool? {
        guard let before = from.interval(), let after = to.interval() else { return nil }
        return !before.overlaps(after)
    }

    /// Whether a printed change follows from the two periods' unrounded values.
    ///
    /// *Rounding only* is a printed change that is right but differs from the two figures shown, or the difference of the two
    /// figures shown where the unrounded values give another; or, with no unrounded values, one that rounding could have made.
    public func check(printed: PrintedFigure) -> FigureCheck {
        let claim = "Printed change \(printed.words)\(from.unit.wordsOfChange)"
        guard let unrounded else { return checkAgainstShown(printed, claim: claim) }
        let result = "unrounded values give \(Plain.words(unrounded, decimals: printed.decimals + 2))"
        let shown = ofPrinted.map { "the figures shown give \(Plain.words($0, decimals: printed.decimals))" }
        let agreesWithShown = ofPrinted.map(printed.rounds)
        switch (printed.rounds(unrounded), agreesWithShown) {
        case (true, false?):
            return FigureCheck(
                .roundingOnly, printed: printed, expected: unrounded,
                sentence:
                    "\(claim) follows: \(result). \(shown.map { "It differs from the table because " + $0 + ": rounding only." } ?? "")")
        case (false, true?):
            let finding: FigureCheck.Finding = abs(unrounded - printed.value) < printed.step * 1.5 ? .roundingOnly : .doesNotFollow
            return FigureCheck(
                finding, printed: printed, expected: unrounded,
                sentence: finding == .roundingOnly
                    ? "\(claim) is the difference of two rounded figures; \(result): rounding only."
                    : "\(claim) is the difference of the figures shown, but \(result).")
        default:
            return printed.compared(with: unrounded, claim: claim, result: result)
        }
    }

    /// Whether a printed relative change, such as "30% reduction" (−30), follows from the two values.
    public func check(printedPercent printed: PrintedFigure) -> FigureCheck {
        let claim = "Printed change \(printed.words) per cent"
        guard let percent, let before = from.value, let after = to.value else {
            return FigureCheck(
                .cannotBeChecked, printed: printed, expected: nil, sentence: "\(claim) cannot be checked: a value is missing.")
        }
        let result =
            "from \(Plain.number(before)) to \(Plain.number(after)) is \(Plain.words(percent, decimals: printed.decimals + 1)) per cent"
        return printed.compared(with: percent, claim: claim, result: result)
    }

    private func checkAgainstShown(_ printed: PrintedFigure, claim: String) -> FigureCheck {
        guard let shown = ofPrinted else {
            return FigureCheck(
                .cannotBeChecked, printed: printed, expected: nil, sentence: "\(claim) cannot be checked: a value is missing.")
        }
        let result = "the figures shown give \(Plain.words(shown, decimals: printed.decimals))"
        if printed.rounds(shown) {
            return FigureCheck(.follows, printed: printed, expected: shown, sentence: "\(claim) follows: \(result).")
        }
        // Each figure shown may be half a step off and so may the change: together less than one and a half.
        let reach = ((from.valuePrinted?.step ?? 0) + (to.valuePrinted?.step ?? 0) + printed.step) / 2
        let finding: FigureCheck.Finding = abs(shown - printed.value) <= reach + 1e-9 ? .roundingOnly : .doesNotFollow
        return FigureCheck(
            finding, printed: printed, expected: shown,
            sentence: finding == .roundingOnly ? "\(claim); \(result): rounding only." : "\(claim); \(result).")
    }
}
