import Records
import Testing

@Suite("CSV")
struct ExchangeCSVTests {
    private func table(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8)) }

    private func rows(_ table: CSVTable) -> [[String]] {
        (0..<table.count).map { row in (0..<table.width(row)).map { table[row, $0] } }
    }

    @Test("Cells come out as they were meant: quotation marks, commas, line ends, spaces, other scripts")
    func cells() throws {
        let table = try table("a,b\r\n\"x, \"\"y\"\"\nz\", spaced \n,\"\"\n12\" nails,né 🌱\r\n")
        #expect(table.header == ["a", "b"])
        #expect(rows(table) == [["x, \"y\"\nz", " spaced "], ["", ""], ["12\" nails", "né 🌱"]])
        #expect(table.lines == [2, 4, 5])
        #expect(table.faults.isEmpty)
    }

    @Test("Line ends of every system, lines with nothing on them, a byte-order mark and a last line without an end are all read")
    func lineEnds() throws {
        for text in ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "\u{FEFF}a,b\n1,2", "\n\na,b\n\n1,2\n\n"] {
            #expect(rows(try table(text)) == [["1", "2"]])
        }
        #expect(try table("\n\na,b\n\n1,2\n").lines == [5])
    }

    @Test("A row with too few or too many cells, or text after a closing quotation mark, is that row's fault alone")
    func ragged() throws {
        let table = try table("a,b\n1\n1,2,3\n\"1\"x,2\n1,2\n")
        #expect(table.faults.keys.sorted() == [0, 1, 2])
        #expect(table.faults[0] == "the row has 1 cells, the header has 2")
        #expect(table.lines == [2, 3, 4, 5])
        #expect(rows(table)[1] == ["1", "2", "3"])
    }

    @Test("A quotation mark never closed ends the file with a fault at its row; the rows before it stand")
    func neverClosed() throws {
        let table = try table("a,b\n1,2\n3,\"4\n5,6\n")
        #expect(rows(table) == [["1", "2"], ["3", "4"]])
        #expect(table.faults.keys.sorted() == [1])
        #expect(table.lines == [2, 3])
    }

    @Test(
        "A file that cannot be read at all names the line",
        arguments: [
            ("", 1, "the file has no header row"), ("\n\n", 1, "the file has no header row"), ("a,b,a\n", 1, "the column a is there twice"),
            ("a,\"b\n1,2\n", 1, "a quotation mark opens a cell and is never closed"),
        ])
    func unreadable(text: String, line: Int, message: String) throws {
        #expect {
            _ = try table(text)
        } throws: { error in
            (error as? CSVError).map { $0.line == line && $0.message == message } ?? false
        }
    }

    @Test("Bytes that are not UTF-8 are refused with their line")
    func notUTF8() throws {
        #expect {
            _ = try CSVTable(Array("a\nb\n".utf8) + [0xE9, 0x0A])
        } throws: { error in
            (error as? CSVError)?.line == 3
        }
    }

    @Test("What is written reads back the same, with quotation marks only where they are needed")
    func writing() throws {
        let naughty = ["plain", "a,b", "\"", "\"\"", "\n", "\r\n", " lead", "trail ", "=cmd|' /C calc'!A0", "🌱", "", "a\"b,c\nd"]
        var bytes: [UInt8] = []
        CSV.append(naughty.indices.map { "c\($0)" }, to: &bytes)
        CSV.append(naughty, to: &bytes)
        #expect(rows(try CSVTable(bytes)) == [naughty])
        var one: [UInt8] = []
        CSV.append(["x y", "=1", "a,b"], to: &one)
        #expect(String(decoding: one, as: UTF8.self) == "x y,=1,\"a,b\"\n")
    }

    @Test("Only files for people have formulas made harmless")
    func formulas() {
        #expect(["=1+1", "+44", "-2", "@x", "plain", ""].map(CSV.forPeople) == ["'=1+1", "'+44", "'-2", "'@x", "plain", ""])
    }
}
