import Casework
import HTML
import Practice
import Records

/// Who is a member of the management board, from when and until when: added, changed and ended (S-GOV-03).
enum BoardMemberPages {
    static let routes: [Route] =
        [.get("/board/members", .may(.seeFigures)) { try await index($0) }]
        + ServicePages<BoardMember>(
            base: "/board/members", permission: .writeReports,
            crumbs: [NavItem("Management board", At.board), NavItem("Members", At.boardMembers)],
            fields: BoardMember.kind.fields.map(\.name), parameter: "member",
            begin: { form, _, reader in
                // Whoever has come without a membership is offered by name.
                let seats = try BoardPages.seats(reader)
                let unknown = seats.rows.filter { seats.isMember($0.sector, $0.member, on: $0.meetingDate) == nil }
                form.suggestions["name"] = Set(unknown.compactMap(\.member)).sorted()
                form.suggestions["agency"] = Set(try reader.serviceRecords(BoardMember.self).compactMap(\.agency)).sorted()
            },
            check: { member, id, reader in try overlap(member, id, reader) + uncovered(member, id, reader) },
            // The button is not there for one who came to a meeting; a page of before still has it.
            removal: .init(
                refusal: { member, reader in
                    try BoardPages.seats(reader).isUnwritten(member)
                        ? nil : "What they did at a meeting is written: give the membership its last day instead."
                }, done: At.boardMembers),
            done: { _ in At.boardMembers }
        ).routes

    /// One seat at a time: two memberships of one person for one sector do not overlap.
    private static func overlap(_ member: BoardMember, _ id: RecordID?, _ reader: Reader) throws -> [Problem] {
        let other = try reader.serviceRecords(BoardMember.self).first { one in
            one.id != id && one.sector == member.sector && Names.fold(one.name) == Names.fold(member.name)
                && one.startDate <= member.endDate ?? one.startDate && member.startDate <= one.endDate ?? member.startDate
        }
        return other.map {
            let until = $0.endDate.map { " to \($0.words)" } ?? ""
            return [
                Problem(field: "start_date", message: "They are a member for this sector from \($0.startDate.words)\(until) already.")
            ]
        } ?? []
    }

    /// Days at which they are written as having had to come stay within a membership, once they were.
    private static func uncovered(_ member: BoardMember, _ id: RecordID?, _ reader: Reader) throws -> [Problem] {
        let before = try reader.serviceRecords(BoardMember.self).first { $0.id == id }?.value
        guard let before, before.sector == member.sector, Names.fold(before.name) == Names.fold(member.name) else { return [] }
        let lost = try BoardPages.seats(reader).expected(before).filter { !member.isMember(on: $0) }
        return lost.first.map { day in
            let field = day < member.startDate ? "start_date" : "end_date"
            return [Problem(field: field, message: "What they did at the meeting of \(day.words) is written: change that meeting first.")]
        } ?? []
    }

    private static func index(_ visit: Visit) async throws -> Reply {
        try await visit.service.read(visit.scope) { reader in
            let codes = try reader.codes()
            let today = visit.asAt?.londonDay ?? visit.service.today
            let mayWrite = visit.asAt == nil && visit.person.access.mayWrite("board_member")
            let seats = try BoardPages.seats(reader)
            let places = codes.all("board_sector").map(\.token)
            func order(_ one: Stored<BoardMember>) -> (Int, Int, String, Day) {
                (
                    one.endDate.map { $0 < today } ?? false ? 1 : 0, places.firstIndex(of: one.sector) ?? places.count, one.name,
                    one.startDate
                )
            }
            let rows = try reader.serviceRecords(BoardMember.self).sorted { order($0) < order($1) }.map { one -> [HTML] in
                let state =
                    one.startDate > today
                    ? tag("To come", .info) : one.value.isMember(on: today) ? tag("Member", .good) : tag("Ended", .neutral)
                // Who has come to a meeting is ended, not taken out.
                let isMistake = seats.isUnwritten(one.value)
                let remove = when(isMistake, removalForm(one, at: At.boardMember(one.id, "removal"), "Take out", about: one.name))
                return [
                    "\(one.name)", "\(codes.label("board_sector", one.sector) ?? "")", "\(one.agency ?? "Not named")",
                    "\(codes.label("board_seniority", one.seniority) ?? "Not known")", "\(one.startDate.words)",
                    "\(one.endDate?.words ?? "")", state,
                ] + (mayWrite ? [link(to: At.boardMember(one.id, "edit"), "Change or end", about: one.name) + remove] : [])
            }
            let columns = ["Member", "Sector", "Agency", "Seniority", "From", "Last day", "Now"] + (mayWrite ? ["Change"] : [])
            return .page(visit, title: "Board members", shows: .nobody, crumbs: [NavItem("Management board", At.board)]) {
                heading("Board members") + when(mayWrite, buttonGroup([buttonLink(to: At.newBoardMember, "Add a member")]))
                    + "<p>Who is a member and until when is told here; who came is told at each meeting. Whoever is known from meetings alone stays in the table of attendance as they were written.</p>"
                    + table(
                        caption: "Members of the management board, those of today first", columns: columns.map { Column($0) }, rows: rows,
                        captionHidden: true, empty: "No member is recorded.")
            }
        }
    }

    /// What a meeting begins with: the members of its day, and those of the last meeting who have no membership, without what they did there.
    static func lines(_ reader: Reader, on day: Day) throws -> [BoardMeetingPages.Line] {
        let seats = try BoardPages.seats(reader)
        let members = seats.members(on: day).map { BoardMeetingPages.Line($0) }
        let last = seats.rows.map(\.meetingDate).max()
        let others = seats.rows.filter { $0.meetingDate == last && seats.isMember($0.sector, $0.member, on: day) == nil }.map { row in
            var line = BoardMeetingPages.Line(row)
            (line.attendance, line.seniority, line.isNew) = ("", "", false)
            return line
        }
        return (members + others).sorted { ($0.sector, $0.member) < ($1.sector, $1.member) }
    }
}
