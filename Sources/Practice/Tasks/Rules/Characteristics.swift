import Casework

extension TaskRule {
    /// Once work has started the child is asked about protected characteristics, and the day of asking is kept (S-PEO-02).
    static let characteristics = TaskRule(
        "characteristics_not_asked", "Ask about protected characteristics",
        basis: "What is not known and what the child would not say are kept apart, with the day of asking. The number of days is local.",
        settings: [Settings.characteristics], needs: [Need(Child.self, "characteristics_asked_on")]
    ) { rule, now in
        guard now.file.child.characteristicsAskedOn == nil, let start = now.work.latestStart else { return [] }
        let due = WorkingDays.adding(now.settings.characteristicsWorkingDays, to: start)
        guard now.work.reaches(due) else { return [] }
        return [rule.task(now, now.file.child.id, due: due, from: start, until: now.work.lastDay)]
    }
}
