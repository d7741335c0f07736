import Casework
import HTML
import Records

/// A report once its panel has heard it: a change is a correction with a reason, and what the panel saw stands beside it (S-OOC-06).
enum HeardReport {
    private static let reason = "reason_for_change"

    /// What the form of a report already heard asks beside its questions.
    static func ask(_ record: PanelItem, _ visit: Visit, _ problems: [Problem]) -> HTML {
        guard record.state == "HEARD" else { return .empty }
        return inset(
            "<p>The panel has heard this report. A change is a correction: the report then says what the panel saw, what was changed and why.</p>"
        )
            + field(
                FieldControl(
                    id: reason, label: "Why it is changed after the panel", error: problems.first { $0.field == reason }?.message,
                    value: visit.form[reason]))
    }

    /// What a change needs once the panel has heard it: the reason, which the journal keeps; nil where nothing is changed or it was not heard.
    static func check(_ item: PanelItem, since current: PanelItem?, _ visit: Visit) -> PartForm<PanelItem>.Check? {
        guard let current, current.state == "HEARD", !changed(current, item).isEmpty else { return nil }
        let why = visit.form[reason]
        if why.isEmpty {
            return .init(problems: [Problem(field: reason, message: "The panel has heard this report: say why it is changed.")])
        }
        if why.count > 500 { return .init(problems: [Problem(field: reason, message: "The reason must be 500 characters or fewer.")]) }
        return .init(note: why)
    }

    /// The fields of the report that differ.
    private static func changed(_ a: PanelItem, _ b: PanelItem) -> Set<String> {
        Set(ItemForm.part.fields.filter { name in PanelItem.kind.field(name).map { $0.get(a) != $0.get(b) } ?? false })
    }

    /// What the panel saw beside what the report says now; nothing while they are the same.
    static func changes(_ history: [Stored<PanelItem>], _ one: PanelCase, _ access: Access) -> HTML {
        guard let seen = history.first(where: { $0.state == "HEARD" }), let now = history.last else { return .empty }
        let names = changed(seen.value, now.value)
        guard !names.isEmpty else { return .empty }
        return section(
            "Changed since the panel heard it", id: "changed",
            "<p>\(tag("Changed after the panel", .warning)) The history below says who changed it and why.</p>"
                + Versions<PanelItem>.compare(
                    seen.value, now.value, words: one.words, access: access, before: "What the panel saw", after: "What it says now",
                    leaveOut: Set(PanelItem.kind.fields.map(\.name)).subtracting(names)))
    }
}
