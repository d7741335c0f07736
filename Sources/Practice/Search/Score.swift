import Casework

extension Names {
    /// How well a child fits what was typed, for putting likely children first: 0 when some part does not fit at all.
    ///
    /// A name part gives 100 as written, 80 as the start of a name, 70 as another form of it, 60 by sound, 50 by slips (10 less each after
    /// the first), 5 more when it is the family name, and up to 9 by likeness of spelling; a date of birth 120, another reading of it 60, a month or year
    /// 40; a reference 200, its start 90, a group of figures in it or their start 70; one of letters alone 70.
    public static func score(_ query: SearchQuery, against child: Child, ref: String) -> Int { score(query, against: child, refs: [ref]) }

    /// The same for a child found under several references (a merged record keeps its own).
    public static func score(_ query: SearchQuery, against child: Child, refs: [String]) -> Int {
        var scorer = Scorer(query)
        return scorer.score(child, refs: refs)
    }

    /// Scores many children for one search: families share names, so a name is measured against what was typed only once.
    public struct Scorer {
        private let query: SearchQuery
        /// By part of the query: how well a name fits it.
        private var likenesses: [[String: Int]]
        private var folded: [String: [String]] = [:]

        public init(_ query: SearchQuery) {
            self.query = query
            likenesses = Array(repeating: [:], count: query.parts.count)
        }

        public mutating func score(_ child: Child, refs: [String]) -> Int {
            guard !query.isEmpty else { return 0 }
            let family = parts(child.familyName)
            let names = searchable([parts(child.givenName), family, parts(child.knownAs)])
            var total = 0
            for (place, part) in query.parts.enumerated() {
                let points =
                    switch part.meaning {
                    case .name:
                        max(
                            names.map { name(place, part.text, $0, isFamily: family.contains($0)) }.max() ?? 0,
                            letterReferences(child, refs).contains(part.text) ? 70 : 0)
                    case .birth(let starts):
                        max(birthPoints(starts, child.dateOfBirth), referencePoints(starts + [part.text], references(child, refs)))
                    case .reference(let typed): referencePoints(typed, references(child, refs))
                    }
                if points == 0 { return 0 }
                total += points
            }
            return total
        }

        private mutating func name(_ place: Int, _ typed: String, _ name: String, isFamily: Bool) -> Int {
            let found = likenesses[place][name] ?? likeness(of: typed, to: name)
            likenesses[place][name] = found
            return found + (isFamily && found > 0 ? 5 : 0)
        }

        private mutating func parts(_ name: String?) -> [String] {
            guard let name else { return [] }
            if let found = folded[name] { return found }
            let made = Names.parts(name)
            folded[name] = made
            return made
        }

        private func written(_ child: Child, _ refs: [String]) -> [String] {
            refs + [child.upn, child.nhsNumber, child.originatingRef].compactMap { $0 }
        }

        /// Each reference's `starts`, the whole one first.
        private func references(_ child: Child, _ refs: [String]) -> [[String]] {
            written(child, refs).map(starts) + (child.pncID.map { [[PNC.tidy($0)]] } ?? [])
        }

        private func letterReferences(_ child: Child, _ refs: [String]) -> [String] {
            written(child, refs).filter { !$0.contains(where: \.isASCIIDigit) }.flatMap(starts)
        }
    }

    static func likeness(of typed: String, to name: String) -> Int {
        if typed == name { return 100 }
        if name.hasPrefix(typed) { return 80 + min(9, 10 * typed.count / max(1, name.count)) }
        let slips = Distance.slips(typed, name, limit: 3)
        let spelling = slips > 3 ? 0 : 9 - 2 * slips
        if SameNames.areSame(typed, name) { return 70 + spelling }
        if let code = Sound.code(typed), code.count > 1, code == Sound.code(name) { return 60 + spelling }
        if Distance.isNear(typed, name) { return 60 - 10 * slips + spelling }
        // The start of a longer name, with a slip in it.
        if typed.count >= 5, name.count > typed.count, Distance.isNear(typed, String(name.prefix(typed.count))) { return 30 }
        // The end of a name written together: Hassan in Alhassan.
        if typed.count >= 4, name.hasSuffix(typed) { return 40 }
        return 0
    }

    private static func birthPoints(_ starts: [String], _ birth: Day?) -> Int {
        guard let iso = birth?.iso, let first = starts.first else { return 0 }
        if iso == first { return 120 }
        if iso.hasPrefix(first) { return 40 }
        return starts.dropFirst().contains(iso) ? 60 : 0
    }

    private static func referencePoints(_ typed: [String], _ references: [[String]]) -> Int {
        if references.contains(where: { $0.first.map(typed.contains) ?? false }) { return 200 }
        let begun = typed.filter { $0.count >= 3 }
        if references.contains(where: { starts in begun.contains { starts.first?.hasPrefix($0) ?? false } }) { return 90 }
        return references.contains { starts in begun.contains { typed in starts.dropFirst().contains { $0.hasPrefix(typed) } } } ? 70 : 0
    }
}
