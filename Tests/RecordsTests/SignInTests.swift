import Casework
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Signing in")
struct SignInTests {
    @Test("Who gives their password is signed in as themselves, until they sign out", arguments: Engine.available)
    func session(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let check = try #require(try await service.signInCheck(user: "case-manager"))
            #expect(try await Password.matches(testPassword, check.hash))
            #expect(try await !Password.matches("wrong", check.hash))
            let token = try await service.startSession(staff: check.staff)
            let person = try #require(try await service.person(session: token))
            #expect(person.user == "case-manager")
            #expect(person.access.role == .caseManager)
            try await service.endSession(token, person: person)
            #expect(try await service.person(session: token) == nil)
            #expect(try await service.verify().accessEntries == 2)
            for wrong in ["", "x", String(repeating: "0", count: 64), String(repeating: "z", count: 64), String(token.dropLast()) + "g"] {
                #expect(try await service.person(session: wrong) == nil)
            }
        }
    }

    @Test("Wrong passwords are forgotten after a day and sessions that ran out at the next sign-in", arguments: Engine.available)
    func forgotten(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            func rows(_ table: String) async throws -> Int64? {
                try await service.accessStore.read { try $0.integer("SELECT count(*) FROM \(raw: table)") }
            }
            let staff = try await service.person(as: .caseManager).id
            _ = try await service.startSession(staff: staff)
            try await service.noteTry(Attempt("password", name: "one", browser: nil, address: ""))
            clock.advance(minutes: 60)
            let token = try await service.startSession(staff: staff)
            try await service.noteTry(Attempt("password", name: "two", browser: nil, address: ""))
            #expect(try await rows("session") == 2)
            #expect(try await rows("attempt") == 4)
            clock.advance(minutes: 9 * 60 + 30)
            _ = try await service.startSession(staff: staff)
            #expect(try await rows("session") == 2)
            clock.advance(minutes: 14 * 60)
            try await service.noteTry(Attempt("password", name: "three", browser: nil, address: ""))
            #expect(try await rows("attempt") == 4)
            #expect(try await service.person(session: token) == nil)
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("A session idles out, and use keeps it alive", arguments: Engine.available)
    func idle(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let token = try await service.startSession(staff: try await service.person(as: .caseManager).id)
            for _ in 0..<3 {
                clock.advance(minutes: 29)
                #expect(try await service.person(session: token) != nil)
            }
            clock.advance(minutes: 30)
            #expect(try await service.person(session: token) == nil)
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("A session ends after its longest time however much it is used", arguments: Engine.available)
    func absolute(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let token = try await service.startSession(staff: try await service.person(as: .caseManager).id)
            for _ in 0..<23 {
                clock.advance(minutes: 25)
                #expect(try await service.person(session: token) != nil)
            }
            clock.advance(minutes: 25)
            #expect(try await service.person(session: token) == nil)
        }
    }

    @Test("Disabling a member of staff, or the end of their role, ends what their session may do at once", arguments: Engine.available)
    func leaving(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (one, two) = (try await service.person(as: .caseManager), try await service.person(as: .analyst))
            let tokens = [try await service.startSession(staff: one.id), try await service.startSession(staff: two.id)]
            let today = clock.now.londonDay
            try await service.write(.wholeService(reason: "test"), action: "staff.change") { writer in
                guard let staff = try writer.reader.serviceRecord(Staff.self, id: one.id) else { throw NotAllowed() }
                try writer.correct(Staff.self, child: nil, id: one.id, from: staff.from) { $0.disabled = true }
                for holding in try writer.reader.serviceRecords(RoleHolding.self) where holding.staff == two.id {
                    try writer.correct(RoleHolding.self, child: nil, id: holding.id, from: holding.from) { $0.endDate = today - 1 }
                }
            }
            for token in tokens { #expect(try await service.person(session: token) == nil) }
            #expect(try await service.signInCheck(user: one.user) == nil)
            #expect(try await service.signInCheck(user: two.user) == nil)
            #expect(try await service.signInCheck(user: "nobody") == nil)
        }
    }

    @Test("The journal names who took on a member of staff, and only who may do it does", arguments: Engine.available)
    func hiring(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (administrator, manager) = (try await service.person(as: .systemAdministrator), try await service.person(as: .caseManager))
            var staff = Staff()
            (staff.user, staff.name) = ("new.worker", "New Worker")
            let id = try await service.addStaff(staff, role: .deliveryWorker, password: testPassword, cost: .cheap, by: administrator)
            try await service.resetPassword(user: "new.worker", to: "another long one", cost: .cheap, by: administrator)
            let check = try #require(try await service.signInCheck(user: "new.worker"))
            #expect(try await Password.matches("another long one", check.hash))
            let said = try await service.read(.wholeService(reason: "test")) { reader in
                let head = try reader.headPosition()
                return try reader.trails([head - 1, head]).values.map(\.staff)
            }
            #expect(said == [administrator.id, administrator.id])
            #expect(id == check.staff)
            await #expect(throws: NotAllowed.self) {
                try await service.resetPassword(user: "new.worker", to: "x", cost: .cheap, by: manager)
            }
        }
    }

    @Test("Ending all sessions of one person leaves everyone else's", arguments: Engine.available)
    func endAll(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (one, two) = (try await service.person(as: .caseManager), try await service.person(as: .analyst))
            let mine = [try await service.startSession(staff: one.id), try await service.startSession(staff: one.id)]
            let theirs = try await service.startSession(staff: two.id)
            try await service.endSessions(of: one.id)
            for token in mine { #expect(try await service.person(session: token) == nil) }
            #expect(try await service.person(session: theirs) != nil)
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("One password hashed twice gives two hashes, both of which it matches; a damaged hash matches nothing")
    func hashing() async throws {
        let hashes = [try await Password.hash("Örtchen 3", cost: .cheap), try await Password.hash("Örtchen 3", cost: .cheap)]
        #expect(hashes[0] != hashes[1])
        for hash in hashes {
            #expect(hash.hasPrefix("scrypt$4$8$1$"))
            #expect(try await Password.matches("Örtchen 3", hash))
            #expect(try await !Password.matches("Örtchen 4", hash))
        }
        for damaged in ["", "scrypt$4$8$1$", "scrypt$99$8$1$AAAA$AAAA", "md5$4$8$1$AAAA$AAAA", hashes[0] + "$x", "scrypt$4$8$1$!$!"] {
            #expect(try await !Password.matches("Örtchen 3", damaged))
        }
    }
}
