import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

/// What the pathway asked again although the file knew it: prefilled, offered in one press, or no longer asked (promise 2).
@Suite("Known things are not asked again")
struct KnownOnceTests {
    @Test(
        "S-ASM-07: a self-assessment is begun in one press from the referral, and gone on with the next time", arguments: Engine.available)
    func onePress(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let referral = "/children/\(bench.made.child)/referrals/\(bench.referral)"
            let page = try await bench.browser.get(referral)
            let press = try #require(page.forms.first { $0.action.hasSuffix("/assessments") && $0["type"] == "SELF_CHILD" })
            #expect(press["referral_ref"] == bench.referral.description && press["stage"] == "START")
            let form = try await bench.browser.submit(press)
            #expect(form.path.hasSuffix("/write/all") && form.text.contains("There are no wrong answers."))
            #expect(form.main.firstRange(of: "name=\"stage\"") == nil, "the child meets their own questions alone")
            let again = try await bench.browser.get(referral)
            #expect(try again.link("Go on with the child’s own view") == form.path)
            #expect(!again.forms.contains { $0["type"] == "SELF_CHILD" })
            // The assessment too: its page comes at once.
            let begin = try #require(again.forms.first { $0.action.hasSuffix("/assessments") && $0["type"] == "OUT_OF_COURT" })
            #expect(try await bench.browser.submit(begin).text.contains("Being written"))
            #expect(try await bench.browser.get(referral).text.contains("Go on with the assessment"))
        }
    }

    @Test(
        "S-ASM-07, S-ASM-08: what the child wrote stands in the assessment's questions with source and day, and is taken over as their view by one tick, never by itself",
        arguments: Engine.available)
    func ownWords(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            // Written after the assessment was begun.
            try await bench.finish(
                "SELF_CHILD", "self-child", ["want": "To be back on the team", "good_at": "Boxing", "how": "me", "learn": "short"])
            let page = try await bench.browser.get("\(path)/write/all")
            let form = try page.form("/write/all")
            #expect(form["q_motivation"] == "To be back on the team" && form["q_strengths"] == "Boxing")
            #expect(form["q_wishes"] == "To be back on the team" && form["q_communication"] == "Short bits")
            #expect(page.text.contains("From “What I think”, 21 November 2026"))
            let print = try await bench.browser.get("/children/\(bench.made.child)/summary")
            #expect(print.status == 200 && !print.text.contains("To be back on the team"), "no print has what a child wrote of themselves")
            #expect(form["child_view"] == "" && form["child_view_own"] == nil, "offered, not filled in: a view goes on to the papers")
            _ = try await bench.browser.submit(form, ["q_story": "Moved twice"])
            var kept = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            #expect(kept.childView == nil && kept.childViewOn == nil)
            #expect(Answers(json: kept.answers).source(of: "strengths") == "From “What I think”, 21 November 2026, in their own words")
            let second = try (try await bench.browser.get("\(path)/write/views")).form("/write/views")
            _ = try await bench.browser.submit(second, ["child_view_own": "yes"])
            kept = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            #expect(kept.childView == "To be back on the team" && kept.childViewOn == site.service.today && kept.childViewHow == "WRITTEN")
            let third = try await bench.browser.get("\(path)/write/views")
            #expect(third.text.contains("21 November 2026, in their own words"))
            #expect(!(try third.form("/write/views")).names.contains("child_view_own"), "taken over once; the words may be changed")
        }
    }

    @Test(
        "S-REF-05: that none of those it names knows the child is one press, and that all papers are in another",
        arguments: Engine.available)
    func agencies(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = "/children/\(bench.made.child)/referrals/\(bench.referral)"
            let asked = try await bench.browser.submit(try (try await bench.browser.get(path)).form("/checks"))
            let police = try #require(try await bench.all(Enquiry.self).first { $0.agency == "POLICE" })
            let saved = try await bench.browser.submit(
                try asked.form("/answers"), ["known-\(police.id)": "yes"], press: ("action", "none"))
            let checks = try await bench.all(Enquiry.self)
            #expect(checks.count == 6 && checks.filter { $0.receivedOn == nil }.map(\.value.agency) == ["OTHER_YJS"])
            #expect(
                checks.allSatisfy { $0.agency == "OTHER_YJS" || $0.isKnown == ($0.agency == "POLICE") },
                "what was typed of one stays what it says")
            #expect(saved.section("obstacles").contains("The papers are not complete."))
            let early = try await bench.browser.submit(
                try (try await bench.browser.get("\(path)/papers")).form("/papers"), ["complete_date": "1/11/2026"])
            #expect(early.status == 422 && early.error(beside: "complete_date").contains("before the referral was received"))
            let done = try await bench.browser.submit(try saved.form("/papers"))
            #expect(!done.section("obstacles").contains("papers"))
            #expect(try await bench.all(Referral.self).first?.completeDate == site.service.today)
        }
    }

    @Test("S-TRN-10: the police need not be told of the end of a caution they gave themselves", arguments: Engine.available)
    func givenByPolice(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: "YOUTH_CAUTION")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var given = Fixtures.outcome(of: made.offences[0], on: "2026-11-20", "YOUTH_CAUTION")
                given.givenBy = "Inspector Jo Marsh"
                try writer.create(given, child: made.child)
            }
            let page = try await (try await site.browser(.caseManager)).get(
                "/children/\(made.child)/closures/new?referral=\(made.referral)")
            let form = try page.form("/closures")
            #expect(form["police_told_date"] == "", "nobody told anybody")
            #expect(form["police_reason"] == "The police gave the youth caution themselves on 20 November 2026, and it has no programme.")
            let begun = try await (try await site.browser(.caseManager)).submit(form)
            #expect(begun.section("checklist").contains("Not done: The police gave the youth caution themselves"))
        }
    }

    @Test(
        "S-OOC-18, S-OOC-12: the end of a programme takes the day the police were told by notice only where it was not completed; one after a caution with the caution's day",
        arguments: Engine.available)
    func programmeDays(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION", knife: true)
            let today = site.service.today
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var notice = Compliance()
                (notice.programme, notice.type, notice.onDate) = (made.programme, "NON_COMPLIANCE", today)
                notice.policeToldDate = today
                try writer.create(notice, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let end = try await browser.get("/children/\(made.child)/programmes/\(made.programme)/end")
            #expect(try end.form("/end")["police_told_date"] == "")
            #expect(end.text.contains("blank takes the day of the notice of non-compliance, \(today.words)"))
            _ = try await browser.submit(try end.form("/end"), ["completed": "yes", "end_reason": "Came in the end"])
            let done = try await site.records(Programme.self, made.child).first
            #expect(done?.completed == true && done?.policeToldDate == nil, "nobody told them that it was completed")
            let caution = try await PanelMade(site, decision: "YOUTH_CONDITIONAL_CAUTION", given: "Kit")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for offence in caution.offences {
                    try writer.create(Fixtures.outcome(of: offence, on: "2026-11-20", "YOUTH_CONDITIONAL_CAUTION"), child: caution.child)
                }
            }
            let page = try await browser.get("/children/\(caution.child)/referrals/\(caution.referral)/outcome")
            #expect(try page.form("/outcome")["start_date"] == "20/11/2026" && page.text.contains("The day of the outcome."))
        }
    }

    @Test(
        "S-OOC-08: a case from a court says once that it was sent back, and never when the child said what they say now",
        arguments: Engine.available)
    func sentBack(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await site.service.makeCase().child
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(child)/referrals/new")
            let values = [
                "received_date": "16/11/2026", "pathway": "OUT_OF_COURT", "admission": "NO_COMMENT", "admission_now": "ADMITTED",
                "court_date": "12/11/2026", "bounce_reason": "Guilty plea",
            ]
            let saved = try await browser.submit(try page.form("/referrals"), values)
            #expect(saved.status == 200 && saved.section("arrival").contains("Court"))
            let kept = try #require(try await site.records(Referral.self, child).first)
            #expect(kept.source == "COURT" && kept.bouncedBack == true && kept.admissionNowOn == nil, "nobody said when")
            // The other way round: the court as its source is enough.
            let second = try await browser.get("/children/\(child)/referrals/new")
            _ = try await browser.submit(
                try second.form("/referrals"), ["received_date": "17/11/2026", "source": "COURT", "pathway": "OUT_OF_COURT"])
            let other = try #require(try await site.records(Referral.self, child).first { $0.receivedDate == Day(iso: "2026-11-17") })
            #expect(other.bouncedBack == true && other.admissionNowOn == nil)
        }
    }

    @Test("S-OOC-04: papers are given to ticked members, a numbered copy each, and no name is typed", arguments: Engine.available)
    func papers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/panels/\(made.panel)/papers")
            let members = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(PanelMember.self) }
            let ids = members.filter { $0.name != "Bo Lane" }.map(\.id.description)
            let form = try page.form("/papers")
            let nobody = try await browser.submit(form, ["audience": "PANEL"])
            #expect(nobody.status == 422 && !nobody.error(beside: "recipient").isEmpty)
            // Several boxes come under one name, as a browser sends them.
            let sent = form.filled(["audience": "PANEL"]) + ids.map { ("member", $0) } + [("recipient", "Guest Vane")]
            let copies = try await browser.post(form.action, sent).section("copies")
            for words in ["Copy 1", "Copy 2", "Copy 3", "Kit Dale", "Ash Moor", "Guest Vane"] {
                #expect(copies.contains(words), "\(words)")
            }
            #expect(!copies.contains("Bo Lane"))
            _ = try await browser.post(form.action, sent)
            let kept = try await site.service.read(.wholeService(reason: "test")) { try $0.serviceRecords(PanelCopy.self) }
            #expect(kept.count == 3, "a form sent twice gives nobody a second copy")
        }
    }
}
