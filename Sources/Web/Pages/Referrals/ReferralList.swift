import Casework
import HTML
import Practice
import Records

/// The referrals of every child with where each stands, and what of them a list asks for.
struct ReferralList {
    let found: [ReferralProgress]
    let timelines: [OffenceTimeline]
    let lines: [RecordID: ChildLine]

    /// Reads them; only those not closed, unless the whole register is asked for.
    init(_ reader: Reader, _ ask: ReferralAsk, on day: Day) throws {
        let all = try reader.everywhere(Referral.self, where: ask.conditions, only: ["received_date"])
        var progress: [ReferralProgress] = []
        var timelines: [OffenceTimeline] = []
        try reader.caseFiles(ReferralProgress.needs, of: Array(Set(all.compactMap(\.child)))) { file in
            progress += ReferralProgress.all(file, on: day)
            if ask.view == .ageing { timelines += OffenceTimeline.all(file, on: day) }
        }
        found = progress.filter { ask.holds($0) }.sorted { ReferralProgress.inOrder($0, $1, on: day) }
        let kept = Set(found.map(\.referral.id))
        self.timelines = timelines.filter { kept.contains($0.progress.referral.id) }
            .sorted { ($0.total, $1.offence.id) > ($1.total, $0.offence.id) }
        lines = Dictionary(
            try reader.lines(of: Array(Set(found.map(\.child))), on: day).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func name(_ child: RecordID) -> String { lines[child]?.name ?? "Name not known" }
}

/// What of the register is asked for, as the address says it.
struct ReferralAsk: Sendable {
    enum Look: String, Sendable { case register, bounced, ageing }

    let view: Look
    let pathway: String?
    let source: String?
    /// Nil asks for all.
    let state: ReferralState?
    let waiting: ReferralWait?
    let isBounced: Bool
    let isFeedbackDue: Bool
    let page: Int
    let size: Int

    static let sizes = [25, 50, 100]

    init(_ visit: Visit) {
        view = visit.query("view").flatMap(Look.init) ?? .register
        pathway = visit.query("pathway")
        source = visit.query("source")
        let asked = visit.query("state")
        // What the court sent back is a register of years: its pattern is not in what is open alone.
        state = asked == "all" ? nil : asked.flatMap(ReferralState.init) ?? (view == .bounced ? nil : .open)
        let waits = visit.query("waiting")
        waiting = waits.flatMap(ReferralWait.init)
        isFeedbackDue = waits == "feedback"
        isBounced = view == .bounced || visit.query("bounced") == "yes"
        // Far more than there are, and little enough to count with.
        page = min(1_000_000, max(1, visit.query("page").flatMap { Int($0) } ?? 1))
        size = visit.query("size").flatMap { Int($0) }.flatMap { ReferralAsk.sizes.contains($0) ? $0 : nil } ?? 50
    }

    /// What of it the store answers; the rest is told by what else is on each file.
    var conditions: [(field: String, holds: Value)] {
        var all: [(field: String, holds: Value)] = state == .open ? [("closed_date", .none)] : []
        if let pathway { all.append(("pathway", .text(pathway))) }
        if let source { all.append(("source", .text(source))) }
        if isBounced { all.append(("bounced_back", .flag(true))) }
        if isFeedbackDue { all.append(("feedback_on", .none)) }
        return all
    }

    func holds(_ one: ReferralProgress) -> Bool {
        let referral = one.referral.value
        return (pathway == nil || referral.pathway == pathway) && (source == nil || referral.source == source)
            && (state == nil || one.state == state) && (waiting == nil || one.waiting == waiting)
            && (!isBounced || referral.isSentBack)
            && (!isFeedbackDue || (referral.feedbackDue != nil && referral.feedbackOn == nil))
    }

    /// The query that asks for this, with some of it asked otherwise; an empty value leaves it out.
    func query(_ changes: [String: String] = [:]) -> [(String, String)] {
        let usual = view == .bounced ? "all" : "open"
        let now = state?.rawValue ?? "all"
        let all: [(String, String)] = [
            ("view", view == .register ? "" : view.rawValue), ("pathway", pathway ?? ""), ("source", source ?? ""),
            ("state", now == usual ? "" : now), ("waiting", waiting?.rawValue ?? (isFeedbackDue ? "feedback" : "")),
            ("bounced", isBounced && view == .register ? "yes" : ""), ("size", size == 50 ? "" : String(size)),
            ("page", page == 1 ? "" : String(page)),
        ]
        // Another filter begins at its first page.
        return all.map { ($0.0, changes[$0.0] ?? ($0.0 == "page" ? "" : $0.1)) }.filter { !$0.1.isEmpty }
    }

    /// The part of a list on this page, and how many pages there are.
    func slice<T>(_ items: [T]) -> (items: ArraySlice<T>, page: Int, pages: Int) {
        let pages = max(1, (items.count + size - 1) / size)
        let here = min(page, pages)
        return (items.dropFirst((here - 1) * size).prefix(size), here, pages)
    }
}
