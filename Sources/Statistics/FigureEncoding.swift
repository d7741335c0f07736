import Casework

/// Figures with what they were asked for: the envelope of `waymark report figures` (interchange.md §2).
public struct FigureSheet: Sendable {
    public let service: String
    public let period: Period
    /// RFC 3339, or a day.
    public let asAt: String
    public let figures: [Figure]

    public init(service: String, period: Period, asAt: String, figures: [Figure]) {
        self.service = service
        self.period = period
        self.asAt = asAt
        self.figures = figures
    }

    /// One JSON object. Keys stand in a fixed order, `by` and extra keys sorted; numbers are unrounded; one figure a line.
    public var json: String {
        var text = "{\"service\":\(service.asJSON),\"period\":{\"label\":\(period.label.asJSON),\"from\":\"\(period.from.iso)\","
        text += "\"to\":\"\(period.to.iso)\"},\"asAt\":\(asAt.asJSON),\"figures\":["
        for (i, figure) in figures.enumerated() { text += (i == 0 ? "\n" : ",\n") + figure.json }
        return text + (figures.isEmpty ? "]}\n" : "\n]}\n")
    }

    /// One row a figure, without members; a header row, LF, quotes only where needed.
    public var csv: String {
        let extras = Set(figures.flatMap(\.extras.keys)).sorted()
        let names = [
            "measure", "part", "by", "counts", "numerator", "denominator", "value", "unit", "lower", "upper", "definition",
            "source", "notes", "service", "period", "from", "to", "asAt",
        ]
        let rows = figures.map { figure in
            let numbers = [figure.numerator, figure.denominator, figure.value].map { $0.map(written) ?? "" }
            let ends = [figure.interval?.lower, figure.interval?.upper].map { $0.flatMap { $0.isFinite ? written($0) : nil } ?? "" }
            let head = [figure.measure, figure.part, figure.byWords, figure.counts.rawValue] + numbers + [figure.unit.rawValue] + ends
            let tail = [
                figure.definition.version, figure.definition.source, figure.notes.joined(separator: " "), service, period.label,
                period.from.iso, period.to.iso, asAt,
            ]
            return head + tail + extras.map { figure.extras[$0]?.plain ?? "" }
        }
        return ([names + extras] + rows).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }
}

extension Figure {
    /// `age=10-14`, several joined by `;` in the order of their keys; empty for the whole.
    public var byWords: String { by.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";") }

    var json: String {
        var pairs: [(String, String)] = [
            ("measure", measure.asJSON), ("part", part.asJSON), ("by", object(by.mapValues(\.asJSON))),
            ("counts", counts.rawValue.asJSON), ("numerator", numeral(numerator)), ("denominator", numeral(denominator)),
            ("value", numeral(value)), ("unit", unit.rawValue.asJSON), ("lower", numeral(interval?.lower)),
            ("upper", numeral(interval?.upper)),
            ("definition", "{\"version\":\(definition.version.asJSON),\"source\":\(definition.source.asJSON)}"),
            ("members", list(members.map { $0.ref.asJSON })), ("counted", list(counted.map { $0.ref.asJSON })),
            ("excluded", list(excluded.map { "{\"ref\":\($0.member.ref.asJSON),\"rule\":\($0.rule.token.asJSON)}" })),
        ]
        pairs += extras.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
        pairs.append(("notes", list(notes.map(\.asJSON))))
        return "{" + pairs.map { "\($0.0.asJSON):\($0.1)" }.joined(separator: ",") + "}"
    }
}

extension Extra {
    var json: String {
        switch self {
        case .number(let value): numeral(value)
        case .text(let text): text.asJSON
        case .day(let day): day.iso.asJSON
        }
    }
    var plain: String {
        switch self {
        case .number(let value): written(value)
        case .text(let text): text
        case .day(let day): day.iso
        }
    }
}

private func list(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }
private func object(_ pairs: [String: String]) -> String {
    "{" + pairs.sorted { $0.key < $1.key }.map { "\($0.key.asJSON):\($0.value)" }.joined(separator: ",") + "}"
}

private func numeral(_ value: Double?) -> String {
    // JSON has no infinity: a ratio without an upper end has none here.
    guard let value, value.isFinite else { return "null" }
    return written(value)
}

/// Whole numbers without a point, others with every digit that tells them apart.
private func written(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
}

private func cell(_ text: String) -> String {
    let needed = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    return needed ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
}
