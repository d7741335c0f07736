import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("A sealed former identity")
struct FormerIdentityTests {
    /// A child who was Quillon Zebedith and is Juniper Thorne, with what was written of the first.
    private struct Made {
        let child: RecordID
        let contact: RecordID
        let home: RecordID
        let sister: RecordID
        let before: Instant
    }

    private static let words = ["Quillon", "Zebedith", "2011-03-09", "9 March 2011", "Former Lane", "ZZ9 9ZZ"]

    private func make(_ service: Service, _ clock: TestClock) async throws -> Made {
        let whole = Scope.wholeService(reason: "test")
        let made = try await service.makeCase("Quillon", "Zebedith", born: "2011-03-09")
        let sister = try await service.makeCase("Ash", "Zebedith", born: "2013-01-02")
        let home = try await service.write(whole, action: "test.more") { writer in
            var home = HomeAddress()
            (home.line, home.postcode) = ("7 Former Lane", "ZZ9 9ZZ")
            var kin = Relationship()
            (kin.name, kin.relation, kin.knownChild) = ("Quillon Zebedith", "SIBLING", made.child)
            try writer.create(kin, child: sister.child)
            for one in try writer.reader.records(Contact.self, child: made.child) {
                try writer.correct(Contact.self, child: made.child, id: one.id, from: one.from) {
                    $0.content = "Quillon Zebedith, born 9 March 2011, of 7 Former Lane, was at college."
                }
            }
            return try writer.create(home, child: made.child)
        }
        clock.advance(days: 1)
        let before = clock.now
        clock.advance(days: 1)
        try await service.write(whole, action: "child.correct", note: "Quillon Zebedith was adopted") { writer in
            let child = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
            try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) {
                ($0.givenName, $0.familyName, $0.dateOfBirth) = ("Juniper", "Thorne", Day(iso: "2011-03-12"))
            }
        }
        return Made(child: made.child, contact: made.contact, home: home, sister: sister.child, before: before)
    }

    private func propose(_ service: Service, _ made: Made) async throws -> RecordID {
        let readers = [try await service.person(as: .caseManager).id, try await service.person(as: .victimWorker).id]
        return try await service.proposeSeal(
            of: made.child, why: "ADOPTION", basis: "An order of May", records: [RecordKey(kind: "address", id: made.home)],
            readers: readers, by: try await service.person(as: .serviceManager))
    }

    private func seal(_ service: Service, _ made: Made) async throws -> RecordID {
        let id = try await propose(service, made)
        let from = try await service.read(.wholeService(reason: "test")) {
            try #require(try $0.serviceRecord(IdentitySeal.self, id: id)).from
        }
        try await service.answerSeal(id, from: from, agrees: true, by: try await service.person(as: .teamManager))
        return id
    }

    /// Everything a reader of this scope is handed of the service's children, as text.
    private func everything(_ service: Service, _ scope: Scope, _ made: Made) async throws -> String {
        try await service.read(scope) { reader in
            var all = ""
            func add<R: RecordKind>(_ type: R.Type) throws {
                for child in [made.child, made.sister] {
                    let found = try reader.records(type, child: child) + reader.everyVersion(type, child: child).flatMap { $0 }
                    for one in found { all += R.kind.fields.map { "\($0.get(one.value))" }.joined(separator: "|") + "\n" }
                }
                for one in try reader.everywhere(type) { all += R.kind.fields.map { "\($0.get(one.value))" }.joined(separator: "|") + "\n" }
            }
            for kind in allKinds where kind.scope == .child { try add(kind.type) }
            let history = try reader.history(Child.self, child: made.child, id: made.child)
            for trail in try reader.trails(history.map(\.from)).values { all += trail.note ?? "" }
            for line in try reader.search("Thorne", on: service.today, limit: 10) { all += line.name }
            let needs = Child.kind.fields.map(\.name)
            try reader.caseFiles([Need(Child.self, fields: needs)]) { file in all += "\(file.child.value)" }
            return all
        }
    }

    @Test(
        "S-PEO-14: once sealed no reader is handed a former identity, now, earlier, in search, drafts or export; the chain stays whole",
        arguments: Engine.available)
    func sealed(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await make(service, clock)
            let whole = Scope.wholeService(reason: "test")
            let worker = try await service.person(as: .caseManager)
            try await service.keepDraft(
                worker, form: "contact", subject: "new-\(made.child)", child: made.child, fields: [("content", "Quillon said so")])
            let heads = try await service.verify().head
            func export() async throws -> String {
                try await (service.export() + service.export(.wholeService(reason: "test", asAt: made.before))).map {
                    String(decoding: $0.bytes, as: UTF8.self)
                }.joined()
            }
            let open = try await everything(service, whole, made) + everything(service, whole.at(made.before), made)
            for word in ["Quillon", "Zebedith", "Former Lane", "ZZ9 9ZZ"] { #expect(open.contains(word), "\(word) is there to be sealed") }
            #expect(try await export().contains("Quillon"))
            let id = try await seal(service, made)
            for role in Role.allCases.map(Optional.some) + [nil] {
                let scope = if let role { Scope(try await service.person(as: role)) } else { whole }
                for moment in [nil, made.before] {
                    let read = try await everything(service, scope.at(moment), made)
                    // The sister is still called Zebedith, and her brother is not.
                    for word in Self.words where word != "Zebedith" {
                        #expect(!read.contains(word), "\(role?.rawValue ?? "program") \(moment == nil ? "now" : "earlier"): \(word)")
                    }
                    #expect(!read.contains("Quillon Zebedith"))
                    if scope.reachesChildren, role != .panelPartner { #expect(read.contains("Juniper"), "\(role?.rawValue ?? "program")") }
                }
                for typed in ["Quillon", "Quillon Zebedith", "9/3/2011"] where scope.reachesChildren {
                    let found = try await service.read(scope) { try $0.search(typed, on: service.today, limit: 10).map(\.id) }
                    #expect(!found.contains(made.child), "\(typed)")
                }
                let alike = try await service.read(scope) { try $0.likely(Fixtures.child("Quillon", "Zebedith"), on: service.today) }
                #expect(!alike.contains { $0.0.id == made.child }, "the warning of a child entered twice gives nothing away")
            }
            for word in ["Quillon", "2011-03-09", "Former Lane"] { #expect(try await !export().contains(word), "\(word) is taken out") }
            let draft = try #require(try await service.drafts(of: worker).first)
            #expect(draft.fields.first?.value == "[removed] said so")
            // What was found in words that are sealed is not found in the chronology either.
            for (typed, count) in [("quillon", 0), ("college", 1)] {
                let found = try await service.read(Scope(worker)) {
                    try $0.chronology(child: made.child, kind: nil, containing: typed, from: nil, to: nil)
                }
                #expect(found.count == count, "\(typed)")
            }
            // The journal names the seal and nobody; the chain that stood goes on.
            let notes = try await service.store.read { db in try db.rows("SELECT body FROM note") { $0.text(0) ?? "" } }
            #expect(notes.filter { $0.contains("Quillon") }.count == 1, "only the reason written before, under the seal")
            let stored = try await service.read(whole) { try #require(try $0.serviceRecord(IdentitySeal.self, id: id)).value }
            #expect(
                !IdentitySeal.kind.fields.contains { "\($0.get(stored))".contains("Quillon") || "\($0.get(stored))".contains("Juniper") })
            let check = try await service.verify(noted: heads)
            #expect(check.faults == [])
            #expect(try await service.rebuild() == 2)
            #expect(try await service.read(whole) { try $0.search("Quillon", on: service.today, limit: 10).isEmpty })
        }
    }

    @Test(
        "S-PEO-14: sealing takes a reason, two who may, two named; only those named open it, for a time, and another of them reviews",
        arguments: Engine.available)
    func people(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await make(service, clock)
            let (manager, second) = (try await service.person(as: .serviceManager), try await service.person(as: .teamManager))
            let (named, other) = (try await service.person(as: .caseManager), try await service.person(as: .victimWorker))
            for role in Role.allCases where ![.teamManager, .serviceManager].contains(role) {
                let person = try await service.person(as: role)
                await #expect(throws: NotAllowed.self, "\(role)") {
                    try await service.proposeSeal(
                        of: made.child, why: "ADOPTION", basis: "x", records: [], readers: [named.id, other.id], by: person)
                }
            }
            let wrong: [(why: String, basis: String, readers: [RecordID], field: String)] = [
                ("", "x", [named.id, other.id], "why"), ("ADOPTION", "", [named.id, other.id], "basis"),
                ("ADOPTION", "x", [named.id], "readers"),
                ("ADOPTION", "x", [named.id, try await service.person(as: .systemAdministrator).id], "readers"),
            ]
            for one in wrong {
                do {
                    try await service.proposeSeal(
                        of: made.child, why: one.why, basis: one.basis, records: [], readers: one.readers, by: manager)
                    Issue.record("\(one.field) was not asked")
                } catch let problems as Problems { #expect(problems.all.map(\.field) == [one.field]) }
            }
            let id = try await propose(service, made)
            let from = try await service.read(.wholeService(reason: "test")) {
                try #require(try $0.serviceRecord(IdentitySeal.self, id: id)).from
            }
            await #expect(throws: NotAllowed.self) { try await service.answerSeal(id, from: from, agrees: true, by: manager) }
            await #expect(throws: Conflict.self) { try await service.answerSeal(id, from: from - 1, agrees: true, by: second) }
            // Until somebody agrees nothing is hidden.
            let name = try await service.read(Scope(named, asAt: made.before)) {
                try $0.record(Child.self, child: made.child, id: made.child)?.nameUsed
            }
            #expect(name == "Quillon Zebedith")
            try await service.answerSeal(id, from: from, agrees: true, by: second)
            await #expect(throws: Conflict.self) { try await service.answerSeal(id, from: from, agrees: false, note: "No", by: second) }

            let reason = "The adoption agency asks for the earlier file"
            for person in [manager, second, try await service.person(as: .policeOfficer)] {
                await #expect(throws: NotAllowed.self) { try await service.openIdentity(id, reason: reason, by: person) }
                #expect(try await service.read(Scope(person)) { try $0.formerIdentity(id, of: made.child) } == nil)
            }
            #expect(try await service.read(Scope(named)) { try $0.formerIdentity(id, of: made.child) } == nil, "not without a reason")
            await #expect(throws: Problems.self) { try await service.openIdentity(id, reason: "work", by: named) }
            let opening = try await service.openIdentity(id, reason: reason, by: named)
            let opened = try #require(try await service.read(Scope(named)) { try $0.formerIdentity(id, of: made.child) })
            #expect(opened.earlier.map(\.nameUsed).contains("Quillon Zebedith") && opened.homes.map(\.line) == ["7 Former Lane"])
            #expect(
                try await service.read(Scope(other)) { try $0.formerIdentity(id, of: made.child) } == nil, "each opens it for themselves")
            await #expect(throws: NotAllowed.self) {
                try await service.reviewIdentityOpening(opening, finding: "NOT_NEEDED", found: "x", by: named)
            }
            try await service.reviewIdentityOpening(opening, finding: "NOT_NEEDED", found: "Nobody had asked", by: other)
            #expect(try await service.read(Scope(named)) { try $0.formerIdentity(id, of: made.child) } == nil, "what was not needed ends")
            try await service.openIdentity(id, reason: reason, by: named)
            clock.advance(days: 1)
            #expect(try await service.read(Scope(named)) { try $0.formerIdentity(id, of: made.child) } == nil, "its time is over")
            let actions = try await service.store.read { db in
                try db.rows("SELECT action FROM journal WHERE action LIKE 'identity.%' ORDER BY position") { $0.text(0) ?? "" }
            }
            #expect(actions == ["identity.propose", "identity.seal", "identity.open", "identity.review", "identity.open"])
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: what is saved as it was read keeps its words under the seal, and an old folder brings no former name back",
        arguments: Engine.available)
    func keptUnderTheSeal(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await make(service, clock)
            let old = try await service.export(.wholeService(reason: "test", asAt: made.before))
            _ = try await seal(service, made)
            let worker = try await service.person(as: .caseManager)
            try await service.write(Scope(worker), action: "contact.correct") { writer in
                let one = try #require(try writer.reader.record(Contact.self, child: made.child, id: made.contact))
                var shown = one.value
                shown.outcome = "He will go again"
                try writer.correct(Contact.self, child: made.child, id: one.id, from: one.from) { [shown] in $0 = shown }
            }
            let stored = try await service.store.read { db in
                try db.first("SELECT content FROM contact_version WHERE to_position IS NULL AND id = \(made.contact.uuid)") {
                    $0.text(0) ?? ""
                }
            }
            #expect(stored?.contains("Quillon") == true, "the words are still there, under the seal")
            let read = try await service.read(Scope(worker)) { try $0.record(Contact.self, child: made.child, id: made.contact)?.value }
            #expect(read?.content?.contains("Quillon") == false && read?.outcome == "He will go again")
            let brought = try await service.bringIn(old.filter { $0.name == "children.csv" }, source: "old")
            #expect(brought.refusals == [])
            let now = try await service.read(.wholeService(reason: "test")) {
                try $0.record(Child.self, child: made.child, id: made.child)?.value
            }
            #expect(now?.nameUsed == "Juniper Thorne" && now?.dateOfBirth?.iso == "2011-03-12")
            #expect(try await service.read(Scope(worker)) { try $0.search("Quillon", on: service.today, limit: 10).isEmpty })
        }
    }

    @Test(
        "S-PEO-14: a merged record of the former identity is sealed with it, also once the merge is undone; kept papers lose the name",
        arguments: Engine.available)
    func merged(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let whole = Scope.wholeService(reason: "test")
            let old = try await service.makeCase("Quillon", "Zebedith", born: "2011-03-09")
            let new = try await service.makeCase("Juniper", "Thorne", born: "2011-03-12")
            let merge = try await service.merge(old.child, into: new.child)
            let copy = try await service.write(whole, action: "test.papers") { writer -> RecordID in
                var panel = Panel()
                panel.heldOn = writer.recordedAt.londonDay
                var copy = PanelCopy()
                (copy.panel, copy.number, copy.audience, copy.recipient) = (try writer.create(panel), 1, "PANEL", "Bo Field")
                copy.madeAt = writer.recordedAt
                let paper = "{\"title\":\"Case\",\"text\":\"A line\\nQuillon Zebedith said\"}"
                try writer.keep([(child: new.child, bytes: Array(paper.utf8))], for: &copy)
                return try writer.create(copy)
            }
            clock.advance(days: 1)
            let made = Made(child: new.child, contact: new.contact, home: .unset, sister: new.child, before: clock.now)
            let readers = [try await service.person(as: .caseManager).id, try await service.person(as: .victimWorker).id]
            let id = try await service.proposeSeal(
                of: new.child, why: "ADOPTION", basis: "An order", records: [], readers: readers,
                by: try await service.person(as: .serviceManager))
            let from = try await service.read(whole) { try #require(try $0.serviceRecord(IdentitySeal.self, id: id)).from }
            try await service.answerSeal(id, from: from, agrees: true, by: try await service.person(as: .teamManager))
            #expect(try await !everything(service, whole, made).contains("Quillon"))
            let part = try await service.read(Scope(try await service.person(as: .teamManager))) { reader in
                let stored = try #require(try reader.serviceRecord(PanelCopy.self, id: copy)).value
                return try reader.parts(of: stored)?.first?.bytes.map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(part?.contains("A line\\n[removed] said") == true, "\(part ?? "nothing")")
            try await service.undo(merge: merge, of: new.child)
            #expect(
                try await service.read(whole) { try $0.record(Child.self, child: old.child, id: old.child)?.nameUsed } == "Juniper Thorne")
            #expect(try await service.read(whole) { try $0.search("Quillon", on: service.today, limit: 10).isEmpty })
            #expect(try await service.verify().faults == [])
        }
    }
}
