/// What a document says of the people who made it, beside its pages: named before it leaves, and taken out where that can be done safely
/// (ASVS 14.2.8). The kept document itself is never changed: it may be evidence, or signed.
public enum DocumentAuthors {
    private static let most = 16_000_000

    /// What was found of who made it.
    public struct Found: Sendable, Equatable {
        /// In lines: `Author: …`.
        public var said: [String] = []
        /// Whether all of it was looked through, so that what is not said is not there.
        public var isWhole = false
        /// Whether ``without(_:type:)`` makes a copy that says nothing of it.
        public var canBeTakenOut = false
    }

    /// What is said of who made it. Names that are drawn on its pages are not looked for.
    public static func found(in bytes: [UInt8], type: MediaType) -> Found {
        switch type {
        case .docx, .xlsx, .pptx: office(bytes)
        case .odt, .ods: openDocument(bytes)
        case .pdf: Found(said: pdf(bytes))
        // Taken out when it was kept.
        case .jpeg, .png, .gif, .webp, .heic, .tiff: Found(isWhole: true)
        case .doc, .xls, .msg, .rtf: Found()
        }
    }

    /// A Word, Excel or PowerPoint file without its makers' names: its properties are blank, and comments and tracked changes name nobody. All else
    /// is the same, byte for byte. Nil where that cannot be done: another type, a part under a password, or more than can be looked through.
    public static func without(_ bytes: [UInt8], type: MediaType) -> [UInt8]? {
        guard [.docx, .xlsx, .pptx].contains(type), let zip = ZipFile(bytes), let parts = whole(zip, bytes) else { return nil }
        var out = ZipWriter()
        var budget = most
        for (entry, raw) in parts {
            let name = entry.name.lowercased()
            if let blank = blanks[name] {
                out.add(entry.name, Array(blank.utf8))
            } else if let marks = naming(name) {
                guard let text = content(zip, entry, within: &budget) else { return nil }
                out.add(entry.name, blanked(text, marks))
            } else {
                out.add(entry.name, packed: raw.bytes, method: raw.method, check: entry.check, size: entry.size)
            }
        }
        return out.finished
    }

    /// Every part with its bytes as they lie there; nil where one cannot be had, or there is too much.
    private static func whole(_ zip: ZipFile, _ bytes: [UInt8]) -> [(ZipFile.Entry, (method: Int, bytes: ArraySlice<UInt8>))]? {
        guard zip.entries.count < 5000 else { return nil }
        var copied = 0
        var parts: [(ZipFile.Entry, (method: Int, bytes: ArraySlice<UInt8>))] = []
        for entry in zip.entries {
            guard let raw = zip.raw(entry) else { return nil }
            // Parts of a true file do not overlap: one list may name the same megabytes thousands of times.
            copied += raw.bytes.count
            guard copied <= bytes.count else { return nil }
            parts.append((entry, raw))
        }
        return parts
    }

    /// A part unpacked whole, or nil.
    private static func content(_ zip: ZipFile, _ entry: ZipFile.Entry, within budget: inout Int) -> [UInt8]? {
        guard let text = zip.content(entry, within: &budget), budget > 0, text.count == entry.size else { return nil }
        return text
    }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>"
    private static let blanks = [
        "docprops/core.xml":
            "\(head)<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
        "docprops/app.xml": "\(head)<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>",
        "docprops/custom.xml": "\(head)<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>",
    ]

    /// What of a part names people: between which marks.
    private static func naming(_ name: String) -> [(String, String)]? {
        guard name.hasSuffix(".xml") else { return nil }
        if name.hasPrefix("word/") {
            return [("w:author=\"", "\""), ("w15:author=\"", "\""), ("w:initials=\"", "\""), ("w15:userId=\"", "\"")]
        }
        // Where it was last saved, with the name of whoever was signed in there.
        if name == "xl/workbook.xml" { return [("absPath url=\"", "\""), ("userName=\"", "\"")] }
        if name.hasPrefix("xl/comments") { return [("<author>", "<")] }
        if name.hasPrefix("xl/persons/") { return [("displayName=\"", "\""), ("userId=\"", "\"")] }
        if name.hasPrefix("ppt/commentauthors") || name.hasPrefix("ppt/authors") {
            return [(" name=\"", "\""), ("initials=\"", "\""), ("userId=\"", "\"")]
        }
        return nil
    }

    /// Every value between two marks, as it stands.
    private static func values(_ text: [UInt8], _ start: String, _ end: String) -> [String] {
        var found: [String] = []
        walk(text, start, end) { found.append(String(decoding: text[$0], as: UTF8.self)) }
        return found
    }

    private static func walk(_ text: [UInt8], _ start: String, _ end: String, _ body: (Range<Int>) -> Void) {
        let end = Array(end.utf8)[0]
        starts(text, start) { from in
            if let to = text[from...].firstIndex(of: end) { body(from..<to) }
        }
    }

    /// Just behind each place where some words stand.
    private static func starts(_ text: [UInt8], _ words: String, _ body: (Int) -> Void) {
        let words = Array(words.utf8)
        var at = 0
        while at + words.count <= text.count {
            if text[at] == words[0], text[at..<at + words.count].elementsEqual(words) {
                at += words.count
                body(at)
            } else {
                at += 1
            }
        }
    }

    private static func blanked(_ text: [UInt8], _ marks: [(String, String)]) -> [UInt8] {
        var holes: [Range<Int>] = []
        for (start, end) in marks { walk(text, start, end) { if !$0.isEmpty { holes.append($0) } } }
        var (out, at): ([UInt8], Int) = ([], 0)
        for hole in holes.sorted(by: { $0.lowerBound < $1.lowerBound }) where hole.lowerBound >= at {
            out += text[at..<hole.lowerBound]
            at = hole.upperBound
        }
        return out + text[at...]
    }

    private static func office(_ bytes: [UInt8]) -> Found {
        guard let zip = ZipFile(bytes) else { return Found() }
        let canBeRead = whole(zip, bytes) != nil
        var found = Found(isWhole: canBeRead, canBeTakenOut: canBeRead)
        // What is blanked unread counts apart: a copy is made without it.
        var (said, inside, own, rest): ([String], Set<String>, Int, Int) = ([], [], most, most)
        for entry in zip.entries {
            let name = entry.name.lowercased()
            if name == "docprops/core.xml" || name == "docprops/app.xml" {
                guard let text = content(zip, entry, within: &own) else {
                    found.isWhole = false
                    continue
                }
                for (mark, words) in properties { said += values(text, mark, "<").map { "\(words): \($0)" } }
            } else if let marks = naming(name) {
                guard let text = content(zip, entry, within: &rest) else {
                    (found.isWhole, found.canBeTakenOut) = (false, false)
                    continue
                }
                for (start, end) in marks where start.contains("author") || start.contains("ame=") {
                    inside.formUnion(values(text, start, end))
                }
            }
        }
        inside.remove("")
        found.said =
            said.filter { !$0.hasSuffix(": ") }
            + (inside.isEmpty ? [] : ["Comments or changes by: \(inside.sorted().joined(separator: "; "))"])
        return found
    }

    private static let properties = [
        ("<dc:creator>", "Author"), ("<cp:lastModifiedBy>", "Last changed by"), ("<Company>", "Company"), ("<Manager>", "Manager"),
    ]

    private static func openDocument(_ bytes: [UInt8]) -> Found {
        var budget = most
        guard let zip = ZipFile(bytes), let meta = zip.entries.first(where: { $0.name == "meta.xml" }),
            let text = content(zip, meta, within: &budget)
        else { return Found() }
        // Comments and tracked changes name people too, in parts that are not looked through.
        return Found(
            said: values(text, "<meta:initial-creator>", "<").map { "Author: \($0)" }
                + values(text, "<dc:creator>", "<").map { "Last changed by: \($0)" })
    }

    /// What stands in plain: a PDF may also say it packed or under a password, where it is not seen.
    private static func pdf(_ bytes: [UInt8]) -> [String] {
        var named = Set(values(bytes, "<rdf:li>", "<"))
        var looked = 0
        starts(bytes, "/Author") { at in
            looked += 1
            if looked <= 1000 { named.insert(PDFText.read(bytes, at)) }
        }
        named = named.filter { !$0.isEmpty && $0.count < 200 }
        return named.isEmpty ? [] : ["Author: \(named.sorted().joined(separator: "; "))"]
    }
}

/// A ZIP file put together anew: parts as they lay there, or plain.
private struct ZipWriter {
    private var body: [UInt8] = []
    private var list: [UInt8] = []
    private var count = 0

    mutating func add(_ name: String, _ bytes: [UInt8]) {
        add(name, packed: bytes[...], method: 0, check: Int(Self.check(bytes)), size: bytes.count)
    }

    mutating func add(_ name: String, packed: ArraySlice<UInt8>, method: Int, check: Int, size: Int) {
        let name = Array(name.utf8)
        // Needs version 2.0, names are UTF-8, the first day a ZIP can say: when it was changed is nobody's to know either.
        let common = Self.bytes([
            (20, 2), (0x0800, 2), (method, 2), (0, 2), (0x0021, 2), (check, 4), (packed.count, 4), (size, 4), (name.count, 2), (0, 2),
        ])
        list += Self.bytes([(0x0201_4B50, 4), (20, 2)]) + common + Self.bytes([(0, 2), (0, 2), (0, 2), (0, 4), (body.count, 4)]) + name
        body += Self.bytes([(0x0403_4B50, 4)]) + common + name + packed
        count += 1
    }

    var finished: [UInt8] {
        body + list
            + Self.bytes([(0x0605_4B50, 4), (0, 2), (0, 2), (count, 2), (count, 2), (list.count, 4), (body.count, 4), (0, 2)])
    }

    private static func bytes(_ numbers: [(Int, Int)]) -> [UInt8] {
        numbers.flatMap { number, width in (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
    }

    /// CRC-32, as ZIP has it.
    private static func check(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ sum >> 8 }
    }

    private static let table: [UInt32] = (0..<256).map { (start: UInt32) in
        (0..<8).reduce(start) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
    }
}
