import Casework
import Logging
import Records
import Synchronization

/// Clears what was erased out of the file's free places and log. While something reads an older state, as a backup does, that cannot be
/// done: then it is tried again each minute for an hour, and when the server starts next.
final class Scrubbing: Sendable {
    static let tries = 60
    private let pause: Duration
    private let later = Mutex<Task<Void, Never>?>(nil)

    init(pause: Duration = .seconds(60)) { self.pause = pause }

    /// Whether it is done already; what is not goes on beside.
    func scrub(_ service: Service, _ log: Logger) async -> Bool {
        do { try await service.scrub() } catch {
            goOn(service, log)
            return false
        }
        return true
    }

    private func goOn(_ service: Service, _ log: Logger) {
        let pause = pause
        let task = Task<Void, Never> {
            for _ in 0..<Scrubbing.tries {
                do { try await Task.sleep(for: pause) } catch { return }
                if (try? await service.scrub()) != nil { return }
            }
            log.error("what was erased may still lie in free places of the file: it is cleared when the server starts again within a day")
        }
        // A later erasure has its own hour, and clears what the one before left.
        later.withLock { running in
            running?.cancel()
            running = task
        }
    }

    /// Until nothing is tried any more.
    func rest() async { await later.withLock { $0 }?.value }

    func stop() { later.withLock { $0 }?.cancel() }
}

extension Site {
    /// For the server's start: clears once more after an erasure of today or yesterday, which may not have come to it.
    public func scrubRecent() async {
        let day = service.today - 1
        do {
            let isRecent = try await service.read(.wholeService(reason: "clearing what was erased")) { reader in
                try reader.serviceRecords(Erasure.self).contains { $0.onDate >= day }
            }
            if isRecent { _ = await scrubbing.scrub(service, log) }
        } catch {
            log.error("what was erased could not be cleared at start", metadata: ["error": "\(type(of: error))"])
        }
    }
}
