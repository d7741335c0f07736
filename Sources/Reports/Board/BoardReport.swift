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
    /// What was issued before it, and which counts are small.
    public let before: IssuedBefore

    /// - Parameters:
    ///   - asAt: the moment the figures are read at; nil reads them now.
    ///   - issuedAt: the position of the journal's entry that issued it; nil for one not issued yet.
    /// - Returns: nil when the report's period cannot be read.
    public static func read(
        _ service: Service, _ report: Report, asAt: Instant?, issuedAt: Int64? = nil
    ) async throws -> BoardReport? {
        guard let period = Period(report.period) else { return nil }
        let periods = ReportPeriods(period, ReportPart.kept(in: report))
        let set = try await FigureSet.read(service, periods.asks, asAt: asAt)
        let before = try await IssuedBefore.read(service, position: issuedAt)
        return BoardReport(serviceName: service.name, report: report, periods: periods, set: set, before: before)
    }

    /// Every figure as it is.
    public var whole: ReportFigures { ReportFigures(periods, set.answers.map { $0.figures.map(ShownFigure.init(whole:)) }) }

    /// Every figure as it may leave the service: each stretch of days by itself, then all together with what was issued before. (promise 8)
    public var masked: ReportFigures {
        let shown = set.answers.map { before.disclosure.mask($0.figures) }
        let alone = protected(shown, beside: [])
        guard before.lines.contains(where: { !$0.isEmpty }) else { return ReportFigures(periods, alone) }
        let together = protected(shown, beside: before.lines)
        let more = zip(together.joined(), alone.joined()).filter { $0.0.isHeldBack && !$0.1.isHeldBack }.count
        return ReportFigures(periods, together, heldForEarlier: more)
    }

    private func protected(_ shown: [[ShownFigure]], beside earlier: [[IssuedLine]]) -> [[ShownFigure]] {
        var places: [(answer: Int, figure: Int)] = []
        var cells: [LinkedTables.Cell] = []
        for (index, answer) in set.answers.enumerated() {
            let whole = Dictionary(answer.figures.map { ([$0.measure, $0.part, IssuedLine.words($0.by)], $0) }) { first, _ in first }
            for (place, figure) in shown[index].enumerated() where leaves(figure, answer.period) {
                let own = whole[[figure.measure, figure.part, IssuedLine.words(figure.by)]]
                places.append((index, place))
                cells.append(
                    LinkedTables.Cell(
                        shown: figure, period: answer.period, number: own?.numerator.map { Int($0) },
                        base: figure.isOfPopulation ? nil : own?.denominator.map { Int($0) }))
            }
        }
        LinkedTables(disclosure: before.disclosure, earlier: earlier, outcomes: set.reference.outcomesByGroup).protect(&cells)
        var out = shown
        for (place, cell) in zip(places, cells) { out[place.answer][place.figure] = cell.shown }
        return out
    }

    /// Whether a figure is in the report at all.
    func leaves(_ figure: ShownFigure, _ period: Period) -> Bool {
        // Earlier stretches are in the report by their totals alone.
        let isBroken = [periods.period, periods.proven, periods.yearBefore].contains(period)
        let isTracked = period == periods.yearBefore
        guard figure.by.isEmpty || isBroken && (!isTracked || figure.measure == Measure.reoffendingTracker.id) else { return false }
        // A rate to the population is a year's or none.
        return !figure.isOfPopulation || period.isTwelveMonths
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
            "\(value), average of \(averages.areas.count.counted("area")) like us without \(table.own), \(column.dates)"
    }
}

/// The figures of a report, ready to be shown.
public struct ReportFigures: Sendable {
    let periods: ReportPeriods
    let answers: [[ShownFigure]]
    /// How many are held back only because of what was issued before.
    public let heldForEarlier: Int

    init(_ periods: ReportPeriods, _ answers: [[ShownFigure]], heldForEarlier: Int = 0) {
        self.periods = periods
        self.answers = answers
        self.heldForEarlier = heldForEarlier
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
