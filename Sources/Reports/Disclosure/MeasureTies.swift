import Casework
import Statistics

/// What a reader knows of a measure besides its numbers: which parts tell of one count, which count lies within which, which add up over time.
/// A part that stands in none of these leaves in no file to pass on: nothing guards it. (promise 8)
struct MeasureTies: Sendable {
    /// By part: what its number and its base count.
    var parts: [String: (number: String, base: String?)] = [:]
    /// Counts of some of those another counts, none of whom two of them count: what they lack of it is a count as well.
    var within: [(inner: [String], outer: String)] = []
    /// Counts no greater than another of other things.
    var below: [(less: String, more: String)] = []
    /// Counts of events of a day, each in one day alone: a year's are the sum of its quarters'.
    var additive: Set<String> = []
    /// Counts of children with an event in the stretch, once each: no quarter has more than its year, nor the year more than all its quarters.
    var spread: Set<String> = []
    /// Counts of children by one order of theirs chosen in the stretch: the year has no more than all its quarters, a quarter may have more.
    var gathered: Set<String> = []
    /// Breakdowns in which somebody may stand in two cells.
    var shared: Set<String> = []
    /// Counts that other measures have under the same name.
    var common: Set<String> = []
    /// Parts that stay inside, and why.
    var kept: [String: String] = [:]

    static func of(_ measure: String) -> MeasureTies { all[measure] ?? MeasureTies() }

    /// What the number and the base of a part count, by the one name a reader has for it.
    static func names(_ measure: String, _ part: String, hasBase: Bool = true) -> (number: String, base: String?) {
        let ties = of(measure)
        let own = ties.parts[part] ?? (part, hasBase ? "\(part) base" : nil)
        return (ties.name(own.number, measure), own.base.map { ties.name($0, measure) })
    }

    func name(_ what: String, _ measure: String) -> String { common.contains(what) ? what : "\(measure) \(what)" }

    /// Why a part leaves in no file to pass on; nil where what hangs together with it is written down.
    static func whyKept(_ measure: String, _ part: String) -> String? {
        let ties = of(measure)
        return ties.parts[part] == nil ? ties.kept[part] ?? unwritten : nil
    }

    static let unwritten = "How it hangs together with other figures is not written down, so nothing would guard its small numbers."

    /// The measures that are read together with one, itself among them: a count of one bounds a count of another.
    static func system(of measure: String) -> [String] { systems.first { $0.contains(measure) } ?? [measure] }

    private static let systems: [[String]] = [
        [
            Measure.firstTimeEntrants, .custody, .outcomes, .offences, .timeliness, .seriousViolence, .reoffendingTracker,
            .provenReoffending, .reoffendingShared,
        ].map(\.id),
        [
            Measure.suitableAccommodation, .suitableEducation, .specialNeedsPlans, .mentalHealth, .substanceMisuse, .widerServices,
        ].map(\.id),
    ]
}

/// The ties of several measures that are read together, every count by its one name.
struct ReaderTies {
    private(set) var within: [(inner: [String], outer: String)] = []
    private(set) var below: [(less: String, more: String)] = []
    private(set) var additive: Set<String> = []
    private(set) var spread: Set<String> = []
    private(set) var gathered: Set<String> = []
    private var shared: Set<String> = []

    init(_ measures: [String]) {
        for measure in measures {
            let ties = MeasureTies.of(measure)
            func name(_ what: String) -> String { ties.name(what, measure) }
            within += ties.within.map { ($0.inner.map(name), name($0.outer)) }
            below += ties.below.map { (name($0.less), name($0.more)) }
            additive.formUnion(ties.additive.map(name))
            spread.formUnion(ties.spread.map(name))
            gathered.formUnion(ties.gathered.map(name))
            shared.formUnion(ties.shared.map { "\(measure) \($0)" })
        }
    }

    /// Whether somebody may stand in this cell and in another of its breakdown.
    func isShared(_ cell: IssuedCount) -> Bool { shared.contains("\(cell.group) \(cell.key)") }

    /// What a count has beside some of those it counts, as far as those are told.
    func rests(of outer: IssuedCount, _ isTold: (IssuedCount) -> Bool) -> [(inner: [IssuedCount], rest: IssuedCount)] {
        var found: [(inner: [IssuedCount], rest: IssuedCount)] = []
        for pair in within where pair.outer == outer.what {
            let inner = pair.inner.map { outer.of($0) }.filter(isTold)
            let rest = outer.of("\(outer.what) less \(inner.map(\.what).joined(separator: " and "))")
            if !inner.isEmpty, !found.contains(where: { $0.rest == rest }) { found.append((inner, rest)) }
        }
        return found
    }
}

extension IssuedCount {
    /// The measure whose count it is; of a count several measures have, the first word of its name.
    var group: Substring { what.prefix { $0 != " " } }
}

extension FigureView {
    /// Why no file to pass on is made of it; nil where one is.
    public var whyKept: String? { MeasureTies.whyKept(measure.id, part.id) }
}
