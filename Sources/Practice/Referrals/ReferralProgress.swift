import Casework

/// The step a referral waits for.
public enum ReferralWait: String, CaseIterable, Sendable {
    case allocation, assessment, panel, decision, police

    public var title: String {
        switch self {
        case .allocation: "Allocation"
        case .assessment: "Assessment"
        case .panel: "Panel"
        case .decision: "Decision"
        case .police: "Telling the police"
        }
    }
}

/// What became of a referral (S-REF-01).
public enum ReferralState: String, CaseIterable, Sendable {
    case open, declined
    case passedOn = "passed_on"
    case closed

    public var title: String {
        switch self {
        case .open: "Open"
        case .declined: "Declined"
        case .passedOn: "Passed on"
        case .closed: "Closed"
        }
    }

    public init(_ referral: Referral) {
        if referral.accepted == false {
            self = referral.passedOnTo == nil ? .declined : .passedOn
        } else {
            self = referral.closedDate == nil ? .open : .closed
        }
    }
}

/// Where one referral stands on its way: what it waits for and since when, and what makes it urgent.
public struct ReferralProgress: Sendable {
    public let child: RecordID
    public let referral: Entry<Referral>
    public let offences: [Entry<Offence>]
    public let state: ReferralState
    /// Nil when nothing is waited for: it is closed, or the work itself runs.
    public let waiting: ReferralWait?
    /// Since when it waits.
    public let since: Day?
    public let allocatedOn: Day?
    public let assessedOn: Day?
    public let isKnife: Bool
    /// Harm of a sexual kind: by the offence or by an alert.
    public let isSexualHarm: Bool
    /// Safety and wellbeing judged high or very high, or an urgent concern not closed.
    public let isHighSafety: Bool

    public var isFirst: Bool { isKnife || isSexualHarm || isHighSafety }

    /// Kinds and fields it reads.
    public static let needs: [Need] = [
        Need(Child.self, "deleted"),
        Need(
            Referral.self, "received_date", "complete_date", "source", "pathway", "offence_refs", "admission", "admission_now",
            "bounced_back", "accepted",
            "allocated_date", "panel_date", "decision_date", "earlier_decision_date", "decision", "decided_by", "police_told_date",
            "closed_date", "urgency",
            "passed_on_to",
            "unable_reason", "court_date", "solicitor_firm", "bounce_reason", "feedback_due", "feedback_on", "feedback_from"),
        Need(
            Offence.self, "offence_date", "arrest_date", "interview_date", "description", "category", "knife"),
        Need(Outcome.self, "offence_ref", "outcome_date"),
        Need(Programme.self, "start_date", "end_date", "completed", "disposal", "referral_ref", "offence_refs"),
        Need(Allocation.self, "staff", "part", "start_date", "end_date"),
        Need(Assessment.self, "type", "completed_on", "referral_ref", "reoffending", "serious_harm", "safety_wellbeing"),
        Need(Alert.self, "type", "start_date", "end_date"),
        Need(Concern.self, "raised_at", "closed_on"),
    ]

    /// Every referral of a file. A child withdrawn as made in error has none.
    /// - Parameter options: the service's out-of-court options: whether a failed programme comes back to a panel is theirs to say.
    public static func all(_ file: CaseFile, options: OutOfCourtOptions, on day: Day) -> [ReferralProgress] {
        guard file.child.deleted != true else { return [] }
        return file[Referral.self].filter { $0.receivedDate != .unset }.map { ReferralProgress($0, file, options: options, on: day) }
    }

    public init(_ referral: Entry<Referral>, _ file: CaseFile, options: OutOfCourtOptions, on day: Day) {
        child = file.child.id
        self.referral = referral
        let ids = Set(referral.value.offences)
        offences = file[Offence.self].filter { ids.contains($0.id) }
        state = ReferralState(referral.value)
        let assessed = Assessments.of(referral, file[Assessment.self]).compactMap { $0.value.completedOn }.min()
        assessedOn = assessed
        allocatedOn = ReferralProgress.allocated(referral.value, file)
        isKnife = offences.contains { $0.knife == true }
        let alerts = file[Alert.self].filter { $0.value.isActive(on: day) }
        isSexualHarm = offences.contains { $0.category == "SEXUAL_OFFENCES" } || alerts.contains { $0.type == "HSB" }
        let judged = Assessments.latest(file[Assessment.self])?.value.safetyWellbeing
        isHighSafety = ["HIGH", "VERY_HIGH"].contains(judged) || file[Concern.self].contains { $0.value.isOpen }
        if state == .open, let failed = BackToPanel.programme(referral, programmes: file[Programme.self], options: options) {
            // A failed programme comes back to a panel and is decided a second time (S-OOC-11).
            let isHeard = BackToPanel.isHeardAgain(referral.value, after: failed.value)
            (waiting, since) = isHeard ? (.decision, referral.panelDate) : (.panel, failed.endDate)
        } else {
            (waiting, since) = ReferralProgress.wait(referral.value, state, allocated: allocatedOn, assessed: assessed, on: day)
        }
    }

    /// The date on the referral, else the first case manager who held the child after it came.
    private static func allocated(_ referral: Referral, _ file: CaseFile) -> Day? {
        if let day = referral.allocatedDate { return day }
        return file[Allocation.self].filter { $0.part == "CASE_MANAGER" && ($0.endDate ?? .open) >= referral.receivedDate }
            .map { max($0.startDate, referral.receivedDate) }.min()
    }

    private static func wait(_ referral: Referral, _ state: ReferralState, allocated: Day?, assessed: Day?, on day: Day)
        -> (ReferralWait?, Day?)
    {
        guard state == .open else { return (nil, nil) }
        // Panel and police are for what is dealt with out of court; other pathways go on to the work.
        let isOutOfCourt = referral.pathway == nil || referral.pathway == "OUT_OF_COURT"
        if referral.decision != nil || referral.decisionDate != nil {
            let tellsPolice =
                isOutOfCourt && referral.decidedBy != "COURT" && referral.decidedBy != "POLICE" && referral.policeToldDate == nil
            return tellsPolice ? (.police, referral.decisionDate ?? referral.receivedDate) : (nil, nil)
        }
        if let sat = referral.panelDate, sat <= day { return (.decision, sat) }
        guard let allocated else { return (.allocation, referral.receivedDate) }
        guard let assessed else { return (.assessment, max(allocated, referral.receivedDate)) }
        return isOutOfCourt ? (.panel, assessed) : (nil, nil)
    }

    /// How many days it has waited for its step.
    public func daysWaiting(on day: Day) -> Int? { since.map { max(0, day - $0) } }

    /// How many days since it came, until it ended.
    public func daysOpen(on day: Day) -> Int { max(0, (referral.closedDate ?? day) - referral.receivedDate) }

    /// Knife, sexual harm and high safety first; within them the longest wait, then the longest open.
    public static func inOrder(_ a: ReferralProgress, _ b: ReferralProgress, on day: Day) -> Bool {
        if a.isFirst != b.isFirst { return a.isFirst }
        let (x, y) = (a.daysWaiting(on: day) ?? -1, b.daysWaiting(on: day) ?? -1)
        if x != y { return x > y }
        return (a.referral.receivedDate, a.referral.id) < (b.referral.receivedDate, b.referral.id)
    }
}

extension Assessments {
    /// The assessments of a referral: those that name it, and those that name none and were done since it came.
    public static func of(_ referral: Entry<Referral>, _ all: [Entry<Assessment>]) -> [Entry<Assessment>] {
        all.filter { one in
            guard isJudging(one.value) else { return false }
            if let named = one.value.referral { return named == referral.id }
            return (one.completedOn ?? .open) >= referral.receivedDate
        }
    }

    /// The one a panel works from: the latest completed of the referral, else the one begun last.
    public static func latest(_ all: [Entry<Assessment>], of referral: Entry<Referral>) -> Entry<Assessment>? {
        let own = of(referral, all)
        return latest(own) ?? own.max { ($0.startedOn ?? .unset, $0.id) < ($1.startedOn ?? .unset, $1.id) }
    }
}
