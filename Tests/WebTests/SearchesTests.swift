import Casework
import Records
import Storage
import TestSupport
import Testing

@testable import Web

/// Words somebody looks for stay out of addresses (ASVS 14.2.1).
@Suite struct SearchesTests {
    private func send(_ browser: Browser, _ words: String) async throws -> String {
        let answer = try await browser.send("POST", "/children/search", body: Browser.encode([("q", words)]))
        #expect(answer.status == 303)
        return answer.location ?? ""
    }

    @Test("ASVS 14.2.1: what is looked for goes by POST, and the address that shows it says nothing of it", arguments: Engine.available)
    func children(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let form = try (try await browser.get("/children")).form(asking: "q")
            #expect(form.method == "post")
            let first = try await send(browser, "Robin Vale 9/3/2011")
            #expect(first.wholeMatch(of: /\/children\?search=[0-9a-f]{16}/) != nil, "\(first)")
            let second = try await send(browser, "Featherstonehaugh")
            // The back button and another tab ask for the first again.
            for _ in 0..<2 {
                let page = try await browser.send("GET", first)
                #expect(page.status == 200 && page.main.contains("/children/\(made.child)\""))
                #expect(try page.form(asking: "q")["q"] == "Robin Vale 9/3/2011", "what was typed stands in the box")
                #expect(!page.links.contains { $0.lowercased().contains("robin") || $0.contains("2011") })
                #expect(try await browser.send("GET", second).text.contains("Nobody found"))
            }
            #expect(try await send(browser, "") == "/children")
            // An address with words in it, as older ones had, looks for nothing.
            #expect(try await browser.get("/children?q=Featherstonehaugh").text.contains("1 child"))
        }
    }

    @Test("A key is worth nothing to another sign-in, nor after its own", arguments: Engine.available)
    func anotherSession(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            let browser = try await site.browser(.caseManager)
            let address = try await send(browser, "Robin")
            for other in [try await site.browser(.caseManager), try await site.browser(.serviceManager)] {
                let page = try await other.send("GET", address)
                #expect(page.status == 404 && page.text.contains("That search is gone") && !page.text.contains("Robin"))
                #expect(try page.form(asking: "q")["q"] == "")
                let chronology = try await other.send(
                    "GET", address.replacing("/children?", with: "/children/\(made.child)/chronology?"))
                #expect(chronology.status == 404 && chronology.text.contains("That search is gone"))
                #expect(try chronology.form(asking: "q")["q"] == "")
            }
            _ = try await browser.send("POST", "/sign-out")
            let left = try await site.accessLine.reaching(.whole).read { try $0.integer("SELECT count(*) FROM session_search") }
            #expect(left == 0, "the words go with the session")
        }
    }

    @Test("A session keeps its last hundred searches, and nobody who reads the store reads them", arguments: Engine.available)
    func bounded(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            let other = try await site.browser(.teamManager)
            let kept = try await send(other, "Zebra")
            var addresses: [String] = []
            for number in 0...Service.searchesKept { addresses.append(try await send(browser, "Zebra \(number)")) }
            #expect(try await browser.send("GET", addresses[0]).status == 404)
            for address in [addresses[1], addresses[addresses.count - 1]] {
                #expect(try await browser.send("GET", address).status == 200)
            }
            #expect(try await other.send("GET", kept).status == 200, "one session's do not push out another's")
            let words = try await site.accessLine.reaching(.whole).read { db in
                try db.rows("SELECT words FROM session_search") { $0.blob(0) ?? [] }
            }
            #expect(words.count == Int(Service.searchesKept) + 1)
            #expect(!words.contains { String(decoding: $0, as: UTF8.self).contains("Zebra") })
        }
    }

    @Test(
        "S-DEL-09: words looked for in contacts go by POST, with kind and days in the address, through its pages",
        arguments: Engine.available)
    func chronology(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await site.service.makeCase()
            try await site.service.write(.wholeService(reason: "test"), action: "test") { writer in
                for _ in 0..<101 { try writer.create(Fixtures.contact(content: "Down at the harbour wall"), child: made.child) }
            }
            let browser = try await site.browser(.caseManager)
            let base = "/children/\(made.child)/chronology"
            let form = try (try await browser.get(base)).form(asking: "q")
            #expect(form.method == "post")
            let answer = try await browser.send(form: form, ["q": "harbour", "kind": "contact", "from": "1/1/2020"])
            let address = try #require(answer.location)
            #expect(answer.status == 303 && address.contains("kind=contact") && address.contains("from=") && !address.contains("harbour"))
            let page = try await browser.send("GET", address)
            #expect(page.text.contains("101 entries, page 1 of 2"))
            #expect(try page.form(asking: "q")["q"] == "harbour")
            let next = try #require(page.links.first { $0.contains("page=2") })
            #expect(!next.contains("harbour"))
            #expect(try await browser.send("GET", next).text.contains("101 entries, page 2 of 2"))
            // Nobody else's file is led to by it.
            #expect(try await browser.send("POST", "/children/\(RecordID.new(at: site.clock.now))/chronology").status == 404)
        }
    }

    @Test("What was looked for as the session ended goes with the sign-in", arguments: Engine.available)
    func signedOut(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let browser = try await site.browser(.caseManager)
            _ = try await browser.send("POST", "/sign-out")
            let page = try await browser.send("POST", "/children/search", body: Browser.encode([("q", "Zebra")]))
            let inside = try await browser.submit(try page.form("/sign-in"), ["user": "case-manager", "password": testPassword])
            #expect(inside.text.contains("Search for it again") && !inside.text.contains("saved"))
            let found = try await browser.submit(try inside.form("/children/search"))
            #expect(found.status == 200 && found.text.contains("Nobody found"))
        }
    }

    @Test("ASVS 14.2.1: no form that is sent by GET has a box for words, on any page of any role", arguments: Engine.available)
    func everyForm(_ engine: Engine) async throws {
        // Days, periods and moments, and nothing else, are typed into an address.
        let days: Set<String> = ["as_at", "from", "to", "day", "against", "period", "ending"]
        try await withSite(engine) { site in
            let made = try await Sample(site)
            var boxes: Set<String> = []
            for role in [Role.serviceManager, .caseManager, .victimWorker, .systemAdministrator, .analyst] {
                let browser = try await site.browser(role)
                for route in Routes.all where route.method == .get {
                    let page = try await browser.get(made.path(route))
                    for form in Tag.all(in: page.html) where form.name == "form" && form["method"] != "post" {
                        for tag in Tag.all(in: form.inside) where tag.name == "textarea" || tag.name == "input" {
                            let isTyped = tag.name == "textarea" || ["text", "search", nil].contains(tag["type"])
                            if isTyped, let name = tag["name"] { boxes.insert(name) }
                        }
                    }
                }
            }
            #expect(boxes.subtracting(days) == [], "boxes in forms sent by GET")
            #expect(!boxes.isEmpty, "the walk met forms")
        }
    }
}

extension Page {
    /// The form with a box of this name.
    func form(asking name: String) throws -> PageForm {
        guard let form = forms.first(where: { $0.names.contains(name) }) else { throw NotOnThePage(what: "a box “\(name)” on \(path)") }
        return form
    }
}
