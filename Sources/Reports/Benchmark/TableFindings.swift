import Casework
import Statistics

/// What recomputing a published table found: a sentence for everything printed that does not follow from the numbers beside it. (S-PER-16)
public struct TableFindings: Sendable {
    public struct Finding: Sendable {
        public let area: String
        public let period: String
        public let check: FigureCheck
        public var sentence: String { "\(area), \(period): \(check.sentence)" }
    }

    /// Everything but what follows.
    public let findings: [Finding]
    /// How many printed values were checked, and how many follow.
    public let checked: Int
    public let followed: Int
    /// One figure printed in two ways.
    public let disagreements: [String]
    /// Labels that name one period where the days are another's.
    public let labels: [String]

    public init(_ table: PublishedTable) {
        var findings: [Finding] = []
        var (checked, followed) = (0, 0)
        func note(_ area: String, _ period: String, _ check: FigureCheck) {
            checked += 1
            if check.finding == .follows { followed += 1 } else { findings.append(Finding(area: area, period: period, check: check)) }
        }
        for (index, column) in table.columns.enumerated() {
            for row in column.rows + column.others where row.valuePrinted != nil { note(row.area, row.period.label, row.check()) }
            for average in column.averages {
                guard let printed = average.valuePrinted, let check = table.family.checkAverage(printed, period: index) else { continue }
                note(average.area, average.period.label, check.check)
            }
        }
        self.findings = findings
        self.checked = checked
        self.followed = followed
        disagreements = Published.disagreements(among: table.columns.flatMap { $0.rows + $0.others }).map(\.sentence)
        labels = table.columns.compactMap { column in
            guard let from = column.from, let to = column.to else { return nil }
            let named = Period(column.period.label)
            guard let named, named.from != from || named.to != to else { return nil }
            return "The label “\(column.period.label)” would mean \(named.words); the figures are of \(column.dates)."
        }
    }
}
