import Casework

extension TaskRule {
    /// An out-of-court programme ends by the day agreed, or the longest its disposal allows; or it is said why not.
    static let programmeTooLong = TaskRule(
        "programme_too_long", "End the programme, or say why it runs longer", basis: "The day agreed, or the longest this disposal allows.",
        settings: [Settings.notice],
        needs: [Need(Programme.self, "start_date", "end_date", "disposal", "latest_end", "extension_reason")]
    ) { rule, now in
        now.file[Programme.self].compactMap { programme in
            let most = programme.startDate.flatMap { now.lists.options.option(programme.disposal, on: $0)?.mostWeeks }
            guard now.lists.options.outcomes.contains(programme.disposal), programme.extensionReason == nil,
                let last = programme.latestEnd ?? programme.startDate.flatMap({ start in most.map { start + 7 * $0 } }),
                programme.endDate.map({ $0 > last }) ?? true
            else { return nil }
            return rule.task(now, programme.id, due: last, until: programme.endDate)
        }
    }
}
