import Casework
import HTML
import Practice
import Records

/// Beginning an assessment: which one, why this type, and what is carried into it.
enum AssessmentStart {
    static func ask(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            guard let form = try chosen(visit, reader) else { return try choose(visit, reader, file) }
            return try page(visit, reader, file, form, begun(visit, form, reader, file), problems: [])
        }
    }

    /// One press begins a form of which everything is known: which one, its stage and its referral.
    static func press(
        _ text: String, about: String? = nil, child: RecordID, form: String, type: String, stage: String, referral: RecordID?,
        style: ButtonStyle = .secondary, _ visit: Visit
    ) -> HTML {
        sendForm(
            action: At.records(child, AnyKind(Assessment.self)), once: RecordID.new(at: visit.service.now).description,
            hidden("type", type) + hidden("form_name", form) + hidden("stage", stage)
                + (referral.map { hidden("referral_ref", $0.description) } ?? .empty) + button(text, style: style, about: about))
    }

    /// The way to an assessment of a referral: back into the one begun, one press where a single form serves the type and none is done, else the
    /// page that asks (S-ASM-02, S-ASM-07).
    static func way(
        _ text: String, goOn: String, type: String, referral: RecordID, isDone: Bool, _ reader: Reader, _ file: FileHead, _ visit: Visit
    ) throws -> HTML {
        let begun = try reader.records(Assessment.self, child: file.id).last { one in
            one.type == type && one.author == nil && one.formName != nil && [.draft, .returned].contains(one.value.state)
                && (one.referral == nil || one.referral == referral)
        }
        if let begun {
            return link(to: At.assessment(file.id, begun.id, Assessments.judging.contains(type) ? nil : "write/all"), goOn)
        }
        let forms = try reader.questionnaires().forms(for: type, on: visit.service.today)
        guard !isDone, forms.count == 1, let only = forms.first else {
            return link(to: At.newAssessment(file.id, [("type", type), ("referral", referral.description)]), text)
        }
        return press(text, child: file.id, form: only.name, type: type, stage: stage(of: type), referral: referral, visit)
    }

    /// The way to a form of which everything is known, from a list: back into the one begun, else one press.
    /// - Parameter all: assessments of the child, drafts among them.
    static func way(
        _ text: String, goOn: String = "Go on with it", about: String? = nil, child: RecordID, form: String, type: String, stage: String,
        referral: RecordID?, in all: [Entry<Assessment>], _ visit: Visit
    ) -> HTML {
        let begun = all.last { one in
            one.value.type == type && one.value.formName == form && one.value.state == .draft
                && (one.referral == nil || referral == nil || one.referral == referral)
        }
        if let begun { return link(to: At.assessment(child, begun.id, "write/all"), goOn, about: about) }
        return press(text, about: about, child: child, form: form, type: type, stage: stage, referral: referral, style: .plain, visit)
    }

    /// The referral an assessment is of where nobody said another: the one that runs.
    private static func running(_ reader: Reader, _ file: FileHead) throws -> RecordID? {
        try reader.records(Referral.self, child: file.id).filter { $0.closedDate == nil && $0.accepted != false }
            .max { $0.receivedDate < $1.receivedDate }?.id
    }

    /// The stage an assessment of a type is of, where nobody said another.
    private static func stage(of type: String) -> String { type == "REVIEW" ? "REVIEW" : type == "EXIT" ? "END" : "START" }

    /// The form that was asked for, when the address says enough.
    private static func chosen(_ visit: Visit, _ reader: Reader) throws -> Questionnaire? {
        let type = visit.query("type") ?? visit.form["type"]
        let name = visit.query("form") ?? visit.form["form_name"]
        let forms = try reader.questionnaires().forms(for: type, on: visit.service.today)
        return forms.first { $0.name == name } ?? (forms.count == 1 ? forms.first : nil)
    }

    private static func choose(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> Reply {
        let codes = try reader.codes()
        var keep: [(String, String)] = []
        for name in ["referral", "stage"] { if let value = visit.query(name) { keep.append((name, value)) } }
        let forms = try reader.questionnaires()
        let items = Questionnaire.types.flatMap { type in
            forms.forms(for: type, on: visit.service.today).map { form in
                TaskItem(
                    type == "REVIEW" ? "Review: \(form.title.lowercasedFirst)" : form.title,
                    to: At.newAssessment(file.id, [("type", type), ("form", form.name)] + keep),
                    hint: "\(codes.label("assessment_type", type) ?? type). \(form.basis)", status: .empty)
            }
        }
        let body =
            heading("Begin an assessment", caption: file.name)
            + "<p>Brief triage needs none. A court assessment, or one by the national tool, is written elsewhere and attached.</p>"
            + taskList(items)
            + "<p>\(link(to: At.assessmentElsewhere(file.id, keep), "Attach an assessment done elsewhere"))</p>"
            + "<p>\(link(to: At.questionnaires, "What each of them asks, and where it is from"))</p>"
        return .page(visit, title: "Begin an assessment", shows: .child(file.id), crumbs: file.crumbs, body)
    }

    /// What the page begins with: the referral that runs, the stage, the day.
    private static func begun(_ visit: Visit, _ form: Questionnaire, _ reader: Reader, _ file: FileHead) throws -> RecordForm<Assessment> {
        var asked = try blank(visit, reader, file)
        let type = visit.query("type") ?? form.types.first ?? ""
        asked.typed["type"] = type
        asked.typed["referral_ref"] = try visit.query("referral") ?? running(reader, file)?.description ?? ""
        let stage = stage(of: type)
        asked.typed["stage"] = visit.query("stage") ?? stage
        return asked
    }

    private static let fields = ["stage", "referral_ref", "programme_refs", "why"]

    private static func blank(_ visit: Visit, _ reader: Reader, _ file: FileHead) throws -> RecordForm<Assessment> {
        var form = RecordForm(Assessment.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.options = try Words(reader, file: file.id).choices
        return form
    }

    private static func page(
        _ visit: Visit, _ reader: Reader, _ file: FileHead, _ form: Questionnaire, _ asked: RecordForm<Assessment>, problems: [Problem]
    ) throws -> Reply {
        let words = try Words(reader, file: file.id)
        let carry = try AssessmentCarry(reader, file, words, last: try last(reader, file, form))
        let known = form.questions.compactMap { question in
            carry.value(for: question).map { SummaryRow(question.label, paragraphs($0.text), source: $0.source) }
        }
        let isJudging = form.types.contains { Assessments.judging.contains($0) }
        let empty: HTML =
            isJudging && file.child.diversityNeeds == nil && carry.told[.diversity] == nil && visit.person.access.sees(.characteristics)
            ? notification(
                "Nothing is written about who this child is", tone: .warning,
                "Culture, faith, disability and how they learn shape assessment and plan. The form will ask.") : .empty
        var shown = asked
        shown.problems = problems
        let type = shown.typed["type"] ?? ""
        let body =
            shown.summary + heading(form.title, caption: file.name) + "<p>\(form.about)</p>" + empty
            + (known.isEmpty
                ? .empty
                : section("Carried in, so that nobody is asked again", id: "known", summaryList(known)))
            + sendForm(
                action: At.records(file.id, AnyKind(Assessment.self)), once: once(visit),
                hidden("type", type) + hidden("form_name", form.name) + shown.controls(isJudging ? fields : ["stage", "referral_ref"])
                    + when(isJudging, ConcernPart(visit, codes: asked.codes).fields)
                    + buttonGroup([button("Begin"), link(to: At.child(file.id), "Cancel")]))
        return .page(
            visit, title: form.title, shows: .child(file.id), status: shown.problems.isEmpty ? 200 : 422,
            hasErrors: !shown.problems.isEmpty, crumbs: file.crumbs, body)
    }

    /// The newest finished one by the same form: what a `last` question begins with.
    private static func last(_ reader: Reader, _ file: FileHead, _ form: Questionnaire) throws -> Entry<Assessment>? {
        try reader.records(Assessment.self, child: file.id).map(\.entry)
            .filter { $0.value.formName == form.name && $0.completedOn != nil }
            .max { ($0.completedOn ?? .unset, $0.id) < ($1.completedOn ?? .unset, $1.id) }
    }

    static func create(_ visit: Visit) async throws -> Reply {
        try AssessmentPages.requireWriter(visit)
        let child = try visit.id("child")
        let made = try await visit.service.write(Scope(visit.person), action: "assessment.start") { writer -> Started in
            let reader = writer.reader
            let file = try FileHead(reader, child)
            let token = visit.form["once"]
            if !token.isEmpty, let saved = try writer.saved(once: token, kind: "assessment", of: child) { return .begun(saved) }
            guard let form = try chosen(visit, reader) else {
                var reply = try choose(visit, reader, file)
                reply.status = 422
                return .page(reply)
            }
            var asked = try blank(visit, reader, file)
            let allowed = Set(fields + ["type"])
            asked.fill(Form(visit.form.fields.filter { allowed.contains($0.name) }))
            // One press from a list that knows the child alone: of the referral that runs.
            if !visit.form.has("referral_ref") { asked.typed["referral_ref"] = try running(reader, file)?.description ?? "" }
            var value = asked.read(over: Assessment(), child: file.child.value)
            let concern = ConcernPart(visit, codes: asked.codes)
            asked.problems += concern.problems
            guard asked.problems.isEmpty else { return .page(try page(visit, reader, file, form, asked, problems: asked.problems)) }
            let carry = try AssessmentCarry(reader, file, try Words(reader, file: file.id), last: try last(reader, file, form))
            value.form = form.token
            value.startedOn = visit.service.today
            value.writtenBy = visit.person.id
            value.answers = carry.answers(to: form).json
            do {
                let id = try writer.create(value, child: child)
                try concern.create(writer, child: child, in: "Assessment")
                if !token.isEmpty { try writer.keep(once: token, kind: "assessment", child: child, id: id) }
                return .begun(id)
            } catch let problems as Problems {
                return .page(try page(visit, reader, file, form, asked, problems: problems.all))
            }
        }
        switch made {
        case .page(let page): return page
        case .begun(let id):
            let type = visit.form["type"]
            return .see(
                Assessments.judging.contains(type) ? At.assessment(child, id) : At.assessment(child, id, "write/all"))
        }
    }

    private enum Started: Sendable {
        case page(Reply)
        case begun(RecordID)
    }
}
