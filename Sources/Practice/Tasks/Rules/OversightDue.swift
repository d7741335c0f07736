import Casework

extension TaskRule {
    /// While out-of-court work is open a manager looks at it at least every so many days (S-STF-05).
    static let oversightDue = TaskRule(
        "oversight_due", "Write an oversight entry", audience: .manager, basis: "The number of days is local.",
        settings: [Settings.oversight, Settings.notice],
        needs: [
            Need(Oversight.self, "held_on"), Need(Referral.self, "received_date", "closed_date", "accepted", "pathway"),
            Need(Programme.self, "start_date", "end_date", "disposal"),
        ]
    ) { rule, now in
        let referrals = now.file[Referral.self].filter { $0.value.isOpenOutOfCourt }.map { (from: $0.receivedDate, until: Day.open) }
        let programmes = now.file[Programme.self].compactMap { programme -> (from: Day, until: Day)? in
            guard now.lists.options.outcomes.contains(programme.disposal), let start = programme.startDate else { return nil }
            return (start, programme.endDate ?? .open)
        }
        let work = referrals + programmes
        guard let until = work.map(\.until).max(), let start = work.filter({ $0.until == until }).map(\.from).min() else { return [] }
        let last = max(start, now.file[Oversight.self].map(\.heldOn).max() ?? start)
        let due = last + now.settings[Settings.oversight]
        guard due <= until else { return [] }
        return [
            rule.task(
                now, now.file.child.id, due: due, from: due - min(now.settings.noticeDays, 7), until: until == .open ? nil : until)
        ]
    }
}
