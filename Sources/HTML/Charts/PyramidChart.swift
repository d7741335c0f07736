/// One age of a pyramid.
public struct PyramidBand: Sendable {
    public let label: String
    public let left: Double?
    public let right: Double?
    /// In neither, such as those whose sex is not known: in the table and the sentence, not in the drawing.
    public let rest: Double
    public let addresses: (left: Address?, right: Address?)

    public init(
        _ label: String, left: Double?, right: Double?, rest: Double = 0, to addresses: (left: Address?, right: Address?) = (nil, nil)
    ) {
        self.label = label
        self.left = left
        self.right = right
        self.rest = rest
        self.addresses = addresses
    }
}

/// Ages up the middle, one sex to each side, to the same scale.
///
/// - Parameters:
///   - id: unique on the page.
///   - sides: the names of the two sides, such as "Male" and "Female".
///   - counting: what is counted, in the plural: "children".
///   - bands: youngest first; drawn oldest uppermost.
///   - missing: in place of a count that is held back.
public func pyramidChart(
    id: String, title: String, counting: String, sides: (left: String, right: String), bands: [PyramidBand],
    missing: String = "Not shown"
) -> HTML {
    let summary = pyramidSentence(counting: counting, sides: sides, bands: bands)
    let style = NumberStyle(missing: missing)
    let all = bands.flatMap { [$0.left, $0.right] }.compactMap(\.self)
    precondition(all.allSatisfy { $0 >= 0 }, "a bar has no length below zero")
    let rest = bands.contains { $0.rest > 0 }
    let rows: [[HTML]] = bands.map { band in
        let numbers: [(Double?, Address?)] = [(band.left, band.addresses.left), (band.right, band.addresses.right)]
        return ["\(band.label)"]
            + numbers.map { number, address in
                let text: HTML = "\(style.text(number))"
                return address.map { link(to: $0, text) } ?? text
            } + (rest ? ["\(style.text(band.rest))"] : [])
    }
    guard let most = all.max(), most > 0 else { return emptyChart(id: id, title: title, summary: summary) }
    let middle = chartWidth / 2
    let gutter = (bands.map { width(of: $0.label) }.max() ?? 0) / 2 + 8
    let widest = all.map { width(of: style.text($0)) }.max() ?? 0
    let length = middle - gutter - widest - 6
    var out =
        label(sides.left, x: middle - gutter, y: 14, anchor: "end", class: "strong")
        + label(sides.right, x: middle + gutter, y: 14, class: "strong")
    var y = 24.0
    for band in bands.reversed() {
        out += label(band.label, x: middle, y: y + 13, anchor: "middle")
        for (value, isLeft) in [(band.left, true), (band.right, false)] {
            let long = length * (value ?? 0) / most
            let edge = isLeft ? middle - gutter - long : middle + gutter
            let kind: HTML = isLeft ? "bar strong" : "bar hollow"
            if long > 0 { out += "<rect class=\"\(kind)\" x=\"\(edge)\" y=\"\(y)\" width=\"\(max(1, long))\" height=\"17\"/>\n" }
            out +=
                isLeft
                ? label(value == nil ? "–" : style.text(value), x: edge - 5, y: y + 13, anchor: "end")
                : label(value == nil ? "–" : style.text(value), x: edge + long + 5, y: y + 13)
        }
        y += 23
    }
    let columns = [Column("Age"), Column(sides.left, isNumeric: true), Column(sides.right, isNumeric: true)]
    let numbers = table(caption: title, columns: columns + (rest ? [Column("Neither or not known", isNumeric: true)] : []), rows: rows)
    return chart(id: id, title: title, summary: summary, height: y + 4, drawing: out, table: numbers)
}

/// How many there are, the share of each side, and the largest group.
public func pyramidSentence(counting: String, sides: (left: String, right: String), bands: [PyramidBand]) -> String {
    let (left, right) = (bands.reduce(0) { $0 + ($1.left ?? 0) }, bands.reduce(0) { $0 + ($1.right ?? 0) })
    let rest = bands.reduce(0) { $0 + $1.rest }
    let number = NumberStyle()
    let held = bands.contains { $0.left == nil || $0.right == nil }
    if held { return "Some counts are held back to protect small numbers, so no total is told." }
    let all = left + right + rest
    guard all > 0 else { return "No \(counting) to show." }
    let share = NumberStyle(places: 1, unit: "%")
    var text =
        "Of \(number.text(all)) \(counting), \(number.text(left)) (\(share.text(left / all * 100))) are \(sides.left.lowercasedStart) and \(number.text(right)) (\(share.text(right / all * 100))) \(sides.right.lowercasedStart)"
    if rest > 0 { text += "; of \(number.text(rest)) it is neither or not known" }
    let groups = bands.flatMap { [($0.label, sides.left, $0.left ?? 0), ($0.label, sides.right, $0.right ?? 0)] }
    if let most = groups.max(by: { $0.2 < $1.2 }) {
        text += ". The largest group is \(most.1.lowercasedStart), \(most.0), with \(number.text(most.2))"
    }
    return text + "."
}
