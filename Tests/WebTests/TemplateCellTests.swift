import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// A number for a cell the form does not have is refused by the cell's name and never passed over. (S-PER-11, S-PER-22)
@Suite struct TemplateCellTests {
    private static let total = "kpi3 IDENTIFIED CUSTODY total"

    @Test(
        "S-PER-22: a row and a column that do not meet in the form are no cell of it, pasted or sent with a table",
        arguments: Engine.available)
    func unheardOf(_ engine: Engine) async throws {
        // Only the form that is there is counted: not every row has every column.
        #expect(TemplateReturn.keys.contains(Self.total) && !TemplateReturn.cellKeys.contains(Self.total))
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let period = try #require(Period(FigureCast.period))
            let made = try await TemplateReturn.read(site.service, period)
            #expect(made.cells.map(\.key).sorted() == TemplateReturn.cellKeys.sorted())
            let known = try #require(made.cells.first { $0.sheet == 5 && $0.row.id == "COMPLETED" && $0.counted > 0 })
            let browser = try await site.browser(.analyst)
            let paste = try (try await browser.get("/returns/template/pasted?period=\(FigureCast.period)")).form("/pasted")
            let none = try await browser.submit(paste, ["rows": "cell\ttyped\n\(Self.total)\t4\n\(known.key)\t3"])
            #expect(none.status == 422 && none.text.contains("Line 2: the form has no cell “\(Self.total)”."))
            let table = "/returns/template/typed?period=\(FigureCast.period)&sheet=\(known.sheet)&block=\(known.block)"
            let typing = try (try await browser.get(table)).form("/typed")
            let box = "n-\(known.row.id)-\(known.column)".idSafe
            let refused = try await browser.post(table, typing.filled([box: "3"]) + [("n-COMPLETED-start", "4")])
            #expect(refused.status == 422 && refused.text.contains("The form has no cell “COMPLETED-start” in this table"))
            #expect(try await TemplateReturn.read(site.service, period).typedInAll == 0)
        }
    }
}
