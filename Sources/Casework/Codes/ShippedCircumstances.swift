private let interchange = "interchange.md §1"
private let published = "YJB reporting code (S1), regulation.md §1.3"

/// Where a child lives, who answers for them, the victims of what they did, and the board.
enum CircumstanceCodes {
    static let all: [CodeValue] = homes + transfers + victims + board

    /// Grouped as the rows of the indicator's template (regulation.md §2.4, §2.6).
    private static let homes: [CodeValue] =
        home("LIVING_WITH_PARENTS", [("AT_HOME", "At home"), ("LIVING_WITH_PARENT_S", "With a parent or parents")])
        + home("LIVING_WITH_FAMILY", [("LIVING_WITH_FAMILY_NOT_PARENTS", "With family, not parents")])
        + home("LIVING_WITH_FRIENDS", [("LIVING_WITH_FRIENDS", "With friends")])
        + home("FOSTER_CARE", [("FOSTER_CARE_LA", "Foster care, local authority"), ("FOSTER_CARE_PRIVATE", "Foster care, private")])
        + home("SUPPORTED", [("SUPPORTED_ACCOMMODATION_SUPPORTED_LODGINGS", "Supported accommodation or lodgings")])
        + home(
            "RESIDENTIAL_UNIT",
            [
                ("RESIDENTIAL_UNIT_LA", "Residential unit, local authority"), ("RESIDENTIAL_UNIT_PRIVATE", "Residential unit, private"),
                ("RESIDENTIAL_UNIT_SECURE", "Residential unit, secure"),
            ])
        + home("INDEPENDENT_LIVING", [("INDEPENDENT_LIVING", "Living independently")])
        + home("TEMPORARY_ACCOMMODATION", [("TEMPORARY_ACCOMMODATION", "Temporary accommodation"), ("BAIL_HOSTEL", "Bail hostel")])
        + home("OTHER", [("HOSPITAL", "Hospital"), ("TRAVELLER_SITE", "Traveller site"), ("OTHER", "Other")])
        + home("STC", [("STC", "Secure training centre")]) + home("SCH", [("SCH", "Secure children's home")])
        + home("YOI", [("YOI", "Young offender institution")])
        + home(
            "TEMPORARY_ACCOMMODATION", [("BED_AND_BREAKFAST", "Bed and breakfast")],
            basis: "\(interchange); never suitable, regulation.md §1.3; row INFERRED")
        + home(
            "OTHER", [("NO_FIXED_ABODE", "No fixed abode")], basis: "\(interchange); never suitable, regulation.md §1.3; row INFERRED")
        + home("OTHER", [("NOT_KNOWN", "Not known")], basis: "Waymark's own; never suitable, regulation.md §1.3")

    private static func home(_ group: String, _ entries: [(String, String)], basis: String = published) -> [CodeValue] {
        ShippedCodes.list("accommodation_type", basis, group: group, entries)
    }

    private static let transfers: [CodeValue] = ShippedCodes.list(
        "transfer_kind", interchange,
        [
            ("IN", "In: we answer for the child from this day"), ("OUT", "Out: another service answers for the child"),
            ("CARETAKING_IN", "Caretaking here for another service"), ("CARETAKING_OUT", "Caretaking by another service for us"),
            ("PROBATION", "To probation"),
        ])

    private static let victims: [CodeValue] =
        ShippedCodes.list(
            "victim_type", interchange, [("PERSON", "A person"), ("CORPORATE", "A business or body"), ("COMMUNITY", "The community")])
        + ShippedCodes.list(
            "rj_type", "interchange.md §4",
            [
                ("DIRECT_MEETING", "Direct meeting"), ("INDIRECT", "Indirect, through a worker"), ("LETTER", "Letter"),
                ("REPARATION", "Reparation"), ("OTHER", "Other"),
            ])

    private static let board: [CodeValue] =
        ShippedCodes.list(
            "board_sector", "\(interchange); the five the law names, Crime and Disorder Act 1998 s39", group: "STATUTORY",
            [
                ("SOCIAL_CARE", "Children's social care"), ("EDUCATION", "Education"), ("POLICE", "Police"), ("PROBATION", "Probation"),
                ("HEALTH", "Health"),
            ])
        + ShippedCodes.list("board_sector", interchange, [("OTHER", "Other")])
        + ShippedCodes.list("board_seniority", interchange, [("SENIOR", "Senior"), ("DELEGATED", "Delegated, not senior")])
        + ShippedCodes.list(
            "board_attendance", interchange,
            [
                ("ATTENDED", "Attended"), ("APOLOGIES", "Sent apologies"), ("DEPUTY", "Sent a deputy"), ("ABSENT", "Absent"),
                ("NOT_A_MEMBER", "Not a member then"),
            ])
        + ShippedCodes.list(
            "report_part", "Waymark's own",
            [
                ("ENTRANTS", "First-time entrants"), ("CUSTODY", "Custody"), ("REOFFENDING", "Reoffending"),
                ("OUTCOMES", "Outcomes and offences"), ("OUT_OF_COURT", "Out of court"),
            ])
}
