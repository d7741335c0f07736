import Casework
import Logging
import Records
import TestSupport
import Testing

@testable import Web

/// The interface for programs: the pages' rules, scopes and records of who saw what, in JSON.
@Suite struct APITests {
    private static let base = "/api/v1"

    @Test("S-INF-12: a program is let in by its token alone, within what the token was made for", arguments: Engine.available)
    func tokens(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let file = "\(APITests.base)/children/\(made.case.child)"
            let program = try await site.program(.caseManager)
            #expect(try await program.get(file).status == 200)
            // A cookie is nothing here, and a token nothing on a page.
            #expect(try await site.browser(.caseManager).send("GET", file, headers: ["Authorization": ""]).status == 401)
            #expect(try await program.get("/children").status == 303)
            let token = try #require(program.token)
            for bad in [
                "", "Bearer", "Bearer x", "Basic \(token)", "Bearer \(token)0", "Bearer \(token.dropLast())",
                "Bearer \(token.dropFirst(8))",
            ] {
                let page = try await Program(browser: Browser(site.site, site.responder), token: nil).send(
                    "GET", file, headers: ["Authorization": bad])
                #expect(page.status == 401 && page.header("WWW-Authenticate") == "Bearer", "\(bad)")
            }
            // What it was not made for is refused and on record.
            let reader = try await site.program(.caseManager, [.readFigures])
            #expect(try await reader.get(file).status == 403)
            #expect(try await site.accessEntries().last.map { $0.action } == "refused")
            #expect(try await reader.get("\(APITests.base)/figures/fte").status == 200)
            // The role counts too: an analyst writes nothing, an administrator sees no child.
            let analyst = try await site.program(.analyst)
            #expect(try await analyst.post("\(file)/contacts", #"{"fields":{}}"#).status == 403)
            #expect(try await site.program(.systemAdministrator).get("\(APITests.base)/children").status == 403)
        }
    }

    @Test("S-INF-12: a token ends on its day, when it is ended, and with the person", arguments: Engine.available)
    func endings(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let list = "\(APITests.base)/children"
            let person = try await site.service.person(as: .caseManager)
            let program = try await site.program(.caseManager)
            let other = try await site.program(.caseManager)
            #expect(try await program.get(list).status == 200)
            let tokens = try await site.service.tokens(of: person.id)
            #expect(tokens.count == 2 && tokens.last?.usedAt == site.clock.now && tokens.first?.usedAt == nil)
            let entry = try #require(tokens.last?.entry)
            try await site.service.endToken(entry: entry, of: person.id, by: person, page: "/account/tokens")
            #expect(try await program.get(list).status == 401)
            #expect(try await other.get(list).status == 200)
            try await site.service.disableStaff(user: person.user)
            #expect(try await other.get(list).status == 401)
            // Letting the person in again lets no old token in.
            try await site.service.enableStaff(user: person.user)
            #expect(try await other.get(list).status == 401)
            let last = try await site.program(.caseManager)
            #expect(try await last.get(list).status == 200)
            site.clock.now = Instant(milliseconds: site.clock.now.milliseconds + 30 * 86_400_000)
            #expect(try await last.get(list).status == 401)
            #expect(try await site.service.verify().isWhole)
        }
    }

    @Test("S-INF-12: many wrong tokens from one place are answered no more, and a right one always is", arguments: Engine.available)
    func throttled(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let program = try await site.program(.caseManager)
            let wrong = Program(browser: Browser(site.site, site.responder), token: "waymark_" + String(repeating: "0", count: 64))
            var statuses: [Int] = []
            for _ in 0..<32 { statuses.append(try await wrong.get("\(APITests.base)/children").status) }
            #expect(statuses.prefix(30).allSatisfy { $0 == 401 } && statuses.last == 429)
            #expect(try await wrong.get("\(APITests.base)/children").header("Retry-After") != nil)
            #expect(try await program.get("\(APITests.base)/children").status == 200)
        }
    }

    @Test("S-PEO-14: a field the role may not see is absent, whatever the kind and the role", arguments: Engine.available)
    func absent(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let file = "\(APITests.base)/children/\(made.case.child)"
            var seen = 0
            for role in Role.allCases where Access(role).may(.openFile) && role != .panelPartner {
                let (access, program) = (Access(role), try await site.program(role))
                let whole = try JSON(try await program.get(file).bytes)
                let kinds = try #require(whole["records"]?.members)
                #expect(kinds.map(\.key) == APIRecords.kinds.filter { access.sees($0.sensitivity) }.map(\.path), "\(role)")
                for kind in APIRecords.kinds {
                    let page = try await program.get("\(file)/\(kind.path)")
                    #expect(page.status == (access.sees(kind.sensitivity) ? 200 : 404), "\(role) \(kind.name) \(page.status)")
                    for record in try JSON(page.bytes)["items"]?.list ?? [] {
                        let allowed = kind.fields.filter { access.sees($0.sensitivity) && $0.kind != .secret }.map(\.name)
                        let shown = record["fields"]?.members?.map(\.key) ?? []
                        #expect(shown == allowed, "\(role) \(kind.name)")
                        seen += 1
                    }
                }
            }
            #expect(seen > 150)
        }
    }

    @Test("S-PEO-14: a closed file is refused, and of a child they are kept out of they find no trace", arguments: Engine.available)
    func closed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let sibling = try await site.service.makeCase("Jo", "Marsh")
            try await site.write { writer in
                var person = Relationship()
                (person.name, person.relation, person.knownChild) = ("A sibling", "SIBLING", made.case.child)
                try writer.create(person, child: sibling.child)
            }
            try await site.restrict(made.case.child, excluded: [.caseManager])
            let paths = Routes.all.filter { $0.isAPI && $0.pattern.contains("{child}") && $0.method == .get }.map(made.path)
            #expect(paths.count == 4)
            let (out, other) = (try await site.program(.caseManager), try await site.program(.deliveryWorker))
            for path in paths {
                #expect(try await out.get(path).status == 404, "\(path)")
                #expect(try await other.get(path).status == 403, "\(path)")
            }
            let refusals = try await site.refusals().filter { $0.child == made.case.child.description }.map(\.shown)
            #expect(refusals == paths.flatMap { _ in ["hidden", "closed"] }, "each attempt is on record, also where it got a plain 404")
            for path in ["/children?status=all", "/children/\(sibling.child)", "/children/\(sibling.child)/people-around-the-child"] {
                let answer = try await out.get(APITests.base + path)
                #expect(
                    answer.status == 200 && !answer.html.contains(made.case.child.description) && !answer.html.contains("Vale"), "\(path)")
            }
            let lines = try await other.get("\(APITests.base)/children?status=all").html
            #expect(
                lines.contains(made.case.child.description) && !lines.contains("Robin") && lines.contains(#""file_is_closed_to_you":true"#))
            let looked = try await out.post("\(APITests.base)/children/search", #"{"text":"Robin Vale"}"#)
            #expect(looked.status == 200 && looked.html == #"{"items":[],"next":null}"#)
        }
    }

    @Test("S-INF-11: what a program read is on record before it is sent; where it cannot be, it is not sent", arguments: Engine.available)
    func journaled(_ engine: Engine) async throws {
        let lines = Lines()
        try await withSite(engine, log: Logger(label: "site", factory: { _ in lines.handler })) { site in
            let made = try await Sample(site)
            let file = "\(APITests.base)/children/\(made.case.child)"
            let program = try await site.program(.caseManager)
            for path in [
                file, "\(file)/contacts", "\(file)/contacts/\(made.case.contact)", "\(file)/contacts/\(made.case.contact)/history",
            ] {
                #expect(try await program.get(path).status == 200)
                let last = try #require(try await site.accessEntries().last)
                #expect(last.action == "open" && last.page.hasPrefix("\(APITests.base)/children/{child}"), "\(path)")
            }
            #expect(try await program.get("\(APITests.base)/children?status=all").status == 200)
            let list = try #require(try await site.accessEntries().last)
            #expect(list.action == "list" && list.shown.contains(made.case.child.description))
            site.accessLine.isCut = true
            let cut = try await program.get(file)
            #expect(cut.status == 503 && !cut.html.contains("Robin"))
            // ASVS 16.3.4: as a page's would be.
            #expect(lines.all.contains { $0.contains("records out of reach") && $0.contains("/api/v1/children/{child}") })
        }
    }

    @Test("Whatever is asked, a fault is told as problem+json, never as a page and never as ours", arguments: Engine.available)
    func problems(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let program = try await site.program(.serviceManager)
            let file = "/children/\(made.case.child)"
            let deep = String(repeating: "[", count: 5000)
            let bodies = [
                "", "{", "null", "[]", "{}", "{\"fields\":[]}", "{\"fields\":{},\"x\":1}", "{\"fields\":{\"at\":1,\"at\":2}}", "\u{FEFF}{}",
                deep,
                "{\"fields\":{\"at\":1e400}}", "{\"fields\":{\"minutes\":99999999999999999999}}", "{\"fields\":{\"content\":\"\\ud800\"}}",
                "{\"fields\":{\"programme_ref\":\"\(made.case.child)\"}}", "{\"fields\":{\"\":null}}",
                "{\"fields\":{},\"reason_for_change\":1}",
                "{\"fields\":{\"at\":\"0000-00-00\"}}", "{\"text\":\"\\u0000\"}", "{\"text\":\"\"}",
                "{\"fields\":{\"content\":\"\(String(repeating: "x", count: 200_000))\"}}",
            ]
            var answers: [Page] = []
            for body in bodies {
                for path in ["\(file)/contacts", "\(file)/contacts/\(made.case.contact)", "\(file)/offences", "/children/search"] {
                    answers.append(try await program.post(APITests.base + path, body, headers: ["If-Match": "\"1\""]))
                }
            }
            for path in [
                "", "/", "/nothing", "/children/x", "\(file)/nothing", "\(file)/contacts/x", "\(file)/merges", "\(file)?as_at=never",
                "/children?limit=0", "/children?limit=x", "/children?cursor=x", "/children?cursor=\(made.case.contact)",
                "/children?status=x",
                "/children?worker=x", "/figures/nothing", "/figures?period=x", "/code-lists/x",
                "\(file)/contacts?cursor=\(made.case.child)",
            ] { answers.append(try await program.get(APITests.base + path)) }
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "QUERY", "POST"] {
                let page = try await program.send(method, APITests.base + file, "{}")
                #expect(page.status == 405 && page.header("Allow") == "GET", "\(method) \(page.status)")
                answers.append(page)
            }
            answers.append(
                try await program.send("POST", APITests.base + file + "/contacts", "{}", headers: ["Content-Type": "text/plain"]))
            answers.append(try await program.post(APITests.base + file + "/contacts", String(repeating: " ", count: 3 << 20)))
            for match in ["", "1", "*", "\"x\"", "W/\"1\""] {
                answers.append(
                    try await program.post(
                        "\(APITests.base)\(file)/contacts/\(made.case.contact)", #"{"fields":{}}"#, headers: ["If-Match": match]))
            }
            for page in answers {
                #expect((400..<500).contains(page.status), "\(page.path) \(page.status) \(page.html.prefix(200))")
                #expect(page.header("Content-Type") == "application/problem+json", "\(page.path) \(page.status)")
                let status = try JSON(page.bytes)["status"]?.number
                #expect(status == page.status, "\(page.path)")
            }
        }
    }
}
