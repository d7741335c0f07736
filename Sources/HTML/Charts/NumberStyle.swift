/// How a chart's numbers are written: decimals, what follows them, and the word for none.
public struct NumberStyle: Sendable, Hashable {
    public let places: Int
    /// Follows each number, with its own space if it wants one: "%" or " days".
    public let unit: String
    public let missing: String

    public init(places: Int = 0, unit: String = "", missing: String = "No figure") {
        self.places = places
        self.unit = unit
        self.missing = missing
    }

    /// The number with a comma between thousands, rounded half away from zero.
    public func text(_ value: Double?) -> String {
        guard let value, value.isFinite else { return missing }
        return fixed(value, places, separator: ",") + unit
    }

    /// The number with its interval: "212 (190 to 236)".
    public func text(_ value: Double?, lower: Double?, upper: Double?) -> String {
        guard value != nil, let lower, let upper else { return text(value) }
        return "\(text(value)) (\(text(lower)) to \(text(upper)))"
    }
}

/// A number with so many decimals; written here because this target has no Foundation.
func fixed(_ value: Double, _ places: Int, separator: String = "") -> String {
    guard value.isFinite, value.magnitude < 1e15 else { return String(value) }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded(.toNearestOrAwayFromZero)
    let whole = Int((scaled / scale).rounded(.down))
    var text = ""
    for (index, digit) in String(whole).reversed().enumerated() {
        if index > 0, index.isMultiple(of: 3) { text = separator + text }
        text = String(digit) + text
    }
    if places > 0 {
        let rest = String(Int(scaled - Double(whole) * scale))
        text += "." + String(repeating: "0", count: max(0, places - rest.count)) + rest
    }
    return value < 0 && scaled > 0 ? "−" + text : text
}

extension HTML.StringInterpolation {
    /// A coordinate in a drawing, to a tenth.
    mutating func appendInterpolation(_ coordinate: Double) {
        let tenths = (coordinate * 10).rounded()
        appendLiteral(tenths == 0 ? "0" : String(tenths / 10))
    }
}
