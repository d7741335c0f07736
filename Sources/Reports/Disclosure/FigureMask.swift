import Casework
import Statistics

extension Disclosure {
    /// The figures of one period as they may leave the service, in the order given; cells of two breakdowns at once are left out.
    ///
    /// What is one count to a reader is shown or hidden as one: the numerator of a percentage is the count given elsewhere in the measure.
    public func mask(_ figures: [Figure]) -> [ShownFigure] {
        var out: [ShownFigure?] = Array(repeating: nil, count: figures.count)
        for (_, places) in Dictionary(grouping: figures.indices, by: { figures[$0].measure }) {
            maskMeasure(figures, places.sorted(), into: &out)
        }
        return out.compactMap { $0 }
    }

    /// What has to be known of a measure's parts besides their numbers.
    private struct Ties {
        /// Parts that count some of those another part counts: what the one lacks of the other is a count too.
        var within: [String: String] = [:]
        /// Parts that count much the same as another by another rule: held back where the two lie so close that they tell the few between.
        var beside: [String: String] = [:]
        /// Parts that count other things, nearly as many as another part counts: where that is hidden they would all but tell it.
        var follows: [String: String] = [:]
        /// Parts that are one child's own number where they rest on fewer than ten: nine in ten of so few is the longest of all.
        var far: Set<String> = []

        /// Whether a part is told of the whole alone: what is within another would need the table of that other guarded with it.
        func isWhole(_ part: String) -> Bool { within[part] != nil || far.contains(part) }
    }

    private static let ties: [String: Ties] = [
        Measure.outOfCourt.id: Ties(within: ["bounced_back": "decided", "completed": "decided"], far: ["days_p90"]),
        Measure.timeliness.id: Ties(far: ["offence_to_outcome_p90"]),
        // The main home is mostly the only one.
        Measure.suitableAccommodation.id: Ties(beside: ["headline_primary_residence": "headline"]),
        // Nearly every child has one programme.
        Measure.outOfCourtCompleted.id: Ties(
            beside: ["headline_published": "headline_case_level"], follows: ["6a": "headline_case_level"]),
        // The offences with a programme are some of all, and so are the children with one.
        Measure.seriousViolence.id: Ties(beside: ["headline_published": "headline", "9a_published": "9a", "9b_published": "9b"]),
    ]

    private func maskMeasure(_ figures: [Figure], _ places: [Int], into out: inout [ShownFigure?]) {
        let whole = places.filter { figures[$0].by.isEmpty }
        let ties = places.first.flatMap { Self.ties[figures[$0].measure] } ?? Ties()
        let counts = wholeCounts(whole.map { figures[$0] }, ties)
        for place in whole { out[place] = shown(figures[place], counts) }
        for place in whole {
            guard let other = ties.beside[figures[place].part], let one = out[place],
                let two = whole.compactMap({ out[$0] }).first(where: { $0.part == other }), tell(one, two)
            else { continue }
            out[place] = one.heldBack
        }
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
        for (place, group) in groups.enumerated() where !(coarser && group.key == "outcome") && !ties.isWhole(group.part) {
            let cells = group.places.map { figures[$0] }
            guard let total = total(of: cells, group.part, whole.map { figures[$0] }) else { continue }
            // Of follow-ups that run on, one: the next would tell what lies between.
            let isLast = !groups[(place + 1)...].contains { $0.key == group.key && figures[$0.places[0]].unit == .percent }
            for (place, one) in zip(group.places, broken(cells, total, counts, isLast: isLast)) { out[place] = one }
        }
        holdBack(ties.follows, figures, places, &out)
        for place in whole where ties.far.contains(figures[place].part) && (figures[place].numerator ?? 0) < Double(2 * most) {
            out[place] = out[place]?.heldBack
        }
    }

    /// Parts whose leader is hidden in the whole, or in a cell of a breakdown, are held back with every table that adds up to it.
    private func holdBack(_ follows: [String: String], _ figures: [Figure], _ places: [Int], _ out: inout [ShownFigure?]) {
        for (part, leader) in follows {
            let hidden = places.filter { place in
                figures[place].part == leader && [.hidden, .notGiven].contains(out[place]?.numerator)
            }
            let isWhole = hidden.contains { figures[$0].by.isEmpty }
            let keys = Set(hidden.flatMap { figures[$0].by.keys })
            for place in places where figures[place].part == part && (isWhole || !keys.isDisjoint(with: figures[place].by.keys)) {
                out[place] = out[place]?.heldBack
            }
        }
    }

    /// The undivided figure that cells are cells of: of their part, else of the same unit and just those the cells are out of.
    private func total(of cells: [Figure], _ part: String, _ whole: [Figure]) -> Figure? {
        if let own = whole.first(where: { $0.part == part }) { return own }
        let ids = Set(cells.flatMap { $0.members.map(\.id) })
        return whole.filter { $0.unit == cells.first?.unit && ids.isSubset(of: $0.members.map(\.id)) }.min {
            $0.members.count < $1.members.count
        }
    }

    /// Whether two shares of much the same people, seen together, tell a small count.
    private func tell(_ one: ShownFigure, _ other: ShownFigure) -> Bool {
        func rest(_ figure: ShownFigure) -> Int? {
            figure.numerator?.number.flatMap { number in figure.denominator?.number.map { $0 - number } }
        }
        let pairs = [
            (one.numerator?.number, other.numerator?.number), (one.denominator?.number, other.denominator?.number),
            (rest(one), rest(other)),
        ]
        return pairs.contains { pair in pair.0.flatMap { first in pair.1.map { isSmall(abs(first - $0)) } } ?? false }
    }

    /// The counts of the undivided figures, by whom they count.
    private func wholeCounts(_ figures: [Figure], _ ties: Ties) -> [Counted: ShownCount] {
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
                if let base = figures.first(where: { $0.part == ties.within[figure.part] }) {
                    note(figure.counted, share(number, of: Int(base.numerator ?? 0)).number)
                }
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

    private func shown(_ figure: Figure, _ counts: [Counted: ShownCount]) -> ShownFigure {
        let number = figure.numerator.map { counts[Counted(figure.counted)] ?? .number(Int($0)) }
        let base = figure.denominator.map { figure.isOfPopulation ? .number(Int($0)) : counts[Counted(figure.members)] ?? .hidden }
        return ShownFigure(figure, numerator: number, denominator: base)
    }

    private func broken(_ cells: [Figure], _ total: Figure, _ counts: [Counted: ShownCount], isLast: Bool) -> [ShownFigure] {
        let numbers = cells.map { Int($0.numerator ?? 0) }
        let whole = shown(total, counts)
        if total.isOfPopulation || total.denominator == nil {
            let shown = parts(numbers, of: whole.numerator ?? .hidden)
            return cells.enumerated().map { place, cell in
                ShownFigure(cell, numerator: shown?[place] ?? .hidden, denominator: cell.denominator.map { .number(Int($0)) })
            }
        }
        let bases = cells.map { Int($0.denominator ?? 0) }
        // Where somebody stands in two cells the sums that guard a table do not hold, and it is not told.
        let isPartition = bases.reduce(0, +) == Int(total.denominator ?? 0) && numbers.reduce(0, +) == Int(total.numerator ?? 0)
        if total.unit == .percent, isLast, isPartition, let base = whole.denominator, let number = whole.numerator,
            let shown = shares(numbers, of: bases, whole: (number, base))
        {
            return zip(cells, shown).map { ShownFigure($0, numerator: $1.number, denominator: $1.base) }
        }
        return cells.map { ShownFigure($0, numerator: .hidden, denominator: .hidden) }
    }

    private func stronger(_ a: ShownCount, _ b: ShownCount) -> ShownCount { a.rank < b.rank ? b : a }

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
        case .notGiven: 3
        }
    }
}
