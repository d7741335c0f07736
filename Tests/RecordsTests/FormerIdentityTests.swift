import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("A sealed former identity")
struct FormerIdentityTests {
    private static let words = ["Quillon", "Zebedith", "2011-03-09", "9 March 2011", "Former Lane", "ZZ9 9ZZ"]

    @Test(
        "S-PEO-14: once sealed no reader is handed a former identity, now, earlier, in search, drafts or export; the chain stays whole",
        arguments: Engine.available)
    func sealed(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
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
            let open = try await made.everything(service, whole) + made.everything(service, whole.at(made.before))
            for word in ["Quillon", "Zebedith", "Former Lane", "ZZ9 9ZZ"] { #expect(open.contains(word), "\(word) is there to be sealed") }
            #expect(try await export().contains("Quillon"))
            let id = try await made.seal(service)
            for role in Role.allCases.map(Optional.some) + [nil] {
                let scope = if let role { Scope(try await service.person(as: role)) } else { whole }
                for moment in [nil, made.before] {
                    let read = try await made.everything(service, scope.at(moment))
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
            let made = try await FormerIdentityMade.make(service, clock)
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
            let id = try await made.propose(service)
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
}
