import Casework
import HTML
import Records
import Reports
import Statistics

/// Issuing a report, the copy that was issued, and what has become of its figures since.
enum IssuePages {
    // MARK: Issuing

    /// Shows what will leave the service before it does.
    static func ask(_ visit: Visit, problems: [ErrorItem]) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard stored.value.issuedOn == nil else { return .see(At.report(stored.id)) }
        guard let board = try await BoardReport.read(visit.service, stored.value, asAt: stored.value.asAt) else { throw NotFound() }
        let refusal = try await refusal(visit, stored)
        let ask =
            refusal.map { alertBanner("Not yet", .warning, $0) }
            ?? notification(
                "Before it is issued", tone: .info,
                "<p>Below is what will leave the service: counts from 1 to \(board.before.disclosure.most) hidden, and what would tell them, also beside the reports issued before. Once issued it does not change any more.</p>"
                    + form(
                        action: At.report(stored.id, "issue"),
                        hidden("from", String(stored.from))
                            + buttonGroup([button("Issue the report"), link(to: At.report(stored.id), "Not yet")])))
        return .page(
            visit, title: "Issue the report", shows: .nobody,
            status: problems.isEmpty && (refusal == nil || visit.request.method == .get) ? 200 : 409,
            hasErrors: !problems.isEmpty, crumbs: ReportPages.crumbs(stored.id, stored.value),
            errorSummary(problems) + ask + board.preview(issuedOn: visit.service.today)
        )
    }

    /// Why a report is not issued yet: something was written for it that is not part of it.
    private static func refusal(_ visit: Visit, _ stored: Stored<Report>) async throws -> HTML? {
        guard try await visit.service.draft(visit.person, form: "report", subject: stored.id.description) != nil else { return nil }
        return
            "<p>A draft of yours is not part of the report. \(link(to: At.report(stored.id, "edit"), "Save it or throw it away")) first.</p>"
    }

    static func issue(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        for _ in 0..<3 {
            let stored = try await ReportPages.stored(visit)
            guard stored.value.issuedOn == nil else { return .see(At.report(id)) }
            guard try await refusal(visit, stored) == nil else { return try await ask(visit, problems: []) }
            guard stored.from == Int64(visit.form["from"]) else {
                return try await ask(
                    visit, problems: [ErrorItem(field: nil, "Someone changed the report just now. Read it again before it is issued.")])
            }
            guard let issued = try await visit.service.issue(stored, Scope(visit.person), style: AssetRoutes.style) else {
                throw NotFound()
            }
            switch issued {
            // Not to the copy: its bytes are what left, with no way on from them.
            case .done: return .see(At.report(id))
            case .tooSoon: continue
            case .refused(let message): return try await ask(visit, problems: [ErrorItem(field: nil, message)])
            }
        }
        return try await ask(
            visit, problems: [ErrorItem(field: nil, "Records were written while the figures were counted. Try again in a minute.")])
    }

    // MARK: The issued copy

    /// How the policy of every issued copy begins.
    static let policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'self'"

    /// What a browser may do with an issued copy: show it with the very style that is in it, and nothing else. Copies issued before carried a link
    /// to the site's own style.
    static func policy(of copy: String) -> String {
        copy.matches(of: /<style>((?s:.*?))<\/style>/).reduce(policy) { $0 + " 'sha256-\(sha256Base64(Array($1.output.1.utf8)))'" }
    }

    /// The very bytes that were issued.
    static func document(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard let copy = stored.value.issuedCopy else { throw NotFound() }
        return Reply(
            headers: [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")], body: Array(copy.utf8), shows: .nobody
        ).with("Content-Security-Policy", policy(of: copy))
    }

    /// The issued copy as a PDF; a page with a sentence where it cannot be had.
    static func pdf(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard let copy = stored.value.issuedCopy else { throw NotFound() }
        guard let printer = visit.request.site.extras.pdf else { return without(visit, stored, visit.request.site.extras.lack ?? "") }
        do {
            let bytes = try await printer.pdf(of: IssuedFiles.standing(copy, style: AssetRoutes.style))
            return .file("performance-\(stored.value.period).pdf", type: "application/pdf", shows: .nobody, bytes)
        } catch { return without(visit, stored, error.sentence) }
    }

    /// The issued figures as a workbook; a page with a sentence where it cannot be had.
    static func xlsx(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard stored.value.issuedFigures != nil else { throw NotFound() }
        guard let writer = visit.request.site.extras.xlsx else { return without(visit, stored, visit.request.site.extras.lack ?? "") }
        do {
            let bytes = try writer.bytes(IssuedFiles.workbook(stored.value, service: visit.service.name))
            return .file("performance-\(stored.value.period).xlsx", type: XLSXWriter.mediaType, shows: .nobody, bytes)
        } catch { return without(visit, stored, "The XLSX could not be made on this machine. The CSV holds the same figures.") }
    }

    private static func without(_ visit: Visit, _ stored: Stored<Report>, _ sentence: String) -> Reply {
        .page(
            visit, title: "No such file", shows: .nobody, status: 503, crumbs: ReportPages.crumbs(stored.id, stored.value),
            heading("This file cannot be had") + "<p>\(sentence)</p>"
                + buttonGroup([
                    buttonLink(to: At.report(stored.id, "issued"), "See the issued copy"),
                    downloadLink(to: At.report(stored.id, "issued.csv"), "Issued figures (CSV)"),
                ]))
    }

    /// The files of an issued report, and what of them this installation does not make.
    static func files(_ visit: Visit, _ id: RecordID) -> (links: [HTML], lack: HTML) {
        let extras = visit.request.site.extras
        var links: [HTML] = []
        if extras.pdf != nil { links.append(downloadLink(to: At.report(id, "issued.pdf"), "Issued copy (PDF)")) }
        if extras.xlsx != nil { links.append(downloadLink(to: At.report(id, "issued.xlsx"), "Issued figures (XLSX)")) }
        links.append(downloadLink(to: At.report(id, "issued.csv"), "Issued figures (CSV)"))
        return (links, extras.lack.map { "<p class=\"hint\">\($0)</p>" } ?? .empty)
    }

    static func csv(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        guard let figures = stored.value.issuedFigures else { throw NotFound() }
        return .file("performance-\(stored.value.period).csv", type: "text/csv; charset=utf-8", shows: .nobody, Array(figures.utf8))
    }

    // MARK: Since then

    static func changes(_ visit: Visit) async throws -> Reply {
        let stored = try await ReportPages.stored(visit)
        let report = stored.value
        guard let issuedOn = report.issuedOn, let moment = report.asAt,
            let then = try await BoardReport.read(visit.service, report, asAt: moment, issuedAt: stored.from),
            let now = try await BoardReport.read(visit.service, report, asAt: visit.asAt)
        else { throw NotFound() }
        let isIntact = sha256Hex(Array((report.issuedCopy ?? "").utf8)) == report.issuedHash
        let follows = IssuedCopy(then, issuedOn: issuedOn, style: AssetRoutes.style).agrees(with: report.issuedFigures)
        let facts: [(String, HTML)] = [
            ("Issued", "\(issuedOn.words)"), ("Figures as known", "\(moment.words)"),
            ("Hash of the copy", "\(report.issuedHash ?? "") \(isIntact ? tag("Intact", .good) : tag("Does not fit the copy", .bad))"),
            ("Counted again as known then", follows ? tag("The same figures", .good) : tag("Other figures", .bad)),
        ]
        let explained = try await FigureChangePages.explained(visit, allMeasures, then.set, now.set)
        return .page(
            visit, title: "What has changed since", shows: explained.children.isEmpty ? .nobody : .list("figure", explained.children),
            crumbs: ReportPages.crumbs(stored.id, report)
        ) {
            heading("What has changed since", caption: ReportPages.title(report)) + summaryList(facts)
                + "<p>The issued figures, as they stood unmasked, beside the same figures as known \(visit.asAt?.words ?? "now").</p>"
                + explained.html
        }
    }
}
