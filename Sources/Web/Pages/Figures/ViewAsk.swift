import Casework
import HTML
import Reports
import Statistics

/// A view as its address asks for it, with a sentence beside the box for what cannot be answered.
struct ViewAsk: Sendable {
    /// Nil while something asked for is not there.
    let view: FigureView?
    let period: FigureAsk
    let problems: [ErrorItem]
    private let typed: (figure: String, by: String, against: String, isWhole: Bool)

    init(_ visit: Visit) {
        period = FigureAsk(visit)
        let figure = visit.query("figure") ?? ""
        let by = visit.query("by") ?? ""
        let against = visit.query("against") ?? FigureView.Against.course.rawValue
        typed = (figure, by, against, visit.query("numbers") == "whole")
        var problems: [ErrorItem] = []
        let found = ViewAsk.figures.first { $0.value == figure } ?? (figure.isEmpty ? ViewAsk.figures.first : nil)
        if found == nil { problems.append(ErrorItem(field: "figure", "There is no such figure. Choose one of the list.")) }
        let beside = FigureView.Against(rawValue: against)
        if beside == nil { problems.append(ErrorItem(field: "against", "Choose what it is set beside.")) }
        let breakdown = found?.measure.breakdowns.first { $0.key == by }
        if let found, !by.isEmpty, breakdown == nil {
            let can = found.measure.breakdowns.map { $0.words.lowercasedFirst }.joined(separator: "; ")
            problems.append(
                ErrorItem(
                    field: "by",
                    can.isEmpty ? "This figure is not divided." : "This figure is not divided so. It can be divided by: \(can)."))
        }
        if beside == .family, breakdown != nil {
            problems.append(ErrorItem(field: "against", "Published figures are of whole areas: take the division away, or choose another."))
        }
        if beside == .yearBefore, period.period.to - period.period.from > 366 {
            problems.append(ErrorItem(field: "against", "The year before would overlap a period longer than a year: choose another."))
        }
        problems += period.problems
        if let found, let beside, problems.isEmpty {
            view = FigureView(found.measure, found.part, by: breakdown, against: beside, period: period.period)
        } else {
            view = nil
        }
        self.problems = problems
    }

    /// Whether small numbers are shown in the files too.
    var isWhole: Bool { typed.isWhole }

    /// Every figure there is, by what its address calls it.
    private static let figures: [(value: String, measure: Measure, part: Part)] = allMeasures.flatMap { measure in
        measure.parts.map { ("\(measure.id) \($0.id)", measure, $0) }
    }

    private static let breakdowns: [Choice] = {
        var choices: [Choice] = []
        for breakdown in allMeasures.flatMap(\.breakdowns) where !choices.contains(where: { $0.value == breakdown.key }) {
            choices.append(Choice(breakdown.key, breakdown.words))
        }
        return choices
    }()

    /// The question again, for the address of its files and for keeping. A period that was not typed is left out: then it is the last quarter
    /// that has ended, whenever it is asked.
    func query(keepingPeriod: Bool = true) -> [(String, String)] {
        guard let view else { return [] }
        var query = [("figure", "\(view.measure.id) \(view.part.id)")]
        if let breakdown = view.breakdown { query.append(("by", breakdown.key)) }
        query.append(("against", view.against.rawValue))
        return query + (keepingPeriod ? period.query : [])
    }

    /// The boxes to ask.
    func form(_ action: Address) -> HTML {
        func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
        let figures = Self.figures.map { Choice($0.value, "\($0.measure.title): \($0.part.words.lowercasedFirst)") }
        return filterForm(
            action: action, label: "Your own view", button: "Show",
            fields(
                [
                    FieldControl(
                        id: "figure", label: "Figure", kind: .choice(figures), error: message("figure"),
                        value: typed.figure.isEmpty ? figures.first?.value ?? "" : typed.figure),
                    FieldControl(
                        id: "by", label: "Divided by", kind: .choice(Self.breakdowns), hint: "Empty is not divided.", error: message("by"),
                        value: typed.by, isRequired: false),
                    FieldControl(
                        id: "against", label: "Set beside",
                        kind: .choice(FigureView.Against.allCases.map { Choice($0.rawValue, $0.words) }), error: message("against"),
                        value: typed.against),
                ] + period.controls))
    }
}
