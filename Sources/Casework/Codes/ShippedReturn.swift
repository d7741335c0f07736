private let local = "Waymark's own"
private let schema12 = "Access Group help, S4 in regulation.md §1.1: until Schema 12, planned for 2027/28; last day INFERRED"

/// What the national return is made by: where it goes, how, under which interim codes, and which rules hold it to what from when.
/// All of it is dated rows a service may change; none of it is a constant of the program.
enum ReturnCodes {
    static let all: [CodeValue] = recipients + interim + rules + entities + ReturnLinkCodes.all + ReturnFormCodes.all + ResourceCodes.all

    private static let recipients: [CodeValue] =
        [
            CodeValue(
                list: "return_recipient", token: "YOUTH_JUSTICE_BOARD", label: "Youth Justice Board",
                to: Day(year: 2026, month: 3, day: 31), basis: "regulation.md §0; last day INFERRED from the change of grant"),
            CodeValue(
                list: "return_recipient", token: "MINISTRY_OF_JUSTICE", label: "Ministry of Justice",
                from: Day(year: 2026, month: 4, day: 1),
                basis: "Pays the grant from April 2026, regulation.md §0; who takes the return is not published: check"),
        ]
        + ShippedCodes.list(
            "return_route", "regulation.md §1.1",
            [("CONNECTIVITY", "Connectivity, from this system"), ("SECURE_EMAIL", "Secure email"), ("OTHER", "Another way")])
        + ShippedCodes.list("return_format", "\(local): the official schema is not public", [("JSON", "JSON"), ("XML", "XML")])
        + ShippedCodes.list(
            "return_state", local, [("SENT", "Sent"), ("ACCEPTED", "Accepted"), ("REJECTED", "Rejected"), ("SIGNED_OFF", "Signed off")])

    /// Outcomes the national code list cannot carry yet: `group` is the code they go under until the last day.
    private static let interim: [CodeValue] = [
        CodeValue(
            list: "return_as", token: "NO_FURTHER_ACTION_OUTCOME_23_WITH_YJS_INVOLVEMENT", label: "Outcome 23 goes as a reprimand",
            group: "REPRIMAND", from: Day(year: 2026, month: 2, day: 1), to: Day(year: 2027, month: 3, day: 31), basis: schema12),
        CodeValue(
            list: "return_as", token: "YOUTH_DIVERSION_ORDER", label: "A youth diversion order goes as a drug treatment and testing order",
            group: "DRUG_TREATMENT_AND_TESTING_ORDER", from: Day(year: 2026, month: 2, day: 1), to: Day(year: 2027, month: 3, day: 31),
            basis: schema12),
    ]

    /// How hard each rule of the return is, from when to when: `REFUSE` stops the return, `WARN` only says so. A year's overlay is one more
    /// row whose token has a name after an @ (`care_status@2027`); of the rows in force on the return's last day the latest counts.
    private static let entityRules: [CodeValue] = ShippedCodes.list(
        "return_rule", "regulation.md §1.2; severity Waymark's own", group: "WARN",
        [
            ("plea", "The plea in court is missing"), ("police_bail", "Police bail is not known, or was never ended"),
            ("parenting", "How parenting work went is missing"),
        ])

    /// What entities of the return are made of whose own codes are not public (regulation.md §1.2, §11).
    private static let entities: [CodeValue] =
        entityRules
        + ShippedCodes.list(
            "plea", "\(local): the return has a plea, its codes are not public",
            [
                ("GUILTY", "Guilty"), ("NOT_GUILTY", "Not guilty"), ("MIXED", "Guilty to part"), ("NONE_ENTERED", "None entered"),
                ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "police_bail_status", "\(local): the return has a status of police bail, its codes are not public",
            [
                ("CONDITIONAL", "Bail with conditions"), ("UNCONDITIONAL", "Bail without conditions"),
                ("UNDER_INVESTIGATION", "Released under investigation"), ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "parenting_type", "\(local): the return has a type of parenting work, its codes are not public",
            [
                ("PARENTING_ORDER", "Parenting order"), ("PARENTING_CONTRACT", "Parenting contract"), ("VOLUNTARY", "Work they chose"),
                ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "parenting_engagement", "\(local): the return has a level of engagement, its codes are not public",
            [
                ("FULL", "Took part"), ("PARTIAL", "Took part in some of it"), ("NONE", "Did not take part"), ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "victim_satisfaction", "\(local): the return has a level of satisfaction, its codes are not public",
            [
                ("SATISFIED", "Satisfied"), ("NEITHER", "Neither satisfied nor dissatisfied"), ("DISSATISFIED", "Dissatisfied"),
                ("NOT_ASKED", "Not asked"),
            ])

    private static let rules: [CodeValue] =
        ShippedCodes.list(
            "return_rule", "Waymark's reading; the national validation rules are not public", group: "REFUSE",
            [
                ("date_of_birth", "Date of birth is missing"), ("sex", "Sex is missing"),
                ("offence_category", "Category of the offence is missing"),
                ("age_at_offence", "The child was not 10 to 17 at the offence"),
                ("outcome_order", "The outcome comes before its offence"),
                ("first_hearing", "No hearing before a court outcome"),
                ("programme_start", "A programme has no start"), ("programme_offences", "A programme names no offence"),
            ])
        + ShippedCodes.list(
            "return_rule", "regulation.md §12, 19", group: "REFUSE",
            [("outcome_not_known", "Outcome not known where the police say 20 to 23")])
        + ShippedCodes.list(
            "return_rule", "regulation.md §2.2 and §2.3: what the ten indicators read; collected since April 2023", group: "REFUSE",
            [("completion", "How an out-of-court programme ended is missing")])
        + ShippedCodes.list(
            "return_rule", "regulation.md §2.3, §4.2; severity Waymark's own", group: "WARN",
            [
                ("ethnicity", "Ethnicity is missing"), ("seriousness", "Seriousness is missing"),
                ("interim_code", "The outcome goes under an interim code"),
                ("outcome_code", "The outcome's code was not in force"), ("residence", "Where the child lived at the outcome is missing"),
                ("programme_end", "A programme should have ended"),
                ("accommodation", "No home at the end of a programme, or its suitability is missing"),
                ("education", "No education at the end of a programme, or what the indicator reads of it is missing"),
                ("learning_needs", "Whether a formal plan is in place is missing"),
                ("health_need", "What a health screening found is missing"),
                ("victim_consent", "Whether a victim consents to contact is missing"),
            ])
        + [
            CodeValue(
                list: "return_rule", token: "referral", label: "An out-of-court programme has no referral", group: "WARN",
                from: Day(year: 2026, month: 4, day: 1),
                basis: "Out-of-court resolution data collected from April 2026, regulation.md §0; its items are not published")
        ]
}
