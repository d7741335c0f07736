import Casework
import HTML
import Statistics

/// A board report laid out: what was written, with the figures it speaks of, in the order a board reads.
struct BoardDocument {
    let report: BoardReport
    let figures: ReportFigures
    /// Whether this is what leaves the service.
    let isIssued: Bool
    let issuedOn: Day?
    /// The SHA-256 of the figures beside the issued copy.
    var figuresHash: String?
    /// Where a figure's number leads, inside the service.
    var address: (ShownFigure, Period) -> Address? = { _, _ in nil }

    private var words: FigureWords { FigureWords(report.set.reference.codes) }
    private var periods: ReportPeriods { report.periods }

    var body: HTML {
        var out = heading("Performance report", caption: "\(report.serviceName), \(periods.period.words)")
        out += summaryList(facts)
        out += written(report.report.introduction)
        out += section("Headlines", id: "headlines", headlines)
        out += section(
            "First-time entrants", id: "entrants",
            written(report.report.onEntrants) + trends(.firstTimeEntrants) + broken(.period, .firstTimeEntrants, "count"))
        out += section("Custody", id: "custody", written(report.report.onCustody) + trends(.custody) + broken(.period, .custody, "count"))
        out += section("Reoffending", id: "reoffending", written(report.report.onReoffending) + provenTrend + tracker + proven)
        out += section(
            "Outcomes and offences", id: "outcomes",
            written(report.report.onOutcomes) + broken(.period, .outcomes, "count") + broken(.period, .offences, "count"))
        return out + section("How these figures are made", id: "method", method)
    }

    private var facts: [(String, HTML)] {
        var facts: [(String, HTML)] = [
            ("Period", "\(periods.period.label): \(periods.period.words)"), ("Figures as known", "\(report.set.asAt.words)"),
        ]
        if let issuedOn { facts.append(("Issued", "\(issuedOn.words)")) }
        return facts
    }

    private func written(_ text: String?) -> HTML { text.map(paragraphs) ?? .empty }

    // MARK: Headlines

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
        ]
    }

    private var headlines: HTML {
        let rows = lines.map { line -> [HTML] in
            let figure = figures.figure(line.place, line.measure, line.part)
            let interval = figure?.intervalText ?? ""
            let made = [figure?.baseText ?? "", interval.isEmpty ? "" : "95% interval \(interval)"].filter { !$0.isEmpty }
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
        let rows = lines.compactMap { line -> [HTML]? in
            guard let name = line.published, let published = report.comparator(name, notAfter: periods.period.to) else { return nil }
            return ["\(line.title)", value(line, line.place), "\(published)"]
        }
        guard !rows.isEmpty else { return .empty }
        return table(
            caption: "Beside the latest published figures, which are of other days and counted by others",
            columns: ["Figure", "Ours", "Published"].map { Column($0) }, rows: rows)
    }

    private func period(_ place: ReportPeriods.Place) -> Period { report.set.answers[place.rawValue].period }

    private func value(_ line: Line, _ place: ReportPeriods.Place) -> HTML {
        number(figures.figure(place, line.measure, line.part), period(place))
    }

    private func number(_ figure: ShownFigure?, _ period: Period) -> HTML {
        guard let figure else { return "No figure" }
        let text: HTML = "\(figure.valueText)"
        return address(figure, period).map { link(to: $0, text) } ?? text
    }

    // MARK: Tables

    /// A part by each of the measure's breakdowns.
    private func broken(_ place: ReportPeriods.Place, _ measure: Measure, _ part: String) -> HTML {
        let period = report.set.answers[place.rawValue].period
        return measure.breakdowns.map { breakdown in
            let cells = figures.cells(place, measure, part, by: breakdown.key)
            guard !cells.isEmpty else { return HTML.empty }
            let title = "\(measure.title) by \(breakdown.words.lowercasedFirst), \(period.words)"
            let heldBack = cells.allSatisfy(\.isHeldBack)
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

    private var tracker: HTML {
        let measure = Measure.reoffendingTracker
        let rows = measure.parts.compactMap { part -> [HTML]? in
            guard let figure = figures.figure(.yearBefore, measure, part.id) else { return nil }
            return ["\(part.words)", number(figure, periods.yearBefore), "\(figure.baseText)", "\(figure.intervalText)"]
        }
        return table(
            caption: "Offended again so far (local tracker): children with an outcome \(periods.yearBefore.words)",
            columns: [
                Column("Follow-up"), Column("Share", isNumeric: true), Column("Made of", isNumeric: true),
                Column("95% interval", isNumeric: true),
            ],
            rows: rows) + broken(.yearBefore, measure, "at_12")
    }

    private var proven: HTML {
        let measure = Measure.provenReoffending
        let found = measure.parts.compactMap { part in figures.figure(.proven, measure, part.id).map { (part, $0) } }
        let rows = found.map { part, figure -> [HTML] in
            ["\(part.words)", number(figure, periods.proven), "\(figure.baseText)", "\(figure.intervalText)"]
        }
        let mature: HTML =
            found.first?.1.matureOn.map {
                "<p>Followed up until \($0.words). Convictions after 18 that the service is not told of are missing.</p>"
            } ?? .empty
        return table(
            caption: "Proven reoffending: cautioned, sentenced or released \(periods.proven.words)",
            columns: [
                Column("Figure"), Column("Value", isNumeric: true), Column("Made of", isNumeric: true),
                Column("95% interval", isNumeric: true),
            ],
            rows: rows) + mature + broken(.proven, measure, "binary")
    }

    // MARK: Charts

    /// The count of the stretches told and the rate of the two years.
    private func trends(_ measure: Measure) -> HTML {
        chartGroup([
            trend(measure, "count", [.yearBefore, .previous, .period]), trend(measure, "rate", [.yearEarlier, .year]),
        ])
    }

    private var provenTrend: HTML { trend(.provenReoffending, "binary", [.provenEarlier, .proven]) }

    /// One line through the stretches, oldest first. It is drawn from the figures as this document shows them: what is held back is a gap.
    private func trend(_ measure: Measure, _ part: String, _ places: [ReportPeriods.Place]) -> HTML {
        guard let words = measure.parts.first(where: { $0.id == part }) else { return .empty }
        let shown = places.map { figures.figure($0, measure, part) }
        let values = shown.map { figure in figure.flatMap { $0.unit == .count ? $0.numerator?.number.map(Double.init) : $0.value } }
        let labels = places.map { period($0) }.map { $0.label.contains("..") ? "to \($0.to.words)" : $0.label }
        let told = zip(labels, shown).map { "\($0): \($1?.valueText.lowercasedFirst ?? "no figure")" }.joined(separator: "; ")
        let style = FigureWords.style(words.unit)
        return trendChart(
            id: "trend-\(measure.id.replacing(".", with: "-"))-\(part)", title: "\(measure.title): \(words.words.lowercasedFirst)",
            summary: told + ".", periods: labels,
            series: [
                TrendSeries(
                    report.serviceName, values: values, lower: shown.map { $0?.interval?.lower }, upper: shown.map { $0?.interval?.upper })
            ],
            style: NumberStyle(places: style.places, unit: style.unit, missing: isIssued ? ShownCount.hidden.text : "No figure"))
    }

    // MARK: Method

    private var method: HTML {
        let measures: [Measure] = [.firstTimeEntrants, .custody, .reoffendingTracker, .provenReoffending, .outcomes, .offences]
        let rules: [(String, HTML)] = measures.map {
            ($0.title, "\($0.definition.words) Source: \($0.definition.source). Version \($0.definition.version).")
        }
        let intervals =
            "<p>95% intervals: Wilson's for percentages; for rates Byar's from a count of ten, the exact one below. Changes are worked out from unrounded values. Rates of 12 months are to the population of the mid-year the definition names.</p>"
            as HTML
        guard isIssued else { return summaryList(rules) + intervals }
        let small =
            "<p>Counts from 1 to 5 are shown as “fewer than 6”. Other numbers are hidden where they would tell such a count. A 0 is shown as 0 but where a whole table is hidden. Tables of two breakdowns at once are not issued.</p>"
            as HTML
        let hash: HTML = figuresHash.map { "<p>The figures stand beside this copy as CSV, with SHA-256 \($0).</p>" } ?? .empty
        return summaryList(rules) + intervals + small + hash
    }
}
