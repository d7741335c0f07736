import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A referral the police decided on, with its programme.
struct DecidedCase: Sendable {
    let child: RecordID
    let offence: RecordID
    let second: RecordID
    let referral: RecordID
    let programme: RecordID

    var page: String { "/children/\(child)/programmes/\(programme)" }
}

extension Service {
    /// Two offences, a referral decided as `disposal` and its programme.
    func decide(
        _ disposal: String, from start: String = "2026-10-01", knife: Bool = false,
        _ change: @escaping @Sendable (inout Programme) -> Void = { _ in }
    ) async throws -> DecidedCase {
        try await write(.wholeService(reason: "test"), action: "test.case") { writer in
            let child = try writer.create(Fixtures.child())
            var first = Fixtures.offence(on: "2026-08-02")
            first.knife = knife
            let offence = try writer.create(first, child: child)
            let second = try writer.create(Fixtures.offence(on: "2026-08-03"), child: child)
            var referral = Referral()
            (referral.receivedDate, referral.offences, referral.admission) = (
                Day(iso: "2026-09-01") ?? .unset, [offence, second], "NO_COMMENT"
            )
            (referral.decision, referral.decisionDate) = (disposal, Day(iso: "2026-09-28"))
            let referred = try writer.create(referral, child: child)
            var programme = Programme()
            (programme.disposal, programme.startDate, programme.offences) = (disposal, Day(iso: start), [offence, second])
            programme.referral = referred
            change(&programme)
            return DecidedCase(
                child: child, offence: offence, second: second, referral: referred,
                programme: try writer.create(programme, child: child))
        }
    }

    func all<R: RecordKind>(_ type: R.Type, of child: RecordID) async throws -> [Stored<R>] {
        try await read(.wholeService(reason: "test")) { try $0.records(type, child: child) }
    }
}

private let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
private let outcome23 = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"

@Suite struct ProgrammeTests {
    @Test(
        "S-OOC-11, S-OOC-12: outcome 22 and 23 are recorded for each offence when the programme is completed, and not before",
        arguments: Engine.available, [outcome22, outcome23])
    func completed(_ engine: Engine, _ disposal: String) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(disposal)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(made.page)
            #expect(page.status == 200 && page.section("dates").contains("it is recorded only when the programme is completed"))
            #expect(page.section("dates").contains("Yes: it needs no admission."), "S-OOC-11: eligibility")
            #expect(try await site.service.all(Outcome.self, of: made.child).isEmpty)
            let ask = try await browser.get(try page.link("End the programme"))
            #expect(ask.section("follows").contains("recorded for 2 offences"))
            let form = try ask.form("/end")
            let blank = try await browser.submit(form)
            #expect(blank.status == 422 && blank.error(beside: "completed") == "Say whether it was completed.")
            #expect(blank.error(beside: "end_reason") == "Say how it ended.")
            let late = try await browser.submit(form, ["completed": "yes", "end_date": "22/11/2026", "end_reason": "Did it all"])
            #expect(late.status == 422 && late.error(beside: "end_date") == "The end cannot be in the future.")
            #expect(try await site.service.all(Outcome.self, of: made.child).isEmpty, "a refused form writes nothing")
            let done = try await browser.submit(try late.form("/end"), ["end_date": "20/11/2026"])
            #expect(done.status == 200 && done.path.hasPrefix(made.page) && done.section("dates").contains("Completed"))
            let outcomes = try await site.service.all(Outcome.self, of: made.child)
            #expect(Set(outcomes.map(\.value.offence)) == [made.offence, made.second])
            for outcome in outcomes {
                #expect(outcome.outcome == disposal && outcome.outcomeDate == Day(iso: "2026-11-20"))
                #expect(outcome.homeOfficeOutcome == (disposal == outcome22 ? 22 : 23))
            }
            let programme = try #require(try await site.service.all(Programme.self, of: made.child).first)
            let linked = try #require(programme.outcome)
            #expect(programme.completed == true && outcomes.map(\.id).contains(linked))
            #expect(done.section("police").contains("The police wait to hear that the programme was completed."))
            // One command wrote them all; sent again, nothing more is written.
            #expect(Set(outcomes.map(\.from) + [programme.from]).count == 1)
            _ = try await browser.submit(try late.form("/end"), ["end_date": "20/11/2026"])
            #expect(try await site.service.all(Outcome.self, of: made.child).count == 2)
        }
    }

    @Test("S-OOC-11: a failed outcome 22 leaves no outcome and goes back to the panel", arguments: Engine.available)
    func failed22(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome22)
            let browser = try await site.browser(.deliveryWorker)
            let form = try (try await browser.get("\(made.page)/end")).form("/end")
            let done = try await browser.submit(form, ["completed": "no", "end_reason": "Came once"])
            #expect(done.status == 200 && done.section("dates").contains("Not completed"))
            #expect(try await site.service.all(Outcome.self, of: made.child).isEmpty)
            let action = try #require(try await site.service.all(Casework.Action.self, of: made.child).first)
            let worker = try await site.service.person(as: .deliveryWorker).id
            #expect(action.what.contains("Back to the panel") && action.owner == worker)
            #expect(try await site.service.all(Compliance.self, of: made.child).isEmpty)
        }
    }

    @Test("S-OOC-12, S-OOC-18: a failed outcome 23 leaves no outcome and goes back to the police, who answer", arguments: Engine.available)
    func failed23(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide(outcome23)
            let browser = try await site.browser(.caseManager)
            #expect(try await browser.get(made.page).section("police").contains("hold the prosecution"))
            let form = try (try await browser.get("\(made.page)/end")).form("/end")
            let done = try await browser.submit(form, ["completed": "no", "end_reason": "Stopped coming"])
            #expect(done.section("police").contains("The police are not yet told of the return"))
            #expect(try await site.service.all(Outcome.self, of: made.child).isEmpty)
            let step = try #require(try await site.service.all(Compliance.self, of: made.child).first)
            #expect(step.value.type == "RETURN_TO_POLICE" && step.onDate == site.service.today && step.what == "Stopped coming")
            // The police officer records when they were told and what was decided.
            let police = try await site.browser(.policeOfficer)
            let answer = try (try await police.get(made.page)).form("/compliance-steps/\(step.id)")
            let told = try await police.submit(answer, ["police_told_date": "21/11/2026", "police_answer": "Prosecution resumed"])
            #expect(told.status == 200 && told.section("compliance").contains("Prosecution resumed"))
            #expect(told.section("police").contains("Nothing is waiting."))
        }
    }

    @Test("S-OOC-18: a failed conditional caution keeps its outcome and goes back to the police", arguments: Engine.available)
    func failedConditional(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for offence in [made.offence, made.second] {
                    try writer.create(Fixtures.outcome(of: offence, on: "2026-09-30", "YOUTH_CONDITIONAL_CAUTION"), child: made.child)
                }
            }
            let before = try await site.service.all(Outcome.self, of: made.child).map(\.from)
            let browser = try await site.browser(.caseManager)
            // A condition added and marked where it stands; a step of compliance as well.
            let page = try await browser.get(made.page)
            let added = try await browser.submit(
                try page.form("/conditions"), ["what": "Write a letter", "type": "REPARATIVE", "by_date": "1/11/2026"])
            #expect(added.status == 200 && added.path.hasPrefix(made.page), "\(added.path)")
            #expect(added.section("conditions").contains("Write a letter") && added.section("conditions").contains("Late"))
            let condition = try #require(try await site.service.all(Condition.self, of: made.child).first)
            let forms = added.forms.filter { $0.action.hasSuffix("/conditions/\(condition.id)") }
            #expect(forms.count == 2)
            let unsaid = try await browser.submit(forms[1])
            #expect(unsaid.status == 422 && unsaid.error(beside: "note") == "Say why the condition is not met.")
            let unmet = try await browser.submit(forms[1], ["note": "Would not write it"])
            #expect(unmet.path.hasPrefix(made.page) && unmet.section("conditions").contains("Not met"))
            let warned = try await browser.submit(
                try unmet.form("/compliance-steps"), ["type": "WARNING", "on_date": "5/11/2026", "what": "First warning"])
            #expect(warned.section("compliance").contains("First warning"))
            let form = try (try await browser.get("\(made.page)/end")).form("/end")
            let done = try await browser.submit(
                form, ["completed": "no", "end_reason": "Conditions not met", "police_told_date": "21/11/2026"])
            #expect(done.section("compliance").contains("Sent back to the police"))
            let outcomes = try await site.service.all(Outcome.self, of: made.child)
            #expect(outcomes.map(\.from) == before && outcomes.allSatisfy { $0.outcome == "YOUTH_CONDITIONAL_CAUTION" })
            #expect(done.section("police").contains("We wait for what they decide"))
        }
    }

    @Test("S-OOC-18: a condition is met with one press, dated today", arguments: Engine.available)
    func met(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("YOUTH_CONDITIONAL_CAUTION")
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                var condition = Condition()
                (condition.programme, condition.what) = (made.programme, "Six sessions")
                try writer.create(condition, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let condition = try #require(try await site.service.all(Condition.self, of: made.child).first)
            let forms = try await browser.get(made.page).forms.filter { $0.action.hasSuffix("/conditions/\(condition.id)") }
            let done = try await browser.submit(try #require(forms.first))
            #expect(done.section("conditions").contains("Met 21 November 2026"))
            #expect(try await site.service.all(Condition.self, of: made.child).first?.isMet == true)
        }
    }

    @Test("S-OOC-18: in a knife case non-compliance is notified with a date, and a plan is asked for", arguments: Engine.available)
    func knife(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", knife: true)
            let browser = try await site.browser(.caseManager)
            let page = try await browser.get(made.page)
            #expect(page.text.contains("A knife case must have a plan"))
            let step = try await browser.submit(try page.form("/compliance-steps"), ["type": "NON_COMPLIANCE", "what": "Two missed"])
            #expect(step.status == 422 && step.error(beside: "police_told_date").contains("knife case"))
            #expect(try step.form("/compliance-steps")["what"] == "Two missed", "nothing typed is lost")
            let told = try await browser.submit(try step.form("/compliance-steps"), ["police_told_date": "21/11/2026"])
            #expect(told.section("compliance").contains("21 November 2026"))
            let form = try (try await browser.get("\(made.page)/end")).form("/end")
            #expect(form["police_told_date"] == "", "nothing says yet that it was not completed")
            let failed = ["completed": "no", "end_reason": "Stopped coming"]
            let untold = try await site.service.decide("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", knife: true)
            let ended = try await browser.submit(try (try await browser.get("\(untold.page)/end")).form("/end"), failed)
            #expect(ended.status == 200 && ended.section("police").contains("not yet told of the notice of non-compliance"))
            let done = try await browser.submit(form, failed)
            #expect(done.status == 200 && done.section("dates").contains("Not completed"), "the notice says when they were told")
            #expect(try await site.service.all(Compliance.self, of: made.child).count == 1, "the notice was written once")
            // The plan carries that it is a knife case, and then the page asks no more.
            let plan = try await browser.get(try page.link("Write the plan"))
            #expect(try plan.form("/plans")["knife"] == "yes" && plan.text.contains("From the offence"))
            _ = try await browser.submit(try plan.form("/plans"), ["childs_words": "To stop"])
            #expect(try await !browser.get(made.page).text.contains("A knife case must have a plan"))
        }
    }
}
