import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Court and custody on a child's file.
@Suite struct CourtTests {
    @Test(
        "A hearing's remand decision leads to the episode it began, carried over; end, kind and establishment are asked beside the field",
        arguments: Engine.available)
    func remand(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let court = "/children/\(made.child)/court"
            let form = try (try await browser.get(try (try await browser.get(court)).link("Add a hearing"))).form("/hearings")
            let hearing = try await browser.submit(
                form,
                [
                    "hearing_date": "1/6/2026", "court": "Sandholme Youth Court", "court_type": "YOUTH",
                    "offence_refs": made.offence.description, "remand_proposal": "BAIL_SUPPORT", "remand_decision": "REMAND_IN_CUSTODY",
                ])
            #expect(hearing.text.contains("Remand in custody") && hearing.text.contains("Bail support"))
            let episode = try (try await browser.get(try hearing.link("Record the remand it began"))).form("/remand-episodes")
            #expect(
                episode["kind"] == "YDA" && episode["start_date"] == Day(iso: "2026-06-01")?.typed
                    && episode["offence_refs"] == made.offence.description)
            let refused = try await browser.submit(episode, ["end_date": "31/5/2026"])
            #expect(refused.status == 422)
            #expect(refused.error(beside: "end_date") == "The end cannot come before the start.")
            #expect(refused.error(beside: "establishment_type").contains("Choose the type of establishment"))
            #expect(refused.error(beside: "end_reason") == "Say why it ended.")
            let saved = try await browser.submit(
                try refused.form("/remand-episodes"),
                ["end_date": "29/6/2026", "establishment_type": "YOI", "end_reason": "Sentenced, no custody"])
            #expect(saved.status == 200)
            let page = try await browser.get(court)
            #expect(page.section("hearings").contains("1 June 2026 Sandholme Youth Court"))
            #expect(
                page.section("remands").contains(
                    "Youth detention accommodation , young offender institution 1 June 2026 29 June 2026 28 Sentenced, no custody"))
            // A second one on the same days is refused with the days of the first.
            let second = try (try await browser.get("/children/\(made.child)/remand-episodes/new")).form("/remand-episodes")
            let twice = try await browser.submit(second, ["kind": "RLAA", "start_date": "10/6/2026"])
            #expect(twice.error(beside: "start_date").contains("Another remand runs from 1 June 2026 to 29 June 2026."))
            #expect(try twice.form("/remand-episodes")["start_date"] == "10/6/2026", "what was typed stays")
        }
    }

    @Test(
        "An order lists its requirements with hours; hours belong to unpaid work, and an appeal shows with its day",
        arguments: Engine.available)
    func requirements(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let order = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID in
                var order = Fixtures.outcome(of: made.offence, on: "2026-07-01", "YOUTH_REHABILITATION_ORDER")
                (order.endDate, order.appeal, order.appealDate) = (Day(iso: "2027-06-30"), "UNCHANGED", Day(iso: "2026-09-01"))
                return try writer.create(order, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let court = try await browser.get("/children/\(made.child)/court")
            #expect(court.section("orders").contains("Result of appeal: unchanged 1 September 2026"))
            let form = try (try await browser.get(try court.link("Add a requirement"))).form("/requirements")
            #expect(
                form["outcome_ref"] == order.description && form["start_date"] == Day(iso: "2026-07-01")?.typed
                    && form["end_date"] == Day(iso: "2027-06-30")?.typed)
            let refused = try await browser.submit(form, ["requirement": "UNPAID_WORK", "hours_completed": "12.5"])
            #expect(refused.error(beside: "hours_ordered") == "Enter the hours of unpaid work the court ordered.")
            let more = try await browser.submit(try refused.form("/requirements"), ["hours_ordered": "12"])
            #expect(more.error(beside: "hours_completed") == "More hours are completed than were ordered.")
            let saved = try await browser.submit(try more.form("/requirements"), ["hours_ordered": "40"])
            #expect(saved.section("orders").contains("Unpaid work 1 July 2026 30 June 2027 12.5 of 40"))
            let twice = try (try await browser.get("/children/\(made.child)/requirements/new?outcome=\(order)")).form("/requirements")
            let again = try await browser.submit(twice, ["requirement": "UNPAID_WORK", "hours_ordered": "20"])
            #expect(again.error(beside: "requirement").contains("has that requirement already"))
        }
    }

    @Test("A child goes out only after coming in; the page says who answers for them", arguments: Engine.available)
    func transfers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            func record(_ kind: String, _ on: String) async throws -> Page {
                let form = try (try await browser.get("/children/\(made.child)/transfers/new")).form("/transfers")
                return try await browser.submit(form, ["kind": kind, "date": on, "other_service": "Oakmere"])
            }
            #expect(try await record("OUT", "1/3/2026").status == 200)
            let refused = try await record("PROBATION", "1/4/2026")
            #expect(refused.status == 422 && refused.error(beside: "kind").contains("went out on 1 March 2026 already"))
            #expect(try await browser.get("/children/\(made.child)/court").section("transfers").contains("1 March 2026 Out"))
            // Known in the chronology, and not a police officer's to write.
            #expect(try await browser.get("/children/\(made.child)/chronology").text.contains("Oakmere, 1 March 2026"))
            let police = try await site.browser(.policeOfficer)
            #expect(try await police.get("/children/\(made.child)/transfers/new").status == 403)
        }
    }
}
