import Casework
import HTML
import Practice
import Records

/// The management board over a year: its meetings, who came, and which sectors had somebody senior there (S-GOV-03).
enum BoardPages {
    static let routes: [Route] =
        [
            .get("/board", .may(.seeFigures)) { try await index($0) }, .get("/board.csv", .may(.seeFigures)) { try await csv($0) },
        ] + BoardMeetingPages.routes

    /// The year from April that holds a day.
    private static func year(_ day: Day) -> Int { day.adding(months: -3).year }

    private static func today(_ visit: Visit) -> Day { visit.asAt?.londonDay ?? visit.service.today }

    /// The year asked for, else this one.
    private static func asked(_ visit: Visit) -> Int {
        visit.query("year").flatMap { Int($0.prefix(4)) }.flatMap { (1990...2200).contains($0) ? $0 : nil } ?? year(today(visit))
    }

    private static func board(_ all: [BoardAttendance], _ year: Int, _ codes: Codes) -> BoardYear {
        let start = Day(year: year, month: 4, day: 1) ?? .unset
        return BoardYear(all, in: start...(start.adding(months: 12) - 1), sectors: codes.all("board_sector").map(\.token))
    }

    private static func csv(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let board = board(try reader.serviceRecords(BoardAttendance.self).map(\.value), asked(visit), codes)
            let head = ["Member", "Sector"] + board.meetings.map(\.iso) + ["Attended", "Of", "Deputies"]
            let rows = board.members.map { member -> [String] in
                // Blank is no line for them at that meeting; a line without a mark says so, and is not an apology.
                let marks = member.marks.map { one in
                    one.map { codes.label("board_attendance", $0.attendance) ?? "Not recorded" } ?? ""
                }
                return [member.name.isEmpty ? "Name not given" : member.name, codes.label("board_sector", member.sector) ?? ""] + marks
                    + [String(member.attended), String(member.expected), String(member.deputies)]
            }
            return .spreadsheet("board-\(asked(visit))", of: [], [head] + rows)
        }
    }

    private static func index(_ visit: Visit) async throws -> Reply {
        let (today, year) = (today(visit), asked(visit))
        return try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let all = try reader.serviceRecords(BoardAttendance.self).map(\.value)
            let board = board(all, year, codes)
            let years = Set(all.map { self.year($0.meetingDate) } + [self.year(today)]).sorted(by: >)
            return .page(visit, title: "Management board", shows: .nobody) {
                heading("Management board", caption: "April \(year) to March \(year + 1)")
                    + when(
                        visit.asAt == nil && visit.person.access.mayWrite("board_attendance"),
                        buttonGroup([buttonLink(to: At.newBoardMeeting, "Record a meeting")]))
                    + filterForm(
                        action: At.board, label: "Year", button: "Show",
                        field(
                            FieldControl(
                                id: "year", label: "Year from April",
                                kind: .choice(years.map { Choice(String($0), "\($0) to \($0 + 1)") }), value: String(year))))
                    + meetings(board) + members(board, codes) + sectorTable(board, codes)
                    + when(!board.meetings.isEmpty, spreadsheetLink("/board", [("year", String(year))] + visit.asAtQuery))
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
        guard !board.meetings.isEmpty else { return .empty }
        let columns =
            [Column("Member"), Column("Sector")] + board.meetings.map { Column($0.words) }
            + [Column("Attended", isNumeric: true), Column("Deputies", isNumeric: true)]
        let rows = board.members.map { member -> [HTML] in
            let share = member.expected == 0 ? "" : ", \(100 * member.attended / member.expected)%"
            return ["\(member.name.isEmpty ? "Name not given" : member.name)", "\(codes.label("board_sector", member.sector) ?? "")"]
                + member.marks.map { mark($0, codes) }
                + ["\(member.attended) of \(member.expected)\(share)", "\(member.deputies)"]
        }
        return wholeSection(
            "Attendance by member", id: "members",
            "<p>A deputy is counted apart: somebody came, but not the member. Meetings before a member joined are left out.</p>"
                + table(caption: "Attendance by member", columns: columns, rows: rows, captionHidden: true))
    }

    private static func mark(_ one: BoardAttendance?, _ codes: Codes) -> HTML {
        guard let one else { return .empty }
        let tone: Tone =
            switch one.attendance {
            case "ATTENDED": .good
            case "DEPUTY": .info
            case "APOLOGIES": .neutral
            case "ABSENT": .bad
            default: .neutral
            }
        let words = one.attendance.flatMap { codes.label("board_attendance", $0) } ?? "Not recorded"
        return tag(words, tone) + when(one.newMember == true, " \(tag("New member", .info))")
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
