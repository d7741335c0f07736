import Casework

/// The summary template a service sends where it sends no case-level data, filled from the cases (regulation.md §2.4).
///
/// Each sheet is a measure of its own, over the units of its indicator: every cell is a figure with its members, opens like any other and
/// can be read as it was known. They are not among `allMeasures`, for no other report asks for hundreds of cells.
public struct TemplateSheet: Sendable {
    /// `template.kpi1` …
    public let measure: Measure
    public var title: String { measure.title }
    public let rows: [Row]
    public let blocks: [Block]

    typealias Test = @Sendable (CountedUnit) -> Bool

    static func all(of marks: String...) -> Test { { unit in unit.marks.isSuperset(of: marks) } }
    static func without(_ mark: String) -> Test { { unit in !unit.marks.contains(mark) } }
    static func any(of marks: String...) -> Test { { unit in !unit.marks.isDisjoint(with: marks) } }

    /// One line of the sheet.
    public struct Row: Sendable {
        public let id: String
        public let words: String
        /// What a column of the row counts; nil where the form has no such cell.
        let holds: @Sendable (_ column: String) -> Test?
        /// What of the units is counted: they themselves, their children, or the victims they name.
        let counting: Counting

        enum Counting { case units, children, victims }

        init(
            _ id: String, _ words: String, counting: Counting = .units,
            holds: @escaping @Sendable (String) -> Test?
        ) {
            self.id = id
            self.words = words
            self.counting = counting
            self.holds = holds
        }

        /// A row of which each column counts those who bear a mark; an empty mark is borne by all.
        init(_ id: String, _ words: String, counting: Counting = .units, marks: [String: String]) {
            self.init(id, words, counting: counting) { column in
                guard let mark = marks[column] else { return nil }
                return mark.isEmpty ? { _ in true } : TemplateSheet.all(of: mark)
            }
        }
    }

    /// The columns of one order type, age or sector.
    public struct Block: Sendable {
        public let words: String
        public let by: [String: String]
        public let columns: [String]
        /// Who is in the block at all.
        let holds: @Sendable (CountedUnit, _ column: String) -> Bool

        init(_ words: String, by: [String: String], columns: [String], holds: @escaping @Sendable (CountedUnit, String) -> Bool) {
            self.words = words
            self.by = by
            self.columns = columns
            self.holds = holds
        }
    }

    init(measure: Measure, rows: [Row], blocks: [Block]) {
        self.measure = measure
        self.rows = rows
        self.blocks = blocks
    }

    /// - Parameters:
    ///   - units: what is counted, where that is more than the indicator's own units; then with what else it reads.
    init(
        _ number: Int, of base: Measure, notes: [String] = [], besides needs: [Need] = [],
        units: (@Sendable (CaseFile, Question) -> [CountedUnit])? = nil, rows: [Row], blocks: [Block]
    ) {
        let measure = Measure(
            sheet: number, of: base, notes: notes, keys: blocks.flatMap(\.by.keys), besides: needs, units: units ?? base.units,
            figures: { tabulation in blocks.flatMap { block in rows.flatMap { $0.figures(tabulation, block) } } })
        self.init(measure: measure, rows: rows, blocks: blocks)
    }

    /// The figure of one cell among the sheet's figures.
    public func cell(_ figures: [Figure], _ row: Row, _ block: Block, _ column: String) -> Figure? {
        let by = block.by.merging(["row": row.id, "column": column]) { $1 }
        return figures.first { $0.by == by }
    }

    /// Whether the form has a cell there: not every row has every column.
    public func has(_ row: Row, _ column: String) -> Bool { row.holds(column) != nil }

    /// Every sheet, in the order of the form.
    public static let all: [TemplateSheet] = [one, two, three, four, five, six, seven, eight, nine, ten]

    /// The six order types, each with the same columns.
    static func orders(_ columns: [String]) -> [Block] { orders { _ in columns } }

    static func orders(_ columns: (OrderType) -> [String]) -> [Block] {
        OrderType.allCases.map { type in
            Block(type.words, by: ["order": type.rawValue], columns: columns(type)) { unit, _ in unit.dimensions["order"] == type.rawValue }
        }
    }
}

extension TemplateSheet.Row {
    fileprivate func figures(_ tabulation: Tabulation, _ block: TemplateSheet.Block) -> [Figure] {
        block.columns.compactMap { column -> Figure? in
            guard let holds = holds(column), let part = tabulation.measure.parts.first else { return nil }
            let those = tabulation.selecting { units, _ in
                units.filter { $0.excluded == nil && block.holds($0, column) && holds($0) }
            }
            let cell = those.whole.labelled(block.by.merging(["row": id, "column": column]) { $1 })
            let members = counting == .units ? cell.members : counting == .children ? cell.counted.children : cell.counted.victims
            return cell.figure(part, numerator: members.count, value: Double(members.count), counted: members)
        }
    }
}

extension Measure {
    /// A sheet of the template as a measure over an indicator's units.
    init(
        sheet number: Int, of base: Measure, notes: [String], keys: [String], besides needs: [Need] = [],
        units: @escaping @Sendable (CaseFile, Question) -> [CountedUnit], figures: @escaping @Sendable (Tabulation) -> [Figure]
    ) {
        self.init(
            "template.kpi\(number)", title: "Summary template, \(base.title)", question: base.question,
            definition: Definition(
                version: "template", source: "Youth Justice Application Framework, the form of the indicators",
                words: "The rows and columns of the summary template's sheet, counted from the cases by the rules of the indicator.",
                notes: notes + base.definition.notes, example: base.definition.example),
            counts: base.counts, needs: base.needs + needs, parts: [Part("cell", .count, "Number in the cell")],
            breakdowns: Set(keys + ["row", "column"]).sorted().map { Breakdown($0, $0, overlaps: true) }, exclusions: base.exclusions,
            units: units, figures: figures)
    }
}

extension OrderType {
    var words: String {
        switch self {
        case .diversion: "Out of court, with our intervention"
        case .youthCaution: "Youth cautions"
        case .youthConditionalCaution: "Youth conditional cautions"
        case .referralOrder: "Referral orders"
        case .youthRehabilitationOrder: "Youth rehabilitation orders"
        case .custody: "Custodial sentences"
        }
    }
}
