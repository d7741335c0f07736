import Casework

/// What the end of work on a referral rests on: the closure as written so far, and what the file says (S-TRN-10, S-VOC-02).
public struct ClosureFacts: Sendable {
    public var closure = Closure()
    public var programmes: [Programme] = []
    /// The conditions of those that are kept by conditions, each with whether its programme failed.
    public var conditions: [(condition: Condition, isFailed: Bool)] = []
    /// Exit interviews of the referral.
    public var exits: [Assessment] = []
    /// Which say what interview one of the service's own forms is.
    public var forms = Questionnaires.shipped
    public var targets: [Target] = []
    public var hasPlan = false
    public var isKnife = false
    /// Whether the closing was begun before the plan of a knife case had a reason of its own: it stood with the targets'.
    public var isBeforePlanReason = false
    /// Words for the documents still missing.
    public var missingDocuments: [String] = []
    /// The state of the contact with each offence's victim.
    public var victimStates: [String] = []
    /// When who works with the victims last told one of the end; nil while one who gave views is neither told nor said why not.
    public var victimTold: Day?
    /// Why a victim is not told, as who works with them wrote it.
    public var victimNotTold: String?

    public init() {}
}

/// The checklist of a closure: each step done, reasoned or open. A closure with an open step cannot be sent or approved.
public struct ClosureChecklist: Sendable {
    public enum Step: String, CaseIterable, Sendable {
        case programme, conditions, childInterview, parentInterview, police, victim, need, targets, plan, documents
    }

    public enum State: Sendable, Equatable {
        case done(String)
        /// Not done, and the reason.
        case reasoned(String)
        /// What is missing, in a sentence.
        case open(String)
    }

    public struct Item: Sendable, Equatable {
        public let step: Step
        public let title: String
        public let state: State
    }

    public let items: [Item]

    /// The sentences of what is missing.
    public var blockers: [(step: Step, words: String)] {
        items.compactMap { item in
            if case .open(let words) = item.state { return (item.step, words) }
            return nil
        }
    }
    public var isReady: Bool { blockers.isEmpty }

    public init(_ facts: ClosureFacts, on day: Day) {
        var items: [Item] = []
        func add(_ step: Step, _ title: String, done: String?, reason: String?, open: String) {
            let state: State = done.map(State.done) ?? reason.map(State.reasoned) ?? .open(open)
            items.append(Item(step: step, title: title, state: state))
        }
        let closure = facts.closure
        let running = facts.programmes.filter { $0.completed == nil || $0.endDate.map { $0 > day } ?? true }
        add(
            .programme, "Programme ended",
            done: running.isEmpty
                ? (facts.programmes.isEmpty ? "There was none." : facts.programmes.map(ended).joined(separator: " ")) : nil,
            reason: nil, open: "A programme has no end, or nobody has said whether it was completed.")
        if !facts.conditions.isEmpty {
            let (open, met) = (ClosureChecklist.open(facts.conditions), facts.conditions.count { $0.condition.isMet == true })
            let reasons = facts.conditions.filter { $0.condition.isMet != true }.map { one in
                "“\(one.condition.what)”: \(one.condition.note ?? "the programme was not completed")"
            }
            let all = facts.conditions.count
            add(
                .conditions, "Conditions met", done: met == all ? "\(all) met." : nil,
                reason: open.isEmpty ? "\(reasons.joined(separator: "; "))." : nil, open: open.joined(separator: " "))
        }
        func interview(_ form: String) -> String? {
            facts.exits.filter { facts.forms.purpose(of: $0) == form }.compactMap(\.completedOn).max().map { "Held \($0.words)." }
                // There is nothing to look back on.
                ?? (facts.programmes.isEmpty ? "Not asked for: there was no programme." : nil)
        }
        add(
            .childInterview, "Exit interview with the child", done: interview("exit-child"), reason: closure.childInterviewReason,
            open: "There is no exit interview with the child, and no reason.")
        add(
            .parentInterview, "Exit interview with the parent or carer", done: interview("exit-parent"),
            reason: closure.parentInterviewReason, open: "There is no exit interview with the parent or carer, and no reason.")
        add(
            .police, "Police told",
            done: (closure.policeToldDate ?? facts.programmes.compactMap(\.policeToldDate).max()).map { "Told \($0.words)." },
            reason: closure.policeReason,
            open: "Say when the police were told of the end, or why they need not be.")
        let noVictim = !facts.victimStates.isEmpty && facts.victimStates.allSatisfy { $0 == "NO_VICTIM" }
        add(
            .victim, "Victim told",
            done: (closure.victimToldDate ?? facts.victimTold).map { "Told \($0.words)." } ?? (noVictim ? "No identifiable victim." : nil),
            reason: closure.victimReason ?? facts.victimNotTold,
            open: "Say when the victim was told of the end, or why not. The victim worker is asked to tell them.")
        let isNone = closure.unmetNeed.map { ["none", "none."].contains($0.trimmed.lowercased()) } ?? false
        add(
            .need, "Need that remains",
            done: isNone ? "None." : closure.unmetNeed == nil ? nil : closure.unmetNeedTo.map { "Passed on to \($0)." },
            reason: closure.unmetNeed == nil ? nil : closure.unmetNeedReason,
            open: closure.unmetNeed == nil
                ? "Say which need remains, or write “none”." : "Say to whom the need that remains is passed on, or why not.")
        let open = facts.targets.filter { !["DONE", "NOT_DONE"].contains($0.state) || $0.result == nil }
        add(
            .targets, "Targets closed",
            done: open.isEmpty
                ? (facts.targets.isEmpty ? "There were none." : "\(facts.targets.count) closed with what came of them.") : nil,
            reason: closure.targetsReason,
            open:
                "\(open.count) target\(open.count == 1 ? " is" : "s are") not closed with what came of \(open.count == 1 ? "it" : "them").")
        if facts.isKnife {
            let earlier = facts.isBeforePlanReason || closure.approvedOn != nil ? closure.targetsReason : nil
            add(
                .plan, "Plan for carrying a knife", done: facts.hasPlan ? "There is one." : nil, reason: closure.planReason ?? earlier,
                open: "A knife case must have a plan: write it, or give the reason.")
        }
        add(
            .documents, "Documents on the file", done: facts.missingDocuments.isEmpty ? "None is missing." : nil,
            reason: closure.documentsReason,
            open: "Missing: \(facts.missingDocuments.map(\.lowercasedFirst).joined(separator: "; ")).")
        self.items = items
    }

    /// What is still to be said of conditions: each is met, or not met for a reason. One that nobody marked under a programme that failed is
    /// part of that failure.
    private static func open(_ conditions: [(condition: Condition, isFailed: Bool)]) -> [String] {
        conditions.compactMap { one in
            switch one.condition.isMet {
            case true: nil
            case false: one.condition.note == nil && !one.isFailed ? "Say why “\(one.condition.what)” was not met." : nil
            default: one.isFailed ? nil : "Say whether “\(one.condition.what)” was met."
            }
        }
    }

    /// Why a referral is closed, from how its programmes ended.
    public static func reason(_ programmes: [Programme]) -> String {
        if programmes.contains(where: { $0.completed == false }) { return "Programme not completed" }
        return programmes.isEmpty ? "Work ended" : "Programme completed"
    }
}

private func ended(_ programme: Programme) -> String {
    "Ended \(programme.endDate?.words ?? ""), \(programme.completed == true ? "completed" : "not completed")."
}
