import Records

/// A file of tables for a spreadsheet, before it is written in any format: what CSV and XLSX both come from, so that they cannot differ.
public struct Workbook: Sendable, Hashable {
    public enum Cell: Sendable, Hashable {
        case text(String)
        case number(Double)
        case empty

        init(_ number: Double?) { self = number.map { $0.isFinite ? .number($0) : .empty } ?? .empty }
        init(_ text: String?) { self = text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
    }

    public struct Sheet: Sendable, Hashable {
        /// At most 31 characters, none of `[ ] : * ? / \`.
        public let name: String
        public let head: [String]
        public let rows: [[Cell]]

        public init(_ name: String, head: [String], rows: [[Cell]]) {
            self.name = name
            self.head = head
            self.rows = rows
        }

        /// The table as a file people open in a spreadsheet: nothing in it is taken for a formula.
        public var csv: [UInt8] {
            var bytes: [UInt8] = []
            CSV.append(head, to: &bytes)
            for row in rows {
                let cells = row.map { cell -> String in
                    switch cell {
                    case .text(let text): CSV.forPeople(text)
                    case .number(let number): FigureCSV.plain(number)
                    case .empty: ""
                    }
                }
                CSV.append(cells, to: &bytes)
            }
            return bytes
        }
    }

    public let title: String
    public let sheets: [Sheet]

    public init(_ title: String, _ sheets: [Sheet]) {
        self.title = title
        self.sheets = sheets
    }
}

extension Workbook.Sheet {
    /// A CSV of ours as a sheet: columns named in `numbers` hold numbers wherever a cell is one, and words where it is held back.
    /// - Throws: `CSVError` when it cannot be read.
    public init(_ name: String, csv: [UInt8], numbers: Set<String>) throws(CSVError) {
        let read = try CSVTable(csv)
        let rows = (0..<read.count).filter { read.faults[$0] == nil }.map { row in
            read.header.indices.map { column -> Workbook.Cell in
                let text = read[row, column]
                if numbers.contains(read.header[column]), let number = Double(text) { return Workbook.Cell(number) }
                // The apostrophe is CSV's guard against formulas; a cell of a workbook says itself that it is text.
                return Workbook.Cell(
                    text.hasPrefix("'") && CSV.forPeople(String(text.dropFirst())) == text ? String(text.dropFirst()) : text)
            }
        }
        self.init(name, head: read.header, rows: rows)
    }
}
