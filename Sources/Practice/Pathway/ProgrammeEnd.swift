import Casework

/// What follows from the end of a programme (S-OOC-11, S-OOC-12, S-OOC-18).
///
/// An outcome that is recorded only on completion is recorded then and never when the programme failed; one that stood before (a conditional
/// caution) stays what it was.
public enum ProgrammeEnd: Sendable, Equatable {
    /// The outcome is recorded now, for each offence.
    case outcome(String)
    case backToPanel
    /// Back to the police, who decide whether to prosecute.
    case backToPolice
    case nothing

    public static func follows(completed: Bool, type: DisposalType?) -> ProgrammeEnd {
        guard let type else { return .nothing }
        if completed { return type.recordedWhen == "COMPLETED" ? .outcome(type.outcome) : .nothing }
        switch type.onFailure {
        case "PANEL": return .backToPanel
        case "POLICE", "PROSECUTION": return .backToPolice
        default: return .nothing
        }
    }

    /// Whether a disposal is kept by its conditions: a conditional caution, or a prosecution deferred on them (S-OOC-18).
    public static func isConditional(_ disposal: String, type: DisposalType?) -> Bool {
        disposal == "YOUTH_CONDITIONAL_CAUTION" || type?.onFailure == "PROSECUTION"
    }

    /// Whether a step of compliance must say when the police were told: in a knife case non-compliance is notified with a date.
    public static func mustTellPolice(step: String, isKnife: Bool) -> Bool {
        isKnife && (step == "NON_COMPLIANCE" || step == "RETURN_TO_POLICE")
    }
}

/// A case whose programme failed and that goes back to a panel for a second decision (S-OOC-11).
public enum BackToPanel {
    /// What the worker is asked to do; done when the case is listed again.
    public static let action = "Back to the panel: the programme was not completed"

    /// Kinds and fields it reads.
    public static let needs: [Need] = [
        Need(
            Referral.self, "pathway", "accepted", "closed_date", "decision", "decision_date", "earlier_decision_date", "panel_date",
            "offence_refs"),
        Need(Programme.self, "start_date", "end_date", "completed", "disposal", "referral_ref", "offence_refs"),
    ]

    /// The failed programme that sends a decided referral back; nil when none does, or when it was decided again since.
    /// - Parameter options: the service's, which say what failing leads to; a programme goes by the one it began under.
    public static func programme(_ referral: Entry<Referral>, programmes: [Entry<Programme>], options: OutOfCourtOptions) -> Entry<
        Programme
    >? {
        guard referral.pathway == "OUT_OF_COURT", referral.closedDate == nil, let decided = referral.decisionDate else { return nil }
        let failed = programmes.filter { one in
            guard one.completed == false, let end = one.endDate, one.value.isOf(referral) else { return false }
            // Decided again on the very day it ended: the later decision is known by the one before it.
            guard end > decided || end == decided && referral.earlierDecisionDate == nil else { return false }
            return ProgrammeEnd.follows(completed: false, type: options.option(one.disposal, on: one.startDate ?? end)) == .backToPanel
        }
        return failed.max { ($0.endDate ?? .unset, $0.id) < ($1.endDate ?? .unset, $1.id) }
    }

    /// Whether a panel has heard it again since the programme failed: then it waits for the decision, not for a panel.
    public static func isHeardAgain(_ referral: Referral, after programme: Programme) -> Bool {
        guard let sat = referral.panelDate, let end = programme.endDate else { return false }
        return sat >= end && sat > (referral.decisionDate ?? .unset)
    }

    /// Whether a programme ran under a decision that was taken again since: it says nothing of the decision that holds now.
    public static func isOfEarlierDecision(_ programme: Programme, _ referral: Referral) -> Bool {
        guard referral.earlierDecisionDate != nil, let decided = referral.decisionDate, programme.completed == false else { return false }
        return programme.endDate.map { $0 <= decided } ?? false
    }
}

/// What stands between the service and the police on a programme: who waits for whom, and for what.
public enum PoliceWaiting {
    public struct Line: Sendable, Equatable {
        public let words: String
        /// Whether it is ours to do.
        public let isOurs: Bool
    }

    public static func lines(
        _ programme: Programme, type: DisposalType?, steps: [Compliance], hasNotice: Bool, toldOfEnd: Day?
    ) -> [Line] {
        var lines: [Line] = []
        let isHeld = type?.recordedWhen == "COMPLETED" && type?.onFailure == "PROSECUTION"
        if programme.endDate == nil, isHeld, !steps.contains(where: { $0.type == "RETURN_TO_POLICE" }) {
            lines.append(Line(words: "The police hold the prosecution until the programme ends.", isOurs: false))
        }
        if programme.endDate != nil, programme.completed == true, type?.recordedWhen == "COMPLETED", !hasNotice, toldOfEnd == nil {
            lines.append(Line(words: "The police wait to hear that the programme was completed.", isOurs: true))
        }
        for step in steps.sorted(by: { $0.onDate < $1.onDate }) where ["NON_COMPLIANCE", "RETURN_TO_POLICE"].contains(step.type) {
            let what = step.type == "RETURN_TO_POLICE" ? "the return" : "the notice of non-compliance"
            guard let told = step.policeToldDate else {
                lines.append(Line(words: "The police are not yet told of \(what) of \(step.onDate.words).", isOurs: true))
                continue
            }
            if step.type == "RETURN_TO_POLICE", step.policeAnswer == nil {
                lines.append(Line(words: "The police were told on \(told.words). We wait for what they decide.", isOurs: false))
            }
        }
        return lines
    }
}

/// Whether a case is about a knife.
public enum KnifeCase {
    public static func holds(offences: [Offence], plans: [Plan] = []) -> Bool {
        offences.contains { $0.knife == true } || plans.contains { $0.isKnife == true }
    }
}
