import Casework
import Statistics
import Testing

@Suite("KPI 8: the management board (S-GOV-03, S-PER-11)")
struct ManagementBoardTests {
    private func row(_ ref: String, _ sector: String, _ meeting: String, _ attendance: String?, _ seniority: String?)
        -> Entry<BoardAttendance>
    {
        var row = BoardAttendance()
        (row.meetingDate, row.sector, row.attendance, row.seniority) = (day(meeting), sector, attendance, seniority)
        return Entry(id: MadeUp.id(ref), ref: ref, value: row)
    }
    private func found(_ rows: Entry<BoardAttendance>..., today: String = "2030-01-01") -> Asked {
        Asked(.managementBoard, asked("2026Q1", today: today, board: rows), [])
    }

    @Test("The worked example: 3 of 5 senior, 1 of 5 delegated")
    func example() throws {
        let all = found(
            row("a1", "SOCIAL_CARE", "2026-06-15", "ATTENDED", "SENIOR"), row("a0", "SOCIAL_CARE", "2026-04-20", "ATTENDED", "SENIOR"),
            row("b", "POLICE", "2026-04-20", "DEPUTY", "SENIOR"), row("c0", "EDUCATION", "2026-04-20", "ATTENDED", "DELEGATED"),
            row("c1", "EDUCATION", "2026-06-15", "ATTENDED", "DELEGATED"), row("d", "PROBATION", "2026-04-20", "APOLOGIES", "SENIOR"),
            row("e", "HEALTH", "2026-06-15", "ATTENDED", "SENIOR"), row("f", "OTHER", "2026-06-15", "ATTENDED", "SENIOR"))
        let headline = try all("headline")
        #expect(headline.numerator == 3 && headline.denominator == 5 && headline.value == 60)
        #expect(headline.counted.map(\.ref) == ["a0", "b", "e"] && headline.counts == .sector)
        #expect(headline.counted[0].evidence.map(\.ref) == ["a0", "a1"])
        #expect(try all.leftOut("headline") == ["f: not_statutory"])
        #expect(try all("8a", by: ["sector": "POLICE"]).value == 1 && all("8a", by: ["sector": "PROBATION"]).value == 0)
        #expect(try all("8a", by: ["sector": "OTHER"]).value == 1)
        #expect(try all("8b").value == 20 && all.refs("8b") == ["c0"])
        #expect(try all("8c", by: ["sector": "EDUCATION"]).value == 1 && all("8c", by: ["sector": "HEALTH"]).value == 0)
    }

    @Test("§2.6: all meetings of the quarter, none outside it or after today; a deputy counts by seniority; absence does not")
    func meetings() throws {
        #expect(try found(row("a", "POLICE", "2026-03-31", "ATTENDED", "SENIOR"))("headline").numerator == 0)
        #expect(try found(row("a", "POLICE", "2026-06-30", "ATTENDED", "SENIOR"))("headline").numerator == 1)
        #expect(try found(row("a", "POLICE", "2026-06-30", "ATTENDED", "SENIOR"), today: "2026-06-29")("headline").numerator == 0)
        for attendance in ["APOLOGIES", "ABSENT", "NOT_A_MEMBER", nil] {
            #expect(try found(row("a", "POLICE", "2026-05-01", attendance, "SENIOR"))("headline").numerator == 0)
        }
        let deputy = found(row("a", "POLICE", "2026-05-01", "DEPUTY", "DELEGATED"))
        #expect(try deputy("headline").numerator == 0 && deputy("8b").numerator == 1)
        // Senior at one meeting, delegated at the next: in both.
        let both = found(
            row("a", "POLICE", "2026-05-01", "ATTENDED", "SENIOR"), row("b", "POLICE", "2026-06-01", "ATTENDED", "DELEGATED"))
        #expect(try both("headline").numerator == 1 && both("8b").numerator == 1)
        #expect(try found()("headline").notes == ["No attendance at the board is recorded in the period."])
    }
}
