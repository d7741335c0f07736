import Casework

/// The units of one measure over all files, on their way to figures: selection narrows them, cells split them.
public struct Tabulation: Sendable {
    public let measure: Measure
    public let question: Question
    public private(set) var units: [CountedUnit]

    public init(_ measure: Measure, _ question: Question, _ units: [CountedUnit]) {
        self.measure = measure
        self.question = question
        self.units = units.inOrder { $0.ref < $1.ref }
    }

    /// Those whose day lies in the period.
    public var inPeriod: Tabulation {
        selecting { units, question in units.filter { question.period.contains($0.date) } }
    }

    /// Another choice of units.
    public func selecting(_ choose: ([CountedUnit], Question) -> [CountedUnit]) -> Tabulation {
        Tabulation(measure, question, choose(units, question))
    }

    /// All units as one cell.
    public var whole: Cell { Cell(self, by: [:], units: units) }

    /// The whole, then one cell for each value of each of the measure's breakdowns.
    public var cells: [Cell] { [whole] + measure.breakdowns.flatMap { cells(by: $0) } }

    /// One cell for each value of a breakdown: its fixed values, then those that occur besides among the counted, in order.
    public func cells(by breakdown: Breakdown) -> [Cell] {
        let groups = Dictionary(grouping: units) { $0.dimensions[breakdown.key] ?? "" }
        let fixed = breakdown.values(question.reference)
        let found = Set(groups.filter { $0.value.contains { $0.excluded == nil } }.keys).subtracting(fixed).subtracting([""])
        return (fixed + found.sorted()).map { Cell(self, by: [breakdown.key: $0], units: groups[$0] ?? []) }
    }

    /// One cell for each pair of values that occurs among the counted.
    public func cells(by one: Breakdown, and other: Breakdown) -> [Cell] {
        let groups = Dictionary(grouping: units) { [$0.dimensions[one.key] ?? "", $0.dimensions[other.key] ?? ""] }
        let found = groups.filter { $0.value.contains { $0.excluded == nil } }
        return found.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            Cell(self, by: [one.key: $0.key[0], other.key: $0.key[1]], units: $0.value)
        }
    }
}

/// The units of one cell of a table, and the ways to make a figure of them.
public struct Cell: Sendable {
    public let by: [String: String]
    public let counted: [CountedUnit]
    public let left: [CountedUnit]
    /// The counted as members of a figure: made once, for many figures share them.
    let members: [Member]
    private let tabulation: Tabulation
    private let leftOut: [LeftOut]

    init(_ tabulation: Tabulation, by: [String: String], units: [CountedUnit]) {
        self.tabulation = tabulation
        self.by = by
        counted = units.filter { $0.excluded == nil }
        members = counted.map { Member($0) }
        left = units.filter { $0.excluded != nil }
        leftOut = left.compactMap { unit in unit.excluded.map { LeftOut(member: Member(unit), rule: $0) } }
    }

    public var question: Question { tabulation.question }

    /// The same units under a narrower name; who is left out is said on the cell itself.
    func labelled(_ labels: [String: String]) -> Cell { labels.isEmpty ? self : Cell(self, adding: labels) }

    private init(_ cell: Cell, adding labels: [String: String]) {
        by = cell.by.merging(labels) { $1 }
        (counted, members, tabulation) = (cell.counted, cell.members, cell.tabulation)
        (left, leftOut) = ([], [])
    }

    /// How many, with nothing to divide by.
    public func count(_ part: Part, where holds: (CountedUnit) -> Bool = { _ in true }) -> Figure {
        let those = counted.filter(holds)
        return figure(part, numerator: those.count, value: Double(those.count), counted: those.map { Member($0) })
    }

    /// Which share of the cell's units is so, with Wilson's interval.
    public func share(_ part: Part, where holds: (CountedUnit) -> Bool) -> Figure {
        let those = counted.filter(holds)
        let times = part.unit.multiplier
        return figure(
            part, numerator: those.count, denominator: counted.count, value: quotient(those.count, counted.count, times),
            interval: Interval.wilson(those.count, of: counted.count)?.scaled(by: times), members: members,
            counted: those.map { Member($0) })
    }

    /// How many to so many people aged 10 to 17 of the cell's own sex, age and ethnicity, with Byar's or the exact interval (regulation.md §10).
    public func rate(_ part: Part) -> Figure {
        let found = question.reference.population(of: question.period, by: by)
        let people = found?.people ?? 0
        let times = part.unit.multiplier
        var figure = figure(
            part, numerator: counted.count, denominator: found?.people, value: quotient(counted.count, people, times),
            interval: Interval.poissonRate(count: counted.count, population: Double(people), per: times),
            counted: counted.map { Member($0) })
        if let found {
            figure.extras["population_mid_year"] = .number(Double(found.midYear))
            if let source = found.source { figure.extras["population_source"] = .text(source) }
            if let note = found.note { figure.notes.append(note) }
        } else {
            figure.notes.append("No population of this group is known for our area, so there is no rate.")
        }
        if !question.period.isTwelveMonths { figure.notes.append("Not a year's rate: the period is not twelve months.") }
        return figure
    }

    /// How many records played a part (each reoffence), whoever's they are.
    public func events(_ part: Part, _ role: String) -> Figure {
        let events = playing(role)
        var figure = figure(part, numerator: events.count, value: Double(events.count), counted: events)
        figure.excluded = recordsLeftOut(role)
        return figure
    }

    /// How many records played a part, to each unit of the cell (or those of them that are so). No interval: a child's reoffences come
    /// together, and every simple interval of such a mean is too narrow.
    public func mean(_ part: Part, _ role: String, over holds: (CountedUnit) -> Bool = { _ in true }) -> Figure {
        let (events, those) = (playing(role), counted.filter(holds))
        var figure = figure(
            part, numerator: events.count, denominator: those.count, value: quotient(events.count, those.count, part.unit.multiplier),
            members: those.map { Member($0) }, counted: events)
        // Who is not in the denominator, and what is not in the numerator.
        figure.excluded = (figure.excluded + recordsLeftOut(role)).sorted(by: LeftOut.inOrder)
        return figure
    }

    /// A figure worked out by the measure itself.
    public func figure(
        _ part: Part, numerator: Int?, denominator: Int? = nil, value: Double?, interval: Interval? = nil, members: [Member] = [],
        counted: [Member]
    ) -> Figure {
        Figure(
            measure: tabulation.measure.id, part: part, by: by, counts: tabulation.measure.counts, numerator: numerator.map { Double($0) },
            denominator: denominator.map { Double($0) }, value: value, interval: interval, definition: tabulation.measure.definition,
            members: members, counted: counted, excluded: leftOut)
    }

    private func playing(_ role: String) -> [Member] {
        counted.flatMap { unit in unit.evidence.filter { $0.role == role }.map { Member($0, of: unit) } }
    }

    /// What would have played a part: of those counted by the rule that left the record out, of those left out by the rule that left them out.
    private func recordsLeftOut(_ role: String) -> [LeftOut] {
        let ofCounted = counted.flatMap { unit in
            unit.setAside.filter { $0.evidence.role == role }.map { LeftOut(member: Member($0.evidence, of: unit), rule: $0.rule) }
        }
        let ofLeft = left.flatMap { unit in
            unit.evidence.filter { $0.role == role }.compactMap { evidence in
                unit.excluded.map { LeftOut(member: Member(evidence, of: unit), rule: $0) }
            }
        }
        return (ofCounted + ofLeft).sorted(by: LeftOut.inOrder)
    }

    /// Multiplied first, so that it is rounded once: 3 of 12,500 to 1,000 is 0.24 to the last bit.
    func quotient(_ a: Int, _ b: Int, _ times: Double) -> Double? { b == 0 ? nil : Double(a) * times / Double(b) }
}

extension Array {
    /// Sorted; looks first, for lists made of a sorted one mostly are already.
    func inOrder(_ before: (Element, Element) -> Bool) -> [Element] {
        for i in indices.dropFirst() where before(self[i], self[i - 1]) { return sorted(by: before) }
        return self
    }
}
