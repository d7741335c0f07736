import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The budget and staffing forms, and signing a return off. (S-PER-22)
@Suite struct ResourceTests {
    private let budget = "/returns/resources/2026-03-31/budget"

    @Test(
        "S-PER-22: a year's budget and staffing are typed form by form, kept with who wrote what, and read as they were known",
        arguments: Engine.available)
    func typed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let start = try await browser.get(try (try await browser.get("/returns")).link("Budget and staffing"))
            #expect(start.text.contains("Nothing has been written yet."))
            #expect(try await browser.get("/returns/resources?ending=soon").error(beside: "ending").contains("is not a day"))
            let page = try await browser.get("/returns/resources?ending=31/3/2026")
            #expect(page.path.hasPrefix(budget) && page.text.contains("Whole pounds."))
            let form = try page.form(budget)
            let wrong = try await browser.submit(form, ["n-POLICE-STAFFING-COSTS": "a lot", "n-HEALTH-OTHER-FUNDS": "12,500"])
            #expect(wrong.status == 422 && wrong.error(beside: "n-POLICE-STAFFING-COSTS").contains("type a whole number"))
            let again = try wrong.form(budget)
            #expect(again["n-POLICE-STAFFING-COSTS"] == "a lot" && again["n-HEALTH-OTHER-FUNDS"] == "12,500", "what was typed stays")
            let saved = try await browser.submit(again, ["n-POLICE-STAFFING-COSTS": "100000"])
            #expect(saved.text.contains("The form is recorded."), "\(saved.text)")
            let moment = site.clock.now
            site.clock.advance(minutes: 5)
            let second = try await browser.submit(
                try saved.form(budget), ["n-POLICE-STAFFING-COSTS": "110000", "n-HEALTH-OTHER-FUNDS": ""])
            let changes = second.section("changes")
            #expect(
                changes.contains("Police, staffing costs 100000 110000")
                    && changes.contains("Health, other delegated funds 12500 Taken out"))
            let index = try await browser.get("/returns/resources").text
            #expect(index.contains("31 March 2026 Budget and costs year to 31 March 2026 1 of 24 £110,000"), "\(index)")
            let then = try await browser.get("\(budget)?as_at=\(moment.iso)").text
            #expect(then.contains("100000") && then.contains("12500") && !then.contains("110000"))
            #expect(try await browser.get("/returns?period=2026Q1").text.contains("Unit code Not given"))
            for path in ["/returns/resources/2026-03-31/elephants", "/returns/resources/soon/budget"] {
                #expect(try await browser.get(path).status == 404)
            }
            #expect(try await site.browser(.caseManager).get(budget).status == 403)
        }
    }

    @Test(
        "S-PER-22: two people at one number see both; a box nobody touched takes nothing back; a draft is kept", arguments: Engine.available
    )
    func twoPeople(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let (one, two) = (try await site.browser(.serviceManager), try await site.browser(.analyst))
            let (first, second) = (try (try await one.get(budget)).form(budget), try (try await two.get(budget)).form(budget))
            #expect(try await one.submit(first, ["n-POLICE-STAFFING-COSTS": "1", "n-HEALTH-STAFFING-COSTS": "7"]).status == 200)
            let both = try await two.submit(second, ["n-POLICE-STAFFING-COSTS": "2", "n-PROBATION-STAFFING-COSTS": "3"])
            #expect(both.status == 409 && both.text.contains("Police, staffing costs 1 2"), "\(both.text)")
            let mine = try both.form(budget)
            #expect(mine["n-POLICE-STAFFING-COSTS"] == "2" && mine["n-HEALTH-STAFFING-COSTS"] == "7")
            let saved = try await two.submit(mine, [:])
            #expect(saved.status == 200)
            let now = try saved.form(budget)
            #expect(
                now["n-POLICE-STAFFING-COSTS"] == "2" && now["n-HEALTH-STAFFING-COSTS"] == "7" && now["n-PROBATION-STAFFING-COSTS"] == "3")
            let begun = try (try await one.get(budget)).form(budget)
            #expect(try await one.submit(begun, ["n-POLICE-OTHER-FUNDS": "55", "action": "draft"]).status == 200)
            let draft = try await one.get(budget)
            let kept = draft.forms.first { $0.action.hasSuffix("/budget") }
            #expect(draft.text.contains("This is your draft") && kept?["n-POLICE-OTHER-FUNDS"] == "55")
            let theirs = try (try await two.get(budget)).form(budget)
            #expect(theirs["n-POLICE-OTHER-FUNDS"] == "")
        }
    }

    @Test(
        "S-PER-22: a manager signs a return off once the rules refuse nothing, and the file made then bears the day",
        arguments: Engine.available)
    func signedOff(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.browser(.serviceManager)
            let signing = ["state": "SIGNED_OFF", "on_date": "20/7/2026"]
            let page = try await manager.get("/returns?period=2026Q1")
            #expect(page.text.contains("Signed off Not yet"))
            let refused = try await manager.submit(try page.form("/returns/receipts"), signing)
            #expect(refused.status == 422 && refused.error(beside: "state").contains("The rules refuse 2"), "\(refused.text)")
            try await site.service.write(.wholeService(reason: "test"), action: "test.mend") { writer in
                for offence in try writer.reader.records(Offence.self, child: made.child) {
                    try writer.correct(Offence.self, child: made.child, id: offence.id, from: offence.from) {
                        $0.category = "VEHICLE_THEFT"
                    }
                }
                if let child = try writer.reader.record(Child.self, child: made.child, id: made.child) {
                    try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) { $0.sex = "MALE" }
                }
            }
            let whole = try await manager.get("/returns?period=2026Q1")
            let analyst = try await site.browser(.analyst)
            let other = try await analyst.submit(
                try (try await analyst.get("/returns?period=2026Q1")).form("/returns/receipts"), signing)
            #expect(other.status == 422 && other.error(beside: "state").contains("A manager who oversees the service"))
            #expect(try await manager.submit(try whole.form("/returns/receipts"), signing).text.contains("State Signed off"))
            site.clock.advance(minutes: 1)
            let after = try await manager.get("/returns?period=2026Q1")
            #expect(after.text.contains("Signed off 20 July 2026"))
            let file = String(decoding: try await manager.get(try after.link("The return (JSON)")).bytes, as: UTF8.self)
            #expect(file.contains(#""signed_off":"2026-07-20""#))
            let sent = try await manager.submit(try after.form("/returns/receipts"), ["format": "JSON", "route": "SECURE_EMAIL"])
            #expect(sent.text.contains("Made again as known then The same file"))
            // A case changes: what was signed is no longer this, until it is signed again.
            site.clock.advance(minutes: 1)
            try await site.service.write(.wholeService(reason: "test"), action: "test.change") { writer in
                for outcome in try writer.reader.records(Outcome.self, child: made.child) {
                    try writer.correct(Outcome.self, child: made.child, id: outcome.id, from: outcome.from) { $0.residence = "LOCAL" }
                }
            }
            let changed = try await manager.get("/returns?period=2026Q1")
            #expect(changed.text.contains("Signed off Changed since It was signed off on 20 July 2026 and is no longer what was signed"))
            let bare = String(decoding: try await manager.get(try changed.link("The return (JSON)")).bytes, as: UTF8.self)
            #expect(bare.contains(#""return_end""#) && !bare.contains("signed_off"))
            let what = try await manager.get(try changed.link("What changed"))
            #expect(what.text.contains("The return now No longer as it was signed"))
            #expect(what.section("changes").contains("Robin Vale") && what.section("changes").contains("Corrected or added to since"))
            let anew = try await manager.submit(
                try changed.form("/returns/receipts"), ["state": "SIGNED_OFF", "on_date": "21/7/2026", "format": "JSON"])
            #expect(anew.text.contains("The return now As it was signed") && anew.text.contains("Nothing of a child’s has changed"))
            site.clock.advance(minutes: 1)
            let again = try await manager.get("/returns?period=2026Q1")
            #expect(again.text.contains("Signed off 21 July 2026"))
            let whole2 = String(decoding: try await manager.get(try again.link("The return (JSON)")).bytes, as: UTF8.self)
            #expect(whole2.contains(#""signed_off":"2026-07-21""#))
            let running = try await manager.get("/returns?period=2026Q3")
            let early = try await manager.submit(try running.form("/returns/receipts"), signing)
            #expect(early.status == 422 && early.error(beside: "state").contains("has not ended yet"), "\(early.text)")
        }
    }
}
