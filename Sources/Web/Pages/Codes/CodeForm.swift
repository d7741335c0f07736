import Casework
import HTML
import Records

/// The form of a code, new or changed, and who changed it.
extension CodeWriting {
    static let none = "-"

    static func page(
        _ visit: Visit, _ list: CodeList, _ code: Stored<Code>?, _ history: HTML, _ problems: [ErrorItem], from: Int64? = nil,
        above: HTML = .empty
    ) -> Reply {
        func typed(_ name: String, _ stored: String) -> String { visit.form.has(name) ? visit.form[name] : stored }
        func message(_ name: String) -> String? { problems.first { $0.field == name }?.message }
        let today = visit.service.today
        var controls = [
            FieldControl(
                id: "label", label: "Label", hint: "The words people choose.", error: message("label"),
                value: typed("label", code?.value.label ?? ""))
        ]
        if code == nil {
            controls.append(
                FieldControl(
                    id: "token", label: "Code",
                    hint: "Capital letters, digits and underscores, as it stands in files, such as SCHOOL_VISIT. It is never given again.",
                    error: message("token"), value: typed("token", "")))
            if !list.groups.isEmpty {
                let groups = list.groups.map { Choice($0, $0) } + (list.hasUngrouped ? [Choice(none, "None of them")] : [])
                controls.append(
                    FieldControl(
                        id: "in_group", label: "What it counts as", kind: .radios(groups), hint: list.meaning, error: message("in_group"),
                        value: typed("in_group", "")))
            }
            controls.append(
                FieldControl(
                    id: "from_date", label: "From", kind: .day, error: message("from_date"), value: typed("from_date", today.typed)))
        }
        controls.append(
            FieldControl(
                id: "to_date", label: "Last day", kind: .day, hint: "After it the code is not offered any more; records keep it.",
                error: message("to_date"), value: typed("to_date", code?.value.toDate?.typed ?? ""), isRequired: false))
        controls.append(
            FieldControl(
                id: "basis", label: "What it rests on", hint: "Such as a circular, a policy or a decision, with its date.",
                error: message("basis"),
                value: typed("basis", code?.value.basis ?? "")))
        let title = code.map { "Change code: \($0.value.label)" } ?? "Add a code"
        let facts: HTML =
            code.map {
                summaryList([
                    ("Code", "\($0.value.token)"), ("Counts as", "\($0.value.group ?? "Nothing apart")"),
                    ("Dates", "\(CodePages.dates($0.value))"),
                ])
            } ?? .empty
        return .page(
            visit, title: title, shows: .nobody, status: above != .empty ? 409 : problems.isEmpty ? 200 : 422,
            hasErrors: !problems.isEmpty, crumbs: [CodePages.crumb, NavItem(list.title, CodeList.address(list.name))]
        ) {
            errorSummary(problems) + heading(title, caption: list.title) + above + facts
                + sendForm(
                    action: CodeList.address(list.name, code?.value.token), once: code == nil ? once(visit) : nil,
                    (code.map { hidden("from", String(from ?? $0.from)) } ?? .empty) + fields(controls)
                        + buttonGroup([button("Save"), link(to: CodeList.address(list.name), "Cancel")]))
                + when(code != nil, section("Who changed it, and when", id: "history", history))
        }
    }

    static func trail(_ visit: Visit, _ reader: Reader, _ code: Stored<Code>?) throws -> HTML {
        guard let code else { return .empty }
        let versions = try reader.history(Code.self, child: nil, id: code.id)
        let (trails, names) = (try reader.trails(versions.map(\.from)), try reader.staffNames())
        return timeline(
            versions.reversed().map { version in
                let trail = trails[version.from]
                return TimelineEntry(
                    "\(version.value.label): \(CodePages.dates(version.value).lowercasedFirst)",
                    date: time(trail?.recordedAt.iso ?? "", trail?.recordedAt.words ?? ""),
                    by: trail?.staff.flatMap { names[$0] } ?? "Waymark",
                    body: "<p>\(basisWords(version.value.basis))</p>")
            })
    }
}
