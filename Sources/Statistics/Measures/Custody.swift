import Casework

extension Measure {
    /// Custodial sentences of the period: one for each sentencing occasion of a child (S-PER-06; regulation.md §1.5, §2.6).
    ///
    /// Worked example: A was sentenced to a detention and training order on 4 May for three offences on one occasion: one sentence. B had
    /// two custodial outcomes on 5 May with no occasion recorded: one, for the day is one. B again on 20 June: a second. C lived elsewhere
    /// when sentenced: none. Count: 3. With 12,500 children aged 10 to 17 the rate is 3 ÷ 12,500 × 1,000 = 0.24.
    public static let custody = Measure(
        "custody", title: "Use of custody", question: "How often were children sentenced to custody?",
        definition: Definition(
            version: "2026-1",
            source:
                "Youth Justice Board reporting code (Ministry of Justice, 2026), custody; the rate’s multiplier not checked against the source",
            words: """
                Custodial sentences dated in the period, one for each sentencing occasion of a child, or for each day of outcome where no \
                occasion is recorded. The child was 10 to 17 at the first hearing (the sentence's own day where no hearing is recorded) and \
                lived here; the sentence was not changed or set aside on appeal.
                """,
            notes: [
                "An occasion whose outcomes bear several days is dated by the first of them.",
                "Rate: to 1,000 aged 10 to 17 in the mid-year before the financial year of the period's last day.",
                mainNotRead, grownUp,
            ],
            example: """
                A was sentenced to a detention and training order on 4 May for three offences on one occasion: one sentence. B had two custodial \
                outcomes on 5 May with no occasion recorded: one, for the day is one. B again on 20 June: a second. C lived elsewhere when \
                sentenced: none. Count: 3. With 12,500 children aged 10 to 17 the rate is 3 ÷ 12,500 × 1,000 = 0.24.
                """),
        counts: .outcome,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"),
            Need(Offence.self, "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence", "sentencing_occasion_ref"),
            Need(Hearing.self, "hearing_date", "offence_refs"),
        ],
        parts: [sentences, sentenceRate], breakdowns: [.outcome, .age, .sex, .ethnicity],
        exclusions: [.deleted, .appeal, .livedElsewhere, .ageNotKnown, .age],
        units: { file, question in
            let custodial = file.proceedings(question.reference).filter { $0.tier == .custody }
            let occasions = Dictionary(grouping: custodial) { $0.outcome.sentencingOccasionRef ?? "on \($0.date.iso)" }
            return occasions.values.compactMap { occasion in
                let standing = occasion.filter { whyNot($0) == nil }
                guard let first = (standing.isEmpty ? occasion : standing).min(by: { $0.comes(before: $1) }) else { return nil }
                var dimensions = file.dimensions(question.reference, on: first.date)
                dimensions["outcome"] = first.outcome.outcome
                return CountedUnit(
                    first.outcome, in: file, on: first.date, dimensions: dimensions,
                    evidence: (standing.isEmpty ? [first] : standing).flatMap { $0.evidence("sentence") }, excluded: whyNot(first))
            }
        },
        figures: { tabulation in
            let chosen = tabulation.inPeriod
            return chosen.cells.map { $0.count(sentences) } + [chosen.whole.rate(sentenceRate)]
        })
}

private let sentences = Part("count", .count, "Custodial sentences")
private let sentenceRate = Part("rate", .per1000, "The same, to 1,000 children aged 10 to 17")

private func whyNot(_ p: Proceeding) -> Exclusion? {
    if p.isSetAside { return .appeal }
    if p.isElsewhere { return .livedElsewhere }
    return Proceeding.outside(10...17, p.ageAtFirstHearing)
}
