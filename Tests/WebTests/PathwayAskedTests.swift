import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

/// What is asked on the out-of-court pathway: once, where it is known, and of whom it is theirs to say.
@Suite("The out-of-court pathway asks once and of the right person")
struct PathwayAskedTests {
    @Test(
        "S-OOC-18: what the police decided is recorded on the step's page, and answers the notice and the return",
        arguments: Engine.available)
    func policeAnswer(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            let told = Day(iso: "2026-11-19")
            let step = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var notice = Compliance()
                (notice.programme, notice.type, notice.onDate) = (made.programme, "NON_COMPLIANCE", Day(iso: "2026-11-18") ?? .unset)
                notice.policeToldDate = told
                try writer.create(notice, child: made.child)
                notice.type = "RETURN_TO_POLICE"
                return try writer.create(notice, child: made.child)
            }
            let police = try await site.browser(.policeOfficer)
            let day = try await police.get("/")
            #expect(try day.link("Sent back to the police") == "/children/\(made.child)/compliance-steps/\(step)#police-answer")
            let page = try await police.get("/children/\(made.child)/compliance-steps/\(step)")
            let form = try #require(page.forms.first { $0.names.contains("police_answer") })
            #expect(form["police_answer_on"] == "21/11/2026" && !form.names.contains("reason_for_change"))
            for day in ["21/11/2026", ""] {
                let empty = try await police.submit(form, ["police_answer": "", "police_answer_on": day])
                #expect(empty.status == 422 && empty.error(beside: "police_answer") == "Say what the police decided.")
            }
            #expect(try await site.service.all(Compliance.self, of: made.child).allSatisfy { $0.policeAnswerOn == nil })
            let done = try await police.submit(form, ["police_answer": "No further action"])
            #expect(done.status == 200)
            let steps = try await site.service.all(Compliance.self, of: made.child)
            #expect(steps.count == 2 && steps.allSatisfy { $0.policeAnswer == "No further action" && $0.policeAnswerOn != nil })
            #expect(!(try await police.get("/").section("waiting").contains("Sent back to the police")))
        }
    }

    @Test(
        "S-PLN-01: a plan begins with what the child wants, not with what they say of the offence; the offence says whether a knife",
        arguments: Engine.available)
    func plan(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var assessment = Assessment()
                (assessment.type, assessment.completedOn, assessment.referral) = (
                    "OUT_OF_COURT", Day(iso: "2026-09-20"), made.referral
                )
                assessment.childView = "Sorry; will say so."
                try writer.create(assessment, child: made.child)
                let child = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
                try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) {
                    $0.whatTheyWant = "To get back on the team"
                }
                for id in [made.offence, made.second] {
                    let offence = try #require(try writer.reader.record(Offence.self, child: made.child, id: id))
                    try writer.correct(Offence.self, child: made.child, id: id, from: offence.from) { $0.knife = false }
                }
            }
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/plans/new?programme=\(made.programme)")
            let form = try page.form("/plans")
            #expect(form["childs_words"] == "To get back on the team" && form["knife"] == "no")
            #expect(page.text.contains("From the offence"))
        }
    }

    @Test("S-OOC-03: what a case manager wrote of the police's answer is no check of the police record", arguments: Engine.available)
    func notChecked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, policeAnswer: .caseManager)
            let browser = try await site.browser(.teamManager)
            let edit = try await browser.post("/children/\(made.child)/panel-items", [("referral", made.referral.description)])
            let form = try edit.form("/panel-items/")
            for name in ["record_checked_on", "record_checked_by", "record_result"] { #expect(form[name] ?? "" == "", "\(name)") }
            let item = try await made.list(browser)
            let shown = try await browser.get("/children/\(made.child)/panel-items/\(item)")
            #expect(shown.section("record").contains("Not checked"))
            #expect(shown.section("options").contains("No: this option makes nobody a first-time entrant."))
            let hearing = try await browser.get("/children/\(made.child)/panel-items/\(item)/hearing")
            #expect(hearing.section("entrant").contains("Youth caution: Not checked: the police record."))
        }
    }

    @Test("S-TRN-10: the reasons asked of a closure name their step, and what stops it leads to the list", arguments: Engine.available)
    func closure(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22, knife: true) {
                ($0.endDate, $0.completed) = (Day(iso: "2026-11-18"), true)
            }
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/closures/new?referral=\(made.referral)")
            let list = page.section("checklist")
            #expect(list.contains("Give a reason for: exit interview with the child") && !list.contains("childInterview"))
            #expect(list.contains("A knife case must have a plan: write it, or give the reason."))
            #expect(list.contains("Give a reason for: plan for carrying a knife"))
            let begun = try await browser.submit(try page.form("/closures"))
            let refused = try await browser.submit(try begun.form("/sending"))
            #expect(refused.status == 422 && refused.html.contains("href=\"#checklist\""))
        }
    }
}
