import Casework

extension TaskRule {
    /// What the police wait to hear: that a child was sent back to them or did not comply, or that a programme they hold an outcome for was
    /// completed (S-OOC-11, S-OOC-12, S-OOC-18). It stands until the day they were told is recorded or the referral is closed.
    static let tellPolice = TaskRule(
        "tell_police", "Tell the police, and record the day",
        basis: "The police act on it: they decide whether to prosecute, or record the outcome. The number of days is local.",
        settings: [Settings.tellPolice, Settings.notice],
        needs: [
            Need(Compliance.self, "programme_ref", "type", "on_date", "police_told_date"),
            Need(Programme.self, "start_date", "end_date", "completed", "disposal", "referral_ref", "police_told_date"),
            Need(Referral.self, "closed_date"), Need(Closure.self, "referral_ref", "police_told_date"),
            Need(Document.self, "type", "referral_ref", "programme_ref"),
        ]
    ) { rule, now in
        let file = now.file
        let closed = Set(file[Referral.self].filter { $0.closedDate != nil }.map(\.id))
        return file[Programme.self].compactMap { programme in
            if let referral = programme.referral, closed.contains(referral) { return nil }
            let steps = file[Compliance.self].filter {
                $0.value.programme == programme.id && titles[$0.value.type] != nil && $0.policeToldDate == nil && $0.onDate != .unset
            }
            // One task a programme: the step that waits longest, else its completion.
            let waits: (day: Day, title: String?)? =
                steps.min { $0.onDate < $1.onDate }.map { ($0.onDate, titles[$0.value.type]) }
                ?? completed(programme, now).map { ($0, "Tell the police that the programme was completed") }
            guard let waits else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.tellPolice], to: waits.day)
            return rule.task(now, programme.id, due: due, from: waits.day, until: now.work.lastDay, title: waits.title)
        }
    }

    private static let titles = [
        "RETURN_TO_POLICE": "Tell the police that the child was sent back to them",
        "NON_COMPLIANCE": "Tell the police that the child did not comply",
    ]

    /// The day a programme was completed whose outcome waits for it, while the police are not told; nil for any other.
    private static func completed(_ programme: Entry<Programme>, _ now: Situation) -> Day? {
        let file = now.file
        guard programme.completed == true, let end = programme.endDate, let referral = programme.referral,
            now.lists.options.option(programme.disposal, on: programme.startDate ?? end)?.recordedWhen == "COMPLETED",
            programme.policeToldDate == nil,
            !file[Closure.self].contains(where: { $0.referral == referral && $0.policeToldDate != nil }),
            !file[Document.self].contains(where: {
                $0.type == "COMPLETION_NOTICE" && ($0.referral == referral || $0.programme == programme.id)
            })
        else { return nil }
        return end
    }
}
