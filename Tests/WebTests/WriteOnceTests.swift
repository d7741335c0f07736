import Casework
import HTML
import Records
import TestSupport
import Testing

@testable import Web

/// Promise 2: what is known already stands in the box, seen and changeable, and is never typed again.
@Suite("Write once")
struct WriteOnceTests {
    @Test(
        "S-OOC-01, S-OOC-04, S-PLN-01: the day a resolution is agreed, who does a target and by when, and the next panel's day stand in their boxes with where they are from",
        arguments: Engine.available)
    func begun(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let worker = try await site.browser(.caseManager)
            let made = try await PanelMade(site, decision: "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT")
            let outcome = try await worker.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
            #expect(try outcome.form("/outcome")["outcome_date"] == site.service.today.typed)
            #expect(outcome.text.contains("Today. Change it if it was agreed on another day."))
            let case22 = try await site.service.decide("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT") {
                $0.latestEnd = Day(iso: "2026-12-24")
            }
            let plan = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var plan = Plan()
                plan.programme = case22.programme
                return try writer.create(plan, child: case22.child)
            }
            let page = try await worker.get("/children/\(case22.child)/plans/\(plan)")
            let target = try page.form("/targets")
            #expect(target["who"] == "Robin" && target["by_date"] == "24/12/2026")
            #expect(page.text.contains("From the programme, which ends by then"))
            // Panels every fortnight: the next is a fortnight after the last.
            try await site.write { writer in
                for iso in ["2026-11-04", "2026-12-02"] {
                    var panel = Panel()
                    panel.heldOn = Day(iso: iso) ?? .unset
                    try writer.create(panel)
                }
            }
            let next = try await (try await site.browser(.teamManager)).get("/panels/new")
            #expect(try next.form("/panels")["held_on"] == "16/12/2026" && next.text.contains("As often as the last two."))
        }
    }

    @Test(
        "S-OOC-04: a decision begins as the panel recommended, today and by the officer signed in, whose rank is known from the last one",
        arguments: Engine.available)
    func decision(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let officer = try await site.service.person(as: .policeOfficer)
            let other = try await PanelMade(site, given: "Kit")
            let made = try await PanelMade(site)
            let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"
            try await site.service.write(.wholeService(reason: "test"), action: "test.recommend") { writer in
                for one in [other, made] {
                    let referral = try #require(try writer.reader.record(Referral.self, child: one.child, id: one.referral))
                    try writer.correct(Referral.self, child: one.child, id: one.referral, from: referral.from) {
                        ($0.recommendation, $0.panelDate) = (resolution, Day(iso: "2026-11-18"))
                    }
                }
            }
            let police = try await site.browser(.policeOfficer)
            let today = site.service.today.typed
            // Nobody assessed these children, which a decision goes on without only for a reason.
            let unassessed = ["override": "yes", "decision_reason": "Known well to the school's officer."]
            let first = try (try await police.get("/children/\(other.child)/referrals/\(other.referral)/decision")).form("/decision")
            #expect(first["decision"] == resolution && first["decided_by"] == "POLICE" && first["decision_date"] == today)
            #expect(first["decision_officer"] == officer.name && first["decision_rank"] == "", "no rank is known yet, and none is made up")
            #expect(try await police.submit(first, ["decision_rank": "Sergeant"].merging(unassessed) { $1 }).status == 200)
            let page = try await police.get("/children/\(made.child)/referrals/\(made.referral)/decision")
            #expect(page.text.contains("As the panel recommended."))
            let second = try page.form("/decision")
            #expect(second["decision_rank"] == "Sergeant")
            #expect(try await police.submit(second, unassessed).status == 200)
            let stored = try #require(try await site.records(Referral.self, made.child).first)
            #expect(stored.decision == resolution && stored.decisionOfficer == officer.name && stored.decisionRank == "Sergeant")
            // A manager who records it is not the one who decided.
            let third = try await PanelMade(site, given: "Ash")
            let manager = try await site.browser(.teamManager)
            let blank = try (try await manager.get("/children/\(third.child)/referrals/\(third.referral)/decision")).form("/decision")
            #expect(blank["decision_officer"] == "" && blank["decision"] == "", "nothing was recommended")
            // What is decided already is shown as it is.
            let again = try (try await police.get("/children/\(other.child)/referrals/\(other.referral)/decision")).form("/decision")
            #expect(again["decision_rank"] == "Sergeant" && again["decision_date"] == today)
        }
    }

    @Test(
        "S-OOC-03: the officer's check of the police record begins with them and today, and is no check until something is found or nothing",
        arguments: Engine.available)
    func check(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let (child, referral) = (made.child, made.referral)
            try await site.service.write(.wholeService(reason: "test"), action: "test.unasked") { writer in
                for enquiry in try writer.reader.records(Enquiry.self, child: child) {
                    try writer.correct(Enquiry.self, child: child, id: enquiry.id, from: enquiry.from) { $0.receivedOn = nil }
                }
            }
            let officer = try await site.service.person(as: .policeOfficer)
            let police = try await site.browser(.policeOfficer)
            let edit = try await police.post("/children/\(child)/panel-items", [("referral", referral.description)])
            let form = try edit.form("/panel-items/")
            #expect(form["record_checked_by"] == officer.name && form["record_checked_on"] == site.service.today.typed)
            _ = try await police.submit(form, ["intelligence": "Nothing held"])
            var item = try #require(try await site.records(PanelItem.self, child).first)
            #expect(item.intelligence == "Nothing held" && item.recordCheckedOn == nil && item.recordCheckedBy == nil)
            let next = try (try await police.get(edit.path)).form("/panel-items/")
            _ = try await police.submit(next, ["record_result": "NONE"])
            item = try #require(try await site.records(PanelItem.self, child).first)
            #expect(item.recordCheckedBy == officer.name && item.recordCheckedOn == site.service.today && item.recordResult == "NONE")
            // Nobody else's name is put there by opening the report.
            let other = try await PanelMade(site, given: "Kit")
            let worker = try await site.browser(.caseManager)
            let plain = try await worker.post("/children/\(other.child)/panel-items", [("referral", other.referral.description)])
            #expect(try plain.form("/panel-items/")["record_checked_by"] != (try await site.service.person(as: .caseManager).name))
        }
    }

    @Test("S-OOC-07: a blank final score takes the score the factors give", arguments: Engine.available)
    func score(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.caseManager)
            let edit = try await browser.post("/children/\(made.child)/panel-items", [("referral", made.referral.description)])
            _ = try await browser.submit(
                try edit.form("/panel-items/"), PanelMade.report.merging(["gravity": ""]) { $1 }, press: ("action", "ready"))
            let item = try #require(try await site.records(PanelItem.self, made.child).first)
            #expect(item.gravityBase == 3 && item.gravity == 2 && item.reportOn != nil, "remorse takes one off")
        }
    }

    @Test(
        "S-OOC-15: a caution names the officer signed in, and offers the adults around the child", arguments: Engine.available)
    func caution(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: "YOUTH_CAUTION")
            let child = made.child
            try await site.service.write(.wholeService(reason: "test"), action: "test.adult") { writer in
                var mother = Relationship()
                (mother.name, mother.relation) = ("Ash Vale", "MOTHER")
                try writer.create(mother, child: child)
            }
            let officer = try await site.service.person(as: .policeOfficer)
            let address = "/children/\(child)/referrals/\(made.referral)/outcome"
            let page = try await site.browser(.policeOfficer).get(address)
            #expect(try page.form("/outcome")["given_by"] == officer.name)
            #expect(try page.form("/outcome")["outcome_date"] == "", "the day it was given is not taken for today")
            #expect(page.html.contains("<option value=\"Ash Vale\">"))
            let worker = try await site.browser(.caseManager).get(address)
            #expect(try worker.form("/outcome")["given_by"] == "" && worker.html.contains("<option value=\"Inspector Jo Marsh\">"))
        }
    }

    @Test(
        "S-ASM-08: the day a view was asked stands at today, and is not kept while nothing is written of the view",
        arguments: Engine.available)
    func views(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let form = try (try await bench.browser.get("\(path)/write/views")).form("/write/views")
            let today = site.service.today
            #expect(form["child_view_on"] == today.typed && form["parent_view_on"] == today.typed)
            _ = try await bench.browser.submit(form, ["child_view": "I am sorry", "child_view_how": "FACE_TO_FACE"])
            let stored = try #require(try await bench.all(Assessment.self).first)
            #expect(stored.childViewOn == today && stored.parentViewOn == nil)
        }
    }

    @Test(
        "S-ASM-11, S-SAF-01: a screen is begun by one press and leads back; one press saves all and sends, or says what is missing and keeps it",
        arguments: Engine.available)
    func sent(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let page = try await bench.browser.get(path)
            let press = try #require(page.forms.first { $0["form_name"] == "exploitation" })
            let screen = try await bench.browser.submit(press)
            #expect(screen.path.hasSuffix("/write/all"))
            let back = try await bench.browser.submit(
                try screen.form("/write/all"), ["q_signs": "none", "q_level": "none"], press: ("action", "finish"))
            #expect(back.path.hasPrefix(path) && back.text.contains("It is on the child's file."))
            #expect(back.section("screens").contains("Exploitation screen Done"))
            let all = try (try await bench.browser.get("\(path)/write/all")).form("/write/all")
            let values = AssessmentBench.admitted.merging(["self_missing_reason": "Both asked to talk instead"]) { $1 }
            let refused = try await bench.browser.submit(all, values.merging(["q_story": ""]) { $1 }, press: ("action", "send"))
            #expect(refused.status == 422 && refused.text.contains("It is saved, and not sent yet."))
            let kept = try #require(try await bench.all(Assessment.self).first { $0.value.type == "OUT_OF_COURT" })
            #expect(kept.value.sources == "Police papers, school" && kept.value.state == .draft)
            let next = try (try await bench.browser.get("\(path)/write/all")).form("/write/all")
            let sent = try await bench.browser.submit(next, values, press: ("action", "send"))
            #expect(sent.status == 200 && sent.text.contains("Waits for countersignature"))
        }
    }

    @Test("S-REF-01: a referral is accepted by one press", arguments: Engine.available)
    func accepted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let page = try await bench.browser.get("/children/\(bench.made.child)/referrals/\(bench.referral)")
            let after = try await bench.browser.submit(try page.form("/acceptance"))
            #expect(after.section("arrival").contains("Accepted") && !after.text.contains("Decline it or pass it on"))
            #expect(try await site.records(Referral.self, bench.made.child).first?.accepted == true)
        }
    }

    @Test("S-OOC-04: one press marks that everybody came, but those marked otherwise", arguments: Engine.available)
    func everybody(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.teamManager)
            var panel = try await browser.submit(
                try (try await browser.get("/panels/new")).form("/panels"), ["held_on": "18/11/2026", "quorum": "2"])
            for (name, agency) in [("Jo Marsh", "POLICE"), ("Kit Dale", "YJS"), ("Bo Field", "HEALTH")] {
                panel = try await browser.submit(try panel.form("/members"), ["name": name, "agency": agency])
            }
            let people = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(PanelMember.self) }
            let away = try #require(people.first { $0.value.name == "Kit Dale" })
            panel = try await browser.submit(
                try panel.form("/attendance"), [away.id.description: "APOLOGIES"], press: ("rest", "ATTENDED"))
            #expect(panel.text.contains("Quorum met: 2 of 2"))
            let after = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(PanelMember.self).map(\.value) }
            #expect(
                Dictionary(uniqueKeysWithValues: after.map { ($0.name, $0.attendance) }) == [
                    "Jo Marsh": "ATTENDED", "Kit Dale": "APOLOGIES", "Bo Field": "ATTENDED",
                ])
        }
    }

    @Test("S-OOC-24, S-ASM-10: a victim worker's day lists the victims not reached, and nobody else's", arguments: Engine.available)
    func victims(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let reached = try await PanelMade(site, given: "Kit")
            let waiting = try await PanelMade(site)
            let child = waiting.child
            try await site.service.write(.wholeService(reason: "test"), action: "test.silent") { writer in
                for one in try writer.reader.records(VictimContact.self, child: child) {
                    try writer.correct(VictimContact.self, child: child, id: one.id, from: one.from) { $0.state = "TRIED" }
                }
            }
            let browser = try await site.browser(.victimWorker)
            var day = try await browser.get("/")
            #expect(day.section("victims").contains("Robin Vale") && day.section("victims").contains("Tried, no answer"))
            #expect(!day.section("victims").contains("Kit Vale") && !day.html.contains(PanelMade.victim))
            #expect(!day.text.contains("Nothing waits on anybody else"), "what the role does not see is not said to be nothing")
            let form = try (try await browser.get(try day.link("Record a victim contact"))).form("/victim-contacts")
            #expect(form["on_date"] == site.service.today.typed && form["offence_ref"] != "")
            _ = try await browser.submit(form, ["state": "VIEWS_GIVEN", "summary": "Wants it back", "wishes": "LETTER"])
            day = try await browser.get("/")
            #expect(day.section("victims").contains("Every victim of an open referral has been reached."))
            // Decided: they may want to hear.
            let decided = reached
            try await site.service.write(.wholeService(reason: "test"), action: "test.decide") { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: decided.child, id: decided.referral))
                try writer.correct(Referral.self, child: decided.child, id: decided.referral, from: referral.from) {
                    ($0.decision, $0.decisionDate, $0.decidedBy) = ("YOUTH_CAUTION", Day(iso: "2026-11-19"), "POLICE")
                }
            }
            day = try await browser.get("/")
            #expect(day.section("decided").contains("Kit Vale") && day.section("decided").contains("Youth caution"))
            #expect(try await site.browser(.caseManager).get("/").section("victims").isEmpty, "the victim worker's alone")
        }
    }

    @Test("Everybody's list names whom a task waits on, never you for another's; counts come first", arguments: Engine.available)
    func whose(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let worker = try await site.service.person(as: .deliveryWorker)
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (worker.id, "CASE_MANAGER", Day(iso: "2026-11-01") ?? .unset)
            _ = try await bench.add(allocation)
            let everybody = try await bench.browser.get("/?of=everybody")
            #expect(everybody.section("due").contains(worker.name) && !everybody.section("due").contains("You"))
            #expect(everybody.html.contains("href=\"#due\""))
            let mine = try await site.browser(.deliveryWorker).get("/")
            #expect(mine.section("due").contains("You"))
        }
    }

    @Test("A list with a word of its own for not known has no second one")
    func notKnown() {
        let form = RecordForm(
            Child.self, access: Access(.caseManager), codes: ShippedCodes.codes, today: Day(iso: "2026-11-21") ?? .unset)
        guard case .radios(let choices) = form.control("sex")?.kind else {
            Issue.record("sex is asked by radios")
            return
        }
        #expect(choices.filter { $0.label == "Not known" }.count == 1)
    }
}
