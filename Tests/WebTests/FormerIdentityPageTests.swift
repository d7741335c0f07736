import Casework
import Records
import TestSupport
import Testing

@testable import Web

@Suite("A sealed former identity, on every page")
struct FormerIdentityPageTests {
    private static let words = ["Robin", "Vale", "2011-03-09", "9 March 2011", "Former Lane", "ZZ9 9ZZ", "10/7654321Q", "Certificate"]

    @Test(
        "S-PEO-14: after a sealing no role finds the former name on any page, list, print, file, history, draft or API, now or earlier",
        arguments: Engine.available)
    func everyPage(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await FormerIdentityCast(site)
            let child = made.sample.case.child
            let open = try await made.walk(site, .serviceManager).map(\.html).joined()
            for word in Self.words where word != "2011-03-09" { #expect(open.contains(word), "\(word) is there to be sealed") }
            try await made.propose(site)
            let second = try await site.browser(.teamManager)
            let waiting = try await second.get("/former-identities")
            let answer = try (try await second.get(try waiting.link("Juniper Thorne"))).form("/answer")
            let sealed = try await second.submit(answer, press: ("answer", "SEALED"))
            #expect(sealed.status == 200 && sealed.text.contains("Only those named open it now"))
            for role in Role.allCases {
                for (path, html) in try await made.walk(site, role) {
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
            let made = try await FormerIdentityCast(site)
            let child = made.sample.case.child
            let path = "/children/\(child)/former-identity"
            try await made.propose(site)
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

            #expect(throws: (any Error).self) { _ = try opened.form("/reviews") }
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

    @Test(
        "S-PEO-14: others are named, and a seal is ended, by two people; where fewer than two of those named are left managers name others and read nothing by it",
        arguments: Engine.available)
    func changed(_ engine: Engine) async throws {
        try await withSite(engine) { site in
            let made = try await FormerIdentityCast(site)
            let child = made.sample.case.child
            let path = "/children/\(child)/former-identity"
            try await made.propose(site)
            let (first, second) = (try await site.browser(.serviceManager), try await site.browser(.teamManager))
            _ = try await second.submit(try (try await second.get(path)).form("/answer"), press: ("answer", "SEALED"))
            // To a manager who is not named there is no seal to change, as long as those named are there.
            #expect(try await !first.get(path).html.contains("/changes"))

            func ids(_ roles: [Role]) async throws -> [(String, String)] {
                var found: [(String, String)] = []
                for role in roles { found.append(("change_readers", try await site.service.person(as: role).id.description)) }
                return found
            }
            func propose(_ browser: Browser, _ more: [(String, String)]) async throws -> Page {
                let form = try (try await browser.get(path)).form("/changes")
                let fields = form.filled([:]).filter { !["change_readers", "change_basis", "lifts"].contains($0.0) } + more
                return try await browser.post(path + "/changes", fields)
            }
            let worker = try await site.browser(.caseManager)
            let bare = try await propose(worker, try await ids([.caseManager]))
            #expect(bare.status == 422 && bare.error(beside: "change_readers").contains("at least two"))
            #expect(bare.error(beside: "change_basis").contains("Say why"))
            let proposed = try await propose(
                worker, try await ids([.caseManager, .deliveryWorker]) + [("change_basis", "Somebody leaves")])
            #expect(proposed.text.contains("Nothing changes until somebody else agrees."))
            let own = try (try await worker.get(path)).form("/changes/answer")
            #expect(try await worker.send(form: own, press: ("answer", "yes")).status == 403, "nobody agrees to their own")
            let other = try await site.browser(.victimWorker)
            let answer = try (try await other.get(path)).form("/changes/answer")
            let mute = try await other.submit(answer, press: ("answer", "no"))
            #expect(mute.status == 422 && mute.error(beside: "change_note").contains("Say why not"))
            _ = try await other.submit(answer, press: ("answer", "yes"))
            #expect(try await other.send("GET", path).status == 404, "who is named no more has no such page")
            #expect(try await site.browser(.deliveryWorker).send("GET", path).status == 200)

            // Both leave: managers learn that something is sealed, and name others.
            for role in [Role.caseManager, .deliveryWorker] { try await site.service.disableStaff(user: role.user) }
            let orphan = try await first.get(path)
            #expect(orphan.text.contains("A seal nobody can open") && !orphan.html.contains("Robin"))
            #expect(!orphan.html.contains("name=\"lifts\""), "who cannot read it cannot end it")
            _ = try await propose(first, try await ids([.serviceManager, .teamManager]) + [("change_basis", "All have left")])
            _ = try await second.submit(try (try await second.get(path)).form("/changes/answer"), press: ("answer", "yes"))
            let named = try await first.get(path)
            #expect(named.text.contains("It opens to you for") && !named.html.contains("Robin"))

            // Ended by two of those named: the file reads as it was written.
            _ = try await propose(first, [("lifts", "yes"), ("change_basis", "The order was set aside")])
            let end = try (try await second.get(path)).form("/changes/answer")
            _ = try await second.submit(end, press: ("answer", "yes"))
            #expect(try await first.get("/children/\(child)/details?as_at=\(made.before.iso)").html.contains("Robin"))
            #expect(try await site.service.verify().faults == [])
        }
    }
}
