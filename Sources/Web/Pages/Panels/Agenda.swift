import Casework
import HTML
import Practice
import Records

/// What stands on a panel's agenda, and what waits beside it: ready, or not and why not.
struct Agenda: Sendable {
    struct Line: Sendable {
        let child: RecordID
        let name: String
        let ref: String
        let referral: Entry<Referral>
        let item: Entry<PanelItem>?
        let gaps: [Readiness.Gap]
        let isKnife: Bool
    }

    let panel: Stored<Panel>
    let today: Day
    private(set) var on: [Line] = []
    private(set) var off: [Line] = []
    /// Whether the visitor sees what readiness rests on; others are shown the agenda alone.
    let knowsReadiness: Bool
    let writes: Bool
    let codes: Codes

    init(_ reader: Reader, _ panel: Stored<Panel>, today: Day, access: Access) throws {
        self.panel = panel
        self.today = today
        knowsReadiness = access.sees(.casework)
        writes = access.mayWrite("panel_item")
        codes = try reader.codes()
        let listed = try reader.everywhere(PanelItem.self, where: [("panel_ref", .id(panel.id))]).filter { $0.state != "WITHDRAWN" }
        let listedIDs = Set(listed.map(\.id))
        let waiting =
            knowsReadiness && panel.minutesSignedOn == nil
            ? try reader.everywhere(Referral.self, where: [("closed_date", .none), ("decision_date", .none)])
                .filter { Readiness.isWaiting($0.value) } : []
        let children = Array(Set(listed.compactMap(\.child) + waiting.compactMap(\.child)))
        let names = Dictionary(try reader.lines(of: children, on: today).map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        let waitingIDs = Set(waiting.map(\.id))
        var (on, off): ([Line], [Line]) = ([], [])
        try reader.caseFiles(Readiness.needs + [Need(Offence.self, "knife"), Need(PanelItem.self, "recommendation")], of: children) {
            file in
            for referral in file[Referral.self] {
                let items = file[PanelItem.self].filter { $0.referral == referral.id && $0.state != "WITHDRAWN" }
                let here = items.filter { listedIDs.contains($0.id) }
                func line(_ item: Entry<PanelItem>?) -> Line {
                    Line(
                        child: file.child.id, name: names[file.child.id]?.name ?? "Name not known", ref: names[file.child.id]?.ref ?? "",
                        referral: referral, item: item, gaps: Readiness.gaps(file, referral: referral, item: item?.value, on: today),
                        isKnife: file[Offence.self].contains { referral.offences.contains($0.id) && $0.knife == true })
                }
                for item in here { on.append(line(item)) }
                let newest = items.max { $0.id < $1.id }
                let isTaken = newest.map { $0.state == "LISTED" || $0.state == "HEARD" } ?? false
                if waitingIDs.contains(referral.id), here.isEmpty, !isTaken { off.append(line(newest)) }
            }
        }
        // The longest waiting first.
        self.on = on.sorted { ($0.referral.receivedDate, $0.name) < ($1.referral.receivedDate, $1.name) }
        self.off = off.sorted { ($0.referral.receivedDate, $0.name) < ($1.referral.receivedDate, $1.name) }
    }

    var children: [RecordID] { Array(Set((on + off).map(\.child))) }

    private func who(_ line: Line) -> HTML {
        link(to: At.child(line.child), "\(line.name), \(line.ref)") + when(line.isKnife, " \(tag("Knife", .warning))")
    }

    private func came(_ line: Line) -> HTML { "\(line.referral.receivedDate.words), \(today - line.referral.receivedDate) days ago" }

    private func admission(_ line: Line) -> HTML {
        "\(codes.label("admission", line.referral.admission) ?? "Not recorded")"
    }

    func listed(mayRun: Bool) -> HTML {
        let rows = on.map { line -> [HTML] in
            guard let item = line.item else { return [] }
            let state = item.state
            var acts: [HTML] = [link(to: At.panelItem(line.child, item.id), "Report", about: "on \(line.name)")]
            if mayRun, state != "HEARD", state != "DEFERRED", panel.heldOn <= today {
                acts.append(link(to: At.panelItem(line.child, item.id, "hearing"), "Record the result", about: "for \(line.name)"))
            }
            if mayRun, state == "LISTED" {
                acts.append(
                    sendForm(
                        action: At.panel(panel.id, "unlisting"),
                        hidden("child", line.child.description) + hidden("item", item.id.description)
                            + button("Take off", style: .secondary, about: "\(line.name)")))
            }
            let status: HTML =
                state == "HEARD"
                ? tag("Heard", .good) : state == "DEFERRED" ? tag("Put off", .warning) : tag("Listed", .info)
            let lacks: HTML =
                knowsReadiness && state == "LISTED" && !line.gaps.isEmpty
                ? "<p>\(tag("Incomplete", .warning)) \(line.gaps.map(\.words).joined(separator: "; "))</p>" : .empty
            return [
                who(line), came(line), admission(line), "\(item.gravity.map(String.init) ?? "")",
                status + ((item.recommendation).map { " \(codes.label("outcome", $0) ?? $0)" } ?? .empty) + lacks, buttonGroup(acts),
            ]
        }
        return table(
            caption: "Agenda",
            columns: [
                Column("Child"), Column("Received"), Column("Admission"), Column("Gravity", isNumeric: true), Column("Status"),
                Column("Act"),
            ], rows: rows, captionHidden: true, empty: "Nothing is listed.")
    }

    func waiting(mayList: Bool) -> HTML {
        guard knowsReadiness else { return "<p class=\"none\">Your role does not see what readiness rests on.</p>" }
        let ready = off.filter(\.gaps.isEmpty)
        let other = off.filter { !$0.gaps.isEmpty }
        return "<h3>Ready</h3>"
            + table(
                caption: "Ready to be listed", columns: [Column("Child"), Column("Received"), Column("Admission"), Column("Act")],
                rows: ready.map { line in
                    [who(line), came(line), admission(line), when(mayList, press(line, text: "Put on the agenda", .empty))]
                }, captionHidden: true, empty: "None is ready.")
            + "<h3>Not ready</h3>"
            + table(
                caption: "Not ready, and why", columns: [Column("Child"), Column("Received"), Column("What is missing"), Column("Act")],
                rows: other.enumerated().map { index, line in
                    [who(line), came(line), list(line.gaps.map { "\($0.words)" }), acts(line, index, mayList)]
                }, captionHidden: true, empty: "None is waiting.")
    }

    private func acts(_ line: Line, _ index: Int, _ mayList: Bool) -> HTML {
        var out = HTML.empty
        if let item = line.item {
            out += link(to: At.panelItem(line.child, item.id), "Report", about: "on \(line.name)")
        } else if writes {
            out += sendForm(
                action: At.records(line.child, AnyKind(PanelItem.self)),
                hidden("referral", line.referral.id.description) + button("Start the report", style: .secondary, about: "on \(line.name)"))
        }
        guard mayList else { return out }
        let reason = FieldControl(
            id: "reason-\(index + 1)", name: "reason", label: "Why it is listed all the same", hint: "Kept in the item's history.")
        return out + details("List it all the same", press(line, text: "Put on the agenda", field(reason)))
    }

    private func press(_ line: Line, text: String, _ more: HTML) -> HTML {
        sendForm(
            action: At.panel(panel.id, "listing"),
            hidden("child", line.child.description) + hidden("referral", line.referral.id.description) + more
                + button(text, style: .secondary, about: line.name))
    }
}
