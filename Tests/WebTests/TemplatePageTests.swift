import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// The summary template says what its sheets count, opens to it, and names nobody to who may not read it. (S-PER-11, S-PER-22)
@Suite struct TemplatePageTests {
    @Test("S-PER-22: each number of the template is its cell's and leads to its members; the CSV has the same", arguments: Engine.available)
    func numbers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let period = try #require(Period(FigureCast.period))
            let set = try await FigureSet.read(site.service, [.init(period, TemplateSheet.all.map(\.measure))])
            var linked: [String: [String]] = [:]
            for sheet in TemplateSheet.all.indices {
                let page = try await browser.get("/returns/template?period=\(FigureCast.period)&sheet=\(sheet)")
                #expect(page.status == 200)
                // One sheet a page: nothing else is counted for it.
                let others = TemplateSheet.all.indices.filter { page.text.contains(TemplateSheet.all[$0].title) }
                #expect(others == [sheet])
                linked.merge(page.linked) { $0 + $1 }
            }
            #expect(try await browser.get("/returns/template?period=\(FigureCast.period)&sheet=10").status == 404)
            let csv = try await browser.get("/returns/template/table.csv?period=\(FigureCast.period)")
            #expect(csv.status == 200)
            var counted = 0
            for figure in set.answers[0].figures where !figure.counted.isEmpty {
                let address = FigureCast.members(figure)
                #expect(linked[address]?.contains(FigureWords.value(figure)) == true, "\(address): \(linked[address] ?? [])")
                counted += 1
            }
            #expect(counted > 0)
            let figure = try #require(set.answers[0].figures.first { $0.measure == "template.kpi6" && !$0.counted.isEmpty })
            let members = try await browser.get(FigureCast.members(figure))
            #expect(members.text.contains("Counted: \(figure.counted.count)"))
            #expect(members.text.contains("Youth Justice Application Framework, the form of the indicators"))
            // A sheet has no page of its own.
            let sheet = try await browser.get("/figures/template.kpi6?period=\(FigureCast.period)")
            #expect(sheet.text.contains("Summary template"))
        }
    }

    @Test("promise 6: figures of health and victims name nobody to a role that may not read them", arguments: Engine.available)
    func names(_ engine: Engine) async throws {
        #expect(!Access(.analyst).mayName(.mentalHealth) && !Access(.analyst).mayName(.victimsEngaged))
        #expect(Access(.analyst).mayName(.suitableAccommodation) && Access(.serviceManager).mayName(.victimsEngaged))
        #expect(!Access(.caseManager).mayName(.victimsEngaged) && Access(.caseManager).mayName(.mentalHealth))
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let analyst = try await site.browser(.analyst)
            let page = try await analyst.get("/figures/kpi4/members?part=4a&period=\(FigureCast.period)")
            #expect(page.status == 200 && page.text.contains("it names nobody"))
        }
    }
}
