/// A person who works in or with the service and signs in.
public struct Staff: RecordKind {
    public var user = ""
    public var name = ""
    public var team: String?
    public var disabled: Bool?
    public var fullTimePercent: Int?
    public var homePostcode: String?

    public init() {}

    public static let kind = Kind<Staff>(
        "staff", title: "Member of staff", plural: "Staff", scope: .service,
        about: "A person who works in or with the service and signs in.",
        sensitivity: .workforce, version: 3
    ) { k in
        k.field("user", \.user, "User name", .text(60), hint: "Small letters, figures, full stops and hyphens.", required: .always)
        k.field("name", \.name, "Name", .text(100), required: .always)
        k.field("team", \.team, "Team", .text(60))
        k.field("disabled", \.disabled, "May not sign in", .flag)
        k.field(
            "full_time_percent", \.fullTimePercent, "Share of a full-time post, in per cent", .number(1...100),
            hint: "Blank counts as full time. Workload is shown per full-time post.", since: 2)
        k.field(
            "home_postcode", \.homePostcode, "Home postcode", .text(10),
            hint: "Only to tell when somebody opens a neighbour’s file. Nobody has to give it.", since: 3)
        k.rule("user", "User name must be small letters, figures, full stops and hyphens.") { staff, _ in
            staff.user.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        }
    }
}

/// A role a member of staff holds, from when to when.
public struct RoleHolding: RecordKind {
    public var staff = RecordID.unset
    public var role = ""
    public var startDate = Day.unset
    public var endDate: Day?

    public init() {}

    public func isActive(on day: Day) -> Bool { startDate <= day && (endDate.map { day <= $0 } ?? true) }

    public static let kind = Kind<RoleHolding>(
        "role_holding", title: "Role held", plural: "Roles held", scope: .service,
        about: "The role a member of staff holds, from when to when.",
        sensitivity: .workforce
    ) { k in
        k.field("staff", \.staff, "Member of staff", .link("staff"), required: .always)
        k.field("role", \.role, "Role", .text(40), required: .always)
        k.field("start_date", \.startDate, "From", .day, required: .always)
        k.field("end_date", \.endDate, "To", .day)
        k.rule("role", "There is no such role.") { holding, _ in Role(rawValue: holding.role) != nil }
    }
}

/// What proves a member of staff: the hash of a password.
public struct Credential: RecordKind {
    public var staff = RecordID.unset
    public var hash = ""
    public var oneTimeUntil: Instant?

    public init() {}

    public static let kind = Kind<Credential>(
        "credential", title: "Password", plural: "Passwords", scope: .service, about: "The hash of a member of staff's password.",
        sensitivity: .secret, version: 2
    ) { k in
        k.field("staff", \.staff, "Member of staff", .link("staff"), required: .always)
        k.field("hash", \.hash, "Hash", .secret, required: .always)
        k.field(
            "one_time_until", \.oneTimeUntil, "A one-time password, good until", .instant,
            hint: "Blank for a password its owner chose.", since: 2)
    }
}

/// What proves a member of staff beside the password: the key their authenticator makes codes from, and the codes that stand in for it once each.
public struct SecondFactor: RecordKind {
    public var staff = RecordID.unset
    public var secret = ""
    public var recoveryCodes: String?

    public init() {}

    public static let kind = Kind<SecondFactor>(
        "second_factor", title: "Second factor", plural: "Second factors", scope: .service,
        about:
            "What a member of staff signs in with beside a password: the sealed key of their authenticator, and hashes of recovery codes not yet used.",
        sensitivity: .secret
    ) { k in
        k.field("staff", \.staff, "Member of staff", .link("staff"), required: .always)
        k.field("secret", \.secret, "Key of the authenticator, sealed", .secret, required: .always)
        k.field("recovery_codes", \.recoveryCodes, "Hashes of the recovery codes left", .secret)
    }
}

/// The board's performance report for a period: what the manager wrote between the figures, and the issued copy once there is one.
public struct Report: RecordKind {
    public var period = ""
    public var asAt: Instant?
    public var introduction: String?
    public var onEntrants: String?
    public var onReoffending: String?
    public var onCustody: String?
    public var onOutcomes: String?
    public var onOutOfCourt: String?
    public var issuedOn: Day?
    public var issuedCopy: String?
    public var issuedFigures: String?
    public var issuedHash: String?
    public var audience: String?
    public var leftOut: String?

    public init() {}

    /// The tokens of `report_part` it leaves out.
    public var partsLeftOut: Set<String> { Set((leftOut ?? "").split(separator: " ").map(String.init)) }

    public static let kind = Kind<Report>(
        "report", title: "Performance report", plural: "Performance reports", scope: .service,
        about: "The board's report for a period: the words between the figures and, once issued, the copy that left with its hash.",
        sensitivity: .reference, version: 3
    ) { k in
        k.field("period", \.period, "Period", .text(30), required: .always)
        k.field("as_at", \.asAt, "Figures as known at", .instant)
        k.field("introduction", \.introduction, "Introduction", .longText)
        k.field("on_entrants", \.onEntrants, "On first-time entrants", .longText)
        k.field("on_reoffending", \.onReoffending, "On reoffending", .longText)
        k.field("on_custody", \.onCustody, "On custody", .longText)
        k.field("on_outcomes", \.onOutcomes, "On outcomes and offences", .longText)
        k.field("on_out_of_court", \.onOutOfCourt, "On out-of-court work", .longText, since: 2)
        k.field("issued_on", \.issuedOn, "Issued", .day)
        k.field("issued_copy", \.issuedCopy, "Issued copy", .longText)
        k.field("issued_figures", \.issuedFigures, "Figures as issued", .longText)
        k.field("issued_hash", \.issuedHash, "Hash of the issued copy", .text(64))
        k.field(
            "audience", \.audience, "For whom", .text(100),
            hint: "Such as the management board, the cabinet member or the community safety partnership.", since: 3)
        k.field(
            "left_out", \.leftOut, "Parts left out", .codes("report_part"),
            hint: "Of what is left out neither the figures nor what is written on it are in the report, nor in the files beside it.",
            since: 3)
        k.rule("period", "That is not a period.") { report, _ in Period(report.period) != nil }
        k.rule("left_out", "A report tells of something: leave one part in.") { report, context in
            let leftOut = report.partsLeftOut
            return leftOut.isEmpty || context.codes.all("report_part").contains { !leftOut.contains($0.token) }
        }
    }
}
