import Casework

/// What an import found, file by file; final once it is published.
public struct ImportReport: Sendable {
    public var files: [ImportedFile] = []
    /// Whatever else was in the folder.
    public var unknown: [String] = []

    /// Whether the whole folder was taken. Files and columns that mean nothing here do not count.
    public var isWhole: Bool { refused == 0 }

    public var read: Int { files.reduce(0) { $0 + $1.read } }
    public var new: Int { files.reduce(0) { $0 + $1.new } }
    public var changed: Int { files.reduce(0) { $0 + $1.changed } }
    public var unchanged: Int { files.reduce(0) { $0 + $1.unchanged } }
    public var refused: Int { files.reduce(0) { $0 + $1.refused.count } }
}

/// The counts of one file and its refused rows.
public struct ImportedFile: Sendable {
    /// With `.csv`.
    public let name: String
    public let read: Int
    public internal(set) var new = 0
    public internal(set) var changed = 0
    public internal(set) var unchanged = 0
    public internal(set) var refused: [RefusedRow] = []
    /// Rows that were taken without a cell of a column of our own (`Field.isAdded`) which could not be read, or with a reference that looks like
    /// another.
    public internal(set) var remarks: [RowRemark] = []
    /// Columns that mean nothing here and were ignored.
    public let unknownColumns: [String]
    let header: [String]

    /// The refused rows as a file to mend and import again: line, reasons, then the row as it came. Nil when there are none.
    public var refusedFile: [UInt8]? {
        guard !refused.isEmpty else { return nil }
        let kept = header.indices.filter { !["line", "reasons"].contains(header[$0]) }
        var bytes: [UInt8] = []
        CSV.append(["line", "reasons"] + kept.map { header[$0] }, to: &bytes)
        for row in refused.sorted(by: { $0.line < $1.line }) {
            let cells = kept.map { $0 < row.cells.count ? row.cells[$0] : "" } + row.cells.dropFirst(header.count)
            CSV.append([String(row.line), row.words] + cells, to: &bytes)
        }
        return bytes
    }
}

/// A row that was not taken, and why.
public struct RefusedRow: Sendable {
    /// The line of the file it begins on; the header is line 1.
    public let line: Int
    /// A sentence a column; the column is blank when the whole row is at fault.
    public let reasons: [Problem]
    public let cells: [String]

    public var words: String { reasons.words }
}

/// Cells of a row that was taken which were left as they stand here, and why.
public struct RowRemark: Sendable {
    /// The line of the file it begins on; the header is line 1.
    public let line: Int
    /// A sentence a column.
    public let reasons: [Problem]

    public var words: String { reasons.words }
}

extension [Problem] {
    fileprivate var words: String { map { $0.field.isEmpty ? $0.message : "\($0.field): \($0.message)" }.joined(separator: " | ") }
}

/// Why a folder cannot be imported at all, in a sentence.
public struct ImportError: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

/// How far an import has come.
public struct ImportProgress: Sendable {
    /// The file being checked; nil while the accepted rows are written.
    public let file: String?
    public let rows: Int
    public let of: Int
}
