/// Why and for whom a child's file is closed: somebody's family, a child known to a worker, a case the papers write of (S-PEO-14).
public struct Restriction: RecordKind {
    public var reason = ""
    public var detail: String?
    public var excluded: [RecordID] = []
    public var admitted: [RecordID] = []
    public var startDate = Day.unset
    public var endDate: Day?
    public var setBy: RecordID?

    public init() {}

    public func isActive(on day: Day) -> Bool { startDate <= day && (endDate.map { day <= $0 } ?? true) }

    public static let kind = Kind<Restriction>(
        "restriction", title: "Restriction", plural: "Restrictions",
        about: "Why and for whom a child's file is closed: who is kept out by name, who is admitted by name, from when to when.",
        sensitivity: .workforce
    ) { k in
        k.field("reason", \.reason, "Why the file is restricted", .code("restriction_reason"), required: .always)
        k.field("detail", \.detail, "More of why", .longText)
        k.field(
            "excluded", \.excluded, "Kept out by name", .links("staff"),
            hint: "They find no trace of this child, and cannot open the file with a reason either.")
        k.field(
            "admitted", \.admitted, "Admitted by name", .links("staff"),
            hint: "Besides the workers allocated to the child and the managers of their teams.")
        k.field("start_date", \.startDate, "From", .day, required: .always)
        k.field("end_date", \.endDate, "To", .day, hint: "The last day. Leave blank if it is not known.")
        k.field("set_by", \.setBy, "Set by", .link("staff"))
        k.rule("end_date", "The end cannot come before the start.") { r, _ in inOrder(r.startDate, r.endDate) }
        k.rule("admitted", "The same person cannot be kept out and admitted.") { r, _ in
            Set(r.excluded).isDisjoint(with: r.admitted)
        }
    }
}

/// One time a person opened a file that was closed to them, why, until when, and what a manager found of it (S-PEO-14, S-INF-11).
public struct BreakGlass: RecordKind {
    public var staff = RecordID.unset
    public var purpose: String?
    public var reason = ""
    public var openedAt = Instant.unset
    public var endsAt = Instant.unset
    public var finding: String?
    public var found: String?
    public var reviewedBy: RecordID?
    public var reviewedAt: Instant?

    public init() {}

    /// Why a reason cannot stand, in a sentence; nil when it may. A letter or a word is no reason another manager could review. Asked when the
    /// reason is given and no rule of the record: a shorter one taken before is reviewed all the same.
    public static func refusal(of reason: String) -> String? {
        if reason.isEmpty { return "Say why the file has to be opened now." }
        if reason.count > 500 { return "The reason must be 500 characters or fewer; this is \(reason.count)." }
        let words = reason.split { !$0.isLetter && !$0.isNumber }
        guard words.count >= 3, words.map(\.count).reduce(0, +) >= 10 else {
            return "Say in a sentence why the file has to be opened now: who may be harmed, or what would be missed."
        }
        return nil
    }

    public static let kind = Kind<BreakGlass>(
        "break_glass", title: "Break-glass opening", plural: "Break-glass openings",
        about:
            "One time a person opened a file that was closed to them, with the purpose and the reason, until when, and what a manager found of it.",
        sensitivity: .workforce, version: 2
    ) { k in
        k.field("staff", \.staff, "Who", .link("staff"), required: .always)
        k.field("purpose", \.purpose, "Purpose", .code("access_purpose"), since: 2)
        k.field("reason", \.reason, "Why the file has to be opened now", .text(500), required: .always)
        k.field("opened_at", \.openedAt, "Opened", .instant, required: .always)
        k.field("ends_at", \.endsAt, "Open until", .instant, required: .always)
        k.field("finding", \.finding, "Finding", .code("break_glass_finding"))
        k.field("found", \.found, "What was found", .text(1000))
        k.field("reviewed_by", \.reviewedBy, "Reviewed by", .link("staff"))
        k.field("reviewed_at", \.reviewedAt, "Reviewed", .instant)
        k.rule("reviewed_by", "Another manager than the one who opened the file reviews it.") { b, _ in b.reviewedBy != b.staff }
    }
}
