/// docs/indicators.md: every measure in words, made from the definitions themselves so that it cannot fall behind them.
public enum Indicators {
    public static var markdown: String {
        let head = """
            # Indicators

            Made from the definitions in `Sources/Statistics`; a test compares. One section a measure: what it answers, its rule, what it is
            split by, who is left out, and an example worked by hand.

            """
        return head + allMeasures.map(section).joined()
    }

    /// One measure's section.
    public static func section(_ measure: Measure) -> String {
        let definition = measure.definition
        var lines = [
            "", "## \(measure.title) (`\(measure.id)`)", "",
            "**\(measure.question)** Counts: \(measure.counts.rawValue). "
                + "Version \(definition.version). Source: \(definition.source).", "", definition.words, "",
            "| part | unit | what it is |", "|---|---|---|",
        ]
        lines += measure.parts.map { "| `\($0.id)` | \($0.unit.rawValue) | \($0.words) |" }
        if !measure.breakdowns.isEmpty {
            lines += ["", "By " + measure.breakdowns.map { "`\($0.key)`" }.joined(separator: ", ") + "."]
        }
        if !definition.notes.isEmpty { lines += [""] + definition.notes.map { "- \($0)" } }
        if !measure.exclusions.isEmpty {
            lines += ["", "Left out:", ""] + measure.exclusions.map { "- `\($0.token)`: \($0.sentence)" }
        }
        lines += ["", "*Example.* \(definition.example)", ""]
        return lines.joined(separator: "\n")
    }
}
