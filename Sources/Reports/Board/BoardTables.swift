import Casework
import HTML
import Statistics

extension BoardDocument {
    /// A part by each of the measure's breakdowns.
    func broken(_ place: ReportPeriods.Place, _ measure: Measure, _ part: String) -> HTML {
        let period = report.set.answers[place.rawValue].period
        return measure.breakdowns.map { breakdown in
            let cells = figures.cells(place, measure, part, by: breakdown.key)
            guard !cells.isEmpty else { return HTML.empty }
            let title = "\(measure.title) by \(breakdown.words.lowercasedFirst), \(period.words)"
            // Hidden altogether only where the issued file lists none of it either: the two must not tell different things.
            let heldBack = isIssued && cells.map { IssuedLine($0, period) }.toldTables.isEmpty
            // Long lists of codes show what occurred; the rest is 0, which the table says.
            let shown =
                cells.count > 8
                ? cells.filter { $0.numerator?.number != 0 || ($0.denominator?.number ?? 0) != 0 && !$0.isOfPopulation } : cells
            let isCount = cells[0].unit == .count
            let columns =
                isCount
                ? [Column(breakdown.words), Column("Number", isNumeric: true)]
                : [
                    Column(breakdown.words), Column("Value", isNumeric: true), Column("Made of", isNumeric: true),
                    Column("95% interval", isNumeric: true),
                ]
            let rows = shown.map { cell -> [HTML] in
                let name: HTML = "\(words.label(cell.by))"
                return isCount
                    ? [name, number(cell, period)] : [name, number(cell, period), "\(cell.baseText)", "\(cell.intervalText)"]
            }
            let body =
                heldBack
                ? "<p class=\"none\">\(title): \(ShownCount.hidden.text.lowercasedFirst).</p>"
                : table(caption: title, columns: columns, rows: rows, empty: "\(title): none.")
                    + when(shown.count < cells.count && !shown.isEmpty, "<p class=\"hint\">Those not listed are 0.</p>")
            return body
        }.joined()
    }

    /// What a measure says of everybody, a row for each part it gives.
    private func whole(_ place: ReportPeriods.Place, _ measure: Measure, caption: String, heading: String) -> HTML {
        let rows = measure.parts.compactMap { part -> [HTML]? in
            guard let figure = figures.figure(place, measure, part.id) else { return nil }
            return ["\(part.words)", number(figure, period(place)), "\(figure.baseText)", "\(figure.intervalText)"]
        }
        return table(
            caption: caption,
            columns: [
                Column(heading), Column("Value", isNumeric: true), Column("Made of", isNumeric: true),
                Column("95% interval", isNumeric: true),
            ], rows: rows)
    }

    var tracker: HTML {
        whole(
            .yearBefore, .reoffendingTracker,
            caption: "Offended again so far (local tracker): children with an outcome \(periods.yearBefore.words)", heading: "Follow-up")
            + broken(.yearBefore, .reoffendingTracker, "at_12")
    }

    var proven: HTML {
        let measure = Measure.provenReoffending
        let mature: HTML =
            figures.figure(.proven, measure, "binary")?.matureOn.map {
                "<p>Followed up until \($0.words). Convictions after 18 that the service is not told of are missing.</p>"
            } ?? .empty
        return whole(
            .proven, measure, caption: "Proven reoffending: cautioned, sentenced or released \(periods.proven.words)", heading: "Figure")
            + mature + broken(.proven, measure, "binary")
    }

    /// Decisions and programmes out of court: their course, all parts, and what they were.
    var outOfCourt: HTML {
        let (decisions, programmes) = (Measure.outOfCourt, Measure.outOfCourtCompleted)
        let stretches: [ReportPeriods.Place] = [.yearBefore, .previous, .period]
        let trends = chartGroup([
            trend(decisions, "decided", stretches), trend(decisions, "days_median", stretches),
            trend(decisions, "within_target", stretches), trend(programmes, "headline_case_level", stretches),
        ])
        return trends
            + whole(.period, decisions, caption: "Out-of-court decisions, \(periods.period.words)", heading: "Figure")
            + broken(.period, decisions, "decided")
            + whole(.period, programmes, caption: "Out-of-court programmes completed (KPI 6), \(periods.period.words)", heading: "Figure")
            + broken(.period, programmes, "6b")
            + "<p class=\"hint\">The types are those of the case-level code, so they divide its figure, not that of the published wording, which also counts failed programmes that went to court or ended without an outcome. A child who ended two programmes may stand under two types.</p>"
    }

    // MARK: Charts

    /// The count of the stretches told and the rate of the two years.
    func trends(_ measure: Measure) -> HTML {
        chartGroup([
            trend(measure, "count", [.yearBefore, .previous, .period]), trend(measure, "rate", [.yearEarlier, .year]),
        ])
    }

    var provenTrend: HTML { trend(.provenReoffending, "binary", [.provenEarlier, .proven]) }

    /// One line through the stretches, oldest first and as far apart as they are. It is drawn from the figures as this document shows them: what
    /// is held back is a gap.
    private func trend(_ measure: Measure, _ part: String, _ places: [ReportPeriods.Place]) -> HTML {
        guard let words = measure.parts.first(where: { $0.id == part }) else { return .empty }
        let places = places.eachPeriodOnce { period($0) }.sorted { period($0).from < period($1).from }
        let shown = places.map { figures.figure($0, measure, part) }
        let values = shown.map { figure in figure.flatMap { $0.unit == .count ? $0.numerator?.number.map(Double.init) : $0.value } }
        let labels = places.map { period($0) }.map { $0.label.contains("..") ? "to \($0.to.words)" : $0.label }
        let told = zip(labels, shown).map { "\($0): \($1?.valueText.lowercasedFirst ?? "no figure")" }.joined(separator: "; ")
        let style = FigureWords.style(words.unit)
        return trendChart(
            id: "trend-\(measure.id.replacing(".", with: "-"))-\(part)", title: "\(measure.title): \(words.words.lowercasedFirst)",
            summary: told + ".", periods: labels, at: places.map { Double(period($0).from.number) },
            series: [
                TrendSeries(
                    report.serviceName, values: values, lower: shown.map { $0?.interval?.lower }, upper: shown.map { $0?.interval?.upper })
            ],
            style: NumberStyle(places: style.places, unit: style.unit, missing: isIssued ? ShownCount.hidden.text : "No figure"))
    }
}
