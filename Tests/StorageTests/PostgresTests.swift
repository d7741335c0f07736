import Foundation
import Storage
import StoragePostgres
import Synchronization
import TestSupport
import Testing

@Suite("PostgreSQL's own promises", .enabled(if: Engine.available.contains(.postgres)))
struct PostgresTests {
    @Test("text parameters take the type of the column they meet")
    func inference() async throws {
        try await withStore(.postgres) { store in
            try await store.write { connection throws in
                try connection.script("CREATE TABLE event (id UUID, day DATE, at TIMESTAMPTZ, done BOOLEAN, size NUMERIC)")
                let id = UUID()
                try connection.run(
                    "INSERT INTO event VALUES (\(id), \("2026-02-28"), \("2026-02-28T13:05:00.250+01:00"), \(true), \("12.50"))")
                let found = try connection.first(
                    "SELECT id, day, at, done, size FROM event WHERE id = \(id) AND day <= \("2026-03-01") AND done = \(true)"
                ) { [$0.id(0)?.uuidString, $0.text(1), $0.text(2), $0.text(3), $0.text(4)] }
                #expect(found == [id.uuidString, "2026-02-28", "2026-02-28 12:05:00.25+00", "t", "12.50"])
            }
        }
    }

    @Test("a line that broke while idle is replaced; one that breaks at work is an error")
    func brokenLines() async throws {
        try await withFreshStore(.postgres) { fresh in
            let store = try await PostgresStore(url: fresh.address, schema: fresh.schema, poolSize: 1)
            let backend = try await store.read { try $0.integer("SELECT pg_backend_pid()") }
            try await fresh.store.write { try $0.each("SELECT pg_terminate_backend(CAST(\(backend) AS INTEGER), 5000)") { _ in } }
            let next = try await store.read { try $0.integer("SELECT pg_backend_pid()") }
            #expect(next != backend)
            await #expect(throws: StoreError.connection) {
                try await store.write { try $0.each("SELECT pg_terminate_backend(pg_backend_pid(), 0)") { _ in } }
            }
            #expect(try await store.read { try $0.integer("SELECT 1") } == 1)
            await store.close()
        }
    }

    @Test("whoever finds the pool full for too long is turned away")
    func waiting() async throws {
        try await withFreshStore(.postgres) { fresh in
            let store = try await PostgresStore(url: fresh.address, poolSize: 1, waitLimit: .zero)
            try await whileHeld(store) {
                // Often enough for a limit that runs out before its waiter is in the queue to show.
                for _ in 0..<100 {
                    await #expect(throws: StoreError.busy) { try await store.read { try $0.integer("SELECT 1") } }
                }
            }
            #expect(try await store.read { try $0.integer("SELECT 1") } == 1)
            await store.close()
        }
    }

    @Test("a task cancelled while it waits for the pool leaves the queue")
    func leaving() async throws {
        try await withFreshStore(.postgres) { fresh in
            let store = try await PostgresStore(url: fresh.address, poolSize: 1)
            try await whileHeld(store) {
                let task = Task { try await store.read { try $0.integer("SELECT 1") } }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            #expect(try await store.read { try $0.integer("SELECT 1") } == 1)
            await store.close()
        }
    }

    /// Runs `body` while somebody else has the store's only connection.
    private func whileHeld(_ store: PostgresStore, _ body: () async throws -> Void) async throws {
        let (isHeld, hold) = AsyncStream<Void>.makeStream()
        let release = DispatchSemaphore(value: 0)
        async let held: Void = store.read { _ in
            hold.finish()
            release.wait()
        }
        for await _ in isHeld {}
        defer { release.signal() }
        try await body()
        release.signal()
        try await held
    }

    @Test("cancelling a task stops the statement the server is at")
    func cancelling() async throws {
        try await withStore(.postgres) { store in
            let task = Task {
                // A minute would outlast any runner's patience.
                try await store.read { try $0.each("SELECT pg_sleep(60)") { _ in } }
            }
            _ = try await store.read { connection in
                while try connection.integer("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(60)%'") == 0 {
                    try connection.each("SELECT pg_stat_clear_snapshot()") { _ in }
                }
            }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("a deadlock is broken and both writes are kept")
    func deadlocks() async throws {
        try await withStore(.postgres) { store in
            try await store.write { connection throws in
                try connection.script("CREATE TABLE tally (id INTEGER PRIMARY KEY, count INTEGER NOT NULL)")
                try connection.script("INSERT INTO tally VALUES (1, 0), (2, 0)")
            }
            let meeting = Meeting()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (mine, theirs) in [(1, 2), (2, 1)] {
                    group.addTask {
                        try await store.write { connection throws in
                            try connection.run("UPDATE tally SET count = count + 1 WHERE id = \(mine)")
                            meeting.meet()
                            try connection.run("UPDATE tally SET count = count + 1 WHERE id = \(theirs)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.read { try $0.rows("SELECT count FROM tally") { $0.integer(0) } } == [2, 2])
        }
    }

    @Test("bulk rows go in where row-level security refuses COPY")
    func rowSecurity() async throws {
        try await withStore(.postgres) { store in
            try await store.write { connection throws in
                try connection.script(
                    """
                    CREATE TABLE note (service TEXT NOT NULL, words TEXT);
                    ALTER TABLE note ENABLE ROW LEVEL SECURITY;
                    CREATE ROLE keeper;
                    GRANT keeper TO CURRENT_USER;
                    GRANT ALL ON note TO keeper;
                    CREATE POLICY own ON note USING (service = 'a');
                    """)
                let schema = try connection.text("SELECT current_schema()") ?? ""
                try connection.script("GRANT USAGE ON SCHEMA \(SQL.quoted(schema)) TO keeper; SET LOCAL ROLE keeper")
                try connection.insert(into: "note", columns: ["service", "words"], rows: (0..<10).map { [.text("a"), .text("\($0)")] })
                #expect(try connection.integer("SELECT count(*) FROM note") == 10)
                try connection.script("RESET ROLE; DROP OWNED BY keeper; DROP ROLE keeper")
            }
        }
    }

    @Test("a server that is not there is a connection error")
    func nowhere() async throws {
        await #expect(throws: StoreError.connection) { _ = try await PostgresStore(url: "host=/nonexistent dbname=none") }
        #expect(await PostgresStore.diagnosis(url: "host=/nonexistent dbname=none")?.contains("/nonexistent") == true)
    }
}

/// Two writers wait here for each other the first time; whoever comes again goes straight through.
private final class Meeting: Sendable {
    private let gate = DispatchSemaphore(value: 0)
    private let arrivals = Mutex(0)

    func meet() {
        let place = arrivals.withLock { count in
            defer { count += 1 }
            return count
        }
        switch place {
        case 0: gate.wait()
        case 1: gate.signal()
        default: break
        }
    }
}
