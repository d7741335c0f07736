import Casework

/// What of a child's file goes into a subject access pack, kind by kind and field by field, and on which ground the rest is left out.
/// Every value of a pack goes through this one gate; whoever checks the pack may put back what it left out.
public enum PackGate {
    /// Whether a kind is told at all or left out whole. One that is named nowhere is left out until somebody decides: a test asks that all are.
    public enum Way: Sendable, Equatable {
        case told
        case left(String)
    }

    private static let told: Set<String> = [
        "child", "address", "relationship", "professional", "alert", "allocation", "care", "accommodation", "ete", "send", "health",
        "consent", "offence", "referral", "outcome", "requirement", "hearing", "remand", "programme", "release", "transfer", "contact",
        "hold", "police_bail", "parenting", "enquiry", "document", "assessment", "risk", "contingency", "panel_item", "plan", "target",
        "review", "condition",
        "compliance", "concern", "safeguarding_referral", "oversight", "action", "closure", "break_glass",
    ]

    private static let left: [String: String] = [
        "victim": "VICTIM", "victim_contact": "VICTIM", "merge": "WORKING", "restriction": "OTHER_PERSON", "subject_access": "WORKING",
        "subject_access_change": "WORKING", "sealed_entry": "WORKING",
    ]

    /// Nil for a kind nobody has decided on.
    public static func decided(_ kind: String) -> Way? { told.contains(kind) ? .told : left[kind].map { .left($0) } }

    public static func way(of kind: String) -> Way { decided(kind) ?? .left("WORKING") }

    private static let fields: [String: [String: String]] = [
        "child": ["deleted": "WORKING"],
        "relationship": [
            "phone": "CONTACT", "contact_note": "CONTACT", "contact_allowed": "OTHER_PERSON", "risk_note": "OTHER_PERSON",
            "social_care_involved": "OTHER_PERSON", "known_child": "OTHER_CHILD",
        ],
        "professional": ["phone": "CONTACT", "email": "CONTACT"],
        "care": ["social_worker": "CONTACT"],
        // Whoever told is easily the neighbour.
        "alert": ["source": "OTHER_PERSON"],
        "offence": ["co_defendants": "OTHER_CHILD", "place": "VICTIM", "offence_postcode": "VICTIM"],
        "panel_item": ["victim_reason": "VICTIM"],
        "closure": ["victim_told_date": "VICTIM", "victim_reason": "VICTIM"],
        "break_glass": ["finding": "OTHER_PERSON", "found": "OTHER_PERSON"],
        "document": ["hash": "WORKING", "size": "WORKING", "media_type": "WORKING"],
    ]

    /// Who told: what the police or a victim worker answered, and that they were asked, is theirs.
    private static let agencies = ["POLICE": "INTELLIGENCE", "VICTIM_WORKER": "VICTIM"]

    /// Why every line of a record is left out, for what it is or says; nil where its fields are asked one by one.
    public static func reason<R: RecordKind>(whole record: R, toChild: Bool) -> String? {
        if case .left(let reason) = way(of: R.kind.name) { return reason }
        if let home = record as? HomeAddress, home.notToDisclose == true || !toChild { return "NOT_TO_DISCLOSE" }
        if let enquiry = record as? Enquiry { return agencies[enquiry.agency] }
        return nil
    }

    /// Why a value is left out, as a token of `redaction_reason`; nil where it is told, its names apart.
    ///
    /// - Parameters:
    ///   - record: the record it stands in: an address not to be disclosed is left out for what it is.
    ///   - toChild: whether it is the child who asks; to anybody else no home is told.
    ///   - hidesHomes: whether some home of the file is not to be disclosed, for a postcode alone may be that one's.
    public static func reason<R: RecordKind>(_ field: Field<R>, of record: R, toChild: Bool, hidesHomes: Bool) -> String? {
        if let reason = reason(whole: record, toChild: toChild) { return reason }
        if let reason = reason(field.sensitivity) { return reason }
        // What a document is called says what its content is about.
        if let document = record as? Document, ["title", "file_name"].contains(field.name),
            let reason = reason(document.contentSensitivity)
        {
            return reason
        }
        switch field.kind {
        case .link("child"), .links("child"): return "OTHER_CHILD"
        default: break
        }
        if R.kind.name == "child", field.name == "home_postcode", hidesHomes || !toChild { return "NOT_TO_DISCLOSE" }
        return fields[R.kind.name]?[field.name]
    }

    private static func reason(_ sensitivity: Sensitivity) -> String? {
        switch sensitivity {
        case .intelligence: "INTELLIGENCE"
        case .victim: "VICTIM"
        case .secret: "WORKING"
        default: nil
        }
    }
}
