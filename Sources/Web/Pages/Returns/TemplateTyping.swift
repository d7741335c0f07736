import Casework
import HTML
import Records
import Reports
import Statistics

/// Typing the numbers a service sends in the summary template: table by table, or pasted from a spreadsheet. (S-PER-11, S-PER-22)
enum TemplateTyping {
    static let routes: [Route] = [
        .get("/returns/template/typed", .may(.prepareReturn)) { try await show($0) },
        .post("/returns/template/typed", .may(.prepareReturn)) { try await save($0) },
        .post("/returns/template/draft", .may(.prepareReturn)) { try await keepDraft($0) },
        .get("/returns/template/pasted", .may(.prepareReturn)) { try await TemplatePasting.show($0) },
        .post("/returns/template/pasted", .may(.prepareReturn)) { try await TemplatePasting.take($0) },
    ]

    /// One table of the form for a quarter.
    struct Place: Sendable {
        let period: Period
        let sheet: Int
        let block: Int

        init?(_ read: (String) -> String?) {
            guard let period = read("period").flatMap(Period.init), period.isQuarter, let sheet = read("sheet").flatMap(Int.init),
                let block = read("block").flatMap(Int.init), TemplateSheet.all.indices.contains(sheet),
                TemplateSheet.all[sheet].blocks.indices.contains(block)
            else { return nil }
            (self.period, self.sheet, self.block) = (period, sheet, block)
        }

        var query: [(String, String)] { [("period", period.label), ("sheet", String(sheet)), ("block", String(block))] }
        var subject: String { "\(period.label) \(sheet) \(block)" }
        var title: String { "\(TemplateSheet.all[sheet].title): \(TemplateSheet.all[sheet].blocks[block].words)" }
        var back: Address { At.template(nil, [("period", period.label)], sheet: sheet) }
    }

    static func address(_ period: Period, _ sheet: Int, _ block: Int) -> Address {
        At.template("typed", [("period", period.label), ("sheet", String(sheet)), ("block", String(block))])
    }

    static func crumbs(_ period: Period) -> [NavItem] {
        [NavItem("Summary template", At.template(nil, [("period", period.label)]))]
    }

    private static func name(_ cell: TemplateReturn.Cell) -> String { "n-\(cell.row.id)-\(cell.column)".idSafe }

    private static func show(_ visit: Visit) async throws -> Reply {
        guard let place = Place({ visit.query($0) }) else { throw NotFound() }
        let made = try await TemplateReturn.read(visit.service, place.period, sheets: [place.sheet])
        if made.signed != nil { return closed(visit, place.period) }
        let draft = try await visit.service.draft(visit.person, form: "template_value", subject: place.subject)
        let form = draft.map { Form($0.fields) }
        return page(visit, place, made, typed: form, head: form.flatMap { Int64($0["head"]) } ?? made.head, draft: draft)
    }

    /// - Parameters:
    ///   - typed: what stands in the boxes; nil for what is kept.
    ///   - head: the journal's last entry when the form was first shown, by which a number somebody else typed since is told.
    private static func page(
        _ visit: Visit, _ place: Place, _ made: TemplateReturn, typed: Form? = nil, head: Int64, draft: Draft? = nil,
        problems: [ErrorItem] = [], above: HTML = .empty, status: Int = 200
    ) -> Reply {
        let cells = made.cells(place.sheet, place.block)
        let boxes = TemplateSheet.all[place.sheet].rows.compactMap { row -> HTML? in
            let those = cells.filter { $0.row.id == row.id }.map { cell -> FieldControl in
                let name = name(cell)
                let kept = cell.number.map(String.init) ?? ""
                return FieldControl(
                    id: name, label: TemplatePages.words(cell.column), kind: .number, hint: "Counted \(cell.counted)",
                    error: problems.first { $0.field == name }?.message,
                    value: typed.map { $0.has(name) ? $0[name] : kept } ?? kept)
            }
            return those.isEmpty
                ? nil : "<fieldset class=\"field\"><legend>\(row.words)</legend><div class=\"boxes\">\(fields(those))</div></fieldset>"
        }
        let action = At.template("typed", place.query)
        let keeping = At.template("draft", place.query)
        return .page(
            visit, title: "Type the template", shows: .nobody, status: status, hasErrors: status != 200, crumbs: crumbs(place.period),
            errorSummary(problems) + heading("Type the template", caption: "\(place.title), \(place.period.words)") + above
                + draftNote(draft, at: keeping, part: "the template")
                + "<p>Leave a box empty and the counted number is sent. Where yours differs you will be asked why before the quarter is signed off.</p>"
                + sendForm(
                    action: action, draft: keeping, once: once(visit, over: draft),
                    hidden("head", String(head)) + boxes.joined()
                        + buttonGroup([
                            button("Save"), button("Save draft", name: "action", value: "draft", style: .secondary),
                            link(to: place.back, "Cancel"),
                        ])))
    }

    private static func keepDraft(_ visit: Visit) async throws -> Reply {
        guard let place = Place({ visit.query($0) }) else { throw NotFound() }
        if visit.form["action"] == "drop" {
            try await visit.service.dropDraft(visit.person, form: "template_value", subject: place.subject)
            return .see(address(place.period, place.sheet, place.block))
        }
        return try await visit.keepDraft("template_value", place.subject)
    }

    private enum Saved: Sendable {
        case done
        case signedOff
        case refused([ErrorItem])
        /// Somebody else typed the same cells since the form was shown.
        case first(Both)
    }

    /// What two people typed, as it stood when the second of them saved.
    private struct Both: Sendable {
        let standing: TemplateReturn
        /// The journal's last entry then.
        let head: Int64
        /// Boxes of cells both typed, with what the first typed.
        let first: [String: Int?]
        /// Boxes nobody touched, which hold what stood before the first saved.
        let untouched: Set<String>
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        guard let place = Place({ visit.query($0) }) else { throw NotFound() }
        if visit.form["action"] == "draft" {
            return try await visit.saveDraft("template_value", place.subject, back: address(place.period, place.sheet, place.block))
        }
        let made = try await TemplateReturn.read(visit.service, place.period, sheets: [place.sheet])
        let head = Int64(visit.form["head"]) ?? 0
        let saved = try await visit.service.write(Scope(visit.person), action: "template.type") { writer -> Saved in
            let standing = try made.again(writer.reader)
            guard standing.signed == nil else { return .signedOff }
            var problems: [ErrorItem] = []
            var changes: [(TemplateReturn.Cell, Int?)] = []
            var (first, untouched): ([String: Int?], Set<String>) = ([:], [])
            let boxes = Set(standing.cells(place.sheet, place.block).map(name))
            for (box, value) in visit.form.fields where box.hasPrefix("n-") && !value.isEmpty && !boxes.contains(box) {
                problems.append(ErrorItem(field: nil, "The form has no cell “\(box.dropFirst(2).prefix(80))” in this table: take it out."))
            }
            for cell in standing.cells(place.sheet, place.block) where visit.form.has(name(cell)) {
                let text = visit.form[name(cell)]
                guard text.isEmpty || Int(text).map({ (0...1_000_000).contains($0) }) ?? false else {
                    problems.append(
                        ErrorItem(
                            field: name(cell),
                            "\(cell.row.words), \(TemplatePages.words(cell.column).lowercasedFirst): type a whole number, or leave the box empty."
                        ))
                    continue
                }
                let number = text.isEmpty ? nil : Int(text)
                guard number != cell.number else { continue }
                if let typed = cell.typed, typed.from > head {
                    // A box nobody touched still holds what stood when the form was shown: theirs stays.
                    let shown = try writer.reader.history(TemplateValue.self, child: nil, id: typed.id).last { $0.from <= head }
                    if shown?.number == number {
                        untouched.insert(name(cell))
                        continue
                    }
                    first[name(cell)] = .some(cell.number)
                }
                changes.append((cell, number))
            }
            guard problems.isEmpty else { return .refused(problems) }
            guard first.isEmpty else {
                return .first(Both(standing: standing, head: try writer.reader.headPosition(), first: first, untouched: untouched))
            }
            for (cell, number) in changes { try write(writer, place.period, cell, number) }
            try writer.consumeDraft(form: "template_value", subject: place.subject, once: visit.form["once"])
            return .done
        }
        switch saved {
        case .done: return .see(place.back)
        case .signedOff: return closed(visit, place.period)
        case .refused(let problems): return page(visit, place, made, typed: visit.form, head: head, problems: problems, status: 422)
        case .first(let both):
            let rows = both.standing.cells(place.sheet, place.block).compactMap { cell -> [HTML]? in
                guard let number = both.first[name(cell)] else { return nil }
                return [
                    "\(cell.words(TemplatePages.words))", "\(number.map(String.init) ?? "empty")",
                    "\(visit.form[name(cell)].isEmpty ? "empty" : visit.form[name(cell)])",
                ]
            }
            let told = table(
                caption: "Typed by both",
                columns: [Column("Cell"), Column("They typed", isNumeric: true), Column("You typed", isNumeric: true)],
                rows: rows)
            return page(
                visit, place, both.standing, typed: visit.form.without(both.untouched), head: both.head, above: savedFirst(told),
                status: 409)
        }
    }

    /// Writes one cell's number. An explanation is of the number it was written for: another number without one takes it away.
    static func write(_ writer: Writer, _ period: Period, _ cell: TemplateReturn.Cell, _ number: Int?, why: String? = nil) throws {
        func change(_ value: inout TemplateValue) {
            if let why {
                (value.explanation, value.explainedCount) = why.isEmpty ? (nil, nil) : (why, cell.counted)
            } else if value.number != number {
                (value.explanation, value.explainedCount) = (nil, nil)
            }
            value.number = number
        }
        if let typed = cell.typed {
            try writer.correct(TemplateValue.self, child: nil, id: typed.id, from: typed.from, change)
        } else if number != nil {
            var value = TemplateValue()
            (value.period, value.cell) = (period.label, cell.key)
            change(&value)
            try writer.create(value)
        }
    }

    /// The quarter is signed off: what was typed is not lost, but nothing is written.
    static func closed(_ visit: Visit, _ period: Period) -> Reply {
        .page(visit, title: "Signed off", shows: .nobody, status: visit.request.method == .post ? 409 : 200, crumbs: crumbs(period)) {
            heading("Signed off", caption: period.words)
                + "<p>This quarter’s template has been signed off, and what is signed off does not change. A manager can open it again, with a reason.</p>"
                + when(
                    visit.person.access.may(.seeFigures),
                    buttonGroup([link(to: At.template("signed", [("period", period.label)]), "What was signed off")]))
        }
    }
}
