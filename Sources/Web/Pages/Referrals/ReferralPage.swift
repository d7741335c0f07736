import Casework
import HTML
import Practice
import Records

/// The page of one referral: whether it is admitted, its offences and their days, what is due, who was asked, what stops it, who works on it.
struct ReferralPage {
    let reader: Reader
    let file: FileHead
    let record: Stored<Referral>
    let visit: Visit
    let words: Words
    let day: Day
    let progress: ReferralProgress?
    let timelines: [OffenceTimeline]

    private var referral: Referral { record.value }
    private var access: Access { visit.person.access }
    /// Nothing is done on a page read as it was known earlier, or to a record entered in error.
    private var isLive: Bool { visit.asAt == nil && !record.withdrawn }
    private var mayWrite: Bool { isLive && access.mayWrite("referral") }

    init(_ reader: Reader, _ file: FileHead, _ record: Stored<Referral>, _ visit: Visit, _ words: Words) throws {
        (self.reader, self.file, self.record, self.visit, self.words) = (reader, file, record, visit, words)
        day = visit.asAt?.londonDay ?? visit.service.today
        var found: ReferralProgress?
        var lines: [OffenceTimeline] = []
        let (day, options) = (day, try reader.outOfCourtOptions())
        try reader.caseFiles(ReferralProgress.needs, of: [file.id]) { one in
            found = ReferralProgress.all(one, options: options, on: day).first { $0.referral.id == record.id }
            lines = OffenceTimeline.all(one, options: options, on: day).filter { $0.progress.referral.id == record.id }
        }
        (progress, timelines) = (found, lines)
    }

    /// The body between heading and history.
    static func body(_ reader: Reader, _ file: FileHead, _ record: Stored<Referral>, _ visit: Visit, _ words: Words) throws -> HTML {
        try ReferralPage(reader, file, record, visit, words).body
    }

    private var body: HTML {
        get throws {
            let left = try panel(arrival) + panel(clock) + panel(obstacles) + panel(allocation)
            // What is to be done comes before all that is known: on a phone the two columns are one long one (S-REF-01).
            let next = try ReferralNext(reader: reader, file: file, record: record, visit: visit).section
            let right = try offences + checks + ReferralRecords(self).all
            return Admission.banner(referral, words) + ask + next + fileLayout(left: left, right: right)
        }
    }

    /// The one thing to do first: whether the service takes it on.
    private var ask: HTML {
        guard mayWrite, referral.accepted == nil, referral.closedDate == nil else { return .empty }
        let step = At.referral(file.id, record.id, "acceptance")
        return sendForm(
            action: step,
            hidden("from", String(record.from)) + hidden("answer", "ACCEPT")
                + buttonGroup([
                    button("Accept"), link(to: step, "Decline it or pass it on"),
                ]))
    }

    // MARK: Left

    private var arrival: HTML {
        var rows: [SummaryRow] = []
        func add(_ label: String, _ text: String?) { if let text { rows.append(SummaryRow(label, "\(text)")) } }
        add("Received", referral.receivedDate.words + (file.age(on: referral.receivedDate).map { ", aged \($0)" } ?? ""))
        add("From", referral.source.map { words.code("referral_source", $0) })
        add("Pathway", referral.pathway.map { words.code("pathway", $0) })
        add("Urgency", referral.urgency.map { words.code("urgency", $0) })
        if let reason = referral.reason { rows.append(SummaryRow("Why the child was referred", paragraphs(reason))) }
        let state = ReferralState(referral)
        rows.append(
            SummaryRow(
                "State", "\(referral.accepted == true && state == .open ? "Accepted" : state.title)",
                change: mayWrite && referral.accepted != nil ? At.referral(file.id, record.id, "acceptance") : nil))
        add("Passed on to", referral.passedOnTo)
        add("Why it was not accepted", referral.notAcceptedReason)
        if access.sees(.casework), let waiting = progress?.waiting, let days = progress?.daysWaiting(on: day) {
            rows.append(SummaryRow("Waiting for", "\(waiting.title.lowercasedFirst), \(days.counted("day"))"))
        }
        if let progress { rows.append(SummaryRow("Look first", progress.isFirst ? RegisterPage.marks(progress) : nothingMarked)) }
        if referral.isSentBack {
            rows.append(SummaryRow("Sent back by the court", "\(referral.courtDate?.words ?? "Yes")"))
            add("Firm of solicitors", referral.solicitorFirm)
            add("Why the court sent it back", referral.bounceReason)
        }
        return section("The referral", id: "arrival", summaryList(rows))
    }

    /// What the clocks say of this referral: also those that run and are not near enough to stand on anybody's list.
    private var clock: HTML {
        get throws {
            guard visit.asAt == nil else { return .empty }
            let due = try reader.tasks(staff: nil, child: file.id, ahead: true, visibleOn: day, limit: 200).filter {
                $0.record == record.id
            }
            let items = due.map { task in
                TaskItem(task.title, to: nil, hint: "Due \(task.dueOn.words). \(task.basis)", status: DueLink.status(task, day))
            }
            let slip: HTML = referral.slipReason.map { "<p>Why it is later than its clock: \($0)</p>" } ?? .empty
            return section(
                "The clock", id: "clock", (items.isEmpty ? "<p class=\"none\">No clock runs.</p>" : taskList(items)) + slip)
        }
    }

    private var obstacles: HTML {
        get throws {
            guard ReferralState(referral) == .open else { return .empty }
            // To whoever sees no checks they are neither missing nor there.
            let seesChecks = access.sees(Enquiry.kind)
            let found = try IntakeChecks.obstacles(
                referral, checks: seesChecks ? ReferralChecks.list(reader, file, record.id) : [], codes: words.codes)
            let isUnseen = !seesChecks && referral.decision == nil && referral.decisionDate == nil
            let none: HTML =
                isUnseen
                ? "<p class=\"none\">Which agencies have answered is not shown to your role.</p>" : "<p class=\"none\">Nothing.</p>"
            let known = found.isEmpty ? none : list(found.map { "\($0)" }) + when(isUnseen, none)
            return section(
                "What stops us", id: "obstacles",
                known + papers
                    + when(
                        mayWrite,
                        "<p>\(link(to: At.editRecord(file.id, AnyKind(Referral.self), record.id), "Write what stops us, or that it is solved"))</p>"
                    ))
        }
    }

    /// One press says that the papers are complete: the day is known where every agency has answered (S-REF-05).
    private var papers: HTML {
        guard mayWrite, referral.completeDate == nil, referral.decision == nil else { return .empty }
        let step = At.referral(file.id, record.id, "papers")
        return sendForm(
            action: step,
            hidden("from", String(record.from)) + hidden("complete_date", day.typed)
                + buttonGroup([
                    button("Record that all papers are in today", style: .secondary), link(to: step, "They were in on another day"),
                ]))
    }

    private var allocation: HTML {
        get throws {
            let held = try reader.records(Allocation.self, child: file.id).filter { $0.value.isActive(on: day) }
            let rows = held.map { one -> (String, HTML) in
                (
                    words.code("allocation_part", one.part),
                    link(
                        to: At.record(file.id, AnyKind(Allocation.self), one.id),
                        "\(words.staff[one.staff] ?? "Not known") from \(one.startDate.words)")
                )
            }
            let notYet: HTML = access.sees(Allocation.kind) ? "<p>Not allocated yet.</p>" : ChildPages.notShown
            let said: HTML = referral.allocatedDate.map { "<p>Allocated \($0.words).</p>" } ?? notYet
            return section(
                "Allocation", id: "allocation",
                said + (rows.isEmpty ? .empty : summaryList(rows))
                    + when(
                        isLive && access.may(.allocate),
                        "<p>\(link(to: At.newRecord(file.id, AnyKind(Allocation.self), [("referral", record.id.description)]), "Allocate"))</p>"
                    ))
        }
    }

    // MARK: Right

    private var offences: HTML {
        let parts = timelines.map { line -> HTML in
            let offence = line.offence
            let name = words.name(offence.id)
            let marks: HTML =
                when(offence.knife == true, " \(tag("Knife", .bad))")
                + when(offence.category == "SEXUAL_OFFENCES", " \(tag("Sexual harm", .bad))")
            let rows = line.steps.filter { $0.day != nil }.map { step -> [HTML] in
                ["\(step.name)", "\(step.day?.words ?? "")", "\(step.elapsed.map { ElapsedWords.days($0) } ?? "")"]
            }
            return "<h3>\(link(to: At.record(file.id, AnyKind(Offence.self), offence.id), name))\(marks)</h3>"
                + table(
                    caption: "\(name): \(line.total.counted("day")) \(line.isRunning ? "so far" : "in all")",
                    columns: ["Step", "Day", "Since the step before"].map { Column($0) }, rows: rows)
        }
        return section(
            referral.isNotAdmitted ? "Alleged offences" : "Offences", id: "offences",
            parts.isEmpty ? "<p class=\"none\">No offence is linked to this referral.</p>" : parts.joined())
    }

    private var checks: HTML {
        get throws {
            guard access.sees(Enquiry.kind) else { return .empty }
            return section(
                "Agency checks", id: "checks",
                try ReferralChecks(reader, file, record.id, visit, words).body(isLive: isLive))
        }
    }

    var id: RecordID { record.id }
    var isOpenToWork: Bool { isLive }
}
