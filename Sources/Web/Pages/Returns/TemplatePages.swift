import Casework
import HTML
import Records
import Reports
import Statistics

/// The summary template of the ten indicators for a quarter: filled from the cases, beside what the service types; every counted number opens
/// to who is in it, every difference is explained before a manager signs the quarter off. (S-PER-11, S-PER-22)
enum TemplatePages {
    static let routes: [Route] =
        [
            // Who prepares the return types these numbers and sees the counted one beside each, if not who is in it.
            .get("/returns/template", .mayEither(.seeFigures, .prepareReturn)) { try await show($0) }
        ] + TemplateFiles.routes + TemplateTyping.routes + TemplateDifferences.routes + TemplateSigning.routes

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        let number = try sheet(visit) ?? 0
        let made = try await TemplateReturn.read(visit.service, ask.period, sheets: [number], asAt: ask.asAt)
        let names = try await visit.service.read(Scope(visit.person)) { try $0.staffNames() }
        let seesFigures = visit.person.access.may(.seeFigures)
        let leads: HTML = seesFigures ? "A number leads to who is in it. " : .empty
        let above = seesFigures ? NavItem("Figures", Address("/figures", query: ask.query)) : NavItem("National return", At.returns)
        let sheets = TemplateSheet.all.indices.map {
            NavItem("KPI \($0 + 1)", At.template(nil, ask.query, sheet: $0), isCurrent: $0 == number)
        }
        let body =
            errorSummary(ask.problems) + heading("Summary template", caption: ask.period.words)
            + ask.form(At.template(), keeping: [("sheet", String(number))])
            + "<p>The rows and columns of the form a service fills in by hand where it sends no case-level data, counted from the cases. \(leads)A typed number stands beside the counted one; where nobody typed one, the counted number is sent.</p>"
            + TemplateFiles.links(visit, ask.query)
            + ReturnHead.facts(visit, made)
            + tabs(sheets, label: "Sheets of the template") + state(visit, ask, made, number, names) + sheet(visit, number, made, ask)
        return .page(
            visit, title: "Summary template", shows: .nobody, status: ask.problems.isEmpty ? 200 : 422, hasErrors: !ask.problems.isEmpty,
            crumbs: [above], body)
    }

    /// The sheet an address asks for, counted from none; nil where it asks for none.
    static func sheet(_ visit: Visit) throws -> Int? {
        guard let text = visit.query("sheet") else { return nil }
        guard let number = Int(text), TemplateSheet.all.indices.contains(number) else { throw NotFound() }
        return number
    }

    /// How far the sheet and the quarter are: typed, explained, signed off, moved since.
    private static func state(
        _ visit: Visit, _ ask: FigureAsk, _ made: TemplateReturn, _ number: Int, _ names: [RecordID: String]
    ) -> HTML {
        guard ask.period.isQuarter else {
            return inset("<p>Numbers are typed and signed off quarter by quarter: ask for one to do so.</p>")
        }
        let open = made.unexplained.count
        var facts: [(String, HTML)] = [
            ("Typed", "\(made.typed) of \(made.cells.count) cells; \(made.typedInAll) on all ten sheets"),
            (
                "Differ from what was counted",
                made.differences.isEmpty
                    ? "None" : "\(made.differences.count)\(open == 0 ? ", all explained" : ", \(open) not explained yet")"
            ),
        ]
        let access = visit.person.access
        var links: [HTML] = []
        if let signed = made.signed {
            let moved = made.moved?.count ?? 0
            let who = signed.signedBy.flatMap { names[$0] } ?? "somebody who has left"
            facts.append(("State", "\(tag("Signed off", .good)) by \(who), \(signed.asAt.words)"))
            facts.append(("Moved since sign-off", moved == 0 ? "Nothing" : "\(moved) cells"))
            if access.may(.seeFigures) {
                links.append(
                    link(to: At.template("signed", [("period", ask.period.label)]), "What was signed off, and what has moved since"))
            }
        } else {
            facts.append(("State", tag("Not signed off", .warning)))
            if ask.asAt == nil, access.may(.prepareReturn) {
                links.append(link(to: At.template("pasted", [("period", ask.period.label)]), "Paste typed numbers from a spreadsheet"))
            }
            if ask.asAt == nil, access.mayWrite("template_sign_off") {
                links.append(link(to: At.template("sign-off", [("period", ask.period.label)]), "Sign the quarter off"))
            }
        }
        if !made.differences.isEmpty, access.may(.prepareReturn) {
            links.insert(link(to: At.template("differences", ask.query, sheet: number), "Differences on this sheet, and why"), at: 0)
        }
        if made.typedInAll > made.typed, access.may(.prepareReturn) {
            links.append(link(to: At.template("differences", ask.query), "Differences on all ten sheets, and why"))
        }
        return section("This sheet: typed beside counted", id: "state", summaryList(facts) + when(!links.isEmpty, list(links)))
    }

    static func id(_ sheet: TemplateSheet) -> String { sheet.measure.id.idSafe }

    private static func sheet(_ visit: Visit, _ number: Int, _ made: TemplateReturn, _ ask: FigureAsk) -> HTML {
        let sheet = TemplateSheet.all[number]
        var empty: [HTML] = []
        let mayType = ask.asAt == nil && made.signed == nil && ask.period.isQuarter && visit.person.access.may(.prepareReturn)
        let tables = sheet.blocks.indices.map { place -> HTML in
            let block = sheet.blocks[place]
            let cells = made.cells(number, place)
            func typing(_ words: String) -> HTML {
                link(to: TemplateTyping.address(ask.period, number, place), words, about: "\(sheet.title): \(block.words)")
            }
            guard cells.contains(where: { !$0.figure.counted.isEmpty || $0.number != nil }) else {
                // Typed as markup: a string made of it would be the words of its bytes.
                let more: HTML = mayType ? " (\(typing("type")))" : .empty
                empty.append("\(block.words)\(more)")
                return .empty
            }
            let found = Dictionary(cells.map { ("\($0.row.id) \($0.column)", $0) }) { first, _ in first }
            let rows = sheet.rows.map { row -> [HTML] in
                ["\(row.words)"] + block.columns.map { column in found["\(row.id) \(column)"].map { words(visit, $0, ask) } ?? .empty }
            }
            let columns = [Column("Row")] + block.columns.map { Column(words($0), isNumeric: true) }
            return section(
                block.words, id: "\(id(sheet))-\(block.words.idSafe)", level: 3,
                table(caption: "\(sheet.title): \(block.words)", columns: columns, rows: rows, captionHidden: true)
                    + when(mayType, "<p>\(typing("Type these numbers"))</p>"))
        }
        let nobody: HTML = empty.isEmpty ? "" : "<p>Nobody under: \(empty.joined(separator: "; ")).</p>"
        let notes = sheet.measure.definition.notes.prefix(1).map { "<p class=\"hint\">\($0)</p>" as HTML }.joined()
        let indicator = sheet.measure.id.split(separator: ".").last.map(String.init) ?? ""
        let by: HTML =
            visit.person.access.may(.seeFigures)
            ? "<p>\(link(to: Address("/figures/\(indicator)", query: ask.query), "The indicator itself, and its definition"))</p>" : .empty
        return section(sheet.title, id: id(sheet), notes + tables.joined() + nobody + by)
    }

    /// A counted number, and beside it the typed one where there is one.
    private static func words(_ visit: Visit, _ cell: TemplateReturn.Cell, _ ask: FigureAsk) -> HTML {
        let counted = counted(visit, cell, ask.query)
        guard let number = cell.number else { return counted }
        guard cell.differs else { return "\(counted) \(tag("Typed", .info))" }
        let mark = cell.isExplained ? tag("Differs, explained", .info) : tag("Differs", .warning)
        return "\(counted)<br>typed \(number) \(mark)"
    }

    /// The counted number, which leads to who is in it whoever may see figures.
    static func counted(_ visit: Visit, _ cell: TemplateReturn.Cell, _ query: [(String, String)]) -> HTML {
        let number: HTML = "\(FigureWords.value(cell.figure))"
        return cell.figure.counted.isEmpty || !visit.person.access.may(.seeFigures)
            ? number : link(to: At.members(cell.figure, query), number)
    }

    static func words(_ column: String) -> String {
        switch column {
        case "start_yes": "Start, suitable"
        case "start_no": "Start, not suitable"
        case "end_yes": "End, suitable"
        case "end_no": "End, not suitable"
        case "release_yes": "Release, suitable"
        case "release_no": "Release, not suitable"
        case "not_attended": "Not attended"
        default: column.prefix(1).uppercased() + column.dropFirst()
        }
    }

    /// Who explained the differences and when, by the journal's position.
    static func explainers(_ visit: Visit, _ cells: [TemplateReturn.Cell]) async throws -> [Int64: (by: String, at: Instant)] {
        try await visit.service.read(Scope(visit.person)) { reader in
            let names = try reader.staffNames()
            return try reader.trails(cells.compactMap { $0.typed?.from }).mapValues { trail in
                (trail.staff.flatMap { names[$0] } ?? "Somebody who has left", trail.recordedAt)
            }
        }
    }
}

extension Period {
    /// Whether it is one financial quarter.
    var isQuarter: Bool { self == Period.quarter(of: from) }
}

extension At {
    /// - Parameter sheet: the one sheet wanted, counted from none.
    static func template(_ part: String? = nil, _ query: [(String, String)] = [], sheet: Int? = nil) -> Address {
        Address(
            "/returns/template" + (part.map { "/\($0)" } ?? ""), query: query + (sheet.map { [("sheet", String($0))] } ?? []))
    }
}
