import Casework
import Foundation
import Records
import Reports
import Statistics
import TestSupport
import Testing

@testable import Web

/// Self-service: a question of one's own to the figures, its files, and the views that are kept. (S-PER-09, S-PER-18, S-PER-21)
@Suite struct ViewPageTests {
    /// The form that saves a view, of the page's others.
    private func saving(_ page: Page) throws -> PageForm { try #require(page.forms.first { $0.action == "/figures/views" }) }

    private static let bySex = "/figures/views/new?figure=fte%20count&by=sex&against=previous&period=\(FigureCast.period)"

    @Test(
        "S-PER-21: chart, table and sentence say what the figures are, each number a link to what it is made of",
        arguments: Engine.available)
    func answer(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(Self.bySex)
            #expect(page.status == 200 && page.section("answer").contains("the highest is female, 9; the lowest not known, 0."))
            #expect(page.text.contains("the largest change is female: so it is up 9, from 0 to 9."))
            let period = try #require(Period(FigureCast.period))
            let set = try await FigureSet.read(site.service, [.init(period, [.firstTimeEntrants])])
            for figure in set.answers[0].figures where figure.part == "count" && figure.by["sex"] != nil {
                #expect(page.linked[FigureCast.members(figure)]?.contains(FigureWords.value(figure)) == true, "\(figure.by)")
            }
            #expect(page.html.contains("<svg") && page.html.contains("id=\"definition\""))
            // Its course: the two quarters in which anything was counted.
            let course = try await browser.get("/figures/views/new?figure=fte%20count&period=\(FigureCast.period)")
            #expect(course.text.contains("Since 2025Q4, when it was 2, the highest was 12 in 2026Q1 and the lowest 2 in 2025Q4."))
            // Nothing published: that is said.
            let family = try await browser.get("/figures/views/new?figure=fte%20count&against=family&period=\(FigureCast.period)")
            #expect(family.status == 200 && family.text.contains("Nothing is published for this figure"))
        }
    }

    @Test("what cannot be asked has a sentence beside its box, and what was typed is kept", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.analyst)
            for (query, sentence) in [
                ("figure=nothing", "There is no such figure."), ("by=hair", "It can be divided by: outcome"),
                ("against=%3Cb%3E", "Choose what it is set beside."),
                ("figure=fte%20count&by=sex&against=family", "Published figures are of whole areas"),
                ("period=never", "“never” is not a period."), ("figure=oocd%20decided&by=sex", "This figure is not divided so."),
                ("against=year_before&period=2024-01-01..2026-01-01", "The year before would overlap"), ("as_at=soon", "soon"),
            ] {
                let page = try await browser.get("/figures/views/new?\(query)")
                #expect(page.status == 422 && page.text.contains(sentence), "\(query): \(page.status)")
                #expect(try await browser.get("/figures/views/new/table.csv?\(query)&numbers=whole").status == 422, "\(query)")
            }
            #expect(try await browser.get("/figures/views/new?period=never").html.contains("value=\"never\""))
        }
    }

    @Test(
        "promise 8: a file to pass on holds no count from 1 to 5 and says so; whole, it holds the page's and says it stays inside",
        arguments: Engine.available)
    func files(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            for query in [
                "figure=fte%20count&by=sex&against=previous", "figure=fte%20count&against=course",
                "figure=oocd%20within_target&against=previous",
            ] {
                let view = try await browser.get("/figures/views/new?\(query)&period=\(FigureCast.period)")
                let file = try await browser.submit(try view.form("/figures/views/files"))
                #expect(file.text.contains("Intact"))
                let csv = try await browser.get(try file.link("CSV"))
                let table = try CSVTable(Array(csv.html.utf8))
                let columns = ["number", "base", "shown as"].compactMap { table.header.firstIndex(of: $0) }
                #expect(columns.count == 3 && table.count > 0)
                for row in 0..<table.count {
                    for column in columns { #expect(!["1", "2", "3", "4", "5"].contains(table[row, column]), "\(query) \(row)") }
                }
                #expect(csv.html.contains("fewer than 6") && !csv.html.contains("ref-"))
                #expect(csv.html.contains(Measure.firstTimeEntrants.definition.source) || query.contains("oocd"))
            }
            let whole = try await browser.get(
                "/figures/views/new/table.csv?figure=fte%20count&by=sex&against=nothing&numbers=whole&period=\(FigureCast.period)")
            let table = try CSVTable(Array(whole.html.utf8))
            let (of, number) = (try #require(table.header.firstIndex(of: "of")), try #require(table.header.firstIndex(of: "number")))
            let told = Dictionary((0..<table.count).map { (table[$0, of], table[$0, number]) }) { first, _ in first }
            #expect(told == ["Male": "3", "Female": "9", "Not known": "0"])
            #expect(whole.header("Content-Disposition")?.contains("inside-only") == true)
            // No library on this site: said on the page and at the file's own address, and the CSV is offered.
            #expect(try await browser.get(Self.bySex).text.contains("This installation makes no XLSX"))
            let none = try await browser.get("/figures/views/new/table.xlsx?figure=fte%20count&numbers=whole")
            #expect(none.status == 503 && none.text.contains("makes no XLSX") && none.links.contains { $0.contains("table.csv") })
        }
    }

    @Test(
        "promise 8: a file passed on stays as it left, the same question is the same file, and later ones are guarded beside it",
        arguments: Engine.available)
    func passedOn(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.analyst)
            func pass(_ query: String) async throws -> Page {
                let view = try await browser.get("/figures/views/new?\(query)&period=\(FigureCast.period)")
                return try await browser.submit(try view.form("/figures/views/files"))
            }
            let whole = try await pass("figure=fte%20count&against=nothing")
            let first = try await browser.get(try whole.link("CSV")).bytes
            #expect(String(decoding: first, as: UTF8.self).contains(",12,"))
            #expect(try await pass("figure=fte%20count&against=nothing").path == whole.path)
            try await FigureCast.decide(site.service, "Zed", "MALE", "2026-05-12", "YOUTH_CAUTION")
            let second = try await pass("figure=fte%20count&against=nothing")
            #expect(second.path != whole.path)
            #expect(try await browser.get(try whole.link("CSV")).bytes == first)
            let all = try await browser.get("/figures/views/files")
            #expect(all.links.filter { $0.hasPrefix("/figures/views/files/") }.count == 2)
        }
    }

    @Test(
        "promise 8: of a figure that no tie guards no file to pass on is made, and why is said; whole it is there for inside",
        arguments: Engine.available)
    func staysInside(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            for (figure, why) in [
                ("kpi1%201a_change", "what one count has more than another"), ("kpi2%202a_change", "what one count has more than another"),
                ("remand%20nights", "may be one child’s own"), ("disparity%20rri", "divided in two ways at once"),
            ] {
                let page = try await browser.get("/figures/views/new?figure=\(figure)&against=nothing&period=\(FigureCast.period)")
                #expect(page.status == 200 && page.section("files").contains("no file is made of this figure"))
                #expect(page.section("files").contains(why), "\(page.section("files"))")
                #expect(!page.forms.contains { $0.action == "/figures/views/files" })
                #expect(page.links.contains { $0.contains("numbers=whole") })
            }
            // Asked for all the same, by the form of another.
            let other = try await browser.get(
                "/figures/views/new?figure=kpi1%201a_end_suitable&against=nothing&period=\(FigureCast.period)")
            let asked = try await browser.submit(try other.form("/figures/views/files"), ["figure": "kpi1 1a_change"])
            #expect(asked.status == 422 && asked.text.contains("No file to pass on is made of this figure."))
            let kept = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(PassedFile.self).count }
            #expect(kept == 0)
        }
    }

    @Test(
        "S-PER-22: the template is offered as XLSX and PDF where the installation makes them, and what it lacks is said",
        arguments: Engine.available)
    func templateFiles(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/returns/template?period=\(FigureCast.period)")
            #expect(page.text.contains("makes neither PDF nor XLSX") && page.links.contains { $0.contains("table.csv") })
            #expect(!page.links.contains { $0.contains("table.xlsx") || $0.contains("form.pdf") })
            #expect(page.text.contains("Nobody under:") && !page.text.contains("HTML(bytes"))
            for file in ["table.xlsx", "form.pdf"] {
                let none = try await browser.get("/returns/template/\(file)?period=\(FigureCast.period)")
                #expect(none.status == 503 && none.links.contains { $0.contains("table.csv") }, "\(file)")
                #expect(try await browser.get("/returns/template/\(file)?period=never").status == 422, "\(file)")
            }
        }
    }

    @Test(
        "S-PER-18: a view is saved under its name, shared when said so, moves on with the quarters, and is its owner's to remove",
        arguments: Engine.available)
    func saved(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let owner = try await site.browser(.analyst)
            let other = try await site.browser(.caseManager)
            let page = try await owner.get("/figures/views/new?figure=fte%20count&by=sex&against=nothing")
            let nameless = try await owner.submit(try saving(page), ["name": " "])
            #expect(nameless.status == 422 && nameless.text.contains("Give the view a name."))
            let kept = try await owner.submit(
                try saving(page), ["name": "Entrants <by> sex"])
            #expect(kept.status == 200 && kept.path.hasPrefix("/figures/views/") && kept.html.contains("Entrants &lt;by&gt; sex"))
            #expect(try await owner.get("/figures/views").text.contains("Entrants <by> sex"))
            // Not shared: to others it is not there.
            #expect(try await other.get(kept.path).status == 404)
            #expect(try await !other.get("/figures/views").text.contains("Entrants"))
            #expect(try await other.post("\(kept.path)/removal", [("from", "1")]).status == 404)
            // The same form sent twice is one view; another is a form of its own.
            #expect(
                try await owner.submit(try saving(page), ["name": "Entrants <by> sex"]).path
                    == kept.path)
            let anew = try await owner.get("/figures/views/new?figure=fte%20count&by=sex&against=nothing")
            let shared = try await owner.submit(
                try saving(anew), ["name": "For all", "shared": "yes", "fixed": "yes"])
            #expect(try await other.get(shared.path).text.contains("For all"))
            #expect(try await other.get("/figures/views").text.contains("For all"))
            #expect(try await other.post("\(shared.path)/removal", [("from", "1")]).status == 403)
            // A quarter on, the one has moved and the other stands.
            let then = try await owner.get(shared.path).text
            site.clock.advance(days: 92)
            let again = try await site.browser(.analyst)
            let caption = Period.quarter(of: site.service.today).previous.words
            #expect(try await again.get(kept.path).text.contains(caption) && !then.contains(caption))
            #expect(try await !again.get(shared.path).text.contains(caption))
            let removed = try await again.submit(try (try await again.get(kept.path)).form("\(kept.path)/removal"))
            #expect(removed.path == "/figures/views" && !removed.text.contains("Entrants"))
            #expect(try await again.get(kept.path).status == 404)
        }
    }

    // MARK: Documents

    /// A stand-in for a Python that never comes to an end.
    private func endless() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("python-\(UUID().uuidString)").path
        try #require(
            FileManager.default.createFile(
                atPath: path, contents: Data("#!/bin/sh\nexec sleep 600\n".utf8), attributes: [.posixPermissions: 0o700]))
        return path
    }

    @Test(
        "S-PER-20: a PDF that takes too long, and one this installation does not make, are a sentence with what there is instead",
        arguments: Engine.available)
    func withoutPDF(_ engine: Engine) async throws {
        let slow = PDFPrinter(python: try endless(), seconds: 1)
        for (extras, sentence) in [(Extras(), "makes neither PDF nor XLSX"), (Extras(pdf: slow), "took more time or memory")] {
            try await withSite(engine, extras: extras) { site in
                try await FigureCast.fill(site.service)
                let browser = try await site.browser(.serviceManager)
                let begun = try await browser.submit(
                    try (try await browser.get("/reports")).form("/reports"), ["period": FigureCast.period])
                #expect(try await browser.get("\(begun.path)/issued.pdf").status == 404)
                _ = try await browser.submit(try (try await browser.get("\(begun.path)/issue")).form("\(begun.path)/issue"))
                let copy = try await browser.get("\(begun.path)/issued")
                // ASVS 3.4.3: the style the copy carries, by its hash, and no other.
                let policy = copy.header("Content-Security-Policy") ?? ""
                #expect(
                    policy.hasPrefix(IssuePages.policy) && policy.contains("base-uri 'none'") && !policy.contains("unsafe"), "\(policy)")
                #expect(policy.hasSuffix(" 'sha256-\(sha256Base64(AssetRoutes.style))'"), "\(policy)")
                let page = try await browser.get("\(copy.path).pdf")
                #expect(page.status == 503 && page.text.contains(sentence) && page.links.contains(copy.path), "\(page.text)")
                let inside = try await browser.get(begun.path)
                #expect(inside.links.contains("\(copy.path).pdf") == (extras.pdf != nil) && inside.links.contains("\(copy.path).csv"))
                #expect(inside.text.contains(extras.lack ?? "") && !inside.links.contains("\(copy.path).xlsx"))
                #expect(try await browser.get("\(copy.path).xlsx").status == 503)
            }
        }
    }
}
