import Casework
import Practice
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Reference data kept between requests")
struct ReferenceTests {
    private func label(_ service: Service, _ scope: Scope) async throws -> String? {
        try await service.read(scope) { try $0.codes().label("alert", "WEAPONS") }
    }

    private func relabel(_ service: Service, _ label: String) async throws {
        let scope = Scope.wholeService(reason: "test")
        let code = try await service.read(scope) { reader in
            try reader.serviceRecords(Code.self).first { $0.list == "alert" && $0.token == "WEAPONS" }
        }
        let found = try #require(code)
        try await service.write(scope, action: "code.correct") {
            try $0.correct(Code.self, child: nil, id: found.id, from: found.from) { $0.label = label }
        }
    }

    @Test("A label changed by one request is the label of the next", arguments: Engine.available)
    func changedLabel(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let manager = Scope(try await service.person(as: .caseManager))
            #expect(try await label(service, manager) == "Weapons")
            #expect(try await label(service, manager) == "Weapons")
            try await relabel(service, "Carries a weapon")
            #expect(try await label(service, manager) == "Carries a weapon")
        }
    }

    @Test(
        "S-INF-11: what one process changes of codes, settings and staff the other shows at its next request, though it had kept them",
        arguments: Engine.available)
    func otherProcess(engine: Engine) async throws {
        try await withService(engine) { mine, clock in
            // Opened apart, it has a memory of its own, as another process has.
            let theirs = try await Service.open("SAN", store: mine.store, access: mine.accessStore, clock: { clock.now })
            let scope = Scope.wholeService(reason: "test")
            func seen(_ service: Service) async throws -> [String] {
                try await service.read(scope) { reader in
                    [
                        try reader.codes().label("alert", "WEAPONS") ?? "", "\(try reader.outOfCourtDays())",
                        try reader.staffByName().map(\.name).joined(separator: ", "),
                    ]
                }
            }
            var last = try await seen(theirs)
            #expect(try await seen(mine) == last)
            for round in 1...3 {
                try await relabel(mine, "Weapons \(round)")
                try await mine.write(scope, action: "setting.change") { writer in
                    let own = try writer.reader.serviceRecords(Setting.self).first { $0.name == Settings.wholeProcess.name }
                    var setting = own?.value ?? Setting()
                    (setting.name, setting.text, setting.basis) = (Settings.wholeProcess.name, "\(40 + round)", "test")
                    let changed = setting
                    if let own {
                        try writer.correct(Setting.self, child: nil, id: own.id, from: own.from) { $0 = changed }
                    } else {
                        try writer.create(changed, ref: changed.name)
                    }
                }
                try await mine.write(scope, action: "staff.add") { writer in
                    var staff = Staff()
                    (staff.user, staff.name) = ("new-\(round)", "New \(round)")
                    try writer.create(staff)
                }
                let now = try await seen(theirs)
                #expect(now[0] == "Weapons \(round)" && now[1] == "\(40 + round)" && now[2].contains("New \(round)"))
                #expect(now != last)
                #expect(try await seen(mine) == now)
                last = now
            }
        }
    }

    @Test("Entries that change no code leave it kept, and a change after many of them is still seen", arguments: Engine.available)
    func manyEntries(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let manager = Scope(person)
            #expect(try await label(service, manager) == "Weapons")
            let first = try #require(service.reference["codes"])
            _ = try await service.makeCase(by: person)
            #expect(try await label(service, manager) == "Weapons")
            let second = try #require(service.reference["codes"])
            #expect(second.from == first.from)
            #expect(second.to > first.to)
            for _ in 0..<60 { _ = try await service.makeCase(by: person) }
            try await relabel(service, "Carries a weapon")
            #expect(try await label(service, manager) == "Carries a weapon")
        }
    }

    @Test(
        "What derived rows need of the service is kept from save to save, and a changed team is seen by the save that changes it",
        arguments: Engine.available)
    func surroundings(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let scope = Scope.wholeService(reason: "test")
            let worker = try await service.person(as: .caseManager).id
            let child = try await service.makeCase().child
            func save(team: String?) async throws -> [String?] {
                try await service.write(scope, action: "test") { writer in
                    if let team, let staff = try writer.reader.serviceRecord(Staff.self, id: worker) {
                        try writer.correct(Staff.self, child: nil, id: worker, from: staff.from) { $0.team = team }
                    }
                    var allocation = Allocation()
                    (allocation.staff, allocation.part, allocation.startDate) = (worker, "CASE_MANAGER", writer.reader.service.today)
                    try writer.create(allocation, child: child)
                }
                return try await service.read(scope) { try $0.lines(of: [child], on: clock.now.londonDay).map(\.team) }
            }
            #expect(try await save(team: nil) == [nil])
            let first = try #require(service.reference["surroundings"])
            #expect(try await save(team: nil) == [nil])
            let second = try #require(service.reference["surroundings"])
            #expect(second.from == first.from && second.to > first.to)
            #expect(try await save(team: "Harbour") == ["Harbour"])
            #expect(try await save(team: nil) == ["Harbour"])
        }
    }

    @Test("A change that was rolled back is never shown", arguments: Engine.available)
    func rolledBack(engine: Engine) async throws {
        struct Stop: Error {}
        try await withService(engine) { service, _ in
            let manager = Scope(try await service.person(as: .caseManager))
            #expect(try await label(service, manager) == "Weapons")
            let scope = Scope.wholeService(reason: "test")
            await #expect(throws: Stop.self) {
                try await service.store.write { db in
                    let writer = try service.begin(db, scope)
                    let codes = try writer.reader.serviceRecords(Code.self)
                    guard let code = codes.first(where: { $0.list == "alert" && $0.token == "WEAPONS" }) else { return }
                    try writer.correct(Code.self, child: nil, id: code.id, from: code.from) { $0.label = "Never" }
                    try service.finish(writer, action: "code.correct", note: nil)
                    let after = Reader(db: db, service: service, scope: scope)
                    #expect(try after.codes().label("alert", "WEAPONS") == "Never")
                    throw Stop()
                }
            }
            #expect(try await label(service, manager) == "Weapons")
            try await relabel(service, "Carries a weapon")
            #expect(try await label(service, manager) == "Carries a weapon")
        }
    }

    @Test("Whoever may not see reference data leaves none of their blanks to others", arguments: Engine.available)
    func sight(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let administrator = Scope(try await service.person(as: .systemAdministrator))
            _ = try await label(service, administrator)
            let manager = Scope(try await service.person(as: .caseManager))
            #expect(try await label(service, manager) == "Weapons")
        }
    }
}
