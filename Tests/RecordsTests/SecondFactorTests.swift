import Casework
import Foundation
import Practice
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Second factors")
struct SecondFactorTests {
    private let box = SecretBox(key: [UInt8](repeating: 7, count: 32))

    /// Enrols and answers the key with the recovery codes.
    private func enrolled(_ service: Service, _ staff: RecordID, _ clock: TestClock) async throws -> (key: [UInt8], codes: [String]) {
        let box = try #require(box)
        let new = try await service.newAuthenticator(for: staff, box: box)
        let key = try #require(box.open(new.sealed, for: staff))
        let code = TimeCode.code(key, step: TimeCode.step(at: clock.now))
        return (key, try #require(try await service.enrol(staff, sealed: new.sealed, code: code, box: box)))
    }

    @Test("ASVS 6.5.1: a code is good once, one step off either way, and only its owner's", arguments: Engine.available)
    func codes(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (one, two) = (try await service.person(as: .caseManager).id, try await service.person(as: .analyst).id)
            let (key, _) = try await enrolled(service, one, clock)
            let first = TimeCode.step(at: clock.now)
            func check(_ step: Int64, _ staff: RecordID) async throws -> CodeAnswer {
                try await service.check(code: TimeCode.code(key, step: step), of: staff, box: box)
            }
            #expect(try await check(first, one) == .used, "the code that confirmed it")
            #expect(try await check(first - 1, one) == .used, "an older one after it")
            #expect(try await check(first + 1, one) == .right)
            #expect(try await check(first + 1, one) == .used)
            #expect(try await check(first + 2, one) == .wrong)
            #expect(try await check(first + 1, two) == .wrong)
            clock.advance(milliseconds: 90_000)
            #expect(try await check(first + 2, one) == .right)
            #expect(try await service.check(code: TimeCode.code(key, step: first + 3), of: one, box: nil) == .wrong, "without the key file")
            #expect(try await service.verify().isWhole)
        }
    }

    @Test(
        "ASVS 6.5.2: a recovery code is good once, nothing of it is kept but a hash, and new ones end the old", arguments: Engine.available)
    func recovery(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let (_, codes) = try await enrolled(service, person.id, clock)
            #expect(Set(codes).count == 10)
            #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z2-9]{5}-[a-z2-9]{5}/) != nil })
            #expect(try await service.check(code: " \(codes[3].uppercased()) ", of: person.id, box: nil) == .right)
            #expect(try await service.check(code: codes[3], of: person.id, box: box) == .wrong)
            #expect(try await service.secondFactor(of: person.id).codesLeft == 9)
            let kept = try await service.store.read { db in
                try db.rows("SELECT recovery_codes, secret FROM second_factor_version") { ($0.text(0) ?? "") + ($0.text(1) ?? "") }
            }
            for code in codes { #expect(kept.allSatisfy { !$0.contains(code) && !$0.contains(code.replacing("-", with: "")) }) }
            let renewed = try await service.renewRecoveryCodes(of: person)
            #expect(try await service.check(code: codes[4], of: person.id, box: box) == .wrong)
            #expect(try await service.check(code: renewed[0], of: person.id, box: box) == .right)
            #expect(try await service.verify().isWhole)
        }
    }

    @Test("The key of an authenticator lies sealed in the records, and is nobody else's", arguments: Engine.available)
    func sealed(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let (one, two) = (try await service.person(as: .caseManager).id, try await service.person(as: .analyst).id)
            let (key, _) = try await enrolled(service, one, clock)
            let stored = try await service.store.read { try $0.rows("SELECT secret FROM second_factor_version") { $0.text(0) ?? "" } }
            let box = try #require(box)
            for text in stored {
                let bytes = Array(try #require(Data(base64Encoded: text)))
                #expect(!bytes.indices.dropLast(key.count - 1).contains { Array(bytes[$0..<$0 + key.count]) == key })
                #expect(box.open(text, for: one) == key)
                #expect(box.open(text, for: two) == nil)
                #expect(SecretBox(key: [UInt8](repeating: 8, count: 32))?.open(text, for: one) == nil)
            }
            // What was made for one cannot be enrolled by another, nor with a code that is not its own.
            let new = try await service.newAuthenticator(for: one, box: box)
            let code = TimeCode.code(try #require(box.open(new.sealed, for: one)), step: TimeCode.step(at: clock.now) + 1)
            #expect(try await service.enrol(two, sealed: new.sealed, code: code, box: box) == nil)
            #expect(try await service.enrol(one, sealed: new.sealed, code: "000000", box: box) == nil)
            #expect(try await service.secondFactor(of: two).has == false)
        }
    }

    @Test("Only its owner or who manages staff takes a second factor off, and the journal names them", arguments: Engine.available)
    func removal(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            let person = try await service.person(as: .caseManager)
            let (manager, administrator) = (
                try await service.person(as: .serviceManager), try await service.person(as: .systemAdministrator)
            )
            _ = try await enrolled(service, person.id, clock)
            #expect(try await service.need(of: person.id, hasFactor: false) == .code)
            await #expect(throws: NotAllowed.self) { try await service.removeSecondFactor(of: person.id, by: manager) }
            let token = try await service.startSession(staff: person.id)
            try await service.removeSecondFactor(of: person.id, by: administrator)
            #expect(try await service.need(of: person.id, hasFactor: false) == nil)
            #expect(try await service.person(session: token) == nil)
            let said = try await service.read(.wholeService(reason: "test")) { reader in
                try reader.trails([try reader.headPosition()]).values.map { ($0.action, $0.staff) }
            }
            #expect(said.first?.0 == "staff.second_factor_removed" && said.first?.1 == administrator.id)
            // Setting one up again is a record of its own.
            clock.advance(minutes: 2)
            _ = try await enrolled(service, person.id, clock)
            #expect(try await service.secondFactor(of: person.id).has)
        }
    }

    @Test("What a role is asked beside a password is the service's to set", arguments: Engine.available)
    func policy(engine: Engine) async throws {
        try await withService(engine) { service, _ in
            let (one, two) = (try await service.person(as: .caseManager).id, try await service.person(as: .analyst).id)
            #expect(try await service.need(of: one, hasFactor: false) == nil)
            for (value, need) in [("1", SignInNeed.authenticator(mayWait: true)), ("2", .authenticator(mayWait: false))] {
                try await service.set("sign_in.second_factor.case_manager", value)
                #expect(try await service.need(of: one, hasFactor: false) == need)
                #expect(try await service.need(of: two, hasFactor: false) == nil)
            }
        }
    }

    @Test("The key file is made for its owner alone, is the same the next time, and one others may read is refused")
    func keyFile() throws {
        let path = NSTemporaryDirectory() + "waymark-key-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let staff = RecordID.new(at: TestClock.start)
        let sealed = try #require(try SecretBox(file: path).seal([1, 2, 3], for: staff))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        #expect(try SecretBox(file: path).open(sealed, for: staff) == [1, 2, 3])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(throws: SecretBox.Unusable.self) { try SecretBox(file: path) }
        #expect(throws: SecretBox.Unusable.self) { try SecretBox(file: "/no/such/folder/key") }
    }
}

extension Service {
    /// Gives a setting a value of the service's own.
    func set(_ name: String, _ value: String) async throws {
        try await write(.wholeService(reason: "test"), action: "setting.change") { writer in
            if let own = try writer.reader.serviceRecords(Setting.self).first(where: { $0.name == name }) {
                return _ = try writer.correct(Setting.self, child: nil, id: own.id, from: own.from) { $0.text = value }
            }
            var setting = Setting()
            (setting.name, setting.text, setting.basis) = (name, value, "A test")
            try writer.create(setting, ref: name)
        }
    }
}
