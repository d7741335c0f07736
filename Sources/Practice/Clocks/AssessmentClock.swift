import Casework

/// When an assessment is due and when it was done, for one referral or programme: the rule of each type of work is a setting (S-ASM-15).
/// Tasks ask for those not done; the completion report counts both.
public struct AssessmentClock: Sendable, Equatable {
    public enum Work: String, Sendable, CaseIterable { case outOfCourt = "Out of court", court = "Court", prevention = "Prevention" }
    public enum Stage: String, Sendable, CaseIterable { case start = "At the start", review = "Review", exit = "At the end" }

    public let work: Work
    public let stage: Stage
    /// The referral or programme.
    public let record: RecordID
    public let due: Day
    public let doneOn: Day?

    public static let settings = [
        Settings.assess, Settings.assessCourt, Settings.assessPrevention, Settings.assessReview, Settings.assessExit,
    ]
    public static let needs: [Need] = [
        Need(Referral.self, "received_date", "closed_date", "accepted", "pathway", "decision_date"),
        Need(Programme.self, "start_date", "end_date", "disposal"),
        Need(Assessment.self, "type", "stage", "completed_on", "referral_ref"),
    ]

    /// Every assessment a file's work asks for. Of the reviews only the next one: a review done makes the one after.
    ///
    /// - Parameter options: which programmes run out of court is the service's own list.
    public static func all(_ file: CaseFile, settings: Settings, options: OutOfCourtOptions) -> [AssessmentClock] {
        let done = file[Assessment.self].filter { Assessments.isJudging($0.value) && $0.completedOn != nil }
        return referrals(file, settings, done) + programmes(file, settings, options.outcomes, done.compactMap(\.completedOn).sorted(), done)
    }

    private static func referrals(_ file: CaseFile, _ settings: Settings, _ done: [Entry<Assessment>]) -> [AssessmentClock] {
        file[Referral.self].compactMap { referral in
            guard referral.pathway == "OUT_OF_COURT", referral.accepted != false, referral.receivedDate != .unset else { return nil }
            let answers = done.filter { $0.referral.map { $0 == referral.id } ?? true }.compactMap(\.completedOn)
            let doneOn = answers.filter { $0 >= referral.receivedDate }.min()
            // A referral decided or closed without an assessment asks for none any more.
            if doneOn == nil, referral.decisionDate != nil || referral.closedDate != nil { return nil }
            let due = WorkingDays.adding(settings[Settings.assess], to: referral.receivedDate)
            return AssessmentClock(work: .outOfCourt, stage: .start, record: referral.id, due: due, doneOn: doneOn)
        }
    }

    private static func programmes(
        _ file: CaseFile, _ settings: Settings, _ outOfCourt: Set<String>, _ days: [Day], _ done: [Entry<Assessment>]
    ) -> [AssessmentClock] {
        file[Programme.self].flatMap { programme -> [AssessmentClock] in
            guard let start = programme.startDate, !OutOfCourt.beforeDisposal.contains(programme.disposal) else { return [] }
            let isPrevention = OutOfCourt.prevention.contains(programme.disposal)
            // Out of court the assessment came before the panel, and the review of progress is the six-week one.
            if outOfCourt.contains(programme.disposal) { return [] }
            let work: Work = isPrevention ? .prevention : .court
            let end = programme.endDate ?? .open
            let first = WorkingDays.adding(settings[isPrevention ? Settings.assessPrevention : Settings.assessCourt], to: start)
            // One made for the court just before the order began is the one at its start.
            let opening = days.first { $0 >= start.adding(months: -3) && $0 <= end }
            var found = [AssessmentClock(work: work, stage: .start, record: programme.id, due: first, doneOn: opening)]
            if let opening, !isPrevention {
                let last = days.last { $0 <= end } ?? opening
                let next = last.adding(months: settings[Settings.assessReview])
                if next < end { found.append(AssessmentClock(work: work, stage: .review, record: programme.id, due: next, doneOn: nil)) }
            }
            if let ended = programme.endDate, !isPrevention {
                let due = WorkingDays.adding(settings[Settings.assessExit], to: ended)
                let closing = done.filter { $0.stage == "END" }.compactMap(\.completedOn).first { $0 >= ended - 28 }
                found.append(AssessmentClock(work: work, stage: .exit, record: programme.id, due: due, doneOn: closing))
            }
            return found
        }
    }
}
