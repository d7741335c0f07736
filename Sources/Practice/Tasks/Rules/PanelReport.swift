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
}
