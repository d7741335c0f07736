import Casework
import Records

/// What finished assessments say of the child that their own page also has a place for: strengths, wishes, who they are, what helps to talk.
///
/// It is read where it was answered and copied nowhere, so that it stays as closed as the answers are: who may not read what a child or
/// parent wrote of themselves finds nothing here (S-PEO-12, S-PEO-13).
struct ToldInAssessment: Sendable {
    private(set) var words: [Questionnaire.Carried: (text: String, source: String, day: Day)] = [:]

    /// Ends the source of what somebody wrote of themselves.
    static let ownWords = ", in their own words"

    /// - Parameter own: also what the child wrote of themselves, for a place as closed as theirs, or to be offered: a plan or a print has only
    ///   what a worker wrote or took over.
    init(_ reader: Reader, child: RecordID, own: Bool = false) throws {
        let forms = try reader.questionnaires()
        let done = try reader.records(Assessment.self, child: child).filter { $0.completedOn != nil && $0.answers != nil }
            .sorted { ($0.completedOn ?? .unset, $0.id) > ($1.completedOn ?? .unset, $1.id) }
        let places: Set<Questionnaire.Carried> = [.wishes, .strengths, .communication, .diversity, .change]
        for one in done {
            guard let form = forms.named(one.form), let day = one.completedOn else { continue }
            let answers = Answers(json: one.answers)
            let source = "From “\(form.title)”, \(day.words)"
            for question in form.questions where !answers[question.id].isEmpty {
                let text = question.words(answers[question.id])
                if own {
                    for place in question.tells where places.contains(place) && words[place] == nil {
                        words[place] = (text, source + Self.ownWords, day)
                    }
                }
                guard let place = question.carry, places.contains(place), words[place] == nil else { continue }
                // Taken over and not changed, they are still the child's.
                let kept = answers.source(of: question.id)
                let isOwn = kept?.hasSuffix(Self.ownWords) ?? false
                if own || !isOwn { words[place] = (text, isOwn ? kept ?? source : source, day) }
            }
        }
    }

    subscript(place: Questionnaire.Carried) -> (text: String, source: String)? { words[place].map { ($0.text, $0.source) } }

    /// What was told of a place on a day or later.
    func told(_ place: Questionnaire.Carried, since day: Day) -> (text: String, source: String)? {
        words[place].flatMap { $0.day >= day ? ($0.text, $0.source) : nil }
    }
}
