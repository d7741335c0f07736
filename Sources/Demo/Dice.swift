import Casework

/// SplitMix64 (Steele, Lea and Flood, 2014): small, fast and the same on every machine, which the system's generator is not.
/// Never for secrets.
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// A stream of its own for one child (or one purpose), so that child 7 is the same whoever else is made.
    init(seed: UInt64, stream: UInt64, purpose: UInt64 = 0) {
        var mixer = Dice(seed ^ (stream &* 0xD1B5_4A32_D192_ED03) ^ (purpose &* 0xA24B_AED4_963E_E407))
        state = mixer.next() ^ stream
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 up to 1, without 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True in a share `share` of throws.
    mutating func chance(_ share: Double) -> Bool { fraction() < share }

    /// A whole number of the range, each as likely; the range's start when it is empty the wrong way round.
    mutating func int(_ from: Int, _ to: Int) -> Int {
        guard to > from else { return from }
        return from + Int(next().multipliedFullWidth(by: UInt64(to - from + 1)).high)
    }

    /// One of the values; the arrays it is given are never empty.
    mutating func pick<T>(_ values: [T]) -> T { values[int(0, values.count - 1)] }

    /// A whole number whose mean is `mean`: the floor, and one more in the share left over.
    mutating func round(_ mean: Double) -> Int {
        let floor = mean.rounded(.down)
        return max(0, Int(floor) + (chance(mean - floor) ? 1 : 0))
    }

    /// A number of further tries, geometric, with that mean.
    mutating func geometric(mean: Double, most: Int) -> Int {
        var count = 0
        while count < most, chance(mean / (1 + mean)) { count += 1 }
        return count
    }

    /// A record's identity as if made during office hours of a day.
    mutating func id(on day: Day) -> RecordID {
        RecordID(
            at: Instant(day: day, milliseconds: Int64(int(8 * 3_600_000, 17 * 3_600_000))), random: &self)
    }
}

/// Values with the weight of each: usually the counts of a published table.
public struct Weighted<Value: Sendable>: Sendable {
    public let entries: [(value: Value, weight: Double)]
    public let total: Double

    public init(_ entries: [(Value, Double)]) {
        self.entries = entries.map { (value: $0.0, weight: $0.1) }
        total = entries.reduce(0) { $0 + $1.1 }
    }

    /// The share of the whole that one entry has.
    public func share(_ holds: (Value) -> Bool) -> Double {
        entries.reduce(0) { $0 + (holds($1.value) ? $1.weight : 0) } / total
    }

    func draw(_ dice: inout Dice) -> Value {
        var left = dice.fraction() * total
        for entry in entries {
            left -= entry.weight
            if left < 0 { return entry.value }
        }
        return entries[entries.count - 1].value
    }
}
