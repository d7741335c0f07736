/// Subject access: who asks, how their identity was checked, how a request ends, and why words of a file are left out of a pack.
enum SubjectAccessCodes {
    private static let local = "Waymark's own"
    private static let others = "Data Protection Act 2018 sch. 2 para. 16 (RECALLED: check before relying on it)"

    static let all: [CodeValue] =
        ShippedCodes.list(
            "subject_access_requester", local,
            [
                ("CHILD", "The child, or the adult they are now"), ("PARENT", "A parent or carer for the child"),
                ("SOLICITOR", "A solicitor for the child"), ("OTHER", "Somebody else for the child"),
            ])
        + ShippedCodes.list(
            "subject_access_identity", local,
            [
                ("KNOWN", "A worker knows them and saw them"), ("DOCUMENT", "A document with their photo"),
                ("PAPERS", "Papers that show name and address"), ("AUTHORITY", "The child's signed authority, and their own papers"),
            ])
        + ShippedCodes.list(
            "subject_access_end", "UK GDPR art. 12 (RECALLED: check before relying on it)",
            [
                ("SENT", "Pack sent"), ("WITHDRAWN", "Withdrawn by who asked"),
                ("REFUSED", "Refused as manifestly unfounded or excessive"),
            ])
        + ShippedCodes.list(
            "subject_access_change", local,
            [
                ("TAKEN_OUT", "Take out"), ("PUT_BACK", "Put back"), ("BROUGHT_IN", "Put in from another file"),
                ("KEPT_OUT", "Left out of another file"),
            ]) + reasons

    private static let reasons: [CodeValue] =
        ShippedCodes.list(
            "redaction_reason", others,
            [
                ("OTHER_CHILD", "About another child"), ("VICTIM", "About a victim"), ("OTHER_PERSON", "About another person"),
                ("CONTACT", "How to reach another person"), ("NOT_TO_DISCLOSE", "Where somebody lives, not to be disclosed"),
            ])
        + ShippedCodes.list(
            "redaction_reason", "Data Protection Act 2018 sch. 2 para. 2 (RECALLED: check before relying on it)",
            [("INTELLIGENCE", "Would harm the prevention or detection of crime")])
        + ShippedCodes.list(
            "redaction_reason", "Data Protection Act 2018 sch. 2 para. 19 (RECALLED: check before relying on it)",
            [("PRIVILEGED", "Legal advice")])
        + ShippedCodes.list(
            "redaction_reason", "Data Protection Act 2018 sch. 3 (RECALLED: check before relying on it)",
            [("SERIOUS_HARM", "Would be likely to cause somebody serious harm")])
        + ShippedCodes.list(
            "redaction_reason", local,
            [
                ("IN_ERROR", "Entered in error, and may be about somebody else"),
                ("WORKING", "The service's own working, not about the child"),
            ])
}
