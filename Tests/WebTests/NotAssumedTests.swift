import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

extension TestSite {
    /// Writes to the made-up service outside any page, as one of its people.
    fileprivate func put(as role: Role? = nil, _ body: @escaping @Sendable (Writer) throws -> Void) async throws {
        let scope = if let role { Scope(try await service.person(as: role)) } else { Scope.wholeService(reason: "test") }
        try await service.write(scope, action: "test", body)
    }
}

/// What nobody said is written for nobody: a press, a box filled ahead and a save say only what a person meant.
@Suite("The out-of-court pathway assumes nothing")
struct NotAssumedTests {
    @Test(
        "S-OOC-03, S-REF-05: one press answers for those it names, never for the police or another service, and “not known” alone is no check of a record",
        arguments: Engine.available)
    func unchecked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let (child, referral) = (bench.made.child, bench.referral)
            let path = "/children/\(child)/referrals/\(referral)"
            let asked = try await bench.browser.submit(try (try await bench.browser.get(path)).form("/checks"))
            #expect(asked.text.contains("Not known to social care, early help, health and education"))
            let none = try await bench.browser.submit(try asked.form("/answers"), press: ("action", "none"))
            let open = try await bench.all(Enquiry.self).filter { $0.receivedOn == nil }.map(\.value.agency)
            #expect(open.sorted() == ["OTHER_YJS", "POLICE"] && !none.html.contains("value=\"none\""))
            try await site.put(as: .policeOfficer) { writer in
                for one in try writer.reader.records(Enquiry.self, child: child) where one.receivedOn == nil {
                    try writer.correct(Enquiry.self, child: child, id: one.id, from: one.from) {
                        ($0.isKnown, $0.receivedOn) = (false, writer.recordedAt.londonDay)
                    }
                }
            }
            let manager = try await site.browser(.teamManager)
            let report = try await manager.post("/children/\(child)/panel-items", [("referral", referral.description)])
            let form = try report.form("/panel-items/")
            #expect(form["record_result"] ?? "" == "" && form["outcomes_elsewhere"] ?? "" == "")
            #expect(!report.text.contains("first caution or sentence"))
        }
    }

    @Test(
        "S-PEO-13, S-PLN-01: what a child wrote of themselves stands in the plan, which police read, only where a worker ticked it",
        arguments: Engine.available)
    func planOfOwnWords(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            try await bench.finish("SELF_CHILD", "self-child", ["want": "To be left alone by my uncle", "good_at": "Boxing"])
            let plans = "/children/\(bench.made.child)/plans"
            let new = try await bench.browser.get("\(plans)/new")
            let form = try new.form("/plans")
            #expect(form["childs_words"] == "" && form["how_to_help"] == "")
            #expect(new.text.contains("To be left alone by my uncle From “What I think”, 21 November 2026, in their own words"))
            _ = try await bench.browser.submit(form, ["childs_words": "Football"])
            let plan = try #require(try await bench.all(Plan.self).first)
            #expect(plan.childsWords == "Football" && plan.howToHelp == nil)
            let police = try await site.browser(.policeOfficer)
            let read = try await police.get("\(plans)/\(plan.id)")
            #expect(read.status == 200 && read.text.contains("Football") && !read.text.contains("uncle"))
            let edit = try (try await bench.browser.get("\(plans)/\(plan.id)/edit")).form("/plans/")
            _ = try await bench.browser.submit(edit, ["childs_words_own": "yes"])
            let kept = try #require(try await bench.all(Plan.self).first)
            #expect(kept.childsWords == "To be left alone by my uncle\nFootball" && kept.howToHelp == nil)
            #expect(try await police.get("\(plans)/\(plan.id)").text.contains("uncle"), "a person who read it meant so")
            #expect(!(try (try await bench.browser.get("\(plans)/\(plan.id)/edit")).form("/plans/")).names.contains("childs_words_own"))
        }
    }

    @Test(
        "S-OOC-09: decided while it is with those it was taken to, the decision page shows that and asks why, and then it waits no more",
        arguments: Engine.available)
    func decidedMeanwhile(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            let form = try (try await manager.get("/children/\(made.child)/panel-items/\(item)/hearing")).form("/hearing")
            _ = try await manager.submit(
                form, ["escalated_on": "19/11/2026", "escalated_to": "Dana Wray", "dissent": "Police: a caution"])
            let police = try await site.browser(.policeOfficer)
            #expect(try await police.get("/").section("waiting").contains("Taken higher, not answered Dana Wray"))
            let page = try await police.get("/children/\(made.child)/referrals/\(made.referral)/decision")
            #expect(page.section("result").contains("Not answered yet") && !page.isOptional("decision_reason"))
            let decision = [
                "decision": "YOUTH_CAUTION", "decided_by": "POLICE", "decision_officer": "Jo Marsh", "decision_rank": "Inspector",
            ]
            let refused = try await police.submit(try page.form("/decision"), decision)
            #expect(refused.status == 422)
            #expect(refused.error(beside: "decision_reason").contains("Taken higher on 19 November 2026 and not answered: say why"))
            let done = try await police.submit(try refused.form("/decision"), ["decision_reason": "The bail date came first"])
            #expect(done.status == 200)
            #expect(!(try await police.get("/").section("waiting").contains("Taken higher")))
            #expect(!(try await police.get("/children/\(made.child)").section("waiting").contains("Taken higher")))
        }
    }

    @Test(
        "S-OOC-09, S-OOC-11: a second hearing taken higher waits though the police were told of the first decision, until a newer report replaces it",
        arguments: Engine.available)
    func secondTakenHigher(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: outcome22)
            try await site.put { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: referral.id, from: referral.from) {
                    ($0.policeToldDate, $0.panelDate) = (on("2026-11-13"), on("2026-11-18"))
                }
                var heard = PanelItem()
                (heard.referral, heard.panel, heard.state) = (made.referral, made.panel, "HEARD")
                (heard.escalatedOn, heard.escalatedTo) = (on("2026-11-19"), "Dana Wray")
                try writer.create(heard, child: made.child)
            }
            let police = try await site.browser(.policeOfficer)
            #expect(try await police.get("/").section("waiting").contains("Taken higher, not answered Dana Wray"))
            try await site.put { writer in
                var newer = PanelItem()
                newer.referral = made.referral
                try writer.create(newer, child: made.child)
            }
            #expect(!(try await police.get("/").section("waiting").contains("Taken higher")))
        }
    }

    @Test("S-OOC-08: correcting a referral from before writes nothing of a court that nobody said", arguments: Engine.available)
    func olderReferral(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.put { writer in
                var old = Referral()
                (old.receivedDate, old.source, old.pathway) = (on("2026-10-05"), "COURT", "OUT_OF_COURT")
                (old.admissionNow, old.courtDate) = ("ADMITTED", on("2026-10-01"))
                try writer.create(old, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            func saved(_ values: [String: String]) async throws -> Referral {
                let all = try await site.service.all(Referral.self, of: made.child)
                let old = try #require(all.first { $0.receivedDate == on("2026-10-05") })
                let edit = try (try await browser.get("/children/\(made.child)/referrals/\(old.id)/edit")).form("/referrals/")
                #expect(try await browser.submit(edit, values).status == 200)
                return try #require(try await site.records(Referral.self, made.child).first { $0.receivedDate == on("2026-10-05") })
            }
            let corrected = try await saved(["reason": "Took a bike"])
            #expect(corrected.reason == "Took a bike" && corrected.bouncedBack == nil && corrected.admissionNowOn == nil)
            #expect(try await saved(["source": ""]).source == "COURT", "emptied, the court's day still says where it came from")
        }
    }

    @Test(
        "S-ASM-07: what a worker took out of a box on purpose does not come back; written together is not face to face",
        arguments: Engine.available)
    func takenOut(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            try await bench.finish("SELF_CHILD", "self-child", ["want": "To be back on the team", "good_at": "Boxing", "how": "together"])
            let form = try (try await bench.browser.get("\(path)/write/all")).form("/write/all")
            #expect(form["q_wishes"] == "To be back on the team" && form["q_strengths"] == "Boxing")
            _ = try await bench.browser.submit(form, ["q_wishes": ""])
            let again = try (try await bench.browser.get("\(path)/write/all")).form("/write/all")
            #expect(again["q_wishes"] == "" && again["q_strengths"] == "Boxing")
            _ = try await bench.browser.submit(
                try (try await bench.browser.get("\(path)/write/views")).form("/write/views"), ["child_view_own": "yes"])
            let kept = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            #expect(kept.childView == "To be back on the team" && kept.childViewHow == nil)
            // Done, it is linked to; another is asked for on its own page and begun by no press.
            let next = try await bench.browser.get("/children/\(bench.made.child)/referrals/\(bench.referral)")
            #expect(!next.forms.contains { $0["type"] == "SELF_CHILD" })
            let own = try #require(try await bench.all(Assessment.self).first { $0.type == "SELF_CHILD" })
            #expect(try next.link("The child’s own view") == "/children/\(bench.made.child)/assessments/\(own.id)")
            #expect(try next.link("Another by the child").contains("/assessments/new?type=SELF_CHILD"))
        }
    }
}
