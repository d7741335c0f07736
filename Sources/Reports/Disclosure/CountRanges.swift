/// How closely each count that a reader is not told can be told after all, from all that the reader knows.
///
/// Counts hang together through the sums they stand in; those that do are one system, apart from the others, solved when it is asked for.
struct CountRanges {
    /// What must not be told of a count.
    enum Guard: Hashable {
        /// That it is not 1, or not a number.
        case openTo(Int)
        /// That it is from 1 to a number, unless it may be any of them.
        case notPinned(Int)
        /// That it may be some of 1 to a number but not all: a later report may come to give it.
        case notNarrowed(Int)
    }

    /// A sum of counts, each with its sign, that is 0 or no more than 0.
    private struct Line {
        var terms: [(place: Int, times: Int)]
        var isEquality: Bool
    }

    let counts: [IssuedCount]
    let places: [IssuedCount: Int]
    var bounds: [ReaderKnowledge.Bounds]
    private let lines: [Line]
    private let linesOf: [[Int]]

    init(_ knowledge: ReaderKnowledge) {
        let counts = knowledge.bounds.keys.sorted(by: IssuedCount.inOrder)
        let places = Dictionary(uniqueKeysWithValues: counts.enumerated().map { ($0.element, $0.offset) })
        bounds = counts.map { knowledge.bounds[$0] ?? ReaderKnowledge.Bounds() }
        lines = knowledge.sums.map { sum in
            let sign = sum.kind == .covering ? -1 : 1
            let terms = [(sum.whole, -sign)] + sum.parts.map { ($0, sign) }
            return Line(terms: terms.compactMap { count, times in places[count].map { ($0, times) } }, isEquality: sum.kind == .exact)
        }
        var linesOf = Array(repeating: [Int](), count: counts.count)
        for (line, each) in lines.enumerated() {
            for term in each.terms { linesOf[term.place].append(line) }
        }
        (self.counts, self.places, self.linesOf) = (counts, places, linesOf)
    }

    private func isTold(_ place: Int) -> Bool { bounds[place].number != nil }

    /// The counts not told that hang together with a count, itself among them; none where it is told.
    func system(of place: Int) -> [Int] {
        guard !isTold(place) else { return [] }
        var (found, next): (Set<Int>, [Int]) = ([place], [place])
        while let one = next.popLast() {
            for line in linesOf[one] {
                for term in lines[line].terms where !isTold(term.place) && found.insert(term.place).inserted { next.append(term.place) }
            }
        }
        return found.sorted()
    }

    /// All systems that hold any of some counts.
    func systems(of some: some Sequence<Int>) -> [[Int]] {
        var seen: Set<Int> = []
        return some.compactMap { place in
            guard !seen.contains(place) else { return nil }
            let system = system(of: place)
            seen.formUnion(system)
            return system.isEmpty ? nil : system
        }
    }

    /// The numbers told that stand in a sum with any count of a system.
    func told(beside system: [Int]) -> Set<Int> {
        var found: Set<Int> = []
        for place in system {
            for line in linesOf[place] {
                for term in lines[line].terms where isTold(term.place) { found.insert(term.place) }
            }
        }
        return found
    }

    /// Whether all that is told outright adds up, and all the rest can.
    var isPossible: Bool {
        let told = lines.allSatisfy { line in
            guard line.terms.allSatisfy({ isTold($0.place) }) else { return true }
            let sum = line.terms.reduce(0) { $0 + $1.times * bounds[$1.place].least }
            return line.isEquality ? sum == 0 : sum <= 0
        }
        return told && systems(of: counts.indices).allSatisfy { program($0) != nil }
    }

    /// Of the counts of a system those told too closely; nil when what is known of it cannot all be true.
    ///
    /// - Parameter guardOf: what must not be told of the count at a place; nil where anything may be.
    func tooClose(in system: [Int], _ guardOf: (Int) -> Guard?) -> [Int]? {
        let asked = system.enumerated().compactMap { place, count in guardOf(count).map { (place, count, $0) } }
        guard !asked.isEmpty else { return [] }
        guard var program = program(system) else { return nil }
        var found: [Int] = []
        for (place, count, own) in asked where !Self.holds(own, place, &program) { found.append(count) }
        return found
    }

    private static func holds(_ own: Guard, _ place: Int, _ program: inout LinearProgram) -> Bool {
        switch own {
        case .openTo(let most): return program.reaches(place, atMost: 1) && program.reaches(place, atLeast: Double(most))
        case .notPinned(let most):
            if program.reaches(place, atMost: 0) || program.reaches(place, atLeast: Double(most + 1)) { return true }
            return program.reaches(place, atMost: 1) && program.reaches(place, atLeast: Double(most))
        case .notNarrowed(let most):
            if program.reaches(place, atMost: 1) && program.reaches(place, atLeast: Double(most)) { return true }
            return !program.reaches(place, atMost: Double(most)) || !program.reaches(place, atLeast: 1)
        }
    }

    /// Between which numbers a count must lie.
    func range(of count: IssuedCount) -> (least: Double, greatest: Double)? {
        guard let place = places[count] else { return nil }
        if let number = bounds[place].number { return (Double(number), Double(number)) }
        let system = system(of: place)
        guard var program = program(system) else { return nil }
        return system.firstIndex(of: place).map { program.range(of: $0) }
    }

    private func program(_ system: [Int]) -> LinearProgram? {
        let own = Dictionary(uniqueKeysWithValues: system.enumerated().map { ($0.element, $0.offset) })
        let used = Set(system.flatMap { linesOf[$0] }).sorted()
        let made = used.map { line in
            var made = LinearProgram.Line(terms: [], isEquality: lines[line].isEquality, sum: 0)
            for term in lines[line].terms {
                if let place = own[term.place] {
                    made.terms.append((place, Double(term.times)))
                } else {
                    made.sum -= Double(term.times * bounds[term.place].least)
                }
            }
            return made
        }
        return LinearProgram(
            least: system.map { Double(bounds[$0].least) }, most: system.map { bounds[$0].most.map(Double.init) }, lines: made)
    }
}
