import Casework

extension TaskRule {
    /// A safeguarding referral without an answer is chased, and again after each chasing; nobody waits for the work to be open.
    static let safeguardingChase = TaskRule(
        "safeguarding_chase", "Chase the answer to the safeguarding referral", basis: "The number of days is local.",
        settings: [Settings.safeguardingChase], needs: [Need(SafeguardingReferral.self, "sent_on", "chased_on", "result", "result_on")]
    ) { rule, now in
        now.file[SafeguardingReferral.self].compactMap { referral in
            guard referral.result == nil, referral.resultOn == nil, referral.sentOn != .unset else { return nil }
            let last = max(referral.sentOn, referral.chasedOn ?? referral.sentOn)
            return rule.task(
                now, referral.id, due: WorkingDays.adding(now.settings[Settings.safeguardingChase], to: last), from: last)
        }
    }
}
