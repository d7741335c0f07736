import Casework

/// What a plan still lacks before it can be called agreed (S-PLN-01, S-PLN-03, S-PLN-04).
public enum PlanCheck {
    /// The assessment a plan answers: the last completed one that made a judgement.
    public static func basis(_ assessments: [Entry<Assessment>]) -> Entry<Assessment>? {
        assessments.filter { one in
            one.completedOn != nil && (one.reoffending != nil || one.seriousHarm != nil || one.safetyWellbeing != nil)
        }
        .max { ($0.completedOn ?? Day(number: 0), $0.ref) < ($1.completedOn ?? Day(number: 0), $1.ref) }
    }

    /// In sentences; empty when nothing is missing.
    public static func missing(targets: [Target], judgement: Assessment?, contingencies: [Contingency]) -> [String] {
        var found: [String] = []
        if targets.isEmpty { found.append("A plan needs at least one target before it is agreed.") }
        guard let judgement else { return found }
        func isRaised(_ level: String?) -> Bool { level.map { $0 != "LOW" } ?? false }
        func hasTarget(_ purpose: String) -> Bool { targets.contains { $0.purpose == purpose } }
        func hasContingency(_ concern: String) -> Bool { contingencies.contains { $0.concern == concern } }
        if isRaised(judgement.safetyWellbeing) {
            if !hasTarget("SAFETY") {
                found.append("Safety and wellbeing is judged medium or above: the plan needs a target that keeps the child safe.")
            }
            if !hasContingency("SAFETY") {
                found.append("Safety and wellbeing is judged medium or above: say what is done if the child is less safe.")
            }
        }
        if isRaised(judgement.seriousHarm) {
            if !hasTarget("OTHERS_SAFE") {
                found.append("Risk of serious harm is judged medium or above: the plan needs a target that keeps other people safe.")
            }
            if !hasContingency("HARM") {
                found.append("Risk of serious harm is judged medium or above: say what is done if the risk to others rises.")
            }
        }
        if isRaised(judgement.reoffending), contingencies.isEmpty, !isRaised(judgement.safetyWellbeing), !isRaised(judgement.seriousHarm) {
            found.append("A judgement is medium or above: say what is done if things get worse.")
        }
        return found
    }

    /// What a target may answer: judgements of medium or above, needs found, and risks, in words that name nobody.
    /// - Parameter isNotAdmitted: then the likelihood is of offending, not of reoffending.
    public static func factors(
        judgement: Assessment?, isNotAdmitted: Bool, needs: [HealthNeed], risks: [Risk], codes: Codes
    ) -> [String] {
        var found: [String] = []
        func judged(_ title: String, _ level: String?) {
            if let level, level != "LOW" { found.append("\(title): \(codes.label("judgement", level)?.lowercasedFirst ?? level)") }
        }
        judged("Likelihood of \(isNotAdmitted ? "offending" : "reoffending")", judgement?.reoffending)
        judged("Risk of serious harm to others", judgement?.seriousHarm)
        judged("Safety and wellbeing", judgement?.safetyWellbeing)
        for need in needs where need.needIdentified == true || ["IDENTIFIED", "CONCERN"].contains(need.finding) {
            found.append("Need found: \(codes.label("health_need", need.need)?.lowercasedFirst ?? "not said")")
        }
        for risk in risks {
            let direction = codes.label("risk_direction", risk.direction)?.lowercasedFirst ?? risk.direction
            found.append("Risk \(direction): \(codes.label("who_at_risk", risk.who)?.lowercasedFirst ?? "not said")")
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }
    }
}
