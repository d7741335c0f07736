import Casework

/// When one assessment is due, by its stage, from the service's own clocks (S-ASM-15). What a file's work asks for and has not is
/// `AssessmentClock`'s to say.
public struct AssessmentDue: Sendable {
    /// Working days from the referral, or from the day a change was taken up.
    public let startWorkingDays: Int
    /// Months from the assessment before.
    public let reviewMonths: Int
    /// Working days a manager has to countersign.
    public let signWorkingDays: Int

    public init(_ settings: Settings = Settings()) {
        startWorkingDays = settings[Settings.assess]
        reviewMonths = settings[Settings.assessReview]
        signWorkingDays = settings[Settings.countersign]
    }

    /// The due day; nil when the day it counts from is not known.
    /// - Parameters:
    ///   - previous: the last day an assessment was completed before this one.
    ///   - programmeEnd: the end of the work, for an assessment at the end.
    public func due(_ assessment: Assessment, referral: Referral?, previous: Day?, programmeEnd: Day?) -> Day? {
        switch assessment.stage {
        case "REVIEW": return previous.map { $0.reaching(months: reviewMonths) }
        case "CHANGE": return assessment.startedOn.map { WorkingDays.adding(startWorkingDays, to: $0) }
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

    /// Whether what waits for a signature waits longer than the service allows: late wherever that is said.
    public func isSignatureLate(_ assessment: Assessment, on day: Day) -> Bool { signatureDue(assessment).map { $0 < day } ?? false }
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
