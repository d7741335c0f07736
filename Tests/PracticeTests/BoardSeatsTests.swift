import Casework
import Testing

@testable import Practice

/// Who is a member of the board, who came, and who has stopped coming.
@Suite struct BoardSeatsTests {
    private func day(_ iso: String) -> Day { Day(iso: iso) ?? .unset }
    private let year = (Day(iso: "2026-04-01") ?? .unset)...(Day(iso: "2027-03-31") ?? .unset)
    private let sectors = ["POLICE", "HEALTH"]

    private func line(_ on: String, _ member: String, _ attendance: String?, _ sector: String = "POLICE") -> BoardAttendance {
        var row = BoardAttendance()
        (row.meetingDate, row.sector, row.member, row.attendance) = (day(on), sector, member, attendance)
        return row
    }

    private func member(_ name: String, _ from: String, _ to: String? = nil, _ agency: String? = nil, _ sector: String = "POLICE")
        -> BoardMember
    {
        var one = BoardMember()
        (one.name, one.sector, one.agency, one.startDate, one.endDate) = (name, sector, agency, day(from), to.map(day))
        return one
    }

    private func words(_ mark: BoardSeats.Mark) -> String {
        switch mark {
        case .line(let one): one.attendance ?? "blank"
        case .notWritten: "blank"
        case .notMember: "-"
        case .unknown: "?"
        }
    }

    @Test(
        "S-GOV-03: a year shows every member of it, not a member before their start and after their end, a blank no apology, a deputy apart"
    )
    func matrix() throws {
        let seats = BoardSeats(
            [
                line("2026-05-12", "Ash", "ATTENDED"), line("2026-08-12", "ash ", "DEPUTY"), line("2026-11-12", "Ash", "APOLOGIES"),
                line("2026-05-12", "Bo", nil), line("2026-11-12", "Bo", "ATTENDED"), line("2026-08-12", "File", "ATTENDED", "HEALTH"),
                line("2026-11-12", "Gone", nil),
            ],
            [
                member("Ash", "2024-01-01", nil, "Force"), member("Bo", "2026-06-01", nil, "Force"),
                member("Silent", "2026-04-01", nil, nil, "HEALTH"),
                member("Gone", "2020-01-01", "2026-08-12", "Other"), member("Before", "2020-01-01", "2026-03-31"),
                member("Later", "2027-04-01"),
            ])
        let board = BoardYear(seats, in: year, sectors: sectors)
        let shown = board.members.map {
            "\($0.name): \($0.marks.map(words).joined(separator: " ")) \($0.attended)/\($0.expected) \($0.deputies)"
        }
        #expect(
            shown == [
                "Ash: ATTENDED DEPUTY APOLOGIES 1/3 1", "Bo: - blank ATTENDED 1/2 0", "Gone: blank blank - 0/2 0",
                "File: ? ATTENDED ? 1/1 0", "Silent: blank blank blank 0/3 0",
            ])
        #expect(
            board.agencies.map { "\($0.sector) \($0.name ?? "") \($0.attended)+\($0.deputies)/\($0.expected)" } == [
                "POLICE Force 2+1/5", "POLICE Other 0+0/2", "HEALTH  1+0/4",
            ])
    }

    @Test("S-GOV-03: non-attendance is taken higher after so many meetings missed running; a deputy came, a blank says neither")
    func missing() {
        let days = ["2026-02-12", "2026-05-12", "2026-08-12", "2026-11-12"]
        func lines(_ name: String, _ marks: [String?]) -> [BoardAttendance] {
            zip(days, marks).compactMap { line($0, name, $1) }
        }
        let rows =
            lines("Away", ["ATTENDED", "APOLOGIES", nil, "ABSENT"]) + lines("Sends", ["ABSENT", "ABSENT", "ABSENT", "DEPUTY"])
            + lines("Once", ["ABSENT", "ABSENT", "ATTENDED", "ABSENT"]) + lines("Left", ["ABSENT", "ABSENT", "ABSENT", "ABSENT"])
            + lines("File", ["ATTENDED", "ATTENDED", "ABSENT", "ABSENT"]) + lines("Blank", [nil, nil, nil, nil])
            + lines("New", ["ABSENT", "ABSENT", "ABSENT", "ABSENT"]) + [line(days[0], "Old", "ABSENT"), line(days[1], "Old", "ABSENT")]
        let members =
            ["Away", "Sends", "Once", "Blank"].map { member($0, "2020-01-01", nil, "Force") } + [
                member("Left", "2020-01-01", "2026-11-20"), member("New", "2026-11-01"),
            ]
        let seats = BoardSeats(rows, members)
        func found(_ on: String, _ number: Int) -> [String] {
            seats.missing(on: day(on), atLeast: number, sectors: sectors).map { "\($0.name) \($0.missed.count)" }
        }
        #expect(found("2026-12-01", 2) == ["Away 2", "File 2"])
        #expect(found("2026-12-01", 1) == ["Away 2", "File 2", "New 1", "Once 1"])
        #expect(found("2026-12-01", 3) == [])
        #expect(found("2026-11-15", 2) == ["Away 2", "File 2", "Left 4"], "they were still a member")
        // As it stood then: what came later is not known.
        #expect(found("2026-06-01", 2) == ["Left 2", "Old 2", "Once 2", "Sends 2"])
        #expect(seats.missing(on: day("2026-12-01"), atLeast: 2, sectors: sectors).first?.missed == [day("2026-05-12"), day("2026-11-12")])
        // Said of them before their first missed meeting is about another time; said before the last, it is to be said again.
        let away = seats.missing(on: day("2026-12-01"), atLeast: 2, sectors: sectors).first
        func isToRaise(_ on: [String], _ name: String = "away") -> Bool? {
            away?.isToRaise(
                on.map { on in
                    var one = BoardRaising()
                    (one.name, one.sector, one.raisedOn) = (name, "POLICE", day(on))
                    return one
                })
        }
        #expect(isToRaise([]) == true && isToRaise(["2026-05-01"]) == true && isToRaise(["2026-06-01"]) == true)
        #expect(isToRaise(["2026-06-01", "2026-11-12"]) == false && isToRaise(["2026-11-13"], "Once") == true)
        #expect(BoardSeats([], members).missing(on: day("2026-12-01"), atLeast: 1, sectors: sectors) == [])
    }
}
