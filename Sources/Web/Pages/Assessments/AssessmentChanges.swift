import Casework
import HTML
import Practice
import Records

/// What changed since the child's last assessment: judgements, reasons and answers side by side.
enum AssessmentChanges {
    static func show(_ visit: Visit) async throws -> Reply {
        let (child, id) = (try visit.id("child"), try visit.id("id"))
        return try await visit.service.read(visit.scope) { reader in
            let desk = try AssessmentFile(reader, child, id)
            let body: HTML
            if let before = desk.previous {
                let names = (title(before.value), title(desk.record.value))
                body =
                    "<p>\(link(to: At.assessment(desk.child, before.id, nil, visit.asAtQuery), "The assessment before")), \(before.completedOn?.words).</p>"
                    + judgements(before.value, desk.record.value, desk, names)
                    + (visit.person.access.sees(.selfAssessment)
                        ? answers(before.value, desk.record.value, desk.words.forms, before: names.0, after: names.1)
                        : "<p class=\"none\">The answers are not open to your role.</p>")
            } else {
                body = "<p class=\"none\">There is no assessment before this one.</p>"
            }
            return .page(visit, title: "What changed", shows: .child(desk.child), crumbs: desk.file.crumbs) {
                heading("What changed since the last assessment", caption: "\(desk.title) · \(desk.file.name)") + desk.admission + body
            }
        }
    }

    private static func title(_ one: Assessment) -> String { (one.completedOn ?? one.startedOn)?.words ?? "Not finished" }

    private static func judgements(_ a: Assessment, _ b: Assessment, _ desk: AssessmentFile, _ names: (String, String)) -> HTML {
        let fields = [
            "safety_wellbeing", "safety_wellbeing_reason", "serious_harm", "serious_harm_reason", "reoffending", "reoffending_reason",
        ]
        let rows = fields.compactMap { name -> ComparisonRow? in
            guard let field = Assessment.kind.field(name) else { return nil }
            let (x, y) = (field.get(a), field.get(b))
            if x.isNone, y.isNone { return nil }
            return ComparisonRow(
                desk.label(name), before: desk.words.html(x, field.kind), after: desk.words.html(y, field.kind), isChanged: x != y)
        }
        return comparison(caption: "Judgements and reasons", before: names.0, after: names.1, rows: rows)
    }

    /// Answers by question, in the newer form's order; a question only one form asked says so.
    static func answers(_ a: Assessment, _ b: Assessment, _ forms: Questionnaires, before: String, after: String) -> HTML {
        let (old, new) = (Answers(json: a.answers), Answers(json: b.answers))
        let (oldForm, newForm) = (forms.named(a.form), forms.named(b.form))
        var questions = newForm?.questions ?? []
        questions += (oldForm?.questions ?? []).filter { one in !questions.contains { $0.id == one.id } }
        let rows = questions.compactMap { question -> ComparisonRow? in
            let (x, y) = (old[question.id], new[question.id])
            if x.isEmpty, y.isEmpty { return nil }
            func cell(_ text: String, _ form: Questionnaire?) -> HTML {
                guard form?.question(question.id) != nil else { return "<span class=\"none\">Not asked then</span>" }
                return text.isEmpty ? "<span class=\"none\">Not answered</span>" : paragraphs(question.words(text))
            }
            return ComparisonRow(question.label, before: cell(x, oldForm), after: cell(y, newForm), isChanged: x != y)
        }
        return rows.isEmpty ? .empty : comparison(caption: "Answers", before: before, after: after, rows: rows)
    }

    /// One line for the child's file: which judgements moved since the assessment before.
    static func line(_ one: Entry<Assessment>, before: Entry<Assessment>?, _ words: Words, isNotAdmitted: Bool) -> String? {
        guard let before else { return nil }
        let moved = [
            ("safety and wellbeing", before.safetyWellbeing, one.safetyWellbeing), ("serious harm", before.seriousHarm, one.seriousHarm),
            (isNotAdmitted ? "likelihood of offending" : "likelihood of reoffending", before.reoffending, one.reoffending),
        ].compactMap { name, old, new -> String? in
            guard old != new, let new else { return nil }
            let from = old.map { words.code("judgement", $0).lowercasedFirst } ?? "not judged"
            return "\(name) from \(from) to \(words.code("judgement", new).lowercasedFirst)"
        }
        return moved.isEmpty ? "No judgement changed" : "Changed: " + moved.joined(separator: "; ")
    }
}
