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

    /// An offence entered on a day, with nothing but the day it was committed.
    private func entered(_ file: CaseFile, on entered: String, committed: String) throws -> CaseFile {
        var (file, random) = (file, Counting(value: 7))
        var offence = Offence()
        (offence.offenceDate, offence.category) = (day(committed), "ROBBERY")
        let at = try #require(Instant("\(entered)T23:30:00Z"))
        file[Offence.self].append(Entry(id: RecordID(at: at, random: &random), ref: "late", value: offence))
        return file
    }

    @Test func `S-PER-04: what looked at the plan before an offence was entered has not looked at that offence`() throws {
        var file = try entered(followed(), on: "2026-11-16", committed: "2026-09-01")
        file.add(Assessment()) { $0.completedOn = day("2026-10-10") }
        file.add(Review()) { $0.heldOn = day("2026-11-15") }
        file.add(Plan()) { $0.agreedOn = day("2026-10-12") }
        file.add(Oversight()) { $0.heldOn = day("2026-11-15") }
        let worker = try #require(tasks("new_offence", file).first)
        #expect(worker.visibleFrom == day("2026-11-16") && worker.dueOn == day("2026-11-23"))
        #expect(tasks("new_offence_seen", file).count == 1)
        file.add(Review()) { $0.heldOn = day("2026-11-16") }
        file.add(Oversight()) { $0.heldOn = day("2026-11-17") }
        #expect(tasks("new_offence", file).isEmpty && tasks("new_offence_seen", file).isEmpty)
        // Half an hour before midnight in summer is the next day in London.
        let summer = try entered(followed(), on: "2026-07-09", committed: "2026-05-01")
        #expect(tasks("new_offence", summer).map(\.visibleFrom) == [day("2026-07-10")])
    }

    @Test func `S-PER-04: an offence that came with the file is as old as it says`() throws {
        var random = Counting(value: 3)
        let at = try #require(Instant("2026-11-16T09:00:00Z"))
        var whole = CaseFile(child: Entry(id: RecordID(at: at, random: &random), ref: "W1", value: followed().child.value))
        whole[Programme.self] = followed()[Programme.self]
        whole[Offence.self] = followed()[Offence.self]
        whole[Outcome.self] = followed()[Outcome.self]
        whole = try entered(whole, on: "2026-11-16", committed: "2026-09-01")
        #expect(tasks("new_offence", whole).map(\.visibleFrom) == [day("2026-09-01")])
        whole.add(Review()) { $0.heldOn = day("2026-10-10") }
        #expect(tasks("new_offence", whole).isEmpty)
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
