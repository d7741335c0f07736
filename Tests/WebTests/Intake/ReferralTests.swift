import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Referrals through their pages: the form, the register, the page of one, the checks at intake.
@Suite struct ReferralTests {
    private func kept<R: RecordKind>(_ type: R.Type, _ site: TestSite, _ child: RecordID) async throws -> [R] {
        try await site.service.read(.wholeService(reason: "test")) { try $0.records(type, child: child).map(\.value) }
    }

    /// A referral written as the program would, with one offence of its own.
    private func refer(
        _ site: TestSite, _ given: String, received: String = "2026-11-01",
        _ change: @escaping @Sendable (inout Referral) -> Void = { _ in },
        offence: @escaping @Sendable (inout Offence) -> Void = { _ in }
    ) async throws -> (child: RecordID, referral: RecordID) {
        try await site.service.write(.wholeService(reason: "test"), action: "test.referral") { writer in
            let child = try writer.create(Fixtures.child(given, "Vale"))
            var one = Fixtures.offence()
            offence(&one)
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.source) = (Day(iso: received) ?? .unset, "OUT_OF_COURT", "POLICE")
            referral.offences = [try writer.create(one, child: child)]
            change(&referral)
            return (child, try writer.create(referral, child: child))
        }
    }

    @Test("S-REF-01: a referral with its offences in one form; a fault beside its box, what was typed kept", arguments: Engine.available)
    func oneForm(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            // The child is looked for, then added, and the referral follows by itself.
            let add = try await browser.get("/children/new?then=referral")
            let page = try await browser.submit(
                try add.form("/children"), ["given_name": "Robin", "family_name": "Vale", "date_of_birth": "9/3/2011"])
            #expect(page.path.hasSuffix("/referrals/new"))
            let child = try #require(RecordID(String(page.path.split(separator: "/")[1])))
            let values = [
                "source": "POLICE", "pathway": "OUT_OF_COURT", "urgency": "URGENT", "reason": "Caught with another child",
                "admission": "NO_COMMENT", "offence-1-offence_date": "30/2/2026", "offence-1-description": "Taking a bicycle",
                "offence-1-category": "THEFT_AND_HANDLING", "offence-1-knife": "yes", "offence-1-police_ref": "SAN/1/26",
                "offence-2-description": "Shouting",
            ]
            let wrong = try await browser.submit(try page.form("/referrals"), values)
            #expect(wrong.status == 422)
            #expect(wrong.error(beside: "offence-1-offence_date").contains("real date"))
            #expect(wrong.error(beside: "offence-2-offence_date") == "Enter date of the offence.")
            #expect(wrong.errorSummary.map(\.field) == ["offence-1-offence_date", "offence-2-offence_date"])
            let form = try wrong.form("/referrals")
            #expect(form["offence-1-description"] == "Taking a bicycle" && form["offence-2-description"] == "Shouting")
            #expect(try await kept(Offence.self, site, child).isEmpty)
            #expect(try await kept(Referral.self, site, child).isEmpty)
            let saved = try await browser.submit(form, ["offence-1-offence_date": "2/5/2026", "offence-2-offence_date": "2/5/2026"])
            #expect(saved.status == 200 && saved.text.contains("Taking a bicycle") && saved.text.contains("Shouting"))
            let offences = try await kept(Offence.self, site, child)
            #expect(offences.count == 2 && offences.first { $0.knife == true }?.policeRef == "SAN/1/26")
            #expect(try await kept(Referral.self, site, child).first?.offences.count == 2)
            // The same form a second time is harmless.
            _ = try await browser.submit(form, ["offence-1-offence_date": "2/5/2026", "offence-2-offence_date": "2/5/2026"])
            #expect(try await kept(Offence.self, site, child).count == 2)
            #expect(try await kept(Referral.self, site, child).count == 1)
        }
    }

    @Test("A draft of a referral keeps the offences typed in it", arguments: Engine.available)
    func draft(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/referrals/new")).form("/referrals")
            let back = try await browser.submit(form, ["offence-1-description": "Half typed"], press: ("action", "draft"))
            #expect(try back.form("/referrals")["offence-1-description"] == "Half typed")
        }
    }

    @Test("S-REF-01: accepted, declined or passed on, each with what it needs", arguments: Engine.available)
    func acceptance(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await refer(site, "Robin")
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get("/children/\(made.child)/referrals/\(made.referral)")
            let ask = try await browser.get(try page.link("Decline it or pass it on"))
            let none = try await browser.submit(try ask.form("/acceptance"))
            #expect(none.status == 422 && none.error(beside: "answer") == "Choose what becomes of the referral.")
            let bare = try await browser.submit(try none.form("/acceptance"), ["answer": "PASS_ON"])
            #expect(bare.error(beside: "passed_on_to") == "Say to whom it is passed on.")
            #expect(bare.error(beside: "not_accepted_reason") == "Say why it is not accepted.")
            #expect(try bare.form("/acceptance")["answer"] == "PASS_ON")
            let passed = try await browser.submit(
                try bare.form("/acceptance"), ["passed_on_to": "Early help hub", "not_accepted_reason": "No offence"])
            #expect(passed.section("arrival").contains("Passed on") && passed.section("arrival").contains("Early help hub"))
            let stored = try #require(try await kept(Referral.self, site, made.child).first)
            #expect(stored.accepted == false && stored.passedOnTo == "Early help hub")
            // Somebody with the old page in front of them is shown both.
            let late = try await browser.submit(try bare.form("/acceptance"), ["answer": "ACCEPT"])
            #expect(late.status == 409 && late.text.contains("Someone saved this first"))
            let after = try await browser.submit(try late.form("/acceptance"), ["answer": "ACCEPT"])
            #expect(after.section("arrival").contains("Accepted"))
            #expect(try await kept(Referral.self, site, made.child).first?.passedOnTo == nil)
        }
    }

    @Test("The police's decision and the panel's result are taken by no form of the referral", arguments: Engine.available)
    func decisionApart(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await refer(site, "Robin")
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/referrals/\(made.referral)/edit")).form("/referrals/")
            #expect(
                form.names.isDisjoint(with: ["decision", "decision_date", "recommendation", "panel_date", "police_told_date", "accepted"]))
            let forged = form.filled([:]) + [("decision", "YOUTH_CAUTION"), ("decision_date", "2/11/2026"), ("accepted", "yes")]
            _ = try await browser.post(form.action, forged)
            let stored = try #require(try await kept(Referral.self, site, made.child).first)
            #expect(stored.decision == nil && stored.decisionDate == nil && stored.accepted == nil)
        }
    }

    @Test("S-REF-05: all missing checks asked in one press, answers on one page, what stops us said", arguments: Engine.available)
    func checks(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await refer(site, "Robin") { $0.unableReason = "No phone number" }
            let browser = try await site.browser(.businessSupport)
            let path = "/children/\(made.child)/referrals/\(made.referral)"
            let page = try await browser.get(path)
            #expect(page.section("checks").contains("Not asked"))
            for words in ["No phone number", "The papers are not complete.", "Whether the child admits", "No answer yet from social care"] {
                #expect(page.section("obstacles").contains(words), "\(words)")
            }
            _ = try await browser.submit(try page.form("/checks"))
            let asked = try await kept(Enquiry.self, site, made.child)
            #expect(Set(asked.map(\.agency)) == ["SOCIAL_CARE", "EARLY_HELP", "POLICE", "HEALTH", "EDUCATION", "OTHER_YJS"])
            let me = try await site.service.person(as: .businessSupport).id
            #expect(asked.allSatisfy { $0.askedOn == site.service.today && $0.askedBy == me && $0.referral == made.referral })
            // Pressed twice, nobody is asked twice.
            _ = try await browser.submit(try page.form("/checks"))
            #expect(try await kept(Enquiry.self, site, made.child).count == 6)
            let open = try await browser.get(path)
            let form = try open.form("/answers")
            let ids = try await site.service.read(.wholeService(reason: "test")) { reader in
                Dictionary(uniqueKeysWithValues: try reader.records(Enquiry.self, child: made.child).map { ($0.agency, $0.id) })
            }
            let (care, police) = (try #require(ids["SOCIAL_CARE"]), try #require(ids["POLICE"]))
            let wrong = try await browser.submit(
                form, ["known-\(care)": "yes", "result-\(care)": "Child in need since May", "received_on-\(police)": "soon"])
            #expect(wrong.status == 422 && wrong.error(beside: "received_on-\(police)").contains("real date"))
            #expect(try wrong.form("/answers")["result-\(care)"] == "Child in need since May")
            #expect(try await kept(Enquiry.self, site, made.child).allSatisfy { $0.isKnown == nil })
            let saved = try await browser.submit(
                try wrong.form("/answers"), ["received_on-\(police)": "", "unable_reason-\(police)": "No match"])
            #expect(saved.section("checks").contains("Child in need since May") && saved.section("checks").contains("No match"))
            let answered = try await kept(Enquiry.self, site, made.child)
            #expect(answered.first { $0.agency == "SOCIAL_CARE" }?.receivedOn == site.service.today)
            #expect(answered.first { $0.agency == "HEALTH" }?.receivedOn == nil)
            #expect(saved.section("obstacles").contains("early help, health"))
            // Who sees no answers is not told that they are missing, nor that nothing is.
            let other = try await site.browser(.victimWorker).get(path)
            let unseen = other.section("obstacles")
            #expect(other.section("arrival").contains("Nothing marked in what is shown to your role"))
            #expect(!unseen.contains("No answer yet") && unseen.contains("Which agencies have answered is not shown to your role."))
            // An answer from an old page does not write over the one given since.
            let late = try await browser.submit(form, ["known-\(care)": "no"])
            #expect(late.status == 422 && late.text.contains("someone recorded the answer first"))
            #expect(try await kept(Enquiry.self, site, made.child).first { $0.agency == "SOCIAL_CARE" }?.isKnown == true)
        }
    }

    @Test("S-REF-07: the page of a referral says each step of its offence with the days; admission heads it", arguments: Engine.available)
    func page(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await refer(
                site, "Robin", received: "2026-10-09"
            ) {
                $0.admission = "DENIED"
            } offence: {
                ($0.offenceDate, $0.interviewDate, $0.knife) = (Day(iso: "2026-01-10"), Day(iso: "2026-10-07"), true)
            }
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/referrals/\(made.referral)")
            #expect(page.text.contains("Not admitted") && page.text.contains("Alleged offences"))
            #expect(page.section("offences").contains("270 days") && page.section("offences").contains("315 days so far"))
            #expect(page.section("arrival").contains("Knife") && page.section("arrival").contains("allocation, 43 days"))
            #expect(page.section("clock").contains("Allocate the referral"))
            // The generic ways are still there.
            let change = try page.link("Change")
            #expect(page.text.contains("History") && change.hasSuffix("/edit"))
            let past = try await browser.get("/children/\(made.child)/referrals/\(made.referral)?as_at=2026-11-21T10:00")
            #expect(past.status == 200 && past.forms.filter { $0.method == "post" }.isEmpty)
        }
    }

    @Test("S-REF-01: the register: filters, what to look at first, days waiting, pages", arguments: Engine.available)
    func register(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let knife = try await refer(site, "Kim", received: "2026-11-10", offence: { $0.knife = true })
            _ = try await refer(site, "Lee", received: "2026-10-01") { $0.allocatedDate = Day(iso: "2026-10-05") }
            _ = try await refer(site, "Max", received: "2026-09-01") {
                ($0.pathway, $0.source, $0.accepted, $0.notAcceptedReason) = ("PREVENTION", "EDUCATION", false, "Moved")
            }
            _ = try await refer(site, "Nat", received: "2026-01-01") { $0.closedDate = Day(iso: "2026-03-01") }
            let browser = try await site.browser(.teamManager)
            let all = try await browser.get("/referrals")
            #expect(all.text.contains("2 referrals") && !all.text.contains("Max Vale") && !all.text.contains("Nat Vale"))
            let (first, second) = (all.text.firstRange(of: "Kim Vale"), all.text.firstRange(of: "Lee Vale"))
            #expect(first.map { a in second.map { a.lowerBound < $0.lowerBound } ?? false } == true, "the knife stands first")
            #expect(all.links.contains("/children/\(knife.child)/referrals/\(knife.referral)"))
            #expect(all.text.contains("Assessment 47"), "waiting since the allocation of 5 October")
            func shown(_ query: String) async throws -> [String] {
                let page = try await browser.get("/referrals?\(query)")
                return ["Kim", "Lee", "Max", "Nat"].filter { page.text.contains("\($0) Vale") }
            }
            #expect(try await shown("waiting=allocation") == ["Kim"])
            #expect(try await shown("waiting=assessment") == ["Lee"])
            #expect(try await shown("state=declined") == ["Max"])
            #expect(try await shown("state=closed") == ["Nat"])
            #expect(try await shown("state=all") == ["Kim", "Lee", "Max", "Nat"])
            #expect(try await shown("state=all&pathway=PREVENTION") == ["Max"])
            #expect(try await shown("state=all&source=EDUCATION") == ["Max"])
            #expect(try await shown("size=25&page=99999999999").count == 2, "a page that is not there is the last there is")
            let filtered = try await browser.get("/referrals?pathway=OUT_OF_COURT&waiting=allocation")
            #expect(try filtered.link("Waiting for allocation") == "/referrals?pathway=OUT_OF_COURT")
            // Seen is recorded: the children on the page, and no others.
            let entry = try #require(try await site.accessEntries().last { $0.page == "/referrals" })
            #expect(entry.action == "list" && entry.shown == knife.child.description)
        }
    }

    @Test(
        "S-REF-01: the register is read page by page: open ones first, then what ended last; a page's view names the children on it and no others",
        arguments: Engine.available)
    func pages(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let many = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                try (1...40).map { number -> RecordID in
                    let child = try writer.create(Fixtures.child("Kid\(number)", "Vale"))
                    var referral = Referral()
                    (referral.receivedDate, referral.pathway) = ((Day(iso: "2026-01-01") ?? .unset) + number, "OUT_OF_COURT")
                    if number > 3 { referral.closedDate = (Day(iso: "2026-03-01") ?? .unset) + number }
                    if number == 40 { (referral.accepted, referral.closedDate) = (false, nil) }
                    try writer.create(referral, child: child)
                    return child
                }
            }
            let browser = try await site.browser(.teamManager)
            let first = try await browser.get("/referrals?state=all")
            let order = first.cells.filter { $0.hasPrefix("Kid") }
            #expect(order.prefix(4) == ["Kid1 Vale", "Kid2 Vale", "Kid3 Vale", "Kid39 Vale"] && order.count == 25)
            #expect(first.text.contains("40 referrals, page 1 of 2"))
            let last = try await browser.get("/referrals?state=all&page=2")
            let rest = last.cells.filter { $0.hasPrefix("Kid") }
            #expect(rest.count == 15 && Set(order + rest).count == 40 && rest.contains("Kid40 Vale"))
            let seen = try #require(try await site.accessEntries().last { $0.page == "/referrals" })
            #expect(seen.shown.split(separator: " ").count == 15 && !seen.shown.contains(many[0].description))
            #expect(try await browser.get("/referrals?state=declined").text.contains("1 referral"))
        }
    }

    @Test("S-REF-01: who may not see casework is told no wait, which would tell of assessments", arguments: Engine.available)
    func registerOfVictimWorker(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await refer(site, "Kim")
            let page = try await (try await site.browser(.victimWorker)).get("/referrals?waiting=allocation")
            #expect(page.status == 200 && page.text.contains("Kim Vale") && !page.text.contains("Days waiting"))
        }
    }

    @Test("S-OOC-08: what the court sent back, and firms it came from more than once", arguments: Engine.available)
    func bounced(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            for (name, firm, admission) in [
                ("Kim", "Ash & Co", "NO_COMMENT"), ("Lee", "ASH & CO", "DENIED"), ("Max", "Birch Law", "NO_COMMENT"),
            ] {
                _ = try await refer(site, name) {
                    ($0.bouncedBack, $0.courtDate, $0.solicitorFirm) = (true, Day(iso: "2026-10-20"), firm)
                    ($0.bounceReason, $0.admission) = ("Guilty plea on the day", admission)
                    ($0.decision, $0.decisionDate) = name == "Kim" ? ("YOUTH_CAUTION", Day(iso: "2026-11-10")) : (nil, nil)
                    if name == "Max" { $0.closedDate = Day(iso: "2026-11-12") }
                }
            }
            _ = try await refer(site, "Nat")
            let page = try await (try await site.browser(.policeOfficer)).get("/referrals?view=bounced")
            #expect(!page.text.contains("Nat Vale"))
            #expect(page.section("firms").contains("ASH & CO 2 1 of 2") && page.section("firms").contains("Birch Law 1 1 of 1"))
            for words in ["20 October 2026", "Guilty plea on the day", "No comment", "Youth caution", "Not decided", "Max Vale"] {
                #expect(page.section("cases").contains(words), "\(words)")
            }
        }
    }

    @Test("S-REF-07: the ageing list, longest first, each step with its days", arguments: Engine.available)
    func ageing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await refer(site, "Kim", offence: { $0.offenceDate = Day(iso: "2026-10-01") })
            _ = try await refer(
                site, "Lee", received: "2026-10-09",
                offence: { ($0.offenceDate, $0.interviewDate) = (Day(iso: "2026-01-10"), Day(iso: "2026-10-07")) })
            let page = try await (try await site.browser(.teamManager)).get("/referrals?view=ageing")
            let (first, second) = (page.text.firstRange(of: "Lee Vale"), page.text.firstRange(of: "Kim Vale"))
            #expect(first.map { a in second.map { a.lowerBound < $0.lowerBound } ?? false } == true)
            #expect(page.text.contains("7 October 2026 (270 days)") && page.text.contains("315"))
        }
    }

    @Test("S-OOC-17: who reports back to the panel, by when; late until it is recorded", arguments: Engine.available)
    func feedback(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await refer(site, "Robin")
            let browser = try await site.browser(.caseManager)
            let path = "/children/\(made.child)/referrals/\(made.referral)"
            let ask = try await browser.get(try (try await browser.get(path)).link("Ask for a report back"))
            let bare = try await browser.submit(try ask.form("/feedback"), ["feedback_from": "Early help"])
            #expect(bare.error(beside: "feedback_due") == "Enter the day the report is due.")
            let asked = try await browser.submit(try bare.form("/feedback"), ["feedback_due": "10/11/2026"])
            #expect(asked.section("feedback").contains("11 days late"))
            #expect(try await browser.get("/referrals?waiting=feedback").text.contains("Robin Vale"))
            let record = try await browser.get(try asked.link("Record the report"))
            let saved = try await browser.submit(
                try record.form("/feedback"), ["feedback_on": "21/11/2026", "feedback": "Six sessions, all attended"])
            #expect(saved.section("feedback").contains("Six sessions, all attended") && !saved.section("feedback").contains("late"))
            #expect(try await browser.get("/referrals?waiting=feedback").text.contains("Robin Vale") == false)
        }
    }
}
