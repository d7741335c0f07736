import Casework
import Practice
import Testing

/// What a task says of the time it was given.
extension PathwayTasksTests {
    @Test func `S-OOC-05, S-OOC-16: a task names the number of days that is set, and its source only while that is the source's`() {
        func basis(_ rule: String, _ file: CaseFile, _ settings: [String: String] = [:]) -> String? {
            tasks(rule, file, "2026-11-21", settings).first?.basis
        }
        var late = referred("2026-11-02")
        late.programme("2026-11-02")
        late.contact("2026-11-20", "MISSED_UNACCEPTABLE")
        let (open, begun) = (referred("2026-11-02"), late)
        #expect(basis("assess", open) == "10 working days from the referral (guidance of 2014, since superseded).")
        #expect(basis("assess", open, ["clock.assess": "12"]) == "12 working days from the referral (set by this service).")
        #expect(basis("decide", open, ["clock.decide": "1"]) == "1 working day from the referral (set by this service).")
        #expect(basis("whole_process", open) == "28 days for the whole process (local policy of one service).")
        #expect(basis("whole_process", open, ["clock.whole_process": "35"])?.hasPrefix("35 days for the whole process (set") == true)
        #expect(basis("missed_contact", begun) == "Followed up within 1 working day (a service's published policy).")
        #expect(basis("missed_contact", begun, ["clock.missed_contact": "3"])?.contains("3 working days (set by this service)") == true)
        var given = file()
        given.add(Programme()) { ($0.disposal, $0.startDate) = ("YOUTH_CAUTION", day("2026-11-02")) }
        #expect(basis("six_week_review", given)?.contains("42 days after the start (six weeks") == true)
        #expect(basis("six_week_review", given, ["clock.six_week_review": "28"])?.contains("28 days after the start (set by") == true)
    }
}
