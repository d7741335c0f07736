/// The code lists Waymark ships with. They are seed rows: the store's own rows, dated and journaled, are what a service works with.
public enum ShippedCodes {
    /// Every shipped code, list by list.
    public static let all: [CodeValue] =
        Outcomes.all + Offences.all + People.all + WorkCodes.all + Places.all + PathwayCodes.all + CourtCodes.all
        + CircumstanceCodes.all + ChargeCodes.all + IndicatorCodes.all + ReturnCodes.all + AccessCodes.all + RetentionCodes.all
        + SubjectAccessCodes.all + BreachCodes.all + IdentityCodes.all

    public static let codes = Codes(all)

    /// `TOKEN` becomes "Token"; given labels win.
    static func list(_ name: String, _ basis: String, group: String? = nil, _ entries: [(String, String)]) -> [CodeValue] {
        entries.map { CodeValue(list: name, token: $0.0, label: $0.1, group: group, basis: basis) }
    }
}

private let interchange = "interchange.md §1"
private let published = "YJB reporting code (S1), regulation.md §1.3"
private let recalled = "RECALLED, regulation.md §1.3: check before relying on it"
private let local = "Waymark's own"

enum Outcomes {
    /// The tiers an outcome's group may be; the order is the tiers' weight.
    static let tiers = ["Diversion", "Pre-Court", "First-tier", "Community", "Custody"]

    static let all: [CodeValue] =
        ShippedCodes.list(
            "outcome", published, group: "Diversion",
            [
                ("COMMUNITY_RESOLUTION", "Community resolution"),
                ("COMMUNITY_RESOLUTION_POLICE_FACILITATED", "Community resolution, facilitated by police"),
                ("COMMUNITY_RESOLUTION_OTHER_AGENCY_FACILITATED", "Community resolution, facilitated by another agency"),
                ("COMMUNITY_RESOLUTION_WITH_YOT_INTERVENTION", "Community resolution with intervention (earlier code)"),
                ("COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT", "Community resolution with our involvement"),
                ("NO_FURTHER_ACTION_OUTCOME_20_21_WITH_YJS_INVOLVEMENT", "Outcome 20 or 21 with our involvement"),
                ("NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT", "Outcome 22 with our involvement"),
                (
                    "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT",
                    "Outcome 22, deferred prosecution or caution, with our involvement"
                ),
                ("OTHER_INFORMAL_ACTION_YOT_INVOLVEMENT", "Other informal action with our involvement"),
                ("OTHER_INFORMAL_ACTION_NO_YOT_INVOLVEMENT", "Other informal action without our involvement"),
            ])
        + [
            CodeValue(
                list: "outcome", token: "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT",
                label: "Outcome 23, deferred prosecution, with our involvement", group: "Diversion",
                from: Day(year: 2026, month: 2, day: 1),
                basis: "In use since February 2026; group INFERRED, regulation.md §4.2")
        ]
        + ShippedCodes.list(
            "outcome", published, group: "Pre-Court",
            [("YOUTH_CAUTION", "Youth caution"), ("YOUTH_CONDITIONAL_CAUTION", "Youth conditional caution")])
        + ShippedCodes.list("outcome", published, group: "First-tier", [("REFERRAL_ORDER", "Referral order")])
        + ShippedCodes.list(
            "outcome", recalled, group: "First-tier",
            [
                ("ABSOLUTE_DISCHARGE", "Absolute discharge"), ("CONDITIONAL_DISCHARGE", "Conditional discharge"), ("FINE", "Fine"),
                ("BIND_OVER", "Bind over"), ("COMPENSATION_ORDER", "Compensation order"), ("REPARATION_ORDER", "Reparation order"),
                ("SENTENCE_DEFERRED", "Sentence deferred"), ("PARENT_FINED", "Parent fined"), ("ORDER_TO_CONTINUE", "Order to continue"),
            ])
        + ShippedCodes.list(
            "outcome", published, group: "Community",
            [
                ("YOUTH_REHABILITATION_ORDER", "Youth rehabilitation order"),
                ("YOUTH_REHABILITATION_ORDER_ISS", "Youth rehabilitation order with intensive supervision and surveillance"),
            ])
        + ShippedCodes.list(
            "outcome", published, group: "Custody",
            [
                ("DETENTION_AND_TRAINING_ORDER", "Detention and training order"), ("SECTION_250", "Section 250 detention"),
                ("SECTION_252A", "Section 252A detention"), ("SECTION_254", "Section 254 extended sentence"),
                ("SECTION_259", "Section 259 detention at His Majesty's pleasure"), ("SECTION_226_LIFE", "Section 226 detention for life"),
                ("SECTION_226_B", "Section 226B extended detention"), ("SECTION_90_91_DETENTION", "Section 90/91 detention"),
                ("SECTION_90_92_DETENTION", "Section 90/92 detention"),
            ])
        + ShippedCodes.list(
            "outcome", interchange,
            [
                ("YOUTH_DIVERSION_ORDER", "Youth diversion order"), ("NO_FURTHER_ACTION", "No further action"), ("DISMISSED", "Dismissed"),
                ("DISCONTINUED", "Discontinued"), ("OTHER", "Other"), ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "appeal", interchange,
            [
                ("NONE", "No appeal"), ("UNCHANGED", "Result of appeal: unchanged"), ("CHANGED", "Changed on appeal"),
                ("SUCCESSFUL", "Appeal successful"), ("AMBIGUOUS", "Appeal recording ambiguous"),
            ])
        + ShippedCodes.list("residence", interchange, [("LOCAL", "Lived here"), ("OTHER", "Lived elsewhere")])
        + disposals

    /// What a programme may run under: every outcome, and the stretches that are not outcomes.
    private static let disposals: [CodeValue] =
        ShippedCodes.list(
            "disposal", interchange, group: "Custody",
            [
                ("DTO_CUSTODY", "Detention and training order, in custody"), ("DTO_LICENCE", "Detention and training order, on licence"),
                ("SECTION_250_CUSTODY", "Section 250, in custody"), ("SECTION_250_LICENCE", "Section 250, on licence"),
            ])
        + ShippedCodes.list(
            "disposal", interchange,
            [("PREVENTION", "Prevention"), ("TURNAROUND", "Turnaround"), ("BAIL_SUPPORT", "Bail support"), ("REMAND", "Remand")])
}

enum Offences {
    static let all: [CodeValue] =
        ShippedCodes.list(
            "offence_category", published,
            [
                ("VIOLENCE_AGAINST_THE_PERSON", "Violence against the person"), ("ROBBERY", "Robbery"), ("DRUGS", "Drugs"),
                ("SEXUAL_OFFENCES", "Sexual offences"), ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "offence_category", recalled,
            [
                ("ARSON", "Arson"), ("CRIMINAL_DAMAGE", "Criminal damage"),
                ("DEATH_OR_INJURY_BY_DANGEROUS_DRIVING", "Death or injury by dangerous driving"),
                ("DOMESTIC_BURGLARY", "Domestic burglary"),
                ("NON_DOMESTIC_BURGLARY", "Non-domestic burglary"), ("FRAUD_AND_FORGERY", "Fraud and forgery"),
                ("MOTORING_OFFENCES", "Motoring offences"), ("OTHER", "Other"), ("PUBLIC_ORDER", "Public order"),
                ("RACIALLY_AGGRAVATED", "Racially aggravated"), ("THEFT_AND_HANDLING", "Theft and handling stolen goods"),
                ("VEHICLE_THEFT", "Vehicle theft or unauthorised taking"),
            ])
        + ShippedCodes.list(
            "offence_category", recalled, group: "Breach",
            [
                ("BREACH_OF_BAIL", "Breach of bail"), ("BREACH_OF_CONDITIONAL_DISCHARGE", "Breach of conditional discharge"),
                ("BREACH_OF_STATUTORY_ORDER", "Breach of statutory order"),
            ])
        + ShippedCodes.list(
            "knife_offence", "RECALLED: Criminal Justice Act 1988, sections 139 and 139A: check against the CJS offence index",
            [
                ("CJ88116", "Having a knife or pointed article in a public place"),
                ("CJ88117", "Having a knife or pointed article on school premises"),
            ])
        + ShippedCodes.list(
            "gravity_matrix", "NPCC child gravity matrix, regulation.md §4.3",
            [
                ("ACPO_2013", "ACPO matrix of 2013 (1 to 4)"), ("CHILD_2023", "Child gravity matrix 2023 (1 to 5)"),
                ("CHILD_2025", "Child gravity matrix, February 2025 (1 to 5)"),
            ])
        + ShippedCodes.list(
            "victims_of_offence", local,
            [("NONE", "No victim"), ("ONE", "One victim"), ("SEVERAL", "More than one victim"), ("NOT_KNOWN", "Not known")])
        + ShippedCodes.list(
            "court_type", interchange, [("YOUTH", "Youth court"), ("CROWN", "Crown Court"), ("MAGISTRATES", "Magistrates' court")])
        + ShippedCodes.list(
            "remand_proposal", "interchange.md §4",
            [
                ("BAIL", "Bail"), ("CONDITIONAL_BAIL", "Conditional bail"), ("BAIL_SUPPORT", "Bail support"), ("BAIL_ISS", "Bail with ISS"),
                ("RLAA", "Remand to local authority accommodation"), ("YDA", "Youth detention accommodation"),
            ])
}

enum People {
    static let all: [CodeValue] =
        ShippedCodes.list("sex", interchange, [("MALE", "Male"), ("FEMALE", "Female"), ("NOT_KNOWN", "Not known")])
        + ethnicity(
            "WHITE",
            [
                ("WHITE", "White, not further known"), ("A1", "White British"), ("A2", "White Irish"),
                ("A3", "Gypsy or Irish Traveller, or other White"), ("A4", "Roma"), ("A9", "Other White"),
            ])
        + ethnicity(
            "MIXED",
            [
                ("MIXED", "Mixed, not further known"), ("B1", "White and Black Caribbean"), ("B2", "White and Black African"),
                ("B3", "White and Asian"), ("B9", "Other Mixed"),
            ])
        + ethnicity(
            "ASIAN",
            [
                ("ASIAN", "Asian, not further known"), ("C1", "Indian"), ("C2", "Pakistani"), ("C3", "Bangladeshi"), ("C4", "Chinese"),
                ("C9", "Other Asian"),
            ])
        + ethnicity("BLACK", [("BLACK", "Black, not further known"), ("D1", "Caribbean"), ("D2", "African"), ("D9", "Other Black")])
        + ethnicity("OTHER", [("OTHER", "Other group, not further known"), ("E1", "Arab"), ("E9", "Any other group")])
        + ethnicity("NOT_OBTAINABLE", [("NOT_STATED", "Asked, not stated"), ("NOT_KNOWN", "Not known: not asked")])
        + ShippedCodes.list(
            "answer", local, [("YES", "Yes"), ("NO", "No"), ("NOT_STATED", "Asked, not stated"), ("NOT_KNOWN", "Not known: not asked")])
        + ShippedCodes.list(
            "sexual_orientation", local,
            [
                ("HETEROSEXUAL", "Straight or heterosexual"), ("GAY_LESBIAN", "Gay or lesbian"), ("BISEXUAL", "Bisexual"),
                ("OTHER", "Other"),
                ("NOT_STATED", "Asked, not stated"), ("NOT_KNOWN", "Not known: not asked"),
            ])
        + ShippedCodes.list(
            "religion", "Census 2021 groups",
            [
                ("NONE", "No religion"), ("CHRISTIAN", "Christian"), ("BUDDHIST", "Buddhist"), ("HINDU", "Hindu"), ("JEWISH", "Jewish"),
                ("MUSLIM", "Muslim"), ("SIKH", "Sikh"), ("OTHER", "Other"), ("NOT_STATED", "Asked, not stated"),
                ("NOT_KNOWN", "Not known: not asked"),
            ])
        + ShippedCodes.list(
            "home", local,
            [
                ("HOME", "Family home"), ("FOSTER", "Foster care"), ("RESIDENTIAL", "Residential home"),
                ("SUPPORTED", "Supported accommodation"),
                ("SECURE", "Secure"), ("NO_FIXED_ABODE", "No fixed abode"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "relation", local,
            [
                ("MOTHER", "Mother"), ("FATHER", "Father"), ("STEP_PARENT", "Step-parent"), ("FOSTER_CARER", "Foster carer"),
                ("GRANDPARENT", "Grandparent"), ("SIBLING", "Brother or sister"), ("OTHER_FAMILY", "Other family"), ("PARTNER", "Partner"),
                ("OWN_CHILD", "The child's own child"), ("EXPECTED_CHILD", "A baby the child is expecting"), ("FRIEND", "Friend"),
                ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "contact_allowed", local,
            [("RING_FIRST", "Ring first"), ("MAY_CONTACT", "May be contacted"), ("DO_NOT_CONTACT", "Do not contact")])
        + ShippedCodes.list(
            "alert", local,
            [
                ("NRM", "National Referral Mechanism"), ("EXPLOITATION", "Exploitation"), ("MISSING", "Goes missing"),
                ("SUICIDE_RISK", "Risk of suicide"), ("SELF_HARM", "Risk of self-harm"), ("CHILD_LOOKED_AFTER", "Looked after"),
                ("MAPPA", "MAPPA"),
                ("WEAPONS", "Weapons"), ("STAFF_SAFETY", "Do not visit alone"), ("INTERPRETER", "Interpreter needed"), ("OTHER", "Other"),
            ])

    /// Census codes under their broad group. The letters moved between censuses: a code is read with `ethnicity_code_set`.
    private static func ethnicity(_ group: String, _ entries: [(String, String)]) -> [CodeValue] {
        ShippedCodes.list(
            "ethnicity", "2011 census codes as the return uses them (RECALLED); groups: regulation.md §1.3", group: group, entries)
    }
}

enum WorkCodes {
    static let all: [CodeValue] =
        ShippedCodes.list(
            "referral_source", interchange,
            [
                ("POLICE", "Police"), ("COURT", "Court"), ("CPS", "Crown Prosecution Service"), ("SOCIAL_CARE", "Social care"),
                ("EARLY_HELP", "Early help"), ("EDUCATION", "Education"), ("FAMILY", "Family"), ("SELF", "The child"),
                ("OTHER_YJS", "Another youth justice service"),
            ])
        + ShippedCodes.list(
            "pathway", interchange,
            [("OUT_OF_COURT", "Out of court"), ("PREVENTION", "Prevention"), ("TURNAROUND", "Turnaround"), ("COURT", "Court")])
        + ShippedCodes.list(
            "admission", interchange,
            [("ADMITTED", "Admitted"), ("DENIED", "Denied"), ("NO_COMMENT", "No comment"), ("NOT_ASKED", "Not asked")])
        + ShippedCodes.list(
            "decided_by", interchange,
            [("POLICE", "Police"), ("CPS", "Crown Prosecution Service"), ("COURT", "Court"), ("SERVICE", "The service")])
        + ShippedCodes.list(
            "contact_method", "interchange.md §4",
            [
                ("OFFICE", "Office"), ("HOME", "Home visit"), ("DOORSTEP", "Doorstep"), ("WALK", "Walk and talk"), ("SCHOOL", "School"),
                ("COURT", "Court"), ("CUSTODY", "Custody"), ("VIDEO", "Video call"), ("PHONE", "Phone call"), ("TEXT", "Text message"),
                ("EMAIL", "Email"), ("GROUP", "Group"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "attendance", interchange,
            [
                ("ATTENDED", "Attended"), ("MISSED_ACCEPTABLE", "Missed, acceptable reason"),
                ("MISSED_UNACCEPTABLE", "Missed, no acceptable reason"),
                ("CANCELLED", "Cancelled by us"),
            ])
        + ShippedCodes.list(
            "allocation_part", local,
            [
                ("CASE_MANAGER", "Case manager"), ("DELIVERY_WORKER", "Delivery worker"), ("VICTIM_WORKER", "Victim worker"),
                ("COVERING", "Covering"),
            ])
}

enum Places {
    static let all: [CodeValue] = ShippedCodes.list(
        "area_kind", interchange,
        [
            ("SERVICE", "Our service"), ("FAMILY", "Family"), ("REGION", "Region"), ("PCC", "Police and crime commissioner's area"),
            ("NATION", "Nation"),
        ])
}
