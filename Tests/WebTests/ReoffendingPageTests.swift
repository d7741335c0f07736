import Casework
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// The cohort pages: who is followed, what is said of them, and who is told. (S-PER-03, S-PER-04, S-PER-05, S-PER-14, S-PER-15)
@Suite struct ReoffendingPageTests {
    /// Twelve children cautioned in 2026Q1; three of the girls sentenced for a new offence two months later.
    private nonisolated(nonsending) func fill(_ service: Service) async throws {
        try await FigureCast.fill(service)
        for name in FigureCast.girls.prefix(3) { try await again(service, name, on: "2026-07-01") }
    }

    private nonisolated(nonsending) func again(_ service: Service, _ name: String, on iso: String, sentenced: Bool = true) async throws {
        try await service.write(.wholeService(reason: "test"), action: "test.again") { writer in
            let child = try #require(try writer.reader.child(ref: "ref-\(name)"))
            let offence = try writer.create(Fixtures.offence(on: iso, category: "ROBBERY"), child: child)
            if sentenced { try writer.create(Fixtures.outcome(of: offence, on: iso, "FINE"), child: child) }
        }
    }

    @Test("S-PER-04: the page says each disposal on its own children, lists them, and opens each number", arguments: Engine.available)
    func cohort(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await fill(site.service)
            let period = try #require(Period(FigureCast.period))
            let set = try await FigureSet.read(
                site.service, [.init(period, [.reoffendingTracker, .provenReoffending, .reoffendingShared])])
            let manager = try await site.browser(.serviceManager)
            let page = try await manager.get("/reoffending?period=\(FigureCast.period)")
            #expect(page.status == 200)
            let linked = page.linked
            for figure in set.answers[0].of(.reoffendingTracker) where figure.by.isEmpty || figure.by["disposal"] != nil {
                if figure.denominator == 0 { continue }
                let words = figure.value == nil ? "\(Int(figure.numerator ?? 0)) so far" : FigureWords.value(figure)
                #expect(linked[FigureCast.members(figure)]?.contains(words) == true, "\(figure.part) \(figure.by)")
            }
            #expect(page.text.contains("Pre-Court 12"))
            #expect(page.text.contains("Not mature May still rise until"))
            #expect(page.text.contains("n = 12, all."))
            #expect(page.text.contains("ref-Dot") && page.text.contains("Within 3 months") && page.text.contains("None so far"))
            #expect(page.text.contains("Small numbers: 3 with a new offence and 9 without."))
            #expect(page.text.contains("100.0% (3 of 3)") && page.text.contains("66.7% (6 of 9)"))
            #expect(try await site.accessEntries().last?.action == "figure")
            let chosen = try await manager.get("/reoffending?period=\(FigureCast.period)&group=outcome:YOUTH_CONDITIONAL_CAUTION")
            #expect(chosen.text.contains("n = 3, youth conditional caution."))
            for role in Role.allCases where Access(role).may(.seeFigures) && !Access(role).may(.openFile) {
                let numbers = try await site.browser(role).get("/reoffending?period=\(FigureCast.period)")
                #expect(numbers.text.contains("Your role sees numbers, not children.") && !numbers.text.contains("ref-Dot"), "\(role)")
            }
            let wrong = try await manager.get("/reoffending?period=soon")
            #expect(wrong.status == 422 && wrong.text.contains("is not a period"))
        }
    }

    @Test("S-PER-04: a new offence of a child who is followed comes to the worker and the manager, until somebody has looked again")
    func alert() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            let manager = try await site.browser(.serviceManager)
            #expect(try await manager.get("/oversight").text.contains("children followed with a new offence"))
            try await again(site.service, "Dot", on: site.service.today.iso, sentenced: false)
            let list = try await manager.get("/oversight/late?rule=new_offence_seen&all=yes")
            #expect(list.text.contains("Dot Larkspur") && list.text.contains("write an oversight entry"))
            #expect(!list.text.contains("Eve Larkspur"))
        }
    }

    @Test(
        "S-PER-14: the profile of a day stands beside an earlier day, each number open, a wrong day said beside its box",
        arguments: Engine.available)
    func profile(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let manager = try await site.browser(.serviceManager)
            let page = try await manager.get("/cohort?day=20/5/2026&against=20/4/2026")
            #expect(
                page.text.contains("12 children were open on 20 May 2026, 0 more than")
                    || page.text.contains("children were open on 20 May 2026"))
            let period = try #require(Period("2026-05-20..2026-05-20"))
            let set = try await FigureSet.read(site.service, [.init(period, [.cohortProfile])])
            for figure in set.answers[0].figures where figure.part == "share" && (figure.numerator ?? 0) > 0 {
                #expect(page.linked[FigureCast.members(figure, period.label)]?.first == "\(Int(figure.numerator ?? 0))", "\(figure.by)")
            }
            // Ages up the middle of both days, with table and sentence. (S-PER-14)
            #expect(page.section("ages").contains("are male and") && page.section("ages").contains("Figures as a table"))
            #expect(try await manager.get("/cohort?day=soon").text.contains("“soon” is not a day"))
            #expect(try await manager.get("/cohort?day=1/5/2026&against=2/5/2026").status == 422)
        }
    }

    @Test("S-PER-15: a year's disparity stands stage by stage, with three years pooled beside the single ones")
    func disparity() async throws {
        try await withSite(.sqlite) { site in
            try await FigureCast.fill(site.service)
            try await site.service.write(.wholeService(reason: "test"), action: "test.population") { writer in
                for (sex, people) in [("MALE", 6400), ("FEMALE", 6100)] {
                    for year in 2022...2025 {
                        var row = Population()
                        (row.area, row.midYear, row.sex, row.population) = ("SAN", year, sex, people)
                        try writer.create(row)
                    }
                }
            }
            let manager = try await site.browser(.serviceManager)
            let page = try await manager.get("/figures/disparity?period=2026-27")
            #expect(page.status == 200)
            let period = try #require(Period("2026-27"))
            let set = try await FigureSet.read(site.service, [.init(period, [.disparity])])
            var compared = 0
            for figure in set.answers[0].figures where (figure.numerator ?? 0) > 0 {
                #expect(
                    page.linked[FigureCast.members(figure, "2026-27")]?.contains(FigureWords.value(figure)) == true,
                    "\(figure.part) \(figure.by)")
                compared += 1
            }
            #expect(compared > 10)
            #expect(page.text.contains("Three years pooled beside the single years, by sex"))
            #expect(page.text.contains("Of ") && page.text.contains("an interval that does not hold 1"))
        }
    }
}
