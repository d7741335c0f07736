import Casework
import HTML
import Records
import Statistics

/// The board's performance report for a period: what the manager wrote with the figures between, whole inside the service and with small
/// numbers held back when issued. (S-PER-20)
public struct BoardReport: Sendable {
    public let serviceName: String
    public let report: Report
    public let periods: ReportPeriods
    public let set: FigureSet

    /// - Parameter asAt: the moment the figures are read at; nil reads them now.
    /// - Returns: nil when the report's period cannot be read.
    public static func read(_ service: Service, _ report: Report, asAt: Instant?) async throws -> BoardReport? {
        guard let period = Period(report.period) else { return nil }
        let periods = ReportPeriods(period)
        let set = try await FigureSet.read(service, periods.asks, asAt: asAt)
        return BoardReport(serviceName: service.name, report: report, periods: periods, set: set)
    }

    /// Every figure as it is.
    public var whole: ReportFigures { ReportFigures(periods, set.answers.map { $0.figures.map(ShownFigure.init(whole:)) }) }

    /// Every figure as it may leave the service.
    public var masked: ReportFigures {
        var shown = set.answers.map { Disclosure.mask($0.figures) }
        // A year tells of its quarters: where what is left of it would pin down a hidden one, the year is held back.
        let parts: [(year: ReportPeriods.Place, stretches: [ReportPeriods.Place])] = [
            (.year, [.period, .previous]), (.yearEarlier, [.yearBefore]),
        ]
        for (year, stretches) in parts {
            let whole = set.answers[year.rawValue]
            for measure in [Measure.firstTimeEntrants, .custody] {
                let inside = stretches.map { set.answers[$0.rawValue] }.filter {
                    $0.period.from >= whole.period.from && $0.period != whole.period
                }
                let counts = inside.map { Int($0.figure(measure, "count")?.numerator ?? 0) }
                let total = Int(whole.figure(measure, "count")?.numerator ?? 0)
                guard !Disclosure.mayStand(total: total, over: counts) else { continue }
                shown[year.rawValue] = shown[year.rawValue].map { $0.measure == measure.id ? $0.heldBack : $0 }
            }
        }
        return ReportFigures(periods, shown)
    }

    /// What was published for a figure of ours, for the latest period that does not end after ours: the family's average without us, with its own days.
    public func comparator(_ measure: String, notAfter day: Day) -> String? {
        guard let table = PublishedTable.named(measure, set.reference, on: set.day) else { return nil }
        let column = table.columns.last { $0.to.map { $0 <= day } ?? false }
        guard let column, let averages = (try? Family(own: table.own, periods: [column.rows]))?.averages(includingOwn: false),
            let average = averages.byPeriod.first
        else { return nil }
        let value = NumberStyle(places: table.places).text(average.pooled) + table.unit.words
        return
            "\(value), average of \(averages.areas.count) areas like us without \(table.own), \(column.dates)"
    }
}

/// The figures of a report, ready to be shown.
public struct ReportFigures: Sendable {
    let periods: ReportPeriods
    let answers: [[ShownFigure]]

    init(_ periods: ReportPeriods, _ answers: [[ShownFigure]]) {
        self.periods = periods
        self.answers = answers
    }

    func figure(_ place: ReportPeriods.Place, _ measure: Measure, _ part: String) -> ShownFigure? {
        answers[place.rawValue].first { $0.measure == measure.id && $0.part == part && $0.by.isEmpty }
    }

    func cells(_ place: ReportPeriods.Place, _ measure: Measure, _ part: String, by key: String) -> [ShownFigure] {
        answers[place.rawValue].filter { $0.measure == measure.id && $0.part == part && $0.by.count == 1 && $0.by[key] != nil }
    }
}

extension ShownFigure {
    /// The same figure with its counts held back, but those of people who merely live somewhere.
    var heldBack: ShownFigure {
        ShownFigure(
            measure: measure, part: part, by: by, unit: unit, numerator: numerator.map { $0.number == 0 ? $0 : .hidden },
            denominator: isOfPopulation ? denominator : denominator.map { $0.number == 0 ? $0 : .hidden }, isOfPopulation: isOfPopulation,
            value: nil,
            interval: nil, isOpen: isOpen, matureOn: matureOn)
    }
}

extension Disclosure {
    /// Whether a total may be shown beside stretches of it, when the rest of it is not: each hidden stretch must still be able to be any of 1 to 5.
    static func mayStand(total: Int, over stretches: [Int]) -> Bool {
        let hidden = stretches.filter(isSmall).count
        guard hidden > 0, !isSmall(total) else { return true }
        let shown = stretches.filter { !isSmall($0) }.reduce(0, +)
        return total - shown - (hidden - 1) >= 5
    }
}
