/// A child's arrival at the service, and what came of it.
public struct Referral: RecordKind {
    public var receivedDate = Day.unset
    public var completeDate: Day?
    public var source: String?
    public var pathway: String?
    public var offences: [RecordID] = []
    public var admission: String?
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

    public init() {}

    public static let kind = Kind<Referral>(
        "referral", title: "Referral", plural: "Referrals", about: "A child's arrival at the service by one path, up to its close.",
        sensitivity: .offending, file: "referrals", key: ["referral_ref"]
    ) { k in
        k.field("received_date", \.receivedDate, "Received", .day, required: .always)
        k.field("complete_date", \.completeDate, "All papers in", .day)
        k.field("source", \.source, "From", .code("referral_source"))
        k.field("pathway", \.pathway, "Pathway", .code("pathway"))
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("admission", \.admission, "Admission", .code("admission"))
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
        k.rule("received_date", "The referral cannot be in the future.") { r, context in
            r.receivedDate == .unset || r.receivedDate <= context.today
        }
        k.rule("closed_date", "The close cannot come before the referral was received.") { r, _ in inOrder(r.receivedDate, r.closedDate) }
        k.rule("decision_date", "The decision cannot come before the referral was received.") { r, _ in
            inOrder(r.receivedDate, r.decisionDate)
        }
    }
}

/// A hearing in court: dates and decisions only, for now.
public struct Hearing: RecordKind {
    public var hearingDate = Day.unset
    public var court: String?
    public var courtType: String?
    public var offences: [RecordID] = []
    public var remandDecision: String?
    public var remandProposal: String?
    public var outcomeNote: String?

    public init() {}

    public static let kind = Kind<Hearing>(
        "hearing", title: "Hearing", plural: "Hearings", about: "A hearing in court of one or more offences.", sensitivity: .offending,
        file: "hearings", key: ["hearing_ref"]
    ) { k in
        k.field("hearing_date", \.hearingDate, "Date", .day, required: .always)
        k.field("court", \.court, "Court", .text(100))
        k.field("court_type", \.courtType, "Type of court", .code("court_type"))
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("remand_decision", \.remandDecision, "Remand decision", .text(80))
        k.field("remand_proposal", \.remandProposal, "The service's proposal", .code("remand_proposal"))
        k.field("outcome_note", \.outcomeNote, "Note of the result", .text(300))
    }
}

/// A stretch of work with the child under one disposal: what has a start, an end and a completion.
public struct Programme: RecordKind {
    public var startDate: Day?
    public var endDate: Day?
    public var disposal = ""
    public var completed: Bool?
    public var offences: [RecordID] = []
    public var outcome: RecordID?

    public init() {}

    public static let kind = Kind<Programme>(
        "programme", title: "Programme", plural: "Programmes",
        about: "A stretch of work with the child under one disposal, order or offer.",
        sensitivity: .casework, file: "programmes", key: ["programme_ref"]
    ) { k in
        k.field("start_date", \.startDate, "Start", .day)
        k.field("end_date", \.endDate, "End", .day, hint: "Leave blank while it runs.")
        k.field("disposal", \.disposal, "Under", .code("disposal"), required: .always)
        k.field("completed", \.completed, "Completed", .flag)
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("outcome_ref", \.outcome, "Outcome", .link("outcome"))
        k.rule("end_date", "The end cannot come before the start.") { p, _ in inOrder(p.startDate, p.endDate) }
    }
}
