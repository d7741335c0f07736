import Casework

/// All that the strongest reader knows of measures read together from several reports: each count, how far it is told, and every sum between them.
///
/// The reader knows the rules by which numbers are hidden (`note` says what each label tells), takes a cell told in two reports for one count,
/// a breakdown for complete, and a year for the sum of its quarters, as far as what is told allows, and knows which count of one measure is no
/// more than what of another. Where a later report tells a cell otherwise (records were corrected), the earlier one's table stands apart.
struct ReaderKnowledge {
    /// How far a count is told.
    struct Bounds: Hashable {
        var least = 0
        var most: Int?
        var number: Int? { least == most ? least : nil }

        /// Both together; nil where they contradict each other.
        func met(_ other: Bounds) -> Bounds? {
            let ends = [most, other.most].compactMap { $0 }.min()
            let least = max(least, other.least)
            return ends.map { least <= $0 } ?? true ? Bounds(least: least, most: ends) : nil
        }
    }

    struct Sum {
        enum Kind {
            /// The parts are the whole.
            case exact
            /// The parts are no more than the whole.
            case within
            /// The parts are no less than the whole.
            case covering
        }
        let whole: IssuedCount
        let parts: [IssuedCount]
        let kind: Kind
    }

    private(set) var bounds: [IssuedCount: Bounds] = [:]
    private(set) var sums: [Sum] = []
    /// What every report but the last tells of a count the last may tell too.
    private(set) var before: [IssuedCount: Bounds] = [:]
    /// The counts no table gives: what stretches of days have between them, which a later report may give.
    private(set) var between: Set<IssuedCount> = []
    /// What one count lacks of another.
    private(set) var rests: Set<IssuedCount> = []
    var untold: Set<IssuedCount> { between.union(rests) }
    private let ties: ReaderTies
    private let isLoose: Bool

    /// - Parameters:
    ///   - measures: those read together.
    ///   - reports: the lines of these measures of each report, the oldest first.
    ///   - apart: by measure, how many of the oldest are read by themselves, for together with the rest they say what cannot be.
    ///   - isLoose: whether no breakdown is taken for complete: children whose group is not known are in no cell.
    ///   - outcomes: the outcomes of each group, by which counts of offences are bounded.
    init(
        _ measures: [String], _ reports: [[IssuedLine]], apart: [String: Int] = [:], isLoose: Bool = false,
        outcomes: [String: Set<String>] = [:]
    ) {
        ties = ReaderTies(measures)
        self.isLoose = isLoose
        for (index, lines) in reports.enumerated().reversed() {
            let groups = Dictionary(grouping: lines.told) { Told(measure: $0.measure, from: $0.from, to: $0.to) }
            for (told, group) in groups.sorted(by: { Told.inOrder($0.key, $1.key) }) {
                note(group, report: index, isApart: index < apart[told.measure] ?? 0, isLast: index == reports.count - 1)
            }
        }
        addStretches()
        addCells()
        addWithin()
        if measures.count > 1 { addAcross(outcomes) }
    }

    /// What one report tells at once: of a measure over a stretch of days.
    private struct Told: Hashable {
        let measure: String
        let from: Day
        let to: Day
        static func inOrder(_ a: Told, _ b: Told) -> Bool { (a.from, a.to, a.measure) < (b.from, b.to, b.measure) }
    }

    /// The counts that a line tells of, by the names a reader has for them.
    static func counts(_ line: IssuedLine) -> (number: IssuedCount?, base: IssuedCount?) {
        let names = MeasureTies.names(line.measure, line.part, hasBase: line.base != nil)
        func count(_ what: String) -> IssuedCount { IssuedCount(what: what, by: line.by, from: line.from, to: line.to) }
        return (line.number.map { _ in count(names.number) }, line.base == nil ? nil : names.base.map(count))
    }

    /// What the lines of one report and one stretch of days tell of their counts.
    ///
    /// “Fewer than 6” is 1 to 5. Hidden beside it, in the same column of the same breakdown, is 6 or more. Where a column of a breakdown tells
    /// anything its zeros are told, so what is hidden is 1 or more; but not numbers out of a base, of which all are hidden together. Of a total
    /// that is hidden nothing is told.
    static func told(_ lines: [IssuedLine]) -> [IssuedCount: Bounds] {
        var columns: [String: [(count: IssuedCount, shown: ShownCount, least: Int)]] = [:]
        for line in lines {
            let counts = counts(line)
            let least = line.by.isEmpty ? 0 : 1
            if let count = counts.number, let shown = line.number, shown != .notGiven {
                columns["\(line.measure) \(line.part) number \(line.key)", default: []].append((count, shown, line.base == nil ? least : 0))
            }
            if let count = counts.base, let shown = line.base, shown != .notGiven {
                columns["\(line.measure) \(line.part) base \(line.key)", default: []].append((count, shown, least))
            }
        }
        var found: [IssuedCount: Bounds] = [:]
        for column in columns.values {
            let small = column.compactMap { cell in
                if case .small(let most) = cell.shown, !cell.count.by.isEmpty { most } else { nil }
            }.max()
            let tells = column.contains { $0.shown != .hidden }
            for cell in column {
                let own: Bounds
                switch cell.shown {
                case .number(let number): own = Bounds(least: number, most: number)
                case .small(let most): own = Bounds(least: 1, most: most)
                case .hidden, .notGiven:
                    own = Bounds(least: small.map { $0 + 1 } ?? (tells ? cell.least : 0), most: nil)
                }
                found[cell.count] = found[cell.count].map { $0.met(own) ?? own } ?? own
            }
        }
        return found
    }

    /// Takes in what one report says of one stretch of days, beside what later ones say of it.
    private mutating func note(_ lines: [IssuedLine], report: Int, isApart: Bool, isLast: Bool) {
        let found = Self.told(lines)
        let isOther = found.contains { count, own in bounds[count].map { $0.met(own) == nil } ?? false }
        for (count, own) in found {
            var count = count
            if isApart || isOther { count.apart = report }
            bounds[count] = (bounds[count] ?? Bounds()).met(own) ?? own
            if !isLast { before[count] = (before[count] ?? Bounds()).met(own) ?? own }
        }
    }

    // MARK: Days

    /// Stretches of days that overlap are made of the same shorter ones.
    private mutating func addStretches() {
        let whats = ties.additive.union(ties.spread).union(ties.gathered)
        let own = bounds.keys.filter { whats.contains($0.what) && $0.apart == nil }
        for (name, told) in Dictionary(grouping: own, by: { [String($0.group), $0.key] }).sorted(by: {
            $0.key.lexicographicallyPrecedes($1.key)
        }) {
            let key = name[1]
            let cuts = Set(told.flatMap { [$0.from, $0.to + 1] }).sorted()
            for (what, counts) in Dictionary(grouping: told, by: \.what).sorted(by: { $0.key < $1.key }) {
                let stretches = Set(counts.map(\.whole)).sorted(by: IssuedCount.inOrder)
                for by in Set(counts.map(\.by)).sorted() {
                    addStretches(what, by, stretches, cuts)
                }
                if !key.isEmpty { addWholes(what, stretches, cuts) }
            }
        }
    }

    private mutating func addStretches(_ what: String, _ by: String, _ stretches: [IssuedCount], _ cuts: [Day]) {
        let counts = stretches.map { IssuedCount(what: what, by: by, from: $0.from, to: $0.to) }
        // A cell a table does not list is 0.
        for count in counts where bounds[count] == nil { bounds[count] = Bounds(least: 0, most: 0) }
        for count in counts {
            let pieces = self.pieces(of: count, cuts)
            guard pieces.count > 1 else { continue }
            for piece in pieces { note(between: piece) }
            if ties.additive.contains(what) {
                sums.append(Sum(whole: count, parts: pieces, kind: .exact))
                continue
            }
            sums.append(Sum(whole: count, parts: pieces, kind: .covering))
            guard ties.spread.contains(what) else { continue }
            let inner = counts.filter { $0 != count && $0.from >= count.from && $0.to <= count.to }
            for part in Set(pieces + inner).sorted(by: IssuedCount.inOrder) { sums.append(Sum(whole: count, parts: [part], kind: .within)) }
        }
    }

    private func pieces(of count: IssuedCount, _ cuts: [Day]) -> [IssuedCount] {
        let inside = cuts.filter { $0 >= count.from && $0 <= count.to + 1 }
        return zip(inside, inside.dropFirst()).map { count.over($0, $1 - 1) }
    }

    private mutating func note(between count: IssuedCount) {
        guard bounds[count] == nil else { return }
        bounds[count] = Bounds()
        between.insert(count)
    }

    /// The wholes of the pieces a breakdown's stretches are made of, where what is told of wholes gives them.
    private mutating func addWholes(_ what: String, _ stretches: [IssuedCount], _ cuts: [Day]) {
        let told = Set(bounds.keys.filter { $0.what == what && $0.by.isEmpty && $0.apart == nil })
        let ends = Set(told.flatMap { [$0.from, $0.to + 1] }).sorted()
        let pieces = Set(stretches.flatMap { self.pieces(of: $0, cuts) }).sorted(by: IssuedCount.inOrder)
        for piece in pieces where !told.contains(piece) {
            let parts = self.pieces(of: piece, ends)
            guard parts.count > 1, ties.additive.contains(what), parts.allSatisfy({ told.contains($0) }) else { continue }
            note(between: piece)
            sums.append(Sum(whole: piece, parts: parts, kind: .exact))
        }
    }

    // MARK: Tables

    /// A breakdown adds up to its whole.
    private mutating func addCells() {
        // Where somebody may stand in two cells, each is no more than the whole.
        let cells = bounds.keys.filter { !$0.by.isEmpty && bounds[$0.whole] != nil }.sorted(by: IssuedCount.inOrder)
        for cell in cells where ties.isShared(cell) { sums.append(Sum(whole: cell.whole, parts: [cell], kind: .within)) }
        var incomplete: [(group: Substring, key: String, from: Day, to: Day)] = []
        var tables: [(whole: IssuedCount, key: String, cells: [IssuedCount])] = []
        for (name, cells) in Dictionary(grouping: cells.filter { !ties.isShared($0) }, by: { [$0.whole: $0.key] }) {
            guard let whole = name.keys.first, let key = name.values.first, let told = bounds[whole] else { continue }
            let least = cells.reduce(0) { $0 + (bounds[$1]?.least ?? 0) }
            let ends = cells.map { bounds[$0]?.most }
            let most = ends.contains(nil) ? nil : ends.compactMap { $0 }.reduce(0, +)
            // Children whose group is not known are in no cell.
            let isComplete = (told.most.map { least <= $0 } ?? true) && (most.map { $0 >= told.least } ?? true)
            if !isComplete { incomplete.append((whole.group, key, whole.from, whole.to)) }
            tables.append((whole, key, cells))
        }
        for table in tables.sorted(by: { IssuedCount.inOrder($0.whole, $1.whole) || $0.whole == $1.whole && $0.key < $1.key }) {
            let lacks = incomplete.contains {
                $0.group == table.whole.group && $0.key == table.key && $0.from <= table.whole.to && $0.to >= table.whole.from
            }
            sums.append(Sum(whole: table.whole, parts: table.cells, kind: isLoose || lacks ? .within : .exact))
        }
    }

    private mutating func addWithin() {
        let told = bounds
        for count in told.keys.sorted(by: IssuedCount.inOrder) {
            // What the one lacks of the other is a count as well.
            for (inner, rest) in ties.rests(of: count, { told[$0] != nil }) {
                bounds[rest] = Bounds()
                rests.insert(rest)
                sums.append(Sum(whole: count, parts: inner + [rest], kind: .exact))
            }
            for pair in ties.below where pair.less == count.what && told[count.of(pair.more)] != nil {
                sums.append(Sum(whole: count.of(pair.more), parts: [count], kind: .within))
            }
        }
    }

    // MARK: Measures

    /// What one measure counts is bounded by what another does, of the same days.
    private mutating func addAcross(_ outcomes: [String: Set<String>]) {
        let untold = untold
        let told = bounds.keys.filter { !untold.contains($0) }.sorted(by: IssuedCount.inOrder)
        let outcomeCells = Dictionary(grouping: told.filter { $0.what == AcrossMeasures.outcomes && $0.key == "outcome" }, by: \.whole)
        for count in told {
            for more in AcrossMeasures.bounding(count, outcomes) {
                let parts: [IssuedCount]
                switch more {
                case .count(let one): parts = [one]
                case .outcomes(let wanted):
                    let whole = count.of(AcrossMeasures.outcomes).whole
                    // Of a table that is told all that occurred is listed.
                    parts =
                        outcomeCells[whole].map { cells in cells.filter { wanted.contains(String($0.by.dropFirst("outcome=".count))) } }
                        ?? [whole]
                }
                add(count, noMoreThan: parts)
            }
        }
    }

    /// Where what is told says otherwise (an offence was proven by an outcome that is not its main one) or says so already, nothing is added.
    private mutating func add(_ count: IssuedCount, noMoreThan parts: [IssuedCount]) {
        let found = parts.compactMap { bounds[$0] }
        guard !parts.isEmpty, found.count == parts.count, let own = bounds[count] else { return }
        let ends = found.map(\.most)
        let most = ends.contains(nil) ? nil : ends.compactMap { $0 }.reduce(0, +)
        let isPossible = most.map { own.least <= $0 } ?? true
        let isPlain = own.most.map { $0 <= found.reduce(0) { $0 + $1.least } } ?? false
        if isPossible, !isPlain { sums.append(Sum(whole: count, parts: parts, kind: .covering)) }
    }
}
