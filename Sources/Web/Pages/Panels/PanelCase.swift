import Casework
import HTML
import Practice
import Records

/// Everything the panel's pages know of one child's case, read once through the visitor's scope.
struct PanelCase: Sendable {
    let file: FileHead
    let referral: Stored<Referral>
    /// The newest report on this referral that was not taken off; nil before there is one.
    let item: Stored<PanelItem>?
    /// The newest report on this referral that a panel heard before; nil at the first.
    let heard: Stored<PanelItem>?
    let offences: [Stored<Offence>]
    let assessment: Stored<Assessment>?
    let contacts: [Stored<VictimContact>]
    let outcomes: [Stored<Outcome>]
    let programme: Stored<Programme>?
    /// The failed programme that brings the case back to a panel; nil while none does.
    let back: Entry<Programme>?
    /// Whether the visitor sees assessments at all: who does not is not told that there is none.
    let seesAssessments: Bool
    /// The types of document on the file for this referral.
    let documents: Set<String>
    let words: Words
    let options: [DisposalType]
    let today: Day

    init(_ reader: Reader, child: RecordID, referral id: RecordID, item: RecordID? = nil, today: Day) throws {
        file = try FileHead(reader, child)
        guard let referral = try reader.record(Referral.self, child: child, id: id) else { throw NotFound() }
        self.referral = referral
        self.today = today
        let items = try reader.records(PanelItem.self, child: child).filter { $0.referral == id && $0.state != "WITHDRAWN" }
        let current = item.flatMap { id in items.first { $0.id == id } } ?? items.max { $0.id < $1.id }
        self.item = current
        heard = items.filter { $0.state == "HEARD" && $0.id != current?.id }.max { $0.id < $1.id }
        offences = try reader.records(Offence.self, child: child).filter { referral.offences.contains($0.id) }
        let assessments = try reader.records(Assessment.self, child: child)
        let latest = Assessments.latest(assessments.map(\.entry), of: referral.entry)
        seesAssessments = reader.scope.sees(Assessment.kind.sensitivity)
        assessment = assessments.first { $0.id == latest?.id }
        contacts = try reader.records(VictimContact.self, child: child)
            .filter { $0.offence.map(referral.offences.contains) ?? true }.sorted { ($0.onDate ?? .unset) > ($1.onDate ?? .unset) }
        outcomes = try reader.records(Outcome.self, child: child)
        let programmes = try reader.records(Programme.self, child: child)
        programme = programmes.filter { $0.referral == id && !BackToPanel.isOfEarlierDecision($0.value, referral.value) }
            .max { $0.id < $1.id }
        let programmeID = programme?.id
        documents = Set(
            try reader.records(Document.self, child: child)
                .filter { $0.referral == id || $0.programme != nil && $0.programme == programmeID }.map(\.value.type))
        words = try Words(reader, file: child)
        let all = try reader.outOfCourtOptions()
        options = all.inForce(on: today)
        back = BackToPanel.programme(referral.entry, programmes: programmes.map(\.entry), options: all)
    }

    func option(_ token: String?) -> DisposalType? { options.first { $0.outcome == token } }
    func name(_ token: String?) -> String { words.code("outcome", token) }
    func fit(_ token: String?) -> OptionFit { OptionFit.of(option(token), admission: referral.currentAdmission, name: name(token)) }

    /// The outcomes recorded for this referral's offences since it came.
    var ownOutcomes: [Stored<Outcome>] {
        outcomes.filter { referral.offences.contains($0.offence) && $0.outcomeDate >= referral.receivedDate }
    }

    func wouldEnter(_ token: String?) -> WouldEnter { WouldEnter.by(option(token), checks) }

    /// What was looked into before the panel, and what the file itself says.
    var checks: WouldEnter.Checks {
        .init(
            policeOn: item?.recordCheckedOn, policeBy: item?.recordCheckedBy, policeResult: item?.recordResult,
            elsewhere: item?.outcomesElsewhere,
            earlierHere: earlierHere.map { "\(name($0.outcome).lowercasedFirst), \($0.outcomeDate.words)" })
    }

    /// The latest caution or sentence before this case.
    var earlierHere: Outcome? {
        let own = Set(ownOutcomes.map(\.id))
        return WouldEnter.substantive(
            outcomes.filter { !own.contains($0.id) }.map(\.value), codes: words.codes, before: referral.decisionDate ?? today)
    }

    var isVictimKnown: Bool {
        var known = CaseFile(child: file.child.entry)
        known[VictimContact.self] = contacts.map(\.entry)
        known[Offence.self] = offences.map(\.entry)
        return Readiness.isVictimKnown(known, referral: referral.value, reason: item?.victimReason)
    }

    /// What stands over every page about the case.
    var admission: HTML {
        alertBanner(
            Admission.title(referral.value, words.codes) ?? "Admission not recorded", referral.value.isNotAdmitted ? .warning : .info,
            referral.value.isNotAdmitted
                ? "<p>The child has not admitted the offence, as far as is recorded. It is alleged, and the assessment is about needs.</p>"
                : "<p>The child has admitted the offence.</p>")
    }

    /// What is known of the victim's wishes, without who they are.
    var victim: HTML {
        if contacts.isEmpty {
            if !offences.isEmpty, offences.allSatisfy({ $0.victims == "NONE" }) { return "<p>No victim, as recorded with the offence.</p>" }
            return (item?.victimReason).map { "<p>No contact: \($0)</p>" }
                ?? "<p>\(tag("Missing", .bad)) No contact is recorded, nor why there is none.</p>"
        }
        return summaryList(
            contacts.map { one in
                SummaryRow(
                    words.code("victim_state", one.state),
                    (one.summary.map(paragraphs) ?? "<span class=\"none\">Nothing passed on</span>")
                        + (one.wishes.map { "<p>Restorative justice: \(words.code("victim_wishes", $0).lowercasedFirst).</p>" } ?? .empty),
                    source: one.onDate?.words)
            })
            + ((item?.victimReason).map { "<p>\($0)</p>" } ?? .empty)
    }

    /// When the panel took it higher, while nobody has answered; what an earlier hearing left unanswered is past (S-OOC-09).
    var takenHigherOn: Day? {
        guard let item, item.value.isWithHigher else { return nil }
        if let back, !BackToPanel.isHeardAgain(referral.value, after: back.value) { return nil }
        return item.escalatedOn
    }

    /// Why a case already decided is before a panel again (S-OOC-11).
    var secondTime: HTML {
        guard let back else { return .empty }
        return alertBanner(
            "Back from a failed programme", .warning,
            "<p>\(name(referral.decision)), decided \(referral.decisionDate?.words ?? "on no date"): the programme ended \(back.endDate?.words ?? "") and was not completed. It is decided a second time.</p>"
        )
    }

    var offenceList: HTML {
        let alleged = referral.value.isNotAdmitted
        return offences.isEmpty
            ? "<p class=\"none\">No offence is on the referral.</p>"
            : list(
                offences.map { one in
                    "\(alleged ? "Alleged: " : "")\(one.description ?? words.code("offence_category", one.category)), \((one.offenceDate ?? one.arrestDate)?.words ?? "no date")"
                        + (one.knife == true ? " \(tag("Knife", .warning))" : .empty)
                })
    }

    func judgementLabel(_ field: String) -> String {
        let label = Assessment.kind.field(field)?.label ?? field
        return field == "reoffending" && referral.value.isNotAdmitted ? "Likelihood of offending" : label
    }

    var crumbs: [NavItem] { file.crumbs }
}

/// Every route of panels, decisions and outcomes.
enum PanelArea {
    static let routes: [Route] =
        PanelPages.routes + AgendaPages.routes + PanelMemberPages.routes + PaperPages.routes + ReportOfItem.routes + HearingPages.routes
        + DecisionPages.routes + OutcomePages.routes + OptionPages.routes
}
