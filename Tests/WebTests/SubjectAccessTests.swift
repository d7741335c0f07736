import Casework
import Records
import TestSupport
import Testing

@testable import Web

/// A subject access pack from the request to the sent answer, with names seeded in every field of every kind.
@Suite("Subject access pack")
struct SubjectAccessTests {
    private static let seeded =
        "Robin Vale agreed; Zeb and Zebediah Marlow with Ottoline Marlow; not Barnaby Thrale; hurt Quentin Sharpe of 7 Secret Row; Ferdie Quayle came; sleeps at 9 refuge close, zz99zz, rang 07700900456."
    private static let never = [
        "Zebediah", "Zeb ", "Marlow", "Ottoline", "Ferdie", "Quayle", "Barnaby", "Thrale", "Quentin", "Sharpe", "Secret Row", "efuge",
        "zz99zz", "07700900456", "07700 900456", "near the canal",
    ]
    /// What stays readable by its rule, or is who somebody is.
    private static let kept: Set<String> = [
        "child.given_name", "child.family_name", "child.known_as", "assessment.answers", "assessment.form", "document.hash",
        "document.media_type", "subject_access.pack", "subject_access_change.place", "victim.victim_ref", "relationship.name",
        "victim_contact.name", "victim_contact.details",
    ]

    private func seed(_ site: TestSite) async throws -> Sample {
        let sample = try await Sample(site)
        let child = sample.case.child
        try await site.service.write(.wholeService(reason: "test"), action: "test.seed") { writer in
            var other = Fixtures.child("Zebediah", "Marlow")
            other.knownAs = "Zeb"
            let known = try writer.create(other)
            func person(_ name: String, _ relation: String, _ change: (inout Relationship) -> Void = { _ in }) throws {
                var one = Relationship()
                (one.name, one.relation) = (name, relation)
                change(&one)
                try writer.create(one, child: child)
            }
            try person("Zeb M", "FRIEND") { $0.knownChild = known }
            try person("Ferdie Quayle", "FRIEND")
            try person("Barnaby Thrale", "FATHER") { ($0.contactAllowed, $0.contactNote) = ("DO_NOT_CONTACT", "Court order") }
            try person("Marguerite Vale", "OTHER_FAMILY") { $0.phone = "07700 900456" }
            let sister = try writer.create(Fixtures.child("Ottoline", "Marlow"))
            var back = Relationship()
            (back.name, back.relation, back.knownChild) = ("Robin", "SIBLING", child)
            try writer.create(back, child: sister)
            var home = HomeAddress()
            (home.line, home.postcode, home.notToDisclose) = ("9 Refuge Close", "ZZ9 9ZZ", true)
            try writer.create(home, child: child)
            var victim = VictimContact()
            (victim.state, victim.name, victim.details) = ("NOT_DONE", "Quentin Sharpe", "7 Secret Row, 07700 900456")
            try writer.create(victim, child: child)
        }
        // In its own entry: what is corrected has a version before, and that is told too.
        for kind in allKinds where kind.scope == .child && !["merge", "break_glass"].contains(kind.name) {
            try await fill(kind.type, site, child)
        }
        return sample
    }

    private func fill<R: RecordKind>(_ type: R.Type, _ site: TestSite, _ child: RecordID) async throws {
        try await site.service.write(.wholeService(reason: "test"), action: "test.fill", note: Self.seeded) { writer in
            let context = RuleContext(today: writer.recordedAt.londonDay, codes: try writer.reader.codes())
            for stored in try writer.reader.records(type, child: child) {
                if (stored.value as? HomeAddress)?.notToDisclose == true { continue }
                try writer.correct(type, child: child, id: stored.id, from: stored.from) { value in
                    for field in R.kind.fields where !Self.kept.contains("\(R.kind.name).\(field.name)") {
                        switch field.kind {
                        case .longText: _ = field.set(&value, .text(Self.seeded))
                        case .text(let limit) where limit >= 100:
                            let words = Self.seeded.prefix(limit - 1)
                            _ = field.set(&value, .text(String(words[..<(words.lastIndex(of: " ") ?? words.endIndex)])))
                        default: break
                        }
                    }
                    // What a kind's own rule refuses stays as it was.
                    for problem in R.kind.problems(value, context) {
                        if let field = R.kind.field(problem.field) { _ = field.set(&value, field.get(stored.value)) }
                    }
                    if var contact = value as? VictimContact {
                        contact.name = "Jo Sharpe"
                        if let same = contact as? R { value = same }
                    }
                    if var item = value as? PanelItem {
                        item.intelligence = "Watched near the canal"
                        if let same = item as? R { value = same }
                    }
                }
            }
        }
    }

    @Test(
        "S-INF-11, S-INF-12: a pack of a file seeded with names in every field names nobody it may not; a second manager puts back, takes out and signs; then it is frozen",
        arguments: Engine.available)
    func pack(engine: Engine) async throws {
        try await withSite(engine) { site in
            let sample = try await seed(site)
            let file = "/children/\(sample.case.child)"
            let (manager, checker) = (try await site.browser(.teamManager), try await site.browser(.serviceManager))
            let checkerID = try await site.service.person(as: .serviceManager).id

            // Begun from the file; who asks is checked, a case manager is nobody to check a pack.
            let list = try await manager.get(try (try await manager.get(file + "/details")).link("Subject access requests"))
            let form = try (try await manager.get(try list.link("Record a request"))).form("/subject-access-requests")
            var typed = [
                "requester": "PARENT", "requester_name": "Marguerite Vale", "received_on": "2/10/2026", "identity_how": "DOCUMENT",
                "identity_on": "5/10/2026", "checker": try await site.service.person(as: .caseManager).id.description,
            ]
            let bare = try await manager.submit(form, typed)
            #expect(bare.status == 422 && bare.error(beside: "authority") != "")
            #expect(bare.error(beside: "checker").contains("Choose a manager"))
            typed["requester"] = "CHILD"
            let wrong = try await manager.submit(try bare.form("/subject-access-requests"), typed)
            #expect(wrong.status == 422 && wrong.error(beside: "checker").contains("Choose a manager"))
            typed["checker"] = checkerID.description
            let made = try await manager.submit(try wrong.form("/subject-access-requests"), typed)
            #expect(made.status == 200 && made.text.contains("2 November 2026") && made.text.contains("days late"))
            let path = made.path.split(separator: "?").first.map(String.init) ?? made.path

            // Overdue on the service's page and in the overview; its checker cannot lay it out.
            #expect(try await checker.get("/subject-access").section("open").contains("To lay out"))
            #expect(try await checker.get("/oversight").text.contains("subject access requests open"))
            #expect(try await checker.send("POST", path + "/pack").status == 422)
            let read = try await manager.submit(try made.form("/pack"), [:])
            #expect(read.text.contains("Only the manager named to check it signs it."))
            // Who has looked is told up to then.
            site.clock.advance(minutes: 5)
            let grounds = ["About another child", "About a victim", "How to reach another person", "not to be disclosed"]
            for ground in grounds { #expect(read.text.lowercased().contains(ground.lowercased()), "\(ground)") }

            // The checker takes one name out and puts another back, each with a reason.
            let said = try await site.service.read(.wholeService(reason: "test")) {
                try $0.record(Contact.self, child: sample.case.child, id: sample.case.contact)?.from ?? 0
            }
            let line = "\(path)/pack/line?place=contact:\(sample.case.contact):content@\(said)"
            let open = try (try await checker.get(line)).form("/pack/line")
            let unknown = try await checker.submit(
                open, ["change": "TAKEN_OUT", "passage": "nobody", "reason": "OTHER_PERSON", "why": "x"])
            #expect(unknown.status == 422 && unknown.error(beside: "passage").contains("do not stand in the line"))
            let back = try await checker.submit(
                try unknown.form("/pack/line"),
                ["change": "PUT_BACK", "passage": "Ferdie Quayle", "reason": "", "why": "He agreed in writing"])
            #expect(back.status == 200)
            let out = try await checker.submit(
                open, ["change": "TAKEN_OUT", "passage": "Robin Vale agreed", "reason": "SERIOUS_HARM", "why": "Advice of a doctor"])
            #expect(out.text.contains("Advice of a doctor"))

            // Signed by nobody else, not unread, and not when it has changed since.
            #expect(try await manager.send("POST", path + "/pack/signature").status == 403)
            let pack = try await checker.get(path + "/pack")
            let unread = try await checker.submit(try pack.form("/signature"), [:])
            #expect(unread.status == 422 && unread.error(beside: "read").contains("Tick that"))
            let stale = try await checker.submit(try pack.form("/signature"), ["read": "yes", "hash": "0"])
            #expect(stale.status == 422 && stale.text.contains("changed since you opened it"))
            let signed = try await checker.submit(try pack.form("/signature"), ["read": "yes"])
            #expect(signed.status == 200 && signed.text.contains("Subject access pack 1"))

            for name in Self.never where name != "Ferdie" && name != "Quayle" { #expect(!signed.text.contains(name), "\(name)") }
            #expect(signed.text.ranges(of: "Ferdie").count == 1)
            #expect(signed.text.contains("[another child]") && signed.text.contains("[the victim]") && signed.text.contains("[left out]"))
            for told in ["Talked about college.", "Who has looked at the file", "Case manager", "Contacts", "Assessments", "Ash Vale"] {
                #expect(signed.text.contains(told), "\(told)")
            }
            // An earlier version is told, a member of staff by role alone.
            #expect(signed.text.contains(", until "))
            let staff = try await site.service.person(as: .caseManager).name
            #expect(!signed.text.contains(staff))

            // Frozen: what is written afterwards changes nothing; the request cannot be changed, the journal holds the pack.
            try await site.service.write(.wholeService(reason: "test"), action: "test.more") { writer in
                try writer.create(Fixtures.contact(content: "Written afterwards"), child: sample.case.child)
            }
            #expect(try await manager.get(path + "/answer").main == signed.main)
            #expect(try await manager.send("GET", path + "/edit").status == 403)
            #expect(try await checker.send("POST", path + "/pack").location == path)
            #expect(try await site.service.verify().faults == [])
            let ended = try await manager.submit(
                try (try await manager.get(path + "/end")).form("/end"), ["ended_how": "SENT", "ended_on": "21/11/2026"])
            #expect(ended.status == 200 && ended.text.contains("Pack sent"))
            #expect(try await checker.get("/subject-access").section("ended").contains("Pack sent"))
            let shown = try await site.accessEntries().filter { $0.action == "print" && $0.page.hasSuffix("/answer") }
            #expect(shown.count >= 2)
        }
    }

    @Test("S-INF-11: not sent unsigned, refused only with a reason; nobody but managers reads a pack", arguments: Engine.available)
    func ends(engine: Engine) async throws {
        try await withSite(engine) { site in
            let sample = try await Sample(site)
            let path = "/children/\(sample.case.child)/subject-access-requests/\(sample.ids["subject-access-requests"] ?? .unset)"
            let manager = try await site.browser(.serviceManager)
            let form = try (try await manager.get(path + "/end")).form("/end")
            let sent = try await manager.submit(form, ["ended_how": "SENT"])
            #expect(sent.status == 422 && sent.error(beside: "ended_how").contains("checked and signed"))
            let bare = try await manager.submit(try sent.form("/end"), ["ended_how": "REFUSED"])
            #expect(bare.status == 422 && bare.error(beside: "ended_reason") != "")
            for role in Role.allCases where ![.serviceManager, .teamManager].contains(role) {
                for part in ["/pack", "/answer", "/end"] {
                    #expect(try await site.browser(role).send("GET", path + part).status == 403, "\(role) \(part)")
                }
            }
            let done = try await manager.submit(
                try bare.form("/end"), ["ended_how": "REFUSED", "ended_reason": "The same was sent last week"])
            #expect(done.text.contains("Refused as manifestly unfounded"))
        }
    }
}
