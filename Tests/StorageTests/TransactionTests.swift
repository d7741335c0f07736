import Foundation
import Storage
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionTests {
    private struct Stop: Error {}

    @Test("a closure that throws leaves nothing behind", arguments: Engine.available)
    func rollback(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            await #expect(throws: Stop.self) {
                try await store.write { connection throws in
                    try connection.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')")
                    throw Stop()
                }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 0)
        }
    }

    @Test("a failed statement dooms its transaction though the closure caught it", arguments: Engine.available)
    func doomed(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let expected = StoreError.notNull("child.name")
            await #expect(throws: expected) {
                try await store.write { connection throws in
                    try connection.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')")
                    #expect(throws: expected) { try connection.run("INSERT INTO child (id) VALUES (\(UUID()))") }
                    #expect(throws: expected) { try connection.integer("SELECT 1") }
                }
            }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 0)
        }
    }

    @Test("a read cannot write", arguments: Engine.available)
    func readOnly(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            await #expect(throws: StoreError.other(code: engine == .sqlite ? "SQLITE 8" : "25006")) {
                try await store.read { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')") }
            }
        }
    }

    @Test("a glance sees what was just committed and cannot write", arguments: Engine.available)
    func glance(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            for count in Int64(1)...3 {
                try await store.write { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')") }
                #expect(try await store.glance { try $0.integer("SELECT count(*) FROM child") } == count)
            }
            await #expect(throws: StoreError.other(code: engine == .sqlite ? "SQLITE 8" : "25006")) {
                try await store.glance { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')") }
            }
            #expect(try await store.glance { try $0.integer("SELECT count(*) FROM child") } == 3)
        }
    }

    @Test("glances and reads by many at once never wait for each other in a ring", arguments: Engine.available)
    func glancesAmongReads(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let seen = try await withThrowingTaskGroup(of: Int64.self) { group in
                for task in 0..<60 {
                    group.addTask {
                        var sum: Int64 = 0
                        for step in 0..<40 {
                            let one: @Sendable (any SQLConnection) throws -> Int64 = { try $0.integer("SELECT 1") ?? 0 }
                            sum += (task + step) % 2 == 0 ? try await store.glance(one) : try await store.read(one)
                        }
                        return sum
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(seen == 2400)
        }
    }

    @Test("a read sees one moment, whatever is committed meanwhile", arguments: Engine.available)
    func snapshot(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let (hasCounted, counted) = AsyncStream<Void>.makeStream()
            let written = DispatchSemaphore(value: 0)
            async let counts = store.read { connection throws in
                let before = try connection.integer("SELECT count(*) FROM child")
                counted.finish()
                written.wait()
                return [before, try connection.integer("SELECT count(*) FROM child")]
            }
            for await _ in hasCounted {}
            try await store.write { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')") }
            written.signal()
            #expect(try await counts == [0, 0])
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 1)
        }
    }

    @Test("twenty tasks write and read at once and nothing is lost", arguments: Engine.available)
    func concurrency(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await store.write { connection throws in
                try connection.script("CREATE TABLE tally (id INTEGER PRIMARY KEY NOT NULL, count INTEGER NOT NULL)")
                try connection.run("INSERT INTO tally (id, count) VALUES (1, 0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await store.write { try $0.run("UPDATE tally SET count = count + 1 WHERE id = 1") }
                            _ = try await store.read { try $0.integer("SELECT count FROM tally WHERE id = 1") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try $0.integer("SELECT count FROM tally WHERE id = 1") } == 200)
        }
    }

    @Test("a cancelled write throws, and nothing of it stays", arguments: Engine.available)
    func cancellation(engine: Engine) async throws {
        try await withStore(engine) { store in
            try await Tables.make(store)
            let task = Task {
                try await store.write { connection throws in
                    try connection.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await store.read { try $0.integer("SELECT count(*) FROM child") } == 0)
        }
    }

    @Test("a cancelled task stops at its next statement", arguments: Engine.available)
    func cancellationBetween(engine: Engine) async throws {
        try await withStore(engine) { store in
            let (hasStarted, started) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await store.read { connection in
                    started.finish()
                    // Without an end but the cancel.
                    while true { _ = try connection.integer("SELECT 1") }
                }
            }
            for await _ in hasStarted {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("what is written is there when the database is opened again", arguments: Engine.available)
    func reopening(engine: Engine) async throws {
        try await withFreshStore(engine) { fresh in
            try await Tables.make(fresh.store)
            try await fresh.store.write { try $0.run("INSERT INTO child (id, name) VALUES (\(UUID()), 'a')") }
            let other = try await fresh.reopened()
            let name = try await other.read { try $0.text("SELECT name FROM child") }
            await other.close()
            #expect(name == "a")
        }
    }

    @Test("a closed store refuses", arguments: Engine.available)
    func closing(engine: Engine) async throws {
        try await withStore(engine) { store in
            await store.close()
            await #expect(throws: StoreError.connection) { try await store.read { try $0.integer("SELECT 1") } }
            await #expect(throws: StoreError.connection) { try await store.write { try $0.integer("SELECT 1") } }
        }
    }
}
