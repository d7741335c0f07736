import Casework
import HTML
import Records
import Reports
import Statistics

/// A cohort followed for reoffending: choose who and when, see who they are, how many have offended again by each month, what was proven, and
/// what those who did had in common. (S-PER-03, S-PER-04, S-PER-05)
enum ReoffendingPages {
    static let routes: [Route] = [
        .get("/reoffending", .may(.seeFigures)) { try await show($0) },
        .get("/reoffending.csv", .may(.seeFigures)) { try await csv($0) },
    ]
    private static let measures = [Measure.reoffendingTracker, .provenReoffending, .reoffendingShared]

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        let set = try await FigureSet.read(visit.service, [FigureSet.Ask(ask.period, measures)], asAt: ask.asAt)
        let words = FigureWords(set.reference.codes)
        let tracker = TrackerView(set.answers[0], words) { At.members($0, ask.query) }
        let chosen = tracker.groups.first { $0.id == visit.query("group") } ?? tracker.whole
        let title = heading("Reoffending", caption: "Index events of \(ask.period.words)")
        let top = errorSummary(ask.problems) + title + form(ask, tracker, chosen) + recent(visit, ask)
        let figures =
            inset("<p>\(tracker.sentence(chosen))</p>")
            + section(
                "New offences so far", id: "tracker",
                tracker.html(chosen)
                    + "<p>\(downloadLink(to: At.figure(.reoffendingTracker, "table.csv", ask.query), "These numbers as a spreadsheet (CSV)"))</p>"
            )
            + section("Proven reoffending", id: "proven", proven(set, ask, words))
            + section("What they had in common", id: "shared", shared(set, ask, words))
        let status = ask.problems.isEmpty ? 200 : 422
        let crumbs = [NavItem("Figures", Address("/figures", query: ask.query))]
        guard visit.person.access.may(.openFile) else {
            return .page(visit, title: "Reoffending", shows: .nobody, status: status, hasErrors: status != 200, crumbs: crumbs) {
                top + figures + section("The children", id: "children", "<p>Your role sees numbers, not children.</p>")
            }
        }
        let members = tracker.last(chosen)?.members ?? []
        return try await visit.service.read(Scope(visit.person)) { reader in
            let lines = Dictionary(try reader.openLines(of: members.map(\.child), on: visit.service.today).map { ($0.id, $0) }) {
                first, _ in
                first
            }
            let seen = members.map(\.child).filter { lines[$0] != nil }
            return .page(
                visit, title: "Reoffending", shows: seen.isEmpty ? .nobody : .list("figure", seen), status: status,
                hasErrors: status != 200,
                crumbs: crumbs
            ) {
                top + figures
                    + section(
                        "The children", id: "children",
                        children(tracker, chosen, lines, ask) + spreadsheetLink("/reoffending", ask.query + [("group", chosen.id)]))
            }
        }
    }

    /// The children of the cohort; who sees numbers only has those of the figure's own table.
    private static func csv(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.may(.openFile) else { throw NotAllowed() }
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty else { return .see(Address("/reoffending", query: visit.request.query.map { ($0.name, $0.value) })) }
        let set = try await FigureSet.read(visit.service, [FigureSet.Ask(ask.period, [Measure.reoffendingTracker])], asAt: ask.asAt)
        let tracker = TrackerView(set.answers[0], FigureWords(set.reference.codes)) { _ in nil }
        let chosen = tracker.groups.first { $0.id == visit.query("group") } ?? tracker.whole
        let members = tracker.last(chosen)?.members ?? []
        return try await visit.service.read(Scope(visit.person)) { reader in
            let lines = Dictionary(try reader.openLines(of: members.map(\.child), on: visit.service.today).map { ($0.id, $0) }) {
                first, _ in first
            }
            let rows = members.map { member -> [String] in
                guard let line = lines[member.child] else { return ["A file that is withdrawn or not open to you", "", "", "", ""] }
                func refs(_ role: String) -> String { member.evidence.filter { $0.role == role }.map(\.ref).joined(separator: " ") }
                return [line.ref, line.name, refs("index"), tracker.reached(member, chosen), refs("reoffence")]
            }
            return .spreadsheet(
                "reoffending", of: members.map(\.child).filter { lines[$0] != nil },
                [["Reference", "Child", "Index event", "New offence so far", "Which"]] + rows)
        }
    }

    private static func form(_ ask: FigureAsk, _ tracker: TrackerView, _ chosen: TrackerView.Group) -> HTML {
        let choices = tracker.groups.map { Choice($0.id, "\($0.name) (\($0.children))") }
        return ask.form(
            At.reoffending,
            also: [
                FieldControl(
                    id: "group", label: "Disposal", kind: .choice(choices), value: chosen.id, isRequired: false, width: .w20)
            ])
    }

    /// The cohorts of the last two years, a quarter each, newest first.
    private static func recent(_ visit: Visit, _ ask: FigureAsk) -> HTML {
        var period = Period.quarter(of: visit.service.today).previous
        var links: [HTML] = []
        for _ in 0..<8 {
            links.append(
                period.label == ask.period.label
                    ? "<strong>\(period.label)</strong>"
                    : link(to: Address("/reoffending", query: [("period", period.label)]), period.label))
            period = period.previous
        }
        return "<p>Quarters: \(links.joined(separator: " · "))</p>"
    }

    // MARK: Proven

    private static func proven(_ set: FigureSet, _ ask: FigureAsk, _ words: FigureWords) -> HTML {
        let measure = Measure.provenReoffending
        let figures = set.answers[0].of(measure)
        let view = FigureTable(measure, ask.period, words) { At.members($0, ask.query) }
        var mature: HTML = "<p>Nobody is in this cohort yet.</p>"
        if case .day(let day)? = figures.first(where: { $0.by.isEmpty })?.extras["matureOn"] {
            let isMature = set.day >= day
            mature =
                "<p>\(tag(isMature ? "Mature" : "Not mature", isMature ? .good : .warning)) "
                + "\(isMature ? "Complete since" : "May still rise until") \(day.words): twelve months from the last index day, and six for the courts.</p>"
        }
        return mature
            + "<p>Only cautions and sentences count, in the official style; breaches never do. It is another measure than the tracker above and the two are not compared.</p>"
            + view.whole(figures)
            + "<p>\(link(to: At.figure(measure, nil, ask.query), "Proven reoffending by disposal, age, sex and ethnicity"))</p>"
    }

    // MARK: In common

    private static func shared(_ set: FigureSet, _ ask: FigureAsk, _ words: FigureWords) -> HTML {
        let measure = Measure.reoffendingShared
        let figures = set.answers[0].of(measure)
        let again = figures.filter { $0.part == "reoffended" }
        let others = Dictionary(figures.filter { $0.part == "others" }.map { ($0.by, $0) }) { first, _ in first }
        let (n, rest) = (again.first?.denominator ?? 0, others.values.first?.denominator ?? 0)
        guard n > 0 else { return "<p>Nobody of this cohort has a new offence so far, so there is nothing to have in common.</p>" }
        let rows = again.compactMap { figure -> [HTML]? in
            let other = others[figure.by]
            guard (figure.numerator ?? 0) > 0 || (other?.numerator ?? 0) > 0, let key = figure.by.keys.first else { return nil }
            func cell(_ figure: Figure?) -> HTML {
                guard let figure, figure.value != nil else { return "No figure" }
                return "\(link(to: At.members(figure, ask.query), "\(FigureWords.value(figure))")) (\(FigureWords.base(figure)))"
            }
            let facet = measure.breakdowns.first { $0.key == key }?.words ?? key
            return ["\(facet): \(words.label(figure.by).lowercasedFirst)", cell(figure), cell(other), "\(difference(figure, other))"]
        }
        let few = min(n, rest) < 10
        let number = NumberStyle()
        let caution: HTML =
            few
            ? warningText(
                "Small numbers: \(number.text(n)) with a new offence and \(number.text(rest)) without. Differences here may well be chance."
            )
            : .empty
        return
            "<p>Of the whole cohort, as each child was on the index day: \(number.text(n)) with a new offence within twelve months so far, \(number.text(rest)) without.</p>"
            + caution
            + table(
                caption: "What children who reoffended had in common",
                columns: [
                    Column("On the index day"), Column("Of those with a new offence", isNumeric: true),
                    Column("Of the others", isNumeric: true),
                    Column("Intervals", isNumeric: false),
                ], rows: rows, captionHidden: true)
    }

    /// Whether the two intervals share any value: where they do not, that is the dashboards' sign of a difference.
    private static func difference(_ one: Figure, _ other: Figure?) -> String {
        guard let a = one.interval, let b = other?.interval else { return "Not known" }
        return a.overlaps(b) ? "Overlap: may be chance" : "Apart"
    }

    // MARK: Children

    private static func children(
        _ tracker: TrackerView, _ chosen: TrackerView.Group, _ lines: [RecordID: ChildLine], _ ask: FigureAsk
    ) -> HTML {
        let query = ask.asAt.map { [("as_at", $0.iso)] } ?? []
        let rows = (tracker.last(chosen)?.members ?? []).map { member -> [HTML] in
            guard let line = lines[member.child] else { return ["A file that is withdrawn or not open to you"] }
            func records(_ role: String) -> HTML {
                member.evidence.filter { $0.role == role }.map { MemberPages.record($0, line.id, query) }.joined(separator: "<br>")
            }
            return [
                link(to: At.child(line.id, query), "\(line.name) (\(line.ref))"), records("index"), "\(tracker.reached(member, chosen))",
                records("reoffence"),
            ]
        }
        return "<p>n = \(rows.count), \(chosen.name.lowercasedFirst).</p>"
            + table(
                caption: "The children of the cohort",
                columns: [Column("Child"), Column("Index event"), Column("New offence so far"), Column("Which")], rows: rows,
                captionHidden: true, empty: "Nobody is in this cohort.")
    }
}

extension At {
    static let reoffending = Address("/reoffending")
    static let cohort = Address("/cohort")
}
