private let interchange = "interchange.md §1"
private let published = "YJB reporting code (S1), regulation.md §1.3"
private let recalled = "RECALLED: check before relying on it"

/// Court, remand and the requirements of orders.
enum CourtCodes {
    static let all: [CodeValue] = remandDecisions + remands + requirements

    /// The decisions that remand a child are grouped `REMAND`; the others leave them on bail or decide nothing.
    private static let remandDecisions: [CodeValue] =
        ShippedCodes.list(
            "remand_decision", "interchange.md §4, as the service proposes", group: "BAIL",
            [
                ("BAIL", "Bail"), ("CONDITIONAL_BAIL", "Conditional bail"), ("BAIL_SUPPORT", "Bail with support and supervision"),
                ("BAIL_ISS", "Bail with intensive supervision and surveillance"),
            ])
        + ShippedCodes.list("remand_decision", recalled, group: "BAIL", [("UNCONDITIONAL_BAIL", "Unconditional bail")])
        + ShippedCodes.list(
            "remand_decision", published, group: "REMAND",
            [
                ("REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION", "Remand to local authority accommodation"),
                ("REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_CURFEW", "Remand to local authority accommodation, with curfew"),
                ("REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_TAG", "Remand to local authority accommodation, with tag"),
                ("REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_RADIO_TAG", "Remand to local authority accommodation, with radio tag"),
                ("REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_GPS_TAG", "Remand to local authority accommodation, with GPS tag"),
                ("REMAND_IN_CUSTODY", "Remand in custody"), ("COURT_ORDERED_SECURE_REMAND", "Court-ordered secure remand"),
            ])
        + ShippedCodes.list(
            "remand_decision", recalled, group: "REMAND",
            [("REMAND_TO_YOUTH_DETENTION_ACCOMMODATION", "Remand to youth detention accommodation")])
        + ShippedCodes.list("remand_decision", "Waymark's own", [("NONE", "No decision on bail or remand"), ("NOT_KNOWN", "Not known")])

    private static let remands: [CodeValue] =
        ShippedCodes.list(
            "remand_kind", interchange,
            [
                ("YDA", "Youth detention accommodation"), ("RLAA", "Local authority accommodation"),
                ("BAIL_SUPPORT", "Bail with support and supervision"),
            ])
        + ShippedCodes.list(
            "establishment_type", interchange,
            [
                ("YOI", "Young offender institution"), ("STC", "Secure training centre"), ("SCH", "Secure children's home"),
                ("SECURE_16_19_ACADEMY", "Secure 16 to 19 academy (secure school)"),
            ])

    /// The requirements of a youth rehabilitation order; tokens are ours, for the national ones are not public.
    private static let requirements: [CodeValue] =
        ShippedCodes.list(
            "requirement", "Sentencing Act 2020 s185 and Schedule 6, regulation.md §7; tokens Waymark's own",
            [
                ("ACTIVITY", "Activity"), ("EXTENDED_ACTIVITY", "Extended activity"), ("SUPERVISION", "Supervision"),
                ("UNPAID_WORK", "Unpaid work"), ("PROGRAMME", "Programme"), ("ATTENDANCE_CENTRE", "Attendance centre"),
                ("PROHIBITED_ACTIVITY", "Prohibited activity"), ("CURFEW", "Curfew"), ("EXCLUSION", "Exclusion"),
                ("RESIDENCE", "Residence"), ("LOCAL_AUTHORITY_RESIDENCE", "Local authority residence"), ("FOSTERING", "Fostering"),
                ("MENTAL_HEALTH_TREATMENT", "Mental health treatment"), ("DRUG_TREATMENT", "Drug treatment"),
                ("DRUG_TESTING", "Drug testing"), ("INTOXICATING_SUBSTANCE_TREATMENT", "Intoxicating substance treatment"),
                ("EDUCATION", "Education"), ("ELECTRONIC_COMPLIANCE_MONITORING", "Electronic monitoring of compliance"),
                ("ELECTRONIC_WHEREABOUTS_MONITORING", "Electronic monitoring of whereabouts"),
            ])
        + ShippedCodes.list(
            "requirement", "Waymark's own",
            [
                ("INTENSIVE_SUPERVISION_AND_SURVEILLANCE", "Intensive supervision and surveillance"), ("REPARATION", "Reparation"),
                ("OTHER", "Other"),
            ])
}
