/// What chance alone lets a figure of so large a base be, at 95% and at 99.8%.
public struct FunnelLimits: Sendable {
    public let base: Double
    public let inner: (lower: Double, upper: Double)
    public let outer: (lower: Double, upper: Double)

    public init(base: Double, inner: (lower: Double, upper: Double), outer: (lower: Double, upper: Double)) {
        self.base = base
        self.inner = inner
        self.outer = outer
    }
}

/// One area of a funnel, with the limits at its own base.
public struct FunnelPoint: Sendable {
    public let label: String
    public let value: Double
    public let limits: FunnelLimits
    public let isHighlighted: Bool

    public init(_ label: String, _ value: Double, limits: FunnelLimits, isHighlighted: Bool = false) {
        self.label = label
        self.value = value
        self.limits = limits
        self.isHighlighted = isHighlighted
    }

    /// "above the 99.8% limits"; nil within the inner ones.
    var place: String? {
        if value > limits.outer.upper { return "above the 99.8% limits" }
        if value < limits.outer.lower { return "below the 99.8% limits" }
        if value > limits.inner.upper { return "above the 95% limits" }
        return value < limits.inner.lower ? "below the 95% limits" : nil
    }
}

/// Areas by their size against what chance alone would make of the average: narrow where many were counted, wide where few.
///
/// - Parameters:
///   - id: unique on the page.
///   - measure: what is compared, such as "First-time entrants per 100,000"; a column of the table.
///   - baseName: what the foot counts, such as "Children aged 10 to 17".
///   - average: the name and value of the line in the middle.
///   - limits: along the foot, smallest base first.
public func funnelChart(
    id: String, title: String, measure: String, baseName: String, points: [FunnelPoint], average: (name: String, value: Double),
    limits: [FunnelLimits], style: NumberStyle = NumberStyle()
) -> HTML {
    let summary = funnelSentence(points, average: average, style: style)
    guard !points.isEmpty, !limits.isEmpty else { return emptyChart(id: id, title: title, summary: summary) }
    let all = points.map(\.value) + [average.value] + limits.map(\.inner.upper) + points.map(\.limits.outer.upper)
    // The outer limits of the smallest base may shoot far above every area: the drawing is cut there, the table is not.
    let plot = FunnelPlot(points: points, average: average, limits: limits, all: all, style: style, baseName: baseName)
    let rows = points.sorted { $0.value > $1.value }.map { point -> [HTML] in
        [
            "\(point.label)", "\(style.text(point.value))", "\(NumberStyle().text(point.limits.base))",
            "\(style.text(point.limits.inner.lower)) to \(style.text(point.limits.inner.upper))",
            "\((point.place ?? "within the limits").capitalisedFirst)",
        ]
    }
    let numbers = table(
        caption: title,
        columns: [
            Column("Area"), Column(measure, isNumeric: true), Column(baseName, isNumeric: true), Column("95% limits", isNumeric: true),
            Column("Place"),
        ], rows: rows + [["\(average.name)", "\(style.text(average.value))"]])
    return chart(id: id, title: title, summary: summary, height: 300, drawing: plot.drawing, table: numbers)
}

/// Which areas lie outside what chance would make of the average, ours first.
public func funnelSentence(_ points: [FunnelPoint], average: (name: String, value: Double), style: NumberStyle = NumberStyle()) -> String {
    let middle = "\(average.name.lowercasedStart), \(style.text(average.value))"
    var out: [String] = []
    for own in points where own.isHighlighted {
        let place =
            own.place.map { "is \($0) around the \(middle)" }
            ?? "lies within the 95% limits around the \(middle): chance alone could make it so"
        out.append("\(own.label), at \(style.text(own.value)), \(place).")
    }
    let others = points.filter { !$0.isHighlighted }
    let outside = others.compactMap { point in point.place.map { "\(point.label) (\($0))" } }
    if !others.isEmpty {
        out.append(outside.isEmpty ? "None of the others is outside them." : "Outside the limits: \(outside.joined(separator: ", ")).")
    }
    return out.isEmpty ? "No area can be placed." : out.joined(separator: " ")
}

private struct FunnelPlot {
    let points: [FunnelPoint]
    let average: (name: String, value: Double)
    let limits: [FunnelLimits]
    let baseName: String
    let up: Scale
    let along: Scale
    let style: NumberStyle
    let left: Double
    let top = 20.0
    let bottom = 250.0

    init(
        points: [FunnelPoint], average: (name: String, value: Double), limits: [FunnelLimits], all: [Double], style: NumberStyle,
        baseName: String
    ) {
        self.points = points
        self.average = average
        self.limits = limits
        self.style = style
        self.baseName = baseName
        up = Scale(all, from: bottom, to: top, places: style.places)
        let marks = NumberStyle(places: up.places)
        left = 8 + (up.marks.map { width(of: marks.text($0)) }.max() ?? 0)
        along = Scale(points.map(\.limits.base) + limits.map(\.base), from: left, to: chartWidth - 12, marks: 3, places: 0)
    }

    var drawing: HTML { axes + funnel + middle + marks }

    private var axes: HTML {
        var out = HTML.empty
        let style = NumberStyle(places: up.places)
        for mark in up.marks {
            let kind: HTML = mark == 0 ? "axis" : "grid"
            out += "<line class=\"\(kind)\" x1=\"\(left)\" y1=\"\(up(mark))\" x2=\"\(chartWidth)\" y2=\"\(up(mark))\"/>\n"
            out += label(style.text(mark), x: left - 5, y: up(mark) + 4.5, anchor: "end", class: "quiet")
        }
        for mark in along.marks {
            let half = width(of: NumberStyle().text(mark)) / 2
            let centre = min(max(half, along(mark)), chartWidth - half)
            out += label(NumberStyle().text(mark), x: centre, y: bottom + 18, anchor: "middle", class: "quiet")
        }
        return out + label(baseName, x: left, y: bottom + 38, class: "quiet")
    }

    private var funnel: HTML {
        let edges: [(StaticString, (FunnelLimits) -> Double)] = [
            ("limit", { $0.inner.upper }), ("limit", { $0.inner.lower }), ("limit outer", { $0.outer.upper }),
            ("limit outer", { $0.outer.lower }),
        ]
        let lines: [HTML] = edges.map { name, edge in
            // Drawn where it is within the drawing.
            let inside = limits.filter { edge($0) <= up.high && edge($0) >= up.low }
            let places: [HTML] = inside.map { "\(along($0.base)),\(up(edge($0)))" }
            let kind = name.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
            return "<polyline class=\"\(kind)\" points=\"\(places.joined(separator: " "))\"/>\n"
        }
        guard let last = limits.last else { return lines.joined() }
        let x = min(along(last.base) + 4, chartWidth - width(of: "99.8%"))
        let inner = up(last.inner.upper)
        // Apart from each other and, where there is room, from the average's line.
        let lower = min(inner + 4.5, up(average.value) - 3)
        return lines.joined() + label("95%", x: x, y: lower, class: "halo quiet")
            + label("99.8%", x: x, y: min(up(last.outer.upper) + 4.5, lower - 13), class: "halo quiet")
    }

    private var middle: HTML {
        "<line class=\"reference\" x1=\"\(left)\" y1=\"\(up(average.value))\" x2=\"\(chartWidth)\" y2=\"\(up(average.value))\"/>\n"
            + label("\(average.name) \(style.text(average.value))", x: left + 4, y: 13, class: "strong")
    }

    /// Every area a dot; ours and those outside the limits have their names, others are told by the table.
    private var marks: HTML {
        let ordered = points.filter { !$0.isHighlighted } + points.filter(\.isHighlighted)
        return ordered.map { point -> HTML in
            let (x, y) = (along(point.limits.base), up(point.value))
            let mark: HTML =
                point.isHighlighted
                ? "<polygon class=\"dot strong\" points=\"\(x),\(y - 7) \(x + 7),\(y) \(x),\(y + 7) \(x - 7),\(y)\"/>\n"
                : "<circle class=\"dot\" cx=\"\(x)\" cy=\"\(y)\" r=\"4.5\"/>\n"
            guard point.isHighlighted || point.place != nil else { return mark }
            let long = width(of: point.label)
            let fits = x + 10 + long <= chartWidth
            return mark
                + label(
                    point.label, x: fits ? x + 10 : x - 10, y: y + 4.5, anchor: fits ? "start" : "end",
                    class: point.isHighlighted ? "halo strong" : "halo")
        }.joined()
    }
}

extension String {
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
    var lowercasedStart: String { prefix(1).lowercased() + dropFirst() }
}
