/// Whether one member, or one sector without a member, was at one meeting of the management board (KPI 8, S-GOV-03).
public struct BoardAttendance: RecordKind {
    public var meetingDate = Day.unset
    public var sector = ""
    public var member: String?
    public var seniority: String?
    public var attendance: String?
    public var newMember: Bool?

    public init() {}

    /// Whether their sector was in the room: a deputy counts, by seniority.
    public var isPresent: Bool { attendance == "ATTENDED" || attendance == "DEPUTY" }

    public static let kind = Kind<BoardAttendance>(
        "board_attendance", title: "Board attendance", plural: "Board attendance", scope: .service,
        about: "One member's attendance at one meeting of the management board, and the sector they speak for.", sensitivity: .reference,
        file: "board", key: ["meeting_date", "sector", "member"], refColumn: "board_ref"
    ) { k in
        k.field("meeting_date", \.meetingDate, "Meeting", .day, required: .always)
        k.field("sector", \.sector, "Sector", .code("board_sector"), required: .always)
        k.field("member", \.member, "Member", .text(100))
        k.field("seniority", \.seniority, "Seniority", .code("board_seniority"))
        k.field("attendance", \.attendance, "Attendance", .code("board_attendance"))
        k.field("new_member", \.newMember, "New member", .flag)
    }
}
