import Casework

/// Names as search compares them.
public enum Names {
    /// Small letters without marks, parts separated by single spaces: "O'Néill-Łącki" → "oneill lacki". Letters and figures of other scripts stay.
    ///
    /// Apostrophes join (O'Neill is oneill), hyphens and other signs separate. Folding what is folded changes nothing.
    public static func fold(_ s: String) -> String {
        var folded = String.UnicodeScalarView()
        var gap = false
        func add(_ scalar: Unicode.Scalar) {
            if gap, !folded.isEmpty { folded.append(" ") }
            gap = false
            folded.append(scalar)
        }
        for scalar in s.unicodeScalars {
            if scalar.value < 0x80 {
                switch scalar.value {
                case 0x61...0x7A, 0x30...0x39: add(scalar)
                case 0x41...0x5A: add(Unicode.Scalar(UInt8(scalar.value + 32)))
                case 0x27, 0x60: break
                default: gap = true
                }
            } else if joiners.contains(scalar.value) || scalar.properties.generalCategory == .nonspacingMark {
                continue
            } else {
                for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                    if let plain = plain[lower] {
                        plain.unicodeScalars.forEach(add)
                    } else if lower.properties.generalCategory == .nonspacingMark {
                        continue
                    } else if lower.properties.isAlphabetic || lower.properties.numericType != nil {
                        add(lower)
                    } else {
                        gap = true
                    }
                }
            }
        }
        return String(folded)
    }

    /// The parts of a name.
    static func parts(_ name: String?) -> [String] { name.map { fold($0).split(separator: " ").map(String.init) } ?? [] }

    /// Only letters and figures, small: how references are kept and looked up, whatever slashes and spaces people put between.
    static func bare(_ reference: String) -> String { fold(reference).filter { $0 != " " } }

    /// Typographic apostrophes, the Arabic hamza and ayn as romanised, soft hyphen, joiners.
    private static let joiners: Set<UInt32> = [
        0x2018, 0x2019, 0x201B, 0x2032, 0x02BC, 0x02BB, 0x02BE, 0x02BF, 0x02B9, 0x00B4, 0x00AD, 0x200B, 0x200C, 0x200D, 0xFEFF,
    ]

    private static let plain: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [:]
        for (letters, plain) in [
            ("àáâãäåāăąǎǟǡǻȁȃạảấầẩẫậắằẳẵặª", "a"), ("ḃḅḇƀ", "b"), ("çćĉċčḉƈ", "c"), ("ďđḋḍḏḑḓ", "d"),
            ("èéêëēĕėęěȅȇẹẻẽếềểễệəɛ", "e"), ("ḟƒ", "f"), ("ĝğġģǧǵḡɣ", "g"), ("ĥħḣḥḧḩḫ", "h"), ("ìíîïĩīĭįıǐȉȋịỉ", "i"), ("ĵǰ", "j"),
            ("ķǩḱḳḵƙ", "k"), ("ĺļľŀłḷḹḻḽ", "l"), ("ḿṁṃ", "m"), ("ñńņňŉǹṅṇṉṋŋɲ", "n"),
            ("òóôõöøōŏőơǒǫǭǿȍȏọỏốồổỗộớờởỡợºɔ", "o"), ("ṕṗ", "p"), ("ŕŗřȑȓṙṛṝṟ", "r"), ("śŝşšșṡṣṥṧṩſ", "s"), ("ţťŧțṫṭṯṱ", "t"),
            ("ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự", "u"), ("ṽṿ", "v"), ("ŵẁẃẅẇẉ", "w"), ("ẋẍ", "x"), ("ýÿŷȳẏỳỵỷỹƴ", "y"), ("źżžẑẓẕƶ", "z"),
            ("æǽ", "ae"), ("œ", "oe"), ("ß", "ss"), ("þ", "th"), ("ð", "d"), ("ĳ", "ij"),
        ] {
            for letter in letters.unicodeScalars where letter.properties.generalCategory != .nonspacingMark { table[letter] = plain }
        }
        return table
    }()
}
