/// A meeting, call, message or visit, by ACORNS: aim, content, outcome, risk, next steps and safeguarding (S-DEL-01, S-DEL-02).
public struct Contact: RecordKind {
    public var programme: RecordID?
    public var at = Instant.unset
    public var method: String?
    public var planned: Bool?
    public var attendance: String?
    public var minutes: Int?
    public var present: String?
    public var statutory: Bool?
    public var aim: String?
    public var content: String?
    public var outcome: String?
    public var risk: String?
    public var nextSteps: String?
    public var safeguarding: String?
    public var childsWords: String?

    public init() {}

    /// Whether somebody can have come to it or stayed away; of a call or a message it is not asked.
    public var isMeeting: Bool { !["TEXT", "EMAIL", "PHONE", "OTHER"].contains(method ?? "") }

    /// Whether it stands in the diary: what is planned, and a meeting, nobody has yet said who came to. No folder says that a contact is planned:
    /// one of a day to come is taken as that.
    public var isAppointment: Bool { attendance == nil && (planned == true || isMeeting) }

    /// The six ACORNS headings still blank, by label; a message needs only its content.
    public var missingHeadings: [String] {
        if method == "TEXT" || method == "EMAIL" { return content == nil ? ["Content"] : [] }
        if attendance != nil && attendance != "ATTENDED" { return [] }
        return [
            ("Aim", aim), ("Content", content), ("Outcome", outcome), ("Risk", risk), ("Next steps", nextSteps),
            ("Safeguarding", safeguarding),
        ].filter { $0.1 == nil }.map(\.0)
    }

    public static let kind = Kind<Contact>(
        "contact", title: "Contact", plural: "Contacts",
        about: "A meeting, call, message or visit with the child or about the child, by ACORNS.",
        sensitivity: .casework, file: "contacts", key: ["contact_ref"]
    ) { k in
        k.field("programme_ref", \.programme, "Programme", .link("programme"))
        k.field("at", \.at, "When", .instant, hint: "For example, 21/11/2026 14:30", required: .always)
        k.field("method", \.method, "How", .code("contact_method"))
        k.field("planned", \.planned, "Planned", .flag, exchanged: false)
        k.field("attendance", \.attendance, "Attendance", .code("attendance"))
        k.field("minutes", \.minutes, "Minutes", .number(0...1440))
        k.field("present", \.present, "Who else was there", .text(300), exchanged: false)
        k.field("statutory", \.statutory, "Statutory contact", .flag)
        k.field("aim", \.aim, "Aim", .longText, hint: "What the contact was for.")
        k.field(
            "content", \.content, "Content", .longText,
            hint: "What was done and said. Never a victim's name: who they are is the victim worker's to write.")
        k.field("outcome", \.outcome, "Outcome", .longText, hint: "What came of it.")
        k.field("risk", \.risk, "Risk", .longText, hint: "Anything that raises or lowers risk to the child or others.")
        k.field("next_steps", \.nextSteps, "Next steps", .longText)
        k.field("safeguarding", \.safeguarding, "Safeguarding", .longText)
        k.field(
            "childs_words", \.childsWords, "The child's own words", .longText, hint: "Views, wishes and feelings, as they said them.",
            sensitivity: .selfAssessment)
        // One mistyped year would say of a child nobody has seen that somebody has. A meeting to come may be called off already.
        k.rule(
            "at", "That day is still to come, so nothing can be said of attendance: put the day right, or leave attendance blank."
        ) { contact, context in
            contact.attendance == nil || contact.attendance == "CANCELLED" || contact.at == .unset || contact.at.londonDay <= context.today
        }
        k.rule("at", "The contact cannot come before the child was born.") { contact, context in
            contact.at == .unset || inOrder(context.child?.dateOfBirth, contact.at.londonDay)
        }
    }
}
