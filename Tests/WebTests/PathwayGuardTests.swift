import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
private let caution = "YOUTH_CAUTION"

private func on(_ iso: String) -> Day { Day(iso: iso) ?? .unset }

extension TestSite {
    fileprivate func set(_ made: DecidedCase, _ change: @escaping @Sendable (inout Referral) -> Void) async throws {
        try await write { writer in
            let referral = try #require(try writer.reader.record(Referral.self, child: made.child, id: made.referral))
            try writer.correct(Referral.self, child: made.child, id: made.referral, from: referral.from, change)
        }
    }

    /// An outcome as an import, or another page, left it.
    fileprivate func outcome(
        _ made: DecidedCase, of offence: RecordID, _ code: String, on day: String, residence: String? = nil
    ) async throws -> RecordID {
        try await service.write(.wholeService(reason: "test"), action: "test") { writer in
            var outcome = Fixtures.outcome(of: offence, on: day, code)
            outcome.residence = residence
            return try writer.create(outcome, child: made.child)
        }
    }

    fileprivate func end(_ made: DecidedCase, completed: String) async throws {
        let browser = try await browser(.caseManager)
        let form = try (try await browser.get("\(made.page)/end")).form("/end")
        let page = try await browser.submit(
            form, ["completed": completed, "end_date": "20/11/2026", "end_reason": "As it went"])
        #expect(page.status == 200, "\(page.text.prefix(300))")
    }
}

/// Two saves do not do what one may not: nothing of the pathway is reached past the police, the closure or the end of a programme.
@Suite("Ways round the out-of-court pathway are closed") struct PathwayGuardTests {
    // MARK: Outcomes

    @Test(
        "S-OOC-02, S-OOC-03: a caution of another area is recorded without the police only from before the referral, and does not become ours by a change",
        arguments: Engine.available)
    func residence(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.set(made) { $0.pathway = "OUT_OF_COURT" }
            let browser = try await site.browser(.caseManager)
            func blank() async throws -> PageForm {
                try (try await browser.get("/children/\(made.child)/outcomes/new?offence=\(made.offence)")).form("/outcomes")
            }
            let given = ["outcome": caution, "residence": "OTHER"]
            let late = try await browser.submit(try await blank(), given.merging(["outcome_date": "1/10/2026"]) { $1 })
            #expect(late.status == 422 && late.error(beside: "outcome").contains("record its outcome from there"))
            let early = try await browser.submit(try await blank(), given.merging(["outcome_date": "10/8/2026"]) { $1 })
            #expect(early.status == 200, "what another area gave before the referral came rests on no decision here")
            let id = try #require(try await site.service.all(Outcome.self, of: made.child).first).id
            func form() async throws -> PageForm {
                try (try await browser.get("/children/\(made.child)/outcomes/\(id)/edit")).form("/outcomes/")
            }
            for (change, field) in [
                (["residence": "LOCAL"], "residence"), (["residence": ""], "residence"), (["outcome_date": "1/10/2026"], "outcome_date"),
                (["offence_ref": made.second.description, "residence": "LOCAL"], "offence_ref"),
            ] {
                let refused = try await browser.submit(try await form(), change)
                #expect(refused.status == 422 && refused.error(beside: field).contains("entered in error"), "\(change)")
            }
            #expect(try await browser.submit(try await form(), ["outcome_date": "11/8/2026", "local_outcome": "x"]).status == 200)
            #expect(try await site.service.all(Outcome.self, of: made.child).map(\.value.residence) == ["OTHER"])
        }
    }

    @Test(
        "S-OOC-02, S-OOC-03: a caution is not moved onto the offence of a referral, but within one decision it is",
        arguments: Engine.available)
    func offence(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.set(made) { $0.pathway = "OUT_OF_COURT" }
            let old = try await site.service.write(.wholeService(reason: "test"), action: "test") {
                try $0.create(Fixtures.offence(on: "2026-03-01"), child: made.child)
            }
            let id = try await site.outcome(made, of: old, caution, on: "2026-10-01")
            let browser = try await site.browser(.caseManager)
            func form() async throws -> PageForm {
                try (try await browser.get("/children/\(made.child)/outcomes/\(id)/edit")).form("/outcomes/")
            }
            let moved = ["offence_ref": made.offence.description]
            for closed in [false, true] {
                if closed { try await site.set(made) { $0.closedDate = on("2026-11-20") } }
                let refused = try await browser.submit(try await form(), moved)
                #expect(refused.status == 422 && refused.error(beside: "offence_ref").contains("decision and admission are asked"))
            }
            let own = try await site.outcome(made, of: made.offence, caution, on: "2026-10-02")
            let edit = try (try await browser.get("/children/\(made.child)/outcomes/\(own)/edit")).form("/outcomes/")
            #expect(try await browser.submit(edit, ["offence_ref": made.second.description]).status == 200)
        }
    }

    @Test(
        "S-PEO-05: where the child lived is taken from the care status of the outcome's own day, not of today", arguments: Engine.available)
    func careOfTheDay(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.write { writer in
                var care = Care()
                (care.status, care.placement, care.startDate) = ("LOOKED_AFTER", "OTHER_HERE", on("2026-08-01"))
                try writer.create(care, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get("/children/\(made.child)/outcomes/new?offence=\(made.offence)")
            #expect(page.text.contains("taken from the care status on the day of the outcome") && page.text.contains("since 1 August 2026"))
            for (day, said, residence) in [
                ("2/7/2026", "", nil), ("2/8/2026", "", "OTHER"), ("3/8/2026", "LOCAL", "LOCAL"),
            ] as [(String, String, String?)] {
                let form = try (try await browser.get("/children/\(made.child)/outcomes/new?offence=\(made.offence)")).form("/outcomes")
                #expect((form["residence"] ?? "").isEmpty)
                let saved = try await browser.submit(form, ["outcome": "FINE", "outcome_date": day, "residence": said])
                #expect(saved.status == 200, "\(saved.text.prefix(300))")
                let kept = try await site.service.all(Outcome.self, of: made.child).first { $0.outcomeDate == Day(typed: day) }
                #expect(kept?.value.residence == residence, "\(day)")
            }
        }
    }

    // MARK: Programmes

    @Test(
        "S-OOC-11: a completed outcome 22 is not turned back after the referral is closed, nor by changing its disposal or offences first",
        arguments: Engine.available)
    func completed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            try await site.end(made, completed: "yes")
            try await site.set(made) { $0.closedDate = on("2026-11-21") }
            let browser = try await site.browser(.caseManager)
            func send(_ values: [String: String]) async throws -> Page {
                try await browser.submit(try (try await browser.get("\(made.page)/edit")).form("/programmes/"), values)
            }
            let turned = try await send(["completed": "no"])
            #expect(turned.status == 422 && turned.error(beside: "completed").contains("as entered in error"))
            let renamed = try await send(["disposal": caution])
            #expect(renamed.status == 422 && renamed.error(beside: "disposal").contains("was recorded when it was completed"))
            // Its referral's offences stand for it where it names none: those are the same two.
            #expect(try await send(["offence_refs": ""]).status == 200)
            #expect(try await send(["offence_refs": made.offence.description]).error(beside: "offence_refs").contains("rests on this"))
            let page = try (try await browser.get("\(made.page)/withdrawal")).form("/withdrawal")
            let kept = try await browser.submit(page, ["reason": "Typed on the wrong child"])
            #expect(kept.text.contains("would stay"), "the outcome stands, so the programme does")
            #expect(try await site.service.all(Outcome.self, of: made.child).count == 2)
        }
    }

    @Test("S-OOC-11, S-OOC-18: a programme that runs or failed keeps the disposal the police decided", arguments: Engine.available)
    func disposal(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for failed in [false, true] {
                let made = try await site.service.decide(outcome22)
                if failed { try await site.end(made, completed: "no") }
                func send(_ values: [String: String]) async throws -> Page {
                    try await browser.submit(try (try await browser.get("\(made.page)/edit")).form("/programmes/"), values)
                }
                let refused = try await send(["disposal": caution])
                #expect(refused.status == 422 && refused.error(beside: "disposal").contains("stays as the police decided it"), "\(failed)")
                let bare = try await send(["offence_refs": "", "referral_ref": ""])
                #expect(bare.status == 422 && bare.error(beside: "offence_refs").contains("changed so, nothing would"), "\(failed)")
                #expect(try await send(["provider": "The boxing club"]).status == 200, "the rest is changed as ever")
                // The police decide otherwise: while it runs, that is what it runs under.
                try await site.set(made) { $0.decision = caution }
                #expect(try await send(["disposal": caution]).error(beside: "disposal").isEmpty == !failed)
            }
        }
    }

    // MARK: Referrals

    @Test(
        "S-TRN-10: what has a decision, a programme or a report that is ready stays out-of-court work, so nobody closes it by typing in two saves",
        arguments: Engine.available)
    func pathway(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let manager = try await site.browser(.teamManager)
            for (what, words) in [
                ("decision", "it has a decision"), ("programme", "a programme runs"), ("report", "its panel report is ready"),
            ] {
                let made = try await PanelMade(site, decision: what == "decision" ? outcome22 : nil)
                try await site.write { writer in
                    if what == "programme" {
                        var programme = Programme()
                        (programme.disposal, programme.startDate, programme.referral) = (outcome22, on("2026-11-13"), made.referral)
                        try writer.create(programme, child: made.child)
                    } else if what == "report" {
                        var item = PanelItem()
                        (item.referral, item.reportOn) = (made.referral, on("2026-11-10"))
                        try writer.create(item, child: made.child)
                    }
                }
                let form = try (try await manager.get("/children/\(made.child)/referrals/\(made.referral)/edit")).form("/referrals/")
                for more in [[:], ["closed_date": "20/11/2026"]] {
                    let refused = try await manager.submit(form, ["pathway": "PREVENTION"].merging(more) { $1 })
                    #expect(refused.status == 422, "\(what)")
                    #expect(refused.error(beside: "pathway").contains(words), "\(what): \(refused.errorSummary)")
                }
            }
        }
    }

    @Test(
        "S-REF-01, S-OOC-08: nothing is said of an offence before it happened, and no referral is closed in the future",
        arguments: Engine.available)
    func days(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await PanelMade(site, admission: "NO_COMMENT")
            let browser = try await site.browser(.teamManager)
            let path = "/children/\(made.child)/referrals/\(made.referral)/edit"
            func send(_ values: [String: String]) async throws -> Page {
                try await browser.submit(try (try await browser.get(path)).form("/referrals/"), values)
            }
            let early = try await send(["admission_now": "ADMITTED", "admission_now_on": "19/9/2026"])
            #expect(early.status == 422)
            #expect(early.error(beside: "admission_now_on") == "It cannot have been said before the offence, on 20 September 2026.")
            #expect(try await send(["admission_now": "ADMITTED", "admission_now_on": "20/9/2026"]).status == 200)
            let new = try (try await browser.get("/children/\(made.child)/referrals/new")).form("/referrals")
            let ahead = try await browser.submit(
                new, ["received_date": "20/11/2026", "pathway": "PREVENTION", "closed_date": "22/11/2026"])
            #expect(ahead.error(beside: "closed_date") == "That day is in the future.")
        }
    }

    // MARK: The police are told

    @Test(
        "S-OOC-18: a failed knife programme is ended before the police are told, and telling them is then a task; a notice of before the end tells nothing of it",
        arguments: Engine.available)
    func untold(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", knife: true)
            try await site.write { writer in
                var notice = Compliance()
                (notice.programme, notice.type, notice.onDate) = (made.programme, "NON_COMPLIANCE", on("2026-10-20"))
                notice.policeToldDate = on("2026-10-20")
                try writer.create(notice, child: made.child)
            }
            try await site.end(made, completed: "no")
            let steps = try await site.service.all(Compliance.self, of: made.child).sorted { $0.onDate < $1.onDate }
            #expect(steps.map(\.value.policeToldDate) == [on("2026-10-20"), nil])
            let browser = try await site.browser(.caseManager)
            let day = try await browser.get("/?of=everybody")
            #expect(day.section("due").contains("Tell the police that the child did not comply"))
            let form = try await browser.get("/children/\(made.child)/contacts/new")
            #expect(form.text.contains("Never a victim's name"), "S-OOC-24: who the victim is stands nowhere but with them")
        }
    }
}
