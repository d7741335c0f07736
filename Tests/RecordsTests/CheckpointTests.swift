import Casework
import Foundation
import Storage
import TestSupport
import Testing

@testable import Records

@Suite("Checkpoints")
struct CheckpointTests {
    /// A key in a file of its own, which goes afterwards.
    private nonisolated(nonsending) func withKey<T>(_ body: nonisolated(nonsending) (CheckpointKey, Checkpoint.PublicKey) async throws -> T)
        async throws -> T
    {
        let path = FileManager.default.temporaryDirectory.appending(path: "waymark-key-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let key = try CheckpointKey(file: path)
        #expect(try CheckpointKey(file: path).publicText == key.publicText, "made once, read after that")
        return try await body(key, try #require(Checkpoint.PublicKey(key.publicText)))
    }

    @Test("S-INF-11: what a checkpoint signed is still there, however long the chains have grown since", arguments: Engine.available)
    func whole(engine: Engine) async throws {
        try await withKey { key, publicKey in
            try await withService(engine) { service, _ in
                try await service.makeCase()
                let signed = try await service.checkpoint(by: key)
                try await service.makeCase("Ash")
                let later = try await service.checkpoint(by: key)
                #expect(Checkpoint(line: signed.line)?.line == signed.line)
                let read = try [signed, later].map { try #require(Checkpoint(line: $0.line)) }
                #expect(try await service.verify(checkpoints: read, publicKey: publicKey).faults == [])
                // Signed by another, altered on its way, or with no key to check it by: each is a fault by itself.
                try await withKey { other, _ in
                    let forged = try await service.checkpoint(by: other)
                    #expect(try await service.verify(checkpoints: [forged], publicKey: publicKey).faults.count == 1)
                }
                let altered = try #require(
                    Checkpoint(line: signed.line.replacing(signed.at.iso, with: service.now.iso.replacing("2026", with: "2027"))))
                #expect(try await service.verify(checkpoints: [altered], publicKey: publicKey).faults.first?.contains("not signed") == true)
                #expect(!(try await service.verify(checkpoints: read).isWhole))
            }
        }
    }

    @Test("S-INF-11: a chain rebuilt from its beginning verifies by itself, and not against a checkpoint", arguments: Engine.available)
    func rebuilt(engine: Engine) async throws {
        try await withKey { key, publicKey in
            let signed = try await withService(engine) { service, _ in
                try await service.makeCase("Robin")
                try await service.accessLog.record(View("list", page: "/children"), staff: nil)
                return try await service.checkpoint(by: key)
            }
            // The same service with another child in Robin's place: whole by all its own hashes.
            try await withService(engine) { service, _ in
                try await service.makeCase("Rowan")
                try await service.accessLog.record(View("list", page: "/children"), staff: nil)
                #expect(try await service.verify().isWhole)
                let found = try await service.verify(checkpoints: [signed], publicKey: publicKey).faults
                #expect(found.contains { $0.contains("is not the one a checkpoint signed") })
            }
            // And with the end cut off.
            try await withService(engine) { service, _ in
                let found = try await service.verify(checkpoints: [signed], publicKey: publicKey).faults
                #expect(found.contains { $0.contains("missing; a checkpoint signed it") })
            }
        }
    }
}
