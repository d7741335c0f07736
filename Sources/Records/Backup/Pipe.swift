import Dispatch
import Synchronization

/// Hands batches from one blocking closure to another, a few at a time, so that a copy of any size takes little memory.
///
/// Both ends block: use it only inside the closures of a store, which run on threads of their own.
final class Pipe<Element: Sendable>: Sendable {
    private struct State {
        var waiting: [Element] = []
        var ended: Result<Void, any Error>?
        var isAbandoned = false
    }

    private let state = Mutex(State())
    private let free = DispatchSemaphore(value: 0)
    private let filled = DispatchSemaphore(value: 0)

    init(holding limit: Int) {
        // Raised from zero: one that is let go of below its first value stops the program.
        for _ in 0..<limit { free.signal() }
    }

    /// Waits for room. Throws once nobody takes any more.
    func put(_ element: Element) throws {
        free.wait()
        try state.withLock { state in
            if state.isAbandoned { throw Abandoned() }
            state.waiting.append(element)
        }
        filled.signal()
    }

    /// Nothing more will be put; `error` says why when that is not the end.
    func end(_ error: (any Error)? = nil) {
        state.withLock { $0.ended = error.map { .failure($0) } ?? .success(()) }
        filled.signal()
    }

    /// The next one; nil at the end.
    func take() throws -> Element? {
        filled.wait()
        let taken: Element? = try state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            try state.ended?.get()
            return nil
        }
        if taken == nil { filled.signal() } else { free.signal() }
        return taken
    }

    /// Nothing more will be taken.
    func abandon() {
        state.withLock { $0.isAbandoned = true }
        free.signal()
    }

    private struct Abandoned: Error {}
}
