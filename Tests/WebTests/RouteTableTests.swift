import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// The whole route table, role by role, as it is answered: what a role may not use answers 403, to everybody else something other.
@Suite struct RouteTableTests {
    /// Where it differs, the failure prints the rows that do, as they are (+) and as they were (-).
    @Test("Every route answers every role as the table says", arguments: Engine.available)
    func table(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            var lines: [String] = []
            var browsers: [Role?: Browser] = [:]
            for route in Routes.all {
                let path = made.path(route)
                var cells: [String] = []
                for role in [nil] + Role.allCases.map(Optional.some) {
                    let browser: Browser
                    if let signedIn = browsers[role] { browser = signedIn } else { browser = try await site.browser(role) }
                    let page = try await browser.send(route.method.rawValue, path, body: [])
                    cells.append(String(page.status))
                    // Something done may have ended the session; something refused has not.
                    browsers[role] = route.method == .get || page.status >= 400 ? browser : nil
                }
                lines.append((["\(route.method.rawValue) \(route.pattern)"] + cells).joined(separator: " "))
            }
            let pinned = RouteTable.pinned.split(separator: "\n").map(String.init)
            let changes = lines.difference(from: pinned).map { change in
                switch change {
                case .insert(let row, let line, _): "+ row \(row + 1): \(line)"
                case .remove(let row, let line, _): "- row \(row + 1): \(line)"
                }
            }
            #expect(changes.isEmpty, "\(changes.joined(separator: "\n"))")
            print(
                "Routes and roles (\(engine)): \(lines.count) routes × \(Role.allCases.count) roles and a visitor signed out, \(changes.count) differences from the table"
            )
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
                "POST /sign-in", "GET /api/v1/openapi.json",
            ]
            for route in Routes.all where !open.contains("\(route.method.rawValue) \(route.pattern)") {
                let page = try await browser.send(route.method.rawValue, made.path(route))
                if route.isAPI {
                    #expect(page.status == 401 && page.header("Content-Type") == "application/problem+json", "\(route.pattern)")
                    continue
                }
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
                ["Origin": "http://localhost", "Sec-Fetch-Site": "same-site"], ["Origin": "null", "Sec-Fetch-Site": ""],
                ["Origin": "", "Sec-Fetch-Site": ""],
            ]
            // Of the API no page of another site can ask anything: it takes no cookie.
            for route in Routes.all where route.method == .post && !route.isAPI {
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

    @Test("A head is the page's without its body; methods no page takes are told which it does", arguments: Engine.available)
    func methods(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            for path in ["/health", "/children", "/no/such/page"] {
                let (page, head) = (try await browser.send("GET", path), try await browser.send("HEAD", path))
                #expect(head.status == page.status && head.bytes.isEmpty && !page.bytes.isEmpty, "\(path)")
                #expect(head.header("Content-Type") == page.header("Content-Type"), "\(path)")
            }
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
                for path in ["/children", "/health", "/no/such/page"] {
                    let page = try await browser.send(method, path, headers: Browser.sameOrigin)
                    #expect(page.status == 405 && page.header("Allow") == "GET, HEAD, POST", "\(method) \(path): \(page.status)")
                }
            }
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
                // ASVS 3.4.3 and 4.1.1.
                #expect(policy.contains("base-uri 'none'") || policy == DocumentPages.policy, "\(page.path)")
                let type = page.header("Content-Type") ?? ""
                let isText = type.hasPrefix("text/") || type.contains("xml") && !type.contains("openxml")
                #expect(!isText || type.hasSuffix("; charset=utf-8"), "\(page.path): \(type)")
                let isAsset = page.path.hasPrefix("/assets/") || page.path == "/favicon.ico"
                #expect(isAsset || page.header("Cache-Control") == "no-store", "\(page.path) \(page.status)")
            }
        }
    }
}
