import Casework
import HTML
import Practice
import Records

/// The calendar of panels, and one sitting of it (S-OOC-04).
enum PanelPages {
    static let crumb = NavItem("Panels", At.panels)

    static let routes: [Route] =
        [
            .get("/panels", .may(.findChildren)) { try await calendar($0) },
            .get("/panels.csv", .may(.findChildren)) { try await csv($0) },
            .get("/panels/{panel}", .may(.findChildren)) { try await show($0) },
            .get("/panels/{panel}/agenda.csv", .may(.findChildren)) { try await agenda($0) },
        ]
        + ServicePages<Panel>(
            base: "/panels", permission: .runPanel, crumbs: [crumb],
            fields: ["held_on", "starts", "place", "chair", "quorum", "cancelled_reason", "minutes_signed_on", "minutes_signed_by"],
            parameter: "panel",
            begin: { form, visit, reader in
                // The next sitting is like the last: only its day is new, and that is as far ahead as the last was from the one before.
                guard let last = try newest(reader) else { return }
                if let next = try nextDay(reader, on: visit.service.today) {
                    form.typed["held_on"] = next.typed
                    form.sources["held_on"] = "As often as the last two. Change it if it sits on another day."
                }
                form.typed["starts"] = last.starts ?? ""
                form.typed["place"] = last.place ?? ""
                form.typed["chair"] = last.chair?.description ?? ""
                form.typed["quorum"] = last.quorum.map(String.init) ?? ""
            },
            also: { writer, id, _ in
                guard let last = try newest(writer.reader) else { return }
                for member in try members(writer.reader, of: last.id) {
                    var next = member.value
                    (next.panel, next.attendance) = (id, "INVITED")
                    try writer.create(next)
                }
            },
            done: { At.panel($0) }
        ).routes

    static func newest(_ reader: Reader) throws -> Stored<Panel>? {
        try reader.serviceRecords(Panel.self).filter { $0.cancelledReason == nil }.max { ($0.heldOn, $0.id) < ($1.heldOn, $1.id) }
    }

    /// When the panel sits next if it goes on as it did; nil where nothing can be told, or only of days past.
    private static func nextDay(_ reader: Reader, on today: Day) throws -> Day? {
        let days = Set(try reader.serviceRecords(Panel.self).filter { $0.cancelledReason == nil }.map(\.value.heldOn)).sorted()
        guard days.count > 1, let last = days.last else { return nil }
        let next = last + (last - days[days.count - 2])
        return next >= today ? next : nil
    }

    static func members(_ reader: Reader, of panel: RecordID) throws -> [Stored<PanelMember>] {
        try reader.serviceRecords(PanelMember.self).filter { $0.panel == panel }.sorted { ($0.agency, $0.name) < ($1.agency, $1.name) }
    }

    static func panel(_ visit: Visit, _ reader: Reader) throws -> Stored<Panel> {
        guard let panel = try reader.serviceRecord(Panel.self, id: try visit.id("panel")) else { throw NotFound() }
        return panel
    }

    static func title(_ panel: Panel) -> String { "Panel of \(panel.heldOn.words)" }

    static func status(_ panel: Panel, on day: Day) -> HTML {
        if panel.cancelledReason != nil { return tag("Cancelled", .bad) }
        if panel.heldOn > day { return tag("To come", .info) }
        if panel.heldOn == day, panel.minutesSignedOn == nil { return tag("Today", .info) }
        return panel.minutesSignedOn == nil ? tag("Minutes not signed", .warning) : tag("Minutes signed", .good)
    }

    // MARK: The calendar

    private static func listed(_ reader: Reader) throws -> [RecordID: [Stored<PanelItem>]] {
        let items = try reader.everywhere(PanelItem.self, only: ["panel_ref", "state"]).filter {
            $0.panel != nil && $0.state != "WITHDRAWN"
        }
        return Dictionary(grouping: items, by: { $0.panel ?? .unset })
    }

    private static func calendar(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let today = visit.service.today
            let panels = try reader.serviceRecords(Panel.self)
            let listed = try PanelPages.listed(reader)
            let members = Dictionary(grouping: try reader.serviceRecords(PanelMember.self), by: \.value.panel)
            let settings = try reader.settings()
            func rows(_ some: [Stored<Panel>]) -> [[HTML]] {
                some.map { panel in
                    let quorum = Quorum((members[panel.id] ?? []).map(\.value), needed: panel.quorum, settings: settings)
                    return [
                        link(to: At.panel(panel.id), panel.heldOn.words), "\(panel.starts)", "\(panel.place)",
                        "\((listed[panel.id] ?? []).count)",
                        quorumWords(quorum, hasSat: hasSat(panel.value, on: today)),
                        status(panel.value, on: today) + ((panel.cancelledReason).map { " \($0)" } ?? .empty),
                    ]
                }
            }
            let columns = [
                Column("Day"), Column("Starts"), Column("Place"), Column("Children", isNumeric: true), Column("Quorum"), Column("Status"),
            ]
            let coming = panels.filter { $0.heldOn >= today }.sorted { $0.heldOn < $1.heldOn }
            let past = panels.filter { $0.heldOn < today }.sorted { $0.heldOn > $1.heldOn }
            return .page(visit, title: "Panels", shows: .nobody) {
                heading("Panels")
                    + when(
                        visit.person.access.may(.runPanel) && visit.asAt == nil,
                        buttonGroup([buttonLink(to: Address("/panels/new"), "New panel")]))
                    + section(
                        "To come", id: "coming",
                        table(
                            caption: "Panels to come", columns: columns, rows: rows(coming), captionHidden: true,
                            empty: "No panel is in the calendar."))
                    + section(
                        "Past", id: "past",
                        table(
                            caption: "Past panels", columns: columns, rows: rows(Array(past.prefix(100))), captionHidden: true,
                            empty: "None yet.")) + spreadsheetLink("/panels", visit.asAtQuery)
            }
        }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let today = visit.service.today
            let listed = try PanelPages.listed(reader)
            let members = Dictionary(grouping: try reader.serviceRecords(PanelMember.self), by: \.value.panel)
            let settings = try reader.settings()
            let panels = try reader.serviceRecords(Panel.self).sorted { ($1.heldOn, $1.id) < ($0.heldOn, $0.id) }
            let head = ["Day", "Starts", "Place", "Children", "Agencies that came", "Agencies needed", "Minutes signed", "Cancelled"]
            let rows = panels.map { panel -> [String] in
                let quorum = Quorum((members[panel.id] ?? []).map(\.value), needed: panel.quorum, settings: settings)
                return [
                    panel.heldOn.iso, panel.starts ?? "", panel.place ?? "", String((listed[panel.id] ?? []).count),
                    panel.heldOn > today ? "" : String(quorum.present), String(quorum.needed), panel.minutesSignedOn?.iso ?? "",
                    panel.cancelledReason ?? "",
                ]
            }
            return .spreadsheet("panels", of: [], [head] + rows)
        }
    }

    /// Who came is judged from the day the panel sits, and never of one that was called off (S-OOC-04).
    static func hasSat(_ panel: Panel, on today: Day) -> Bool { panel.heldOn <= today && panel.cancelledReason == nil }

    /// Whether enough came; of a panel that has not sat how many are needed.
    static func quorumWords(_ quorum: Quorum, hasSat: Bool) -> HTML {
        guard hasSat else { return "\(quorum.needed.counted("agency", "agencies"))" }
        let came = "\(quorum.present) of \(quorum.needed)"
        return quorum.isMet ? tag("Quorum met: \(came)", .good) : tag("Quorum not met: \(came)", .bad)
    }

    // MARK: One sitting

    private static func agenda(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let panel = try panel(visit, reader)
            let agenda = try Agenda(reader, panel, today: visit.service.today, access: visit.person.access)
            return .spreadsheet("panel-\(panel.heldOn.iso)", of: agenda.on.map(\.child), agenda.rows)
        }
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let panel = try panel(visit, reader)
            let agenda = try Agenda(reader, panel, today: visit.service.today, access: visit.person.access)
            let people = try members(reader, of: panel.id)
            let staff = try reader.staffNames()
            let mayRun = visit.person.access.may(.runPanel) && visit.asAt == nil
            let quorum = Quorum(people.map(\.value), needed: panel.quorum, settings: try reader.settings())
            let signed = panel.minutesSignedOn.map { day -> HTML in
                "\(day.words), \((panel.minutesSignedBy).flatMap { staff[$0] } ?? "nobody named")"
            }
            var known: [(String, HTML)] = []
            if let starts = panel.starts { known.append(("Starts", "\(starts)")) }
            if let place = panel.place { known.append(("Place", "\(place)")) }
            if let chair = panel.chair { known.append(("Chair", "\(staff[chair] ?? "Not known")")) }
            known.append(("Quorum", quorumWords(quorum, hasSat: hasSat(panel.value, on: visit.service.today))))
            if let why = panel.cancelledReason { known.append(("Cancelled", "\(why)")) }
            if let signed { known.append(("Minutes signed", signed)) }
            let facts = summaryList(known)
            let mayList = mayRun && visit.person.access.mayWrite("panel_item")
            let isOpen = panel.cancelledReason == nil && panel.minutesSignedOn == nil
            let acts = buttonGroup([
                buttonLink(to: At.panel(panel.id, "papers"), "Papers", style: .secondary),
                link(to: At.panel(panel.id, "edit"), "Change, cancel or sign the minutes"),
            ])
            var body = heading(title(panel.value), status: status(panel.value, on: visit.service.today)) + facts
            if mayRun { body += acts }
            let file = spreadsheetLink("/panels/\(panel.id)/agenda", visit.asAtQuery)
            body += section("Agenda", id: "agenda", agenda.listed(mayRun: mayList) + when(!agenda.on.isEmpty, file))
            if isOpen { body += section("Not yet on the agenda", id: "waiting", agenda.waiting(mayList: mayList)) }
            body += section(
                "Who is asked, who came", id: "members", try PanelMemberPages.part(visit, reader, panel, people, mayRun: mayRun))
            return .page(visit, title: title(panel.value), shows: .list("list", agenda.children), crumbs: [crumb], body)
        }
    }
}
