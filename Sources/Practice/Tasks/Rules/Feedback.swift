import Casework

extension TaskRule {
    /// Who took the child on after the panel reports back what was done and how it went.
    static let feedback = TaskRule(
        "feedback", "Get the report back to the panel", basis: "The day was agreed when the child was passed on.",
        settings: [Settings.notice], needs: [Need(Referral.self, "feedback_due", "feedback_on", "received_date", "accepted")]
    ) { rule, now in
        now.file[Referral.self].compactMap { referral in
            guard let due = referral.feedbackDue, referral.feedbackOn == nil else { return nil }
            return rule.task(now, referral.id, due: due)
        }
    }
}
