import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A child who was Robin Vale, seeded into many records, and is Juniper Thorne.
struct FormerIdentityCast {
    let sample: Sample
    let document: RecordID
    let before: Instant

    /// Every text of every record of the file names the child as they were.
    init(_ site: TestSite) async throws {
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
        (self.sample, self.document, before) = (sample, document, moment)
    }

    /// Every page, list, file and program's answer this role may ask for, now and as it was known before.
    func walk(_ site: TestSite, _ role: Role) async throws -> [(path: String, html: String)] {
        let browser = try await site.browser(role)
        var found: [(String, String)] = []
        for route in Routes.all where route.method == .get && route.access.admits(Access(role)) {
            let path = sample.path(route)
            found.append((path, try await browser.send("GET", path).html))
            guard route.pattern.contains("child"), !route.isAPI else { continue }
            found.append(("\(path) earlier", try await browser.send("GET", "\(path)?as_at=\(before.iso)").html))
        }
        let base = "/children/\(sample.case.child)"
        let more = ["\(base)/chronology?text=college", "\(base)/summary?for=court", "\(base)/documents/\(document)"]
        for path in more where Access(role).may(.openFile) { found.append((path, try await browser.send("GET", path).html)) }
        for file in ["addresses", "offences", "contacts", "referrals", "programmes", "outcomes"] where Access(role).may(.takeOut) {
            found.append((file, try await browser.takeOut("\(file).csv").html))
        }
        return found
    }

    func propose(_ site: TestSite) async throws {
        let path = "/children/\(sample.case.child)/former-identity"
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
        let kin = try #require(sample.ids["people-around-the-child"])
        let fields =
            form.filled(["basis": "An order of May"]).filter { $0.0 != "why" && $0.0 != "readers" } + named
            + [("why", "ADOPTION"), ("records", "relationship:\(kin)")]
        let done = try await manager.post(path, fields)
        #expect(done.status == 200 && done.text.contains("Nothing is hidden until somebody else agrees."))
        #expect(done.text.contains("Somebody else agrees to it."))
    }
}
