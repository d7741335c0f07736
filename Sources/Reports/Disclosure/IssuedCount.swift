import Casework
import Records
import Statistics

/// One line of figures as they leave the service: a number, what it is out of, and how far each is told.
struct IssuedLine: Hashable, Sendable {
    let measure: String
    let part: String
    /// The cell of a breakdown, `sex=MALE`; empty for the whole.
    let by: String
    let from: Day
    let to: Day
    let number: ShownCount?
    /// Nil where the figure is out of nothing, or out of people who live somewhere.
    let base: ShownCount?

    init(_ figure: ShownFigure, _ period: Period) {
        measure = figure.measure
        part = figure.part
        by = IssuedLine.words(figure.by)
        (from, to) = (period.from, period.to)
        number = figure.numerator
        base = figure.isOfPopulation ? nil : figure.denominator
    }

    init?(_ table: CSVTable, _ row: Int, _ columns: [String: Int]) {
        func cell(_ name: String) -> String { columns[name].map { table[row, $0] } ?? "" }
        guard let from = Day(iso: cell("from")), let to = Day(iso: cell("to")) else { return nil }
        // The file of a view names measure and part in one cell.
        let names = cell("part").split(separator: " ", maxSplits: 1).map(String.init)
        (measure, part) = names.count == 2 ? (names[0], names[1]) : (cell("measure"), cell("part"))
        (by, self.from, self.to) = (cell("by"), from, to)
        number = ShownCount(issued: cell("number"))
        base = IssuedLine.isOfPopulation(unit: cell("unit"), part: cell("part")) ? nil : ShownCount(issued: cell("base"))
    }

    /// Whether a figure's base is people who live somewhere.
    static func isOfPopulation(unit: String, part: String) -> Bool { unit.hasPrefix("per_") || ofPopulation.contains(part) }

    private static let ofPopulation: Set = ["ratio"]

    /// The lines of figures that were issued; empty where the text cannot be read.
    static func read(_ figures: String) -> [IssuedLine] {
        guard let table = try? CSVTable(Array(figures.utf8)) else { return [] }
        let columns = Dictionary(table.header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        return (0..<table.count).filter { table.faults[$0] == nil }.compactMap { IssuedLine(table, $0, columns) }
    }

    static func words(_ by: [String: String]) -> String {
        by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
    }

    /// The breakdown a cell belongs to, `sex`; empty for the whole.
    var key: String { String(by.prefix { $0 != "=" }) }
}

extension ShownCount {
    /// A count as an issued file gives it; nil where it gives none.
    init?(issued text: String) {
        if text.isEmpty || text == "not known" { return nil }
        if text == "not given" {
            self = .notGiven
            return
        }
        if let number = Int(text) {
            self = .number(number)
        } else if text.hasPrefix("fewer than "), let above = Int(text.dropFirst("fewer than ".count)) {
            self = .small(above - 1)
        } else {
            self = .hidden
        }
    }
}

/// One count of whom a reader is told of, by whatever figures: the number of a percentage is the count given elsewhere.
struct IssuedCount: Hashable, Sendable {
    let what: String
    let by: String
    let from: Day
    let to: Day
    /// The issued report that alone says so, where another says otherwise; nil where all speak of one count.
    var apart: Int?

    var key: String { String(by.prefix { $0 != "=" }) }
    /// What is counted in every cell of the same table.
    var whole: IssuedCount { IssuedCount(what: what, by: "", from: from, to: to, apart: apart) }
    /// The same of other days, or of another thing.
    func over(_ from: Day, _ to: Day) -> IssuedCount { IssuedCount(what: what, by: by, from: from, to: to, apart: apart) }
    func of(_ what: String) -> IssuedCount { IssuedCount(what: what, by: by, from: from, to: to, apart: apart) }

    static func inOrder(_ a: IssuedCount, _ b: IssuedCount) -> Bool {
        (a.what, a.by, a.from, a.to, a.apart ?? -1) < (b.what, b.by, b.from, b.to, b.apart ?? -1)
    }
}

extension [IssuedLine] {
    /// Without the breakdowns of which nothing is told: a file does not list them.
    var told: [IssuedLine] {
        let tables = toldTables
        return filter { $0.by.isEmpty || tables.contains($0.table) }
    }

    /// The breakdowns of which anything is told.
    var toldTables: Set<[String]> { Set(filter { !$0.by.isEmpty && $0.tells }.map(\.table)) }
}

extension IssuedLine {
    /// The breakdown of a part a cell belongs to.
    var table: [String] { [measure, part, key, from.iso, to.iso] }

    /// Whether it says anything of its counts.
    fileprivate var tells: Bool { [number, base].contains { $0.map { $0 != .hidden && $0 != .notGiven } ?? false } }
}
