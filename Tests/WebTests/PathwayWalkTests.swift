import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

/// What somebody who walks the out-of-court pathway meets: the next thing to do is named, linked and half filled in.
@Suite("The out-of-court pathway as it is walked")
struct PathwayWalkTests {
    @Test("S-OOC-05: what the police decided themselves they need not be told", arguments: Engine.available)
    func toldByThemselves(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let theirs = try await PanelMade(site, decision: "YOUTH_CAUTION")
            let standing = try await browser.get("/children/\(theirs.child)").section("standing")
            #expect(standing.contains("Youth caution, 12 November 2026") && !standing.contains("Police not told"))
            // It waits on them to give it, and who opens the file is told so.
            #expect(standing.contains("Police: Youth caution: to be given"))
            let day = try await (try await site.browser(.policeOfficer)).get("/")
            #expect(day.section("waiting").contains("Youth caution: to be given"))
            #expect(day.html.contains("/children/\(theirs.child)/referrals/\(theirs.referral)/outcome"))
        }
    }

    @Test("S-OOC-11: a programme that failed reads as ended and back with the panel", arguments: Engine.available)
    func failedIsEnded(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22) {
                ($0.endDate, $0.completed, $0.endReason) = (Day(iso: "2026-11-18"), false, "Stopped coming")
            }
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let found = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: made.referral, from: found.from) { $0.pathway = "OUT_OF_COURT" }
            }
            let standing = try await (try await site.browser(.caseManager)).get("/children/\(made.child)").section("standing")
            #expect(standing.contains("ended 18 November 2026, Not completed") && standing.contains("; back to the panel"), "\(standing)")
        }
    }

    @Test("S-OOC-15: the task of a missing document leads to the form with its type and referral in it", arguments: Engine.available)
    func missingDocument(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: "YOUTH_CAUTION")
            let worker = try await site.service.person(as: .caseManager).id
            let outcome = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var one = Allocation()
                (one.staff, one.part, one.startDate) = (worker, "CASE_MANAGER", Day(iso: "2026-10-22") ?? .unset)
                try writer.create(one, child: made.child)
                return try writer.create(Fixtures.outcome(of: made.offences[0], on: "2026-11-20", "YOUTH_CAUTION"), child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let link = try (try await browser.get("/")).link("Put on the file: youth caution, signed")
            #expect(link == "/children/\(made.child)/documents/new?outcome=\(outcome)")
            let form = try (try await browser.get(link)).form("/documents")
            #expect(form["type"] == "CAUTION_SIGNED" && form["referral_ref"] == made.referral.description)
            // And the work that has ended is to be closed.
            let closing = try (try await browser.get("/")).link("Close the work")
            #expect(closing == "/children/\(made.child)/closures/new?referral=\(made.referral)")
        }
    }

    @Test("S-OOC-05: once it is decided, My day says what is left and leads to its form", arguments: Engine.available)
    func whatIsLeft(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: outcome22)
            let worker = try await site.service.person(as: .caseManager).id
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var one = Allocation()
                (one.staff, one.part, one.startDate) = (worker, "CASE_MANAGER", Day(iso: "2026-10-22") ?? .unset)
                try writer.create(one, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let link = try (try await browser.get("/")).link("Start the programme")
            #expect(link == "/children/\(made.child)/referrals/\(made.referral)/outcome")
            // A planned end of today is a slip, not a programme of no days.
            let form = try (try await browser.get(link)).form("/outcome")
            let slip = try await browser.submit(form, ["start_date": "20/11/2026", "latest_end": "20/11/2026"])
            #expect(slip.status == 422 && slip.error(beside: "latest_end").contains("give a later day to end by"))
            let saved = try await browser.submit(form, ["start_date": "20/11/2026", "latest_end": "21/11/2026"])
            #expect(saved.status == 200)
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            let edit = try await browser.get("/children/\(made.child)/programmes/\(programme.id)/edit")
            let again = try await browser.submit(
                try edit.form("/programmes/"), ["latest_end": "20/11/2026"])
            #expect(again.status == 422 && again.error(beside: "latest_end").contains("give a later day to end by"))
        }
    }

    @Test("No button enters today where today is hardly ever right: births, planned ends, reviews", arguments: Engine.available)
    func notToday(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            let browser = try await site.browser(.caseManager)
            func offers(_ page: Page, _ field: String) -> Bool {
                Tag.all(in: page.html).contains { $0["id"] == field && $0.has("data-day") }
            }
            let programme = try await browser.get("\(made.page)/edit")
            #expect(offers(programme, "start_date") && !offers(programme, "latest_end"))
            #expect(!offers(try await browser.get("/children/\(made.child)/edit"), "date_of_birth"))
            let alert = try await browser.get("/children/\(made.child)/alerts/new")
            #expect(offers(alert, "start_date") && !offers(alert, "review_date"))
        }
    }

    @Test(
        "S-OOC-04: a listed case says from when its result is recorded; a panel of today is no panel with unsigned minutes",
        arguments: Engine.available)
    func notBefore(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            _ = try await made.list(browser)
            func move(to iso: String) async throws -> Page {
                try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                    let panel = try #require(try writer.reader.serviceRecord(Panel.self, id: made.panel))
                    try writer.correct(Panel.self, child: nil, id: made.panel, from: panel.from) { $0.heldOn = Day(iso: iso) ?? .unset }
                }
                return try await browser.get("/panels/\(made.panel)")
            }
            let ahead = try await move(to: "2026-11-24").section("agenda")
            #expect(ahead.contains("The result can be recorded from 24 November 2026.") && !ahead.contains("Record the result"))
            let now = try await move(to: "2026-11-21")
            #expect(now.section("agenda").contains("Record the result") && !now.text.contains("Minutes not signed"))
            #expect(try await move(to: "2026-11-18").text.contains("Minutes not signed"))
        }
    }

    @Test(
        "S-OOC-06: a report begun is gone on with from the child's page; the hearing lists what it weighed first, with why not lower",
        arguments: Engine.available)
    func report(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            #expect(try await browser.get("/children/\(made.child)").text.contains("Start the panel report"))
            _ = try await browser.post("/children/\(made.child)/panel-items", [("referral", made.referral.description)])
            let begun = try await browser.get("/children/\(made.child)")
            #expect(begun.text.contains("Go on with the panel report (draft)") && !begun.text.contains("Start the panel report"))
            let item = try await made.list(browser)
            let listed = try await browser.get("/children/\(made.child)")
            #expect(listed.text.contains("Go on with the panel report (listed for 18 November 2026)"))
            #expect(try listed.link("Go on with the panel report") == "/children/\(made.child)/panel-items/\(item)")
            let hearing = try await browser.get("/children/\(made.child)/panel-items/\(item)/hearing")
            #expect(hearing.section("options").contains("The harm was real.") && hearing.section("options").contains("First-time entrant?"))
            let tags = Tag.all(in: hearing.html)
            let select = try #require(tags.firstIndex { $0["id"] == "recommendation" })
            let options = tags[(select + 1)...].filter { $0.name == "option" }
            #expect(options[1]["value"] == "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT")
            #expect(hearing.html.contains("(weighed)</option>"))
        }
    }
}
