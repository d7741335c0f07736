import Casework
import HTML
import Practice
import Records

/// What a child's file says of panels: admission, decision and outcome of each open referral, and its reports.
enum PanelSection {
    static func section(_ reader: Reader, _ file: FileHead, _ visit: Visit, _ words: Words) throws -> HTML {
        let access = visit.person.access
        let referrals = try reader.records(Referral.self, child: file.id).filter { $0.pathway == "OUT_OF_COURT" || $0.decision != nil }
        guard !referrals.isEmpty else { return .empty }
        let items = try reader.records(PanelItem.self, child: file.id)
        let parts = referrals.sorted { $0.receivedDate > $1.receivedDate }.map { referral -> HTML in
            var rows: [(String, HTML)] = [
                ("Admission", "\(referral.admission.map { words.code("admission", $0) } ?? "Not recorded")"),
                (
                    "Panel recommended",
                    "\(referral.recommendation.map { words.code("outcome", $0) } ?? "Nothing yet")\(referral.panelDate.map { ", \($0.words)" } ?? "")"
                ),
                (
                    "Decision",
                    "\(referral.decision.map { words.code("outcome", $0) } ?? "Not decided")\(referral.decisionDate.map { ", \($0.words)" } ?? "")"
                ),
            ]
            for item in items.filter({ $0.referral == referral.id && $0.state != "WITHDRAWN" }) {
                let state = item.state.map { words.code("panel_state", $0) } ?? (item.reportOn == nil ? "Being written" : "Ready")
                rows.append(("Panel report", link(to: At.panelItem(file.id, item.id), state)))
            }
            var acts = [link(to: At.outcome(file.id, referral.id), "Outcome")]
            if access.may(.recordDecision) { acts.insert(link(to: At.decision(file.id, referral.id), "The police's decision"), at: 0) }
            let hasOpen = items.contains { $0.referral == referral.id && $0.state != "WITHDRAWN" && $0.state != "HEARD" }
            let start = when(
                visit.asAt == nil && access.mayWrite("panel_item") && !hasOpen && referral.closedDate == nil,
                sendForm(
                    action: At.records(file.id, AnyKind(PanelItem.self)),
                    hidden("referral", referral.id.description) + button("Start the panel report", style: .secondary)))
            return "<h3>Referral received \(referral.receivedDate.words)</h3>" + summaryList(rows) + buttonGroup(acts) + start
        }
        return HTMLSection("Panel and decision", id: "panel", parts.joined())
    }

    private static func HTMLSection(_ title: String, id: String, _ body: HTML) -> HTML { htmlSection(title, id, body) }
}

/// `section(…)` of the HTML target under a name that `PanelSection.section` does not hide.
private func htmlSection(_ title: String, _ id: String, _ body: HTML) -> HTML { section(title, id: id, body) }
