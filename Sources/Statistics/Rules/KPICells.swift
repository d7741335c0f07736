import Casework

extension Tabulation {
    /// The units that bear a mark, in one cell of the child's own characteristics (order, age, sex, ethnicity).
    func cell(_ mark: String? = nil, by: [String: String] = [:]) -> Cell {
        let those = units.filter { unit in
            by.allSatisfy { unit.dimensions[$0.key] == $0.value }
                // One that was left out before anything was marked is left out of every cell.
                && (mark.map { unit.marks.contains($0) } ?? true || unit.excluded != nil && unit.marks.isEmpty)
        }
        return Cell(self, by: by, units: those)
    }

    /// One cell for each of the six order types.
    func orders(_ mark: String? = nil) -> [Cell] { OrderType.allCases.map { cell(mark, by: ["order": $0.rawValue]) } }

    /// One cell for each age band, sex and ethnicity group.
    func demographics(_ mark: String? = nil) -> [Cell] {
        [Breakdown.startAge, .sex, .ethnicity].flatMap { breakdown in
            breakdown.values(question.reference).map { cell(mark, by: [breakdown.key: $0]) }
        }
    }
}

extension Cell {
    /// Which share of the cell's units bears a mark. The labels say which of several shares of the same cell it is.
    func share(_ part: Part, _ mark: String, _ labels: [String: String] = [:]) -> Figure {
        labelled(labels).share(part) { $0.marks.contains(mark) }
    }

    /// The children of the cell's units, each once.
    var children: [Member] { counted.children }

    /// How many bear one mark to how many bear another; those of the first need not be among those of the second, and without that no
    /// interval is given.
    func ratio(_ part: Part, _ mark: String, to base: String, _ labels: [String: String] = [:]) -> Figure {
        let those = counted.filter { $0.marks.contains(mark) }
        let these = counted.filter { $0.marks.contains(base) }
        return labelled(labels).ratio(part, those.map { Member($0) }, to: these.map { Member($0) })
    }

    /// How many of one list there are to each of another.
    func ratio(_ part: Part, _ those: [Member], to these: [Member]) -> Figure {
        let times = part.unit.multiplier
        let isShare = Set(those.map(\.id)).isSubset(of: Set(these.map(\.id)))
        return figure(
            part, numerator: those.count, denominator: these.count, value: quotient(those.count, these.count, times),
            interval: isShare ? Interval.wilson(those.count, of: these.count)?.scaled(by: times) : nil, members: these, counted: those)
    }
}

extension [CountedUnit] {
    /// Their children, each once.
    var children: [Member] { Dictionary(grouping: self, by: \.child).values.compactMap { Member(childOf: $0) } }
}

extension Breakdown {
    static let order = Breakdown("order", "Type of order") { _ in OrderType.allCases.map(\.rawValue) }
    static let moment = Breakdown("moment", "At start or at end") { _ in Moment.allCases.map(\.rawValue) }
    static let startAge = Breakdown("age", "Age when the order began") { _ in ["10-14", "15-17"] }
    static let schoolAge = Breakdown("school_age", "Of statutory school age") { _ in ["yes", "no"] }
    static let tier = Breakdown("tier", "Tier of help")
}

extension CountedUnit {
    /// Marks it, and keeps the record that earned the mark.
    mutating func mark<R: RecordKind>(_ mark: String, by entry: Entry<R>, as role: String) {
        marks.insert(mark)
        note(role, entry)
    }

    /// Keeps a record as evidence, once for each part it played.
    mutating func note<R: RecordKind>(_ role: String, _ entry: Entry<R>) {
        let found = Evidence(role, entry)
        if !evidence.contains(found) { evidence.append(found) }
    }
}
