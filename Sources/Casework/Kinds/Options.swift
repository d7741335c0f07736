/// An out-of-court option as the service uses it: what it needs, what it makes, how long it lasts (S-OOC-01). Waymark's own are in
/// `ShippedOptions`; a row here replaces the one of the same outcome from its day.
public struct DisposalType: RecordKind {
    public var outcome = ""
    public var place: Int?
    public var isStatutory: Bool?
    public var needsAdmission: Bool?
    public var makesEntrant: Bool?
    public var needsConsent: Bool?
    public var needsVictim: Bool?
    public var needsAssessment: Bool?
    public var decidedBy: String?
    public var recordedWhen: String?
    public var onFailure: String?
    public var weeks: Int?
    public var mostWeeks: Int?
    public var documents: String?
    public var fromDate: Day?
    public var toDate: Day?
    public var basis = ""

    public init() {}

    public static let kind = Kind<DisposalType>(
        "disposal_type", title: "Out-of-court option", plural: "Out-of-court options", scope: .service,
        about: "An out-of-court option as the service uses it: what it needs, what it makes, how long it lasts, with its basis.",
        sensitivity: .reference
    ) { k in
        k.field("outcome", \.outcome, "Option", .code("outcome"), required: .always)
        k.field("place", \.place, "Place on the ladder", .number(1...50), hint: "Lower first: a report says why not a lower one.")
        k.field("statutory", \.isStatutory, "Statutory", .flag)
        k.field("needs_admission", \.needsAdmission, "Needs an admission", .flag)
        k.field("makes_entrant", \.makesEntrant, "Makes a first-time entrant", .flag)
        k.field("needs_consent", \.needsConsent, "Needs the child's signed consent", .flag)
        k.field("needs_victim", \.needsVictim, "Needs contact with the victim first", .flag)
        k.field("needs_assessment", \.needsAssessment, "Needs an assessment", .flag)
        k.field("decided_by", \.decidedBy, "Decided by", .code("decided_by"))
        k.field("recorded_when", \.recordedWhen, "Outcome recorded", .code("recorded_when"))
        k.field("on_failure", \.onFailure, "If it fails", .code("on_failure"))
        k.field("weeks", \.weeks, "Usual length in weeks", .number(0...104))
        k.field("most_weeks", \.mostWeeks, "Longest in weeks", .number(0...104))
        k.field("documents", \.documents, "Documents required", .codes("document_type"))
        k.field("from_date", \.fromDate, "From", .day)
        k.field("to_date", \.toDate, "To", .day)
        k.field("basis", \.basis, "Basis", .text(300), required: .always)
    }
}

/// The score a gravity matrix starts an offence from (S-OOC-07). The matrix's own tables are not ours to ship: a service loads those it uses.
public struct GravityScore: RecordKind {
    public var matrix = ""
    public var cjsCode: String?
    public var category: String?
    public var offence: String?
    public var score = 0
    public var basis = ""

    public init() {}

    public static let kind = Kind<GravityScore>(
        "gravity_score", title: "Gravity score", plural: "Gravity scores", scope: .service,
        about: "The score a version of the gravity matrix starts an offence from; loaded by the service from the matrix it uses.",
        sensitivity: .reference, file: "gravity", key: ["matrix", "cjs_code", "category", "offence"]
    ) { k in
        k.field("matrix", \.matrix, "Matrix", .code("gravity_matrix"), required: .always)
        k.field("cjs_code", \.cjsCode, "CJS offence code", .text(10))
        k.field("category", \.category, "Category", .code("offence_category"))
        k.field("offence", \.offence, "Offence", .text(200))
        k.field("score", \.score, "Score to start from", .number(1...5), required: .always)
        k.field("basis", \.basis, "Basis", .text(300), required: .always)
    }
}

/// Something the panel can offer for a need or a kind of offence (S-OOC-14).
public struct PanelOption: RecordKind {
    public var title = ""
    public var provider: String?
    public var domains: String?
    public var categories: String?
    public var outcomes: String?
    public var note: String?

    public init() {}

    public static let kind = Kind<PanelOption>(
        "panel_option", title: "Menu option", plural: "Menu of options", scope: .service,
        about: "Something the panel can offer: for which needs, kinds of offence and disposals, and who gives it.", sensitivity: .reference
    ) { k in
        k.field("title", \.title, "Option", .text(200), required: .always)
        k.field("provider", \.provider, "Who gives it", .text(200))
        k.field("domains", \.domains, "For needs in", .codes("need_domain"))
        k.field("categories", \.categories, "For offences of", .codes("offence_category"))
        k.field("outcomes", \.outcomes, "With", .codes("outcome"))
        k.field("note", \.note, "Note", .text(500))
    }
}
