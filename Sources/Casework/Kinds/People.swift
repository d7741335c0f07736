/// Where the child lives or lived (S-PEO-03).
public struct HomeAddress: Spell {
    public var line = ""
    public var postcode: String?
    public var type: String?
    public var startDate: Day?
    public var endDate: Day?
    public var safeToWrite: Bool?
    public var notToDisclose: Bool?

    public init() {}

    public static let kind = Kind<HomeAddress>(
        "address", title: "Address", plural: "Addresses", about: "Where the child lives or lived, with dates; one may not be disclosed.",
        sensitivity: .whereabouts
    ) { k in
        k.field("line", \.line, "Address", .text(300), required: .always)
        k.field("postcode", \.postcode, "Postcode", .text(10))
        k.field("type", \.type, "Type of home", .code("home"))
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day, hint: "Leave blank if they still live there.")
        k.field("safe_to_write", \.safeToWrite, "Safe to write to", .flag)
        k.field("not_to_disclose", \.notToDisclose, "Not to be disclosed", .flag)
        k.rule("end_date", "The end cannot come before the start.") { a, _ in inOrder(a.startDate, a.endDate) }
        // A household may have moved in before the child was born, but not away.
        k.rule("end_date", "The child cannot have lived there before they were born.") { a, context in
            inOrder(context.child?.dateOfBirth, a.endDate)
        }
    }
}

/// Someone around the child: parent, carer, sibling or other (S-PEO-04).
public struct Relationship: Spell {
    public var name = ""
    public var relation = ""
    public var parentalResponsibility: Bool?
    public var phone: String?
    public var contactAllowed: String?
    public var contactNote: String?
    public var riskNote: String?
    public var socialCareInvolved: Bool?
    public var knownChild: RecordID?
    public var startDate: Day?
    public var endDate: Day?

    public init() {}

    public static let kind = Kind<Relationship>(
        "relationship", title: "Person around the child", plural: "People around the child",
        about: "A parent, carer, sibling or other person who matters to the child, and whether and how to contact them.",
        sensitivity: .whereabouts
    ) { k in
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("relation", \.relation, "Relationship to the child", .code("relation"), required: .always)
        k.field("parental_responsibility", \.parentalResponsibility, "Has parental responsibility", .flag)
        k.field("phone", \.phone, "Phone", .text(30))
        k.field("contact_allowed", \.contactAllowed, "Contact", .code("contact_allowed"))
        k.field("contact_note", \.contactNote, "When and how to contact them", .text(300))
        k.field("risk_note", \.riskNote, "Risk to know before contact", .text(300), sensitivity: .safeguarding)
        k.field(
            "social_care_involved", \.socialCareInvolved, "Social care is involved with this person's family", .flag,
            sensitivity: .safeguarding)
        k.field("known_child", \.knownChild, "Is a child known to the service", .link("child"))
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.rule("end_date", "The end cannot come before the start.") { r, _ in inOrder(r.startDate, r.endDate) }
        k.rule("contact_note", "Say why this person is not to be contacted.") { r, _ in
            r.contactAllowed != "DO_NOT_CONTACT" || r.contactNote != nil || r.riskNote != nil
        }
    }
}

/// A professional working with the child or the family.
public struct Professional: Spell {
    public var name = ""
    public var profession: String?
    public var agency: String?
    public var phone: String?
    public var email: String?
    public var staff: RecordID?
    public var startDate: Day?
    public var endDate: Day?

    public init() {}

    public static let kind = Kind<Professional>(
        "professional", title: "Professional", plural: "Professionals",
        about: "A professional in the child's network: who, from where, how to reach them, and whether they sign in here themselves.",
        sensitivity: .casework, version: 2
    ) { k in
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("profession", \.profession, "Role", .text(100))
        k.field("agency", \.agency, "Agency", .text(100))
        k.field("phone", \.phone, "Phone", .text(30))
        k.field("email", \.email, "Email", .text(200))
        k.field(
            "staff", \.staff, "Signs in here as", .link("staff"),
            hint:
                "Leave blank unless they have a sign-in of this service. While this runs, it opens the child’s file to them as far as their role reads; a restricted file it does not open.",
            since: 2)
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.rule("end_date", "The end cannot come before the start.") { p, _ in inOrder(p.startDate, p.endDate) }
    }
}

/// Something to know before meeting the child, with dates (S-PEO-10).
public struct Alert: RecordKind {
    public var type = ""
    public var detail: String?
    public var startDate = Day.unset
    public var endDate: Day?
    public var reviewDate: Day?
    public var source: String?
    public var level: String?

    public init() {}

    public func isActive(on day: Day) -> Bool { startDate <= day && (endDate.map { day <= $0 } ?? true) }

    public static let kind = Kind<Alert>(
        "alert", title: "Alert", plural: "Alerts",
        about: "Something to know before meeting the child: it heads the file and every list while it runs.",
        sensitivity: .safeguarding, version: 3, file: "flags", key: ["child_ref", "type", "start_date"], refColumn: "flag_ref"
    ) { k in
        k.field("type", \.type, "Alert", .code("alert"), required: .always, column: "kind")
        k.field("detail", \.detail, "What to know and do", .text(500), exchanged: false)
        k.field(
            "level", \.level, "Level", .text(60),
            hint: "Exploitation: at risk, suspected, previous or active. MAPPA: its category and level.",
            since: 3)
        k.field("start_date", \.startDate, "From", .day, required: .always)
        k.field("end_date", \.endDate, "Ended", .day)
        k.field("review_date", \.reviewDate, "Review on", .day, exchanged: false)
        k.field("source", \.source, "Who told us", .text(200), since: 2, exchanged: false)
        k.rule("end_date", "The end cannot come before the start.") { a, _ in inOrder(a.startDate, a.endDate) }
        k.rule("review_date", "The review cannot come before the alert starts.") { a, _ in inOrder(a.startDate, a.reviewDate) }
    }
}

/// Who in the service works with the child.
public struct Allocation: RecordKind {
    public var staff = RecordID.unset
    public var part = ""
    public var startDate = Day.unset
    public var endDate: Day?
    public var reason: String?

    public init() {}

    public func isActive(on day: Day) -> Bool { startDate <= day && (endDate.map { day <= $0 } ?? true) }

    public static let kind = Kind<Allocation>(
        "allocation", title: "Allocation", plural: "Allocations",
        about: "Who in the service works with the child, in which part, from when to when.",
        sensitivity: .casework, version: 2
    ) { k in
        k.field("staff", \.staff, "Worker", .link("staff"), required: .always)
        k.field("part", \.part, "Part", .code("allocation_part"), required: .always)
        k.field("start_date", \.startDate, "From", .day, required: .always)
        k.field("end_date", \.endDate, "To", .day)
        k.field(
            "reason", \.reason, "Why this worker", .text(500),
            hint: "Needed when the case would go to a case manager and goes to somebody else.", since: 2)
        k.rule("end_date", "The end cannot come before the start.") { a, _ in inOrder(a.startDate, a.endDate) }
    }
}

/// Whether two days, where both are known, stand in order.
func inOrder(_ a: Day?, _ b: Day?) -> Bool {
    guard let a, let b, a != .unset, b != .unset else { return true }
    return a <= b
}
