import Casework

/// One outcome with its offence and what counting rules ask of the two (regulation.md §1.4, §2.6).
struct Proceeding {
    let outcome: Entry<Outcome>
    let offence: Entry<Offence>?
    let tier: Tier?
    let weight: Int
    let birth: Day?
    /// The day of the first hearing: as recorded on the offence, else the earliest hearing of it in the file, else for a court outcome
    /// its own date. A caution needs none.
    let firstHearing: Day?

    var date: Day { outcome.outcomeDate }
    var isSubstantive: Bool { tier?.isSubstantive == true }
    var isSetAside: Bool { outcome.appeal == "CHANGED" || outcome.appeal == "SUCCESSFUL" }
    var isElsewhere: Bool { outcome.residence == "OTHER" }

    /// Age at arrest, else at the offence.
    var ageAtArrest: Int?? { birth.flatMap { birth in (offence?.arrestDate ?? offence?.offenceDate).map { $0.years(since: birth) } } }
    var ageAtFirstHearing: Int?? { birth.flatMap { birth in firstHearing.map { $0.years(since: birth) } } }

    /// The evidence a drill-down shows for it.
    func evidence(_ role: String) -> [Evidence] {
        [Evidence(role, outcome)] + (offence.map { [Evidence(role, $0)] } ?? [])
    }

    /// Whether it comes before another where the first is wanted: by day, then the weightier, then the higher reference.
    func comes(before other: Proceeding) -> Bool {
        if date != other.date { return date < other.date }
        if weight != other.weight { return weight > other.weight }
        return outcome.ref > other.outcome.ref
    }

    /// Why it does not prove its offence in law: a caution or sentence that stands, of a child who lived here and was 10 to 17 at arrest
    /// (else at the offence) for a caution, at the first hearing for a sentence.
    var whyNotProven: Exclusion? {
        if !isSubstantive { return .notSubstantive }
        if isSetAside { return .appeal }
        if isElsewhere { return .livedElsewhere }
        return Proceeding.outside(10...17, tier == .preCourt ? ageAtArrest : ageAtFirstHearing)
    }

    /// Its age tests against a span of ages: nil when passed.
    static func outside(_ ages: ClosedRange<Int>, _ age: Int??) -> Exclusion? {
        guard let age else { return .ageNotKnown }
        guard let age, ages.contains(age) else { return .age }
        return nil
    }
}

/// Readings that several measures take and print among their notes.
let mainNotRead =
    "Whether an outcome is marked as the main one of its offence is not asked: a lesser outcome is a caution or sentence too, and nothing here counts an offence twice."
let grownUp =
    "The age band is of the day of the outcome. A child who qualified while under 18 and was dealt with after the birthday stands under 18+, which has no population and so no rate."

extension CaseFile {
    /// Every outcome of the file with its offence.
    func proceedings(_ reference: Reference) -> [Proceeding] { self[workedOut: [Proceeding].self] ?? makeProceedings(reference) }

    /// The file with its proceedings worked out, where many measures ask for them by the same reference data.
    func withProceedings(_ reference: Reference) -> CaseFile {
        var file = self
        file[workedOut: [Proceeding].self] = makeProceedings(reference)
        return file
    }

    private func makeProceedings(_ reference: Reference) -> [Proceeding] {
        let outcomes = self[Outcome.self]
        guard !outcomes.isEmpty else { return [] }
        let offences = Dictionary(self[Offence.self].map { ($0.id, $0) }) { first, _ in first }
        var hearings: [RecordID: Day] = [:]
        for hearing in self[Hearing.self] {
            for offence in hearing.offences { hearings[offence] = min(hearings[offence] ?? hearing.hearingDate, hearing.hearingDate) }
        }
        let birth = child.dateOfBirth
        return outcomes.map { outcome in
            let offence = offences[outcome.offence]
            let tier = reference.tiers[outcome.outcome]
            let recorded = offence?.firstHearingDate ?? hearings[outcome.offence]
            return Proceeding(
                outcome: outcome, offence: offence, tier: tier, weight: weight(of: outcome.outcome, tier), birth: birth,
                firstHearing: recorded ?? (tier == .preCourt ? nil : outcome.outcomeDate))
        }
    }

    /// The breakdowns that come from the child alone, and from the child's age on a day.
    func dimensions(_ reference: Reference, on day: Day) -> [String: String] {
        var found = [
            "sex": child.sex == "MALE" || child.sex == "FEMALE" ? child.sex ?? "" : "NOT_KNOWN",
            "ethnicity": child.ethnicity.flatMap { reference.ethnicityGroups[$0] } ?? "NOT_OBTAINABLE",
        ]
        if let birth = child.dateOfBirth, let age = day.years(since: birth) {
            found["age"] = age < 10 ? "under 10" : age < 15 ? "10-14" : age < 18 ? "15-17" : "18+"
        } else {
            found["age"] = "not known"
        }
        return found
    }
}
