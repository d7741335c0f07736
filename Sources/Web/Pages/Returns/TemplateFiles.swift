import Casework
import HTML
import Records
import Reports
import Statistics

/// The filled template as files: CSV, and where the installation makes them XLSX of the same rows and a PDF of the whole form. (S-PER-22)
enum TemplateFiles {
    static let routes: [Route] = [
        .get("/returns/template/table.csv", .mayEither(.seeFigures, .prepareReturn)) { try await csv($0) },
        .get("/returns/template/table.xlsx", .mayEither(.seeFigures, .prepareReturn)) { try await xlsx($0) },
        .get("/returns/template/form.pdf", .mayEither(.seeFigures, .prepareReturn)) { try await pdf($0) },
    ]

    /// The links to them, and what this installation does not make.
    static func links(_ visit: Visit, _ query: [(String, String)]) -> HTML {
        let extras = visit.request.site.extras
        var links = [downloadLink(to: At.template("table.csv", query), "The filled template as a spreadsheet (CSV)")]
        if extras.xlsx != nil { links.append(downloadLink(to: At.template("table.xlsx", query), "The same as XLSX")) }
        if extras.pdf != nil { links.append(downloadLink(to: At.template("form.pdf", query), "All ten sheets to print (PDF)")) }
        return list(links) + (extras.lack.map { "<p class=\"hint\">\($0)</p>" } ?? .empty)
    }

    /// The whole form; nil where its period or moment cannot be read.
    private static func made(_ visit: Visit, _ ask: FigureAsk) async throws -> TemplateReturn? {
        guard ask.problems.isEmpty else { return nil }
        return try await TemplateReturn.read(visit.service, ask.period, asAt: ask.asAt)
    }

    private static func again(_ visit: Visit) -> Reply { .see(At.template(nil, visit.request.query.map { ($0.name, $0.value) })) }

    private static func rows(_ visit: Visit, _ made: TemplateReturn) async throws -> [UInt8] {
        let who = try await TemplatePages.explainers(visit, made.differences)
        return TemplateCSV.bytes(made) { who[$0] }
    }

    private static func name(_ ask: FigureAsk, _ ending: String) -> String { "summary-template-\(ask.period.label).\(ending)" }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard let made = try await made(visit, ask) else { return again(visit) }
        return .file(name(ask, "csv"), type: "text/csv; charset=utf-8", shows: .nobody, try await rows(visit, made))
    }

    private static func xlsx(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard let made = try await made(visit, ask) else { return again(visit) }
        guard let writer = visit.request.site.extras.xlsx else { return without(visit, ask, visit.request.site.extras.lack ?? "") }
        do {
            let bytes = try writer.bytes(TemplateCSV.workbook(made, csv: try await rows(visit, made)))
            return .file(name(ask, "xlsx"), type: XLSXWriter.mediaType, shows: .nobody, bytes)
        } catch { return without(visit, ask, "The XLSX could not be made on this machine. The CSV holds the same numbers.") }
    }

    private static func pdf(_ visit: Visit) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard let made = try await made(visit, ask) else { return again(visit) }
        guard let printer = visit.request.site.extras.pdf else { return without(visit, ask, visit.request.site.extras.lack ?? "") }
        let title = "Summary template, \(ask.period.words)"
        let document = standalone(title: title, service: visit.service.name, style: AssetRoutes.style, main: form(made))
        do {
            let bytes = try await printer.pdf(of: document.text)
            return .file(name(ask, "pdf"), type: "application/pdf", shows: .nobody, bytes)
        } catch { return without(visit, ask, error.sentence) }
    }

    private static func without(_ visit: Visit, _ ask: FigureAsk, _ sentence: String) -> Reply {
        .page(visit, title: "No such file", shows: .nobody, status: 503, crumbs: [NavItem("Summary template", At.template(nil, ask.query))])
        {
            heading("This file cannot be had") + "<p>\(sentence)</p>"
                + buttonGroup([
                    downloadLink(to: At.template("table.csv", ask.query), "CSV"),
                    link(to: At.template(nil, ask.query), "Back to the template"),
                ])
        }
    }

    // MARK: To print

    /// All ten sheets, with what is typed beside what was counted, and why they differ.
    static func form(_ made: TemplateReturn) -> HTML {
        let facts: [(String, HTML)] = [
            ("Service", "\(made.service)"), ("Unit code", "\(made.unitCode ?? "Not given")"), ("As known at", "\(made.asAt.words)"),
            ("Signed off", made.signedOff.map { "\($0.words)" } ?? "Not yet"),
        ]
        let sheets = TemplateSheet.all.indices.map { sheet(made, $0) }.joined()
        let why = made.differences.map { cell -> [HTML] in
            [
                "KPI \(cell.sheet + 1)", "\(cell.words(TemplatePages.words))", "\(cell.counted)", "\(cell.number ?? cell.counted)",
                "\(cell.isExplained ? cell.explanation ?? "" : "Not explained yet")",
            ]
        }
        let differences = table(
            caption: "Where what is typed differs from what was counted",
            columns: [
                Column("Sheet"), Column("Cell"), Column("Counted", isNumeric: true), Column("Typed", isNumeric: true), Column("Why"),
            ],
            rows: why, captionHidden: true, empty: "Nowhere.")
        return heading("Summary template", caption: made.period.words) + summaryList(facts)
            + "<p>Counted from the cases. Where a number was typed instead it stands in its place, with the counted one after it.</p>"
            + sheets
            + section("Where what is typed differs from what was counted", id: "differences", differences)
    }

    private static func sheet(_ made: TemplateReturn, _ number: Int) -> HTML {
        let sheet = TemplateSheet.all[number]
        var empty: [String] = []
        let tables = sheet.blocks.indices.map { place -> HTML in
            let (block, cells) = (sheet.blocks[place], made.cells(number, place))
            guard cells.contains(where: { $0.counted != 0 || $0.number != nil }) else {
                empty.append(block.words)
                return .empty
            }
            let found = Dictionary(cells.map { ("\($0.row.id) \($0.column)", $0) }) { first, _ in first }
            let rows = sheet.rows.map { row -> [HTML] in
                ["\(row.words)"] + block.columns.map { column in found["\(row.id) \(column)"].map(words) ?? .empty }
            }
            return table(
                caption: "\(sheet.title): \(block.words)",
                columns: [Column("Row")] + block.columns.map { Column(TemplatePages.words($0), isNumeric: true) }, rows: rows)
        }
        let nobody: HTML = empty.isEmpty ? .empty : "<p>Nobody under: \(empty.joined(separator: "; ")).</p>"
        return section(sheet.title, id: TemplatePages.id(sheet), tables.joined() + nobody)
    }

    private static func words(_ cell: TemplateReturn.Cell) -> HTML {
        guard let number = cell.number, cell.differs else { return "\(cell.counted)" }
        return "\(number) (counted \(cell.counted))"
    }
}
