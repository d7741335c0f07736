import Casework
import HTML
import Practice
import Records

/// The page of one programme: how long, what with, how it goes, and what it waits for (S-OOC-11, S-OOC-12, S-OOC-13, S-OOC-16, S-OOC-18).
struct ProgrammePage {
    let whole: ProgrammeFile
    let file: FileHead
    let visit: Visit
    let words: Words
    private let outcomes: [Stored<Outcome>]
    private let now: Instant

    private var programme: Stored<Programme> { whole.programme }
    private var access: Access { visit.person.access }
    private var day: Day { whole.day }

    init(_ reader: Reader, _ file: FileHead, _ programme: Stored<Programme>, _ visit: Visit, _ words: Words) throws {
        self.file = file
        self.visit = visit
        self.words = words
        now = visit.asAt ?? visit.service.now
        whole = try ProgrammeFile(reader, file, programme, on: now.londonDay)
        let offences = Set(whole.offences.map(\.id))
        outcomes = try reader.records(Outcome.self, child: file.id).filter { offences.contains($0.offence) }
    }

    /// Whether this person may write a kind here and now.
    func mayWrite(_ kind: String) -> Bool { visit.asAt == nil && !programme.withdrawn && access.mayWrite(kind) }

    var html: HTML { warnings + actions + fileLayout(left: left, right: right) }

    private var warnings: HTML {
        let late = whole.length.warnings.map { warning -> HTML in
            let change =
                mayWrite("programme") ? link(to: At.editRecord(file.id, AnyKind(Programme.self), programme.id), "Change it") : HTML.empty
            return alertBanner("Length", .bad, "\(warning) \(change)")
        }
        let plan: HTML =
            whole.isKnife && whole.plan == nil
            ? alertBanner("Knife case", .bad, "A knife case must have a plan, and there is none yet. \(planLink("Write the plan"))")
            : .empty
        return late.joined() + plan
    }

    private func planLink(_ text: String) -> HTML {
        mayWrite("plan") ? link(to: At.newRecord(file.id, AnyKind(Plan.self), [("programme", programme.id.description)]), text) : .empty
    }

    private var actions: HTML {
        let query = [("programme", programme.id.description)]
        var items: [HTML] = []
        if mayWrite("contact") {
            items.append(buttonLink(to: At.newRecord(file.id, AnyKind(Contact.self), query), "Record a contact"))
            items.append(
                buttonLink(
                    to: At.newRecord(file.id, AnyKind(Contact.self), [("method", "TEXT")] + query), "Record a text message",
                    style: .secondary))
        }
        if mayWrite("programme"), programme.completed == nil {
            items.append(buttonLink(to: At.programme(file.id, programme.id, "end"), "End the programme", style: .secondary))
        }
        if case .withPolice(let step?) = whole.stage, mayWrite("compliance") {
            items.append(buttonLink(to: PoliceAnswer.address(file.id, step), PoliceAnswer.title, style: .secondary))
        }
        if case .ended = whole.stage, mayWrite("closure"), let referral = whole.referral, referral.closedDate == nil {
            items.append(
                buttonLink(
                    to: At.newRecord(file.id, AnyKind(Closure.self), [("referral", referral.id.description)]), "Close the work",
                    style: .secondary))
        }
        return when(!items.isEmpty, buttonGroup(items))
    }

    // MARK: Dates and waiting

    static func status(_ whole: ProgrammeFile) -> HTML {
        if let end = whole.programme.endDate, end <= whole.day {
            switch whole.programme.completed {
            case true: return tag("Completed", .good)
            case false: return tag("Not completed", .bad)
            default: return tag("Ended", .neutral)
            }
        }
        guard let start = whole.programme.startDate, start <= whole.day else { return tag("Not started", .neutral) }
        guard let left = whole.length.daysLeft else { return tag("Running", .info) }
        if left < 0 { return tag("\((-left).counted("day")) past its end", .bad) }
        return tag("\(left.counted("day")) left", left <= 14 ? .warning : .info)
    }

    private var left: HTML { panel(section("Dates", id: "dates", dates)) + panel(review) + panel(police) + panel(attendance) }

    private func age(_ day: Day?) -> HTML { file.age(on: day).map { ", aged \($0)" } ?? .empty }

    private var dates: HTML {
        let length = whole.length
        var rows: [(String, HTML)] = [
            ("State", ProgrammePage.status(whole)), ("Start", "\(programme.startDate?.words ?? "Not started")\(age(programme.startDate))"),
        ]
        if let end = programme.endDate { rows.append(("Ended", "\(end.words)\(age(end))")) }
        if programme.endDate == nil { rows.append(("To end by", "\(length.endBy?.words ?? "Not set")")) }
        if let longest = length.longest {
            rows.append(("Longest allowed", "\(longest.words), \((whole.type?.mostWeeks ?? 0).counted("week"))"))
        }
        if let reason = programme.extensionReason { rows.append(("Why it runs longer", "\(reason)")) }
        if let reason = programme.endReason { rows.append(("How it ended", "\(reason)")) }
        if let told = programme.policeToldDate { rows.append(("Police told of the end", "\(told.words)")) }
        if let provider = programme.value.provider { rows.append(("Given by", "\(provider)")) }
        if let referral = whole.referral {
            let kind = AnyKind(Referral.self)
            rows.append(("Referral", link(to: At.record(file.id, kind, referral.id), "Received \(referral.receivedDate.words)")))
            let decided = referral.decisionDate.map { " on \($0.words)" } ?? ""
            rows.append(("Offered", "\(referral.decision.map { words.code("outcome", $0) } ?? "Not decided yet")\(decided)"))
        }
        if access.sees(.offending) {
            rows.append(("For", list(whole.offences.map { "\(words.name($0.id))" })))
            rows.append(("Eligible", "\(eligibility)"))
            rows.append(("Outcome", outcomeWords))
        }
        return summaryList(rows)
    }

    private var eligibility: String {
        let admission = whole.referral.flatMap { Admission.title($0.value, words.codes) } ?? "Not known"
        guard let type = whole.type else { return "This disposal sets no condition." }
        if type.needsAdmission != true { return "Yes: it needs no admission. Admission: \(admission.lowercasedFirst)." }
        return whole.referral?.isNotAdmitted ?? true
            ? "No: it needs an admission, and the child’s is: \(admission.lowercasedFirst)." : "Yes: the child has admitted."
    }

    private var outcomeWords: HTML {
        let made = outcomes.sorted { $0.outcomeDate < $1.outcomeDate }.map {
            link(to: At.record(file.id, AnyKind(Outcome.self), $0.id), words.name($0.id))
        }
        if !made.isEmpty { return list(made) }
        return whole.type?.recordedWhen == "COMPLETED" ? "None: it is recorded only when the programme is completed." : "None recorded."
    }

    /// Nothing is due any more in a programme that has ended.
    private var hasEnded: Bool { programme.completed != nil || programme.endDate.map { $0 <= day } ?? false }

    private var review: HTML {
        let done = whole.reviews.filter { $0.type == "SIX_WEEK" }.last
        var body = HTML.empty
        if let done {
            body += "<p>\(tag("Done", .good)) Held \(done.heldOn.words).</p>"
        } else if hasEnded, whole.reviewDue != nil {
            body += "<p class=\"none\">None was held before the programme ended.</p>"
        } else if let due = whole.reviewDue {
            let isLate = due < day
            body += "<p>\(isLate ? tag("Late", .bad) : tag("Due", .info)) Due \(due.words).</p>"
        } else if whole.reviews.isEmpty {
            body += "<p class=\"none\">No six-week review is due of this programme.</p>"
        }
        let rows = whole.reviews.map { one -> (String, HTML) in
            let kind = AnyKind(Review.self)
            let result = one.value.changes ?? one.value.goingWell ?? "Nothing written of what came of it."
            return (
                words.code("review_type", one.type),
                "\(link(to: At.record(file.id, kind, one.id), one.heldOn.words)). \(result)"
            )
        }
        if !rows.isEmpty { body += summaryList(rows) }
        if mayWrite("review"), !hasEnded {
            let isFirst = done == nil && whole.reviewDue != nil
            let type = isFirst ? "SIX_WEEK" : "REGULAR"
            let address = At.newRecord(
                file.id, AnyKind(Review.self), [("programme", programme.id.description), ("type", type)])
            body += "<p>\(link(to: address, isFirst ? "Hold the six-week review" : "Hold a review"))</p>"
        }
        return section(whole.reviewDue == nil && done == nil ? "Reviews" : "Six-week review", id: "review", body)
    }

    private var police: HTML {
        let lines = whole.waiting.map { line -> HTML in
            "\(line.isOurs ? tag("Ours to do", .warning) : tag("Waiting", .info)) \(line.words)"
        }
        return section("Police", id: "police", lines.isEmpty ? "<p class=\"none\">Nothing is waiting.</p>" : list(lines))
    }

    private var attendance: HTML {
        let sum = AttendanceSummary(whole.contacts.map(\.value), from: programme.startDate, to: programme.endDate, at: now)
        let rows: [(String, HTML)] = [
            ("Planned", "\(sum.planned)"), ("Attended", "\(sum.attended)"),
            ("Missed", "\(sum.missed)\(sum.withoutReason > 0 ? ", \(sum.withoutReason) without an acceptable reason" : "")"),
            ("Cancelled by us", "\(sum.cancelled)"), ("Still to come", "\(sum.toCome)"),
            ("Weeks seen", "\(sum.weeksSeen) of \(sum.weeks)"),
        ]
        let unmarked: HTML =
            sum.unmarked == 0
            ? .empty : "<p>\(tag("To mark", .warning)) \(sum.unmarked) past, and nobody has said whether the child came.</p>"
        return section("Attendance", id: "attendance", summaryList(rows) + unmarked)
    }

    // MARK: The work

    private var right: HTML { plan + ProgrammeWork(page: self).html + contacts }

    private var plan: HTML {
        guard let plan = whole.plan else {
            return section("Plan", id: "plan", "<p class=\"none\">No plan yet.</p><p>\(planLink("Write the plan"))</p>")
        }
        let rows = whole.targets.filter { $0.plan == plan.id }.map { target -> [HTML] in
            [
                "\(target.what)", "\(words.code("target_purpose", target.purpose))", "\(target.who)", "\(target.byDate?.words ?? "")",
                PlanPage.state(target.value, words, on: day),
            ]
        }
        let wants: HTML = plan.childsWords.map { "<div class=\"inset\">\(paragraphs($0))</div>" } ?? .empty
        return section(
            "Plan", id: "plan", action: link(to: At.plan(file.id, plan.id), "Open the plan"),
            wants
                + table(
                    caption: "Targets", columns: ["Target", "For", "Who", "By", "State"].map { Column($0) }, rows: rows,
                    captionHidden: true,
                    empty: "No target yet."))
    }

    private var contacts: HTML {
        let entries = whole.contacts.filter { $0.at <= now }.prefix(8).map { ContactPages.entry($0, file, words, brief: true) }
        let coming = whole.contacts.filter { $0.at > now && $0.attendance == nil }.reversed().prefix(8)
        return ContactPages.coming(Array(coming), file, words)
            + section(
                "Contacts", id: "contacts",
                action: link(to: At.child(file.id, "chronology", visit.asAtQuery + [("kind", "contact")]), "All contacts"),
                entries.isEmpty ? "<p class=\"none\">No contact under this programme.</p>" : timeline(Array(entries)))
    }

    /// What a review looks back on, so that nobody has to look it up: attendance, targets, and what the last review changed.
    static func reviewMemory(_ reader: Reader, _ file: FileHead, _ visit: Visit) throws -> HTML {
        guard let id = (visit.query("programme") ?? visit.form["programme_ref"]).nonEmpty.flatMap(RecordID.init),
            let programme = try reader.record(Programme.self, child: file.id, id: id)
        else { return .empty }
        let words = try Words(reader, file: file.id)
        let page = try ProgrammePage(reader, file, programme, visit, words)
        return details("What has happened so far", isOpen: true, page.attendance + page.plan)
    }
}

extension String {
    /// Nil when there is nothing in it.
    var nonEmpty: String? { isEmpty ? nil : self }
}
