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

/// What a reader knows of a measure besides its numbers: which parts tell of one count, which count lies within which, which add up over time.
struct MeasureTies: Sendable {
    /// By part: what its number and its base count.
    var parts: [String: (number: String, base: String?)] = [:]
    /// Counts of some of those another counts: what the one lacks of the other is a count as well.
    var within: [(inner: String, outer: String)] = []
    /// Counts no greater than another of other things.
    var below: [(less: String, more: String)] = []
    /// Counts of events of a day, each in one day alone: a year's are the sum of its quarters'.
    var additive: Set<String> = []
    /// Counts of children with an event in the stretch, once each: no quarter has more than its year, nor the year more than all its quarters.
    var spread: Set<String> = []
    /// Breakdowns in which somebody may stand in two cells.
    var shared: Set<String> = []

    func names(_ line: IssuedLine) -> (number: String, base: String?) {
        parts[line.part] ?? (line.part, line.base == nil ? nil : "\(line.part) base")
    }

    static func of(_ measure: String) -> MeasureTies { all[measure] ?? MeasureTies() }

    private static let counted = MeasureTies(
        parts: ["count": ("count", nil), "rate": ("count", nil), "ratio": ("count", nil)], additive: ["count"])

    private static let all: [String: MeasureTies] = [
        Measure.firstTimeEntrants.id: counted, Measure.custody.id: counted, Measure.outcomes.id: counted, Measure.offences.id: counted,
        Measure.outOfCourt.id: MeasureTies(
            parts: [
                "days_median": ("decided", nil), "days_p90": ("decided", nil), "working_days_median": ("decided", nil),
                "within_target": ("within_target", "decided"),
            ],
            within: [("within_target", "decided"), ("bounced_back", "decided"), ("completed", "decided")],
            additive: ["decided", "within_target", "bounced_back"]),
        // Its percentages are of children, who may have ended programmes of two types, at two ages and in two quarters.
        Measure.outOfCourtCompleted.id: MeasureTies(
            parts: [
                "headline_published": ("published", "published base"), "headline_case_level": ("completed", "ended"),
                "6b": ("completed", "ended"), "6c": ("completed", "ended"), "outcome_23": ("outcome_23", "outcome_23 base"),
            ],
            within: [("completed", "ended"), ("published", "published base"), ("outcome_23", "outcome_23 base")],
            below: [("completed", "6a")], additive: ["6a"],
            spread: ["published", "published base", "completed", "ended", "outcome_23", "outcome_23 base"], shared: ["type", "age"]),
        Measure.seriousViolence.id: MeasureTies(
            within: [
                ("headline", "headline_published"), ("9a", "9a_published"), ("9a base", "9a_published base"), ("9b", "9b_published"),
                ("9b base", "9b_published base"),
            ]),
        Measure.provenReoffending.id: MeasureTies(
            parts: [
                "binary": ("reoffenders", "cohort"), "per_reoffender": ("reoffences", "reoffenders"),
                "per_offender": ("reoffences", "cohort"),
                "previous_offences": ("previous_offences", "cohort"),
            ],
            within: [("reoffenders", "cohort")], below: [("reoffenders", "reoffences")]),
        Measure.reoffendingTracker.id: MeasureTies(
            parts: Dictionary(uniqueKeysWithValues: [3, 6, 9, 12].map { ("at_\($0)", ("at_\($0)", "cohort")) }),
            within: [("at_3", "at_6"), ("at_6", "at_9"), ("at_9", "at_12"), ("at_12", "cohort")]),
    ]
}
