import Casework

extension TaskRule {
    /// While work runs, something is written at least every so many days (S-DEL-09). An appointment ahead is no entry; a missed one is.
    static let entryGap = TaskRule(
        "entry_gap", "Make an entry: too long without one",
        basis: "Local standard: no long gap between entries. The number of days is local.",
        settings: [Settings.entryGap, Settings.notice], needs: [Need(Contact.self, "at", "attendance", "planned")]
    ) { rule, now in
        let entries = now.file[Contact.self].filter { $0.attendance != nil || $0.planned != true }.map { $0.at.londonDay }
        guard let last = ([now.work.latestStart].compactMap { $0 } + entries).max() else { return [] }
        let due = last + now.settings.entryGapDays
        guard now.work.reaches(due) else { return [] }
        let notice = min(now.settings.noticeDays, now.settings.entryGapDays / 4)
        return [
            rule.task(
                now, now.file.child.id, due: due, from: due - notice, until: now.work.lastDay,
                title: "Make an entry: \(now.settings.entryGapDays.counted("day")) without one")
        ]
    }
}
