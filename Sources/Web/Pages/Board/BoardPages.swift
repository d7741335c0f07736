import Casework
import HTML
import Practice
import Records

/// The management board over a year: its meetings, who came, and which sectors had somebody senior there (S-GOV-03).
enum BoardPages {
    static let routes: [Route] =
        [.get("/board", .may(.seeFigures)) { try await index($0) }] + BoardMeetingPages.routes

    private static func index(_ visit: Visit) async throws -> Reply {
        let today = visit.asAt?.londonDay ?? visit.service.today
        let current = today.adding(months: -3).year
        let year = visit.query("year").flatMap { Int($0.prefix(4)) }.flatMap { (1990...2200).contains($0) ? $0 : nil } ?? current
        return try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let all = try reader.serviceRecords(BoardAttendance.self).map(\.value)
            let start = Day(year: year, month: 4, day: 1) ?? today
            let sectors = codes.all("board_sector").map(\.token)
            let board = BoardYear(all, in: start...(start.adding(months: 12) - 1), sectors: sectors)
            let years = Set(all.map { $0.meetingDate.adding(months: -3).year } + [current]).sorted(by: >)
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
