import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The register of the risks of every open child.
@Suite struct RiskRegisterTests {
    private struct Made {
        var ids: [String: RecordID] = [:]
        var assessment = RecordID.unset
        var alert = RecordID.unset
        var concern = RecordID.unset
    }

    private static func day(_ text: String) -> Day { Day(iso: text) ?? .unset }

    /// Ada is judged high with an alert past its review, Bea low with an urgent concern, Cal not at all; Dee was judged very high and is
    /// closed, Eve's file is restricted.
    private func service(_ site: TestSite) async throws -> Made {
        let worker = try await site.service.person(as: .caseManager).id
        let made = try await site.service.write(.wholeService(reason: "test"), action: "test.risks") { writer -> Made in
            var made = Made()
            for name in ["Ada", "Bea", "Cal", "Dee", "Eve"] {
                let id = try writer.create(Fixtures.child(name, "Vale"))
                var programme = Programme()
                (programme.disposal, programme.startDate) = ("REFERRAL_ORDER", Self.day("2026-02-01"))
                if name == "Dee" { programme.endDate = Self.day("2026-06-01") }
                try writer.create(programme, child: id)
                made.ids[name] = id
            }
            func judge(_ name: String, _ on: String, _ safety: String, _ harm: String, signed: Bool = true) throws -> RecordID {
                var one = Assessment()
                (one.type, one.completedOn, one.safetyWellbeing, one.seriousHarm) = ("COURT", Self.day(on), safety, harm)
                one.reoffending = "LOW"
                one.countersignedOn = signed ? Self.day(on) : nil
                return try writer.create(one, child: made.ids[name] ?? .unset)
            }
            _ = try judge("Ada", "2026-02-20", "LOW", "LOW")
            made.assessment = try judge("Ada", "2026-09-01", "MEDIUM", "HIGH", signed: false)
            _ = try judge("Bea", "2026-09-10", "LOW", "LOW")
            _ = try judge("Dee", "2026-03-01", "VERY_HIGH", "LOW")
            _ = try judge("Eve", "2026-09-10", "VERY_HIGH", "LOW")
            let ada = made.ids["Ada"] ?? .unset
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (worker, "CASE_MANAGER", Self.day("2026-02-01"))
            try writer.create(allocation, child: ada)
            var alert = Alert()
            (alert.type, alert.level, alert.startDate) = ("MISSING", "Active", Self.day("2026-06-01"))
            alert.reviewDate = Self.day("2026-08-01")
            made.alert = try writer.create(alert, child: ada)
            alert.endDate = Self.day("2026-07-01")
            alert.type = "WEAPONS"
            try writer.create(alert, child: ada)
            var action = Action()
            (action.what, action.owner, action.dueOn) = ("Ring the school", worker, Self.day("2026-06-20"))
            try writer.create(action, child: ada)
            var concern = Concern()
            (concern.type, concern.what, concern.raisedAt) = ("SELF_HARM", "Words for few", Instant("2026-11-02T09:00") ?? .unset)
            made.concern = try writer.create(concern, child: made.ids["Bea"] ?? .unset)
            return made
        }
        try await site.restrict(made.ids["Eve"] ?? .unset)
        return made
    }

    @Test(
        "S-INF-05, S-RSK-05: every open child with judgements, alerts, concerns, review and actions, the most pressing first, each to its record",
        arguments: Engine.available)
    func register(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await service(site)
            let browser = try await site.browser(.teamManager)
            let page = try await browser.get(try (try await browser.get("/oversight")).link("Risk register"))
            let text = page.text
            let places = ["Bea Vale", "Ada Vale", "Cal Vale"].compactMap { text.firstRange(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted(), "\(text)")
            #expect(!text.contains("Dee Vale") && !text.contains("Eve Vale") && !text.contains("Very high 1"))
            #expect(text.contains("1 file is restricted and not open to you, and left out."))
            let row = try #require(text.firstRange(of: "Ada Vale").map { String(text[$0.lowerBound...].prefix(400)) })
            for words in [
                "Medium High Low", "1 September 2026", "not countersigned", "Goes missing: Active", "Review the alert", "1 August 2026",
                "112 days late",
                "1 late",
            ] {
                #expect(row.contains(words), "\(words): \(row)")
            }
            #expect(!text.contains("Words for few") && !row.contains("Weapon"), "an ended alert is not among them")
            let (ada, bea) = (made.ids["Ada"] ?? .unset, made.ids["Bea"] ?? .unset)
            for link in [
                "/children/\(ada)/assessments/\(made.assessment)", "/children/\(ada)/alerts/\(made.alert)",
                "/children/\(bea)/urgent-concerns/\(made.concern)",
            ] {
                #expect(page.links.contains(link), "\(link)")
                #expect(try await browser.get(link).status == 200, "\(link)")
            }
            let entry = try #require(try await site.accessEntries().last { $0.page == "/oversight/risks" })
            #expect(entry.action == "list" && entry.shown.split(separator: " ").count == 3 && entry.shown.contains(ada.description))
        }
    }

    @Test(
        "S-INF-05, S-RSK-05: the register by worker, level and overdue review, and the same as a spreadsheet, for who oversees",
        arguments: Engine.available)
    func filtered(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await service(site)
            let worker = try await site.service.person(as: .caseManager).id
            let browser = try await site.browser(.teamManager)
            func names(_ query: String) async throws -> [String] {
                let text = try await browser.get("/oversight/risks?\(query)").text
                return ["Ada", "Bea", "Cal"].filter { text.contains("\($0) Vale") }
            }
            #expect(try await names("level=HIGH") == ["Ada"])
            #expect(try await names("level=NOT_JUDGED") == ["Cal"])
            #expect(try await names("worker=\(worker)") == ["Ada"])
            #expect(try await names("alert=MISSING") == ["Ada"])
            #expect(try await names("alert=WEAPONS") == [])
            #expect(try await names("review=overdue").contains("Ada"))
            #expect(try await names("level=nonsense&worker=nonsense&page=-3") == [])
            let page = try await browser.get("/oversight/risks?level=HIGH")
            let file = try await browser.send("GET", try page.link("This list as a spreadsheet"))
            let lines = file.html.split(separator: "\n")
            #expect(lines.count == 2 && lines[0].hasPrefix("\u{FEFF}Reference,Child,Worker,Team"))
            #expect(
                lines.last?.contains("Medium,High,Low,2026-09-01,,") == true
                    && lines.last?.contains("Review the alert,2026-08-01,112,1,1,Never") == true,
                "\(lines)")
            let entry = try #require(try await site.accessEntries().last)
            #expect(entry.action == "export" && entry.shown.contains(made.ids["Ada"]?.description ?? "-"))
            let other = try await site.browser(.caseManager)
            for path in ["/oversight/risks", "/oversight/risks.csv"] { #expect(try await other.send("GET", path).status == 403) }
        }
    }
}
