import Casework
import HTML
import Practice

/// What a child or parent wrote of their own at this stage, which the assessment may take over as their view (S-ASM-07, S-ASM-08).
///
/// It is offered and not filled in: a view goes on to the panel's papers, what a child wrote of themselves does not (decision 0093).
struct OwnWords {
    enum Who: String, CaseIterable { case child, parent }

    let who: Who
    let text: String
    let day: Day
    /// A code of the list `view_method`; nil where the form does not say who held the pen.
    let how: String?
    let source: String

    /// Nil while they wrote nothing, or what they wrote is closed to this person.
    init?(_ who: Who, _ desk: AssessmentFile) {
        guard let one = desk.done(who == .child ? .selfChild : .selfParent), let day = one.completedOn,
            let form = desk.words.forms.named(one.value.form),
            let question = form.questions.first(where: { $0.tells.contains(.view) })
        else { return nil }
        let answers = Answers(json: one.value.answers)
        guard !answers[question.id].isEmpty else { return nil }
        self.who = who
        self.day = day
        text = question.words(answers[question.id])
        // Written together may have been in a call: only who held the pen alone is known.
        how = answers["how"] == "me" ? "WRITTEN" : nil
        source = "From “\(form.title)”, \(day.words)" + ToldInAssessment.ownWords
    }

    static func all(_ desk: AssessmentFile) -> [OwnWords] { desk.isJudging ? Who.allCases.compactMap { OwnWords($0, desk) } : [] }

    /// The box to tick.
    var name: String { "\(who.rawValue)_view_own" }

    /// The words with the box that takes them over.
    func offer(isTaken: Bool) -> HTML {
        let whose = who == .child ? "the child’s view" : "the parent’s or carer’s view"
        return Self.offer(
            text, source: source, box: name, label: "Take these words over as \(whose)",
            hint:
                "A view goes on to the panel’s papers. Leave the box empty, or change the words after saving, if they were for you alone.",
            value: isTaken ? "yes" : "")
    }

    /// Somebody's own words with where they are from, and a box that takes them over where it is ticked.
    static func offer(_ text: String, source: String, box: String, label: String, hint: String, value: String) -> HTML {
        inset(paragraphs(text) + "<p class=\"source\">\(source)</p>")
            + field(FieldControl(id: box, label: label, kind: .checkbox, hint: hint, value: value, isRequired: false))
    }

    /// Words taken over stand in front of what was typed, once.
    static func taken(_ text: String, over typed: String?) -> String { typed.map { $0.contains(text) ? $0 : "\(text)\n\($0)" } ?? text }

    /// Takes them over: before what was typed, with their own day and manner where none was given.
    func take(_ value: inout Assessment, today: Day) {
        func on(_ typed: Day?) -> Day { typed.map { $0 == today ? day : $0 } ?? day }
        switch who {
        case .child:
            (value.childView, value.childViewOn, value.childViewHow) = (
                Self.taken(text, over: value.childView), on(value.childViewOn), value.childViewHow ?? how
            )
        case .parent:
            (value.parentView, value.parentViewOn, value.parentViewHow) = (
                Self.taken(text, over: value.parentView), on(value.parentViewOn), value.parentViewHow ?? how
            )
        }
    }

    func isView(of value: Assessment) -> Bool { (who == .child ? value.childView : value.parentView) == text }
    func isUnwritten(in value: Assessment) -> Bool { (who == .child ? value.childView : value.parentView) == nil }
}
