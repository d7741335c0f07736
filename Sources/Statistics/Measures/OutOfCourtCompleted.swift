import Casework

extension Measure {
    /// KPI 6: out-of-court programmes that ended in the period, and how many were completed, by the two definitions in force
    /// (regulation.md §2.2, §2.3, §2.6).
    ///
    /// Worked example, 2026Q1: A's youth caution programme ended on 30 April, completed. B's conditional caution ended on 5 May, not completed,
    /// and the court made a referral order for the same offence: by the published wording it stays in (1 of 2), by the case-level code its
    /// outcome is an order, so it is left out (1 of 1). C's community resolution with our involvement ended on 10 June, with nothing written
    /// of its completion: not completed in both. D's outcome 23 is counted apart. Published 1 of 3, 33.3 %; case level 1 of 2, 50 %.
    public static let outOfCourtCompleted = Measure(
        "kpi6", title: "Out-of-court programmes completed (KPI 6)", question: "How many children completed their out-of-court programme?",
        definition: Definition(
            version: "v8",
            source:
                "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 6; published wording: GOV.UK, Key performance indicators for youth justice services",
            words: """
                Children whose out-of-court programme was completed, of children with one that ended in the period, of the six types; the child \
                was 10 to 17 when it began and lived here, and the outcome was not changed or set aside on appeal. Published: the type is the \
                programme's disposal. Case level: type and group are those of the weightiest outcome of the programme's offences, which must be \
                Diversion or Pre-Court.
                """,
            notes: [
                "Blank completion counts as not completed.",
                "A child with two programmes ended, one completed and one not, is completed and is also among those who did not complete.",
                "By the published wording a failed programme that ended in court stays in; by the case-level code it drops out, for its weightiest "
                    + "outcome is an order, and so does a failed outcome 22, which has no outcome.",
                "Outcome 23 is outside both, and counted apart.",
                "The six types are the national codes “with our involvement”, the caution and the conditional caution; other community "
                    + "resolutions are not among them.",
                "6a, 6b and 6c are by the case-level code. 6a counts programmes, the others children.",
            ],
            example: """
                2026Q1: A's youth caution programme ended on 30 April, completed. B's conditional caution ended on 5 May, not completed, and the \
                court made a referral order for the same offence: by the published wording it stays in, by the case-level code it is left out. \
                C's community resolution with our involvement ended on 10 June, with nothing written of its completion: not completed in both. \
                D's outcome 23 is counted apart. Published 1 of 3, 33.3 %; case level 1 of 2, 50 %.
                """),
        counts: .child,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"),
            Need(Programme.self, "start_date", "end_date", "disposal", "completed", "offence_refs", "outcome_ref"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"),
        ],
        parts: [published, caseLevel, succeeded, byType, byPeople, outcome23],
        breakdowns: [Breakdown("type", "Type of programme") { _ in sixTypes }, .age, .sex, .ethnicity],
        exclusions: [.deleted, .appeal, .livedElsewhere, .ageNotKnown, .age, notCounted, noOutcome, ordered],
        units: { file, question in
            let proceedings = file.proceedings(question.reference)
            return file[Programme.self].flatMap { programme -> [CountedUnit] in
                guard let end = programme.endDate, question.period.contains(end), end <= question.today else { return [] }
                return ended(programme, file, proceedings, question)
            }
        },
        figures: { tabulation in
            func basis(_ mark: String) -> Tabulation { tabulation.selecting { units, _ in units.filter { $0.marks.contains(mark) } } }
            let codes = basis("case_level")
            return [completed(published, basis("published").whole), completed(caseLevel, codes.whole)]
                + [codes.whole.count(succeeded) { $0.marks.contains("completed") }]
                + tabulation.measure.breakdowns.prefix(1).flatMap { codes.cells(by: $0).map { completed(byType, $0) } }
                + tabulation.measure.breakdowns.dropFirst().flatMap { codes.cells(by: $0).map { completed(byPeople, $0) } }
                + [completed(outcome23, basis("outcome_23").whole)]
        })
}

private let published = Part("headline_published", .percent, "Children who completed, of those with a programme ended: published wording")
private let caseLevel = Part("headline_case_level", .percent, "Children who completed, of those with a programme ended: case-level code")
private let succeeded = Part("6a", .count, counts: .programme, "Programmes completed")
private let byType = Part("6b", .percent, "Children who completed, by type (case-level code)")
private let byPeople = Part("6c", .percent, "Children who completed, by age, sex and ethnicity (case-level code)")
private let outcome23 = Part("outcome_23", .percent, "Children who completed, of those with an outcome 23 programme ended")

private let notCounted = Exclusion("not_counted", "The programme is not of a kind that counts here.")
private let noOutcome = Exclusion("no_outcome", "None of the programme's offences has an outcome, so the case-level code gives it no type.")
private let ordered = Exclusion(
    "not_out_of_court", "The weightiest outcome of the programme's offences is not one of the six out-of-court types.")

private let sixTypes = [
    "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT",
    "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT",
    "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT", "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION",
]
private let deferred = "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT"

/// Which children of a cell completed one of its programmes.
private func completed(_ part: Part, _ cell: Cell) -> Figure {
    cell.ratio(part, cell.counted.filter { $0.marks.contains("completed") }.children, to: cell.children)
}

/// One unit for each definition the ended programme is a candidate of.
private func ended(_ programme: Entry<Programme>, _ file: CaseFile, _ proceedings: [Proceeding], _ question: Question) -> [CountedUnit] {
    let linked = programme.outcomes(proceedings)
    let standing = linked.filter { !$0.isSetAside && !$0.isElsewhere }
    let chosen = standing.max {
        ($0.weight, $0.date, $0.outcome.ref) < ($1.weight, $1.date, $1.outcome.ref)
    }
    let start = programme.startDate
    let age = Proceeding.outside(10...17, file.child.dateOfBirth.flatMap { birth in start.map { $0.years(since: birth) } })
    // Outcomes that do not stand, and no other: the programme goes with them.
    let gone: Exclusion? = standing.isEmpty ? linked.first.map { $0.isSetAside ? .appeal : .livedElsewhere } : nil
    var unit = CountedUnit(
        programme, in: file, on: programme.endDate ?? question.today,
        dimensions: file.dimensions(question.reference, on: start ?? question.today),
        marks: programme.completed == true ? ["completed"] : [],
        evidence: [Evidence("ended", programme)] + (chosen?.evidence("outcome") ?? []))
    func made(_ mark: String, _ type: String?, _ rule: Exclusion?) -> CountedUnit {
        unit.dimensions["type"] = type
        var copy = unit
        copy.marks.insert(mark)
        copy.excluded = gone ?? age ?? rule
        return copy
    }
    if programme.disposal == deferred || chosen?.outcome.outcome == deferred { return [made("outcome_23", deferred, nil)] }
    var units: [CountedUnit] = []
    if sixTypes.contains(programme.disposal) { units.append(made("published", programme.disposal, nil)) }
    guard let chosen else {
        return sixTypes.contains(programme.disposal) ? units + [made("case_level", programme.disposal, noOutcome)] : units
    }
    let type = chosen.outcome.outcome
    let isSix = sixTypes.contains(type)
    guard isSix || sixTypes.contains(programme.disposal) else { return units }
    let rule: Exclusion? = isSix ? (question.reference.countsInKPIs(programme.disposal) ? nil : notCounted) : ordered
    return units + [made("case_level", type, rule)]
}
