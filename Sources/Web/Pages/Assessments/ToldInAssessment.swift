import Casework
import Records

/// What finished assessments say of the child that their own page also has a place for: strengths, wishes, who they are, what helps to talk.
///
/// It is read where it was answered and copied nowhere, so that it stays as closed as the answers are: who may not read what a child or
/// parent wrote of themselves finds nothing here (S-PEO-12, S-PEO-13).
struct ToldInAssessment: Sendable {
    private(set) var words: [Questionnaire.Carried: (text: String, source: String)] = [:]

    init(_ reader: Reader, child: RecordID) throws {
        let forms = try reader.questionnaires()
        let done = try reader.records(Assessment.self, child: child).filter { $0.completedOn != nil && $0.answers != nil }
            .sorted { ($0.completedOn ?? .unset, $0.id) > ($1.completedOn ?? .unset, $1.id) }
        let places: Set<Questionnaire.Carried> = [.wishes, .strengths, .communication, .diversity]
        for one in done {
            guard let form = forms.named(one.form), let day = one.completedOn else { continue }
            let answers = Answers(json: one.answers)
            for question in form.questions {
                guard let place = question.carry, places.contains(place), words[place] == nil, !answers[question.id].isEmpty else {
                    continue
                }
                words[place] = (question.words(answers[question.id]), "From “\(form.title)”, \(day.words)")
            }
        }
    }

    subscript(place: Questionnaire.Carried) -> (text: String, source: String)? { words[place] }
}
