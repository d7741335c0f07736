import Casework
import HTML
import Practice
import Records

/// One pack of papers: every value goes through the table of audience and field, and through the sight of whoever makes it.
struct PaperPack: Sendable {
    private(set) var children: [RecordID] = []
    private(set) var html = HTML.empty
    let words: String

    init(_ reader: Reader, panel: RecordID, audience: PaperAudience, access: Access, today: Day) throws {
        words = try reader.codes().label("paper_audience", audience.rawValue) ?? audience.rawValue
        let items = try reader.everywhere(PanelItem.self, where: [("panel_ref", .id(panel))]).filter { $0.state != "WITHDRAWN" }
        for (index, item) in items.sorted(by: { $0.id < $1.id }).enumerated() {
            guard let child = item.child else { continue }
            let one = try PanelCase(reader, child: child, referral: item.referral, item: item.id, today: today)
            children.append(child)
            let others = try reader.childrenNamed(in: child).map(\.name)
            let page = PaperCase(audience: audience, access: access, one: one, item: item, others: others, number: index + 1)
            html += page.html
        }
        if items.isEmpty { html = "<p class=\"none\">Nothing is on the agenda.</p>" }
    }
}

/// One child's case in a pack.
private struct PaperCase {
    let audience: PaperAudience
    let access: Access
    let one: PanelCase
    let item: Stored<PanelItem>
    /// Other children the file names: their names leave free text too.
    let others: [String]
    let number: Int

    private var alleged: Bool { one.referral.value.isNotAdmitted }

    /// A field's line, if it may stand in these papers and holds anything.
    private func row<R: RecordKind>(_ record: R, _ name: String, label: String? = nil) -> SummaryRow? {
        guard let field = R.kind.field(name), Papers.mayShow(name, of: AnyKind(R.self), to: audience), access.sees(field.sensitivity) else {
            return nil
        }
        let value = field.get(record)
        guard !value.isNone else { return nil }
        var shown = value
        if case .text(let text) = value, case .code = field.kind {
            shown = .text(text)
        } else if case .text(let text) = value {
            shown = .text(Papers.without(others, in: text, put: "another child"))
        }
        return SummaryRow(label ?? field.label, one.words.html(shown, field.kind))
    }

    private func part<R: RecordKind>(_ title: String, _ record: R?, _ names: [String], label: (String) -> String? = { _ in nil }) -> HTML {
        guard let record else { return .empty }
        let rows = names.compactMap { row(record, $0, label: label($0)) }
        return when(!rows.isEmpty, "<h3>\(title)</h3>" + summaryList(rows))
    }

    var html: HTML {
        let named = Papers.mayShow("family_name", of: AnyKind(Child.self), to: audience) && access.sees(.identity)
        let name = named ? one.file.name : "Case \(number)"
        var body = HTML.empty
        if alleged { body += inset("<p>Not admitted: everything said of the offence is alleged.</p>") }
        body += part("Child", one.file.child.value, ["given_name", "family_name", "known_as", "date_of_birth"])
        body += part(
            "Referral", one.referral.value,
            ["received_date", "source", "admission", "admission_now", "admission_now_on", "reason", "urgency"])
        for offence in one.offences {
            body += part(
                alleged ? "Alleged offence" : "Offence", offence.value,
                ["offence_date", "description", "category", "cjs_code", "seriousness", "knife", "victims"])
        }
        body += part(
            "Gravity", item.value, ["gravity_matrix", "gravity_base", "aggravating", "mitigating", "gravity", "gravity_reason"])
        body += part(
            "Views", item.value, ["child_view", "child_view_on", "child_view_how", "parent_view", "parent_view_on", "parent_view_how"])
        body += part(
            "Assessment", one.assessment?.value,
            [
                "completed_on", "countersigned_on", "reoffending", "reoffending_reason", "serious_harm", "serious_harm_reason",
                "safety_wellbeing", "safety_wellbeing_reason",
            ], label: { $0 == "reoffending" && alleged ? "Likelihood of offending" : nil })
        for contact in one.contacts { body += part("The victim", contact.value, ["state", "on_date", "summary", "wishes"]) }
        body += part("The victim", item.value, ["victim_reason"])
        body += part(
            "Police", item.value, ["record_checked_on", "record_checked_by", "record_result", "outcomes_elsewhere", "intelligence"])
        body += part("Options", item.value, ["options", "why_not_lower", "recommendation", "recommendation_reason"])
        if audience == .scrutiny {
            body += part("Decision", one.referral.value, ["decision", "decision_date", "decided_by", "recommendation"])
        }
        return section(name, id: "case-\(number)", body)
    }
}
