import Casework
import HTML
import Practice
import Records

/// Taking words out of one line of a pack, or putting them back, with a reason.
enum PackChangePages {
    private static let base = SubjectAccessPages.base + "/{id}/pack/line"
    static let routes: [Route] = [
        .get(base, .may(.answerSubjectAccess)) { visit in
            let seen = try await PackDesk.seen(visit)
            return try await visit.service.read(Scope(visit.person)) { reader in
                let desk = try PackDesk(reader, visit, seen)
                return try page(visit, desk, try form(visit, reader))
            }
        },
        .post(base, .may(.answerSubjectAccess)) { try await save($0) },
    ]

    private static func form(_ visit: Visit, _ reader: Reader) throws -> RecordForm<SubjectAccessChange> {
        guard visit.person.access.mayWrite("subject_access_change") else { throw NotAllowed() }
        var form = RecordForm(
            SubjectAccessChange.self, access: visit.person.access,
            codes: try reader.codes().without(["BROUGHT_IN", "KEPT_OUT"], of: "subject_access_change"), today: visit.service.today)
        form.asked = ["change", "passage", "reason", "why"]
        return form
    }

    private static func page(_ visit: Visit, _ desk: PackDesk, _ form: RecordForm<SubjectAccessChange>, status: Int = 200) throws -> Reply {
        let place = visit.query("place") ?? ""
        guard let row = desk.layout?.row(place) else { throw NotFound() }
        guard !desk.request.isSigned, desk.request.isOpen else { return .see(desk.at("answer")) }
        return .page(
            visit, title: "Line of the pack", shows: .child(desk.file.id), status: status, hasErrors: !form.problems.isEmpty,
            crumbs: desk.crumbs + [NavItem("Pack", desk.at("pack"))],
            form.summary + heading("Take out or put back", caption: row.label) + inset("<p>\(PackPages.marked(row.text, form.codes))</p>")
                + sendForm(
                    action: desk.at("pack/line", [("place", place)]),
                    form.controls(["change", "passage", "reason", "why"])
                        + buttonGroup([button("Save"), link(to: desk.at("pack"), "Cancel")])))
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        let seen = try await PackDesk.seen(visit)
        return try await visit.service.write(Scope(visit.person), action: "subject_access.change") { writer in
            let desk = try PackDesk(writer.reader, visit, seen)
            var form = try form(visit, writer.reader)
            form.fill(visit.form)
            let place = visit.query("place") ?? ""
            if let gone = RecordID(visit.form["let_go"]) { return try letGo(gone, desk, writer) }
            guard let row = desk.layout?.row(place) else { throw NotFound() }
            guard !desk.request.isSigned, desk.request.isOpen else { return .see(desk.at("answer")) }
            var change = SubjectAccessChange()
            (change.request, change.place, change.changedBy) = (desk.request.id, place, visit.person.id)
            change = form.read(over: change, child: nil)
            if form.problems.isEmpty, let refusal = row.text.refusal(of: change) {
                form.problems = [Problem(field: "passage", message: refusal)]
            }
            guard form.problems.isEmpty else { return try page(visit, desk, form, status: 422) }
            try writer.create(change, child: desk.file.id)
            return .see(desk.at("pack", [("saved", "yes")]))
        }
    }

    // MARK: Changes that no longer match

    /// Changes whose line is gone or says something else since the pack was laid out anew; nobody signs while there are any.
    static func lost(_ desk: PackDesk, _ layout: PackLayout, _ codes: Codes) -> HTML {
        guard !layout.lost.isEmpty, !desk.request.isSigned, desk.request.isOpen else { return .empty }
        let rows = layout.lost.map { one -> [HTML] in
            let kind = one.value.place.split(separator: ":").first.flatMap { anyKind(String($0)) }
            let title = kind?.title ?? "Line"
            let letGo = sendForm(
                action: desk.at("pack/line"),
                hidden("let_go", one.id.description) + button("Let it go", style: .secondary, about: title))
            return [
                "\(title)", "\(codes.label("subject_access_change", one.value.change) ?? one.value.change)",
                "\(one.value.passage ?? "The whole line")", "\(one.value.why)", letGo,
            ]
        }
        return section(
            "Changes that no longer match", id: "lost",
            "<p>The file has changed since: the line is gone, or these words no longer stand in it. Make the change anew where it is still wanted, then let the old one go. The pack is not signed before.</p>"
                + table(
                    caption: "Changes to lines that say something else now",
                    columns: ["Record", "Change", "Words", "Why", "Let go"].map { Column($0) }, rows: rows, captionHidden: true))
    }

    private static func letGo(_ id: RecordID, _ desk: PackDesk, _ writer: Writer) throws -> Reply {
        guard !desk.request.isSigned, desk.request.isOpen else { return .see(desk.at("answer")) }
        guard let one = desk.layout?.lost.first(where: { $0.id == id }) else { throw NotFound() }
        try writer.withdraw(SubjectAccessChange.self, child: one.child ?? desk.file.id, id: id, from: one.from)
        return .see(desk.at("pack", [("saved", "yes")]))
    }
}
