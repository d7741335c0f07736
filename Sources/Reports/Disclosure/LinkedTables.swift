import Casework
import Statistics

/// The last step before figures leave: tables that hang together, in this report and with every report issued before, are read as the strongest
/// reader would, and more is held back until no hidden count can be told more closely than from 1 to the largest small number. (promise 8)
///
/// One more number or label is held back at a time, the one that frees most; where that does not end, whole tables are, and at last all of the
/// measures read together. Then the report says nothing of them, and what was safe before is safe still.
struct LinkedTables {
    let disclosure: Disclosure
    /// What was issued before, the oldest first, as it was issued.
    let earlier: [[IssuedLine]]
    /// The outcomes of each group, as the service's codes have them.
    let outcomes: [String: Set<String>]

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

    /// Holds back what else must be: of measures that bound each other together, else of each by itself.
    func protect(_ cells: inout [Cell]) {
        for (system, places) in Dictionary(grouping: cells.indices, by: { MeasureTies.system(of: cells[$0].shown.measure) }) {
            if system.count > 1, protect(&cells, places, system) { continue }
            for (measure, places) in Dictionary(grouping: places, by: { cells[$0].shown.measure }) {
                _ = protect(&cells, places, [measure])
            }
        }
    }

    /// - Returns: whether the measures could be read together.
    private func protect(_ cells: inout [Cell], _ places: [Int], _ measures: [String]) -> Bool {
        let before = earlier.map { $0.filter { measures.contains($0.measure) } }.filter { !$0.isEmpty }
        guard var guarded = GuardedMeasures(disclosure, measures, places.map { cells[$0] }, before, outcomes: outcomes), guarded.protect()
        else { return false }
        for (place, cell) in zip(places, guarded.cells) { cells[place] = cell }
        return true
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
