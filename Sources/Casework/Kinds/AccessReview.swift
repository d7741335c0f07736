/// What a manager found of an unusual way of opening files: it takes the day out of the list (S-INF-11).
public struct AccessReview: RecordKind {
    public var pattern = ""
    public var staff = RecordID.unset
    public var day = Day.unset
    public var note = ""
    public var reviewedBy: RecordID?
    public var reviewedAt: Instant?

    public init() {}

    public static let kind = Kind<AccessReview>(
        "access_review", title: "Review of access", plural: "Reviews of access", scope: .service,
        about: "What a manager found of a day on which somebody opened files in an unusual way.", sensitivity: .workforce
    ) { k in
        k.field("pattern", \.pattern, "Pattern", .text(40), required: .always)
        k.field("staff", \.staff, "Who", .link("staff"), required: .always)
        k.field("day", \.day, "Day", .day, required: .always)
        k.field("note", \.note, "What was found", .text(1000), required: .always)
        k.field("reviewed_by", \.reviewedBy, "Reviewed by", .link("staff"))
        k.field("reviewed_at", \.reviewedAt, "Reviewed", .instant)
        k.rule("reviewed_by", "Another person than the one who opened the files reviews it.") { r, _ in r.reviewedBy != r.staff }
    }
}
