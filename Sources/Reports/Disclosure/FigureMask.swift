import Casework
import Statistics

extension Disclosure {
    /// The figures of one period as they may leave the service, in the order given; cells of two breakdowns at once are left out.
    ///
    /// What is one count to a reader is shown or hidden as one: the numerator of a percentage is the count given elsewhere in the measure.
    public static func mask(_ figures: [Figure]) -> [ShownFigure] {
        var out: [ShownFigure?] = Array(repeating: nil, count: figures.count)
        for (_, places) in Dictionary(grouping: figures.indices, by: { figures[$0].measure }) {
            maskMeasure(figures, places.sorted(), into: &out)
        }
        return out.compactMap { $0 }
    }

    private static func maskMeasure(_ figures: [Figure], _ places: [Int], into out: inout [ShownFigure?]) {
        let whole = places.filter { figures[$0].by.isEmpty }
        let counts = wholeCounts(whole.map { figures[$0] })
        for place in whole { out[place] = shown(figures[place], counts) }
        var groups: [(key: String, part: String, places: [Int])] = []
        for place in places where figures[place].by.count == 1 {
            let (key, part) = (figures[place].by.keys.first ?? "", figures[place].part)
            if let last = groups.firstIndex(where: { $0.key == key && $0.part == part }) {
                groups[last].places.append(place)
            } else {
                groups.append((key, part, [place]))
            }
        }
        // An outcome lies within one group of outcomes: the two tables together would solve each other.
        let coarser = groups.contains { $0.key == "disposal" }
        for (place, group) in groups.enumerated() where !(coarser && group.key == "outcome") {
            let cells = group.places.map { figures[$0] }
            guard let total = whole.map({ figures[$0] }).first(where: { $0.part == group.part }) else { continue }
            // Of follow-ups that run on, one: the next would tell what lies between.
            let isLast = !groups[(place + 1)...].contains { $0.key == group.key && figures[$0.places[0]].unit == .percent }
            for (place, one) in zip(group.places, broken(cells, total, counts, isLast: isLast)) { out[place] = one }
        }
    }

    /// The counts of the undivided figures, by whom they count.
    private static func wholeCounts(_ figures: [Figure]) -> [Counted: ShownCount] {
        var counts: [Counted: ShownCount] = [:]
        func note(_ members: [Member], _ shown: ShownCount) {
            let key = Counted(members)
            counts[key] = counts[key].map { stronger($0, shown) } ?? shown
        }
        for figure in figures {
            let number = Int(figure.numerator ?? 0)
            if figure.unit == .percent, !figure.isOfPopulation {
                let pair = share(number, of: Int(figure.denominator ?? 0))
                note(figure.counted, pair.number)
                note(figure.members, pair.base)
            } else {
                note(figure.counted, total(number))
                if !figure.isOfPopulation, let base = figure.denominator { note(figure.members, total(Int(base))) }
            }
        }
        // Follow-ups that run on, the longest first: what lies between two that are shown is a count too.
        let running = figures.filter { $0.unit == .percent && !$0.isOfPopulation }.sorted { ($0.numerator ?? 0) > ($1.numerator ?? 0) }
        var last: Int?
        for figure in running where running.count > 1 {
            guard let number = counts[Counted(figure.counted)]?.number else { continue }
            if let last, isSmall(last - number) {
                note(figure.counted, .hidden)
            } else {
                last = number
            }
        }
        return counts
    }

    private static func shown(_ figure: Figure, _ counts: [Counted: ShownCount]) -> ShownFigure {
        let number = figure.numerator.map { counts[Counted(figure.counted)] ?? .number(Int($0)) }
        let base = figure.denominator.map { figure.isOfPopulation ? .number(Int($0)) : counts[Counted(figure.members)] ?? .hidden }
        return ShownFigure(figure, numerator: number, denominator: base)
    }

    private static func broken(_ cells: [Figure], _ total: Figure, _ counts: [Counted: ShownCount], isLast: Bool) -> [ShownFigure] {
        let numbers = cells.map { Int($0.numerator ?? 0) }
        let whole = shown(total, counts)
        if total.isOfPopulation || total.denominator == nil {
            let shown = parts(numbers, of: whole.numerator ?? .hidden)
            return cells.enumerated().map { place, cell in
                ShownFigure(cell, numerator: shown?[place] ?? .hidden, denominator: cell.denominator.map { .number(Int($0)) })
            }
        }
        let bases = cells.map { Int($0.denominator ?? 0) }
        if total.unit == .percent, isLast, let base = whole.denominator, let number = whole.numerator,
            let shown = shares(numbers, of: bases, whole: (number, base))
        {
            return zip(cells, shown).map { ShownFigure($0, numerator: $1.number, denominator: $1.base) }
        }
        return cells.map { ShownFigure($0, numerator: .hidden, denominator: .hidden) }
    }

    private static func stronger(_ a: ShownCount, _ b: ShownCount) -> ShownCount { a.rank < b.rank ? b : a }

    /// Whom a count counts: two counts of the same records are one.
    private struct Counted: Hashable {
        let ids: Set<RecordID>
        init(_ members: [Member]) { ids = Set(members.map(\.id)) }
    }
}

extension ShownCount {
    fileprivate var rank: Int {
        switch self {
        case .number: 0
        case .small: 1
        case .hidden: 2
        }
    }
}
