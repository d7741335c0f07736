import Casework
import Records
import Statistics

/// The numbers of a signed template, as its record keeps them: of every cell that is not empty what was typed and what was counted.
///
/// A record holds 100,000 bytes, and a form filled to its last cell, each difference explained at length, is many times that. So the record
/// keeps numbers alone, the name of each row and column once a table; the explanations stand in the typed values' own histories, which nothing
/// rewrites, and are read as they stood when the record was written. The hash is of both together.
public struct TemplateCopy: Sendable, Hashable {
    struct Line: Sendable, Hashable {
        let cell: String
        let typed: Int?
        let counted: Int
    }

    /// In the form's order.
    let lines: [Line]
    /// The cells of the form that was signed, empty ones too.
    let form: Set<String>

    /// - Parameter form: its cells; of the form there is now where it is not said.
    init(lines: [Line], form: Set<String> = Set(TemplateReturn.keys)) { (self.lines, self.form) = (lines, form) }

    init(_ cells: [TemplateReturn.Cell]) {
        let filled = cells.filter { ($0.number ?? 0) != 0 || $0.counted != 0 }
        self.init(lines: filled.map { Line(cell: $0.key, typed: $0.number, counted: $0.counted) })
    }

    // MARK: Kept

    private static let mark = "waymark template 2"

    /// As the record keeps it: a line a table of the form, with its columns, and below it a line a row, a number a column: `-` nothing, `3`
    /// three counted, `3:5` three counted and five typed. Empty tables and rows stand there too, so that a cell the form had and nobody was
    /// counted in is told from one a later form has.
    ///
    ///     kpi6 YOUTH_CAUTION: total start
    ///     COMPLETED 3:5 -
    public var text: String {
        let numbers = Dictionary(lines.map { ($0.cell, $0) }) { first, _ in first }
        var out = [TemplateCopy.mark]
        for sheet in TemplateSheet.all {
            for block in sheet.blocks {
                let rows = sheet.rows.map { row -> String in
                    let cells = block.columns.map { numbers[sheet.key(row, block, $0)] }
                    let written = cells.map { cell in
                        cell.map { one in one.typed.map { "\(one.counted):\($0)" } ?? String(one.counted) } ?? "-"
                    }
                    return ([row.id] + written).joined(separator: " ")
                }
                guard let first = sheet.rows.first else { continue }
                // `kpi6 COMPLETED YOUTH_CAUTION total` without the row and the column.
                let parts = sheet.key(first, block, "").split(separator: " ")
                out.append("\(parts.first ?? "") \(parts.dropFirst(2).joined(separator: " ")): \(block.columns.joined(separator: " "))")
                out += rows
            }
        }
        return out.joined(separator: "\n")
    }

    /// What a record keeps, in this form or in the one before it, a CSV with the explanations in it; nil where it is neither.
    public init?(_ text: String) {
        let rows = text.split(separator: "\n")
        guard rows.first == Substring(TemplateCopy.mark) else {
            self.init(earlier: text)
            return
        }
        var (found, form): ([Line], Set<String>) = ([], [])
        var table: (sheet: Substring, block: String, columns: [Substring])?
        for row in rows.dropFirst() {
            if let colon = row.firstRange(of: ": ") {
                let names = row[..<colon.lowerBound].split(separator: " ", maxSplits: 1)
                guard names.count == 2 else { return nil }
                table = (names[0], String(names[1]), row[colon.upperBound...].split(separator: " "))
                continue
            }
            let cells = row.split(separator: " ")
            guard let table, let id = cells.first, cells.count == table.columns.count + 1 else { return nil }
            for (column, number) in zip(table.columns, cells.dropFirst()) {
                let key = "\(table.sheet) \(id) \(table.block) \(column)"
                form.insert(key)
                guard number != "-" else { continue }
                let parts = number.split(separator: ":").map { Int($0) }
                guard let counted = parts.first ?? nil, parts.count == 1 || parts.count == 2 && parts[1] != nil else { return nil }
                found.append(Line(cell: key, typed: parts.count == 2 ? parts[1] : nil, counted: counted))
            }
        }
        self.init(lines: found, form: form)
    }

    private init?(earlier text: String) {
        guard let table = try? CSVTable(Array(text.utf8)), let key = table.header.firstIndex(of: "cell"),
            let typed = table.header.firstIndex(of: "typed"), let counted = table.header.firstIndex(of: "counted")
        else { return nil }
        let lines = (0..<table.count).filter { table.faults[$0] == nil }.compactMap { row in
            Int(table[row, counted]).map { Line(cell: table[row, key], typed: Int(table[row, typed]), counted: $0) }
        }
        self.init(lines: lines, form: Set(TemplateReturn.keys.filter { !TemplateCopy.isSince($0) }))
    }

    /// Whether a cell came to the form when records had left that earlier text: KPI 3 had no start.
    private static func isSince(_ cell: String) -> Bool { cell.hasPrefix("kpi3 ") && cell.hasSuffix(" start") }

    /// Whether a record keeps the earlier text, in which explanations may be cut.
    public static func isEarlier(_ text: String) -> Bool { !text.hasPrefix(mark) }

    /// What was counted, by the cells of the form that was signed; a cell that is not among them was not on it.
    public var counted: [String: Int] {
        var found = Dictionary(form.map { ($0, 0) }) { first, _ in first }
        for line in lines { found[line.cell] = line.counted }
        return found
    }

    // MARK: Whole

    /// The signed numbers as a file, with each explanation whole: what the hash is of.
    /// - Parameter why: the explanation of a cell.
    func whole(_ why: (String) -> String?) -> String {
        var bytes: [UInt8] = []
        CSV.append(["cell", "typed", "counted", "why"], to: &bytes)
        for line in lines {
            let differs = line.typed.map { $0 != line.counted } ?? false
            let cells = [line.cell, line.typed.map(String.init) ?? "", String(line.counted), differs ? why(line.cell) ?? "" : ""]
            CSV.append(cells.map(CSV.forPeople), to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The file a manager signed, made of what the record keeps and of the explanations as they stood when it was written.
    public static func whole(_ signed: Stored<TemplateSignOff>, _ reader: Reader) throws -> String {
        // Before explanations were left to the typed values' histories the record kept the very file.
        guard !isEarlier(signed.copy), let copy = TemplateCopy(signed.copy) else { return signed.copy }
        let values = try reader.serviceRecords(TemplateValue.self, at: signed.from).filter { $0.period == signed.period }
        let typed = TemplateReturn.byCell(values)
        return copy.whole { typed[$0]?.explanation }
    }
}
