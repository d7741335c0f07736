import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// Whatever is sent: an answer, escaped, never a fault of ours.
@Suite struct HostileInputTests {
    private static let naughty = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'; DROP TABLE child; --", "</textarea><b>x", "&lt;b&gt; &amp;",
        "=HYPERLINK(\"http://x\")",
        "Zoë Nguyễn محمد 👩🏽‍🚀", "\u{202E}txet", "a\u{0}b", "\r\nSet-Cookie: x=1", "{{7*7}} ${7*7} %00 %s", "\u{1E}\u{1F}",
        String(repeating: "ø", count: 4000), "Null", "-1",
        "99999999999999999999", "../../etc/passwd", "٣/٩/٢٠١١", "0199aaaa-0000-7000-8000-000000000000",
    ]

    @Test("In every field of every kind: reflected only escaped, no fault", arguments: Engine.available)
    func everyField(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let manager = try await site.browser(.serviceManager)
            let victimWorker = try await site.browser(.victimWorker)
            let administrator = try await site.browser(.systemAdministrator)
            let news = Routes.all.filter { $0.method == .get && ($0.pattern.hasSuffix("/new") || $0.pattern.hasSuffix("/edit")) }
            #expect(news.count > 20)
            for route in news {
                // What is known of victims is the victim worker's to write.
                let ofVictims = ["/victim-contacts/", "/victims/"].contains { route.pattern.contains($0) }
                let browser = ofVictims ? victimWorker : route.pattern.hasPrefix("/staff/") ? administrator : manager
                let page = try await browser.get(made.path(route))
                // Of a board report there is none yet.
                if page.status == 404, !route.pattern.contains("{child}") { continue }
                // Which assessment is begun is chosen by links.
                if route.pattern.hasSuffix("/assessments/new") { continue }
                guard let form = page.forms.first(where: { $0.method == "post" && !$0.action.hasPrefix("/drafts") }) else {
                    Issue.record("no form on \(route.pattern)")
                    continue
                }
                for text in HostileInputTests.naughty {
                    let fields = form.names.filter { !["once", "from", "action", "different"].contains($0) }
                    let values = Dictionary(uniqueKeysWithValues: fields.map { ($0, text) })
                    let answer = try await browser.submit(form, values)
                    #expect(
                        answer.status == 422 || answer.status == 200 || answer.status == 409,
                        "\(route.pattern) \(answer.status) for \(text.prefix(30))")
                    expectEscaped(answer, text)
                }
            }
        }
    }

    @Test("What is saved is shown escaped on every page that shows it", arguments: Engine.available)
    func stored(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            for text in HostileInputTests.naughty where text.count < 90 {
                let made = try await site.service.write(.wholeService(reason: "test"), action: "test") { writer -> RecordID? in
                    let plain = text.filter { $0 != "\0" && !$0.isNewline }
                    var child = Fixtures.child(plain, plain)
                    (child.strengths, child.knownAs, child.whatTheyWant) = (text.filter { $0 != "\0" }, plain, plain)
                    let id = try writer.create(child)
                    var offence = Fixtures.offence()
                    (offence.description, offence.place) = (plain, plain)
                    let made = try writer.create(offence, child: id)
                    try writer.create(Fixtures.outcome(of: made), child: id)
                    try writer.create(Fixtures.contact(content: plain), child: id)
                    var alert = Alert()
                    (alert.type, alert.detail, alert.startDate) = ("OTHER", plain, Day(iso: "2026-10-01") ?? .unset)
                    try writer.create(alert, child: id)
                    return id
                }
                let id = try #require(made)
                for path in [
                    "/children/\(id)", "/children/\(id)/details", "/children/\(id)/chronology", "/children/\(id)/edit",
                    "/children?status=all", "/children/\(id)/merges",
                ] {
                    let page = try await browser.get(path)
                    #expect(page.status == 200, "\(path)")
                    expectEscaped(page, text)
                }
            }
        }
    }

    @Test("Over-long answers are told so and kept", arguments: Engine.available)
    func overLong(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/offences/new")).form("/offences")
            let long = String(repeating: "long ", count: 100)
            let page = try await browser.submit(form, ["offence_date": "1/5/2026", "description": long])
            #expect(page.status == 422 && page.error(beside: "description") == "Offence must be 300 characters or fewer.")
            #expect(try page.form("/offences")["description"] == long.trimmed)
            let contact = try (try await browser.get("/children/\(made.child)/contacts/new")).form("/contacts")
            let huge = try await browser.submit(contact, ["content": String(repeating: "x", count: 100_001)])
            #expect(huge.status == 422 && huge.error(beside: "content").contains("100,000"))
            // Letters of two bytes are counted as letters.
            let full = String(repeating: "ż", count: 100_000)
            let polish = try await browser.submit(contact, ["content": full, "concern_what": full, "at": "tomorrow"])
            #expect(polish.status == 422 && polish.error(beside: "content").isEmpty && polish.error(beside: "concern_what").isEmpty)
            let over = try await browser.submit(contact, ["concern_what": full + "ż"])
            #expect(over.status == 422 && over.error(beside: "concern_what").contains("100,000"))
            // A whole book in one box is told beside it, and given back.
            let book = String(repeating: "word ", count: 400_000).trimmed
            let page2 = try await browser.submit(contact, ["content": book, "outcome": "He will ring"])
            #expect(page2.status == 422 && page2.error(beside: "content").contains("100,000"))
            let kept = try page2.form("/contacts")
            #expect(kept["content"] == book && kept["outcome"] == "He will ring")
            // What no form takes is given back to copy, with how much one takes.
            let tooMuch = try await browser.submit(contact, ["aim": "See the school", "content": String(repeating: "x", count: 5_000_000)])
            #expect(tooMuch.status == 413 && tooMuch.text.contains("one box of it 100,000 characters"))
            #expect(tooMuch.text.contains("What you wrote") && tooMuch.text.contains("See the school"))
            let farTooMuch = try await browser.submit(contact, ["content": String(repeating: "x", count: 40_000_000)])
            #expect(farTooMuch.status == 413)
        }
    }

    @Test(
        "Dates that are none are told so",
        arguments: ["31/02/2026", "29/2/2025", "0/1/2026", "1/13/2026", "2026-02-30", "tomorrow", "1/1/26", "1/1/0001", "1/1/99999"])
    func dates(_ typed: String) async throws {
        try await withSite(Engine.available[0]) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/offences/new")).form("/offences")
            let page = try await browser.submit(form, ["offence_date": typed])
            #expect(page.status == 422 && page.error(beside: "offence_date").hasPrefix("Date of the offence must be"))
            #expect(try page.form("/offences")["offence_date"] == typed)
        }
    }

    @Test("Addresses made up by hand answer with a page: not found, or as though nothing was asked", arguments: Engine.available)
    func addresses(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let other = try await site.service.makeCase("Kit", "Marsh")
            for bad in [
                "x", "0", "0199aaaa-0000-7000-8000-00000000000", "0199aaaa-0000-7000-8000-000000000000", "%00", "%ff", "..", "{child}", "'",
                "a%2Fb",
            ] {
                for part in [
                    "", "/details", "/chronology", "/edit", "/contacts/new", "/contacts/\(made.case.contact)", "/views", "/merges",
                ] {
                    let page = try await browser.send("GET", "/children/\(bad)\(part)")
                    #expect(page.status == 404, "/children/\(bad)\(part): \(page.status)")
                }
                let page = try await browser.send("GET", "/children/\(made.case.child)/contacts/\(bad)")
                #expect(page.status == 404, "\(bad)")
            }
            // Another child's record is not reached through this child.
            #expect(try await browser.send("GET", "/children/\(made.case.child)/contacts/\(other.contact)").status == 404)
            #expect(try await browser.send("GET", "/children/\(made.case.child)/contacts/\(made.case.offence)").status == 404)
            let queries = [
                "page=-1", "page=0", "page=999999999999", "page=9223372036854775807", "page=x", "status=%00", "worker=x", "team=%27",
                "alert=%25%25", "as_at=x",
                "as_at=2026-02-30T00:00", "as_at=9999-12-31T23:59:59Z", "as_at=0001-01-01", "as_at=21/11/2026+09:00",
                "search=x", "search=%00", "search=\(String(repeating: "a+", count: 20000))", "kind=staff", "kind=x'", "from=x&to=y",
                "before=1&after=2",
                "before=x", "from=31/02/2026", "q=1/2/3/4/5/6",
                String(repeating: "a=1&", count: 2000),
            ]
            for query in queries {
                for path in [
                    "/children", "/children.csv", "/children/\(made.case.child)", "/children/\(made.case.child)/chronology",
                    "/children/\(made.case.child)/contacts/\(made.case.contact)", "/",
                ] {
                    let page = try await browser.send("GET", "\(path)?\(query)")
                    #expect(page.status < 500, "\(path)?\(query.prefix(60)): \(page.status)")
                }
            }
        }
    }

    @Test("Bodies that are no form, and forms of many fields, are answered", arguments: Engine.available)
    func bodies(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await Sample(site)
            let browser = try await site.browser(.serviceManager)
            let bodies: [(String, String)] = [
                ("application/x-www-form-urlencoded", "&&&===%%%"), ("application/x-www-form-urlencoded", "from=x&content=%zz"),
                ("application/x-www-form-urlencoded", "from=9223372036854775807"),
                ("application/x-www-form-urlencoded", String(repeating: "a=1&", count: 600)), ("application/json", "{}"),
                ("multipart/form-data; boundary=x", "--x\r\n"), ("multipart/form-data", "--x--"), ("text/plain", "\u{0}"),
                ("multipart/form-data; boundary=x", "--x--"),
            ]
            for route in Routes.all where route.method == .post && !["/sign-out", "/account/sessions/ending"].contains(route.pattern) {
                for (type, body) in bodies {
                    let page = try await browser.send("POST", made.path(route), body: Array(body.utf8), type: type)
                    #expect(page.status < 500, "\(route.pattern) \(type) \(body.prefix(20)): \(page.status)")
                }
            }
        }
    }

    /// Nothing of the text stands in the page as markup of its own.
    private func expectEscaped(_ page: Page, _ text: String) {
        if text.contains("<") { #expect(!page.html.contains(text), "\(page.path) reflects \(text.prefix(40))") }
        #expect(!page.html.contains("<script>alert") && !page.html.contains("<img src=x"), "\(page.path)")
        #expect(page.header("Set-Cookie") == nil)
    }
}
