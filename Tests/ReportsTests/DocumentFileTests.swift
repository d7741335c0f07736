import Casework
import Foundation
import Records
import Reports
import Statistics
import TestSupport
import Testing

/// Files made of figures: the same as the page, and a sentence where they cannot be had. (S-PER-20)
@Suite("Files of figures") struct DocumentFileTests {
    // MARK: Workbooks

    private let sheet = Workbook.Sheet(
        "Figures", head: ["what", "number"],
        rows: [[.text("=1+1"), .number(12)], [.text("a, \"b\""), .number(0.5)], [.empty, .text("fewer than 6")]])

    @Test("a sheet's CSV keeps words, numbers and gaps, and nothing in it is a formula")
    func csv() {
        #expect(String(decoding: sheet.csv, as: UTF8.self) == "what,number\n'=1+1,12\n\"a, \"\"b\"\"\",0.5\n,fewer than 6\n")
    }

    @Test("a sheet read back from its CSV is the sheet: numbers are numbers, and what is held back stays words")
    func again() throws {
        #expect(try Workbook.Sheet("Figures", csv: sheet.csv, numbers: ["number"]) == sheet)
    }

    @Test("a machine without the library has no XLSX, and one with it writes a file that spreadsheets know")
    func xlsx() throws {
        #expect(XLSXWriter.find(["libnosuchthing.so.1"]) == nil)
        // A library that is another one is not taken for it.
        #expect(XLSXWriter.find(["libm.so.6"]) == nil)
        guard let writer = XLSXWriter.find() else { return }
        let bytes = try writer.bytes(Workbook("A book", [sheet, Workbook.Sheet("About", head: ["What"], rows: [])]))
        #expect(bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) && bytes.count > 3000)
        // Two sheets of one name no spreadsheet can open: that is refused and not written.
        #expect(throws: XLSXWriter.Failed.self) { try writer.bytes(Workbook("A book", [sheet, sheet])) }
    }

    // MARK: Of a report

    private nonisolated(nonsending) func issued(_ service: Service) async throws -> (Report, IssuedCopy) {
        try await MadeUp.population(service, 12_500, midYear: 2025)
        for name in ["Abe", "Ben", "Cal"] { try await MadeUp.caution(service, name, on: "2026-04-10") }
        for name in ["Dot", "Eve", "Fay", "Gia", "Hal", "Ivy", "Joy", "Kim", "Liv"] {
            try await MadeUp.caution(service, name, on: "2026-05-11", sex: "FEMALE")
        }
        var report = Report()
        report.period = "2026Q1"
        let board = try #require(try await BoardReport.read(service, report, asAt: nil))
        let copy = IssuedCopy(board, issuedOn: service.today, style: Array(".chart .line { fill: none; }".utf8))
        (report.issuedOn, report.issuedCopy, report.issuedFigures) = (service.today, copy.document, copy.figures)
        return (report, copy)
    }

    @Test(
        "S-PER-20: an issued copy needs nothing beside it: its style is in it, and it loads and leads nowhere", arguments: Engine.available)
    func standing(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (_, copy) = try await issued(service)
            #expect(copy.document.contains("<style>.chart .line { fill: none; }</style>"))
            for sign in ["<link", "<script", "src=", "href=", "url(", "<form"] { #expect(!copy.document.contains(sign), "\(sign)") }
            let old =
                "<head>\n<link rel=\"stylesheet\" href=\"/assets/site.css?v=1\">\n<script src=\"/assets/site.js?v=1\" defer></script>\n</head>"
            #expect(IssuedFiles.standing(old, style: Array("p { }".utf8)) == "<head>\n<style>p { }</style>\n</head>")
            #expect(IssuedFiles.standing(copy.document, style: []) == copy.document)
        }
    }

    @Test(
        "S-PER-20: an issued report's workbook holds its CSV cell for cell, with source and definition of each measure",
        arguments: Engine.available)
    func workbook(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (report, copy) = try await issued(service)
            let book = try IssuedFiles.workbook(report, service: "Sandholme")
            #expect(book.sheets.map(\.name) == ["Figures", "About", "Definitions"])
            #expect(book.sheets[0].csv == Array(copy.figures.utf8))
            let rows = try CSVTable(Array(copy.figures.utf8))
            let source = try #require(rows.header.firstIndex(of: "source"))
            for row in 0..<rows.count {
                let measure = try #require(Measure.named(rows[row, 0]))
                #expect(rows[row, source] == measure.definition.source && rows[row, source - 1] == measure.definition.version)
            }
            let number = try #require(book.sheets[0].head.firstIndex(of: "number"))
            #expect(book.sheets[0].rows.contains { $0[number] == .number(12) })
            for row in book.sheets[0].rows {
                if case .number(let count) = row[number] { #expect(!(1...5).contains(count), "\(row)") }
            }
            #expect(book.sheets[2].rows.contains { $0[0] == .text("fte") && $0[2] == .text(Measure.firstTimeEntrants.definition.words) })
        }
    }

    @Test(
        "a copy issued when the figures had no source still agrees with its figures, and does not when one moved",
        arguments: Engine.available)
    func agreement(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (_, copy) = try await issued(service)
            let table = try CSVTable(Array(copy.figures.utf8))
            var bytes: [UInt8] = []
            for row in -1..<table.count { CSV.append((0..<12).map { row < 0 ? table.header[$0] : table[row, $0] }, to: &bytes) }
            let old = String(decoding: bytes, as: UTF8.self)
            #expect(copy.agrees(with: old) && copy.agrees(with: copy.figures))
            #expect(!copy.agrees(with: old.replacing(",12,,12,", with: ",13,,13,")) && !copy.agrees(with: "") && !copy.agrees(with: nil))
        }
    }

    // MARK: PDF

    /// A stand-in for Python: a script that does as it is told.
    private func python(_ body: String) throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("python-\(UUID().uuidString)").path
        try #require(
            FileManager.default.createFile(
                atPath: path, contents: Data("#!/bin/sh\n\(body)\n".utf8), attributes: [.posixPermissions: 0o700]))
        return path
    }

    private nonisolated(nonsending) func problem(_ printer: PDFPrinter) async -> PDFPrinter.Problem? {
        do {
            _ = try await printer.pdf(of: "<p>A document</p>")
            return nil
        } catch { return error }
    }

    @Test("a document that takes too long is given up with a sentence, and its process is gone")
    func tooLong() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pid-\(UUID().uuidString)").path
        let slow = try python("echo $$ > \(folder); exec sleep 600")
        #expect(await problem(PDFPrinter(python: slow, seconds: 1)) == .tooMuch)
        let pid = try #require(
            Int32(
                String(decoding: FileManager.default.contents(atPath: folder) ?? Data(), as: UTF8.self).trimmingCharacters(
                    in: .whitespacesAndNewlines)))
        #expect(kill(pid, 0) != 0)
        #expect(PDFPrinter.Problem.tooMuch.sentence.contains("more time or memory"))
    }

    @Test("a document that needs too much memory, a printer that fails or writes nothing, and no printer at all each have their sentence")
    func failures() async throws {
        #expect(await problem(PDFPrinter(python: try python("exit 4"))) == .tooMuch)
        #expect(await problem(PDFPrinter(python: try python("exit 1"))) == .failed)
        #expect(await problem(PDFPrinter(python: try python("exit 0"))) == .failed)
        #expect(await problem(PDFPrinter(python: "/nowhere/python")) == .failed)
        #expect(await problem(PDFPrinter(python: try python("exit 0"), atOnce: 0)) == .busy)
        #expect(await PDFPrinter(python: "/nowhere/python").works == false)
        #expect(await PDFPrinter(python: try python("exit 3")).works == false)
    }

    @Test("the printer is told the bounds and nothing of ours: what it wrote is the PDF")
    func told() async throws {
        // -I script source target seconds megabytes
        let made = try python("{ cat \"$3\"; echo \"$5 $6\"; env | cut -d= -f1 | sort | tr '\\n' ' '; } > \"$4\"")
        let bytes = try await PDFPrinter(python: made, seconds: 30, megabytes: 512).pdf(of: "<p>A document</p>")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("<p>A document</p>30 512\n"))
        #expect(!text.contains("WAYMARK") && text.contains("HOME LANG"), "\(text)")
    }
}
