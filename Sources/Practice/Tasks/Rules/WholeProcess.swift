import Casework

extension TaskRule {
    /// From referral to outcome or programme within the service's own days. The shorter clock warns first: this one is not shown before that is due.
    static let wholeProcess = TaskRule(
        "whole_process", "Bring it to its outcome", basis: "28 days for the whole process (local policy of one service).",
        settings: [Settings.wholeProcess, Settings.decide, Settings.notice],
        needs: [
            Need(Referral.self, "received_date", "closed_date", "accepted", "pathway", "offence_refs", "slip_reason"),
            Need(Outcome.self, "offence_ref", "outcome_date"), Need(Programme.self, "start_date", "referral_ref"),
        ]
    ) { rule, now in
        now.file[Referral.self].compactMap { referral in
            guard referral.value.isOpenOutOfCourt else { return nil }
            let received = referral.receivedDate
            let hasOutcome = now.file[Outcome.self].contains {
                $0.outcomeDate >= received && (referral.offences.isEmpty || referral.offences.contains($0.offence))
            }
            let hasProgramme = now.file[Programme.self].contains { programme in
                programme.referral.map { $0 == referral.id } ?? (programme.startDate.map { $0 >= received } ?? false)
            }
            if hasOutcome || hasProgramme { return nil }
            let due = received + now.settings[Settings.wholeProcess]
            let shorter = WorkingDays.adding(now.settings[Settings.decide], to: received)
            return rule.task(
                now, referral.id, due: due, from: max(due - now.settings.noticeDays, shorter), slip: referral.slipReason)
        }
    }
}
