import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A child who was Robin Vale, seeded into a record of every kind, and is Juniper Thorne.
@Suite("A sealed former identity, on every page")
struct FormerIdentityPageTests {
    private static let words = ["Robin", "Vale", "2011-03-09", "9 March 2011", "Former Lane", "ZZ9 9ZZ", "10/7654321Q", "Certificate"]

    private struct Made {
        let sample: Sample
        let document: RecordID
        let before: Instant
    }

    /// Every text of every record of the file names the child as they were.
    private func make(_ site: TestSite) async throws -> Made {
        let sample = try await Sample(site)
        let child = sample.case.child
        let document = try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer -> RecordID in
            func seed<R: RecordKind>(_ type: R.Type) throws {
                for one in try writer.reader.records(type, child: child) {
                    try writer.correct(type, child: child, id: one.id, from: one.from) { record in
                        for field in R.kind.fields {
                            if case .longText = field.kind, field.name != "records", field.name != "answers" {
                                _ = field.set(&record, .text("Robin Vale, born 9 March 2011, of 7 Former Lane"))
                            }
                        }
                    }
                }
            }
            for kind in [Contact.self, Concern.self, Risk.self, Plan.self, Referral.self, Programme.self] as [any RecordKind.Type] {
                try seed(kind)
            }
            let before = try #require(try writer.reader.record(Child.self, child: child, id: child))
            try writer.correct(Child.self, child: child, id: child, from: before.from) {
                ($0.pncID, $0.homePostcode, $0.strengths) = ("10/7654321Q", "ZZ9 9ZZ", "Robin Vale draws well")
            }
            var home = HomeAddress()
            (home.line, home.postcode, home.endDate) = ("7 Former Lane", "ZZ9 9ZZ", Day(iso: "2026-10-01"))
            try writer.create(home, child: child)
            var document = Document()
            (document.type, document.title) = ("LETTER", "Certificate")
            try writer.keep(Array("%PDF-1.7 Robin Vale".utf8), mediaType: "application/pdf", for: &document)
            return try writer.create(document, child: child)
        }
        let partner = try await site.service.person(as: .panelPartner).id
        let panel = try #require(sample.ids["panel"])
        try await site.service.write(.wholeService(reason: "test"), action: "test.member") { writer in
            var member = PanelMember()
            (member.panel, member.name, member.agency, member.staff) = (panel, "Bo Field", "EDUCATION", partner)
            try writer.create(member)
        }
        for role in [Role.caseManager, .teamManager] {
            try await site.service.keepDraft(
                try await site.service.person(as: role), form: "contact", subject: "new-\(child)", child: child,
                fields: [("content", "Robin Vale came")])
        }
        site.clock.advance(days: 1)
        let moment = site.clock.now
        site.clock.advance(days: 1)
        let browser = try await site.browser(.caseManager)
        let form = try (try await browser.get("/children/\(child)/edit")).form("/children/\(child)")
        let new = [
            "given_name": "Juniper", "family_name": "Thorne", "date_of_birth": "12/3/2011", "pnc_id": "", "home_postcode": "SA1 1AA",
        ]
        #expect(try await browser.submit(form, new).status == 200)
        return Made(sample: sample, document: document, before: moment)
    }

    /// Every page, list, file and program's answer this role may ask for, now and as it was known before.
    private func walk(_ site: TestSite, _ role: Role, _ made: Made) async throws -> [(path: String, html: String)] {
        let browser = try await site.browser(role)
        var found: [(String, String)] = []
        for route in Routes.all where route.method == .get && route.access.admits(Access(role)) {
            let path = made.sample.path(route)
            found.append((path, try await browser.send("GET", path).html))
            guard route.pattern.contains("child"), !route.isAPI else { continue }
            found.append(("\(path) earlier", try await browser.send("GET", "\(path)?as_at=\(made.before.iso)").html))
        }
        let base = "/children/\(made.sample.case.child)"
        let more = ["\(base)/chronology?text=college", "\(base)/summary?for=court", "\(base)/documents/\(made.document)"]
        for path in more where Access(role).may(.openFile) { found.append((path, try await browser.send("GET", path).html)) }
        for file in ["addresses", "offences", "contacts", "referrals", "programmes", "outcomes"] where Access(role).may(.takeOut) {
            found.append((file, try await browser.send("GET", "/exchange/\(file).csv").html))
        }
        return found
    }

    private func propose(_ site: TestSite, _ made: Made) async throws {
        let path = "/children/\(made.sample.case.child)/former-identity"
        let manager = try await site.browser(.serviceManager)
        let page = try await manager.get(path)
        #expect(page.section("seal").contains("Robin") && page.section("seal").contains("9 March 2011"))
        let form = try page.form("/former-identity")
        let blank = try await manager.submit(form)
        #expect(
            blank.status == 422 && blank.error(beside: "why").contains("Choose why") && blank.error(beside: "basis").contains("rests on"))
        #expect(blank.error(beside: "readers").contains("at least two people"))
        var named: [(String, String)] = []
        for role in [Role.caseManager, .victimWorker] { named.append(("readers", try await site.service.person(as: role).id.description)) }
        // What had ended, and every document, was ticked; the mother of before is put to it.
        let kin = try #require(made.sample.ids["people-around-the-child"])
        let fields =
            form.filled(["basis": "An order of May"]).filter { $0.0 != "why" && $0.0 != "readers" } + named
            + [("why", "ADOPTION"), ("records", "relationship:\(kin)")]
        let done = try await manager.post(path, fields)
        #expect(done.status == 200 && done.text.contains("Nothing is hidden until somebody else agrees."))
        #expect(done.text.contains("Somebody else agrees to it."))
    }

    @Test(
        "S-PEO-14: after a sealing no role finds the former name on any page, list, print, file, history, draft or API, now or earlier",
        arguments: Engine.available)
    func everyPage(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await make(site)
            let child = made.sample.case.child
            let open = try await walk(site, .serviceManager, made).map(\.html).joined()
            for word in Self.words { #expect(open.contains(word), "\(word) is there to be sealed") }
            try await propose(site, made)
            let second = try await site.browser(.teamManager)
            let waiting = try await second.get("/former-identities")
            let answer = try (try await second.get(try waiting.link("Juniper Thorne"))).form("/answer")
            let sealed = try await second.submit(answer, press: ("answer", "SEALED"))
            #expect(sealed.status == 200 && sealed.text.contains("Only those named open it now"))
            for role in Role.allCases {
                for (path, html) in try await walk(site, role, made) {
                    for word in Self.words { #expect(!html.contains(word), "\(role) \(path): \(word)") }
                    #expect(!html.contains("<h1>This did not work"), "\(role) \(path)")
                }
                guard Access(role).may(.findChildren) else { continue }
                let browser = try await site.browser(role)
                for typed in ["Robin Vale", "robin", "9/3/2011", "10/7654321Q"] {
                    let found = try await browser.find(typed)
                    #expect(!found.html.contains(child.description) && !found.text.contains("Juniper"), "\(role) finds \(typed)")
                }
                guard Access(role).may(.addChild) else { continue }
                let form = try (try await browser.get("/children/new")).form("/children")
                let twin = try await browser.send(form: form, ["given_name": "Robin", "family_name": "Vale", "date_of_birth": "9/3/2011"])
                #expect(!twin.html.contains("Juniper"), "\(role): the warning of a child entered twice")
                let there = try await site.service.read(.wholeService(reason: "test")) {
                    try $0.search("Robin", on: site.service.today, limit: 9)
                }
                for one in there { try await withdraw(site, one.id) }
            }
            let bytes = try await site.browser(.serviceManager).send("GET", "/children/\(child)/documents/\(made.document)/content")
            #expect(bytes.status == 404)
            // To a manager who is not named it is a file with nothing to seal on it.
            let manager = try await site.browser(.serviceManager).get("/children/\(child)/former-identity")
            #expect(manager.text.contains("Nothing on this file is of an earlier identity.") && !manager.text.contains("Sealed on"))
            #expect(try await site.service.verify().faults == [])
        }
    }

    /// A child that was typed in again goes, so that the next role's walk finds no other of the name.
    private func withdraw(_ site: TestSite, _ child: RecordID) async throws {
        try await site.service.write(.wholeService(reason: "test"), action: "test.withdraw") { writer in
            guard let one = try writer.reader.record(Child.self, child: child, id: child) else { return }
            try writer.withdraw(Child.self, child: child, id: child, from: one.from)
        }
    }

    @Test(
        "S-PEO-14: those named open it with a reason, for a time, each page on record; to others the page is not there; another reviews",
        arguments: Engine.available)
    func opened(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await make(site)
            let child = made.sample.case.child
            let path = "/children/\(child)/former-identity"
            try await propose(site, made)
            let own = try await site.browser(.serviceManager)
            let mine = try (try await own.get(path)).form("/answer")
            #expect(try await own.send(form: mine, press: ("answer", "SEALED")).status == 403, "nobody agrees to their own")
            let second = try await site.browser(.teamManager)
            let answer = try (try await second.get(path)).form("/answer")
            let mute = try await second.submit(answer, press: ("answer", "DECLINED"))
            #expect(mute.status == 422 && mute.error(beside: "note").contains("Say why not"))
            #expect(try await second.submit(answer, press: ("answer", "SEALED")).text.contains("Only those named"))
            let again = try await second.submit(answer, press: ("answer", "SEALED"))
            #expect(again.status == 422 && again.text.contains("nothing has been done"))

            for role in Role.allCases where ![.caseManager, .victimWorker, .teamManager, .serviceManager].contains(role) {
                let status = try await site.browser(role).send("GET", path).status
                #expect(status == (Access(role).may(.openFile) ? 404 : 403), "\(role)")
            }
            let worker = try await site.browser(.caseManager)
            #expect(try await worker.get("/children/\(child)/details").text.contains("Former identity"))
            let closed = try await worker.get(path)
            #expect(!closed.html.contains("Robin") && closed.text.contains("It opens to you for"))
            let form = try closed.form("/openings")
            let short = try await worker.submit(form, ["reason": "work"])
            #expect(short.status == 422 && !short.error(beside: "reason").isEmpty && short.html.contains("work"))
            // Nobody else opens it by sending the same form.
            let forged = form.filled(["reason": "The court asks for the earlier file"])
            #expect(try await second.send("POST", "\(path)/openings", body: Browser.encode(forged)).status == 404)
            let opened = try await worker.submit(form, ["reason": "The court asks for the earlier file"])
            #expect(opened.text.contains("Robin") && opened.text.contains("7 Former Lane") && opened.text.contains("Ash Vale"))
            let file = try await worker.send("GET", try opened.link("Letter, Certificate"))
            #expect(file.status == 200 && file.html.contains("Robin Vale"))
            #expect(try await !worker.get("/children/\(child)/details?as_at=\(made.before.iso)").html.contains("Robin"))
            let entries = try await site.accessEntries().filter { $0.page.contains("former-identity") }
            #expect(entries.contains { $0.action == "open" } && entries.contains { $0.action == "download" })

            #expect(throws: (any Error).self) { try opened.form("/reviews") }
            let other = try await site.browser(.victimWorker)
            let review = try (try await other.get(path)).form("/reviews")
            let unsaid = try await other.submit(review)
            #expect(unsaid.status == 422 && !unsaid.error(beside: "finding").isEmpty && !unsaid.error(beside: "found").isEmpty)
            let seen = try await other.submit(review, ["finding": "NOT_NEEDED", "found": "Nobody had asked"])
            #expect(seen.text.contains("Nobody had asked"))
            #expect(try await !worker.get(path).html.contains("Robin"), "what was not needed ends")
            #expect(try await worker.send("GET", try opened.link("Letter, Certificate")).status == 404)
            #expect(try await site.service.verify().faults == [])
        }
    }
}
