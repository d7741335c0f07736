import Casework
import HTML
import Practice
import Records

/// The child's file: who the child is first, then what is due and the work; the offence last (promise 1).
enum ChildPages {
    static let routes: [Route] = [
        .get("/children/{child}", .may(.openFile)) { try await show($0) },
        .get("/children/{child}/details", .may(.openFile)) { try await details($0) },
        .get("/children/{child}/edit", .may(.writeRecords)) { try await edit($0) },
        .post("/children/{child}", .may(.writeRecords)) { try await update($0) },
        .get("/children/{child}/chronology", .may(.openFile)) { try await ChronologyPage.show($0) },
        .post("/children/{child}/chronology", .may(.openFile)) { try await ChronologyPage.ask($0) },
        .get("/children/{child}/views", .may(.seeJournal)) { try await SeenPage.show($0) },
    ]

    /// The tabs of a file.
    static func parts(_ visit: Visit, _ file: FileHead, current: String) -> HTML {
        let query = visit.asAtQuery
        var items = [
            NavItem("Overview", At.child(file.id, query), isCurrent: current == "overview"),
            NavItem("Chronology", At.child(file.id, "chronology", query), isCurrent: current == "chronology"),
            NavItem("Needs and networks", At.child(file.id, "needs", query), isCurrent: current == "needs"),
            NavItem("Court and custody", At.child(file.id, "court", query), isCurrent: current == "court"),
            NavItem("Details", At.child(file.id, "details", query), isCurrent: current == "details"),
        ]
        if visit.person.access.sees(Victim.kind) {
            items.append(NavItem("Victims", At.child(file.id, "victims", query), isCurrent: current == "victims"))
        }
        if visit.person.access.may(.seeJournal) {
            items.append(NavItem("Who has looked", At.child(file.id, "views"), isCurrent: current == "views"))
        }
        return tabs(items, label: "Parts of this file")
    }

    // MARK: Overview

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.glance(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let overview = try Overview(reader, file, visit)
            let body = try fileLayout(left: overview.left, right: overview.right)
            return try .page(visit, title: file.name, shows: .child(file.id), crumbs: [NavItem("Children", At.children)]) {
                try heading(file.name, caption: overview.caption, status: overview.status)
                    + overview.alerts + overview.actions + parts(visit, file, current: "overview") + jump(to: body) + body
            }
        }
    }

    /// On a phone the parts of the page lie far below one another: the way to those that are there.
    private static func jump(to body: HTML) -> HTML {
        let text = body.text
        let all = [
            ("What is due", "due"), ("Next", "next"), ("People", "people"), ("Where it stands", "standing"), ("Contacts", "contacts"),
            ("Programmes", "programmes"), ("Offences and outcomes", "offences"),
        ]
        let there = all.filter { text.contains("id=\"\($0.1)\"") }.map { NavItem($0.0, Address.id($0.1)) }
        return "<div class=\"narrow\">\(sideways(there, label: "On this page"))</div>"
    }

    // MARK: Details

    private static func details(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            let words = try Words(reader, file: file.id)
            let history = try reader.history(Child.self, child: file.id, id: file.id)
            let versions = Versions(
                history: history, trails: try reader.trails(history.map(\.from)), words: words, access: visit.person.access)
            let canWrite = visit.asAt == nil && visit.person.access.mayWrite("child")
            let addresses = try reader.records(HomeAddress.self, child: file.id)
            return try .page(visit, title: "Details", shows: .child(file.id), crumbs: file.crumbs) {
                heading("Details", caption: file.name) + parts(visit, file, current: "details")
                    + summaryList(versions.rows(of: file.child))
                    + when(canWrite, buttonGroup([buttonLink(to: At.child(file.id, "edit"), "Change details", style: .secondary)]))
                    + (try homes(reader, visit, file, addresses))
                    + when(
                        visit.asAt == nil && visit.person.access.may(.mergeChildren),
                        "<p>\(link(to: At.child(file.id, "merges"), "This child is entered twice"))</p>")
                    + when(
                        visit.asAt == nil && visit.person.access.may(.answerSubjectAccess),
                        "<p>\(link(to: At.records(file.id, AnyKind(SubjectAccess.self)), "Subject access requests"))</p>")
                    + when(
                        visit.asAt == nil && visit.person.access.may(.confirmErasure),
                        "<p>\(link(to: At.retention(file.id), "How long this file is kept"))</p>")
                    + (try FormerIdentityPages.way(visit, reader, file)) + (try WrongFilePages.removed(reader, visit, file))
                    + section("History", id: "history", try versions.history(visit, address: At.child(file.id, "details")))
            }
        }
    }

    /// Where the child has lived, each place with what its postcode says, and the count of moves (S-PEO-03).
    private static func homes(_ reader: Reader, _ visit: Visit, _ file: FileHead, _ addresses: [Stored<HomeAddress>]) throws -> HTML {
        guard visit.person.access.sees(.whereabouts) else { return .empty }
        let places = Places(try Reader.postcodes(reader))
        let codes = try reader.codes()
        let today = visit.asAt?.londonDay ?? visit.service.today
        let rows = addresses.sorted { ($0.startDate ?? Day(number: 0)) > ($1.startDate ?? Day(number: 0)) }.map { home -> [HTML] in
            let place = home.postcode.flatMap { places.place(of: $0) }
            let hidden: HTML = home.notToDisclose == true ? " \(tag("Not to be disclosed", .bad))" : .empty
            return [
                link(
                    to: At.record(file.id, AnyKind(HomeAddress.self), home.id),
                    [home.line, home.postcode].compactMap { $0 }.joined(separator: ", ")) + hidden,
                "\(codes.label("home", home.type) ?? "Not known")", "\(home.startDate?.words ?? "Not known")",
                "\(home.endDate?.words ?? (home.value.isActive(on: today) ? "Lives there" : "Not moved in yet"))",
                "\([place?.ward, place?.locality].compactMap { $0 }.joined(separator: ", "))", "\(place?.lsoa ?? "Not known")",
                "\(place?.imdDecile.map(String.init) ?? "Not known")", "\(place?.idaciDecile.map(String.init) ?? "Not known")",
            ]
        }
        let moves = Moves.count(addresses.map(\.value).filter { ($0.startDate ?? today) <= today })
        return section(
            "Homes", id: "homes",
            table(
                caption: "Homes, newest first. \(moves.counted("move")).",
                columns: ["Address", "Type", "From", "To", "Ward and locality", "LSOA", "IMD decile", "IDACI decile"].map { Column($0) },
                rows: rows, empty: "No address is recorded.")
                + addLink(visit, file, AnyKind(HomeAddress.self), "Add an address"))
    }

    /// In the place of what a role may not see.
    static let notShown: HTML = "<p class=\"none\">Not shown to your role.</p>"

    static func addLink(_ visit: Visit, _ file: FileHead, _ kind: AnyKind, _ text: String) -> HTML {
        guard visit.asAt == nil, visit.person.access.mayWrite(kind.name) else { return .empty }
        return "<p>\(link(to: At.newRecord(file.id, kind), text))</p>"
    }

    private static func edit(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("child") else { throw NotAllowed() }
        let draft = try await visit.service.draft(visit.person, form: "child", subject: try visit.id("child").description)
        return try await visit.service.read(Scope(visit.person)) { reader in
            let file = try FileHead(reader, try visit.id("child"))
            var form = RecordForm(Child.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
            form.fill(file.child.value)
            if let draft { form.fill(Form(draft.fields)) }
            return editPage(visit, file, form, from: file.child.from, draft: draft)
        }
    }

    /// The form that adds a child, sent a second time with something else typed: it becomes a change to what was saved; nil where it says the same.
    static func resent(_ visit: Visit, _ reader: Reader, _ child: RecordID) throws -> Reply? {
        let file = try FileHead(reader, child)
        var form = RecordForm(Child.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.fill(visit.form)
        let value = form.read(over: Child(), child: nil)
        guard let first = try reader.history(Child.self, child: child, id: child).first?.value,
            !form.problems.isEmpty || Child.kind.fields.contains(where: { visit.form.has($0.name) && $0.get(value) != $0.get(first) })
        else { return nil }
        let problems = form.problems
        form.fill(file.child.value)
        form.fill(visit.form)
        form.problems = problems
        let above = alertBanner(
            "This form was already saved", .warning,
            "What you typed now differs from it: saving changes the child’s record; the history keeps both.")
        return editPage(visit, file, form, from: file.child.from, above: above, status: 409)
    }

    private static func editPage(
        _ visit: Visit, _ file: FileHead, _ form: RecordForm<Child>, from: Int64, above: HTML = .empty, draft: Draft? = nil,
        status: Int = 200
    ) -> Reply {
        .page(
            visit, title: "Change details", shows: .child(file.id), status: status, hasErrors: !form.problems.isEmpty, crumbs: file.crumbs
        ) {
            form.summary + heading("Change details", caption: file.name) + above
                + sendForm(
                    action: At.child(file.id), draft: At.draft("child", file.id.description, file.id), once: once(visit, over: draft),
                    hidden("from", String(from)) + UnusualAge.mark(form) + "<h2>In their words</h2>"
                        + form.controls(["what_they_want", "strengths", "communication_tip", "safe_to_visit"]) + "<h2>Name and birth</h2>"
                        + form.controls([
                            "given_name", "family_name", "known_as", "date_of_birth", "sex", "first_language", "interpreter_needed",
                            "home_postcode",
                        ])
                        + "<h2>Who they are</h2>"
                        + form.controls([
                            "ethnicity", "ethnicity_code_set", "nationality", "immigration_status", "gender_identity",
                            "gender_same_as_registered",
                            "sexual_orientation", "religion",
                            "disability", "diversity_needs", "characteristics_asked_on", "characteristics_asked_by",
                        ]) + "<h2>Numbers</h2>" + form.controls(["pnc_id", "upn", "nhs_number", "originating_ref", "deleted"])
                        + ConcernPart(visit, draft, codes: form.codes).fields
                        + buttonGroup([
                            button("Save"), button("Save draft", name: "action", value: "draft", style: .secondary),
                            link(to: At.child(file.id, "details"), "Cancel"),
                        ]))
        }
    }

    private static func update(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("child") else { throw NotAllowed() }
        let child = try visit.id("child")
        if visit.form["action"] == "draft" {
            return try await visit.saveDraft("child", child.description, child, back: At.child(child, "edit"))
        }
        let from = sentVersion(visit)
        let page = try await visit.service.write(Scope(visit.person), action: "child.correct") { writer -> Reply? in
            let file = try FileHead(writer.reader, child)
            var form = RecordForm(Child.self, access: visit.person.access, codes: try writer.reader.codes(), today: visit.service.today)
            form.fill(file.child.value)
            form.fill(visit.form)
            let value = form.read(over: file.child.value, child: nil)
            form.problems += UnusualAge.problems(value.dateOfBirth, before: file.child.value.dateOfBirth, form)
            let concern = ConcernPart(visit, codes: form.codes)
            form.problems += concern.problems
            guard form.problems.isEmpty else { return editPage(visit, file, form, from: from, status: 422) }
            if file.child.from != from {
                let words = try Words(writer.reader, file: file.id)
                guard let above = try Versions.clash(file.child, value, writer.reader, words, visit.person.access) else {
                    try concern.create(writer, child: file.id, in: "Child’s details")
                    return nil
                }
                return editPage(visit, file, form, from: file.child.from, above: above, status: 409)
            }
            try writer.correct(Child.self, child: file.id, id: file.id, from: from) { $0 = value }
            try concern.create(writer, child: file.id, in: "Child’s details")
            try writer.consumeDraft(form: "child", subject: child.description, once: visit.form["once"])
            return nil
        }
        return page ?? .see(At.child(child, "details"))
    }
}

extension Reader {
    /// What postcodes say of places.
    static func postcodes(_ reader: Reader) throws -> [Postcode] { try reader.serviceRecords(Postcode.self).map(\.value) }
}
