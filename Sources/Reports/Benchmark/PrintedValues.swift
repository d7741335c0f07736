import Casework
import HTML
import Statistics

/// A table that prints values and none of the numbers they are made of: what can be said of it all the same, always with the caution that the
/// values are rounded and a mean of them counts a small area as much as a large one. (S-PER-07, S-PER-08)
struct PrintedValues {
    private let published: PublishedTable
    /// Decimals printed.
    let places: Int

    /// Nil where any number is printed: then values are worked out, and the printed ones are only checked.
    init?(_ table: PublishedTable) {
        let rows = table.columns.flatMap(\.rows)
        guard rows.allSatisfy({ $0.parts == nil }), let places = rows.compactMap({ $0.valuePrinted?.decimals }).max() else { return nil }
        published = table
        self.places = places
    }

    private var labels: [String] { published.columns.map(\.period.label) }

    private func value(_ area: String, _ column: PublishedTable.Column) -> Double? {
        column.rows.first { $0.area == area }?.valuePrinted?.value
    }

    /// The areas with a value in every period, in the table's order.
    private func areas(includingOwn: Bool) -> [String] {
        (published.columns.last?.rows ?? []).map(\.area).filter { area in
            (includingOwn || area != published.own) && published.columns.allSatisfy { value(area, $0) != nil }
        }
    }

    private static func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

    /// The mean of the same areas' values, one for each period; empty when no area has all.
    func means(includingOwn: Bool) -> [Double] {
        let areas = areas(includingOwn: includingOwn)
        return areas.isEmpty ? [] : published.columns.compactMap { column in Self.mean(areas.compactMap { value($0, column) }) }
    }

    /// Of every area with a value in the latest period.
    func latest(includingOwn: Bool) -> Double? {
        guard let column = published.columns.last else { return nil }
        return Self.mean(column.rows.filter { includingOwn || $0.area != published.own }.compactMap { $0.valuePrinted?.value })
    }

    /// How each area moved between the last two periods, as printed.
    private var changes: [(area: String, change: Double)] {
        guard published.columns.count > 1, let after = published.columns.last else { return [] }
        let before = published.columns[published.columns.count - 2]
        return after.rows.compactMap { row in
            guard let now = row.valuePrinted?.value, let then = value(row.area, before) else { return nil }
            return (row.area, now - then)
        }
    }

    private func signed(_ number: Double, _ style: NumberStyle) -> String { (number > 0 ? "+" : "") + style.text(number) }

    /// How sure the values are: half a step each way, so a difference of two by up to a whole one.
    private func caution(_ style: NumberStyle) -> String {
        let step = (0..<places).reduce(1.0) { step, _ in step / 10 }
        return
            "Only rounded values are printed, without the numbers they are made of: a change may be off by up to \(style.text(step)), and a mean of them counts a small area as much as a large one."
    }

    func answer(_ unit: String, _ style: NumberStyle) -> HTML {
        var out = HTML.empty
        for own in [false, true] {
            guard let mean = latest(includingOwn: own) else { continue }
            out += "<p>Mean of the values printed, \(own ? "with" : "without") \(published.own): \(style.text(mean))\(unit).</p>"
        }
        let changes = changes
        let rose = changes.filter { $0.change > 0 }
        if !changes.isEmpty {
            let largest =
                rose.max { $0.change < $1.change }.map { ", the largest rise \($0.area) with \(signed($0.change, style))" } ?? ""
            out += "<p>Of \(changes.count) areas \(rose.count) rose\(largest).</p>"
        }
        return out + "<p>\(caution(style))</p>"
    }

    func sentence(_ style: NumberStyle) -> String {
        let means = means(includingOwn: false)
        let values = zip(means, labels).map { "\(style.text($0)) in \($1)" }.joined(separator: ", ")
        let areas = areas(includingOwn: false)
        return
            "Mean of the printed values of \(areas.count.counted("area")) without \(published.own): \(values). \(caution(style))"
    }

    func averages(_ style: NumberStyle) -> HTML {
        let rows = [false, true].map { own -> [HTML] in
            let means = means(includingOwn: own)
            let change = means.last.flatMap { last in means.count > 1 ? means.first.map { signed(last - $0, style) } : nil }
            return ["Mean \(own ? "with" : "without") \(published.own)"]
                + (means.isEmpty ? labels.map { _ in "No average" } : means.map { "\(style.text($0))" }) + ["\(change ?? "")"]
        }
        let used = areas(includingOwn: false)
        return "<p>\(caution(style))</p>"
            + table(
                caption: "Means of the printed values, over the same areas in every period",
                columns: [Column("Mean")] + labels.map { Column($0, isNumeric: true) } + [Column("Change", isNumeric: true)], rows: rows)
            + "<h3>Areas used</h3><p>\(used.isEmpty ? "None." : used.joined(separator: ", ") + ".")</p>"
    }
}
