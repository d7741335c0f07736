private let unknown = "RECALLED: the return has it, its codes are not public (regulation.md §1.2, §11): check before relying on it"

/// Codes of what the return asks of a child's papers and of the work under a programme, and the rules that look at them and at what belongs
/// together.
enum ReturnLinkCodes {
    static let all: [CodeValue] =
        ShippedCodes.list(
            "immigration_status", unknown,
            [
                ("BRITISH_OR_IRISH", "British or Irish citizen"), ("SETTLED", "Settled, or indefinite leave to remain"),
                ("PRE_SETTLED", "Pre-settled"), ("LIMITED_LEAVE", "Limited leave to remain"),
                ("REFUGEE", "Refugee, or humanitarian protection"), ("ASYLUM_SEEKER", "Seeking asylum"),
                ("UNACCOMPANIED_ASYLUM_SEEKER", "Seeking asylum, unaccompanied"), ("NO_LEAVE", "No leave to remain"),
                ("OTHER", "Other"), ("NOT_KNOWN", "Not known"),
            ])
        + ShippedCodes.list(
            "programme_activity", unknown,
            [
                ("OFFENCE_FOCUSED", "Work on the offence"), ("REPARATION", "Reparation"), ("RESTORATIVE", "Restorative work"),
                ("EDUCATION_TRAINING", "Education, training or work"), ("HEALTH", "Health or wellbeing"),
                ("SUBSTANCE_MISUSE", "Substance misuse"), ("FAMILY", "Work with the family"), ("MENTORING", "Mentoring"),
                ("POSITIVE_ACTIVITIES", "Sport, arts and other positive activities"), ("WEAPONS", "Knives and weapons"),
                ("EXPLOITATION", "Safety from exploitation"), ("OTHER", "Other"),
            ])
        + ShippedCodes.list(
            "return_rule", "regulation.md §1.2; severity Waymark's own", group: "WARN",
            [
                ("immigration_status", "Immigration status is missing"),
                ("breached_programme", "The programme an offence breached is not named"),
                ("assessment_programme", "An assessment belongs to no programme"),
            ])
}
