import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// My day, the manager's queues and the list of actions.
@Suite struct OversightTests {
    /// A child allocated to the case manager, with a knife referral nobody assessed.
    private func work(_ site: TestSite, _ given: String = "Robin") async throws -> (made: MadeCase, referral: RecordID) {
        let made = try await site.service.makeCase(given)
        let worker = try await site.service.person(as: .caseManager).id
        let referral = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
            var one = Allocation()
            (one.staff, one.part, one.startDate) = (worker, "CASE_MANAGER", Day(iso: "2026-05-21") ?? .unset)
            try writer.create(one, child: made.child)
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.slipReason) = (
                Day(iso: "2026-10-19") ?? .unset, "OUT_OF_COURT", "The police papers came late"
            )
            return try writer.create(referral, child: made.child)
        }
        return (made, referral)
    }

    @Test(
        "My day: today's appointments with what to know, what is due and why, what was sent back, who is waited for, drafts",
        arguments: Engine.available)
    func myDay(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, referral) = try await work(site)
            let person = try await site.service.person(as: .caseManager)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let child = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
                try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) {
                    ($0.knownAs, $0.safeToVisit, $0.interpreterNeeded, $0.firstLanguage) = ("Rob", "Dog in the yard", true, "Polish")
                }
                var alert = Alert()
                (alert.type, alert.startDate) = ("STAFF_SAFETY", Day(iso: "2026-09-01") ?? .unset)
                alert.detail = "Meet in the library"
                var father = Relationship()
                (father.name, father.relation, father.contactAllowed) = ("Ash Vale", "FATHER", "DO_NOT_CONTACT")
                (father.contactNote, father.riskNote) = ("Court order of May.", "Do not say where they live.")
                try writer.create(father, child: made.child)
                try writer.create(alert, child: made.child)
                var contact = Contact()
                (contact.at, contact.planned, contact.method) = (Instant("2026-11-21T14:30") ?? .unset, true, "HOME")
                try writer.create(contact, child: made.child)
                var enquiry = Enquiry()
                (enquiry.agency, enquiry.askedOn, enquiry.referral) = ("EDUCATION", Day(iso: "2026-11-02"), referral)
                try writer.create(enquiry, child: made.child)
                var assessment = Assessment()
                (assessment.type, assessment.writtenBy, assessment.completedOn) = ("OUT_OF_COURT", person.id, Day(iso: "2026-11-09"))
                (assessment.submittedOn, assessment.returnedOn) = (Day(iso: "2026-11-10"), Day(iso: "2026-11-12"))
                assessment.feedback = "Say more of his strengths"
                try writer.create(assessment, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            _ = try await browser.submit(form, ["content": "Half"], press: ("action", "draft"))
            let day = try await browser.get("/")
            for words in [
                "14:30", "Rob", "Home visit", "Do not go alone", "Dog in the yard", "Interpreter", "Polish", "Record it",
                "Meet in the library", "Do not contact Ash Vale, father: Court order of May. Do not say where they live.",
            ] {
                #expect(day.section("today").contains(words), "\(words)")
            }
            let record = try await browser.get(try day.link("Record it"))
            #expect(try record.form("/contacts/")["method"] == "HOME")
            let due = day.section("due")
            for words in [
                "Have it decided, and tell the police", "9 November 2026", "15 working days", "The police papers came late", "the police",
            ] {
                #expect(due.contains(words), "\(words)")
            }
            #expect(day.section("returned").contains("Say more of his strengths"))
            #expect(day.section("waiting").contains("Agency check") && day.section("waiting").contains("Education"))
            #expect(day.section("drafts").contains("1 half-written form"))
            // A worker's list holds no manager's task.
            #expect(!due.contains("Write an oversight entry"))
        }
    }

    @Test(
        "S-STF-05, S-PLN-06: an oversight entry says trigger, what was read, decision, plan changes, by whom and when; the count falls",
        arguments: Engine.available)
    func entry(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, _) = try await work(site)
            _ = try await work(site, "Kit")
            let manager = try await site.browser(.teamManager)
            let before = try await manager.get("/oversight?days=30")
            #expect(before.section("unseen").contains("Out of court 2 of 2"))
            let list = try await manager.get(try before.link("2 of 2"))
            #expect(list.text.contains("Robin Vale") && list.text.contains("Kit Vale") && list.text.contains("Never"))
            let form = try (try await manager.get("/children/\(made.child)/oversight-entries/new")).form("/oversight-entries")
            let blank = try await manager.submit(form)
            #expect(blank.status == 422 && !blank.error(beside: "decision").isEmpty && !blank.error(beside: "what_was_read").isEmpty)
            let saved = try await manager.submit(
                try blank.form("/oversight-entries"),
                [
                    "set_off_by": "SUPERVISION", "what_was_read": "Assessment and the last five contacts", "decision": "See him at school",
                    "plan_changes": "Add the boxing club", "follow_up_due": "30/11/2026",
                ])
            for words in [
                "Supervision", "Assessment and the last five contacts", "See him at school", "Add the boxing club",
                "Team manager of Sandholme",
                "21 November 2026", "30 November 2026",
            ] { #expect(saved.text.contains(words), "\(words)") }
            let after = try await manager.get("/oversight?days=30")
            #expect(after.section("unseen").contains("Out of court 1 of 2"))
            #expect(after.section("follow-up").contains("See him at school"))
            let file = try await manager.get("/children/\(made.child)")
            #expect(file.section("oversight").contains("See him at school") && file.section("oversight").contains("Follow up by"))
            #expect((try await (try await site.browser(.caseManager)).get("/oversight")).status == 403)
        }
    }

    @Test(
        "S-OOC-05: the manager sees what is late by worker and cause, each number a list; a knife referral is first to allocate",
        arguments: Engine.available)
    func queues(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, _) = try await work(site)
            let plain = try await site.service.makeCase("Kit", "Marsh")
            let knife = try await site.service.makeCase("Jay", "Field")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for (child, day, isKnife) in [(plain.child, "2026-11-02", false), (knife.child, "2026-11-16", true)] {
                    var offence = Offence()
                    (offence.offenceDate, offence.knife) = (Day(iso: "2026-11-12"), isKnife)
                    let id = try writer.create(offence, child: child)
                    var referral = Referral()
                    (referral.receivedDate, referral.pathway, referral.offences) = (Day(iso: day) ?? .unset, "OUT_OF_COURT", [id])
                    try writer.create(referral, child: child)
                }
                var assessment = Assessment()
                (assessment.type, assessment.completedOn, assessment.submittedOn) = (
                    "OUT_OF_COURT", Day(iso: "2026-11-09"), Day(iso: "2026-11-10")
                )
                try writer.create(assessment, child: made.child)
                var panel = Panel()
                (panel.heldOn, panel.starts, panel.place) = (Day(iso: "2026-11-25") ?? .unset, "14:00", "The town hall")
                let sitting = try writer.create(panel)
                var item = PanelItem()
                (item.referral, item.panel, item.state) = (
                    try #require(try writer.reader.records(Referral.self, child: made.child).first?.id), sitting, "LISTED"
                )
                try writer.create(item, child: made.child)
            }
            let manager = try await site.browser(.teamManager)
            let page = try await manager.get("/oversight")
            let waiting = page.section("unallocated")
            let (first, second) = (waiting.firstRange(of: "Jay Field"), waiting.firstRange(of: "Kit Marsh"))
            #expect(try #require(first).lowerBound < #require(second).lowerBound && waiting.contains("Knife"))
            #expect(page.section("countersign").contains("Robin Vale"))
            #expect(page.section("panel").contains("The town hall") && page.section("panel").contains("1 of 1 incomplete"))
            #expect(
                page.section("late").contains("Case manager of Sandholme") && page.section("late").contains("Countersign the assessment"))
            let late = try await manager.get("/oversight/late?rule=decide")
            #expect(late.text.contains("Robin Vale") && late.text.contains("The police papers came late"))
            // S-SAF-01: the list of missing exploitation screenings is the list of that cause.
            let screens = try await manager.get("/oversight/late?rule=exploitation_screen")
            #expect(screens.text.contains("Robin Vale"))
            // One press leads to the questions.
            let press = try #require(screens.forms.first { $0["form_name"] == "exploitation" })
            #expect(press.action.hasSuffix("/assessments") && press["type"] == "SCREENING")
            // How many of the late ones My day lists, and how many wait on managers.
            #expect(page.section("late").contains("for workers and") && page.section("unseen").contains("closed since or not"))
            // S-ASM-15: the completion report, by type of work.
            let assessed = page.section("assessments")
            #expect(assessed.contains("Out of court, at the start") && assessed.contains("0 of 2"))
            let report = try await manager.get("/oversight/assessments?work=Out%20of%20court")
            #expect(report.text.contains("9 November 2026") && report.text.contains("Late") && report.text.contains("Not done"))
            // S-REF-01: the police's knife clock stands beside the referral; a Thursday's offence referred on Monday is a day late.
            #expect((try await manager.get("/children/\(knife.child)")).text.contains("Knife: referred 1 working day late"))
        }
    }

    @Test("A panel moved to another day moves the day its report is due", arguments: Engine.available)
    func panelMoved(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, referral) = try await work(site)
            let panel = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var panel = Panel()
                panel.heldOn = Day(iso: "2026-12-01") ?? .unset
                let id = try writer.create(panel)
                var item = PanelItem()
                (item.referral, item.panel) = (referral, id)
                try writer.create(item, child: made.child)
                return id
            }
            func due() async throws -> [Day] {
                try await site.service.read(.wholeService(reason: "test")) {
                    try $0.tasks(
                        staff: nil, child: made.child, rules: ["panel_report"], visibleOn: Day(iso: "2026-12-01") ?? .unset, limit: 5
                    )
                    .map(\.dueOn)
                }
            }
            #expect(try await due() == [Day(iso: "2026-11-26")].compactMap { $0 })
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let found = try #require(try writer.reader.serviceRecord(Panel.self, id: panel))
                try writer.correct(Panel.self, child: nil, id: panel, from: found.from) { $0.heldOn = Day(iso: "2026-12-08") ?? .unset }
            }
            #expect(try await due() == [Day(iso: "2026-12-03")].compactMap { $0 })
        }
    }

    @Test(
        "S-RSK-07: one action list for a child and one across children by owner, overdue first; chased and done in place",
        arguments: Engine.available)
    func actions(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, _) = try await work(site)
            let kit = try await site.service.makeCase("Kit", "Marsh")
            let browser = try await site.browser(.caseManager)
            for (child, what, due, owner) in [
                (made.child, "Ring the school", "30/11/2026", ""), (kit.child, "Send the papers", "16/11/2026", "Bo of health"),
            ] {
                let form = try (try await browser.get("/children/\(child)/actions/new")).form("/actions")
                var values = ["what": what, "due_on": due, "arose": "PANEL", "arose_on": "10/11/2026"]
                if !owner.isEmpty { (values["owner"], values["owner_name"]) = ("", owner) }
                #expect((try await browser.submit(form, values)).text.contains(what))
            }
            let mine = try await browser.get("/actions")
            #expect(mine.text.contains("Ring the school") && !mine.text.contains("Send the papers"))
            let all = try await browser.get("/actions?owner=all")
            let (late, soon) = (all.text.firstRange(of: "Send the papers"), all.text.firstRange(of: "Ring the school"))
            #expect(try #require(late).lowerBound < #require(soon).lowerBound && all.text.contains("1 late"))
            #expect((try await browser.get("/actions?owner=elsewhere")).text.contains("Bo of health"))
            let file = try await browser.get("/children/\(made.child)")
            #expect(file.section("actions").contains("Ring the school"))
            let empty = try await browser.submit(try file.form("/step"), press: ("step", "done"))
            #expect(empty.status == 422 && empty.text.contains("Say what came of it."))
            let chased = try await browser.submit(try file.form("/step"), press: ("step", "chased"))
            #expect(chased.section("actions").contains("Chased 21 November 2026"))
            let done = try await browser.submit(try chased.form("/step"), ["result": "A place from Monday"], press: ("step", "done"))
            #expect(done.section("actions").contains("1 done") && done.section("actions").contains("A place from Monday"))
            #expect(!(try await browser.get("/actions")).text.contains("Ring the school"))
            #expect((try await browser.get("/actions?state=done")).text.contains("A place from Monday"))
        }
    }

    @Test(
        "The file says where the case stands: admission, decision, judgements with day and signer, plan, care, who is waited for",
        arguments: Engine.available)
    func standing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (made, referral) = try await work(site)
            let manager = try await site.service.person(as: .teamManager).id
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                let found = try #require(try writer.reader.record(Referral.self, child: made.child, id: referral))
                try writer.correct(Referral.self, child: made.child, id: referral, from: found.from) {
                    ($0.admission, $0.decision, $0.decisionDate, $0.decidedBy) = (
                        "DENIED", "YOUTH_CAUTION", Day(iso: "2026-11-16"), "SERVICE"
                    )
                }
                var assessment = Assessment()
                (assessment.type, assessment.completedOn, assessment.referral) = ("OUT_OF_COURT", Day(iso: "2026-11-09"), referral)
                (assessment.reoffending, assessment.seriousHarm, assessment.safetyWellbeing) = ("LOW", "MEDIUM", "HIGH")
                (assessment.countersignedOn, assessment.countersignedBy) = (Day(iso: "2026-11-11"), manager)
                try writer.create(assessment, child: made.child)
                var care = Care()
                (care.status, care.startDate) = ("CHILD_IN_NEED", Day(iso: "2026-01-01"))
                try writer.create(care, child: made.child)
                var plan = Plan()
                plan.agreedOn = Day(iso: "2026-11-18")
                try writer.create(plan, child: made.child)
            }
            let page = try await (try await site.browser(.caseManager)).get("/children/\(made.child)")
            let standing = page.section("standing")
            for words in [
                "Denied", "Youth caution", "Police not told", "The police papers came late", "Likelihood of offending", "Low", "Medium",
                "High",
                "countersigned 11 November 2026 by Team manager of Sandholme", "Agreed 18 November 2026", "Not signed", "Child in need",
                "Us, to tell the police",
            ] { #expect(standing.contains(words), "\(words)") }
            let chronology = try await (try await site.browser(.caseManager)).get("/children/\(made.child)/chronology")
            for words in ["Out-of-court assessment", "Plan agreed 18 November 2026", "Child in need"] {
                #expect(chronology.text.contains(words), "\(words)")
            }
            // A victim worker sees none of casework's.
            let victims = try await (try await site.browser(.victimWorker)).get("/children/\(made.child)")
            #expect(!victims.text.contains("Likelihood of") && !victims.text.contains("Agreed 18 November"))
        }
    }
}
