import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Who saw what is on disk before the page leaves (promise 6).
@Suite struct JournalTests {
    @Test(
        "S-INF-11: every page of a child's file leaves an entry that names the page, the child and the person", arguments: Engine.available)
    func everyPage(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let manager = try await site.service.person(as: .serviceManager)
            let browser = try await site.browser(.serviceManager)
            let pages = Routes.all.filter {
                $0.method == .get && $0.pattern.contains("{child}") && $0.access.admits(manager.access) && !isVictimWorkers($0)
                    && !isPutOnRecordAsAnother($0) && !leadsOn($0)
            }
            #expect(pages.count > 40)
            for route in pages {
                let before = try await site.service.views(ViewFilter(files: [made.case.child]), limit: 10_000).count
                let page = try await browser.send("GET", made.path(route))
                #expect(page.status == 200, "\(route.pattern)")
                let views = try await site.service.views(ViewFilter(files: [made.case.child]), limit: 10_000)
                #expect(views.count == before + 1, "\(route.pattern)")
                #expect(views.first?.page == route.pattern && views.first?.staff == manager.id, "\(route.pattern)")
                #expect(views.first?.action == (route.pattern.hasSuffix("/content") ? "download" : "open"), "\(route.pattern)")
            }
        }
    }

    /// Forms only the victim worker and the police officer may use: others are refused before anything is shown.
    private func isVictimWorkers(_ route: Route) -> Bool {
        ["/victim-contacts/", "/victims/"].contains { route.pattern.contains($0) } && !route.pattern.hasSuffix("/{id}")
    }

    /// Leads on to another page of the assessment, for the sample is neither done elsewhere nor waiting for a signature; or asks for a line of a
    /// subject access pack, of which the sample's request has none, or for its PDF, which nothing here prints; or for a
    /// document of a former identity, which nobody sealed, or for a copy of a type that has none.
    private func leadsOn(_ route: Route) -> Bool {
        [
            "/assessments/{id}/edit", "/assessments/{id}/sign", "/pack/line", "/answer.pdf", "/former-identity/documents/{id}",
            "/without-author",
        ].contains {
            route.pattern.hasSuffix($0)
        }
    }

    /// Has a word of its own in the log, tested where it is made: a print, a signed pack, and the search for the right child, which is a list of
    /// all the children it names.
    private func isPutOnRecordAsAnother(_ route: Route) -> Bool {
        ["/print", "/answer", "/answer.pdf", "/pack/elsewhere", "/wrong-file/{kind}/{id}"].contains { route.pattern.hasSuffix($0) }
    }

    @Test("A page is not sent when its view cannot be written, and no word of the child is in what is", arguments: Engine.available)
    func noEntryNoPage(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let shown = try await browser.get("/children/\(made.case.child)")
            #expect(shown.html.contains("Robin Vale"))
            // A token is made, and its first use noted, while that can be.
            #expect(try await browser.send("GET", "/api/v1/children").status == 200)
            let paths = Routes.all.filter { $0.method == .get && $0.pattern.contains("{child}") && !isVictimWorkers($0) && !leadsOn($0) }
                .map(made.path)
            let found = try #require(try await browser.send("POST", "/children/search", body: Array("q=vale".utf8)).location)
            site.accessLine.isCut = true
            for path in paths + ["/children", found, "/children.csv", "/", "take out"] {
                let page = try await path == "take out" ? browser.takeOut("children.csv") : browser.send("GET", path)
                #expect(page.status == 503, "\(path): \(page.status)")
                #expect(!page.html.contains("Robin") && !page.html.contains("Vale"), "\(path)")
            }
            site.accessLine.isCut = false
            #expect(try await browser.get("/children/\(made.case.child)").status == 200)
        }
    }

    @Test(
        "ASVS 16.2.1: an entry names the request, as the answer and the program's log do, and the session or token that asked",
        arguments: Engine.available)
    func whence(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let shown = try await browser.send("GET", "/children/\(made.case.child)")
            let seen = try #require(try await site.service.views(ViewFilter(files: [made.case.child]), limit: 1).first)
            let manager = try await site.service.person(as: .serviceManager)
            let session = try #require(try await site.service.sessions(of: manager.id).first)
            #expect(!seen.request.isEmpty && seen.request == shown.header("X-Request-Id"))
            #expect(seen.session == session.entry)
            // Where it is read, the number stands beside the sessions it is one of.
            let page = try await browser.get("/children/\(made.case.child)/views")
            #expect(page.text.contains("\(session.entry), \(seen.request)"))
            #expect(try await browser.get("/account").section("sessions").contains("\(session.entry)"))
            #expect(
                try await site.browser(.systemAdministrator).get("/staff/\(manager.id)").section("sessions").contains("\(session.entry)"))

            let program = try await site.program(.caseManager)
            let answer = try await program.get("/api/v1/children/\(made.case.child)")
            let read = try #require(try await site.service.views(ViewFilter(files: [made.case.child]), limit: 1).first)
            let token = try #require(
                try await site.service.tokens(of: try await site.service.person(as: .caseManager).id).first)
            #expect(read.request == answer.header("X-Request-Id") && read.session == token.entry)
            // A cookie taken to another browser: the refusal names the session it was.
            let cookie = try await site.service.startSession(
                staff: try await site.service.person(as: .analyst).id, browser: "Firefox on Windows")
            let taken = Browser(site.site, site.responder, cookies: [site.site.cookieName: cookie])
            let refused = try await taken.send("GET", "/", headers: ["User-Agent": "curl/8"])
            let last = try #require(try await site.service.accessLines(after: 0).last?.line)
            let request = try #require(refused.header("X-Request-Id"))
            #expect(last.contains("\"action\":\"refused\",\"page\":\"/session\""))
            #expect(last.contains("\"request\":\"\(request)\",\"session\":"))
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test("Lists and searches write one entry with the ids shown, and a refused page one too", arguments: Engine.available)
    func lists(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            _ = try await site.browser(.caseManager).find("vale")
            _ = try await site.browser(.analyst).get("/children/new")
            let entries = try await site.accessEntries()
            let search = try #require(entries.first { $0.action == "search" })
            #expect(search.shown == made.case.child.description && search.page == "/children")
            #expect(entries.contains { $0.action == "refused" && $0.page == "/children/new" })
            // What was typed is not in the log.
            #expect(!entries.contains { $0.page.contains("vale") || $0.shown.contains("vale") })
        }
    }

    @Test("S-INF-11: a manager reads who has looked, when and at which page; a case manager may not", arguments: Engine.available)
    func whoHasLooked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            _ = try await site.browser(.policeOfficer).get("/children/\(made.case.child)")
            site.clock.advance(minutes: 5)
            let page = try await site.browser(.teamManager).get("/children/\(made.case.child)/views")
            #expect(page.text.contains("21 November 2026"))
            #expect(page.text.contains("Seconded police officer of Sandholme"))
            #expect(page.text.contains("Opened The child's file"), "the page by its name")
            // Every page there is has a name of its own, and none is an address.
            for route in Routes.all where route.method == .get {
                let name = PageWords.name(route.pattern)
                #expect(
                    !name.isEmpty && !name.contains("{") && !name.contains("/") && name.first?.isUppercase == true,
                    "\(route.pattern): \(name)")
            }
            #expect(PageWords.name("/children/{child}/contacts/{id}/edit") == "Contact, to change")
            #expect(PageWords.name("/children/{child}/contacts") == "Contacts")
            #expect(PageWords.name("/api/v1/children/{child}") == "The child's file, by a program")
            #expect(try await site.browser(.caseManager).send("GET", "/children/\(made.case.child)/views").status == 403)
        }
    }

    @Test(
        "S-INF-03: who has looked reaches back to the first time, by person, under each record that was merged", arguments: Engine.available
    )
    func allWhoLooked(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let other = try await site.service.makeCase("Robyn", "Vale", born: "2010-05-05")
            let officer = try await site.service.person(as: .policeOfficer)
            let worker = try await site.service.person(as: .caseManager)
            try await site.service.record(View("open", page: "/children/{child}", child: other.child, ground: "role"), by: worker)
            for _ in 0..<205 {
                try await site.service.record(View("open", page: "/children/{child}", child: made.case.child, ground: "role"), by: officer)
            }
            _ = try await site.service.merge(other.child, into: made.case.child)
            let manager = try await site.browser(.teamManager)
            let first = try await manager.get("/children/\(made.case.child)/views")
            #expect(first.text.contains("206 times in all") && !first.html.contains("<td>Case manager of Sandholme</td>"))
            let rest = try await manager.get("/children/\(made.case.child)/views?page=2")
            #expect(rest.html.contains("Case manager of Sandholme"), "the oldest, under the merged record")
            let one = try await manager.submit(
                try #require(first.forms.first { $0.action.hasSuffix("/views") }), ["who": worker.id.description])
            #expect(one.text.contains("1 time in all") && one.html.contains("By role"))
        }
    }
}
