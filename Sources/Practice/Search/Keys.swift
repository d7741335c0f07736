import Casework

extension Names {
    /// The rows of the search table for a child: each key is looked up by `SearchQuery`.
    ///
    /// - `n:kowalski` a part of any name, and a name of several parts as one (`n:alhassan`);
    /// - `b:iksl…` the same backwards, so that a slip near the start is found by the end;
    /// - `p:KVLSK` how a part sounds;
    /// - `e:12` a line of names that stand for one another;
    /// - `d:2011-09-03` the date of birth;
    /// - `r:w123` a reference: the file's, the sender's, PNC, UPN, NHS number, letters and figures only, and again from each group of figures on.
    public static func keys(of child: Child, refs: [String]) -> Set<String> {
        var keys: Set<String> = []
        for part in searchable(child) {
            keys.insert("n:" + part)
            keys.insert("b:" + String(part.reversed()))
            if let code = Sound.code(part) { keys.insert("p:" + code) }
            for line in SameNames.linesOf[part] ?? [] { keys.insert("e:\(line)") }
        }
        if let birth = child.dateOfBirth { keys.insert("d:" + birth.iso) }
        for reference in refs + [child.upn, child.nhsNumber, child.originatingRef].compactMap({ $0 }) {
            for start in starts(of: reference) { keys.insert("r:" + start) }
        }
        if let pnc = child.pncID.map(PNC.tidy), !pnc.isEmpty { keys.insert("r:" + pnc) }
        return keys
    }

    /// What a reference is looked up by, whole first: people leave out the letters before its figures (`00399` of SH-00399), and write one of
    /// letters alone with or without its signs, so that each of its words finds it.
    static func starts(of reference: String) -> [String] {
        let bare = bare(reference)
        guard !bare.isEmpty else { return [] }
        let letters = Array(bare)
        guard letters.contains(where: \.isASCIIDigit) else { return [bare] + parts(reference).filter { $0 != bare && $0.count >= 3 } }
        let groups = letters.indices.dropFirst().filter { letters[$0].isASCIIDigit && !letters[$0 - 1].isASCIIDigit }
        return [bare] + groups.map { String(letters[$0...]) }.filter { $0.count >= 3 }
    }

    /// Every part of every name, and names of several parts joined.
    static func searchable(_ child: Child) -> Set<String> {
        searchable([child.givenName, child.familyName, child.knownAs].map(parts))
    }

    static func searchable(_ names: [[String]]) -> Set<String> {
        var found: Set<String> = []
        for parts in names {
            found.formUnion(parts)
            if parts.count > 1 { found.insert(parts.joined()) }
        }
        return found
    }
}

/// Police National Computer numbers: `2011/0123456A` is also written `11/123456A`.
enum PNC {
    /// Year in full, seven figures, check letter, no stroke; what does not look like one only loses its signs.
    static func tidy(_ text: String) -> String {
        let bare = Names.bare(text)
        let strokes = text.trimmed.split(separator: "/", omittingEmptySubsequences: false).map { Names.bare(String($0)) }
        guard strokes.count == 2, let letter = strokes[1].last, letter.isLetter else { return bare }
        let number = strokes[1].dropLast()
        guard (1...7).contains(number.count), number.allSatisfy(\.isASCIIDigit), strokes[0].allSatisfy(\.isASCIIDigit) else { return bare }
        var year = strokes[0]
        if year.count == 2, let short = Int(year) { year = String((short < 50 ? 2000 : 1900) + short) }
        guard year.count == 4 else { return bare }
        return year + String(repeating: "0", count: 7 - number.count) + number + String(letter)
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
