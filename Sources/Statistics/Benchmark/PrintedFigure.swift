import Foundation

/// A number as printed, with the number of decimals it was printed to: 2.5 and 2.50 make different claims.
public struct PrintedFigure: Sendable, Hashable {
    public let value: Double
    public let decimals: Int

    public init(_ value: Double, decimals: Int) {
        self.value = value
        self.decimals = max(0, decimals)
    }

    /// Reads "282", "1,638,569", "-0.2" or, with the sign behind as older tables print it, "2.9-". Nil for anything else.
    ///
    /// A comma counts only where it parts thousands: "1,5" is refused, for it may be a decimal comma.
    public init?(_ text: String) {
        var digits = Substring(text.trimmingCharacters(in: .whitespaces))
        let negative = digits.hasPrefix("-") || digits.hasSuffix("-")
        if digits.hasPrefix("-") { digits.removeFirst() } else if negative { digits.removeLast() }
        let halves = digits.split(separator: ".", omittingEmptySubsequences: false)
        let groups = halves.first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
        guard halves.count <= 2, halves.allSatisfy({ !$0.isEmpty }), digits.allSatisfy({ $0.isASCII && $0.isNumber || ",.".contains($0) }),
            halves.count == 1 || !halves[1].contains(","), groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.count <= 1 || (1...3).contains(groups[0].count), let value = Double(digits.replacing(",", with: ""))
        else { return nil }
        self.init(negative ? -value : value, decimals: halves.count == 2 ? halves[1].count : 0)
    }

    /// One unit of the last place printed: 1, 0.1, 0.01.
    public var step: Double { pow(10, -Double(decimals)) }

    /// Whether rounding `value` to the decimals printed can give this figure. A value half way may be rounded either way.
    public func rounds(_ value: Double) -> Bool { abs(value - self.value) <= step / 2 + tolerance(value) }

    /// Whether the figure is less than one unit of its last place from `value`, as when it was cut off instead of rounded.
    public func isNear(_ value: Double) -> Bool { abs(value - self.value) < step - tolerance(value) }

    public var text: String { Plain.number(value, decimals: decimals) }
    /// As sentences write it.
    public var words: String { Plain.words(value, decimals: decimals) }

    /// Every whole number of cases out of `cases` whose percentage, rounded, is this figure. None means that the percentage
    /// cannot come from so many cases.
    public func wholeCounts(outOf cases: Int) -> [Int] {
        guard cases > 0 else { return [] }
        return (0...cases).filter { rounds(Double($0) / Double(cases) * 100) }
    }

    private func tolerance(_ value: Double) -> Double { 1e-9 * max(1, abs(value)) }
}

/// Numbers as plain text: thousands by comma, a full stop for the decimals, in every locale.
enum Plain {
    /// Rounded to `decimals`, half away from zero. A number that rounds to zero has no sign.
    static func number(_ value: Double, decimals: Int) -> String {
        let scale = pow(10, Double(decimals))
        // Beyond this the digits no longer fit a whole number, and no published figure comes near.
        guard abs(value) * scale < 1e18 else { return value.isInfinite ? "infinite" : "\(value)" }
        // The tiny push keeps 1.005, stored as 1.00499…, from rounding down.
        let scaled = Int64(((abs(value) * scale) * (1 + 1e-15)).rounded(.toNearestOrAwayFromZero))
        let unit = Int64(scale)
        var text = grouped(scaled / unit)
        if decimals > 0 {
            let fraction = String(scaled % unit)
            text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
        }
        return value < 0 && scaled != 0 ? "-" + text : text
    }

    /// In a sentence: the sign of what is less than nothing as tables write it.
    static func words(_ value: Double, decimals: Int) -> String { number(value, decimals: decimals).replacing("-", with: "−") }

    /// A whole number without decimals, any other with two.
    static func number(_ value: Double) -> String { number(value, decimals: value == value.rounded() ? 0 : 2) }

    /// "A", "A and B", "A, B and C".
    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func grouped(_ whole: Int64) -> String {
        let digits = String(whole)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result += "," }
            result.append(digit)
        }
        return result
    }
}
