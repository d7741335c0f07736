import Foundation

/// Workbooks as XLSX by libxlsxwriter, which is looked for when the program runs: an installation without it has no XLSX and says so.
///
/// The library is opened and not linked (docs/decisions/0057): the program builds and starts on a machine that has never had it.
public struct XLSXWriter: Sendable {
    public static let mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    private typealias Pointer = UnsafeMutableRawPointer
    private let new: @convention(c) @Sendable (UnsafePointer<CChar>) -> Pointer?
    private let addSheet: @convention(c) @Sendable (Pointer, UnsafePointer<CChar>) -> Pointer?
    private let addFormat: @convention(c) @Sendable (Pointer) -> Pointer?
    private let setBold: @convention(c) @Sendable (Pointer) -> Void
    private let setWrap: @convention(c) @Sendable (Pointer) -> Void
    private let setAlign: @convention(c) @Sendable (Pointer, UInt8) -> Void
    private let setColumn: @convention(c) @Sendable (Pointer, UInt16, UInt16, Double, Pointer?) -> Int32
    private let freeze: @convention(c) @Sendable (Pointer, UInt32, UInt16) -> Void
    private let setLandscape: @convention(c) @Sendable (Pointer) -> Void
    private let writeText: @convention(c) @Sendable (Pointer, UInt32, UInt16, UnsafePointer<CChar>, Pointer?) -> Int32
    private let writeNumber: @convention(c) @Sendable (Pointer, UInt32, UInt16, Double, Pointer?) -> Int32
    private let setProperties: @convention(c) @Sendable (Pointer, Pointer) -> Int32
    private let close: @convention(c) @Sendable (Pointer) -> Int32

    /// The library of this machine; nil when it has none.
    /// - Parameter names: file names to try, newest first; their functions used here have not changed between them.
    public static func find(_ names: [String] = (4...12).reversed().map { "libxlsxwriter.so.\($0)" }) -> XLSXWriter? {
        // Never closed: its functions are kept for as long as the program runs.
        for name in names { if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return XLSXWriter(library) } }
        return nil
    }

    private init?(_ library: UnsafeMutableRawPointer) {
        guard let new = dlsym(library, "workbook_new"), let addSheet = dlsym(library, "workbook_add_worksheet"),
            let addFormat = dlsym(library, "workbook_add_format"), let setBold = dlsym(library, "format_set_bold"),
            let setWrap = dlsym(library, "format_set_text_wrap"), let setAlign = dlsym(library, "format_set_align"),
            let setColumn = dlsym(library, "worksheet_set_column"), let freeze = dlsym(library, "worksheet_freeze_panes"),
            let setLandscape = dlsym(library, "worksheet_set_landscape"), let writeText = dlsym(library, "worksheet_write_string"),
            let writeNumber = dlsym(library, "worksheet_write_number"), let setProperties = dlsym(library, "workbook_set_properties"),
            let close = dlsym(library, "workbook_close")
        else { return nil }
        self.new = unsafeBitCast(new, to: (@convention(c) @Sendable (UnsafePointer<CChar>) -> Pointer?).self)
        self.addSheet = unsafeBitCast(addSheet, to: (@convention(c) @Sendable (Pointer, UnsafePointer<CChar>) -> Pointer?).self)
        self.addFormat = unsafeBitCast(addFormat, to: (@convention(c) @Sendable (Pointer) -> Pointer?).self)
        self.setBold = unsafeBitCast(setBold, to: (@convention(c) @Sendable (Pointer) -> Void).self)
        self.setWrap = unsafeBitCast(setWrap, to: (@convention(c) @Sendable (Pointer) -> Void).self)
        self.setAlign = unsafeBitCast(setAlign, to: (@convention(c) @Sendable (Pointer, UInt8) -> Void).self)
        self.setColumn = unsafeBitCast(
            setColumn, to: (@convention(c) @Sendable (Pointer, UInt16, UInt16, Double, Pointer?) -> Int32).self)
        self.freeze = unsafeBitCast(freeze, to: (@convention(c) @Sendable (Pointer, UInt32, UInt16) -> Void).self)
        self.setLandscape = unsafeBitCast(setLandscape, to: (@convention(c) @Sendable (Pointer) -> Void).self)
        self.writeText = unsafeBitCast(
            writeText, to: (@convention(c) @Sendable (Pointer, UInt32, UInt16, UnsafePointer<CChar>, Pointer?) -> Int32).self)
        self.writeNumber = unsafeBitCast(
            writeNumber, to: (@convention(c) @Sendable (Pointer, UInt32, UInt16, Double, Pointer?) -> Int32).self)
        self.setProperties = unsafeBitCast(setProperties, to: (@convention(c) @Sendable (Pointer, Pointer) -> Int32).self)
        self.close = unsafeBitCast(close, to: (@convention(c) @Sendable (Pointer) -> Int32).self)
    }

    /// A workbook that could not be written: the disk is full, or a sheet has more than a spreadsheet holds.
    public struct Failed: Error, Sendable {}

    /// The bytes of the file.
    public func bytes(_ book: Workbook) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/book.xlsx"
        guard let open = new(path) else { throw Failed() }
        var fault: Int32 = 0
        func check(_ result: Int32) { if result != 0 { fault = result } }
        let bold = addFormat(open)
        if let bold {
            setBold(bold)
            setWrap(bold)
        }
        let wrap = addFormat(open)
        if let wrap {
            setWrap(wrap)
            setAlign(wrap, Self.top)
        }
        let plain = addFormat(open)
        if let plain { setAlign(plain, Self.top) }
        book.title.withCString { title in
            // A structure of ten pointers to text, the title first, and the time it was made; nothing but the title is told.
            withUnsafeTemporaryAllocation(byteCount: 16 * MemoryLayout<UInt>.size, alignment: 8) { properties in
                properties.initializeMemory(as: UInt8.self, repeating: 0)
                properties.storeBytes(of: title, as: UnsafePointer<CChar>.self)
                if let start = properties.baseAddress { check(setProperties(open, start)) }
            }
        }
        for sheet in book.sheets {
            guard let page = addSheet(open, sheet.name) else {
                fault = -1
                continue
            }
            setLandscape(page)
            freeze(page, 1, 0)
            for (column, heading) in sheet.head.enumerated() {
                let widest = sheet.rows.lazy.map { $0.indices.contains(column) ? Self.width($0[column]) : 0 }.max() ?? 0
                check(setColumn(page, UInt16(column), UInt16(column), Double(min(60, max(widest, heading.count) + 2)), nil))
                check(writeText(page, 0, UInt16(column), heading, bold))
            }
            for (row, cells) in sheet.rows.enumerated() {
                for (column, cell) in cells.enumerated() {
                    let (line, place) = (UInt32(row + 1), UInt16(column))
                    switch cell {
                    case .text(let text): check(writeText(page, line, place, text, text.count > 58 ? wrap : plain))
                    case .number(let number): check(writeNumber(page, line, place, number, plain))
                    case .empty: break
                    }
                }
            }
        }
        check(close(open))
        guard fault == 0, let data = FileManager.default.contents(atPath: path) else { throw Failed() }
        return Array(data)
    }

    /// LXW_ALIGN_VERTICAL_TOP of its header.
    private static let top: UInt8 = 8

    private static func width(_ cell: Workbook.Cell) -> Int {
        switch cell {
        case .text(let text): text.count
        case .number(let number): min(12, FigureCSV.plain(number).count)
        case .empty: 0
        }
    }
}
