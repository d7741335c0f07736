/// Turns values into positions along one axis, with round numbers to mark it by.
struct Scale {
    let low: Double
    let high: Double
    let step: Double
    let start: Double
    let end: Double

    /// - Parameters:
    ///   - values: all that must fit. The axis always holds zero, so lengths and slopes are not made to look larger than they are.
    ///   - start: the position of the lowest mark; `end` that of the highest.
    ///   - places: the decimals its values are written with; the marks have no more, so that a count has no half children.
    init(_ values: [Double], from start: Double, to end: Double, marks: Double = 4, places: Int = 6) {
        let least = min(0, values.min() ?? 0)
        let most = max(values.max() ?? 0, least < 0 ? 0 : 1e-9)
        step = Scale.round((most - least) / marks, places)
        low = (least / step).rounded(.down) * step
        high = (most / step).rounded(.up) * step
        self.start = start
        self.end = end
    }

    func callAsFunction(_ value: Double) -> Double { start + (value - low) / (high - low) * (end - start) }

    var marks: [Double] { (0...Int(((high - low) / step).rounded())).map { low + Double($0) * step } }

    /// The decimals needed to tell the marks apart.
    var places: Int {
        var rest = step
        for places in 0..<6 {
            if (rest - rest.rounded()).magnitude < 1e-6 { return places }
            rest *= 10
        }
        return 6
    }

    /// The next of 1, 2, 2.5 and 5, times a power of ten, that has at most so many decimals.
    private static func round(_ raw: Double, _ places: Int) -> Double {
        var finest = 1.0
        for _ in 0..<places { finest /= 10 }
        var power = 1.0
        while power * 10 <= raw { power *= 10 }
        while power > raw { power /= 10 }
        for factor in [1, 2, 2.5, 5] where raw <= power * factor * 1.000001 {
            let parts = power * factor / finest
            if parts > 0.999999, (parts - parts.rounded()).magnitude < 1e-6 * parts { return power * factor }
        }
        return max(power * 10, finest)
    }
}
