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
        let made = try await read(visit, ask, asAt: ask.asAt)
        return try await page(visit, made, ask, head: made.head)
    }

    /// The sheet the address names, else the whole form.
    private static func read(_ visit: Visit, _ ask: FigureAsk, asAt: Instant? = nil) async throws -> TemplateReturn {
        try await TemplateReturn.read(visit.service, ask.period, sheets: try TemplatePages.sheet(visit).map { [$0] }, asAt: asAt)
    }

    /// A box for one difference, named for the two numbers it explains as well.
    private static func name(_ cell: TemplateReturn.Cell) -> String {
        "why-\(cell.typed?.id.description ?? "")-\(cell.number ?? 0)-\(cell.counted)"
    }

    /// What a box holds that nobody touched: the explanation of this difference, and none of an earlier.
    private static func kept(_ cell: TemplateReturn.Cell) -> String { cell.isExplained ? cell.explanation ?? "" : "" }

    /// - Parameters:
    ///   - head: the journal's last entry when the form was first shown, by which what somebody else wrote since is told.
    ///   - typed: what stands in the boxes; what is kept where it has none.
    private static func page(
        _ visit: Visit, _ made: TemplateReturn, _ ask: FigureAsk, head: Int64, typed: Form? = nil, problems: [ErrorItem] = [],
        above: HTML = .empty, status: Int = 200
    ) async throws -> Reply {
        let sheet = try TemplatePages.sheet(visit)
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
                        value: typed.map { $0.has(name) ? $0[name] : kept(cell) } ?? kept(cell))
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
                    action: At.template("differences", [("period", ask.period.label)], sheet: sheet), once: once(visit),
                    hidden("head", String(head)) + items.joined()
                        + buttonGroup([button("Save"), link(to: At.template(nil, [("period", ask.period.label)], sheet: sheet), "Cancel")]))
                : items.joined()
        return .page(
            visit, title: "Differences, and why", shows: .nobody, status: status, hasErrors: status != 200,
            crumbs: TemplateTyping.crumbs(ask.period),
            errorSummary(problems)
                + heading(
                    "Differences, and why",
                    caption: [ask.period.words, sheet.map { TemplateSheet.all[$0].title } ?? "all ten sheets"].joined(separator: ", "))
                + above
                + "<p>Name no child. An explanation stands for the typed and the counted number it was written for: where either changes, the difference is to be explained again.</p>"
                + when(rest > 0, "<p>\(rest) more come once these are saved.</p>") + list)
    }

    private static func historyLink(_ cell: TemplateReturn.Cell) -> HTML {
        cell.typed.map { link(to: At.template("values/\($0.id)"), "Who typed what", about: cell.words(TemplatePages.words)) } ?? .empty
    }

    private enum Saved: Sendable {
        case signedOff
        case refused([ErrorItem])
        /// What was written stands, but for boxes whose numbers moved meanwhile.
        case done(lost: [String])
        /// Somebody else explained the same differences since the form was shown.
        case first(Both)
    }

    /// What two people wrote, as it stood when the second of them saved.
    private struct Both: Sendable {
        let standing: TemplateReturn
        /// The journal's last entry then.
        let head: Int64
        let first: [TemplateReturn.Cell]
        /// Boxes nobody touched, which hold what stood before the first saved.
        let untouched: Set<String>
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty, ask.period.isQuarter else { throw NotFound() }
        let made = try await read(visit, ask)
        let head = Int64(visit.form["head"]) ?? 0
        let saved = try await visit.service.write(Scope(visit.person), action: "template.explain") { writer -> Saved in
            let standing = try made.again(writer.reader)
            guard standing.signed == nil else { return .signedOff }
            var problems: [ErrorItem] = []
            var changes: [(TemplateReturn.Cell, String)] = []
            var (first, untouched): ([TemplateReturn.Cell], Set<String>) = ([], [])
            for cell in standing.differences where visit.form.has(name(cell)) {
                let why = visit.form[name(cell)]
                guard why.count <= 1000 else {
                    problems.append(
                        ErrorItem(
                            field: name(cell),
                            "\(cell.words(TemplatePages.words)): the explanation must be 1,000 characters or fewer."))
                    continue
                }
                // An empty box takes back an explanation of this difference; one of an earlier stays to be read.
                guard why != kept(cell) else { continue }
                if let typed = cell.typed, typed.from > head {
                    // A box nobody touched still holds what stood when the form was shown: theirs stays.
                    let shown = try writer.reader.history(TemplateValue.self, child: nil, id: typed.id).last { $0.from <= head }
                    if why == (shown?.explainedCount == cell.counted ? shown?.explanation ?? "" : "") {
                        untouched.insert(name(cell))
                        continue
                    }
                    // Where they took an explanation back, or typed the number anew, there is none to stand beside.
                    if cell.isExplained { first.append(cell) }
                }
                changes.append((cell, why))
            }
            guard problems.isEmpty else { return .refused(problems) }
            guard first.isEmpty else {
                return .first(Both(standing: standing, head: try writer.reader.headPosition(), first: first, untouched: untouched))
            }
            for (cell, why) in changes { try TemplateTyping.write(writer, ask.period, cell, cell.number, why: why) }
            let asked = Set(standing.differences.map(name))
            return .done(
                lost: visit.form.fields.filter { $0.name.hasPrefix("why-") && !$0.value.isEmpty && !asked.contains($0.name) }.map {
                    $0.value
                })
        }
        switch saved {
        case .signedOff: return TemplateTyping.closed(visit, ask.period)
        case .refused(let problems): return try await page(visit, made, ask, head: head, typed: visit.form, problems: problems, status: 422)
        case .first(let both):
            let rows = both.first.map { cell -> [HTML] in
                let mine = visit.form[name(cell)]
                return ["\(cell.words(TemplatePages.words))", "\(kept(cell))", "\(mine.isEmpty ? "empty" : mine)"]
            }
            let told = table(
                caption: "Written by both", columns: [Column("Cell"), Column("They wrote"), Column("You wrote")], rows: rows)
            return try await page(
                visit, both.standing, ask, head: both.head, typed: visit.form.without(both.untouched), above: savedFirst(told), status: 409)
        case .done(let lost):
            guard !lost.isEmpty else {
                return .see(At.template("differences", [("period", ask.period.label)], sheet: try TemplatePages.sheet(visit)))
            }
            // Boxes for numbers that moved meanwhile were not taken: they are asked again with what was typed beside them.
            let now = try await read(visit, ask)
            let said = list(lost.map { "\($0)" })
            return try await page(
                visit, now, ask, head: now.head,
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
