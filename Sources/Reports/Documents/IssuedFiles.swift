import Foundation
import Casework
import HTML
import Records
import Statistics

/// What else of a report leaves with its issued copy. All of it is made of the bytes that were issued and of nothing else, so it cannot tell
/// more, nor anything different.
public enum IssuedFiles {
    /// The issued document with its style in it: documents issued before they carried it themselves get it here.
    public static func standing(_ document: String, style: [UInt8]) -> String {
        guard let start = document.range(of: "<link rel=\"stylesheet\""), let end = document[start.upperBound...].range(of: "</script>")
        else {
            return document
        }
        return document.replacingCharacters(
            in: start.lowerBound..<end.upperBound, with: "<style>\(String(decoding: style, as: UTF8.self))</style>")
    }

    /// The issued figures as a workbook, with what they are and how they are made.
    /// - Throws: `CSVError` when what was issued cannot be read.
    public static func workbook(_ report: Report, service: String) throws -> Workbook {
        let figures = try Workbook.Sheet(
            "Figures", csv: Array((report.issuedFigures ?? "").utf8), numbers: ["number", "base", "value", "lower", "upper"])
        let period = Period(report.period)?.words ?? report.period
        let title = "Performance report, \(period)"
        let about: [(String, String)] = [
            ("Report", title), ("Service", service), ("Figures as known at", report.asAt?.words ?? ""),
            ("Issued", report.issuedOn?.words ?? ""),
            ("SHA-256 of the figures as CSV", sha256Hex(Array((report.issuedFigures ?? "").utf8))),
            (
                "Numbers",
                "Small counts are shown as fewer than a number, 6 unless the service has set another. Other numbers are hidden where they would tell such a count."
            ),
        ]
        return Workbook(
            title, [figures, sheet("About", about.map { [$0.0, $0.1] }, ["What", "In words"]), definitions(of: figures)])
    }

    /// The rule of each measure; where it has been written anew since, the copy's own words stand on the issued document.
    private static func definitions(of figures: Workbook.Sheet) -> Workbook.Sheet {
        let version = figures.head.firstIndex(of: "definition")
        var told: [String] = []
        var rows: [[String]] = []
        for row in figures.rows {
            guard case .text(let id)? = row.first, !told.contains(id), let measure = Measure.named(id) else { continue }
            told.append(id)
            let issued = version.flatMap { row.indices.contains($0) ? row[$0] : nil }
            let isSame = issued.map { $0 == .text(measure.definition.version) } ?? true
            rows.append(
                [id, measure.title]
                    + (isSame
                        ? [measure.definition.words, measure.definition.version, measure.definition.source]
                        : ["Written anew since this was issued: read it in the issued document.", "", ""]))
        }
        return sheet("Definitions", rows, ["measure", "title", "definition", "version", "source"])
    }

    private static func sheet(_ name: String, _ rows: [[String]], _ head: [String]) -> Workbook.Sheet {
        Workbook.Sheet(name, head: head, rows: rows.map { $0.map { Workbook.Cell($0) } })
    }
}

/// What of the optional extras this installation has.
public struct Extras: Sendable {
    public var pdf: PDFPrinter?
    public var xlsx: XLSXWriter?
    /// Holds XML to an XSD.
    public var xml: XMLValidator?
    /// Looks through files that are sent.
    public var scanner: FileScanner?

    public init(pdf: PDFPrinter? = nil, xlsx: XLSXWriter? = nil, xml: XMLValidator? = nil, scanner: FileScanner? = nil) {
        self.scanner = scanner
        self.pdf = pdf
        self.xlsx = xlsx
        self.xml = xml
    }

    /// What is missing of documents, in a sentence; nil when nothing is.
    public var lack: String? {
        switch (pdf == nil, xlsx == nil) {
        case (false, false): nil
        case (true, false): "This installation makes no PDF: print the page, or take the spreadsheet or the CSV."
        case (false, true): "This installation makes no XLSX: the CSV opens in any spreadsheet."
        case (true, true): "This installation makes neither PDF nor XLSX: print the page, and take the CSV, which opens in any spreadsheet."
        }
    }
}
