import Casework

extension TaskRule {
    /// A programme has a plan agreed with the child soon after it starts.
    static let planAgreed = TaskRule(
        "plan_agreed", "Agree the plan with the child", basis: "The number of days is local.",
        settings: [Settings.planAgreed],
        needs: [Need(Programme.self, "start_date", "end_date", "disposal"), Need(Plan.self, "programme_ref", "agreed_on")]
            + knifePlan.needs
    ) { rule, now in
        // A knife case without any plan is asked for one by the rule of its own, and not twice.
        let knives = Set(knifePlan.find(knifePlan, now).map(\.record))
        let unplanned = now.file[Referral.self].filter { knives.contains($0.id) }
        return now.file[Programme.self].compactMap { programme in
            guard let start = programme.startDate, !OutOfCourt.beforeDisposal.contains(programme.disposal),
                !unplanned.contains(where: programme.value.isOf)
            else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.planAgreed], to: start)
            let isAgreed = now.file[Plan.self].contains { plan in
                plan.agreedOn != nil && (plan.programme.map { $0 == programme.id } ?? (plan.agreedOn.map { $0 >= start - 28 } ?? false))
            }
            guard !isAgreed, programme.endDate.map({ due <= $0 }) ?? true else { return nil }
            return rule.task(now, programme.id, due: due, from: start, until: programme.endDate)
        }
    }
}
