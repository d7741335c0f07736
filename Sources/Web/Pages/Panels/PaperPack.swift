import Casework
import HTML
import Practice
import Records

/// One child's part of a copy of panel papers, as plain words: what is kept, and what every reader of the copy sees.
struct PaperPart: Sendable, Equatable {
    struct Section: Sendable, Equatable {
        let title: String
        let rows: [Row]
    }
    struct Row: Sendable, Equatable {
        let label: String
        let text: String
    }

    let title: String
    let isAlleged: Bool
    let sections: [Section]

    init(title: String, isAlleged: Bool, sections: [Section]) {
        (self.title, self.isAlleged, self.sections) = (title, isAlleged, sections)
    }

    var json: String {
        let parts = sections.map { section in
            let rows = section.rows.map { "[\($0.label.asJSON),\($0.text.asJSON)]" }.joined(separator: ",")
            return "{\"title\":\(section.title.asJSON),\"rows\":[\(rows)]}"
        }
        return "{\"title\":\(title.asJSON),\"alleged\":\(isAlleged),\"sections\":[\(parts.joined(separator: ","))]}"
    }

    init?(_ bytes: [UInt8]) {
        guard let json = try? JSON(bytes), let title = json["title"]?.text, let alleged = json["alleged"]?.flag,
            let sections = json["sections"]?.list
        else { return nil }
        self.init(
            title: title, isAlleged: alleged,
            sections: sections.map { section in
                let rows = (section["rows"]?.list ?? []).compactMap { row -> Row? in
                    guard let pair = row.list, pair.count == 2, let label = pair[0].text, let text = pair[1].text else { return nil }
                    return Row(label: label, text: text)
                }
                return Section(title: section["title"]?.text ?? "", rows: rows)
            })
    }

    /// A part as a page and a printer show it; one whose content was erased says so.
    static func html(_ bytes: [UInt8]?, number: Int) -> HTML {
        guard let part = bytes.flatMap(PaperPart.init) else {
            return section("Case \(number)", id: "case-\(number)", "<p>What was said here has been erased since.</p>")
        }
        var body = HTML.empty
        if part.isAlleged { body += inset("<p>Not admitted: everything said of the offence is alleged.</p>") }
        for one in part.sections {
            body += "<h3>\(one.title)</h3>" + summaryList(one.rows.map { SummaryRow($0.label, paragraphs($0.text)) })
        }
        return section(part.title, id: "case-\(number)", body)
    }
}

/// What a copy of a panel's papers says: every value goes through the table of audience and field, every free text through what may not be
/// named. It depends on the audience alone, not on who makes it.
enum PaperPack {
    static func parts(_ reader: Reader, panel: RecordID, audience: PaperAudience, today: Day) throws -> [(child: RecordID, part: PaperPart)]
    {
        let items = try reader.everywhere(PanelItem.self, where: [("panel_ref", .id(panel))]).filter { $0.state != "WITHDRAWN" }
        return try items.sorted { $0.id < $1.id }.enumerated().compactMap { index, item in
            guard let child = item.child else { return nil }
            let one = try PanelCase(reader, child: child, referral: item.referral, item: item.id, today: today)
            let hide = Redaction(try reader.identifying(in: child), for: audience)
            return (child, PaperCase(audience: audience, one: one, item: item, hide: hide, number: index + 1).part)
        }
    }
}

/// One child's case in a pack.
private struct PaperCase {
    let audience: PaperAudience
    let one: PanelCase
    let item: Stored<PanelItem>
    let hide: Redaction
    let number: Int

    private var alleged: Bool { one.referral.value.isNotAdmitted }

    /// A field's line, if it may stand in these papers and holds anything.
    private func row<R: RecordKind>(_ record: R, _ name: String, label: String? = nil) -> PaperPart.Row? {
        guard let field = R.kind.field(name), Papers.mayShow(name, of: AnyKind(R.self), to: audience) else { return nil }
        let value = field.get(record)
        guard !value.isNone else { return nil }
        let text = one.words.text(value, field.kind)
        switch field.kind {
        case .text, .longText: return PaperPart.Row(label: label ?? field.label, text: hide.clean(text))
        default: return PaperPart.Row(label: label ?? field.label, text: text)
        }
    }

    var part: PaperPart {
        let named = Papers.mayShow("family_name", of: AnyKind(Child.self), to: audience)
        var sections: [PaperPart.Section] = []
        func add<R: RecordKind>(_ title: String, _ record: R?, _ names: [String], label: (String) -> String? = { _ in nil }) {
            let rows = record.map { record in names.compactMap { row(record, $0, label: label($0)) } } ?? []
            if !rows.isEmpty { sections.append(PaperPart.Section(title: title, rows: rows)) }
        }
        add("Child", one.file.child.value, ["given_name", "family_name", "known_as", "date_of_birth"])
        add(
            "Referral", one.referral.value,
            ["received_date", "source", "admission", "admission_now", "admission_now_on", "reason", "urgency"])
        for offence in one.offences {
            add(
                alleged ? "Alleged offence" : "Offence", offence.value,
                ["offence_date", "description", "category", "cjs_code", "seriousness", "knife", "victims"])
        }
        add(
            "Gravity", item.value, ["gravity_matrix", "gravity_base", "aggravating", "mitigating", "gravity", "gravity_reason"])
        add(
            "Views", item.value, ["child_view", "child_view_on", "child_view_how", "parent_view", "parent_view_on", "parent_view_how"])
        add(
            "Assessment", one.assessment?.value,
            [
                "completed_on", "countersigned_on", "reoffending", "reoffending_reason", "serious_harm", "serious_harm_reason",
                "safety_wellbeing", "safety_wellbeing_reason",
            ], label: { $0 == "reoffending" && alleged ? "Likelihood of offending" : nil })
        for contact in one.contacts { add("The victim", contact.value, ["state", "on_date", "summary", "wishes"]) }
        add("The victim", item.value, ["victim_reason"])
        add(
            "Police", item.value, ["record_checked_on", "record_checked_by", "record_result", "outcomes_elsewhere", "intelligence"])
        add("Options", item.value, ["options", "why_not_lower", "recommendation", "recommendation_reason"])
        if audience == .scrutiny {
            add("Decision", one.referral.value, ["decision", "decision_date", "decided_by", "recommendation"])
        }
        return PaperPart(title: named ? one.file.name : "Case \(number)", isAlleged: alleged, sections: sections)
    }
}
