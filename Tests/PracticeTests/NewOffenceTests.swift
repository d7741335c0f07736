import Casework
import Practice
import Testing

/// A new offence of a child who is followed comes to the worker and to the manager. (S-PER-04)
@Suite struct NewOffenceTests {
    /// Cautioned on 1 March 2026, with work open all year.
    private func followed(_ outcome: String = "YOUTH_CAUTION") -> CaseFile {
        var file = file()
        file.programme("2026-03-01")
        file.add(Offence()) { ($0.offenceDate, $0.category) = (day("2026-02-01"), "ROBBERY") }
        let first = file[Offence.self][0].id
        file.add(Outcome()) { ($0.offence, $0.outcomeDate, $0.outcome) = (first, day("2026-03-01"), outcome) }
        return file
    }
    private func again(_ file: CaseFile, on date: String, category: String = "ROBBERY", arrested: String? = nil) -> CaseFile {
        var file = file
        file.add(Offence()) { ($0.offenceDate, $0.category, $0.arrestDate) = (day(date), category, arrested.map { day($0) }) }
        return file
    }

    @Test func `S-PER-04: the worker looks again within five working days of knowing, the manager sees to it`() throws {
        let file = again(followed(), on: "2026-11-09", arrested: "2026-11-16")
        let worker = try #require(tasks("new_offence", file).first)
        #expect(worker.dueOn == day("2026-11-23") && worker.visibleFrom == day("2026-11-16"))
        #expect(worker.record == file[Offence.self][1].id && worker.visibleUntil == day("2027-09-01"))
        #expect(tasks("new_offence_seen", file).map(\.staff) == [nil])
        #expect(tasks("new_offence", file, "2026-11-21", ["clock.new_offence": "1"]).map(\.dueOn) == [day("2026-11-17")])
    }

    @Test func `S-PER-04: it is done once somebody has looked again; each in their own way`() {
        var file = again(followed(), on: "2026-11-09")
        file.add(Oversight()) { $0.heldOn = day("2026-11-09") }
        #expect(tasks("new_offence_seen", file).isEmpty && tasks("new_offence", file).count == 1)
        file.add(Assessment()) { $0.completedOn = day("2026-11-08") }
        #expect(tasks("new_offence", file).count == 1)
        file.add(Assessment()) { $0.completedOn = day("2026-11-10") }
        #expect(tasks("new_offence", file).isEmpty)
    }

    @Test(
        "S-PER-04: followed is the day after the outcome to the same date a year on; a breach is no new offence",
        arguments: [("2026-03-01", false), ("2026-03-02", true), ("2027-03-01", true), ("2027-03-02", false)])
    func window(committed: String, isNew: Bool) {
        #expect(tasks("new_offence", again(followed(), on: committed), "2027-03-02").isEmpty != isNew)
        #expect(tasks("new_offence", again(followed(), on: committed, category: "BREACH_OF_STATUTORY_ORDER"), "2027-03-02").isEmpty)
        #expect(tasks("new_offence", again(followed("NO_FURTHER_ACTION"), on: committed), "2027-03-02").isEmpty)
    }

    @Test func `S-PER-04: custody is followed from the release; an offence before it is none`() {
        var file = again(followed("DETENTION_AND_TRAINING_ORDER"), on: "2026-06-01")
        #expect(tasks("new_offence", file).isEmpty)
        let sentence = file[Outcome.self][0].id
        file.add(Release()) { ($0.outcome, $0.releaseDate) = (sentence, day("2026-07-01")) }
        #expect(tasks("new_offence", file).isEmpty)
        #expect(tasks("new_offence", again(file, on: "2026-07-02")).count == 1)
    }
}
