import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The whole route table, role by role, as it is answered: what a role may not use answers 403, to everybody else something other.
@Suite struct RouteTableTests {
    /// Made anew by this suite when it differs: the failure prints it.
    @Test("Every route answers every role as the table says", arguments: Engine.available)
    func table(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            var lines: [String] = []
            for route in Routes.all {
                let path = made.path(route)
                var cells: [String] = []
                for role in [nil] + Role.allCases.map(Optional.some) {
                    let browser = try await site.browser(role)
                    let page = try await browser.send(route.method.rawValue, path, body: [])
                    cells.append(String(page.status))
                }
                lines.append((["\(route.method.rawValue) \(route.pattern)"] + cells).joined(separator: " "))
            }
            let table = lines.joined(separator: "\n")
            #expect(table == RouteTable.pinned, "The table is now:\n\(table)")
        }
    }

    @Test("What a role may not use it is refused, and what it may it is not", arguments: Engine.available)
    func refusals(_ engine: Engine) async throws {
        for line in RouteTable.pinned.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let route = try #require(Routes.all.first { "\($0.method.rawValue) \($0.pattern)" == "\(words[0]) \(words[1])" })
            for (role, status) in zip(Role.allCases, words.dropFirst(3)) where !route.access.admits(Access(role)) {
                #expect(status == "403", "\(line)")
            }
            #expect(!words.contains("500"), "\(line)")
        }
    }

    @Test("Signed out, every route but the open ones leads to signing in", arguments: Engine.available)
    func signedOut(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(nil)
            let open: Set<String> = [
                "GET /assets/site.css", "GET /assets/site.js", "GET /favicon.ico", "GET /health", "GET /ready", "GET /sign-in",
                "POST /sign-in",
            ]
            for route in Routes.all where !open.contains("\(route.method.rawValue) \(route.pattern)") {
                let page = try await browser.send(route.method.rawValue, made.path(route))
                #expect(
                    page.status == 303 && page.location?.hasPrefix("/sign-in") == true,
                    "\(route.method.rawValue) \(route.pattern): \(page.status)")
                #expect(!page.html.contains("Robin"))
            }
            #expect(try await browser.send("GET", "/no/such/page").location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test("Another site's forms, and forms that say nothing of where they come from, are refused", arguments: Engine.available)
    func foreign(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let heads: [[String: String]] = [
                ["Origin": "http://elsewhere.test", "Sec-Fetch-Site": "cross-site"],
                ["Origin": "http://elsewhere.test", "Sec-Fetch-Site": ""],
                ["Origin": "http://waymark.test", "Sec-Fetch-Site": "same-site"], ["Origin": "null", "Sec-Fetch-Site": ""],
                ["Origin": "", "Sec-Fetch-Site": ""],
            ]
            for route in Routes.all where route.method == .post {
                for head in heads {
                    let page = try await browser.send("POST", made.path(route), headers: head)
                    #expect(page.status == 403, "\(route.pattern) \(head)")
                }
            }
            let before = try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() }
            let page = try await browser.send("POST", "/children/\(made.case.child)/contacts", headers: heads[0])
            #expect(page.status == 403)
            #expect(try await site.service.read(.wholeService(reason: "test")) { try $0.headPosition() } == before)
        }
    }

    @Test("Every answer carries the security headers", arguments: Engine.available)
    func headers(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            var answers: [Page] = []
            for role in [Role.serviceManager, nil] {
                let browser = try await site.browser(role)
                for route in Routes.all { answers.append(try await browser.send(route.method.rawValue, made.path(route))) }
                answers.append(try await browser.send("GET", "/no-such-page"))
                answers.append(try await browser.send("POST", "/no-such-page"))
                answers.append(
                    try await browser.send(
                        "POST", "/sign-out", headers: ["Origin": "http://elsewhere.test", "Sec-Fetch-Site": "cross-site"]))
                answers.append(try await browser.send("PUT", "/children"))
                answers.append(try await browser.send("POST", "/children", body: [UInt8](repeating: 0x61, count: 70 << 20)))
            }
            for page in answers {
                let policy = page.header("Content-Security-Policy") ?? ""
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(page.path) \(page.status)")
                #expect(page.header("X-Content-Type-Options") == "nosniff", "\(page.path)")
                #expect(page.header("X-Frame-Options") == "DENY", "\(page.path)")
                #expect(page.header("Referrer-Policy") == "same-origin", "\(page.path)")
                let isAsset = page.path.hasPrefix("/assets/") || page.path == "/favicon.ico"
                #expect(isAsset || page.header("Cache-Control") == "no-store", "\(page.path) \(page.status)")
            }
        }
    }
}

/// A made case with a record of every kind, and an address for each route.
struct Sample {
    let `case`: MadeCase
    let ids: [String: RecordID]
    let report: RecordID

    init(_ site: TestSite) async throws {
        let made = try await site.service.makeCase("Robin", "Vale")
        `case` = made
        let staff = try await site.service.person(as: .caseManager).id
        let reports = try await site.service.write(.wholeService(reason: "test"), action: "test.report") { writer -> RecordID in
            var report = Report()
            report.period = "2026Q1"
            var row = Comparator()
            (row.area, row.measure, row.labelPrinted, row.unit) = ("SAN", "fte.rate", "2025", "per_100000")
            (row.numerator, row.denominator, row.valuePrinted, row.source) = ("20", "12500", "160", "A made-up table")
            try writer.create(row)
            return try writer.create(report)
        }
        report = reports
        let ids = try await site.service.write(.wholeService(reason: "test"), action: "test.sample") { writer -> [String: RecordID] in
            var ids: [String: RecordID] = [
                "offences": made.offence, "outcomes": made.outcome, "programmes": made.programme, "contacts": made.contact,
            ]
            var home = HomeAddress()
            home.line = "1 Made-up Road"
            ids["addresses"] = try writer.create(home, child: made.child)
            var person = Relationship()
            (person.name, person.relation) = ("Ash Vale", "MOTHER")
            ids["people-around-the-child"] = try writer.create(person, child: made.child)
            var professional = Professional()
            professional.name = "Bo Field"
            ids["professionals"] = try writer.create(professional, child: made.child)
            var alert = Alert()
            (alert.type, alert.startDate) = ("MISSING", Day(iso: "2026-09-01") ?? .unset)
            ids["alerts"] = try writer.create(alert, child: made.child)
            var referral = Referral()
            referral.receivedDate = Day(iso: "2026-05-20") ?? .unset
            ids["referrals"] = try writer.create(referral, child: made.child)
            var assessment = Assessment()
            (assessment.type, assessment.form, assessment.startedOn) = ("OUT_OF_COURT", "out-of-court 1", Day(iso: "2026-05-25"))
            ids["assessments"] = try writer.create(assessment, child: made.child)
            var hearing = Hearing()
            hearing.hearingDate = Day(iso: "2026-06-01") ?? .unset
            ids["hearings"] = try writer.create(hearing, child: made.child)
            var release = Release()
            (release.outcome, release.releaseDate) = (made.outcome, Day(iso: "2026-07-01") ?? .unset)
            ids["releases"] = try writer.create(release, child: made.child)
            var allocation = Allocation()
            (allocation.staff, allocation.part, allocation.startDate) = (staff, "CASE_MANAGER", Day(iso: "2026-05-21") ?? .unset)
            ids["allocations"] = try writer.create(allocation, child: made.child)
            ids.merge(try Sample.pathway(writer, made, referral: ids["referrals"] ?? .unset, staff: staff)) { first, _ in first }
            var panel = Panel()
            panel.heldOn = Day(iso: "2026-11-20") ?? .unset
            let sitting = try writer.create(panel)
            ids["panel"] = sitting
            var item = PanelItem()
            item.referral = ids["referrals"] ?? .unset
            item.panel = sitting
            ids["panel-items"] = try writer.create(item, child: made.child)
            var copy = PanelCopy()
            (copy.panel, copy.number, copy.audience, copy.recipient) = (sitting, 1, "PANEL", "Bo Field")
            copy.madeAt = writer.recordedAt
            ids["copy"] = try writer.create(copy)
            ids.merge(try Sample.figures(writer)) { first, _ in first }
            return ids
        }
        self.ids = ids
    }

    /// The route's address with real ids in it; where nothing is meant by a part, one that is not there.
    func path(_ route: Route) -> String {
        let nobody = "0199aaaa-0000-7000-8000-000000000000"
        let noun = route.pattern.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
        if route.pattern.hasPrefix("/benchmarks/") { return route.pattern.replacing("{measure}", with: "fte.rate") }
        if route.pattern.hasPrefix("/reports/") { return route.pattern.replacing("{id}", with: report.description) }
        let parts: [(String, String)] = [
            ("{child}", `case`.child.description), ("{id}", ids[noun]?.description ?? nobody), ("{day}", "2026-06-15"),
            ("{file}", "children.csv"), ("{part}", "story"), ("{form}", "contact"), ("{subject}", "new-\(`case`.child)"),
            ("{measure}", "fte"), ("{panel}", ids["panel"]?.description ?? nobody), ("{copy}", ids["copy"]?.description ?? nobody),
            ("{name}", "clock.notice"), ("{report}", nobody),
        ]
        return parts.reduce(route.pattern) { $0.replacing($1.0, with: $1.1) }
    }
}
