import Casework

extension TaskRule {
    /// The report of a listed child is ready some days before the panel sits.
    static let panelReport = TaskRule(
        "panel_report", "Have the panel report ready", basis: "Panel members read before they meet. The number of days is local.",
        settings: [Settings.panelReport, Settings.notice], needs: [Need(PanelItem.self, "panel_ref", "state", "report_on")]
    ) { rule, now in
        now.file[PanelItem.self].compactMap { item in
            guard item.reportOn == nil, item.state ?? "LISTED" == "LISTED", let sits = item.panel.flatMap({ now.panels[$0] }) else {
                return nil
            }
            let due = WorkingDays.adding(-now.settings[Settings.panelReport], to: sits)
            return rule.task(now, item.id, due: due, until: sits)
        }
    }

    /// Once the assessment is countersigned the report for the panel is written, before the case is listed (S-OOC-06). A listed one has
    /// its day counted back from the panel instead.
    static let writeReport = TaskRule(
        "write_report", "Write the panel report", basis: "A case is listed once its report is ready. The number of days is local.",
        settings: [Settings.writeReport],
        needs: [
            Need(
                Referral.self, "received_date", "closed_date", "accepted", "pathway", "decision_date", "panel_date", "slip_reason"),
            Need(Assessment.self, "type", "referral_ref", "started_on", "completed_on", "returned_on", "submitted_on", "countersigned_on"),
            Need(PanelItem.self, "referral_ref", "state", "report_on"),
        ]
    ) { rule, now in
        now.file[Referral.self].compactMap { referral in
            guard Readiness.isWaiting(referral.value), referral.panelDate == nil,
                let signed = Assessments.latest(now.file[Assessment.self], of: referral)?.countersignedOn
            else { return nil }
            let items = now.file[PanelItem.self].filter { $0.referral == referral.id && $0.state != "WITHDRAWN" }
            guard items.allSatisfy({ $0.reportOn == nil && $0.state != "LISTED" && $0.state != "HEARD" }) else { return nil }
            let due = WorkingDays.adding(now.settings[Settings.writeReport], to: max(signed, referral.receivedDate))
            return rule.task(
                now, referral.id, due: due, from: signed, title: items.isEmpty ? nil : "Finish the panel report", slip: referral.slipReason)
        }
    }
}
