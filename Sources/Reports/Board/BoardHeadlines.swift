import Casework
import HTML
import Statistics

extension BoardDocument {
    /// One line of the headlines: a figure of its own days, what it was before, and the published figure it may be set beside.
    private struct Line {
        let title: String
        let measure: Measure
        let part: String
        let place: ReportPeriods.Place
        var before: ReportPeriods.Place?
        var yearBefore: ReportPeriods.Place?
        var published: String?
    }

    private var lines: [Line] {
        let (fte, custody, tracker, proven) = (
            Measure.firstTimeEntrants, Measure.custody, Measure.reoffendingTracker, Measure.provenReoffending
        )
        func counted(_ title: String, _ measure: Measure) -> Line {
            Line(title: title, measure: measure, part: "count", place: .period, before: .previous, yearBefore: .yearBefore)
        }
        return [
            counted("First-time entrants", fte),
            Line(
                title: "First-time entrants, rate for 12 months", measure: fte, part: "rate", place: .year, yearBefore: .yearEarlier,
                published: "fte.rate"),
            counted("Custodial sentences", custody),
            Line(
                title: "Custody, rate for 12 months", measure: custody, part: "rate", place: .year, yearBefore: .yearEarlier,
                published: "custody.rate"),
            Line(
                title: "Offended again within 12 months (local, not the official measure)", measure: tracker, part: "at_12",
                place: .yearBefore),
            Line(
                title: "Proven reoffending", measure: proven, part: "binary", place: .proven, yearBefore: .provenEarlier,
                published: "reoffending.proven.binary"),
            Line(
                title: "Reoffences to each reoffender", measure: proven, part: "per_reoffender", place: .proven, yearBefore: .provenEarlier,
                published: "reoffending.proven.per_reoffender"),
            counted("Offences by outcome, all", .outcomes), counted("Proven offences", .offences),
        ] + outOfCourtLines
    }

    /// Those of the parts the report has.
    private var told: [Line] { lines.filter { periods.tells($0.measure) } }

    private var outOfCourtLines: [Line] {
        func line(_ title: String, _ measure: Measure, _ part: String) -> Line {
            Line(title: title, measure: measure, part: part, place: .period, before: .previous, yearBefore: .yearBefore)
        }
        let clock = report.set.reference.outOfCourtDays.days
        return [
            line("Out-of-court referrals decided", .outOfCourt, "decided"),
            line("Median days from referral to decision", .outOfCourt, "days_median"),
            line("Decided within the service's clock of \(clock.counted("day"))", .outOfCourt, "within_target"),
            line("Waiting for a decision on the last day", .outOfCourt, "waiting"),
            line("Out-of-court programmes completed (KPI 6, published wording)", .outOfCourtCompleted, "headline_published"),
            line("Out-of-court programmes completed (KPI 6, case-level code)", .outOfCourtCompleted, "headline_case_level"),
        ]
    }

    var headlines: HTML {
        let rows = told.map { line -> [HTML] in
            let figure = figures.figure(line.place, line.measure, line.part)
            let interval = figure?.intervalText ?? ""
            let made = [figure?.baseText ?? "", interval.isEmpty ? "" : "95% interval \(interval)", figure?.waited ?? ""]
                .filter { !$0.isEmpty }
            return [
                "\(line.title)<br><span class=\"hint\">\(period(line.place).words)</span>", value(line, line.place),
                made.map { "\($0)" as HTML }.joined(separator: "<br>"), line.before.map { value(line, $0) } ?? .empty,
                line.yearBefore.map { value(line, $0) } ?? .empty,
            ]
        }
        return table(
            caption: "Headline figures, each with its own days",
            columns: ["Figure", "Value", "Made of", "Period before", "A year before"].map { Column($0) }, rows: rows) + besidePublished
    }

    /// Ours beside like figures others published, each with its own days.
    private var besidePublished: HTML {
        let rows = told.compactMap { line -> [HTML]? in
            guard let name = line.published, let published = report.comparator(name, notAfter: periods.period.to) else { return nil }
            return ["\(line.title)", value(line, line.place), "\(published)"]
        }
        guard !rows.isEmpty else { return .empty }
        return table(
            caption: "Beside the latest published figures, which are of other days and counted by others",
            columns: ["Figure", "Ours", "Published"].map { Column($0) }, rows: rows)
    }

    private func value(_ line: Line, _ place: ReportPeriods.Place) -> HTML {
        number(figures.figure(place, line.measure, line.part), period(place))
    }
}
