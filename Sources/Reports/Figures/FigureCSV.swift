import Casework
import Records
import Statistics

/// A table of figures as a file people open in a spreadsheet: words beside tokens, and nothing that would be taken for a formula.
public enum FigureCSV {
    public static func bytes(_ figures: [Figure], _ measure: Measure, _ period: Period, asAt: Instant, words: FigureWords) -> [UInt8] {
        var bytes: [UInt8] = []
        let head = [
            "measure", "figure", "part", "of", "by", "numerator", "denominator", "value", "unit", "lower", "upper", "from", "to",
            "as known at",
            "definition", "source", "population source", "notes",
        ]
        CSV.append(head, to: &bytes)
        for figure in figures {
            let part = measure.parts.first { $0.id == figure.part }?.words ?? ""
            let numbers = [figure.numerator, figure.denominator, figure.value].map { plain($0) }
            let row =
                [measure.id, part, figure.part, words.label(figure.by), figure.byWords] + numbers
                + [
                    figure.unit.rawValue, plain(figure.interval?.lower), plain(figure.interval?.upper), period.from.iso, period.to.iso,
                    asAt.iso,
                ]
                + [figure.definition.version, figure.definition.source, population(figure), figure.notes.joined(separator: " ")]
            CSV.append(row.map(CSV.forPeople), to: &bytes)
        }
        return bytes
    }

    /// Where the people a rate is to were counted, with the mid-year; empty where it is to none.
    private static func population(_ figure: Figure) -> String {
        guard case .text(let source)? = figure.extras["population_source"] else { return "" }
        guard case .number(let year)? = figure.extras["population_mid_year"] else { return source }
        return "\(source), mid-\(plain(year))"
    }

    /// Whole numbers without a point, others with every digit that tells them apart.
    static func plain(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
    }
}
