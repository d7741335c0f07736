import Casework

/// Whether a child's case is ready for a panel, and what is missing (S-OOC-04, S-OOC-06, S-OOC-24).
public enum Readiness {
    /// One thing that is missing.
    public enum Gap: String, Sendable, CaseIterable {
        case accepted, allocated, offence, admission, assessment, countersigned, victim, gravity, factors, childView, report

        public var words: String {
            switch self {
            case .accepted: "the referral has not been accepted"
            case .allocated: "nobody is allocated"
            case .offence: "no offence is on the referral"
            case .admission: "whether the child admitted it is not recorded"
            case .assessment: "there is no completed assessment"
            case .countersigned: "the assessment is not countersigned"
            case .victim: "no contact with the victim is recorded, nor why there is none"
            case .gravity: "the gravity matrix, its score to start from and the final score are not all given"
            case .factors: "aggravating and mitigating factors have not been considered"
            case .childView: "the child's view is not recorded"
            case .report: "the report has not been marked ready"
            }
        }
    }

    /// The kinds and fields it reads; no free text but what must be there.
    public static let needs: [Need] = [
        Need(
            Referral.self, "received_date", "offence_refs", "admission", "admission_now", "accepted", "allocated_date", "pathway",
            "panel_date"),
        Need(Offence.self, "victims"), Need(Allocation.self, "staff", "part", "start_date", "end_date"),
        Need(
            Assessment.self, "type", "referral_ref", "started_on", "completed_on", "returned_on", "submitted_on", "countersigned_on",
            "child_view"),
        Need(VictimContact.self, "offence_ref", "state", "on_date"),
        Need(
            PanelItem.self, "referral_ref", "panel_ref", "state", "gravity_matrix", "gravity_base", "gravity", "aggravating", "mitigating",
            "child_view", "child_view_how", "victim_reason", "report_on"),
    ]

    /// Everything missing, in the order the work is done.
    public static func gaps(_ file: CaseFile, referral: Entry<Referral>, item: PanelItem?, on day: Day) -> [Gap] {
        var gaps: [Gap] = []
        if referral.accepted != true { gaps.append(.accepted) }
        if referral.allocatedDate == nil, !file[Allocation.self].contains(where: { $0.value.isActive(on: day) }) { gaps.append(.allocated) }
        if referral.offences.isEmpty { gaps.append(.offence) }
        if referral.currentAdmission == nil { gaps.append(.admission) }
        let assessment = Assessments.latest(file[Assessment.self], of: referral)
        if assessment?.completedOn == nil {
            gaps.append(.assessment)
        } else if assessment?.countersignedOn == nil {
            gaps.append(.countersigned)
        }
        if !isVictimKnown(file, referral: referral.value, reason: item?.victimReason) { gaps.append(.victim) }
        return gaps + reportGaps(item, assessedView: assessment?.childView)
    }

    /// What the report itself still lacks.
    public static func reportGaps(_ item: PanelItem?, assessedView: String?) -> [Gap] {
        var gaps: [Gap] = []
        if item?.gravityMatrix == nil || item?.gravityBase == nil || item?.gravity == nil { gaps.append(.gravity) }
        if item?.aggravating == nil || item?.mitigating == nil { gaps.append(.factors) }
        if item?.childView == nil, item?.childViewHow != "NOT_ASKED", assessedView == nil { gaps.append(.childView) }
        if item?.reportOn == nil { gaps.append(.report) }
        return gaps
    }

    /// Whether a panel can hear it as to the victim: contact was made or tried or refused, there is none to contact, or it is said why not.
    public static func isVictimKnown(_ file: CaseFile, referral: Referral, reason: String?) -> Bool {
        if reason != nil { return true }
        let contacts = file[VictimContact.self].filter { $0.offence.map(referral.offences.contains) ?? true }
        if contacts.contains(where: { $0.state != "NOT_DONE" }) { return true }
        let offences = file[Offence.self].filter { referral.offences.contains($0.id) }
        return !offences.isEmpty && offences.allSatisfy { $0.victims == "NONE" }
    }

    /// What a decision for an option rests on and has not: an assessment where the option asks for one, and a gravity score where the service
    /// is to work with the child (S-OOC-01, S-OOC-06, S-OOC-07). A decision may be taken all the same, by someone who says why.
    public static func decisionGaps(_ type: DisposalType?, assessment: Assessment?, item: PanelItem?, offences: [Offence]) -> [Gap] {
        guard let type, type.needsAssessment == true else { return [] }
        var gaps: [Gap] = []
        if assessment?.completedOn == nil { gaps.append(.assessment) }
        if item?.gravity == nil, !offences.contains(where: { $0.gravity != nil }) { gaps.append(.gravity) }
        return gaps
    }

    /// What a panel's recommendation rests on and has not (S-OOC-06).
    public static func hearingGaps(_ item: PanelItem, assessment: Assessment?) -> [Gap] {
        let assessed: [Gap] = assessment?.completedOn == nil ? [.assessment] : assessment?.countersignedOn == nil ? [.countersigned] : []
        return assessed + reportGaps(item, assessedView: assessment?.childView).filter { $0 == .gravity || $0 == .factors }
    }

    /// Whether a referral waits for its first panel: out of court, open, not decided. One that failed comes back by `BackToPanel`.
    public static func isWaiting(_ referral: Referral) -> Bool {
        referral.pathway == "OUT_OF_COURT" && referral.accepted != false && referral.closedDate == nil && referral.decisionDate == nil
    }
}

/// Which agencies came to a panel, and whether they are enough (S-OOC-04).
public struct Quorum: Sendable, Equatable {
    public let present: Int
    public let needed: Int
    public var isMet: Bool { present >= needed }

    /// A deputy counts for the agency that sent them; two people of one agency count once.
    /// - Parameter needed: what the panel says of itself; nil takes the service's setting.
    public init(_ members: [PanelMember], needed: Int?, settings: Settings = Settings()) {
        present = Set(members.filter { $0.attendance == "ATTENDED" || $0.attendance == "DEPUTY" }.map(\.agency)).count
        self.needed = needed ?? settings[Settings.quorum]
    }
}

/// How long a case took to panel, decision and outcome, against the target (S-OOC-05).
public struct PanelTimes: Sendable, Equatable {
    public let toPanel: Int?
    public let toDecision: Int?
    public let toOutcome: Int?
    public let target: Int
    /// Days since it came, while there is no outcome.
    public let waiting: Int?

    public init(_ referral: Referral, outcome: Day?, settings: Settings = Settings(), on day: Day) {
        func days(_ to: Day?) -> Int? { to.map { $0 - referral.receivedDate } }
        (toPanel, toDecision, toOutcome) = (days(referral.panelDate), days(referral.decisionDate), days(outcome))
        target = settings[Settings.wholeProcess]
        waiting = outcome == nil && referral.closedDate == nil ? day - referral.receivedDate : nil
    }

    /// Whether it is past the target: then it needs a reason.
    public var isLate: Bool { (toOutcome ?? toDecision ?? waiting ?? 0) > target }
}
