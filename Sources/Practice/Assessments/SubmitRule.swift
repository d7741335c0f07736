import Casework

/// What stands round an assessment when somebody wants to send it for countersignature.
public struct SubmitFacts: Sendable {
    public var risks: [Risk]
    public var contingencies: [Contingency]
    public var hasChildSelf: Bool
    public var hasParentSelf: Bool
    public var hasExploitationScreen: Bool
    /// While nothing is admitted the likelihood is of offending, not of reoffending.
    public var isNotAdmitted: Bool
    /// Questions of the form that must be answered and are not, as (section's id, section's title, question's label).
    public var unanswered: [(section: String, title: String, question: String)]

    public init(
        risks: [Risk] = [], contingencies: [Contingency] = [], hasChildSelf: Bool = false, hasParentSelf: Bool = false,
        hasExploitationScreen: Bool = false, isNotAdmitted: Bool = false,
        unanswered: [(section: String, title: String, question: String)] = []
    ) {
        self.risks = risks
        self.contingencies = contingencies
        self.hasChildSelf = hasChildSelf
        self.hasParentSelf = hasParentSelf
        self.hasExploitationScreen = hasExploitationScreen
        self.isNotAdmitted = isNotAdmitted
        self.unanswered = unanswered
    }
}

/// Something that keeps an assessment from being sent in or signed, and the part of it where that is mended.
public struct Blocker: Sendable, Hashable {
    public let part: String
    public let message: String
    public init(_ part: String, _ message: String) {
        self.part = part
        self.message = message
    }
}

/// When an assessment may be sent for countersignature, and countersigned (S-ASM-02, 03, 04, 07, S-SAF-01, S-PLN-03).
public enum SubmitRule {
    /// Everything in the way, in the order of the form; empty when it may go.
    public static func blockers(_ a: Assessment, _ facts: SubmitFacts) -> [Blocker] {
        var found: [Blocker] = []
        // One done elsewhere was written by other rules: what we hold of it is its judgements, and what we do about them.
        if a.author == nil {
            found += questions(facts) + views(a) + ownJudgements(a, isNotAdmitted: facts.isNotAdmitted) + beside(a, facts)
        } else if a.reoffending == nil || a.seriousHarm == nil || a.safetyWellbeing == nil {
            found.append(Blocker("judgements", "Give all three judgements."))
        }
        return found + control(a, facts)
    }

    /// Risks and contingency that a judgement of medium or above asks for.
    public static func control(_ a: Assessment, _ facts: SubmitFacts) -> [Blocker] {
        var found: [Blocker] = []
        for (level, direction, concern, words, whom) in [
            (a.safetyWellbeing, "TO_CHILD", "SAFETY", "Safety and wellbeing", "to the child"),
            (a.seriousHarm, "TO_OTHERS", "HARM", "Risk of serious harm", "to others"),
        ] where isMediumOrAbove(level) {
            let rows = facts.risks.filter { $0.direction == direction }
            if rows.isEmpty {
                found.append(Blocker("risks", "\(words) is medium or above: say who is at risk of what, as a risk \(whom)."))
            }
            for row in rows {
                let blank = blanks(row)
                if !blank.isEmpty {
                    found.append(Blocker("risks", "A risk \(whom) does not say \(blank.joined(separator: ", ")). Write it before sending."))
                }
            }
            if !facts.contingencies.contains(where: { $0.concern == concern }) {
                found.append(
                    Blocker("contingencies", "\(words) is medium or above: write what is done if it gets worse, by whom and how soon."))
            }
        }
        return found
    }

    private static func questions(_ facts: SubmitFacts) -> [Blocker] {
        facts.unanswered.map { Blocker($0.section, "\($0.title): answer “\($0.question)”.") }
    }

    private static func views(_ a: Assessment) -> [Blocker] {
        var found: [Blocker] = []
        for (words, view, on, how) in [
            ("The child’s view", a.childView, a.childViewOn, a.childViewHow),
            ("The parent’s or carer’s view", a.parentView, a.parentViewOn, a.parentViewHow),
        ] {
            if view != nil, on == nil || how == nil {
                found.append(Blocker("views", "\(words): say on which day and how they were asked."))
            } else if view == nil, how != "NOT_ASKED" {
                found.append(Blocker("views", "\(words) is missing: write it, or choose that they were not asked."))
            }
        }
        return found
    }

    private static func ownJudgements(_ a: Assessment, isNotAdmitted: Bool) -> [Blocker] {
        var found: [Blocker] = []
        for (words, level, reason) in [
            ("Safety and wellbeing", a.safetyWellbeing, a.safetyWellbeingReason),
            ("Risk of serious harm to others", a.seriousHarm, a.seriousHarmReason),
            ("The likelihood of \(isNotAdmitted ? "offending" : "reoffending")", a.reoffending, a.reoffendingReason),
        ] {
            if level == nil {
                found.append(Blocker("judgements", "\(words): choose low, medium, high or very high."))
            } else if isMediumOrAbove(level), reason == nil {
                found.append(Blocker("judgements", "\(words) is medium or above: give the reasons."))
            }
        }
        if a.sources == nil {
            found.append(Blocker("judgements", "Say what the judgements rest on: past and present behaviour, and where you know it from."))
        }
        return found
    }

    private static func beside(_ a: Assessment, _ facts: SubmitFacts) -> [Blocker] {
        var found: [Blocker] = []
        if a.selfMissingReason == nil {
            let missing = [facts.hasChildSelf ? nil : "the child’s", facts.hasParentSelf ? nil : "the parent’s or carer’s"].compactMap {
                $0
            }
            if !missing.isEmpty {
                found.append(
                    Blocker(
                        "judgements",
                        "A self-assessment is missing (\(missing.joined(separator: " and "))): do it, or say why it is not there."))
            }
        }
        if !facts.hasExploitationScreen { found.append(Blocker("screens", "Do the exploitation screen for this stage.")) }
        return found
    }

    /// What a risk must say before it counts as looked at.
    public static func blanks(_ risk: Risk) -> [String] {
        [
            (risk.who, "who is at risk"), (risk.nature, "of what"), (risk.imminence, "how soon"),
            (risk.circumstances, "in which circumstances"), (risk.controls, "what holds it"),
        ].filter { $0.0?.trimmed.isEmpty ?? true }.map(\.1)
    }

    public static func isMediumOrAbove(_ judgement: String?) -> Bool { judgement.map { $0 != "LOW" } ?? false }

    /// Whether this person may countersign or send back: a manager, and never the writer.
    /// - Parameter authors: whoever wrote any of it.
    public static func maySign(_ a: Assessment, by person: RecordID, authors: Set<RecordID> = []) -> Bool {
        a.state == .submitted && a.writtenBy != person && !authors.contains(person)
    }
}
