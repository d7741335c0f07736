import Casework
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// "Partner of": a professional's record on a child's file that names somebody who signs in here (decision 0109).
@Suite("Partners of a child")
struct PartnerTests {
    /// What finds the child where anything does; the words of the last two are asked of the search.
    private static func lists(_ browser: Browser) async throws -> [String] {
        let search = ["robin vale", "09/03/2011"]
        var pages = [
            try await browser.get("/children?status=all").html, try await browser.send("GET", "/children.csv?status=all").html,
            try await browser.get("/").html,
        ]
        for words in search { pages.append(try await browser.find(words).html.replacing("robin vale", with: "")) }
        return pages
    }

    private func named(_ site: TestSite, _ child: RecordID, _ role: Role?, from: Int? = nil, to: Int? = nil, as profession: String? = nil)
        async throws -> RecordID
    {
        let today = site.service.today
        let staff = if let role { try await site.service.person(as: role).id as RecordID? } else { nil as RecordID? }
        return try await site.service.write(.wholeService(reason: "test"), action: "test.professional") { writer in
            var one = Professional()
            (one.name, one.profession, one.staff) = ("Bo Field", profession, staff)
            (one.startDate, one.endDate) = (from.map { today + $0 }, to.map { today + $0 })
            return try writer.create(one, child: child)
        }
    }

    private func withdraw(_ site: TestSite, _ child: RecordID, _ id: RecordID) async throws {
        try await site.write { writer in
            let one = try #require(try writer.reader.record(Professional.self, child: child, id: id))
            try writer.withdraw(Professional.self, child: child, id: id, from: one.from)
        }
    }

    @Test(
        "S-INF-03: a panel partner finds a child only while a running record names them; others and ended ones are as no child",
        arguments: Engine.available)
    func panelPartner(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await Sample(site).case.child
            _ = try await site.service.makeCase("Jo", "Marsh", born: "2010-05-05")
            let file = "/children/\(child)"
            func isClosed(_ why: Comment) async throws {
                let browser = try await site.browser(.panelPartner)
                for path in [file, "\(file)/access", "\(file)/chronology"] {
                    #expect(try await browser.send("GET", path).status == 404, why)
                }
                for page in try await Self.lists(browser) {
                    #expect(!page.contains("Vale") && !page.contains(child.description) && !page.contains("Restricted file"), why)
                }
            }
            try await isClosed("named on nothing")
            _ = try await named(site, child, .policeOfficer)
            _ = try await named(site, child, nil)
            try await isClosed("somebody else is named")
            _ = try await named(site, child, .panelPartner, from: -90, to: -1)
            try await isClosed("the record has ended")
            _ = try await named(site, child, .panelPartner, from: 1)
            try await withdraw(site, child, try await named(site, child, .panelPartner))
            try await isClosed("it has not begun, or was written in error")

            let id = try await named(site, child, .panelPartner, from: 0, to: 0, as: "CAMHS nurse")
            let browser = try await site.browser(.panelPartner)
            let list = try await browser.get("/children?status=all")
            #expect(list.text.contains("Vale") && !list.text.contains("Marsh"))
            #expect(try await browser.find("robin vale").text.contains("Robin"))
            let page = try await browser.get(file)
            #expect(page.status == 200 && page.text.contains("Robin"))
            // No more than the role reads.
            #expect(!page.text.contains("Talked about college") && !page.text.contains("Made-up Road"))
            for part in ["about", "due", "people"] { #expect(page.section(part).contains("Not shown to your role."), "\(part)") }
            let why = try await browser.get("\(file)/access")
            #expect(why.text.contains("You are the CAMHS nurse around this child.") && !why.text.contains("on the duty rota"))
            #expect(try await site.service.views(ViewFilter(files: [child]), limit: 1).first?.ground == "partner")
            #expect(try await site.browser(.serviceManager).get("\(file)/views").text.contains("Partner of the child"))
            #expect(try await browser.send("GET", "\(file)/professionals/\(id)").status == 404, "casework is not this role’s to read")

            site.clock.advance(days: 1)
            // The one that had not begun has by now.
            #expect(try await site.browser(.panelPartner).send("GET", file).status == 200)
            for one in try await site.service.read(.wholeService(reason: "test"), { try $0.records(Professional.self, child: child) })
            where one.startDate == site.service.today {
                try await withdraw(site, child, one.id)
            }
            try await isClosed("its last day was yesterday")
        }
    }

    @Test("S-INF-03: where casework needs a tie, being named is one, for its days alone", arguments: Engine.available)
    func casework(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await Sample(site).case.child
            let file = "/children/\(child)"
            try await site.set(Settings.openToService, 0)
            func answer() async throws -> Int { try await site.browser(.deliveryWorker).send("GET", file).status }
            #expect(try await answer() == 403)
            _ = try await named(site, child, .deliveryWorker, to: -1)
            #expect(try await answer() == 403)
            let id = try await named(site, child, .deliveryWorker)
            let browser = try await site.browser(.deliveryWorker)
            #expect(try await browser.get("/children?status=all").text.contains("Robin"))
            #expect(try await browser.get("\(file)/access").text.contains("You are named on the file as a professional around this child."))
            let program = try await site.program(.deliveryWorker)
            #expect(try await program.get("/api/v1\(file)").status == 200)
            try await withdraw(site, child, id)
            #expect(try await answer() == 403)
            #expect(try await program.get("/api/v1\(file)").status == 403)
            let later = try await site.browser(.deliveryWorker)
            #expect(try await later.find("robin vale").text.contains("Restricted file"), "a line without a name, as before")
            let lists = try await Self.lists(later)
            #expect(lists.allSatisfy { !$0.contains("Robin") })
            #expect(lists.prefix(3).allSatisfy { !$0.contains(file) })
        }
    }

    @Test("S-PEO-14: being named opens no restricted file, least of all to who is kept out by name", arguments: Engine.available)
    func restricted(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await Sample(site).case.child
            for role in [Role.panelPartner, .deliveryWorker, .policeOfficer] { _ = try await named(site, child, role) }
            for role in [Role.panelPartner, .deliveryWorker, .policeOfficer] {
                #expect(try await site.browser(role).send("GET", "/children/\(child)").status == 200, "\(role)")
            }
            try await site.restrict(child, excluded: [.deliveryWorker])
            for (role, status) in [(Role.panelPartner, 404), (.deliveryWorker, 404), (.policeOfficer, 403)] {
                let browser = try await site.browser(role)
                #expect(try await browser.send("GET", "/children/\(child)").status == status, "\(role)")
                #expect(!(try await browser.get("/children?status=all").text.contains("Robin")), "\(role)")
            }
        }
    }

    @Test("S-PEO-14: the record of a child brought together with another opens the one file", arguments: Engine.available)
    func merged(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await Sample(site).case.child
            let other = try await site.service.makeCase("Rob", "Vale", born: "2011-03-09")
            _ = try await named(site, other.child, .panelPartner)
            #expect(try await site.browser(.panelPartner).send("GET", "/children/\(child)").status == 404)
            let merge = try await site.service.merge(other.child, into: child)
            #expect(try await site.browser(.panelPartner).send("GET", "/children/\(child)").status == 200)
            try await site.service.undo(merge: merge, of: child)
            #expect(try await site.browser(.panelPartner).send("GET", "/children/\(child)").status == 404)
        }
    }

    @Test(
        "S-PEO-14: who writes professionals names others and never themselves, on the page as through the interface for programs",
        arguments: Engine.available)
    func naming(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let child = try await Sample(site).case.child
            let file = "/children/\(child)"
            func id(_ role: Role) async throws -> String { try await site.service.person(as: role).id.description }
            let worker = try await site.browser(.caseManager)
            let form = try (try await worker.get("\(file)/professionals/new")).form("/professionals")
            let own = try await worker.submit(
                form, ["name": "Bo Field", "profession": "Social worker", "staff": try await id(.caseManager)])
            #expect(own.status == 422 && own.error(beside: "staff").hasPrefix("You cannot name yourself"))
            #expect(try own.form("/professionals")["name"] == "Bo Field", "what was typed stays")
            let saved = try await worker.submit(
                try own.form("/professionals"), ["staff": try await id(.panelPartner), "end_date": "1/1/2030"])
            #expect(saved.status == 200 && saved.text.contains("Signs in here as"))
            #expect(
                try await site.browser(.panelPartner).get("\(file)/access").text.contains("You are the social worker around this child."))
            // Nor by changing one that names another.
            let edit = try (try await worker.get(try saved.link("Change"))).form("/professionals")
            let taken = try await worker.submit(edit, ["staff": try await id(.caseManager)])
            #expect(taken.status == 422 && taken.error(beside: "staff").hasPrefix("You cannot name yourself"))
            // What another gave is not theirs to lengthen.
            let given = try await named(site, child, .caseManager, to: 3)
            let mine = try (try await worker.get("\(file)/professionals/\(given)/edit")).form("/professionals")
            let longer = try await worker.submit(mine, ["end_date": ""])
            #expect(longer.status == 422 && longer.error(beside: "end_date").hasPrefix("You are named here yourself"))
            #expect(try await worker.submit(mine, ["profession": "Mentor"]).status == 200)

            let program = try await site.program(.caseManager)
            let sent = try await program.post(
                "/api/v1\(file)/professionals", #"{"fields":{"name":"Bo Field","staff":"\#(try await id(.caseManager))"}}"#)
            #expect(sent.status == 422 && sent.html.contains("You cannot name yourself"))
            // Whoever may not write professionals names nobody.
            for role in [Role.victimWorker, .policeOfficer, .analyst, .panelPartner] {
                let other = try await site.browser(role).post(
                    "\(file)/professionals", [("name", "Bo"), ("staff", try await id(.policeOfficer))])
                #expect(other.status == 403, "\(role)")
            }
            #expect(try await site.service.verify().isWhole)
        }
    }
}
