import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite struct PlanTests {
    private static let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

    /// An assessment with a medium judgement of safety and wellbeing, and what the child says they want.
    private func assess(_ site: TestSite, _ made: DecidedCase) async throws {
        try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
            var assessment = Assessment()
            (assessment.type, assessment.completedOn) = ("OUT_OF_COURT", Day(iso: "2026-09-20"))
            (assessment.reoffending, assessment.seriousHarm, assessment.safetyWellbeing) = ("LOW", "LOW", "MEDIUM")
            (assessment.childView, assessment.childViewOn) = ("To be left alone by the older boys", Day(iso: "2026-09-18"))
            assessment.referral = made.referral
            try writer.create(assessment, child: made.child)
            let child = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
            try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) {
                ($0.strengths, $0.diversityNeeds) = ("Good with his hands", "Dyslexic: talk, do not write")
            }
        }
    }

    @Test(
        "S-PLN-01, S-OOC-16: a plan, a review or a bail in which nothing is written is not saved, nor emptied; one that came empty may be changed",
        arguments: Engine.available)
    func nothingWritten(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let browser = try await site.browser(.caseManager)
            let base = "/children/\(made.child)"
            for (noun, query) in [
                ("plans", "programme=\(made.programme)"), ("reviews", "programme=\(made.programme)"),
                (AnyKind(PoliceBail.self).path, "offence=\(made.offence)"),
            ] {
                let form = try (try await browser.get("\(base)/\(noun)/new?\(query)")).form("/\(noun)")
                let empty = form.fields.filter {
                    !["once", "about", "held_on", "programme_ref", "offence_ref", "type", "knife"].contains($0.name)
                }
                let refused = try await browser.submit(form, Dictionary(empty.map { ($0.name, "") }) { $1 })
                #expect(refused.status == 422 && refused.text.contains("Nothing is written in this"), "\(noun)")
            }
            #expect(try await site.service.all(Plan.self, of: made.child).isEmpty)
            #expect(try await site.service.all(Review.self, of: made.child).isEmpty)
            let begun = try (try await browser.get("\(base)/plans/new?programme=\(made.programme)")).form("/plans")
            #expect(try await browser.submit(begun, ["childs_words": "To go to college"]).status == 200)
            let plan = try #require(try await site.service.all(Plan.self, of: made.child).first)
            let edit = try (try await browser.get("\(base)/plans/\(plan.id)/edit")).form("/plans/")
            let emptied = try await browser.submit(edit, ["childs_words": "", "how_to_help": "", "diversity": ""])
            #expect(emptied.status == 422 && emptied.text.contains("mark it as entered in error"))
            // An import may bring an empty one, and its knife answer may still be put right.
            let bare = try await site.service.write(.wholeService(reason: "test"), action: "test.plan") { writer -> RecordID in
                var plan = Plan()
                plan.programme = made.programme
                return try writer.create(plan, child: made.child)
            }
            let kept = try (try await browser.get("\(base)/plans/\(bare)/edit")).form("/plans/")
            #expect(try await browser.submit(kept, ["knife": "no"]).status == 200)
        }
    }

    @Test(
        "S-PLN-01, S-PLN-02, S-PLN-03, S-PLN-04: a plan carries what is known, and is agreed only with the targets its judgement asks for",
        arguments: Engine.available)
    func agreed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            try await assess(site, made)
            let browser = try await site.browser(.caseManager)
            let new = try await browser.get(try (try await browser.get(made.page)).link("Write the plan"))
            let form = try new.form("/plans")
            #expect(form["childs_words"] == "To be left alone by the older boys" && form["how_to_help"] == "Good with his hands")
            #expect(form["diversity"] == "Dyslexic: talk, do not write" && form["programme_ref"] == made.programme.description)
            #expect(new.text.contains("From the assessment, 18 September 2026"))
            #expect(new.text.contains("From the child’s file, 21 November 2026"))
            #expect(!form.names.contains("agreed_on"), "a new plan has no target to agree on")
            let page = try await browser.submit(form)
            #expect(page.status == 200 && page.text.contains("A plan needs at least one target before it is agreed."))
            let plan = try #require(try await site.service.all(Plan.self, of: made.child).first)
            let early = try await browser.submit(
                try page.form("/plans/\(plan.id)"), ["agreed_on": "21/11/2026", "signed_on": "21/11/2026"])
            #expect(early.status == 422 && early.error(beside: "agreed_on").contains("at least one target"))
            // What a target may answer is offered.
            #expect(page.html.contains("<option value=\"Safety and wellbeing: medium\">"))
            let change = try await browser.submit(
                try page.form("/targets"),
                ["what": "College two days a week", "purpose": "CHANGE", "domain": "EDUCATION", "who": "Ash", "by_date": "1/2/2027"])
            #expect(change.status == 200 && change.section("targets").contains("1. College two days a week Planned"))
            let missing = change.section("targets").isEmpty ? "" : change.text
            #expect(missing.contains("the plan needs a target that keeps the child safe."), "S-PLN-04")
            #expect(missing.contains("say what is done if the child is less safe."), "S-PLN-03")
            let unsafe = try await browser.submit(
                try change.form("/plans/\(plan.id)"), ["agreed_on": "21/11/2026", "signed_on": "21/11/2026"])
            #expect(unsafe.status == 422 && unsafe.error(beside: "agreed_on").contains("keeps the child safe"))
            _ = try await browser.submit(
                try #require(change.forms.first { $0.action.hasSuffix("/targets") }),
                [
                    "what": "A way home that feels safe", "purpose": "SAFETY", "factor": "Safety and wellbeing: medium",
                    "domain": "EXPLOITATION",
                ])
            let add = try (try await browser.get(try page.link("Add what is done if things get worse"))).form("/contingencies")
            #expect(add["assessment_ref"]?.isEmpty == false)
            _ = try await browser.submit(
                add, ["concern": "SAFETY", "if_happens": "He is not home by ten", "then_do": "Mum rings 101", "who": "Mum"])
            let ready = try await browser.get("/children/\(made.child)/plans/\(plan.id)")
            #expect(ready.section("contingency").contains("If he is not home by ten Mum rings 101 Mum"), "S-PLN-03")
            let unsigned = try await browser.submit(try ready.form("/plans/\(plan.id)"), ["agreed_on": "21/11/2026"])
            #expect(unsigned.status == 422 && unsigned.error(beside: "signed_on").contains("or why it is not signed"), "S-PLN-02")
            let done = try await browser.submit(
                try ready.form("/plans/\(plan.id)"),
                ["agreed_on": "21/11/2026", "not_signed_reason": "Wants to show Mum first", "copy_given_on": "21/11/2026"])
            #expect(done.status == 200 && done.section("agreed").contains("Not signed: Wants to show Mum first"))
            #expect(done.section("agreed").contains("Copy given to the child 21 November 2026"))
        }
    }

    @Test("S-PLN-09: a target is closed with what came of it and what the child says; not done says why", arguments: Engine.available)
    func closed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let plan = try await self.plan(site, made)
            let browser = try await site.browser(.caseManager)
            let address = "/children/\(made.child)/plans/\(plan.plan)"
            let page = try await browser.get(address)
            let start = try #require(
                page.forms.first { $0.action.hasSuffix("/targets/\(plan.targets[0])") && !$0.names.contains("result") })
            let started = try await browser.submit(start)
            #expect(started.path.hasPrefix(address) && started.section("targets").contains("College Started"))
            let close = try #require(
                started.forms.first { $0.action.hasSuffix("/targets/\(plan.targets[0])") && $0.names.contains("result") })
            let unsaid = try await browser.submit(close, ["child_feedback": "It was all right"])
            #expect(unsaid.status == 422 && unsaid.error(beside: "result") == "Say what came of it.")
            let notDone = try await browser.submit(close, ["state": "NOT_DONE"])
            #expect(notDone.status == 422 && notDone.error(beside: "result") == "Say why it was not done.")
            let done = try await browser.submit(close, ["result": "Goes twice a week", "child_feedback": "It was all right"])
            #expect(done.section("targets").contains("What came of it 21 November 2026. Goes twice a week"))
            #expect(done.section("targets").contains("What the child says of it It was all right"))
            let target = try #require(try await site.service.all(Target.self, of: made.child).first { $0.id == plan.targets[0] })
            #expect(target.state == "DONE" && target.closedOn == site.service.today)
        }
    }

    @Test("S-PLN-06: a manager's look at the plan stands on it with its decision and its changes", arguments: Engine.available)
    func oversight(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            let plan = try await self.plan(site, made)
            let address = "/children/\(made.child)/plans/\(plan.plan)"
            #expect(try await !site.browser(.caseManager).get(address).links.contains { $0.contains("/oversight-entries/new") })
            let browser = try await site.browser(.teamManager)
            let new = try await browser.get(try (try await browser.get(address)).link("Write an oversight entry"))
            let form = try new.form("/oversight-entries")
            #expect(form["referral_ref"] == made.referral.description)
            _ = try await browser.submit(
                form,
                [
                    "set_off_by": "ASSESSMENT", "what_was_read": "Assessment and plan", "decision": "Right things, too many",
                    "plan_changes": "Leave out the third target",
                ])
            let seen = try await browser.get(address).section("oversight")
            #expect(seen.contains("Right things, too many") && seen.contains("Leave out the third target"))
        }
    }

    @Test(
        "S-PLN-02: the easy version has the child's words, pictures and room to sign, and no offence, no jargon, nothing sensitive",
        arguments: Engine.available)
    func easy(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(Self.resolution)
            try await assess(site, made)
            let plan = try await self.plan(site, made)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var contingency = Contingency()
                (contingency.concern, contingency.ifHappens) = ("SAFETY", "zz-contingency")
                (contingency.thenDo, contingency.who) = ("Ring", "Mum")
                try writer.create(contingency, child: made.child)
            }
            let page = try await site.browser(.caseManager).get("/children/\(made.child)/plans/\(plan.plan)/print")
            #expect(page.status == 200 && page.text.contains("My plan") && page.text.contains("I want to be a joiner"))
            #expect(page.text.contains("School and work") && page.text.contains("Who helps: Ash") && page.text.contains("I sign here:"))
            #expect(page.main.split(separator: "<svg").count == 4, "a picture for each of three targets")
            #expect(page.text.contains("I keep my word to the shop"), "for others only in the child's own words")
            for word in ["zz-contingency", "zz-factor", "zz-others", "bicycle", "caution", "resolution"] {
                #expect(!page.text.lowercased().contains(word), "\(word)")
            }
            for word in ["intervention", "programme", "assessment", "desistance", "compliance", "risk", "offen", "disposal", "outcome"] {
                #expect(!page.text.lowercased().contains(word), "jargon: \(word)")
            }
            #expect(try await site.accessEntries().last?.action == "print")
            #expect(try await site.browser(.victimWorker).get("/children/\(made.child)/plans/\(plan.plan)/print").status == 404)
        }
    }

    /// A plan with four targets: one for change with a factor, one of them for others in a worker's words only.
    private func plan(_ site: TestSite, _ made: DecidedCase) async throws -> (plan: RecordID, targets: [RecordID]) {
        try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
            var plan = Plan()
            (plan.programme, plan.childsWords, plan.howToHelp) = (made.programme, "I want to be a joiner", "Show me, do not tell me")
            let id = try writer.create(plan, child: made.child)
            let rows: [(String, String?, String, String)] = [
                ("College", nil, "CHANGE", "EDUCATION"), ("zz-others exclusion", nil, "OTHERS_SAFE", "HARM"),
                ("Letter", "I keep my word to the shop", "VICTIM", "REPARATION"), ("Boxing", nil, "EXIT", "FRIENDS"),
            ]
            let targets = try rows.enumerated().map { index, row in
                var target = Target()
                (target.plan, target.what, target.childsWords, target.purpose, target.domain) = (id, row.0, row.1, row.2, row.3)
                (target.place, target.factor, target.who) = (index + 1, "zz-factor", "Ash")
                return try writer.create(target, child: made.child)
            }
            return (id, targets)
        }
    }
}
