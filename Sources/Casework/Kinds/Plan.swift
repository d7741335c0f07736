/// The plan made with the child (S-PLN-01, S-PLN-02): what they want, in their words, and when it was signed and given to them.
public struct Plan: RecordKind {
    public var programme: RecordID?
    public var agreedOn: Day?
    public var childsWords: String?
    public var howToHelp: String?
    public var diversity: String?
    public var signedOn: Day?
    public var notSignedReason: String?
    public var copyGivenOn: Day?
    public var isKnife: Bool?

    public init() {}

    public static let kind = Kind<Plan>(
        "plan", title: "Plan", plural: "Plans",
        about: "The plan made with the child: what they want, and when it was signed and given to them.",
        sensitivity: .casework
    ) { k in
        k.field("programme_ref", \.programme, "Programme", .link("programme"))
        k.field("agreed_on", \.agreedOn, "Agreed with the child", .day)
        k.field("childs_words", \.childsWords, "What I want", .longText, hint: "In the child's own words.")
        k.field("how_to_help", \.howToHelp, "What helps me", .longText, hint: "In the child's own words.")
        k.field("diversity", \.diversity, "How the plan fits who the child is", .longText)
        k.field("signed_on", \.signedOn, "Signed by the child", .day)
        k.field("not_signed_reason", \.notSignedReason, "Why it is not signed", .text(300))
        k.field("copy_given_on", \.copyGivenOn, "Copy given to the child", .day)
        k.field("knife", \.isKnife, "Plan for carrying a knife", .flag, hint: "A knife case must have one.")
    }
}

/// One thing a plan sets out to reach (S-PLN-01, S-PLN-04, S-PLN-09).
public struct Target: RecordKind {
    public var plan = RecordID.unset
    public var place: Int?
    public var purpose: String?
    public var domain: String?
    public var what = ""
    public var childsWords: String?
    public var who: String?
    public var byDate: Day?
    public var factor: String?
    public var state: String?
    public var closedOn: Day?
    public var result: String?
    public var childFeedback: String?

    public init() {}

    public static let kind = Kind<Target>(
        "target", title: "Target", plural: "Targets",
        about: "One thing a plan sets out to reach: what, by whom, by when, for which need, and what came of it.", sensitivity: .casework
    ) { k in
        k.field("plan_ref", \.plan, "Plan", .link("plan"), required: .always)
        k.field("place", \.place, "Order", .number(1...50))
        k.field("purpose", \.purpose, "For", .code("target_purpose"))
        k.field("domain", \.domain, "Area of life", .code("need_domain"))
        k.field("what", \.what, "Target", .text(500), required: .always)
        k.field("childs_words", \.childsWords, "In the child's words", .text(500))
        k.field("who", \.who, "Who does it", .text(200))
        k.field("by_date", \.byDate, "By", .day)
        k.field("factor", \.factor, "What in the assessment it answers", .text(300))
        k.field("state", \.state, "State", .code("target_state"))
        k.field("closed_on", \.closedOn, "Done or given up on", .day)
        k.field("result", \.result, "What came of it", .longText)
        k.field("child_feedback", \.childFeedback, "What the child says of it", .longText)
        k.rule("result", "Say why it was not done.") { t, _ in t.state != "NOT_DONE" || t.result != nil }
    }
}

/// A look at how a programme goes, six weeks in and whenever things change (S-OOC-16, S-ASM-15).
public struct Review: RecordKind {
    public var programme: RecordID?
    public var type: String?
    public var heldOn = Day.unset
    public var goingWell: String?
    public var notGoingWell: String?
    public var changes: String?
    public var childView: String?
    public var parentView: String?

    public init() {}

    public static let kind = Kind<Review>(
        "review", title: "Review", plural: "Reviews", about: "A look at how a programme goes, with the child's and the parent's view.",
        sensitivity: .casework
    ) { k in
        k.field("programme_ref", \.programme, "Programme", .link("programme"))
        k.field("type", \.type, "Review", .code("review_type"))
        k.field("held_on", \.heldOn, "Held", .day, required: .always)
        k.field("going_well", \.goingWell, "What goes well", .longText)
        k.field("not_going_well", \.notGoingWell, "What does not", .longText)
        k.field("changes", \.changes, "What changes in the plan", .longText)
        k.field("child_view", \.childView, "What the child says", .longText)
        k.field("parent_view", \.parentView, "What the parent or carer says", .longText)
    }
}

/// A condition of a conditional caution or a deferred prosecution (S-OOC-18).
public struct Condition: RecordKind {
    public var programme = RecordID.unset
    public var type: String?
    public var what = ""
    public var byDate: Day?
    public var isMet: Bool?
    public var metOn: Day?
    public var note: String?

    public init() {}

    public static let kind = Kind<Condition>(
        "condition", title: "Condition", plural: "Conditions",
        about: "A condition of a conditional caution or deferred prosecution, and whether it was met.",
        sensitivity: .casework
    ) { k in
        k.field("programme_ref", \.programme, "Programme", .link("programme"), required: .always)
        k.field("type", \.type, "Kind of condition", .code("condition_type"))
        k.field("what", \.what, "Condition", .text(500), required: .always)
        k.field("by_date", \.byDate, "By", .day)
        k.field("met", \.isMet, "Met", .flag)
        k.field("met_on", \.metOn, "Met on", .day)
        k.field("note", \.note, "Note", .text(500))
    }
}

/// A warning, a notice of non-compliance, a return to the police, and what the police answered (S-OOC-18).
public struct Compliance: RecordKind {
    public var programme = RecordID.unset
    public var type = ""
    public var onDate = Day.unset
    public var what: String?
    public var policeToldDate: Day?
    public var policeAnswer: String?
    public var policeAnswerOn: Day?

    public init() {}

    public static let kind = Kind<Compliance>(
        "compliance", title: "Compliance step", plural: "Compliance steps",
        about: "A warning, a notice of non-compliance or a return to the police, and what the police answered.", sensitivity: .casework
    ) { k in
        k.field("programme_ref", \.programme, "Programme", .link("programme"), required: .always)
        k.field("type", \.type, "Step", .code("compliance_type"), required: .always)
        k.field("on_date", \.onDate, "Day", .day, required: .always)
        k.field("what", \.what, "What happened", .longText)
        k.field("police_told_date", \.policeToldDate, "Police told", .day)
        k.field("police_answer", \.policeAnswer, "What the police decided", .text(500))
        k.field("police_answer_on", \.policeAnswerOn, "Police answered", .day)
        k.rule("police_told_date", "The police cannot be told before it happened.") { c, _ in inOrder(c.onDate, c.policeToldDate) }
    }
}

/// The end of the service's work on a referral: what must be done or reasoned before it closes (S-TRN-10).
public struct Closure: RecordKind {
    public var referral = RecordID.unset
    public var childInterviewReason: String?
    public var parentInterviewReason: String?
    public var policeToldDate: Day?
    public var policeReason: String?
    public var victimToldDate: Day?
    public var victimReason: String?
    public var unmetNeed: String?
    public var unmetNeedTo: String?
    public var unmetNeedReason: String?
    public var targetsReason: String?
    public var planReason: String?
    public var documentsReason: String?
    public var summary: String?
    public var askedOn: Day?
    public var approvedOn: Day?
    public var approvedBy: RecordID?

    public init() {}

    public static let kind = Kind<Closure>(
        "closure", title: "Closure", plural: "Closures",
        about: "The end of the work on a referral: interviews, who was told, unmet need passed on, and the manager's approval.",
        sensitivity: .casework, version: 2
    ) { k in
        k.field("referral_ref", \.referral, "Referral", .link("referral"), required: .always)
        k.field("child_interview_reason", \.childInterviewReason, "Why there is no exit interview with the child", .text(500))
        k.field("parent_interview_reason", \.parentInterviewReason, "Why there is none with the parent or carer", .text(500))
        k.field("police_told_date", \.policeToldDate, "Police told of the end", .day)
        k.field("police_reason", \.policeReason, "Why the police need not be told", .text(500))
        k.field("victim_told_date", \.victimToldDate, "Victim told of the end", .day)
        k.field("victim_reason", \.victimReason, "Why the victim is not told", .text(500), hint: "Never who they are.")
        k.field("unmet_need", \.unmetNeed, "Need that remains", .longText, hint: "Write “none” if there is none.")
        k.field("unmet_need_to", \.unmetNeedTo, "Passed on to", .text(200))
        k.field("unmet_need_reason", \.unmetNeedReason, "Why it is not passed on", .text(500))
        k.field("targets_reason", \.targetsReason, "Why targets stay open", .text(500))
        k.field("plan_reason", \.planReason, "Why a knife case has no plan", .text(500), since: 2)
        k.field("documents_reason", \.documentsReason, "Why documents are missing", .text(500))
        k.field("summary", \.summary, "How it ended", .longText)
        k.field("asked_on", \.askedOn, "Sent for approval", .day)
        k.field("approved_on", \.approvedOn, "Approved", .day)
        k.field("approved_by", \.approvedBy, "Approved by", .link("staff"))
    }
}
