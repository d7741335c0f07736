import Casework

extension TaskRule {
    /// An out-of-court referral is assessed within its days from receipt.
    static let assess = TaskRule(
        "assess", "Complete the assessment",
        basis: .clock(Settings.assess, "{} from the referral", source: "guidance of 2014, since superseded"),
        settings: [Settings.assess, Settings.notice], needs: AssessmentClock.needs + [Need(Referral.self, "slip_reason")]
    ) { rule, now in
        AssessmentClock.all(now.file, settings: now.settings, options: now.lists.options).compactMap { clock in
            guard clock.work == .outOfCourt, clock.doneOn == nil,
                let referral = now.file[Referral.self].first(where: { $0.id == clock.record })
            else { return nil }
            return rule.task(now, clock.record, due: clock.due, from: referral.receivedDate, slip: referral.slipReason)
        }
    }

    /// Assessments of court and prevention work: at the start, every few months, at the end. One task a programme, the earliest not done.
    static let assessmentDue = TaskRule(
        "assessment_due", "Complete the assessment of court or prevention work",
        basis: "Each type of work has its own days, which the service sets.",
        settings: [Settings.assessCourt, Settings.assessPrevention, Settings.assessReview, Settings.assessExit, Settings.notice],
        needs: AssessmentClock.needs
    ) { rule, now in
        let open = AssessmentClock.all(now.file, settings: now.settings, options: now.lists.options).filter {
            $0.work != .outOfCourt && $0.doneOn == nil
        }
        return Dictionary(grouping: open, by: \.record).values.compactMap { clocks in
            // What ended long before the present work asks for nothing any more.
            guard let first = clocks.min(by: { $0.due < $1.due }), first.due >= (now.work.latestStart ?? first.due) else { return nil }
            let title =
                switch first.stage {
                case .start: "Complete the assessment at the start"
                case .review: "Review the assessment"
                case .exit: "Complete the assessment at the end"
                }
            return rule.task(now, first.record, due: first.due, until: now.work.lastDay.map { max($0, first.due) + 28 }, title: title)
        }
    }
}
