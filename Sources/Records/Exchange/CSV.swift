import Casework

/// A CSV file read whole: RFC 4180 in UTF-8, a header row, cells as they stand between the commas.
///
/// A byte-order mark is skipped; rows end with CR LF, LF or CR; a quotation mark inside an unquoted cell is an ordinary character;
/// lines with nothing on them are not rows. Cells are decoded when they are asked for.
public struct CSVTable: Sendable {
    /// The names of the columns, without white space around them.
    public let header: [String]
    /// The line of the file each row begins on; the header is line 1.
    public let lines: [Int]
    /// Rows that cannot be read, with the reason in words: too few or too many cells, text after a closing quotation mark.
    public let faults: [Int: String]
    private let bytes: [UInt8]
    private let cells: [Cell]
    /// Where each row's cells begin in `cells`, and one more for the end.
    private let starts: [Int]

    public var count: Int { lines.count }

    /// How many cells a row has, which for a row with a fault need not be as many as the header.
    public func width(_ row: Int) -> Int { starts[row + 1] - starts[row] }

    /// Whether a cell holds nothing.
    public func isBlank(_ row: Int, _ column: Int) -> Bool { cells[starts[row] + column].length == 0 }

    /// A cell's text.
    public subscript(row: Int, column: Int) -> String { text(cells[starts[row] + column]) }

    /// A cell's bytes as they stand in the file (doubled quotation marks still doubled): enough to tell whether it changed.
    func raw<T>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> T) -> T {
        let cell = cells[starts[row] + column]
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[cell.range])) }
    }

    private func text(_ cell: Cell) -> String {
        CSVTable.text(cell, bytes)
    }

    private static func text(_ cell: Cell, _ bytes: [UInt8]) -> String {
        guard cell.length > 0 else { return "" }
        guard cell.hasQuotes else {
            return bytes.withUnsafeBufferPointer { String(decoding: UnsafeBufferPointer(rebasing: $0[cell.range]), as: UTF8.self) }
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(cell.length)
        var wasQuote = false
        for byte in bytes[cell.range] {
            wasQuote = byte == CSV.quote && !wasQuote
            if !wasQuote { plain.append(byte) }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// Reads a file's bytes.
    ///
    /// A quotation mark that is never closed ends the file: its row is the last one and has a fault, and what came before stands.
    /// - Throws: ``CSVError`` when it is not UTF-8, has no header or one that ends inside quotation marks, or names a column twice.
    public init(_ bytes: [UInt8]) throws(CSVError) {
        guard bytes.count < UInt32.max / 2 else { throw CSVError(line: 1, message: "the file is larger than 2 GB") }
        var scan = Scan()
        try CSVTable.validate(bytes)
        bytes.withUnsafeBufferPointer { scan.run($0) }
        if let line = scan.openQuote, scan.lines.count < 2 { throw CSVError(line: line, message: CSVTable.neverClosed) }
        guard let headerLine = scan.lines.first else { throw CSVError(line: 1, message: "the file has no header row") }
        header = scan.cells[0..<scan.starts[1]].map { CSVTable.text($0, bytes).trimmed }
        var seen: Set<String> = []
        for name in header where !name.isEmpty && !seen.insert(name).inserted {
            throw CSVError(line: headerLine, message: "the column \(name) is there twice")
        }
        guard !seen.isEmpty else { throw CSVError(line: headerLine, message: "the file has no header row") }
        var faults: [Int: String] = [:]
        for (row, width) in zip(scan.starts.dropFirst().dropLast(), scan.starts.dropFirst(2)).map({ $1 - $0 }).enumerated()
        where width != header.count {
            faults[row] = "the row has \(width) cells, the header has \(header.count)"
        }
        if let line = scan.openQuote {
            faults[scan.lines.count - 2] =
                "\(CSVTable.neverClosed) (line \(line)), so nothing from this row to the end of the file was read"
        }
        for row in scan.malformed where row > 0 { faults[row - 1] = "there is text after a closing quotation mark" }
        self.bytes = bytes
        self.faults = faults
        cells = scan.cells
        lines = Array(scan.lines.dropFirst())
        starts = Array(scan.starts.dropFirst())
    }

    private static let neverClosed = "a quotation mark opens a cell and is never closed"

    private static func validate(_ bytes: [UInt8]) throws(CSVError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let line = bytes[..<error.byteOffsets.lowerBound].count { $0 == CSV.lineFeed } + 1
            throw CSVError(line: line, message: "the file is not UTF-8: save it as CSV UTF-8 and try again")
        }
    }

    /// Where a cell lies in the file.
    private struct Cell: Sendable {
        private let start: UInt32
        private let size: UInt32

        init(_ start: Int, _ end: Int, hasQuotes: Bool) {
            self.start = UInt32(start)
            size = UInt32(end - start) << 1 | (hasQuotes ? 1 : 0)
        }
        var length: Int { Int(size >> 1) }
        var hasQuotes: Bool { size & 1 == 1 }
        var range: Range<Int> { Int(start)..<Int(start) + length }
    }

    /// One walk over the bytes.
    private struct Scan {
        var cells: [Cell] = []
        var starts: [Int] = [0]
        var lines: [Int] = []
        var malformed: [Int] = []
        /// The line of a quotation mark that is never closed.
        var openQuote: Int?

        mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) {
            let end = bytes.count
            var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            var line = 1
            cells.reserveCapacity(end / 8)
            while at < end {
                if bytes[at] == CSV.lineFeed || bytes[at] == CSV.carriageReturn {
                    at = CSV.afterLineEnd(bytes, at)
                    line += 1
                    continue
                }
                lines.append(line)
                row: while true {
                    if at < end, bytes[at] == CSV.quote {
                        guard quoted(bytes, &at, &line) else {
                            starts.append(cells.count)
                            return
                        }
                    } else {
                        let from = at
                        while at < end, bytes[at] != CSV.comma, bytes[at] != CSV.lineFeed, bytes[at] != CSV.carriageReturn { at += 1 }
                        cells.append(Cell(from, at, hasQuotes: false))
                    }
                    if at == end { break row }
                    if bytes[at] != CSV.comma {
                        at = CSV.afterLineEnd(bytes, at)
                        line += 1
                        break row
                    }
                    at += 1
                }
                starts.append(cells.count)
            }
        }

        /// Reads a quoted cell; false when it is never closed: what stands after it on its line is then all that is kept of it.
        private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ line: inout Int) -> Bool {
            let opened = line
            let from = at + 1
            var hasQuotes = false
            at = from
            while true {
                guard at < bytes.count else {
                    openQuote = opened
                    let lineEnd = bytes[from...].firstIndex { $0 == CSV.lineFeed || $0 == CSV.carriageReturn } ?? bytes.count
                    cells.append(Cell(from, lineEnd, hasQuotes: false))
                    return false
                }
                if bytes[at] == CSV.quote {
                    guard at + 1 < bytes.count, bytes[at + 1] == CSV.quote else { break }
                    hasQuotes = true
                    at += 1
                } else if bytes[at] == CSV.lineFeed {
                    line += 1
                }
                at += 1
            }
            cells.append(Cell(from, at, hasQuotes: hasQuotes))
            at += 1
            if at < bytes.count, bytes[at] != CSV.comma, bytes[at] != CSV.lineFeed, bytes[at] != CSV.carriageReturn {
                if malformed.last != lines.count - 1 { malformed.append(lines.count - 1) }
                while at < bytes.count, bytes[at] != CSV.comma, bytes[at] != CSV.lineFeed, bytes[at] != CSV.carriageReturn { at += 1 }
            }
            return true
        }
    }
}

/// Why a whole file cannot be read.
public struct CSVError: Error, Sendable, Hashable {
    public let line: Int
    public let message: String
}

/// How rows are written.
public enum CSV {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")

    /// Adds one row: LF at its end, quotation marks only where a cell holds a comma, a quotation mark or a line end.
    public static func append(_ row: some Sequence<String>, to bytes: inout [UInt8]) {
        var isFirst = true
        for cell in row {
            if !isFirst { bytes.append(comma) }
            isFirst = false
            if cell.utf8.contains(where: { $0 == quote || $0 == comma || $0 == lineFeed || $0 == carriageReturn }) {
                bytes.append(quote)
                for byte in cell.utf8 {
                    if byte == quote { bytes.append(quote) }
                    bytes.append(byte)
                }
                bytes.append(quote)
            } else {
                bytes.append(contentsOf: cell.utf8)
            }
        }
        bytes.append(lineFeed)
    }

    /// A cell as a spreadsheet may safely open it: what would be taken for a formula gets an apostrophe before it. Only for files people read;
    /// the case-level folder carries every byte as it is.
    public static func forPeople(_ cell: String) -> String {
        guard let first = cell.utf8.first, "=+-@\t\r".utf8.contains(first) else { return cell }
        return "'" + cell
    }

    static func afterLineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        bytes[at] == carriageReturn && at + 1 < bytes.count && bytes[at + 1] == lineFeed ? at + 2 : at + 1
    }
}
