import Casework
import HTML
import Records
import Reports
import Statistics

/// Figures for programs: the numbers of the pages of figures, never who is in them. Like those pages they are for inside: small counts stand in them.
enum APIFigures {
    static let routes: [Route] = [
        .api(.get, "/figures", .may(.seeFigures), .readFigures) { visit in
            try await answer(visit, allMeasures) { $0.by.isEmpty }
        },
        .api(.get, "/figures/{measure}", .may(.seeFigures), .readFigures) { visit in
            let measure = try visit.measure()
            return try await answer(visit, [measure]) { _ in true }
        },
    ]

    private static func answer(_ visit: Visit, _ measures: [Measure], _ isShown: (Figure) -> Bool) async throws -> Reply {
        let ask = FigureAsk(visit)
        guard ask.problems.isEmpty else {
            throw Refusal(
                400, "The figures asked for cannot be given",
                errors: ask.problems.map { Problem(field: $0.field ?? "", message: $0.message) })
        }
        let set = try await FigureSet.read(visit.service, [FigureSet.Ask(ask.period, measures)], asAt: ask.asAt)
        let period = JSONValue.of([
            ("label", .text(ask.period.label)), ("from", .text(ask.period.from.iso)), ("to", .text(ask.period.to.iso)),
        ])
        return .json(
            .of([
                ("period", period), ("as_at", .text(set.asAt.iso)),
                ("measures", .list(measures.map { measure in json(measure, set.answers[0].of(measure).filter(isShown)) })),
            ]), shows: .nobody)
    }

    private static func json(_ measure: Measure, _ figures: [Figure]) -> JSONValue {
        let definition = measure.definition
        return .of([
            ("id", .text(measure.id)), ("title", .text(measure.title)), ("question", .text(measure.question)),
            (
                "definition",
                .of([
                    ("version", .text(definition.version)), ("source", .text(definition.source)), ("words", .text(definition.words)),
                ])
            ),
            ("figures", .list(figures.map(json))),
        ])
    }

    private static func json(_ figure: Figure) -> JSONValue {
        .of([
            ("part", .text(figure.part)), ("by", .of(figure.by.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
            ("counts", .text(figure.counts.rawValue)), ("numerator", .known(figure.numerator)), ("denominator", .known(figure.denominator)),
            ("value", .known(figure.value)), ("unit", .text(figure.unit.rawValue)), ("lower", .known(figure.interval?.lower)),
            ("upper", .known(figure.interval?.upper)), ("notes", .list(figure.notes.map { .text($0) })),
        ])
    }
}

/// The code lists fields name, each code with the days it is in force and why.
enum APICodes {
    static let routes: [Route] = [
        .api(.get, "/code-lists/{list}", .may(.findChildren), .readChildren) { visit in
            let name = try visit.request.parameter("list")
            return try await visit.service.read(visit.scope) { reader in
                let codes = try reader.codes().all(name)
                guard !codes.isEmpty else { throw NotFound() }
                let items = codes.map { code in
                    JSONValue.of([
                        ("list", .text(code.list)), ("code", .text(code.token)), ("label", .text(code.label)),
                        ("group", .known(code.group)),
                        ("from", .known(code.from?.iso)), ("to", .known(code.to?.iso)), ("basis", .text(code.basis)),
                    ])
                }
                return API.list(items, next: nil, visit, shows: .nobody)
            }
        }
    ]
}
