import Casework
import Storage

/// A try to sign in that came while tries were slowed, and was not looked at.
struct SlowedTry: Hashable, Sendable {
    let page: String
    /// Whose account was meant; nil for names and tokens nobody has.
    let staff: RecordID?
}

extension Service {
    /// Puts on record that a try came while tries are slowed (ASVS 16.3.3): never what was typed, nor whether it was right.
    ///
    /// It is counted by day, step and account beside the refused ones, and the first of an hour for an account at a step, or for all names and
    /// tokens nobody has, leaves an entry of the access log.
    /// - Parameter page: the step's address.
    public func recordSlowedSignIn(page: String, meant staff: RecordID?) async throws {
        try await slowedTries.add(SlowedTry(page: page, staff: staff)) { waiting in
            let tries = waiting.reduce(into: [SlowedTry: Int64]()) { $0[$1, default: 0] += 1 }
            try await countRefused(
                tries.map { (page: $0.key.page + RefusedSignIns.slowedMark, staff: $0.key.staff, tries: $0.value) })
            for one in tries.keys where try await isAmongFirst(1, "\(one.page) slowed \(one.staff?.description ?? "")") {
                try await accessLog.record(View("sign_in_slowed", page: one.page, shown: one.staff.map { [$0] } ?? []), staff: nil)
            }
            return waiting.map { _ in }
        }
    }
}
