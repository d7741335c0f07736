import Casework

extension TaskRule {
    /// Out-of-court work that came to its end is closed: its programme was completed, or its outcome has none and is recorded (S-TRN-10).
    /// One that failed goes to a panel or the police first, and is closed once they have answered.
    static let closeWork = TaskRule(
        "close_work", "Close the work", basis: "The work has ended: what remains is passed on, and a manager approves the closing.",
        settings: [Settings.documents, Settings.notice],
        needs: [
            Need(
                Referral.self, "received_date", "closed_date", "accepted", "pathway", "offence_refs", "decision", "decision_date",
                "earlier_decision_date"),
            Need(Outcome.self, "offence_ref", "outcome", "outcome_date"), Need(Closure.self, "referral_ref"),
        ] + WorkStage.needs
    ) { rule, now in
        now.file[Referral.self].compactMap { referral in
            guard referral.value.isOpenOutOfCourt, let decided = referral.decisionDate,
                !now.file[Closure.self].contains(where: { $0.referral == referral.id })
            else { return nil }
            let programmes = now.file[Programme.self].filter {
                $0.referral == referral.id && !BackToPanel.isOfEarlierDecision($0.value, referral.value)
            }
            var title: String?
            var ended: Day?
            switch WorkStage.of(programmes, steps: now.file[Compliance.self], options: now.lists.options) {
            case .ended(let day): ended = day
            case nil: break
            default: return nil
            }
            if programmes.isEmpty {
                // A decision that leads to a programme is not at its end while there is none.
                guard let type = referral.decision.flatMap({ now.lists.options.option($0, on: decided) }), !type.owesProgramme else {
                    return nil
                }
                if type.weeks ?? 0 > 0 { title = "Close the work, or start its programme" }
                ended = now.file[Outcome.self].filter { $0.outcome == type.outcome && referral.offences.contains($0.offence) }
                    .map(\.outcomeDate).max()
            }
            guard let ended else { return nil }
            return rule.task(
                now, referral.id, due: WorkingDays.adding(now.settings[Settings.documents], to: ended), from: ended, title: title)
        }
    }
}
