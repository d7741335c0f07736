import Casework

/// Where the middle and the far end of some numbers lie (regulation.md §10; interchange.md §2).
enum Spread {
    /// The middle one in order; the mean of the middle two when their number is even; nil when there are none.
    static func median(_ numbers: [Int]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        let sorted = numbers.sorted()
        let (low, high) = (sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2])
        return Double(low + high) / 2
    }

    /// The number at or below which nine in ten lie, by nearest rank: the ⌈0.9 n⌉-th in order.
    static func nearest90th(_ numbers: [Int]) -> Double? {
        guard !numbers.isEmpty else { return nil }
        return Double(numbers.sorted()[(numbers.count * 9 + 9) / 10 - 1])
    }
}

extension Cell {
    /// A middle or far end of a number each unit has. Its numerator is how many there are, for n is always shown; there is nothing to divide by.
    func quantile(_ part: Part, _ spread: ([Int]) -> Double?, of number: (CountedUnit) -> Int) -> Figure {
        figure(part, numerator: counted.count, value: spread(counted.map(number)), counted: counted.map { Member($0) })
    }
}
