import Casework
import HTML
import Records
import Reports
import Statistics

/// The summary template of the ten indicators, filled from the cases for a quarter; every number opens to who is in it. (S-PER-11, S-PER-22)
enum TemplatePages {
    static let routes: [Route] = [
        .get("/returns/template", .may(.seeFigures)) { try await show($0) },
        .get("/returns/template/table.csv", .may(.seeFigures)) { try await csv($0) },
    ]

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        if let exact = ask.exact(visit) { return .see(exact) }
        let set = try await FigureSet.read(
            visit.service, [FigureSet.Ask(ask.period, TemplateSheet.all.map(\.measure))], asAt: ask.asAt)
        let contents = list(TemplateSheet.all.map { link(to: Address(At.template(nil, ask.query).path, fragment: id($0)), $0.title) })
        let body =
            errorSummary(ask.problems) + heading("Summary template", caption: ask.period.words) + ask.form(At.template())
            + "<p>The rows and columns of the form a service fills in by hand where it sends no case-level data, counted from the cases. A number leads to who is in it. Cells the form has and the cases cannot fill are left out, and said under each sheet.</p>"
            + "<p>\(downloadLink(to: At.template("table.csv", ask.query), "The filled template as a spreadsheet (CSV)"))</p>" + contents
            + TemplateSheet.all.map { sheet($0, set.answers[0].of($0.measure), ask) }.joined()
        return .page(
            visit, title: "Summary template", shows: .nobody, status: ask.problems.isEmpty ? 200 : 422, hasErrors: !ask.problems.isEmpty,
            crumbs: [NavItem("Figures", Address("/figures", query: ask.query))], body)
    }

    private static func id(_ sheet: TemplateSheet) -> String { sheet.measure.id.idSafe }

    private static func sheet(_ sheet: TemplateSheet, _ figures: [Figure], _ ask: FigureAsk) -> HTML {
        let found = Dictionary(figures.map { ($0.by, $0) }) { first, _ in first }
        var empty: [String] = []
        let tables = sheet.blocks.map { block -> HTML in
            var isEmpty = true
            let rows = sheet.rows.map { row -> [HTML] in
                ["\(row.words)"]
                    + block.columns.map { column -> HTML in
                        guard let figure = found[block.by.merging(["row": row.id, "column": column]) { $1 }] else { return .empty }
                        if !figure.counted.isEmpty { isEmpty = false }
                        let number: HTML = "\(FigureWords.value(figure))"
                        return figure.counted.isEmpty ? number : link(to: At.members(figure, ask.query), number)
                    }
            }
            guard !isEmpty else {
                empty.append(block.words)
                return .empty
            }
            let columns = [Column("Row")] + block.columns.map { Column(words($0), isNumeric: true) }
            return section(
                block.words, id: "\(id(sheet))-\(block.words.idSafe)", level: 3,
                table(caption: "\(sheet.title): \(block.words)", columns: columns, rows: rows, captionHidden: true))
        }
        let nobody: HTML = empty.isEmpty ? "" : "<p>Nobody under: \(empty.joined(separator: "; ")).</p>"
        let notes = sheet.measure.definition.notes.prefix(1).map { "<p class=\"hint\">\($0)</p>" as HTML }.joined()
        let indicator = sheet.measure.id.split(separator: ".").last.map(String.init) ?? ""
        let by: HTML = "<p>\(link(to: Address("/figures/\(indicator)", query: ask.query), "The indicator itself, and its definition"))</p>"
        return section(sheet.title, id: id(sheet), notes + tables.joined() + nobody + by)
    }

    private static func words(_ column: String) -> String {
        switch column {
        case "start_yes": "Start, suitable"
        case "start_no": "Start, not suitable"
        case "end_yes": "End, suitable"
        case "end_no": "End, not suitable"
        case "not_attended": "Not attended"
        default: column.prefix(1).uppercased() + column.dropFirst()
        }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty else { return .see(At.template(nil, visit.request.query.map { ($0.name, $0.value) })) }
        let set = try await FigureSet.read(
            visit.service, [FigureSet.Ask(ask.period, TemplateSheet.all.map(\.measure))], asAt: ask.asAt)
        let bytes = TemplateCSV.bytes(set.answers[0], asAt: set.asAt)
        return .file("summary-template-\(ask.period.label).csv", type: "text/csv; charset=utf-8", shows: .nobody, bytes)
    }
}

extension At {
    static func template(_ part: String? = nil, _ query: [(String, String)] = []) -> Address {
        Address("/returns/template" + (part.map { "/\($0)" } ?? ""), query: query)
    }
}
