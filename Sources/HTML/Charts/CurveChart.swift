/// How far a curve has come by a moment.
public struct CurvePoint: Sendable {
    /// Where it stands along the foot: months since the outcome.
    public let at: Double
    /// `nil` where it cannot be told yet: the curve stops before it.
    public let value: Double?
    public let lower: Double?
    public let upper: Double?
    /// What it is made of: "16 of 42".
    public let note: String?
    /// Opens the records counted; linked from the table.
    public let address: Address?

    public init(
        at: Double, _ value: Double?, lower: Double? = nil, upper: Double? = nil, note: String? = nil, to address: Address? = nil
    ) {
        self.at = at
        self.value = value
        self.lower = lower
        self.upper = upper
        self.note = note
        self.address = address
    }
}

/// One group followed on: children with a referral order, and how many had offended again by each month.
public struct Curve: Sendable {
    public let name: String
    /// Oldest first. Every curve starts from nothing at 0, which need not be given.
    public let points: [CurvePoint]

    public init(_ name: String, _ points: [CurvePoint]) {
        self.name = name
        self.points = points
    }

    func point(_ at: Double) -> CurvePoint? { points.first { $0.at == at } }
}

/// Groups followed on from a start they share, each by its own base: curves from nothing, named at their ends, four to a panel, all to the same scale.
///
/// - Parameters:
///   - id: unique on the page.
///   - summary: a sentence that says what the chart shows; when nil it is worked out from the curves (`curveSentence`).
///   - axis: what the foot counts, such as "Months since the outcome"; its first word names the columns of the table.
///   - heading: what the curves divide, such as "Disposal"; a column of the table.
///   - bands: whether intervals are drawn; they are in the table in any case. More than two bands on each other tell nothing.
public func curveChart(
    id: String, title: String, summary: String? = nil, axis: String, heading: String, curves: [Curve],
    style: NumberStyle = NumberStyle(places: 1, unit: "%"), bands: Bool = false
) -> HTML {
    let moments = Set(curves.flatMap { $0.points.map(\.at) }).union([0]).sorted()
    let unit = axis.split(separator: " ").first.map(String.init)?.lowercased() ?? ""
    let summary = summary ?? curveSentence(curves, unit: unit, style: style)
    let all = curves.flatMap { $0.points.flatMap { bands ? [$0.value, $0.lower, $0.upper] : [$0.value] } }.compactMap(\.self)
    guard !all.isEmpty else { return emptyChart(id: id, title: title, summary: summary) }
    let ticks = NumberStyle(places: moments.allSatisfy { $0 == $0.rounded() } ? 0 : 1)
    var (drawing, height) = (HTML.empty, 0.0)
    for start in stride(from: 0, to: curves.count, by: 4) {
        let series = curves[start..<min(start + 4, curves.count)].map { curve in
            func over(_ part: (CurvePoint) -> Double?) -> [Double?] {
                moments.map { at in curve.point(at).map(part) ?? (at == 0 ? .some(0) : nil) }
            }
            return TrendSeries(curve.name, values: over(\.value), lower: bands ? over(\.lower) : [], upper: bands ? over(\.upper) : [])
        }
        let plot = LinePlot(ticks: moments.map { ticks.text($0) }, positions: moments, series: series, all: all, style: style)
        drawing +=
            "<g transform=\"translate(0,\(height))\">\(plot.drawing)\(label(axis, x: plot.left, y: plot.height + 4, class: "quiet"))</g>\n"
        height += plot.height + 20
    }
    return chart(
        id: id, title: title, summary: summary, height: height, drawing: drawing,
        table: curveTable(title, heading, unit, moments.filter { $0 > 0 }, curves, style))
}

private func curveTable(_ title: String, _ heading: String, _ unit: String, _ moments: [Double], _ curves: [Curve], _ style: NumberStyle)
    -> HTML
{
    let columns = [Column(heading)] + moments.map { Column("\(NumberStyle().text($0)) \(unit)", isNumeric: true) }
    let rows: [[HTML]] = curves.map { curve in
        ["\(curve.name)"]
            + moments.map { at in
                guard let point = curve.point(at) else { return "\(style.missing)" }
                let interval = style.text(point.value, lower: point.lower, upper: point.upper)
                let number: HTML = "\(point.note.map { "\(interval), \($0)" } ?? interval)"
                return point.address.map { link(to: $0, number) } ?? number
            }
    }
    return table(caption: title, columns: columns, rows: rows)
}

/// What curves show at the latest moment any of them reaches: the highest and the lowest with what they are made of, whether chance could
/// part them, and which stop short.
///
/// - Parameter unit: of the moments, in the plural: "months".
public func curveSentence(_ curves: [Curve], unit: String, style: NumberStyle = NumberStyle(places: 1, unit: "%")) -> String {
    let known = curves.flatMap { $0.points.filter { $0.value != nil }.map(\.at) }
    guard let last = known.max() else { return "None can be told yet." }
    let reached = curves.compactMap { curve in curve.point(last).flatMap { point in point.value.map { (curve, point, $0) } } }
    func words(_ one: (Curve, CurvePoint, Double)) -> String { style.text(one.2) + (one.1.note.map { " (\($0))" } ?? "") }
    guard let most = reached.max(by: { $0.2 < $1.2 }), let least = reached.min(by: { $0.2 < $1.2 }) else { return "None can be told yet." }
    let moment = "\(NumberStyle(places: last == last.rounded() ? 0 : 1).text(last)) \(unit)"
    var text: String
    if reached.count == 1 {
        text = "After \(moment), \(most.0.name): \(words(most))."
    } else if most.2 == least.2 {
        text = "After \(moment) all \(reached.count) stand at \(style.text(most.2))."
    } else {
        text = "After \(moment) the highest is \(most.0.name), \(words(most)), and the lowest \(least.0.name), \(words(least))."
        if let low = most.1.lower, let high = least.1.upper {
            text +=
                low <= high
                ? " Their 95% intervals overlap, so chance may have parted them."
                : " Their 95% intervals do not overlap."
        }
    }
    let short = curves.filter { $0.point(last)?.value == nil }.map(\.name)
    return short.isEmpty ? text : text + " Not followed so far yet: \(short.joined(separator: ", "))."
}
