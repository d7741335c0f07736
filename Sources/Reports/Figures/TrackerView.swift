import Casework
import HTML
import Statistics

/// The local reoffending tracker of one cohort: each disposal on its own denominator, month by month, with its curves. (S-PER-04)
public struct TrackerView: Sendable {
    /// The whole cohort, a group of disposals, or one outcome.
    public struct Group: Sendable, Hashable {
        /// As a form sends it: empty, `disposal:Pre-Court`, `outcome:YOUTH_CAUTION`.
        public let id: String
        public let name: String
        public let by: [String: String]
        public let children: Int
    }

    public let groups: [Group]
    public let whole: Group
    private let figures: [[String: String]: [Figure]]
    private let address: @Sendable (Figure) -> Address?

    public init(_ answer: FigureSet.Answer, _ words: FigureWords, address: @escaping @Sendable (Figure) -> Address?) {
        let all = answer.of(.reoffendingTracker)
        figures = Dictionary(grouping: all, by: \.by)
        self.address = address
        let lasts = all.filter { $0.part == Measure.reoffendingTracker.parts.last?.id }
        let found = lasts.compactMap { figure -> Group? in
            let children = Int(figure.denominator ?? 0)
            guard figure.by.isEmpty || children > 0 else { return nil }
            let id = figure.by.map { "\($0.key):\($0.value)" }.joined()
            return Group(id: id, name: figure.by.isEmpty ? "All" : words.label(figure.by), by: figure.by, children: children)
        }
        groups = found
        whole = found.first ?? Group(id: "", name: "All", by: [:], children: 0)
    }

    /// The twelve months' figure of a group, whose members are its cohort.
    public func last(_ group: Group) -> Figure? { figures[group.by]?.last }

    /// Within which months a child's first new offence fell.
    public func reached(_ member: Member, _ group: Group) -> String {
        let first = figures[group.by]?.first { $0.counted.contains { $0.id == member.id } }
        return first.map { "Within \($0.months) months" } ?? "None so far"
    }

    /// What the tracker says, in one sentence.
    public func sentence(_ group: Group) -> String {
        guard group.children > 0, let figures = figures[group.by] else { return "No child has an index event in this period." }
        let who =
            "\(group.children.counted("child", "children"))\(group.by.isEmpty ? "" : " (\(group.name.lowercasedFirst))")"
        let told = figures.last { $0.value != nil }
        let latest = figures.last
        let soFar = NumberStyle().text(latest?.numerator)
        guard let told else { return "Of \(who), \(soFar) have a new offence so far; not all have been followed for three months yet." }
        let share =
            "Of \(who), \(NumberStyle().text(told.numerator)) (\(FigureWords.value(told))) had a new offence within \(told.months) months"
        return told.part == latest?.part ? share + "." : share + "; \(soFar) have one so far."
    }

    /// Table, curves and what to beware of.
    public func html(_ chosen: Group) -> HTML {
        let shown = groups.filter { $0.by.isEmpty || $0.by["disposal"] != nil || $0 == chosen }
        let rows = shown.map { group -> [HTML] in
            ["\(group.name)", "\(group.children)"] + (figures[group.by] ?? []).map(cell)
        }
        let columns =
            [Column("Disposal"), Column("Children", isNumeric: true)]
            + Measure.reoffendingTracker.parts.map { Column("\($0.id.dropFirst(3)) months", isNumeric: true) }
        return
            "<p>Counted up over the months, each disposal out of its own children. A percentage is given once every child of the row has been followed that long; until then the number so far.</p>"
            + table(caption: "Children with a new offence, by months since the index", columns: columns, rows: rows) + curves(shown)
            + small
    }

    private func cell(_ figure: Figure) -> HTML {
        let words = figure.value == nil ? "\(NumberStyle().text(figure.numerator)) so far" : FigureWords.value(figure)
        let base = figure.value == nil ? "\(figure.reachedWords)" : "(\(FigureWords.base(figure)))"
        let number: HTML = "\(words)"
        return "\(address(figure).map { link(to: $0, number) } ?? number) \(base)"
    }

    /// The whole, then every disposal, the largest first.
    private func curves(_ groups: [Group]) -> HTML {
        let disposals = groups.filter { $0.by["disposal"] != nil }.sorted { ($0.children, $1.name) > ($1.children, $0.name) }
        let curves = (groups.filter { $0.by.isEmpty } + disposals).map { group in
            Curve(
                "\(group.name), n \(group.children)",
                (figures[group.by] ?? []).map { figure in
                    CurvePoint(
                        at: Double(figure.months) ?? 0, figure.value, lower: figure.interval?.lower, upper: figure.interval?.upper,
                        note: FigureWords.base(figure), to: address(figure))
                })
        }
        let apart = disposals.count > 1 ? " " + curveSentence(Array(curves.dropFirst()), unit: "months") : ""
        return curveChart(
            id: "tracker-curves", title: "Share with a new offence, by months since the index", summary: sentence(whole) + apart,
            axis: "Months since the index", heading: "Disposal", curves: curves)
    }

    private var small: HTML {
        let few = groups.filter { $0.by["disposal"] != nil && $0.children < 10 }
        if few.isEmpty { return .empty }
        return
            "<p>Small numbers: \(few.map { "\($0.name.lowercasedFirst) (n \($0.children))" }.joined(separator: ", ")). One child moves these by ten points or more.</p>"
    }
}

extension Figure {
    fileprivate var months: String { String(part.dropFirst(3)) }
    fileprivate var reachedWords: String {
        guard case .number(let reached)? = extras["reached"] else { return "" }
        return "(\(NumberStyle().text(reached)) of \(NumberStyle().text(denominator)) followed so long)"
    }
}
