/// Work with a child's parent or carer: an order, a contract or an offer, how much of it was planned and how it went (regulation.md §1.2).
public struct Parenting: Spell {
    public var type = ""
    public var startDate: Day?
    public var endDate: Day?
    public var sessionsPlanned: Int?
    public var sessionsAttended: Int?
    public var engagement: String?
    public var programme: RecordID?

    public init() {}

    public static let kind = Kind<Parenting>(
        "parenting", title: "Parenting work", plural: "Parenting work",
        about:
            "Work with the child's parent or carer: by order, contract or choice, the sessions planned and attended, and how they took part.",
        sensitivity: .casework, file: "parenting", key: ["parenting_ref"]
    ) { k in
        k.field("type", \.type, "Under", .code("parenting_type"), required: .always)
        k.field("start_date", \.startDate, "Start", .day)
        k.field("end_date", \.endDate, "End", .day, hint: "Leave blank while it runs.")
        k.field("sessions_planned", \.sessionsPlanned, "Sessions planned", .number(0...500))
        k.field("sessions_attended", \.sessionsAttended, "Sessions attended", .number(0...500))
        k.field("engagement", \.engagement, "How they took part", .code("parenting_engagement"))
        k.field("programme_ref", \.programme, "Beside the child's programme", .link("programme"))
        k.rule("end_date", "The end cannot come before the start.") { p, _ in inOrder(p.startDate, p.endDate) }
    }
}
