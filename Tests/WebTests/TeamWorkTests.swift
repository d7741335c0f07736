import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// What the teams did in a week or a month.
@Suite struct TeamWorkTests {
    private static func day(_ text: String) -> Day { Day(iso: text) ?? .unset }

    /// Ada is the north's case manager's, Bea nobody's; the delivery worker has no team. The day is 21 November 2026.
    private func fill(_ site: TestSite) async throws {
        let worker = try await site.service.person(as: .caseManager).id
        try await site.write { writer in
            let staff = try #require(try writer.reader.serviceRecord(Staff.self, id: worker))
            try writer.correct(Staff.self, child: nil, id: worker, from: staff.from) { $0.team = "North" }
            for name in ["Ada", "Bea"] {
                let id = try writer.create(Fixtures.child(name, "Vale"))
                var programme = Programme()
                (programme.disposal, programme.startDate) = ("REFERRAL_ORDER", Self.day("2026-02-01"))
                try writer.create(programme, child: id)
                guard name == "Ada" else { continue }
                var allocation = Allocation()
                (allocation.staff, allocation.part, allocation.startDate) = (worker, "CASE_MANAGER", Self.day("2026-11-16"))
                try writer.create(allocation, child: id)
                // Of the week: one kept, one missed; cancelled and earlier ones are not.
                for (at, attendance) in [
                    ("2026-11-16T10:00", "ATTENDED"), ("2026-11-18T10:00", "MISSED_UNACCEPTABLE"), ("2026-11-19T10:00", "CANCELLED"),
                    ("2026-11-14T23:59", "ATTENDED"), ("2026-10-30T10:00", "ATTENDED"),
                ] {
                    var contact = Contact()
                    (contact.at, contact.attendance) = (Instant(at) ?? .unset, attendance)
                    try writer.create(contact, child: id)
                }
                var plan = Plan()
                plan.agreedOn = Self.day("2026-11-15")
                try writer.create(plan, child: id)
                var review = Review()
                review.heldOn = Self.day("2026-11-02")
                try writer.create(review, child: id)
                var assessment = Assessment()
                (assessment.type, assessment.stage, assessment.completedOn) = ("COURT", "REVIEW", Self.day("2026-11-20"))
                try writer.create(assessment, child: id)
            }
        }
    }

    @Test(
        "S-PER-19: a week and a month of each team: open, allocated, late, contacts, plans and reviews, with lines for an email",
        arguments: Engine.available)
    func teams(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            try await fill(site)
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get(try (try await browser.get("/oversight")).link("Team performance"))
            #expect(page.text.contains("15 November 2026 to 21 November 2026"))
            let file = try await browser.send("GET", try page.link("This list as a spreadsheet"))
            let rows = file.html.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            #expect(rows.first?.dropFirst(2).joined(separator: ",") == TeamWork.columns.joined(separator: ","))
            let north = try #require(rows.first { $0.count > 1 && $0[1] == "North" })
            #expect(north[2] == "1" && north[3] == "1", "\(north)")
            #expect(Array(north[6...]) == ["2", "1", "1", "1"], "\(north)")
            let nobody = try #require(rows.first { $0[0] == "Nobody allocated" })
            #expect(nobody[2] == "1" && (Int(nobody[4]) ?? 0) > 0 && (Int(nobody[5]) ?? 0) > 0, "no assessment was made: \(nobody)")
            #expect(page.section("teams").contains("North 1 open, North 1"))
            for words in ["North: children open 1, newly allocated 1;", "contacts 2, missed 1; plans agreed 1; reviews held 1."] {
                #expect(page.section("email").contains(words), "\(page.section("email"))")
            }
            let month = try await browser.get("/oversight/teams?days=28")
            #expect(month.section("email").contains("contacts 4, missed 1; plans agreed 1; reviews held 2."))
            #expect(!month.text.contains("Vale") && !file.html.contains("Vale"), "no child is named")
            for link in page.links where link.hasPrefix("/children?team") || link.hasPrefix("/oversight/late") {
                #expect(try await browser.get(link).status == 200, "\(link)")
            }
            // A span that is none is said to be none; lists and files of it lead to the page where that is said.
            for address in [
                "/oversight/teams?days=soon", "/oversight/teams.csv?days=8", "/oversight?days=soon", "/oversight/unseen?days=0",
                "/oversight/assessments.csv?days=9", "/oversight/safeguarding?days=-1",
            ] {
                let none = try await browser.get(address)
                #expect(none.status == 422 && none.error(beside: "days").contains("is none of the periods to choose from"), "\(address)")
            }
            let entry = try #require(try await site.accessEntries().last { $0.page == "/oversight/teams" })
            #expect(entry.action == "list")
            for path in ["/oversight/teams", "/oversight/teams.csv"] {
                #expect(try await site.browser(.caseManager).send("GET", path).status == 403)
            }
        }
    }
}
