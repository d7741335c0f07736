import Casework

/// Whether an option would make the child a first-time entrant to the justice system (S-OOC-03), as far as it was looked into.
public enum WouldEnter: Sendable, Equatable {
    /// Not to be said: what has not been checked yet.
    case notChecked([String])
    /// The option makes nobody an entrant.
    case notByThis
    /// There is an earlier caution or sentence.
    case already
    case yes

    /// What was looked into before the panel.
    public struct Checks: Sendable {
        public var policeOn: Day?
        public var policeBy: String?
        public var policeResult: String?
        public var elsewhere: String?
        /// Whether the file itself holds an earlier caution or sentence.
        public var hasEarlierHere: Bool

        public init(policeOn: Day?, policeBy: String?, policeResult: String?, elsewhere: String?, hasEarlierHere: Bool) {
            (self.policeOn, self.policeBy, self.policeResult) = (policeOn, policeBy, policeResult)
            (self.elsewhere, self.hasEarlierHere) = (elsewhere, hasEarlierHere)
        }
    }

    public static func by(_ type: DisposalType?, _ checks: Checks) -> WouldEnter {
        // Whoever looks and whatever is found, what is no caution makes nobody an entrant.
        if let type, type.makesEntrant != true { return .notByThis }
        var open: [String] = []
        let answers: Set<String> = ["NONE", "SOME"]
        if checks.policeOn == nil, checks.policeBy == nil, !answers.contains(checks.policeResult ?? "") {
            open.append("the police record")
        } else {
            if !answers.contains(checks.policeResult ?? "") { open.append("what the police record says") }
            if checks.policeOn == nil { open.append("on which day the police record was looked at") }
            if checks.policeBy == nil { open.append("who looked at the police record") }
        }
        if !answers.contains(checks.elsewhere ?? "") { open.append("outcomes in other areas") }
        guard open.isEmpty else { return .notChecked(open) }
        if checks.policeResult == "SOME" || checks.elsewhere == "SOME" || checks.hasEarlierHere { return .already }
        return type == nil ? .notByThis : .yes
    }

    /// Whether outcomes hold a caution or a sentence: what an entrant may not have had before.
    public static func hasSubstantive(_ outcomes: [Outcome], codes: Codes, before day: Day) -> Bool {
        outcomes.contains { one in
            guard one.outcomeDate < day, one.appeal != "SUCCESSFUL", let group = codes.group("outcome", one.outcome) else { return false }
            return ["Pre-Court", "First-tier", "Community", "Custody"].contains(group)
        }
    }

    public var words: String {
        switch self {
        case .notChecked(let open): "Not checked: " + open.joined(separator: ", ") + "."
        case .notByThis: "No: this option makes nobody a first-time entrant."
        case .already: "No: earlier outcomes were found."
        case .yes: "Yes: this would be the child's first caution or sentence."
        }
    }
}
