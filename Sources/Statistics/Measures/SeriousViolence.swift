import Casework

extension Measure {
    /// KPI 9: proven offences of serious violence, to 10,000 children (S-PER-11, S-PER-12; regulation.md §2.3, §2.5, §2.6).
    ///
    /// The worked example is in the definition and in SeriousViolenceTests.
    public static let seriousViolence = Measure(
        "kpi9", title: "Serious violence (KPI 9)", question: "How many serious violent offences were children found to have committed?",
        definition: Definition(
            version: "published + v8", source: "Youth Justice Board reporting code (Ministry of Justice, 2026), indicator 9",
            words: """
                Offences of drugs, robbery or violence against the person, of seriousness 5 to 8, proven by a caution or sentence dated in the \
                period, to 10,000 aged 10 to 17. Each offence once, by its weightiest outcome that stands, then its latest. The child lived \
                here and was 10 to 17 at arrest (else at the offence) for a caution, at the first hearing for a sentence. The headline needs a \
                programme of a counting disposal for the offence; the published wording does not, and is kept beside it.
                """,
            notes: [
                "Dated by the outcome, where all other indicators are dated by the end of the programme. The programme need not have ended.",
                "One for each child and offence whenever its outcomes are: an offence cautioned in one quarter and sentenced in a later one counts in the later one alone, once that is known.",
                "Seriousness is the YJB score of 1 to 8; blank is none. It is not the police's gravity score.",
                "9a to 9f are by the headline's basis, with a programme; under “published” each stands once more without asking for one. 9b and 9f count children; 9f takes the age of the rule, and a child with offences at 14 and at 15 stands in both bands.",
                "9e: of all proven offences with that type of order. A fine or discharge is proven, and of no type.",
                "Population: the mid-year before the financial year of the period's last day. The rate is the period's own, not a year's.",
                "The summary template splits ages at 15 and 16, not 14 and 15: serious violent offences of all proven ones by its ages are 9a_template.",
            ],
            example: """
                2026Q1: A had a referral order for robbery of seriousness 6 on 4 May, with a programme. B was cautioned for violence of \
                seriousness 3 the same day, with a programme. C was sentenced to a youth rehabilitation order for violence of seriousness 5 on \
                5 May, and no programme is linked. Headline: 1 offence, published 2. With 12,500 aged 10 to 17 that is 0.8 and 1.6 to 10,000. \
                Of all proven offences: 1 of 2, 50 %; published 2 of 3.
                """),
        counts: .offence,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date", "category", "seriousness"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"), Need(Programme.self, "disposal", "offence_refs", "outcome_ref"),
        ],
        parts: [headline, published] + caseLevelParts.all + publishedParts.all + [byTemplateAge],
        breakdowns: [
            Breakdown("category", "Offence category") { _ in ViolenceParts.categories },
            Breakdown("score", "Seriousness score") { _ in ViolenceParts.scores },
            Breakdown("order", "Type of order") { _ in ViolenceParts.orders.map(\.rawValue) },
            Breakdown("age", "Age by the rule", overlaps: true) { _ in ["10-14", "15-17"] },
            .sex, .ethnicity,
        ],
        exclusions: [.deleted, .notSubstantive, .appeal, .livedElsewhere, .ageNotKnown, .age, .beforeKPIs, notThen, notLinked],
        units: { file, question in
            var byOffence: [RecordID: [Proceeding]] = [:]
            let proceedings = file.proceedings(question.reference)
            for p in proceedings where p.date <= question.today { byOffence[p.outcome.offence, default: []].append(p) }
            guard byOffence.values.contains(where: { $0.contains { question.period.contains($0.date) } }) else { return [] }
            let linked = Set(
                file[Programme.self].filter { question.reference.countsInKPIs($0.disposal) }.flatMap { programme in
                    programme.offences + programme.outcomes(proceedings).map(\.outcome.offence)
                })
            return byOffence.values.flatMap { violence($0, file, question, isLinked: linked.contains($0[0].outcome.offence)) }
        },
        figures: { tabulation in
            func basis(_ mark: String) -> Tabulation { tabulation.selecting { units, _ in units.filter { $0.marks.contains(mark) } } }
            let (linked, any) = (basis(withProgramme), basis(anyProgramme))
            return [linked.cell(isSerious).rate(headline), any.cell(isSerious).rate(published)]
                + publishedParts.figures(any, isSerious) + caseLevelParts.figures(linked, isSerious)
                + ["10-15", "16-17"].map { age in
                    linked.selecting { units, _ in units.filter { $0.dimensions["template_age"] == age } }.whole
                        .share(byTemplateAge, isSerious, ["age": age])
                }
        })
}

private let headline = Part("headline", .per10000, "Serious violent offences with a programme, to 10,000 children aged 10 to 17")
private let published = Part("headline_published", .per10000, "Serious violent offences, programme or not, to 10,000: published wording")
private let byTemplateAge = Part(
    "9a_template", .percent, "Serious violent offences with a programme, of all proven ones with one, by the template's ages")
private let caseLevelParts = ViolenceParts("", "")
private let publishedParts = ViolenceParts("_published", ", programme or not: published wording")
private let isSerious = "serious"
private let withProgramme = "with programme"
private let anyProgramme = "any programme"
private let notThen = Exclusion("other_outcome", "A weightier or later outcome of the offence, of another period, is the one it counts by.")
private let notLinked = Exclusion("no_programme", "No programme of a counting disposal is linked to the offence.")

/// One unit for each basis, of an offence that has an outcome in the period.
private func violence(_ outcomes: [Proceeding], _ file: CaseFile, _ question: Question, isLinked: Bool) -> [CountedUnit] {
    guard outcomes.contains(where: { question.period.contains($0.date) }) else { return [] }
    func weightiest(_ those: [Proceeding]) -> Proceeding? {
        those.max { ($0.weight, $0.date, $0.outcome.ref) < ($1.weight, $1.date, $1.outcome.ref) }
    }
    let standing = weightiest(outcomes.filter { whyNot($0) == nil })
    let best = weightiest(outcomes.filter { question.period.contains($0.date) })
    guard let chosen = standing ?? best, let offence = chosen.offence else { return [] }
    var rule: Exclusion?
    if let standing { rule = question.period.contains(standing.date) ? nil : notThen } else { rule = whyNot(chosen) }
    let ruleDay = chosen.tier == .preCourt ? offence.arrestDate ?? offence.offenceDate : chosen.firstHearing
    var dimensions = file.dimensions(question.reference, on: ruleDay ?? chosen.date)
    if let birth = file.child.dateOfBirth, let age = (ruleDay ?? chosen.date).years(since: birth) {
        dimensions["template_age"] = age < 16 ? "10-15" : "16-17"
    }
    dimensions["order"] = question.reference.orders[chosen.outcome.outcome]?.rawValue
    var unit = CountedUnit(
        offence, in: file, on: chosen.date, dimensions: dimensions, evidence: [Evidence("proven by", chosen.outcome)], excluded: rule)
    if let category = offence.category, let score = offence.seriousness, ViolenceParts.categories.contains(category),
        (5...8).contains(score)
    {
        unit.marks = [isSerious, category, "score \(score)"]
    }
    var (any, linked) = (unit, unit)
    any.marks.insert(anyProgramme)
    linked.marks.insert(withProgramme)
    if !isLinked { linked.excluded = rule ?? notLinked }
    return [any, linked]
}

private func whyNot(_ p: Proceeding) -> Exclusion? {
    if !p.isSubstantive { return .notSubstantive }
    if p.isSetAside { return .appeal }
    if p.isElsewhere { return .livedElsewhere }
    if let why = Proceeding.outside(10...17, p.tier == .preCourt ? p.ageAtArrest : p.ageAtFirstHearing) { return why }
    return p.date < firstKPIs ? .beforeKPIs : nil
}
