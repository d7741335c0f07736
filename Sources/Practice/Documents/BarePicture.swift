/// A picture without what its maker wrote into it beside the picture: place, time, device, names, comments, earlier and smaller pictures (ASVS 14.2.8).
///
/// What is needed to show it as it was taken stays: colours, size, resolution, frames, and which way is up. The picture's own data is not touched: byte
/// for byte what was sent, so that nothing is made worse.
public enum BarePicture {
    /// The same picture without it; nil when the file cannot be read to its end, for then nobody knows what is left in it.
    /// - Returns: a file of another type than a picture as it is.
    public static func of(_ bytes: [UInt8], type: MediaType) -> [UInt8]? {
        switch type {
        case .jpeg: BareJPEG.of(bytes)
        case .png: BarePNG.of(bytes)
        case .webp: BareWebP.of(bytes)
        case .gif: BareGIF.of(bytes)
        case .tiff: BareTIFF.of(bytes)
        case .heic: BareHEIC.of(bytes)
        case .pdf, .docx, .xlsx, .pptx, .odt, .ods, .doc, .xls, .msg, .rtf: bytes
        }
    }
}

/// Numbers in a file's bytes; nil beyond their end.
struct PictureBytes {
    let bytes: [UInt8]
    let isLittle: Bool

    init(_ bytes: [UInt8], isLittle: Bool) { (self.bytes, self.isLittle) = (bytes, isLittle) }

    func number(_ place: Int, _ width: Int) -> Int? {
        guard place >= 0, place <= bytes.count - width else { return nil }
        var sum = 0
        for index in 0..<width { sum |= Int(bytes[place + index]) << (8 * (isLittle ? index : width - 1 - index)) }
        return sum
    }

    func has(_ text: String, at place: Int) -> Bool {
        let wanted = Array(text.utf8)
        return place >= 0 && place <= bytes.count - wanted.count && bytes[place..<place + wanted.count].elementsEqual(wanted)
    }

    func written(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (isLittle ? $0 : width - 1 - $0))) }
    }
}

/// PNG: a row of chunks, each with its name, of which only those that say how to show the picture are kept.
enum BarePNG {
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "sBIT", "bKGD", "hIST", "pHYs",
        "acTL",
        "fcTL", "fdAT",
    ]

    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        let file = PictureBytes(bytes, isLittle: false)
        var out = Array(bytes.prefix(8))
        var (place, turned, upright): (Int, Int?, Int) = (8, nil, 8)
        while let length = file.number(place, 4), place + 12 <= bytes.count, length <= bytes.count - place - 12 {
            let name = String(decoding: bytes[place + 4..<place + 8], as: UTF8.self)
            let whole = place..<place + 12 + length
            guard (place == 8) == (name == "IHDR") else { return nil }
            if kept.contains(name) {
                out += bytes[whole]
            } else if name == "eXIf" {
                turned = turned ?? BareTIFF.orientation(Array(bytes[place + 8..<place + 8 + length]))
            } else if (0x41...0x5A).contains(bytes[place + 4]) {
                // One that a reader must understand, and we do not.
                return nil
            }
            place = whole.upperBound
            if name == "IHDR" { upright = out.count }
            guard name == "IEND" else { continue }
            if let turned, (2...8).contains(turned) { out.insert(contentsOf: chunk("eXIf", BareTIFF.upright(turned)), at: upright) }
            return out
        }
        return nil
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let file = PictureBytes([], isLittle: false)
        let body = Array(name.utf8) + data
        var sum: UInt32 = .max
        for byte in body {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return file.written(data.count, 4) + body + file.written(Int(~sum), 4)
    }
}

/// WebP: a RIFF file of chunks, with marks at its head for what it holds.
enum BareWebP {
    private static let kept: Set<String> = ["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"]

    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        let file = PictureBytes(bytes, isLittle: true)
        guard file.has("RIFF", at: 0), file.has("WEBP", at: 8), let size = file.number(4, 4), size >= 4, size <= bytes.count - 8 else {
            return nil
        }
        let end = 8 + size
        var (out, place, head): ([UInt8], Int, Int?) = (Array(bytes.prefix(12)), 12, nil)
        var (hasPicture, turned): (Bool, Int?) = (false, nil)
        while place < end {
            guard place + 8 <= end, let length = file.number(place + 4, 4), length <= end - place - 8 else { return nil }
            let name = String(decoding: bytes[place..<place + 4], as: UTF8.self)
            let data = place + 8..<place + 8 + length
            if kept.contains(name) {
                if name == "VP8X" {
                    guard length >= 10 else { return nil }
                    head = out.count
                }
                hasPicture = hasPicture || ["VP8 ", "VP8L", "ANMF"].contains(name)
                out += bytes[place..<data.upperBound] + (length % 2 == 1 ? [0] : [])
            } else if name == "EXIF" {
                // Some writers put JPEG's own beginning before it.
                let start = file.has("Exif\0\0", at: data.lowerBound) ? 6 : 0
                turned = BareTIFF.orientation(Array(bytes[data].dropFirst(start)))
            }
            place = data.upperBound + length % 2
        }
        guard hasPicture else { return nil }
        if let head {
            // The marks for EXIF and XMP.
            out[head + 8] &= ~0x0C
            if let turned, (2...8).contains(turned) {
                out[head + 8] |= 0x08
                let data = BareTIFF.upright(turned)
                out += Array("EXIF".utf8) + file.written(data.count, 4) + data
            }
        }
        out.replaceSubrange(4..<8, with: file.written(out.count - 8, 4))
        return out
    }
}

/// GIF: blocks, of which comments and what programs added are left out.
enum BareGIF {
    static func of(_ bytes: [UInt8]) -> [UInt8]? {
        let file = PictureBytes(bytes, isLittle: true)
        guard bytes.count >= 13 else { return nil }
        func table(_ marks: UInt8) -> Int { marks & 0x80 == 0 ? 0 : 3 << (Int(marks & 7) + 1) }
        var place = 13 + table(bytes[10])
        guard place <= bytes.count else { return nil }
        var out = Array(bytes[..<place])
        /// Where the row of sub-blocks that begins here ends.
        func past(_ start: Int) -> Int? {
            var at = start
            while let length = file.number(at, 1) {
                at += 1 + length
                if length == 0 { return at }
            }
            return nil
        }
        var hasPicture = false
        while let mark = file.number(place, 1) {
            switch mark {
            case 0x3B: return hasPicture ? out + [0x3B] : nil
            case 0x2C:
                guard let marks = file.number(place + 9, 1), let end = past(place + 10 + table(UInt8(marks)) + 1) else { return nil }
                out += bytes[place..<end]
                (hasPicture, place) = (true, end)
            case 0x21:
                guard let label = file.number(place + 1, 1), let end = past(place + 2) else { return nil }
                let loops = label == 0xFF && (file.has("NETSCAPE2.0", at: place + 3) || file.has("ANIMEXTS1.0", at: place + 3))
                if label == 0xF9 || loops { out += bytes[place..<end] }
                place = end
            default: return nil
            }
        }
        return nil
    }
}
