import Casework
import Records

/// The files of a view that left the service, made again from what was kept of them: the same bytes each time.
public struct PassedFigures: Sendable {
    private let title: String
    private let figures: String
    private let about: String

    public init(_ file: PassedFile) { (title, figures, about) = (file.title, file.figures, file.about) }

    /// What is kept of an answer that leaves. The rule of the measure stands in every row of a file and is kept once.
    public init(_ answer: FigureAnswer) {
        let sheet = answer.figures
        let kept = sheet.head.indices.filter { !PassedFigures.ruled.contains(sheet.head[$0]) }
        let less = Workbook.Sheet("Figures", head: kept.map { sheet.head[$0] }, rows: sheet.rows.map { row in kept.map { row[$0] } })
        title = answer.view.title
        figures = String(decoding: less.csv, as: UTF8.self)
        about = String(decoding: answer.about.csv, as: UTF8.self)
    }

    private static let ruled: Set<String> = ["definition", "source"]

    /// Writes it into the record that is kept.
    public func write(into file: inout PassedFile) {
        (file.title, file.figures, file.about) = (String(title.prefix(300)), figures, about)
        file.hash = sha256Hex(csv)
    }

    public var csv: [UInt8] { sheet?.csv ?? [] }
    public var workbook: Workbook? {
        guard let sheet, let told = try? Workbook.Sheet("About", csv: Array(about.utf8), numbers: []) else { return nil }
        return Workbook(title, [sheet, told])
    }

    private var sheet: Workbook.Sheet? {
        let numbers: Set<String> = ["number", "base", "value", "lower", "upper"]
        guard let kept = try? Workbook.Sheet("Figures", csv: Array(figures.utf8), numbers: numbers),
            let told = try? CSVTable(Array(about.utf8))
        else { return nil }
        let words = Dictionary(
            (0..<told.count).filter { told.faults[$0] == nil }.map { (told[$0, 0], told[$0, 1]) }, uniquingKeysWith: { first, _ in first })
        let rule: [Workbook.Cell] = [
            .text("\(words["Definition"] ?? "") Version \(words["Version"] ?? "")."), .text(words["Source"] ?? ""),
        ]
        // Where they stand in every file of figures: before the notes.
        let place = kept.head.firstIndex(of: "notes") ?? kept.head.count
        func with<T>(_ row: [T], _ more: [T]) -> [T] { Array(row[..<place]) + more + Array(row[place...]) }
        return Workbook.Sheet(
            "Figures", head: with(kept.head, ["definition", "source"]), rows: kept.rows.map { with($0, rule) })
    }

    /// Whether another file tells a reader the same of the same days.
    public func tellsTheSame(as other: PassedFile) -> Bool { IssuedLine.read(figures) == IssuedLine.read(other.figures) }
}
