import Casework
import HTML
import Practice
import Records

/// Writing an assessment a part at a time, or all on one page: saved at every step, whatever is still blank.
enum AssessmentWriting {
    static func subject(_ id: RecordID, _ part: String) -> String { "\(id)-\(part)" }

    /// The parts a page asks: one of them, or with `all` every one that has boxes.
    private static func parts(_ desk: AssessmentFile, _ name: String) throws -> [AssessmentFile.Part] {
        let written = desk.parts.filter { part in
            switch part {
            case .risks, .contingencies: false
            default: true
            }
        }
        let found = name == "all" ? written : written.filter { $0.id == name }
        guard !found.isEmpty else { throw NotFound() }
        return found
    }

    static func ask(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let (child, id, name) = (try visit.id("child"), try visit.id("id"), try visit.request.parameter("part"))
        guard name.utf8.count <= 20 else { throw NotFound() }
        let draft = try await visit.service.draft(visit.person, form: "assessment", subject: subject(id, name))
        return try await visit.service.read(Scope(visit.person)) { reader in
            let desk = try AssessmentFile(reader, child, id)
            guard desk.isOpen(to: visit) else {
                return try desk.closed(visit, reader, draft: draft, at: At.draft("assessment", subject(id, name), desk.child))
            }
            var form = AssessmentForm(desk, try parts(desk, name), visit, try AssessmentCarry(reader, desk.file, desk.words, last: nil))
            if let draft { form.fill(Form(draft.fields)) }
            let from = draft.flatMap { Int64(Form($0.fields)["from"]) } ?? desk.record.from
            return try page(visit, reader, form, name, from: from, draft: draft)
        }
    }

    private static func page(
        _ visit: Visit, _ reader: Reader, _ form: AssessmentForm, _ name: String, from: Int64, draft: Draft? = nil, above: HTML = .empty,
        status: Int = 200
    ) throws -> Reply {
        let desk = form.desk
        let isSimple = !desk.isJudging
        let title = name == "all" ? desk.title : form.parts.first?.title ?? desk.title
        let evidence = AssessmentEvidence(reader: reader, desk: desk, visit: visit)
        let carry = try AssessmentCarry(reader, desk.file, desk.words, last: nil)
        var body = HTML.empty
        for part in form.parts {
            if form.parts.count > 1 { body += "<h2>\(part.title)</h2>" }
            body += try AssessmentParts.boxes(part, form, evidence, carry)
        }
        if isSimple {
            var day = form.record.control("completed_on")
            day?.label = "Done on"
            day?.hint = "Blank is today."
            body += day.map { field($0) } ?? .empty
        }
        let place = desk.parts.firstIndex { $0.id == name }.map { "Part \($0 + 1) of \(desk.parts.count). " } ?? ""
        let maySend = name == "all" && [.draft, .returned].contains(desk.state)
        let buttons: [HTML] =
            isSimple
            ? [
                button("Save and finish", name: "action", value: "finish"),
                button("Save, finish later", name: "action", value: "list", style: .secondary),
            ]
            : [
                button(name == "all" ? "Save" : "Save and go on"),
                button("Save and see all parts", name: "action", value: "list", style: .secondary),
            ] + (maySend ? [button("Save and send for countersignature", name: "action", value: "send", style: .secondary)] : [])
        let list = desk.parts.map { NavItem($0.title, desk.address($0), isCurrent: $0.id == name) }
        let aside: HTML =
            isSimple
            ? .empty
            : details(
                "All parts",
                sideNavigation(list + [NavItem("Everything on one page", At.assessment(desk.child, desk.id, "write/all"))], label: "Parts"))
        let main =
            form.summary + heading(title, caption: "\(desk.title) · \(desk.file.name)")
            + (isSimple ? "<p>\(desk.form?.about)</p>" : desk.admission) + above + AssessmentParts.comments(desk, reader)
            + draftNote(draft, at: At.draft("assessment", subject(desk.id, name), desk.child))
            + when(!isSimple, "<p>\(place)\(link(to: At.assessment(desk.child, desk.id), "All parts and what is missing"))</p>") + aside
            + sendForm(
                action: At.assessment(desk.child, desk.id, "write/\(name)"),
                draft: At.draft("assessment", subject(desk.id, name), desk.child), once: once(visit, over: draft),
                hidden("from", String(from)) + body + form.concern.fields
                    + buttonGroup(buttons + [link(to: At.assessment(desk.child, desk.id), "Cancel")]))
        // The assessment's own page has its bare title.
        let named = name == "all" && !isSimple ? "\(title), on one page" : title
        return .page(
            visit, title: named, shows: .child(desk.child), status: status, hasErrors: !form.problems.isEmpty, crumbs: desk.file.crumbs,
            main)
    }

    static func save(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let (child, id, name) = (try visit.id("child"), try visit.id("id"), try visit.request.parameter("part"))
        guard name.utf8.count <= 20 else { throw NotFound() }
        let from = sentVersion(visit)
        let finishes = visit.form["action"] == "finish"
        let reply = try await visit.service.write(Scope(visit.person), action: finishes ? "assessment.finish" : "assessment.write") {
            writer -> Reply in
            let desk = try AssessmentFile(writer.reader, child, id)
            let carry = try AssessmentCarry(writer.reader, desk.file, desk.words, last: nil)
            var form = AssessmentForm(desk, try parts(desk, name), visit, carry)
            form.fill(visit.form)
            var value = form.read()
            guard desk.isOpen(to: visit) else {
                // A second copy of the form finds what it wanted to write already written.
                let isWritten = zip(form.held(desk.record.value), form.held(value)).allSatisfy { $0.text == $1.text }
                return isWritten ? .see(At.assessment(desk.child, id)) : try desk.closed(visit, writer.reader)
            }
            if finishes, !desk.isJudging {
                form.demand(value)
                value.completedOn = value.completedOn ?? visit.service.today
            }
            guard form.problems.isEmpty else { return try page(visit, writer.reader, form, name, from: from, status: 422) }
            if let clash = try clash(visit, writer.reader, form, value, name, from: from) { return clash }
            do {
                try writer.correct(Assessment.self, child: child, id: id, from: desk.record.from) { $0 = value }
                try form.concern.create(writer, child: desk.child, in: desk.title)
                if value.completedOn != nil { try AssessmentEffects.write(writer, desk, value, visit) }
                try writer.consumeDraft(form: "assessment", subject: subject(id, name), once: visit.form["once"])
            } catch let problems as Problems {
                form.note(problems.all)
                return try page(visit, writer.reader, form, name, from: from, status: 422)
            }
            // A screen or a self-assessment was begun from the assessment it belongs to: back there.
            if finishes, !desk.isJudging, value.type != "EXIT", let parent = desk.beingWritten {
                return .see(At.assessment(desk.child, parent, nil, [("saved", "yes")]))
            }
            if visit.form["action"] == "list" || finishes || name == "all" {
                return .see(At.assessment(desk.child, id, nil, [("saved", "yes")]))
            }
            return .see(desk.next(after: name).map { desk.address($0) } ?? At.assessment(desk.child, id, nil, [("saved", "yes")]))
        }
        // Only what is saved is sent: a page that came back says why it was not.
        guard visit.form["action"] == "send", name == "all", case 300..<400 = reply.status else { return reply }
        return try await AssessmentSigning.send(visit, child, id, from: nil)
    }

    /// Somebody else saved since: other parts are theirs and go together with ours; the same part comes back with both side by side.
    private static func clash(
        _ visit: Visit, _ reader: Reader, _ form: AssessmentForm, _ value: Assessment, _ name: String, from: Int64
    ) throws -> Reply? {
        let desk = form.desk
        guard desk.record.from != from else { return nil }
        let before = try reader.history(Assessment.self, child: desk.child, id: desk.id).first { $0.from == from }
        let (theirs, mine) = (form.held(desk.record.value), form.held(value))
        let isSame = zip(theirs, mine).allSatisfy { $0.text == $1.text }
        let isUntouched = before.map { zip(form.held($0.value), theirs).allSatisfy { $0.text == $1.text } } ?? false
        guard !isSame, !isUntouched else { return nil }
        let trail = try reader.trails([desk.record.from])[desk.record.from]
        let rows = zip(theirs, mine).filter { !$0.text.isEmpty || !$1.text.isEmpty }.map {
            ComparisonRow($0.label, before: paragraphs($0.text), after: paragraphs($1.text), isChanged: $0.text != $1.text)
        }
        let above = savedFirst(
            comparison(
                caption: "The two versions", before: "Saved by \(desk.words.who(trail))", after: "What you typed", rows: rows))
        return try page(visit, reader, form, name, from: desk.record.from, above: above, status: 409)
    }
}
