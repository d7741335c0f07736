import Casework

extension TaskRule {
    /// From referral to outcome or programme within the service's own days. The shorter clock warns first: until it is decided this one is not
    /// shown before that is due; from the decision on it says what is left to do (S-OOC-05, S-OOC-11).
    static let wholeProcess = TaskRule(
        "whole_process", "Bring it to its outcome", basis: "28 days for the whole process (local policy of one service).",
        settings: [Settings.wholeProcess, Settings.decide, Settings.notice],
        needs: [
            Need(
                Referral.self, "received_date", "closed_date", "accepted", "pathway", "offence_refs", "slip_reason",
                "decision", "decision_date"),
            Need(Outcome.self, "offence_ref", "outcome", "outcome_date"), Need(Programme.self, "start_date", "referral_ref"),
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
            let due = received + now.settings[Settings.wholeProcess]
            if let decided = referral.decisionDate, let type = referral.decision.flatMap({ now.lists.options.option($0, on: decided) }),
                let left = type.left(hasOutcome: hasOutcome, hasProgramme: hasProgramme)
            {
                return rule.task(now, referral.id, due: due, from: decided, title: left, slip: referral.slipReason)
            }
            if hasOutcome || hasProgramme { return nil }
            let shorter = WorkingDays.adding(now.settings[Settings.decide], to: received)
            return rule.task(
                now, referral.id, due: due, from: max(due - now.settings.noticeDays, shorter), slip: referral.slipReason)
        }
    }
}

extension DisposalType {
    /// What is left to do once the police decided for this option; nil when nothing is.
    public func left(hasOutcome: Bool, hasProgramme: Bool) -> String? {
        if hasProgramme || hasOutcome && recordedWhen != "GIVEN" { return nil }
        // A programme that nothing hangs on is offered, not owed.
        if hasOutcome { return owesProgramme ? "Start the programme" : nil }
        switch recordedWhen {
        case "GIVEN": return "Have it given to the child, and record it"
        case "AGREED": return "Record the day the child agreed it"
        case "COMPLETED": return "Start the programme"
        default: return "Record the outcome"
        }
    }

    /// Whether not completing its programme leads anywhere: then there has to be one.
    var owesProgramme: Bool { (onFailure ?? "NOTHING") != "NOTHING" }
}
