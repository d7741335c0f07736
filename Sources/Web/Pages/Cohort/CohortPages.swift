import Casework
import HTML
import Records
import Reports
import Statistics

/// Who the children open to the service are on any day, set beside an earlier day. (S-PER-14)
enum CohortPages {
    static let routes: [Route] = [.get("/cohort", .may(.seeFigures)) { try await show($0) }]

    private static func show(_ visit: Visit) async throws -> Reply {
        let ask = Ask(visit)
        let measure = Measure.cohortProfile
        let asks = [ask.day, ask.against].map { FigureSet.Ask(period($0), [measure]) }
        let set = try await FigureSet.read(visit.service, asks, asAt: visit.asAt)
        let words = FigureWords(set.reference.codes)
        let top = errorSummary(ask.problems) + heading("Cohort profile", caption: "Children open to the service") + ask.form(visit)
        guard ask.problems.isEmpty else {
            return .page(visit, title: "Cohort profile", shows: .nobody, status: 422, hasErrors: true, top)
        }
        let (now, then) = (set.answers[0], set.answers[1])
        let body =
            top + inset("<p>\(sentence(now, then, ask))</p>")
            + "<p>Every number opens to the children in it. A share of few children moves much from one child to the next.</p>"
            + pyramid(now, then, ask, words, visit)
            + measure.breakdowns.filter { $0.key != "years" }.map { facet(measure, $0, now, then, ask, words, visit) }.joined()
            + "<p>\(downloadLink(to: At.figure(measure, "table.csv", query(ask.day, visit)), "This profile as a spreadsheet (CSV)"))</p>"
            + FigurePages.definition(measure)
        return .page(visit, title: "Cohort profile", shows: .nobody, crumbs: [NavItem("Figures", At.figures)], body)
    }

    private static func period(_ day: Day) -> Period { Period(label: "\(day.iso)..\(day.iso)", from: day, to: day) }
    private static func query(_ day: Day, _ visit: Visit) -> [(String, String)] {
        [("period", period(day).label)] + (visit.asAt.map { [("as_at", $0.iso)] } ?? [])
    }

    private static func sentence(_ now: FigureSet.Answer, _ then: FigureSet.Answer, _ ask: Ask) -> String {
        let (n, before) = (now.open, then.open)
        let moved = n == before ? "as many as" : "\(abs(n - before)) \(n > before ? "more" : "fewer") than"
        return "\(n) \(n == 1 ? "child was" : "children were") open on \(ask.day.words), \(moved) on \(ask.against.words) (\(before))."
    }

    /// Ages and sexes of both days, each from its own figures. (S-PER-14)
    private static func pyramid(
        _ now: FigureSet.Answer, _ then: FigureSet.Answer, _ ask: Ask, _ words: FigureWords, _ visit: Visit
    ) -> HTML {
        let measure = Measure.cohortProfile
        let drawn = [(now, ask.day), (then, ask.against)].map { answer, day -> HTML in
            let table = FigureTable(measure, period(day), words) { figure in
                figure.counted.isEmpty ? nil : At.members(figure, query(day, visit))
            }
            return measure.parts.map { table.pyramid($0, answer.of(measure), on: day) }.joined()
        }
        let shown = drawn.filter { !$0.isEmpty }
        return shown.isEmpty ? .empty : section("Ages", id: "ages", chartGroup(shown))
    }

    private static func facet(
        _ measure: Measure, _ breakdown: Breakdown, _ now: FigureSet.Answer, _ then: FigureSet.Answer, _ ask: Ask, _ words: FigureWords,
        _ visit: Visit
    ) -> HTML {
        func cells(_ answer: FigureSet.Answer) -> [String: Figure] {
            let those = answer.of(measure).filter { $0.by.count == 1 }.compactMap { figure in figure.by[breakdown.key].map { ($0, figure) }
            }
            return Dictionary(those) { first, _ in first }
        }
        let (ours, earlier) = (cells(now), cells(then))
        var order: [String] = []
        for figure in now.of(measure) + then.of(measure) where figure.by.count == 1 {
            if let value = figure.by[breakdown.key], !order.contains(value) { order.append(value) }
        }
        let rows = order.compactMap { value -> [HTML]? in
            let (a, b) = (ours[value], earlier[value])
            guard (a?.numerator ?? 0) + (b?.numerator ?? 0) > 0 else { return nil }
            func number(_ figure: Figure?, _ day: Day) -> HTML {
                guard let figure else { return "0" }
                let link = link(to: At.members(figure, query(day, visit)), "\(NumberStyle().text(figure.numerator))")
                return figure.value == nil ? link : "\(link) (\(FigureWords.value(figure)))"
            }
            return ["\(words.label(breakdown.key, value))", number(a, ask.day), number(b, ask.against), "\(points(a, b))"]
        }
        return section(
            breakdown.words, id: "by-\(breakdown.key)".idSafe,
            table(
                caption: "\(breakdown.words), of the children open",
                columns: [
                    Column(breakdown.words), Column(ask.day.words, isNumeric: true), Column(ask.against.words, isNumeric: true),
                    Column("Change in share", isNumeric: true),
                ], rows: rows, captionHidden: true, empty: "Nothing of this is recorded of any child open on either day."))
    }

    /// From the unrounded shares. (S-PER-17)
    private static func points(_ now: Figure?, _ then: Figure?) -> String {
        // A value nobody has on a day has no figure of its own: it is none of those open.
        guard let a = now == nil ? 0 : now?.value, let b = then == nil ? 0 : then?.value else { return "Not known" }
        let change = a - b
        return "\(change > 0 ? "+" : "")\(NumberStyle(places: 1, unit: " points").text(change))"
    }

    /// Which two days.
    private struct Ask {
        let day: Day
        let against: Day
        let typed: (day: String, against: String)
        let problems: [ErrorItem]

        init(_ visit: Visit) {
            var problems: [ErrorItem] = []
            func read(_ name: String, _ standard: Day) -> Day {
                guard let text = visit.query(name), !text.isEmpty else { return standard }
                if let day = Day(iso: text) ?? Day(typed: text) { return day }
                problems.append(ErrorItem(field: name, "“\(text)” is not a day. Type it like 30/6/2026."))
                return standard
            }
            let today = visit.asAt?.londonDay ?? visit.service.today
            day = min(read("day", today), today)
            against = read("against", day.adding(months: -12))
            if problems.isEmpty, against >= day {
                problems.append(ErrorItem(field: "against", "The day to compare with must be before \(day.words)."))
            }
            typed = (visit.query("day") ?? day.typed, visit.query("against") ?? against.typed)
            self.problems = problems
        }

        func form(_ visit: Visit) -> HTML {
            func message(_ field: String) -> String? { problems.first { $0.field == field }?.message }
            return filterForm(
                action: Address("/cohort"), label: "Days", button: "Show",
                (visit.asAt.map { hidden("as_at", $0.iso) } ?? .empty)
                    + fields([
                        FieldControl(id: "day", label: "On", kind: .day, error: message("day"), value: typed.day, width: .w10),
                        FieldControl(
                            id: "against", label: "Compared with", kind: .day, error: message("against"), value: typed.against, width: .w10),
                    ]))
        }
    }
}

extension FigureSet.Answer {
    /// How many children a profile is of.
    fileprivate var open: Int { Int(figure(.cohortProfile, "open")?.numerator ?? 0) }
}
