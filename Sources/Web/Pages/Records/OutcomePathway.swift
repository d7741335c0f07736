import Casework
import Records

/// An outcome of the pathway rests on its decision and its rules, which the referral's own page asks (S-OOC-02, S-OOC-11): none is recorded
/// past them on the offence's own form, and none that stands is turned into one, not even once the referral is closed.
enum OutcomePathway {
    static func problems(_ reader: Reader, _ outcome: Outcome, _ current: Outcome?, child: RecordID) throws -> [Problem] {
        guard let change = Change(from: current, to: outcome), try reader.outOfCourtOptions().outcomes.contains(outcome.outcome) else {
            return []
        }
        let referrals = try reader.records(Referral.self, child: child).map(\.value).filter {
            $0.pathway == "OUT_OF_COURT" && ($0.closedDate == nil || current != nil) && $0.offences.contains(outcome.offence)
        }
        guard let referral = referrals.first(where: { !isFree(change, outcome, current, $0) }) else { return [] }
        let received = referral.receivedDate.words
        switch change {
        case .new:
            return [
                Problem(
                    field: "outcome",
                    message:
                        "This offence is on the referral received \(received): record its outcome from there, where decision and admission are asked; outcomes 22 and 23 only once the programme is completed."
                )
            ]
        case .outcome(let before):
            let name = try reader.codes().label("outcome", before) ?? before
            return [
                Problem(
                    field: "outcome",
                    message:
                        "“\(name)” cannot be changed into that here: this offence is on the referral received \(received), where decision and admission are asked. If it was never so, mark this outcome as entered in error and record what holds from there."
                )
            ]
        case .offence, .elsewhere:
            return [
                Problem(
                    field: change == .offence ? "offence_ref" : outcome.residence == "OTHER" ? "outcome_date" : "residence",
                    message:
                        "That would make it the outcome of the referral received \(received), where decision and admission are asked: mark this outcome as entered in error and record what holds from there."
                )
            ]
        }
    }

    /// What about an outcome could lead past the referral.
    private enum Change: Equatable {
        case new
        /// It said this before.
        case outcome(String)
        case offence
        /// Whose it is: given elsewhere, or the day that shows it.
        case elsewhere

        init?(from current: Outcome?, to outcome: Outcome) {
            guard let current else {
                self = .new
                return
            }
            if current.outcome != outcome.outcome {
                self = .outcome(current.outcome)
            } else if current.offence != outcome.offence {
                self = .offence
            } else if current.residence == "OTHER", outcome.residence != "OTHER" || outcome.outcomeDate != current.outcomeDate {
                self = .elsewhere
            } else {
                return nil
            }
        }
    }

    /// Whether the referral has no say in it after all.
    private static func isFree(_ change: Change, _ outcome: Outcome, _ current: Outcome?, _ referral: Referral) -> Bool {
        if case .outcome = change { return false }
        // What another service gave before the referral came rests on no decision here.
        if isFromElsewhere(outcome, before: referral) { return true }
        // It stays what it was: given here, or elsewhere still; or recorded from the referral, as of a child who lived elsewhere.
        guard let current, !isFromElsewhere(current, before: referral),
            current.residence != "OTHER" || outcome.residence == "OTHER" || rests(current, on: referral)
        else { return false }
        // It may move between the offences that one decision is of.
        return change == .elsewhere || referral.offences.contains(current.offence)
    }

    private static func isFromElsewhere(_ outcome: Outcome, before referral: Referral) -> Bool {
        outcome.residence == "OTHER" && outcome.outcomeDate < referral.receivedDate
    }

    private static func rests(_ outcome: Outcome, on referral: Referral) -> Bool {
        referral.decision == outcome.outcome && referral.decisionDate.map { $0 <= outcome.outcomeDate } ?? false
    }
}
