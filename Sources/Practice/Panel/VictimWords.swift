import Casework

/// What of the words passed on from a victim would tell who they are: a panel reads them, and through it the child's side (S-OOC-24).
///
/// It knows what is written of this victim and the shape of a postcode and of a phone number; a place nobody wrote down stays.
public enum VictimWords {
    public enum Telling: Sendable, CaseIterable {
        case name, reach, postcode, number, handle

        /// As a sentence names it.
        public var words: String {
            switch self {
            case .name: "the victim's name"
            case .reach: "how to reach them"
            case .postcode: "the postcode"
            case .number: "the phone number"
            case .handle: "the e-mail address or handle"
            }
        }
    }

    /// What a text must do without.
    /// - Parameters:
    ///   - names: what the victim is and was called. A part of it that is also a plain word (will, rose) counts with a capital only.
    ///   - reach: what is and was known of how to reach them.
    public static func telling(in text: String, names: [String], reach: [String]) -> [Telling] {
        Telling.allCases.filter { one in
            switch one {
            case .name: holds(text, names)
            case .reach: reach.contains { holds(text, reach: $0) }
            case .postcode: hasPostcode(text)
            case .number: hasNumber(text)
            case .handle: text.contains("@")
            }
        }
    }

    private static func holds(_ text: String, _ names: [String]) -> Bool {
        var known = Redaction()
        for name in names { known.hide(name: name, put: "the victim") }
        // Two letters, such as an initial's or a short family name's, are too often a word of their own.
        return known.pieces(text).contains { $0.put != nil && $0.text.count > 2 }
    }

    /// All of it, one of its lines, or a house with its street.
    private static func holds(_ text: String, reach: String) -> Bool {
        var known = Redaction()
        known.hide(address: reach, put: "an address")
        known.hide(number: reach, put: "a phone number")
        if known.pieces(text).contains(where: { $0.put != nil }) { return true }
        let parts = words(reach)
        var phrases = parts.count > 1 ? [parts] : []
        for (at, part) in parts.enumerated() where at + 2 < parts.count && part.contains(where: \.isNumber) {
            let street = parts[(at + 1)...(at + 2)]
            if street.allSatisfy({ $0.allSatisfy(\.isLetter) }) { phrases.append([part] + street) }
        }
        let whole = " \(Names.fold(text)) "
        return phrases.contains { whole.contains(" \($0.joined(separator: " ")) ") }
    }

    private static func words(_ text: String) -> [String] { Names.fold(text).split(separator: " ").map(String.init) }

    private static let shapes: Set<String> = ["A99AA", "A999AA", "AA99AA", "AA999AA", "A9A9AA", "AA9A9AA"]

    /// A postcode of the United Kingdom, in one word or in its two halves.
    private static func hasPostcode(_ text: String) -> Bool {
        let parts = words(text)
        return parts.contains(where: isPostcode)
            || zip(parts, parts.dropFirst()).contains { out, back in back.count == 3 && isPostcode(out + back) }
    }

    private static func isPostcode(_ word: String) -> Bool {
        guard (5...7).contains(word.count), word.allSatisfy(\.isASCII) else { return false }
        return shapes.contains(String(word.map { sign -> Character in sign.isNumber ? "9" : "A" }))
    }

    /// Nine figures in a row or more; a space or a hyphen does not end the row.
    private static func hasNumber(_ text: String) -> Bool {
        var count = 0
        for sign in text {
            if sign.isASCII, sign.isNumber {
                count += 1
                if count >= 9 { return true }
            } else if !" -\u{A0}".contains(sign) {
                count = 0
            }
        }
        return false
    }
}
