import Foundation
import Synchronization

/// Says on standard error how far something is, once it has taken more than two seconds.
final class Progress: Sendable {
    private let started = ContinuousClock.now
    private let last = Mutex(ContinuousClock.now)

    func say(_ words: @autoclosure () -> String) {
        let now = ContinuousClock.now
        guard now - started > .seconds(2) else { return }
        let isDue = last.withLock { last in
            guard now - last > .seconds(1) else { return false }
            last = now
            return true
        }
        if isDue { note(words()) }
    }
}

/// A line on standard error.
func note(_ words: String) { FileHandle.standardError.write(Data("\(words)\n".utf8)) }
