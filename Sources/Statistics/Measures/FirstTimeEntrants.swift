import Casework

extension Measure {
    /// First-time entrants: children whose first ever caution or sentence fell in the period (S-PER-01, S-OOC-03; regulation.md §1.4).
    ///
    /// Worked example: A had a community resolution in March and a youth caution on 2 May: first-time entrant on 2 May, for a community
    /// resolution is diversion. B had a youth caution on 3 May and a fine on 9 June: once, on 3 May. C was fined here on 4 May but had a
    /// caution while living elsewhere in 2024: not one. D was fined on 5 May, overturned on appeal: not one. Count for April to June: 2.
    public static let firstTimeEntrants = Measure(
        "fte", title: "First-time entrants", question: "How many children entered the justice system for the first time?",
        definition: Definition(
            version: "2026-1",
            source:
                "Youth Justice Board reporting code (Ministry of Justice, 2026), first-time entrants; population of the mid-year before the financial year",
            words: """
                Children whose first ever caution or sentence is dated in the period. They were 10 to 17 at arrest (else at the offence) and at \
                most 17 at the first hearing; the outcome was not changed or set aside on appeal. One per child, and one per originating \
                reference and date of birth. A first outcome from while the child lived elsewhere is not ours, and stops later ones from counting. \
                Community resolutions, outcomes 20 to 23 and other informal action do not make a first-time entrant.
                """,
            notes: [
                "The published rate is counted from the Police National Computer; it and this one differ and are shown side by side.",
                "Rate: for twelve months only, to 100,000 aged 10 to 17 in the mid-year before the financial year of the period's last day.",
                "An originating reference that is blank, has a space in it or is N/A identifies nobody.",
                "Several outcomes on the first day: the weightiest gives the breakdown by outcome.",
                mainNotRead, grownUp,
            ],
            example: """
                A had a community resolution in March and a youth caution on 2 May: first-time entrant on 2 May, for a community resolution is \
                diversion. B had a youth caution on 3 May and a fine on 9 June: once, on 3 May. C was fined here on 4 May but had a caution while \
                living elsewhere in 2024: not one. D was fined on 5 May, overturned on appeal: not one. Count for April to June: 2.
                """),
        counts: .child,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity", "originating_ref"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"),
        ],
        parts: [entrants, entrantRate], breakdowns: [.outcome, .age, .sex, .ethnicity],
        exclusions: [.deleted, .notSubstantive, .appeal, .ageNotKnown, .age, notFirst, .sameChild, .livedElsewhere],
        units: { file, question in
            let proceedings = file.proceedings(question.reference)
            func unit(_ p: Proceeding, _ why: Exclusion? = nil) -> CountedUnit {
                var dimensions = file.dimensions(question.reference, on: p.date)
                dimensions["outcome"] = p.outcome.outcome
                return CountedUnit(
                    file.child, in: file, on: p.date, dimensions: dimensions, evidence: p.evidence("first outcome"), excluded: why)
            }
            let first = proceedings.firstSubstantive
            var units: [CountedUnit] = []
            let identity = file.child.value.identity
            if let first, identity != nil || question.period.contains(first.date) {
                var found = unit(first)
                found.identity = identity
                if first.isElsewhere { found.marks = [elsewhereMark] }
                units.append(found)
            }
            // What the child had in the period and why it does not count, said of the weightiest.
            if first.map({ !question.period.contains($0.date) }) ?? true,
                let best = proceedings.filter({ question.period.contains($0.date) }).max(by: { ($0.weight, $1.date) < ($1.weight, $0.date) }
                )
            {
                units.append(unit(best, best.whyNotFirst ?? notFirst))
            }
            return units
        },
        figures: { tabulation in
            let chosen = tabulation.selecting(firstHere).inPeriod
            return chosen.cells.flatMap { cell in
                [cell.count(entrants)] + (tabulation.question.period.isTwelveMonths ? [cell.rate(entrantRate)] : [])
            }
        })
}

private let entrants = Part("count", .count, "Children whose first ever caution or sentence is dated in the period")
private let entrantRate = Part("rate", .per100000, "The same, to 100,000 children aged 10 to 17; twelve months only")
private let notFirst = Exclusion("not_first", "The child had a caution or sentence before, here or elsewhere.")
private let elsewhereMark = "elsewhere"

/// Another area's first outcome is dropped only once it has stopped the later ones from counting.
private func firstHere(_ units: [CountedUnit], _ question: Question) -> [CountedUnit] {
    onePerIdentity(units, question).map {
        $0.excluded == nil && $0.marks.contains(elsewhereMark) ? $0.left(out: .livedElsewhere) : $0
    }
}
