/// That a service is a member of a region: the same record stands in the service's records and in the region's.
///
/// A region is kept as a service is, under a key of its own with people of its own, but has no children: it is one whose code stands here.
public struct RegionMember: RecordKind {
    public var region = ""
    public var regionName = ""
    public var member = ""
    public var memberName = ""
    public var joinedOn = Day.unset
    public var leftOn: Day?

    public init() {}

    public static let kind = Kind<RegionMember>(
        "region_member", title: "Membership of a region", plural: "Memberships of a region", scope: .service,
        about:
            "That a service may share its issued reports with a region. The same record stands in the service's records and the region's.",
        sensitivity: .reference
    ) { k in
        k.field("region", \.region, "Code of the region", .text(40), required: .always)
        k.field("region_name", \.regionName, "Region", .text(200), required: .always)
        k.field("member", \.member, "Code of the service", .text(40), required: .always)
        k.field("member_name", \.memberName, "Service", .text(200), required: .always)
        k.field("joined_on", \.joinedOn, "Joined", .day, required: .always)
        k.field("left_on", \.leftOn, "Left", .day)
    }
}

/// Why a report is shared no more: all that a region is told, for a sentence could name a child.
public enum RegionReason: String, CaseIterable, Sendable {
    case wrong = "WRONG"
    case mistake = "MISTAKE"
    case other = "OTHER"
    case replaced = "REPLACED"
    case left = "LEFT"

    public var words: String {
        switch self {
        case .wrong: "The figures were wrong"
        case .mistake: "It was shared by mistake"
        case .other: "Another reason"
        case .replaced: "A newer report of the period took its place"
        case .left: "The service left the region"
        }
    }

    /// What somebody may say who takes one report back.
    public static let given: [RegionReason] = [.wrong, .mistake, .other]
}

/// The figures of an issued report that a service shared with its region, as they were issued and nothing more: the same record stands in
/// both's records. (promise 8)
public struct RegionReport: RecordKind {
    public var region = ""
    public var member = ""
    public var memberName = ""
    public var period = ""
    public var asAt = Instant.unset
    public var issuedOn = Day.unset
    public var sharedOn = Day.unset
    public var reportHash = ""
    /// Nil once withdrawn.
    public var figures: String?
    public var withdrawnOn: Day?
    public var withdrawnReason: String?

    public init() {}

    /// Nil while it is shared.
    public var reason: RegionReason? { withdrawnReason.flatMap { RegionReason(rawValue: $0) } }

    public static let kind = Kind<RegionReport>(
        "region_report", title: "Report shared with a region", plural: "Reports shared with a region", scope: .service,
        about:
            "The figures of an issued report as shared with a region: protected cells as they left the service, no text, no child, no number that was hidden.",
        sensitivity: .reference
    ) { k in
        k.field("region", \.region, "Code of the region", .text(40), required: .always)
        k.field("member", \.member, "Code of the service", .text(40), required: .always)
        k.field("member_name", \.memberName, "Service", .text(200), required: .always)
        k.field("period", \.period, "Period", .text(30), required: .always)
        k.field("as_at", \.asAt, "Figures as known at", .instant, required: .always)
        k.field("issued_on", \.issuedOn, "Issued", .day, required: .always)
        k.field("shared_on", \.sharedOn, "Shared", .day, required: .always)
        k.field("report_hash", \.reportHash, "Hash of the issued report", .text(64), required: .always)
        k.field("figures", \.figures, "Figures as issued", .longText)
        k.field("withdrawn_on", \.withdrawnOn, "Withdrawn", .day)
        k.field(
            "withdrawn_reason", \.withdrawnReason, "Why it was withdrawn", .text(20),
            required: .when("it is withdrawn") { $0.withdrawnOn != nil })
        k.rule("figures", "A report that is shared has figures, and one that was withdrawn has none.") { report, _ in
            (report.figures == nil) == (report.withdrawnOn != nil)
        }
        k.rule("withdrawn_reason", "Why it was withdrawn is one of a few reasons, in nobody’s own words.") { report, _ in
            report.withdrawnReason == nil || report.reason != nil
        }
    }
}
