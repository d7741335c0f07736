import Casework
import HTML
import Statistics

/// How figures are written for people: numbers, intervals, what they are out of, and the words for the cells of a breakdown.
public struct FigureWords: Sendable {
    public let codes: Codes

    public init(_ codes: Codes) { self.codes = codes }

    /// Decimals and what follows a number of a unit. Custody stands at two decimals, for its rates are below one.
    public static func style(_ unit: FigureUnit) -> NumberStyle {
        switch unit {
        case .count: NumberStyle()
        case .percent: NumberStyle(places: 1, unit: "%")
        case .per1000: NumberStyle(places: 2, unit: " per 1,000")
        case .per10000: NumberStyle(places: 1, unit: " per 10,000")
        case .per100000: NumberStyle(places: 1, unit: " per 100,000")
        case .days: NumberStyle(places: 1, unit: " days")
        case .nights: NumberStyle(unit: " nights")
        case .pence: NumberStyle(unit: "p")
        case .ratio: NumberStyle(places: 2)
        }
    }

    /// "Not yet known" where a figure is still open, "No figure" where there is nothing to divide by.
    public static func value(_ figure: Figure) -> String {
        if figure.value == nil { return figure.extras["reached"] != nil && (figure.denominator ?? 0) > 0 ? "Not yet known" : "No figure" }
        return style(figure.unit).text(figure.value)
    }

    /// "190 to 236"; empty where the figure has no interval.
    public static func interval(_ figure: Figure) -> String { figure.interval.map { interval($0, figure.unit) } ?? "" }

    static func interval(_ interval: Interval, _ unit: FigureUnit) -> String {
        let plain = NumberStyle(places: style(unit).places)
        return "\(plain.text(interval.lower)) to \(interval.upper.isFinite ? plain.text(interval.upper) : "no upper limit")"
    }

    /// What the figure is made of: "14 of 52", "31 for 24,012 people", "14".
    public static func base(_ figure: Figure) -> String { base(figure.numerator, figure.denominator, isPopulation: figure.isOfPopulation) }

    static func base(_ numerator: Double?, _ denominator: Double?, isPopulation: Bool) -> String {
        let plain = NumberStyle(missing: "not known")
        guard let denominator else { return plain.text(numerator) }
        return isPopulation
            ? "\(plain.text(numerator)) for \(plain.text(denominator)) people" : "\(plain.text(numerator)) of \(plain.text(denominator))"
    }

    /// How long those a figure counts have waited; nil where it does not count people who wait, or nobody does.
    static func waited(_ figure: Figure, withLongest: Bool) -> String? {
        guard case .number(let median)? = figure.extras["age_median"], case .number(let longest)? = figure.extras["age_longest"] else {
            return nil
        }
        let days = NumberStyle()
        func words(_ number: Double) -> String { "\(days.text(number)) day\(number == 1 ? "" : "s")" }
        let half = "Half have waited \(words(median.rounded())) or longer"
        return withLongest ? "\(half), the longest \(words(longest))." : "\(half)."
    }

    /// A warning when the figure rests on fewer than ten. (S-PER-17)
    public static func warning(_ figure: Figure) -> String? {
        guard let numerator = figure.numerator else { return nil }
        if !figure.isOfPopulation, let denominator = figure.denominator {
            return denominator > 0 && denominator < 10 ? "Small number: it rests on \(Int(denominator)) only." : nil
        }
        return numerator > 0 && numerator < 10 ? "Small number: a count of \(Int(numerator)) moves much by chance." : nil
    }

    /// The words for one value of a breakdown.
    public func label(_ key: String, _ value: String) -> String {
        if let words = FigureWords.own[key]?[value] { return words }
        for list in FigureWords.lists[key] ?? [] {
            if let words = codes.code(list, value)?.label { return words }
        }
        switch key {
        case "ethnicity": return value == "NOT_OBTAINABLE" ? "Not obtainable" : Self.plain(value)
        case "score": return "Score \(value)"
        case "hours": return "\(value) hours"
        case "outcome", "type", "category", "sex", "order", "tier", "sector", "row", "column", "stage": return Self.plain(value)
        default: return Self.tokens.contains(key) && value == value.uppercased() ? Self.plain(value) : value
        }
    }

    /// The code lists a breakdown's values are looked for in, in turn.
    private static let lists = [
        "outcome": ["outcome"], "type": ["outcome", "provision", "care_status"], "category": ["offence_category"], "sex": ["sex"],
        "order": ["outcome"], "tier": ["health_tier"], "sector": ["board_sector"], "care_status": ["care_status"], "need": ["health_need"],
        "alert": ["alert"], "kind": ["remand_kind"],
    ]
    /// Breakdowns whose values are tokens of the measure's own, or of several lists.
    private static let tokens: Set<String> = [
        "education", "accommodation", "special_needs", "reoffending", "serious_harm", "safety_wellbeing", "disposal", "care_status", "need",
        "alert", "kind",
    ]
    /// Values that are in no code list.
    private static let own = [
        "order": [
            "DIVERSION": "Out of court, with our intervention", "CUSTODY": "Custodial sentence",
            "REMAND_WITHOUT_SENTENCE": "Remanded to custody, without a custodial sentence",
        ],
        "moment": ["start": "At the start", "end": "At the end"], "school_age": ["yes": "School age", "no": "Above school age"],
        "type": ["UNSUITABLE": "Not suitable"],
    ]

    /// The words for a cell: "Female", "Theft, referral order"; "All" for the whole.
    public func label(_ by: [String: String]) -> String {
        by.isEmpty ? "All" : by.sorted { $0.key < $1.key }.map { label($0.key, $0.value) }.joined(separator: ", ")
    }

    private static func plain(_ token: String) -> String {
        let words = token.replacing("_", with: " ").lowercased()
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// One sentence that says what a figure says.
    public func sentence(_ figure: Figure, _ measure: Measure, _ period: Period) -> String {
        let part = measure.parts.first { $0.id == figure.part }?.words ?? figure.part
        let cell = figure.by.isEmpty ? "" : ", \(label(figure.by).lowercasedFirst)"
        var text = "\(part)\(cell), \(period.words): \(Self.value(figure))"
        if figure.unit != .count { text += " (\(Self.base(figure)))" }
        if figure.interval != nil { text += ", 95% interval \(Self.interval(figure))" }
        return text + "."
    }

    /// How a figure stands against an earlier one, from unrounded values: "up 3 from 11". (S-PER-17)
    public static func change(_ now: Figure?, _ before: Figure?) -> String {
        guard let now = now?.value, let was = before, let earlier = was.value else { return "no earlier figure" }
        let style = style(was.unit)
        let moved = NumberStyle(places: style.places, unit: was.unit == .percent ? " points" : "").text((now - earlier).magnitude)
        if now == earlier { return "the same as before, \(style.text(earlier))" }
        return "\(now > earlier ? "up" : "down") \(moved) from \(style.text(earlier))"
    }
}

extension Figure {
    /// Whether its denominator counts people who live somewhere, of whom we know nobody.
    public var isOfPopulation: Bool {
        [.per1000, .per10000, .per100000].contains(unit) || members.isEmpty && (denominator ?? 0) > 0 && counts != .sector
    }

    /// Those the denominator counts and the numerator does not.
    public var rest: [Member] {
        guard !isOfPopulation, denominator != nil else { return [] }
        let children = Set(counted.map(\.id))
        let files = Set(counted.map(\.child))
        // The numerator of a mean counts records of the children the denominator counts.
        return members.filter { !children.contains($0.id) && !(counts != .child && files.contains($0.child)) }
    }
}
