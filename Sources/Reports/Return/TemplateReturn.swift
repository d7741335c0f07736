import Casework
import Records
import Statistics

/// The summary template of a quarter: what is typed into each cell, beside what the cases come to. (S-PER-11, S-PER-22)
///
/// A cell nobody typed a number for is sent as counted. A typed number that differs must be explained against the very number it differs
/// from, so an explanation does not outlive a change of the records.
public struct TemplateReturn: Sendable {
    /// One cell of the form.
    public struct Cell: Sendable {
        /// Stands for it in records and files: `kpi2 SUITABLE CUSTODY;no end`.
        public let key: String
        public let sheet: Int
        public let row: TemplateSheet.Row
        public let block: Int
        public let column: String
        public let figure: Figure
        public let typed: Stored<TemplateValue>?

        /// What the cases come to.
        public var counted: Int { Int(figure.value ?? 0) }
        /// What is typed; nil where the counted number stands.
        public var number: Int? { typed?.value.number }
        public var differs: Bool { number.map { $0 != counted } ?? false }
        public var explanation: String? { typed?.value.explanation }
        /// Whether somebody has said why, of this difference and no earlier one.
        public var isExplained: Bool { explanation != nil && typed?.value.explainedCount == counted }
        /// `Foster care, Referral orders, total`.
        public func words(_ column: (String) -> String) -> String {
            "\(row.words), \(TemplateSheet.all[sheet].blocks[block].words), \(column(self.column).lowercasedFirst)"
        }
    }

    public let period: Period
    /// The moment the records were read at.
    public let asAt: Instant
    /// The journal's last entry when the figures were counted.
    public let head: Int64
    /// Of the sheets that were counted, in the form's order.
    public let cells: [Cell]
    /// How many cells of the whole form are typed, counted or not.
    public let typedInAll: Int
    public let signed: Stored<TemplateSignOff>?
    /// The service's code, and the one by which the receiver knows it; nil where none has been given.
    public let service: String
    public let unitCode: String?

    /// The day the quarter was signed off; nil where it is not.
    public var signedOff: Day? { signed?.value.asAt.londonDay }
    public var typed: Int { cells.count { $0.number != nil } }
    public var differences: [Cell] { cells.filter(\.differs) }
    public var unexplained: [Cell] { differences.filter { !$0.isExplained } }

    /// - Parameter sheets: those wanted, for which nothing else is counted; nil for the whole form.
    public static func read(_ service: Service, _ period: Period, sheets: Set<Int>? = nil, asAt: Instant? = nil) async throws
        -> TemplateReturn
    {
        let measures = TemplateSheet.all.indices.filter { sheets?.contains($0) ?? true }.map { TemplateSheet.all[$0].measure }
        let set = try await FigureSet.read(service, [FigureSet.Ask(period, measures)], asAt: asAt)
        return try await service.read(.wholeService(reason: "summary template", asAt: asAt)) { try TemplateReturn(set, $0) }
    }

    /// - Parameter reader: reads what is typed; its figures were counted before.
    public init(_ set: FigureSet, _ reader: Reader) throws {
        let period = set.answers[0].period
        self.init(set, try TemplateReturn.typed(reader, period), signed: try TemplateReturn.signed(reader, period))
    }

    /// The same figures with what is typed now.
    public func again(_ reader: Reader) throws -> TemplateReturn {
        TemplateReturn(self, try TemplateReturn.typed(reader, period), try TemplateReturn.signed(reader, period))
    }

    private static func typed(_ reader: Reader, _ period: Period) throws -> [String: Stored<TemplateValue>] {
        byCell(try reader.serviceRecords(TemplateValue.self).filter { $0.period == period.label })
    }

    private static func signed(_ reader: Reader, _ period: Period) throws -> Stored<TemplateSignOff>? {
        try reader.serviceRecords(TemplateSignOff.self).last { $0.period == period.label }
    }

    private init(_ set: FigureSet, _ typed: [String: Stored<TemplateValue>], signed: Stored<TemplateSignOff>?) {
        var cells: [Cell] = []
        for (number, sheet) in TemplateSheet.all.enumerated() {
            let figures = Dictionary(set.answers[0].of(sheet.measure).map { ($0.by, $0) }) { first, _ in first }
            for (place, block) in sheet.blocks.enumerated() {
                for row in sheet.rows {
                    for column in block.columns {
                        guard let figure = figures[block.by.merging(["row": row.id, "column": column]) { $1 }] else { continue }
                        let key = sheet.key(row, block, column)
                        cells.append(
                            Cell(
                                key: key, sheet: number, row: row, block: place, column: column, figure: figure, typed: typed[key]))
                    }
                }
            }
        }
        (period, asAt, head, self.cells, self.signed) = (set.answers[0].period, set.asAt, set.head, cells, signed)
        (service, unitCode) = (set.service, set.reference.codes.unitCode(on: set.answers[0].period.to))
        typedInAll = TemplateReturn.count(typed)
    }

    private init(_ other: TemplateReturn, _ typed: [String: Stored<TemplateValue>], _ signed: Stored<TemplateSignOff>?) {
        (period, asAt, head, self.signed) = (other.period, other.asAt, other.head, signed)
        (service, unitCode) = (other.service, other.unitCode)
        typedInAll = TemplateReturn.count(typed)
        cells = other.cells.map {
            Cell(
                key: $0.key, sheet: $0.sheet, row: $0.row, block: $0.block, column: $0.column, figure: $0.figure, typed: typed[$0.key])
        }
    }

    /// Of two people who typed the same cell at the same moment the later stands.
    static func byCell(_ values: [Stored<TemplateValue>]) -> [String: Stored<TemplateValue>] {
        Dictionary(values.sorted { $0.from < $1.from }.map { ($0.cell, $0) }) { $1 }
    }

    private static func count(_ typed: [String: Stored<TemplateValue>]) -> Int {
        let known = Set(keys)
        return typed.values.count { $0.number != nil && known.contains($0.cell) }
    }

    /// The cells of one table of the form.
    public func cells(_ sheet: Int, _ block: Int) -> [Cell] { cells.filter { $0.sheet == sheet && $0.block == block } }

    // MARK: Signed off

    /// What a sign-off keeps.
    public var copy: TemplateCopy { TemplateCopy(cells) }

    /// What a manager signs: every cell that is not empty, with what was typed, what was counted, and why they differ.
    public var whole: String {
        let typed = Dictionary(cells.map { ($0.key, $0) }) { first, _ in first }
        return copy.whole { typed[$0]?.explanation }
    }

    /// The hash a sign-off keeps of what was signed.
    public static func hash(of whole: String) -> String { sha256Hex(Array(whole.utf8)) }

    /// A cell that no longer comes to what was counted when the quarter was signed off.
    public struct Moved: Sendable {
        public let cell: Cell
        public let then: Int
    }

    /// What later records have moved since the quarter was signed off; nil where it is not. A cell that was not on the form then has not moved.
    public var moved: [Moved]? {
        guard let signed, let then = TemplateCopy(signed.value.copy)?.counted else { return nil }
        return cells.compactMap { cell in
            guard let before = then[cell.key], before != cell.counted else { return nil }
            return Moved(cell: cell, then: before)
        }
    }
}

extension TemplateSheet {
    /// The sheet a cell stands on, counted from none.
    public static func number(of key: String) -> Int? {
        all.firstIndex { key.hasPrefix($0.name + " ") }
    }

    /// The sheet a measure is of; nil where it is no sheet's.
    public static func number(of measure: Measure) -> Int? { all.firstIndex { $0.measure.id == measure.id } }

    /// `kpi6`.
    private var name: Substring { measure.id.split(separator: ".").last ?? "" }

    /// What stands for one cell in records and files.
    public func key(_ row: Row, _ block: Block, _ column: String) -> String {
        let place = block.by.sorted { $0.key < $1.key }.map(\.value).joined(separator: ";")
        return "\(name) \(row.id) \(place.isEmpty ? "ALL" : place) \(column)"
    }
}
