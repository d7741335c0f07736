import Casework

extension TaskRule {
    /// A knife case must have a plan: from the decision on, or the start of its programme where that is earlier, it is asked for until it is
    /// written, whether a programme runs or not. The closing of the work takes a plan or a reason for there being none.
    static let knifePlan = TaskRule(
        "knife_plan", "Write the plan: a knife case must have one",
        basis:
            "Guidance on child knife possession of 12 February 2026: each case has a plan of its own. It sets no day; the number of days is local.",
        settings: [Settings.knifePlan],
        needs: [
            Need(
                Referral.self, "received_date", "closed_date", "accepted", "pathway", "offence_refs", "decision", "decision_date",
                "slip_reason"),
            Need(Offence.self, "knife"), Need(Programme.self, "start_date", "referral_ref", "offence_refs"),
            Need(Plan.self, "programme_ref", "agreed_on"), Need(Closure.self, "referral_ref", "plan_reason"),
        ]
    ) { rule, now in
        let knives = Set(now.file[Offence.self].filter { $0.knife == true }.map(\.id))
        guard !knives.isEmpty else { return [] }
        return now.file[Referral.self].compactMap { referral in
            guard referral.value.isOpenOutOfCourt, referral.offences.contains(where: knives.contains) else { return nil }
            let programmes = now.file[Programme.self].filter { $0.value.isOf(referral) }
            let isOnly = now.file[Referral.self].count == 1
            let plans = now.file[Plan.self]
            guard
                !plans.contains(where: { $0.value.isOf(programmes.map(\.id), since: referral.receivedDate, isOnlyReferral: isOnly) }),
                !now.file[Closure.self].contains(where: { $0.referral == referral.id && $0.planReason != nil }),
                let since = ([referral.decisionDate] + programmes.map(\.startDate)).compactMap({ $0 }).min()
            else { return nil }
            // Decided for no work of ours, such as no further action or a charge: there is nothing to plan.
            let type = referral.decision.flatMap { now.lists.options.option($0, on: since) }
            guard !programmes.isEmpty || type?.weeks ?? 0 > 0 else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.knifePlan], to: since)
            return rule.task(now, referral.id, due: due, from: since, slip: referral.slipReason)
        }
    }
}

extension Programme {
    /// Whether it runs under a referral. One brought in from elsewhere names none: its offences say whose it is.
    public func isOf(_ referral: Entry<Referral>) -> Bool {
        self.referral.map { $0 == referral.id } ?? !Set(offences).isDisjoint(with: referral.value.offences)
    }
}

extension Plan {
    /// Whether it is the plan of one of these programmes. Written before any began it names none, and counts from the day the work came until
    /// a programme begins, which takes it or has one of its own.
    /// - Parameter isOnlyReferral: whether the child has no other: a draft nobody agreed does not say of which it is.
    public func isOf(_ programmes: [RecordID], since day: Day, isOnlyReferral: Bool) -> Bool {
        programme.map(programmes.contains) ?? (programmes.isEmpty && (agreedOn.map { $0 >= day } ?? isOnlyReferral))
    }
}
