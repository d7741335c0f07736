import Casework
import HTML
import Reports
import Statistics

/// The profile of two days, row by row: the page's tables and its file are made of these. (S-PER-14, S-PER-17)
struct CohortRows: Sendable {
    let now: FigureSet.Answer
    let then: FigureSet.Answer
    let words: FigureWords

    struct Row: Sendable {
        let value: String
        let now: Figure?
        let then: Figure?

        /// From the unrounded shares, in points. A value nobody has on a day has no figure of its own: it is none of those open.
        var change: Double? {
            guard let a = now == nil ? 0 : now?.value, let b = then == nil ? 0 : then?.value else { return nil }
            return a - b
        }
    }

    private static let measure = Measure.cohortProfile
    /// How the children are divided, but for the pyramid's ages.
    static let breakdowns = measure.breakdowns.filter { $0.key != "years" }

    /// How many children a profile is of.
    static func open(_ answer: FigureSet.Answer) -> Int { Int(answer.figure(measure, "open")?.numerator ?? 0) }

    func rows(_ breakdown: Breakdown) -> [Row] {
        rows {
            $0.by.count == 1 ? $0.by[breakdown.key] : nil
        } words: {
            words.label(breakdown.key, $0)
        }
    }

    /// The ages of the pyramid, each sex to itself: numbers without a share.
    private var ages: [Row] {
        rows {
            $0.by["years"] == nil ? nil : $0.by
        } words: {
            words.label($0)
        }
    }

    /// Both days' figures of one key side by side, in the order they come; none of what nobody has on either day.
    private func rows<Key: Hashable>(_ key: (Figure) -> Key?, words: (Key) -> String) -> [Row] {
        func cells(_ answer: FigureSet.Answer) -> [(Key, Figure)] {
            answer.of(Self.measure).compactMap { figure in key(figure).map { ($0, figure) } }
        }
        let pairs = [cells(now), cells(then)]
        let by = pairs.map { Dictionary($0) { first, _ in first } }
        var seen: Set<Key> = []
        return pairs.joined().map(\.0).filter { seen.insert($0).inserted }.compactMap { one in
            let (a, b) = (by[0][one], by[1][one])
            guard (a?.numerator ?? 0) + (b?.numerator ?? 0) > 0 else { return nil }
            return Row(value: words(one), now: a, then: b)
        }
    }

    /// The page as a table of cells: both days, number and share of each, and the change.
    func cells(_ ask: CohortAsk, asAt: Instant) -> [[String]] {
        let days = [ask.day, ask.against].map(\.iso)
        let head =
            ["Division", "Value"] + days.flatMap { ["Children on \($0)", "Open on \($0)", "Share on \($0) (%)"] }
            + ["Change in share (points)", "As known at", "Definition", "Source", "Notes"]
        func plain(_ number: Double?) -> String {
            number.map { NumberStyle(places: 1).text($0).replacing("−", with: "-") } ?? ""
        }
        let source = [asAt.iso, Self.measure.definition.version, Self.measure.definition.source]
        func line(_ division: String, _ row: Row, isShare: Bool) -> [String] {
            let numbers = [(row.now, now), (row.then, then)].flatMap { figure, answer in
                let (number, open) = (Int(figure?.numerator ?? 0), Self.open(answer))
                let share = isShare ? plain(figure == nil ? (open == 0 ? nil : 0) : figure?.value) : ""
                return [String(number), String(open), share]
            }
            let notes =
                ["Small numbers are shown: for inside the service only."] + Set((row.now?.notes ?? []) + (row.then?.notes ?? [])).sorted()
            return [division, row.value] + numbers + [isShare ? plain(row.change) : ""] + source + [notes.joined(separator: " ")]
        }
        let whole = Row(value: "All", now: now.figure(Self.measure, "open"), then: then.figure(Self.measure, "open"))
        return [head, line("Children open", whole, isShare: false)] + ages.map { line("Age in years", $0, isShare: false) }
            + Self.breakdowns.flatMap { breakdown in rows(breakdown).map { line(breakdown.words, $0, isShare: true) } }
    }
}
