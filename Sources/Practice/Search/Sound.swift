/// How a name sounds, roughly: the consonants in order, so that spellings of one name meet.
///
/// Written for the names a service in England and Wales meets: English, South Asian, Polish, and Arabic as variously romanised.
/// It errs towards too many: `Names.score` puts the right one first. Working on a folded part (letters a to z), in order of the letters:
///
/// - a vowel at the start is A, other vowels go; y is a vowel but before a vowel at the start; w is V before a vowel and else silent;
/// - h counts at the start and between vowels only, so bh dh kh th rh zh are b d k t r s; ph is F; gh after a vowel and not before one is silent;
/// - sh, sz, sch, z, and c before e, i, y are S; ch, cz, tch are C, but ch before a consonant is K; c, k, q, ck, qu are K; x is KS, at the start S;
/// - j, dj, dz, dg before e are J; j between a vowel and a consonant is a vowel (Wojcik, Woycik);
/// - kn, gn, pn, ps, pt, wr at the start lose their first letter; mac and mc are MK; mb at the end is M;
/// - letters said twice count once.
enum Sound {
    /// The code of one folded part of a name; nil when it holds no letter a to z.
    static func code(_ part: String) -> String? {
        var letters = part.utf8.filter { (0x61...0x7A).contains($0) }
        guard !letters.isEmpty else { return nil }
        for (start, instead) in starts where letters.starts(with: start.utf8) {
            letters.replaceSubrange(0..<start.utf8.count, with: instead.utf8)
            break
        }
        var code: [UInt8] = []
        var i = 0
        while i < letters.count {
            let (sound, used) = next(letters, i)
            for byte in sound.utf8 where code.last != byte { code.append(byte) }
            i += used
        }
        return String(decoding: code, as: UTF8.self)
    }

    private static let starts = [
        ("kn", "n"), ("gn", "n"), ("pn", "n"), ("ps", "s"), ("pt", "t"), ("wr", "r"), ("wh", "w"), ("x", "s"), ("mac", "mk"), ("mc", "mk"),
    ]

    private static func isVowel(_ letter: UInt8?) -> Bool {
        guard let letter else { return false }
        return "aeiouy".utf8.contains(letter)
    }

    /// The sound at a place and how many letters make it.
    private static func next(_ letters: [UInt8], _ i: Int) -> (String, Int) {
        func at(_ offset: Int) -> UInt8? { letters.indices.contains(i + offset) ? letters[i + offset] : nil }
        func follows(_ text: String) -> Bool { letters[i...].starts(with: text.utf8) }
        let last = i == letters.count - 1
        switch Character(Unicode.Scalar(letters[i])) {
        case "a", "e", "i", "o", "u": return (i == 0 ? "A" : "", 1)
        case "y": return (i == 0 ? (isVowel(at(1)) ? "Y" : "A") : "", 1)
        case "h": return (i == 0 || (isVowel(at(-1)) && isVowel(at(1))) ? "H" : "", 1)
        case "w": return (isVowel(at(1)) ? "V" : "", 1)
        case "v": return ("V", 1)
        case "s":
            if follows("sch") { return ("S", 3) }
            return ("S", follows("sz") || follows("sh") ? 2 : 1)
        case "z": return ("S", 1)
        case "t":
            if follows("tch") { return ("C", 3) }
            return ("T", 1)
        case "c":
            if follows("ch") { return (at(2).map { !isVowel($0) } ?? false ? "K" : "C", 2) }
            if follows("cz") { return ("C", 2) }
            if follows("ck") { return ("K", 2) }
            return (at(1).map { "eiy".utf8.contains($0) } ?? false ? "S" : "K", 1)
        case "q": return ("K", at(1) == 0x75 ? 2 : 1)
        case "k": return ("K", 1)
        case "x": return ("KS", 1)
        case "j": return (i > 0 && isVowel(at(-1)) && !isVowel(at(1)) ? "" : "J", 1)
        case "d":
            if follows("dj") || follows("dz") { return ("J", 2) }
            if follows("dge") { return ("J", 3) }
            return ("D", 1)
        case "g":
            if follows("gh"), i > 0, isVowel(at(-1)), !isVowel(at(2)) { return ("", 2) }
            return ("G", 1)
        case "p": return follows("ph") ? ("F", 2) : ("P", 1)
        case "b": return last && at(-1) == 0x6D ? ("", 1) : ("B", 1)
        default: return (String(Character(Unicode.Scalar(letters[i]))).uppercased(), 1)
        }
    }
}
