import Casework
import HTML
import Practice
import Records

/// What can be done next with a referral, in the order of the work: nobody has to know an address. What is done already, and what comes only
/// later, is folded away (promise 1).
struct ReferralNext {
    let reader: Reader
    let file: FileHead
    let record: Stored<Referral>
    let visit: Visit

    /// A step, and whether it is for now.
    struct Step {
        enum When { case now, later, done }
        let when: When
        let html: HTML
        /// The day it was due, once that is past: what is late comes before everything else.
        let late: Day?

        init(_ when: When, _ html: HTML, late: Day? = nil) { (self.when, self.html, self.late) = (when, html, late) }
    }

    var access: Access { visit.person.access }
    var referral: Referral { record.value }
    var today: Day { visit.service.today }
    var isOpen: Bool { referral.closedDate == nil }
    var isOutOfCourt: Bool { referral.pathway == "OUT_OF_COURT" }
    private var query: [(String, String)] { [("referral", record.id.description)] }

    /// Links and at most one button; empty for those who can do nothing, and on a page of the past.
    var section: HTML {
        get throws {
            guard visit.asAt == nil, !record.withdrawn, referral.accepted != false else { return .empty }
            let work = try ReferralWork(self)
            let assessed = try newestAssessment
            let steps =
                try [assessment(assessed, work), selfAssessments(assessed), report(work), decision(work), outcome(work)].compactMap(\.self)
                + programme(work) + [victim, beginReport(work, assessed), closure(work)].compactMap(\.self)
            guard !steps.isEmpty else { return .empty }
            // What is past its day comes first, and the end of the work last.
            let late = steps.filter { $0.late != nil }.sorted { ($0.late ?? .unset) < ($1.late ?? .unset) }
            let ordered = late + steps.filter { $0.late == nil }
            func some(_ when: Step.When) -> [HTML] { ordered.filter { $0.when == when }.map(\.html) }
            // Who has nothing to do now is shown what comes.
            let first = some(.now).isEmpty ? some(.later) : some(.now)
            let rest = (some(.now).isEmpty ? [] : some(.later)) + some(.done)
            return filePart(
                "Next", id: "next",
                (first.isEmpty ? "<p class=\"none\">Nothing is left to do.</p>" : list(first))
                    + when(!rest.isEmpty, details("Later, and what is done", list(rest))))
        }
    }

    /// A step that is for now once its day is past, whatever stage the work is at.
    func step(_ when: Step.When, _ html: HTML, late: Day?) -> Step {
        late.map { Step(.now, "\(html) \(dueTag($0, today))", late: $0) } ?? Step(when, html)
    }

    // MARK: Before the panel

    /// The assessment a panel works from; nil where there is none, or none the visitor sees.
    private var newestAssessment: Stored<Assessment>? {
        get throws {
            let all = try reader.records(Assessment.self, child: file.id)
            let newest = Assessments.latest(all.map(\.entry), of: record.entry)
            return all.first { $0.id == newest?.id }
        }
    }

    private func way(_ text: String, goOn: String, _ type: String, isDone: Bool) throws -> HTML {
        try AssessmentStart.way(text, goOn: goOn, type: type, referral: record.id, isDone: isDone, reader, file, visit)
    }

    private func assessment(_ assessed: Stored<Assessment>?, _ work: ReferralWork) throws -> Step? {
        guard isOpen, access.mayWrite("assessment") else { return nil }
        // Which one is chosen first where it is no out-of-court work: a court's is most often written elsewhere.
        let begin =
            referral.pathway ?? "OUT_OF_COURT" == "OUT_OF_COURT"
            ? try way("Begin an assessment", goOn: "Go on with the assessment", "OUT_OF_COURT", isDone: assessed?.completedOn != nil)
            : link(to: At.newAssessment(file.id, [("referral", record.id.description)]), "Begin an assessment")
        let anew: HTML = "\(begin) or \(link(to: At.assessmentElsewhere(file.id, query), "add one done elsewhere"))"
        let late = work.late(["assess", "assessment_due"], of: [record.id] + work.programmes.map(\.id))
        guard let assessed else { return step(referral.decision == nil ? .now : .later, anew, late: late) }
        let to = At.assessment(file.id, assessed.id)
        return switch assessed.value.state {
        case .draft: step(.now, link(to: to, "Go on with the assessment"), late: late)
        case .returned: step(.now, link(to: to, "Mend the assessment that was sent back"), late: late)
        case .submitted: Step(.now, "\(link(to: to, "The assessment")) waits for countersignature")
        case .countersigned, .complete:
            step(.done, "\(link(to: to, "The assessment")), done \(assessed.completedOn?.words ?? ""). \(anew)", late: late)
        }
    }

    private func selfAssessments(_ assessed: Stored<Assessment>?) throws -> Step? {
        guard isOpen, access.mayWrite("assessment") else { return nil }
        return Step(
            assessed?.completedOn == nil && referral.decision == nil ? .now : .done,
            try own("The child’s own view", "SELF_CHILD", goOn: "Go on with the child’s own view", again: "Another by the child") + " and "
                + own(
                    "The parent’s or carer’s own view", "SELF_PARENT", goOn: "Go on with the parent’s or carer’s",
                    again: "Another by the parent or carer"))
    }

    /// What child or parent wrote of themselves, where it is done; another is asked for before it is begun.
    private func own(_ text: String, _ type: String, goOn: String, again: String) throws -> HTML {
        let done = try reader.records(Assessment.self, child: file.id).filter { one in
            one.type == type && one.completedOn != nil
                && (one.referral.map { $0 == record.id } ?? (one.completedOn.map { $0 >= referral.receivedDate } ?? false))
        }.max { ($0.completedOn ?? .unset, $0.id) < ($1.completedOn ?? .unset, $1.id) }
        guard let done else { return try way(text, goOn: goOn, type, isDone: false) }
        let next = try way(again, goOn: goOn, type, isDone: true)
        return "\(link(to: At.assessment(file.id, done.id), text)), done \(done.completedOn?.words ?? "") (\(next))"
    }

    private var victim: Step? {
        get throws {
            let kind = AnyKind(VictimContact.self)
            let known = try reader.records(VictimContact.self, child: file.id).filter {
                $0.offence.map(referral.offences.contains) ?? true
            }
            let links = known.map { link(to: At.record(file.id, kind, $0.id), "Contact with the victim") }
            guard isOpen, access.mayWrite("victim_contact") else { return links.isEmpty ? nil : Step(.done, links.joined(separator: ", ")) }
            let offence = referral.offences.first.map { [("offence", $0.description)] } ?? []
            let add = link(to: At.newRecord(file.id, kind, offence), known.isEmpty ? "Record a victim contact" : "record another")
            return Step(known.isEmpty ? .now : .done, (links + [add]).joined(separator: ", "))
        }
    }

    // MARK: The panel

    /// The report of the panel to come, gone on with and not begun again (S-OOC-06); or what became of it.
    private func report(_ work: ReferralWork) throws -> Step? {
        guard isOpen, let item = work.report else { return nil }
        let to = At.panelItem(file.id, item.id)
        if item.value.isWithHigher {
            return Step(.now, "\(link(to: to, "The panel report")): taken higher, and not answered yet")
        }
        if item.state == "HEARD" { return Step(.done, "\(link(to: to, "The panel report")), heard") }
        let day = try item.panel.flatMap { try reader.serviceRecord(Panel.self, id: $0) }?.heldOn
        let state =
            day.map { "listed for \($0.words)" } ?? (item.state == "DEFERRED" ? "put off" : item.reportOn == nil ? "draft" : "ready")
        let begins = access.mayWrite("panel_item") ? "Go on with the panel report" : "The panel report"
        return Step(.now, "\(link(to: to, begins)) (\(state))")
    }

    /// The button that begins the report: once the assessment is countersigned, or as far as the visitor may know it is.
    private func beginReport(_ work: ReferralWork, _ assessed: Stored<Assessment>?) throws -> Step? {
        guard isOpen, isOutOfCourt, access.sees(.offending), access.mayWrite("panel_item") else { return nil }
        guard work.report == nil || work.report?.state == "HEARD" && work.isBack else { return nil }
        if referral.decision != nil, !work.isBack { return nil }
        let isDue = work.isBack || !access.sees(Assessment.kind.sensitivity) || assessed?.countersignedOn != nil
        return Step(
            isDue ? .now : .later,
            sendForm(
                action: At.records(file.id, AnyKind(PanelItem.self)),
                hidden("referral", record.id.description) + button("Start the panel report", style: .secondary)))
    }

    private func decision(_ work: ReferralWork) -> Step? {
        guard isOutOfCourt, access.may(.recordDecision) else { return nil }
        // The police may decide at any time; a manager writes it down once a panel has sat.
        let isDue = referral.panelDate != nil || access.role == .policeOfficer
        let when: Step.When = referral.decisionDate != nil && !work.isHeardAgain ? .done : isDue ? .now : .later
        return Step(when, link(to: At.decision(file.id, record.id), "The police’s decision"))
    }
}
