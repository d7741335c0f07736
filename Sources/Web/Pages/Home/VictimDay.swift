import Casework
import HTML
import Practice
import Records

/// A victim worker's day: the victims nobody has reached yet, those before a panel first, and the decisions their victims may want to hear of
/// (S-OOC-24, S-ASM-10). It shows no more of the child than the role sees.
struct VictimDay {
    let reader: Reader
    let visit: Visit

    /// How far back a decision is still news to a victim, in days.
    private static let news = 28
    /// How far back the end of the work still is.
    private static let past = 182

    private struct Line {
        let referral: Stored<Referral>
        let child: RecordID
        let offence: RecordID?
        /// What the newest contact says; nil where there is none.
        let last: Stored<VictimContact>?
        let panel: Day?
    }

    /// Nil for every other role.
    var part: DayList.Part? {
        get throws {
            guard visit.person.access.role == .victimWorker else { return nil }
            let lines = try self.lines
            let today = visit.service.today
            // Not reached: nothing recorded, not done, or tried without an answer. Before the panel that is a gap in its papers.
            let open = lines.filter { line in
                line.referral.decision == nil && (line.last.map { ["NOT_DONE", "TRIED"].contains($0.state) } ?? true)
            }.sorted {
                ($0.panel ?? .open, $0.referral.receivedDate, $0.referral.ref) < (
                    $1.panel ?? .open, $1.referral.receivedDate, $1.referral.ref
                )
            }
            let decided = lines.filter { line in
                (line.referral.decisionDate.map { $0 >= today - Self.news } ?? false) && line.last?.state == "VIEWS_GIVEN"
            }.sorted { ($1.referral.decisionDate ?? today, $0.referral.ref) < ($0.referral.decisionDate ?? today, $1.referral.ref) }
            let ended = try reader.victimsToTell(since: today - Self.past)
            let children = (open + decided).map(\.child) + ended.map(\.child)
            let names = try reader.namesOf(children, on: today)
            let codes = try reader.codes()
            return DayList.Part(
                tiles: [
                    DayList.tile(open.count, "victim to reach", "victims to reach", id: "victims"),
                    DayList.tile(ended.count, "victim to tell of the end", "victims to tell of the end", id: "ended"),
                ],
                html: toReach(open, names, codes, today) + ofTheEnd(ended, names, codes, today) + toTell(decided, names, codes),
                children: children)
        }
    }

    private var lines: [Line] {
        get throws {
            let referrals = try reader.everywhere(
                Referral.self, where: [("closed_date", .none), ("pathway", .text("OUT_OF_COURT"))]
            ).filter { $0.accepted != false }
            let children = Array(Set(referrals.compactMap(\.child)))
            let offences = Dictionary(
                try reader.everywhere(Offence.self, of: children, only: ["victims"]).map { ($0.id, $0.value.victims) },
                uniquingKeysWith: { first, _ in first })
            let contacts = Dictionary(grouping: try reader.everywhere(VictimContact.self, of: children), by: { $0.child })
            let sittings = Dictionary(
                try reader.serviceRecords(Panel.self).map { ($0.id, $0.value) }, uniquingKeysWith: { first, _ in first })
            let items = Dictionary(
                grouping: try reader.everywhere(PanelItem.self, of: children, only: ["referral_ref", "panel_ref", "state"]),
                by: { $0.value.referral })
            return referrals.compactMap { referral -> Line? in
                guard let child = referral.child else { return nil }
                let hurt = referral.offences.filter { offences[$0].flatMap { $0 } != "NONE" }
                guard !hurt.isEmpty || referral.offences.isEmpty else { return nil }
                let own = (contacts[child] ?? []).filter { $0.offence.map(referral.offences.contains) ?? true }
                let last = own.max { ($0.onDate ?? .unset, $0.id) < ($1.onDate ?? .unset, $1.id) }
                let listed = (items[referral.id] ?? []).filter { $0.state == "LISTED" }.compactMap { item in
                    item.panel.flatMap { sittings[$0] }.flatMap { $0.cancelledReason == nil ? $0.heldOn : nil }
                }.max()
                return Line(referral: referral, child: child, offence: hurt.first, last: last, panel: listed)
            }
        }
    }

    private func toReach(_ lines: [Line], _ names: [RecordID: ChildLine], _ codes: Codes, _ today: Day) -> HTML {
        let rows = lines.map { line -> [HTML] in
            let name = names[line.child]?.name ?? "Name not known"
            let waited = today - line.referral.receivedDate
            return [
                link(to: At.referral(line.child, line.referral.id), name),
                line.last.map { one in
                    tag(codes.label("victim_state", one.state) ?? one.state, .warning) + (one.onDate.map { " \($0.words)" } ?? .empty)
                } ?? tag("Nothing recorded", .bad),
                line.panel.map { dueWords($0, today) } ?? "Not listed",
                "\(line.referral.receivedDate.words), \(waited.counted("day"))",
                link(
                    to: At.newRecord(
                        line.child, AnyKind(VictimContact.self), line.offence.map { [("offence", $0.description)] } ?? []),
                    "Record a victim contact", about: name),
            ]
        }
        return section(
            "Victims to reach", id: "victims",
            longTable(
                caption: "Referrals whose victim is not reached, the soonest panel first",
                columns: ["Child", "So far", "Panel", "Referred", "Next"].map { Column($0) }, rows: rows, name: "referrals",
                captionHidden: true, empty: "Every victim of an open referral has been reached."))
    }

    /// The work with the child ended, and its victim gave views: they are told, or it is said why not (S-TRN-10).
    private func ofTheEnd(_ ended: [VictimToTell], _ names: [RecordID: ChildLine], _ codes: Codes, _ today: Day) -> HTML {
        let rows = ended.map { one -> [HTML] in
            let name = names[one.child]?.name ?? "Name not known"
            let waited = today - one.endedOn
            return [
                link(to: At.referral(one.child, one.referral), name), "\(one.endedOn.words), \(waited.counted("day"))",
                "\(one.contact.wishes.flatMap { codes.label("victim_wishes", $0) } ?? "Not asked")",
                link(
                    to: Address(At.editRecord(one.child, AnyKind(VictimContact.self), one.contact.id).path, fragment: "end_told_on"),
                    "Record that they were told", about: name),
            ]
        }
        return section(
            "Work that ended: tell the victim", id: "ended",
            longTable(
                caption: "Victims who gave views and are not told that the work ended, the longest wait first",
                columns: ["Child", "Ended", "The victim wants", "Next"].map { Column($0) }, rows: rows, name: "victims",
                captionHidden: true, empty: "Every victim who gave views is told, or it is said why not."))
    }

    private func toTell(_ lines: [Line], _ names: [RecordID: ChildLine], _ codes: Codes) -> HTML {
        let rows = lines.map { line -> [HTML] in
            [
                link(to: At.referral(line.child, line.referral.id), names[line.child]?.name ?? "Name not known"),
                "\(codes.label("outcome", line.referral.decision) ?? "Not known")", "\(line.referral.decisionDate?.words ?? "")",
                "\(line.last?.wishes.flatMap { codes.label("victim_wishes", $0) } ?? "Not asked")",
            ]
        }
        return section(
            "Decided lately", id: "decided",
            "<p>Their victim has given views, and may want to hear what was decided.</p>"
                + longTable(
                    caption: "Decisions of the last \(Self.news) days where the victim has given views",
                    columns: ["Child", "Decision", "Decided", "The victim wants"].map { Column($0) }, rows: rows, name: "decisions",
                    captionHidden: true, empty: "None in the last \(Self.news) days."))
    }
}
