import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

/// What is due leads to the form that ends it, comes in the order of its lateness, and says the same on every page.
@Suite("What is due leads to where it is done") struct DueLeadsTests {
    @Test(
        "S-TRN-02, S-PEO-02: transfer, transition, characteristics and a missed contact lead to the form that ends the task",
        arguments: Engine.available)
    func leads(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase(born: "2009-01-15")
            try await site.write { writer in
                var missed = Contact()
                (missed.at, missed.method, missed.planned) = (Instant("2026-11-19T10:00") ?? .unset, "OFFICE", true)
                missed.attendance = "MISSED_UNACCEPTABLE"
                try writer.create(missed, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let base = "/children/\(made.child)"
            let file = try await browser.get(base)
            let transfer = base + "/transfers/new?kind=PROBATION"
            #expect(try file.link("Plan the transfer") == transfer)
            #expect(try file.link("Plan the transition") == transfer)
            #expect(try file.link("Ask about protected characteristics") == base + "/edit#characteristics_asked_on")
            #expect(try await browser.get(base + "/edit").html.contains("id=\"characteristics_asked_on"))
            #expect(try file.link("Follow up the missed contact") == base + "/contacts/new")
            let form = try (try await browser.get(transfer)).form("/transfers")
            #expect(form["kind"] == "PROBATION" && form["date"] == on("2027-01-15").typed)
            #expect(try await browser.submit(form).status == 200)
            let planned = try await browser.get(base).section("due")
            #expect(!planned.contains("Plan the trans") && planned.contains("Follow up the missed contact"))
        }
    }

    @Test(
        "S-DEL-09, S-OOC-13: the file names the last contact as the lists do, a missed one is an entry, and a planned end is called so",
        arguments: Engine.available)
    func alike(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.write { writer in
                var missed = Contact()
                (missed.at, missed.method, missed.planned) = (Instant("2026-11-19T10:00") ?? .unset, "OFFICE", true)
                missed.attendance = "MISSED_UNACCEPTABLE"
                try writer.create(missed, child: made.child)
                let programme = try #require(try writer.reader.record(Programme.self, child: made.child, id: made.programme))
                try writer.correct(Programme.self, child: made.child, id: made.programme, from: programme.from) {
                    $0.latestEnd = on("2026-12-25")
                }
            }
            let browser = try await site.browser(.caseManager)
            let file = try await browser.get("/children/\(made.child)")
            #expect(file.section("contacts").contains("Last entry 2 days ago. Last contact 14 September 2026."))
            // On a phone the way down to each part that is there, and to none that is not.
            let parts = ["due", "next", "people", "standing", "contacts", "programmes", "offences"]
            for part in parts {
                #expect(file.html.contains("href=\"#\(part)\"") == file.html.contains("<section id=\"\(part)\""), "\(part)")
            }
            #expect(file.html.contains("href=\"#contacts\""))
            let list = try await browser.get("/children?status=all").text
            #expect(list.contains("Last contact") && !list.contains("Last entry") && list.contains("14 September 2026"))
            #expect(file.section("standing").contains("planned end 25 December 2026"))
            #expect(file.section("programmes").contains("Planned end") && file.section("programmes").contains("25 December 2026 Not ended"))
        }
    }

    @Test("S-PEO-10: an alert whose review day has passed says so in its banner", arguments: Engine.available)
    func alert(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.write { writer in
                for (type, review) in [("WEAPONS", "2026-11-10"), ("NRM", "2026-11-21")] {
                    var alert = Alert()
                    (alert.type, alert.startDate, alert.reviewDate) = (type, on("2026-09-01"), on(review))
                    try writer.create(alert, child: made.child)
                }
            }
            let file = try await (try await site.browser(.caseManager)).get("/children/\(made.child)").text
            #expect(file.contains("Review late, due 10 November 2026") && file.contains("Review on 21 November 2026"))
        }
    }

    @Test(
        "S-ASM-15: under Next what is past its day comes first, and work whose programme runs does not offer its closing",
        arguments: Engine.available)
    func late(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (child, programme) = try await site.service.write(.wholeService(reason: "test"), action: "test") {
                writer -> (RecordID, RecordID) in
                let child = try writer.create(Fixtures.child())
                let offence = try writer.create(Fixtures.offence(on: "2026-04-26"), child: child)
                var referral = Referral()
                (referral.receivedDate, referral.pathway, referral.accepted) = (on("2026-05-27"), "COURT", true)
                (referral.decision, referral.decisionDate, referral.offences) = ("REFERRAL_ORDER", on("2026-06-12"), [offence])
                try writer.create(referral, child: child)
                // As it comes from elsewhere: it names no referral.
                var order = Programme()
                (order.disposal, order.startDate, order.offences) = ("REFERRAL_ORDER", on("2026-06-12"), [offence])
                return (child, try writer.create(order, child: child))
            }
            let browser = try await site.browser(.caseManager)
            func sight() async throws -> String {
                let all = try await browser.get("/children/\(child)").section("next")
                return String(all.prefix(upTo: all.firstRange(of: "Later, and what is done")?.lowerBound ?? all.endIndex))
            }
            let now = try await sight()
            let plan = try #require(now.firstRange(of: "Agree the plan with the child"))
            let begin = try #require(now.firstRange(of: "Begin an assessment"))
            let order = try #require(now.firstRange(of: "The programme"))
            #expect(plan.lowerBound < begin.lowerBound && begin.lowerBound < order.lowerBound, "\(now)")
            #expect(now.contains("days late") && !now.contains("Close the work"), "\(now)")
            let page = try await browser.get("/children/\(child)/programmes/\(programme)").section("review")
            #expect(page.contains("No six-week review is due") && !page.contains("Late"), "S-OOC-16: of a court order none is")
            try await site.write { writer in
                let running = try #require(try writer.reader.record(Programme.self, child: child, id: programme))
                try writer.correct(Programme.self, child: child, id: programme, from: running.from) {
                    ($0.endDate, $0.completed) = (on("2026-11-18"), true)
                }
            }
            #expect(try await sight().contains("Close the work"))
        }
    }

    @Test(
        "S-OOC-03: a caution on the file itself answers whether the child would be an entrant, whoever has not answered",
        arguments: Engine.available)
    func entrant(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, policeAnswer: .caseManager)
            try await site.write { writer in
                let offence = try writer.create(Fixtures.offence(on: "2026-06-18"), child: made.child)
                try writer.create(Fixtures.outcome(of: offence, on: "2026-08-20"), child: made.child)
            }
            let browser = try await site.browser(.teamManager)
            let item = try await made.list(browser)
            let base = "/children/\(made.child)/panel-items/\(item)"
            #expect(try await browser.get(base).section("record").contains("Both checks Not checked"))
            let hearing = try await browser.get(base + "/hearing").section("entrant")
            #expect(hearing.contains("Youth caution: No: youth caution, 20 August 2026."), "\(hearing)")
        }
    }
}
