import Casework
import Statistics

/// The last step before figures leave: tables that hang together, in this report and with every report issued before, are read as the strongest
/// reader would, and more is held back until no hidden count can be told more closely than from 1 to the largest small number. (promise 8)
///
/// One more number or label is held back at a time, the one that frees most; where that does not end, whole tables are, and at last all of the
/// measure. Then the report says nothing of it, and what was safe before is safe still.
struct LinkedTables {
    let disclosure: Disclosure
    /// What was issued before, the oldest first, as it was issued.
    let earlier: [[IssuedLine]]

    /// A figure with its days and, where it is a count of the service's own, the true numbers behind it.
    struct Cell {
        var shown: ShownFigure
        let period: Period
        let number: Int?
        let base: Int?

        var line: IssuedLine { IssuedLine(shown, period) }

        init(shown: ShownFigure, period: Period, number: Int?, base: Int?) {
            (self.shown, self.period, self.number, self.base) = (shown, period, number, base)
        }

        /// A figure as it is shown, of an answer that has it whole.
        init(_ shown: ShownFigure, _ answer: FigureSet.Answer) {
            let own = answer.figures.first { $0.part == shown.part && $0.by == shown.by && $0.measure == shown.measure }
            self.init(
                shown: shown, period: answer.period, number: own?.numerator.map { Int($0) },
                base: shown.isOfPopulation ? nil : own?.denominator.map { Int($0) })
        }
    }

    /// Holds back what else must be.
    func protect(_ cells: inout [Cell]) {
        for (measure, places) in Dictionary(grouping: cells.indices, by: { cells[$0].shown.measure }) {
            let before = earlier.map { $0.filter { $0.measure == measure } }.filter { !$0.isEmpty }
            var guarded = GuardedMeasure(disclosure, measure, places.sorted().map { cells[$0] }, before)
            guarded.protect()
            for (place, cell) in zip(places.sorted(), guarded.cells) { cells[place] = cell }
        }
    }
}

extension ShownFigure {
    /// The same figure without its number or its base, and so without its value.
    func holdingBack(number: Bool, base: Bool, as shown: ShownCount = .hidden) -> ShownFigure {
        guard number || base else { return self }
        return ShownFigure(
            measure: measure, part: part, by: by, unit: unit, numerator: number ? numerator.map { _ in shown } : numerator,
            denominator: base && !isOfPopulation ? denominator.map { _ in shown } : denominator, isOfPopulation: isOfPopulation, value: nil,
            interval: nil, isOpen: isOpen, matureOn: matureOn)
    }
}
