import Dispatch
import FoundationEssentials
import Synchronization

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in order, worked out on every core at once while the caller waits.
    func mapOnEveryCore<T: Sendable>(_ transform: @Sendable (Element) -> T) -> [T] {
        // More shares than cores, so that one that is slow, or a core that is busy, keeps the others waiting for a little only.
        let shares = Swift.min(count / 64, ProcessInfo.processInfo.activeProcessorCount * 4)
        guard shares > 1 else { return map(transform) }
        let found = Mutex([[T]](repeating: [], count: shares))
        withoutActuallyEscaping(transform) { transform in
            DispatchQueue.concurrentPerform(iterations: shares) { share in
                let some = self[(share * count / shares)..<((share + 1) * count / shares)].map(transform)
                found.withLock { $0[share] = some }
            }
        }
        return found.withLock { Array<T>($0.joined()) }
    }
}
