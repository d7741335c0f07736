import Casework

extension TaskRule {
    /// A child whose work runs past the 18th birthday is looked at for transition to probation at 17 years 6 months, or when the work starts
    /// if that is later; the transfer to probation, once written, is what was looked for.
    static let turning18 = TaskRule(
        "turning_18", "Plan the transition: the child turns 18 while work runs",
        basis:
            "National guidance on case management: identified at 17 years 6 months, with a transition plan for every child.",
        settings: [Settings.transition, Settings.notice], needs: [Need(Child.self, "date_of_birth"), Need(Transfer.self, "kind")]
    ) { rule, now in
        guard let birth = now.file.child.dateOfBirth, !now.isProbationPlanned else { return [] }
        let birthday = birth.reaching(months: 216)
        guard now.work.reaches(birthday) else { return [] }
        let age = birth.reaching(months: now.settings.transitionMonths)
        let due = max(age, now.work.stretches.filter { $0.until >= birthday }.map { $0.from ?? age }.min() ?? age)
        // Work that only begins after the birthday is an adult's.
        guard due < birthday else { return [] }
        return [rule.task(now, now.file.child.id, due: due, until: birthday)]
    }
}
