import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome23 = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"
private let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

extension TestSite {
    /// Gives the child to the case manager, whose day then has its tasks.
    fileprivate func allocate(_ child: RecordID) async throws {
        let worker = try await service.person(as: .caseManager).id
        try await write { writer in
            var held = Allocation()
            (held.staff, held.part, held.startDate) = (worker, "CASE_MANAGER", on("2026-10-22"))
            try writer.create(held, child: child)
        }
    }
}

/// What follows from the state of the work, and what is begun in one press wherever it is asked for.
@Suite("The out-of-court pathway to its end")
struct PathwayWholeTests {
    @Test(
        "A knife case decided on is asked for a plan before its programme starts, and the plan is the programme's once it does",
        arguments: Engine.available)
    func knifePlan(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, decision: resolution)
            try await site.allocate(made.child)
            try await site.write { writer in
                let offence = try #require(try writer.reader.record(Offence.self, child: made.child, id: made.offences[0]))
                try writer.correct(Offence.self, child: made.child, id: offence.id, from: offence.from) { $0.knife = true }
            }
            let browser = try await site.browser(.caseManager)
            let day = try await browser.get("/")
            #expect(day.section("due").contains("Write the plan: a knife case must have one 26 November 2026"))
            #expect(day.section("due").contains("Guidance on child knife possession of 12 February 2026"))
            let late = try await (try await site.browser(.teamManager)).get("/oversight/late?rule=knife_plan&all=yes")
            #expect(late.text.contains("Write the plan: a knife case must have one") && late.text.contains("Case manager of Sandholme"))
            let referral = "/children/\(made.child)/referrals/\(made.referral)"
            #expect(try await browser.get(referral).section("next").contains("Write the plan: a knife case must have one"))
            let form = try (try await browser.get(try day.link("Write the plan: a knife case"))).form("/plans")
            #expect(form["knife"] == "yes" && form["programme_ref"] == "")
            _ = try await browser.submit(form, ["childs_words": "To be left alone"])
            #expect(!(try await browser.get("/").section("due").contains("Write the plan")))
            #expect(try await browser.get(referral).section("next").contains("Go on with the plan"))
            let plan = try #require(try await site.service.all(Plan.self, of: made.child).first)
            #expect(plan.programme == nil)
            let outcome = try await browser.get("\(referral)/outcome")
            let start = ["outcome_date": "13/11/2026", "agreed_by": "Robin", "start_date": "13/11/2026"]
            let form2 = try outcome.form("/outcome")
            _ = try await browser.submit(form2, start.filter { form2.names.contains($0.key) })
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            #expect(try await site.service.all(Plan.self, of: made.child).first?.programme == programme.id)
            let page = try await browser.get("/children/\(made.child)/programmes/\(programme.id)")
            #expect(!page.text.contains("A knife case must have a plan") && page.section("plan").contains("To be left alone"))
            #expect(try await browser.get("/").section("due").contains("Agree the plan with the child"))
        }
    }

    @Test(
        "S-OOC-18, S-TRN-10: after a programme that failed Next says tell the police, then their answer, and only then to close",
        arguments: Engine.available)
    func failed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome23) {
                ($0.endDate, $0.completed, $0.endReason) = (on("2026-11-09"), false, "Stopped coming")
            }
            try await site.write { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from) { $0.pathway = "OUT_OF_COURT" }
            }
            let browser = try await site.browser(.caseManager)
            let referral = "/children/\(made.child)/referrals/\(made.referral)"
            func next() async throws -> String { try await browser.get(referral).section("next") }
            #expect(try await next().contains("Tell the police that the programme was not completed"))
            #expect(try await !next().contains("Close the work"))
            #expect(!(try await browser.get(made.page).text.contains("Close the work")))
            try await site.write { writer in
                var step = Compliance()
                (step.programme, step.type, step.onDate, step.policeToldDate) = (
                    made.programme, "RETURN_TO_POLICE", on("2026-11-09"), on("2026-11-10")
                )
                try writer.create(step, child: made.child)
            }
            let waiting = try await browser.get(referral)
            #expect(
                waiting.section("next").contains("Record what the police decided") && !waiting.section("next").contains("Close the work"))
            #expect(try await browser.get(made.page).link("Record what the police decided").hasSuffix("#police-answer"))
            let step = try await browser.get(try waiting.link("Record what the police decided"))
            _ = try await browser.submit(
                try step.form("/compliance"), ["police_answer": "Charge: to court", "police_answer_on": "16/11/2026"])
            let after = try await next()
            #expect(after.hasPrefix("Next") || after.contains("Close the work"))
            #expect(after.contains("Close the work") && !after.contains("Record what the police decided"))
            #expect(try await browser.get(made.page).link("Close the work").contains("/closures/new?referral="))
        }
    }

    @Test(
        "S-TRN-10: a closing with a step open again is not offered for approval; what is open is said, and it can be sent back",
        arguments: Engine.available)
    func notOffered(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution) { ($0.endDate, $0.completed) = (on("2026-11-18"), true) }
            let writer = try await site.service.person(as: .caseManager)
            let closing = try await site.service.write(Scope(writer), action: "closure.record") { writer in
                var closure = Closure()
                (closure.referral, closure.askedOn, closure.policeToldDate) = (made.referral, on("2026-11-20"), on("2026-11-19"))
                (closure.unmetNeed, closure.victimReason, closure.documentsReason) = ("none", "Asked not to hear", "Police keep it")
                closure.childInterviewReason = "Moved to Wales"
                return try writer.create(closure, child: made.child)
            }
            let address = "/children/\(made.child)/closures/\(closing)"
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get(address)
            let part = page.section("approve")
            #expect(part.contains("Cannot be approved yet") && part.contains("There is no exit interview with the parent or carer"))
            #expect(!part.contains("Approve and close the referral"))
            let form = try page.form("/approval")
            let forced = try await manager.submit(form, press: ("decision", "approve"))
            #expect(forced.status == 422 && forced.text.contains("There is no exit interview with the parent or carer, and no reason."))
            #expect(try await site.service.all(Referral.self, of: made.child).first?.closedDate == nil)
            let back = try await manager.submit(form, ["reason": "Ring the mother first"], press: ("decision", "return"))
            #expect(back.status == 200 && back.text.contains("sent it back: Ring the mother first"))
        }
    }

    @Test(
        "S-VOC-02, S-SAF-01: an exit interview and a screen are begun in one press from My day, the queue and the checklist, and gone on with the next time",
        arguments: Engine.available)
    func onePress(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution) { ($0.endDate, $0.completed) = (on("2026-11-18"), true) }
            let manager = try await site.browser(.teamManager)
            func press(_ page: Page, _ form: String) -> PageForm? { page.forms.first { $0["form_name"] == form } }
            let queue = try await manager.get("/countersign")
            #expect(!queue.links.contains { $0.contains("/assessments/new") })
            let child = try await manager.submit(try #require(press(queue, "exit-child")))
            #expect(child.path.hasSuffix("/write/all"))
            #expect(try await site.service.all(Assessment.self, of: made.child).first?.value.referral == made.referral)
            let again = try await manager.get("/countersign")
            #expect(press(again, "exit-child") == nil && press(again, "exit-parent") != nil)
            #expect(try again.link("Go on with it") == child.path)
            for page in ["/closures", "/children/\(made.child)/closures/new?referral=\(made.referral)"] {
                let checklist = try await manager.get(page)
                #expect(try checklist.link("Go on with it") == child.path, "\(page)")
                #expect(press(checklist, "exit-parent") != nil && press(checklist, "exit-child") == nil, "\(page)")
            }
            // A form that comes back keeps the press.
            let form = try (try await manager.get("/children/\(made.child)/closures/new?referral=\(made.referral)")).form("/closures")
            let wrong = try await manager.submit(form, ["police_told_date": "31/31/2026"])
            #expect(wrong.status == 422 && press(wrong, "exit-parent") != nil)
            let begun = try await manager.submit(form, ["police_told_date": "20/11/2026"])
            let parent = try await manager.submit(try #require(press(begun, "exit-parent")))
            #expect(parent.path.hasSuffix("/write/all"))
        }
    }

    @Test("S-SAF-01: the exploitation screen is begun in one press from My day, of the referral that runs", arguments: Engine.available)
    func screen(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            try await site.allocate(made.child)
            let browser = try await site.browser(.caseManager)
            for path in ["/", "/children/\(made.child)"] {
                let page = try await browser.get(path)
                #expect(page.section("due").contains("Screen for exploitation"), "\(path)")
                #expect(!page.links.contains { $0.contains("/assessments/new?type=SCREENING") }, "\(path)")
            }
            let press = try #require(try await browser.get("/").forms.first { $0["form_name"] == "exploitation" })
            let screen = try await browser.submit(press)
            #expect(screen.path.hasSuffix("/write/all"))
            let kept = try #require(try await site.service.all(Assessment.self, of: made.child).first { $0.value.type == "SCREENING" })
            #expect(kept.value.referral == made.referral && kept.value.stage == "START" && kept.value.form == "exploitation 1")
            let after = try await browser.get("/")
            #expect(try after.link("Go on with it") == screen.path && !after.forms.contains { $0["form_name"] == "exploitation" })
            let late = try await (try await site.browser(.teamManager)).get("/oversight/late?rule=exploitation_screen&all=yes")
            #expect(try late.link("Go on with it") == screen.path)
        }
    }

    @Test(
        "S-OOC-11, S-OOC-12, S-OOC-18: how a programme ended is not written round its end: outcome 22 and 23, a conditional caution, a knife",
        arguments: Engine.available)
    func notRound(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let cases: [(String, Bool)] = [
                ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", false), (outcome23, false), ("YOUTH_CONDITIONAL_CAUTION", false),
                ("YOUTH_CAUTION", true),
            ]
            for (disposal, knife) in cases {
                let made = try await site.service.decide(disposal, knife: knife)
                let form = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
                #expect(!form.names.contains("completed") && !form.names.contains("end_date"), "\(disposal)")
                for sent in [[("completed", "no"), ("end_date", "20/11/2026")], [("completed", "yes")], [("end_date", "20/11/2026")]] {
                    let refused = try await browser.post(form.action, form.filled([:]) + sent)
                    #expect(refused.status == 422 && refused.text.contains("use “End the programme” on its page"), "\(disposal) \(sent)")
                }
                let kept = try #require(try await site.service.all(Programme.self, of: made.child).first)
                #expect(kept.completed == nil && kept.endDate == nil)
                let other = try await browser.submit(form, ["provider": "The boxing club"])
                #expect(other.status == 200 && other.text.contains("The boxing club"), "what does not end it is changed as ever")
            }
            // A caution without a knife leads nowhere, and may be corrected here.
            let free = try await site.service.decide("YOUTH_CAUTION")
            let form = try (try await browser.get("\(free.page)/edit")).form("/programmes/")
            #expect(try await browser.submit(form, ["completed": "yes", "end_date": "20/11/2026"]).status == 200)
        }
    }

    @Test(
        "S-OOC-11, S-OOC-18: an end that was wrong is taken back with what followed from it, and the programme ended again",
        arguments: Engine.available)
    func takenBack(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for completed in ["yes", "no"] {
                let made = try await site.service.decide(outcome23)
                let end = try (try await browser.get("\(made.page)/end")).form("/end")
                _ = try await browser.submit(
                    end, ["completed": completed, "end_date": "20/11/2026", "end_reason": "Came to all"])
                let form = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
                for now in [completed == "yes" ? "no" : "yes", ""] {
                    let refused = try await browser.submit(form, ["completed": now])
                    #expect(refused.status == 422 && refused.error(beside: "completed").contains("as entered in error"), "\(completed)")
                }
                try await site.write { writer in
                    let programme = try #require(try writer.reader.record(Programme.self, child: made.child, id: made.programme))
                    try writer.correct(Programme.self, child: made.child, id: programme.id, from: programme.from) { $0.outcome = nil }
                }
                try await site.write { writer in
                    for one in try writer.reader.records(Outcome.self, child: made.child) {
                        try writer.withdraw(Outcome.self, child: made.child, id: one.id, from: one.from)
                    }
                    for one in try writer.reader.records(Compliance.self, child: made.child) {
                        try writer.withdraw(Compliance.self, child: made.child, id: one.id, from: one.from)
                    }
                }
                let free = try (try await browser.get("\(made.page)/edit")).form("/programmes/")
                let turned = try await browser.submit(free, ["completed": completed == "yes" ? "no" : "yes"])
                #expect(turned.error(beside: "completed").contains("Choose “not known” here and save"))
                #expect(try await browser.submit(free, ["completed": ""]).status == 200)
                #expect(try await browser.get("\(made.page)/end").status == 200, "it is ended again on its page")
            }
        }
    }

    @Test(
        "S-OOC-02, S-OOC-03, S-OOC-11: a recorded outcome is not changed into a caution or outcome 22 past the police, the referral closed or not",
        arguments: Engine.available)
    func noOutcomeByChange(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(resolution)
            let outcome = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from) { $0.pathway = "OUT_OF_COURT" }
                var outcome = Outcome()
                (outcome.offence, outcome.outcome, outcome.outcomeDate) = (made.offence, resolution, on("2026-10-01"))
                return try writer.create(outcome, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            for closed in [false, true] {
                if closed {
                    try await site.write { writer in
                        let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
                        try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from) {
                            $0.closedDate = on("2026-11-20")
                        }
                    }
                }
                let form = try (try await browser.get("/children/\(made.child)/outcomes/\(outcome)/edit")).form("/outcomes/")
                for wanted in ["YOUTH_CAUTION", outcome23, "YOUTH_CONDITIONAL_CAUTION"] {
                    let refused = try await browser.submit(form, ["outcome": wanted])
                    #expect(
                        refused.status == 422 && refused.error(beside: "outcome").contains("cannot be changed into that here"), "\(wanted)")
                }
                let note = closed ? "b" : "a"
                #expect(try await browser.submit(form, ["local_outcome": note]).status == 200, "the rest of it is changed as ever")
            }
            #expect(try await site.service.all(Outcome.self, of: made.child).first?.outcome == resolution)
        }
    }

    @Test(
        "S-TRN-10: an out-of-court referral is closed by nobody's typing, a manager's neither, nor by calling it prevention for a moment",
        arguments: Engine.available)
    func notTypedClosed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site)
            let edit = "/children/\(made.child)/referrals/\(made.referral)/edit"
            for role in [Role.caseManager, .teamManager, .serviceManager] {
                let browser = try await site.browser(role)
                let form = try (try await browser.get(edit)).form("/referrals/")
                for more in [[:], ["pathway": "PREVENTION"]] {
                    let refused = try await browser.submit(form, ["closed_date": "20/11/2026"].merging(more) { $1 })
                    #expect(
                        refused.status == 422 && refused.error(beside: "closed_date").contains("closed by its closure"), "\(role) \(more)")
                }
            }
            let manager = try await site.browser(.teamManager)
            func send(_ values: [String: String]) async throws -> Page {
                try await manager.submit(try (try await manager.get(edit)).form("/referrals/"), values)
            }
            #expect(try await send(["pathway": "PREVENTION"]).status == 200)
            #expect(try await send(["closed_date": "20/11/2026"]).status == 200, "prevention work has no closure of its own")
            let back = try await send(["pathway": "OUT_OF_COURT"])
            #expect(back.status == 422 && back.error(beside: "pathway").contains("closed by its closure"))
            #expect(try await send(["court_date": "22/11/2026"]).error(beside: "court_date").contains("future"))
        }
    }

    @Test(
        "S-OOC-18: a programme with a condition not met or not marked is not completed; one marked as met is", arguments: Engine.available)
    func conditions(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            let condition = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var condition = Condition()
                (condition.programme, condition.what) = (made.programme, "Mend the shelter")
                return try writer.create(condition, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let ask = try await browser.get("\(made.page)/end")
            #expect(ask.section("follows").contains("Mend the shelter: not marked yet"))
            let done = ["completed": "yes", "end_date": "20/11/2026", "end_reason": "Did it all"]
            let refused = try await browser.submit(try ask.form("/end"), done)
            #expect(refused.status == 422 && refused.error(beside: "completed").contains("Not marked as met: “Mend the shelter”"))
            try await site.write { writer in
                let one = try #require(try writer.reader.record(Condition.self, child: made.child, id: condition))
                try writer.correct(Condition.self, child: made.child, id: condition, from: one.from) {
                    ($0.isMet, $0.metOn) = (true, on("2026-11-19"))
                }
            }
            #expect(try await browser.submit(try (try await browser.get("\(made.page)/end")).form("/end"), done).status == 200)
            #expect(try await site.service.all(Programme.self, of: made.child).first?.completed == true)
        }
    }

    @Test(
        "S-OOC-02: a decision is not changed while what was given under it stands or its programme runs", arguments: Engine.available)
    func decidedAnew(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            for given in [true, false] {
                let made = try await PanelMade(site, decision: "YOUTH_CAUTION", given: given ? "Robin" : "Kit")
                try await site.write { writer in
                    if given {
                        var outcome = Outcome()
                        (outcome.offence, outcome.outcome, outcome.outcomeDate) = (made.offences[0], "YOUTH_CAUTION", on("2026-11-13"))
                        try writer.create(outcome, child: made.child)
                    } else {
                        var programme = Programme()
                        (programme.disposal, programme.startDate, programme.referral) = ("YOUTH_CAUTION", on("2026-11-13"), made.referral)
                        try writer.create(programme, child: made.child)
                    }
                }
                let police = try await site.browser(.policeOfficer)
                let form = try (try await police.get("/children/\(made.child)/referrals/\(made.referral)/decision")).form("/decision")
                let refused = try await police.submit(form, ["decision": resolution])
                #expect(
                    refused.error(beside: "decision").contains(
                        given ? "“Youth caution” of 13 November 2026 is recorded" : "The programme under “Youth caution” still runs"),
                    "\(refused.text.prefix(400))")
            }
        }
    }

    @Test(
        "S-PEO-05: the outcome a completed programme records is left out of our figures where the child is another authority's, and ends today",
        arguments: Engine.available)
    func otherAuthority(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome23)
            try await site.write { writer in
                var care = Care()
                (care.status, care.placement, care.startDate) = ("LOOKED_AFTER", "OTHER_HERE", on("2026-01-10"))
                try writer.create(care, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("\(made.page)/end")).form("/end")
            _ = try await browser.submit(form, ["completed": "yes", "end_date": "21/11/2026", "end_reason": "Came to all"])
            let outcomes = try await site.service.all(Outcome.self, of: made.child)
            #expect(outcomes.count == 2 && outcomes.allSatisfy { $0.residence == "OTHER" })
            let file = try await browser.get("/children/\(made.child)").section("programmes")
            #expect(file.contains("Completed") && !file.contains("Running"), "it ended today")
        }
    }
}
