/// One area's figure with its interval.
public struct IntervalRow: Sendable {
    public let label: String
    public let value: Double?
    public let lower: Double?
    public let upper: Double?
    public let isHighlighted: Bool
    /// Opens the figure; linked from the table.
    public let address: Address?

    public init(_ label: String, _ value: Double?, lower: Double?, upper: Double?, isHighlighted: Bool = false, to address: Address? = nil)
    {
        self.label = label
        self.value = value
        self.lower = lower
        self.upper = upper
        self.isHighlighted = isHighlighted
        self.address = address
    }
}

/// Areas compared: a dot for each figure, a bar for its interval, and a line for the family average.
///
/// - Parameters:
///   - id: unique on the page.
///   - summary: a sentence that says what the chart shows, such as which intervals lie off the line.
///   - rowName: what the rows are: areas, or the values of a breakdown.
///   - measure: what is compared, such as "First-time entrants per 100,000".
///   - reference: the line's name and value.
public func intervalChart(
    id: String, title: String, summary: String, rowName: String = "Area", measure: String, rows: [IntervalRow],
    reference: (name: String, value: Double)? = nil,
    style: NumberStyle = NumberStyle()
) -> HTML {
    let all = rows.flatMap { [$0.value, $0.lower, $0.upper].compactMap(\.self) }
    guard !all.isEmpty else { return emptyChart(id: id, title: title, summary: summary) }
    let scale = Scale(all + (reference.map { [$0.value] } ?? []), from: 12, to: chartWidth - 16, places: style.places)
    let top = reference == nil ? 4.0 : 26
    var marks = HTML.empty
    var y = top
    for row in rows {
        marks += drawn(row, scale, style, &y)
    }
    let numbers = table(
        caption: title,
        columns: [Column(rowName), Column(measure, isNumeric: true)],
        rows: tableRows(rows, reference, style))
    let out = axis(scale, from: top, to: y) + (reference.map { line($0.name, $0.value, scale, style, to: y) } ?? .empty) + marks
    return chart(id: id, title: title, summary: summary, height: y + 24, drawing: out, table: numbers)
}

private func drawn(_ row: IntervalRow, _ scale: Scale, _ style: NumberStyle, _ y: inout Double) -> HTML {
    let written = style.text(row.value, lower: row.lower, upper: row.upper)
    var out = label(written, x: chartWidth, y: y + 14, anchor: "end", class: "halo")
    let room = Int((chartWidth - width(of: written) - 8) / 7.7)
    for name in wrapped(row.label, at: max(12, room)) {
        out += label(name, x: 0, y: y + 14, class: row.isHighlighted ? "halo strong" : "halo")
        y += 16
    }
    let middle = y + 11
    y += 28
    let strong: HTML = row.isHighlighted ? " strong" : ""
    if let low = row.lower, let high = row.upper {
        out += "<line class=\"span\(strong)\" x1=\"\(scale(low))\" y1=\"\(middle)\" x2=\"\(scale(high))\" y2=\"\(middle)\"/>\n"
    }
    if let value = row.value {
        let radius = row.isHighlighted ? 7.0 : 5.5
        out += "<circle class=\"dot\(strong)\" cx=\"\(scale(value))\" cy=\"\(middle)\" r=\"\(radius)\"/>\n"
    }
    return out
}

private func axis(_ scale: Scale, from top: Double, to bottom: Double) -> HTML {
    let style = NumberStyle(places: scale.places)
    let marks: [HTML] = scale.marks.map { mark in
        "<line class=\"grid\" x1=\"\(scale(mark))\" y1=\"\(top)\" x2=\"\(scale(mark))\" y2=\"\(bottom)\"/>\n"
            + label(style.text(mark), x: scale(mark), y: bottom + 16, anchor: "middle", class: "quiet")
    }
    return marks.joined()
}

private func line(_ name: String, _ value: Double, _ scale: Scale, _ style: NumberStyle, to bottom: Double) -> HTML {
    let words = "\(name) \(style.text(value))"
    let half = width(of: words) / 2
    let centre = min(max(scale(value), half), chartWidth - half)
    return "<line class=\"reference\" x1=\"\(scale(value))\" y1=\"20\" x2=\"\(scale(value))\" y2=\"\(bottom)\"/>\n"
        + label(words, x: centre, y: 14, anchor: "middle", class: "strong")
}

private func tableRows(_ rows: [IntervalRow], _ reference: (name: String, value: Double)?, _ style: NumberStyle) -> [[HTML]] {
    var out: [[HTML]] = rows.map { row in
        let number: HTML = "\(style.text(row.value, lower: row.lower, upper: row.upper))"
        return ["\(row.label)", row.address.map { link(to: $0, number) } ?? number]
    }
    if let reference { out.append(["\(reference.name)", "\(style.text(reference.value))"]) }
    return out
}
