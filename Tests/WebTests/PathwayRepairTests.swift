import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
private let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

extension TestSite {
    /// Ends a programme on its own page.
    fileprivate func end(_ made: DecidedCase, completed: String, on day: String = "20/11/2026") async throws {
        let browser = try await browser(.caseManager)
        let form = try (try await browser.get("\(made.page)/end")).form("/end")
        let page = try await browser.submit(form, ["completed": completed, "end_date": day, "end_reason": "Came to all"])
        #expect(page.status == 200 && page.path.hasPrefix(made.page), "\(page.text.prefix(300))")
    }
}

/// What was recorded wrongly on the pathway and is put right, and what stays as true afterwards.
@Suite("The out-of-court pathway put right")
struct PathwayRepairTests {
    @Test(
        "S-OOC-11: a completed programme is not marked as entered in error while the outcome of its completion stands",
        arguments: Engine.available)
    func withdrawn(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.end(made, completed: "yes")
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("\(made.page)/withdrawal")).form("/withdrawal")
            let refused = try await browser.submit(form, ["reason": "Typed on the wrong child"])
            #expect(refused.status == 422 && refused.text.contains("was recorded when it was completed and would stay"))
            #expect(try await site.service.all(Programme.self, of: made.child).count == 1)
            let edit = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
            #expect(try await browser.submit(edit, ["outcome_ref": ""]).status == 200)
            for one in try await site.service.all(Outcome.self, of: made.child) {
                let place = "/children/\(made.child)/outcomes/\(one.id)/withdrawal"
                let away = try (try await browser.get(place)).form("/withdrawal")
                #expect(try await browser.submit(away, ["reason": "Typed on the wrong child"]).status == 200)
            }
            let again = try (try await browser.get("\(made.page)/withdrawal")).form("/withdrawal")
            #expect(try await browser.submit(again, ["reason": "Typed on the wrong child"]).status == 200)
            #expect(try await site.service.all(Programme.self, of: made.child).isEmpty)
        }
    }

    @Test(
        "S-OOC-11: the outcome of a completed programme goes with the day it ended, moved by whoever may change outcomes",
        arguments: Engine.available)
    func moved(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.end(made, completed: "yes", on: "20/11/2026")
            let delivery = try await site.browser(.deliveryWorker)
            let theirs = try (try await delivery.get("\(made.page)/edit")).form("/programmes/")
            let refused = try await delivery.submit(theirs, ["end_date": "18/11/2026"])
            #expect(refused.status == 422 && refused.error(beside: "end_date").contains("case manager’s to change"))
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
            #expect(try await browser.submit(form, ["end_date": "1/8/2026"]).status == 422, "before the offence")
            #expect(
                try await browser.submit(form, ["end_date": "22/11/2026"]).error(beside: "end_date") == "The end cannot be in the future.")
            #expect(try await browser.submit(form, ["end_date": "18/11/2026"]).status == 200)
            let outcomes = try await site.service.all(Outcome.self, of: made.child)
            #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.outcomeDate == on("2026-11-18") })
            #expect(try await site.service.all(Programme.self, of: made.child).map(\.value.endDate) == [on("2026-11-18")])
            // An outcome that was moved by itself still stands in the way of ending it anew.
            try await site.write { writer in
                for one in try writer.reader.records(Outcome.self, child: made.child) {
                    try writer.correct(Outcome.self, child: made.child, id: one.id, from: one.from) { $0.outcomeDate = on("2026-11-17") }
                }
            }
            let last = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
            #expect(
                try await browser.submit(last, ["completed": ""]).error(beside: "completed").contains("was recorded when it was completed"))
        }
    }

    @Test("S-OOC-11: a failed end that is taken back asks for no panel any more", arguments: Engine.available)
    func takenBack(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for isWithdrawn in [false, true] {
                let made = try await site.service.decide(outcome22)
                try await site.end(made, completed: "no")
                let open = try await site.service.all(Action.self, of: made.child)
                #expect(open.map(\.value.what) == [BackToPanel.action] && open[0].doneOn == nil)
                if isWithdrawn {
                    let form = try (try await browser.get("\(made.page)/withdrawal")).form("/withdrawal")
                    #expect(try await browser.submit(form, ["reason": "Typed on the wrong child"]).status == 200)
                } else {
                    let form = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
                    #expect(try await browser.submit(form, ["completed": "", "end_date": "", "end_reason": ""]).status == 200)
                }
                let done = try await site.service.all(Action.self, of: made.child)
                #expect(done.map(\.value.doneOn) == [on("2026-11-21")], "\(isWithdrawn)")
                #expect(!(try await browser.get("/children/\(made.child)")).section("actions").contains("Chased today"))
            }
        }
    }

    @Test(
        "S-OOC-18: conditions keep a conditional disposal from being completed, and no other; the closing asks for those nobody marked",
        arguments: Engine.available)
    func conditions(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for (disposal, isConditional) in [(resolution, false), ("YOUTH_CONDITIONAL_CAUTION", true)] {
                let made = try await site.service.decide(disposal)
                try await site.write { writer in
                    var condition = Condition()
                    (condition.programme, condition.what) = (made.programme, "Write a letter")
                    try writer.create(condition, child: made.child)
                }
                let form = try (try await browser.get("\(made.page)/end")).form("/end")
                let page = try await browser.submit(
                    form, ["completed": "yes", "end_date": "20/11/2026", "end_reason": "Came to all"])
                #expect((page.status == 422) == isConditional, "\(disposal)")
                #expect(page.error(beside: "completed").contains("“Write a letter”") == isConditional, "\(disposal)")
                let closing = try await browser.get("/children/\(made.child)/closures/new?referral=\(made.referral)")
                let asked = "Conditions met Say whether “Write a letter” was met."
                #expect(closing.section("checklist").contains(asked) == isConditional, "S-TRN-10: \(closing.section("checklist"))")
            }
        }
    }

    @Test(
        "A plan written before its programme is that programme's; where two referrals wait for theirs, whoever wrote it says whose",
        arguments: Engine.available)
    func adopted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for isAlone in [true, false] {
                let made = try await PanelMade(site, decision: resolution, given: isAlone ? "Robin" : "Kit")
                try await site.write { writer in
                    var plan = Plan()
                    plan.childsWords = "To be left alone"
                    try writer.create(plan, child: made.child)
                    var other = Referral()
                    (other.receivedDate, other.pathway) = (on("2026-11-01"), "OUT_OF_COURT")
                    // No further action asks for no programme.
                    other.decision = isAlone ? "NO_FURTHER_ACTION" : "YOUTH_CAUTION"
                    other.decisionDate = on("2026-11-10")
                    try writer.create(other, child: made.child)
                }
                let form = try (try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")).form("/outcome")
                #expect(try await browser.submit(form, ["outcome_date": "13/11/2026"]).status == 200)
                let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
                let plan = try #require(try await site.service.all(Plan.self, of: made.child).first)
                #expect(plan.programme == (isAlone ? programme.id : nil))
            }
        }
    }

    @Test("S-OOC-05: a programme is started up to four weeks ahead, not months", arguments: Engine.available)
    func farStart(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: outcome22)
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")).form("/outcome")
            let far = try await browser.submit(form, ["start_date": "31/12/2026"])
            #expect(far.status == 422 && far.error(beside: "start_date").contains("more than four weeks away"))
            let plain = try (try await browser.get("/children/\(made.child)/programmes/new")).form("/programmes")
            let typed = try await browser.submit(plain, ["disposal": "PREVENTION", "start_date": "31/12/2026"])
            #expect(typed.error(beside: "start_date").contains("more than four weeks away"))
            #expect(try await browser.submit(try far.form("/outcome"), ["start_date": "19/12/2026"]).status == 200)
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            #expect(try await browser.get("/children/\(made.child)/programmes/\(programme.id)").section("dates").contains("Not started"))
        }
    }

    @Test("S-REF-05: nobody waits for agencies asked for a referral that is closed", arguments: Engine.available)
    func closedWaits(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            try await site.write { writer in
                var check = Enquiry()
                (check.agency, check.referral, check.askedOn) = ("HEALTH", made.referral, on("2026-11-02"))
                try writer.create(check, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            #expect(try await browser.get("/children/\(made.child)").section("standing").contains("Agency check"))
            try await site.write { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from) {
                    ($0.closedDate, $0.closedReason) = (on("2026-11-20"), "Moved away")
                }
            }
            #expect(!(try await browser.get("/children/\(made.child)")).section("standing").contains("Agency check"))
            #expect(!(try await site.browser(.teamManager).get("/")).section("waiting").contains("Agency check"))
        }
    }

    @Test("What is typed into a chronology's filter makes no address a browser does not follow", arguments: [Engine.sqlite])
    func longFilter(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let long = String(repeating: "x", count: 30_000)
            for name in ["q", "kind", "from", "to", "as_at"] {
                let page = try await browser.send("POST", "/children/\(made.child)/chronology", body: Browser.encode([(name, long)]))
                #expect(page.status == 303 && (page.location?.utf8.count ?? 0) < 500, "\(name)")
            }
        }
    }

    @Test(
        "S-PLN-02: the child's sheet does not say that they help themselves; S-OOC-15: a document begins with its programme",
        arguments: [Engine.sqlite])
    func small(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution)
            let plan = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var plan = Plan()
                plan.programme = made.programme
                let id = try writer.create(plan, child: made.child)
                for who in ["Robin", "Ash Moor"] {
                    var target = Target()
                    (target.plan, target.what, target.who) = (id, "College two days a week", who)
                    try writer.create(target, child: made.child)
                }
                return id
            }
            let browser = try await site.browser(.caseManager)
            let sheet = try await browser.get("/children/\(made.child)/plans/\(plan)/print").text
            #expect(sheet.contains("I do this.") && sheet.contains("Who helps: Ash Moor") && !sheet.contains("Who helps: Robin"))
            let form = try (try await browser.get("/children/\(made.child)/documents/new?referral=\(made.referral)")).form("/documents")
            #expect(form["programme_ref"] == made.programme.description)
        }
    }
}
