import Casework

/// When an assessment is due, by its stage (S-ASM-15). The numbers are the caller's settings; these are their standards.
public struct AssessmentClock: Sendable {
    /// Working days from the referral. Basis: 2014 guidance on out-of-court disposals (regulation.md §4.4), superseded; local since.
    public var startWorkingDays = 10
    /// Months from the assessment before. Basis: review on significant change and at least every 3 months (regulation.md §5.4).
    public var reviewMonths = 3
    /// Working days from the day the change was taken up. Basis: local.
    public var changeWorkingDays = 10
    /// Working days a manager has to countersign. Basis: local.
    public var signWorkingDays = 5

    public init() {}

    /// The due day; nil when the day it counts from is not known.
    /// - Parameters:
    ///   - previous: the last day an assessment was completed before this one.
    ///   - programmeEnd: the end of the work, for an assessment at the end.
    public func due(_ assessment: Assessment, referral: Referral?, previous: Day?, programmeEnd: Day?) -> Day? {
        switch assessment.stage {
        case "REVIEW": return previous.map { $0.reaching(months: reviewMonths) }
        case "CHANGE": return assessment.startedOn.map { WorkingDays.adding(changeWorkingDays, to: $0) }
        case "END": return programmeEnd
        default:
            guard let received = referral?.receivedDate, received != .unset else { return nil }
            return WorkingDays.adding(startWorkingDays, to: received)
        }
    }

    /// By when a manager has signed or sent back.
    public func signatureDue(_ assessment: Assessment) -> Day? {
        assessment.submittedOn.map { WorkingDays.adding(signWorkingDays, to: $0) }
    }
}

/// How an assessment stands to its due day.
public struct Timeliness: Sendable {
    public let started: Day?
    public let completed: Day?
    public let due: Day?

    public init(started: Day?, completed: Day?, due: Day?) {
        self.started = started
        self.completed = completed
        self.due = due
    }

    /// Days from start to completion, or to `today` while it is open.
    public func days(on today: Day) -> Int? { started.map { (completed ?? today) - $0 } }
    /// Nil when it has no due day.
    public func isLate(on today: Day) -> Bool? { due.map { (completed ?? today) > $0 } }
}
