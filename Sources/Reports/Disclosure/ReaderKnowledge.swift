import Casework

/// All that the strongest reader knows of one measure from several reports: each count, how far it is told, and every sum between them.
///
/// The reader takes a cell told in two reports for one count, a breakdown for complete, and a year for the sum of its quarters, as far as what
/// is told allows. Where a later report tells a cell otherwise (records were corrected), the earlier one's table stands apart.
struct ReaderKnowledge {
    /// How far a count is told.
    struct Bounds: Hashable {
        var least = 0
        var most: Int?
        var number: Int? { least == most ? least : nil }
    }

    struct Sum {
        /// The whole minus its parts, which is 0 or, where the parts may lack some, 0 at least.
        let whole: IssuedCount
        let parts: [IssuedCount]
        let isExact: Bool
    }

    let measure: String
    private(set) var bounds: [IssuedCount: Bounds] = [:]
    private(set) var sums: [Sum] = []
    /// The counts no table gives: what stretches of days have between them.
    private(set) var between: Set<IssuedCount> = []
    private let ties: MeasureTies

    /// - Parameters:
    ///   - reports: the lines of this measure of each report, the oldest first.
    ///   - apart: how many of the oldest are read by themselves, for together with the rest they say what cannot be.
    init(_ measure: String, _ reports: [[IssuedLine]], apart: Int = 0) {
        self.measure = measure
        ties = MeasureTies.of(measure)
        for (index, lines) in reports.enumerated().reversed() {
            for (_, group) in Dictionary(grouping: lines, by: { [$0.from.number, $0.to.number] }) {
                note(group, report: index, isApart: index < apart)
            }
        }
        addCells()
        for pair in ties.within {
            for inner in bounds.keys where inner.what == pair.inner {
                let outer = IssuedCount(what: pair.outer, by: inner.by, from: inner.from, to: inner.to, apart: inner.apart)
                if bounds[outer] != nil { sums.append(Sum(whole: outer, parts: [inner], isExact: false)) }
            }
        }
        for what in ties.additive { addStretches(what) }
    }

    /// The counts that lines tell of, by the names a reader has for them.
    static func counts(_ line: IssuedLine) -> (number: IssuedCount?, base: IssuedCount?) {
        let names = MeasureTies.of(line.measure).names(line)
        func count(_ what: String) -> IssuedCount { IssuedCount(what: what, by: line.by, from: line.from, to: line.to) }
        return (line.number.map { _ in count(names.number) }, line.base == nil ? nil : names.base.map(count))
    }

    /// Takes in what one report says of one stretch of days, beside what later ones say of it.
    private mutating func note(_ lines: [IssuedLine], report: Int, isApart: Bool) {
        // Each part's table by its number and by its base was masked by itself.
        var told: [String: [IssuedCount: ShownCount]] = [:]
        for line in lines {
            let counts = Self.counts(line)
            if let count = counts.number, let shown = line.number { told["\(line.part) number \(line.key)", default: [:]][count] = shown }
            if let count = counts.base, let shown = line.base { told["\(line.part) base \(line.key)", default: [:]][count] = shown }
        }
        var found: [IssuedCount: Bounds] = [:]
        for table in told.values {
            // Beside a count said to be small, what is hidden is not small.
            let small = table.compactMap { count, shown in
                if case .small(let most) = shown, !count.by.isEmpty { most } else { nil }
            }.max()
            for (count, shown) in table {
                let own: Bounds
                switch shown {
                case .number(let number): own = Bounds(least: number, most: number)
                case .small(let most): own = Bounds(least: 1, most: most)
                case .hidden: own = Bounds(least: small.map { $0 + 1 } ?? 0, most: nil)
                }
                found[count] = Self.meet(found[count], own) ?? own
            }
        }
        let isOther = found.contains { count, own in bounds[count].map { Self.meet($0, own) == nil } ?? false }
        for (count, own) in found {
            var count = count
            if isApart || isOther { count.apart = report }
            bounds[count] = Self.meet(bounds[count] ?? Bounds(), own) ?? own
        }
    }

    private static func meet(_ a: Bounds?, _ b: Bounds) -> Bounds? {
        guard let a else { return b }
        let most = [a.most, b.most].compactMap { $0 }.min()
        let least = max(a.least, b.least)
        return most.map { least <= $0 } ?? true ? Bounds(least: least, most: most) : nil
    }

    /// A breakdown adds up to its whole.
    private mutating func addCells() {
        let tables = Dictionary(grouping: bounds.keys.filter { !$0.by.isEmpty && !ties.shared.contains($0.key) }) { [$0.whole: $0.key] }
        // Where somebody may stand in two cells, each is no more than the whole.
        for cell in bounds.keys where !cell.by.isEmpty && ties.shared.contains(cell.key) && bounds[cell.whole] != nil {
            sums.append(Sum(whole: cell.whole, parts: [cell], isExact: false))
        }
        for (name, cells) in tables {
            guard let whole = name.keys.first, let told = bounds[whole] else { continue }
            let least = cells.reduce(0) { $0 + (bounds[$1]?.least ?? 0) }
            let ends = cells.map { bounds[$0]?.most }
            let most = ends.contains(nil) ? nil : ends.compactMap { $0 }.reduce(0, +)
            // Children whose group is not known are in no cell.
            let isExact = (told.most.map { least <= $0 } ?? true) && (most.map { $0 >= told.least } ?? true)
            sums.append(Sum(whole: whole, parts: cells.sorted { $0.by < $1.by }, isExact: isExact))
        }
    }

    /// Stretches of days that overlap are made of the same shorter ones.
    private mutating func addStretches(_ what: String) {
        let own = bounds.keys.filter { $0.what == what && $0.apart == nil }
        let tables = Dictionary(grouping: own.filter { !$0.by.isEmpty }, by: \.key).mapValues { Set($0.map(\.whole)) }
        for (by, told) in Dictionary(grouping: own, by: \.by) {
            var counts = told
            // A cell a table does not list is 0.
            if let key = told.first?.key, !key.isEmpty {
                for table in tables[key] ?? [] where !told.contains(where: { $0.whole == table }) {
                    let absent = IssuedCount(what: what, by: by, from: table.from, to: table.to)
                    bounds[absent] = Bounds(least: 0, most: 0)
                    counts.append(absent)
                }
            }
            for group in Self.overlapping(counts) where group.count > 1 {
                let cuts = Set(group.flatMap { [$0.from, $0.to + 1] }).sorted()
                let pieces = zip(cuts, cuts.dropFirst()).map { IssuedCount(what: "\(what) between", by: by, from: $0, to: $1 - 1) }
                for piece in pieces {
                    bounds[piece] = Bounds()
                    between.insert(piece)
                }
                for count in group {
                    sums.append(Sum(whole: count, parts: pieces.filter { $0.from >= count.from && $0.to <= count.to }, isExact: true))
                }
            }
        }
    }

    /// Counts in groups that share days, each group apart from the others.
    private static func overlapping(_ counts: [IssuedCount]) -> [[IssuedCount]] {
        var groups: [[IssuedCount]] = []
        var last: Day?
        for count in counts.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) {
            if let end = last, count.from <= end {
                groups[groups.count - 1].append(count)
                last = max(end, count.to)
            } else {
                groups.append([count])
                last = count.to
            }
        }
        return groups
    }
}
