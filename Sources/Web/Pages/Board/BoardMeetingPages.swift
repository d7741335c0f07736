import Casework
import HTML
import Records

/// One meeting of the board on one page: a line a member, written together and corrected together. A new meeting begins with the members of
/// its day, and with whoever was at the last and is known from meetings alone (S-GOV-03, promise 2).
enum BoardMeetingPages {
    static let routes: [Route] = [
        .get("/board/meetings/new", .may(.writeReports)) { try await new($0) },
        .post("/board/meetings", .may(.writeReports)) { try await save($0, day: nil) },
        .get("/board/meetings/{day}", .may(.seeFigures)) { try await show($0) },
        .post("/board/meetings/{day}", .may(.writeReports)) { try await save($0, day: try day($0)) },
    ]

    /// Lines for members who were not there last time.
    private static let spare = 3
    static let most = 60

    /// One line of the form, as typed.
    struct Line: Sendable {
        var id = ""
        var from = ""
        var sector = ""
        var member = ""
        var seniority = ""
        var attendance = ""
        var isNew = false

        var isBlank: Bool { sector.isEmpty && member.isEmpty && attendance.isEmpty }

        init() {}

        init(_ one: BoardAttendance) {
            (sector, member) = (one.sector, one.member ?? "")
            (seniority, attendance, isNew) = (one.seniority ?? "", one.attendance ?? "", one.newMember == true)
        }

        init(_ one: BoardMember) { (sector, member) = (one.sector, one.name) }

        init(_ form: Form, _ place: Int) {
            func text(_ name: String) -> String { form["\(name)-\(place)"] }
            (id, from, sector, member) = (text("id"), text("from"), text("sector"), text("member"))
            (seniority, attendance, isNew) = (text("seniority"), text("attendance"), text("new_member") == "yes")
        }

        /// The record it makes, or makes of the one that stands.
        func record(_ day: Day, over standing: BoardAttendance = BoardAttendance()) -> BoardAttendance {
            var one = standing
            (one.meetingDate, one.sector, one.member) = (day, sector, member.isEmpty ? nil : member)
            (one.seniority, one.attendance) = (seniority.isEmpty ? nil : seniority, attendance.isEmpty ? nil : attendance)
            // No box to tick says both no and not known: what stands stays.
            if isNew || one.newMember == true { one.newMember = isNew }
            return one
        }
    }

    /// What a page of the form shows.
    struct Sheet: Sendable {
        var date = ""
        /// The day whose members were asked for, as typed.
        var asked = ""
        var lines: [Line] = []
        var problems: [ErrorItem] = []
        var notice = HTML.empty
        func error(_ id: String) -> String? { problems.first { $0.field == id }?.message }
    }

    private static func day(_ visit: Visit) throws -> Day {
        guard let day = Day(iso: try visit.request.parameter("day")) else { throw NotFound() }
        return day
    }

    static func rows(_ reader: Reader, on day: Day) throws -> [Stored<BoardAttendance>] {
        try reader.serviceRecords(BoardAttendance.self).filter { $0.meetingDate == day }.sorted {
            ($0.value.sector, $0.value.member ?? "") < ($1.value.sector, $1.value.member ?? "")
        }
    }

    // MARK: Reading

    private static func new(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(Scope(visit.person)) { reader in
            var sheet = Sheet()
            sheet.asked = visit.query("day") ?? ""
            let asked = Day(iso: sheet.asked) ?? Day(typed: sheet.asked)
            if asked == nil, !sheet.asked.isEmpty {
                sheet.problems = [ErrorItem(field: "day", "“\(sheet.asked)” is not a day. Type it like 12/5/2026.")]
            }
            sheet.date = asked?.typed ?? ""
            sheet.lines = try BoardMemberPages.lines(reader, on: asked ?? visit.service.today)
            return page(visit, try reader.codes(), sheet, day: nil, status: sheet.problems.isEmpty ? 200 : 422)
        }
    }

    private static func show(_ visit: Visit) async throws -> Reply {
        let day = try day(visit)
        return try await visit.service.read(visit.scope) { reader in
            let rows = try rows(reader, on: day)
            guard !rows.isEmpty else { throw NotFound() }
            let codes = try reader.codes()
            guard visit.asAt == nil, visit.person.access.mayWrite("board_attendance") else { return plain(visit, codes, rows, day) }
            var sheet = Sheet()
            sheet.lines = rows.map(stored)
            if visit.query("saved") != nil { sheet.notice = notification("Saved", "The attendance is recorded.") }
            return page(visit, codes, sheet, day: day)
        }
    }

    static func stored(_ row: Stored<BoardAttendance>) -> Line {
        var line = Line(row.value)
        (line.id, line.from) = (row.id.description, String(row.from))
        return line
    }

    private static func plain(_ visit: Visit, _ codes: Codes, _ rows: [Stored<BoardAttendance>], _ day: Day) -> Reply {
        let cells = rows.map { one -> [HTML] in
            [
                "\(one.value.member ?? "Name not given")", "\(codes.label("board_sector", one.value.sector) ?? "")",
                "\(one.value.seniority.flatMap { codes.label("board_seniority", $0) } ?? "Not known")",
                "\(one.value.attendance.flatMap { codes.label("board_attendance", $0) } ?? "Not recorded")"
                    + when(one.value.newMember == true, " \(tag("New member", .info))"),
            ]
        }
        return .page(visit, title: "Board meeting", shows: .nobody, crumbs: [crumb]) {
            heading("Board meeting, \(day.words)")
                + table(
                    caption: "Who came", columns: ["Member", "Sector", "Seniority", "Attendance"].map { Column($0) }, rows: cells,
                    captionHidden: true)
        }
    }

    /// The box that says that a meeting is to be taken out with all its lines; asked for only then.
    static let wholeMeeting = "take_out_all"

    private static var crumb: NavItem { NavItem("Management board", At.board) }

    static func page(_ visit: Visit, _ codes: Codes, _ sheet: Sheet, day: Day?, status: Int = 200) -> Reply {
        let today = visit.service.today
        func choices(_ list: String) -> [Choice] { codes.inForce(list, on: today).map { Choice($0.token, $0.label) } }
        let lists = (choices("board_sector"), choices("board_seniority"), choices("board_attendance"))
        let blank = sheet.lines.filter { $0.isBlank && $0.id.isEmpty }.count
        let lines = sheet.lines + (0..<max(0, spare - blank)).map { _ in Line() }
        let parts = lines.prefix(most).enumerated().map { index, line -> HTML in
            let place = index + 1
            func id(_ name: String) -> String { "\(name)-\(place)" }
            let controls = fields([
                FieldControl(
                    id: id("member"), label: "Member", error: sheet.error(id("member")), value: line.member),
                FieldControl(
                    id: id("sector"), label: "Sector", kind: .choice(lists.0), error: sheet.error(id("sector")), value: line.sector),
                FieldControl(
                    id: id("seniority"), label: "Seniority of who came", kind: .choice(lists.1), error: sheet.error(id("seniority")),
                    value: line.seniority),
                FieldControl(
                    id: id("attendance"), label: "Attendance", kind: .choice(lists.2), error: sheet.error(id("attendance")),
                    value: line.attendance),
                FieldControl(
                    id: id("new_member"), label: "New member", kind: .checkbox, value: line.isNew ? "yes" : ""),
            ])
            let name = line.member.isEmpty ? (line.isBlank ? "Another member, if any" : "Member \(place)") : line.member
            return "<fieldset><legend><h2>\(name)</h2></legend>" + hidden(id("id"), line.id) + hidden(id("from"), line.from)
                + "<div class=\"across\">\(controls)</div>" + "</fieldset>"
        }
        let date: HTML =
            day == nil
            ? field(
                FieldControl(
                    id: "meeting_date", label: "Day of the meeting", kind: .day, error: sheet.error("meeting_date"), value: sheet.date))
            : .empty
        let ofDay: HTML =
            day == nil
            ? filterForm(
                action: At.newBoardMeeting, label: "Members of a day", button: "Show its members",
                field(
                    FieldControl(
                        id: "day", label: "Whose members", kind: .day,
                        hint: "Today’s are shown; for a meeting of an earlier day give it here.",
                        error: sheet.error("day"), value: sheet.asked, isRequired: false))) : .empty
        let whole: HTML =
            sheet.error(wholeMeeting).map {
                field(
                    FieldControl(id: wholeMeeting, label: "Take the whole meeting out", kind: .checkbox, error: $0, isRequired: false))
            } ?? .empty
        let title = day.map { "Board meeting, \($0.words)" } ?? "Record a board meeting"
        return .page(
            visit, title: day == nil ? "Record a board meeting" : "Board meeting", shows: .nobody, status: status,
            hasErrors: !sheet.problems.isEmpty, crumbs: [crumb],
            errorSummary(sheet.problems) + sheet.notice + heading(title) + ofDay
                + when(
                    day == nil, "<p>Of a member who came themselves seniority may be left: theirs is taken. Of a deputy it is asked.</p>")
                + "<p>To take a line out, empty its member, sector and attendance.</p>"
                + sendForm(
                    action: day.map { At.boardMeeting($0) } ?? At.boardMeetings, once: once(visit),
                    hidden("lines", String(lines.count)) + date + parts.joined() + whole
                        + buttonGroup([button("Save"), link(to: At.board, "Cancel")])))
    }
}
