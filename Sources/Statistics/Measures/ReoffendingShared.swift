import Casework

extension Measure {
    /// What those of a cohort who offended again had in common, beside those who have not (S-PER-05).
    ///
    /// Worked example: of the cohort of January to March 2026 three have offended again within twelve months so far and five have not. On
    /// their index day two of the three were looked after, and one of the five: 2 of 3 against 1 of 5. With three children that is no finding.
    public static let reoffendingShared = Measure(
        "reoffending.shared", title: "What children who reoffended had in common",
        question: "How did the children who offended again differ from those who have not?",
        definition: Definition(
            version: "2026-1", source: "Local measure; the cohort is the tracker's",
            words: """
                The cohort of the local tracker, as each child was on the index day: of those with a new offence within twelve months so far, and of \
                those without one, the share who are so. Age, sex, ethnicity, status with social care, needs, schooling, home, judgements and alerts.
                """,
            notes: [
                "Shares of a handful of children say little: n stands beside each. What goes together need not be a cause.",
                "A child who has not yet been followed for twelve months stands among those without a new offence until there is one.",
                "Facts are those of the index day as now recorded; a need once found stays.",
            ],
            example: """
                Of the cohort of January to March 2026 three have offended again within twelve months so far and five have not. On their index day two \
                of the three were looked after, and one of the five: 2 of 3 against 1 of 5. With three children that is no finding.
                """),
        counts: .child, needs: reoffendingNeeds + Facet.needs, parts: [cohort, again, others], breakdowns: shared.map(\.breakdown),
        exclusions: [.deleted, .notReleased, .noTier, .appeal, .livedElsewhere, .ageNotKnown, .age, .sameChild],
        units: { file, question in
            guard var unit = trackedUnit(file, question) else { return [] }
            unit.mark(shared, of: file, on: unit.date, question.reference)
            if let tier = unit.dimensions["disposal"] { unit.marks.insert("disposal=\(tier)") }
            return [unit]
        },
        figures: { tabulation in
            let chosen = tabulation.selecting(onePerIdentity)
            let values = chosen.whole.values(of: shared)
            return [chosen.whole.count(cohort)]
                + [again, others].flatMap { part in
                    let those = chosen.units.filter { ($0.marks.contains("at_12")) == (part == again) || $0.excluded != nil }
                    return values.map { facet, value in
                        Cell(tabulation, by: [facet.key: value], units: those).share(part) { $0.has(facet, value) }
                    }
                }
        })
}

private let cohort = Part("cohort", .count, "Children of the cohort")
private let again = Part("reoffended", .percent, "Of those with a new offence within twelve months so far, those who were so")
private let others = Part("others", .percent, "Of those without one, those who were so")

/// What is compared; the index outcome's group takes the place of the work open on the day.
private let shared = Facet.all.filter { $0.key != "disposal" } + [Facet(breakdown: .disposal) { _, _, _, _ in [] }]
