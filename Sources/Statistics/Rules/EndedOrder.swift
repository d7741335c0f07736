import Casework

/// The six types of order the national indicators are split by (regulation.md §2.2).
enum OrderType: String, Sendable, CaseIterable {
    case diversion = "DIVERSION"
    case youthCaution = "YOUTH_CAUTION"
    case youthConditionalCaution = "YOUTH_CONDITIONAL_CAUTION"
    case referralOrder = "REFERRAL_ORDER"
    case youthRehabilitationOrder = "YOUTH_REHABILITATION_ORDER"
    case custody = "CUSTODY"
}

/// A programme that has ended, with one outcome of its offences: a candidate for the child's order of a quarter (regulation.md §2.2).
struct EndedOrder {
    let programme: Entry<Programme>
    let outcome: Proceeding
    let type: OrderType
    /// A licence ends an order that began in custody, on the day of the outcome.
    let isLicence: Bool
    let end: Day

    /// When the programme itself began: what windows of offers and referrals to early help run from, also of a licence.
    var began: Day? { programme.startDate }
    /// When the order began: a licence's on the day of the outcome.
    var start: Day? { isLicence ? outcome.date : programme.startDate }
    /// The day that “at start” looks at: the day before custody began, a licence's the day before the outcome.
    var eve: Day? { isLicence || type == .custody ? start.map { $0 - 1 } : start }

    /// The weightiest, then the latest outcome, then the programme that ended last, then the higher reference (regulation.md §2.6).
    func isChosen(over other: EndedOrder) -> Bool {
        if outcome.weight != other.outcome.weight { return outcome.weight > other.outcome.weight }
        if outcome.date != other.outcome.date { return outcome.date > other.outcome.date }
        if end != other.end { return end > other.end }
        return (programme.ref, outcome.outcome.ref) > (other.programme.ref, other.outcome.outcome.ref)
    }

    /// “At start”: a stretch that covers the day, both ends included. One whose own start is not known says nothing.
    func isAtStart(_ from: Day?, _ to: Day?) -> Bool { eve.map { spans($0, from, to) } ?? false }
    func isAtEnd(_ from: Day?, _ to: Day?) -> Bool { spans(end, from, to) }
    /// “During”: it overlaps the order, both ends included.
    func isDuring(_ from: Day?, _ to: Day?) -> Bool {
        guard let start, let from else { return false }
        return from <= end && (to.map { $0 >= start } ?? true)
    }
    /// Whether a day lies in the programme itself, both ends included.
    func isInProgramme(_ day: Day?) -> Bool { day.flatMap { day in began.map { $0 <= day && day <= end } } ?? false }

    var evidence: [Evidence] { [Evidence("ended", programme)] + outcome.evidence("outcome") }
}

private func spans(_ day: Day, _ from: Day?, _ to: Day?) -> Bool {
    guard let from else { return false }
    return from <= day && (to.map { day <= $0 } ?? true)
}

/// Whose age decides whether an ended programme is in scope: KPI 1 to 7 take a licence's on the day of the outcome, KPI 10 on its own start.
enum StartingAge { case ofOrder, ofProgramme }

/// What one ended programme comes to with one outcome: an order, or the rule that leaves it out.
struct Ending {
    let programme: Entry<Programme>
    let end: Day
    let order: EndedOrder?
    let whyNot: Exclusion?
}

extension CaseFile {
    /// Every programme that has ended, with each outcome of its offences. None ended: nothing is looked up.
    func endings(_ question: Question, age: StartingAge = .ofOrder, where holds: (Day) -> Bool) -> [Ending] {
        let ended = self[Programme.self].filter { $0.endDate.map { $0 <= question.today && holds($0) } ?? false }
        guard !ended.isEmpty else { return [] }
        let proceedings = proceedings(question.reference)
        return ended.flatMap { programme -> [Ending] in
            guard let end = programme.endDate else { return [] }
            func left(_ rule: Exclusion) -> [Ending] { [Ending(programme: programme, end: end, order: nil, whyNot: rule)] }
            if !question.reference.countsInKPIs(programme.disposal) { return left(.disposalNotCounted) }
            let linked = programme.outcomes(proceedings)
            if linked.isEmpty { return left(.noOutcome) }
            return linked.map { outcome in
                guard let type = question.reference.orders[outcome.outcome.outcome] else {
                    return Ending(programme: programme, end: end, order: nil, whyNot: .outcomeNotCounted)
                }
                let order = EndedOrder(
                    programme: programme, outcome: outcome, type: type,
                    isLicence: question.reference.licences.contains(programme.disposal), end: end)
                return Ending(programme: programme, end: end, order: order, whyNot: order.whyNot(age))
            }
        }
    }

    /// The units of an indicator that counts a child by the order that ended: that one, marked where the order stands; none where nothing ended.
    func orderUnits(of question: Question, _ mark: (inout CountedUnit, EndedOrder) -> Void) -> [CountedUnit] {
        guard case (var unit, let order)? = order(of: question) else { return [] }
        if let order { mark(&unit, order) }
        return [unit]
    }

    /// The child's order of the period as a unit to add marks to, or why there is none; nil when no programme ended in it.
    func order(of question: Question, age: StartingAge = .ofOrder) -> (unit: CountedUnit, order: EndedOrder?)? {
        let endings = endings(question, age: age) { question.period.contains($0) }
        let standing = endings.filter { $0.whyNot == nil }.compactMap(\.order)
        if let first = standing.first {
            let chosen = standing.dropFirst().reduce(first) { $1.isChosen(over: $0) ? $1 : $0 }
            var dimensions = dimensions(question.reference, on: chosen.start ?? chosen.end)
            dimensions["order"] = chosen.type.rawValue
            return (CountedUnit(child, in: self, on: chosen.end, dimensions: dimensions, evidence: chosen.evidence), chosen)
        }
        // What came furthest tells most.
        let rules = Exclusion.ofOrders
        let best = endings.max { a, b in
            let places = [a, b].map { ending in ending.whyNot.flatMap { rules.firstIndex(of: $0) } ?? -1 }
            return (places[0], a.end, a.programme.ref) < (places[1], b.end, b.programme.ref)
        }
        return best.map { ending in
            let evidence = ending.order?.evidence ?? [Evidence("ended", ending.programme)]
            let unit = CountedUnit(
                child, in: self, on: ending.end, dimensions: dimensions(question.reference, on: ending.end), evidence: evidence,
                excluded: ending.whyNot)
            return (unit, nil)
        }
    }
}

extension EndedOrder {
    fileprivate func whyNot(_ age: StartingAge) -> Exclusion? {
        if outcome.isSetAside { return .appeal }
        if outcome.isElsewhere { return .livedElsewhere }
        let day = age == .ofOrder ? start : began
        if let why = Proceeding.outside(10...17, outcome.birth.flatMap { birth in day.map { $0.years(since: birth) } }) { return why }
        return end < firstKPIs ? .beforeKPIs : nil
    }
}

/// The indicators have been collected since 1 April 2023 (regulation.md §2.2).
let firstKPIs = Day(year: 2023, month: 4, day: 1) ?? .unset

extension Entry where R == Programme {
    /// The outcomes a programme stands for: every outcome of the offences it names, and of the offence whose outcome it names.
    func outcomes(_ proceedings: [Proceeding]) -> [Proceeding] {
        let offences = value.offences
        let named = value.outcome.flatMap { id in proceedings.first { $0.outcome.id == id }?.outcome.offence }
        return proceedings.filter { offences.contains($0.outcome.offence) || $0.outcome.offence == named }
    }
}

extension Reference {
    /// Whether programmes of a disposal count in the KPIs: those of the six order types and licences; the part in custody does not end an
    /// order (regulation.md §2.6).
    func countsInKPIs(_ disposal: String) -> Bool { orders[disposal] != nil || licences.contains(disposal) }
}

extension Exclusion {
    static let disposalNotCounted = Exclusion(
        "disposal_not_counted", "The programme is not of the six order types: prevention, bail, remand or the custodial part of a sentence."
    )
    static let noOutcome = Exclusion("no_outcome", "None of the programme's offences has an outcome, so it has no order type.")
    static let outcomeNotCounted = Exclusion(
        "outcome_not_counted", "No outcome of the programme's offences is of the six order types, as a fine or no further action is not.")
    static let beforeKPIs = Exclusion("before_kpis", "The programme ended before the indicators began on 1 April 2023.")

    /// The rules that leave an order out, in the order they are tried.
    static let ofOrders: [Exclusion] = [
        .disposalNotCounted, .noOutcome, .outcomeNotCounted, .appeal, .livedElsewhere, .ageNotKnown, .age, .beforeKPIs,
    ]
}

extension [Need] {
    /// What the choice of a child's order reads.
    static let ofOrders: [Need] = [
        Need(Child.self, "date_of_birth", "sex", "ethnicity"),
        Need(Programme.self, "start_date", "end_date", "disposal", "offence_refs", "outcome_ref"),
        Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date"),
        Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
        Need(Hearing.self, "hearing_date", "offence_refs"),
    ]
}

/// Printed among the notes of every indicator that counts a child's order.
let readingsOfOrders = [
    "One row for each child: of the programmes ended in the quarter, the one with the weightiest outcome, then the latest outcome, then the programme that ended last, then the higher reference. Asked of a longer period, a child is still counted once, so quarters may add up to more than their year.",
    "A programme and an outcome meet through the programme's offences (or the offence of the outcome it names): a referral order programme beside a youth rehabilitation order for the same offence is of the latter type.",
    "Order types are a code list of the service (kpi_order). Diversion holds the national codes “with our involvement” and outcome 23; plain community resolutions, fines and discharges are of no type.",
    "A licence, of a detention and training order or of section 250, ends a custodial order; the part in custody does not. A licence's order began on the day of the outcome, which also gives the age.",
    "At start and at end: the stretch covers the day, both ends included; of custody the day before it began, of a licence the day before the outcome. A stretch whose start is blank says nothing.",
]
