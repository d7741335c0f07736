import Foundation
import Testing

@testable import Statistics

/// The published tables in Published/: one `#` line of source, a heading row, then rows.
struct PublishedTable {
    struct Row {
        let cells: [String: String]
        let line: Int

        func text(_ column: String) throws -> String { try #require(cells[column], "no column \(column)") }
        func number(_ column: String) throws -> Double { try #require(optional(column), "line \(line): no number in \(column)") }
        func count(_ column: String) throws -> Int { try #require(Int(exactly: number(column))) }
        func optional(_ column: String) -> Double? { cells[column].flatMap(Double.init) }
        func printed(_ column: String) throws -> PrintedFigure { try #require(PrintedFigure(try text(column)), "line \(line): \(column)") }
    }

    let source: String
    let rows: [Row]

    init(_ name: String) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Published")
        let text = try String(contentsOf: folder.appending(path: name + ".csv"), encoding: .utf8)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        source = String(lines.removeFirst().dropFirst(2))
        let header = Self.cells(of: lines.removeFirst())
        rows = lines.enumerated().map { index, line in
            Row(cells: Dictionary(zip(header, Self.cells(of: line)), uniquingKeysWith: { first, _ in first }), line: index + 3)
        }
    }

    /// The one row whose column holds the value.
    func row(_ column: String, _ value: String) throws -> Row {
        try #require(rows.first { $0.cells[column] == value }, "no row with \(column) = \(value)")
    }

    func rows(_ column: String, _ value: String) -> [Row] { rows.filter { $0.cells[column] == value } }

    private static func cells(of line: String) -> [String] {
        var cells: [String] = []
        var cell = ""
        var quoted = false
        var previousWasQuote = false
        for character in line.trimmingCharacters(in: CharacterSet(charactersIn: "\r")) {
            if character == "\"" {
                // A doubled quote inside quotes is one quote.
                if !quoted, previousWasQuote { cell.append("\"") }
                quoted.toggle()
                previousWasQuote = !quoted
            } else {
                previousWasQuote = false
                if character == ",", !quoted {
                    cells.append(cell)
                    cell = ""
                } else {
                    cell.append(character)
                }
            }
        }
        return cells + [cell]
    }
}

/// The Sefton plan's tables joined into figures with their own numerators and denominators.
enum Sefton {
    static let own = "Sefton"
    static let reoffendingPeriods = ["apr2018_mar2019", "apr2019_mar2020"]

    /// A reoffending table for both periods, numerator and denominator taken from the tables of counts.
    static func reoffending(_ table: String, over numerator: String, of denominator: String, unit: Published.Unit) throws -> [[Published]] {
        let (values, numbers, bases) = try (PublishedTable(table), PublishedTable(numerator), PublishedTable(denominator))
        return try reoffendingPeriods.map { column in
            try values.rows.map { row in
                let area = try row.text("area")
                return Published(
                    area: area, measure: table, period: .init(column), numerator: try numbers.row("area", area).number(column),
                    denominator: try bases.row("area", area).number(column), valuePrinted: try row.printed(column), unit: unit,
                    source: values.source)
            }
        }
    }

    static func rates() throws -> [[Published]] {
        try reoffending("sefton-t02-reoffending-rate", over: "sefton-t05-reoffenders", of: "sefton-t06-cohort", unit: .percent)
    }

    static func perReoffender() throws -> [[Published]] {
        try reoffending(
            "sefton-t03-reoffences-per-reoffender", over: "sefton-t04-reoffences", of: "sefton-t05-reoffenders", unit: .ratio)
    }

    /// A table of plain counts or of values whose parts are not printed.
    static func plain(_ table: String, unit: Published.Unit) throws -> [[Published]] {
        let values = try PublishedTable(table)
        return try reoffendingPeriods.map { column in
            try values.rows.map { row in
                let printed = try row.printed(column)
                return Published(
                    area: try row.text("area"), measure: table, period: .init(column), numerator: unit == .count ? printed.value : nil,
                    valuePrinted: printed, unit: unit, source: values.source)
            }
        }
    }

    /// First-time entrants of 2019 and 2020, family average left out.
    static func firstTimeEntrants() throws -> [[Published]] {
        let (rates, numbers) = try (PublishedTable("sefton-t08-fte-rate"), PublishedTable("sefton-t09-fte-number"))
        return try ["2019", "2020"].map { year in
            try rates.rows.filter { $0.cells["area"] != "Family Average" }.map { row in
                let area = try row.text("area")
                return Published(
                    area: area, measure: "First-time entrants", period: .init(year),
                    numerator: try numbers.row("area", area).number("number_" + year), denominator: row.optional("population_" + year),
                    valuePrinted: PrintedFigure(try row.text("rate_" + year)), unit: .rate(per: 100_000), source: rates.source)
            }
        }
    }

    /// Each area's change from the first period to the second, with the change printed for it.
    static func changes(_ periods: [[Published]], table: String) throws -> [(area: String, check: FigureCheck)] {
        let printed = try PublishedTable(table)
        return try zip(periods[0], periods[1]).map { before, after in
            let change = try Change(from: before, to: after)
            return (before.area, change.check(printed: try printed.row("area", before.area).printed("change_printed")))
        }
    }
}

/// A count, or a value whose parts are not printed, outside any table of areas.
func figure(_ printed: Double, decimals: Int = 0) -> PrintedFigure { PrintedFigure(printed, decimals: decimals) }

/// A share of a whole, to be checked against the percentage printed for it.
func share(_ numerator: Double, of denominator: Double, printed: PrintedFigure) -> Published {
    Published(
        area: "", measure: "", period: .init(""), numerator: numerator, denominator: denominator, valuePrinted: printed, unit: .percent,
        source: "")
}

/// A count that moved from one year to the next.
func moved(from before: Double, to after: Double) throws -> Change {
    func count(_ value: Double, _ period: String) -> Published {
        Published(area: "", measure: "", period: .init(period), numerator: value, unit: .count, source: "")
    }
    return try Change(from: count(before, "before"), to: count(after, "after"))
}
