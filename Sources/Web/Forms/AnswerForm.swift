import Casework
import HTML

/// Questions of a questionnaire as a form: what was answered turned into boxes, and what was typed turned back into answers.
///
/// As `RecordForm`, it makes no page. A box is named after its question with `q_` before it, so it never meets a field of a record.
struct AnswerForm: Sendable {
    let questions: [Questionnaire.Question]
    let situation: Questionnaire.Situation
    /// As kept before this form.
    let kept: Answers
    /// What stands in the boxes, by question.
    private(set) var typed: [String: String] = [:]
    var problems: [Problem] = []

    init(_ questions: [Questionnaire.Question], _ situation: Questionnaire.Situation, _ kept: Answers) {
        self.questions = questions.filter { $0.shown.mayHold(situation) }
        self.situation = situation
        self.kept = kept
        for question in self.questions {
            let answer = kept[question.id]
            if case .day = question.kind { typed[question.id] = Day(iso: answer)?.typed ?? answer } else { typed[question.id] = answer }
        }
    }

    static func name(_ question: Questionnaire.Question) -> String { "q_\(question.id)" }

    /// Boxes to tick send nothing when none is ticked; any other question not sent keeps what stands.
    mutating func fill(_ form: Form) {
        for question in questions {
            let name = AnswerForm.name(question)
            if case .several = question.kind { typed[question.id] = form[name] } else if form.has(name) { typed[question.id] = form[name] }
        }
    }

    /// What the boxes say over what was kept. An answer to a question that is no longer asked is dropped; the history has it.
    mutating func read() -> Answers {
        var answers = kept
        problems = []
        for question in questions {
            var text = (typed[question.id] ?? "").replacing("\r\n", with: "\n").replacing("\r", with: "\n").trimmed
            if case .day = question.kind, let day = Day(iso: text) ?? Day(typed: text) { text = day.iso }
            if let message = question.refusal(of: text) {
                problems.append(Problem(field: AnswerForm.name(question), message: message))
            } else {
                answers.write(question.id, text)
            }
        }
        for question in questions where !question.shown.holds(answers, situation) { answers.write(question.id, "") }
        return answers
    }

    /// Notes beside their boxes the questions a finished form must answer.
    mutating func demand(_ answers: Answers) {
        for question in questions
        where question.shown.holds(answers, situation) && question.required.holds(answers, situation) && answers[question.id].isEmpty {
            problems.append(Problem(field: AnswerForm.name(question), message: "Answer “\(question.label)”."))
        }
    }

    /// Questions of a section with their boxes. `now` says what the file holds today for a carried answer.
    func controls(_ section: Questionnaire.Section, now: (Questionnaire.Question) -> String? = { _ in nil }) -> HTML {
        var before: Questionnaire.Question?
        var out = HTML.empty
        for question in section.questions where questions.contains(where: { $0.id == question.id }) {
            out += part(question, after: before, now: now(question)) + "\n"
            before = question
        }
        return out
    }

    private func part(_ question: Questionnaire.Question, after before: Questionnaire.Question?, now: String?) -> HTML {
        let control = control(question)
        if let source = kept.source(of: question.id), control.value == kept[question.id], control.error == nil {
            let differs: HTML =
                now.map { now in
                    now == kept[question.id] ? .empty : "<p>\(tag("The file says otherwise now", .warning)) \(now)</p>"
                } ?? .empty
            return "<h3>\(question.label)</h3>"
                + inset(paragraphs(question.words(kept[question.id])) + "<p class=\"source\">\(source)</p>" + differs)
                + details("Change this answer", field(control))
        }
        let box = field(control)
        // The style sheet hides it until the question before is answered yes; without it the label says when it applies.
        if let before, case .yesNo = before.kind, case .answer(before.id, ["yes"]) = question.shown {
            return "<div class=\"if-yes\">\(box)</div>"
        }
        return box
    }

    private func control(_ question: Questionnaire.Question) -> FieldControl {
        let name = AnswerForm.name(question)
        let value = typed[question.id] ?? ""
        var isRequired = false
        if case .never = question.required {} else { isRequired = true }
        return FieldControl(
            id: name, label: question.label, kind: shape(question.kind), hint: question.hint,
            error: problems.first { $0.field == name }?.message, value: value, values: value.split(separator: " ").map(String.init),
            isRequired: isRequired)
    }

    private func shape(_ kind: Questionnaire.Kind) -> FieldControl.Kind {
        switch kind {
        case .text: .text
        case .longText: .multiline(rows: 4)
        case .yesNo: .radios([Choice("yes", "Yes"), Choice("no", "No")])
        case .one(let options): .radios(options.map { Choice($0.token, $0.label) })
        case .several(let options): .checkboxes(options.map { Choice($0.token, $0.label) })
        case .day: .day
        }
    }
}

extension Questionnaire.When {
    /// Whether it could hold for this child, whatever is answered.
    func mayHold(_ situation: Questionnaire.Situation) -> Bool {
        switch self {
        case .answer: true
        case .any(let some): some.contains { $0.mayHold(situation) }
        default: holds(Answers(), situation)
        }
    }
}
