/// Retention: classes of record, events a period counts from, why something is erased, and the periods Waymark ships with.
enum RetentionCodes {
    private static let local = "Waymark's own"

    static let all: [CodeValue] =
        ShippedCodes.list(
            "retention_class", local,
            [
                ("OUT_OF_COURT", "Out-of-court work and referral orders"), ("COURT_ORDER", "Other court orders"),
                ("SEXUAL_OFFENCE", "Sexual offences"), ("LOOKED_AFTER", "Looked after"), ("CHILD_PROTECTION", "Child protection"),
                ("CHILD_IN_NEED", "Child in need and early help"), ("OTHER", "A file with none of these"),
            ])
        + ShippedCodes.list(
            "retention_start", local,
            [("LAST_ACTION", "The last action"), ("EIGHTEENTH", "The 18th birthday"), ("BIRTH", "Birth")])
        + ShippedCodes.list(
            "erasure_extent", local, [("DUE", "The cases whose period has passed"), ("FILE", "The whole file")])
        + ShippedCodes.list("erasure_answer", local, [("CONFIRMED", "Confirmed"), ("DECLINED", "Declined")])
        + ShippedCodes.list(
            "erasure_reason", local,
            [
                ("RETENTION_ENDED", "The time to keep it has ended"), ("RIGHT_TO_ERASURE", "The person's right to erasure"),
                ("COURT_ORDER", "A court ordered it"), ("WRONG_FILE", "It never belonged here"),
            ])
}

/// The periods a service begins with. None is national: each is one authority's published practice, kept as its own row; where two disagree
/// both stand, and the longer counts until the service decides (regulation.md §9).
public enum ShippedRetention {
    public static let all: [RetentionRule] = [
        rule("OUT_OF_COURT", 3, "LAST_ACTION", "Practice of Darlington; no national rule"),
        rule("OUT_OF_COURT", 0, "EIGHTEENTH", "Practice of Darlington: or the 18th birthday, whichever is later; no national rule"),
        rule("COURT_ORDER", 5, "LAST_ACTION", "Practice of Darlington; no national rule"),
        rule("SEXUAL_OFFENCE", nil, "LAST_ACTION", "By the term of the register, which differs by sentence: decided by hand"),
        rule("LOOKED_AFTER", 75, "BIRTH", "Practice of Blackpool; no national rule for a youth justice service"),
        rule("LOOKED_AFTER", 75, "EIGHTEENTH", "Practice of Kirklees; no national rule for a youth justice service"),
        rule("CHILD_PROTECTION", 35, "LAST_ACTION", "Practice of Blackpool; no national rule"),
        rule("CHILD_IN_NEED", 3, "EIGHTEENTH", "Practice of Devon; no national rule"),
        rule("OTHER", 3, "LAST_ACTION", "As out-of-court work; no national rule"),
        rule("OTHER", 0, "EIGHTEENTH", "As out-of-court work; no national rule"),
    ]

    private static func rule(_ recordClass: String, _ years: Int?, _ after: String, _ basis: String) -> RetentionRule {
        var rule = RetentionRule()
        (rule.recordClass, rule.years, rule.after, rule.basis) = (recordClass, years, after, basis)
        return rule
    }

    /// The rules in force on a day: of a class for which the service wrote any, only its own; else ours.
    public static func inForce(own: [RetentionRule], on day: Day) -> [RetentionRule] {
        let begun = own.filter { $0.fromDate.map { $0 <= day } ?? true }
        let taken = Set(begun.map(\.recordClass))
        return all.filter { !taken.contains($0.recordClass) } + begun.filter { $0.toDate.map { day <= $0 } ?? true }
    }
}
