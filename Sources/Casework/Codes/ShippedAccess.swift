/// Codes of who may open a file. Local: no national list says why files are restricted.
enum AccessCodes {
    private static let local = "Local"

    static let all: [CodeValue] =
        ShippedCodes.list(
            "restriction_reason", local,
            [
                ("STAFF_FAMILY", "Family of a member of staff"), ("KNOWN_TO_WORKER", "Known to a member of staff"),
                ("HIGH_PROFILE", "High-profile case"), ("PROTECTED", "Protected identity or witness"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "access_purpose", local,
            [
                ("SAFEGUARDING", "Safeguarding"), ("COVERING", "Covering for a colleague"), ("DUTY", "Duty"), ("COMPLAINT", "Complaint"),
                ("INSPECTION", "Inspection or audit"), ("SUBJECT_ACCESS", "Subject access"), ("DATA_QUALITY", "Data quality"),
                ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "break_glass_finding", local,
            [("NEEDED", "It was needed"), ("NOT_NEEDED", "It was not needed"), ("FOLLOW_UP", "To be followed up with the person")])
}
