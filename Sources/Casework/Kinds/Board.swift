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

/// That somebody is a member of the management board for a sector, from a day and until another (S-GOV-03).
public struct BoardMember: RecordKind {
    public var name = ""
    public var sector = ""
    public var agency: String?
    public var seniority: String?
    public var startDate = Day.unset
    public var endDate: Day?

    public init() {}

    public func isMember(on day: Day) -> Bool { startDate <= day && endDate.map { day <= $0 } ?? true }

    public static let kind = Kind<BoardMember>(
        "board_member", title: "Board member", plural: "Board members", scope: .service,
        about: "That somebody is a member of the management board, for which sector and agency, from when and until when.",
        sensitivity: .reference
    ) { k in
        k.field(
            "name", \.name, "Name", .text(100),
            hint: "Meetings are written under the name they had then: changing it here does not change it there.", required: .always)
        k.field("sector", \.sector, "Sector", .code("board_sector"), required: .always)
        k.field("agency", \.agency, "Agency", .text(100), hint: "Whom they come from, such as a trust or a force.")
        k.field("seniority", \.seniority, "Seniority", .code("board_seniority"))
        k.field("start_date", \.startDate, "Member from", .day, required: .always)
        k.field("end_date", \.endDate, "Last day as a member", .day, hint: "Empty while they are one.")
        k.rule("end_date", "The last day cannot be before the first.") { m, _ in m.endDate.map { $0 >= m.startDate } ?? true }
    }
}

/// That somebody was spoken to about a member of the management board who does not come: the escalation of non-attendance, with its result (S-GOV-03).
public struct BoardRaising: RecordKind {
    public var name = ""
    public var sector = ""
    public var raisedOn = Day.unset
    public var raisedBy = ""
    public var raisedWith = ""
    public var result: String?

    public init() {}

    public static let kind = Kind<BoardRaising>(
        "board_raising", title: "Raising of non-attendance", plural: "Raisings of non-attendance", scope: .service,
        about: "That a board member's missed meetings were raised: by whom, with whom, when and what came of it.", sensitivity: .reference
    ) { k in
        k.field("name", \.name, "Member’s name", .text(100), required: .always)
        k.field("sector", \.sector, "Sector", .code("board_sector"), required: .always)
        k.field("raised_on", \.raisedOn, "Day it was raised", .day, required: .always)
        k.field("raised_by", \.raisedBy, "Who raised it", .text(100), hint: "The chair, or whoever did it for them.", required: .always)
        k.field(
            "raised_with", \.raisedWith, "With whom it was raised", .text(200),
            hint: "The member, their manager, or the head of their agency.",
            required: .always)
        k.field("result", \.result, "What came of it", .longText, hint: "Can be added later.")
        k.rule("raised_on", "The day cannot be in the future.") { one, context in one.raisedOn <= context.today }
    }
}
