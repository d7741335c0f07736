import Casework
import HTML
import Practice
import Records

/// What can be done next with an out-of-court referral, in the order of the work: nobody has to know an address.
struct ReferralNext {
    let reader: Reader
    let file: FileHead
    let record: Stored<Referral>
    let visit: Visit

    private var access: Access { visit.person.access }
    private var referral: Referral { record.value }

    /// A list of links and one button; empty for those who can do nothing, and on a page of the past.
    var section: HTML {
        get throws {
            guard visit.asAt == nil, !record.withdrawn, referral.accepted != false else { return .empty }
            let items =
                try [begunReport, assessment, selfAssessments, victim].compactMap { $0 } + outOfCourt + [closure].compactMap { $0 }
            let report = try panelReport
            guard !items.isEmpty || !report.isEmpty else { return .empty }
            return filePart("Next", id: "next", list(items) + report)
        }
    }

    private var isOpen: Bool { referral.closedDate == nil }
    private var query: [(String, String)] { [("referral", record.id.description)] }

    private func way(_ text: String, goOn: String, _ type: String) throws -> HTML {
        try AssessmentStart.way(text, goOn: goOn, type: type, referral: record.id, reader, file, visit)
    }

    private var assessment: HTML? {
        get throws {
            guard isOpen, access.mayWrite("assessment") else { return nil }
            let begin = try way("Begin an assessment", goOn: "Go on with the assessment", "OUT_OF_COURT")
            return "\(begin) or \(link(to: At.assessmentElsewhere(file.id, query), "add one done elsewhere"))"
        }
    }

    private var selfAssessments: HTML? {
        get throws {
            guard isOpen, access.mayWrite("assessment") else { return nil }
            return try way("The child’s own view", goOn: "Go on with the child’s own view", "SELF_CHILD") + " and "
                + way("The parent’s or carer’s own view", goOn: "Go on with the parent’s or carer’s", "SELF_PARENT")
        }
    }

    private var victim: HTML? {
        get throws {
            let kind = AnyKind(VictimContact.self)
            let known = try reader.records(VictimContact.self, child: file.id).filter {
                $0.offence.map(referral.offences.contains) ?? true
            }
            let links = known.map { link(to: At.record(file.id, kind, $0.id), "Contact with the victim") }
            guard isOpen, access.mayWrite("victim_contact") else { return links.isEmpty ? nil : links.joined(separator: ", ") }
            let offence = referral.offences.first.map { [("offence", $0.description)] } ?? []
            let add = link(to: At.newRecord(file.id, kind, offence), known.isEmpty ? "Record a victim contact" : "record another")
            return (links + [add]).joined(separator: ", ")
        }
    }

    private var outOfCourt: [HTML] {
        guard referral.pathway == "OUT_OF_COURT" else { return [] }
        var items: [HTML] = []
        if access.may(.recordDecision) {
            items.append(
                link(
                    to: At.decision(file.id, record.id), "The police’s decision"
                ))
        }
        if access.sees(.offending) { items.append(link(to: At.outcome(file.id, record.id), "Outcome")) }
        return items
    }

    /// The report that waits for its panel: a begun one is gone on with, not begun again (S-OOC-06).
    private var waitingReport: Stored<PanelItem>? {
        get throws {
            guard isOpen, referral.pathway == "OUT_OF_COURT", access.sees(PanelItem.kind) else { return nil }
            return try reader.records(PanelItem.self, child: file.id).filter {
                $0.value.referral == record.id && $0.state != "WITHDRAWN" && $0.state != "HEARD"
            }.max { $0.id < $1.id }
        }
    }

    private var begunReport: HTML? {
        get throws {
            guard let item = try waitingReport else { return nil }
            let day = try item.panel.flatMap { try reader.serviceRecord(Panel.self, id: $0) }?.heldOn
            let state =
                day.map { "listed for \($0.words)" } ?? (item.state == "DEFERRED" ? "put off" : item.reportOn == nil ? "draft" : "ready")
            let begins = access.mayWrite("panel_item") ? "Go on with the panel report" : "The panel report"
            return "\(link(to: At.panelItem(file.id, item.id), begins)) (\(state))"
        }
    }

    private var panelReport: HTML {
        get throws {
            guard isOpen, referral.pathway == "OUT_OF_COURT", access.sees(.offending) else { return .empty }
            guard try waitingReport == nil, access.mayWrite("panel_item") else { return .empty }
            if referral.decision != nil {
                let programmes = try reader.records(Programme.self, child: file.id).map(\.entry)
                guard
                    let back = BackToPanel.programme(record.entry, programmes: programmes, options: try reader.outOfCourtOptions()),
                    !BackToPanel.isHeardAgain(referral, after: back.value)
                else { return .empty }
            }
            return sendForm(
                action: At.records(file.id, AnyKind(PanelItem.self)),
                hidden("referral", record.id.description) + button("Start the panel report", style: .secondary))
        }
    }

    private var closure: HTML? {
        get throws {
            guard isOpen, access.mayWrite("closure") else { return nil }
            let begun = try reader.records(Closure.self, child: file.id).first { $0.value.referral == record.id }
            if let begun { return link(to: At.closure(file.id, begun.id), "The closing of the work") }
            return link(to: At.newRecord(file.id, AnyKind(Closure.self), query), "Close the work")
        }
    }
}
