import Casework
import Practice
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Managing staff")
struct StaffAdminTests {
    @Test("A one-time password must be changed, runs out, and ends with the first of one's own", arguments: Engine.available)
    func oneTime(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let browser = try await service.remember(browser: nil, of: person.id)
            try await service.resetPassword(user: person.user, to: "told-on-the-phone", cost: .cheap)
            #expect(try await service.need(of: person.id, hasFactor: false) == .password)
            #expect(try await !service.knows(browser, person.id))
            #expect(try await service.signInCheck(user: person.user)?.isOver == false)
            clock.advance(minutes: 72 * 60)
            #expect(try await service.signInCheck(user: person.user)?.isOver == true)
            try await service.resetPassword(user: person.user, to: "told-once-more", cost: .cheap)
            let kept = try await service.startSession(staff: person.id)
            let other = try await service.startSession(staff: person.id)
            try await service.choosePassword("one of my own", of: person.id, session: kept, cost: .cheap)
            #expect(try await service.need(of: person.id, hasFactor: false) == nil)
            #expect(try await service.isPassword("one of my own", of: person.id))
            clock.advance(minutes: 29)
            #expect(try await service.person(session: kept) != nil)
            #expect(try await service.person(session: other) == nil)
            clock.advance(days: 60)
            #expect(try await service.signInCheck(user: person.user)?.isOver == false, "one's own does not run out")
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("S-PEO-14: a new role holds at once, and the one before ended the day before", arguments: Engine.available)
    func role(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let administrator = try await service.person(as: .systemAdministrator)
            let person = try await service.person(as: .caseManager)
            func change(_ role: Role) async throws {
                let from = try await service.read(.wholeService(reason: "test")) { try $0.serviceRecord(Staff.self, id: person.id)?.from }
                try await service.changeStaff(person.id, from: from ?? 0, role: role, by: administrator) { staff in
                    (staff.team, staff.user, staff.disabled) = ("East", "another.user", true)
                }
            }
            let token = try await service.startSession(staff: person.id)
            try await change(.analyst)
            let now = try #require(try await service.person(session: token))
            #expect(now.access.role == .analyst && now.team == "East" && now.user == person.user)
            // Twice on one day is one holding put right.
            try await change(.businessSupport)
            let held = try await service.read(.wholeService(reason: "test")) { reader in
                try reader.serviceRecords(RoleHolding.self).filter { $0.staff == person.id }.sorted { $0.startDate < $1.startDate }
            }
            let today = clock.now.londonDay
            #expect(held.map(\.role) == ["case_manager", "business_support"])
            #expect(held.map(\.endDate) == [today - 1, nil] && held.last?.startDate == today)
        }
    }

    @Test("Nobody changes their own role or shuts themselves out, and the last administrator stays", arguments: Engine.available)
    func bounds(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let administrator = try await service.person(as: .systemAdministrator)
            func from(_ id: RecordID) async throws -> Int64 {
                try await service.read(.wholeService(reason: "test")) { try $0.serviceRecord(Staff.self, id: id)?.from } ?? 0
            }
            let own = try await from(administrator.id)
            await #expect(throws: StaffError.own) {
                try await service.changeStaff(administrator.id, from: own, role: .serviceManager, by: administrator) { _ in }
            }
            try await service.changeStaff(administrator.id, from: own, role: .systemAdministrator, by: administrator) { $0.team = "Office" }
            await #expect(throws: StaffError.own) { try await service.disableStaff(user: administrator.user, by: administrator) }
            await #expect(throws: StaffError.lastAdministrator) { try await service.disableStaff(user: administrator.user) }
            var staff = Staff()
            (staff.user, staff.name) = ("second.administrator", "Second Administrator")
            let second = try await service.addStaff(
                staff, role: .systemAdministrator, password: testPassword, cost: .cheap, by: administrator)
            try await service.disableStaff(user: administrator.user)
            let other = try await service.read(.wholeService(reason: "test")) { try $0.person(staff: second, on: service.today) }
            let person = try #require(other)
            await #expect(throws: StaffError.lastAdministrator) { try await service.disableStaff(user: "second.administrator") }
            try await service.enableStaff(user: administrator.user, by: person)
            let now = try await from(administrator.id)
            try await service.changeStaff(administrator.id, from: now, role: .analyst, by: person) { _ in }
        }
    }

    @Test("Only who manages staff does any of it", arguments: Engine.available)
    func others(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let other = try await service.person(as: .analyst)
            for role in Role.allCases where role != .systemAdministrator {
                let person = try await service.person(as: role)
                await #expect(throws: NotAllowed.self) { try await service.disableStaff(user: other.user, by: person) }
                await #expect(throws: NotAllowed.self) { try await service.enableStaff(user: other.user, by: person) }
                await #expect(throws: NotAllowed.self) {
                    try await service.changeStaff(other.id, from: 1, role: .systemAdministrator, by: person) { _ in }
                }
                if person.id != other.id {
                    await #expect(throws: NotAllowed.self) {
                        try await service.endSessions(of: other.id, by: person, page: "/staff/{id}")
                    }
                }
            }
        }
    }

    @Test(
        "A service that shortens its limits shortens the sign-ins that run; each is listed with its browser and ended",
        arguments: Engine.available)
    func limits(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let one = try await service.startSession(staff: person.id, browser: "Firefox on Windows")
            clock.advance(minutes: 10)
            let two = try await service.startSession(staff: person.id, browser: "Safari on iPhone")
            let listed = try await service.sessions(of: person.id, asking: one)
            #expect(listed.map(\.browser) == ["Safari on iPhone", "Firefox on Windows"])
            #expect(listed.map(\.isCurrent) == [false, true])
            let times = try #require(try await service.person(session: two) { _, _ in }?.times)
            #expect((times.idle, times.longest, times.warning) == (1800, 36_000, 300))
            try await service.set("sign_in.idle", "6")
            clock.advance(minutes: 5)
            #expect(try await service.person(session: one) == nil)
            #expect(try await service.person(session: two) { _, _ in }?.times.warning == 180)
            try await service.set("sign_in.longest", "1")
            for _ in 0..<10 {
                clock.advance(minutes: 5)
                _ = try await service.person(session: two)
            }
            clock.advance(minutes: 5)
            #expect(try await service.person(session: two) == nil)
            let three = try await service.startSession(staff: person.id)
            let other = try await service.person(as: .analyst)
            let entry = try #require(try await service.sessions(of: person.id).first?.entry)
            try await service.endSession(entry: entry, of: other)
            #expect(try await service.person(session: three) != nil, "somebody else's is not theirs to end")
            try await service.endSession(entry: entry, of: person)
            #expect(try await service.person(session: three) == nil)
            #expect(try await service.verify().isWhole)
        }
    }

    @Test(
        "ASVS 7.4.2: a half-done sign-in ends with a password given, a link undone, a factor taken off and being stopped, and nobody else's",
        arguments: Engine.available)
    func halfDone(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let person = try await service.person(as: .caseManager)
            let administrator = try await service.person(as: .systemAdministrator)
            let other = try await service.startStep(staff: administrator.id)
            for act in ["password", "link", "factor", "stopped"] {
                let own = try await service.startStep(staff: person.id, hasFactor: true)
                try await service.endSessions(of: person.id)
                #expect(try await service.step(own.token) != nil, "signing out elsewhere ends no sign-in")
                switch act {
                case "password": try await service.resetPassword(user: person.user, to: "told-on-the-phone", cost: .cheap)
                case "link": try await service.unlink(person.id, by: administrator, page: "/staff/{id}")
                case "factor": try await service.removeSecondFactor(of: person.id, by: administrator)
                default: try await service.disableStaff(user: person.user, by: administrator)
                }
                #expect(try await service.step(own.token) == nil, "\(act)")
                #expect(try await service.step(other.token) != nil, "\(act)")
            }
        }
    }
}
