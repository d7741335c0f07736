import Casework
import HTML
import Practice
import Records

/// Parts of one assessment as one form: questions and fields together, read over the record as it stands.
struct AssessmentForm {
    let desk: AssessmentFile
    let parts: [AssessmentFile.Part]
    /// The record's fields these parts ask, and nothing else: a form may not sign or date an assessment.
    let fields: [String]
    private(set) var answers: AnswerForm
    private(set) var record: RecordForm<Assessment>
    private(set) var concern: ConcernPart
    /// What child and parent wrote of their own, and whose of it is taken over.
    let own: [OwnWords]
    private(set) var taken: Set<String> = []
    private let visit: Visit

    init(_ desk: AssessmentFile, _ parts: [AssessmentFile.Part], _ visit: Visit, _ carry: AssessmentCarry) {
        self.desk = desk
        self.parts = parts
        fields = parts.flatMap(\.fields) + (desk.isJudging ? [] : ["completed_on"])
        let questions = parts.flatMap { part -> [Questionnaire.Question] in
            if case .section(let section) = part { return section.questions }
            return []
        }
        // What the child wrote meanwhile stands in the boxes nobody filled yet, with its source (promise 2).
        var known = desk.answers
        if desk.isJudging, let begun = desk.record.startedOn {
            for question in questions where known[question.id].isEmpty && !known.isCleared(question.id) {
                guard let told = question.carry.flatMap({ carry.told.told($0, since: begun) }) else { continue }
                known.carry(question.id, told.text, from: told.source)
            }
        }
        answers = AnswerForm(questions, desk.situation, known)
        own = parts.contains { $0.id == "views" } ? OwnWords.all(desk) : []
        record = RecordForm(Assessment.self, access: visit.person.access, codes: desk.words.codes, today: visit.service.today)
        // Boxes to tick send nothing when none is ticked: what no part asks is not read, so that a saved part clears nothing.
        record.asked = Set(fields)
        record.fill(desk.record.value)
        for who in ["child", "parent"] where Self.isUnasked(desk.record.value, who) {
            record.typed["\(who)_view_on"] = visit.service.today.typed
            record.sources["\(who)_view_on"] = "Today, until you change it."
        }
        for one in own where one.isView(of: desk.record.value) { record.sources["\(one.who.rawValue)_view"] = one.source }
        concern = ConcernPart(Form(), visit, codes: desk.words.codes)
        self.visit = visit
    }

    var problems: [Problem] { answers.problems + record.problems + concern.problems }

    mutating func fill(_ form: Form) {
        answers.fill(form)
        let allowed = Set(fields)
        record.fill(Form(form.fields.filter { allowed.contains($0.name) }))
        taken = Set(own.map(\.name).filter { form[$0] == "yes" })
        concern = ConcernPart(form, visit, codes: desk.words.codes)
    }

    mutating func read() -> Assessment {
        var kept = answers.read()
        // What stood in a box from elsewhere and was taken out on purpose does not come back.
        for question in answers.questions where question.carry != nil && !answers.kept[question.id].isEmpty && kept[question.id].isEmpty {
            kept.clear(question.id)
        }
        var value = record.read(over: desk.record.value, child: desk.file.child.value)
        value.answers = kept.json
        // The day stood in its box before anybody was asked.
        if Self.isUnasked(value, "child", but: visit.service.today) { value.childViewOn = nil }
        if Self.isUnasked(value, "parent", but: visit.service.today) { value.parentViewOn = nil }
        for one in own where taken.contains(one.name) { one.take(&value, today: visit.service.today) }
        return value
    }

    /// Whether nothing is written of a view: neither words nor how, nor a day but the one the form itself put there.
    private static func isUnasked(_ a: Assessment, _ who: String, but day: Day? = nil) -> Bool {
        let (view, on, how) =
            who == "child" ? (a.childView, a.childViewOn, a.childViewHow) : (a.parentView, a.parentViewOn, a.parentViewHow)
        return view == nil && how == nil && (on == nil || on == day)
    }

    /// Notes what a finished form lacks.
    mutating func demand(_ value: Assessment) { answers.demand(Answers(json: value.answers)) }

    mutating func note(_ problems: [Problem]) { record.problems = problems }

    /// What these parts hold in a version of the record: to see whether two people wrote the same part.
    func held(_ assessment: Assessment) -> [(label: String, text: String)] {
        let said = Answers(json: assessment.answers)
        return answers.questions.map { ($0.label, $0.words(said[$0.id])) }
            + fields.compactMap { name in
                Assessment.kind.field(name).map {
                    (desk.label(name), $0.get(assessment).isNone ? "" : desk.words.text($0.get(assessment), $0.kind))
                }
            }
    }

    var summary: HTML {
        errorSummary(problems.map(ErrorItem.init))
    }

    /// One of the record's questions, in the words of the child's admission.
    func control(_ name: String) -> HTML {
        guard var control = record.control(name) else { return .empty }
        control.label = desk.label(name)
        // Needed before it is sent, not before it is saved; not judged yet is no answer to choose.
        control.isRequired = !name.hasSuffix("_reason")
        if case .radios(let choices) = control.kind { control.kind = .radios(choices.filter { !$0.value.isEmpty }) }
        if name.hasSuffix("_reason"), name != "self_missing_reason" {
            control.hint = "Needed when it is medium or above. For “low” a reason is yours to give or leave."
        }
        return field(control)
    }
}
