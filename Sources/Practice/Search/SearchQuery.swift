import Casework

/// A way to look in the search table.
public enum Lookup: Hashable, Sendable {
    /// `key = text`
    case exact(String)
    /// `key >= text AND key < text + "~"`
    case prefix(String)

    public func fits(_ key: String) -> Bool {
        switch self {
        case .exact(let text): key == text
        case .prefix(let text): key.utf8.starts(with: text.utf8)
        }
    }
}

/// What a person typed to find a child, in parts: a child fits when each part is met by any one of its lookups.
///
/// Look with `close` first; when no child fits, with `close` and `wide` together, and then keep only those `Names.score` gives more than 0.
public struct SearchQuery: Sendable, Equatable {
    public struct Part: Sendable, Equatable {
        /// As folded.
        public let text: String
        /// The part as written, as begun, as it sounds, and under its other forms.
        public let close: [Lookup]
        /// What finds a slip of the hand; far more than wanted.
        public let wide: [Lookup]
        let meaning: Meaning

        /// The part as a whole word of a name, and whatever else is found by itself alone: what fits by these is nearest.
        public var written: [Lookup] { meaning == .name ? [.exact("n:" + text)] : close }
    }

    enum Meaning: Sendable, Equatable {
        case name
        /// Starts of `2011-09-03`: a day, a month or a year; the first is what was meant, others what may have been.
        case birth([String])
        case reference([String])
    }

    public let parts: [Part]

    public var isEmpty: Bool { parts.isEmpty }
}

extension Names {
    /// Reads what a person types: parts of names in any order, a date of birth as people write it, a reference, PNC, UPN or NHS number.
    public static func query(_ text: String) -> SearchQuery {
        let words = text.prefix(200).split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        var parts: [SearchQuery.Part] = []
        var i = 0
        while i < words.count, parts.count < 8 {
            var used = 0
            for width in stride(from: min(6, words.count - i), through: 1, by: -1) where used == 0 {
                if let part = figures(Array(words[i..<i + width])) {
                    parts.append(part)
                    used = width
                }
            }
            if used == 0 {
                parts += Names.parts(words[i]).map(namePart)
                used = 1
            }
            i += used
        }
        return SearchQuery(parts: parts)
    }

    private static func namePart(_ name: String) -> SearchQuery.Part {
        var close: [Lookup] = [.prefix("n:" + name)]
        // A reference may be letters alone.
        if name.count >= 3 { close.append(.exact("r:" + name)) }
        if name.count > 1, let code = Sound.code(name), code.count > 1 { close.append(.exact("p:" + code)) }
        close += (SameNames.linesOf[name] ?? []).map { .exact("e:\($0)") }
        // The end of a name written together: "o neill" for Oneill, Hassan for Alhassan.
        if name.count >= 4 { close.append(.prefix("b:" + String(name.reversed()))) }
        var wide: [Lookup] = []
        // One slip spoils one end only, so the other end still stands in the table; a letter is left between for two neighbours swapped.
        let letters = Array(name)
        if letters.count >= 3 {
            let half = letters.count / 2
            let gap = letters.count >= 5 ? 1 : 0
            wide = [.prefix("n:" + String(letters[..<half])), .prefix("b:" + String(letters[(half + gap)...].reversed()))]
            if gap == 0 {
                var swapped = letters
                swapped.swapAt(half - 1, half)
                wide.append(.prefix("n:" + String(swapped)))
            }
        }
        return SearchQuery.Part(text: name, close: close, wide: wide, meaning: .name)
    }

    /// A date or reference made of some words; nil when they are neither.
    private static func figures(_ words: [String]) -> SearchQuery.Part? {
        let joined = words.joined(separator: " ")
        guard joined.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return nil }
        let births = BirthDate.read(joined)
        let bare = bare(joined)
        if words.count > 1 {
            // Several words are one thing only when they make a date, or the groups of an NHS number.
            if let birth = births.first {
                return SearchQuery.Part(
                    text: birth, close: [.prefix("d:" + birth)], wide: births.dropFirst().map { .prefix("d:" + $0) },
                    meaning: .birth(births))
            }
            guard bare.count == 10, bare.allSatisfy(\.isASCIIDigit), words.count == 3 else { return nil }
            return SearchQuery.Part(text: bare, close: [.exact("r:" + bare)], wide: [], meaning: .reference([bare]))
        }
        let references = [bare, PNC.tidy(joined)].reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var close: [Lookup] = references.map { $0.count >= 3 ? .prefix("r:" + $0) : .exact("r:" + $0) }
        if let birth = births.first { close.insert(.prefix("d:" + birth), at: 0) }
        // A date in its usual dress is a date and nothing else.
        if births.first != nil, joined.contains(where: { "/.-".contains($0) }), PNC.tidy(joined) == bare { close = Array(close.prefix(1)) }
        return SearchQuery.Part(
            text: births.first ?? bare, close: close, wide: births.dropFirst().map { .prefix("d:" + $0) },
            meaning: births.isEmpty ? .reference(references) : .birth(births + (close.count > 1 ? references : [])))
    }
}
