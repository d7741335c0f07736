/// A child the service works with: one record whatever the number of episodes (S-PEO-01, S-PEO-02).
public struct Child: RecordKind {
    public var givenName: String?
    public var familyName: String?
    public var knownAs: String?
    public var dateOfBirth: Day?
    public var sex: String?
    public var ethnicity: String?
    public var ethnicityCodeSet: Int?
    public var nationality: String?
    public var firstLanguage: String?
    public var interpreterNeeded: Bool?
    public var genderIdentity: String?
    public var genderSameAsRegistered: String?
    public var sexualOrientation: String?
    public var religion: String?
    public var disability: String?
    public var characteristicsAskedOn: Day?
    public var characteristicsAskedBy: String?
    public var pncID: String?
    public var upn: String?
    public var nhsNumber: String?
    public var homePostcode: String?
    public var originatingRef: String?
    public var deleted: Bool?
    public var whatTheyWant: String?
    public var strengths: String?
    public var communicationTip: String?
    public var safeToVisit: String?
    public var diversityNeeds: String?
    public var immigrationStatus: String?
    public var genderBefore2022: String?

    public init() {}

    /// The name to greet the child by.
    public var nameUsed: String {
        let given = knownAs ?? givenName
        return [given, familyName].compactMap { $0 }.joined(separator: " ")
    }

    public static let kind = Kind<Child>(
        "child", title: "Child", plural: "Children", about: "A child the service works with, once, whatever the number of episodes.",
        sensitivity: .identity, version: 4, file: "children", key: ["child_ref"]
    ) { k in
        k.field("given_name", \.givenName, "Given name", .text(100), required: .when("no family name is known") { $0.familyName == nil })
        k.field("family_name", \.familyName, "Family name", .text(100))
        k.field(
            "known_as", \.knownAs, "Name they like to be called", .text(100),
            hint: "What to say at the door. Leave blank if it is the given name.")
        k.field("date_of_birth", \.dateOfBirth, "Date of birth", .day, hint: "For example, 3/9/2011")
        k.field("sex", \.sex, "Sex", .code("sex"), sensitivity: .characteristics)
        k.field("ethnicity", \.ethnicity, "Ethnicity", .code("ethnicity"), sensitivity: .characteristics)
        k.field(
            "ethnicity_code_set", \.ethnicityCodeSet, "Census the ethnicity code is from", .number(1991...2041),
            sensitivity: .characteristics)
        k.field("nationality", \.nationality, "Nationality", .text(60), sensitivity: .characteristics)
        k.field("first_language", \.firstLanguage, "First language", .text(60), sensitivity: .characteristics)
        k.field("interpreter_needed", \.interpreterNeeded, "Interpreter needed", .flag, exchanged: false)
        k.field(
            "gender_identity", \.genderIdentity, "Gender, in their own words", .text(60), sensitivity: .characteristics, exchanged: false)
        k.field(
            "gender_same_as_registered", \.genderSameAsRegistered, "Gender is the same as the sex registered at birth", .code("answer"),
            sensitivity: .characteristics, exchanged: false)
        k.field(
            "sexual_orientation", \.sexualOrientation, "Sexual orientation", .code("sexual_orientation"), sensitivity: .characteristics,
            exchanged: false)
        k.field("religion", \.religion, "Religion", .code("religion"), sensitivity: .characteristics, exchanged: false)
        k.field("disability", \.disability, "Disability", .code("answer"), sensitivity: .characteristics, exchanged: false)
        k.field("characteristics_asked_on", \.characteristicsAskedOn, "Asked on", .day, sensitivity: .characteristics, exchanged: false)
        k.field(
            "characteristics_asked_by", \.characteristicsAskedBy, "Asked by", .text(100), sensitivity: .characteristics, exchanged: false)
        k.field("pnc_id", \.pncID, "PNC number", .text(20))
        k.field("upn", \.upn, "Unique pupil number", .text(13))
        k.field("nhs_number", \.nhsNumber, "NHS number", .text(12), sensitivity: .health)
        k.field("home_postcode", \.homePostcode, "Home postcode", .text(10), sensitivity: .whereabouts)
        k.field("originating_ref", \.originatingRef, "Reference at the service that first knew the child", .text(60))
        k.field("deleted", \.deleted, "Withdrawn", .flag, hint: "The record was made in error and is left out of every count.")
        k.field(
            "what_they_want", \.whatTheyWant, "What they say they want", .longText, hint: "In the child's own words.",
            sensitivity: .casework,
            exchanged: false)
        k.field("strengths", \.strengths, "Strengths", .longText, sensitivity: .casework, exchanged: false)
        k.field(
            "communication_tip", \.communicationTip, "How best to talk with them", .text(500), sensitivity: .casework, exchanged: false)
        k.field("safe_to_visit", \.safeToVisit, "Visiting safely", .text(500), sensitivity: .safeguarding, exchanged: false)
        k.field(
            "diversity_needs", \.diversityNeeds, "Who they are and what that asks of us", .longText,
            hint: "Culture, faith, disability, how they learn, anything that should shape how we work. Carried into assessment and plan.",
            sensitivity: .characteristics, since: 2, exchanged: false)
        k.field(
            "immigration_status", \.immigrationStatus, "Immigration status", .code("immigration_status"),
            hint: "The return asks for it. Ask with care, and say why you ask.", sensitivity: .characteristics, since: 3, added: true)
        k.field(
            "gender_before_2022", \.genderBefore2022, "Gender, as it was asked before 2022", .code("gender_before_2022"),
            hint: "Kept beside sex, which is asked now. Only for what an earlier record says.", sensitivity: .characteristics, since: 4,
            added: true)
        k.rule("date_of_birth", "Date of birth must be in the past.") { child, context in
            child.dateOfBirth.map { $0 <= context.today } ?? true
        }
    }
}

/// Two records found to be one child: from now on `child` answers for `merged`, until the merge is undone (S-PEO-01).
/// No id is rewritten; the merge is itself a record, withdrawn to undo it.
public struct Merge: RecordKind {
    public var merged = RecordID.unset
    public var reason = ""

    public init() {}

    public static let kind = Kind<Merge>(
        "merge", title: "Merge", plural: "Merges", about: "Another record that is this same child; undone by withdrawing it.",
        sensitivity: .identity
    ) { k in
        k.field("merged", \.merged, "Record that is the same child", .link("child"), required: .always)
        k.field("reason", \.reason, "How you know they are one child", .text(500), required: .always)
    }
}
