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
            SubjectAccessChange.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
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
}
