import Casework
import HTML
import Records
import Reports
import Statistics

/// The board's performance report: written inside, issued once, and compared with the records as they have come to be. (S-PER-20)
enum ReportPages {
    static let routes: [Route] =
        [
            .get("/reports", .may(.seeFigures)) { try await index($0, problems: []) },
            .post("/reports", .may(.writeReports)) { try await create($0) },
            .get("/reports/{id}", .may(.seeFigures)) { try await show($0) },
            .get("/reports/{id}/edit", .may(.writeReports)) { try await ReportForm.edit($0) },
            .post("/reports/{id}", .may(.writeReports)) { try await ReportForm.update($0) },
            .post("/reports/{id}/draft", .may(.writeReports)) { try await ReportForm.keepDraft($0) },
            .get("/reports/{id}/issue", .may(.writeReports)) { try await IssuePages.ask($0, problems: []) },
            .post("/reports/{id}/issue", .may(.writeReports)) { try await IssuePages.issue($0) },
            .get("/reports/{id}/issued", .may(.seeFigures)) { try await IssuePages.document($0) },
            .get("/reports/{id}/issued.csv", .may(.seeFigures)) { try await IssuePages.csv($0) },
            .get("/reports/{id}/issued.pdf", .may(.seeFigures)) { try await IssuePages.pdf($0) },
            .get("/reports/{id}/issued.xlsx", .may(.seeFigures)) { try await IssuePages.xlsx($0) },
            .get("/reports/{id}/share", .may(.writeReports)) { try await SharePages.ask($0) },
            .post("/reports/{id}/share", .may(.writeReports)) { try await SharePages.save($0) },
            .get("/reports/{id}/changes", .may(.seeFigures)) { try await IssuePages.changes($0) },
        ] + SendingPages.routes

    /// The report an address names, as known at the moment the page is read at.
    static func stored(_ visit: Visit) async throws -> Stored<Report> {
        let id = try visit.id("id")
        let found = try await visit.service.read(visit.scope) { try $0.serviceRecord(Report.self, id: id) }
        guard let found else { throw NotFound() }
        return found
    }

    static func crumbs(_ id: RecordID? = nil, _ report: Report? = nil) -> [NavItem] {
        [NavItem("Board reports", At.reports)] + (id.map { [NavItem(title(report), At.report($0))] } ?? [])
    }

    static func title(_ report: Report?) -> String {
        guard let report else { return "Performance report" }
        let whom = report.audience.map { ", for \($0)" } ?? ""
        return "Performance report, \(Period(report.period)?.words ?? report.period)\(whom)"
    }

    // MARK: All of them

    private static func index(_ visit: Visit, problems: [ErrorItem], twins: ReportTwins = .none) async throws -> Reply {
        let (reports, region) = try await visit.service.read(visit.scope) { reader in
            (try reader.serviceRecords(Report.self), try reader.membership())
        }
        let sorted = reports.sorted { (end($0.value), $0.from) > (end($1.value), $1.from) }
        let rows = sorted.map { one -> [HTML] in
            let state = one.issuedOn.map { tag("Issued \($0.words)", .good) } ?? tag("Being written", .info)
            let copies: HTML =
                one.issuedOn == nil
                ? .empty
                : link(to: At.report(one.id, "issued"), "Issued copy", about: one.value.period) + " "
                    + downloadLink(to: At.report(one.id, "issued.csv"), "Figures (CSV)")
            return [
                link(to: At.report(one.id), "\(Period(one.value.period)?.words ?? one.value.period)"), "\(one.value.audience ?? "")", state,
                copies,
            ]
        }
        var body =
            errorSummary(problems) + heading("Board reports") + twins.html
            + table(
                caption: "Performance reports, newest period first",
                columns: ["Period", "For", "State", "Copies"].map { Column($0) }, rows: rows,
                captionHidden: true, empty: "No report has been begun.")
        if let region, visit.person.access.may(.seeRegion) {
            body += "<p>\(link(to: At.region, "What \(region.regionName) holds of us"))</p>"
        }
        if visit.asAt == nil, visit.person.access.may(.writeReports) {
            let last = Period.quarter(of: visit.service.today).previous.label
            let period = FieldControl(
                id: "period", label: "Period",
                hint: "A quarter like 2026Q1 (April to June 2026: the first quarter begins in April), or a year like 2026-27",
                error: problems.first { $0.field == "period" }?.message,
                value: problems.isEmpty ? last : visit.form["period"], width: .w10)
            let named = Report.kind.field("audience")
            let whom = FieldControl(
                id: "audience", label: named?.label ?? "", kind: .suggest(Set(reports.compactMap(\.audience)).sorted()), hint: named?.hint,
                error: problems.first { $0.field == "audience" }?.message, value: visit.form["audience"], isRequired: false)
            body += section(
                "Begin a report", id: "new",
                form(action: At.reports, once: once(visit), fields([period, whom]) + twins.box + button("Begin")))
        }
        return .page(
            visit, title: "Board reports", shows: .nobody, status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty, body)
    }

    private static func end(_ report: Report) -> Int { Period(report.period)?.to.number ?? 0 }

    private static func create(_ visit: Visit) async throws -> Reply {
        let typed = visit.form["period"]
        guard Period(typed) != nil else {
            let message =
                typed.isEmpty
                ? "Enter the period the report is for."
                : "“\(typed)” is not a period. Type a quarter like 2026Q1, which is April to June 2026, or a year like 2026-27."
            return try await index(visit, problems: [ErrorItem(field: "period", message)])
        }
        if let period = Period(typed), period.from > visit.service.today {
            return try await index(
                visit, problems: [ErrorItem(field: "period", "That period begins on \(period.from.words): nothing has happened in it yet.")]
            )
        }
        let token = visit.form["once"]
        let begun = try await visit.service.write(Scope(visit.person), action: "report.begin") { writer -> Begun in
            if !token.isEmpty, let saved = try writer.saved(once: token, kind: "report") { return .saved(saved) }
            var form = RecordForm(Report.self, access: visit.person.access, codes: try writer.reader.codes(), today: visit.service.today)
            form.asked = ["period", "audience"]
            form.fill(visit.form)
            var report = form.read(over: Report(), child: nil)
            // As periods are written, however it was typed: files are named after it.
            report.period = Period(report.period)?.label ?? report.period
            guard form.problems.isEmpty else { return .refused(form.problems, .none) }
            let twins = try ReportTwins(of: report, visit, writer.reader)
            guard !twins.asks else { return .refused([Problem(field: "period", message: twins.sentence)], twins) }
            let id = try writer.create(report)
            if !token.isEmpty { try writer.keep(once: token, kind: "report", child: nil, id: id) }
            return .saved(id)
        }
        switch begun {
        case .saved(let id): return .see(At.report(id))
        case .refused(let problems, let twins): return try await index(visit, problems: problems.map(ErrorItem.init), twins: twins)
        }
    }

    private enum Begun: Sendable {
        case saved(RecordID)
        case refused([Problem], ReportTwins)
    }

    // MARK: One inside the service

    /// - Parameter sending: the form of a sending as it was refused.
    static func show(_ visit: Visit, sending: RecordForm<ReportSending>? = nil) async throws -> Reply {
        let stored = try await stored(visit)
        guard let board = try await BoardReport.read(visit.service, stored.value, asAt: stored.value.asAt ?? visit.asAt) else {
            throw NotFound()
        }
        let asAt = stored.value.asAt ?? visit.asAt
        let inside = board.inside { figure, period in
            At.members(figure.measure, figure.part, figure.by, [("period", period.label)] + (asAt.map { [("as_at", $0.iso)] } ?? []))
        }
        let isIssued = stored.value.issuedOn != nil
        let mayWrite = visit.asAt == nil && visit.person.access.may(.writeReports)
        var actions: [HTML] = []
        let files = IssuePages.files(visit, stored.id)
        if isIssued {
            actions.append(buttonLink(to: At.report(stored.id, "issued"), "See the issued copy"))
            actions += files.links
            actions.append(link(to: At.report(stored.id, "changes"), "What has changed since"))
            let isMember = try await visit.service.read(Scope(visit.person)) { try $0.membership() != nil }
            if mayWrite, isMember { actions.append(link(to: At.report(stored.id, "share"), "Share with the region")) }
        } else if mayWrite {
            actions.append(buttonLink(to: At.report(stored.id, "edit"), "Write the text"))
            actions.append(buttonLink(to: At.report(stored.id, "issue"), "Issue", style: .secondary))
        }
        let note =
            isIssued
            ? "This is the inside page: small numbers are shown. The issued copy hides them."
            : stored.value.asAt == nil
                ? "Not issued yet: the figures follow the records until it is. Small numbers are shown here."
                : "Not issued yet. The figures are those known at the moment named. Small numbers are shown here."
        let sent: HTML =
            isIssued ? try await visit.service.read(visit.scope) { try SendingPages.part(visit, $0, stored, sending) } : .empty
        return .page(
            visit, title: title(stored.value), shows: .nobody, status: sending == nil ? 200 : 422, hasErrors: sending != nil,
            crumbs: crumbs()
        ) {
            // What left stands first: whoever issues a report comes here, and looks for its copy.
            (sending?.summary ?? .empty) + alertBanner("Inside the service", .info, "<p>\(note)</p>")
                + when(isIssued, buttonGroup(actions) + files.lack) + inside + when(!isIssued, buttonGroup(actions)) + sent
        }
    }
}
