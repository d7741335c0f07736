import Casework

/// What counts as out-of-court work, for clocks and lists.
public enum OutOfCourt {
    public static let prevention: Set<String> = ["PREVENTION", "TURNAROUND"]
    /// Bail and remand run before any disposal: no assessment or plan of their own is due.
    static let beforeDisposal: Set<String> = ["BAIL_SUPPORT", "REMAND"]
}

extension Referral {
    /// Whether its clocks run: received for an out-of-court decision, not declined, not closed.
    public var isOpenOutOfCourt: Bool {
        pathway == "OUT_OF_COURT" && accepted != false && closedDate == nil && receivedDate != .unset
    }
}

/// The police's clock for a knife case: not a task of ours, shown as met or not met (S-REF-01).
public struct KnifeClock: Sendable, Equatable {
    /// Until when the police were to refer.
    public let due: Day
    public let received: Day
    public var isMet: Bool { received <= due }

    /// Nil when no offence of the referral is a knife offence, or none of its dates is known. It starts with the latest of arrest and interview,
    /// else with the offence.
    public init?(_ referral: Referral, offences: [Offence], settings: Settings) {
        let starts = offences.filter { $0.knife == true }.compactMap { offence in
            [offence.arrestDate, offence.interviewDate].compactMap { $0 }.max() ?? offence.offenceDate
        }
        guard referral.receivedDate != .unset, let start = starts.max() else { return nil }
        due = WorkingDays.adding(settings[Settings.knifeReferral], to: start)
        received = referral.receivedDate
    }

    /// Working days the referral came after its day; zero when it was met.
    public var workingDaysLate: Int { isMet ? 0 : max(1, WorkingDays.between(due, received)) }
}
