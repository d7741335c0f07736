import Casework
import HTML
import Records
import Reports
import Statistics

/// Figures of a period: all of them at a glance, one measure in full, who is in a figure, and what moved it between two moments. (promise 4)
enum FigurePages {
    static let routes: [Route] = [
        .get("/figures", .may(.seeFigures)) { try await index($0) },
        .get("/figures/{measure}", .may(.seeFigures)) { try await show($0) },
        .get("/figures/{measure}/table.csv", .may(.seeFigures)) { try await csv($0) },
        .get("/figures/{measure}/members", .may(.seeFigures)) { try await MemberPages.show($0) },
        .get("/figures/{measure}/changes", .may(.seeFigures)) { try await FigureChangePages.show($0) },
    ]

    // MARK: All at a glance

    private static func index(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        let periods = [ask.period, ask.period.previous, ask.period.yearBefore].eachPeriodOnce { $0 }
        let asks = periods.map { FigureSet.Ask($0) }
        let set = try await FigureSet.read(visit.service, asks, asAt: ask.asAt)
        let tiles = allMeasures.compactMap { measure -> FigureTile? in
            let found = set.answers.map { $0.of(measure) }
            guard let headline = measure.headline(found[0]) else { return nil }
            let earlier = found.dropFirst().map { figures in
                figures.first { $0.part == headline.part && $0.by.isEmpty }
            }
            let isOpen = isOpen(headline, set.day)
            var note = headline.unit == .count ? "" : FigureWords.base(headline) + ". "
            if isOpen { note = "So far \(FigureWords.value(headline)), \(note)" }
            if measure.id == Measure.reoffendingShared.id { note += offendedAgain(found[0]) }
            if headline.interval != nil { note += "95% interval \(FigureWords.interval(headline)). " }
            let names = earlier.count == 1 ? ["The year before"] : ["Last period", "a year before"]
            note += zip(names, earlier).map { "\($0) \(plain($1, set.day))" }.joined(separator: ", ") + "."
            if let more = headline.notes.first { note += " \(more)" }
            let month = headline.part.hasPrefix("at_") ? ", within \(headline.part.dropFirst(3)) months" : ""
            // The number is of the whole cohort, which the title alone does not say.
            let whom = measure.id == Measure.reoffendingShared.id ? ": children of the cohort compared" : ""
            return FigureTile(
                measure.title + month + whom, isOpen ? "Not yet known" : FigureWords.value(headline), note: note,
                to: At.figure(measure, nil, ask.query),
                status: FigureWords.warning(headline).map { "<p class=\"hint\">\($0)</p>" })
        }
        let top =
            errorSummary(ask.problems) + heading("Figures", caption: ask.period.words) + ask.form(At.figures)
            + notOver(ask.period, set.day)
        let body =
            top
            + buttonGroup([
                buttonLink(to: At.newView(ask.query), "Make your own view", style: .secondary), link(to: At.views, "Saved views"),
            ])
            + figureTiles(tiles)
            + "<p>\(link(to: At.template(nil, ask.query), "The summary template of the ten indicators, filled from the cases"))</p>"
            + earlierTable(set, ask)
        return .page(
            visit, title: "Figures", shows: .nobody, status: ask.problems.isEmpty ? 200 : 422, hasErrors: !ask.problems.isEmpty, body)
    }

    private static func plain(_ figure: Figure?, _ day: Day) -> String {
        figure.map { FigureWords.value($0) + (isOpen($0, day) ? " so far" : "") } ?? "not given"
    }

    /// Whether the time a proven figure waits for is not over, so that it may still grow. (S-PER-03)
    private static func isOpen(_ figure: Figure, _ day: Day) -> Bool {
        guard figure.measure == Measure.provenReoffending.id, case .day(let mature)? = figure.extras["matureOn"] else { return false }
        return day < mature
    }

    /// How many of the cohort the comparison is about.
    private static func offendedAgain(_ figures: [Figure]) -> String {
        let count = figures.first { $0.part == "reoffended" }?.denominator ?? 0
        return "Of these \(NumberStyle().text(count)) offended again within twelve months so far. "
    }

    /// Said where a running period is asked for: it stands beside whole ones.
    private static func notOver(_ period: Period, _ day: Day) -> HTML {
        guard period.to >= day else { return .empty }
        return inset(
            "<p>\(period.words) is not over: its figures are those of the days until \(day.words), and the periods beside it are whole.</p>"
        )
    }

    /// Every whole figure beside the period before and the year before.
    private static func earlierTable(_ set: FigureSet, _ ask: FigureAsk) -> HTML {
        var rows: [[HTML]] = []
        for measure in allMeasures {
            for part in measure.parts {
                let found = set.answers.map { $0.figure(measure, part.id) }
                guard let now = found[0] else { continue }
                let queries = set.answers.map { answer in [("period", answer.period.label)] + (ask.asAt.map { [("as_at", $0.iso)] } ?? []) }
                let numbers: [HTML] = zip(found, queries).map { figure, query -> HTML in
                    guard let figure else { return "not given" }
                    let number = link(to: At.members(figure, query), "\(FigureWords.value(figure))")
                    return isOpen(figure, set.day) ? number + " so far" : number
                }
                rows.append(
                    ["\(measure.title): \(part.words.lowercasedFirst)"] + numbers + [
                        "\(FigureWords.base(now))", "\(FigureWords.interval(now))",
                    ])
            }
        }
        let earlier = set.answers.dropFirst().map(\.period.words).joined(separator: " and ")
        let periods = set.answers.map { answer in
            Column(answer.period.label + (answer.period.to < set.day ? "" : ", not over"), isNumeric: true)
        }
        return section(
            "Every figure", id: "every",
            table(
                caption: "Figures of \(ask.period.words), with \(earlier)",
                columns: [Column("Figure")] + periods
                    + [Column("Made of", isNumeric: true), Column("95% interval", isNumeric: true)], rows: rows))
    }

    // MARK: One measure

    private static func show(_ visit: Visit) async throws -> Reply {
        let measure = try visit.measure()
        let ask = FigureAsk(visit)
        if measure.isTemplate { return .see(At.template(nil, ask.query, sheet: TemplateSheet.number(of: measure))) }
        if let exact = ask.exact(visit) { return .see(exact) }
        let asks = [FigureSet.Ask(ask.period, [measure])] + earlierYears(measure, ask)
        let set = try await FigureSet.read(visit.service, asks, asAt: ask.asAt)
        let figures = set.answers[0].figures
        let words = FigureWords(set.reference.codes)
        let view = FigureTable(measure, ask.period, words) { At.members($0, ask.query) }
        var body =
            errorSummary(ask.problems) + heading(measure.title, caption: ask.period.words)
            + ask.form(At.figure(measure)) + "<p>\(measure.question)</p>"
        if let headline = measure.headline(figures) { body += inset("<p>\(words.sentence(headline, measure, ask.period))</p>") }
        if measure.id == Measure.disparity.id {
            body += disparity(set, words, ask)
        } else {
            body += section("In all", id: "all", view.whole(figures))
        }
        for breakdown in measure.breakdowns {
            for part in measure.parts where isBrokenDown(part, measure) { body += view.breakdown(breakdown, part, figures) }
        }
        if measure.breakdowns.count == 2, let part = measure.parts.first {
            body += view.cross(measure.breakdowns[0], measure.breakdowns[1], part, figures)
        } else {
            for part in measure.parts { body += view.pairs(part, figures) }
        }
        body += view.charts(figures)
        body += links(visit, measure, ask) + definition(measure)
        return .page(
            visit, title: measure.title, shows: .nobody, status: ask.problems.isEmpty ? 200 : 422, hasErrors: !ask.problems.isEmpty,
            crumbs: [NavItem("Figures", Address("/figures", query: ask.query))], body)
    }

    /// The two years before, which stand beside three years pooled.
    private static func earlierYears(_ measure: Measure, _ ask: FigureAsk) -> [FigureSet.Ask] {
        guard measure.id == Measure.disparity.id, ask.period.isTwelveMonths else { return [] }
        return [ask.period.yearBefore.yearBefore, ask.period.yearBefore].map { FigureSet.Ask($0, [measure]) }
    }

    private static func disparity(_ set: FigureSet, _ words: FigureWords, _ ask: FigureAsk) -> HTML {
        let years = set.answers.count > 1 ? Array(set.answers.dropFirst()) + [set.answers[0]] : []
        let view = DisparityView(set.answers[0], years: years, words) { figure, answer in
            At.members(figure, [("period", answer.period.label)] + (ask.asAt.map { [("as_at", $0.iso)] } ?? []))
        }
        let pooling =
            years.isEmpty
            ? "<p>Ask for twelve months, such as a financial year, to see three years pooled beside the single ones.</p>" as HTML : .empty
        return inset("<p>\(view.sentence)</p>") + pooling + section("Stage by stage", id: "all", view.html)
    }

    /// Where a measure has a page of its own beside this one.
    private static func ownPage(_ measure: Measure, _ ask: FigureAsk) -> HTML {
        let query = ask.asAt.map { [("as_at", $0.iso)] } ?? []
        switch measure.id {
        case Measure.reoffendingTracker.id, Measure.provenReoffending.id, Measure.reoffendingShared.id:
            return
                "<p>\(link(to: Address("/reoffending", query: ask.query), "The cohort: its children, its curves and what they had in common"))</p>"
        case Measure.cohortProfile.id:
            return
                "<p>\(link(to: Address("/cohort", query: [("day", ask.period.to.iso)] + query), "This profile beside an earlier day"))</p>"
        default: return .empty
        }
    }

    /// The tracker runs on from month to month: its last month is the one broken down.
    private static func isBrokenDown(_ part: Part, _ measure: Measure) -> Bool {
        measure.id != Measure.reoffendingTracker.id || part.id == measure.parts.last?.id
    }

    private static func links(_ visit: Visit, _ measure: Measure, _ ask: FigureAsk) -> HTML {
        let download = downloadLink(to: At.figure(measure, "table.csv", ask.query), "These figures as a spreadsheet (CSV)")
        let changes = link(
            to: At.figure(
                measure, "changes", [("period", ask.period.label), ("from", ask.period.to.iso)] + (ask.asAt.map { [("to", $0.iso)] } ?? [])),
            "What has moved these figures since the period ended")
        let first = measure.parts.first.map { [("figure", "\(measure.id) \($0.id)")] } ?? []
        let own = link(to: At.newView(first + ask.query), "Make your own view of it: its course, divided, beside the family")
        return ownPage(measure, ask) + "<p>\(download)</p><p>\(changes)</p><p>\(own)</p>"
    }

    /// What the measure counts, by whose rule, with an example worked through.
    static func definition(_ measure: Measure) -> HTML {
        let definition = measure.definition
        let left: [HTML] = measure.exclusions.map { "\($0.sentence)" }
        return section(
            "What is counted", id: "definition",
            "<p>\(definition.words)</p>"
                + summaryList([
                    ("Source", "\(definition.source)"), ("Version", "\(definition.version)"), ("Counts", "Each \(measure.counts.rawValue)"),
                ])
                + when(!definition.notes.isEmpty, "<h3>Notes</h3>" + list(definition.notes.map { "\($0)" }))
                + when(!left.isEmpty, "<h3>Left out</h3>" + list(left)) + details("A worked example", "<p>\(definition.example)</p>"))
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let measure = try visit.measure()
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty else { return .see(At.figure(measure, nil, visit.request.query.map { ($0.name, $0.value) })) }
        let set = try await FigureSet.read(visit.service, [FigureSet.Ask(ask.period, [measure])], asAt: ask.asAt)
        let bytes = FigureCSV.bytes(
            set.answers[0].figures, measure, ask.period, asAt: set.asAt, words: FigureWords(set.reference.codes))
        return .file("\(measure.id)-\(ask.period.label).csv", type: "text/csv; charset=utf-8", shows: .nobody, bytes)
    }
}
