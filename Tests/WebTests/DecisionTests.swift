import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("Decision and outcome by type")
struct DecisionTests {
    @Test(
        "S-OOC-05, S-OOC-02: the police's decision is apart from the recommendation, says who and of what rank, and why it differs",
        arguments: Engine.available)
    func decision(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            let hearing = try await manager.get("/children/\(made.child)/panel-items/\(item)/hearing")
            _ = try await manager.submit(
                try hearing.form("/hearing"),
                ["recommendation": "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "recommendation_reason": "It will put it right."])
            let address = "/children/\(made.child)/referrals/\(made.referral)/decision"
            #expect(try await site.browser(.caseManager).get(address).status == 403)
            let police = try await site.browser(.policeOfficer)
            let page = try await police.get(address)
            #expect(page.section("result").contains("It will put it right."))
            let form = try page.form("/decision")
            let asked = ["decision", "decided_by", "decision_officer", "decision_rank", "decision_date"]
            let empty = try await police.submit(form, Dictionary(uniqueKeysWithValues: asked.map { ($0, "") }))
            for name in asked {
                #expect(!empty.error(beside: name).isEmpty, "\(name)")
            }
            var values = [
                "decision": "YOUTH_CAUTION", "decided_by": "POLICE", "decision_officer": "Jo Marsh", "decision_rank": "Inspector",
                "decision_date": "19/11/2026",
            ]
            let unreasoned = try await police.submit(form, values)
            #expect(unreasoned.status == 422 && unreasoned.error(beside: "decision_reason").contains("Say why the decision differs"))
            #expect(try unreasoned.form("/decision")["decision_officer"] == "Jo Marsh")
            values["decision_reason"] = "Third report this year."
            let saved = try await police.submit(form, values)
            #expect(saved.status == 200 && saved.section("decision").contains("Inspector Jo Marsh"))
            let referral = try #require(try await site.records(Referral.self, made.child).first)
            #expect(referral.recommendation == "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT" && referral.decision == "YOUTH_CAUTION")
            #expect(referral.offences == made.offences, "what the decision does not ask stands")
            #expect(saved.section("recorded").contains("to the decision 30 days") && saved.section("recorded").contains("Late"))
        }
    }

    @Test(
        "S-OOC-03, S-OOC-15, S-OOC-18: a conditional caution is dated the day it is given, with adult, signature and consent, for every offence, and starts its programme; signed papers are on the file or missing",
        arguments: Engine.available)
    func caution(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: "YOUTH_CONDITIONAL_CAUTION")
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
            let form = try page.form("/outcome")
            #expect(form["outcome_date"] == "")
            let early = try await browser.submit(form, ["outcome_date": "12/11/2026"])
            #expect(early.status == 422 && early.error(beside: "outcome_date").contains("panel or the decision"))
            for name in ["given_by", "appropriate_adult", "signed_on", "consented_on"] {
                #expect(!early.error(beside: name).isEmpty, "\(name)")
            }
            #expect(try await site.records(Outcome.self, made.child).isEmpty)
            let values = [
                "outcome_date": "16/11/2026", "given_by": "Inspector Jo Marsh", "appropriate_adult": "Ash Vale", "signed_on": "16/11/2026",
                "consented_on": "16/11/2026",
            ]
            let long = try await browser.submit(form, values.merging(["latest_end": "1/6/2027"]) { $1 })
            #expect(long.status == 422 && long.error(beside: "extension_reason").contains("longer"))
            let saved = try await browser.submit(form, values)
            #expect(saved.section("decision").contains("Youth conditional caution, signed Missing"))
            let (child, referral) = (made.child, made.referral)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var document = Document()
                (document.type, document.referral) = ("CONDITIONAL_CAUTION_SIGNED", referral)
                try writer.create(document, child: child)
            }
            let signed = try await browser.get("/children/\(child)/referrals/\(referral)/outcome")
            #expect(signed.section("decision").contains("Youth conditional caution, signed On the file"))
            #expect(saved.status == 200 && saved.section("recorded").contains("with Ash Vale as appropriate adult"))
            let outcomes = try await site.records(Outcome.self, made.child)
            #expect(outcomes.count == 2 && Set(outcomes.map(\.offence)) == Set(made.offences))
            #expect(outcomes.allSatisfy { $0.outcomeDate == Day(iso: "2026-11-16") && $0.homeOfficeOutcome == 2 })
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            #expect(programme.startDate == Day(iso: "2026-11-16") && programme.latestEnd == Day(iso: "2027-03-08"))
            #expect(programme.referral == made.referral && programme.outcome != nil && programme.offences == made.offences)
            // The same form sent twice records nothing twice.
            _ = try await browser.submit(form, values)
            #expect(try await site.records(Outcome.self, made.child).count == 2)
            #expect(try await site.records(Programme.self, made.child).count == 1)
        }
    }

    @Test(
        "S-OOC-11, S-OOC-12: outcome 22 and 23 start a programme and leave no outcome until it is completed; failed, none at all",
        arguments: Engine.available)
    func completion(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            for (token, number, completed) in [
                ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", 22, true),
                ("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", 23, false),
                ("NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", 23, true),
            ] {
                let made = try await PanelMade(site, admission: "NO_COMMENT", decision: token)
                let browser = try await site.browser(.caseManager)
                let page = try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
                #expect(page.text.contains("The programme comes first"))
                let form = try page.form("/outcome")
                #expect(!form.names.contains("outcome_date"))
                #expect(
                    form["start_date"] == site.service.today.typed && page.text.contains("Today. Change it if it starts on another day."))
                #expect(try await browser.submit(form, ["start_date": ""]).status == 422)
                let started = try await browser.submit(form, ["start_date": "13/11/2026"])
                #expect(started.status == 200)
                #expect(try await site.records(Outcome.self, made.child).isEmpty)
                let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
                let end = try await browser.get("/children/\(made.child)/programmes/\(programme.id)/end")
                let ended = try await browser.submit(
                    try end.form("/end"), ["completed": completed ? "yes" : "no", "end_date": "20/11/2026", "end_reason": "As agreed"])
                #expect(ended.status == 200)
                let outcomes = try await site.records(Outcome.self, made.child)
                let steps = try await site.records(Compliance.self, made.child)
                if completed {
                    #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.outcome == token && $0.homeOfficeOutcome == number })
                    #expect(outcomes.allSatisfy { $0.outcomeDate == Day(iso: "2026-11-20") } && steps.isEmpty)
                } else {
                    #expect(outcomes.isEmpty && steps.map(\.type) == ["RETURN_TO_POLICE"])
                    let after = try await browser.get("/children/\(made.child)/referrals/\(made.referral)/outcome")
                    #expect(after.text.contains("The programme was not completed: there is no outcome to record."))
                }
            }
        }
    }

    @Test("S-OOC-03: a resolution is dated the day agreed, no further action the day decided", arguments: Engine.available)
    func others(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let resolution = try await PanelMade(site, decision: "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT")
            let agreed = try (try await browser.get("/children/\(resolution.child)/referrals/\(resolution.referral)/outcome")).form(
                "/outcome")
            #expect(try await browser.submit(agreed, ["outcome_date": "14/11/2026"]).status == 200)
            #expect(
                try await site.records(Outcome.self, resolution.child).map(\.outcomeDate)
                    == Array(repeating: Day(iso: "2026-11-14"), count: 2).compactMap { $0 })
            let none = try await PanelMade(site, decision: "NO_FURTHER_ACTION")
            let decided = try (try await browser.get("/children/\(none.child)/referrals/\(none.referral)/outcome")).form("/outcome")
            #expect(decided["outcome_date"] == "12/11/2026" && !decided.names.contains("start_date"))
            #expect(try await browser.submit(decided, ["outcome_date": "13/11/2026"]).status == 422)
            #expect(try await browser.submit(decided).status == 200)
            #expect(try await site.records(Programme.self, none.child).isEmpty)
        }
    }

    @Test(
        "S-OOC-01, S-OOC-14: the options with what they need are listed, a manager replaces one of them, and the menu reaches the report",
        arguments: Engine.available)
    func options(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/options")
            #expect(page.section("types").contains("Youth conditional caution") && page.section("types").contains("signed consent"))
            let new = try await browser.get("/options/types/new?outcome=YOUTH_CAUTION")
            let form = try new.form("/options/types")
            #expect(form["weeks"] == "12" && form["basis"]?.isEmpty == false)
            let changed = try await browser.submit(form, ["weeks": "8", "basis": "Our own policy"])
            #expect(changed.section("types").contains("8 weeks") && changed.section("types").contains("Our own policy"))
            let menu = try await browser.get("/options/menu/new")
            _ = try await browser.submit(
                try menu.form("/options/menu"), ["title": "Talk about drugs", "categories": "DRUGS", "provider": "Health partner"])
            let made = try await PanelMade(site)
            let manager = try await site.browser(.teamManager)
            let item = try await made.list(manager)
            #expect(try await manager.get("/children/\(made.child)/panel-items/\(item)").section("menu").contains("Talk about drugs"))
            #expect(try await manager.get("/options/menu/new").status == 403)
        }
    }
}
