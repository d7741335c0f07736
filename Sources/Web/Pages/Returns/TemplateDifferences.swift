import Casework
import HTML
import Records
import Reports
import Statistics

/// Where the typed template differs from what the cases come to, and why. (S-PER-11, S-PER-02)
enum TemplateDifferences {
    static let routes: [Route] = [
        .get("/returns/template/differences", .may(.prepareReturn)) { try await show($0) },
        .post("/returns/template/differences", .may(.prepareReturn)) { try await save($0) },
        .get("/returns/template/values/{id}", .may(.prepareReturn)) { try await history($0) },
    ]

    /// So many at a time: a form holds no more.
    private static let most = 100

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty, ask.period.isQuarter else { throw NotFound() }
        let made = try await TemplateReturn.read(visit.service, ask.period, asAt: ask.asAt)
        return try await page(visit, made, ask)
    }

    /// A box for one difference, named for the counted number it explains as well.
    private static func name(_ cell: TemplateReturn.Cell) -> String { "why-\(cell.typed?.id.description ?? "")-\(cell.counted)" }

    private static func page(
        _ visit: Visit, _ made: TemplateReturn, _ ask: FigureAsk, typed: Form? = nil, problems: [ErrorItem] = [], above: HTML = .empty,
        status: Int = 200
    ) async throws -> Reply {
        let isOpen = made.signed == nil && ask.asAt == nil
        let all = made.unexplained + made.differences.filter(\.isExplained)
        let who = try await TemplatePages.explainers(visit, all)
        let shown = all.prefix(most)
        let items = shown.map { cell -> HTML in
            let counted = TemplatePages.counted(visit, cell, ask.query)
            let numbers: HTML = "<p>Typed \(cell.number ?? 0), counted \(counted). \(historyLink(cell))</p>"
            let said = cell.typed.flatMap { who[$0.from] }
            let by: HTML =
                cell.isExplained ? said.map { "<p class=\"hint\">Last written by \($0.by), \($0.at.words).</p>" } ?? .empty : .empty
            let name = name(cell)
            let old: HTML =
                cell.explanation != nil && !cell.isExplained
                ? "<p class=\"hint\">Explained when \(cell.typed?.value.explainedCount ?? 0) were counted: the records have changed since. It said: \(cell.explanation ?? "")</p>"
                : .empty
            let box: HTML =
                isOpen
                ? fields([
                    FieldControl(
                        id: name, label: "Why \(cell.words(TemplatePages.words).lowercasedFirst) differs",
                        kind: .multiline(rows: 2), error: problems.first { $0.field == name }?.message,
                        value: typed.map { $0[name] } ?? (cell.isExplained ? cell.explanation ?? "" : ""))
                ]) : "<p>\(cell.isExplained ? cell.explanation ?? "" : "Not explained.")</p>"
            return section(
                cell.words(TemplatePages.words), id: "cell-\(cell.key)".idSafe, level: 3,
                "<p>\(cell.isExplained ? tag("Explained", .good) : tag("Not explained", .warning)) \(TemplateSheet.all[cell.sheet].title)</p>"
                    + numbers + old + by + box)
        }
        let rest = all.count - shown.count
        let list: HTML =
            all.isEmpty
            ? "<p>No typed number differs from what was counted.</p>"
            : isOpen
                ? sendForm(
                    action: At.template("differences", [("period", ask.period.label)]), once: once(visit),
                    items.joined()
                        + buttonGroup([button("Save"), link(to: At.template(nil, [("period", ask.period.label)]), "Cancel")]))
                : items.joined()
        return .page(
            visit, title: "Differences, and why", shows: .nobody, status: status, hasErrors: status != 200,
            crumbs: TemplateTyping.crumbs(ask.period),
            errorSummary(problems) + heading("Differences, and why", caption: ask.period.words) + above
                + "<p>Name no child. An explanation stands for the counted number it was written against: where the records change it, the difference is to be explained again.</p>"
                + when(rest > 0, "<p>\(rest) more come once these are saved.</p>") + list)
    }

    private static func historyLink(_ cell: TemplateReturn.Cell) -> HTML {
        cell.typed.map { link(to: At.template("values/\($0.id)"), "Who typed what", about: cell.words(TemplatePages.words)) } ?? .empty
    }

    private enum Saved: Sendable {
        case done, signedOff
        case refused([ErrorItem])
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty, ask.period.isQuarter else { throw NotFound() }
        let made = try await TemplateReturn.read(visit.service, ask.period)
        let saved = try await visit.service.write(Scope(visit.person), action: "template.explain") { writer -> Saved in
            let standing = try made.again(writer.reader)
            guard standing.signed == nil else { return .signedOff }
            var problems: [ErrorItem] = []
            var changes: [(TemplateReturn.Cell, String)] = []
            for cell in standing.differences where visit.form.has(name(cell)) {
                let why = visit.form[name(cell)]
                guard why.count <= 1000 else {
                    problems.append(ErrorItem(field: name(cell), "\(cell.row.words): the explanation must be 1,000 characters or fewer."))
                    continue
                }
                // An empty box takes back an explanation of this difference; one of an earlier stays to be read.
                guard why != (cell.isExplained ? cell.explanation ?? "" : "") else { continue }
                changes.append((cell, why))
            }
            guard problems.isEmpty else { return .refused(problems) }
            for (cell, why) in changes { try TemplateTyping.write(writer, ask.period, cell, cell.number, why: why) }
            return .done
        }
        switch saved {
        case .signedOff: return TemplateTyping.closed(visit, ask.period)
        case .refused(let problems): return try await page(visit, made, ask, typed: visit.form, problems: problems, status: 422)
        case .done:
            // Boxes for numbers that moved meanwhile were not taken: they are asked again with what was typed beside them.
            let lost = visit.form.fields.filter { field in
                field.name.hasPrefix("why-") && !field.value.isEmpty && !made.differences.contains { name($0) == field.name }
            }
            guard !lost.isEmpty else { return .see(At.template("differences", [("period", ask.period.label)])) }
            let now = try await TemplateReturn.read(visit.service, ask.period)
            let said = list(lost.map { "\($0.value)" })
            return try await page(
                visit, now, ask,
                above: alertBanner(
                    "Changed meanwhile", .warning,
                    "<p>The counted or typed numbers changed while you wrote, so these explanations were not kept. Write them again where they still hold:</p>"
                        + said), status: 409)
        }
    }

    /// Who typed what into one cell, and when.
    private static func history(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("id")
        return try await visit.service.read(Scope(visit.person)) { reader in
            let history = try reader.history(TemplateValue.self, child: nil, id: id)
            guard let latest = history.last, let period = Period(latest.period) else { throw NotFound() }
            let versions = Versions(
                history: history, trails: try reader.trails(history.map(\.from)), words: try Words(reader, file: .unset),
                access: visit.person.access)
            let told = try versions.history(visit, address: At.template("values/\(id)"))
            return .page(visit, title: "Typed number", shows: .nobody, crumbs: TemplateTyping.crumbs(period)) {
                heading("Typed number", caption: period.words) + summaryList(versions.rows(of: latest))
                    + section("History", id: "history", told)
            }
        }
    }
}
