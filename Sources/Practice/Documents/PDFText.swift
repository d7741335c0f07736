/// A string of a PDF: between brackets with signs escaped, or in hexadecimal digits.
enum PDFText {
    /// The string that begins at a place, blanks before it left out; empty where none does or it does not end.
    static func read(_ bytes: [UInt8], _ start: Int) -> String {
        guard let at = bytes[start...].firstIndex(where: { !blanks.contains($0) }) else { return "" }
        switch bytes[at] {
        case UInt8(ascii: "("): return decoded(literal(bytes, at + 1))
        case UInt8(ascii: "<"): return decoded(hexadecimal(bytes, at + 1))
        default: return ""
        }
    }

    /// More is no name.
    private static let most = 500
    private static let blanks: Set<UInt8> = [0, 9, 10, 12, 13, 32]
    private static let escaped: [UInt8: UInt8] = [0x6E: 10, 0x72: 13, 0x74: 9, 0x62: 8, 0x66: 12]

    private static func literal(_ bytes: [UInt8], _ start: Int) -> [UInt8] {
        var (out, at, depth): ([UInt8], Int, Int) = ([], start, 0)
        while at < bytes.count, out.count < most {
            let sign = bytes[at]
            at += 1
            switch sign {
            case UInt8(ascii: "("):
                depth += 1
                out.append(sign)
            case UInt8(ascii: ")"):
                guard depth > 0 else { return out }
                depth -= 1
                out.append(sign)
            case UInt8(ascii: "\\"):
                guard at < bytes.count else { return [] }
                let digits = bytes[at..<min(at + 3, bytes.count)].prefix { (0x30...0x37).contains($0) }
                if !digits.isEmpty {
                    out.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }))
                    at += digits.count
                } else {
                    // A line that is broken in the file is one line.
                    if bytes[at] != 10, bytes[at] != 13 { out.append(escaped[bytes[at]] ?? bytes[at]) }
                    at += 1
                }
            default: out.append(sign)
            }
        }
        return []
    }

    private static func hexadecimal(_ bytes: [UInt8], _ start: Int) -> [UInt8] {
        var (out, half): ([UInt8], UInt8?) = ([], nil)
        for sign in bytes[start..<min(start + 2 * most, bytes.count)] {
            if sign == UInt8(ascii: ">") { return half.map { out + [$0 << 4] } ?? out }
            guard let digit = Character(Unicode.Scalar(sign)).hexDigitValue.map({ UInt8($0) }) else {
                guard blanks.contains(sign) else { return [] }
                continue
            }
            if let first = half { out.append(first << 4 | digit) }
            half = half == nil ? digit : nil
        }
        return []
    }

    /// Two-byte letters or UTF-8 where it begins so, else UTF-8 where it can be that, else a byte a letter.
    private static func decoded(_ bytes: [UInt8]) -> String {
        let text: String
        if bytes.starts(with: [0xFE, 0xFF]) {
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
            text = String(decoding: units, as: UTF16.self)
        } else {
            let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
            text = String(validating: bytes, as: UTF8.self) ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    }
}
