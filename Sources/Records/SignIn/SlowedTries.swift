import Casework
import Storage

/// Tries to sign in that came while tries were slowed, and were not looked at: counted, a commit for all that wait at the same time, so that whoever
/// sends thousands keeps nobody else from writing.
actor SlowedTries {
    struct Try: Hashable, Sendable {
        let page: String
        /// Whose account was meant; nil for names and tokens nobody has.
        let staff: RecordID?
    }

    private var waiting: [(tried: Try, done: CheckedContinuation<Void, any Error>)] = []
    private var isWriting = false

    /// Returns once it is counted.
    func count(_ tried: Try, write: @escaping @Sendable ([Try: Int64]) async throws -> Void) async throws {
        try await withCheckedThrowingContinuation { done in
            waiting.append((tried, done))
            if !isWriting {
                isWriting = true
                Task { await drain(write) }
            }
        }
    }

    private func drain(_ write: @Sendable ([Try: Int64]) async throws -> Void) async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            var result: Result<Void, any Error> = .success(())
            do { try await write(batch.reduce(into: [:]) { $0[$1.tried, default: 0] += 1 }) } catch { result = .failure(error) }
            for one in batch { one.done.resume(with: result) }
        }
        isWriting = false
    }
}

extension Service {
    /// Puts on record that a try came while tries are slowed (ASVS 16.3.3): never what was typed, nor whether it was right.
    ///
    /// It is counted by day, step and account beside the refused ones, and the first of an hour for an account at a step, or for all names and
    /// tokens nobody has, leaves an entry of the access log.
    /// - Parameter page: the step's address.
    public func recordSlowedSignIn(page: String, meant staff: RecordID?) async throws {
        try await slowedTries.count(SlowedTries.Try(page: page, staff: staff)) { tries in
            try await countRefused(
                tries.map { (page: $0.key.page + RefusedSignIns.slowedMark, staff: $0.key.staff, tries: $0.value) })
            for one in tries.keys where try await isAmongFirst(1, "\(one.page) slowed \(one.staff?.description ?? "")") {
                try await accessLog.record(View("sign_in_slowed", page: one.page, shown: one.staff.map { [$0] } ?? []), staff: nil)
            }
        }
    }
}
