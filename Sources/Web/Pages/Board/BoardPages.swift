import Casework
import HTML
import Practice
import Records

/// The management board over a year: its meetings, who came, and which sectors had somebody senior there (S-GOV-03).
enum BoardPages {
    static let routes: [Route] =
        [
            .get("/board", .may(.seeFigures)) { try await index($0) }, .get("/board.csv", .may(.seeFigures)) { try await csv($0) },
        ] + BoardMemberPages.routes + BoardMeetingPages.routes + BoardRaisingPages.routes

    /// The year from April that holds a day.
    static func year(_ day: Day) -> Int { day.adding(months: -3).year }

    private static func today(_ visit: Visit) -> Day { visit.asAt?.londonDay ?? visit.service.today }

    /// The year asked for, else this one: 2026, or 2026-27.
    private static func asked(_ visit: Visit) -> AskedNumber {
        AskedNumber(visit, "year", usual: year(today(visit)), otherwise: "is not a year like 2026: this year is shown") { text in
            let start = text.wholeMatch(of: /([0-9]{4})(-[0-9]{2})?/)?.output.1
            return start.flatMap { Int($0) }.flatMap { (1990...2200).contains($0) ? $0 : nil }
        }
    }

    private static func period(_ year: Int) -> ClosedRange<Day> {
        let start = Day(year: year, month: 4, day: 1) ?? .unset
        return start...(start.adding(months: 12) - 1)
    }

    private static func sectors(_ codes: Codes) -> [String] { codes.all("board_sector").map(\.token) }

    static func seats(_ reader: Reader) throws -> BoardSeats {
        BoardSeats(
            try reader.serviceRecords(BoardAttendance.self).map(\.value), try reader.serviceRecords(BoardMember.self).map(\.value))
    }

    /// Who does not come, as it stood at the end of a year or stands today (S-GOV-03).
    static func missing(_ reader: Reader, _ seats: BoardSeats, on day: Day) throws -> [BoardSeats.Missing] {
        seats.missing(on: day, atLeast: try reader.settings()[Settings.boardMissed], sectors: sectors(try reader.codes()))
    }

    /// Those of them the chair has not spoken to since the last meeting they missed.
    static func toRaise(_ reader: Reader, on day: Day) throws -> [BoardSeats.Missing] {
        let raisings = try reader.serviceRecords(BoardRaising.self).map(\.value).filter { $0.raisedOn <= day }
        return try missing(reader, try seats(reader), on: day).filter { $0.isToRaise(raisings) }
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        let asked = asked(visit)
        guard asked.problem == nil else { return .see(asked.asked(at: At.board)) }
        return try await visit.service.read(visit.scope) { reader in
            let (codes, seats, period) = (try reader.codes(), try seats(reader), period(asked.value))
            let board = BoardYear(seats, in: period, sectors: sectors(codes))
            let day = min(period.upperBound, today(visit))
            let missing = try missing(reader, seats, on: day)
            let raisings = try reader.serviceRecords(BoardRaising.self).map(\.value).filter { $0.raisedOn <= day }
            let head =
                ["Member", "Sector"] + board.meetings.map(\.iso)
                + ["Attended", "Of", "Deputies", "Agency", "Member from", "Last day", "Missed running", "To be raised by the chair"]
                + ["Raised on", "By", "With whom", "What came of it"]
            let rows = board.members.map { member -> [String] in
                // Blank is nobody known to be a member; a member's blank says so, and is not an apology.
                let marks = member.marks.map { words($0, codes) }
                let absent = missing.first { $0.sector == member.sector && $0.name == member.name }
                let raised = absent.flatMap { one in raisings.filter(one.isAbout).max { $0.raisedOn < $1.raisedOn } }
                return [named(member.name), codes.label("board_sector", member.sector) ?? ""] + marks
                    + [String(member.attended), String(member.expected), String(member.deputies), member.agency ?? ""]
                    + [member.memberships.last?.startDate.iso ?? "", member.memberships.last?.endDate?.iso ?? ""]
                    + [absent.map { String($0.missed.count) } ?? "", absent?.isToRaise(raisings) ?? false ? "Yes" : ""]
                    + [raised?.raisedOn.iso ?? "", raised?.raisedBy ?? "", raised?.raisedWith ?? "", raised?.result ?? ""]
            }
            return .spreadsheet("board-\(asked.value)", of: [], [head] + rows)
        }
    }

    static func named(_ name: String) -> String { name.isEmpty ? "Name not given" : name }

    private static func words(_ mark: BoardSeats.Mark, _ codes: Codes) -> String {
        switch mark {
        case .line(let one): codes.label("board_attendance", one.attendance) ?? "Not recorded"
        case .notWritten: "Not recorded"
        case .notMember: codes.label("board_attendance", "NOT_A_MEMBER") ?? "Not a member"
        case .unknown: ""
        }
    }

    private static func index(_ visit: Visit) async throws -> Reply {
        let (today, asked) = (today(visit), asked(visit))
        let year = asked.value
        return try await visit.service.read(visit.scope) { reader in
            let (codes, seats, period) = (try reader.codes(), try seats(reader), period(year))
            let board = BoardYear(seats, in: period, sectors: sectors(codes))
            let years = Set(seats.rows.map { self.year($0.meetingDate) } + [self.year(today)]).sorted(by: >)
            let missing = try missing(reader, seats, on: min(period.upperBound, today))
            let isOver = period.upperBound < today
            return try .page(
                visit, title: "Management board", shows: .nobody, status: asked.status, hasErrors: asked.problem != nil
            ) {
                let mayWrite = visit.asAt == nil && visit.person.access.mayWrite("board_attendance")
                return asked.summary + heading("Management board", caption: "April \(year) to March \(year + 1)")
                    + buttonGroup(
                        (mayWrite ? [buttonLink(to: At.newBoardMeeting, "Record a meeting")] : [])
                            + [link(to: Address(At.boardMembers.path, query: visit.asAtQuery), "Members")])
                    + filterForm(
                        action: At.board, label: "Year", button: "Show",
                        asked.control("Year from April", years.map { Choice(String($0), "\($0) to \($0 + 1)") }))
                    + meetings(board) + (try raising(visit, reader, missing, codes, on: isOver ? period.upperBound : nil))
                    + members(board, codes)
                    + agencies(board, codes) + sectorTable(board, codes)
                    + when(!board.members.isEmpty, spreadsheetLink("/board", [("year", String(year))] + visit.asAtQuery))
            }
        }
    }

    private static func meetings(_ board: BoardYear) -> HTML {
        let items = board.meetings.map { day -> HTML in "<li>\(link(to: At.boardMeeting(day), day.words))</li>" }
        return wholeSection(
            "Meetings", id: "meetings",
            items.isEmpty ? "<p class=\"none\">No meeting is recorded in this year.</p>" : "<ul>\(items.joined())</ul>")
    }

    private static func members(_ board: BoardYear, _ codes: Codes) -> HTML {
        guard !board.members.isEmpty else { return .empty }
        let columns =
            [Column("Member"), Column("Sector")] + board.meetings.map { Column($0.words) }
            + [Column("Attended", isNumeric: true), Column("Deputies", isNumeric: true)]
        let rows = board.members.map { member -> [HTML] in
            ["\(named(member.name))", "\(codes.label("board_sector", member.sector) ?? "")"] + member.marks.map { mark($0, codes) }
                + ["\(share(member.attended, member.expected))", "\(member.deputies)"]
        }
        return wholeSection(
            "Attendance by member", id: "members",
            "<p>A deputy is counted apart: somebody came, but not the member. Meetings before a member’s start or after their end are left out. “Not recorded” is no apology: nobody has said whether they came.</p>"
                + table(caption: "Attendance by member", columns: columns, rows: rows, captionHidden: true))
    }

    /// `2 of 3, 67%`.
    static func share(_ part: Int, _ whole: Int) -> String {
        "\(part) of \(whole)" + (whole == 0 ? "" : ", \(NumberStyle(unit: "%").text(100 * Double(part) / Double(whole)))")
    }

    private static func mark(_ mark: BoardSeats.Mark, _ codes: Codes) -> HTML {
        let said = words(mark, codes)
        guard !said.isEmpty else { return .empty }
        let tone: Tone =
            switch mark.attendance {
            case "ATTENDED": .good
            case "DEPUTY": .info
            case "ABSENT": .bad
            default: .neutral
            }
        let isNew = if case .line(let one) = mark { one.newMember == true } else { false }
        return tag(said, tone) + when(isNew, " \(tag("New member", .info))")
    }

    private static func sectorTable(_ board: BoardYear, _ codes: Codes) -> HTML {
        guard !board.meetings.isEmpty else { return .empty }
        let columns =
            [Column("Sector")] + board.meetings.map { Column($0.words) } + [Column("Meetings with a senior partner", isNumeric: true)]
        let rows = board.sectors.map { sector -> [HTML] in
            ["\(codes.label("board_sector", sector.sector) ?? sector.sector)"]
                + sector.presence.map { presence in
                    switch presence {
                    case .senior: tag("Senior", .good)
                    case .delegated: tag("Delegated", .info)
                    case .absent: tag("Nobody", .bad)
                    case .notWritten: tag("Not recorded", .neutral)
                    }
                } + ["\(sector.senior) of \(board.meetings.count)"]
        }
        return wholeSection(
            "Sectors", id: "sectors",
            "<p>The five sectors the law names, and others. A deputy stands for the sector, by their own seniority.</p>"
                + table(caption: "Sectors represented", columns: columns, rows: rows, captionHidden: true))
    }
}
