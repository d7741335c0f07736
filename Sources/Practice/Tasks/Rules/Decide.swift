import Casework

extension TaskRule {
    /// An out-of-court case is decided and the police told within its days from receipt.
    static let decide = TaskRule(
        "decide", "Have it decided, and tell the police",
        basis: .clock(Settings.decide, "{} from the referral", source: "guidance of 2014, since superseded"),
        settings: [Settings.decide, Settings.notice],
        needs: [
            Need(
                Referral.self, "received_date", "closed_date", "accepted", "pathway", "decision_date", "decided_by", "police_told_date",
                "slip_reason")
        ]
    ) { rule, now in
        now.file[Referral.self].compactMap { referral in
            // What the police decided themselves they need not be told.
            guard referral.value.isOpenOutOfCourt, referral.policeToldDate == nil,
                referral.decidedBy != "POLICE" || referral.decisionDate == nil
            else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.decide], to: referral.receivedDate)
            let title = referral.decisionDate == nil ? nil : "Tell the police what was decided"
            return rule.task(now, referral.id, due: due, title: title, slip: referral.slipReason)
        }
    }
}
