import Casework
import Records
import Statistics

/// One cell of a shared report, as it was issued.
public struct SharedCell: Sendable {
    public let figure: ShownFigure
    public let from: Day
    public let to: Day
    /// The words of the cell: "Female"; "All" for the whole.
    public let label: String
    /// The version of the measure's definition it was counted by.
    public let definition: String
    /// The row of the issued file.
    let row: [String]

    /// Which cell it is.
    struct Key: Hashable {
        let measure, part, by: String
        let from, to: Day
    }
    var key: Key { Key(measure: figure.measure, part: figure.part, by: IssuedLine.words(figure.by), from: from, to: to) }

    /// The columns of an issued file that a region's file repeats.
    static let columns = [
        "measure", "part", "by", "of", "from", "to", "number", "base", "value", "unit", "lower", "upper", "definition", "source",
    ]

    fileprivate init?(_ table: CSVTable, _ number: Int, _ columns: [String: Int]) {
        guard let line = IssuedLine(table, number, columns) else { return nil }
        let row = Self.columns.map { name in columns[name].map { table[number, $0] } ?? "" }
        func cell(_ name: String) -> String { Self.columns.firstIndex(of: name).map { row[$0] } ?? "" }
        guard let unit = FigureUnit(rawValue: cell("unit")) else { return nil }
        let isOfPopulation = IssuedLine.isOfPopulation(unit: unit.rawValue, part: line.part)
        let base = ShownCount(issued: cell("base"))
        let value = Double(cell("value"))
        var by: [String: String] = [:]
        for part in line.by.split(separator: ";") {
            let words = part.split(separator: "=", maxSplits: 1).map(String.init)
            if words.count == 2 { by[words[0]] = words[1] }
        }
        figure = ShownFigure(
            measure: line.measure, part: line.part, by: by, unit: unit, numerator: line.number, denominator: base,
            isOfPopulation: isOfPopulation, value: value,
            interval: Double(cell("lower")).map { Interval(lower: $0, upper: Double(cell("upper")) ?? .infinity) },
            // A share without a value of somebody is one whose follow-up has not ended.
            isOpen: unit == .percent && value == nil && (base?.number ?? 0) > 0, matureOn: nil)
        (from, to, label, definition) = (line.from, line.to, cell("of"), cell("definition"))
        self.row = row
    }

    fileprivate static func read(_ figures: String) -> [SharedCell] {
        guard let table = try? CSVTable(Array(figures.utf8)) else { return [] }
        let columns = Dictionary(table.header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        return (0..<table.count).filter { table.faults[$0] == nil }.compactMap { SharedCell(table, $0, columns) }
    }
}

/// A report a service shared with a region, read.
public struct SharedReport: Sendable {
    public let report: RegionReport
    public let periods: ReportPeriods
    public let cells: [SharedCell]
    private let byKey: [SharedCell.Key: SharedCell]

    init?(_ report: RegionReport) {
        guard let figures = report.figures, let period = Period(report.period) else { return nil }
        self.report = report
        periods = ReportPeriods(period)
        cells = SharedCell.read(figures)
        byKey = Dictionary(cells.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func cell(_ key: SharedCell.Key) -> SharedCell? { byKey[key] }

    /// What it says of a cell of a breakdown. Of a table it tells, a cell that is not listed is 0; of one it does not tell, nothing is known.
    public func text(_ measure: String, _ part: String, _ key: String, _ value: String, _ period: Period) -> String {
        let table = cells.filter {
            $0.figure.measure == measure && $0.figure.part == part && $0.from == period.from && $0.to == period.to
                && $0.figure.by[key] != nil
        }
        guard let first = table.first else {
            return cells.contains { $0.figure.measure == measure } ? ShownCount.hidden.text : "Not in its report"
        }
        return table.first { $0.figure.by[key] == value }?.figure.valueText ?? (first.figure.unit == .count ? "0" : "No figure")
    }
}
