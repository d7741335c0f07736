import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import Practice
import Records
import TestSupport
import Testing

@testable import Web

/// Documents through their pages.
@Suite struct DocumentTests {
    static let pdf = Array("%PDF-1.7 made up for a test".utf8)

    /// Sends the form of the upload page as a browser does.
    func upload(
        _ browser: Browser, _ child: RecordID, _ bytes: [UInt8]?, name: String = "scan.pdf", _ values: [String: String] = [:],
        query: String = ""
    ) async throws -> Page {
        let form = try (try await browser.get("/children/\(child)/documents/new\(query)")).form("/documents")
        return try await browser.upload(form, bytes, name: name, values)
    }

    func documents(_ site: TestSite, _ child: RecordID) async throws -> [Stored<Document>] {
        try await site.service.read(.wholeService(reason: "test")) { try $0.records(Document.self, child: child) }
    }

    @Test(
        "S-OOC-15: a document is taken from a phone, typed by its bytes, given back to be saved and never shown",
        arguments: Engine.available)
    func thereAndBack(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.deliveryWorker)
            let ask = try await browser.get("/children/\(made.child)/documents/new")
            let box = try #require(Tag.all(in: ask.main).first { $0["type"] == "file" })
            #expect(box["accept"]?.hasPrefix("image/*") == true && !box.has("multiple"))
            let taken = try BarePictures.sample("jpeg")
            let photo = try #require(BarePicture.of(taken, type: .jpeg))
            #expect(photo.count < taken.count)
            let saved = try await upload(
                browser, made.child, taken, name: "C:\\pictures\\caution.html", ["type": "CAUTION_SIGNED", "title": "The caution"])
            #expect(saved.status == 200 && saved.text.contains("The caution") && saved.text.contains("Picture"))
            let stored = try #require(try await documents(site, made.child).first)
            #expect(stored.mediaType == "image/jpeg" && stored.fileName == "caution.html" && stored.size == photo.count)
            let content = try await browser.send("GET", "/children/\(made.child)/documents/\(stored.id)/content")
            #expect(content.status == 200 && content.bytes == photo)
            #expect(content.header("Content-Type") == "image/jpeg")
            #expect(content.header("Content-Disposition") == "attachment; filename=\"document-\(stored.ref).jpg\"")
            #expect(content.header("X-Content-Type-Options") == "nosniff" && content.header("Cache-Control") == "no-store")
            #expect(content.header("Content-Security-Policy")?.contains("sandbox") == true)
            let entry = try #require(try await site.accessEntries().last)
            #expect(entry.action == "download" && entry.page == "/children/{child}/documents/{id}/content")
            #expect(try await browser.get("/children/\(made.child)/documents").text.contains("The caution"))
            #expect(try await site.service.verify().faults == [])
        }
    }

    @Test("What cannot be kept is told in a sentence, and what was typed stays", arguments: Engine.available)
    func refused(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let cases: [([UInt8]?, String)] = [
                (nil, "Choose a file or take a photo."), ([], "The file is empty."), (Array("<script>".utf8), "The file must be a picture"),
                (Array("%PDF-1.7 << /S /JavaScript >>".utf8), "The PDF holds a script"),
                ([0xFF, 0xD8, 0xFF, 0xE0] + Self.pdf, "The picture cannot be read to its end"),
                (Array(try BarePictures.sample("png").dropLast(20)), "The picture cannot be read to its end"),
                (Self.pdf + [UInt8](repeating: 0, count: DocumentPages.largest), "The file is larger than 10 MB."),
                (Self.pdf + [UInt8](repeating: 0, count: DocumentPages.readLimit + 9_000_000), "The file is larger than 10 MB."),
            ]
            for (bytes, message) in cases {
                let page = try await upload(browser, made.child, bytes, ["type": "LETTER", "title": "A letter home"])
                #expect([413, 422].contains(page.status), "\(message) \(page.status)")
                #expect(page.error(beside: "file").hasPrefix(message), "\(page.error(beside: "file"))")
                #expect(try page.form("/documents")["title"] == "A letter home", "\(message)")
            }
            let page = try await upload(browser, made.child, Self.pdf, ["dated": "31/2/2026"])
            #expect(page.status == 422 && page.error(beside: "type") == "Choose document." && page.text.contains("Choose the file again"))
            #expect(try page.form("/documents")["dated"] == "31/2/2026")
            #expect(try await documents(site, made.child).isEmpty)
            // Only this route takes so much.
            let other = try await browser.send("POST", "/children/\(made.child)/contacts", body: [UInt8](repeating: 0x61, count: 5 << 20))
            #expect(other.status == 413)
        }
    }

    @Test("ASVS 5.2.1: of a file that nobody signed in has sent no more is held than of a form", arguments: Engine.available)
    func stranger(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let route = try #require(Routes.all.first { $0.method == .post && $0.pattern == DocumentPages.base })
            let token = try await site.session(.caseManager)
            func held(_ cookie: String?) async throws -> Web.Request {
                var fields = HTTPFields()
                if let cookie { fields[.cookie] = "\(site.site.cookieName)=\(cookie)" }
                let head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: "/x", headerFields: fields)
                let body = RequestBody(buffer: ByteBuffer(bytes: [UInt8](repeating: 0x61, count: Form.limit + 1)))
                let context = SiteContext(source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: site.site.log))
                return try await Web.Request(Hummingbird.Request(head: head, body: body), context, route: route, site: site.site)
            }
            let own = try await held(token)
            #expect(!own.isTooLarge && own.body.count == Form.limit + 1)
            for cookie in [nil, String(repeating: "0", count: 64)] {
                let strange = try await held(cookie)
                #expect(strange.isTooLarge && strange.body.count <= Form.limit)
            }
        }
    }

    @Test("Sent twice, a document is there once; its file cannot be changed by a form", arguments: Engine.available)
    func once(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children/\(made.child)/documents/new")).form("/documents")
            for _ in 0..<2 { #expect(try await browser.upload(form, Self.pdf, ["type": "LETTER"]).status == 200) }
            let stored = try #require(try await documents(site, made.child).first)
            #expect(try await documents(site, made.child).count == 1)
            let edit = try (try await browser.get("/children/\(made.child)/documents/\(stored.id)/edit")).form("/documents/")
            let forged = edit.filled(["title": "Renamed"]) + [("hash", String(repeating: "0", count: 64)), ("media_type", "text/html")]
            #expect(try await browser.post(edit.action, forged).status == 200)
            let after = try #require(try await documents(site, made.child).first)
            #expect(after.title == "Renamed" && after.hash == stored.hash && after.mediaType == "application/pdf")
        }
    }

    @Test("A document is reached only through its own child, by those who see documents", arguments: Engine.available)
    func scope(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let other = try await site.service.makeCase("Kit", "Marsh")
            let browser = try await site.browser(.caseManager)
            _ = try await upload(browser, made.child, Self.pdf, ["type": "LETTER"])
            let id = try #require(try await documents(site, made.child).first?.id)
            #expect(try await browser.get("/children/\(other.child)/documents/\(id)/content").status == 404)
            for (role, status) in [(Role.victimWorker, 404), (.systemAdministrator, 403), (.panelPartner, 404), (.businessSupport, 200)] {
                let page = try await (try await site.browser(role)).get("/children/\(made.child)/documents/\(id)/content")
                #expect(page.status == status, "\(role)")
            }
        }
    }

    @Test("S-OOC-15: a referral lists the documents its disposal asks for, and which are missing", arguments: Engine.available)
    func missing(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let referral = try await site.service.write(.wholeService(reason: "test"), action: "test.referral") { writer -> RecordID in
                var referral = Referral()
                (referral.receivedDate, referral.decision) = (Day(iso: "2026-11-01") ?? .unset, "YOUTH_CAUTION")
                referral.decisionDate = Day(iso: "2026-11-10")
                return try writer.create(referral, child: made.child)
            }
            let browser = try await site.browser(.businessSupport)
            let path = "/children/\(made.child)/referrals/\(referral)"
            let page = try await browser.get(path)
            #expect(page.section("documents").contains("1 of 1 document asked for is missing."))
            let ask = try await browser.get(try page.link("Youth caution, signed"))
            let form = try ask.form("/documents")
            #expect(form["type"] == "CAUTION_SIGNED" && form["referral_ref"] == referral.description)
            #expect(try await browser.upload(form, Self.pdf).status == 200)
            #expect(try await browser.get(path).section("documents").contains("Every document asked for is on the file."))
        }
    }
}
