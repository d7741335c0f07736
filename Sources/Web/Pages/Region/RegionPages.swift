import Casework
import HTML
import Records
import Reports
import Statistics

/// What services shared with their region, side by side; in a service, what the region holds of it. (S-PER-08, promise 8)
enum RegionPages {
    static let routes: [Route] = [
        .get("/region", .may(.seeRegion)) { try await index($0) },
        .get("/region/figures.csv", .may(.seeRegion)) { try await csv($0) },
        .get("/region/leave", .may(.manageSettings)) { try await LeavingRegion.ask($0, problem: nil) },
        .post("/region/leave", .may(.manageSettings)) { try await LeavingRegion.leave($0) },
        .post("/region/sending", .may(.writeReports)) { visit in
            try await visit.service.carryToRegion()
            return .see(At.region)
        },
        .get("/region/{measure}", .may(.seeRegion)) { try await show($0) },
    ]

    /// Every look at the region's figures is on record.
    private static let shows = Shows.list("figure", [])

    private static func view(_ visit: Visit) async throws -> RegionView? {
        let period = visit.query("period")
        return try await visit.service.read(Scope(visit.person)) { try RegionView($0, period: period) }
    }

    /// What was taken back is not shown again by asking for a moment before: these pages are read as of now alone.
    private static func now(_ visit: Visit, _ address: Address) -> Reply? {
        visit.query("as_at") == nil ? nil : .see(Address(address.path, query: visit.query("period").map { [("period", $0)] } ?? []))
    }

    private static func query(_ view: RegionView) -> [(String, String)] { view.period.map { [("period", $0.label)] } ?? [] }

    // MARK: Side by side

    private static func index(_ visit: Visit) async throws -> Reply {
        if let now = now(visit, At.region) { return now }
        guard let view = try await view(visit) else {
            return .page(visit, title: "Region", shows: .nobody) {
                heading("Region") + "<p>This service is in no region. Whoever runs the program lets it join one.</p>"
            }
        }
        let title = view.isRegion ? "Figures of the region" : "What the region holds of us"
        let notThere = view.isRegion ? HTML.empty : try await notThere(visit)
        var body = heading(title, caption: view.name) + notThere + about(view) + choose(view)
        if view.period == nil {
            body += "<p class=\"none\">Nothing has been shared yet.</p>"
        } else {
            body += missing(view)
            body += figures(view, view.headlines, caption: "Headline figures, each with its own days", leads: true)
            body += section(
                "Measure by measure", id: "measures", list(view.measures.map { link(to: At.region($0, query(view)), $0.title) }))
            body += "<p>\(downloadLink(to: Address("/region/figures.csv", query: query(view)), "All figures of the period (CSV)"))</p>"
            body += section("What was shared", id: "shared", shared(view))
        }
        body += withdrawn(view)
        if !view.isRegion, visit.person.access.may(.manageSettings), !view.members.isEmpty {
            body += "<p>\(link(to: At.leaveRegion, "Leave the region"))</p>"
        }
        return .page(visit, title: title, shows: shows, body)
    }

    private static func about(_ view: RegionView) -> HTML {
        let whose: HTML =
            view.isRegion
            ? "<p>Services of the region: \(view.members.map(\.memberName).joined(separator: ", ")).</p>"
            : view.members.isEmpty
                ? "<p>The service has left the region.</p>"
                : "<p>The figures of reports this service issued and shared, exactly as people of the region read them. A report is shared and taken back on its own page under \(link(to: At.reports, "Board reports")).</p>"
        return whose
            + "<p>Each figure is as its service issued it: small counts are hidden, and what would tell them. A service counts by its own records and clocks.</p>"
    }

    /// That what was shared or taken back last is not in the region's records yet, and a button that sends it; empty when all is there.
    static func notThere(_ visit: Visit) async throws -> HTML {
        guard try await !visit.service.isCarried() else { return .empty }
        return alertBanner(
            "Not there yet", .warning,
            "<p>What this service shared or took back last did not reach the region, which holds what it had before.</p>")
            + when(visit.person.access.may(.writeReports), sendForm(action: At.sendToRegion, button("Send it again", style: .secondary)))
    }

    private static func choose(_ view: RegionView) -> HTML {
        guard view.periods.count > 1 else { return .empty }
        let period = FieldControl(
            id: "period", label: "Period", kind: .choice(view.periods.map { Choice($0.label, "\($0.label): \($0.words)") }),
            value: view.period?.label ?? "")
        return filterForm(action: At.region, label: "Period", button: "Show", field(period))
    }

    private static func missing(_ view: RegionView) -> HTML {
        guard let period = view.period, view.isRegion, !view.missing.isEmpty else { return .empty }
        return inset("Not shared for \(period.label): \(view.missing.map(\.memberName).joined(separator: ", ")).")
    }

    /// Services side by side, with the sum of all where everybody shows theirs.
    private static func figures(_ view: RegionView, _ lines: [RegionView.Line], caption: String, leads: Bool = false) -> HTML {
        var columns = [Column("Figure")] + view.shared.map { Column($0.report.memberName) }
        if view.isRegion { columns.append(Column("All services")) }
        let rows = lines.map { line -> [HTML] in
            let measure = leads ? Measure.named(line.measure) : nil
            let title: HTML = measure.map { link(to: At.region($0, query(view)), line.title) } ?? "\(line.title)"
            var row: [HTML] = ["\(title)<br><span class=\"hint\">\(line.period.words)</span>"] + line.cells.map { cell($0?.figure) }
            if view.isRegion { row.append(total(line.total)) }
            return row
        }
        return table(caption: caption, columns: columns, rows: rows, isStacked: true)
            + when(
                view.isRegion,
                "<p>A figure of all services is given only where every service of the region shows its own: beside the others, a sum would tell the one that is hidden.</p>"
            )
    }

    private static func cell(_ figure: ShownFigure?) -> HTML {
        guard let figure else { return "Not in its report" }
        let made = [
            figure.unit == .count ? "" : figure.baseText, figure.intervalText.isEmpty ? "" : "95% interval \(figure.intervalText)",
        ].filter { !$0.isEmpty }
        return "\(figure.valueText)" + made.map { "<br><span class=\"hint\">\($0)</span>" as HTML }.joined()
    }

    private static func total(_ total: RegionTotal) -> HTML {
        switch total {
        case .given(let figure): cell(figure)
        case .notGiven(let why): "Not given: \(why)"
        }
    }

    private static func shared(_ view: RegionView) -> HTML {
        let rows = view.shared.map { one -> [HTML] in
            [
                "\(one.report.memberName)", "\(one.report.issuedOn.words)", "\(one.report.asAt.words)", "\(one.report.sharedOn.words)",
                "<span class=\"key\">\(one.report.reportHash)</span>",
            ]
        }
        return table(
            caption: "Reports of \(view.period?.words ?? "")",
            columns: ["Service", "Issued", "Figures as known", "Shared", "SHA-256 of the issued report"].map { Column($0) }, rows: rows,
            isStacked: true)
    }

    private static func withdrawn(_ view: RegionView) -> HTML {
        guard !view.withdrawn.isEmpty else { return .empty }
        let rows = view.withdrawn.map { one -> [HTML] in
            ["\(one.memberName), \(one.period)", "\(one.withdrawnOn?.words ?? "")", "\(one.reason?.words ?? "")"]
        }
        return section(
            "Taken back", id: "withdrawn",
            table(
                caption: "Reports that are shared no more", columns: ["Report", "On", "Why"].map { Column($0) }, rows: rows,
                captionHidden: true))
    }

    // MARK: One measure

    private static func show(_ visit: Visit) async throws -> Reply {
        let id = try visit.request.parameter("measure")
        if let now = now(visit, Address("/region/\(id)")) { return now }
        guard let view = try await view(visit), let measure = view.measures.first(where: { $0.id == id }), let period = view.period else {
            throw NotFound()
        }
        let crumb = NavItem(view.isRegion ? "Figures of the region" : "What the region holds of us", At.region(query(view)))
        return .page(visit, title: measure.title, shows: shows, crumbs: [crumb]) {
            heading(measure.title, caption: "\(view.name), \(period.words)") + missing(view)
                + figures(view, view.lines(measure), caption: "Every figure of the measure, over each stretch of days")
                + section("By groups", id: "groups", groups(view, measure)) + section("How it is counted", id: "rule", rule(view, measure))
        }
    }

    private static func groups(_ view: RegionView, _ measure: Measure) -> HTML {
        let tables = view.breakdowns(measure)
        guard !tables.isEmpty else { return "<p class=\"none\">No service’s report gives it by groups.</p>" }
        return tables.map { one -> HTML in
            table(
                caption: "\(one.words), \(one.period.words)", columns: [Column("Group")] + view.shared.map { Column($0.report.memberName) },
                rows: one.groups.map { group -> [HTML] in
                    ["\(group.label)"] + view.shared.map { "\($0.text(measure.id, one.part, one.key, group.value, one.period))" }
                }, isStacked: true)
        }.joined()
    }

    private static func rule(_ view: RegionView, _ measure: Measure) -> HTML {
        let rows = view.shared.map { one -> (String, HTML) in
            let versions = Set(one.cells.filter { $0.figure.measure == measure.id }.map(\.definition)).sorted()
            return (one.report.memberName, versions.isEmpty ? "Not in its report" : "Version \(versions.joined(separator: ", "))")
        }
        return
            "<p>\(measure.definition.words) Source: \(measure.definition.source). These words are version \(measure.definition.version).</p>"
            + summaryList(rows)
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        guard let view = try await view(visit), let period = view.period else { throw NotFound() }
        return .file("region-\(period.label.idSafe).csv", type: "text/csv; charset=utf-8", shows: shows, view.csv)
    }
}

extension At {
    static let region = Address("/region")
    static let leaveRegion = Address("/region/leave")
    static let sendToRegion = Address("/region/sending")
    static func region(_ query: [(String, String)]) -> Address { Address("/region", query: query) }
    static func region(_ measure: Measure, _ query: [(String, String)]) -> Address { Address("/region/\(measure.id)", query: query) }
}
