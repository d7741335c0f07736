import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Derived tables")
struct DerivedTests {
    @Test(
        "After any commands, merges and undoings among them, a rebuild makes the same rows", arguments: Engine.available,
        [UInt64(7), 1_912])
    func rebuild(engine: Engine, seed: UInt64) async throws {
        try await withService(engine) { service, clock in
            var commands = RandomCommands(service, clock, seed: seed)
            for step in 1...45 {
                try await commands.step()
                guard step % 15 == 0 else { continue }
                let kept = try await service.derivedRows()
                #expect(try await service.rebuild() == commands.children.count)
                let rebuilt = try await service.derivedRows()
                #expect(Set(kept).subtracting(rebuilt) == [], "after step \(step)")
                #expect(Set(rebuilt).subtracting(kept) == [], "after step \(step)")
            }
        }
    }

    @Test("Days going by bring no new row, and take only tasks past their last day", arguments: Engine.available)
    func daysGoBy(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            var commands = RandomCommands(service, clock, seed: 3)
            for _ in 1...30 { try await commands.step() }
            _ = try await service.rebuild()
            let before = try await service.derivedRows()
            clock.advance(days: 40)
            _ = try await service.rebuild()
            let after = try await service.derivedRows()
            #expect(Set(after).subtracting(before) == [])
            let today = clock.now.londonDay.iso
            for gone in Set(before).subtracting(after) {
                let cells = gone.split(separator: "|", omittingEmptySubsequences: false)
                #expect(gone.hasPrefix("task: ") && cells[cells.count - 2] < today, "\(gone)")
            }
        }
    }

    @Test("S-PEO-10: a list by alert holds the children whose alert runs that day, and counts no other", arguments: Engine.available)
    func byAlert(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let today = clock.now.londonDay
            let token = try #require(ShippedCodes.codes.all("alert").first?.token)
            let (running, ended) = (try await service.makeCase("Robin").child, try await service.makeCase("Ash").child)
            try await service.write(.wholeService(reason: "test"), action: "x") { writer in
                for (child, end) in [(running, nil), (ended, today - 1)] as [(RecordID, Day?)] {
                    var alert = Alert()
                    (alert.type, alert.startDate, alert.endDate) = (token, today - 30, end)
                    try writer.create(alert, child: child)
                }
            }
            let scope = Scope(try await service.person(as: .caseManager))
            let found = try await service.read(scope) { try $0.children(ChildFilter(alert: token), on: today, offset: 0, limit: 50) }
            #expect(found.lines.map(\.id) == [running])
            #expect(found.count == 1)
        }
    }

    @Test("A child withdrawn as made in error leaves lists, search and tasks", arguments: Engine.available)
    func deleted(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let made = try await service.makeCase()
            #expect(try await service.derivedRows().contains { $0.hasPrefix("child_list") })
            try await service.write(.wholeService(reason: "test"), action: "child.correct") { writer in
                guard let child = try writer.reader.record(Child.self, child: made.child, id: made.child) else { throw NotAllowed() }
                try writer.correct(Child.self, child: made.child, id: made.child, from: child.from) { $0.deleted = true }
            }
            #expect(try await service.derivedRows() == [])
        }
    }
}
