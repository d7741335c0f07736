import Casework
import Practice
import Testing

/// What is chased of agencies together, and the report that is written before the panel; days worked by hand with a calendar.
@Suite struct WaitingTasksTests {
    /// An out-of-court referral received that day.
    private func referred(_ received: String, _ change: (inout Referral) -> Void = { _ in }) -> CaseFile {
        var file = file()
        file.add(Referral()) {
            ($0.receivedDate, $0.pathway) = (day(received), "OUT_OF_COURT")
            change(&$0)
        }
        return file
    }

    @Test func `S-REF-05: agencies asked about one referral are one task, on nobody's list before the first answer is due`() {
        var file = referred("2026-11-02")
        for (agency, on) in [("SOCIAL_CARE", "2026-11-03"), ("POLICE", "2026-11-03"), ("HEALTH", "2026-11-05")] {
            file.add(Enquiry()) { ($0.agency, $0.askedOn, $0.referral) = (agency, day(on), id(100)) }
        }
        let task = tasks("agencies_asked", file)
        #expect(task.map(\.title) == ["Chase the answers of social care, police and health, or say why there are none"])
        #expect(task.map(\.dueOn) == [day("2026-11-10")] && task.map(\.visibleFrom) == [day("2026-11-10")])
        #expect(task.map(\.record) == [id(100)] && tasks("agency_check", file).isEmpty)
        for place in 0...1 {
            let asked = file[Enquiry.self][place]
            var value = asked.value
            value.receivedOn = day("2026-11-06")
            file[Enquiry.self][place] = Entry(id: asked.id, ref: asked.ref, value: value)
        }
        #expect(tasks("agencies_asked", file).map(\.title) == ["Chase the answer of health, or say why there is none"])
        #expect(tasks("agencies_asked", file).map(\.dueOn) == [day("2026-11-12")])
    }

    @Test func `S-OOC-06: from the countersignature the panel report is to be written, until it is ready, listed or decided`() {
        func found(countersigned: String? = "2026-11-12", decided: String? = nil, _ change: (inout PanelItem) -> Void) -> [String] {
            var file = referred("2026-11-02") { $0.decisionDate = decided.map { day($0) } }
            file.add(Assessment()) {
                ($0.type, $0.completedOn, $0.referral) = ("OUT_OF_COURT", day("2026-11-11"), id(100))
                $0.countersignedOn = countersigned.map { day($0) }
            }
            file.add(PanelItem()) {
                ($0.referral, $0.state) = (id(100), "WITHDRAWN")
                change(&$0)
            }
            return tasks("write_report", file).map { "\($0.visibleFrom.iso) \($0.dueOn.iso) \($0.title)" }
        }
        // A Thursday: three working days on is the next Tuesday.
        #expect(found { _ in } == ["2026-11-12 2026-11-17 Write the panel report"])
        #expect(found { $0.state = nil } == ["2026-11-12 2026-11-17 Finish the panel report"])
        #expect(found(countersigned: nil) { _ in }.isEmpty && found(decided: "2026-11-16") { _ in }.isEmpty)
        #expect(found { ($0.state, $0.reportOn) = (nil, day("2026-11-13")) }.isEmpty)
        for state in ["LISTED", "HEARD"] { #expect(found { $0.state = state }.isEmpty, "\(state)") }
    }
}
