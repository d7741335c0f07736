import Casework

extension TaskRule {
    /// What an outcome of the work now running has to leave signed on the file is there within days.
    static let documentMissing = TaskRule(
        "document_missing", "Put the signed document on the file", basis: "The number of days is local.",
        settings: [Settings.documents],
        needs: [Need(Outcome.self, "outcome", "outcome_date"), Need(Document.self, "type", "dated")]
    ) { rule, now in
        guard let start = now.work.latestStart else { return [] }
        return now.file[Outcome.self].compactMap { outcome in
            guard outcome.outcomeDate >= start,
                let wanted = now.lists.options.option(outcome.outcome, on: outcome.outcomeDate)?.documents?.split(separator: " ")
            else { return nil }
            let missing = wanted.map(String.init).filter { type in
                // One signed a while before the outcome is recorded counts; an older case's does not.
                !now.file[Document.self].contains { $0.type == type && ($0.dated.map { $0 >= start - 28 } ?? true) }
            }
            guard !missing.isEmpty else { return nil }
            let names = missing.map { now.lists.codes.label("document_type", $0)?.lowercasedFirst ?? $0 }.joined(separator: "; ")
            let due = WorkingDays.adding(now.settings[Settings.documents], to: outcome.outcomeDate)
            return rule.task(
                now, outcome.id, due: due, from: outcome.outcomeDate, until: now.work.lastDay.map { max($0, due) },
                title: "Put on the file: \(names)")
        }
    }
}
