import Casework
import HTML
import Records
import Reports
import Statistics

/// Self-service: a question of one's own to the figures, as chart, table and sentence, kept under a name and taken out as a file.
enum ViewPages {
    static let routes: [Route] = [
        .get("/figures/views", .may(.seeFigures)) { try await index($0) },
        .get("/figures/views/new", .may(.seeFigures)) { try await show($0) },
        .get("/figures/views/new/table.csv", .may(.seeFigures)) { try await csv($0) },
        .get("/figures/views/new/table.xlsx", .may(.seeFigures)) { try await xlsx($0) },
        .post("/figures/views", .may(.seeFigures)) { try await save($0) },
        .get("/figures/views/{id}", .may(.seeFigures)) { try await open($0) },
        .post("/figures/views/{id}/removal", .may(.seeFigures)) { try await remove($0) },
    ]

    private static let crumbs = [NavItem("Figures", At.figures), NavItem("Saved views", At.views)]

    // MARK: A question and its answer

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = ViewAsk(visit)
        if let exact = ask.period.exact(visit) { return .see(exact) }
        return try await page(visit, ask)
    }

    private static func page(
        _ visit: Visit, _ ask: ViewAsk, name: String = "", problems: [ErrorItem] = [], status: Int? = nil
    ) async throws -> Reply {
        let all = ask.problems + problems
        let top = errorSummary(all) + heading("Your own view", caption: ask.period.period.words) + ask.form(At.newView())
        let status = status ?? (all.isEmpty ? 200 : 422)
        guard let view = ask.view else {
            return .page(visit, title: "Your own view", shows: .nobody, status: status, hasErrors: true, crumbs: crumbs, top)
        }
        let body = try await answer(visit, view, ask)
        return .page(
            visit, title: "Your own view", shows: .nobody, status: status, hasErrors: !all.isEmpty, crumbs: crumbs,
            top + body + saving(visit, ask, name: name, problems: problems) + FigurePages.definition(view.measure))
    }

    /// Sentence, chart, table, what to beware of, and the files.
    private static func answer(_ visit: Visit, _ view: FigureView, _ ask: ViewAsk) async throws -> HTML {
        let answer = try await view.answer(visit.service, asAt: ask.period.asAt)
        let moment = ask.period.asAt.map { [("as_at", $0.iso)] } ?? []
        let table = answer.listing { figure, period in
            At.members(figure.measure, figure.part, figure.by, [("period", period.label)] + moment)
        }
        let notes: [HTML] = answer.notes.map { "\($0)" }
        // A drawing has the sentence beneath it; the funnel has one of its own.
        let chart = answer.chart
        let told = when(chart.isEmpty || view.against == .family, inset("<p>\(answer.sentence)</p>")) + chart
        return section(
            view.title, id: "answer", told + table + when(!notes.isEmpty, list(notes)))
            + files(visit, view, ask)
    }

    private static func files(_ visit: Visit, _ view: FigureView, _ ask: ViewAsk) -> HTML {
        let extras = visit.request.site.extras
        let query = ask.query() + [("numbers", "whole")]
        let csv = downloadLink(to: At.newView(query, file: "table.csv"), "CSV, whole, for inside only")
        let whole =
            extras.xlsx == nil ? csv : downloadLink(to: At.newView(query, file: "table.xlsx"), "XLSX, whole, for inside only") + " " + csv
        let lack: HTML =
            extras.xlsx == nil ? "<p class=\"hint\">This installation makes no XLSX: the CSV opens in any spreadsheet.</p>" : .empty
        let passing: HTML
        if let why = view.whyKept {
            passing = "<p>To pass on: no file is made of this figure. \(why)</p>"
        } else {
            passing =
                "<p>To pass on: small numbers, and what would tell them, are held back, also beside the reports and files that left before. Such a file is kept as it left.</p>"
                + PassedFilePages.making(visit, ask.query())
        }
        return section(
            "Take it out", id: "files",
            passing + "<p>\(link(to: At.passedFiles, "Files passed on"))</p>"
                + "<p>Whole: every number as on this page, for inside the service only.</p>" + list([whole]) + lack)
    }

    // MARK: Files

    /// The answer with every number; nil where the address does not ask for it so. What leaves is made by PassedFilePages.
    private static func filed(_ visit: Visit) async throws -> FigureAnswer? {
        let ask = ViewAsk(visit)
        guard let view = ask.view, ask.isWhole else { return nil }
        return try await view.answer(visit.service, asAt: ask.period.asAt)
    }

    private static func name(_ answer: FigureAnswer, _ ending: String) -> String {
        "\(answer.view.measure.id)-\(answer.view.period.label)-inside-only.\(ending)"
    }

    private static func again(_ visit: Visit) -> Reply { .see(At.newView(visit.request.query.map { ($0.name, $0.value) })) }

    private static func csv(_ visit: Visit) async throws -> Reply {
        guard let answer = try await filed(visit) else { return again(visit) }
        return .file(name(answer, "csv"), type: "text/csv; charset=utf-8", shows: .nobody, answer.figures.csv)
    }

    private static func xlsx(_ visit: Visit) async throws -> Reply {
        guard let answer = try await filed(visit) else { return again(visit) }
        let sentence: String
        if let writer = visit.request.site.extras.xlsx {
            do {
                return .file(name(answer, "xlsx"), type: XLSXWriter.mediaType, shows: .nobody, try writer.bytes(answer.workbook))
            } catch { sentence = "The XLSX could not be made on this machine. The CSV holds the same figures." }
        } else {
            sentence = "This installation makes no XLSX: the CSV opens in any spreadsheet."
        }
        let query = visit.request.query.map { ($0.name, $0.value) }
        return .page(visit, title: "No such file", shows: .nobody, status: 503, crumbs: crumbs) {
            heading("This file cannot be had") + "<p>\(sentence)</p>"
                + buttonGroup([
                    downloadLink(to: At.newView(query, file: "table.csv"), "CSV"), link(to: At.newView(query), "Back to the view"),
                ])
        }
    }

    // MARK: Saved

    private static func saving(_ visit: Visit, _ ask: ViewAsk, name: String, problems: [ErrorItem]) -> HTML {
        guard ask.period.asAt == nil else { return "<p>A view is saved as known now: empty the moment to save this one.</p>" }
        let fixed = FieldControl(
            id: "fixed", label: "Always \(ask.period.period.words), not the last quarter that has ended", kind: .checkbox,
            value: visit.form["fixed"], isRequired: false)
        return saving(
            visit, At.views, kept: ask.query(keepingPeriod: false) + [("period", ask.period.period.label)], heading: "Save this view",
            name: name, problems: problems, also: [fixed])
    }

    /// The boxes that keep a question under a name, whichever page asks it.
    static func saving(
        _ visit: Visit, _ action: Address, kept: [(String, String)], heading: String, name: String, problems: [ErrorItem],
        also: [FieldControl] = [], note: String? = nil
    ) -> HTML {
        let boxes = fields(
            [FieldControl(id: "name", label: "Name", error: problems.first { $0.field == "name" }?.message, value: name, width: .w20)]
                + also
                + [
                    FieldControl(
                        id: "shared", label: "Share it with everybody here who sees figures", kind: .checkbox, value: visit.form["shared"],
                        isRequired: false)
                ])
        let note: HTML = note.map { "<p>\($0)</p>" } ?? .empty
        return section(
            heading, id: "save",
            note
                + sendForm(
                    action: action, once: once(visit), kept.map { hidden($0.0, $0.1) }.joined() + boxes + button("Save view")))
    }

    /// What is wrong with a name.
    static func refusal(of name: String) -> ErrorItem? {
        guard name.isEmpty || name.count > 100 || name.unicodeScalars.count > 1000 else { return nil }
        return ErrorItem(field: "name", name.isEmpty ? "Give the view a name." : "The name must be 100 characters or fewer.")
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        // The question comes back as the form kept it.
        let ask = ViewAsk(visit.asking(["figure", "by", "against", "period"].filter { visit.form.has($0) }.map { ($0, visit.form[$0]) }))
        let name = visit.form["name"].trimmed
        guard ask.view != nil else { return try await page(visit, ask, name: name) }
        if let refusal = refusal(of: name) { return try await page(visit, ask, name: name, problems: [refusal], status: 422) }
        let query = ask.query(keepingPeriod: false) + (visit.form["fixed"].isEmpty ? [] : [("period", ask.period.period.label)])
        return .see(At.view(try await keep(visit, name, String(At.newView(query).path.drop { $0 != "?" }.dropFirst()))))
    }

    /// Keeps a question under a name; a form sent twice is one view.
    static func keep(_ visit: Visit, _ name: String, _ question: String) async throws -> RecordID {
        let token = visit.form["once"]
        let isShared = !visit.form["shared"].isEmpty
        return try await visit.service.write(Scope(visit.person), action: "view.save") { writer -> RecordID in
            if !token.isEmpty, let saved = try writer.saved(once: token, kind: "saved_view") { return saved }
            var saved = SavedView()
            (saved.name, saved.owner, saved.isShared, saved.question) = (name, visit.person.id, isShared, question)
            let id = try writer.create(saved)
            if !token.isEmpty { try writer.keep(once: token, kind: "saved_view", child: nil, id: id) }
            return id
        }
    }

    /// The saved views this person may open: their own, and those that are shared.
    private static func index(_ visit: Visit) async throws -> Reply {
        let (views, names) = try await visit.service.read(Scope(visit.person)) { reader in
            (try reader.serviceRecords(SavedView.self).filter { mayOpen(visit, $0.value) }, try reader.staffNames())
        }
        let rows = views.sorted { ($0.value.name.lowercased(), $0.from) < ($1.value.name.lowercased(), $1.from) }.map { one -> [HTML] in
            [
                link(to: At.view(one.id), one.value.name),
                one.value.owner == visit.person.id ? "You" : "\(names[one.value.owner] ?? "Somebody who has left")",
                one.value.isShared == true ? tag("Shared", .info) : tag("Yours alone", .neutral),
            ]
        }
        return .page(visit, title: "Saved views", shows: .nobody, crumbs: [NavItem("Figures", At.figures)]) {
            heading("Saved views")
                + buttonGroup([buttonLink(to: At.newView(), "Make a view"), link(to: At.cohort, "Cohort profile of two days")])
                + table(
                    caption: "Views saved", columns: [Column("Name"), Column("Saved by"), Column("For")], rows: rows, captionHidden: true,
                    empty: "No view has been saved. Make one, and save it under its question.")
        }
    }

    private static func mayOpen(_ visit: Visit, _ view: SavedView) -> Bool {
        view.isShared == true || view.owner == visit.person.id
    }

    private static func stored(_ visit: Visit) async throws -> Stored<SavedView> {
        let id = try visit.id("id")
        let found = try await visit.service.read(Scope(visit.person)) { try $0.serviceRecord(SavedView.self, id: id) }
        guard let found, mayOpen(visit, found.value) else { throw NotFound() }
        return found
    }

    /// The saved view a page of another address is opened as (`?view=`), if this person may open it.
    static func named(_ visit: Visit) async throws -> Stored<SavedView>? {
        guard let id = visit.query("view").flatMap({ RecordID($0) }) else { return nil }
        let found = try await visit.service.read(Scope(visit.person)) { try $0.serviceRecord(SavedView.self, id: id) }
        return found.flatMap { mayOpen(visit, $0.value) ? $0 : nil }
    }

    /// The button that takes a view out, for whom it is.
    static func removal(_ visit: Visit, _ stored: Stored<SavedView>) -> HTML {
        stored.value.owner == visit.person.id
            ? form(
                action: At.view(stored.id, "removal"), hidden("from", String(stored.from)) + button("Remove this view", style: .secondary))
            : .empty
    }

    private static func open(_ visit: Visit) async throws -> Reply {
        let stored = try await stored(visit)
        if let cohort = CohortAsk.address(stored) { return .see(cohort) }
        let query = Form.query(stored.value.question)
        let ask = ViewAsk(visit.asking(query + visit.request.query.filter { $0.name == "as_at" }))
        let change = link(to: At.newView(query.map { ($0.name, $0.value) }), "Change the question")
        let removal = removal(visit, stored)
        let top = errorSummary(ask.problems) + heading(stored.value.name, caption: "Saved view, \(ask.period.period.words)")
        guard let view = ask.view else {
            return .page(
                visit, title: stored.value.name, shows: .nobody, status: 422, hasErrors: true, crumbs: crumbs,
                top + "<p>The question is no longer one the figures answer.</p>" + buttonGroup([change, removal]))
        }
        let body = try await answer(visit, view, ask)
        return .page(visit, title: stored.value.name, shows: .nobody, crumbs: crumbs) {
            top + body + buttonGroup([change, removal]) + FigurePages.definition(view.measure)
        }
    }

    private static func remove(_ visit: Visit) async throws -> Reply {
        let stored = try await stored(visit)
        guard stored.value.owner == visit.person.id else { throw NotAllowed() }
        try await visit.service.write(Scope(visit.person), action: "view.remove") { writer in
            try writer.withdraw(SavedView.self, child: nil, id: stored.id, from: Int64(visit.form["from"]) ?? stored.from)
        }
        return .see(At.views)
    }
}

extension Visit {
    /// The same visit with another question in its address.
    func asking(_ query: [(name: String, value: String)]) -> Visit {
        var request = request
        request.query = query
        return Visit(request: request, person: person, form: form, urgent: urgent)
    }
}
