import Casework
import HTML
import Practice
import Records

/// The referrals of every child with where each stands, and what of them a list asks for.
///
/// What an open referral waits for is told by its child's file, so those files are read. One that ended waits for nothing: of it only its
/// own days are read to put it in its place, and the files only of those on the page asked for.
struct ReferralList {
    /// Those on the page asked for; of the ageing all.
    let found: [ReferralProgress]
    /// Every referral that is listed, on this page or another, by what it says itself; of the ageing none.
    let all: [Referral]
    let timelines: [OffenceTimeline]
    let lines: [RecordID: ChildLine]
    /// How many there are in all, which page this is, and of how many.
    let count: Int
    let page: Int
    let pages: Int

    init(_ reader: Reader, _ ask: ReferralAsk, on day: Day) throws {
        let light = try reader.everywhere(
            Referral.self, where: ask.conditions,
            only: [
                "received_date", "closed_date", "accepted", "passed_on_to", "feedback_due", "feedback_on", "bounced_back", "court_date",
                "solicitor_firm", "bounce_reason", "admission",
            ]
        ).filter { $0.receivedDate != .unset && ask.mayHold($0.value) }
        let options = try reader.outOfCourtOptions()
        var timelines: [OffenceTimeline] = []
        func progress(_ some: some Sequence<Stored<Referral>>) throws -> [ReferralProgress] {
            let ids = Set(some.map(\.id))
            var out: [ReferralProgress] = []
            guard !ids.isEmpty else { return out }
            try reader.caseFiles(ReferralProgress.needs, of: Array(Set(some.compactMap(\.child)))) { file in
                out += ReferralProgress.all(file, options: options, on: day).filter { ids.contains($0.referral.id) && ask.holds($0) }
                if ask.view == .ageing { timelines += OffenceTimeline.all(file, options: options, on: day) }
            }
            return out
        }
        guard ask.view != .ageing else {
            found = try progress(light).sorted { ReferralProgress.inOrder($0, $1, on: day) }
            let kept = Set(found.map(\.referral.id))
            self.timelines = timelines.filter { kept.contains($0.progress.referral.id) }
                .sorted { ($0.total, $1.offence.id) > ($1.total, $0.offence.id) }
            (count, all) = (self.timelines.count, [])
            (page, pages) = ask.place(of: count)
            lines = try Self.lines(reader, found, day)
            return
        }
        let open = try progress(light.filter { ReferralState($0.value) == .open }).sorted { ReferralProgress.inOrder($0, $1, on: day) }
        let ended = light.filter { ReferralState($0.value) != .open }.sorted {
            ($0.closedDate ?? $0.receivedDate, $0.id) > ($1.closedDate ?? $1.receivedDate, $1.id)
        }
        count = open.count + ended.count
        all = open.map(\.referral.value) + ended.map(\.value)
        let (here, pages) = ask.place(of: count)
        (page, self.pages) = (here, pages)
        let first = (here - 1) * ask.size
        let ongoing = Array(open.dropFirst(first).prefix(ask.size))
        let past = ended.dropFirst(max(0, first - open.count)).prefix(ask.size - ongoing.count)
        let places = Dictionary(past.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        found = ongoing + (try progress(past)).sorted { (places[$0.referral.id] ?? 0) < (places[$1.referral.id] ?? 0) }
        self.timelines = []
        lines = try Self.lines(reader, found, day)
    }

    private static func lines(_ reader: Reader, _ found: [ReferralProgress], _ day: Day) throws -> [RecordID: ChildLine] {
        Dictionary(
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

    /// - Parameter isWhole: every line on one page, for a file.
    init(_ visit: Visit, isWhole: Bool = false) {
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
        page = isWhole ? 1 : min(1_000_000, max(1, visit.query("page").flatMap { Int($0) } ?? 1))
        let size = visit.query("size").flatMap { Int($0) }.flatMap { ReferralAsk.sizes.contains($0) ? $0 : nil } ?? 25
        self.size = isWhole ? 1_000_000 : size
    }

    /// What of it the store answers; the rest is told by what else is on each file.
    var conditions: [(field: String, holds: Value)] {
        var all: [(field: String, holds: Value)] = state == .open ? [("closed_date", .none)] : []
        if let pathway { all.append(("pathway", .text(pathway))) }
        if let source { all.append(("source", .text(source))) }
        if isFeedbackDue { all.append(("feedback_on", .none)) }
        return all
    }

    /// What a referral's own fields say of whether it is asked for. One that ended waits for nothing.
    func mayHold(_ referral: Referral) -> Bool {
        let stands = ReferralState(referral)
        return (state == nil || stands == state) && (waiting == nil || stands == .open)
            && (!isBounced || referral.isSentBack) && (!isFeedbackDue || referral.feedbackDue != nil && referral.feedbackOn == nil)
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
            ("bounced", isBounced && view == .register ? "yes" : ""), ("size", size == 25 ? "" : String(size)),
            ("page", page == 1 ? "" : String(page)),
        ]
        // Another filter begins at its first page.
        return all.map { ($0.0, changes[$0.0] ?? ($0.0 == "page" ? "" : $0.1)) }.filter { !$0.1.isEmpty }
    }

    /// Which page of so many is shown: the last where fewer are there than were asked for.
    func place(of count: Int) -> (page: Int, pages: Int) {
        let pages = max(1, (count + size - 1) / size)
        return (min(page, pages), pages)
    }

    /// The part of a list that is on a page.
    func slice<T>(_ items: [T], page: Int) -> ArraySlice<T> { items.dropFirst((page - 1) * size).prefix(size) }
}
