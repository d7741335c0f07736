import Casework
import HTML
import Records
import Synchronization

/// How much somebody may ask for at once and in the long run: so many calls a minute, and as many at once after a minute of rest.
struct Bucket: Sendable {
    let perMinute: Int
    /// What is left, in parts of a call: a millisecond brings `perMinute` of them.
    private var left: Int64
    private var at: Instant
    private static let call: Int64 = 60_000

    init(perMinute: Int, at now: Instant) {
        (self.perMinute, at) = (perMinute, now)
        left = Int64(perMinute) * Bucket.call
    }

    /// Takes one call.
    /// - Returns: 0, or after how many whole seconds there will be one; then nothing is taken.
    mutating func take(at now: Instant) -> Int {
        let most = Int64(perMinute) * Bucket.call
        // After a minute it is full; a clock set back brings nothing.
        left = min(most, left + min(60_000, max(0, now.milliseconds - at.milliseconds)) * Int64(perMinute))
        at = now
        guard left < Bucket.call else {
            left -= Bucket.call
            return 0
        }
        let milliseconds = (Bucket.call - left + Int64(perMinute) - 1) / Int64(perMinute)
        return Int((milliseconds + 999) / 1000)
    }

    /// Whether it has been at rest for so long that it holds no memory of anything.
    func isFull(at now: Instant) -> Bool { now.milliseconds - at.milliseconds >= 60_000 }
}

/// What one person, over all their sessions, and one token for programs may ask of this process (ASVS 2.4.1). In memory: a row to be written for each
/// call would cost more than most calls.
final class CallLimit: Sendable {
    enum Asker: Hashable, Sendable {
        case person(RecordID)
        /// By the entry that made it.
        case token(Int64)
    }

    /// 0 for no limit.
    let perMinute: Int
    private let buckets = Mutex<[Asker: Bucket]>([:])

    init(perMinute: Int) { self.perMinute = perMinute }

    /// - Returns: 0 where the call may go on, else how many seconds to wait.
    func wait(_ asker: Asker, at now: Instant) -> Int {
        guard perMinute > 0 else { return 0 }
        return buckets.withLock { buckets in
            if buckets.count >= 1000, buckets[asker] == nil { buckets = buckets.filter { !$0.value.isFull(at: now) } }
            return buckets[asker, default: Bucket(perMinute: perMinute, at: now)].take(at: now)
        }
    }
}

extension Site {
    /// How long whoever asks has to wait, counted and put on record where it is not 0.
    func wait(_ asker: CallLimit.Asker, _ route: Route, of staff: RecordID) async throws -> Int {
        let wait = calls.wait(asker, at: service.now)
        guard wait > 0 else { return 0 }
        running.metrics.limited()
        try await record(.tooMany, page: route.pattern, of: staff)
        return wait
    }

    /// Before anything was done. What was typed stays, and the page's script sends it again by itself.
    func tooMany(_ visit: Visit, wait: Int) -> Reply {
        let sent = Onward(visit.request)
        let reply = Reply.page(visit, title: "Too much was asked for at once", shows: .nobody, status: 429) {
            heading("Too much was asked for at once")
                + "<p>More was asked for under your name within a minute than anybody does by hand. Nothing was done just now. Wait \(wait.counted("second")), then \(sent == nil ? "load this page again" : "send it again: what you typed is still here").</p>"
                + "<p>If it was not you, sign out everywhere on \(link(to: At.account, "your account")), choose a new password, and tell your system administrator.</p>"
                + (sent?.again ?? .empty)
        }
        return reply.with("Retry-After", "\(wait)")
    }
}
