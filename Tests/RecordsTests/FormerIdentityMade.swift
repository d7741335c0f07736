import Casework
import Storage
import TestSupport
import Testing

@testable import Records

/// A child who was Quillon Zebedith and is Juniper Thorne, with what was written of the first.
struct FormerIdentityMade {
    let child: RecordID
    let contact: RecordID
    let home: RecordID
    let sister: RecordID
    let before: Instant

    static func make(_ service: Service, _ clock: TestClock) async throws -> FormerIdentityMade {
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
        return FormerIdentityMade(child: made.child, contact: made.contact, home: home, sister: sister.child, before: before)
    }

    func propose(_ service: Service) async throws -> RecordID {
        let readers = [try await service.person(as: .caseManager).id, try await service.person(as: .victimWorker).id]
        return try await service.proposeSeal(
            of: child, why: "ADOPTION", basis: "An order of May", records: [RecordKey(kind: "address", id: home)],
            readers: readers, by: try await service.person(as: .serviceManager))
    }

    func seal(_ service: Service) async throws -> RecordID {
        let id = try await propose(service)
        let from = try await service.read(.wholeService(reason: "test")) {
            try #require(try $0.serviceRecord(IdentitySeal.self, id: id)).from
        }
        try await service.answerSeal(id, from: from, agrees: true, by: try await service.person(as: .teamManager))
        return id
    }

    /// Everything a reader of this scope is handed of the service's children, as text.
    func everything(_ service: Service, _ scope: Scope) async throws -> String {
        try await service.read(scope) { reader in
            var all = ""
            func add<R: RecordKind>(_ type: R.Type) throws {
                for one in [child, sister] {
                    let found = try reader.records(type, child: one) + reader.everyVersion(type, child: one).flatMap { $0 }
                    for one in found { all += R.kind.fields.map { "\($0.get(one.value))" }.joined(separator: "|") + "\n" }
                }
                for one in try reader.everywhere(type) { all += R.kind.fields.map { "\($0.get(one.value))" }.joined(separator: "|") + "\n" }
            }
            for kind in allKinds where kind.scope == .child { try add(kind.type) }
            let history = try reader.history(Child.self, child: child, id: child)
            for trail in try reader.trails(history.map(\.from)).values { all += trail.note ?? "" }
            for line in try reader.search("Thorne", on: service.today, limit: 10) { all += line.name }
            let needs = Child.kind.fields.map(\.name)
            try reader.caseFiles([Need(Child.self, fields: needs)]) { file in all += "\(file.child.value)" }
            return all
        }
    }
}
