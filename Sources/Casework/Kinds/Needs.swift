/// The child's status with social care or early help, with dates (S-PEO-05, S-PEO-06).
public struct Care: Spell {
    public var status: String?
    public var responsibleAuthority: String?
    public var startDate: Day?
    public var endDate: Day?
    public var legalStatus: String?
    public var placement: String?
    public var socialWorker: String?
    public var checkedOn: Day?

    public init() {}

    public static let kind = Kind<Care>(
        "care", title: "Care status", plural: "Care statuses",
        about: "The child's status with social care or early help: looked after, in need, on a protection plan, or none, with dates.",
        sensitivity: .safeguarding, file: "care", key: ["child_ref", "status", "start_date"]
    ) { k in
        k.field("status", \.status, "Status", .code("care_status"), required: .always)
        k.field("responsible_authority", \.responsibleAuthority, "Responsible authority", .text(100))
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.field("legal_status", \.legalStatus, "Legal status", .text(100), exchanged: false)
        k.field(
            "placement", \.placement, "Whose child, placed where", .code("care_placement"),
            hint: "Another authority's child placed here may not count in our figures.", added: true)
        k.field("social_worker", \.socialWorker, "Social worker or lead professional, and how to reach them", .text(200), exchanged: false)
        k.field("checked_on", \.checkedOn, "Last checked", .day, exchanged: false)
        k.rule("end_date", "The end cannot come before the start.") { c, _ in inOrder(c.startDate, c.endDate) }
    }
}

/// Where the child learns or works, with hours offered and attended (S-PEO-07).
public struct Education: Spell {
    public var startDate: Day?
    public var endDate: Day?
    public var provision: String?
    public var suitability: String?
    public var hoursOffered: String?
    public var hoursAttended: String?
    public var place: String?
    public var reducedTimetable: Bool?
    public var attendance: Int?
    public var support: String?

    public init() {}

    public static let kind = Kind<Education>(
        "ete", title: "Education, training or work", plural: "Education records",
        about: "Where the child learns, trains or works, with the hours offered and attended each week.", sensitivity: .casework,
        file: "ete",
        key: ["child_ref", "provision", "start_date"]
    ) { k in
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.field("provision", \.provision, "Provision", .code("provision"), required: .always)
        k.field("suitability", \.suitability, "Suitable", .code("suitability"))
        k.field("hours_offered", \.hoursOffered, "Hours offered a week", .text(6))
        k.field("hours_attended", \.hoursAttended, "Hours attended a week", .text(6))
        k.field("place", \.place, "School, college or employer", .text(200), exchanged: false)
        k.field("reduced_timetable", \.reducedTimetable, "On a reduced timetable", .flag, exchanged: false)
        k.field("attendance", \.attendance, "Attendance, per cent", .number(0...100), exchanged: false)
        k.field("support", \.support, "Special educational needs", .code("send_support"), exchanged: false)
        k.rule("hours_offered", "Hours offered must be a number from 0 to 168.") { e, _ in isHours(e.hoursOffered) }
        k.rule("hours_attended", "Hours attended must be a number from 0 to 168.") { e, _ in isHours(e.hoursAttended) }
        k.rule("end_date", "The end cannot come before the start.") { e, _ in inOrder(e.startDate, e.endDate) }
    }
}

/// Special educational needs or additional learning needs, and whether a formal plan meets them (KPI 3).
public struct SpecialNeeds: Spell {
    public var startDate: Day?
    public var endDate: Day?
    public var identified: Bool?
    public var formalPlan: Bool?
    public var note: String?

    public init() {}

    public static let kind = Kind<SpecialNeeds>(
        "send", title: "Special educational needs", plural: "Special educational needs",
        about:
            "Special educational needs, or additional learning needs in Wales: whether identified, and whether a formal plan is in place.",
        sensitivity: .casework, file: "send", key: ["child_ref", "start_date"]
    ) { k in
        k.field("start_date", \.startDate, "From", .day)
        k.field("end_date", \.endDate, "To", .day)
        k.field("identified", \.identified, "Need identified", .flag)
        k.field(
            "formal_plan", \.formalPlan, "Formal plan in place", .flag,
            hint: "An education, health and care plan, SEN support plan, or individual development plan for this school year.")
        k.field("note", \.note, "What the need is and what helps", .longText, exchanged: false)
        k.rule("end_date", "The end cannot come before the start.") { s, _ in inOrder(s.startDate, s.endDate) }
    }
}

/// A need of health: screened, identified, referred, offered, attended (S-PEO-08).
public struct HealthNeed: RecordKind {
    public var need: String?
    public var screenedDate: Day?
    public var needIdentified: Bool?
    public var identifiedDate: Day?
    public var referredDate: Day?
    public var offeredDate: Day?
    public var attendedStart: Day?
    public var attendedEnd: Day?
    public var tier: String?
    public var finding: String?
    public var note: String?

    public init() {}

    public static let kind = Kind<HealthNeed>(
        "health", title: "Health need", plural: "Health needs",
        about: "A need of health by domain: whether it was screened, found, referred, offered and attended.", sensitivity: .health,
        file: "health",
        key: ["child_ref", "need", "screened_date|identified_date|referred_date|offered_date|attended_start|attended_end"]
    ) { k in
        k.field("need", \.need, "Need", .code("health_need"), required: .always)
        k.field("screened_date", \.screenedDate, "Screened", .day)
        k.field("need_identified", \.needIdentified, "Need found", .flag)
        k.field("identified_date", \.identifiedDate, "Found on", .day)
        k.field("referred_date", \.referredDate, "Referred", .day)
        k.field("offered_date", \.offeredDate, "Offered", .day)
        k.field("attended_start", \.attendedStart, "Attended from", .day)
        k.field("attended_end", \.attendedEnd, "Attended to", .day)
        k.field("tier", \.tier, "Tier", .code("health_tier"))
        k.field("finding", \.finding, "Finding", .code("health_finding"), exchanged: false)
        k.field("note", \.note, "What was found, what helps, where it was sent", .longText, exchanged: false)
        k.rule("attended_end", "The end cannot come before the start.") { h, _ in inOrder(h.attendedStart, h.attendedEnd) }
    }
}

/// A consent given, refused or withdrawn, by whom and for what (S-PEO-11).
public struct Consent: RecordKind {
    public var purpose = ""
    public var givenBy: String?
    public var answer: String?
    public var onDate = Day.unset
    public var withdrawnOn: Day?
    public var note: String?

    public init() {}

    /// Whether it stands on a day.
    public func stands(on day: Day) -> Bool { answer == "GIVEN" && onDate <= day && (withdrawnOn.map { day < $0 } ?? true) }

    public static let kind = Kind<Consent>(
        "consent", title: "Consent", plural: "Consents", about: "A consent given, refused or withdrawn: for what, by whom, when.",
        sensitivity: .casework
    ) { k in
        k.field("purpose", \.purpose, "For", .code("consent_purpose"), required: .always)
        k.field("given_by", \.givenBy, "Asked of", .code("consent_giver"))
        k.field("answer", \.answer, "Answer", .code("consent_answer"), required: .always)
        k.field("on_date", \.onDate, "Day", .day, required: .always)
        k.field("withdrawn_on", \.withdrawnOn, "Withdrawn", .day)
        k.field("note", \.note, "Note", .text(300))
        k.rule("withdrawn_on", "It cannot be withdrawn before it was given.") { c, _ in inOrder(c.onDate, c.withdrawnOn) }
    }
}

/// Contact with the victim of an offence before a decision, and what others may know of it without knowing who the victim is (S-OOC-24, S-ASM-10).
public struct VictimContact: RecordKind {
    public var offence: RecordID?
    public var state = ""
    public var onDate: Day?
    public var summary: String?
    public var wishes: String?
    public var name: String?
    public var details: String?
    public var endToldOn: Day?
    public var endNotToldReason: String?

    public init() {}

    public static let kind = Kind<VictimContact>(
        "victim_contact", title: "Victim contact", plural: "Victim contacts",
        about:
            "Contact with the victim of an offence: its state and a summary that names nobody; who they are is the victim worker's to see.",
        sensitivity: .offending, version: 2
    ) { k in
        k.field("offence_ref", \.offence, "Offence", .link("offence"))
        k.field("state", \.state, "State", .code("victim_state"), required: .always)
        k.field("on_date", \.onDate, "Day", .day)
        k.field(
            "summary", \.summary, "What the victim says, without who they are", .longText,
            hint: "Goes to panel and assessment. No name, address, school or anything that points at them.")
        k.field("wishes", \.wishes, "Restorative justice", .code("victim_wishes"))
        k.field("name", \.name, "Victim's name", .text(100), sensitivity: .victim)
        k.field("details", \.details, "How to reach them, and what else to know", .longText, sensitivity: .victim)
        k.field("end_told_on", \.endToldOn, "Told that the work with the child ended", .day, since: 2)
        k.field(
            "end_not_told_reason", \.endNotToldReason, "Why they are not told of the end", .text(300),
            hint: "Never who they are: it is shown where the work is closed.", since: 2)
    }
}

/// A document on the file: what it is, and the content it names by its hash (S-OOC-15).
public struct Document: RecordKind {
    public var type = ""
    public var title: String?
    public var dated: Day?
    public var referral: RecordID?
    public var programme: RecordID?
    public var author: String?
    public var fileName: String?
    public var mediaType: String?
    public var size: Int?
    public var hash: String?

    public init() {}

    /// What its content is about, by its type: police papers may name a victim or a source, an assessment holds what a child said.
    public var contentSensitivity: Sensitivity {
        switch type {
        case "POLICE_PAPERS": .intelligence
        case "ASSESSMENT": .selfAssessment
        default: .casework
        }
    }

    public static let kind = Kind<Document>(
        "document", title: "Document", plural: "Documents", about: "A document on the file, its content kept once and named by its hash.",
        sensitivity: .casework
    ) { k in
        k.field("type", \.type, "Document", .code("document_type"), required: .always)
        k.field("title", \.title, "Title", .text(200))
        k.field("dated", \.dated, "Dated", .day)
        k.field("referral_ref", \.referral, "Referral", .link("referral"))
        k.field("programme_ref", \.programme, "Programme", .link("programme"))
        k.field("author", \.author, "Author", .text(100))
        k.field("file_name", \.fileName, "File", .text(200))
        k.field("media_type", \.mediaType, "Type of file", .text(100))
        k.field("size", \.size, "Size in bytes", .number(0...100_000_000))
        k.field("hash", \.hash, "Hash of the content", .text(64))
        k.rule("hash", "The hash of the content is not one.") { d, _ in
            d.hash.map { $0.utf8.count == 64 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) } } ?? true
        }
    }
}
