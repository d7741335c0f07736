import Casework
import Demo
import Foundation
import Practice
import Records
import Storage
import Synchronization

/// Writes a made-up service month by month, as it would have been written, so that the past can be read as it was known.
struct DemoLoader {
    let service: Service
    private let made: DemoService
    private let past: SettableClock
    private let isQuiet: Bool

    /// A clock that is told what time it is: the made-up past has one of its own.
    final class SettableClock: Sendable {
        private let instant: Mutex<Instant>
        init(_ instant: Instant) { self.instant = Mutex(instant) }
        func set(_ now: Instant) { instant.withLock { $0 = now } }
        func now() -> Instant { instant.withLock { $0 } }
    }

    init(
        _ made: DemoService, code: String = DemoService.code, name: String = DemoService.title, records: any SQLStore,
        access: any SQLStore, isQuiet: Bool
    ) async throws {
        self.made = made
        self.isQuiet = isQuiet
        let past = SettableClock(Instant(day: made.options.from, milliseconds: 9 * 3_600_000))
        self.past = past
        service = try await Service.open(code, name: name, store: records, access: access, clock: { past.now() })
    }

    func load() async throws -> [SignIn] {
        let signIns = try await loadService()
        let started = Date()
        // A chunk of children at a time, each month of it one entry: memory stays bounded however many there are.
        var batch = DemoBatch()
        for one in made.boardMembers { batch.add(one) }
        for one in made.board { batch.add(one) }
        for one in made.resources { batch.add(one) }
        for one in made.agreements { batch.add(one) }
        var done = 0
        for child in made.children {
            batch.add(child)
            done += 1
            if batch.count > 20_000 || done == made.children.count {
                try await write(batch)
                batch = DemoBatch()
                if !isQuiet, Date().timeIntervalSince(started) > 2 {
                    FileHandle.standardError.write(Data("\r\(done) of \(made.children.count.counted("child", "children"))".utf8))
                }
            }
        }
        if !isQuiet { FileHandle.standardError.write(Data("\n".utf8)) }
        try await askForAccess()
        return signIns
    }

    /// One subject access request in progress, so that its page is not empty.
    private func askForAccess() async throws {
        let received = made.options.through - 12
        guard let child = made.children.first(where: { $0.recordedOn <= received }),
            let checker = made.staff.first(where: { $0.role == .serviceManager })
        else { return }
        var request = SubjectAccess()
        (request.requester, request.receivedOn, request.checker) = ("CHILD", received, checker.id)
        request.requesterName = [child.child.givenName, child.child.familyName].compactMap { $0 }.joined(separator: " ")
        (request.identityHow, request.identityOn) = ("KNOWN", received + 1)
        past.set(min(Instant(day: made.options.through, milliseconds: 18 * 3_600_000), Clock.now()))
        // And one breach that was found, told of and closed.
        var breach = Breach()
        (breach.type, breach.what) = (
            "SENT_WRONG", "A letter about one family went to another family of the same street, and was handed back unread."
        )
        (breach.happenedOn, breach.foundAt, breach.foundBy) = (
            received - 30, Instant(day: received - 29, milliseconds: 36_000_000), checker.id
        )
        (breach.affected, breach.risk, breach.riskReason) = ("One child and a parent", "UNLIKELY", "The envelope came back closed.")
        (breach.toldOn, breach.notReported) = (received - 29, "Nobody read it.")
        (breach.lessons, breach.closedOn, breach.closedBy) = ("Addresses are read aloud before letters leave.", received - 20, checker.id)
        try await service.bringIn(
            action: "demo",
            [
                NewRecord(request, id: RecordID.new(at: past.now()), ref: "subject-access-1", child: child.id),
                NewRecord(breach, id: RecordID.new(at: past.now()), ref: "breach-1", child: nil),
            ])
    }

    private func write(_ batch: DemoBatch) async throws {
        for (month, staged) in batch.months.sorted(by: { $0.key < $1.key }) {
            // The running month is not over: nothing made up is recorded later than now.
            past.set(min(Instant(day: month, milliseconds: 18 * 3_600_000), Clock.now()))
            try await service.bringIn(action: "demo", staged)
        }
    }

    /// Reference tables, staff, their roles and passwords.
    private func loadService() async throws -> [SignIn] {
        let made = made
        var signIns: [SignIn] = []
        var credentials: [(RecordID, String)] = []
        for staff in made.staff {
            let password = DemoLoader.passphrase()
            credentials.append((staff.id, try await Password.hash(password, cost: .cheap)))
            if !signIns.contains(where: { $0.role == staff.role.rawValue }) {
                signIns.append(SignIn(role: staff.role.rawValue, user: staff.value.user, password: password))
            }
        }
        var staged: [NewRecord] = []
        staged += made.areas.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        staged += made.populations.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        staged += made.comparators.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        staged += made.postcodes.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        staged += made.staff.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        staged += made.staff.map { NewRecord($0.holding, id: $0.holdingID, ref: $0.holdingRef, child: nil) }
        staged += made.duties.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        for sitting in made.sittings {
            staged.append(NewRecord(sitting.panel.value, id: sitting.panel.id, ref: sitting.panel.ref, child: nil))
            staged += sitting.members.map { NewRecord($0.value, id: $0.id, ref: $0.ref, child: nil) }
        }
        for (place, (staff, hash)) in credentials.enumerated() {
            var credential = Credential()
            credential.staff = staff
            credential.hash = hash
            staged.append(NewRecord(credential, id: RecordID.new(at: past.now()), ref: "credential-\(place + 1)", child: nil))
        }
        staged += DemoLoader.noFactors(at: past.now())
        try await service.bringIn(action: "demo", staged)
        return signIns
    }

    /// No role is asked for a second factor.
    static func noFactors(at moment: Instant) -> [NewRecord] {
        Role.allCases.map { role in
            var factor = Setting()
            (factor.name, factor.text) = (Practice.Settings.secondFactor(role).name, "0")
            factor.basis =
                "Everybody here is made up, and newcomers are to get in with the password they are shown. A service of your own requires one."
            return NewRecord(factor, id: RecordID.new(at: moment), ref: factor.name, child: nil)
        }
    }

    /// Three made-up words and a number: easy to type, not one of a list.
    static func passphrase() -> String {
        let words = [
            "harbour", "lantern", "meadow", "copper", "juniper", "saddle", "thimble", "walnut", "ember", "paddle", "clover", "anchor",
            "pebble", "marble", "orchard", "timber",
        ]
        func word() -> String { words.randomElement() ?? "harbour" }
        return "\(word())-\(word())-\(word())-\(Int.random(in: 100...999))"
    }
}

/// Records of a chunk of children by the month they were written.
struct DemoBatch {
    private(set) var months: [Day: [NewRecord]] = [:]
    private(set) var count = 0

    mutating func add(_ child: DemoChild) {
        append(NewRecord(child.child, id: child.id, ref: child.ref, child: child.id), on: child.recordedOn)
        for record in child.records {
            append(NewRecord(record.record, id: record.id, ref: record.ref, child: child.id), on: max(record.recordedOn, child.recordedOn))
        }
    }

    mutating func add(_ one: DemoEntry<BoardAttendance>) {
        append(NewRecord(one.value, id: one.id, ref: one.ref, child: nil), on: one.value.meetingDate)
    }

    mutating func add(_ one: DemoEntry<BoardMember>) {
        append(NewRecord(one.value, id: one.id, ref: one.ref, child: nil), on: one.value.startDate)
    }

    mutating func add(_ one: DemoEntry<Agreement>) {
        append(NewRecord(one.value, id: one.id, ref: one.ref, child: nil), on: one.value.startDate)
    }

    mutating func add(_ one: DemoEntry<Resource>) {
        append(NewRecord(one.value, id: one.id, ref: one.ref, child: nil), on: one.value.periodEnding)
    }

    private mutating func append(_ record: NewRecord, on day: Day) {
        let (year, month, _) = day.parts
        let end = (Day(year: year, month: month, day: 1) ?? day).adding(months: 1) - 1
        months[end, default: []].append(record)
        count += 1
    }
}
