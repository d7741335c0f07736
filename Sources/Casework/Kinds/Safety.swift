/// An urgent concern for safety, entered in any form: it stays a banner until a named person closes it (S-SAF-09).
public struct Concern: RecordKind {
    public var type = ""
    public var what = ""
    public var raisedAt = Instant.unset
    public var raisedBy: RecordID?
    public var raisedIn: String?
    public var done: String?
    public var safetyPlan: String?
    public var reviewDate: Day?
    public var closedOn: Day?
    public var closedBy: RecordID?
    public var closing: String?

    public init() {}

    public var isOpen: Bool { closedOn == nil }

    public static let kind = Kind<Concern>(
        "concern", title: "Urgent concern", plural: "Urgent concerns",
        about: "A safeguarding, self-harm or exploitation concern: a banner on the file until a named person closes it.",
        sensitivity: .safeguarding
    ) { k in
        k.field("type", \.type, "Concern", .code("concern_type"), required: .always)
        k.field("what", \.what, "What is happening", .longText, required: .always, sensitivity: .concern)
        k.field("raised_at", \.raisedAt, "Raised", .instant, required: .always)
        k.field("raised_by", \.raisedBy, "Raised by", .link("staff"))
        k.field("raised_in", \.raisedIn, "Entered in", .text(60))
        k.field("done", \.done, "What was done at once", .longText, sensitivity: .concern)
        k.field(
            "safety_plan", \.safetyPlan, "Safety plan", .longText, hint: "What keeps the child safe now, and who does it.",
            sensitivity: .concern)
        k.field("review_date", \.reviewDate, "Look at it again on", .day)
        k.field("closed_on", \.closedOn, "Closed", .day)
        k.field("closed_by", \.closedBy, "Closed by", .link("staff"))
        k.field("closing", \.closing, "Why it can be closed", .longText, sensitivity: .concern)
        k.rule("closing", "Say why it can be closed.") { c, _ in c.closedOn == nil || c.closing != nil }
    }
}

/// A referral to social care or early help, its answer and the chasing of it (S-SAF-07). It never waits for consent.
public struct SafeguardingReferral: RecordKind {
    public var sentOn = Day.unset
    public var to = ""
    public var why = ""
    public var consent: String?
    public var result: String?
    public var resultOn: Day?
    public var chasedOn: Day?
    public var note: String?
    /// The urgent concern it was made from.
    public var concern: RecordID?

    public init() {}

    public static let kind = Kind<SafeguardingReferral>(
        "safeguarding_referral", title: "Safeguarding referral", plural: "Safeguarding referrals",
        about: "A referral to social care, early help or another agency for the child's safety, and what it answered.",
        sensitivity: .safeguarding, version: 2
    ) { k in
        k.field("sent_on", \.sentOn, "Sent", .day, required: .always)
        k.field("sent_to", \.to, "To", .code("safeguarding_to"), required: .always)
        k.field("why", \.why, "Why", .longText, required: .always, sensitivity: .concern)
        k.field(
            "consent", \.consent, "Consent", .code("safeguarding_consent"),
            hint: "A safeguarding referral never waits for it.")
        k.field("result", \.result, "Result", .code("safeguarding_result"))
        k.field("result_on", \.resultOn, "Answered", .day)
        k.field("chased_on", \.chasedOn, "Last chased", .day)
        k.field("note", \.note, "Note", .longText, sensitivity: .concern)
        k.field("concern_ref", \.concern, "From the urgent concern", .link("concern"), since: 2)
        k.rule("result_on", "The answer cannot come before the referral.") { r, _ in inOrder(r.sentOn, r.resultOn) }
    }
}

/// A manager's look at a case: what set it off, what was read, what was decided, and whether it was followed up (S-STF-05, S-PLN-06).
public struct Oversight: RecordKind {
    public var referral: RecordID?
    public var heldOn = Day.unset
    public var by: RecordID?
    public var trigger: String?
    public var read: String?
    public var decision = ""
    public var planChanges: String?
    public var followUpDue: Day?
    public var followedUpOn: Day?
    public var followUp: String?

    public init() {}

    public static let kind = Kind<Oversight>(
        "oversight", title: "Oversight entry", plural: "Oversight entries",
        about: "A manager's look at a case: what set it off, what was read, what was decided, and whether it was followed up.",
        sensitivity: .casework
    ) { k in
        k.field("referral_ref", \.referral, "Referral", .link("referral"))
        k.field("held_on", \.heldOn, "Day", .day, required: .always)
        k.field("overseen_by", \.by, "By", .link("staff"))
        k.field("set_off_by", \.trigger, "What set it off", .code("oversight_trigger"), required: .always)
        k.field("what_was_read", \.read, "What was read", .longText, required: .always)
        k.field("decision", \.decision, "Decision", .longText, required: .always)
        k.field("plan_changes", \.planChanges, "Changes to the plan", .longText)
        k.field("follow_up_due", \.followUpDue, "Follow up by", .day)
        k.field("followed_up_on", \.followedUpOn, "Followed up", .day)
        k.field("follow_up", \.followUp, "What was found", .longText)
    }
}

/// Something somebody has agreed to do for the child, from any meeting (S-RSK-07).
public struct Action: RecordKind {
    public var what = ""
    public var owner: RecordID?
    public var ownerName: String?
    public var dueOn = Day.unset
    public var arose: String?
    public var aroseOn: Day?
    public var chasedOn: Day?
    public var doneOn: Day?
    public var result: String?

    public init() {}

    public static let kind = Kind<Action>(
        "action", title: "Action", plural: "Actions", about: "Something somebody has agreed to do for the child, with an owner and a day.",
        sensitivity: .casework
    ) { k in
        k.field("what", \.what, "Action", .text(500), required: .always)
        k.field("owner", \.owner, "Owner", .link("staff"))
        k.field("owner_name", \.ownerName, "Owner, if from another agency", .text(100))
        k.field("due_on", \.dueOn, "Due", .day, required: .always)
        k.field("arose", \.arose, "Agreed at", .code("action_source"))
        k.field("arose_on", \.aroseOn, "Agreed on", .day)
        k.field("chased_on", \.chasedOn, "Last chased", .day)
        k.field("done_on", \.doneOn, "Done", .day)
        k.field("result", \.result, "Result", .text(500))
        k.rule("owner", "Say who owns it.") { a, _ in a.owner != nil || a.ownerName != nil }
    }
}

/// Who takes urgent calls on which days.
public struct Duty: RecordKind {
    public var staff = RecordID.unset
    public var startDate = Day.unset
    public var endDate = Day.unset

    public init() {}

    public static let kind = Kind<Duty>(
        "duty", title: "Duty", plural: "Duty rota", scope: .service, about: "Who is the duty worker on which days.", sensitivity: .reference
    ) { k in
        k.field("staff", \.staff, "Duty worker", .link("staff"), required: .always)
        k.field("start_date", \.startDate, "From", .day, required: .always)
        k.field("end_date", \.endDate, "To", .day, required: .always)
        k.rule("end_date", "The end cannot come before the start.") { d, _ in inOrder(d.startDate, d.endDate) }
    }
}
