import Casework
import Records
import TestSupport

@testable import Web

/// A made-up case on its way to a panel: referral, two offences, an assessment, and what the papers must leave out, under names of its own.
struct PanelMade: Sendable {
    let child: RecordID
    let referral: RecordID
    let offences: [RecordID]
    let assessment: RecordID
    let panel: RecordID

    static let victim = "Quentin Sharpe"
    static let otherChild = "Zebedee Marlow"
    static let secret = "Seen near the old mill with a known dealer"
    static let selfWritten = "I wrote this about myself"

    /// - Parameter comes: whether enough agencies come to the panel.
    /// - Parameter policeAnswer: who wrote down what the police answered.
    init(
        _ site: TestSite, admission: String? = "ADMITTED", decision: String? = nil, given: String = "Robin", comes: Bool = true,
        policeAnswer: Role = .policeOfficer
    ) async throws {
        let made = try await site.service.write(.wholeService(reason: "test"), action: "test.panel") { writer in
            func day(_ iso: String) -> Day { Day(iso: iso) ?? .unset }
            let other = try writer.create(Fixtures.child("Zebedee", "Marlow"))
            let child = try writer.create(Fixtures.child(given, "Vale"))
            var first = Fixtures.offence(on: "2026-09-20", category: "THEFT_AND_HANDLING")
            (first.cjsCode, first.coDefendants, first.place, first.victims) = ("TH68", [other], "12 Hidden Lane", "ONE")
            let a = try writer.create(first, child: child)
            let b = try writer.create(Fixtures.offence(on: "2026-09-21", category: "DRUGS"), child: child)
            var referral = Referral()
            (referral.receivedDate, referral.pathway, referral.accepted) = (day("2026-10-20"), "OUT_OF_COURT", true)
            (referral.allocatedDate, referral.admission, referral.offences) = (day("2026-10-22"), admission, [a, b])
            referral.reason = "Was with Zebedee Marlow at the time."
            if let decision {
                (referral.decision, referral.decisionDate, referral.panelDate) = (decision, day("2026-11-12"), day("2026-11-11"))
                (referral.decisionOfficer, referral.decisionRank, referral.decidedBy) = ("Jo Marsh", "Inspector", "POLICE")
            }
            let came = try writer.create(referral, child: child)
            var assessed = Assessment()
            (assessed.type, assessed.referral, assessed.completedOn) = ("OUT_OF_COURT", came, day("2026-11-02"))
            (assessed.countersignedOn, assessed.childView, assessed.childViewOn) = (
                day("2026-11-03"), "I wish I had walked away.", day("2026-11-01")
            )
            (assessed.childViewHow, assessed.reoffending, assessed.seriousHarm) = ("FACE_TO_FACE", "LOW", "LOW")
            (assessed.safetyWellbeing, assessed.answers) = ("MEDIUM", "{\"about_me\":\"\(PanelMade.selfWritten)\"}")
            let assessment = try writer.create(assessed, child: child)
            var contact = VictimContact()
            (contact.offence, contact.state, contact.onDate) = (a, "VIEWS_GIVEN", day("2026-11-04"))
            (contact.summary, contact.name, contact.details) = ("Wants the bicycle back.", PanelMade.victim, "7 Secret Row, 07700 900123")
            try writer.create(contact, child: child)
            var home = HomeAddress()
            (home.line, home.notToDisclose) = ("9 Refuge Close", true)
            try writer.create(home, child: child)
            var panel = Panel()
            (panel.heldOn, panel.starts) = (day("2026-11-18"), "14:00")
            let sitting = try writer.create(panel)
            for (name, agency) in [("Kit Dale", "POLICE"), ("Ash Moor", "YJS"), ("Bo Lane", "HEALTH")] where comes {
                var member = PanelMember()
                (member.panel, member.name, member.agency, member.attendance) = (sitting, name, agency, "ATTENDED")
                try writer.create(member)
            }
            return PanelMade(child: child, referral: came, offences: [a, b], assessment: assessment, panel: sitting)
        }
        self = made
        // Whose word the answer is decides whether the record counts as checked.
        let person = try await site.service.person(as: policeAnswer)
        try await site.service.write(Scope(person), action: "test.answered") { writer in
            var police = Enquiry()
            (police.agency, police.referral, police.isKnown) = ("POLICE", made.referral, false)
            police.result = "Looked for, nothing on the record."
            (police.askedOn, police.receivedOn) = (Day(iso: "2026-10-21"), Day(iso: "2026-10-23"))
            try writer.create(police, child: made.child)
        }
    }

    private init(child: RecordID, referral: RecordID, offences: [RecordID], assessment: RecordID, panel: RecordID) {
        (self.child, self.referral, self.offences, self.assessment, self.panel) = (child, referral, offences, assessment, panel)
    }

    /// What makes a report ready.
    static let report = [
        "gravity_matrix": "CHILD_2025", "gravity_base": "3", "aggravating": "NONE_AGGRAVATING", "mitigating": "REMORSE", "gravity": "2",
        "options": "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "why_not_lower": "The harm was real.", "outcomes_elsewhere": "NONE",
    ]

    /// Begins the report, marks it ready, puts it on the agenda; answers its id.
    func list(_ browser: Browser) async throws -> String {
        let edit = try await browser.post("/children/\(child)/panel-items", [("referral", referral.description)])
        let shown = try await browser.submit(try edit.form("/panel-items/"), Self.report, press: ("action", "ready"))
        let item = shown.path.split(separator: "/").last?.split(separator: "?").first.map(String.init) ?? ""
        _ = try await browser.post(
            "/panels/\(panel)/listing", [("child", child.description), ("referral", referral.description)])
        return item
    }
}

extension TestSite {
    func records<R: RecordKind>(_ type: R.Type, _ child: RecordID) async throws -> [R] {
        try await service.read(.wholeService(reason: "test")) { try $0.records(type, child: child).map(\.value) }
    }
}
