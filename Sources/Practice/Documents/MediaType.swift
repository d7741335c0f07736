/// A type of file the service keeps, known by its first bytes: what a file is called says nothing of what it is.
public enum MediaType: String, CaseIterable, Sendable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case gif = "image/gif"
    case webp = "image/webp"
    case heic = "image/heic"
    case tiff = "image/tiff"
    case pdf = "application/pdf"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case odt = "application/vnd.oasis.opendocument.text"
    case ods = "application/vnd.oasis.opendocument.spreadsheet"
    case doc = "application/msword"
    case xls = "application/vnd.ms-excel"
    case msg = "application/vnd.ms-outlook"
    case rtf = "application/rtf"

    public init?(_ name: String) { self.init(rawValue: name) }

    public var title: String {
        switch self {
        case .jpeg, .png, .gif, .webp, .heic, .tiff: "Picture"
        case .pdf: "PDF"
        case .docx, .doc: "Word document"
        case .xlsx, .xls: "Excel workbook"
        case .pptx: "PowerPoint"
        case .odt: "OpenDocument text"
        case .ods: "OpenDocument spreadsheet"
        case .msg: "Outlook message"
        case .rtf: "Rich text"
        }
    }

    /// How a saved copy's name ends.
    public var ending: String {
        switch self {
        case .jpeg: "jpg"
        default: "\(self)"
        }
    }

    /// What a browser is told it may choose.
    public static let accepted =
        "image/*,.heic,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.doc,.xls,.msg,.rtf"

    /// In words, for the sentence that refuses another.
    public static let words = "a picture, a PDF, a Word, Excel, PowerPoint or OpenDocument file, a rich text or an Outlook message"

    /// The type of a file by its own bytes; nil when it is none of these. Whether it may be kept is `Programs`’ to say.
    public init?(of bytes: [UInt8]) {
        func starts(_ head: [UInt8], at place: Int = 0) -> Bool {
            bytes.count >= place + head.count && bytes[place..<place + head.count].elementsEqual(head)
        }
        if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if starts(Array("GIF87a".utf8)) || starts(Array("GIF89a".utf8)) {
            self = .gif
        } else if starts(Array("RIFF".utf8)), starts(Array("WEBP".utf8), at: 8) {
            self = .webp
        } else if starts(Array("ftyp".utf8), at: 4),
            ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"].contains(where: { starts(Array($0.utf8), at: 8) })
        {
            self = .heic
        } else if starts([0x49, 0x49, 0x2A, 0x00]) || starts([0x4D, 0x4D, 0x00, 0x2A]) {
            self = .tiff
        } else if starts(Array("%PDF-".utf8)) {
            self = .pdf
        } else if starts(Array("{\\rtf".utf8)) {
            self = .rtf
        } else if starts([0x50, 0x4B, 0x03, 0x04]), let zip = ZipFile(bytes), let found = MediaType.office(zip) {
            self = found
        } else if starts([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), let found = MediaType.compound(bytes) {
            self = found
        } else {
            return nil
        }
    }

    private static func office(_ zip: ZipFile) -> MediaType? {
        func holds(_ name: String) -> Bool { zip.entries.contains { $0.name == name } }
        if holds("word/document.xml") { return .docx }
        if holds("xl/workbook.xml") { return .xlsx }
        if holds("ppt/presentation.xml") { return .pptx }
        guard zip.entries.first?.name == "mimetype" else { return nil }
        return [MediaType.odt, .ods].first { zip.begins(with: $0.rawValue) }
    }

    /// Old Office files and Outlook messages are one container; the names of its streams tell which.
    private static func compound(_ bytes: [UInt8]) -> MediaType? {
        if hasStream("WordDocument", in: bytes) { return .doc }
        if hasStream("Workbook", in: bytes) || hasStream("Book", in: bytes) { return .xls }
        return hasStream("__properties_version1.0", in: bytes) ? .msg : nil
    }

    /// Whether a container has a stream whose name, in two-byte letters of whatever size, begins so.
    static func hasStream(_ name: String, in bytes: [UInt8]) -> Bool {
        let wanted: [UInt8] = Array(name.lowercased().utf8.map { byte -> [UInt8] in [byte, 0] }.joined())
        // Each entry of the directory begins at a multiple of 128 bytes with its name.
        var place = 512
        while place + wanted.count <= bytes.count {
            if zip(bytes[place..<place + wanted.count], wanted).allSatisfy({ ((0x41...0x5A).contains($0) ? $0 + 32 : $0) == $1 }) {
                return true
            }
            place += 128
        }
        return false
    }
}

/// A ZIP file by its own list at its end.
struct ZipFile {
    struct Entry {
        let name: String
        fileprivate let method: Int
        fileprivate let packed: Int
        fileprivate let place: Int
        /// As the list of the file says: bit 0 is a part under a password.
        let flags, check, size: Int
    }

    /// An entry's bytes as they lie there, still packed, with the way they are; nil when they cannot be read.
    func raw(_ entry: Entry) -> (method: Int, bytes: ArraySlice<UInt8>)? {
        guard entry.flags & 1 == 0, entry.place + 30 <= bytes.count, ZipFile.number(bytes, entry.place, 4) == 0x0403_4B50 else {
            return nil
        }
        let start = entry.place + 30 + ZipFile.number(bytes, entry.place + 26, 2) + ZipFile.number(bytes, entry.place + 28, 2)
        guard start + entry.packed <= bytes.count else { return nil }
        return (entry.method, bytes[start..<start + entry.packed])
    }

    let entries: [Entry]
    private let bytes: [UInt8]

    private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int {
        var sum = 0
        for index in 0..<width { sum |= Int(bytes[place + index]) << (8 * index) }
        return sum
    }

    init?(_ bytes: [UInt8]) {
        func number(_ place: Int, _ width: Int) -> Int { ZipFile.number(bytes, place, width) }
        // The end of the list is at most a comment's length from the end of the file.
        let first = max(0, bytes.count - 22 - 65_535)
        guard bytes.count >= 22,
            let end = stride(from: bytes.count - 22, through: first, by: -1).first(where: { number($0, 4) == 0x0605_4B50 })
        else { return nil }
        let count = number(end + 10, 2)
        var place = number(end + 16, 4)
        var entries: [Entry] = []
        for _ in 0..<min(count, 5000) {
            guard place >= 0, place + 46 <= bytes.count, number(place, 4) == 0x0201_4B50 else { return nil }
            let (name, extra, comment) = (number(place + 28, 2), number(place + 30, 2), number(place + 32, 2))
            guard place + 46 + name <= bytes.count else { return nil }
            entries.append(
                Entry(
                    name: String(decoding: bytes[place + 46..<place + 46 + name], as: UTF8.self), method: number(place + 10, 2),
                    packed: number(place + 20, 4), place: number(place + 42, 4), flags: number(place + 8, 2),
                    check: number(place + 16, 4), size: number(place + 24, 4)))
            place += 46 + name + extra + comment
        }
        (self.entries, self.bytes) = (entries, bytes)
    }

    /// What an entry holds, unpacked, as much as `budget` has left, which pays for it; nil when it cannot be read.
    func content(_ entry: Entry, within budget: inout Int) -> [UInt8]? {
        guard entry.place + 30 <= bytes.count, ZipFile.number(bytes, entry.place, 4) == 0x0403_4B50 else { return nil }
        let start = entry.place + 30 + ZipFile.number(bytes, entry.place + 26, 2) + ZipFile.number(bytes, entry.place + 28, 2)
        guard start + entry.packed <= bytes.count else { return nil }
        let packed = bytes[start..<start + entry.packed]
        switch entry.method {
        case 0:
            defer { budget = max(0, budget - packed.count) }
            return Array(packed.prefix(budget))
        case 8: return Inflate.unpack(packed, within: &budget)
        default: return nil
        }
    }

    /// Whether the first file, kept as it is, begins so.
    func begins(with text: String) -> Bool {
        guard bytes.count > 30 else { return false }
        let (name, extra) = (Int(bytes[26]) | Int(bytes[27]) << 8, Int(bytes[28]) | Int(bytes[29]) << 8)
        let start = 30 + name + extra
        let wanted = Array(text.utf8)
        return bytes.count >= start + wanted.count && bytes[start..<start + wanted.count].elementsEqual(wanted)
    }
}
