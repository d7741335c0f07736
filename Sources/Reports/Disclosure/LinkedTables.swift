import Casework
import Statistics

/// The last step before figures leave: tables that hang together, in this report and with every report issued before, are read as the strongest
/// reader would, and more is held back until no hidden count can be told more closely than from 1 to the largest small number. (promise 8)
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
    }

    /// Holds back what else must be.
    func protect(_ cells: inout [Cell]) {
        for (measure, places) in Dictionary(grouping: cells.indices, by: { cells[$0].shown.measure }) {
            let before = earlier.map { $0.filter { $0.measure == measure } }.filter { !$0.isEmpty }
            protect(&cells, places.sorted(), measure, before)
        }
    }

    private func protect(_ cells: inout [Cell], _ places: [Int], _ measure: String, _ before: [[IssuedLine]]) {
        // Of what earlier reports hid without a word the truth is not at hand: what could be any small number before, still has to.
        let alone = CountRanges(ReaderKnowledge(measure, before))
        let wide = Set(
            (alone?.ranges ?? [:]).keys.filter { alone?.isOpen($0, upTo: disclosure.most) ?? false && !$0.what.hasSuffix(" between") })
        var apart = 0
        while true {
            let found = weak(cells, places, measure, before, wide, &apart)
            guard !found.weak.isEmpty, !found.candidates.isEmpty else { return }
            // The one that leaves the fewest counts too closely told; else the first, for two may be needed.
            var best: (count: IssuedCount, left: Int)?
            for count in found.candidates.prefix(8) {
                var trial = cells
                hide(count, in: &trial, places)
                let left = weak(trial, places, measure, before, wide, &apart).weak.count
                if left < best?.left ?? found.weak.count { best = (count, left) }
                if left == 0 { break }
            }
            guard let count = best?.count ?? found.candidates.first else { return }
            hide(count, in: &cells, places)
        }
    }

    /// The counts a reader can tell too closely, and the numbers of this report that may be held back to stop that, the least missed first.
    private func weak(
        _ cells: [Cell], _ places: [Int], _ measure: String, _ before: [[IssuedLine]], _ wide: Set<IssuedCount>,
        _ apart: inout Int
    ) -> (weak: Set<IssuedCount>, candidates: [IssuedCount]) {
        let lines = places.map { IssuedLine(cells[$0].shown, cells[$0].period) }
        var found: (ReaderKnowledge, CountRanges)?
        while found == nil, apart <= before.count {
            let knowledge = ReaderKnowledge(measure, before + [lines], apart: apart)
            found = CountRanges(knowledge).map { (knowledge, $0) }
            // What was issued does not fit what is known now: records were corrected since.
            if found == nil { apart += 1 }
        }
        guard let (knowledge, ranges) = found else { return ([], []) }
        var weak: Set<IssuedCount> = []
        for (count, bounds) in knowledge.bounds where bounds.number == nil {
            if let most = bounds.most {
                if !ranges.isOpen(count, upTo: most) { weak.insert(count) }
            } else if ranges.isPinned(count, upTo: disclosure.most) || wide.contains(count) && !ranges.isOpen(count, upTo: disclosure.most)
            {
                weak.insert(count)
            }
        }
        var told: [IssuedCount: (place: Int, number: Int)] = [:]
        for (place, line) in zip(places, lines) {
            let counts = ReaderKnowledge.counts(line)
            for (count, shown, number) in [
                (counts.number, line.number, cells[place].number), (counts.base, line.base, cells[place].base),
            ] {
                guard let count, let number else { continue }
                if let told = shown?.number {
                    if told > 0 { note(count, place, told) }
                } else if disclosure.isSmall(number), !ranges.isOpen(count, upTo: disclosure.most) {
                    weak.insert(count)
                }
            }
        }
        func note(_ count: IssuedCount, _ place: Int, _ number: Int) {
            if told[count] == nil { told[count] = (place, number) }
        }
        let bearing = weak.reduce(into: Set<IssuedCount>()) { $0.formUnion(ranges.bearing[$1] ?? []) }
        let main = cells[places[0]].period
        func rank(_ count: IssuedCount) -> (Int, Int, String, Int) {
            // A year around the report's period is missed least, then a cell, then another total, and last the report's own.
            let isMain = count.from == main.from && count.to == main.to
            let isAround = count.to.number - count.from.number > main.to.number - main.from.number
            let order = !count.by.isEmpty ? 1 : isMain ? 3 : isAround ? 0 : 2
            return (order, told[count]?.number ?? 0, count.what + count.by, count.from.number)
        }
        return (weak, bearing.filter { told[$0] != nil }.sorted { rank($0) < rank($1) })
    }

    /// Holds a count back wherever this report tells it.
    private func hide(_ count: IssuedCount, in cells: inout [Cell], _ places: [Int]) {
        for place in places {
            let counts = ReaderKnowledge.counts(IssuedLine(cells[place].shown, cells[place].period))
            guard counts.number == count || counts.base == count else { continue }
            cells[place].shown = cells[place].shown.holdingBack(number: counts.number == count, base: counts.base == count)
        }
    }
}

extension ShownFigure {
    /// The same figure without its number or its base, and so without its value.
    func holdingBack(number: Bool, base: Bool) -> ShownFigure {
        ShownFigure(
            measure: measure, part: part, by: by, unit: unit, numerator: number ? numerator.map { _ in .hidden } : numerator,
            denominator: base ? denominator.map { _ in .hidden } : denominator, isOfPopulation: isOfPopulation, value: nil, interval: nil,
            isOpen: isOpen, matureOn: matureOn)
    }
}
