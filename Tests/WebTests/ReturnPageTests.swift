import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The pages of the national return and of data quality.
@Suite struct ReturnPageTests {
    @Test(
        "S-PER-22: the page says what would be sent and refused, and each refusal leads to the form that mends it",
        arguments: Engine.available)
    func mended(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/returns?period=2026Q1")
            #expect(page.text.contains("Children in it 1"))
            #expect(page.section("rules").contains("Category of the offence is missing Refused Case manager 1"))
            #expect(page.section("found").contains("Robin Vale") && page.section("found").contains("The offence has no category."))
            #expect(page.section("found").contains("The return takes male or female"))
            #expect(page.section("file").contains("Do not send it yet: the rules refuse 2."))
            let links = page.linked.filter { $0.value.contains { $0.hasPrefix("Mend it") } }.keys
            #expect(Set(links) == ["/children/\(made.child)/edit", "/children/\(made.child)/offences/\(made.offence)/edit"])
            for link in links {
                let form = try await browser.get(link)
                #expect(form.status == 200, "\(link)")
            }
            let form = try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences/")
            #expect(try await browser.submit(form, ["category": "VEHICLE_THEFT"]).status == 200)
            let after = try await browser.get("/returns?period=2026Q1")
            #expect(!after.section("found").contains("The offence has no category."))
            #expect(after.section("file").contains("the rules refuse 1."))
            let rule = try await browser.get("/returns?period=2026Q1&rule=residence")
            #expect(rule.section("found").contains("It is not said whether the child lived here"))
            #expect(try await browser.get("/returns?period=nonsense").error(beside: "period").contains("is not a period"))
            // Where a year's quarters begin is said beside the box.
            #expect(try await browser.get("/returns?period=nonsense").text.contains("2026Q1 (April to June 2026"))
            #expect(try await browser.get("/returns?period=2020Q1").text.contains("Children in it 0"))
        }
    }

    @Test(
        "S-PER-16: what the rules found is told day by day as it was known, and what mending it could move figure by figure",
        arguments: Engine.available)
    func trend(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let first = try await site.browser(.serviceManager)
            let found = try await first.get("/data-quality?rule=offence_category")
            let moves = found.section("moves")
            #expect(moves.contains("Proven offences") && moves.contains("Offences by outcome"))
            let all = try await first.get("/data-quality")
            #expect(!all.text.contains("What mending it could move"))
            #expect(all.links.contains("/data-quality?rule=offence_category#moves"), "the amounts are one step away")
            #expect(!all.links.contains("/data-quality?rule=interim_code#moves"), "of what nothing was found nothing moves")
            #expect(!(try await site.browser(.businessSupport).get("/data-quality")).text.contains("How far mending it"))
            let form = try (try await first.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences/")
            site.clock.advance(days: 14)
            let browser = try await site.browser(.serviceManager)
            #expect(try await browser.submit(form, ["category": "VEHICLE_THEFT"]).status == 200)
            let page = try await browser.get("/data-quality/trend")
            // Recorded a fortnight ago, so three weeks' days stand there, and mended today.
            #expect(page.section("rules").contains("Category of the offence is missing 1 1 0"), "\(page.section("rules"))")
            #expect(page.text.contains("Children looked at 1 1 1"))
            #expect(try await site.browser(.panelPartner).get("/data-quality/trend").status == 403)
        }
    }

    @Test("S-PER-22: a child's document names the entries merged into it", arguments: Engine.available)
    func merged(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (kept, other) = (try await site.service.makeCase(), try await site.service.makeCase("Robyn", "Vail"))
            try await site.service.merge(other.child, into: kept.child)
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/returns?period=2026Q1")
            let text = String(decoding: try await browser.get(try page.link("The return (JSON)")).bytes, as: UTF8.self)
            let ref = try await site.service.read(.wholeService(reason: "test")) { try $0.merges(into: kept.child).first?.ref }
            #expect(text.contains("\"merged_young_person_ids\":[{\"ypid\":\"\(try #require(ref))\"}]"))
        }
    }

    @Test("S-PER-22: the file is for those who may take out, is put on record, and lacks what they do not see", arguments: Engine.available)
    func files(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.browser(.serviceManager)
            let page = try await manager.get("/returns?period=2026Q1")
            let json = try await manager.get(try page.link("The return (JSON)"))
            #expect(json.status == 200 && json.header("Content-Type") == "application/json")
            let text = String(decoding: json.bytes, as: UTF8.self)
            #expect(text.contains("\"documents\":[{\"header\"") && !text.contains("Vale") && !text.contains("left_out"))
            #expect(try await manager.get(try page.link("The return (XML)")).header("Content-Type") == "application/xml; charset=utf-8")
            let entries = try await site.accessEntries().filter { $0.page == "/returns/files/{file}" }
            #expect(entries.map(\.action) == ["export", "export"] && entries.allSatisfy { $0.shown.contains(made.child.description) })
            #expect(try await manager.get("/returns/files/return.pdf?period=2026Q1").status == 404)

            let analyst = try await site.browser(.analyst)
            #expect(try await analyst.get("/returns?period=2026Q1").section("file").contains("not for sending"))
            for role in [Role.teamManager, .businessSupport] {
                let browser = try await site.browser(role)
                let page = try await browser.get("/returns?period=2026Q1")
                #expect(page.status == 200 && !page.text.contains("The return (JSON)"))
                #expect(try await browser.get("/returns/files/return.json?period=2026Q1").status == 403)
            }
            #expect(try await site.browser(.caseManager).get("/returns").status == 403)
        }
    }

    @Test(
        "S-PER-22: what was sent is kept by its hash, a rejection says why, and what changed since is listed", arguments: Engine.available)
    func receipts(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let page = try await browser.get("/returns?period=2026Q1")
            let form = try page.form("/returns/receipts")
            let wrong = try await browser.submit(form, ["format": ""])
            #expect(wrong.status == 422 && wrong.error(beside: "format").contains("Say which file was sent."))
            let sent = try await browser.submit(form, ["format": "JSON", "route": "SECURE_EMAIL"])
            #expect(sent.text.contains("State Sent") && sent.text.contains("Children in it 1"))
            #expect(sent.text.contains("Made again as known then The same file"))
            #expect(sent.section("changes").contains("Nothing sent has changed since."))
            // The hash is that of the file itself.
            let file = try await browser.get(try page.link("The return (JSON)"))
            #expect(sent.text.contains(sha256Hex(file.bytes)))
            let other = try await site.service.write(.wholeService(reason: "test"), action: "test.receipt") { writer -> RecordID in
                var receipt = ReturnReceipt()
                (receipt.period, receipt.state, receipt.onDate) = ("2026Q1", "SENT", site.service.today)
                (receipt.format, receipt.asAt, receipt.hash) = ("JSON", site.clock.now, String(repeating: "0", count: 64))
                return try writer.create(receipt)
            }
            let odd = try await browser.get("/returns/receipts/\(other)")
            #expect(odd.text.contains("Made again as known then Another file, or made by an earlier form"))
            let none = try await browser.submit(form, ["state": "REJECTED", "format": "", "reason": ""])
            #expect(none.status == 422 && none.error(beside: "reason").contains("Say why it was rejected."))
            let rejected = try await browser.submit(form, ["state": "REJECTED", "format": "", "reason": "Schema line 4"])
            #expect(rejected.text.contains("Why Schema line 4"))
            let log = try await browser.get("/returns?period=2026Q1").section("receipts")
            #expect(log.contains("Sent Ministry of Justice 1") && log.contains("Rejected Ministry of Justice Schema line 4"))

            site.clock.advance(minutes: 5)
            let offence = try (try await browser.get("/children/\(made.child)/offences/\(made.offence)/edit")).form("/offences/")
            #expect(try await browser.submit(offence, ["category": "VEHICLE_THEFT"]).status == 200)
            let later = try await browser.get(sent.path)
            #expect(later.section("changes").contains("Robin Vale") && later.section("changes").contains("Corrected or added to since"))
            #expect(later.text.contains("Made again as known then The same file"))
        }
    }

    @Test(
        "S-PER-16: data quality is a live list by rule and by whose it is to mend, with the figures it moves", arguments: Engine.available)
    func quality(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let worker = try await site.service.person(as: .caseManager)
            try await site.service.write(.wholeService(reason: "test"), action: "test.allocate") { writer in
                var allocation = Allocation()
                (allocation.staff, allocation.part) = (worker.id, "CASE_MANAGER")
                allocation.startDate = Day(iso: "2026-06-01") ?? .unset
                try writer.create(allocation, child: made.child)
            }
            let browser = try await site.browser(.businessSupport)
            let page = try await browser.get("/data-quality")
            #expect(page.section("rules").contains("Category of the offence is missing Refused 1 category of the offence is missing 0"))
            #expect(page.section("owners").contains("\(worker.name)"))
            #expect(page.section("found").contains("Robin Vale"))
            let figures = try await site.browser(.analyst).get("/data-quality").section("rules")
            #expect(figures.contains("Sex is missing Refused 1 sex is missing 0 First-time entrants"))
            let mine = try await browser.get("/data-quality?owner=\(worker.id)&rule=sex")
            #expect(mine.section("found").contains("male or female") && !mine.section("found").contains("no category"))
            #expect(try await browser.get("/data-quality?owner=nobody").section("found").contains("There is nothing to mend here."))
            #expect(try await site.browser(.systemAdministrator).get("/data-quality").status == 403)
        }
    }
}
