/// A hearing in court: what was before it, what the service proposed and what the court decided about remand.
public struct Hearing: RecordKind {
    public var hearingDate = Day.unset
    public var court: String?
    public var courtType: String?
    public var offences: [RecordID] = []
    public var remandDecision: String?
    public var remandProposal: String?
    public var outcomeNote: String?
    public var sentenceProposal: String?

    public init() {}

    public static let kind = Kind<Hearing>(
        "hearing", title: "Hearing", plural: "Hearings",
        about: "A hearing in court of one or more offences, what the service proposed about remand and what the court decided.",
        sensitivity: .offending, version: 2, file: "hearings", key: ["hearing_ref"]
    ) { k in
        k.field("hearing_date", \.hearingDate, "Date", .day, required: .always)
        k.field("court", \.court, "Court", .text(100))
        k.field("court_type", \.courtType, "Type of court", .code("court_type"))
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("remand_decision", \.remandDecision, "The court's decision on bail or remand", .code("remand_decision"))
        k.field("remand_proposal", \.remandProposal, "The service's proposal", .code("remand_proposal"))
        k.field("outcome_note", \.outcomeNote, "Note of the result", .text(300))
        k.field(
            "sentence_proposal", \.sentenceProposal, "The sentence we proposed", .code("disposal"), hint: "Where there was a report.",
            since: 2, added: true)
        k.rule("hearing_date", "The hearing cannot come before the child was born.") { h, context in
            inOrder(context.child?.dateOfBirth, h.hearingDate)
        }
    }
}

/// One requirement of an order, with its own dates and, for unpaid work, the hours ordered and done.
public struct OrderRequirement: RecordKind {
    public var outcome = RecordID.unset
    public var requirement = ""
    public var startDate: Day?
    public var endDate: Day?
    public var hoursOrdered: String?
    public var hoursCompleted: String?
    public var term: Int?
    public var termUnit: String?

    public init() {}

    public static let kind = Kind<OrderRequirement>(
        "requirement", title: "Requirement", plural: "Requirements",
        about: "One requirement of an order, with its own dates and the hours ordered and completed.",
        sensitivity: .offending, version: 2, file: "requirements", key: ["outcome_ref", "requirement"]
    ) { k in
        k.field("outcome_ref", \.outcome, "Order", .link("outcome"), required: .always)
        k.field("requirement", \.requirement, "Requirement", .code("requirement"), required: .always)
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.field("hours_ordered", \.hoursOrdered, "Hours ordered", .text(6), hint: "Of unpaid work, reparation or an attendance centre.")
        k.field("hours_completed", \.hoursCompleted, "Hours completed", .text(6))
        k.field("term", \.term, "Term", .number(1...10_000), hint: "As the court gave it, such as 6 months.", since: 2, added: true)
        k.field("term_unit", \.termUnit, "Term in", .code("term_unit"), since: 2, added: true)
        k.rule("term_unit", "Say what the term is in.") { r, _ in r.term == nil || r.termUnit != nil }
        k.rule("term", "Say how long the term is.") { r, _ in r.termUnit == nil || r.term != nil }
        k.rule("end_date", "The end cannot come before the start.") { r, _ in inOrder(r.startDate, r.endDate) }
        k.rule("hours_ordered", "Hours ordered must be a number from 0 to 1000.") { r, _ in isHours(r.hoursOrdered, upTo: 1000) }
        k.rule("hours_completed", "Hours completed must be a number from 0 to 1000.") { r, _ in isHours(r.hoursCompleted, upTo: 1000) }
    }
}

/// A stretch on remand or bail support: what the remand figures count in flow, stock and nights.
public struct Remand: Spell {
    public var offences: [RecordID] = []
    public var startDate: Day?
    public var endDate: Day?
    public var endReason: String?
    public var type: String?
    public var establishmentType: String?

    public init() {}

    public static let kind = Kind<Remand>(
        "remand", title: "Remand episode", plural: "Remand episodes",
        about: "A stretch on remand, to youth detention or local authority accommodation, or on bail with support.",
        sensitivity: .offending, file: "remands", key: ["remand_ref"]
    ) { k in
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day, hint: "Leave blank while it runs.")
        k.field(
            "end_reason", \.endReason, "Why it ended", .text(100), hint: "For example, sentenced to custody, bailed, or case dropped.")
        k.field("kind", \.type, "Kind", .code("remand_kind"))
        k.field(
            "establishment_type", \.establishmentType, "Type of establishment", .code("establishment_type"),
            hint: "Only for youth detention accommodation.")
        k.rule("end_date", "The end cannot come before the start.") { r, _ in inOrder(r.startDate, r.endDate) }
    }
}

/// Whether hours a person typed, halves allowed, can be that.
func isHours(_ text: String?, upTo most: Double = 168) -> Bool {
    text.map { Double($0).map { (0...most).contains($0) } ?? false } ?? true
}
