private let noMeaning =
    "The return has it (S1, regulation.md §1.2), what it means is not public: Waymark's reading, check before relying on it"

/// What the return's header and its outcomes are made with where the source names an element and does not say what stands in it: each a row a
/// service may end, none a constant of the program.
enum ReturnFormCodes {
    static let all: [CodeValue] = unit + gender + terms + disposals + requirements + nationalities

    /// The unit code by which the receiver knows the service: a row of the service's own, for what returns end from when.
    private static let unit = ShippedCodes.list(
        "return_unit", "The return has a unit code (S1, regulation.md §1.2), which is the receiver's to give: add yours",
        [("NOT_GIVEN", "No unit code has been given")])

    /// Asked until 2021: sex and the child's own word for their gender are asked since. The values are not public.
    private static let gender = [("MALE", "Male"), ("FEMALE", "Female"), ("OTHER", "Another"), ("NOT_KNOWN", "Not known")].map {
        CodeValue(
            list: "gender_before_2022", token: $0.0, label: $0.1, to: Day(year: 2021, month: 12, day: 31),
            basis: "RECALLED: S1 keeps gender as historical, from before 2022 (regulation.md §1.2); values and last day check")
    }

    private static let terms = ShippedCodes.list(
        "term_unit", "Units of a term, regulation.md §1.2",
        [("HOURS", "Hours"), ("DAYS", "Days"), ("WEEKS", "Weeks"), ("MONTHS", "Months"), ("YEARS", "Years")])

    /// Read here: a sentence that brings the child under the service's supervision.
    private static let disposals =
        ShippedCodes.list(
            "relevant_court_disposal", noMeaning, group: "YES",
            [
                "REFERRAL_ORDER", "REPARATION_ORDER", "YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS",
                "DETENTION_AND_TRAINING_ORDER", "SECTION_250", "SECTION_252A", "SECTION_254", "SECTION_259", "SECTION_226_LIFE",
                "SECTION_226_B", "SECTION_90_91_DETENTION", "SECTION_90_92_DETENTION",
            ].map { ($0, "\(words($0)): relevant") })
        + ShippedCodes.list(
            "relevant_court_disposal", noMeaning, group: "NO",
            [
                "ABSOLUTE_DISCHARGE", "CONDITIONAL_DISCHARGE", "FINE", "BIND_OVER", "COMPENSATION_ORDER", "SENTENCE_DEFERRED",
                "PARENT_FINED", "ORDER_TO_CONTINUE",
            ].map { ($0, "\(words($0)): not relevant") })

    /// Read here: what the child is to do or keep to; electronic monitoring only watches over another requirement.
    private static let requirements =
        ShippedCodes.list(
            "substantive_requirement", noMeaning, group: "YES",
            [
                "ACTIVITY", "EXTENDED_ACTIVITY", "SUPERVISION", "UNPAID_WORK", "PROGRAMME", "ATTENDANCE_CENTRE", "PROHIBITED_ACTIVITY",
                "CURFEW", "EXCLUSION", "RESIDENCE", "LOCAL_AUTHORITY_RESIDENCE", "FOSTERING", "MENTAL_HEALTH_TREATMENT",
                "DRUG_TREATMENT", "DRUG_TESTING", "INTOXICATING_SUBSTANCE_TREATMENT", "EDUCATION",
                "INTENSIVE_SUPERVISION_AND_SURVEILLANCE", "REPARATION",
            ].map { ($0, "\(words($0)): substantive") })
        + ShippedCodes.list(
            "substantive_requirement", noMeaning, group: "NO",
            ["ELECTRONIC_COMPLIANCE_MONITORING", "ELECTRONIC_WHEREABOUTS_MONITORING"].map { ($0, "\(words($0)): not substantive") })

    /// Words of a nationality that say whether there is an immigration status to ask for. `ASKED` wins: a British overseas passport is none to
    /// live here with.
    private static let nationalities =
        ShippedCodes.list(
            "nationality_word", "Waymark's reading: British and Irish citizens need no leave to live here", group: "NOT_ASKED",
            [
                ("BRITISH", "British"), ("ENGLISH", "English"), ("WELSH", "Welsh"), ("SCOTTISH", "Scottish"), ("IRISH", "Irish"),
                ("UK", "UK"), ("UNITED_KINGDOM", "United Kingdom"), ("GB", "GB"), ("GBR", "GBR"), ("IRL", "IRL"),
            ])
        + ShippedCodes.list(
            "nationality_word", "Waymark's reading: other forms of British nationality give no right to live here (RECALLED: check)",
            group: "ASKED",
            [("OVERSEAS", "Overseas"), ("BRITISH_PROTECTED", "British protected"), ("BRITISH_SUBJECT", "British subject")])

    private static func words(_ token: String) -> String {
        (Outcomes.all + CourtCodes.all).last { $0.token == token && ["outcome", "requirement"].contains($0.list) }?.label ?? token
    }
}
