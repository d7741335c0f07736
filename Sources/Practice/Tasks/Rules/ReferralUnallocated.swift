import Casework

extension TaskRule {
    /// A referral neither declined nor closed is allocated (S-STF-02); a case manager who holds the child after it came will do as well as the date.
    static let referralUnallocated = TaskRule(
        "referral_unallocated", "Allocate the referral",
        audience: .manager, basis: "Local standard: a weekly allocation meeting. The number of days is local.",
        settings: [Settings.allocation],
        needs: [Need(Referral.self, "received_date", "allocated_date", "accepted", "closed_date", "decision_date")]
    ) { rule, now in
        let held = now.file[Allocation.self].filter { $0.part == "CASE_MANAGER" }
        return now.file[Referral.self].compactMap { referral in
            guard referral.allocatedDate == nil, referral.closedDate == nil, referral.accepted != false else { return nil }
            let received = referral.receivedDate
            guard received != .unset else { return nil }
            if held.contains(where: { ($0.endDate ?? .open) >= received }) { return nil }
            let due = WorkingDays.adding(now.settings.allocationWorkingDays, to: received)
            return rule.task(now, referral.id, due: due, from: received, staff: .some(nil))
        }
    }
}
