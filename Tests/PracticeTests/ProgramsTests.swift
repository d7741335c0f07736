import Practice
import Testing

@Suite("What runs when a file is opened")
struct ProgramsTests {
    /// A ZIP whose first entry is packed as given (DEFLATE, method 8), with the others empty.
    static func zip(_ name: String, packed: [UInt8], and names: [String]) -> [UInt8] {
        func number(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        func entry(_ name: String, _ packed: [UInt8], at place: Int, method: Int) -> (local: [UInt8], listed: [UInt8]) {
            let sizes = number(method, 2) + [UInt8](repeating: 0, count: 8) + number(packed.count, 4) + number(0, 4)
            let local = [0x50, 0x4B, 3, 4, 20, 0, 0, 0] + sizes + number(name.utf8.count, 2) + number(0, 2) + Array(name.utf8) + packed
            let listed =
                [0x50, 0x4B, 1, 2, 20, 0, 20, 0, 0, 0] + sizes + number(name.utf8.count, 2) + [UInt8](repeating: 0, count: 12)
                + number(place, 4) + Array(name.utf8)
            return (local, listed)
        }
        var (bytes, list): ([UInt8], [UInt8]) = ([], [])
        for (one, content, method) in [(name, packed, 8)] + names.map({ ($0, [UInt8](), 0) }) {
            let made = entry(one, content, at: bytes.count, method: method)
            bytes += made.local
            list += made.listed
        }
        let start = bytes.count
        let count = number(names.count + 1, 2)
        return bytes + list + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count + number(list.count, 4) + number(start, 4) + number(0, 2)
    }

    private func compound(_ names: [String], _ more: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 504)
        for name in names {
            let letters: [UInt8] = Array(name.utf8.map { [$0, 0] }.joined())
            bytes += letters + [UInt8](repeating: 0, count: 128 - letters.count)
        }
        return bytes + more + [UInt8](repeating: 0, count: 64)
    }

    private func refusal(_ bytes: [UInt8]) -> String? { MediaType(of: bytes).flatMap { Programs.refusal(of: bytes, type: $0) } }

    @Test("S-OOC-15: a file with macros is told by what it declares, whatever its parts and itself are called")
    func office() {
        let plain = Self.zip("[Content_Types].xml", packed: Self.plainTypes, and: ["word/document.xml"])
        #expect(MediaType(of: plain) == .docx && refusal(plain) == nil)
        let macros = Self.zip("[Content_Types].xml", packed: Self.macroTypes, and: ["word/document.xml"])
        #expect(MediaType(of: macros) == .docx && refusal(macros)?.hasPrefix("The file holds macros") == true)
        for part in ["word/vbaProject.bin", "xl/macrosheets/sheet1.xml", "word/activeX/activeX1.xml"] {
            let bytes = MediaTypeTests.zip(["word/document.xml", part])
            #expect(refusal(bytes)?.hasPrefix("The file holds macros") == true, "\(part)")
        }
        let text = Array("application/vnd.oasis.opendocument.text".utf8)
        #expect(refusal(MediaTypeTests.zip(["mimetype", "Basic/Standard/Module1.xml"], first: text)) != nil)
        #expect(refusal(MediaTypeTests.zip(["mimetype", "content.xml"], first: text)) == nil)
    }

    /// DEFLATE of one byte and then itself again `times` times, 258 bytes in 13 bits each; it never says that it has ended.
    private func bomb(_ times: Int) -> [UInt8] {
        // The last block, fixed codes, the byte 0 (eight bits from 00110000), then length 258 (11000101) at distance 1 (00000).
        var bits: [UInt8] = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<times { bits += [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0] }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) { $0 | $1.element << UInt8($1.offset) }
        }
    }

    @Test("S-OOC-15: a small file that unpacks to a large one is refused when enough of it was seen, whether in one part or in many")
    func bombs() {
        let packed = bomb(63_000)
        #expect(packed.count < 110_000)
        let office = Self.zip("[Content_Types].xml", packed: packed, and: ["word/document.xml"])
        #expect(refusal(office)?.hasPrefix("The file holds more packed together") == true)
        let stream = Array("5 0 obj << /Type /ObjStm >> stream\r\n01".utf8) + bomb(16_000) + Array("\nendstream\nendobj\n".utf8)
        let many = Array("%PDF-1.7\n".utf8) + [[UInt8]](repeating: stream, count: 5).joined()
        #expect(refusal(many)?.hasPrefix("The file holds more packed together") == true, "each part alone is small enough, all are not")
    }

    @Test("S-OOC-15: an old Office file with macros is refused, a macro sheet too; one without is kept")
    func old() {
        #expect(refusal(compound(["WordDocument"])) == nil && refusal(compound(["Workbook"])) == nil)
        for name in ["_VBA_PROJECT", "Macros", "VBA", "macros"] {
            #expect(refusal(compound(["WordDocument", name]))?.hasPrefix("The file holds macros") == true, "\(name)")
        }
        // BOUNDSHEET: where the sheet begins, shown, a macro sheet, six letters.
        let sheet: [UInt8] = [0x85, 0, 14, 0, 0x10, 0x02, 0, 0, 0, 1, 6, 0] + Array("Macro1".utf8)
        #expect(refusal(compound(["Workbook"], sheet)) != nil)
        var ordinary = sheet
        ordinary[9] = 0
        #expect(refusal(compound(["Workbook"], ordinary)) == nil)
    }

    @Test("S-OOC-15: a PDF that runs a script or starts a program is refused, also where the name is coded or packed away")
    func pdf() {
        func file(_ text: String) -> [UInt8] { Array("%PDF-1.7\n\(text)\n%%EOF".utf8) }
        #expect(refusal(file("<< /Type /Catalog /OpenAction [1 0 R /Fit] /Title (JavaScript and Launch) /JSomething 1 >>")) == nil)
        for action in ["/S /JavaScript", "/S/JavaScript/JS(x)", "/S /J#61vaScript", "/S /Launch /F (x)", "/Subtype /RichMedia"] {
            #expect(refusal(file("<< \(action) >>"))?.hasPrefix("The PDF holds a script") == true, "\(action)")
        }
        func packed(_ bytes: [UInt8]) -> [UInt8] {
            Array("%PDF-1.7\n5 0 obj << /Type /ObjStm /Filter /FlateDecode >> stream\r\n".utf8) + bytes + Array("\nendstream\nendobj".utf8)
        }
        #expect(refusal(packed(Self.packedScript)) != nil)
        #expect(refusal(packed(Self.packedPlain)) == nil)
        #expect(refusal(packed([1, 2, 3])) == nil, "what cannot be unpacked is no reason to fall over")
    }

    @Test("S-OOC-15: words in a PDF's comments hide no packed script, and many marks before one stream unpack it once")
    func decoys() {
        func file(_ before: String, _ packed: [UInt8], _ after: String = "\nendstream\nendobj") -> [UInt8] {
            Array("%PDF-1.7\n\(before)stream\r\n".utf8) + packed + Array(after.utf8)
        }
        let object = "5 0 obj << /Type /ObjStm /Filter /FlateDecode >> "
        for before in [
            "%/ObjStm %stream\n\(object)", "%/ObjStm %stream /ObjStm stream\n\(object)", "5 0 obj << /Type /ObjStm %stream\n>> ",
            "5 0 obj << /Type /ObjStm %endstream\n>> ",
        ] {
            #expect(refusal(file(before, Self.packedScript))?.hasPrefix("The PDF holds a script") == true, "\(before)")
            #expect(refusal(file(before, Self.packedPlain)) == nil, "\(before)")
        }
        #expect(refusal(file(object, Self.packedScript, "")) != nil, "a stream may end with the file")
        let marks = String(repeating: "%/ObjStm\n", count: 20)
        #expect(refusal(file(marks + object, [0x78, 0x9C] + bomb(16_000))) == nil)
        let many = String(repeating: "%/ObjStm stream\n", count: 3000)
        #expect(refusal(file(many + object, Self.packedPlain))?.hasPrefix("The file holds more packed together") == true)
    }

    @Test("S-OOC-15: a rich text with another program's object is refused")
    func richText() {
        #expect(refusal(Array("{\\rtf1 Dear Kit}".utf8)) == nil)
        #expect(refusal(Array("{\\rtf1 {\\object\\objdata 0105}}".utf8)) != nil)
    }

    private static let macroTypes: [UInt8] = [
        133, 143, 49, 14, 194, 48, 12, 69, 175, 82, 101, 69, 36, 176, 167, 237, 128, 88, 161, 3, 23, 112, 19, 87, 4, 37, 118, 229, 134, 2,
        183, 39, 17, 18, 35, 140, 223, 214, 123, 95, 223, 246, 207, 20, 155, 21, 101, 9, 76, 173, 218, 235, 157, 234, 59, 123, 121, 205,
        184, 116, 246, 92, 238, 18, 60, 54, 3, 72, 62, 65, 194, 86, 153, 7, 139, 55, 158, 221, 61, 33, 101, 93, 96, 213, 28, 152, 114, 9,
        21, 106, 21, 204, 115, 12, 14, 114, 209, 153, 149, 188, 78, 203, 182, 34, 250, 139, 36, 112, 194, 71, 130, 49, 98, 249, 66, 160, 77,
        149, 152, 31, 109, 156, 175, 40, 122, 12, 244, 191, 138, 167, 41, 56, 212, 235, 8, 131, 240, 13, 93, 174, 98, 243, 153, 243, 6,
    ]
    private static let plainTypes: [UInt8] = [
        61, 142, 65, 14, 2, 33, 12, 69, 175, 50, 97, 107, 4, 221, 3, 179, 112, 175, 46, 188, 64, 3, 197, 144, 64, 75, 0, 71, 189, 189, 16,
        147, 89, 246, 255, 255, 94, 170, 215, 79, 78, 203, 134, 181, 69, 38, 35, 206, 242, 36, 86, 171, 31, 223, 130, 205, 234, 219, 200,
        107, 244, 184, 220, 161, 246, 43, 100, 52, 66, 189, 185, 122, 229, 217, 189, 50, 82, 151, 3, 22, 203, 133, 169, 143, 99, 66, 70, 64,
        41, 41, 58, 232, 67, 167, 54, 242, 146, 11, 210, 88, 5, 174, 25, 122, 59, 114, 8, 209, 225, 206, 79, 91, 169, 236, 176, 181, 72,
        207, 156, 228, 222, 100, 136, 116, 152, 122, 101, 181, 250, 255, 243, 3,
    ]
    private static let packedScript: [UInt8] = [
        120, 218, 51, 84, 48, 80, 48, 82, 48, 49, 80, 176, 177, 81, 208, 15, 86, 208, 247, 74, 44, 75, 12, 78, 46, 202, 44, 40, 1, 178, 131,
        21, 52, 18, 11, 10, 244, 18, 115, 82, 139, 74, 98, 52, 12, 99, 52, 53, 21, 236, 236, 192, 42, 67, 42, 11, 82, 21, 244, 157, 19, 75,
        18, 115, 242, 211, 21, 244, 253, 11, 82, 243, 28, 147, 75, 50, 243, 243, 20, 12, 129, 6, 6, 1, 149, 25, 14, 57, 131, 1, 224, 137,
        75, 55,
    ]
    private static let packedPlain: [UInt8] = [
        120, 218, 51, 84, 48, 80, 176, 177, 81, 208, 15, 169, 44, 72, 85, 208, 119, 78, 44, 73, 204, 201, 79, 7, 114, 51, 75, 114, 82, 21,
        52, 188, 18, 203, 18, 131, 147, 139, 50, 11, 74, 20, 146, 243, 75, 139, 138, 83, 53, 21, 236, 236, 0, 137, 18, 16, 27,
    ]
}
