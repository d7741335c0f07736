import Casework
import Records
import Reports
import TestSupport
import Testing

@testable import Web

/// A report for somebody in particular, without the parts that are not theirs. (S-PER-20)
@Suite struct ReportPartsTests {
    /// The measures that the issued CSV at an address tells of.
    private nonisolated(nonsending) func told(_ browser: Browser, _ path: String) async throws -> Set<String> {
        let table = try CSVTable(try await browser.send("GET", path + "/issued.csv").bytes)
        return Set((0..<table.count).map { table[$0, 0] })
    }

    @Test("S-PER-20: of a part left out neither page nor copy nor file tells anything, and one part stays", arguments: Engine.available)
    func leftOut(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            let path = try await browser.submit(
                try (try await browser.get("/reports")).form("/reports"), ["period": FigureCast.period]
            ).path
            let edit = try await browser.get(path + "/edit")
            let parts = ["ENTRANTS", "CUSTODY", "REOFFENDING", "OUTCOMES", "OUT_OF_COURT"]
            let none = try await browser.post(
                path, [("from", try edit.form(path)["from"] ?? ""), ("audience", "Nobody")] + parts.map { ("left_out", $0) })
            #expect(none.status == 422 && none.error(beside: "left_out").contains("leave one part in"))
            #expect(try none.form(path)["audience"] == "Nobody", "what was typed stays")

            let saved = try await browser.submit(
                try edit.form(path),
                ["audience": "Safer communities <partnership>", "left_out": "OUTCOMES", "on_outcomes": "Unseen words."])
            #expect(saved.status == 200 && saved.text.contains("For Safer communities <partnership>"))
            #expect(saved.html.contains("id=\"entrants\"") && !saved.html.contains("id=\"outcomes\""))
            let headlines = saved.section("headlines")
            #expect(headlines.contains("First-time entrants") && !headlines.contains("Proven offences"))
            #expect(!saved.text.contains("Unseen words.") && !saved.html.contains("/figures/outcomes/"))
            #expect(try (try await browser.get(path + "/edit")).form(path)["left_out"] == "OUTCOMES")

            // What is written and not saved is no part of it: it is said before it is too late.
            let draft = try (try await browser.get(path + "/edit")).form(path)
            _ = try await browser.submit(draft, ["introduction": "Half a sentence"], press: ("action", "draft"))
            #expect(try await browser.get("/drafts").text.contains("for Safer communities <partnership>"))
            let early = try await browser.get(path + "/issue")
            #expect(early.text.contains("A draft of yours is not part of the report") && early.forms.isEmpty)
            let refused = try await browser.post(path + "/issue", [("from", "1")])
            #expect(refused.path == path + "/issue" && refused.status == 409)
            _ = try await browser.submit(try (try await browser.get(path + "/edit")).form("/draft"))
            _ = try await browser.submit(try (try await browser.get(path + "/issue")).form("/issue"))
            let copy = try await browser.get(path + "/issued")
            #expect(copy.text.contains("Safer communities <partnership>") && !copy.text.contains("Offences by outcome"))
            #expect(copy.text.contains("Left out Outcomes and offences"))
            #expect(
                try await told(browser, path)
                    == ["fte", "custody", "reoffending.tracker", "reoffending.proven", "oocd", "kpi6"])
            #expect(try await browser.get(path + "/changes").text.contains("The same figures"))
            #expect(try await browser.get("/reports").text.contains("Safer communities <partnership> Issued"))
        }
    }

    @Test("S-PER-20: a report of days that are not over says so, and of days to come none is begun", arguments: Engine.available)
    func days(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.analyst)
            let form = try (try await browser.get("/reports")).form("/reports")
            let future = try await browser.submit(form, ["period": "2031Q1"])
            #expect(future.status == 422 && future.error(beside: "period").contains("begins on 1 April 2031"))
            let running = try await browser.submit(form, ["period": "2026Q3"]).path
            #expect(try await browser.get(running).text.contains("31 December 2026. These days are not over"))
            #expect(try await browser.get(running + "/issue").text.contains("These days are not over"))
            let over = try await browser.submit(try (try await browser.get("/reports")).form("/reports"), ["period": "2026Q2"])
            #expect(over.path != running && !over.text.contains("These days are not over"))
        }
    }

    @Test(
        "S-PER-20: a second report for the same days and readers is asked about, with a link to the first, and begun when it is meant",
        arguments: Engine.available)
    func twice(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            func begin(_ period: String, _ whom: String) async throws -> Page {
                try await browser.submit(try (try await browser.get("/reports")).form("/reports"), ["period": period, "audience": whom])
            }
            let first = try await begin("2026Q1", "Management board")
            #expect(first.status == 200 && first.path.hasPrefix("/reports/"))
            #expect(try await begin("2026Q1", "Cabinet member").path != first.path, "other readers are told of the same days")
            // The same days written otherwise, the same readers in other letters, or readers nobody named.
            for (period, whom) in [("2026Q1", "management BOARD"), ("2026-04-01..2026-06-30", "Management board"), ("2026Q1", "")] {
                let asked = try await begin(period, whom)
                #expect(
                    asked.status == 422 && asked.error(beside: "period").contains("There is a report for these days already"), "\(whom)")
                #expect(asked.links.contains(first.path) && asked.text.contains("being written"))
                let form = try asked.form("/reports")
                #expect(form["period"] == period && form["audience"] == whom, "what was typed stays")
            }
            #expect(try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(Report.self).count } == 2)
            let meant = try await browser.submit(try (try await begin("2026Q1", "Management board")).form("/reports"), ["another": "yes"])
            #expect(meant.status == 200 && meant.path != first.path && meant.path.hasPrefix("/reports/"))
            // Its words are saved without the question; given the readers of another, it is asked again.
            let edit = try (try await browser.get(meant.path + "/edit")).form(meant.path)
            #expect(try await browser.submit(edit, ["introduction": "Quiet."]).status == 200)
            let changed = try (try await browser.get(meant.path + "/edit")).form(meant.path)
            let again = try await browser.submit(changed, ["audience": "Cabinet Member", "introduction": "Quieter."])
            #expect(again.status == 422 && again.error(beside: "audience").contains("There is a report for these days already"))
            let kept = try again.form(meant.path)
            #expect(kept["introduction"] == "Quieter.", "what was typed stays")
            #expect(try await browser.submit(kept, ["another": "yes"]).text.contains("For Cabinet Member"))
        }
    }

    @Test("S-PER-20: a report begins with the list of the last one for the same readers", arguments: Engine.available)
    func readers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            let browser = try await site.browser(.serviceManager)
            func issued(_ period: String, for whom: String) async throws -> String {
                let path = try await browser.submit(
                    try (try await browser.get("/reports")).form("/reports"), ["period": period, "audience": whom]
                ).path
                _ = try await browser.submit(try (try await browser.get(path + "/issue")).form("/issue"))
                return path
            }
            let day = site.service.today.typed
            for (whom, list) in [("Board", "Chair of the board"), ("Cabinet member", "The cabinet member")] {
                let path = try await issued("2026Q1", for: whom)
                #expect(try (try await browser.get(path)).form("/sendings")["recipients"] == "")
                _ = try await browser.submit(try (try await browser.get(path)).form("/sendings"), ["recipients": list, "sent_on": day])
            }
            let next = try await issued("2026Q2", for: "Board")
            #expect(try (try await browser.get(next)).form("/sendings")["recipients"] == "Chair of the board")
        }
    }
}
