/// Between which numbers each count a reader is not told must lie, from all that the reader knows.
struct CountRanges {
    /// Of each count that is not told as a number: its least and greatest value.
    private(set) var ranges: [IssuedCount: (least: Double, greatest: Double)] = [:]
    /// Which of the numbers told bear on a count, by the count: those in a sum with it or with another it hangs together with.
    private(set) var bearing: [IssuedCount: Set<IssuedCount>] = [:]

    /// - Returns: nil when what is known cannot all be true.
    init?(_ knowledge: ReaderKnowledge) {
        let unknown = knowledge.bounds.filter { $0.value.number == nil }.keys.sorted(by: Self.inOrder)
        var parent = Array(unknown.indices)
        func root(_ place: Int) -> Int {
            var place = place
            while parent[place] != place { place = parent[place] }
            return place
        }
        let places = Dictionary(uniqueKeysWithValues: unknown.enumerated().map { ($0.element, $0.offset) })
        for sum in knowledge.sums {
            let inside = ([sum.whole] + sum.parts).compactMap { places[$0] }
            for other in inside.dropFirst() { parent[root(other)] = root(inside[0]) }
            let told = ([sum.whole] + sum.parts).compactMap { knowledge.bounds[$0]?.number }
            if inside.isEmpty {
                let rest = told[0] - told.dropFirst().reduce(0, +)
                guard sum.isExact ? rest == 0 : rest >= 0 else { return nil }
            }
        }
        let sums = Dictionary(grouping: knowledge.sums) { sum in
            ([sum.whole] + sum.parts).lazy.compactMap { places[$0] }.first.map(root) ?? -1
        }
        for (group, members) in Dictionary(grouping: unknown.indices, by: { root($0) }) {
            let own = Dictionary(uniqueKeysWithValues: members.enumerated().map { (unknown[$0.element], $0.offset) })
            var told: Set<IssuedCount> = []
            let lines = (sums[group] ?? []).map { sum in
                var line = LinearProgram.Line(terms: [], isEquality: sum.isExact, sum: 0)
                // Parts less the whole: no more than 0.
                for (count, times) in [(sum.whole, -1.0)] + sum.parts.map({ ($0, 1.0) }) {
                    if let place = own[count] {
                        line.terms.append((place, times))
                    } else if let number = knowledge.bounds[count]?.number {
                        line.sum -= times * Double(number)
                        told.insert(count)
                    }
                }
                return line
            }
            let bounds = members.map { knowledge.bounds[unknown[$0]] ?? ReaderKnowledge.Bounds() }
            guard
                var program = LinearProgram(
                    least: bounds.map { Double($0.least) }, most: bounds.map { $0.most.map(Double.init) }, lines: lines)
            else { return nil }
            for (place, member) in members.enumerated() {
                ranges[unknown[member]] = program.range(of: place)
                bearing[unknown[member]] = told
            }
        }
    }

    private static func inOrder(_ a: IssuedCount, _ b: IssuedCount) -> Bool {
        (a.what, a.by, a.from, a.to, a.apart ?? -1) < (b.what, b.by, b.from, b.to, b.apart ?? -1)
    }

    /// Whether a count may still be any from 1 to a number.
    func isOpen(_ count: IssuedCount, upTo most: Int) -> Bool {
        guard let range = ranges[count] else { return true }
        return range.least <= 1 + 1e-6 && range.greatest >= Double(most) - 1e-6
    }

    /// Whether a count is known to be small, and to be less than any from 1 to a number.
    func isPinned(_ count: IssuedCount, upTo most: Int) -> Bool {
        guard let range = ranges[count] else { return false }
        return range.least > 1e-6 && range.greatest < Double(most) + 1 - 1e-6 && !isOpen(count, upTo: most)
    }
}
