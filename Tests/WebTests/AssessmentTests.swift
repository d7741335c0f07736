import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// Assessments through their pages: begun with what is known, written, sent, returned, countersigned.
@Suite struct AssessmentTests {
    @Test(
        "S-OOC-23, S-ASM-01: begun with what is known, its source and day; form, version, why and dates kept", arguments: Engine.available)
    func start(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site) { ($0.strengths, $0.whatTheyWant) = ("Boxing twice a week", "To go to college") }
            let page = try await bench.browser.get("\(bench.base)/new?type=OUT_OF_COURT")
            #expect(page.section("known").contains("Boxing twice a week"))
            #expect(page.section("known").contains("From the child’s details, 21 November 2026"))
            let form = try page.form("/assessments")
            #expect(form["referral_ref"] == bench.referral.description && form["stage"] == "START")
            let shown = try await bench.browser.submit(form, ["why": "Community resolution thought of"])
            #expect(shown.status == 200 && shown.text.contains("Being written") && shown.text.contains("Community resolution thought of"))
            let kept = try #require(try await bench.all(Assessment.self).first)
            #expect(kept.form == "out-of-court 1" && kept.startedOn == Day(iso: "2026-11-21") && kept.writtenBy != nil)
            // Carried, shown with its source, asked only behind “Change”.
            let part = try await bench.browser.get("\(bench.base)/\(kept.id)/write/strengths")
            #expect(part.text.contains("Boxing twice a week") && part.text.contains("From the child’s details"))
            let saved = try await bench.browser.submit(try part.form("/write/strengths"), ["q_barriers": "No bus after six"])
            #expect(saved.status == 200)
            let answers = Answers(json: try #require(try await bench.all(Assessment.self).first).answers)
            #expect(
                answers["strengths"] == "Boxing twice a week" && answers.source(of: "strengths") != nil
                    && answers["barriers"] == "No bus after six")
            // A second copy of the same form begins nothing more.
            #expect(try await bench.browser.send(form: form).status == 303)
            #expect(try await bench.all(Assessment.self).count == 1)
            // The file changed since: seen where it was carried.
            let child = try #require(try await bench.all(Child.self).first)
            try await site.service.write(.wholeService(reason: "test"), action: "test.child") { writer in
                try writer.correct(Child.self, child: child.id, id: child.id, from: child.from) { $0.strengths = "Gave up boxing" }
            }
            #expect(try await bench.browser.get("\(bench.base)/\(kept.id)/write/strengths").text.contains("The file says otherwise now"))
        }
    }

    @Test(
        "S-ASM-02, S-ASM-04, S-ASM-07, S-PLN-03, S-SAF-01: sending is held back, in plain sentences, until each thing is there",
        arguments: Engine.available)
    func blocked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let first = try await bench.submit(path)
            #expect(first.status == 422 && first.html.contains("<title>Error: "))
            for words in [
                "Safety and wellbeing: choose low", "A self-assessment is missing (the child’s and the parent’s or carer’s)",
                "Do the exploitation screen",
            ] {
                #expect(first.text.contains(words), "\(words)")
            }
            let written = try await bench.writeAll(path, ["safety_wellbeing": "MEDIUM", "serious_harm": "HIGH"])
            #expect(written.status == 200)
            try await bench.beside()
            let second = try await bench.submit(path)
            for words in [
                "Safety and wellbeing is medium or above: give the reasons.", "say who is at risk of what, as a risk to the child",
                "as a risk to others", "write what is done if it gets worse",
            ] { #expect(second.text.contains(words), "\(words)") }
            _ = try await bench.write(
                path, "judgements", ["safety_wellbeing_reason": "Goes missing", "serious_harm_reason": "Carried a knife"])
            // Risks and contingencies are added on the assessment's own pages.
            for (direction, who) in [("TO_CHILD", "CHILD"), ("TO_OTHERS", "PEERS")] {
                let page = try await bench.browser.get("\(path)/risks")
                let saved = try await bench.browser.submit(
                    try page.form("/risks"),
                    [
                        "direction": direction, "who": who, "nature": "Being hurt", "imminence": "LIKELY_SOON",
                        "circumstances": "After school",
                    ])
                #expect(saved.status == 200 && saved.text.contains("Does not say what holds it."))
            }
            #expect(try await bench.submit(path).text.contains("A risk to the child does not say what holds it."))
            for risk in try await bench.all(Risk.self) {
                let page = try await bench.browser.get("\(path)/risks?row=\(risk.id)")
                #expect(try await bench.browser.submit(try page.form("row=\(risk.id)"), ["controls": "Tutor at the gate"]).status == 200)
            }
            for concern in ["SAFETY", "HARM"] {
                let page = try await bench.browser.get("\(path)/contingencies")
                let saved = try await bench.browser.submit(
                    try page.form("/contingencies"),
                    ["concern": concern, "if_happens": "He goes missing", "then_do": "Ring duty", "who": "His worker"])
                #expect(saved.status == 200)
            }
            let sent = try await bench.submit(path)
            #expect(sent.status == 200 && sent.text.contains("Waits for countersignature"))
            // Closed to the writer while it waits.
            #expect(try await bench.browser.send("GET", "\(path)/write/story").status == 303)
            #expect(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" }?.completedOn == Day(iso: "2026-11-21"))
        }
    }

    @Test(
        "S-ASM-11: queue oldest first, sent back with comments on top, sent again, countersigned; never one's own",
        arguments: Engine.available)
    func signing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let before = try await AssessmentBench(site)
            let path = try await before.sent()
            let bench = try await before.later(days: 3)
            let manager = try await site.browser(.teamManager)
            let queue = try await manager.get("/countersign")
            #expect(queue.text.contains("Robin Vale") && queue.text.contains("21 November 2026 3"))
            let read = try await manager.get(try queue.link("Robin Vale"))
            #expect(read.text.contains("Moved twice this year") && read.text.contains("Police papers, school"))
            let silent = try await manager.submit(try read.form("/sign"), press: ("action", "return"))
            #expect(silent.status == 422 && silent.error(beside: "feedback") == "Write what should change before it comes back.")
            let back = try await manager.submit(
                try silent.form("/sign"), ["feedback": "Say more about his brothers."], press: ("action", "return"))
            #expect(back.text.contains("Sent back"))
            let mine = try await bench.browser.get("\(path)/write/family")
            #expect(mine.text.contains("Say more about his brothers.") && mine.text.contains("Sent back on 24 November 2026"))
            #expect(try await manager.get("/countersign").text.contains("Nothing waits for countersignature."))
            _ = try await bench.write(path, "family", ["q_family": "Mum, and brothers of 17 and 19"])
            let open = try (try await bench.browser.get("\(path)/write/family")).form("/write/family")
            #expect(try await bench.submit(path).text.contains("Waits for countersignature"), "sent in on the day it came back")
            // A window that still holds it open is told, and loses nothing.
            #expect(try await bench.browser.send(form: open, [:]).status == 303, "a second copy of what is written")
            let late = try await bench.browser.send(form: open, ["q_family": "Mum, brothers and an aunt in Harwell Street"])
            #expect(late.status == 409 && late.text.contains("Too late to save") && late.text.contains("an aunt in Harwell Street"))
            let keeping = path.replacing("/assessments/", with: "/").split(separator: "/").map(String.init)
            let draft = "/drafts/assessment/\(keeping[2])-family?child=\(keeping[1])"
            _ = try await bench.browser.post(draft, [("q_family", "Kept: an aunt in Harwell Street")])
            #expect(try await bench.browser.get("\(path)/write/family").text.contains("Kept: an aunt in Harwell Street"))
            _ = try await bench.browser.post(draft, [("action", "drop")])
            #expect(try await bench.browser.send("GET", "\(path)/write/family").status == 303)
            let form = try (try await manager.get("\(path)/sign")).form("/sign")
            // Letters of two bytes are counted as letters.
            let full = String(repeating: "ż", count: 20_000)
            #expect(
                try await manager.submit(form, ["feedback": full + "ż"], press: ("action", "sign")).error(beside: "feedback").contains(
                    "20,000"))
            #expect(try await manager.submit(form, ["feedback": full], press: ("action", "sign")).error(beside: "feedback").isEmpty)
            let unanswered = try await manager.submit(form, ["feedback": "Thank you."], press: ("action", "sign"))
            #expect(
                unanswered.status == 422 && unanswered.error(beside: "child_view_used") == "Choose an answer: Were the child's views used?",
                "S-ASM-08"
            )
            #expect(unanswered.text.contains("Thank you."))
            let signed = try await manager.submit(
                form, ["feedback": "Thank you.", "child_view_used": "USED", "parent_view_used": "NOT_USED"], press: ("action", "sign"))
            #expect(signed.text.contains("Countersigned"))
            let report = try await manager.get("/assessments").text
            #expect(report.contains("The child 1 of 1 0 of 1 0 of 1 0 of 1 Parent or carer 0 of 1 0 of 1 1 of 1 0 of 1"), "S-ASM-08")
            let shown = try await bench.browser.get(path)
            #expect(shown.text.contains("24 November 2026 by") && shown.text.contains("Thank you."))
            #expect(shown.text.contains("as who countersigned it found: no, only written down"), "S-ASM-08")
            let kept = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            let signer = try await site.service.person(as: .teamManager).id
            #expect(
                kept.countersignedBy == signer && kept.returnedOn == Day(iso: "2026-11-24") && kept.completedOn == Day(iso: "2026-11-21"))
            // A second copy changes nothing, and what is too late is said to be and not lost.
            #expect(try await manager.send(form: form, ["feedback": "Thank you."], press: ("action", "sign")).status == 303)
            let again = try await manager.send(form: form, ["feedback": "Say it again"], press: ("action", "return"))
            #expect(again.status == 409 && again.text.contains("Say it again"))
            #expect(try await bench.all(Assessment.self).first { $0.id == kept.id }?.from == kept.from)
        }
    }

    @Test("S-ASM-11: nobody countersigns their own assessment, nor forges a signature through another form", arguments: Engine.available)
    func own(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site, by: .teamManager)
            let path = try await bench.sent()
            let queue = try await bench.browser.get("/countersign")
            #expect(queue.text.contains("Yours: another manager signs"))
            #expect(try await bench.browser.send("GET", "\(path)/sign").status == 303)
            let id = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            let forged = try await bench.browser.send(
                "POST", "\(path)/sign", body: Browser.encode([("from", String(id.from)), ("action", "sign")]))
            #expect(forged.status == 403)
            let second = try await bench.begin("REVIEW", "out-of-court")
            let form = try (try await bench.browser.get("\(second)/write/story")).form("/write/story")
            let fields =
                form.filled([:]) + [("countersigned_on", "21/11/2026"), ("completed_on", "21/11/2026"), ("author", "Me"), ("q_level", "x")]
            #expect(try await bench.browser.post("\(second)/write/story", fields).status == 200)
            let review = try #require(try await bench.all(Assessment.self).first { $0.type == "REVIEW" })
            #expect(review.countersignedOn == nil && review.completedOn == nil && review.author == nil)
            let attached = try await bench.browser.send(
                "POST", second, body: Browser.encode([("from", String(review.from)), ("author", "Me")]))
            #expect(attached.status == 404)
            let other = try await site.browser(.serviceManager)
            let views = ["child_view_used": "USED", "parent_view_used": "PARTLY"]
            let signed = try await other.submit(try (try await other.get("\(path)/sign")).form("/sign"), views, press: ("action", "sign"))
            #expect(signed.text.contains("Countersigned"))
        }
    }

    @Test(
        "A child who has not admitted: pages and print are headed so, say alleged, ask about needs and judge offending",
        arguments: Engine.available)
    func notAdmitted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site, admission: "NO_COMMENT")
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let part = try await bench.browser.get("\(path)/write/offence")
            #expect(part.text.contains("Not admitted") && part.text.contains("Taking a bicycle Alleged"))
            let names = try part.form("/write/offence").names
            #expect(names.contains("q_needs") && !names.contains("q_happened"))
            let judge = try await bench.browser.get("\(path)/write/judgements")
            #expect(judge.text.contains("Likelihood of offending") && !judge.text.contains("reoffending"))
            for page in [path, "\(path)/print"] {
                let shown = try await bench.browser.get(page)
                #expect(
                    shown.text.contains("Not admitted") && shown.text.contains("alleged") && !shown.text.contains("reoffending"), "\(page)")
            }
            let entries = try await site.accessEntries()
            #expect(entries.contains { $0.action == "print" && $0.shown.contains(bench.made.child.description) })
        }
    }

    @Test(
        "S-ASM-03, S-ASM-06, S-ASM-10: behaviour so far, other agencies and the victim stand beside the judgements",
        arguments: Engine.available)
    func evidence(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let before = try await bench.browser.get("\(path)/write/judgements")
            #expect(before.section("past").contains("Taking a bicycle") && before.section("past").contains("Youth caution"))
            #expect(before.section("agencies").contains("Missing social care, police, health, education."))
            #expect(before.section("victim").contains("Not done"))
            var check = Enquiry()
            (check.agency, check.referral, check.askedOn, check.receivedOn) = (
                "SOCIAL_CARE", bench.referral, Day(iso: "2026-11-11"), Day(iso: "2026-11-13")
            )
            _ = try await bench.add(check)
            #expect(try await bench.browser.get("\(path)/write/judgements").section("agencies").contains("Not used yet"))
            check.agency = "POLICE"
            check.usedHow = "In the safety judgement"
            _ = try await bench.add(check)
            var victim = VictimContact()
            (victim.offence, victim.state, victim.name) = (bench.made.offence, "NO_VICTIM", "Seeded Name")
            _ = try await bench.add(victim)
            victim.state = "VIEWS_GIVEN"
            victim.summary = "Wants the bike back"
            _ = try await bench.add(victim)
            let after = try await bench.browser.get("\(path)/write/judgements")
            #expect(
                after.section("agencies").contains("Missing health, education.")
                    && after.section("agencies").contains("Answered, use not said social care.")
                    && after.section("agencies").contains("In the safety judgement"))
            #expect(after.section("victim").contains("No identifiable victim") && after.section("victim").contains("Wants the bike back"))
            for page in [path, "\(path)/print", "\(path)/write/judgements"] {
                #expect(!(try await bench.browser.get(page)).html.contains("Seeded Name"), "\(page)")
            }
        }
    }
}
