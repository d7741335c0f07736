import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

/// What is to be done next is said, in the order of the work, and what waits is listed with whom it waits on.
@Suite("The out-of-court pathway says what is next and who is waited for")
struct PathwayNextTests {
    @Test(
        "S-OOC-09: a disagreement taken higher is saved while it waits, is listed as waiting on those it was taken to, and is answered later",
        arguments: Engine.available)
    func takenHigher(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            let report = "/children/\(made.child)/panel-items/\(item)"
            let form = try (try await manager.get("\(report)/hearing")).form("/hearing")
            let half = try await manager.submit(form, ["escalated_on": "19/11/2026", "escalated_reason": "They said so"])
            #expect(half.error(beside: "escalated_to").contains("Name who it was taken to"))
            #expect(half.error(beside: "escalated_result").contains("Choose what they decided"))
            let higher = [
                "escalated_on": "19/11/2026", "escalated_to": "Dana Wray and Chief Inspector Moss", "dissent": "Police: a caution",
            ]
            let saved = try await manager.submit(form, higher)
            #expect(saved.status == 200 && saved.section("result").contains("Not answered yet") && saved.text.contains("Taken higher"))
            let waits = try #require(try await site.records(Referral.self, made.child).first)
            #expect(waits.panelDate == on("2026-11-18") && waits.recommendation == nil)
            for role in [Role.teamManager, .policeOfficer] {
                let day = try await (try await site.browser(role)).get("/").section("waiting")
                #expect(day.contains("Taken higher, not answered Dana Wray and Chief Inspector Moss"), "\(role)")
            }
            #expect(try await manager.get("/panels/\(made.panel)").section("agenda").contains("Taken higher"))
            #expect(try await manager.get("/children/\(made.child)").section("next").contains("The panel report : taken higher"))
            let answer = try await manager.get(try (try await manager.get(report)).link("Record what they decided"))
            let done = try await manager.submit(
                try answer.form("/hearing"), ["escalated_result": "YOUTH_CAUTION", "escalated_reason": "Second time in a month"])
            #expect(done.status == 200 && done.section("result").contains("Second time in a month"))
            #expect(try await site.records(Referral.self, made.child).first?.recommendation == "YOUTH_CAUTION")
            let after = try await (try await site.browser(.policeOfficer)).get("/").section("waiting")
            #expect(!after.contains("Taken higher") && after.contains("Recommended, not decided"))
        }
    }

    @Test(
        "S-REF-05: six agencies asked are one line of what waits and due to nobody before they are late; the police see what waits on them first",
        arguments: Engine.available)
    func agencies(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let theirs = try await PanelMade(site, decision: "YOUTH_CAUTION", given: "Kit")
            let worker = try await site.service.person(as: .caseManager).id
            try await site.write { writer in
                var held = Allocation()
                (held.staff, held.part, held.startDate) = (worker, "CASE_MANAGER", on("2026-10-22"))
                try writer.create(held, child: made.child)
                for agency in ["SOCIAL_CARE", "EARLY_HELP", "HEALTH"] {
                    var asked = Enquiry()
                    (asked.agency, asked.askedOn, asked.referral) = (agency, on("2026-11-09"), made.referral)
                    try writer.create(asked, child: made.child)
                }
            }
            let browser = try await site.browser(.caseManager)
            let day = try await browser.get("/")
            #expect(day.section("waiting").contains("3 agencies asked Early help, Health, Social care 9 November 2026, 12 days"))
            let address = "/children/\(made.child)/referrals/\(made.referral)#checks"
            #expect(try day.link("3 agencies asked") == address)
            // Five working days have passed: now it is one task, to where every answer is written.
            #expect(try day.link("Chase the answers of") == address)
            let police = try await (try await site.browser(.policeOfficer)).get("/")
            let waiting = police.section("waiting")
            let (first, then) = (waiting.firstRange(of: "to be given"), waiting.firstRange(of: "3 agencies asked"))
            #expect(try #require(first).lowerBound < (try #require(then)).lowerBound, "asked earlier, and not theirs to answer")
            let (waits, due) = (police.html.firstRange(of: "id=\"waiting\""), police.html.firstRange(of: "id=\"due\""))
            #expect(try #require(waits).lowerBound < (try #require(due)).lowerBound)
            #expect(police.section("waiting").contains("Kit Vale") && theirs.child != made.child)
            try await site.write { writer in
                for asked in try writer.reader.records(Enquiry.self, child: made.child) where asked.receivedOn == nil {
                    try writer.correct(Enquiry.self, child: made.child, id: asked.id, from: asked.from) { $0.askedOn = on("2026-11-20") }
                }
            }
            let fresh = try await browser.get("/")
            #expect(!fresh.section("due").contains("Chase") && fresh.section("waiting").contains("3 agencies asked"))
        }
    }

    @Test(
        "S-OOC-06: from the countersignature My day asks for the panel report and leads to its button, and the report says where it goes once ready",
        arguments: Engine.available)
    func report(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let worker = try await site.service.person(as: .caseManager).id
            try await site.write { writer in
                var held = Allocation()
                (held.staff, held.part, held.startDate) = (worker, "CASE_MANAGER", on("2026-10-22"))
                try writer.create(held, child: made.child)
                var next = Panel()
                (next.heldOn, next.starts) = (on("2026-11-24"), "14:00")
                try writer.create(next)
            }
            let browser = try await site.browser(.caseManager)
            let link = try (try await browser.get("/")).link("Write the panel report")
            #expect(link == "/children/\(made.child)/referrals/\(made.referral)#next")
            let next = try await browser.get("/children/\(made.child)/referrals/\(made.referral)")
            let begun = try await browser.submit(try next.form("/panel-items"))
            #expect(try await browser.get("/").section("due").contains("Finish the panel report"))
            let ready = try await browser.submit(try begun.form("/panel-items/"), PanelMade.report, press: ("action", "ready"))
            #expect(ready.text.contains("It is ready. It can be put on the agenda of the panel of 24 November 2026"))
            #expect(!(try await browser.get("/").section("due").contains("panel report")))
        }
    }

    @Test(
        "S-OOC-05, S-OOC-16: Next begins with what is due at this stage: panel, outcome, plan and review, closing; the rest is folded",
        arguments: Engine.available)
    func stages(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: outcome22)
            let browser = try await site.browser(.caseManager)
            /// What stands in sight, before what is folded.
            func sight() async throws -> String {
                let all = try await browser.get("/children/\(made.child)").section("next")
                return String(all.prefix(upTo: all.firstRange(of: "Later, and what is done")?.lowerBound ?? all.endIndex))
            }
            let decided = try await sight()
            #expect(decided.contains("Start the programme"))
            for done in ["Begin an assessment", "own view", "Close the work", "Start the panel report", "Contact with the victim"] {
                #expect(!decided.contains(done), "\(done)")
            }
            #expect(try await browser.get("/children/\(made.child)").section("next").contains("Begin an assessment"))
            let outcome = try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
            _ = try await browser.submit(try outcome.form("/outcome"), ["start_date": "13/11/2026"])
            let started = try await sight()
            #expect(started.contains("Agree the plan with the child") && started.contains("The programme"))
            #expect(!started.contains("Start the programme") && !started.contains("six-week review"))
            // Six weeks from 13 November are 25 December; the notice is a fortnight.
            site.clock.advance(days: 22)
            let later = try await site.browser(.caseManager).get("/children/\(made.child)").section("next")
            #expect(later.contains("Hold the six-week review , due 25 December 2026 The programme"))
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            try await site.write { writer in
                try writer.correct(Programme.self, child: made.child, id: programme.id, from: programme.from) {
                    ($0.endDate, $0.completed) = (on("2026-12-10"), true)
                }
            }
            let ended = try await site.browser(.caseManager).get("/children/\(made.child)").section("next")
            #expect(ended.contains("Close the work Later, and what is done"), "\(ended)")
        }
    }

    @Test("S-OOC-05: a referral inside its days says which clock runs and to which day", arguments: Engine.available)
    func clock(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            try await site.write { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from) {
                    $0.receivedDate = on("2026-11-20")
                }
            }
            let clock = try await (try await site.browser(.caseManager)).get("/children/\(made.child)/referrals/\(made.referral)")
                .section("clock")
            #expect(clock.contains("Due 11 December 2026. 15 working days") && clock.contains("in 20 days"))
            #expect(clock.contains("Due 18 December 2026. 28 days"), "and the longer one, though neither is on a list yet")
        }
    }

    @Test("S-REF-01: who may refer a child and not add one is told who adds the child", arguments: Engine.available)
    func adder(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let told = try await (try await site.browser(.deliveryWorker)).get("/referrals")
            #expect(told.text.contains("Ask first for the child to be added, by a case manager, team manager, service manager, "))
            for role in [Role.caseManager, .policeOfficer] {
                let page = try await (try await site.browser(role)).get("/referrals")
                #expect(try page.link("Add the child, then the referral") == "/children/new?then=referral")
            }
            // What an officer writes down the police refer; without a pathway no list would have it.
            let made = try await site.service.makeCase()
            let officer = try await site.browser(.policeOfficer)
            let form = try (try await officer.get("/children/\(made.child)/referrals/new")).form("/referrals")
            #expect(form["source"] == "POLICE" && form["pathway"] == "OUT_OF_COURT")
            #expect(try await officer.submit(form, ["pathway": ""]).error(beside: "pathway") == "Choose the pathway.")
        }
    }
}
