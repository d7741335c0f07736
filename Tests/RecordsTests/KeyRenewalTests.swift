import Casework
import Foundation
import TestSupport
import Testing

@testable import Records

/// The key that seals second factors is renewed, and everybody signs in as before.
@Suite("Renewal of the sign-in key")
struct KeyRenewalTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waymark-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder + "/sign-in.key")
    }

    private func factor(_ service: Service, _ staff: RecordID) async throws -> SecondFactor? {
        try await service.read(.wholeService(reason: "test")) { try $0.secondFactor(of: staff)?.value }
    }

    /// Sets somebody's authenticator up.
    private func enrol(_ staff: RecordID, _ service: Service, _ box: SecretBox, _ clock: TestClock) async throws -> [UInt8] {
        let new = try await service.newAuthenticator(for: staff, box: box)
        let key = try #require(box.open(new.sealed, for: staff))
        let code = TimeCode.code(key, step: TimeCode.step(at: clock.now))
        #expect(try await service.enrol(staff, sealed: new.sealed, code: code, box: box) != nil)
        return key
    }

    @Test(
        "ASVS 11.1.1: every second factor is sealed under another key, opens as before, and under the old one no more",
        arguments: Engine.available)
    func renewed(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await withFolder { path in
                let old = try SecretBox(file: path)
                let (one, two) = (try await service.person(as: .caseManager).id, try await service.person(as: .analyst).id)
                var keys: [RecordID: [UInt8]] = [:]
                for staff in [one, two] {
                    keys[staff] = try await enrol(staff, service, old, clock)
                }
                let other = try await service.person(as: .teamManager).id
                let foreign = try #require(SecretBox(key: [UInt8](repeating: 3, count: 32)))
                let their = try await enrol(other, service, foreign, clock)
                let codes = try await factor(service, one)?.recoveryCodes
                clock.advance(minutes: 5)

                #expect(try await KeyRenewal.run(path, services: [service]) == KeyRenewal.Renewed(sealed: 2, left: 1))
                let new = try SecretBox(file: path)
                for staff in [one, two] {
                    let sealed = try #require(try await factor(service, staff)?.secret)
                    #expect(new.open(sealed, for: staff) == keys[staff] && old.open(sealed, for: staff) == nil)
                    let code = TimeCode.code(keys[staff] ?? [], step: TimeCode.step(at: clock.now))
                    #expect(try await service.check(code: code, of: staff, box: new) == .right)
                }
                #expect(try await factor(service, one)?.recoveryCodes == codes)
                #expect(foreign.open(try await factor(service, other)?.secret ?? "", for: other) == their)
                // The old key stays for backups made before, readable by its owner only, and nothing else is left behind.
                let kept = try SecretBox(file: path + ".old")
                #expect(kept.open(try #require(old.seal([1], for: one)), for: one) == [1])
                #expect(!FileManager.default.fileExists(atPath: path + ".new"))
                #expect(try await service.verify().faults == [])
                // It is not lost to the next renewal by a slip.
                await #expect(throws: KeyFile.Unusable.self) { try await KeyRenewal.run(path, services: [service]) }
                await #expect(throws: KeyFile.Unusable.self) { try await KeyRenewal.run(path + "-nowhere", services: [service]) }
            }
        }
    }

    @Test(
        "ASVS 11.1.1: broken off after the records were written, or with the old key kept already, it is run again",
        arguments: Engine.available)
    func again(engine: Engine) async throws {
        try await withService(engine) { service, clock in
            try await withFolder { path in
                let old = try SecretBox(file: path)
                let staff = try await service.person(as: .caseManager).id
                let own = try await enrol(staff, service, old, clock)
                // As a stop just before the last step leaves it: sealed anew, the old key in its place and kept, the new one beside it.
                let key = try KeyFile.read(path)
                #expect(try await KeyRenewal.run(path, services: [service]).sealed == 1)
                let files = FileManager.default
                try files.moveItem(atPath: path, toPath: path + ".new")
                try files.linkItem(atPath: path + ".old", toPath: path)
                #expect(try KeyFile.read(path) == key)
                let head = try await service.verify().head
                #expect(try await KeyRenewal.run(path, services: [service]) == KeyRenewal.Renewed(sealed: 1, left: 0))
                #expect(try await service.verify().head == head, "nothing was sealed a third time")
                let sealed = try #require(try await factor(service, staff)?.secret)
                #expect(try SecretBox(file: path).open(sealed, for: staff) == own)
            }
        }
    }
}
