/// What a printed family average turns out to be an average of.
public struct FamilyAverageCheck: Sendable, Hashable {
    public enum Basis: String, Sendable, Hashable, CaseIterable {
        case pooled = "numbers added up over bases added up"
        case meanOfValues = "mean of the areas' own values"
        /// The number averaged over more (or other) areas than the base: no average of anything.
        case unequalAreas = "different areas in the number and in the base"
    }

    /// *Follows* for the first two bases; *does not follow* for unequal areas or when nothing gives the figure.
    public let check: FigureCheck
    /// What gives the printed figure; nil when nothing tried does.
    public let basis: Basis?
    /// Whether the own service is part of what gives it; nil with no basis.
    public let includesOwn: Bool?
}

extension Family {
    /// Finds what a printed average of one period is, trying pooled, mean of values and unequal areas, without the own
    /// service and with it.
    ///
    /// The value expected is the pooled average without the own service. Nil when the period does not exist.
    public func checkAverage(_ printed: PrintedFigure, period: Int) -> FamilyAverageCheck? {
        guard let year = only(period), let rows = year.periods.first else { return nil }
        let unit = rows.first?.unit ?? .count
        let claim = "Printed average \(printed.text)\(unit.words)"
        let candidates = [false, true].map { ($0, year.averages(includingOwn: $0)) }
        guard let right = candidates.first?.1.byPeriod.first else {
            let check = FigureCheck(
                .cannotBeChecked, printed: printed, expected: nil, sentence: "\(claim) cannot be checked: no area has a number and a base.")
            return FamilyAverageCheck(check: check, basis: nil, includesOwn: nil)
        }
        func found(_ finding: FigureCheck.Finding, _ basis: FamilyAverageCheck.Basis?, _ own: Bool?, _ clause: String) -> FamilyAverageCheck
        {
            let check = FigureCheck(finding, printed: printed, expected: right.pooled, sentence: claim + clause)
            return FamilyAverageCheck(check: check, basis: basis, includesOwn: own)
        }
        let pooled =
            "\(Plain.number(right.numerator)) of \(Plain.number(right.denominator)) "
            + "for the \(candidates[0].1.areas.count) areas with both is \(Plain.number(right.pooled, decimals: printed.decimals + 1))"

        for (own, averages) in candidates {
            guard let average = averages.byPeriod.first, printed.rounds(average.pooled) else { continue }
            let sum = "\(Plain.number(average.numerator)) of \(Plain.number(average.denominator))"
            return found(.follows, .pooled, own, " follows: \(sum), \(averages.areas.count) areas, \(ownWords(own)).")
        }
        for (own, averages) in candidates {
            guard let average = averages.byPeriod.first, printed.rounds(average.meanOfValues) else { continue }
            return found(
                .follows, .meanOfValues, own,
                " follows as the mean of \(averages.areas.count) areas' own values, \(ownWords(own)); pooled, \(pooled).")
        }
        for (own, _) in candidates {
            guard let unequal = UnequalAverage(of: rows.filter { own || $0.area != self.own }), printed.rounds(unequal.value) else {
                continue
            }
            return found(.doesNotFollow, .unequalAreas, own, "; \(pooled). \(unequal.sentence(printed)), \(ownWords(own)).")
        }
        return found(.doesNotFollow, nil, nil, "; \(pooled).")
    }

    private func ownWords(_ included: Bool) -> String { included ? "\(own) included" : "\(own) left out" }
}

/// The average a spreadsheet makes when a blank in one column is skipped and the number beside it is not.
private struct UnequalAverage {
    let number: (mean: Double, areas: [String])
    let base: (mean: Double, areas: [String])
    let value: Double

    init?(of rows: [Published]) {
        guard let unit = rows.first?.unit, unit != .count else { return nil }
        let numbers = rows.filter { $0.numerator != nil }
        let bases = rows.filter { $0.denominator != nil }
        guard !numbers.isEmpty, !bases.isEmpty, numbers.map(\.area) != bases.map(\.area) else { return nil }
        number = (numbers.compactMap(\.numerator).reduce(0, +) / Double(numbers.count), numbers.map(\.area))
        base = (bases.compactMap(\.denominator).reduce(0, +) / Double(bases.count), bases.map(\.area))
        value = number.mean / base.mean * unit.multiplier
    }

    func sentence(_ printed: PrintedFigure) -> String {
        let numberOnly = number.areas.filter { !base.areas.contains($0) }
        let baseOnly = base.areas.filter { !number.areas.contains($0) }
        let who = [
            numberOnly.isEmpty ? nil : "\(Plain.list(numberOnly)) in the number only",
            baseOnly.isEmpty ? nil : "\(Plain.list(baseOnly)) in the base only",
        ].compactMap { $0 }.joined(separator: ", ")
        return "\(printed.text) is the mean number of \(number.areas.count) areas (\(Plain.number(number.mean))) over the mean base of "
            + "\(base.areas.count) (\(Plain.number(base.mean))): \(who)"
    }
}
