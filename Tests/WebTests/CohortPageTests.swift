import Casework
import Records
import Statistics
import TestSupport
import Testing

@testable import Web

/// Two days of the cohort kept under a name, and taken out. (S-PER-14, S-PER-17)
@Suite struct CohortPageTests {
    private let days = "day=2026-05-20&against=2026-04-20"

    @Test(
        "S-PER-14: two days of the cohort are kept under a name, own or shared, and open again at their days and the moment they were kept at",
        arguments: Engine.available)
    func saved(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let owner = try await site.browser(.analyst)
            let page = try await owner.get("/cohort?\(days)")
            let ahead = try await owner.get("/cohort?day=1/1/2030&against=1/1/2029")
            #expect(ahead.status == 422 && ahead.error(beside: "day").contains("Nobody knows yet who is open on 1 January 2030"))
            let nameless = try await owner.submit(try page.form("/cohort"), ["name": " ", "shared": "yes"])
            #expect(nameless.status == 422 && nameless.error(beside: "name").contains("Give the view a name."))
            #expect(nameless.text.contains("open on 20 May 2026"), "the days stay")
            let kept = try await owner.submit(try nameless.form("/cohort"), ["name": "Spring <profile>"])
            #expect(kept.status == 200 && kept.path.hasPrefix("/cohort?") && kept.html.contains("Spring &lt;profile&gt;"))
            #expect(kept.text.contains("open on 20 May 2026") && kept.text.contains("on 20 April 2026"))
            let view = try (try await owner.get("/figures/views")).link("Spring <profile>")
            #expect(try await owner.get(view).path == kept.path)
            #expect(!kept.text.contains("Save these two days"))

            // As it was known at a moment: what was written since is not in it.
            let moment = site.service.now
            site.clock.advance(days: 1)
            try await FigureCast.decide(site.service, "Zed", "MALE", "2026-05-12", "YOUTH_CAUTION")
            let later = try await site.browser(.analyst)
            let now = try await later.get("/cohort?\(days)").text
            let past = try await later.get("/cohort?\(days)&as_at=\(moment.iso)")
            #expect(past.text.contains("It is kept as known on"))
            let fixed = try await later.submit(try past.form("/cohort"), ["name": "As the board saw it", "shared": "yes"])
            let said = try #require(past.text.firstMatch(of: /[0-9]+ children were open on 20 May 2026/)).output
            #expect(fixed.text.contains(said) && !now.contains(said))
            let reader = try await site.browser(.caseManager)
            let shared = try await reader.get(try (try await reader.get("/figures/views")).link("As the board saw it"))
            #expect(shared.text.contains(said) && shared.path.contains("as_at="))
            #expect(!shared.forms.contains { $0.action.contains("removal") }, "its owner takes it out")
            // Under other days the name is not claimed.
            #expect(try await !later.get(fixed.path.replacing("2026-05-20", with: "2026-05-19")).text.contains("As the board saw it"))
            let mine = try await later.get(fixed.path)
            let removed = try await later.submit(try mine.form("removal"))
            #expect(removed.path == "/figures/views" && !removed.text.contains("As the board saw it"))
        }
    }

    @Test("S-PER-14: a pair of days that is not shared is its owner's alone", arguments: Engine.available)
    func ownAlone(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let owner = try await site.browser(.analyst)
            let other = try await site.browser(.caseManager)
            let kept = try await owner.submit(try (try await owner.get("/cohort?\(days)")).form("/cohort"), ["name": "Mine"])
            let view = try (try await owner.get("/figures/views")).link("Mine")
            #expect(try await other.get(view).status == 404)
            #expect(try await !other.get(kept.path).text.contains("Mine"))
            #expect(try await !other.get("/figures/views").text.contains("Mine"))
        }
    }

    @Test(
        "S-PER-17: the spreadsheet of two days holds numbers and shares of both, and the change from the unrounded shares",
        arguments: Engine.available)
    func file(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/cohort?\(days)")
            let file = try await browser.send("GET", try page.link("This page as a spreadsheet"))
            #expect(file.header("Content-Disposition")?.contains("cohort-2026-05-20-2026-04-20-inside-only.csv") == true)
            let table = try CSVTable(Array(file.html.utf8))
            func cell(_ row: Int, _ column: String) -> String { table.header.firstIndex(of: column).map { table[row, $0] } ?? "no column" }
            func row(_ division: String, _ value: String) throws -> Int {
                try #require((0..<table.count).first { cell($0, "Division") == division && cell($0, "Value") == value })
            }
            let whole = try row("Children open", "All")
            let (now, then) = (cell(whole, "Children on 2026-05-20"), cell(whole, "Children on 2026-04-20"))
            #expect(page.text.contains("\(now) children were open") && page.text.contains("(\(then))"))
            var (risen, fallen) = (0, 0)
            for one in 0..<table.count where !cell(one, "Share on 2026-05-20 (%)").isEmpty {
                func share(_ day: String) throws -> Double {
                    let (n, of) = (try #require(Double(cell(one, "Children on \(day)"))), try #require(Double(cell(one, "Open on \(day)"))))
                    #expect(abs((try #require(Double(cell(one, "Share on \(day) (%)")))) - 100 * n / of) < 0.0501)
                    return 100 * n / of
                }
                let change = try share("2026-05-20") - share("2026-04-20")
                let told = try #require(Double(cell(one, "Change in share (points)")), "a number, not its apostrophe")
                #expect(abs(told - change) < 0.0501, "row \(one)")
                if told > 0 { risen += 1 }
                if told < 0 { fallen += 1 }
                #expect(cell(one, "Notes").contains("inside the service only"))
            }
            #expect(risen > 0 && fallen > 0)
            #expect(try await browser.send("GET", "/cohort.csv?day=soon").location == "/cohort?day=soon")
            #expect(try await site.accessEntries().contains { $0.action == "export" })
        }
    }
}
