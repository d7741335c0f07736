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

    var words: FigureWords { FigureWords(report.set.reference.codes) }
    var periods: ReportPeriods { report.periods }

    var body: HTML {
        var out = heading("Performance report", caption: "\(report.serviceName), \(periods.period.words)")
        out += summaryList(facts)
        out += written(report.report.introduction)
        out += section("Headlines", id: "headlines", headlines)
        for part in ReportPart.kept(in: report.report) { out += laidOut(part) }
        return out + section("How these figures are made", id: "method", method)
    }

    private func laidOut(_ part: ReportPart) -> HTML {
        switch part {
        case .entrants:
            section(
                "First-time entrants", id: "entrants",
                written(report.report.onEntrants) + trends(.firstTimeEntrants) + broken(.period, .firstTimeEntrants, "count"))
        case .custody:
            section("Custody", id: "custody", written(report.report.onCustody) + trends(.custody) + broken(.period, .custody, "count"))
        case .reoffending:
            section("Reoffending", id: "reoffending", written(report.report.onReoffending) + provenTrend + tracker + proven)
        case .outcomes:
            section(
                "Outcomes and offences", id: "outcomes",
                written(report.report.onOutcomes) + broken(.period, .outcomes, "count") + broken(.period, .offences, "count"))
        case .outOfCourt: section("Out of court", id: "out-of-court", written(report.report.onOutOfCourt) + outOfCourt)
        }
    }

    /// Whether the period had ended when its figures were read.
    private var isOver: Bool { periods.period.to < report.set.asAt.londonDay }

    private var facts: [(String, HTML)] {
        var facts: [(String, HTML)] = [
            (
                "Period",
                "\(periods.period.label): \(periods.period.words)\(isOver ? "" : ". These days are not over: what is counted is what was known by then")"
            ), ("Figures as known", "\(report.set.asAt.words)"),
        ]
        if let audience = report.report.audience { facts.insert(("For", "\(audience)"), at: 0) }
        let missing = ReportPart.allCases.filter { !ReportPart.kept(in: report.report).contains($0) }
        if !missing.isEmpty {
            let names = missing.map { report.set.reference.codes.label("report_part", $0.rawValue) ?? $0.rawValue }
            facts.append(("Left out", "\(names.joined(separator: "; "))"))
        }
        if let issuedOn { facts.append(("Issued", "\(issuedOn.words)")) }
        return facts
    }

    /// `2 reports and 1 file`.
    private var issuedBefore: String {
        let before = report.before
        let told = [(before.reports, "report"), (before.files, "file")].filter { $0.0 > 0 }
        return told.map { $0.0.counted($0.1) }.joined(separator: " and ")
    }

    private func written(_ text: String?) -> HTML { text.map(paragraphs) ?? .empty }

    func period(_ place: ReportPeriods.Place) -> Period { report.set.answers[place.rawValue].period }

    /// A figure's number; inside the service it leads to what it is made of.
    func number(_ figure: ShownFigure?, _ period: Period) -> HTML {
        guard let figure else { return "No figure" }
        let text: HTML = "\(figure.valueText)"
        return address(figure, period).map { link(to: $0, text) } ?? text
    }

    // MARK: Method

    private var method: HTML {
        let rules: [(String, HTML)] = allMeasures.filter(periods.tells).map {
            ($0.title, "\($0.definition.words) Source: \($0.definition.source). Version \($0.definition.version).")
        }
        let intervals =
            "<p>95% intervals: Wilson's for percentages; for rates Byar's from a count of ten, the exact one below. Changes are worked out from unrounded values. Rates of 12 months are to the population of the mid-year the definition names.</p>"
            as HTML
        guard isIssued else { return summaryList(rules) + intervals }
        let most = report.before.disclosure.most
        let small =
            "<p>Counts from 1 to \(most) are shown as “fewer than \(most + 1)”. Other numbers are hidden where they would tell such a count. A 0 is shown as 0 but where a whole table is hidden. Tables of two breakdowns at once are not issued. Days are told of \(most + 1) referrals or more, nine in ten of them of \(2 * most) or more, and the longest wait of one child not at all.</p>"
            as HTML
        let earlier: HTML =
            report.before.reports + report.before.files == 0
            ? .empty
            : "<p>What was issued before (\(issuedBefore)) was read together with this: \(figures.heldForEarlier.counted("figure")) more hidden because the two together would tell a small count.</p>"
        let hash: HTML =
            figuresHash.map {
                "<p>The figures of this copy are a file of their own, performance-\(report.report.period).csv, with SHA-256 \($0).</p>"
            } ?? .empty
        return summaryList(rules) + intervals + small + earlier + hash
    }
}
