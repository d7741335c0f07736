import Casework
import Records
import Reports
import TestSupport
import Testing

@testable import Web

/// A receiver's schema is loaded on its page, checked, and the return goes under it where it fits and is refused where not. (S-PER-22)
@Suite struct ReturnSchemaPageTests {
    private static let person = "return/documents/document/person_details"
    private static let twelve = """
        {"name": "Schema 12", "other": "leave_out", "elements": {
          "return": {"as": "YouthReturn"}, "\(person)": {"as": "Person"}, "\(person)/ypid": {"as": "Id", "required": true},
          "\(person)/sex": {"as": "Gender", "values": {"1": "M", "2": "F"}}, "\(person)/religion": {"as": "Faith"}}}
        """

    private func send(_ browser: Browser, _ fields: [String: String], _ file: String?, xsd: String? = nil) async throws -> Page {
        var body = ""
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += "--wm\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        if let file {
            body += "--wm\r\nContent-Disposition: form-data; name=\"file\"; filename=\"schema.json\"\r\n\r\n\(file)\r\n"
        }
        if let xsd {
            body += "--wm\r\nContent-Disposition: form-data; name=\"xsd\"; filename=\"schema.xsd\"\r\n\r\n\(xsd)\r\n"
        }
        let sent = try await browser.send(
            "POST", "/returns/schemas", body: Array((body + "--wm--\r\n").utf8), type: "multipart/form-data; boundary=wm")
        guard let to = sent.header("Location") else { return sent }
        return try await browser.get(to)
    }

    /// The form of the page's two that holds a field.
    private func ending(_ page: Page, _ field: String = "to_date") throws -> PageForm {
        try #require(page.forms.first { $0.names.contains(field) && $0.action.contains("/returns/schemas/") })
    }

    private let dates = ["from_date": "30/6/2026", "edition": "12.0", "basis": "Letter of 3 May 2026"]

    @Test(
        "S-PER-22: a schema is loaded with its dates and who loaded it; the return goes under its names, and its receipt knows the file",
        arguments: Engine.available)
    func loaded(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let before = try await browser.get("/returns?period=2026Q1")
            #expect(before.section("schema").contains("No receiver’s schema is loaded for a return that ends on 30 June 2026"))
            let page = try await send(browser, dates, Self.twelve)
            #expect(page.status == 200 && page.text.contains("Version 12.0") && page.text.contains("from 30 June 2026"), "\(page.text)")
            #expect(page.text.contains("Where it is from Letter of 3 May 2026"))
            #expect(page.section("says").contains("\(Self.person)/sex Gender May be there 1 as M, 2 as F"))
            // Robin's sex is not known: nothing of that place is in the return, which is said before it is sent.
            let shown = try await browser.get("\(page.path)?period=2026Q1")
            #expect(shown.section("fit").contains("It fits") && shown.section("fit").contains("\(Self.person)/religion"))
            let list = try await browser.get("/returns/schemas")
            #expect(list.text.contains("Schema 12 12.0 from 30 June 2026 In force"), "\(list.text)")

            let now = try await browser.get("/returns?period=2026Q1")
            #expect(now.section("schema").contains("It goes under Schema 12") && now.section("schema").contains("religion"))
            let file = try await browser.get(try now.link("The return under the receiver’s names (JSON)"))
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(text.hasPrefix(#"{"documents":[{"document""#) || text.contains(#""Person":{"Id":""#), "\(text.prefix(200))")
            let xml = try await browser.get(try now.link("The return under the receiver’s names (XML)"))
            #expect(String(decoding: xml.bytes, as: UTF8.self).contains("<YouthReturn>"))
            let sent = try await browser.submit(
                try now.form("/returns/receipts"), ["format": "JSON", "route": "SECURE_EMAIL", "names": "receiver"])
            #expect(sent.text.contains("Under the names of Schema 12") && sent.text.contains("Made again as known then The same file"))
            #expect(sent.text.contains(sha256Hex(file.bytes)))
            // Another quarter ends before the schema begins.
            #expect(try await browser.get("/returns?period=2025Q4").section("schema").contains("No receiver’s schema"))
        }
    }

    @Test("S-PER-22: what is wrong with a schema is said beside the box with its line, and nothing is kept", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.serviceManager)
            let none = try await send(browser, dates, nil)
            #expect(none.status == 422 && none.error(beside: "file").contains("Choose the file."))
            let odd = try await send(browser, dates, "{\"name\": \"A\",\n\"elements\": {\"\(Self.person)/sx\": {}}}")
            #expect(odd.status == 422 && odd.error(beside: "file").contains("Line 2: “\(Self.person)/sx” is no place in the return"))
            #expect(odd.text.contains("Choose the file again"))
            let large = try await send(browser, dates, String(repeating: " ", count: 90_001) + Self.twelve)
            #expect(large.status == 422 && large.error(beside: "file").contains("at most 90 kB"))
            let undated = try await send(browser, ["from_date": "", "basis": ""], Self.twelve)
            #expect(undated.status == 422 && !undated.error(beside: "from_date").isEmpty && !undated.error(beside: "basis").isEmpty)
            let turned = try await send(
                browser, ["from_date": "30/6/2026", "to_date": "1/6/2026", "basis": "Letter"], Self.twelve)
            #expect(turned.status == 422 && turned.error(beside: "to_date").contains("cannot end before the first"))
            let leading = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:include schemaLocation=\"a.xsd\"/></xs:schema>"
            let led = try await send(browser, dates, Self.twelve, xsd: leading)
            #expect(led.status == 422 && led.error(beside: "xsd").contains("leads to other files") && led.error(beside: "file").isEmpty)
            #expect(try await browser.get("/returns/schemas").text.contains("None has been loaded"))
            // Who prepares the return may look; who may configure the service loads.
            let analyst = try await site.browser(.analyst)
            let seen = try await analyst.get("/returns/schemas")
            #expect(seen.status == 200 && !seen.text.contains("Load a schema"))
            #expect(try await send(analyst, dates, Self.twelve).status == 403)
            #expect(try await site.browser(.caseManager).get("/returns/schemas").status == 403)
        }
    }

    @Test(
        "S-PER-22: an XSD is kept with its schema; where there is no xmllint the page says that nothing was checked",
        arguments: Engine.available)
    func xsd(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let none = "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"></xs:schema>"
            let page = try await send(browser, dates, Self.twelve, xsd: none)
            #expect(page.status == 200 && page.text.contains("XSD Loaded with it"))
            let fit = try await browser.get("\(page.path)?period=2026Q1").section("fit")
            #expect(fit.contains("Not checked This installation has no xmllint"), "\(fit)")
            // What could not be checked is not refused.
            let now = try await browser.get("/returns?period=2026Q1")
            #expect(
                try await browser.get(try now.link("The return under the receiver’s names (XML)")).header("Content-Type")
                    == "application/xml; charset=utf-8")
        }
    }

    @Test("S-PER-22: a return that does not fit is refused on the page and not given out; a schema ends", arguments: Engine.available)
    func unfit(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            _ = try await site.service.makeCase()
            let browser = try await site.browser(.serviceManager)
            let strict = Self.twelve.replacing("{\"as\": \"Faith\"}", with: "{\"as\": \"Faith\", \"required\": true}")
            let page = try await send(browser, dates, strict)
            #expect(page.status == 200)
            let now = try await browser.get("/returns?period=2026Q1")
            #expect(
                now.section("schema").contains("Refused in 1 way") && now.section("schema").contains("\(Self.person)/religion is missing.")
            )
            #expect(!now.text.contains("The return under the receiver’s names"))
            let back = try await browser.send("GET", "/returns/files/return.json?period=2026Q1&names=receiver")
            #expect(back.status == 303 && back.header("Location")?.hasSuffix("#schema") == true)
            // Our own names are there still.
            #expect(try await browser.get(try now.link("The return (JSON)")).status == 200)
            let ended = try await browser.submit(try ending(try await browser.get(page.path)), ["to_date": "29/6/2026"])
            #expect(ended.status == 422 && ended.error(beside: "to_date").contains("cannot end before the first"))
            let done = try await browser.submit(try ending(try await browser.get(page.path)), ["to_date": "30/9/2026"])
            #expect(done.status == 200 && done.text.contains("from 30 June 2026 until 30 September 2026"))
            #expect(try await browser.get("/returns?period=2026Q3").section("schema").contains("No receiver’s schema"))
        }
    }
}
