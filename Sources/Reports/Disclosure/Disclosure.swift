/// A count as it leaves the service.
public enum ShownCount: Hashable, Sendable {
    /// As it is: a true 0, or more than is small.
    case number(Int)
    /// From 1 to this many, said to be so.
    case small(Int)
    /// Held back because it would reveal another.
    case hidden
    /// Not given at all, for what was told before already bounds it.
    case notGiven

    public var number: Int? {
        if case .number(let number) = self { return number }
        return nil
    }

    public var text: String {
        switch self {
        case .number(let number): String(number)
        case .small(let most): "Fewer than \(most + 1)"
        case .hidden: "Hidden to protect small numbers"
        case .notGiven: "Not given, to protect small numbers"
        }
    }
}

/// Small numbers in linked tables: which counts may leave the service, so that no count from 1 to 5 can be worked out. (promise 8)
///
/// The rule for youth justice statistics was not found; this is the documented practice of regulation.md §10: a true 0 is shown, 1 to 5 are
/// hidden, no group has exactly one hidden cell, nothing is shown from which a hidden count follows. What a reader knows is taken at its
/// strongest: that "fewer than 6" is 1 to 5, that anything else hidden beside it is 6 or more, and every sum. Each hidden count must then
/// still be able to be any of 1 to 5; where that cannot be had, all but the zeros is held back without a word of which are small, or else the zeros too.
///
/// Five is the default of a service's setting; what is said of 5 and 6 here goes for its number and the next.
public struct Disclosure: Sendable {
    /// The largest count that is small.
    public let most: Int

    public init(upTo most: Int = 5) { self.most = most }

    var small: ClosedRange<Int> { 1...most }

    func isSmall(_ count: Int) -> Bool { small.contains(count) }

    /// A total by itself.
    public func total(_ count: Int) -> ShownCount { isSmall(count) ? .small(most) : .number(count) }

    /// The parts of a total; nil when none of them may be given.
    ///
    /// - Parameters:
    ///   - parts: not negative. What they lack of the total counts as one more part, which no table shows.
    public func parts(_ parts: [Int], of total: ShownCount) -> [ShownCount]? {
        guard let total = total.number, parts.reduce(0, +) <= total else { return nil }
        let all = parts + [total - parts.reduce(0, +)]
        // Whoever knows the rule must find another table that it shows the same way, for each small part.
        if let hidden = choice(all), !hidden.contains(where: { isSmall(all[$0]) && !hasTwin(all, $0, hidden) }) {
            return parts.indices.map { hidden.contains($0) ? (isSmall(parts[$0]) ? .small(most) : .hidden) : .number(parts[$0]) }
        }
        // Else nothing but the zeros, and no word of which are small: each could be 1, or all that the others leave.
        let there = parts.filter { $0 > 0 }.count
        guard parts.reduce(0, +) == total, there > 1, total - (there - 1) >= most else { return nil }
        return parts.map { $0 == 0 ? .number(0) : .hidden }
    }

    /// Which parts to hide: the small ones, and with them the smallest other that leaves them open, else as many as it takes. Nil when none do.
    ///
    /// - Parameter all: the last is what no table shows. It cannot be labelled, so nothing may rest on its being hidden.
    private func choice(_ all: [Int]) -> Set<Int>? {
        var hidden = Set(all.indices.filter { isSmall(all[$0]) })
        guard !hidden.isEmpty else { return [] }
        guard !hidden.contains(all.count - 1) else { return nil }
        if isSafe(all, hidden) { return hidden }
        let candidates = all.indices.dropLast().filter { all[$0] > most }.sorted { (all[$0], $0) < (all[$1], $1) }
        if let one = candidates.first(where: { isSafe(all, hidden.union([$0])) }) { return hidden.union([one]) }
        for candidate in candidates {
            hidden.insert(candidate)
            if isSafe(all, hidden) { return hidden }
        }
        return nil
    }

    /// Whether a table with another small number in this place, made up for in another hidden one, would be shown alike.
    private func hasTwin(_ all: [Int], _ place: Int, _ hidden: Set<Int>) -> Bool {
        for value in small where value != all[place] {
            for other in hidden where other != place {
                var twin = all
                twin[place] = value
                twin[other] += all[place] - value
                guard twin[other] > 0, isSmall(twin[other]) == isSmall(all[other]) else { continue }
                if choice(twin) == hidden { return true }
            }
        }
        return false
    }

    /// Whether every small part could be any of 1 to 5, were the total, the parts not hidden and the labels known.
    private func isSafe(_ parts: [Int], _ hidden: Set<Int>) -> Bool {
        let smalls = hidden.filter { isSmall(parts[$0]) }.count
        let others = hidden.count - smalls
        guard smalls > 0 else { return true }
        guard hidden.count > 1 else { return false }
        let sum = hidden.reduce(0) { $0 + parts[$1] }
        let least = smalls - 1 + (most + 1) * others
        let greatest = others > 0 ? Int.max : most * (smalls - 1)
        return sum - most >= least && sum - 1 <= greatest
    }

    /// A number out of a base, where both are counts of ours; what the one lacks of the other is a count as well and is guarded alike.
    public func share(_ number: Int, of base: Int) -> (number: ShownCount, base: ShownCount) {
        if base == 0 { return (.number(0), .number(0)) }
        // Of so few, to tell the number would tell of the few left.
        if isSmall(base) { return (.hidden, .small(most)) }
        if number == 0 || number == base { return (.number(number), .number(base)) }
        // One of the two is small whichever it is, so neither is labelled.
        if base <= 2 * most { return (.hidden, .number(base)) }
        if isSmall(number) { return (.small(most), .number(base)) }
        return (isSmall(base - number) ? .hidden : .number(number), .number(base))
    }

    /// Shares broken down: the number of each part, and its base; nil when the breakdown may not be given at all.
    ///
    /// All the numbers are given or none, for a table of two rows is soon solved.
    public func shares(
        _ numbers: [Int], of bases: [Int], whole: (number: ShownCount, base: ShownCount)
    ) -> [(number: ShownCount, base: ShownCount)]? {
        guard let shownBases = parts(bases, of: whole.base) else { return nil }
        let bare = zip(numbers, bases).allSatisfy { !isSmall($0) && !isSmall($1 - $0) && !isSmall($1) }
        let complete = bases.reduce(0, +) == whole.base.number && numbers.reduce(0, +) == whole.number.number
        if bare, complete, whole.number.number != nil { return zip(numbers, bases).map { (.number($0), .number($1)) } }
        // A base of nothing has a number of nothing, and that is no secret.
        let held: [(number: ShownCount, base: ShownCount)] = shownBases.map { ($0.number == 0 ? .number(0) : .hidden, $0) }
        return staysOpen(numbers, bases, shownBases, whole) ? held : nil
    }

    /// With the numbers held back and the bases given: whether each small number could still be any of 1 to 5, and each small rest several things.
    private func staysOpen(
        _ numbers: [Int], _ bases: [Int], _ shown: [ShownCount], _ whole: (number: ShownCount, base: ShownCount)
    ) -> Bool {
        guard let base = whole.base.number else { return false }
        // What the whole number may be, to a reader.
        let range: ClosedRange<Int>
        switch whole.number {
        case .number(let number): range = number...number
        case .small: range = 1...most
        case .hidden, .notGiven: range = base <= 2 * most ? 1...max(1, base - 1) : (base - most)...(base - 1)
        }
        for index in numbers.indices where bases[index] > 0 {
            // A hidden base may be what it is, and a small one anything up to 5.
            let own = shown[index].number ?? max(bases[index], most)
            let others = base - own
            let possible = (0...own).filter { value in range.lowerBound <= value + others && value <= range.upperBound }
            if isSmall(numbers[index]), !small.allSatisfy({ possible.contains($0) }) { return false }
            if isSmall(bases[index] - numbers[index]), possible.count < min(3, most) { return false }
        }
        return true
    }
}
