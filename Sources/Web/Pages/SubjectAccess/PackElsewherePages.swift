import Casework
import HTML
import Practice
import Records

/// What other children's files say of the child who asks: each place is proposed without whom it may not name, and put in or left out by whoever
/// makes the pack. The second person reads it in the pack like any other line.
enum PackElsewherePages {
    private static let base = SubjectAccessPages.base + "/{id}/pack/elsewhere"
    static let routes: [Route] = [
        .get(base, .may(.answerSubjectAccess)) { visit in
            try await visit.service.read(Scope(visit.person)) { try page(visit, $0, problems: []) }
        },
        .post(base, .may(.answerSubjectAccess)) { try await save($0) },
    ]

    /// The way here from the pack.
    static func way(_ desk: PackDesk) -> HTML {
        section(
            "What other files say", id: "elsewhere",
            "<p>A brother’s, a friend’s or a co-defendant’s file may say something of this child that they may have. \(link(to: desk.at("pack/elsewhere"), "Look through other files")) and put in what is theirs.</p>"
        )
    }

    private static func decided(_ reader: Reader, _ desk: PackDesk) throws -> [String: Stored<SubjectAccessChange>] {
        let all = try reader.records(SubjectAccessChange.self, child: desk.file.id).filter {
            $0.request == desk.request.id && $0.value.place.hasPrefix(Mention.prefix)
        }
        return Dictionary(all.filter { ["BROUGHT_IN", "KEPT_OUT"].contains($0.value.change) }.map { ($0.value.place, $0) }) { _, last in
            last
        }
    }

    private static func page(_ visit: Visit, _ reader: Reader, problems: [ErrorItem]) throws -> Reply {
        let desk = try PackDesk(reader, visit, [])
        let isOpen = !desk.request.isSigned && desk.request.isOpen
        let found = isOpen ? try reader.mentions(of: desk.file.id, toChild: desk.request.requester == "CHILD") : []
        let decided = try decided(reader, desk)
        let names = try reader.namesOf(Array(Set(found.map(\.child))).sorted(), on: visit.service.today)
        let waiting = found.filter { decided[$0.place] == nil }
        let forms = waiting.prefix(50).map { form(visit, desk, $0, names[$0.child]?.name ?? "Name not known", problems) }.joined()
        let rows = decided.values.sorted { ($0.from, $0.id) < ($1.from, $1.id) }.map { one -> [HTML] in
            [
                one.value.change == "BROUGHT_IN" ? tag("Put in", .info) : tag("Left out", .neutral), "\(one.value.passage ?? "")",
                "\(one.value.why)",
            ]
        }
        return .page(
            visit, title: "Other files", shows: .list("search", [desk.file.id] + Array(Set(found.map(\.child))).sorted()),
            status: problems.isEmpty ? 200 : 422, hasErrors: !problems.isEmpty, crumbs: desk.crumbs + [NavItem("Pack", desk.at("pack"))],
            errorSummary(problems) + heading("What other files say", caption: desk.file.name)
                + when(visit.query("saved") != nil, notification("Saved", "The pack says so now."))
                + "<p>Looked through is what is written today on files of other children that open to you: for the child’s full name on all of them, for what the child is called on those of family, co-defendants and who was heard by the same panel. A nickname, a misspelled name, earlier versions and what is in documents are not found.</p>"
                + wholeSection(
                    "To decide: \(waiting.count)", id: "waiting",
                    waiting.isEmpty
                        ? isOpen ? "<p>Nothing waits to be decided.</p>" : "<p>The request is answered or has ended.</p>"
                        : forms
                            + when(waiting.count > 50, "<p>\(waiting.count - 50) more are shown once these are decided.</p>"))
                + wholeSection(
                    "Decided", id: "decided",
                    table(
                        caption: "Places decided", columns: ["What", "Words in the pack", "Why"].map { Column($0) }, rows: rows,
                        captionHidden: true, empty: "Nothing has been decided.")
                        + "<p>What was put in is taken out again on the pack itself.</p>"))
    }

    private static func form(_ visit: Visit, _ desk: PackDesk, _ one: Mention, _ name: String, _ problems: [ErrorItem]) -> HTML {
        let isSent = visit.form["place"] == one.place
        func message(_ field: String) -> String? { isSent ? problems.first { $0.field == field }?.message : nil }
        // Several forms stand on the page: what was typed stands in the one it was typed in.
        func typed(_ name: String, _ standing: String) -> String { isSent ? visit.form[name] : standing }
        return
            "<h3>\(name): \(one.kind.title), \(one.label.lowercasedFirst)</h3>" + inset("<p>\(one.text)</p>")
            + sendForm(
                action: desk.at("pack/elsewhere"),
                hidden("place", one.place)
                    + fields([
                        FieldControl(
                            id: "passage", label: "As the pack would say it", kind: .multiline(rows: 3),
                            hint:
                                "Needed where it is put in. Other children, their families and victims are left out. Take out whatever else is not this child’s.",
                            error: message("passage"), value: typed("passage", one.proposed)),
                        FieldControl(
                            id: "why", label: "Why it is put in or left out", error: message("why"), value: typed("why", "")),
                    ])
                    + buttonGroup([
                        button("Put in", name: "change", value: "BROUGHT_IN", about: "\(one.kind.title) of \(name)"),
                        button("Leave out", name: "change", value: "KEPT_OUT", style: .secondary, about: "\(one.kind.title) of \(name)"),
                    ]))
    }

    private static func save(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("subject_access_change") else { throw NotAllowed() }
        let (place, words, why) = (visit.form["place"], visit.form["passage"], visit.form["why"])
        let bringsIn = visit.form["change"] == "BROUGHT_IN"
        guard bringsIn || visit.form["change"] == "KEPT_OUT" else { throw NotFound() }
        var problems: [ErrorItem] = []
        if bringsIn, words.isEmpty { problems.append(ErrorItem(field: "passage", "Write what the pack is to say, or leave it out.")) }
        if words.count > 5000 { problems.append(ErrorItem(field: "passage", "It must be 5000 characters or fewer.")) }
        if why.isEmpty { problems.append(ErrorItem(field: "why", "Say why it is put in or left out.")) }
        if why.count > 500 { problems.append(ErrorItem(field: "why", "Why must be 500 characters or fewer.")) }
        let wrong = problems
        // Other files are looked through before the write, for which everybody who saves waits.
        let other = try await visit.service.read(Scope(visit.person)) { reader -> Reply? in
            let desk = try PackDesk(reader, visit, [])
            guard !desk.request.isSigned, desk.request.isOpen else { return .see(desk.at("answer")) }
            guard try reader.mention(place, of: desk.file.id, toChild: desk.request.requester == "CHILD") != nil,
                try decided(reader, desk)[place] == nil
            else { return .see(desk.at("pack/elsewhere")) }
            return wrong.isEmpty ? nil : try page(visit, reader, problems: wrong)
        }
        if let other { return other }
        return try await visit.service.write(Scope(visit.person), action: "subject_access.change") { writer in
            let desk = try PackDesk(writer.reader, visit, [])
            guard !desk.request.isSigned, desk.request.isOpen else { return .see(desk.at("answer")) }
            guard try decided(writer.reader, desk)[place] == nil else { return .see(desk.at("pack/elsewhere")) }
            var change = SubjectAccessChange()
            (change.request, change.place, change.changedBy) = (desk.request.id, place, visit.person.id)
            (change.change, change.why) = (bringsIn ? "BROUGHT_IN" : "KEPT_OUT", why)
            if bringsIn { change.passage = words }
            try writer.create(change, child: desk.file.id)
            return .see(desk.at("pack/elsewhere", [("saved", "yes")]))
        }
    }
}
