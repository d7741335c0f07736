import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Sealed former identities, one after another")
struct FormerIdentityAgainTests {
    private let whole = Scope.wholeService(reason: "test")

    private func link(_ service: Service, _ child: RecordID, _ name: String, to other: RecordID?, ended: Bool = false) async throws
        -> RecordID
    {
        try await service.write(whole, action: "test.link") { writer in
            var kin = Relationship()
            (kin.name, kin.relation, kin.knownChild) = (name, "SIBLING", other)
            if ended { kin.endDate = Day(iso: "2026-01-02") }
            return try writer.create(kin, child: child)
        }
    }

    @Test(
        "S-PEO-14: a second sealing hides what the first one's files kept: of a sister of the same name, and of a name in between",
        arguments: Engine.available)
    func twice(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (a, b) = (try await service.makeCase("Quillon", "Zebedith"), try await service.makeCase("Bevan", "Zebedith"))
            _ = try await link(service, b.child, "Quillon Zebedith", to: a.child)
            for one in [a, b] { try await service.say("Bevan and Quillon; the Zebedith family. Alwen too.", on: one) }
            try await service.seal(a.child, as: "Alwen", "Thorne")
            #expect(try await service.said(on: b) == "Bevan and [removed]; the Zebedith family. Alwen too.", "B is still called so")
            try await service.seal(b.child, as: "Rowan", "Thorne")
            for one in [a, b] {
                let said = try await service.said(on: one) ?? "nothing"
                for word in ["Bevan", "Quillon", "Zebedith"] { #expect(!said.contains(word), "\(word): \(said)") }
                #expect(said.contains("Alwen"))
            }
            try await service.seal(a.child, as: "Juniper", "Thorne")
            for one in [a, b] { #expect(try await service.said(on: one)?.contains("Alwen") == false) }
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: an entry that joins a sealed file comes under the seal, and a sealed file joins no other",
        arguments: Engine.available)
    func mergedSince(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let seal = try await made.seal(service)
            let twin = try await service.makeCase("Quillon", "Zebeditt", born: "2011-03-09")
            try await service.say("Quillon Zebeditt came", on: twin)
            await #expect(throws: Problems.self) { try await service.merge(made.child, into: twin.child) }
            let merge = try await service.merge(twin.child, into: made.child)
            for scope in [whole, whole.at(clock.now)] {
                let read = try await made.everything(service, scope)
                for word in ["Quillon", "Zebeditt "] { #expect(!read.contains(word), "\(word)") }
                #expect(try await service.read(scope) { try $0.merges(into: made.child).map(\.name) } == ["Juniper Thorne"])
            }
            // The sister is called nearly so.
            let found = try await service.read(whole) { try $0.search("Quillon Zebeditt", on: service.today, limit: 9).map(\.id) }
            #expect(!found.contains(made.child) && !found.contains(twin.child))
            let named = try await service.person(as: .caseManager)
            try await service.openIdentity(seal, reason: "The adoption agency asks for the earlier file", by: named)
            let opened = try await service.read(Scope(named)) { try $0.formerIdentity(seal, of: twin.child) }
            #expect(opened?.earlier.map(\.nameUsed).contains("Quillon Zebeditt") == true)
            // It was another child after all.
            try await service.undo(merge: merge, of: made.child)
            #expect(try await service.said(on: twin) == "Quillon Zebeditt came")
            #expect(try await service.verify().faults == [])
        }
    }

    @Test(
        "S-PEO-14: what changed since it was read is not agreed to, nor where fewer than two could open it",
        arguments: Engine.available)
    func read(_ engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await FormerIdentityMade.make(service, clock)
            let id = try await made.propose(service)
            let second = try await service.person(as: .teamManager)
            for change in 0..<3 {
                let (from, mark) = try await service.read(proposal: id)
                if change == 0 {
                    try await service.write(whole, action: "child.correct") { writer in
                        let one = try #require(try writer.reader.record(Child.self, child: made.child, id: made.child))
                        try writer.correct(Child.self, child: made.child, id: made.child, from: one.from) { $0.knownAs = "June" }
                    }
                } else if change == 1 {
                    try await service.write(whole, action: "address.correct") { writer in
                        let one = try #require(try writer.reader.record(HomeAddress.self, child: made.child, id: made.home))
                        try writer.correct(HomeAddress.self, child: made.child, id: made.home, from: one.from) { $0.line = "8 New Lane" }
                    }
                } else {
                    let twin = try await service.makeCase("Juniper", "Thorne")
                    try await service.merge(twin.child, into: made.child)
                }
                await #expect(throws: Conflict.self, "change \(change)") {
                    try await service.answerSeal(id, from: from, agrees: true, mark: mark, by: second)
                }
            }
            let left = try await service.person(as: .victimWorker).id
            func works(_ disabled: Bool) async throws {
                try await service.write(whole, action: "staff.correct") { writer in
                    let one = try #require(try writer.reader.serviceRecord(Staff.self, id: left))
                    try writer.correct(Staff.self, child: nil, id: left, from: one.from) { $0.disabled = disabled }
                }
            }
            try await works(true)
            await #expect(throws: Problems.self) { try await service.agree(to: id) }
            try await works(false)
            try await service.agree(to: id)
        }
    }

    @Test(
        "S-PEO-14: a sealed home or parent is a sister's still; who is around the child today keeps a name shared with who is sealed",
        arguments: Engine.available)
    func others(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (a, b) = (try await service.makeCase("Quillon", "Zebedith"), try await service.makeCase("Bevan", "Hollin"))
            _ = try await link(service, b.child, "Quillon Zebedith", to: a.child)
            _ = try await link(service, b.child, "Moss Hart", to: nil)
            _ = try await link(service, a.child, "Ida Hart", to: nil)
            let parent = try await link(service, a.child, "Moss Hart", to: nil, ended: true)
            let homes = try await service.write(whole, action: "test.homes") { writer in
                try [a.child, b.child].map { child in
                    var home = HomeAddress()
                    (home.line, home.postcode) = ("7 Former Lane, Sandholme", "ZZ9 9ZZ")
                    return try writer.create(home, child: child)
                }
            }
            let doctor = try await service.write(whole, action: "test.doctor") { writer in
                var one = Professional()
                (one.name, one.agency, one.phone) = ("Fern Loder", "Loder Clinic", "01632 960111")
                return try writer.create(one, child: a.child)
            }
            let told = "Quillon at 7 Former Lane with Moss Hart; Ida Hart rang Loder Clinic, 01632 960111."
            for one in [a, b] { try await service.say(told, on: one) }
            let keys = [("relationship", parent), ("address", homes[0]), ("professional", doctor)].map { RecordKey(kind: $0.0, id: $0.1) }
            try await service.seal(a.child, as: "Juniper", "Thorne", records: keys)
            try await service.read(whole) { reader in
                let home = try reader.records(HomeAddress.self, child: b.child).first?.value
                #expect(home?.line == "7 Former Lane, Sandholme" && home?.postcode == "ZZ9 9ZZ")
                #expect(try reader.records(Relationship.self, child: b.child).map(\.value.name).sorted() == ["Moss Hart", "[removed]"])
                #expect(try reader.records(Relationship.self, child: a.child).map(\.value.name) == ["Ida Hart"])
            }
            #expect(try await service.said(on: b) == told.replacing("Quillon", with: "[removed]"))
            let own = try await service.said(on: a) ?? ""
            for word in ["Quillon", "Former", "Moss", "Clinic", "960111"] { #expect(!own.contains(word), "\(word): \(own)") }
            #expect(own.contains("Ida Hart"))
        }
    }

    @Test(
        "S-PEO-14: files of the same police reference, and every entry of a child known to another, lose the former name too",
        arguments: Engine.available)
    func beside(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let a = try await service.makeCase("Quillon", "Zebedith")
            let (there, known, twin) = (
                try await service.makeCase("Bevan", "Hollin"), try await service.makeCase("Rue", "Sallow"),
                try await service.makeCase("Rue", "Sallowe")
            )
            _ = try await link(service, a.child, "Rue Sallow", to: twin.child)
            try await service.merge(twin.child, into: known.child)
            try await service.write(whole, action: "offence.correct") { writer in
                for one in [a, there] {
                    let offence = try #require(try writer.reader.record(Offence.self, child: one.child, id: one.offence))
                    try writer.correct(Offence.self, child: one.child, id: one.offence, from: offence.from) { $0.policeRef = "SH/77/26" }
                }
            }
            for one in [there, known] { try await service.say("With Quillon Zebedith", on: one) }
            try await service.seal(a.child, as: "Juniper", "Thorne")
            for one in [there, known] { #expect(try await service.said(on: one) == "With [removed]") }
        }
    }
}
