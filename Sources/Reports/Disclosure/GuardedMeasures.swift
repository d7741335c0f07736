import Casework
import Statistics

/// Measures of a report on their way out that are read together, or one by itself.
struct GuardedMeasures {
    let disclosure: Disclosure
    let measures: [String]
    private let outcomes: [String: Set<String>]
    private(set) var cells: [LinkedTables.Cell]
    private let before: [[IssuedLine]]
    private let ties: ReaderTies
    /// The true numbers of this report's counts.
    private var truth: [IssuedCount: Int] = [:]
    /// Of what earlier reports hid without a word the truth is not at hand: what could be any small number before, still has to.
    private var wide: Set<IssuedCount> = []
    /// What was told too closely before, which nothing here can mend.
    private var lost: Set<IssuedCount> = []

    /// - Returns: nil where what was told of these measures cannot all be true, read together.
    init?(
        _ disclosure: Disclosure, _ measures: [String], _ cells: [LinkedTables.Cell], _ before: [[IssuedLine]],
        outcomes: [String: Set<String>]
    ) {
        (self.disclosure, self.measures, self.cells, self.before) = (disclosure, measures, cells, before)
        (self.outcomes, ties) = (outcomes, ReaderTies(measures))
        for cell in cells {
            let counts = ReaderKnowledge.counts(cell.line)
            if let count = counts.number, let number = cell.number { truth[count] = number }
            if let count = counts.base, let base = cell.base { truth[count] = base }
        }
        let told = truth
        for (count, number) in told {
            for (inner, rest) in ties.rests(of: count, { told[$0] != nil }) {
                truth[rest] = number - inner.reduce(0) { $0 + (told[$1] ?? 0) }
            }
        }
        guard !before.isEmpty else { return }
        guard let (knowledge, ranges) = read(before) else { return nil }
        let (most, untold) = (disclosure.most, knowledge.untold)
        for system in ranges.systems(of: ranges.counts.indices) {
            let hidden = system.filter { ranges.bounds[$0].most == nil && !untold.contains(ranges.counts[$0]) }
            let asked = Set(hidden)
            let narrow = Set(ranges.tooClose(in: system) { asked.contains($0) ? .openTo(most) : nil } ?? [])
            wide.formUnion(hidden.filter { !narrow.contains($0) }.map { ranges.counts[$0] })
        }
        lost = Set(tooClose(knowledge, ranges, []).map { ranges.counts[$0] })
    }

    /// - Returns: whether it could: not where what is told of these measures cannot all be true, read together.
    mutating func protect() -> Bool {
        for _ in 0..<6 {
            guard let (knowledge, ranges) = read(before + [cells.map(\.line)]) else { return false }
            let weak = tooClose(knowledge, ranges, issued(cells))
            if weak.isEmpty { return true }
            holdBack(knowledge, ranges, weak)
        }
        for place in cells.indices { cells[place].shown = cells[place].shown.holdingBack(number: true, base: true, as: .notGiven) }
        return true
    }

    /// What a reader knows of all reports; of the oldest apart where all of one measure together cannot be true.
    private func read(_ reports: [[IssuedLine]]) -> (ReaderKnowledge, CountRanges)? {
        guard measures.count > 1 else { return readAlone(measures[0], reports) }
        var apart: [String: Int] = [:]
        for measure in measures {
            let own = reports.map { $0.filter { $0.measure == measure } }
            guard own.contains(where: { !$0.isEmpty }) else { continue }
            guard let found = possible(measure, own) else { return nil }
            apart[measure] = found.apart
        }
        let knowledge = ReaderKnowledge(measures, reports, apart: apart, outcomes: outcomes)
        let ranges = CountRanges(knowledge)
        return ranges.isPossible ? (knowledge, ranges) : nil
    }

    /// What a reader knows of one measure, with as few of its oldest reports read apart as it takes; nil where that does not help.
    private func possible(_ measure: String, _ reports: [[IssuedLine]]) -> (apart: Int, knowledge: ReaderKnowledge, ranges: CountRanges)? {
        for apart in 0..<max(1, reports.count) {
            let knowledge = ReaderKnowledge([measure], reports, apart: [measure: apart])
            let ranges = CountRanges(knowledge)
            if ranges.isPossible { return (apart, knowledge, ranges) }
        }
        return nil
    }

    private func readAlone(_ measure: String, _ reports: [[IssuedLine]]) -> (ReaderKnowledge, CountRanges) {
        if let found = possible(measure, reports) { return (found.knowledge, found.ranges) }
        let knowledge = ReaderKnowledge([measure], reports, apart: [measure: max(0, reports.count - 1)], isLoose: true)
        return (knowledge, CountRanges(knowledge))
    }

    /// What must not be told of a count.
    private func guardOf(_ count: IssuedCount, _ bounds: ReaderKnowledge.Bounds, _ knowledge: ReaderKnowledge, _ issued: Set<IssuedCount>)
        -> CountRanges.Guard?
    {
        if lost.contains(count) { return nil }
        if let most = bounds.most { return bounds.number == nil ? .openTo(most) : nil }
        if issued.contains(count), let truth = truth[count] { return disclosure.isSmall(truth) ? .openTo(disclosure.most) : nil }
        if wide.contains(count) { return .openTo(disclosure.most) }
        if knowledge.between.contains(count) { return .notNarrowed(disclosure.most) }
        // What this report no longer gives is nobody's to guard.
        return knowledge.rests.contains(count) || knowledge.before[count] != nil ? .notPinned(disclosure.most) : nil
    }

    private func tooClose(_ knowledge: ReaderKnowledge, _ ranges: CountRanges, _ issued: Set<IssuedCount>) -> [Int] {
        ranges.systems(of: ranges.counts.indices).flatMap { system in
            ranges.tooClose(in: system) { guardOf(ranges.counts[$0], ranges.bounds[$0], knowledge, issued) } ?? []
        }
    }

    /// The counts a report gives, hidden or not, and what they lack of one another.
    private func issued(_ cells: [LinkedTables.Cell]) -> Set<IssuedCount> {
        var found: Set<IssuedCount> = []
        for line in cells.map(\.line).told {
            let counts = ReaderKnowledge.counts(line)
            if let count = counts.number, line.number != .notGiven { found.insert(count) }
            if let count = counts.base, line.base != .notGiven { found.insert(count) }
        }
        let told = found
        for count in told { found.formUnion(ties.rests(of: count, { told.contains($0) }).map(\.rest)) }
        return found
    }

    // MARK: Holding back

    /// Something of this report a reader is told, to be told no more.
    private enum Step: Hashable {
        /// A number or a label of a count, wherever it stands.
        case count(IssuedCount)
        /// All labels of a breakdown of a count.
        case labels(IssuedCount)
        /// A whole breakdown of a count.
        case table(IssuedCount)
        /// That a total is given at all: what was told before bounds it already.
        case total(IssuedCount)

        var count: IssuedCount {
            switch self {
            case .count(let count), .labels(let count), .table(let count), .total(let count): count
            }
        }
    }

    /// The report after a step, what its reader knows, and what is still told too closely.
    private typealias Tried = (cells: [LinkedTables.Cell], ranges: CountRanges, weak: Set<Int>)

    /// Holds back until nothing is told too closely, or there is nothing more to hold back.
    private mutating func holdBack(_ knowledge: ReaderKnowledge, _ ranges: CountRanges, _ found: [Int]) {
        var (ranges, weak) = (ranges, Set(found))
        var steps = 0
        while let worst = weak.min() {
            steps += 1
            let choices = steps > 40 ? [] : choices(knowledge, ranges, worst)
            var best: Tried?
            for step in choices.prefix(10) {
                guard let tried = tried(step, knowledge, ranges, weak) else { continue }
                if tried.weak.count < best?.weak.count ?? weak.count { best = tried }
                if tried.weak.isEmpty { break }
            }
            // No one step helps: it takes several, and whole breakdowns go first.
            if best == nil {
                for step in tables(ranges, worst) + choices where best == nil { best = tried(step, knowledge, ranges, weak) }
            }
            guard let next = best else { return }
            (cells, ranges, weak) = next
        }
    }

    /// What would be told too closely after a step; nil when it changes nothing.
    private func tried(
        _ step: Step, _ knowledge: ReaderKnowledge, _ ranges: CountRanges, _ weak: Set<Int>
    ) -> Tried? {
        let count = step.count
        var (cells, ranges) = (cells, ranges)
        let own = cells.indices.filter { cells[$0].period.from == count.from && cells[$0].period.to == count.to }
        let told = ReaderKnowledge.told(own.map { cells[$0].line }.told)
        for place in own { cells[place].shown = Self.after(step, cells[place]) }
        let left = ReaderKnowledge.told(own.map { cells[$0].line }.told)
        var changed: [Int] = []
        for count in told.keys where told[count] != left[count] {
            guard let place = ranges.places[count] else { continue }
            let (before, now) = (knowledge.before[count] ?? ReaderKnowledge.Bounds(), left[count] ?? ReaderKnowledge.Bounds())
            ranges.bounds[place] = before.met(now) ?? now
            changed.append(place)
        }
        guard !changed.isEmpty else { return nil }
        let issued = issued(cells)
        var tooClose = weak
        for system in ranges.systems(of: changed) {
            tooClose.subtract(system)
            // What cannot be is read anew from the beginning.
            let found = ranges.tooClose(in: system) { guardOf(ranges.counts[$0], ranges.bounds[$0], knowledge, issued) }
            tooClose.formUnion(found ?? [])
        }
        return (cells, ranges, tooClose)
    }

    private static func after(_ step: Step, _ cell: LinkedTables.Cell) -> ShownFigure {
        let counts = ReaderKnowledge.counts(cell.line)
        let (shown, one) = (cell.shown, step.count)
        func isOf(_ count: IssuedCount?) -> Bool { count?.what == one.what && count?.key == one.key }
        switch step {
        case .count: return shown.holdingBack(number: counts.number == one, base: counts.base == one)
        case .labels:
            return shown.holdingBack(
                number: isOf(counts.number) && shown.numerator?.isLabel == true,
                base: isOf(counts.base) && shown.denominator?.isLabel == true)
        case .table: return shown.holdingBack(number: isOf(counts.number), base: isOf(counts.base))
        case .total: return shown.holdingBack(number: counts.number == one, base: counts.base == one, as: .notGiven)
        }
    }

    /// What might be held back so that a count is told less closely, the least missed first.
    private func choices(_ knowledge: ReaderKnowledge, _ ranges: CountRanges, _ worst: Int) -> [Step] {
        let system = ranges.system(of: worst)
        var steps: Set<Step> = []
        for place in ranges.told(beside: system) {
            let (count, number) = (ranges.counts[place], ranges.bounds[place].least)
            // What was issued before cannot be taken back, and a zero of a breakdown is told.
            let isOwn = truth[count] != nil && knowledge.before[count]?.number == nil
            if isOwn, number > 0 || count.by.isEmpty { steps.insert(.count(count)) }
        }
        for place in system where truth[ranges.counts[place]] != nil {
            let count = ranges.counts[place]
            if count.by.isEmpty, ranges.bounds[place].most != nil { steps.insert(.count(count)) }
            if !count.by.isEmpty, ranges.bounds[place].most != nil || ranges.bounds[place].least > 1 {
                steps.insert(.labels(IssuedCount(what: count.what, by: count.key, from: count.from, to: count.to)))
            }
        }
        let worst = ranges.counts[worst]
        if worst.by.isEmpty, truth[worst] != nil { steps.insert(.total(worst)) }
        let main = cells[0].period
        func rank(_ step: Step) -> (Int, Int) {
            // A year around the report's period is missed least, then a cell, then labels, then another total, and last the report's own.
            let count = step.count
            if case .labels = step { return (2, 0) }
            let isMain = count.from == main.from && count.to == main.to
            // Quarters differ by a day or two.
            let isAround = count.to.number - count.from.number > main.to.number - main.from.number + 7
            let isTotal = step == .total(count)
            return (!count.by.isEmpty ? 1 : isMain ? (isTotal ? 5 : 4) : isAround ? 0 : 3, (truth[count] ?? 0) + (isTotal ? 1_000_000 : 0))
        }
        return steps.sorted { rank($0) < rank($1) || rank($0) == rank($1) && IssuedCount.inOrder($0.count, $1.count) }
    }

    /// The breakdowns of this report that hang together with a count, the smallest first.
    private func tables(_ ranges: CountRanges, _ worst: Int) -> [Step] {
        let system = ranges.system(of: worst)
        let near = (system + ranges.told(beside: system)).map { ranges.counts[$0] }.filter { truth[$0] != nil }
        let tables = Dictionary(grouping: near.filter { !$0.by.isEmpty }) {
            IssuedCount(what: $0.what, by: $0.key, from: $0.from, to: $0.to)
        }
        let (own, count) = (ranges.counts[worst].key, ranges.counts[worst])
        func isOwn(_ table: IssuedCount) -> Bool { table == IssuedCount(what: count.what, by: own, from: count.from, to: count.to) }
        return tables.keys.sorted {
            if isOwn($0) != isOwn($1) { return isOwn($0) }
            let (a, b) = (tables[$0]?.count ?? 0, tables[$1]?.count ?? 0)
            return a < b || a == b && IssuedCount.inOrder($0, $1)
        }.map { .table($0) }
    }
}

extension ShownCount {
    fileprivate var isLabel: Bool {
        if case .small = self { return true }
        return false
    }
}
