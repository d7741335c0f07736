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
        /// When its programme ended without being completed, for a case that comes back (S-OOC-11).
        var failedOn: Day?
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
        var waiting: [Stored<Referral>] = []
        let options = try reader.outOfCourtOptions()
        if knowsReadiness, panel.minutesSignedOn == nil {
            let open = try reader.everywhere(Referral.self, where: [("closed_date", .none)])
            // What was decided comes again only where a programme failed; most of what is open was decided and runs.
            let failed = Set(
                try reader.everywhere(Programme.self, where: [("completed", .flag(false))], only: ["completed"]).compactMap(\.child))
            waiting = open.filter { one in
                Readiness.isWaiting(one.value) || one.decisionDate != nil && (one.child.map(failed.contains) ?? false)
            }
        }
        let children = Array(Set(listed.compactMap(\.child) + waiting.compactMap(\.child)))
        let names = Dictionary(try reader.lines(of: children, on: today).map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
        let waitingIDs = Set(waiting.map(\.id))
        var (on, off): ([Line], [Line]) = ([], [])
        try reader.caseFiles(
            Readiness.needs + BackToPanel.needs + [
                Need(Offence.self, "knife"), Need(PanelItem.self, "recommendation", "escalated_on", "escalated_result"),
            ], of: children
        ) {
            file in
            for referral in file[Referral.self] {
                let items = file[PanelItem.self].filter { $0.referral == referral.id && $0.state != "WITHDRAWN" }
                let here = items.filter { listedIDs.contains($0.id) }
                func line(_ item: Entry<PanelItem>?, back: Programme? = nil) -> Line {
                    Line(
                        child: file.child.id, name: names[file.child.id]?.name ?? "Name not known", ref: names[file.child.id]?.ref ?? "",
                        referral: referral, item: item, gaps: Readiness.gaps(file, referral: referral, item: item?.value, on: today),
                        isKnife: file[Offence.self].contains { referral.offences.contains($0.id) && $0.knife == true },
                        failedOn: back?.endDate)
                }
                for item in here { on.append(line(item)) }
                let newest = items.max { $0.id < $1.id }
                let back = BackToPanel.programme(referral, programmes: file[Programme.self], options: options)
                guard waitingIDs.contains(referral.id), here.isEmpty, back != nil || Readiness.isWaiting(referral.value) else { continue }
                // The report heard before the programme failed is of the first time.
                let isOld = back.map { newest?.state == "HEARD" && !BackToPanel.isHeardAgain(referral.value, after: $0.value) } ?? false
                let isTaken = newest.map { $0.state == "LISTED" || $0.state == "HEARD" } ?? false
                if isOld || !isTaken { off.append(line(isOld ? nil : newest, back: back?.value)) }
            }
        }
        // The longest waiting first.
        self.on = on.sorted { ($0.referral.receivedDate, $0.name) < ($1.referral.receivedDate, $1.name) }
        self.off = off.sorted { ($0.referral.receivedDate, $0.name) < ($1.referral.receivedDate, $1.name) }
    }

    var children: [RecordID] { Array(Set((on + off).map(\.child))) }

    /// How many on the agenda are still to be heard and lack something.
    var incomplete: Int { on.count { $0.item?.state == "LISTED" && !$0.gaps.isEmpty } }

    private func came(_ line: Line) -> HTML {
        "\(line.referral.receivedDate.words), \((today - line.referral.receivedDate).counted("day")) ago"
    }

    private func admission(_ line: Line) -> String { Admission.title(line.referral.value, codes) ?? "Admission not recorded" }

    /// What is on the agenda as rows of a spreadsheet (S-INF-05).
    var rows: [[String]] {
        let head = [
            "Reference", "Child", "Received", "Days waiting", "Admission", "Knife", "Gravity", "State", "Recommended", "Missing",
        ]
        return [head]
            + on.map { line in
                let item = line.item
                let missing = knowsReadiness && item?.state == "LISTED" ? line.gaps.map(\.words).joined(separator: "; ") : ""
                return [
                    line.ref, line.name, line.referral.receivedDate.iso, String(today - line.referral.receivedDate), admission(line),
                    line.isKnife ? "Knife" : "", item?.gravity.map { "\($0)" } ?? "", state(item?.value).words,
                    codes.label("outcome", item?.recommendation) ?? "", missing,
                ]
            }
    }

    /// How far an item has come.
    private func state(_ item: PanelItem?) -> (words: String, tone: Tone) {
        if item?.isWithHigher == true { return ("Taken higher", .warning) }
        switch item?.state {
        case "HEARD": return ("Heard", .good)
        case "DEFERRED": return ("Put off", .warning)
        default: return ("Listed", .info)
        }
    }

    func listed(mayRun: Bool) -> HTML {
        let items = on.compactMap { line -> TaskItem? in
            guard let item = line.item else { return nil }
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
                            + button("Take off", style: .secondary, about: line.name)))
            }
            let (words, tone) = self.state(item.value)
            var hint: HTML = line.isKnife ? "\(tag("Knife", .warning)) " : .empty
            hint += "Received \(came(line)). \(admission(line))."
            if let gravity = item.gravity { hint += " Gravity \(gravity)." }
            if let token = item.recommendation { hint += " Recommended: \(codes.label("outcome", token) ?? token)." }
            if knowsReadiness, state == "LISTED", !line.gaps.isEmpty {
                hint += " Missing: \(line.gaps.map(\.words).joined(separator: "; "))."
            }
            if mayRun, state == "LISTED", panel.heldOn > today {
                hint += " The result can be recorded from \(panel.heldOn.words)."
            }
            return TaskItem("\(line.name), \(line.ref)", to: At.child(line.child), hint: hint, status: tag(words, tone) + buttonGroup(acts))
        }
        return items.isEmpty ? "<p class=\"none\">Nothing is listed.</p>" : taskList(items)
    }

    func waiting(mayList: Bool) -> HTML {
        guard knowsReadiness else { return "<p class=\"none\">Your role does not see what readiness rests on.</p>" }
        let ready = off.filter(\.gaps.isEmpty)
        let other = off.filter { !$0.gaps.isEmpty }
        func item(_ line: Line, _ more: HTML, _ act: HTML) -> TaskItem {
            let knife: HTML = line.isKnife ? "\(tag("Knife", .warning)) " : .empty
            return TaskItem(
                "\(line.name), \(line.ref)", to: At.child(line.child),
                hint: knife
                    + (line.failedOn.map { "\(tag("Back from a programme not completed", .warning)) It ended \($0.words). " } ?? .empty)
                    + "Received \(came(line)). \(admission(line))." + more, status: act)
        }
        let readyItems = ready.map { item($0, .empty, when(mayList, press($0, text: "Put on the agenda", .empty))) }
        let otherItems = other.enumerated().map { index, line in
            item(line, " Missing: \(line.gaps.map(\.words).joined(separator: "; ")).", acts(line, index, mayList))
        }
        return "<h3>Ready</h3>"
            + (readyItems.isEmpty ? "<p class=\"none\">None is ready.</p>" : taskList(readyItems)) + "<h3>Not ready</h3>"
            + (otherItems.isEmpty ? "<p class=\"none\">None is waiting.</p>" : taskList(otherItems))
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
