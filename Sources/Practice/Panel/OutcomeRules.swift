import Casework

/// How an out-of-court outcome is recorded by its type (S-OOC-03, S-OOC-11, S-OOC-12): dated the day given, agreed or decided, or only when
/// its programme is completed.
public enum OutcomeRules {
    /// What is wrong with an outcome as it is to be recorded after a decision, field by field.
    public static func problems(_ outcome: Outcome, type: DisposalType, referral: Referral) -> [Problem] {
        var found: [Problem] = []
        func refuse(_ field: String, _ message: String) { found.append(Problem(field: field, message: message)) }
        let date = outcome.outcomeDate
        if let decided = referral.decisionDate, date != .unset, date < decided {
            refuse("outcome_date", "The outcome cannot come before the decision of \(decided.words).")
        }
        switch type.recordedWhen {
        case "GIVEN":
            let isGiven = outcome.givenBy != nil && outcome.appropriateAdult != nil && outcome.signedOn != nil
            if !isGiven, date != .unset, date == referral.panelDate || date == referral.decisionDate {
                refuse("outcome_date", "That is the day of the panel or the decision. Give the day the police gave it to the child.")
            }
            if outcome.givenBy == nil { refuse("given_by", "Say who of the police gave it: name and rank.") }
            if outcome.appropriateAdult == nil {
                refuse("appropriate_adult", "Say who the appropriate adult was: it cannot be given without one.")
            }
            if outcome.signedOn == nil { refuse("signed_on", "Enter the day the child signed it.") }
            if let signed = outcome.signedOn, let decided = referral.decisionDate, signed < decided {
                refuse("signed_on", "The child cannot have signed it before the decision of \(decided.words).")
            }
            if type.needsConsent == true, outcome.consentedOn == nil {
                refuse("consented_on", "Enter the day the child agreed to the conditions: it needs their signed consent.")
            }
            if let consent = outcome.consentedOn, date != .unset, consent > date {
                refuse("consented_on", "The consent cannot come after the day it was given.")
            }
        case "COMPLETED":
            refuse("outcome_date", "This outcome is recorded only when the programme is completed.")
        case "DECIDED":
            if date != .unset, date != referral.decisionDate { refuse("outcome_date", "This outcome carries the day it was decided.") }
        default: break
        }
        return found
    }

    /// The Home Office outcome type, where the disposal leaves no doubt (regulation.md §4.1).
    public static func homeOffice(_ outcome: String) -> Int? {
        switch outcome {
        case "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION": 2
        case _ where outcome.hasPrefix("COMMUNITY_RESOLUTION"): 8
        case _ where outcome.contains("OUTCOME_22"): 22
        case _ where outcome.contains("OUTCOME_23"): 23
        default: nil
        }
    }

    /// The last day a programme of this type may run to by its usual and its longest length; nil where it has none.
    public static func lengths(_ type: DisposalType, from start: Day) -> (usual: Day, longest: Day)? {
        type.weeks.map { (start + $0 * 7, start + (type.mostWeeks ?? $0) * 7) }
    }
}

/// Where the panel's judgement is higher than the assessment's, a risk meeting is due (S-OOC-10).
public enum PanelJudgement {
    private static let order = ["LOW", "MEDIUM", "HIGH", "VERY_HIGH"]

    public static func isRaised(from before: String?, to after: String?) -> Bool {
        guard let after, let new = order.firstIndex(of: after) else { return false }
        return new > (before.flatMap { order.firstIndex(of: $0) } ?? -1)
    }

    /// When the meeting is to be held by. Local: no source gives a number.
    public static func meetingDue(after panel: Day) -> Day { WorkingDays.adding(5, to: panel) }
}
