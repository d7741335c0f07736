import Synchronization

/// Lets one long read in at a time, the others after it in the order they came: however many figures are asked for at once, there are
/// connections left for everybody's pages (ASVS 15.2.2). Whoever would wait too long is told so.
public final class LongReads: Sendable {
    /// Too many wait already.
    public struct Full: Error {}

    private struct State {
        var isTaken = false
        var waiting: [CheckedContinuation<Void, any Error>] = []
    }

    private let most: Int
    private let state = Mutex(State())

    /// - Parameter most: how many may wait.
    init(most: Int = 20) { self.most = most }

    /// Does it alone. Never inside another: that one would wait for itself.
    /// - Throws: ``Full``, and what `body` throws.
    public func alone<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { state -> Result<Void, any Error>? in
                if state.isTaken, state.waiting.count >= most { return .failure(Full()) }
                if state.isTaken {
                    state.waiting.append(continuation)
                    return nil
                }
                state.isTaken = true
                return .success(())
            }
            if let answer { continuation.resume(with: answer) }
        }
        defer { leave() }
        try Task.checkCancellation()
        return try await body()
    }

    /// The turn goes to whoever came first.
    private func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.isTaken = false
            return nil
        }
        next?.resume()
    }

    /// How many wait.
    var waiting: Int { state.withLock { $0.waiting.count } }
}
