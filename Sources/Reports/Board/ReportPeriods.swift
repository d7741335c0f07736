import Casework
import Statistics

/// The stretches of days a board report for a period speaks of, each exact. (S-PER-21)
public struct ReportPeriods: Sendable {
    public let period: Period
    /// The stretch just before.
    public let previous: Period
    /// The same stretch a year earlier; also the cohort whose twelve months of follow-up have just run out.
    public let yearBefore: Period
    /// Twelve months to the period's last day, for rates.
    public let year: Period
    public let yearEarlier: Period
    /// The latest twelve months of index events whose eighteen months have run out by the period's last day.
    public let proven: Period
    public let provenEarlier: Period

    private let measures: Set<String>

    /// - Parameter parts: what the report has; a shared one is read by all it could have.
    init(_ period: Period, _ parts: [ReportPart] = ReportPart.allCases) {
        self.period = period
        measures = Set(parts.flatMap(\.measures).map(\.id))
        previous = period.previous
        yearBefore = period.yearBefore
        year = Self.twelveMonths(to: period.to)
        yearEarlier = Self.twelveMonths(to: (period.to + 1).adding(months: -12) - 1)
        proven = Self.twelveMonths(to: (period.to + 1).adding(months: -18) - 1)
        provenEarlier = Self.twelveMonths(to: (period.to + 1).adding(months: -30) - 1)
    }

    /// Whether the report speaks of a measure.
    func tells(_ measure: Measure) -> Bool { measures.contains(measure.id) }

    private static func twelveMonths(to last: Day) -> Period {
        let from = (last + 1).adding(months: -12)
        return Period(label: "\(from.iso)..\(last.iso)", from: from, to: last)
    }

    /// What is asked of the measures, in the order of `Place`.
    var asks: [FigureSet.Ask] {
        let counts: [Measure] = [.firstTimeEntrants, .custody, .outcomes, .offences, .outOfCourt, .outOfCourtCompleted]
        let rates: [Measure] = [.firstTimeEntrants, .custody]
        let wanted: [(Period, [Measure])] = [
            (period, counts), (previous, counts), (yearBefore, counts + [.reoffendingTracker]), (year, rates), (yearEarlier, rates),
            (proven, [.provenReoffending]), (provenEarlier, [.provenReoffending]),
        ]
        return wanted.map { period, of in FigureSet.Ask(period, of.filter(tells)) }
    }

    /// Where each stretch's answer stands.
    enum Place: Int { case period, previous, yearBefore, year, yearEarlier, proven, provenEarlier }

    func stretch(_ place: Place) -> Period { asks[place.rawValue].period }
}
