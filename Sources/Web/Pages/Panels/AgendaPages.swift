import Casework
import HTML
import Practice
import Records

/// One press puts a child's case on a panel's agenda or takes it off (S-OOC-04).
enum AgendaPages {
    static let routes: [Route] = [
        .post("/panels/{panel}/listing", .may(.runPanel)) { try await list($0) },
        .post("/panels/{panel}/unlisting", .may(.runPanel)) { try await unlist($0) },
    ]

    private static func list(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("panel_item") else { throw NotAllowed() }
        guard let child = RecordID(visit.form["child"]), let referral = RecordID(visit.form["referral"]) else { throw NotFound() }
        let reason = visit.form["reason"]
        let today = visit.service.today
        let id = try visit.id("panel")
        let refused = try await visit.service.write(
            Scope(visit.person), action: "panel_item.list", note: reason.isEmpty ? nil : reason
        ) { writer -> Reply? in
            let panel = try PanelPages.panel(visit, writer.reader)
            guard panel.cancelledReason == nil, panel.minutesSignedOn == nil else {
                return refusal(visit, panel, "Nothing is listed on a panel that is cancelled or whose minutes are signed.")
            }
            let one = try PanelCase(writer.reader, child: child, referral: referral, today: today)
            var gaps: [Readiness.Gap] = []
            try writer.reader.caseFiles(Readiness.needs, of: [child]) { file in
                guard let referral = file[Referral.self].first(where: { $0.id == referral }) else { return }
                // A report heard before is of the first time: a second hearing has its own.
                gaps = Readiness.gaps(file, referral: referral, item: one.item?.state == "HEARD" ? nil : one.item?.value, on: today)
            }
            guard gaps.isEmpty || !reason.isEmpty else {
                return refusal(
                    visit, panel, "It is not ready: \(gaps.map(\.words).joined(separator: "; ")). Give a reason to list it all the same.")
            }
            if let item = one.item, item.state != "HEARD" {
                try writer.correct(PanelItem.self, child: child, id: item.id, from: item.from) {
                    ($0.panel, $0.state) = (panel.id, "LISTED")
                }
            } else {
                var item = ReportOfItem.begun(one, try ReportOfItem.known(writer.reader, one))
                (item.panel, item.state) = (panel.id, "LISTED")
                try writer.create(item, child: child)
            }
            for action in try writer.reader.records(Action.self, child: child)
            where action.what == BackToPanel.action && action.doneOn == nil {
                try writer.correct(Action.self, child: child, id: action.id, from: action.from) {
                    ($0.doneOn, $0.result) = (today, "Listed for the panel of \(panel.heldOn.words)")
                }
            }
            return nil
        }
        return refused ?? .see(At.panel(id))
    }

    private static func unlist(_ visit: Visit) async throws -> Reply {
        guard visit.person.access.mayWrite("panel_item") else { throw NotAllowed() }
        guard let child = RecordID(visit.form["child"]), let item = RecordID(visit.form["item"]) else { throw NotFound() }
        let id = try visit.id("panel")
        try await visit.service.write(Scope(visit.person), action: "panel_item.unlist") { writer in
            guard let current = try writer.reader.record(PanelItem.self, child: child, id: item), current.panel == id else {
                throw NotFound()
            }
            // Already heard or taken off by a colleague: there is nothing left to take off.
            guard current.state == "LISTED" else { return }
            try writer.correct(PanelItem.self, child: child, id: item, from: current.from) { ($0.panel, $0.state) = (nil, nil) }
        }
        return .see(At.panel(id))
    }

    private static func refusal(_ visit: Visit, _ panel: Stored<Panel>, _ sentence: String) -> Reply {
        .page(
            visit, title: PanelPages.title(panel.value), shows: .nobody, status: 422, hasErrors: true,
            crumbs: [PanelPages.crumb],
            errorSummary([ErrorItem(field: nil, sentence)]) + heading("Not put on the agenda")
                + "<p>\(link(to: At.panel(panel.id), "Back to the panel"))</p>")
    }
}

/// Who is asked to a panel, for which agency, and who came (S-OOC-04).
enum PanelMemberPages {
    static let routes: [Route] = [
        .post("/panels/{panel}/members", .may(.runPanel)) { try await add($0) },
        .post("/panels/{panel}/attendance", .may(.runPanel)) { try await attend($0) },
    ]

    /// - Parameter wrong: by member, why the attendance sent for them cannot be taken.
    static func part(
        _ visit: Visit, _ reader: Reader, _ panel: Stored<Panel>, _ members: [Stored<PanelMember>], mayRun: Bool,
        wrong: [RecordID: String] = [:]
    ) throws -> HTML {
        let codes = try reader.codes()
        let choices = codes.inForce("panel_attendance", on: visit.service.today).map { Choice($0.token, $0.label) }
        let rows = members.enumerated().map { index, one -> [HTML] in
            let answer: HTML =
                mayRun
                ? field(
                    FieldControl(
                        id: "attendance-\(index + 1)", name: one.id.description, label: "Attendance of \(one.name)", kind: .choice(choices),
                        error: wrong[one.id],
                        value: visit.form.has(one.id.description) ? visit.form[one.id.description] : one.attendance ?? "",
                        isRequired: true))
                : "\(codes.label("panel_attendance", one.attendance) ?? "Not known")"
            return ["\(one.name)", "\(codes.label("agency", one.agency) ?? one.agency)", answer]
        }
        let people = table(
            caption: "Members", columns: [Column("Name"), Column("Agency"), Column("Attendance")], rows: rows, captionHidden: true,
            empty: "Nobody is asked yet.")
        guard mayRun else { return people }
        let form = try blank(visit, reader)
        return when(
            !members.isEmpty,
            sendForm(
                action: At.panel(panel.id, "attendance"),
                people
                    + buttonGroup([
                        button("Save attendance", style: .secondary),
                        button("Everybody else came", name: "rest", value: "ATTENDED", style: .secondary),
                    ])))
            + when(members.isEmpty, people)
            + details("Ask somebody", addForm(panel.id, form))
    }

    private static func addForm(_ panel: RecordID, _ form: RecordForm<PanelMember>) -> HTML {
        sendForm(
            action: At.panel(panel, "members"), form.controls(["name", "agency", "staff"]) + button("Add to the panel", style: .secondary))
    }

    private static func blank(_ visit: Visit, _ reader: Reader) throws -> RecordForm<PanelMember> {
        var form = RecordForm(PanelMember.self, access: visit.person.access, codes: try reader.codes(), today: visit.service.today)
        form.options["staff"] = try reader.staffByName().map { Choice($0.id.description, $0.name) }
        return form
    }

    private static func add(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("panel")
        let refused = try await visit.service.write(Scope(visit.person), action: "panel_member.record") { writer -> Reply? in
            let panel = try PanelPages.panel(visit, writer.reader)
            var form = try blank(visit, writer.reader)
            form.fill(visit.form)
            var member = PanelMember()
            (member.panel, member.attendance) = (panel.id, "INVITED")
            form.typed["panel_ref"] = panel.id.description
            form.typed["attendance"] = "INVITED"
            member = form.read(over: member, child: nil)
            func refused() -> Reply {
                .page(
                    visit, title: "Ask somebody", shows: .nobody, status: 422, hasErrors: true,
                    crumbs: [PanelPages.crumb, NavItem(PanelPages.title(panel.value), At.panel(id))],
                    form.summary + heading("Ask somebody") + addForm(id, form))
            }
            guard form.problems.isEmpty else { return refused() }
            // Pressed twice: nobody is asked twice for one agency.
            let there = try PanelPages.members(writer.reader, of: id)
            if there.contains(where: { $0.name == member.name && $0.agency == member.agency }) { return nil }
            do { try writer.create(member) } catch let problems as Problems {
                form.problems = problems.all
                return refused()
            }
            return nil
        }
        return refused ?? .see(At.panel(id))
    }

    private static func attend(_ visit: Visit) async throws -> Reply {
        let id = try visit.id("panel")
        let refused = try await visit.service.write(Scope(visit.person), action: "panel_member.attendance") { writer -> Reply? in
            let codes = try writer.reader.codes()
            let known = Set(codes.inForce("panel_attendance", on: visit.service.today).map(\.token))
            let members = try PanelPages.members(writer.reader, of: id)
            // One press for a full table: whoever is not marked otherwise came. What stands is taken again, whether or not its code is still in force.
            let chosen = members.map { member in
                let one = visit.form[member.id.description]
                return (member, ["", "INVITED"].contains(one) && visit.form["rest"] == "ATTENDED" ? "ATTENDED" : one)
            }
            let sent = chosen.filter { !$0.1.isEmpty && $0.1 != $0.0.attendance }
            let wrong = sent.filter { !known.contains($0.1) }
            guard wrong.isEmpty else {
                let panel = try PanelPages.panel(visit, writer.reader)
                let messages = Dictionary(
                    wrong.map { ($0.0.id, "Choose from the list whether \($0.0.name) came.") }, uniquingKeysWith: { first, _ in first })
                let items = members.enumerated().compactMap { index, one in
                    messages[one.id].map { ErrorItem(field: "attendance-\(index + 1)", $0) }
                }
                let title = PanelPages.title(panel.value)
                return .page(
                    visit, title: "Who came", shows: .nobody, status: 422, hasErrors: true,
                    crumbs: [PanelPages.crumb, NavItem(title, At.panel(id))],
                    errorSummary(items) + heading("Who came", caption: title)
                        + (try part(visit, writer.reader, panel, members, mayRun: true, wrong: messages)))
            }
            for (member, attendance) in sent {
                try writer.correct(PanelMember.self, child: nil, id: member.id, from: member.from) { $0.attendance = attendance }
            }
            return nil
        }
        return refused ?? .see(At.panel(id))
    }
}
