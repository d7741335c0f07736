/// A stretch of work with the child under one disposal: what has a start, an end and a completion.
public struct Programme: RecordKind {
    public var startDate: Day?
    public var endDate: Day?
    public var disposal = ""
    public var completed: Bool?
    public var offences: [RecordID] = []
    public var outcome: RecordID?
    public var referral: RecordID?
    public var latestEnd: Day?
    public var extensionReason: String?
    public var endReason: String?
    public var provider: String?
    public var policeToldDate: Day?
    public var activity: String?
    public var breaches: [RecordID] = []

    public init() {}

    public static let kind = Kind<Programme>(
        "programme", title: "Programme", plural: "Programmes",
        about: "A stretch of work with the child under one disposal, order or offer.",
        sensitivity: .casework, version: 4, file: "programmes", key: ["programme_ref"]
    ) { k in
        k.field("start_date", \.startDate, "Start", .day)
        k.field("end_date", \.endDate, "End", .day, hint: "Leave blank while it runs.")
        k.field("disposal", \.disposal, "Under", .code("disposal"), required: .always)
        k.field("completed", \.completed, "Completed", .flag)
        k.field("offence_refs", \.offences, "Offences", .links("offence"))
        k.field("outcome_ref", \.outcome, "Outcome", .link("outcome"))
        k.field("referral_ref", \.referral, "Referral", .link("referral"), since: 2, exchanged: false)
        k.field(
            "latest_end", \.latestEnd, "To end by", .day, hint: "What was agreed, or the longest this disposal allows.", since: 2,
            exchanged: false)
        k.field(
            "extension_reason", \.extensionReason, "Why it runs longer than its disposal allows", .text(500), since: 2, exchanged: false)
        k.field("end_reason", \.endReason, "How it ended", .text(500), since: 2, exchanged: false)
        k.field(
            "provider", \.provider, "Who gives it, if not us", .text(200), hint: "Such as the substance misuse service.", since: 2,
            exchanged: false)
        k.field("police_told_date", \.policeToldDate, "Police told of the end", .day, since: 3, exchanged: false)
        k.field("activity", \.activity, "What the work was", .codes("programme_activity"), since: 4, added: true)
        k.field(
            "breach_refs", \.breaches, "Offences of breaching it", .links("offence"),
            hint: "Where the child was charged with breaching this order.", since: 4, added: true)
        k.rule("end_date", "The end cannot come before the start.") { p, _ in inOrder(p.startDate, p.endDate) }
        k.rule("start_date", "The programme cannot start before the child was born.") { p, context in
            inOrder(context.child?.dateOfBirth, p.startDate)
        }
        k.rule("breach_refs", "An offence the programme is about cannot be the one that breached it.") { p, _ in
            Set(p.breaches).isDisjoint(with: p.offences)
        }
        k.rule("police_told_date", "The police cannot be told before it ended.") { p, _ in inOrder(p.endDate, p.policeToldDate) }
    }
}
