/// An agreement under which information about children goes to partners and comes from them (S-INF-04).
public struct Agreement: RecordKind {
    public var name = ""
    public var parties = ""
    public var shared = ""
    public var basis = ""
    public var startDate = Day.unset
    public var endDate: Day?
    public var reviewOn: Day?
    public var paper: String?
    public var notRenewed: String?

    public init() {}

    public func isInForce(on day: Day) -> Bool { startDate <= day && endDate.map { day <= $0 } ?? true }

    public static let kind = Kind<Agreement>(
        "agreement", title: "Information sharing agreement", plural: "Information sharing agreements", scope: .service,
        about:
            "An agreement with partners on information: who is in it, what may be shared with whom, on which lawful basis, and until when.",
        sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Name", .text(200), required: .always)
        k.field("parties", \.parties, "Who is in it", .longText, hint: "One a line: an agency, a trust, a school.", required: .always)
        k.field(
            "shared", \.shared, "What may be shared, and with whom", .longText,
            hint: "Also what may not be, such as what an agency asked to be kept from the family.", required: .always)
        k.field(
            "basis", \.basis, "Lawful basis", .longText,
            hint:
                "The power in law, such as section 115 of the Crime and Disorder Act 1998, and the conditions of data protection law it meets.",
            required: .always)
        k.field("start_date", \.startDate, "In force from", .day, required: .always)
        k.field(
            "end_date", \.endDate, "Last day in force", .day, hint: "Empty where it runs until somebody ends it. For example, 31/3/2027")
        k.field("review_on", \.reviewOn, "To be reviewed by", .day, hint: "Moved on once it is reviewed. For example, 31/3/2027")
        k.field("paper", \.paper, "Where the signed paper lies", .text(300), hint: "A folder, a shelf or a document number.")
        k.field(
            "not_renewed", \.notRenewed, "Why it is not renewed", .text(500), hint: "Once this is said, nobody is reminded of its end.")
        k.rule("end_date", "The last day cannot be before the first.") { a, _ in inOrder(a.startDate, a.endDate) }
        k.rule("review_on", "The review cannot be before the agreement is in force.") { a, _ in inOrder(a.startDate, a.reviewOn) }
        k.rule("review_on", "Enter the last day in force, or by when it is reviewed: without either nobody is reminded of it.") { a, _ in
            a.endDate != nil || a.reviewOn != nil
        }
        k.rule("not_renewed", "Only an agreement with a last day is not renewed: enter that day.") { a, _ in
            a.notRenewed == nil || a.endDate != nil
        }
    }
}
