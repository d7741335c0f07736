import Casework

/// The moment a page is asked for (`?as_at=`), read one way everywhere: a day alone is its end in London, and today so far.
struct AsAt: Sendable {
    /// Nil is now.
    var moment: Instant?
    /// Why what was typed is no moment to read at.
    var problem: String?

    init(_ typed: String, now: Instant) {
        guard !typed.isEmpty else { return }
        guard let read = AsAt.moment(typed) else {
            problem = "“\(typed)” is not a day or a moment. Type it like 21/11/2026 or 21/11/2026 14:30."
            return
        }
        if read <= now {
            moment = read
        } else if AsAt.day(typed) == now.londonDay {
            moment = now
        } else {
            problem = "That moment has not come yet."
        }
    }

    /// A moment as people type it; a day alone stands for its end.
    static func moment(_ text: String) -> Instant? {
        if let instant = Instant(text) ?? Instant(typed: text) { return instant }
        guard let day = day(text), let next = Instant((day + 1).iso + "T00:00") else { return nil }
        return Instant(milliseconds: next.milliseconds - 1)
    }

    private static func day(_ text: String) -> Day? { Day(iso: text) ?? Day(typed: text) }
}
