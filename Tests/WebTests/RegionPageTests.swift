import Casework
import Reports
import Storage
import TestSupport
import Testing

@testable import Records
@testable import Web

/// Sharing an issued report with the region, taking it back, and what the region's people read. (S-PER-08, promise 8)
@Suite struct RegionPageTests {
    /// Sandholme and Elm in one region, with a site for Sandholme and one for the region.
    private nonisolated(nonsending) func withRegion(
        _ engine: Engine, _ body: nonisolated(nonsending) (TestSite, TestSite) async throws -> Void
    ) async throws {
        try await withSite(engine) { site in
            try await FigureCast.fill(site.service)
            try await site.service.join(region: "WEST", name: "The <west>")
            let region = try await site.service.neighbour("WEST")
            try await region.hireOneOfEach()
            let elm = try await site.service.neighbour("ELM", name: "=Elm")
            try await elm.join(region: "WEST", name: nil)
            try await body(
                site,
                TestSite(
                    site: Site(service: region, isSecure: false, log: site.site.log, passwordCost: .cheap), clock: site.clock,
                    accessLine: site.accessLine))
        }
    }

    /// A report issued by the manager; where it stands.
    private nonisolated(nonsending) func issued(_ browser: Browser) async throws -> String {
        let page = try await browser.submit(try (try await browser.get("/reports")).form("/reports"), ["period": FigureCast.period])
        _ = try await browser.submit(try (try await browser.get("\(page.path)/issue")).form("\(page.path)/issue"))
        return page.path
    }

    @Test("promise 8: shared by a press, read by the region's analyst as issued, and taken back with a reason", arguments: Engine.available)
    func shared(_ engine: Engine) async throws {
        try await withRegion(engine) { site, region in
            let manager = try await site.browser(.serviceManager)
            let path = try await issued(manager)
            #expect(try await manager.get(path).links.contains("\(path)/share"))
            let analyst = try await region.browser(.regionalAnalyst)
            #expect(try await analyst.get("/").text.contains("Nothing has been shared yet."))
            let offer = try await manager.get("\(path)/share")
            #expect(offer.text.contains("gets the figures of the issued copy and nothing else"))
            let done = try await manager.submit(try offer.form("\(path)/share"), press: ("do", "share"))
            #expect(done.status == 200 && done.text.contains("The <west> holds these figures"))

            let page = try await analyst.get("/")
            #expect(page.path == "/region" && page.text.contains("Not shared for 2026Q1: =Elm."))
            #expect(page.text.contains("Not given: not shared by 1 service") && page.html.contains("The &lt;west&gt;"))
            for cell in page.cells { #expect(!cell.contains(#/^[1-5]$/#) && !cell.contains(#/\bof [1-5]( |$)/#), "\(cell)") }
            #expect(!page.links.contains { $0.hasPrefix("/children") || $0.hasPrefix("/figures") || $0.hasPrefix("/reports") })
            for link in page.links where link.hasPrefix("/region") {
                let next = try await analyst.get(link)
                #expect(next.status == 200 && !next.html.contains("Larkspur") && !next.html.contains("ref-"), "\(link)")
            }
            let measure = try await analyst.get("/region/fte?period=2026Q1")
            #expect(measure.text.contains("Fewer than 6") && measure.text.contains("Hidden to protect small numbers"))
            let csv = try await analyst.get("/region/figures.csv?period=2026Q1")
            #expect(csv.html.hasPrefix("service,service_name,measure,") && csv.html.contains("SAN,Sandholme,fte,count,sex=MALE,"))
            #expect(try await analyst.get("/region/nothing").status == 404)
            // What of theirs the region holds, the service's own people see too.
            #expect(try await site.browser(.analyst).get("/region").text.contains("What the region holds of us"))
            let entries = try await region.accessEntries()
            #expect(entries.contains { $0.action == "figure" && $0.page == "/region" })
            #expect(entries.contains { $0.action == "figure" && $0.page == "/region/figures.csv" })
            let form = try (try await manager.get("\(path)/share")).form("\(path)/share")
            // A region is told one of a few reasons: a sentence could name a child.
            for words in ["", "Dot was counted twice", RegionReason.left.rawValue] {
                let refused = try await manager.post("\(path)/share", [("do", "withdraw"), ("reason", words)])
                #expect(refused.status == 422 && refused.text.contains("Say why: the region is told."))
            }
            let back = try await manager.submit(form, ["reason": RegionReason.wrong.rawValue], press: ("do", "withdraw"))
            #expect(back.status == 200 && back.text.contains("The figures were wrong"))
            let after = try await analyst.get("/region")
            #expect(after.text.contains("Nothing has been shared yet.") && after.text.contains("The figures were wrong"))
            #expect(try await analyst.get("/region/figures.csv").status == 404)
            // Nor by asking for a moment when it was shared.
            let earlier = try await analyst.get("/region?as_at=\(region.service.now.iso)")
            #expect(earlier.path == "/region" && earlier.text.contains("Nothing has been shared yet."))
        }
    }

    @Test("a neighbour's name that would be a formula is none in the file", arguments: Engine.available)
    func neutral(_ engine: Engine) async throws {
        try await withRegion(engine) { site, region in
            let elm = try await site.service.neighbour("ELM", name: "=Elm")
            try await elm.hireOneOfEach()
            let browser = try await TestSite(
                site: Site(service: elm, isSecure: false, log: site.site.log, passwordCost: .cheap), clock: site.clock,
                accessLine: site.accessLine
            ).browser(.serviceManager)
            let path = try await issued(browser)
            _ = try await browser.post("\(path)/share", [("do", "share")])
            let csv = try await region.browser(.regionalAnalyst).get("/region/figures.csv")
            #expect(csv.html.contains("\nELM,'=Elm,fte,count,"))
        }
    }

    @Test("the service leaves its region with a reason, and the region has nothing of it left", arguments: Engine.available)
    func left(_ engine: Engine) async throws {
        try await withRegion(engine) { site, region in
            let manager = try await site.browser(.serviceManager)
            let path = try await issued(manager)
            _ = try await manager.post("\(path)/share", [("do", "share")])
            let form = try (try await manager.get("/region/leave")).form("/region/leave")
            #expect(try await manager.submit(form, ["reason": ""]).status == 422)
            let long = String(repeating: "long ", count: 150)
            let kept = try await manager.submit(form, ["reason": long])
            #expect(kept.status == 422 && kept.html.contains(long.trimmed))
            let page = try await manager.submit(form, ["reason": "Dot’s family moved."])
            #expect(page.path == "/region" && page.text.contains("The service has left the region"))
            let seen = try await region.browser(.regionalAnalyst).get("/region")
            #expect(seen.text.contains("Services of the region: =Elm.") && seen.text.contains("The service left the region"))
            // Why is in the service's own journal and nowhere in the region's records.
            func notes(_ service: Service) async throws -> [String] {
                let id = service.id
                return try await service.store.read { db in
                    try db.rows("SELECT body FROM note WHERE service = \(id)") { $0.text(0) ?? "" }
                }
            }
            #expect(try await notes(site.service).contains("Dot’s family moved."))
            #expect(try await notes(region.service) == [])
            #expect(!seen.text.contains("Dot"))
            #expect(try await manager.get("\(path)/share").text.contains("This service is in no region."))
            #expect(try await manager.post("\(path)/share", [("do", "share")]).status == 422)
        }
    }

    @Test("what was broken off on its way to the region is said, and sent by a press", arguments: Engine.available)
    func brokenOff(_ engine: Engine) async throws {
        try await withRegion(engine) { site, region in
            let manager = try await site.browser(.serviceManager)
            let path = try await issued(manager)
            _ = try await manager.post("\(path)/share", [("do", "share")])
            #expect(try await !manager.get("/region").text.contains("Not there yet"))
            // The service's half of taking it back, and no more: as after a power cut.
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for one in try writer.reader.serviceRecords(RegionReport.self) {
                    try writer.withdraw(one, on: writer.recordedAt.londonDay, reason: .mistake)
                }
            }
            let analyst = try await region.browser(.regionalAnalyst)
            #expect(try await !analyst.get("/region").text.contains("It was shared by mistake"))
            #expect(try await manager.get("\(path)/share").text.contains("Not there yet"))
            let page = try await manager.get("/region")
            #expect(page.text.contains("Not there yet"))
            let sent = try await manager.submit(try page.form("/region/sending"))
            #expect(sent.status == 200 && !sent.text.contains("Not there yet"))
            #expect(try await analyst.get("/region").text.contains("It was shared by mistake"))
        }
    }

    @Test("nobody writes a child into a region's records, whatever their role there", arguments: Engine.available)
    func noChild(_ engine: Engine) async throws {
        try await withRegion(engine) { _, region in
            for scope in [Scope.wholeService(reason: "test"), Scope(try await region.service.person(as: .serviceManager))] {
                await #expect(throws: NotAllowed.self) {
                    try await region.service.write(scope, action: "test") { writer in
                        var child = Child()
                        (child.givenName, child.familyName) = ("Wren", "Larkspur")
                        try writer.create(child)
                    }
                }
            }
        }
    }

    @Test("S-PEO-12: a regional analyst has the region's pages, their own account and what explains the site, and nothing else")
    func nothingElse() {
        let access = Access(.regionalAnalyst)
        let own: (Route) -> Bool = { route in
            route.access == .anyone || route.access == .signedIn || route.pattern.hasPrefix("/region")
        }
        #expect(Routes.all.filter { $0.access.admits(access) && !own($0) }.map(\.pattern) == [])
        #expect(Permission.allCases.filter { access.may($0) } == [.seeRegion])
        #expect(!access.may(.findChildren) && !allKinds.contains { access.mayWrite($0.name) })
        #expect(allKinds.filter { $0.scope == .child && access.sees($0.sensitivity) }.map(\.name) == [])
    }
}

extension Service {
    /// Another service, or a region, on the same stores.
    fileprivate func neighbour(_ code: String, name: String? = nil) async throws -> Service {
        try await Service.open(code, name: name, store: store, access: accessStore, clock: clock)
    }
}
