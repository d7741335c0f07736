import Casework
import HTML
import Practice
import Records

/// One assessment as it is read, with what is still to do while it is written; and as it is printed.
enum AssessmentShow {
    static func show(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { try page(visit, $0, child, id) }
    }

    /// - Parameter blocked: what keeps it from being sent, when somebody just tried.
    static func page(_ visit: Visit, _ reader: Reader, _ child: RecordID, _ id: RecordID, blocked: [Blocker] = []) throws -> Reply {
        let desk: AssessmentFile
        do { desk = try AssessmentFile(reader, child, id) } catch is NotFound { return try withdrawn(visit, reader, child, id) }
        let access = visit.person.access
        let history = try reader.history(Assessment.self, child: child, id: id)
        let versions = Versions(
            history: history, trails: try reader.trails(history.map(\.from)), words: desk.words, access: access, leaveOut: ["answers"])
        let isOpen = desk.isOpen(to: visit)
        let content = AssessmentContent(reader: reader, desk: desk, visit: visit)
        var actions: [HTML] = []
        if isOpen, desk.isElsewhere { actions.append(buttonLink(to: At.assessment(child, id, "edit"), "Change", style: .secondary)) }
        if isOpen, !desk.isJudging { actions.append(buttonLink(to: At.assessment(child, id, "write/all"), "Change", style: .secondary)) }
        if visit.asAt == nil, access.may(.countersign),
            SubmitRule.maySign(desk.record.value, by: visit.person.id, authors: try desk.authors(reader))
        {
            actions.append(buttonLink(to: At.assessment(child, id, "sign"), "Read and countersign"))
        }
        if !desk.isJudging, let parent = desk.beingWritten {
            actions.append(link(to: At.assessment(child, parent), "Back to the assessment being written"))
        }
        actions.append(link(to: At.assessment(child, id, "print", visit.asAtQuery), "To print"))
        if desk.previous != nil, desk.isJudging {
            actions.append(link(to: At.assessment(child, id, "changes", visit.asAtQuery), "What changed since the last"))
        }
        if isOpen { actions.append(link(to: At.withdrawal(child, AnyKind(Assessment.self), id), "Entered in error")) }
        let main =
            errorSummary(blocked.map { ErrorItem(field: "missing", $0.message) })
            + (try SavedNote(reader, desk.file, desk.record, visit).html(onward(desk, visit), state: waiting(desk)))
            + heading(desk.title, caption: desk.file.name, status: desk.stateTag) + desk.admission + AssessmentParts.comments(desk, reader)
            + when(isOpen, toDo(desk, visit)) + buttonGroup(actions) + (try content.html) + answersCompared(visit, desk, history)
            + section("History", id: "history", try versions.history(visit, address: At.assessment(child, id)))
        return .page(
            visit, title: desk.title, shows: .child(desk.child), status: blocked.isEmpty ? 200 : 422, hasErrors: !blocked.isEmpty,
            crumbs: desk.file.crumbs, main)
    }

    /// Where to go on from one just saved: the assessment it belongs to, the queue of whoever signs, the day of whoever sent it.
    private static func onward(_ desk: AssessmentFile, _ visit: Visit) -> (words: String, to: Address)? {
        let access = visit.person.access
        if !desk.isJudging {
            if let parent = desk.beingWritten { return ("Go on with the assessment", At.assessment(desk.child, parent)) }
            guard let referral = desk.record.referral, desk.record.type?.hasPrefix("SELF") == true, access.mayWrite("assessment"),
                !desk.all.contains(where: { Assessments.isJudging($0.value) && $0.referral == referral })
            else { return nil }
            return (
                "Begin the assessment",
                At.newAssessment(desk.child, [("type", "OUT_OF_COURT"), ("referral", referral.description)])
            )
        }
        if desk.state == .submitted { return ("Back to my day", At.home) }
        let isSigned = desk.state == .countersigned || desk.state == .returned
        return isSigned && access.may(.countersign) ? ("Go on with what waits for countersignature", At.countersign) : nil
    }

    private static func waiting(_ desk: AssessmentFile) -> String? {
        desk.state == .submitted ? "It waits for a manager’s countersignature." : nil
    }

    private static func missingTitle(_ desk: AssessmentFile) -> String {
        switch desk.state {
        case .submitted: "What is missing before it can be countersigned"
        case .countersigned, .complete: "What is still ours to write"
        case .draft, .returned: "What is missing before it can be sent"
        }
    }

    /// The document of one done elsewhere, on the file or to be put there (S-OOC-15).
    private static func document(_ desk: AssessmentFile, _ visit: Visit) -> [TaskItem] {
        guard desk.isElsewhere else { return [] }
        let kind = AnyKind(Document.self)
        if let document = desk.record.document {
            return [TaskItem("Its document", to: At.record(desk.child, kind, document), status: tag("On the file", .good))]
        }
        let add = At.newRecord(desk.child, kind, [("assessment", desk.id.description)])
        return [
            TaskItem(
                "Its document", to: visit.person.access.mayWrite("document") ? add : nil, hint: "What its author wrote and signed",
                status: tag("Missing", .bad))
        ]
    }

    /// The parts with what each still lacks, and the button that sends it.
    private static func toDo(_ desk: AssessmentFile, _ visit: Visit) -> HTML {
        let blockers = desk.blockers
        guard desk.isJudging else { return .empty }
        let items = desk.parts.map { part -> TaskItem in
            let lacks = blockers.filter { $0.part == part.id }.count
            let isBegun: Bool =
                switch part {
                case .section(let section): section.questions.contains { !desk.answers[$0.id].isEmpty }
                case .views: desk.record.childView != nil || desk.record.childViewHow != nil
                case .risks: !desk.risks.isEmpty
                case .contingencies: !desk.contingencies.isEmpty
                case .judgements: desk.record.safetyWellbeing != nil
                }
            let status =
                lacks > 0 ? tag("\(lacks) missing", .warning) : isBegun ? tag("Written", .good) : tag("Nothing needed", .neutral)
            return TaskItem(part.title, to: desk.address(part), status: status)
        }
        let undone = [Screens.Piece.selfChild, .selfParent, .exploitation].filter { desk.done($0) == nil }.count
        let beside = TaskItem(
            "What child and parent wrote, and screens", to: Address.id("screens"),
            status: desk.isElsewhere || undone == 0 ? tag("Nothing needed", .neutral) : tag("\(undone) missing", .warning))
        let missing: HTML =
            blockers.isEmpty
            ? .empty
            : details(
                "\(missingTitle(desk)) (\(blockers.count))", isOpen: visit.request.method == .post,
                list(blockers.map { HTML(escaping: $0.message) }))
        let send: HTML =
            desk.state == .submitted || desk.state == .countersigned
            ? .empty
            : sendForm(
                action: At.assessment(desk.child, desk.id, "submit"), once: once(visit),
                hidden("from", String(desk.record.from)) + buttonGroup([button("Send for countersignature")]))
        let whole: HTML? =
            desk.isElsewhere ? nil : link(to: At.assessment(desk.child, desk.id, "write/all"), "Write everything on one page")
        return section(
            "To do", id: "missing", action: whole, taskList(items + (desk.isElsewhere ? document(desk, visit) : [beside])) + missing + send)
    }

    /// The answers of two versions side by side, when the history's comparison is asked for.
    private static func answersCompared(_ visit: Visit, _ desk: AssessmentFile, _ history: [Stored<Assessment>]) -> HTML {
        guard let older = history.first(where: { String($0.from) == visit.query("before") }),
            let newer = history.first(where: { String($0.from) == visit.query("after") }), older.answers != newer.answers
        else { return .empty }
        return AssessmentChanges.answers(older.value, newer.value, desk.words.forms, before: "Before", after: "After")
    }

    /// One entered in error stays readable, as it was.
    private static func withdrawn(_ visit: Visit, _ reader: Reader, _ child: RecordID, _ id: RecordID) throws -> Reply {
        let file = try FileHead(reader, child)
        let history = try reader.history(Assessment.self, child: child, id: id)
        guard let record = history.last else { throw NotFound() }
        let words = try Words(reader, file: file.id)
        let versions = Versions(
            history: history, trails: try reader.trails(history.map(\.from)), words: words, access: visit.person.access,
            leaveOut: ["answers"])
        let main =
            heading(AssessmentPages.layout.title(record.value, words), caption: file.name, status: tag("Entered in error", .bad))
            + summaryList(versions.rows(of: record))
            + section("History", id: "history", try versions.history(visit, address: At.assessment(file.id, id)))
        return .page(visit, title: "Assessment", shows: .child(file.id), crumbs: file.crumbs, main)
    }

    static func printed(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { reader in
            let desk = try AssessmentFile(reader, child, id)
            let content = AssessmentContent(reader: reader, desk: desk, visit: visit, isInForm: true)
            let born = desk.file.child.dateOfBirth.map { ", born \($0.words)" } ?? ""
            let main =
                heading(desk.title, caption: "\(desk.file.name)\(born), reference \(desk.file.child.ref)", status: desk.stateTag)
                + desk.admission + (try content.html)
                + "<p class=\"source\">Printed by \(visit.person.name), \(visit.service.now.words).</p>"
            return .page(visit, title: "\(desk.title), to print", shows: .list("print", [desk.child]), crumbs: desk.file.crumbs, main)
        }
    }
}

/// What an assessment says, for the page, the manager who reads it, and paper.
struct AssessmentContent {
    let reader: Reader
    let desk: AssessmentFile
    let visit: Visit
    /// Whether it stands on a page to print or inside a form, where no button belongs.
    var isInForm = false
    private var a: Assessment { desk.record.value }
    private var words: Words { desk.words }

    var html: HTML {
        get throws {
            guard desk.isJudging else { return facts + answers }
            let evidence = AssessmentEvidence(reader: reader, desk: desk, visit: visit)
            return facts + judgements + views + risks + answers
                + section("What it rests on", id: "rests", (a.sources.map { paragraphs($0) } ?? "<p class=\"none\">Not written yet.</p>"))
                + (try evidence.pastBehaviour + evidence.agencies + evidence.victim) + evidence.screens(isInForm: isInForm) + (try plans)
        }
    }

    private var facts: HTML {
        func row(_ label: String, _ text: String?) -> [(String, HTML)] { text.map { [(label, "\($0)" as HTML)] } ?? [] }
        func day(_ label: String, _ day: Day?) -> [(String, HTML)] { row(label, day?.words) }
        var rows =
            row("Type", a.type.map { words.code("assessment_type", $0) }) + row("Stage", a.stage.map { words.code("assessment_stage", $0) })
        rows +=
            row("Why this type", a.why)
            + row(
                "Form",
                a.form.map { form in
                    words.forms.named(form).map { "\($0.title), version \(form.split(separator: " ").last ?? "")" } ?? form
                })
        if let referral = a.referral {
            rows.append(
                ("Referral", isInForm ? "\(words.name(referral))" : link(to: At.referral(desk.child, referral), words.name(referral))))
        }
        rows += row("Written by", a.author ?? a.writtenBy.flatMap { words.staff[$0] })
        rows += day("Started", a.startedOn) + day("Completed", a.completedOn) + day("Sent for countersignature", a.submittedOn)
        rows += day("Sent back", a.returnedOn)
        let signer = a.countersignedOutside ?? a.countersignedBy.flatMap { words.staff[$0] }
        rows += row("Countersigned", a.countersignedOn.map { "\($0.words)\(signer.map { " by \($0)" } ?? "")" })
        if let document = a.document {
            rows.append(("Document", link(to: At.record(desk.child, AnyKind(Document.self), document), words.name(document))))
        }
        if let feedback = a.feedback, desk.state != .returned { rows.append(("The manager’s comments", paragraphs(feedback))) }
        return summaryList(rows)
    }

    private var judgements: HTML {
        let rows = [
            ("safety_wellbeing", a.safetyWellbeing, a.safetyWellbeingReason), ("serious_harm", a.seriousHarm, a.seriousHarmReason),
            ("reoffending", a.reoffending, a.reoffendingReason),
        ].map { field, level, reason -> (String, HTML) in
            (desk.label(field), "<p>\(AssessmentFile.judgement(level, words.codes))</p>" + (reason.map { paragraphs($0) } ?? .empty))
        }
        return section("Judgements", id: "judgements", summaryList(rows))
    }

    private var views: HTML {
        func one(_ who: String, _ view: String?, _ on: Day?, _ how: String?, _ used: String?) -> (String, HTML) {
            let when = [how.map { words.code("view_method", $0) }, on?.words].compactMap { $0 }.joined(separator: ", ")
            return (
                who,
                (view.map { paragraphs($0) } ?? "<p class=\"none\">Not written.</p>")
                    + (when.isEmpty ? .empty : "<p class=\"source\">\(when)</p>")
                    + (used.map { "<p>Used, as who countersigned it found: \(words.code("view_use", $0).lowercasedFirst).</p>" } ?? .empty)
            )
        }
        var rows = [
            one("The child", a.childView, a.childViewOn, a.childViewHow, a.childViewUsed),
            one("Parent or carer", a.parentView, a.parentViewOn, a.parentViewHow, a.parentViewUsed),
        ]
        if let reason = a.selfMissingReason { rows.append(("Why a self-assessment is missing", paragraphs(reason))) }
        return section("What child and parent say", id: "views", summaryList(rows))
    }

    private var risks: HTML {
        guard visit.person.access.sees(.safeguarding) else { return .empty }
        let lines = desk.risks.map { "<h3>\(PathwayRoutes.risk.title($0.value, words))</h3>" + RiskWords.risk($0.value, desk) }
        let plans = desk.contingencies.map {
            "<h3>\(PathwayRoutes.contingency.title($0.value, words))</h3>" + RiskWords.contingency($0.value, desk)
        }
        return section("Who is at risk of what", id: "risks", lines.isEmpty ? "<p class=\"none\">No risk is written.</p>" : lines.joined())
            + section(
                "If things get worse", id: "contingency",
                plans.isEmpty ? "<p class=\"none\">No contingency is written.</p>" : plans.joined())
    }

    /// Section by section; whoever may not read what child and parent wrote of themselves is told so and shown nothing.
    private var answers: HTML {
        guard let form = desk.form else { return .empty }
        guard visit.person.access.sees(.selfAssessment) else {
            return section(
                "Answers", id: "answers",
                "<p class=\"none\">The answers are not open to your role. What the service concludes from them is.</p>")
        }
        let parts = form.sections.map { part -> HTML in
            let rows = part.asked(desk.answers, desk.situation).filter { !desk.answers[$0.id].isEmpty }.map {
                SummaryRow($0.label, paragraphs($0.words(desk.answers[$0.id])), source: desk.answers.source(of: $0.id))
            }
            return rows.isEmpty ? .empty : "<h3>\(part.title)</h3>" + summaryList(rows)
        }.joined()
        return section("Answers", id: "answers", parts.isEmpty ? "<p class=\"none\">Nothing is answered yet.</p>" : parts + scores(form))
    }

    /// Sums of points with what they mean; one over half-answered questions says so.
    private func scores(_ form: Questionnaire) -> HTML {
        let rows = form.scores.map { score -> SummaryRow in
            let result = form.result(score, desk.answers, desk.situation)
            let band = result.band.map { ": \($0)" } ?? ""
            let all: HTML =
                result.answered == result.asked
                ? .empty : "<p>\(tag("Not complete", .warning)) \(result.answered) of \(result.asked) questions are answered.</p>"
            return SummaryRow(score.title, "<p>\(result.sum)\(band)</p>" + all)
        }
        return rows.isEmpty ? .empty : "<h3>Scores</h3>" + summaryList(rows)
    }

    /// The plans made from it: those of the programmes of its referral.
    private var plans: HTML {
        get throws {
            guard let referral = a.referral else { return .empty }
            let programmes = Set(try reader.records(Programme.self, child: desk.child).filter { $0.referral == referral }.map(\.id))
            let made = try reader.records(Plan.self, child: desk.child).filter { $0.programme.map(programmes.contains) ?? false }
            guard !made.isEmpty else { return .empty }
            return section(
                "Plans made from it", id: "plans",
                list(made.map { link(to: At.record(desk.child, AnyKind(Plan.self), $0.id), words.name($0.id)) }))
        }
    }
}
