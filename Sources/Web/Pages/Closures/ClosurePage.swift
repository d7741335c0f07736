import Casework
import HTML
import Practice
import Records

/// The page of one closure: its checklist, what was written, and sending or approving it.
struct ClosurePage {
    private let whole: ClosureFile
    private let file: FileHead
    private let record: Stored<Closure>
    private let visit: Visit
    private let words: Words
    private let problems: [ErrorItem]
    private let sender: RecordID?
    private let isAuthor: Bool
    private let sentBack: (reason: String, by: String)?

    init(
        _ reader: Reader, _ file: FileHead, _ record: Stored<Closure>, _ visit: Visit, _ words: Words, problems: [ErrorItem] = []
    ) throws {
        guard let referral = try reader.record(Referral.self, child: file.id, id: record.referral) else { throw NotFound() }
        whole = try ClosureFile(reader, file, referral, record, on: visit.asAt?.londonDay ?? visit.service.today)
        self.file = file
        self.record = record
        self.visit = visit
        self.words = words
        self.problems = problems
        sender = try ClosurePage.sender(reader, file, record)
        isAuthor = try ClosurePage.authors(reader, file, record).contains(visit.person.id)
        sentBack = try ClosurePage.sentBack(reader, file, record, words)
    }

    /// Who sent it for approval: whoever wrote the version that first carries the day it was sent.
    static func sender(_ reader: Reader, _ file: FileHead, _ record: Stored<Closure>) throws -> RecordID? {
        guard record.askedOn != nil else { return nil }
        let history = try reader.history(Closure.self, child: file.id, id: record.id)
        let unsent = history.lastIndex { $0.askedOn == nil } ?? -1
        guard let sent = history.dropFirst(unsent + 1).first else { return nil }
        return try reader.trails([sent.from])[sent.from]?.staff
    }

    /// Who wrote any of it or sent it: none of them approves it.
    static func authors(_ reader: Reader, _ file: FileHead, _ record: Stored<Closure>) throws -> Set<RecordID> {
        let history = try reader.history(Closure.self, child: file.id, id: record.id)
        let trails = try reader.trails(history.map(\.from)).values.filter {
            $0.action != "closure.return" && $0.action != "closure.approve"
        }
        return Set(trails.compactMap(\.staff))
    }

    private static func sentBack(_ reader: Reader, _ file: FileHead, _ record: Stored<Closure>, _ words: Words) throws -> (
        reason: String, by: String
    )? {
        guard record.askedOn == nil, record.approvedOn == nil else { return nil }
        let history = try reader.history(Closure.self, child: file.id, id: record.id)
        guard let sent = history.lastIndex(where: { $0.askedOn != nil }), sent + 1 < history.count,
            let trail = try reader.trails([history[sent + 1].from])[history[sent + 1].from], let note = trail.note
        else { return nil }
        return (note, words.who(trail))
    }

    var html: HTML { state + section("What must be done or reasoned", id: "checklist", whole.list(visit)) + written + next }

    private var state: HTML {
        if let approved = record.approvedOn {
            let by = record.approvedBy.map { " by \(words.name($0))" } ?? ""
            return notification("Closed", "Approved \(approved.words)\(by). The referral is closed.")
        }
        if let asked = record.askedOn {
            let by = sender.map { " by \(words.name($0))" } ?? ""
            return alertBanner("Waiting", .info, "Sent for approval \(asked.words)\(by).")
        }
        return sentBack.map { alertBanner("Sent back", .warning, "\($0.by) sent it back: \($0.reason)") } ?? .empty
    }

    private var written: HTML {
        let kind = AnyKind(Referral.self)
        var rows: [(String, HTML)] = [
            ("Referral", link(to: At.record(file.id, kind, whole.referral.id), "Received \(whole.referral.receivedDate.words)"))
        ]
        if let need = record.unmetNeed { rows.append(("Need that remains", paragraphs(need))) }
        if let to = record.unmetNeedTo { rows.append(("Passed on to", "\(to)")) }
        if let summary = record.summary { rows.append(("How it ended", paragraphs(summary))) }
        return section("What was written", id: "written", summaryList(rows))
    }

    private var next: HTML {
        let access = visit.person.access
        guard visit.asAt == nil, !record.withdrawn, record.approvedOn == nil else { return .empty }
        if record.askedOn == nil {
            guard access.mayWrite("closure") else { return .empty }
            let missing = whole.checklist.blockers.count
            let note: HTML =
                missing == 0
                ? .empty : "<p>\(missing) step\(missing == 1 ? " is" : "s are") open: it can be sent once each is done or reasoned.</p>"
            return note
                + sendForm(
                    action: At.closure(file.id, record.id, "sending"), once: RecordID.new(at: visit.service.now).description,
                    button("Send for approval"))
        }
        guard access.may(.countersign) else { return .empty }
        if sender == visit.person.id { return "<p>You sent this yourself: another manager approves it.</p>" }
        let open = whole.checklist.blockers
        // What came open again after it was sent, such as a target added, is done or reasoned before anybody approves it.
        let blocked: HTML =
            isAuthor
            ? "<p>You wrote part of this: another manager approves it. You can send it back.</p>"
            : open.isEmpty
                ? .empty
                : alertBanner(
                    "Cannot be approved yet", .warning,
                    "<p>It is approved once each of these is done or reasoned. Send it back and say what has to be done first.</p>"
                        + list(open.map { HTML(escaping: $0.words) }))
        let isOffered = open.isEmpty && !isAuthor
        let reason = FieldControl(
            id: "reason", label: "What has to be done first\(isOffered ? ", if you send it back" : "")",
            error: problems.first { $0.field == "reason" }?.message, value: visit.form["reason"])
        let approve = isOffered ? [button("Approve and close the referral", name: "decision", value: "approve")] : []
        return section(
            isOffered ? "Approve" : "Approve or send back", id: "approve",
            blocked
                + sendForm(
                    action: At.closure(file.id, record.id, "approval"),
                    hidden("from", String(record.from)) + field(reason) + ConcernPart(visit, codes: words.codes).fields
                        + buttonGroup(
                            approve + [button("Send back", name: "decision", value: "return", style: isOffered ? .secondary : .primary)])))
    }
}
