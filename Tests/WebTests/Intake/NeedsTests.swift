import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// What the child needs, and the one page about them.
@Suite struct NeedsTests {
    private func write<R: RecordKind>(_ site: TestSite, _ child: RecordID, _ record: R, _ change: @escaping @Sendable (inout R) -> Void)
        async throws
    {
        try await site.service.write(.wholeService(reason: "test"), action: "test.needs") { writer in
            var record = record
            change(&record)
            try writer.create(record, child: child)
        }
    }

    @Test("S-PEO-05, S-PEO-06: dated statuses with lead and source; whose child; no social care is a value", arguments: Engine.available)
    func care(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            func care() async throws -> String { try await browser.get("/children/\(made.child)/needs").section("care") }
            #expect(try await care().contains("No status with social care or early help is recorded"))
            let form = try (try await browser.get("/children/\(made.child)/care-statuses/new")).form("/care-statuses")
            _ = try await browser.submit(
                form,
                [
                    "status": "LOOKED_AFTER", "start_date": "1/2/2025", "end_date": "1/2/2026", "placement": "OTHER_HERE",
                    "legal_status": "Section 20", "responsible_authority": "Northam", "social_worker": "Bo Field",
                ])
            let past = try await care()
            #expect(past.contains("Is or has been looked after.") && !past.contains("left out of our own indicators"))
            try await write(site, made.child, Care()) {
                ($0.status, $0.startDate, $0.placement) = ("CHILD_IN_NEED", Day(iso: "2026-03-01"), "OTHER_HERE")
            }
            let now = try await care()
            for words in [
                "Now: child in need.",
                "Another authority's child placed here: out-of-court decisions of these days, and outcomes recorded as of a child who lived elsewhere, are left out of our own indicators.",
                "Section 20", "Northam",
                "Bo Field",
                "1 February 2025 to 1 February 2026", "Case manager of Sandholme, 21 November 2026",
            ] { #expect(now.contains(words), "\(words)") }
            let other = try await site.service.makeCase("Kit", "Marsh")
            try await write(site, other.child, Care()) { ($0.status, $0.checkedOn) = ("NO_SOCIAL_CARE", Day(iso: "2026-11-01")) }
            #expect(try await browser.get("/children/\(other.child)/needs").section("care").contains("No social care, as checked."))
        }
    }

    @Test("S-PEO-07: education with hours offered and attended; school age from the date of birth", arguments: Engine.available)
    func education(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase(born: "2011-03-09")
            try await write(site, made.child, Education()) {
                ($0.provision, $0.startDate, $0.hoursOffered, $0.hoursAttended) = (
                    "PUPIL_REFERRAL_UNIT", Day(iso: "2026-09-01"), "12", "8.5"
                )
                ($0.reducedTimetable, $0.support, $0.attendance) = (true, "EHCP", 71)
            }
            let browser = try await site.browser(.caseManager)
            let text = try await browser.get("/children/\(made.child)/needs").section("education")
            for words in [
                "Of school age until 25 June 2027", "Full time is 25 hours a week; 12 are offered now", "12 offered, 8.5 attended", "71%",
                "Reduced timetable", "Education, health and care plan",
            ] { #expect(text.contains(words), "\(words)") }
            let older = try await site.service.makeCase("Kit", "Marsh", born: "2009-03-09")
            #expect(try await browser.get("/children/\(older.child)/needs").section("education").contains("Above school age since"))
        }
    }

    @Test(
        "S-PER KPI 1 to 3: a home asks whether it suits, one is the main one; hours attended and a plan must fit",
        arguments: Engine.available)
    func homeAndLearning(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let needs = try await browser.get("/children/\(made.child)/needs")
            #expect(needs.section("home").contains("Where the child lives now is not recorded."))
            let form = try (try await browser.get(try needs.link("Add where the child lives"))).form("/accommodation")
            let refused = try await browser.submit(form, ["type": "BED_AND_BREAKFAST", "start_date": "2/3/2026", "end_date": "1/3/2026"])
            #expect(refused.error(beside: "suitability").contains("Say whether it suits the child."))
            #expect(refused.error(beside: "end_date") == "The end cannot come before the start.")
            let never = try await browser.submit(try refused.form("/accommodation"), ["suitability": "SUITABLE", "end_date": ""])
            #expect(never.error(beside: "suitability").contains("are never suitable"))
            let saved = try await browser.submit(try never.form("/accommodation"), ["suitability": "UNSUITABLE", "primary": "yes"])
            #expect(saved.status == 200)
            let second = try await browser.submit(
                try (try await browser.get("/children/\(made.child)/accommodation/new")).form("/accommodation"),
                ["type": "LIVING_WITH_PARENT_S", "start_date": "1/9/2026", "suitability": "SUITABLE", "primary": "yes"])
            #expect(second.error(beside: "primary").contains("Another home is the main one from 2 March 2026 to now."))
            let page = try await browser.get("/children/\(made.child)/needs")
            #expect(page.section("home").contains("Now: bed and breakfast.") && page.section("home").contains("Not suitable"))

            let school = try (try await browser.get("/children/\(made.child)/education-records/new")).form("/education-records")
            let hours = try await browser.submit(school, ["provision": "COLLEGE", "hours_offered": "12", "hours_attended": "12.5"])
            #expect(hours.error(beside: "hours_attended") == "More hours are attended than offered.")

            let send = try (try await browser.get(try page.link("Add special educational needs"))).form("/special-educational-needs")
            let asked = try await browser.submit(send, ["formal_plan": "yes"])
            #expect(asked.error(beside: "identified") == "Say whether a need is identified.")
            let without = try await browser.submit(try asked.form("/special-educational-needs"), ["identified": "no"])
            #expect(without.error(beside: "formal_plan").contains("A plan stands on an identified need"))
            let kept = try await browser.submit(
                try without.form("/special-educational-needs"), ["identified": "yes", "start_date": "1/9/2025"])
            #expect(kept.text.contains("Special educational need, with a formal plan"))
            #expect(
                try await browser.get("/children/\(made.child)/needs").section("send").contains("1 September 2025 to now Identified Yes"))
        }
    }

    @Test("What an import left blank is not asked when something else is changed", arguments: Engine.available)
    func imported(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await write(site, made.child, Accommodation()) { ($0.type, $0.startDate) = ("AT_HOME", Day(iso: "2026-01-01")) }
            let home = try #require(try await site.service.all(Accommodation.self, of: made.child).first)
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/accommodation/\(home.id)/edit")).form("/accommodation")
            #expect(try await browser.submit(form, ["end_date": "1/6/2026"]).text.contains("1 June 2026"))
        }
    }

    @Test("S-PEO-08: health by domain, not assessed shown as such; kept from those who may not see it", arguments: Engine.available)
    func health(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await write(site, made.child, HealthNeed()) {
                ($0.need, $0.screenedDate, $0.finding, $0.note) = (
                    "SPEECH_LANGUAGE", Day(iso: "2026-10-01"), "CONCERN", "Short sentences help"
                )
            }
            try await write(site, made.child, Alert()) { ($0.type, $0.startDate) = ("SELF_HARM", Day(iso: "2026-10-02") ?? .unset) }
            let page = try await (try await site.browser(.caseManager)).get("/children/\(made.child)/needs")
            let text = page.section("health")
            #expect(text.contains("Emotional and mental health Not assessed"))
            #expect(text.contains("Speech, language and communication Risk or concern screened 1 October 2026 Short sentences help"))
            #expect(text.contains("Self-harm Alert") && text.contains("Suicide No alert"))
            let police = try await (try await site.browser(.policeOfficer)).get("/children/\(made.child)/needs")
            #expect(police.section("health").contains("Not shown to your role.") && !police.html.contains("Short sentences"))
        }
    }

    @Test("S-PEO-11: a referral to a voluntary service is not recorded without the consent it rests on", arguments: Engine.available)
    func consent(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/health-needs/new")).form("/health-needs")
            let values = ["need": "SUBSTANCE_MISUSE", "screened_date": "1/11/2026", "referred_date": "10/11/2026", "note": "Wants to stop"]
            let refused = try await browser.submit(form, values)
            #expect(refused.status == 422)
            #expect(
                refused.error(beside: "referred_date")
                    == "No consent to the substance misuse service stood on that day. Record the consent first.")
            #expect(try refused.form("/health-needs")["note"] == "Wants to stop")
            let consent = try (try await browser.get("/children/\(made.child)/consents/new")).form("/consents")
            _ = try await browser.submit(
                consent, ["purpose": "SUBSTANCE_MISUSE", "given_by": "CHILD", "answer": "GIVEN", "on_date": "9/11/2026"])
            #expect(try await browser.submit(try refused.form("/health-needs")).status == 200)
            let page = try await browser.get("/children/\(made.child)/needs")
            #expect(page.section("consent").contains("Substance misuse service Stands The child 9 November 2026"))
            // A later no stops the next referral, and the page says that the yes is overtaken.
            try await write(site, made.child, Consent()) {
                ($0.purpose, $0.givenBy, $0.answer, $0.onDate) = ("SUBSTANCE_MISUSE", "CHILD", "REFUSED", Day(iso: "2026-11-11") ?? .unset)
            }
            let late = try await browser.submit(form, values.merging(["referred_date": "12/11/2026", "once": ""]) { $1 })
            #expect(late.status == 422)
            #expect(
                late.error(beside: "referred_date").contains(
                    "The child’s last answer about the substance misuse service was no, on 11 November 2026."))
            #expect(try await browser.get("/children/\(made.child)/needs").section("consent").contains("Refused since The child"))
            // A safeguarding referral never waits for consent.
            let safe = try (try await browser.get("/children/\(made.child)/safeguarding-referrals/new")).form("/safeguarding-referrals")
            let sent = ["sent_on": "12/11/2026", "sent_to": "SOCIAL_CARE", "why": "Seen alone at night"]
            #expect(try await browser.submit(safe, sent).status == 200)
            // What was brought in without one is said.
            let other = try await site.service.makeCase("Kit", "Marsh")
            try await write(site, other.child, HealthNeed()) { ($0.need, $0.referredDate) = ("MENTAL_HEALTH", Day(iso: "2026-10-01")) }
            #expect(
                try await browser.get("/children/\(other.child)/needs").section("health").contains(
                    "Emotional and mental health: No consent to the health service stood on that day."))
        }
    }

    @Test("S-PEO-13: who the child is and what that asks of us, with a prompt while it is empty", arguments: Engine.available)
    func diversity(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/needs")
            #expect(page.section("diversity").contains("Nobody has written yet who this child is"))
            let edit = try (try await browser.get(try page.link("Write who they are"))).form("/children/\(made.child)")
            _ = try await browser.submit(edit, ["diversity_needs": "Fasts in Ramadan; reads slowly"])
            let after = try await browser.get("/children/\(made.child)/needs").section("diversity")
            #expect(after.contains("Fasts in Ramadan; reads slowly") && !after.contains("Nobody has written"))
            #expect(
                try await (try await site.browser(.victimWorker)).get("/children/\(made.child)/needs").text.contains("Ramadan") == false)
        }
    }

    @Test("S-INF-09: one page an audience, with what it may not have left out; recorded as a print", arguments: Engine.available)
    func summary(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.service.write(.wholeService(reason: "test"), action: "test.summary") { writer in
                let child = made.child
                guard let stored = try writer.reader.record(Child.self, child: child, id: child) else { return }
                try writer.correct(Child.self, child: child, id: child, from: stored.from) { $0.whatTheyWant = "To be a joiner" }
                var home = HomeAddress()
                (home.line, home.notToDisclose) = ("9 Hidden Court", true)
                try writer.create(home, child: child)
                var need = HealthNeed()
                (need.need, need.finding, need.note) = ("PHYSICAL", "IDENTIFIED", "Asthma-word")
                try writer.create(need, child: child)
                var victim = VictimContact()
                (victim.offence, victim.state, victim.name, victim.summary) = (
                    made.offence, "VIEWS_GIVEN", "Victim Namesake", "Summary-word"
                )
                try writer.create(victim, child: child)
                var referral = Referral()
                referral.receivedDate = Day(iso: "2026-11-01") ?? .unset
                var item = PanelItem()
                (item.referral, item.intelligence) = (try writer.create(referral, child: child), "Intelligence-word")
                try writer.create(item, child: child)
                var sibling = Relationship()
                (sibling.name, sibling.relation) = ("Sibling Vale", "SIBLING")
                try writer.create(sibling, child: child)
                var care = Care()
                (care.status, care.socialWorker) = ("CHILD_IN_NEED", "Social-word")
                try writer.create(care, child: child)
            }
            let browser = try await site.browser(.teamManager)
            let choose = try await browser.get("/children/\(made.child)/summary")
            #expect(choose.links.filter { $0.contains("/summary?for=") }.count == SummaryAudience.allCases.count)
            for audience in SummaryAudience.allCases {
                let page = try await browser.get("/children/\(made.child)/summary?for=\(audience.rawValue)")
                #expect(page.status == 200 && page.text.contains("To be a joiner"), "\(audience)")
                for word in ["9 Hidden Court", "Victim Namesake", "Intelligence-word", "Sibling Vale"] {
                    #expect(!page.html.contains(word), "\(audience): \(word)")
                }
                #expect(page.html.contains("Asthma-word") == audience.takes(.health), "\(audience)")
                #expect(page.html.contains("Taking a bicycle") == audience.takes(.offences), "\(audience)")
                #expect(page.html.contains("Youth caution") == audience.takes(.offences), "\(audience)")
                #expect(page.html.contains("Social-word") == audience.takes(.care), "\(audience)")
                #expect(page.text.contains("Left out for this audience"))
                let entry = try #require(try await site.accessEntries().last)
                #expect(entry.action == "print" && entry.page == "/children/{child}/summary")
            }
            // Whoever may not see health prints none, whoever it is for.
            let police = try await (try await site.browser(.policeOfficer)).get("/children/\(made.child)/summary?for=social_care")
            #expect(police.status == 200 && !police.html.contains("Asthma-word"))
            #expect(try await browser.get("/children/\(made.child)/summary?for=nobody").text.contains("Choose who it is for"))
        }
    }
}
