import Casework
import Records
import TestSupport
import Testing

@testable import Web

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

/// What a page says once its record is saved: no dead ends, and who was alerted.
@Suite("After saving")
struct SavedNoteTests {
    @Test(
        "S-SAF-09, S-SAF-07: who saves a concern is told who sees it now; concern and safeguarding referral lead to each other",
        arguments: Engine.available)
    func alerted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.deliveryWorker)
            func raise(_ what: String) async throws -> Page {
                let form = try (try await worker.get("/children/\(made.child)/contacts/new")).form("/contacts")
                return try await worker.submit(
                    form, ["content": "Talked", "attendance": "ATTENDED", "concern_type": "SELF_HARM", "concern_what": what])
            }
            let nobody = try await raise("Cut his arm")
            #expect(nobody.text.contains("Every manager sees the urgent concern now. Nobody is on the duty rota today."))
            let duty = try await site.service.person(as: .caseManager)
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var one = Duty()
                (one.staff, one.startDate, one.endDate) = (duty.id, on("2026-11-20"), on("2026-11-22"))
                try writer.create(one)
            }
            let saved = try await raise("Says he will do it again")
            #expect(saved.text.contains("Every manager, and \(duty.name) on duty today, see the urgent concern now."))
            let plain = try await worker.get("/children/\(made.child)/contacts/\(made.contact)?saved=yes")
            #expect(plain.text.contains("Saved") && !plain.text.contains("Every manager"), "nothing was raised with this one")
            let form = try (try await worker.get(try saved.link("refer to social care or early help"))).form("/safeguarding-referrals")
            #expect(form["why"] == "Says he will do it again")
            let referred = try await worker.submit(form, ["sent_to": "SOCIAL_CARE", "consent": "REFUSED"])
            let concern = try await worker.get(try referred.link("Self-harm concern"))
            #expect(concern.text.contains("Says he will do it again") && concern.text.contains("Every manager, and"))
            #expect(try concern.link("Referral to social care").hasPrefix("/children/\(made.child)/safeguarding-referrals/"))
            #expect(try await site.records(SafeguardingReferral.self, made.child).first?.concern != nil)
        }
    }

    @Test(
        "S-REF-01, S-OOC-15: what is saved leads on: a document and a check to their referral, an allocation to what waits, a contact to its programme",
        arguments: Engine.available)
    func onward(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            let ids = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> [RecordID] in
                var document = Document()
                (document.type, document.referral) = ("LETTER", made.referral)
                var asked = Enquiry()
                (asked.agency, asked.referral) = ("HEALTH", made.referral)
                var contact = VictimContact()
                contact.state = "TRIED"
                var alert = Alert()
                (alert.type, alert.startDate) = ("STAFF_SAFETY", on("2026-11-01"))
                return [
                    try writer.create(document, child: made.child), try writer.create(asked, child: made.child),
                    try writer.create(contact, child: made.child), try writer.create(alert, child: made.child),
                ]
            }
            let file = "/children/\(made.child)"
            let worker = try await site.browser(.caseManager)
            for part in ["documents/\(ids[0])", "agency-checks/\(ids[1])"] {
                #expect(
                    try (try await worker.get("\(file)/\(part)?saved=yes")).link("Go on with the referral")
                        == "\(file)/referrals/\(made.referral)")
                #expect(!(try await worker.get("\(file)/\(part)").text.contains("Go on with")), "said once, when it was saved")
            }
            let form = try (try await worker.get("\(file)/contacts/new?programme=\(made.programme)")).form("/contacts")
            let met = try await worker.submit(form, ["content": "Talked", "attendance": "ATTENDED"])
            #expect(try met.link("Go on with the programme") == made.page)
            #expect(try (try await worker.get("\(file)/alerts/\(ids[3])?saved=yes")).link("Back to the child’s file") == file)
            let victims = try await site.browser(.victimWorker)
            #expect(try (try await victims.get("\(file)/victim-contacts/\(ids[2])?saved=yes")).link("Back to my day") == "/")
            let manager = try await site.browser(.teamManager)
            let staff = try await site.service.person(as: .caseManager).id
            let choice = try await manager.get("\(file)/allocations/new")
            let allocate = try #require(choice.forms.first { $0.action.hasSuffix("/allocations") && $0.names.contains("reason") })
            let given = try await manager.submit(allocate, ["staff": staff.description, "part": "CASE_MANAGER"])
            #expect(try given.link("Go on with what waits to be allocated") == "/oversight#unallocated")
        }
    }

    @Test(
        "S-ASM-11, S-ASM-02: a self-assessment leads to the assessment, one sent to my day, one signed to the queue; its referral is a link",
        arguments: Engine.available)
    func assessments(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            let ids = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> [RecordID] in
                var own = Assessment()
                (own.type, own.form, own.completedOn, own.referral) = ("SELF_CHILD", "self-child 1", on("2026-11-19"), made.referral)
                var sent = Assessment()
                (sent.type, sent.completedOn, sent.submittedOn) = ("OUT_OF_COURT", on("2026-11-19"), on("2026-11-20"))
                return [try writer.create(own, child: made.child), try writer.create(sent, child: made.child)]
            }
            let file = "/children/\(made.child)"
            let worker = try await site.browser(.caseManager)
            let own = try await worker.get("\(file)/assessments/\(ids[0])?saved=yes")
            #expect(
                try own.link("Begin the assessment") == "\(file)/assessments/new?type=OUT_OF_COURT&referral=\(made.referral)")
            #expect(try own.link("Referral received") == "\(file)/referrals/\(made.referral)")
            let sent = try await worker.get("\(file)/assessments/\(ids[1])?saved=yes")
            #expect(sent.text.contains("It waits for a manager’s countersignature."))
            #expect(try sent.link("Back to my day") == "/")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var draft = Assessment()
                (draft.type, draft.startedOn, draft.referral) = ("OUT_OF_COURT", on("2026-11-20"), made.referral)
                try writer.create(draft, child: made.child)
                let stored = try #require(try writer.reader.record(Assessment.self, child: made.child, id: ids[1]))
                try writer.correct(Assessment.self, child: made.child, id: ids[1], from: stored.from) {
                    $0.countersignedOn = on("2026-11-21")
                }
            }
            #expect(try await worker.get("\(file)/assessments/\(ids[0])?saved=yes").text.contains("Go on with the assessment"))
            let manager = try await site.browser(.teamManager)
            let signed = try await manager.get("\(file)/assessments/\(ids[1])?saved=yes")
            #expect(try signed.link("Go on with what waits for countersignature") == "/countersign")
        }
    }

    @Test(
        "S-TRN-10: closing work without a programme asks for no exit interview, and for no reason why what is done is not",
        arguments: Engine.available)
    func closing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let caution = try await PanelMade(site, decision: "YOUTH_CAUTION")
            let worker = try await site.browser(.caseManager)
            let plain = try await worker.get("/children/\(caution.child)/closures/new?referral=\(caution.referral)").form("/closures")
            for box in ["child_interview_reason", "parent_interview_reason", "targets_reason", "plan_reason"] {
                #expect(!plain.names.contains(box), "\(box)")
            }
            for box in ["police_told_date", "police_reason", "unmet_need", "summary"] { #expect(plain.names.contains(box), "\(box)") }
            let begun = try await worker.submit(plain, ["unmet_need": "none"])
            #expect(begun.status == 200)
        }
    }

    @Test(
        "S-OOC-18, S-TRN-10: a knife case without a plan says so where its programme ends, and its closing has a box for why",
        arguments: Engine.available)
    func knife(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", knife: true)
            let worker = try await site.browser(.caseManager)
            let end = try await worker.get("\(made.page)/end")
            #expect(end.text.contains("A knife case must have a plan, and there is none yet"))
            #expect(try end.link("write it") == "/children/\(made.child)/plans/new?programme=\(made.programme)")
            let form = try await worker.get("/children/\(made.child)/closures/new?referral=\(made.referral)").form("/closures")
            #expect(form.names.contains("plan_reason") && !form.names.contains("targets_reason"), "there are no targets")
            let saved = try await worker.submit(form, ["plan_reason": "Moved away in the first week"])
            #expect(saved.section("checklist").contains("Plan for carrying a knife Not done: Moved away in the first week"))
        }
    }

    @Test("S-DEL-02: whether a child came is said by whoever was there, and never as not known", arguments: Engine.available)
    func attendance(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.browser(.caseManager)
            for part in ["new", "\(made.contact)/edit"] {
                let page = try await worker.get("/children/\(made.child)/contacts/\(part)")
                let group = page.html.components(between: "id=\"attendance\"", and: "</fieldset>")
                let blank = part == "new" ? "Still to come, or a call or message" : "Not recorded, or a call or message"
                #expect(group.contains("Missed, no acceptable reason") && group.contains(blank), "\(part)")
                #expect(!group.contains("Not known"), "\(part)")
            }
            // What an import left blank stays blank, and is read as not known.
            let id = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var contact = Contact()
                (contact.at, contact.method, contact.content) = (Instant("2026-11-03T11:00") ?? .unset, "OFFICE", "Came by")
                return try writer.create(contact, child: made.child)
            }
            let edit = try (try await worker.get("/children/\(made.child)/contacts/\(id)/edit")).form("/contacts/")
            #expect(try await worker.submit(edit, ["aim": "To talk"]).status == 200)
        }
    }
}

extension String {
    /// What stands from the first `start` to the next `end`; empty where there is none.
    fileprivate func components(between start: String, and end: String) -> String {
        guard let from = firstRange(of: start), let to = self[from.upperBound...].firstRange(of: end) else { return "" }
        return String(self[from.lowerBound..<to.lowerBound])
    }
}
