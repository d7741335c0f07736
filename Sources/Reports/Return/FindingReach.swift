import Casework
import Statistics

/// How far mending what a rule found could move a figure: its headline now, and the least and the most it could come to. (S-PER-16)
///
/// Nobody knows yet what the mended records will say, so it is a bound and no forecast: as if every child found turned out one way, and as if
/// every one turned out the other.
public struct FindingReach: Sendable {
    public let measure: Measure
    public let figure: Figure
    /// Of the children found: counted in the figure, in its base and not counted, and left out of it.
    public let counted: Int
    public let uncounted: Int
    public let left: Int
    public let lowest: Double?
    public let highest: Double?

    /// Of a rule, figure by figure.
    /// - Parameter figures: of the measures that read what the rule is about, over the days its findings are of.
    static func all(_ rule: ReturnRule, _ findings: [ReturnFinding], _ figures: [Figure]) -> [FindingReach] {
        let found = Set(findings.filter { $0.rule.id == rule.id }.map(\.child))
        guard !found.isEmpty else { return [] }
        return rule.measures.compactMap { measure in
            measure.headline(figures.filter { $0.measure == measure.id }).map { FindingReach(measure, $0, found) }
        }
    }

    init(_ measure: Measure, _ figure: Figure, _ found: Set<RecordID>) {
        (self.measure, self.figure) = (measure, figure)
        func those(_ members: [Member]) -> Set<RecordID> { Set(members.filter { found.contains($0.child) }.map(\.id)) }
        let (counted, base) = (those(figure.counted), those(figure.members))
        let left = those(figure.excluded.map(\.member)).subtracting(counted).subtracting(base)
        (self.counted, uncounted, self.left) = (counted.count, base.subtracting(counted).count, left.count)
        let (number, times) = (figure.numerator ?? 0, figure.unit.multiplier)
        let (out, into) = (Double(counted.count), Double(left.count))
        switch figure.unit {
        case .count: (lowest, highest) = (number - out, number + into)
        case .percent:
            // Those left out may come in, on either side.
            guard let base = figure.denominator, base + into > 0 else { (lowest, highest) = (nil, nil); return }
            (lowest, highest) = ((number - out) / (base + into) * times, (number + Double(uncounted) + into) / (base + into) * times)
        case .per1000, .per10000, .per100000:
            guard let people = figure.denominator, people > 0 else { (lowest, highest) = (nil, nil); return }
            (lowest, highest) = ((number - out) * times / people, (number + into) * times / people)
        // A median, a mean or a sum of money is not bounded by how many records are wrong.
        case .days, .nights, .pence, .ratio: (lowest, highest) = (nil, nil)
        }
    }
}
