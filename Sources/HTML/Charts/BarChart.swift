/// One bar.
public struct Bar: Sendable {
    public let label: String
    public let value: Double?
    /// Follows the value: "14 of 52".
    public let note: String?
    public let isHighlighted: Bool
    /// Opens the records counted; linked from the table.
    public let address: Address?

    public init(_ label: String, _ value: Double?, note: String? = nil, isHighlighted: Bool = false, to address: Address? = nil) {
        self.label = label
        self.value = value
        self.note = note
        self.isHighlighted = isHighlighted
        self.address = address
    }
}

/// How much of each: horizontal bars from zero, each with its name above and its number at the end.
///
/// - Parameters:
///   - id: unique on the page.
///   - summary: a sentence that says what the chart shows.
///   - heading: what the bars divide, such as "Offence group"; a column of the table.
///   - measure: what their length counts, such as "Children".
public func barChart(
    id: String, title: String, summary: String, heading: String, measure: String, bars: [Bar], style: NumberStyle = NumberStyle()
) -> HTML {
    let values = bars.compactMap(\.value)
    precondition(values.allSatisfy { $0 >= 0 }, "a bar has no length below zero")
    let rows: [[HTML]] = bars.map { bar in
        let number: HTML = "\(written(bar, style))"
        return ["\(bar.label)", bar.address.map { link(to: $0, number) } ?? number]
    }
    guard !values.isEmpty else { return emptyChart(id: id, title: title, summary: summary) }
    let widest = bars.map { width(of: written($0, style)) }.max() ?? 0
    let length = max(120, chartWidth - widest - 8)
    let most = max(values.max() ?? 0, 1e-9)
    var y = 0.0
    var out = HTML.empty
    for bar in bars {
        for line in wrapped(bar.label, at: 42) {
            out += label(line, x: 0, y: y + 14, class: bar.isHighlighted ? "strong" : nil)
            y += 16
        }
        let long = length * (bar.value ?? 0) / most
        let kind: HTML = bar.isHighlighted ? "bar strong" : "bar"
        if long > 0 { out += "<rect class=\"\(kind)\" x=\"0\" y=\"\(y + 4)\" width=\"\(max(1, long))\" height=\"15\"/>\n" }
        out += label(written(bar, style), x: long > 0 ? long + 6 : 0, y: y + 16)
        y += 30
    }
    let numbers = table(caption: title, columns: [Column(heading), Column(measure, isNumeric: true)], rows: rows)
    return chart(id: id, title: title, summary: summary, height: y, drawing: out, table: numbers)
}

private func written(_ bar: Bar, _ style: NumberStyle) -> String {
    bar.note.map { "\(style.text(bar.value)), \($0)" } ?? style.text(bar.value)
}
