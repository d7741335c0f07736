import Casework
import TestSupport

@testable import Records

/// Runs made-up commands on a service, one after another, as a service's people would over a year: the same ones for the same seed.
struct RandomCommands {
    let service: Service
    let clock: TestClock
    var dice: Seeded
    private(set) var children: [RecordID] = []
    private var staff: [RecordID] = []
    /// Merges that stand, with the child each is kept with.
    private var merges: [(id: RecordID, child: RecordID)] = []

    init(_ service: Service, _ clock: TestClock, seed: UInt64) {
        self.service = service
        self.clock = clock
        dice = Seeded(seed)
    }

    /// Moves the clock, sometimes not at all and sometimes back, and runs one command.
    mutating func step() async throws {
        clock.advance(milliseconds: [0, 0, 1, 40, 5_000, 3_600_000, 86_400_000, -3_600_000].randomElement(using: &dice) ?? 1)
        if staff.isEmpty { staff = [try await service.person(as: .caseManager).id, try await service.person(as: .deliveryWorker).id] }
        guard children.count >= 3, let child = children.randomElement(using: &dice) else { return try await addChild() }
        switch Int.random(in: 0..<20, using: &dice) {
        case 0, 1: try await addChild()
        case 2, 3, 4: try await addRecords(child)
        case 5, 6, 7: try await change(child, Offence.self) { $0.place = $0.place.map { $0 + "a" } ?? "Mill Lane" }
        case 8, 9: try await change(child, Contact.self) { $0.content = ($0.content ?? "") + " More." }
        case 10: try await change(child, Child.self) { $0.strengths = ($0.strengths ?? "") + " Football." }
        case 11, 12: try await withdraw(child, Contact.self)
        case 13: try await withdraw(child, Offence.self)
        case 14: try await withdraw(child, Alert.self)
        case 15: try await change(child, Referral.self) { $0.closedDate = $0.closedDate == nil ? $0.receivedDate + 30 : nil }
        case 16, 17: try await merge(child)
        case 18: try await undoMerge()
        default: try await change(child, Allocation.self) { $0.endDate = $0.endDate == nil ? $0.startDate + 90 : nil }
        }
    }

    private mutating func addChild() async throws {
        let names = ["Robin", "Ash", "Rowan", "Jay", "Wren"]
        let child = Fixtures.child(names.randomElement(using: &dice) ?? "Robin", "Made\(children.count)")
        children.append(try await service.write(.wholeService(reason: "test"), action: "test") { try $0.create(child) })
    }

    private mutating func addRecords(_ child: RecordID) async throws {
        let day =
            Day(year: 2026, month: Int.random(in: 1...10, using: &dice), day: Int.random(in: 1...28, using: &dice)) ?? Day(number: 20000)
        guard let worker = staff.randomElement(using: &dice) else { return }
        try await service.write(.wholeService(reason: "test"), action: "test") { writer in
            let offence = try writer.create(Fixtures.offence(on: day.iso), child: child)
            var referral = Referral()
            (referral.receivedDate, referral.offences) = (day + 3, [offence])
            try writer.create(referral, child: child)
            try writer.create(Fixtures.outcome(of: offence, on: (day + 5).iso), child: child)
            try writer.create(Fixtures.contact(at: "\((day + 9).iso)T10:00"), child: child)
            var alert = Alert()
            (alert.type, alert.startDate) = (ShippedCodes.codes.all("alert").first?.token ?? "", day)
            try writer.create(alert, child: child)
            var allocation = Allocation()
            (allocation.staff, allocation.startDate) = (worker, day)
            allocation.part = ShippedCodes.codes.all("allocation_part").first?.token ?? ""
            try writer.create(allocation, child: child)
        }
    }

    private mutating func one<R: RecordKind>(_ child: RecordID, _ type: R.Type) async throws -> Stored<R>? {
        let all = try await service.read(.wholeService(reason: "test")) { try $0.records(type, child: child) }
        return all.randomElement(using: &dice)
    }

    private mutating func change<R: RecordKind>(_ child: RecordID, _ type: R.Type, _ change: @escaping @Sendable (inout R) -> Void)
        async throws
    {
        guard let found = try await one(child, type) else { return }
        try await service.write(.wholeService(reason: "test"), action: "test") { writer in
            try writer.correct(type, child: child, id: found.id, from: found.from, change)
        }
    }

    /// Refused while something points at it, which is as good a command as any.
    private mutating func withdraw<R: RecordKind>(_ child: RecordID, _ type: R.Type) async throws {
        guard let found = try await one(child, type) else { return }
        do {
            try await service.write(.wholeService(reason: "test"), action: "test", note: "Entered twice") { writer in
                try writer.withdraw(type, child: child, id: found.id, from: found.from)
            }
        } catch is Problems {}
    }

    private mutating func merge(_ child: RecordID) async throws {
        guard let other = children.randomElement(using: &dice) else { return }
        do {
            merges.append((try await service.merge(other, into: child), child))
        } catch is Problems {}
    }

    private mutating func undoMerge() async throws {
        guard !merges.isEmpty else { return }
        let (id, child) = merges.remove(at: Int.random(in: merges.indices, using: &dice))
        try await service.undo(merge: id, of: child)
    }
}
