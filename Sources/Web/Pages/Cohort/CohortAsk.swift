import Casework
import HTML
import Records
import Statistics

/// Which two days a profile is asked of, and as known when: read from the address, with a sentence beside the box for what cannot be read.
struct CohortAsk: Sendable {
    let day: Day
    let against: Day
    /// The moment it is read at; nil is now.
    let asAt: Instant?
    let problems: [ErrorItem]
    private let typed: (day: String, against: String)

    init(_ visit: Visit) {
        var problems: [ErrorItem] = []
        func read(_ name: String, _ standard: Day) -> Day {
            guard let text = visit.query(name), !text.isEmpty else { return standard }
            if let day = Day(iso: text) ?? Day(typed: text) { return day }
            problems.append(ErrorItem(field: name, "“\(text)” is not a day. Type it like 30/6/2026."))
            return standard
        }
        asAt = visit.asAt
        let today = visit.asAt?.londonDay ?? visit.service.today
        let asked = read("day", today)
        day = min(asked, today)
        if asked > today {
            problems.append(ErrorItem(field: "day", "Nobody knows yet who is open on \(asked.words): choose \(today.words) or before."))
        }
        against = read("against", day.adding(months: -12))
        if problems.isEmpty, against >= day {
            problems.append(ErrorItem(field: "against", "The day to compare with must be before \(day.words)."))
        }
        typed = (visit.query("day") ?? day.typed, visit.query("against") ?? against.typed)
        self.problems = problems
    }

    static func period(_ day: Day) -> Period { Period(label: "\(day.iso)..\(day.iso)", from: day, to: day) }

    /// The query of a page about the children of one of the days.
    func query(_ day: Day) -> [(String, String)] { [("period", Self.period(day).label)] + moment }
    private var moment: [(String, String)] { asAt.map { [("as_at", $0.iso)] } ?? [] }

    /// Both days, and the moment, exactly.
    var both: [(String, String)] { [("day", day.iso), ("against", against.iso)] + moment }

    /// What a saved view of it holds: the address of this page, which tells it from a question put to one figure.
    var question: String { At.cohort(both).path }

    /// Where a saved pair of days opens; nil where the view is a question put to a figure. A pair kept as it was known at a moment opens at it.
    static func address(_ view: Stored<SavedView>) -> Address? {
        guard view.question.hasPrefix(At.cohort.path + "?") else { return nil }
        let kept = Form.query(String(view.question.drop { $0 != "?" }.dropFirst())).filter {
            ["day", "against", "as_at"].contains($0.name)
        }
        return At.cohort(kept.map { ($0.name, $0.value) } + [("view", view.id.description)])
    }

    func form() -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        return filterForm(
            action: At.cohort, label: "Days", button: "Show",
            moment.map { hidden($0.0, $0.1) }.joined()
                + fields([
                    FieldControl(id: "day", label: "On", kind: .day, error: message("day"), value: typed.day, width: .w10),
                    FieldControl(
                        id: "against", label: "Compared with", kind: .day, error: message("against"), value: typed.against, width: .w10),
                ]))
    }
}
