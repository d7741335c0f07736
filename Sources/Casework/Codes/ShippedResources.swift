private let recalled =
    "RECALLED from services' published plans: regulation.md §1.2 names the form, its lines and headings are not public; check before relying on it"

/// The budget and staffing forms: three names the source gives, and lines and headings as services have printed them. A service ends a row the
/// form does not have and adds one it has.
enum ResourceCodes {
    static let all: [CodeValue] = sheets + lines + headings

    private static let sheets = ShippedCodes.list(
        "resource_sheet", "S1 and regulation.md §1.2: summary web forms; services send them once a year",
        [
            ("BUDGET", "Budget and costs"), ("CONTRACTS", "Staffing by type of contract"),
            ("PEOPLE", "Staffing by gender and ethnicity"),
        ])

    private static let lines =
        ShippedCodes.list(
            "resource_line", recalled, group: "BUDGET",
            [
                ("POLICE", "Police"), ("PROBATION", "Probation"), ("HEALTH", "Health"), ("LOCAL_AUTHORITY", "Local authority"),
                ("CORE_GRANT", "Core youth justice grant"), ("CRIME_COMMISSIONER", "Police and crime commissioner"),
                ("WELSH_GOVERNMENT", "Welsh Government"), ("OTHER_SOURCE", "Other"),
            ])
        + ShippedCodes.list(
            "resource_line", recalled, group: "CONTRACTS",
            [
                ("PERMANENT", "Permanent"), ("FIXED_TERM", "Fixed-term"), ("OUTSOURCED", "Outsourced"), ("TEMPORARY", "Temporary"),
                ("VACANT", "Vacant"), ("SECONDED_SOCIAL_CARE", "Seconded, children's social care"),
                ("SECONDED_PROBATION", "Seconded, probation"), ("SECONDED_POLICE", "Seconded, police"),
                ("SECONDED_HEALTH", "Seconded, health"), ("SECONDED_EDUCATION", "Seconded, education"),
                ("SECONDED_OTHER", "Seconded, other"),
            ])
        + ShippedCodes.list(
            "resource_line", recalled, group: "PEOPLE",
            [
                ("STAFF_WHITE", "White"), ("STAFF_MIXED", "Mixed"), ("STAFF_ASIAN", "Asian or Asian British"),
                ("STAFF_BLACK", "Black or Black British"), ("STAFF_OTHER", "Other ethnic group"), ("STAFF_NOT_KNOWN", "Not known"),
            ])

    private static let roles = [
        ("STRATEGIC_MANAGER", "Strategic manager"), ("OPERATIONAL_MANAGER", "Operational manager"), ("PRACTITIONER", "Practitioner"),
        ("ADMINISTRATOR", "Administrator"),
    ]
    private static let others = [
        ("SESSIONAL", "Sessional"), ("STUDENT", "Student"), ("PANEL_VOLUNTEER", "Referral order panel volunteer"),
        ("OTHER_VOLUNTEER", "Other volunteer"),
    ]

    private static let headings =
        ShippedCodes.list(
            "resource_heading", recalled, group: "BUDGET",
            [("STAFFING_COSTS", "Staffing costs"), ("PAYMENTS_IN_KIND", "Payments in kind"), ("OTHER_FUNDS", "Other delegated funds")])
        + ShippedCodes.list(
            "resource_heading", recalled, group: "CONTRACTS",
            roles.flatMap { [("\($0)_FULL_TIME", "\($1), full time"), ("\($0)_PART_TIME", "\($1), part time")] } + others)
        + ShippedCodes.list(
            "resource_heading", recalled, group: "PEOPLE",
            (roles + others).flatMap { [("\($0)_MALE", "\($1), male"), ("\($0)_FEMALE", "\($1), female")] })
}
