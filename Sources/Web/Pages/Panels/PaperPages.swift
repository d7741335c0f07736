import Casework
import HTML
import Practice
import Records

/// The papers of a panel: copies given so far, a new copy for one person, and a copy as it was given (S-OOC-04).
enum PaperPages {
    static let routes: [Route] = [
        .get("/panels/{panel}/papers", .may(.runPanel)) { visit in
            try await visit.service.read(Scope(visit.person)) { reader in
                var form = try blank(visit, reader)
                form.typed["audience"] = visit.query("for").flatMap { PaperAudience(rawValue: $0.uppercased()) }?.rawValue ?? ""
                return try page(visit, reader, form)
            }
        },
        .post("/panels/{panel}/papers", .may(.runPanel)) { try await make($0) },
        .get("/panels/{panel}/papers/{copy}", .may(.runPanel)) { try await show($0) },
    ]

    static func copies(_ reader: Reader, of panel: RecordID) throws -> [Stored<PanelCopy>] {
        try reader.serviceRecords(PanelCopy.self).filter { $0.panel == panel }.sorted { $0.number < $1.number }
    }

    /// Whether this person may see everything a copy for its audience may hold.
    private static func mayOpen(_ copy: PanelCopy, _ visit: Visit) -> Bool {
        PaperAudience(rawValue: copy.audience).map { Papers.mayHandle($0, visit.person.access) } ?? false
    }

    private static func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<PanelCopy> {
        guard visit.person.access.mayWrite("panel_copy") else { throw NotAllowed() }
        var form = RecordForm(PanelCopy.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.demanded = ["audience": "Choose who the papers are for.", "recipient": "Tick who is given a copy, or name somebody else."]
        form.options["agreement"] = try AgreementPages.choices(reader, on: visit.service.today)
        return form
    }

    private static func page(_ visit: Visit, _ reader: Reader, _ form: RecordForm<PanelCopy>, status: Int = 200) throws -> Reply {
        let panel = try PanelPages.panel(visit, reader)
        let (codes, staff) = (form.codes, try reader.staffNames())
        let agreements = Dictionary(uniqueKeysWithValues: try reader.serviceRecords(Agreement.self).map { ($0.id, $0.value.name) })
        let rows = try copies(reader, of: panel.id).map { copy -> [HTML] in
            [
                mayOpen(copy.value, visit)
                    ? link(to: At.panel(panel.id, "papers/\(copy.id)"), "Copy \(copy.number)")
                    : "Copy \(copy.number) <span class=\"hint\">not for your role to open</span>", "\(copy.recipient)",
                "\(codes.label("paper_audience", copy.audience) ?? copy.audience)",
                "\(copy.agreement.flatMap { agreements[$0] } ?? "Not named")",
                "\(copy.madeAt.words)\(copy.madeBy.flatMap { staff[$0] }.map { ", by \($0)" } ?? "")",
            ]
        }
        let given = recipients(form, try PanelPages.members(reader, of: panel.id), of: visit, agencies: codes)
        return .page(
            visit, title: "Papers", shows: .nobody, status: status, hasErrors: !form.problems.isEmpty,
            crumbs: [PanelPages.crumb, NavItem(PanelPages.title(panel.value), At.panel(panel.id))],
            form.summary + heading("Papers", caption: PanelPages.title(panel.value))
                + "<p>Each copy is numbered and for one person, and stays as it was issued. What it holds depends on who it is for; nobody's papers name a victim, another child, say where a family lives or hold what a child wrote of themselves. Names and addresses the file knows are taken out of free text: read a copy before it leaves, for people write names the file does not know.</p>"
                + sendForm(
                    action: At.panel(panel.id, "papers"), once: once(visit),
                    form.controls(["audience"]) + given + under(form) + buttonGroup([button("Make a copy for each")]))
                + section(
                    "Copies given", id: "copies",
                    table(
                        caption: "Copies given", columns: ["Copy", "Given to", "Papers for", "Under", "Made"].map { Column($0) },
                        rows: rows,
                        captionHidden: true, empty: "None yet.")))
    }

    private static func make(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("panel")
        let (person, now) = (visit.person.id, visit.service.now)
        let made = try await visit.service.write(Scope(visit.person), action: "panel_copy.make") { writer -> Made in
            let token = visit.form["once"]
            if !token.isEmpty, let saved = try writer.saved(once: token, kind: "panel_copy") { return .copy(saved) }
            let panel = try PanelPages.panel(visit, writer.reader)
            var form = try blank(visit, writer.reader)
            form.fill(visit.form)
            let there = try copies(writer.reader, of: panel.id).map(\.value.number).max() ?? 0
            let names = try named(visit, PanelPages.members(writer.reader, of: panel.id))
            var made: [PanelCopy] = []
            // Nobody chosen is asked for as one without a name.
            for (place, name) in (names.isEmpty ? [""] : names).enumerated() {
                var one = form
                one.typed["recipient"] = name
                one.typed["panel_ref"] = panel.id.description
                one.typed["number"] = String(there + place + 1)
                one.typed["made_at"] = "\(now.londonDay.typed) \(now.londonTime)"
                one.typed["made_by"] = person.description
                let copy = one.read(over: PanelCopy(), child: nil)
                if let under = copy.agreement, form.options["agreement"]?.contains(where: { $0.value == under.description }) != true {
                    one.problems.append(Problem(field: "agreement_ref", message: "Choose an agreement that is in force today."))
                }
                if one.problems.isEmpty, !mayOpen(copy, visit) {
                    one.problems = [
                        Problem(
                            field: "audience",
                            message:
                                "These papers hold what your role does not see, such as police intelligence: ask a manager to make the copy."
                        )
                    ]
                }
                if form.problems.isEmpty { form.problems = one.problems }
                made.append(copy)
            }
            guard form.problems.isEmpty, let audience = made.first.flatMap({ PaperAudience(rawValue: $0.audience) }) else {
                return .page(try page(visit, writer.reader, form, status: 422))
            }
            let parts = try PaperPack.parts(writer.reader, panel: panel.id, audience: audience, today: now.londonDay)
            var first: RecordID?
            for var copy in made {
                copy.madeAt = writer.recordedAt
                try writer.keep(parts.map { ($0.child, Array($0.part.json.utf8)) }, for: &copy)
                let saved = try writer.create(copy)
                first = first ?? saved
            }
            if !token.isEmpty, let first { try writer.keep(once: token, kind: "panel_copy", child: nil, id: first) }
            return made.count == 1 ? first.map { Made.copy($0) } ?? .list : .list
        }
        switch made {
        case .page(let reply): return reply
        case .copy(let copy): return .see(At.panel(id, "papers/\(copy)"))
        case .list: return .see(Address(At.panel(id, "papers").path, fragment: "copies"))
        }
    }

    /// Who is given a copy: the members ticked, and a name typed of somebody who is none.
    private static func named(_ visit: Visit, _ members: [Stored<PanelMember>]) throws -> [String] {
        let ticked = Set(visit.form["member"].split(separator: " ").map(String.init))
        let typed = visit.form["recipient"]
        return members.filter { ticked.contains($0.id.description) }.map(\.value.name) + (typed.isEmpty ? [] : [typed])
    }

    /// The panel's members to tick, and a box for anybody else: nobody types a name the panel's page has (S-OOC-04).
    private static func recipients(
        _ form: RecordForm<PanelCopy>, _ members: [Stored<PanelMember>], of visit: Visit, agencies codes: Codes
    ) -> HTML {
        guard var box = form.control("recipient") else { return .empty }
        guard !members.isEmpty else { return field(box) }
        let ticks = FieldControl(
            id: "member", label: "Given to",
            kind: .checkboxes(
                members.map { Choice($0.id.description, $0.value.name, hint: codes.label("agency", $0.agency)) }),
            hint: "Tick those whose papers are of this kind: each has a numbered copy of their own.",
            values: visit.form["member"].split(separator: " ").map(String.init), isRequired: true)
        (box.label, box.hint) = ("Somebody else", "Needed where nobody is ticked.")
        return field(ticks) + field(box)
    }

    /// What it is passed on under, where the register has an agreement in force (S-INF-04).
    private static func under(_ form: RecordForm<PanelCopy>) -> HTML {
        form.options["agreement"]?.isEmpty == false || form.problems.contains { $0.field == "agreement_ref" }
            ? form.controls(["agreement_ref"]) : .empty
    }

    private enum Made: Sendable {
        case page(Reply)
        case copy(RecordID)
        case list
    }

    /// A copy says what it said when it was issued, to whoever opens it.
    private static func show(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("copy")
        return try await visit.service.read(Scope(visit.person)) { reader in
            let panel = try PanelPages.panel(visit, reader)
            guard let copy = try reader.serviceRecord(PanelCopy.self, id: id), copy.panel == panel.id else { throw NotFound() }
            guard mayOpen(copy.value, visit) else { throw NotAllowed() }
            let parts = try reader.parts(of: copy.value)
            let agreement = try copy.agreement.flatMap { try reader.serviceRecord(Agreement.self, id: $0) }
            let under: HTML = agreement.map { "<p>Passed on under \(link(to: At.agreement($0.id), $0.value.name)).</p>" } ?? .empty
            let audience = try reader.codes().label("paper_audience", copy.audience) ?? copy.audience
            let title = "Papers for \(audience.lowercasedFirst)"
            let body: HTML =
                parts.map { parts in
                    parts.isEmpty
                        ? "<p class=\"none\">Nothing was on the agenda.</p>"
                        : parts.enumerated().map { index, one in PaperPart.html(one.bytes, number: index + 1) }.joined()
                } ?? "<p>This copy was made before copies were kept as issued: what it said is not here. Make a new one.</p>"
            return .page(
                visit, title: title, shows: .list("papers", parts?.map(\.child) ?? []),
                crumbs: [
                    PanelPages.crumb, NavItem(PanelPages.title(panel.value), At.panel(panel.id)),
                    NavItem("Papers", At.panel(panel.id, "papers")),
                ],
                heading(title, caption: PanelPages.title(panel.value))
                    + "<p><strong>Copy \(copy.number), for \(copy.recipient).</strong> Made \(copy.madeAt.words). For this person and this panel only; destroy it afterwards.</p>"
                    + under + body)
        }
    }
}
