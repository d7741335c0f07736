import Casework

extension TaskRule {
    /// Three months before a programme ends its exit is planned with child and family (S-TRN-07); at once when the programme is shorter.
    static let exitPlanning = TaskRule(
        "exit_planning", "Plan the exit: the programme is near its end",
        basis: .clock(
            Settings.exitPlanning, "The exit is planned {} before the end of the order", source: "a service's published improvement plan"),
        settings: [Settings.exitPlanning, Settings.notice], needs: [Need(Programme.self, "start_date", "end_date", "completed")]
    ) { rule, now in
        now.file[Programme.self].compactMap { programme in
            guard let end = programme.endDate, programme.completed == nil else { return nil }
            let ahead = end.adding(months: -now.settings.exitPlanningMonths)
            let due = max(ahead, programme.startDate ?? ahead)
            let from = max(due - now.settings.noticeDays, programme.startDate ?? due - now.settings.noticeDays)
            return rule.task(now, programme.id, due: due, from: from, until: end)
        }
    }
}
