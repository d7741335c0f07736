import Casework

/// One figure a service answers for, written down once: what it says, where the rule comes from, what it reads and how it counts.
///
/// A measure has three pure steps. `units` takes one case file and returns what of it is counted, or left out and why; `figures` selects
/// across files and adds up. The figure and the list behind it come from the same units, so they cannot disagree (design.md, Statistics).
public struct Measure: Sendable {
    /// As addresses, commands and files name it: `fte`, `reoffending.proven`.
    public let id: String
    public let title: String
    /// What it answers, as a person would ask it.
    public let question: String
    public let definition: Definition
    public let counts: Counts
    /// The kinds and fields `units` reads; nothing else is loaded.
    public let needs: [Need]
    public let parts: [Part]
    public let breakdowns: [Breakdown]
    /// The rules that may leave something out, in the order they are tried.
    public let exclusions: [Exclusion]
    public let units: @Sendable (CaseFile, Question) -> [CountedUnit]
    public let figures: @Sendable (Tabulation) -> [Figure]

    public init(
        _ id: String, title: String, question: String, definition: Definition, counts: Counts, needs: [Need], parts: [Part],
        breakdowns: [Breakdown] = [], exclusions: [Exclusion] = [],
        units: @escaping @Sendable (CaseFile, Question) -> [CountedUnit],
        figures: @escaping @Sendable (Tabulation) -> [Figure]
    ) {
        self.id = id
        self.title = title
        self.question = question
        self.definition = definition
        self.counts = counts
        self.needs = needs
        self.parts = parts
        self.breakdowns = breakdowns
        self.exclusions = exclusions
        self.units = units
        self.figures = figures
    }
}

/// A measure's rule in words, with its source: printed beside the figure, on its page and in docs/indicators.md.
public struct Definition: Sendable, Hashable {
    public let version: String
    public let source: String
    public let words: String
    /// Readings taken where the source is silent, and what to beware of.
    public let notes: [String]
    /// Made-up children worked through to the figure.
    public let example: String

    public init(version: String, source: String, words: String, notes: [String] = [], example: String) {
        self.version = version
        self.source = source
        self.words = words
        self.notes = notes
        self.example = example
    }
}

/// What one unit of a figure is; its references are what member lists carry.
public enum Counts: String, Sendable, CaseIterable { case child, outcome, offence, programme, victim, referral, remand, attendance, sector }

/// What a value is in (interchange.md §4).
public enum FigureUnit: String, Sendable, CaseIterable {
    case count, percent, per1000 = "per_1000", per10000 = "per_10000", per100000 = "per_100000", days, nights, pence, ratio

    /// What numerator over denominator is multiplied by.
    public var multiplier: Double {
        switch self {
        case .percent: 100
        case .per1000: 1000
        case .per10000: 10_000
        case .per100000: 100_000
        case .count, .days, .nights, .pence, .ratio: 1
        }
    }
}

/// One of the figures a measure gives.
public struct Part: Sendable, Hashable {
    public let id: String
    public let unit: FigureUnit
    /// What its numerator counts when that is not what the measure counts.
    public let counts: Counts?
    public let words: String

    public init(_ id: String, _ unit: FigureUnit, counts: Counts? = nil, _ words: String) {
        self.id = id
        self.unit = unit
        self.counts = counts
        self.words = words
    }
}

/// A way to split a figure: a key of `by` and the values always shown, even at zero. Values that occur besides are shown after them.
public struct Breakdown: Sendable {
    public let key: String
    public let words: String
    /// Whether one member may stand under several values, so that the cells add up to more than the whole.
    public let overlaps: Bool
    public let values: @Sendable (Reference) -> [String]

    public init(
        _ key: String, _ words: String, overlaps: Bool = false, values: @escaping @Sendable (Reference) -> [String] = { _ in [] }
    ) {
        self.key = key
        self.words = words
        self.overlaps = overlaps
        self.values = values
    }

    public static let outcome = Breakdown("outcome", "Outcome")
    /// A child found guilty after turning 18 falls outside both bands, under `18+`, so that the bands still add up.
    public static let age = Breakdown("age", "Age on the day of the outcome") { _ in ["10-14", "15-17"] }
    public static let sex = Breakdown("sex", "Sex") { _ in ["MALE", "FEMALE", "NOT_KNOWN"] }
    public static let ethnicity = Breakdown("ethnicity", "Ethnicity group") { _ in
        ["WHITE", "MIXED", "ASIAN", "BLACK", "OTHER", "NOT_OBTAINABLE"]
    }
    public static let category = Breakdown("category", "Offence category") { $0.codes.all("offence_category").map(\.token) }
    public static let sector = Breakdown("sector", "Sector") { $0.codes.all("board_sector").map(\.token) }
    public static let careStatus = Breakdown("care_status", "Care status") { _ in ["LOOKED_AFTER", "CARE_LEAVER", "NEITHER"] }
    public static let disposal = Breakdown("disposal", "Group of the outcome") { _ in [] }
}
