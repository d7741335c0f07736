import Casework
import HTML
import Practice
import Records

/// From the writer to the manager and back: sent, returned with comments, countersigned (S-ASM-11).
enum AssessmentSigning {
    static func submit(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await send(visit, child, id, from: sentVersion(visit))
    }

    /// Sends it as it stands, or shows what is missing.
    /// - Parameter from: the version its sender read; nil when it was saved just before, by the same press.
    static func send(_ visit: Visit, _ child: RecordID, _ id: RecordID, from: Int64?) async throws -> Reply {
        try await visit.service.write(Scope(visit.person), action: "assessment.submit") { writer -> Reply in
            let desk = try AssessmentFile(writer.reader, child, id)
            let shown = Reply.see(At.assessment(desk.child, id, nil, [("saved", "yes")]))
            guard desk.isJudging, desk.isOpen(to: visit), desk.state == .draft || desk.state == .returned else { return shown }
            var blockers = desk.blockers
            if let from, desk.record.from != from {
                blockers.insert(Blocker("", "Someone changed this just now. Look at it again, then send it."), at: 0)
            }
            if from == nil, !blockers.isEmpty { blockers.insert(Blocker("", "It is saved, and not sent yet."), at: 0) }
            guard blockers.isEmpty else { return try AssessmentShow.page(visit, writer.reader, child, id, blocked: blockers) }
            var value = desk.record.value
            value.completedOn = value.completedOn ?? visit.service.today
            value.submittedOn = visit.service.today
            try writer.correct(Assessment.self, child: child, id: id, from: desk.record.from) { $0 = value }
            try AssessmentEffects.write(writer, desk, value, visit)
            return shown
        }
    }

    // MARK: The manager

    private static func subject(_ id: RecordID) -> String { "\(id)-sign" }

    static func ask(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let draft = try await visit.service.draft(visit.person, form: "assessment", subject: subject(id))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let desk = try AssessmentFile(reader, child, id)
            guard SubmitRule.maySign(desk.record.value, by: visit.person.id, authors: try desk.authors(reader)) else {
                return try desk.closed(visit, reader, draft: draft, at: At.draft("assessment", subject(id), desk.child))
            }
            return try page(visit, reader, desk, typed: draft.map { Form($0.fields) } ?? Form(), draft: draft, problems: [])
        }
    }

    private static let viewQuestions: [(field: String, label: String)] = ["child_view_used", "parent_view_used"].compactMap { name in
        AnyKind(Assessment.self).fields.first { $0.name == name }.map { (name, $0.label) }
    }

    private static func page(
        _ visit: Visit, _ reader: Reader, _ desk: AssessmentFile, typed: Form, draft: Draft? = nil, problems: [ErrorItem], status: Int = 200
    ) throws -> Reply {
        let content = AssessmentContent(reader: reader, desk: desk, visit: visit)
        var look = [
            "Do the reasons use what happened before, not only this offence?", "Is it plain who is at risk of what, and what holds it?",
            "Would the contingency tell a colleague what to do tonight?", "Does it fit who this child is?",
        ]
        if desk.isNotAdmitted { look.append("Does it keep to needs, and call what happened alleged?") }
        // S-ASM-08: what the inspector asks of every assessment, answered by whoever countersigns it.
        let codes = try reader.codes()
        let uses = codes.inForce("view_use", on: visit.service.today).map { Choice($0.token, $0.label) }
        let questions = Self.viewQuestions.map { question in
            FieldControl(
                id: question.field, label: question.label, kind: .radios(uses), hint: "To countersign; not to send it back.",
                error: problems.first { $0.field == question.field }?.message, value: typed[question.field], isRequired: true)
        }
        let feedback = FieldControl(
            id: "feedback", label: "Comments for the writer", kind: .multiline(rows: 5),
            hint: "Needed to send it back. They stay with the assessment.",
            error: problems.first { $0.field == "feedback" }?.message, value: typed["feedback"])
        let main =
            errorSummary(problems) + heading("Countersign", caption: "\(desk.title) · \(desk.file.name)", status: desk.stateTag)
            + desk.admission
            + when(
                !desk.blockers.isEmpty,
                inset(
                    "<p>It cannot be countersigned as it stands. Send it back to its writer:</p>"
                        + list(desk.blockers.map { HTML(escaping: $0.message) })))
            + details("What to look for", isOpen: false, list(look.map { HTML(escaping: $0) }))
            + (desk.previous == nil
                ? .empty : "<p>\(link(to: At.assessment(desk.child, desk.id, "changes"), "What changed since the last assessment"))</p>")
            + (try content.html)
            + section(
                "Your decision", id: "decision",
                draftNote(draft, at: At.draft("assessment", subject(desk.id), desk.child))
                    + sendForm(
                        action: At.assessment(desk.child, desk.id, "sign"), draft: At.draft("assessment", subject(desk.id), desk.child),
                        once: once(visit, over: draft),
                        hidden("from", String(desk.record.from)) + fields(questions) + field(feedback)
                            + ConcernPart(typed, visit, codes: codes).fields
                            + buttonGroup([
                                button("Countersign", name: "action", value: "sign"),
                                button("Send back with these comments", name: "action", value: "return", style: .secondary),
                                link(to: At.countersign, "Back to the queue"),
                            ])))
        return .page(
            visit, title: "Countersign", shows: .child(desk.child), status: status, hasErrors: !problems.isEmpty, crumbs: desk.file.crumbs,
            main)
    }

    static func decide(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("assessment") else { throw NotAllowed() }
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        let from = sentVersion(visit)
        let (action, text) = (visit.form["action"], visit.form["feedback"])
        let sends = action == "return"
        return try await visit.service.write(
            Scope(visit.person), action: sends ? "assessment.return" : "assessment.countersign"
        ) { writer -> Reply in
            let desk = try AssessmentFile(writer.reader, child, id)
            let done = Reply.see(Address(At.countersign.path, query: [("done", sends ? "returned" : "signed")]))
            // A second copy of the form, or a colleague was first.
            guard desk.state == .submitted else {
                let value = desk.record.value
                let isDone = sends ? value.feedback == text : action == "sign" && value.countersignedBy == visit.person.id
                return isDone ? .see(At.assessment(desk.child, id)) : try desk.closed(visit, writer.reader)
            }
            guard SubmitRule.maySign(desk.record.value, by: visit.person.id, authors: try desk.authors(writer.reader)) else {
                throw NotAllowed()
            }
            var problems: [ErrorItem] = []
            if desk.record.from != from { problems.append(ErrorItem(field: nil, "Someone changed this just now. Read it again first.")) }
            if !["sign", "return"].contains(action) { problems.append(ErrorItem(field: nil, "Choose to countersign or to send it back.")) }
            if sends, text.isEmpty { problems.append(ErrorItem(field: "feedback", "Write what should change before it comes back.")) }
            if text.count > 20_000 { problems.append(ErrorItem(field: "feedback", "Comments must be 20,000 characters or fewer.")) }
            let codes = try writer.reader.codes()
            let concern = ConcernPart(visit, codes: codes)
            problems += concern.problems.map(ErrorItem.init)
            let uses = Set(codes.inForce("view_use", on: visit.service.today).map(\.token))
            let used = viewQuestions.map { question in uses.contains(visit.form[question.field]) ? visit.form[question.field] : nil }
            if action == "sign" {
                problems += zip(viewQuestions, used).filter { $0.1 == nil }.map {
                    ErrorItem(field: $0.0.field, "Choose an answer: \($0.0.label)")
                }
            }
            // What was there when it was sent may have gone since.
            if action == "sign" { problems += desk.blockers.map { ErrorItem(field: nil, $0.message) } }
            guard problems.isEmpty else { return try page(visit, writer.reader, desk, typed: visit.form, problems: problems, status: 422) }
            try writer.correct(Assessment.self, child: child, id: id, from: from) { value in
                if !text.isEmpty { value.feedback = text }
                if sends {
                    value.returnedOn = visit.service.today
                    value.submittedOn = nil
                } else {
                    value.countersignedOn = visit.service.today
                    value.countersignedBy = visit.person.id
                    (value.childViewUsed, value.parentViewUsed) = (used[0], used[1])
                }
            }
            try concern.create(writer, child: child, in: "Countersigning")
            try writer.consumeDraft(form: "assessment", subject: subject(id), once: visit.form["once"])
            return done
        }
    }
}
