import Casework

/// Whether an option would make the child a first-time entrant to the justice system (S-OOC-03), as far as it was looked into.
public enum WouldEnter: Sendable, Equatable {
    /// Not to be said: what has not been checked yet.
    case notChecked([String])
    /// The option makes nobody an entrant.
    case notByThis
    /// There is an earlier caution or sentence.
    case already
    /// The file itself says so: which, and when, in words.
    case alreadyHere(String)
    case yes

    /// What was looked into before the panel.
    public struct Checks: Sendable {
        public var policeOn: Day?
        public var policeBy: String?
        public var policeResult: String?
        public var elsewhere: String?
        /// The earlier caution or sentence the file itself holds, in words; nil where it holds none.
        public var earlierHere: String?

        public init(policeOn: Day?, policeBy: String?, policeResult: String?, elsewhere: String?, earlierHere: String?) {
            (self.policeOn, self.policeBy, self.policeResult) = (policeOn, policeBy, policeResult)
            (self.elsewhere, self.earlierHere) = (elsewhere, earlierHere)
        }

        /// What nobody has looked into yet, in words.
        public var open: [String] {
            var open: [String] = []
            let answers: Set<String> = ["NONE", "SOME"]
            if policeOn == nil, policeBy == nil, !answers.contains(policeResult ?? "") {
                open.append("the police record")
            } else {
                if !answers.contains(policeResult ?? "") { open.append("what the police record says") }
                if policeOn == nil { open.append("on which day the police record was looked at") }
                if policeBy == nil { open.append("who looked at the police record") }
            }
            if !answers.contains(elsewhere ?? "") { open.append("outcomes in other areas") }
            return open
        }
    }

    public static func by(_ type: DisposalType?, _ checks: Checks) -> WouldEnter {
        // Whoever looks and whatever is found, what is no caution makes nobody an entrant.
        if let type, type.makesEntrant != true { return .notByThis }
        // What stands on the file itself waits for nobody's answer.
        if let earlier = checks.earlierHere { return .alreadyHere(earlier) }
        guard checks.open.isEmpty else { return .notChecked(checks.open) }
        if checks.policeResult == "SOME" || checks.elsewhere == "SOME" { return .already }
        return type == nil ? .notByThis : .yes
    }

    /// The latest caution or sentence among outcomes: what an entrant may not have had before.
    public static func substantive(_ outcomes: [Outcome], codes: Codes, before day: Day) -> Outcome? {
        outcomes.filter { one in
            guard one.outcomeDate < day, one.appeal != "SUCCESSFUL", let group = codes.group("outcome", one.outcome) else { return false }
            return ["Pre-Court", "First-tier", "Community", "Custody"].contains(group)
        }.max { $0.outcomeDate < $1.outcomeDate }
    }

    public var words: String {
        switch self {
        case .notChecked(let open): "Not checked: " + open.joined(separator: ", ") + "."
        case .notByThis: "No: this option makes nobody a first-time entrant."
        case .already: "No: earlier outcomes were found."
        case .alreadyHere(let earlier): "No: \(earlier)."
        case .yes: "Yes: this would be the child's first caution or sentence."
        }
    }
}
