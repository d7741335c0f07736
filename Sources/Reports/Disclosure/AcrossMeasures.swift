import Casework
import Statistics

/// Which counts of one measure are no more than what of another, by their definitions: an offence proven in the period is the offence of a
/// caution or sentence of the period, a child who enters has such an offence, and a custodial sentence is an outcome. (promise 8)
///
/// All rest on one reading: the outcome that counts is the main one of its offence. Where it is not, what is told may say otherwise, and the
/// bound is left out. Bounds of the days between stretches that are told are not read.
enum AcrossMeasures {
    /// What bounds a count.
    enum More {
        case count(IssuedCount)
        /// The offences by outcome with any of these.
        case outcomes(Set<String>)
    }

    static let outcomes = "\(Measure.outcomes.id) count"
    private static let offences = "\(Measure.offences.id) count"
    private static let diversion = "Diversion"
    private static let custody = "Custody"

    /// The same cell of another measure, by the breakdowns in which it is so; empty is the whole.
    private static let cells: [(less: String, keys: Set<String>, more: String)] = [
        ("\(Measure.firstTimeEntrants.id) count", [""], offences), ("\(Measure.firstTimeEntrants.id) count", ["outcome"], outcomes),
        ("\(Measure.custody.id) count", ["", "outcome"], outcomes), (offences, ["", "category"], outcomes),
        ("\(Measure.timeliness.id) offence_to_outcome", [""], offences), ("\(Measure.timeliness.id) offence_to_charge", [""], offences),
        ("\(Measure.timeliness.id) charge_to_hearing", [""], offences), ("\(Measure.timeliness.id) hearing_to_outcome", [""], offences),
    ]

    /// Counts of offences with a caution or sentence of the period.
    private static let proven: Set = [offences, "\(Measure.seriousViolence.id) 9a_published base"]

    /// Cohorts: a child who is followed from an outcome of a group had one of that group in the period; from custody it is the release that counts.
    private static let cohorts: Set = [
        "\(Measure.provenReoffending.id) cohort", MeasureTies.names(Measure.reoffendingTracker.id, "at_12").base ?? "",
    ]

    static func bounding(_ count: IssuedCount, _ groups: [String: Set<String>]) -> [More] {
        var found = cells.filter { $0.less == count.what && $0.keys.contains(count.key) }.map { More.count(count.of($0.more)) }
        if count.by.isEmpty, proven.contains(count.what) {
            found.append(.outcomes(groups.filter { $0.key != diversion }.values.reduce(into: []) { $0.formUnion($1) }))
        }
        if count.by.isEmpty, count.what == "\(Measure.custody.id) count" { found.append(.outcomes(groups[custody] ?? [])) }
        if count.key == "disposal", cohorts.contains(count.what) {
            let group = String(count.by.dropFirst("disposal=".count))
            if group != custody, let own = groups[group] { found.append(.outcomes(own)) }
        }
        return found
    }
}
