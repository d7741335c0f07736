import Casework
import HTML
import Practice
import Records

/// What waits on a manager: referrals to allocate, assessments to countersign, the week's panels, follow-ups of oversight.
struct OversightQueues {
    struct Unallocated {
        let referral: Stored<Referral>
        let reasons: [String]
    }

    let reader: Reader
    let today: Day
    /// The knife, sexual harm and safety ones first, then by how long they wait.
    let unallocated: [Unallocated]
    let submitted: [Stored<Assessment>]
    let followUps: [Stored<Oversight>]

    var children: [RecordID] {
        unallocated.compactMap(\.referral.child) + submitted.compactMap(\.child) + followUps.compactMap(\.child)
    }

    init(reader: Reader, today: Day) throws {
        self.reader = reader
        self.today = today
        let waiting = try reader.tasks(staff: nil, rules: ["referral_unallocated"], visibleOn: today, limit: 1000)
        let ids = Set(waiting.compactMap(\.record))
        let whose = Array(Set(waiting.map(\.child)))
        let referrals = try reader.everywhere(Referral.self, of: whose).filter { ids.contains($0.id) }
        let offences = Dictionary(grouping: try reader.everywhere(Offence.self, of: whose, only: ["knife", "category"]), by: { $0.child })
        let judged = Dictionary(
            grouping: try reader.everywhere(Assessment.self, of: whose, only: ["completed_on", "safety_wellbeing"]), by: { $0.child })
        let lines = try reader.namesOf(whose, on: today)
        unallocated = referrals.map { referral in
            let own = (offences[referral.child] ?? []).filter { referral.offences.isEmpty || referral.offences.contains($0.id) }
            let alerts = referral.child.flatMap { lines[$0]?.alerts } ?? []
            var reasons: [String] = []
            if own.contains(where: { $0.knife == true }) { reasons.append("Knife") }
            if own.contains(where: { $0.category?.contains("SEXUAL") == true }) || alerts.contains("HSB") { reasons.append("Sexual harm") }
            let latest = (judged[referral.child] ?? []).filter { $0.completedOn != nil }.max {
                ($0.completedOn ?? .unset) < ($1.completedOn ?? .unset)
            }
            if ["HIGH", "VERY_HIGH"].contains(latest?.safetyWellbeing ?? "") || alerts.contains("SUICIDE_RISK") {
                reasons.append("High safety concern")
            }
            if referral.urgency == "URGENT" { reasons.append("Urgent") }
            return Unallocated(referral: referral, reasons: reasons)
        }.sorted {
            ($0.reasons.isEmpty ? 1 : 0, $0.referral.receivedDate, $0.referral.ref) < (
                $1.reasons.isEmpty ? 1 : 0, $1.referral.receivedDate, $1.referral.ref
            )
        }
        submitted = try CountersignQueue.waiting(reader)
        followUps = try reader.everywhere(Oversight.self, where: [("followed_up_on", .none)]).filter { $0.followUpDue != nil }
            .sorted { ($0.followUpDue ?? today) < ($1.followUpDue ?? today) }
    }

    func html(_ visit: Visit) throws -> HTML {
        let names = try reader.namesOf(children, on: today)
        let (codes, staff, clock) = (try reader.codes(), try reader.staffNames(), AssessmentDue(try reader.settings()))
        func name(_ child: RecordID?) -> String { child.flatMap { names[$0]?.name } ?? "Name not known" }
        let open = unallocated.map { one -> [HTML] in
            let child = one.referral.child ?? one.referral.id
            let days = today - one.referral.receivedDate
            return [
                link(to: At.record(child, AnyKind(Referral.self), one.referral.id), name(child)), "\(days)",
                one.reasons.isEmpty ? "None known" : one.reasons.map { tag($0, .bad) }.joined(separator: " "),
                link(to: At.newRecord(child, AnyKind(Allocation.self)), "Allocate", about: name(child)),
                "\(codes.label("pathway", one.referral.pathway) ?? "Not known")", "\(one.referral.receivedDate.words)",
            ]
        }
        let signing = submitted.map { one -> [HTML] in
            let child = one.child ?? one.id
            return [
                link(to: At.child(child), name(child)), waited(one.value, clock),
                "\(codes.label("assessment_type", one.type) ?? "Assessment")",
                "\(one.writtenBy.flatMap { staff[$0] } ?? one.author ?? "Not known")",
            ]
        }
        let follow = followUps.map { one -> [HTML] in
            let child = one.child ?? one.id
            return [
                link(to: At.record(child, AnyKind(Oversight.self), one.id), name(child)),
                one.followUpDue.map { dueWords($0, today) } ?? .empty, paragraphs(one.decision),
                "\(one.by.flatMap { staff[$0] } ?? "Not known")",
            ]
        }
        return wholeSection(
            "Referrals not allocated", id: "unallocated",
            longTable(
                caption: "Referrals not allocated: knife, sexual harm and high safety first",
                columns: [
                    Column("Child"), Column("Days waiting", isNumeric: true), Column("First because of"), Column("Next"), Column("Pathway"),
                    Column("Received"),
                ], rows: open, first: 3, name: "referrals", captionHidden: true, empty: "Every referral is allocated."))
            + wholeSection(
                "To countersign", id: "countersign", action: link(to: At.countersign, "The whole queue"),
                longTable(
                    caption: "Assessments to countersign, oldest first", columns: ["Child", "Sent", "Assessment", "By"].map { Column($0) },
                    rows: signing, first: 3, name: "assessments", captionHidden: true, empty: "Nothing waits for a countersignature."))
            + (try panels(visit.person.access))
            + wholeSection(
                "Oversight to follow up", id: "follow-up",
                longTable(
                    caption: "Entries to follow up, by day", columns: ["Child", "Follow up by", "Decision", "By"].map { Column($0) },
                    rows: follow, first: 3, name: "entries", captionHidden: true, empty: "Nothing waits to be followed up."))
    }

    /// Since when it waits, and whether that is longer than the service allows.
    private func waited(_ one: Assessment, _ clock: AssessmentDue) -> HTML {
        guard let sent = one.submittedOn else { return .empty }
        return "\(sent.words), \((today - sent).counted("day")) waiting"
            + when(clock.isSignatureLate(one, on: today), " \(dueTag(clock.signatureDue(one) ?? today, today))")
    }

    /// The panels of the coming seven days with how many on their agenda lack something, by the rule of the panel's own page.
    private func panels(_ access: Access) throws -> HTML {
        let week = try reader.serviceRecords(Panel.self).filter {
            $0.cancelledReason == nil && $0.heldOn >= today && $0.heldOn < today + 7
        }.sorted { ($0.heldOn, $0.ref) < ($1.heldOn, $1.ref) }
        let rows = try week.map { panel -> [HTML] in
            let agenda = try Agenda(reader, panel, today: today, access: access)
            let (all, missing) = (agenda.on.count, agenda.incomplete)
            let state: HTML =
                !agenda.knowsReadiness
                ? "Not shown to your role"
                : all == 0 ? "None listed" : missing == 0 ? tag("All complete", .good) : tag("\(missing) of \(all) incomplete", .warning)
            let when = [panel.heldOn.weekday, panel.heldOn.words, panel.starts].compactMap { $0 }.joined(separator: " ")
            return [
                link(to: Address("/panels/\(panel.id)"), when), "\(panel.place ?? "Not said")", "\(all)", state,
            ]
        }
        return wholeSection(
            "This week’s panel", id: "panel",
            table(
                caption: "Panels of the coming seven days",
                columns: [Column("When"), Column("Where"), Column("Children", isNumeric: true), Column("Ready to be heard")], rows: rows,
                captionHidden: true, empty: "No panel in the coming seven days."))
    }
}
