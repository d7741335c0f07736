import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// What the pages of an event say beside what was written.
@Suite struct EventPageTests {
    @Test("S-PEO-01: the child's age on the day stands on the page of each event and in the chronology", arguments: Engine.available)
    func age(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let referral = try await site.service.write(.wholeService(reason: "test"), action: "test.referral") { writer in
                var referral = Referral()
                (referral.receivedDate, referral.offences) = (Day(iso: "2026-05-12") ?? .unset, [made.offence])
                return try writer.create(referral, child: made.child)
            }
            let browser = try await site.browser(.caseManager)
            let file = "/children/\(made.child)"
            #expect(try await browser.get("\(file)/offences/\(made.offence)").text.contains("Age then 15 years 1 month"))
            #expect(try await browser.get("\(file)/outcomes/\(made.outcome)").text.contains("Age then 15 years 3 months"))
            #expect(try await browser.get("\(file)/contacts/\(made.contact)").text.contains("Age then 15 years 6 months"))
            #expect(try await browser.get("\(file)/programmes/\(made.programme)").text.contains("11 June 2026, aged 15 years 3 months"))
            #expect(try await browser.get("\(file)/referrals/\(referral)").text.contains("12 May 2026, aged 15 years 2 months"))
            let chronology = try await browser.get("\(file)/chronology").text
            for words in ["2 May 2026 , aged 15 years 1 month", "14 September 2026 at 15:30 , aged 15 years 6 months"] {
                #expect(chronology.contains(words), "\(words)")
            }
        }
    }

    @Test(
        "S-REF-06: a knife is told by the CJS code where nobody said; what was said stays, and both are shown", arguments: Engine.available)
    func knife(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            func saved(_ values: [String: String]) async throws -> String {
                let form = try (try await browser.get("/children/\(made.child)/offences/new")).form("/offences")
                let page = try await browser.submit(form, ["offence_date": "2/5/2026"].merging(values) { $1 })
                #expect(page.status == 200)
                return page.text
            }
            let told = try await saved(["cjs_code": "cj88116"])
            #expect(told.contains("Knife-related Yes") && told.contains("Knife, by its code CJ88116"))
            #expect(!told.contains("Differs from what is recorded"))
            let said = try await saved(["cjs_code": "CJ88116", "knife": "no"])
            #expect(said.contains("Knife-related No") && said.contains("Differs from what is recorded"))
            let unknown = try await saved(["cjs_code": "TH68001"])
            #expect(!unknown.contains("Knife-related Yes") && !unknown.contains("Knife, by its code"))
        }
    }

    @Test("S-DEL-02: a contact of a day without a time is headed by the day", arguments: Engine.available)
    func dayAlone(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let id = try await site.service.write(.wholeService(reason: "test"), action: "test.contact") {
                try $0.create(Fixtures.contact(at: "2026-09-15T00:00"), child: made.child)
            }
            let page = try await site.browser(.caseManager).get("/children/\(made.child)/contacts/\(id)")
            #expect(page.text.contains("15 September 2026") && !page.text.contains("00:00"))
        }
    }

    @Test("S-DEL-02: on a phone the way to a contact comes before what the file tells", arguments: Engine.available)
    func quickEntry(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let main = try await site.browser(.deliveryWorker).get("/children/\(made.child)").main
            let way = try #require(main.firstRange(of: "Record a contact")?.lowerBound)
            let about = try #require(main.firstRange(of: "id=\"about\"")?.lowerBound)
            #expect(way < about)
            #expect(main.ranges(of: "Record a contact").count == 1, "and stands once")
        }
    }
}
