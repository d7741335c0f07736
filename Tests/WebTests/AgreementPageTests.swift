import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The register of information sharing agreements.
@Suite struct AgreementPageTests {
    private let police = [
        "name": "Panel with the police", "parties": "Sandholme Police\nThe youth justice service",
        "shared": "Police: what is alleged.\nUs: who the child is.", "basis": "Crime and Disorder Act 1998, section 115",
        "start_date": "1/4/2024", "end_date": "31/12/2026", "paper": "Shelf 3",
    ]

    private func add(_ browser: Browser, _ values: [String: String]) async throws -> Page {
        try await browser.submit(try (try await browser.get("/agreements/new")).form("/agreements"), values)
    }

    @Test(
        "S-INF-04: the register says what may be shared with whom and what runs out first; an agreement is added, changed and let go, and keeps its history",
        arguments: Engine.available)
    func register(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            #expect(try await browser.get("/agreements").text.contains("No agreement is recorded."))
            let wrong = try await add(browser, police.merging(["basis": "", "end_date": "31/3/2024"]) { $1 })
            #expect(wrong.status == 422 && wrong.error(beside: "basis") != "")
            #expect(try wrong.form("/agreements")["paper"] == "Shelf 3", "what was typed stays")
            let early = try await browser.submit(try wrong.form("/agreements"), ["basis": "An act"])
            #expect(early.error(beside: "end_date").contains("cannot be before the first"))
            let endless = try await add(browser, police.merging(["end_date": ""]) { $1 })
            #expect(endless.status == 422 && endless.error(beside: "review_on").contains("without either nobody is reminded"))
            let made = try await add(browser, police)
            #expect(made.status == 200 && made.text.contains("Runs out soon") && made.text.contains("Police: what is alleged."))
            _ = try await add(browser, police.merging(["name": "Health", "end_date": "", "review_on": "1/10/2026"]) { $1 })
            _ = try await add(browser, police.merging(["name": "School", "end_date": "31/8/2028"]) { $1 })
            let list = try await browser.get("/agreements")
            let order = ["Health Review late", "Panel with the police Runs out soon", "School In force"]
            let rest = order.reduce(list.text[...]) { rest, words in rest.firstRange(of: words).map { rest[$0.upperBound...] } ?? "" }
            #expect(!rest.isEmpty, "\(list.text)")

            // Renewed, it is quiet; who changed what is told.
            let path = made.path
            let stale = try (try await browser.get("\(path)/edit")).form(path)
            let renewed = try await browser.submit(try (try await browser.get("\(path)/edit")).form(path), ["end_date": "31/12/2028"])
            #expect(
                renewed.status == 200 && renewed.text.contains("In force")
                    && renewed.section("history").contains("Changed last day in force"))
            let late = try await browser.submit(stale, ["paper": "Shelf 4"])
            #expect(late.status == 409 && late.text.contains("Someone saved this first"))
            #expect(try await browser.get("\(path)?as_at=2026-11-20").status == 404, "it was not known then")
            let over = ["end_date": "31/10/2026", "not_renewed": "The trust is no more"]
            let ended = try await browser.submit(try (try await browser.get("\(path)/edit")).form(path), over)
            #expect(ended.text.contains("Ended") && ended.text.contains("The trust is no more"))
        }
    }

    @Test(
        "S-INF-04: whoever keeps the register is told on My day before one runs out, oversight counts them, everybody who opens files reads it and no more",
        arguments: Engine.available)
    func told(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            #expect(try await !browser.get("/").text.contains("Information sharing agreements"))
            let made = try await add(browser, police)
            let day = try await browser.get("/").text
            #expect(day.contains("Panel with the police : runs out on 31 December 2026"))
            #expect(try await browser.get("/oversight").text.contains("1 sharing agreement to see to"))
            // A longer or shorter notice is the service's to set.
            _ = try await browser.post(
                "/settings/agreement.notice", [("from", ""), ("value", "30"), ("basis", "Ours"), ("password", testPassword)])
            #expect(try await !browser.get("/").text.contains("Panel with the police"))
            site.clock.advance(days: 45)
            let after = try await (try await site.browser(.serviceManager)).get("/").text
            #expect(after.contains("Panel with the police : ran out on 31 December 2026"))
            let worker = try await site.browser(.caseManager)
            #expect(try await !worker.get("/").text.contains("Panel with the police"))
            let plain = try await worker.get(made.path)
            #expect(plain.status == 200 && plain.forms.isEmpty && plain.text.contains("Crime and Disorder Act 1998"))
            #expect(try await worker.get("/agreements/new").status == 403)
            #expect(try await worker.get("\(made.path)/edit").status == 403)
            #expect(try await (try await site.browser(.systemAdministrator)).get("/agreements").status == 403)
        }
    }

    @Test(
        "S-INF-04: a copy of papers names the agreement it is passed on under; one in force alone, and what something was passed on under stays",
        arguments: Engine.available)
    func passedOn(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, admission: "DENIED")
            let browser = try await site.browser(.serviceManager)
            _ = try await made.list(browser)
            let papers = "/panels/\(made.panel)/papers"
            #expect(try await !browser.get(papers).text.contains("Under which agreement"), "nothing is asked while the register is empty")
            let agreement = try await add(browser, police)
            let mistaken = try await add(browser, police.merging(["name": "Never signed"]) { $1 })
            let old = try await add(browser, police.merging(["name": "Long over", "end_date": "1/5/2024"]) { $1 })
            let form = try (try await browser.get(papers)).form("/papers")
            func id(_ page: Page) -> String { page.path.split(separator: "/").last.map(String.init) ?? "" }
            let values = ["audience": "POLICE", "recipient": "Kit Dale"]
            let refused = try await browser.submit(form, values.merging(["agreement_ref": id(old)]) { $1 })
            #expect(refused.status == 422 && refused.error(beside: "agreement_ref").contains("in force today"))
            let copy = try await browser.submit(try refused.form("/papers"), ["agreement_ref": id(agreement)])
            #expect(copy.text.contains("Copy 1, for Kit Dale") && copy.text.contains("Passed on under Panel with the police"))
            #expect(try await browser.get(papers).section("copies").contains("Panel with the police"))
            let named = try await browser.get(agreement.path)
            #expect(named.text.contains("Passed on under it 1") && !named.text.contains("Take out of the register"))
            // Sent all the same, it is refused in words; one that was never used goes.
            let forced = try await browser.submit(try (try await browser.get(mistaken.path)).form("/removal"))
            #expect(forced.status == 200 && !forced.text.contains("Never signed"))
            #expect(try await browser.get(mistaken.path).status == 404)
            let stored = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(Agreement.self) }
            let from = try #require(stored.first { $0.id.description == id(agreement) }?.from)
            let kept = try await browser.post("\(agreement.path)/removal", [("from", String(from))])
            #expect(kept.status == 422 && kept.text.contains("Copy of panel papers".lowercased()), "\(kept.text)")
        }
    }
}
