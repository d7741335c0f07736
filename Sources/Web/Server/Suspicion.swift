import Casework
import HTML
import Records
import Synchronization

/// What no page of ours sends, or nobody by hand, and a signed-in person's browser or program sent all the same: refused, and put on record under their name (ASVS 16.3.3). It holds
/// nothing of what was sent.
enum Suspicion: String, Sendable {
    /// From another site's page, with this one's cookie.
    case fromElsewhere = "refused_from_elsewhere"
    /// A form another person had begun (decision 0115).
    case formOfAnother = "refused_form_of_another"
    /// A field its sender may not write, or an answer that is on no list: the page does not offer it.
    case forged = "refused_forged"
    /// More calls than one person or one token may make (`CallLimit`).
    case tooMany = "refused_too_many"

    /// Where a request's forms say that they met a forged field; nil outside of a page.
    @TaskLocal static var found: Found?

    /// What was found in one request.
    final class Found: Sendable {
        private let state = Mutex(false)
        var isForged: Bool { state.withLock { $0 } }
        func forged() { state.withLock { $0 = true } }
    }
}

/// Who was put on record for what, and when: once a minute is enough, so that nobody fills the access log in another's name.
final class OnceAMinute: Sendable {
    private let last = Mutex<[String: Instant]>([:])

    /// Whether a minute has passed since the last time.
    func isDue(_ what: String, at now: Instant) -> Bool {
        last.withLock { last in
            if let before = last[what], now.milliseconds - before.milliseconds < 60_000 { return false }
            if last.count >= 1000 { last = last.filter { now.milliseconds - $0.value.milliseconds < 60_000 } }
            last[what] = now
            return true
        }
    }
}

extension Site {
    func record(_ suspicion: Suspicion, page: String, of staff: RecordID) async throws {
        guard running.onRecord.isDue("\(suspicion.rawValue) \(staff)", at: service.now) else { return }
        try await service.record(View(suspicion.rawValue, page: page), of: staff)
    }

    /// The same of whose cookie came with a request that is not answered. That is no use of the session, which goes on for no longer by it.
    func record(_ suspicion: Suspicion, page: String, session cookie: String?) async throws {
        guard let cookie, let owner = try await service.owner(ofSession: cookie) else { return }
        try await Asking.by(session: owner.entry) { try await record(suspicion, page: page, of: owner.staff) }
    }

    /// What somebody wrote is not saved under the name of whoever signed in since.
    func anothers(_ visit: Visit) -> Reply {
        .page(visit, title: "Somebody else is signed in now", shows: .nobody, status: 409) {
            heading("Somebody else is signed in now")
                + "<p>This form was begun by another person, and you are signed in as \(visit.person.name). Nothing was saved. Whoever wrote it signs in, in another tab, and then sends it again here.</p>"
                + (Onward(visit.request)?.again ?? .empty)
        }
    }
}
