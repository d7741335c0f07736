import Casework
import HTML

/// A date of birth that makes somebody a service seldom works with is asked about once: one wrong digit of a year makes a child of a pensioner.
/// Saved again with the same date, it is taken.
enum UnusualAge {
    private static let usual = 8...20
    private static let asked = "birth_asked"

    /// - Parameter before: the date that stood; nil for a new child.
    static func problems(_ birth: Day?, before: Day?, _ form: RecordForm<Child>) -> [Problem] {
        guard let birth, birth != before, form.other[asked] != birth.iso, let age = form.today.age(bornOn: birth)?.years,
            !usual.contains(age)
        else { return [] }
        return [
            Problem(
                field: "date_of_birth",
                message: "That makes them \(age.counted("year")) old today. Put the date right or, if it is so, save again.")
        ]
    }

    /// The date the page asks about, in a form that comes back.
    static func mark(_ form: RecordForm<Child>) -> HTML {
        guard let birth = form.typed["date_of_birth"].flatMap({ Day(typed: $0) }) else { return .empty }
        return when(form.problems.contains { $0.field == "date_of_birth" } || form.other[asked] == birth.iso, hidden(asked, birth.iso))
    }
}
