import Casework

/// Everything on a child's file that tells who else it is about, or where they live: read whole, and only to be taken out of text.
public struct Identifying: Sendable {
    /// The child's own names, one entry a name.
    public var own: [String] = []
    public var otherChildren: [String] = []
    /// Adults around the child.
    public var family: [String] = []
    /// Adults around the child who may not be contacted: they are named to nobody.
    public var notContacted: [String] = []
    public var victims: [String] = []
    /// Where the child lives or lived, and where the offence was.
    public var addresses: [String] = []
    /// Of these, what may not be disclosed, and what is known of how to reach a victim.
    public var closedAddresses: [String] = []
    public var numbers: [String] = []

    public init() {}
}

/// Takes names, addresses and numbers out of free text. It knows what the file knows, and the usual short forms of given names
/// (`ShortNames`): a nickname nobody wrote down stays.
///
/// Names are found whole or in part, formal or used, whatever their marks and mostly whatever their letters' size; short forms nobody wrote
/// down only with a capital, since many are plain words (drew, rob, max). The child's own names stay unless they are asked out, so that a
/// sister's family name does not take the child's, nor what the child may be called for short what somebody else may be.
public struct Redaction: Sendable {
    private struct Pattern: Sendable {
        let words: [String]
        let put: String
        /// A name that is also a plain word, or is very short, counts only when it begins with a capital.
        let isCapital: Bool
        /// A short form of a name rather than one written down.
        let isGuess: Bool
    }

    /// Words of which only a mark is kept: how many stand together, the most first, and whether some words are of them.
    private struct Unseen: Sendable {
        let lengths: [Int]
        let put: String
        let holds: @Sendable (_ words: String, _ isCapital: Bool) -> Bool
    }

    /// By first word, the longest first.
    private var patterns: [String: [Pattern]] = [:]
    private var numbers: [String: String] = [:]
    private var unseen: Unseen?
    private var kept: Set<String> = []
    /// What those kept may be called for short: nobody else's short form, but a name somebody else is written down by still goes.
    private var keptForms: Set<String> = []

    public init() {}

    /// Parts of a name as typed that name nobody.
    private static let plain: Set<String> = [
        "mr", "mrs", "ms", "miss", "dr", "the", "and", "of", "de", "van", "von", "shop", "store", "school", "neighbour", "child", "boy",
        "girl",
        "mum", "mother", "father", "dad", "brother", "sister", "aunt", "uncle", "gran", "grandmother", "grandfather", "nan", "partner",
        "step",
        "not", "known", "unknown", "staff", "police", "officer", "pc", "ltd", "council", "home", "foster", "carer", "friend",
    ]
    /// Names that are also everyday words.
    private static let everyday: Set<String> = [
        "will", "mark", "may", "rose", "hope", "grace", "summer", "young", "long", "green", "brown", "black", "white", "grey", "king",
        "field",
        "hill", "wood", "woods", "stone", "rich", "bill", "jack", "frank", "art", "dale", "marsh", "cook", "baker", "walker", "day", "june",
        "april", "august", "joy", "faith", "dawn", "ray", "lane", "park", "parks", "banks", "bush", "reed", "sharp", "short", "little",
        "small",
        "best", "good", "wise", "price", "page", "bell", "ball", "fox", "bird", "wolf", "page", "ash", "vale", "sandy", "sunny", "miles",
        "chase", "hunter", "mason", "carter", "taylor", "turner", "gardener", "case", "read", "reading", "love", "power", "law", "church",
    ]

    /// Names that stay even where another's holds them.
    public mutating func keep(_ names: [String]) {
        for name in names {
            let words = Names.fold(name).split(separator: " ").map(String.init)
            kept.formUnion(words)
            keptForms.formUnion(words.flatMap(ShortNames.also))
        }
    }

    /// Names that stay from now on, and no others: those of one child's do not keep another's in sight.
    public mutating func keepOnly(_ names: [String]) {
        (kept, keptForms) = ([], [])
        keep(names)
    }

    /// A person's name: whole, and each part of it.
    /// - Parameters:
    ///   - isWhole: takes it only where all of it stands.
    ///   - plainToo: takes a part that is also a plain word, where it begins with a capital: somebody is called Friend.
    public mutating func hide(name: String, put: String, isWhole: Bool = false, plainToo: Bool = false) {
        let typed = Names.fold(name).split(separator: " ").map(String.init)
        let words = typed.filter { !Self.plain.contains($0) }
        if words.count > 1 { add(words, put) }
        if isWhole {
            if typed.count > 1 || words.count == 1 { add(typed, put) }
            return
        }
        if plainToo {
            if typed.count > 1 { add(typed, put) }
            for word in typed where word.count > 1 && Self.plain.contains(word) && !kept.contains(word) { add([word], put) }
        }
        for word in words where word.count > 1 && !kept.contains(word) { add([word], put) }
        for word in words.flatMap(ShortNames.also) where !kept.contains(word) && !keptForms.contains(word) {
            add([word], put, isGuess: true)
        }
    }

    /// An address as written: each part of it between commas, with and without its number, and its postcode however spaced. A town alone stays.
    public mutating func hide(address: String, put: String) {
        for part in address.split(whereSeparator: { ",;\n".contains($0) }) {
            let words = Names.fold(String(part)).split(separator: " ").map(String.init)
            let hasNumber = words.contains { $0.contains(where: \.isNumber) }
            if words.count > 1 || hasNumber && (words.first?.count ?? 0) > 4 { if hasNumber || words.count > 2 { add(words, put) } }
            let street = Array(words.drop { $0.contains(where: \.isNumber) })
            if hasNumber, street.count > 1, street.count < words.count { add(street, put) }
            if let code = Self.postcode(words) {
                add([String(code.dropLast(3)), String(code.suffix(3))], put)
                add([code], put)
            }
        }
    }

    /// A phone number, however spaced.
    public mutating func hide(number: String, put: String) {
        for run in Self.runs(of: number) where run.count >= 7 { numbers[String(run.suffix(9))] = put }
    }

    /// The digits of a text, run by run; a space or a hyphen does not end one.
    private static func runs(of text: String) -> [String] {
        var out = [""]
        for sign in text {
            if let digit = sign.wholeNumberValue, sign.isASCII {
                out[out.count - 1] += String(digit)
            } else if sign != " ", sign != "-" {
                out.append("")
            }
        }
        return out.filter { !$0.isEmpty }
    }

    private static func postcode(_ words: [String]) -> String? {
        let tail = words.suffix(2).joined()
        let whole = words.last.flatMap { $0.count >= 5 ? $0 : nil } ?? tail
        guard (5...7).contains(whole.count), whole.first?.isLetter == true, whole.suffix(3).first?.isNumber == true,
            whole.suffix(2).allSatisfy(\.isLetter)
        else { return nil }
        return whole
    }

    /// Words nobody here knows any more, told by a mark of them.
    /// - Parameters:
    ///   - lengths: how many words may stand together.
    ///   - holds: whether folded words, one space between, are to go; and whether they begin with a capital where they are one.
    public mutating func hide(
        unseen lengths: Set<Int>, put: String, holds: @escaping @Sendable (_ words: String, _ isCapital: Bool) -> Bool
    ) {
        unseen = Unseen(lengths: lengths.sorted(by: >), put: put, holds: holds)
    }

    /// What it takes out word by word, and whether only with a capital: for a mark of each to be kept where the words may not be.
    public var phrases: [(words: [String], isCapital: Bool)] { patterns.values.joined().map { ($0.words, $0.isCapital) } }

    mutating func add(_ words: [String], _ put: String, isGuess: Bool = false) {
        guard let first = words.first else { return }
        let isCapital = isGuess || words.count == 1 && (first.count <= 2 || Self.everyday.contains(first) || Self.plain.contains(first))
        let pattern = Pattern(words: words, put: put, isCapital: isCapital, isGuess: isGuess)
        // What was asked out first is what it is called by, but a name written down comes before a guess.
        if let standing = patterns[first]?.first(where: { $0.words == words }) {
            guard standing.isGuess, !isGuess else { return }
            patterns[first]?.removeAll { $0.words == words }
        }
        patterns[first, default: []].append(pattern)
        patterns[first]?.sort { $0.words.count > $1.words.count }
    }

    // MARK: Reading

    private struct Token {
        let text: String
        let folded: String
        let isWord: Bool
    }

    private static func tokens(_ text: String) -> [Token] {
        var out: [Token] = []
        var rest = Substring(text)
        func isPart(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber }
        while let first = rest.first {
            var piece = rest.prefix { isPart($0) == isPart(first) }
            if isPart(first) {
                // O'Neill is one word.
                while let sign = rest[piece.endIndex...].first, "'’`".contains(sign) {
                    let more = rest[piece.endIndex...].dropFirst().prefix(while: isPart)
                    guard !more.isEmpty else { break }
                    piece = rest[rest.startIndex..<more.endIndex]
                }
            }
            out.append(Token(text: String(piece), folded: Names.fold(String(piece)), isWord: isPart(first)))
            rest = rest[piece.endIndex...]
        }
        return out
    }

    /// Words of a text: as they stand, or what is put in their place. A tail, such as ’s, stays either way.
    public struct Piece: Sendable {
        public fileprivate(set) var text: String
        public let put: String?
        public fileprivate(set) var tail = ""
    }

    /// Text without what is to be left out.
    public func clean(_ text: String) -> String { pieces(text).map { ($0.put ?? $0.text) + $0.tail }.joined() }

    /// A text piece by piece, so that a person may see what is left out of it.
    public func pieces(_ text: String) -> [Piece] {
        guard !patterns.isEmpty || !numbers.isEmpty || unseen != nil else { return [Piece(text: text, put: nil)] }
        let tokens = Self.tokens(text)
        var out: [Piece] = []
        var last: (put: String, at: Int)?
        var at = 0
        while at < tokens.count {
            guard tokens[at].isWord, let (put, count, tail) = found(tokens, at) else {
                out.append(Piece(text: tokens[at].text, put: nil))
                at += 1
                continue
            }
            let words = String(tokens[at..<at + count].map(\.text).joined().dropLast(tail.count))
            // Given and family name apart are still one person.
            if let last, last.put == put,
                last.at == out.count - 1 || last.at == out.count - 2 && out[out.count - 1].text.allSatisfy({ " -".contains($0) })
            {
                let between = out[last.at].tail + out[(last.at + 1)...].map(\.text).joined()
                out.removeLast(out.count - 1 - last.at)
                out[last.at].text += between + words
                out[last.at].tail = tail
            } else {
                out.append(Piece(text: words, put: put, tail: tail))
                last = (put, out.count - 1)
            }
            at += count
        }
        return out
    }

    /// What begins here: what is put, how many tokens it takes, and what of the last is left, such as ’s.
    private func found(_ tokens: [Token], _ at: Int) -> (put: String, count: Int, tail: String)? {
        if let (put, count) = number(tokens, at) { return (put, count, "") }
        if let found = marked(tokens, at) { return found }
        let forms = Self.forms(tokens[at])
        for (folded, tail) in forms {
            for pattern in patterns[folded] ?? [] {
                if pattern.words.count == 1 {
                    if pattern.isCapital, tokens[at].text.first?.isUppercase != true { continue }
                    return (pattern.put, 1, tail)
                }
                if tail.isEmpty, let (count, tail) = sequence(pattern.words, tokens, at) { return (pattern.put, count, tail) }
            }
        }
        return nil
    }

    private func marked(_ tokens: [Token], _ start: Int) -> (put: String, count: Int, tail: String)? {
        guard let unseen else { return nil }
        // Words that follow one another, and where each ends.
        var (words, ends): ([Token], [Int]) = ([], [])
        var at = start
        while at < tokens.count, words.count < unseen.lengths.first ?? 0 {
            if tokens[at].isWord {
                words.append(tokens[at])
                ends.append(at + 1)
            } else if !Self.isBetween(tokens[at].text) {
                break
            }
            at += 1
        }
        for length in unseen.lengths where length <= words.count {
            let isCapital = length == 1 && words[0].text.first?.isUppercase == true
            let first = words[..<(length - 1)].map(\.folded)
            for (folded, tail) in Self.forms(words[length - 1])
            where unseen.holds((first + [folded]).joined(separator: " "), isCapital) {
                return (unseen.put, ends[length - 1] - start, tail)
            }
        }
        return nil
    }

    /// What may stand between the words of one name.
    private static func isBetween(_ text: String) -> Bool { text.count <= 3 && text.allSatisfy { " -,.\n\r\t/".contains($0) } }

    /// The ways a word may hold a name: itself, without ’s, without the s of several.
    private static func forms(_ token: Token) -> [(folded: String, tail: String)] {
        var out = [(token.folded, "")]
        for mark in ["'s", "’s"] where token.text.lowercased().hasSuffix(mark) {
            out.append((Names.fold(String(token.text.dropLast(2))), String(token.text.suffix(2))))
        }
        if token.folded.count > 4, token.folded.hasSuffix("s") { out.append((String(token.folded.dropLast()), "")) }
        return out
    }

    private func sequence(_ words: [String], _ tokens: [Token], _ start: Int) -> (count: Int, tail: String)? {
        var at = start
        var tail = ""
        for (place, word) in words.enumerated() {
            if place > 0 {
                guard at < tokens.count else { return nil }
                if !tokens[at].isWord {
                    guard Self.isBetween(tokens[at].text) else { return nil }
                    at += 1
                }
            }
            guard at < tokens.count else { return nil }
            let forms = Self.forms(tokens[at])
            guard let form = place == words.count - 1 ? forms.first(where: { $0.folded == word }) : forms.first, form.folded == word else {
                return nil
            }
            tail = form.tail
            at += 1
        }
        return (at - start, tail)
    }

    private func number(_ tokens: [Token], _ start: Int) -> (put: String, count: Int)? {
        guard !numbers.isEmpty, tokens[start].text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        var digits = ""
        var at = start
        var best: (put: String, count: Int)?
        while at < tokens.count, at - start < 12 {
            if tokens[at].isWord {
                guard tokens[at].text.allSatisfy({ $0.isASCII && $0.isNumber }) else { break }
                digits += tokens[at].text
                if digits.count >= 7, let put = numbers[String(digits.suffix(9))] { best = (put, at - start + 1) }
            } else if !tokens[at].text.allSatisfy({ " -".contains($0) }) {
                break
            }
            at += 1
        }
        return best
    }
}

extension Redaction {
    /// What of a file may not be named in an audience's papers: victims, other children, where anybody lives and those who may not be
    /// contacted in nobody's; family only where the audience meets them; the child nowhere but where they may be named.
    public init(_ known: Identifying, for audience: PaperAudience) {
        self.init(
            known, namesChild: audience.takes(.identity), namesFamily: audience.takes(.safeguarding), takesHome: false)
    }

    /// What of a file may not be named on a summary for an audience.
    public init(_ known: Identifying, for audience: SummaryAudience) {
        self.init(known, namesChild: true, namesFamily: audience.takes(.family), takesHome: audience.takes(.home))
    }

    private init(_ known: Identifying, namesChild: Bool, namesFamily: Bool, takesHome: Bool) {
        self.init()
        if namesChild { keep(known.own) }
        for name in known.victims { hide(name: name, put: "the victim") }
        for name in known.otherChildren { hide(name: name, put: "another child") }
        for name in known.notContacted + (namesFamily ? [] : known.family) { hide(name: name, put: "a family member") }
        if !namesChild { for name in known.own { hide(name: name, put: "the child") } }
        for line in known.closedAddresses + (takesHome ? [] : known.addresses) { hide(address: line, put: "an address") }
        for number in known.numbers { hide(number: number, put: "a phone number") }
    }
}
