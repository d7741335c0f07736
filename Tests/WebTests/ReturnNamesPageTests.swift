import Casework
import Records
import Reports
import TestSupport
import Testing

@testable import Web

/// What goes out under a receiver's names is the whole return, held to the receiver's XSD, and a receipt names what was sent. (S-PER-22)
@Suite struct ReturnNamesPageTests {
    private static let person = "return/documents/document/person_details"
    private static let map = """
        {"name": "Schema 12", "other": "leave_out", "elements": {"return": {"as": "YouthReturn"}, "\(person)/ypid": {"as": "Id"}}}
        """
    private static let strict = """
        {"name": "Strict", "other": "leave_out", "elements": {"\(person)/religion": {"as": "Faith", "required": true}}}
        """
    private static let xsd = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="YouthReturn"/></xs:schema>
        """
    private static let dates = ["from_date": "30/6/2026", "edition": "12.0", "basis": "Letter of 3 May 2026"]

    private func load(_ browser: Browser, _ map: String, xsd: String? = nil, _ fields: [String: String] = Self.dates) async throws -> Page {
        var body = ""
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += "--wm\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        for (name, file, text) in [("file", "schema.json", map), ("xsd", "schema.xsd", xsd ?? "")] where !text.isEmpty {
            body += "--wm\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(file)\"\r\n\r\n\(text)\r\n"
        }
        let sent = try await browser.send(
            "POST", "/returns/schemas", body: Array((body + "--wm--\r\n").utf8), type: "multipart/form-data; boundary=wm")
        guard let to = sent.header("Location") else { return sent }
        return try await browser.get(to)
    }

    @Test("S-PER-22: a copy that lacks a part or a child is not given out under the receiver's names", arguments: Engine.available)
    func partial(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let manager = try await site.browser(.serviceManager)
            #expect(try await load(manager, Self.map).status == 200)
            let whole = try await manager.get("/returns?period=2026Q1").section("schema")
            #expect(whole.contains("It fits") && whole.contains("Do not send it yet: the rules refuse 2."), "\(whole)")
            let analyst = try await site.browser(.analyst)
            let seen = try await analyst.get("/returns?period=2026Q1")
            #expect(seen.section("schema").contains("Your copy lacks") && seen.section("schema").contains("--receivers-names"))
            #expect(!seen.section("schema").contains("It fits") && !seen.text.contains("The return under the receiver’s names"))
            for form in ["json", "xml"] {
                let back = try await analyst.send("GET", "/returns/files/return.\(form)?period=2026Q1&names=receiver")
                #expect(back.status == 303 && back.header("Location")?.hasSuffix("#schema") == true, "\(form)")
            }
            // Its own names say what it lacks.
            #expect(
                String(decoding: try await analyst.get("/returns/files/return.json?period=2026Q1").bytes, as: UTF8.self).contains(
                    "left_out"))
            try await site.restrict(made.child, excluded: [.serviceManager])
            let closed = try await manager.get("/returns?period=2026Q1")
            #expect(closed.section("schema").contains("files that are not open to you"), "\(closed.section("schema"))")
            #expect(!closed.text.contains("The return under the receiver’s names"))
            #expect(try await manager.send("GET", "/returns/files/return.json?period=2026Q1&names=receiver").status == 303)
        }
    }

    @Test("S-PER-22: an XSD the XML could not be held to this time keeps the XML back, and the page says why", arguments: Engine.available)
    func unsaid(_ engine: Engine) async throws {
        // A program that ends with what xmllint never tells of a file.
        try await withSite(engine, extras: Extras(xml: XMLValidator(program: "/bin/false"))) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let page = try await load(browser, Self.map, xsd: Self.xsd)
            #expect(page.status == 200)
            #expect(try await browser.get("\(page.path)?period=2026Q1").section("fit").contains("The check could not be made"))
            let now = try await browser.get("/returns?period=2026Q1")
            #expect(now.section("schema").contains("The XML cannot be taken out until it is checked."), "\(now.section("schema"))")
            #expect(!now.text.contains("The return under the receiver’s names (XML)"))
            let back = try await browser.send("GET", "/returns/files/return.xml?period=2026Q1&names=receiver")
            #expect(back.status == 303 && back.header("Location")?.hasPrefix(page.path) == true)
            #expect(try await browser.get(try now.link("The return under the receiver’s names (JSON)")).status == 200)
            let form = try now.form("/returns/receipts")
            let sent = try await browser.submit(form, ["format": "XML", "names": "receiver"])
            #expect(sent.status == 422 && sent.error(beside: "names").contains("does not fit Schema 12"))
        }
        guard let xmllint = XMLValidator.find() else { return }
        try await withSite(engine, extras: Extras(xml: xmllint)) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let odd = try await load(browser, Self.map, xsd: Self.xsd.replacing("xs:element", with: "xs:elephant"))
            #expect(odd.status == 422 && odd.error(beside: "xsd").contains("none that xmllint can read"))
            let page = try await load(browser, Self.map, xsd: Self.xsd)
            #expect(page.status == 200)
            let now = try await browser.get("/returns?period=2026Q1")
            #expect(now.section("schema").contains("The XML is as the XSD says"), "\(now.section("schema"))")
            #expect(try await browser.get(try now.link("The return under the receiver’s names (XML)")).status == 200)
        }
    }

    @Test("S-PER-22: a receipt says under whose names the file went, and not under names it does not fit", arguments: Engine.available)
    func names(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            #expect(try await !browser.get("/returns?period=2026Q1").text.contains("Under whose names"))
            _ = try await load(browser, Self.map)
            let page = try await browser.get("/returns?period=2026Q1")
            let form = try page.form("/returns/receipts")
            let unsaid = try await browser.submit(form, ["format": "JSON"])
            #expect(unsaid.status == 422 && unsaid.error(beside: "names").contains("Say under whose names the file went."))
            // Sent under our own names though the receiver's fit.
            let own = try await browser.get(try page.link("The return (JSON)"))
            let sent = try await browser.submit(form, ["format": "JSON", "names": "own"])
            #expect(sent.text.contains("Under the names of Our own") && sent.text.contains(sha256Hex(own.bytes)), "\(sent.text)")
            _ = try await load(browser, Self.strict, ["from_date": "30/6/2026", "basis": "Letter"])
            let unfit = try await browser.submit(
                try await browser.get("/returns?period=2026Q1").form("/returns/receipts"), ["format": "JSON", "names": "receiver"])
            #expect(unfit.status == 422 && unfit.error(beside: "names").contains("does not fit Strict"), "\(unfit.text)")
        }
    }

    @Test("S-PER-22: characters that cannot be kept are refused in words, wherever they stand", arguments: Engine.available)
    func nul(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let raw = try await load(browser, Self.map.replacing("Schema 12", with: "Schema\0 12"))
            #expect(raw.status == 422 && raw.error(beside: "file").contains("not text in UTF-8"))
            let escaped = try await load(browser, Self.map.replacing("Schema 12", with: "Schema\\u0000 12"))
            #expect(escaped.status == 422 && escaped.error(beside: "file").contains("the name is one line of text"), "\(escaped.text)")
            let xsd = try await load(browser, Self.map, xsd: Self.xsd + "\0")
            #expect(xsd.status == 422 && xsd.error(beside: "xsd").contains("NUL"))
            #expect(try await browser.get("/returns/schemas").text.contains("None has been loaded"))
            // Of what is typed the site drops them as it reads a form.
            let typed = try await load(browser, Self.map, ["from_date": "30/6/2026", "edition": "1\0.2", "basis": "Letter"])
            #expect(typed.status == 200 && typed.text.contains("Version 1.2"))
        }
    }

    @Test(
        "S-PER-22: a schema loaded in error is taken out with a reason, one a receipt names is kept; loaded again with other words it is another",
        arguments: Engine.available)
    func withdrawn(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let first = try await load(browser, Self.map)
            // The same words are a form sent twice, others are not dropped.
            #expect(try await load(browser, Self.map).path == first.path)
            let second = try await load(browser, Self.map, ["from_date": "30/6/2026", "edition": "12.7", "basis": "Letter of 4 May 2026"])
            #expect(second.path != first.path && second.text.contains("Version 12.7"))
            func error(_ page: Page) throws -> PageForm { try #require(page.forms.first { $0.names.contains("reason") }) }
            let bare = try await browser.submit(try error(second), ["reason": ""])
            #expect(bare.status == 422 && bare.error(beside: "reason").contains("Say why it should not be here."))
            let done = try await browser.submit(try error(second), ["reason": "The wrong letter"])
            #expect(done.status == 200 && done.path == "/returns/schemas" && !done.text.contains("12.7"), "\(done.path)")
            #expect(try await browser.get(second.path).status == 404)
            // What went under its names needs it.
            let form = try (try await browser.get("/returns?period=2026Q1")).form("/returns/receipts")
            #expect(try await browser.submit(form, ["format": "JSON", "names": "receiver"]).text.contains("Under the names of Schema 12"))
            let kept = try await browser.submit(try error(try await browser.get(first.path)), ["reason": "No longer"])
            #expect(kept.status == 422 && !kept.error(beside: "reason").isEmpty, "\(kept.text)")
            #expect(try await browser.get("/returns/schemas/\(RecordID.new(at: site.clock.now))").status == 404)
        }
    }
}
