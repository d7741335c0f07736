import Storage
import Synchronization

/// Hands connections out, the one used last first, and to those waiting in the order they came.
final class ConnectionPool: Sendable {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<PostgresConnection, any Error>
        let timer: Task<Void, Never>
    }

    private struct State {
        var idle: [PostgresConnection] = []
        var lent = 0
        var waiters: [Waiter] = []
        var nextID: UInt64 = 0
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private enum Offer {
        case connection(PostgresConnection)
        case wait(UInt64)
    }

    private let settings: ConnectionSettings
    private let size: Int
    private let waitLimit: Duration
    private let state = Mutex(State())

    init(settings: ConnectionSettings, size: Int, waitLimit: Duration) {
        self.settings = settings
        self.size = size
        self.waitLimit = waitLimit
    }

    var load: StoreLoad {
        state.withLock { StoreLoad(lent: $0.lent, waiting: $0.waiters.count, waits: Int($0.nextID)) }
    }

    /// A connection for one transaction; give it back. Throws `busy` after the wait limit, `connection` once closed.
    func take() async throws -> PostgresConnection {
        try Task.checkCancellation()
        switch try state.withLock({ try offer(&$0) }) {
        case .connection(let connection): return connection
        case .wait(let id): return try await wait(id)
        }
    }

    func give(_ connection: PostgresConnection) {
        let (next, closers) = state.withLock { state -> (Waiter?, [CheckedContinuation<Void, Never>]) in
            if !state.waiters.isEmpty { return (state.waiters.removeFirst(), []) }
            state.lent -= 1
            if !state.isClosed { state.idle.append(connection) }
            return (nil, state.isClosed && state.lent == 0 ? state.closers : [])
        }
        next?.timer.cancel()
        next?.continuation.resume(returning: connection)
        for closer in closers { closer.resume() }
    }

    /// Turns away those waiting, waits for those at work, and lets every connection go.
    func close() async {
        let waiters = state.withLock { state -> [Waiter] in
            state.isClosed = true
            state.idle = []
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters {
            waiter.timer.cancel()
            waiter.continuation.resume(throwing: StoreError.connection)
        }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.lent > 0 { state.closers.append(continuation) }
                return state.lent == 0
            }
            if isDone { continuation.resume() }
        }
    }

    private func offer(_ state: inout State) throws -> Offer {
        guard !state.isClosed else { throw StoreError.connection }
        if let connection = state.idle.popLast() {
            state.lent += 1
            return .connection(connection)
        }
        if state.lent < size {
            state.lent += 1
            return .connection(PostgresConnection(settings))
        }
        state.nextID += 1
        return .wait(state.nextID)
    }

    private func wait(_ id: UInt64) async throws -> PostgresConnection {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // One may have come free, or this task have been cancelled, since the offer.
                let outcome = state.withLock { state -> Result<PostgresConnection, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    do {
                        if case .connection(let connection) = try offer(&state) { return .success(connection) }
                    } catch {
                        return .failure(error)
                    }
                    // Started under the lock: one that ran out before its waiter stood in the queue would find nobody.
                    let timer = Task { [waitLimit] in
                        try? await Task.sleep(for: waitLimit)
                        if !Task.isCancelled { self.turnAway(id, StoreError.busy) }
                    }
                    state.waiters.append(Waiter(id: id, continuation: continuation, timer: timer))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            turnAway(id, CancellationError())
        }
    }

    private func turnAway(_ id: UInt64, _ error: any Error) {
        let waiter = state.withLock { state in
            state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
        }
        waiter?.timer.cancel()
        waiter?.continuation.resume(throwing: error)
    }
}
