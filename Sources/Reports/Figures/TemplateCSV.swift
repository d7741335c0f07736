import Casework
import Records
import Statistics

/// The filled summary template as a file people open in a spreadsheet: one row a cell of the form, what was counted beside what is typed.
public enum TemplateCSV {
    /// - Parameter names: who explained a difference, by the journal's position.
    public static func bytes(_ template: TemplateReturn, explained: (Int64) -> (by: String, at: Instant)?) -> [UInt8] {
        var bytes: [UInt8] = []
        CSV.append(
            [
                "sheet", "row", "block", "column", "number", "from", "to", "as known at", "service", "unit code", "signed off",
                "row token", "block token", "cell", "typed", "why", "explained by", "explained at",
            ], to: &bytes)
        for cell in template.cells {
            let sheet = TemplateSheet.all[cell.sheet]
            let block = sheet.blocks[cell.block]
            let token = block.by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
            let who = cell.isExplained ? cell.typed.flatMap { explained($0.from) } : nil
            let line = [
                sheet.measure.title, cell.row.words, block.words, cell.column, String(cell.counted), template.period.from.iso,
                template.period.to.iso, template.asAt.iso, template.service, template.unitCode ?? "", template.signedOff?.iso ?? "",
                cell.row.id, token, cell.key, cell.number.map(String.init) ?? "",
                cell.differs && cell.isExplained ? cell.explanation ?? "" : "", who?.by ?? "", who?.at.iso ?? "",
            ]
            CSV.append(line.map(CSV.forPeople), to: &bytes)
        }
        return bytes
    }

    /// The same rows as a workbook, with what they are.
    /// - Throws: `CSVError` when the rows cannot be read.
    public static func workbook(_ template: TemplateReturn, csv: [UInt8]) throws -> Workbook {
        let title = "Summary template, \(template.period.words)"
        let about: [[String]] = [
            ["Form", title], ["Service", template.service], ["Unit code", template.unitCode ?? "Not given"],
            ["As known at", template.asAt.words], ["Signed off", template.signedOff?.words ?? "Not yet"],
            [
                "Numbers",
                "Number is counted from the cases; where another was typed, that one is sent. Every small number is in it: it goes to the national body alone.",
            ],
        ]
        return Workbook(
            title,
            [
                try Workbook.Sheet("Template", csv: csv, numbers: ["number", "typed"]),
                Workbook.Sheet("About", head: ["What", "In words"], rows: about.map { $0.map { Workbook.Cell($0) } }),
            ])
    }

    /// What was filled in in a spreadsheet and pasted or sent back: the number of each cell, and why it differs where the file says so.
    public struct Typed: Sendable, Hashable {
        public let cell: String
        public let number: Int
        /// Nil where the file has no such column.
        public let why: String?
        /// What was counted when the file was made; nil where the file does not say.
        public let counted: Int?
        /// The moment the file was made at; nil where the file does not say.
        public let asKnown: Instant?
        public let line: Int
    }

    /// A line that cannot be taken, in words.
    public struct Fault: Sendable, Hashable {
        public let line: Int
        public let message: String

        public init(line: Int, message: String) { (self.line, self.message) = (line, message) }
    }

    /// Reads rows with the columns `cell` and `typed` (and `why`, with the counted `number` it is written against), with commas or, as a
    /// spreadsheet copies them, tabs between. A row with nothing typed says nothing of its cell.
    public static func read(_ text: String) -> (typed: [Typed], faults: [Fault]) {
        var text = text
        let first = text.split(whereSeparator: \.isNewline).first ?? ""
        if first.contains("\t") { text = commas(text) }
        let table: CSVTable
        do { table = try CSVTable(Array(text.utf8)) } catch { return ([], [Fault(line: error.line, message: error.message)]) }
        guard let cell = table.header.firstIndex(of: "cell"), let typed = table.header.firstIndex(of: "typed") else {
            return ([], [Fault(line: 1, message: "the first row must name the columns cell and typed, as the template’s own file does")])
        }
        let why = table.header.firstIndex(of: "why")
        let counted = table.header.firstIndex(of: "number")
        let asKnown = table.header.firstIndex(of: "as known at")
        let known = Set(TemplateReturn.cellKeys)
        var (found, faults, seen): ([Typed], [Fault], Set<String>) = ([], [], [])
        for row in 0..<table.count {
            let line = table.lines[row]
            func refuse(_ message: String) { faults.append(Fault(line: line, message: message)) }
            if let fault = table.faults[row] {
                refuse(fault)
                continue
            }
            let key = table[row, cell].trimmed
            let number = table[row, typed].trimmed
            guard known.contains(key) else {
                refuse(key.isEmpty ? "no cell is named" : "the form has no cell “\(key.prefix(80))”")
                continue
            }
            guard seen.insert(key).inserted else {
                refuse("the cell “\(key)” is there twice")
                continue
            }
            guard !number.isEmpty else { continue }
            guard number.utf8.count <= 7, number.utf8.allSatisfy({ (48...57).contains($0) }), let whole = Int(number) else {
                refuse("“\(number.prefix(20))” is not a whole number")
                continue
            }
            found.append(
                Typed(
                    cell: key, number: whole, why: why.map { table[row, $0].trimmed },
                    counted: counted.flatMap { Int(table[row, $0].trimmed) }, asKnown: asKnown.flatMap { Instant(table[row, $0].trimmed) },
                    line: line))
        }
        return (found, faults)
    }

    private static func commas(_ text: String) -> String {
        var bytes: [UInt8] = []
        for line in text.split(whereSeparator: \.isNewline) {
            CSV.append(line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init), to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension TemplateReturn {
    /// Every cell the form has.
    public static var cellKeys: [String] {
        TemplateSheet.all.flatMap { sheet in
            sheet.blocks.flatMap { block in
                sheet.rows.flatMap { row in
                    block.columns.filter { sheet.has(row, $0) }.map { sheet.key(row, block, $0) }
                }
            }
        }
    }

    /// Every place where a row and a column meet, those where the form has no cell too: what a signed copy is laid out by.
    public static var keys: [String] {
        TemplateSheet.all.flatMap { sheet in
            sheet.blocks.flatMap { block in sheet.rows.flatMap { row in block.columns.map { sheet.key(row, block, $0) } } }
        }
    }
}
