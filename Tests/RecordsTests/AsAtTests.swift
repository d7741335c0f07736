import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("As it was known then")
struct AsAtTests {
    @Test("S-INF-11: as at each moment answers what was read then, and goes on answering it", arguments: Engine.available)
    func property(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            var commands = RandomCommands(service, clock, seed: 20_261_121)
            // By moment, for two commands of one millisecond are one moment: the later answer is its answer.
            var then: [Instant: [String]] = [:]
            var order: [Instant] = []
            for step in 1...60 {
                try await commands.step()
                let head = try await service.headMoment()
                #expect(order.last.map { $0 <= head } ?? true, "recorded_at went back")
                then[head] = try await service.snapshot(of: commands.children)
                if order.last != head { order.append(head) }
                guard step % 20 == 0 else { continue }
                for (index, moment) in order.enumerated() {
                    let answer = then[moment] ?? []
                    // Children added later answer with nothing but their own empty heading, so only those there then are asked.
                    let asked = answer.compactMap { $0.hasPrefix("file ") ? RecordID(String($0.dropFirst(5))) : nil }
                    #expect(try await service.snapshot(of: asked, asAt: moment) == answer, "as at \(moment.iso), after step \(step)")
                    guard index + 1 < order.count else { continue }
                    let justBefore = Instant(milliseconds: order[index + 1].milliseconds - 1)
                    #expect(try await service.snapshot(of: asked, asAt: justBefore) == answer, "just before the next")
                }
            }
            #expect(order.count > 15)
            #expect(try await service.verify().faults == [])
        }
    }

    @Test("Before anything was recorded there is nothing to read", arguments: Engine.available)
    func beforeTheStart(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await service.makeCase()
            let scope = Scope.wholeService(reason: "test", asAt: Instant(milliseconds: TestClock.start.milliseconds - 1))
            #expect(try await service.read(scope) { try $0.record(Child.self, child: made.child, id: made.child)?.id } == nil)
            #expect(try await service.read(scope) { try $0.dumpFiles() } == [])
        }
    }

    @Test("A clock set back writes no earlier moment than the one before, and the order stands", arguments: Engine.available)
    func clockSetBack(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            clock.advance(days: 1)
            let made = try await service.makeCase()
            let late = try await service.headMoment()
            clock.advance(days: -5)
            let contact = try await service.read(.wholeService(reason: "test")) {
                try $0.record(Contact.self, child: made.child, id: made.contact)
            }
            let from = try #require(contact).from
            try await service.write(.wholeService(reason: "test"), action: "x") {
                try $0.correct(Contact.self, child: made.child, id: made.contact, from: from) { $0.aim = "After" }
            }
            #expect(try await service.headMoment() == late)
            let now = try await service.read(.wholeService(reason: "test", asAt: late)) {
                try $0.record(Contact.self, child: made.child, id: made.contact)?.aim
            }
            #expect(now == "After")
        }
    }

    @Test("Access as at a moment is today's: a role ended since reads nothing of then", arguments: Engine.available)
    func accessIsTodays(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let made = try await service.makeCase()
            let police = try await service.person(as: .policeOfficer)
            let then = service.now
            clock.advance(days: 1)
            let seen = try await service.read(Scope(police, asAt: then)) { try $0.record(Child.self, child: made.child, id: made.child) }
            #expect(seen?.value.nameUsed == "Robin Vale")
            let administrator = try await service.person(as: .systemAdministrator)
            #expect(try await service.read(Scope(administrator, asAt: then)) { try $0.dump(child: made.child) } == [])
        }
    }
}

extension Service {
    /// When the journal's last entry was recorded.
    func headMoment() async throws -> Instant {
        let id = id
        return try await store.read { db in
            try db.first("SELECT recorded_at FROM journal_head WHERE service = \(id)") { try $0.instant(0) } ?? Instant(milliseconds: 0)
        }
    }
}
