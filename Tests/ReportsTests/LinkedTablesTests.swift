import Casework
import Statistics
import Testing

@testable import Reports

/// Tables that hang together, attacked by a slow and obvious twin: every way to fill the hidden cells is tried. (promise 8)
@Suite("Small numbers in tables that hang together")
struct LinkedTablesTests {
    @Test("What a view's file told is read as what a report told of the same measure and part")
    func fileOfAView() {
        let head = "measure,figure,part,by,of,from,to,number,base,value,shown as,unit,lower,upper,as known at,notes\n"
        let row = "First-time entrants,Children,fte count,sex=MALE,Male,2026-04-01,2026-06-30,fewer than 6,,,Fewer than 6,count,,,,\n"
        let report =
            "measure,part,by,of,from,to,number,base,value,unit,lower,upper\nfte,count,sex=MALE,Male,2026-04-01,2026-06-30,fewer than 6,,,count,,\n"
        #expect(IssuedLine.read(head + row) == IssuedLine.read(report))
        #expect(IssuedLine.read(head + row).first?.number == .small(5))
    }

    private static let start = Day(year: 2025, month: 4, day: 1) ?? .unset
    private static func months(_ from: Int, _ length: Int) -> Period {
        let first = start.adding(months: from)
        return Period(label: "p", from: first, to: first.adding(months: length) - 1)
    }

    /// A count of entrants as a report would give it by its own table alone.
    private static func cell(_ number: Int, _ shown: ShownCount, _ period: Period, _ by: [String: String] = [:]) -> LinkedTables.Cell {
        let figure = ShownFigure(
            measure: Measure.firstTimeEntrants.id, part: "count", by: by, unit: .count, numerator: shown, denominator: nil,
            isOfPopulation: false, value: nil, interval: nil, isOpen: false, matureOn: nil)
        return LinkedTables.Cell(shown: figure, period: period, number: number, base: nil)
    }

    /// A period's total with two breakdowns, masked each by itself.
    private static func table(_ sexes: [Int], _ ages: [Int], _ period: Period, _ disclosure: Disclosure) -> [LinkedTables.Cell] {
        let total = sexes.reduce(0, +)
        let whole = disclosure.total(total)
        func cells(_ key: String, _ numbers: [Int]) -> [LinkedTables.Cell] {
            let shown = disclosure.parts(numbers, of: whole)
            return numbers.enumerated().map {
                cell($0.element, shown?[$0.offset] ?? .hidden, period, [key: "v\($0.offset)"])
            }
        }
        return [cell(total, whole, period)] + cells("sex", sexes) + cells("age", ages)
    }

    private static func lines(_ cells: [LinkedTables.Cell]) -> [IssuedLine] { cells.map { IssuedLine($0.shown, $0.period) } }

    @Test("S-PER-17: what is hidden of what is hidden is said in words that read")
    func hiddenOfHidden() {
        func words(_ denominator: ShownCount) -> String {
            ShownFigure(
                measure: Measure.firstTimeEntrants.id, part: "share", by: [:], unit: .percent, numerator: .hidden, denominator: denominator,
                isOfPopulation: false, value: nil, interval: nil, isOpen: false, matureOn: nil
            ).baseText
        }
        #expect(words(.hidden) == "how many, and of how many, is hidden")
        #expect(words(.number(40)) == "out of 40; how many of them is hidden")
    }

    @Test("a year that would tell its hidden quarter is held back, and one that would not stands")
    func year() {
        func year(_ total: Int, _ quarters: [Int]) -> ShownCount? {
            let disclosure = Disclosure()
            var cells: [LinkedTables.Cell] = []
            for (place, number) in quarters.enumerated() {
                cells.append(Self.cell(number, disclosure.total(number), Self.months(3 * place, 3)))
            }
            cells.append(Self.cell(total, disclosure.total(total), Self.months(0, 12)))
            LinkedTables(disclosure: disclosure, earlier: [], outcomes: [:]).protect(&cells)
            return cells.last?.shown.numerator
        }
        #expect(year(8, [2, 6]) == .hidden)
        #expect(year(14, [2, 6]) == .hidden, "3 to 7 in what is left of the year, which a later report may give")
        #expect(year(20, [2, 6]) == .number(20))
        #expect(year(4, [2, 1]) == .notGiven, "of two quarters with 1 or more it has 2 or more")
        #expect(year(14, [6, 6]) == .hidden, "2 in what is left of the year, which nobody shows")
        #expect(year(12, [6, 6]) == .number(12), "nobody at all")
    }

    @Test("what was issued of a year and three quarters does not tell the fourth, nor does the fourth tell what they hid")
    func sequence() {
        let disclosure = Disclosure()
        let linked = { (earlier: [[IssuedLine]]) in LinkedTables(disclosure: disclosure, earlier: earlier, outcomes: [:]) }
        var issued: [[IssuedLine]] = []
        var shown: [ShownCount?] = []
        for (number, period) in [
            (9, Self.months(0, 3)), (3, Self.months(3, 3)), (8, Self.months(6, 3)), (32, Self.months(0, 12)), (12, Self.months(9, 3)),
        ] {
            var cells = [Self.cell(number, disclosure.total(number), period)]
            linked(issued).protect(&cells)
            issued.append(Self.lines(cells))
            shown.append(cells[0].shown.numerator)
        }
        #expect(shown == [.number(9), .small(5), .number(8), .number(32), .hidden])
    }

    @Test("labels tell too: beside a year said to be small no quarter is, and a year of which the quarters tell too much is not given")
    func labels() {
        func issue(_ number: Int, _ period: Period, after issued: [[IssuedLine]]) -> (ShownCount?, [IssuedLine]) {
            let disclosure = Disclosure()
            var cells = [Self.cell(number, disclosure.total(number), period)]
            LinkedTables(disclosure: disclosure, earlier: issued, outcomes: [:]).protect(&cells)
            return (cells[0].shown.numerator, Self.lines(cells))
        }
        let year = issue(5, Self.months(0, 12), after: [])
        #expect(year.0 == .small(5))
        #expect(issue(2, Self.months(0, 3), after: [year.1]).0 == .hidden, "what is left of the year would be 4 at most")
        let first = issue(2, Self.months(0, 3), after: [])
        let second = issue(2, Self.months(3, 3), after: [first.1])
        #expect(first.0 == .small(5) && second.0 == .small(5))
        #expect(issue(4, Self.months(0, 6), after: [first.1, second.1]).0 == .notGiven, "of two quarters with 1 or more it has 2 or more")
    }

    @Test("a quarter corrected since is another count, and does not stop the report")
    func corrected() {
        let (disclosure, quarter) = (Disclosure(), Self.months(0, 3))
        var old = Self.table([3, 20], [10, 13], quarter, disclosure)
        LinkedTables(disclosure: disclosure, earlier: [], outcomes: [:]).protect(&old)
        var new = Self.table([8, 21], [14, 15], quarter, disclosure)
        LinkedTables(disclosure: disclosure, earlier: [Self.lines(old)], outcomes: [:]).protect(&new)
        #expect(new.allSatisfy { !$0.shown.isHeldBack })
    }

    /// Every filling of the hidden counts that fits the labels and all sums, by brute force.
    private static func fillings(_ knowledge: ReaderKnowledge, upTo limit: Int) -> [[IssuedCount: Int]] {
        let counts = knowledge.bounds.keys.filter { knowledge.bounds[$0]?.number == nil }.sorted {
            ($0.what, $0.by, $0.from, $0.to, $0.apart ?? -1) < ($1.what, $1.by, $1.from, $1.to, $1.apart ?? -1)
        }
        let known = knowledge.bounds.compactMapValues(\.number)
        var found: [[IssuedCount: Int]] = []
        func fits(_ values: [IssuedCount: Int]) -> Bool {
            knowledge.sums.allSatisfy { sum in
                let parts = sum.parts.map { values[$0] }
                let least = parts.compactMap { $0 }.reduce(0, +)
                guard let whole = values[sum.whole] else { return true }
                guard !parts.contains(nil) else { return sum.kind == .covering || least <= whole }
                switch sum.kind {
                case .exact: return least == whole
                case .within: return least <= whole
                case .covering: return least >= whole
                }
            }
        }
        func fill(_ place: Int, _ values: [IssuedCount: Int]) {
            guard place < counts.count else {
                found.append(values)
                return
            }
            guard let bounds = knowledge.bounds[counts[place]] else { return }
            for value in bounds.least...max(bounds.least, bounds.most ?? limit) {
                var next = values
                next[counts[place]] = value
                if fits(next) { fill(place + 1, next) }
            }
        }
        if fits(known) { fill(0, known) }
        return found
    }

    @Test("the ranges are those of every filling tried, and no small count is told, over reports one after the other", arguments: 1...24)
    func bruteForce(seed: Int) {
        var dice = SmallDice(state: UInt64(seed))
        let disclosure = Disclosure(upTo: 2)
        // Few and small: two quarters and their half, a breakdown of two cells each, some nothing.
        let quarters = (0..<2).map { _ in [dice.roll(7), dice.roll(7)] }
        let half = zip(quarters[0], quarters[1]).map(+)
        let order = [[0, 1, 2], [2, 0, 1], [0, 2, 1]][seed % 3]
        var issued: [[IssuedLine]] = []
        for which in order {
            let numbers = which == 2 ? half : quarters[which]
            let period = which == 2 ? Self.months(0, 6) : Self.months(3 * which, 3)
            var cells = Self.table(numbers, [], period, disclosure)
            LinkedTables(disclosure: disclosure, earlier: issued, outcomes: [:]).protect(&cells)
            issued.append(Self.lines(cells))
            let knowledge = ReaderKnowledge([Measure.firstTimeEntrants.id], issued)
            let limit = 2 * half.reduce(0, +) + 6
            // What can be tried in reasonable time.
            let told = knowledge.bounds.values.compactMap(\.number)
            guard knowledge.bounds.count - told.count <= 7, told.allSatisfy({ $0 <= 14 }) else { continue }
            let ranges = CountRanges(knowledge)
            #expect(ranges.isPossible, "nothing fits \(issued)")
            let fillings = Self.fillings(knowledge, upTo: min(limit, 14))
            #expect(!fillings.isEmpty)
            for (count, bounds) in knowledge.bounds where bounds.number == nil {
                let possible = Set(fillings.compactMap { $0[count] })
                let range = ranges.range(of: count)
                #expect(range?.least == possible.min().map(Double.init), "\(count)")
                if let greatest = range?.greatest, greatest < 8 { #expect(greatest == possible.max().map(Double.init), "\(count)") }
                let isBetween = knowledge.untold.contains(count)
                let total = count.from == Self.start && count.to == Self.months(0, 6).to ? half : quarters[count.from == Self.start ? 0 : 1]
                let place = count.by.last.flatMap { Int(String($0)) }
                let truth = isBetween ? nil : place.map { total[$0] } ?? total.reduce(0, +)
                if let truth, (1...2).contains(truth) {
                    #expect(possible.isSuperset(of: 1...2), "\(quarters), \(order): \(count) is one of \(possible.sorted())")
                }
            }
        }
    }

    /// A small generator, so that a seed is one table for ever.
    private struct SmallDice {
        var state: UInt64
        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }
}
