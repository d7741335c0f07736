import Casework

extension TaskRule {
    /// An offence without a category is missing from every figure by offence, and from the return (S-REF-06).
    static let offenceCategory = TaskRule(
        "offence_category", "Give the offence its category",
        basis: "The return and every figure by offence need the category. The number of days is local.",
        settings: [Settings.offenceCategory],
        needs: [Need(Offence.self, "offence_date", "arrest_date", "charge_date", "category")]
    ) { rule, now in
        // Nobody types in the category of an offence from before the work; it counts from the day the child came for it.
        guard let start = now.work.latestStart else { return [] }
        return now.file[Offence.self].compactMap { offence in
            guard offence.category == nil else { return nil }
            let known = offence.chargeDate ?? offence.arrestDate ?? offence.offenceDate ?? start
            let due = WorkingDays.adding(now.settings.offenceCategoryWorkingDays, to: max(known, start))
            guard now.work.reaches(known) else { return nil }
            return rule.task(now, offence.id, due: due, from: max(known, start), until: now.work.lastDay)
        }
    }
}
