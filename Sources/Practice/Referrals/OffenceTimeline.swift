import Casework

/// One offence of a referral from the day it happened to its outcome, with the days each step took (S-REF-07).
public struct OffenceTimeline: Sendable {
    public struct Step: Sendable {
        public let name: String
        /// Nil when it has not happened or nobody wrote it down.
        public let day: Day?
        /// Days since the step known before; below zero when it was earlier than that.
        public let elapsed: Int?
    }

    public let offence: Entry<Offence>
    public let progress: ReferralProgress
    public let steps: [Step]
    /// Days from the first known step to the outcome, to the end of the referral, or to the day it is looked at.
    public let total: Int
    /// Whether neither outcome nor end has come.
    public let isRunning: Bool

    public static let names = [
        "Offence", "Arrest", "Interview", "Referral", "Papers complete", "Allocated", "Assessment completed", "Panel", "Decision",
        "Police told", "Outcome",
    ]

    public init(_ offence: Entry<Offence>, _ progress: ReferralProgress, outcomes: [Entry<Outcome>], on day: Day) {
        self.offence = offence
        self.progress = progress
        let referral = progress.referral.value
        let outcome = outcomes.filter { $0.value.offence == offence.id }.map { $0.value.outcomeDate }.min()
        let days: [Day?] = [
            offence.offenceDate, offence.arrestDate, offence.interviewDate, referral.receivedDate, referral.completeDate,
            progress.allocatedOn, progress.assessedOn, referral.panelDate, referral.decisionDate, referral.policeToldDate, outcome,
        ]
        var before: Day?
        var steps: [Step] = []
        for (name, known) in zip(OffenceTimeline.names, days) {
            steps.append(Step(name: name, day: known, elapsed: known.flatMap { day in before.map { day - $0 } }))
            if let known { before = known }
        }
        self.steps = steps
        let end = outcome ?? referral.closedDate ?? (progress.state == .open ? nil : before)
        isRunning = end == nil
        let start = days.compactMap { $0 }.min() ?? referral.receivedDate
        total = max(0, (end ?? day) - start)
    }

    /// The timelines of every offence on a file's referrals.
    public static func all(_ file: CaseFile, options: OutOfCourtOptions, on day: Day) -> [OffenceTimeline] {
        ReferralProgress.all(file, options: options, on: day).flatMap { progress in
            progress.offences.map { OffenceTimeline($0, progress, outcomes: file[Outcome.self], on: day) }
        }
    }
}
