import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// What stands beside an assessment: screens, one done elsewhere, what changed, who sees what, what is missing.
@Suite struct AssessmentMoreTests {
    @Test(
        "S-SAF-01: the exploitation screen becomes an alert with level, kinds and review, which the police see and the answers they do not",
        arguments: Engine.available)
    func exploitation(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let blank = try await bench.finish("SCREENING", "exploitation", ["level": "suspected"])
            #expect(
                blank.status == 422 && blank.error(beside: "q_signs").contains("Answer") && blank.error(beside: "q_why").contains("Answer"))
            let answers = [
                "q_signs": "debt", "q_what": "Owes an older lad", "q_kinds": "gang", "q_why": "New phone", "q_done": "manager",
                "q_review": "1/12/2026",
            ]
            let done = try await bench.browser.submit(try blank.form("/write/all"), answers, press: ("action", "finish"))
            #expect(done.status == 200 && done.text.contains("Done") && done.text.contains("Owes an older lad"))
            let alert = try #require(try await bench.all(Alert.self).first)
            #expect(alert.type == "EXPLOITATION_CRIMINAL" && alert.level == "Suspected" && alert.detail == "By a gang")
            #expect(alert.reviewDate == Day(iso: "2026-12-01"))
            let id = try #require(try await bench.all(Assessment.self).first).id
            for role in [Role.policeOfficer, .businessSupport, .analyst] {
                let other = try await site.browser(role)
                for part in ["", "/print", "/changes"] {
                    let page = try await other.get("\(bench.base)/\(id)\(part)")
                    #expect(
                        page.status == 200 && !page.html.contains("Owes an older lad") && !page.html.contains("New phone"), "\(role)\(part)"
                    )
                }
                #expect(try await other.get("\(bench.base)/\(id)").text.contains("not open to your role"))
            }
            #expect(try await (try await site.browser(.policeOfficer)).get("/children/\(bench.made.child)").text.contains("By a gang"))
            #expect(try await (try await site.browser(.victimWorker)).send("GET", "\(bench.base)/\(id)").status == 404)
            // Clear again: the alert ends.
            let later = try await bench.later(days: 20)
            try await later.finish("SCREENING", "exploitation", ["signs": "none", "level": "none"])
            #expect(try await bench.all(Alert.self).first?.endDate == Day(iso: "2026-12-11"))
        }
    }

    @Test(
        "S-ASM-12: speech, language, dyslexia and learning screened: result, adjustments, referral; counted among health needs",
        arguments: Engine.available)
    func communication(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            try await bench.finish(
                "SCREENING", "communication",
                [
                    "notice": "words", "reading": "letters", "learns": "doing", "result": "need", "dyslexia": "possible",
                    "adjustments": "Short sentences", "referred": "therapist",
                ])
            let need = try #require(try await bench.all(HealthNeed.self).first)
            #expect(need.need == "SPEECH_LANGUAGE" && need.needIdentified == true)
            #expect(need.screenedDate == Day(iso: "2026-11-21") && need.referredDate == Day(iso: "2026-11-21"))
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let page = try await bench.browser.get("\(path)/write/health")
            #expect(page.text.contains("Short sentences"), "carried into the assessment")
            #expect(try await bench.browser.get(path).section("screens").contains("Speech, language and learning screen Done"))
        }
    }

    @Test(
        "S-PEO-13: an empty diversity statement is prompted for, and what the assessment says goes to the child's page",
        arguments: Engine.available)
    func diversity(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            #expect(
                try await bench.browser.get("\(bench.base)/new?type=OUT_OF_COURT").text.contains(
                    "Nothing is written about who this child is"))
            try await bench.beside()
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            _ = try await bench.writeAll(path, without: ["q_diversity"])
            #expect(try await bench.submit(path).text.contains("answer “Who is this child, and what does that ask of us?”"))
            _ = try await bench.write(path, "strengths", ["q_diversity": "Dyslexic; Roma family"])
            #expect(try await bench.submit(path).status == 200)
            #expect(
                try await bench.browser.get("/children/\(bench.made.child)/needs").section("diversity").contains("Dyslexic; Roma family"))
            let next = try await bench.browser.get("\(bench.base)/new?type=REVIEW")
            #expect(!next.text.contains("Nothing is written about") && next.section("known").contains("Roma family"))
            let judged = try #require(try await bench.all(Assessment.self).first { $0.type == "OUT_OF_COURT" })
            #expect(Assessments.forPlan(judged.value, .shipped).map(\.question.id).contains("motivation"), "S-ASM-09")
        }
    }

    @Test("S-ASM-05: substance use makes the exploitation questions required", arguments: Engine.available)
    func substances(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            try await bench.beside()
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            _ = try await bench.writeAll(path, ["q_substances": "yes", "q_substances_what": "Cannabis with friends"])
            #expect(try await bench.submit(path).text.contains("Safety from other people: answer “What points to it, or away from it?”"))
            #expect(
                try await bench.browser.get("\(path)/write/exploited").text.contains(
                    "This part is needed. The child uses alcohol, drugs or vapes."))
            _ = try await bench.write(path, "exploited", ["q_exploited": "no", "q_exploited_why": "Pays for it himself"])
            #expect(try await bench.submit(path).status == 200)
        }
    }

    @Test(
        "S-ASM-04, S-PLN-03: an assessment done elsewhere counts as countersigned once its judgements have risks and contingency",
        arguments: Engine.available)
    func elsewhere(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let form = try (try await bench.browser.get("\(bench.base)/elsewhere")).form("/elsewhere")
            let bare = try await bench.browser.submit(form)
            #expect(bare.status == 422 && bare.error(beside: "author") == "Enter who wrote it and where they work.")
            #expect(bare.error(beside: "completed_on") == "Enter the day it was completed.")
            let values = [
                "author": "Bo Field, Northport", "completed_on": "18/11/2026", "safety_wellbeing": "HIGH", "serious_harm": "LOW",
                "reoffending": "MEDIUM",
                "countersigned_on": "19/11/2026",
            ]
            let half = try await bench.browser.submit(try bare.form("/elsewhere"), values)
            #expect(half.error(beside: "countersigned_outside").contains("Enter who countersigned it"))
            let signature = ["countersigned_outside": "Cy Marsh, Northport"]
            let early = try await bench.browser.submit(try half.form("/elsewhere"), signature)
            #expect(early.status == 422 && early.error(beside: "countersigned_on").contains("needs risks and a contingency"))
            #expect(try await bench.all(Assessment.self).isEmpty)
            // One press saves what was typed but the signature.
            let saved = try await bench.browser.submit(try early.form("/elsewhere"), press: ("action", "unsigned"))
            #expect(saved.status == 200 && saved.text.contains("Being written") && saved.text.contains("Form PDAT Referral"))
            #expect(!saved.text.contains("Sent for countersignature") && saved.section("missing").contains("before it can be sent (2)"))
            let all = try await bench.all(Assessment.self)
            #expect(Assessments.judgements(all.map(\.entry))?.safetyWellbeing == "HIGH")
            let mine = try #require(all.first?.id)
            #expect(try await bench.submit("\(bench.base)/\(mine)").text.contains("write what is done if it gets worse"))
            var risk = Risk()
            (risk.assessment, risk.direction, risk.who, risk.nature) = (mine, "TO_CHILD", "CHILD", "Being out late")
            (risk.imminence, risk.circumstances, risk.controls) = ("LIKELY_SOON", "When nobody is home", "His aunt has him stay")
            _ = try await bench.add(risk)
            var plan = Contingency()
            (plan.assessment, plan.concern, plan.ifHappens, plan.thenDo, plan.who) = (mine, "SAFETY", "He is out", "Ring his aunt", "Bo")
            _ = try await bench.add(plan)
            let change = try (try await bench.browser.get("\(bench.base)/\(mine)/edit")).form("/assessments/\(mine)")
            let signed = try await bench.browser.submit(
                change, ["countersigned_on": "19/11/2026"].merging(signature) { $1 })
            #expect(signed.status == 200 && signed.text.contains("19 November 2026 by Cy Marsh, Northport"))
            // Unsigned, and all it asks for there: a manager here reads it.
            let again = try (try await bench.browser.get("\(bench.base)/elsewhere")).form("/elsewhere")
            var unsigned = values
            unsigned["countersigned_on"] = nil
            unsigned["safety_wellbeing"] = "LOW"
            let sent = try await bench.browser.submit(again, unsigned)
            #expect(sent.text.contains("Waits for countersignature"))
            let edit = try await bench.browser.get("\(sent.path.split(separator: "?")[0])/edit")
            let raised = try edit.form("/assessments/")
            let higher = try await bench.browser.submit(raised, ["safety_wellbeing": "HIGH"])
            #expect(higher.section("missing").contains("What is missing before it can be countersigned (2)"))
            // A second window: what it changes is told beside what was saved first; a second copy of the same is no other.
            let second = try await bench.browser.submit(try edit.form("/assessments/"), ["reoffending": "HIGH"])
            #expect(second.status == 409 && second.text.contains("Someone saved this first") && second.text.contains("What you typed"))
            #expect(try second.form("/assessments/")["reoffending"] == "HIGH")
            #expect(try await bench.browser.submit(raised, ["safety_wellbeing": "HIGH"]).status == 200)
            let manager = try await site.browser(.teamManager)
            let queue = try await manager.get("/countersign")
            #expect(queue.text.contains("Bo Field, Northport"))
            let sign = try await manager.get(try queue.link("Robin Vale"))
            let refused = try await manager.submit(try sign.form("/sign"), press: ("action", "sign"))
            #expect(refused.status == 422 && refused.text.contains("write what is done if it gets worse"), "S-PLN-03")
        }
    }

    @Test(
        "S-OOC-15: an assessment done elsewhere without its document is on the missing list, and the page asks for it",
        arguments: Engine.available)
    func elsewhereDocument(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let referral = "/children/\(bench.made.child)/referrals/\(bench.referral)"
            #expect(!(try await bench.browser.get(referral)).section("documents").contains("Assessment done elsewhere"))
            let form = try (try await bench.browser.get("\(bench.base)/elsewhere")).form("/elsewhere")
            #expect(form["referral_ref"] == bench.referral.description)
            let saved = try await bench.browser.submit(
                form,
                [
                    "author": "Bo Field, Northport", "completed_on": "18/11/2026", "safety_wellbeing": "LOW", "serious_harm": "LOW",
                    "reoffending": "LOW", "concern_type": "SELF_HARM", "concern_what": "Cuts on his arm",
                ])
            #expect(saved.section("missing").contains("Its document What its author wrote and signed Missing"))
            let raised = try await bench.all(Concern.self)
            #expect(raised.map(\.value.raisedIn) == ["Assessment done elsewhere"], "S-SAF-09")
            let list = try await bench.browser.get(referral)
            #expect(list.section("documents").contains("1 of 1 document asked for is missing"))
            #expect(list.section("documents").contains("Assessment done elsewhere What its author wrote and signed Missing"))
            let upload = try (try await bench.browser.get(try saved.link("Its document"))).form("/documents")
            #expect(upload["type"] == "ASSESSMENT" && upload["dated"] == "18/11/2026" && upload["author"] == "Bo Field, Northport")
            let kept = try await bench.browser.upload(upload, DocumentTests.pdf)
            #expect(kept.path.contains("/assessments/") && kept.section("missing").contains("Its document On the file"))
            let document = try #require(try await bench.all(Document.self).first)
            #expect(try await bench.all(Assessment.self).map(\.value.document) == [document.id])
            #expect(try await bench.browser.get(referral).section("documents").contains("Every document asked for is on the file."))
        }
    }

    @Test(
        "What changed since the last assessment: judgements and answers side by side; the file's own section", arguments: Engine.available)
    func changes(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let before = try await AssessmentBench(site)
            let first = try await before.sent()
            let bench = try await before.later(days: 30)
            let second = try await bench.begin("REVIEW", "out-of-court")
            let carried = try await bench.browser.get("\(second)/write/story")
            #expect(carried.text.contains("Moved twice this year") && carried.text.contains("From the assessment of 21 November 2026"))
            _ = try await bench.write(second, "story", ["q_story": "Settled with his aunt"])
            _ = try await bench.write(second, "judgements", ["safety_wellbeing": "MEDIUM", "safety_wellbeing_reason": "New debts"])
            let page = try await bench.browser.get("\(second)/changes")
            #expect(
                page.text.contains("Moved twice this year") && page.text.contains("Settled with his aunt")
                    && page.text.contains("New debts"))
            #expect(page.main.contains("<del>") && page.links.contains { $0.hasPrefix(first) })
            // The file itself says who judged, and that it is not signed.
            let file = try await site.browser(.teamManager).get("/children/\(bench.made.child)")
            #expect(file.text.contains("Safety and wellbeing Low") && file.text.contains("21 November 2026 by"))
            #expect(file.text.contains("not countersigned"))
        }
    }

    @Test("Two people write two parts: both are kept; the same part comes back with both side by side", arguments: Engine.available)
    func together(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let path = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let other = try await site.browser(.deliveryWorker)
            let story = try (try await bench.browser.get("\(path)/write/story")).form("/write/story")
            let family = try (try await other.get("\(path)/write/family")).form("/write/family")
            let same = try (try await other.get("\(path)/write/story")).form("/write/story")
            #expect(try await bench.browser.submit(story, ["q_story": "Mine"]).status == 200)
            #expect(try await other.submit(family, ["q_family": "Theirs"]).status == 200)
            let answers = Answers(json: try #require(try await bench.all(Assessment.self).first).answers)
            #expect(answers["story"] == "Mine" && answers["family"] == "Theirs")
            let clash = try await other.submit(same, ["q_story": "Also theirs"])
            #expect(
                clash.status == 409 && clash.text.contains("Someone saved this first") && clash.text.contains("Mine")
                    && clash.text.contains("Also theirs"))
            #expect(try await bench.browser.submit(story, ["q_story": "Mine"]).status == 200, "a second copy is harmless")
            // Typed and kept, without saving.
            let draft = try (try await bench.browser.get("\(path)/write/friends")).form("/write/friends")
            #expect(try await bench.browser.post(try #require(draft.draft), draft.filled(["q_friends": "Half a sen"])).status == 200)
            let list = try await bench.browser.get("/drafts")
            #expect(try await bench.browser.get(try list.link("Assessment, Robin Vale")).html.contains("Half a sen"))
        }
    }

    @Test("S-ASM-15, S-ASM-07, S-SAF-01: timeliness by type and stage, completion rates, and the missing list", arguments: Engine.available)
    func report(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site, received: "2026-11-02")
            _ = try await bench.begin("OUT_OF_COURT", "out-of-court")
            try await bench.finish("SELF_CHILD", "self-child", ["want": "A bike"])
            let manager = try await site.browser(.teamManager)
            let other = try await AssessmentBench(site, received: "2026-11-03")
            let page = try await manager.get("/assessments")
            #expect(page.section("timeliness").contains("Out-of-court assessment, start 1 0 0 – No due day"))
            // Whoever has one begun, and whoever has none: the same that Oversight counts.
            #expect(page.section("late").contains("16 November 2026 5 days late Begun 21 November 2026"))
            #expect(page.section("late").contains("Complete the assessment 17 November 2026 4 days late Not begun"))
            #expect(page.links.contains("/children/\(other.made.child)/referrals/\(other.referral)"))
            let late = try await manager.get("/oversight/late?rule=assess")
            #expect(late.text.contains("2 tasks."))
            #expect(
                page.section("rates").contains("Child’s self-assessment 1 of 2 50%")
                    && page.section("rates").contains("Exploitation screen 0 of 2 0%"))
            #expect(page.section("missing").ranges(of: "Exploitation screen").count == 2)
            #expect(page.section("missing").ranges(of: "Child’s self-assessment").count == 1, "one child has done theirs")
            let press = try #require(page.forms.first { $0["form_name"] == "exploitation" })
            let ask = try await manager.submit(press)
            #expect(ask.path.hasSuffix("/write/all") && ask.text.contains("Exploitation screen"), "one press begins it")
            let wrong = try await manager.get("/assessments?from=yesterday")
            #expect(wrong.error(beside: "from") == "From must be a real date, like 21/11/2026.")
            #expect(
                try await manager.get("/assessments?from=1/1/2020&to=1/1/2021").section("timeliness").contains("No assessment was begun"))
        }
    }

    @Test(
        "S-ASM-15: the report names the days that are set, and says that what is late is cut where it is", arguments: [Engine.sqlite])
    func numbers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site, received: "2026-11-02")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var setting = Setting()
                (setting.name, setting.text, setting.basis) = ("clock.assess", "7", "Ours")
                setting.fromDate = Day(iso: "2026-01-01")
                try writer.create(setting)
            }
            _ = try await bench.begin("OUT_OF_COURT", "out-of-court")
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get("/assessments")
            #expect(page.section("timeliness").contains("at the start, 7 working days from the referral; a review, 3 months after"))
            #expect(!page.section("late").contains("The first"))
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for _ in 0..<500 {
                    var referral = Referral()
                    (referral.receivedDate, referral.pathway) = (Day(iso: "2026-10-01") ?? .unset, "OUT_OF_COURT")
                    try writer.create(referral, child: bench.made.child)
                }
            }
            #expect(try await manager.get("/assessments").section("late").contains("The first 500 by their day: there are more."))
        }
    }

    @Test("S-PER-22: programmes ticked when an assessment is begun stay when its parts are saved", arguments: Engine.available)
    func programmes(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site)
            let page = try await bench.browser.get("\(bench.base)/new?type=OUT_OF_COURT")
            let begun = try await bench.browser.submit(
                try page.form("/assessments"), ["programme_refs": bench.made.programme.description])
            #expect(begun.status == 200)
            let kept = try #require(try await bench.all(Assessment.self).first)
            #expect(kept.programmes == [bench.made.programme])
            let part = try await bench.browser.get("\(bench.base)/\(kept.id)/write/strengths")
            #expect(try await bench.browser.submit(try part.form("/write/strengths"), ["q_barriers": "No bus after six"]).status == 200)
            let saved = try #require(try await bench.all(Assessment.self).first)
            #expect(saved.programmes == [bench.made.programme] && Answers(json: saved.answers)["barriers"] == "No bus after six")
        }
    }

    @Test(
        "S-VOC-02: exit interviews with child and parent are listed for the manager at the end of every programme, until held",
        arguments: Engine.available)
    func exits(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let bench = try await AssessmentBench(site, by: .teamManager)
            let programme = try #require(try await bench.all(Programme.self).first)
            try await site.service.write(.wholeService(reason: "test"), action: "test.end") { writer in
                try writer.correct(Programme.self, child: bench.made.child, id: programme.id, from: programme.from) {
                    $0.endDate = Day(iso: "2026-11-19")
                }
            }
            let queue = try await bench.browser.get("/countersign")
            #expect(queue.section("exits").contains("With the child") && queue.section("exits").contains("With the parent or carer"))
            try await bench.finish(
                "EXIT", "exit-child", ["how": "phone", "listened": "yes", "fair": "mostly", "safe": "yes", "helped": "Boxing"])
            let after = try await bench.browser.get("/countersign")
            #expect(!after.section("exits").contains("With the child") && after.section("exits").contains("With the parent or carer"))
            try await bench.finish("EXIT", "exit-parent", ["how": "declined"])
            #expect(try await bench.browser.get("/countersign").section("exits").contains("No exit interview is due."))
        }
    }
}
