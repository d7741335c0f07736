import Casework

extension TaskRule {
    /// From referral to decision within the service's own days for the whole. The shorter clock warns first: this one is not shown before that
    /// is due; from the decision on another rule says what is left to do (S-OOC-05).
    static let wholeProcess = TaskRule(
        "whole_process", "Bring it to its outcome", basis: wholeBasis, settings: [Settings.wholeProcess, Settings.decide, Settings.notice],
        needs: wholeNeeds
    ) { rule, now in
        underWay(now).compactMap { one in
            guard one.left == nil, !one.hasOutcome, !one.hasProgramme else { return nil }
            let shorter = WorkingDays.adding(now.settings[Settings.decide], to: one.referral.receivedDate)
            return rule.task(
                now, one.referral.id, due: one.due, from: max(one.due - now.settings.noticeDays, shorter), slip: one.referral.slipReason)
        }
    }

    /// What is left to do of what the police decided, within the days of the whole (S-OOC-05, S-OOC-11).
    static let afterDecision = TaskRule(
        "after_decision", "Do what was decided", basis: wholeBasis, settings: [Settings.wholeProcess], needs: wholeNeeds
    ) { rule, now in
        underWay(now).compactMap { one in
            guard let decided = one.referral.decisionDate, let left = one.left else { return nil }
            return rule.task(now, one.referral.id, due: one.due, from: decided, title: left, slip: one.referral.slipReason)
        }
    }

    private static let wholeBasis = TaskBasis.clock(
        Settings.wholeProcess, "{} for the whole process", source: "local policy of one service")
    private static let wholeNeeds = [
        Need(
            Referral.self, "received_date", "closed_date", "accepted", "pathway", "offence_refs", "slip_reason", "decision",
            "decision_date"),
        Need(Outcome.self, "offence_ref", "outcome", "outcome_date"), Need(Programme.self, "start_date", "referral_ref"),
    ]

    /// A referral on its way, and how far it has come.
    private struct UnderWay {
        let referral: Entry<Referral>
        let hasOutcome: Bool
        let hasProgramme: Bool
        /// What is left of what was decided; nil while nothing is decided, or nothing is left.
        let left: String?
        let due: Day
    }

    private static func underWay(_ now: Situation) -> [UnderWay] {
        now.file[Referral.self].filter { $0.value.isOpenOutOfCourt }.map { referral in
            let received = referral.receivedDate
            let hasOutcome = now.file[Outcome.self].contains {
                $0.outcomeDate >= received && (referral.offences.isEmpty || referral.offences.contains($0.offence))
            }
            let hasProgramme = now.file[Programme.self].contains { programme in
                programme.referral.map { $0 == referral.id } ?? (programme.startDate.map { $0 >= received } ?? false)
            }
            let type = referral.decisionDate.flatMap { day in referral.decision.flatMap { now.lists.options.option($0, on: day) } }
            return UnderWay(
                referral: referral, hasOutcome: hasOutcome, hasProgramme: hasProgramme,
                left: type?.left(hasOutcome: hasOutcome, hasProgramme: hasProgramme),
                due: received + now.settings[Settings.wholeProcess])
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
