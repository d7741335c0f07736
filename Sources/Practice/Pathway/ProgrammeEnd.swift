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

    /// The Home Office number of an outcome that carries one in its name.
    public static func homeOfficeNumber(_ outcome: String) -> Int? {
        [22, 23].first { outcome.contains("OUTCOME_\($0)") }
    }

    /// Whether a step of compliance must say when the police were told: in a knife case non-compliance is notified with a date.
    public static func mustTellPolice(step: String, isKnife: Bool) -> Bool {
        isKnife && (step == "NON_COMPLIANCE" || step == "RETURN_TO_POLICE")
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
