import Casework

extension Measure {
    /// Offences by what became of them: the table of categories by outcomes (S-PER-10, S-PER-13).
    ///
    /// Worked example: A had a referral order and compensation on 4 May for one theft; the compensation is not the main outcome: one,
    /// theft by referral order. B had a community resolution for criminal damage and no further action for a second: two. C's fine was
    /// set aside on appeal: none. Count: 3.
    public static let outcomes = Measure(
        "outcomes", title: "Offences by outcome", question: "What became of each offence dealt with in the period?",
        definition: Definition(
            version: "2026-1", source: "Local measure: every outcome of the period by its legal name",
            words: """
                Main outcomes dated in the period, of every sort, out of court and in it, no further action too: one for each offence and outcome. \
                Left out are outcomes beside a main one, those changed or set aside on appeal, and those of children living elsewhere on the day.
                """,
            notes: [
                "A blank in “main” counts as main. No test of age: every outcome the service holds for the period is in the table.",
                "An offence dealt with twice (deferred, then sentenced) is in the table twice, each on its day.",
            ],
            example: """
                A had a referral order and compensation on 4 May for one theft; the compensation is not the main outcome: one, theft by \
                referral order. B had a community resolution for criminal damage and no further action for a second: two. C's fine was set \
                aside on appeal: none. Count: 3.
                """),
        counts: .outcome,
        needs: [
            Need(Offence.self, "category"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "main", "appeal", "residence"),
        ],
        parts: [count], breakdowns: [.category, .outcome],
        exclusions: [.deleted, notMain, .appeal, .livedElsewhere],
        units: { file, question in
            let offences = Dictionary(file[Offence.self].map { ($0.id, $0) }) { first, _ in first }
            return file[Outcome.self].filter { question.period.contains($0.outcomeDate) }.map { outcome in
                let offence = offences[outcome.offence]
                return CountedUnit(
                    outcome, in: file, on: outcome.outcomeDate,
                    dimensions: ["category": offence?.category ?? "NOT_KNOWN", "outcome": outcome.outcome],
                    evidence: offence.map { [Evidence("offence", $0)] } ?? [], excluded: whyNot(outcome.value))
            }
        },
        figures: { tabulation in
            (tabulation.cells + tabulation.cells(by: .category, and: .outcome)).map { $0.count(count) }
        })
}

private let count = Part("count", .count, "Main outcomes dated in the period")
private let notMain = Exclusion("not_main", "It stands beside the main outcome of the same offence.")

private func whyNot(_ outcome: Outcome) -> Exclusion? {
    if outcome.main == false { return notMain }
    if outcome.appeal == "CHANGED" || outcome.appeal == "SUCCESSFUL" { return .appeal }
    return outcome.residence == "OTHER" ? .livedElsewhere : nil
}
