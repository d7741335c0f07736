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
    public let signed: Stored<TemplateSignOff>?

    public var typed: Int { cells.count { $0.number != nil } }
    public var differences: [Cell] { cells.filter(\.differs) }
    public var unexplained: [Cell] { differences.filter { !$0.isExplained } }

    /// - Parameter sheet: the one sheet wanted, for which nothing else is counted; nil for the whole form.
    public static func read(_ service: Service, _ period: Period, sheet: Int? = nil, asAt: Instant? = nil) async throws -> TemplateReturn {
        let measures = TemplateSheet.all.indices.filter { sheet == nil || $0 == sheet }.map { TemplateSheet.all[$0].measure }
        let set = try await FigureSet.read(service, [FigureSet.Ask(period, measures)], asAt: asAt)
        return try await service.read(.wholeService(reason: "summary template", asAt: asAt)) { try TemplateReturn(set, $0) }
    }

    /// - Parameter reader: reads what is typed; its figures were counted before.
    public init(_ set: FigureSet, _ reader: Reader) throws {
        let period = set.answers[0].period
        self.init(
            set, try reader.serviceRecords(TemplateValue.self).filter { $0.period == period.label },
            signed: try reader.serviceRecords(TemplateSignOff.self).last { $0.period == period.label })
    }

    /// The same figures with what is typed now.
    public func again(_ reader: Reader) throws -> TemplateReturn {
        let values = try reader.serviceRecords(TemplateValue.self).filter { $0.period == period.label }
        let signed = try reader.serviceRecords(TemplateSignOff.self).last { $0.period == period.label }
        return TemplateReturn(self, TemplateReturn.byCell(values), signed)
    }

    private init(_ set: FigureSet, _ values: [Stored<TemplateValue>], signed: Stored<TemplateSignOff>?) {
        let typed = TemplateReturn.byCell(values)
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
    }

    private init(_ other: TemplateReturn, _ typed: [String: Stored<TemplateValue>], _ signed: Stored<TemplateSignOff>?) {
        (period, asAt, head, self.signed) = (other.period, other.asAt, other.head, signed)
        cells = other.cells.map {
            Cell(
                key: $0.key, sheet: $0.sheet, row: $0.row, block: $0.block, column: $0.column, figure: $0.figure, typed: typed[$0.key])
        }
    }

    /// Of two people who typed the same cell at the same moment the later stands.
    private static func byCell(_ values: [Stored<TemplateValue>]) -> [String: Stored<TemplateValue>] {
        Dictionary(values.sorted { $0.from < $1.from }.map { ($0.cell, $0) }) { $1 }
    }

    /// The cells of one table of the form.
    public func cells(_ sheet: Int, _ block: Int) -> [Cell] { cells.filter { $0.sheet == sheet && $0.block == block } }

    // MARK: Signed off

    /// What a sign-off keeps: a line for every cell that is not empty, with what was typed, what was counted, and why they differ. So that
    /// it stays within a record, explanations too long together are cut to one length; whole they stand in each number's history.
    public var copy: String {
        let whole = lines(explaining: 1000)
        guard whole.utf8.count > TemplateReturn.mostBytes else { return whole }
        for most in [300, 100, 30] {
            let shorter = lines(explaining: most)
            if shorter.utf8.count <= TemplateReturn.mostBytes { return shorter }
        }
        return lines(explaining: 0)
    }

    /// What a text of several lines holds in a record.
    private static let mostBytes = 100_000

    /// - Parameter most: how many characters of an explanation are kept.
    private func lines(explaining most: Int) -> String {
        var bytes: [UInt8] = []
        CSV.append(["cell", "typed", "counted", "why"], to: &bytes)
        for cell in cells where (cell.number ?? 0) != 0 || cell.counted != 0 {
            let why = cell.differs ? cell.explanation ?? "" : ""
            let line = [
                cell.key, cell.number.map(String.init) ?? "", String(cell.counted), why.count > most ? String(why.prefix(most)) + "…" : why,
            ]
            CSV.append(line.map(CSV.forPeople), to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The hash a sign-off keeps of its copy.
    public static func hash(of copy: String) -> String { sha256Hex(Array(copy.utf8)) }

    /// A cell that no longer comes to what was counted when the quarter was signed off.
    public struct Moved: Sendable {
        public let cell: Cell
        public let then: Int
    }

    /// What later records have moved since the quarter was signed off; nil where it is not.
    public var moved: [Moved]? {
        guard let signed, let table = try? CSVTable(Array(signed.value.copy.utf8)), let key = table.header.firstIndex(of: "cell"),
            let counted = table.header.firstIndex(of: "counted")
        else { return nil }
        var then: [String: Int] = [:]
        for row in 0..<table.count where table.faults[row] == nil { then[table[row, key]] = Int(table[row, counted]) }
        return cells.compactMap { cell in
            let before = then[cell.key] ?? 0
            return before == cell.counted ? nil : Moved(cell: cell, then: before)
        }
    }
}

extension TemplateSheet {
    /// What stands for one cell in records and files.
    public func key(_ row: Row, _ block: Block, _ column: String) -> String {
        let place = block.by.sorted { $0.key < $1.key }.map(\.value).joined(separator: ";")
        let sheet = measure.id.split(separator: ".").last ?? ""
        return "\(sheet) \(row.id) \(place.isEmpty ? "ALL" : place) \(column)"
    }
}
