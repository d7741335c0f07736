import Dispatch
import FoundationEssentials
import Synchronization

extension Array where Element: Sendable {
    /// What `transform` makes of each element, in order, worked out on every core at once while the caller waits.
    /// - Parameter fewest: so many elements are worth handing to another core.
    public func mapOnEveryCore<T: Sendable>(fewest: Int = 64, _ transform: @Sendable (Element) -> T) -> [T] {
        // More shares than cores, so that one that is slow, or a core that is busy, keeps the others waiting for a little only.
        let shares = Swift.min(count / fewest, ProcessInfo.processInfo.activeProcessorCount * 4)
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
