/// A child's arrival at the service, and what came of it (S-REF-01).
///
/// The police's decision stands here too, apart from the panel's recommendation: who decided, of what rank, when, and why it differs.
public struct Referral: RecordKind {
    public var receivedDate = Day.unset
    public var completeDate: Day?
    public var source: String?
    public var pathway: String?
    public var offences: [RecordID] = []
    public var admission: String?
    public var admissionNow: String?
    public var admissionNowOn: Day?
    public var bouncedBack: Bool?
    public var accepted: Bool?
    public var allocatedDate: Day?
    public var panelDate: Day?
    public var recommendation: String?
    public var decisionDate: Day?
    public var decision: String?
    public var decidedBy: String?
    public var policeToldDate: Day?
    public var closedDate: Day?
    public var closedReason: String?
    public var reason: String?
    public var urgency: String?
    public var notAcceptedReason: String?
    public var passedOnTo: String?
    public var unableReason: String?
    public var courtDate: Day?
    public var solicitorFirm: String?
    public var bounceReason: String?
    public var slipReason: String?
    public var decisionOfficer: String?
    public var decisionRank: String?
    public var decisionReason: String?
    public var earlierDecision: String?
    public var earlierDecisionDate: Day?
    public var feedbackFrom: String?
    public var feedbackDue: Day?
    public var feedbackOn: Day?
    public var feedback: String?

    public init() {}

    /// What holds today: what the child says now where that was asked, else what was said in interview (S-OOC-08).
    public var currentAdmission: String? { admissionNow ?? admission }

    /// Whether the child has not admitted the offence: then the service asks about needs, says "alleged" and judges the likelihood of offending.
    public var isNotAdmitted: Bool { currentAdmission != "ADMITTED" }

    /// Whether a court sent the case back: ticked, or told by what only such a case has (S-OOC-08).
    public var isSentBack: Bool { bouncedBack ?? (courtDate != nil || solicitorFirm != nil || bounceReason != nil) }

    /// Who decided, with their rank once: a name typed with its rank is not given it again.
    public var decider: String? {
        guard let rank = decisionRank, let officer = decisionOfficer else { return decisionOfficer ?? decisionRank }
        return officer.lowercased().contains(rank.lowercased()) ? officer : "\(rank) \(officer)"
    }

    public static let kind = Kind<Referral>(
        "referral", title: "Referral", plural: "Referrals", about: "A child's arrival at the service by one path, up to its close.",
        sensitivity: .offending, version: 3, file: "referrals", key: ["referral_ref"]
    ) { k in
        k.field("received_date", \.receivedDate, "Received", .day, required: .always)
        k.field("complete_date", \.completeDate, "All papers in", .day)
        k.field("source", \.source, "From", .code("referral_source"))
        k.field("pathway", \.pathway, "Pathway", .code("pathway"))
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("admission", \.admission, "Admission in interview", .code("admission"))
        k.field(
            "admission_now", \.admissionNow, "What the child says now", .code("admission"),
            hint: "Only if it is no longer what was said in interview, such as a guilty plea in court.", since: 3, added: true)
        k.field("admission_now_on", \.admissionNowOn, "Said on", .day, since: 3, added: true)
        k.field("bounced_back", \.bouncedBack, "Sent back by the court", .flag)
        k.field("accepted", \.accepted, "Accepted", .flag)
        k.field("allocated_date", \.allocatedDate, "Allocated", .day)
        k.field("panel_date", \.panelDate, "Panel", .day)
        k.field("recommendation", \.recommendation, "Recommendation", .code("outcome"))
        k.field("decision_date", \.decisionDate, "Decided", .day)
        k.field("decision", \.decision, "Decision", .code("outcome"))
        k.field("decided_by", \.decidedBy, "Decided by", .code("decided_by"))
        k.field("police_told_date", \.policeToldDate, "Police told", .day)
        k.field("closed_date", \.closedDate, "Closed", .day)
        k.field("closed_reason", \.closedReason, "Why it was closed", .text(200))
        k.field("reason", \.reason, "Why the child was referred", .longText, since: 2, exchanged: false)
        k.field("urgency", \.urgency, "Urgency", .code("urgency"), since: 2, exchanged: false)
        k.field("not_accepted_reason", \.notAcceptedReason, "Why it was not accepted", .text(500), since: 2, exchanged: false)
        k.field("passed_on_to", \.passedOnTo, "Passed on to", .text(200), since: 2, exchanged: false)
        k.field(
            "unable_reason", \.unableReason, "What stops us from going on", .text(500),
            hint: "Such as: no contact details, papers missing.",
            since: 2, exchanged: false)
        k.field("court_date", \.courtDate, "Court that sent it back sat on", .day, since: 2, exchanged: false)
        k.field("solicitor_firm", \.solicitorFirm, "Firm of solicitors", .text(200), since: 2, exchanged: false)
        k.field("bounce_reason", \.bounceReason, "Why the court sent it back", .text(500), since: 2, exchanged: false)
        k.field("slip_reason", \.slipReason, "Why it is later than its clock", .text(500), since: 2, exchanged: false)
        k.field("decision_officer", \.decisionOfficer, "Name of who decided", .text(100), since: 2, exchanged: false)
        k.field("decision_rank", \.decisionRank, "Their rank or post", .text(60), since: 2, exchanged: false)
        k.field(
            "decision_reason", \.decisionReason, "Why the decision differs from the recommendation", .longText, since: 2, exchanged: false)
        k.field("earlier_decision", \.earlierDecision, "Decided before", .code("outcome"), since: 3, exchanged: false)
        k.field("earlier_decision_date", \.earlierDecisionDate, "Day of the decision before", .day, since: 3, exchanged: false)
        k.field("feedback_from", \.feedbackFrom, "Who reports back to the panel", .text(200), since: 2, exchanged: false)
        k.field("feedback_due", \.feedbackDue, "Report back due", .day, since: 2, exchanged: false)
        k.field("feedback_on", \.feedbackOn, "Reported back", .day, since: 2, exchanged: false)
        k.field("feedback", \.feedback, "What was reported back", .longText, since: 2, exchanged: false)
        k.rule("received_date", "The referral cannot be in the future.") { r, context in
            r.receivedDate == .unset || r.receivedDate <= context.today
        }
        k.rule("closed_date", "The close cannot come before the referral was received.") { r, _ in inOrder(r.receivedDate, r.closedDate) }
        k.rule("decision_date", "The decision cannot come before the referral was received.") { r, _ in
            inOrder(r.receivedDate, r.decisionDate)
        }
        k.rule("admission_now", "Choose what the child says now, or leave the day out.") { r, _ in
            r.admissionNow != nil || r.admissionNowOn == nil
        }
        k.rule("admission_now_on", "What the child says cannot be in the future.") { r, context in
            (r.admissionNowOn ?? context.today) <= context.today
        }
        k.rule("bounced_back", "A court date, firm of solicitors or reason is given: say that the court sent it back, or clear them.") {
            r, _ in
            r.bouncedBack != false || (r.courtDate == nil && r.solicitorFirm == nil && r.bounceReason == nil)
        }
        k.rule("police_told_date", "The police cannot be told in the future.") { r, context in
            (r.policeToldDate ?? context.today) <= context.today
        }
        k.rule("decision_date", "The decision cannot be in the future.") { r, context in (r.decisionDate ?? context.today) <= context.today
        }
    }
}

/// What another agency was asked about the child, what it answered and how that was used: the checks at intake (S-REF-05) and the
/// information behind an assessment (S-ASM-06) are one log.
public struct Enquiry: RecordKind {
    public var referral: RecordID?
    public var agency = ""
    public var askedOn: Day?
    public var askedBy: RecordID?
    public var receivedOn: Day?
    public var isKnown: Bool?
    public var result: String?
    public var usedHow: String?
    public var unableReason: String?

    public init() {}

    /// Agencies whose answer is health detail, whatever the question was.
    private static let ofHealth: Set<String> = ["HEALTH", "SUBSTANCE_MISUSE", "LIAISON_DIVERSION"]

    /// The fields whose words are closed to whoever sees this much: what a health agency told us.
    public func closed(to sight: Sight) -> Set<String> {
        Enquiry.ofHealth.contains(agency) && !sight.contains(.health) ? ["result"] : []
    }

    public static let kind = Kind<Enquiry>(
        "enquiry", title: "Agency check", plural: "Agency checks",
        about: "What another agency was asked about the child, what it answered and how that was used.", sensitivity: .casework
    ) { k in
        k.field("referral_ref", \.referral, "Referral", .link("referral"))
        k.field("agency", \.agency, "Agency", .code("agency"), required: .always)
        k.field("asked_on", \.askedOn, "Asked", .day)
        k.field("asked_by", \.askedBy, "Asked by", .link("staff"))
        k.field("received_on", \.receivedOn, "Answer received", .day)
        k.field("known", \.isKnown, "Known to them", .flag)
        k.field("result", \.result, "What they told us", .longText, sensitivity: .safeguarding)
        k.field("used_how", \.usedHow, "How it was used", .longText)
        k.field("unable_reason", \.unableReason, "Why there is no answer", .text(500))
        k.rule("received_on", "The answer cannot come before the question.") { e, _ in inOrder(e.askedOn, e.receivedOn) }
    }
}
