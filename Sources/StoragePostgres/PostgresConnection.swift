import CLibPQ
import Dispatch
import Storage
import Synchronization

/// One connection on one private serial queue, so libpq may block and never meets two threads at once.
actor PostgresConnection {
    private nonisolated let executor = QueueExecutor()
    nonisolated let canceller = Canceller()
    private let settings: ConnectionSettings
    private var session: Session?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ settings: ConnectionSettings) {
        self.settings = settings
    }

    /// Runs `body` between `begin` and COMMIT, or ROLLBACK if anything went wrong.
    func transaction<T: Sendable>(
        _ begin: String, _ ticket: UInt64, _ body: @Sendable (any SQLConnection) throws -> T
    ) throws -> T {
        canceller.begin(ticket)
        defer { canceller.end() }
        do {
            return try attempt(begin, body)
        } catch is StalePlan {
            // The schema changed under a kept statement. Nothing was committed.
            try session?.command("DEALLOCATE ALL")
            session?.forgetStatements()
            do {
                return try attempt(begin, body)
            } catch is StalePlan {
                throw StoreError.other(code: "0A000")
            }
        }
    }

    /// Runs statements without a transaction around them; after a fault the line is a new one.
    func alone(_ statements: [String]) throws {
        do {
            let session = try begun("SELECT 1")
            for statement in statements { try session.command(statement) }
        } catch {
            drop()
            throw error
        }
    }

    private func attempt<T: Sendable>(_ begin: String, _ body: @Sendable (any SQLConnection) throws -> T) throws -> T {
        try Task.checkCancellation()
        let session = try begun(begin)
        do {
            let value = try body(session)
            // The closure may have caught it; the server would turn COMMIT into ROLLBACK without a word.
            if let failure = session.failure { throw failure }
            try Task.checkCancellation()
            try session.command("COMMIT")
            return value
        } catch {
            if session.isUsable, !session.isIdle { try? session.command("ROLLBACK") }
            if !session.isUsable || !session.isIdle { drop() }
            // What asks for another run counts, though the closure made another error of it.
            if session.failure is StalePlan || session.failure as? StoreError == .serialization { throw session.failure ?? error }
            throw error
        }
    }

    /// A session with its transaction begun. A line that broke while nobody used it is replaced: nothing can be lost yet.
    private func begun(_ begin: String) throws -> Session {
        if let session {
            do {
                session.forgetFailure()
                try session.command(begin)
                return session
            } catch StoreError.connection {
                drop()
            }
        }
        let fresh = try Session(settings)
        canceller.connect(fresh.makeCancel())
        session = fresh
        try fresh.command(begin)
        return fresh
    }

    private func drop() {
        canceller.connect(nil)
        session = nil
    }
}

/// Runs an actor's jobs on a queue of its own.
final class QueueExecutor: SerialExecutor, @unchecked Sendable {
    private let queue = DispatchQueue(label: "storage.postgres")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}

/// Stops a connection's statement from another thread, and only if it is still the transaction that was meant.
final class Canceller: Sendable {
    /// libpq's cancel object: `PQcancel` may be called on it from any thread.
    struct Handle: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    private struct State {
        var handle: Handle?
        var current: UInt64?
        var lastTicket: UInt64 = 0
    }

    private let state = Mutex(State())

    deinit {
        connect(nil)
    }

    func ticket() -> UInt64 {
        state.withLock {
            $0.lastTicket += 1
            return $0.lastTicket
        }
    }

    func begin(_ ticket: UInt64) {
        state.withLock { $0.current = ticket }
    }

    /// Waits while a cancel is on its way, so that it cannot hit the next transaction.
    func end() {
        state.withLock { $0.current = nil }
    }

    func connect(_ handle: Handle?) {
        state.withLock {
            if let old = $0.handle { PQfreeCancel(old.pointer) }
            $0.handle = handle
        }
    }

    /// Asks until the transaction is over: the server forgets a cancel that comes between two statements.
    func stop(_ ticket: UInt64) async {
        var pause = 5
        while cancel(ticket) {
            try? await Task.sleep(for: .milliseconds(pause))
            pause = min(pause * 2, 1000)
        }
    }

    /// True when the transaction was still there to be cancelled.
    private func cancel(_ ticket: UInt64) -> Bool {
        state.withLock {
            guard $0.current == ticket else { return false }
            guard let handle = $0.handle else { return true }
            var words = [CChar](repeating: 0, count: 256)
            _ = PQcancel(handle.pointer, &words, 256)
            return true
        }
    }
}
