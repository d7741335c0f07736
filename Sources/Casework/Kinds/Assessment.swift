/// An assessment of the child: ours by its questions, or one done elsewhere and attached; also what child and parent say of themselves,
/// screenings and exit interviews (S-ASM-01 to S-ASM-12, S-VOC-02).
///
/// `answers` holds what was answered to the questions of `form`, by question (see `Questionnaire`).
public struct Assessment: RecordKind {
    public var type: String?
    public var stage: String?
    public var completedOn: Day?
    public var countersignedOn: Day?
    public var reoffending: String?
    public var seriousHarm: String?
    public var safetyWellbeing: String?
    public var referral: RecordID?
    public var form: String?
    public var why: String?
    public var startedOn: Day?
    public var writtenBy: RecordID?
    public var author: String?
    public var document: RecordID?
    public var answers: String?
    public var reoffendingReason: String?
    public var seriousHarmReason: String?
    public var safetyWellbeingReason: String?
    public var sources: String?
    public var childView: String?
    public var childViewOn: Day?
    public var childViewHow: String?
    public var parentView: String?
    public var parentViewOn: Day?
    public var parentViewHow: String?
    public var selfMissingReason: String?
    public var submittedOn: Day?
    public var returnedOn: Day?
    public var countersignedBy: RecordID?
    public var countersignedOutside: String?
    public var feedback: String?
    public var childViewUsed: String?
    public var parentViewUsed: String?
    public var programmes: [RecordID] = []

    public init() {}

    /// Where it stands between its writer and the manager who countersigns.
    public enum State: String, Sendable { case draft, submitted, returned, countersigned, complete }

    public var state: State {
        if countersignedOn != nil { return .countersigned }
        // Sending back takes the day of sending in away, so both on one day is one sent in again.
        if let returnedOn, submittedOn.map({ $0 < returnedOn }) ?? true { return .returned }
        if submittedOn != nil { return .submitted }
        // One done elsewhere is written by whoever sends it on, or says who signed it there.
        return completedOn == nil || author != nil ? .draft : .complete
    }

    /// Whether any of the three judgements is medium or above: then contingency is needed.
    public var isMediumOrAbove: Bool {
        [reoffending, seriousHarm, safetyWellbeing].contains { $0.map { $0 != "LOW" } ?? false }
    }

    public static let kind = Kind<Assessment>(
        "assessment", title: "Assessment", plural: "Assessments",
        about: "An assessment of the child, a self-assessment, a screening or an exit interview, with its judgements and countersignature.",
        sensitivity: .casework, version: 2, file: "assessments", key: ["assessment_ref"]
    ) { k in
        k.field("type", \.type, "Type", .code("assessment_type"))
        k.field("stage", \.stage, "Stage", .code("assessment_stage"))
        k.field("completed_on", \.completedOn, "Completed", .day)
        k.field("countersigned_on", \.countersignedOn, "Countersigned", .day)
        k.field("reoffending", \.reoffending, "Likelihood of reoffending", .code("judgement"))
        k.field("serious_harm", \.seriousHarm, "Risk of serious harm to others", .code("judgement"))
        k.field("safety_wellbeing", \.safetyWellbeing, "Safety and wellbeing", .code("judgement"))
        k.field("referral_ref", \.referral, "Referral", .link("referral"), exchanged: false)
        k.field("form", \.form, "Form and its version", .text(60), exchanged: false)
        k.field("why", \.why, "Why this type of assessment", .text(300), exchanged: false)
        k.field("started_on", \.startedOn, "Started", .day, exchanged: false)
        k.field("written_by", \.writtenBy, "Written by", .link("staff"), exchanged: false)
        k.field(
            "author", \.author, "Author, if done elsewhere", .text(100), hint: "Name and where they work.", exchanged: false)
        k.field("document_ref", \.document, "Document", .link("document"), exchanged: false)
        k.field("answers", \.answers, "Answers", .longText, sensitivity: .selfAssessment, exchanged: false)
        k.field("reoffending_reason", \.reoffendingReason, "Reasons for the likelihood of reoffending", .longText, exchanged: false)
        k.field("serious_harm_reason", \.seriousHarmReason, "Reasons for the risk of serious harm", .longText, exchanged: false)
        k.field(
            "safety_wellbeing_reason", \.safetyWellbeingReason, "Reasons for safety and wellbeing", .longText, exchanged: false)
        k.field(
            "sources", \.sources, "What this rests on", .longText, hint: "Past and present behaviour, and where you know it from.",
            exchanged: false)
        k.field("child_view", \.childView, "The child's view", .longText, exchanged: false)
        k.field("child_view_on", \.childViewOn, "Child asked on", .day, exchanged: false)
        k.field("child_view_how", \.childViewHow, "How the child was asked", .code("view_method"), exchanged: false)
        k.field("parent_view", \.parentView, "The parent's or carer's view", .longText, exchanged: false)
        k.field("parent_view_on", \.parentViewOn, "Parent or carer asked on", .day, exchanged: false)
        k.field("parent_view_how", \.parentViewHow, "How the parent or carer was asked", .code("view_method"), exchanged: false)
        k.field(
            "self_missing_reason", \.selfMissingReason, "Why a self-assessment is missing", .text(500),
            hint: "Child and parent each do their own; say why if one did not.", exchanged: false)
        k.field("submitted_on", \.submittedOn, "Sent for countersignature", .day, exchanged: false)
        k.field("returned_on", \.returnedOn, "Sent back", .day, exchanged: false)
        k.field("countersigned_by", \.countersignedBy, "Countersigned by", .link("staff"), exchanged: false)
        k.field(
            "countersigned_outside", \.countersignedOutside, "Countersigned by, if done elsewhere", .text(100),
            hint: "Name and where they work.", exchanged: false)
        k.field("feedback", \.feedback, "The manager's comments", .longText, exchanged: false)
        k.field("child_view_used", \.childViewUsed, "Were the child's views used?", .code("view_use"), exchanged: false)
        k.field("parent_view_used", \.parentViewUsed, "Were the parent's or carer's views used?", .code("view_use"), exchanged: false)
        k.field(
            "programme_refs", \.programmes, "Programmes it was done for", .links("programme"),
            hint: "Those of the same referral are known already.", since: 2, added: true)
        k.rule("countersigned_on", "The countersignature cannot come before the assessment was completed.") { a, _ in
            inOrder(a.completedOn, a.countersignedOn)
        }
        k.rule("completed_on", "The assessment cannot be completed in the future.") { a, context in
            (a.completedOn ?? context.today) <= context.today
        }
    }
}

/// Who is at risk of what, and what holds it (S-ASM-04).
public struct Risk: RecordKind {
    public var assessment: RecordID?
    public var direction = ""
    public var who: String?
    public var whoWords: String?
    public var nature: String?
    public var imminence: String?
    public var circumstances: String?
    public var controls: String?
    public var level: String?

    public init() {}

    public static let kind = Kind<Risk>(
        "risk", title: "Risk", plural: "Risks", about: "Who is at risk of what, how soon, in which circumstances, and what holds it.",
        sensitivity: .safeguarding
    ) { k in
        k.field("assessment_ref", \.assessment, "Assessment", .link("assessment"))
        k.field("direction", \.direction, "Risk", .code("risk_direction"), required: .always)
        k.field("who", \.who, "Who is at risk", .code("who_at_risk"), required: .always)
        k.field("who_words", \.whoWords, "Which of them", .text(200), hint: "Never a victim's name: say, for example, boys of his year.")
        k.field("nature", \.nature, "Of what", .longText, required: .always)
        k.field("imminence", \.imminence, "How soon", .code("imminence"))
        k.field("circumstances", \.circumstances, "In which circumstances", .longText)
        k.field("controls", \.controls, "What holds it", .longText, hint: "What is done, by whom, to keep everybody safe.")
        k.field("level", \.level, "Level", .code("judgement"))
    }
}

/// What is done if things get worse (S-PLN-03).
public struct Contingency: RecordKind {
    public var assessment: RecordID?
    public var concern = ""
    public var ifHappens = ""
    public var thenDo = ""
    public var who: String?
    public var byWhen: String?

    public init() {}

    public static let kind = Kind<Contingency>(
        "contingency", title: "Contingency", plural: "Contingencies",
        about: "If this happens, then that is done, by whom, how soon: for safety and wellbeing, and for harm to others.",
        sensitivity: .safeguarding
    ) { k in
        k.field("assessment_ref", \.assessment, "Assessment", .link("assessment"))
        k.field("concern", \.concern, "About", .code("contingency_concern"), required: .always)
        k.field("if_happens", \.ifHappens, "If this happens", .text(500), required: .always)
        k.field("then_do", \.thenDo, "Then this is done", .text(500), required: .always)
        k.field("who", \.who, "By whom", .text(200), required: .always)
        k.field("by_when", \.byWhen, "How soon", .text(100))
    }
}
