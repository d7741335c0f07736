import Casework
@testable import Practice
import Testing

@Suite struct TasksTests {
    @Test func `Every rule has its own token, a basis and the fields it needs`() {
        #expect(Set(Tasks.rules.map(\.token)).count == Tasks.rules.count)
        for rule in Tasks.rules {
            #expect(!rule.title.isEmpty && rule.basis.words(Settings()).hasSuffix(".") && !rule.needs.isEmpty, "\(rule.token)")
        }
        for rule in Tasks.rules {
            #expect(rule.basis.words(Settings()).firstMatch(of: /[A-Z]-[A-Z]{3}-[0-9]/) == nil, "\(rule.token): staff read this")
        }
        for need in Tasks.needs + Listing.needs + Duplicates.needs {
            let known = Set(need.kind.fields.map(\.name))
            #expect(need.fields.isSubset(of: known), "\(need.kind.name): \(need.fields.subtracting(known))")
        }
    }

    @Test
    func
        `Every setting is some rule's clock, the police's, the panel's quorum, what is small in reports, of access, of signing in, of backups, of the board, of agreements or of subject access and breaches`()
    {
        let access = [
            Settings.openToService, Settings.breakGlassMinutes, Settings.reviewDays, Settings.manyFiles, Settings.manyFilesPercent,
            Settings.hoursFrom, Settings.hoursTo, Settings.withoutTie,
        ]
        let others =
            [Settings.knifeReferral, Settings.quorum, Settings.smallCount] + access + Settings.signIn + Settings.backups + [
                Settings.subjectAccess, Settings.subjectAccessLonger, Settings.subjectAccessStaff, Settings.breachReport,
                Settings.boardMissed, Settings.agreementNotice,
            ]
        #expect(Set((Tasks.rules.flatMap(\.settings) + others).map(\.name)) == Set(Settings.all.map(\.name)))
    }

    @Test func `A missed contact is followed up on the next working day, until a contact takes place`() throws {
        var file = file()
        file.programme("2026-09-01")
        file.contact("2026-11-20", "MISSED_UNACCEPTABLE")
        let task = try #require(tasks("missed_contact", file).first)
        #expect(task.dueOn == day("2026-11-23") && task.visibleFrom == day("2026-11-20"))
        file.contact("2026-11-21", "MISSED_UNACCEPTABLE")
        #expect(tasks("missed_contact", file).count == 2)
        file.contact("2026-11-22", nil) { $0.planned = true }
        #expect(tasks("missed_contact", file).count == 2)
        file.contact("2026-11-22", nil) { $0.method = "PHONE" }
        #expect(tasks("missed_contact", file).isEmpty)
    }

    @Test func `Neither an acceptable absence nor a miss at the end of the work is followed up`() {
        var file = file()
        file.programme("2026-01-01", "2026-11-20")
        file.contact("2026-11-12", "MISSED_ACCEPTABLE")
        file.contact("2026-11-20", "MISSED_UNACCEPTABLE")
        #expect(tasks("missed_contact", file).isEmpty)
    }

    @Test func `The clock of a missed contact is the service's to set`() {
        var file = file()
        file.programme("2026-09-01")
        file.contact("2026-11-20", "MISSED_UNACCEPTABLE")
        #expect(tasks("missed_contact", file, "2026-11-21", ["clock.missed_contact": "3"]).map(\.dueOn) == [day("2026-11-25")])
    }

    @Test func `Blank headings are named, and only of a contact that took place`() {
        var file = file()
        file.programme("2026-09-01")
        file.contact("2026-11-18", "ATTENDED") { ($0.risk, $0.nextSteps) = (nil, nil) }
        file.contact("2026-11-19", "ATTENDED")
        file.contact("2026-11-19", "CANCELLED") { $0.aim = nil }
        file.contact("2026-11-30", nil) { ($0.planned, $0.content) = (true, nil) }
        let found = tasks("contact_headings", file)
        #expect(found.map(\.title) == ["Complete the note of the contact: risk, next steps"])
        #expect(found.map(\.dueOn) == [day("2026-11-20")])
        #expect(tasks("contact_headings", file, "2027-06-01").isEmpty)
    }

    @Test func `An appointment asks to be marked from its day on`() {
        var file = file()
        file.programme("2026-09-01")
        file.contact("2026-11-30", nil) { $0.planned = true }
        #expect(tasks("appointment_unmarked", file).map(\.visibleFrom) == [day("2026-11-30")])
        #expect(tasks("appointment_unmarked", file).map(\.dueOn) == [day("2026-12-02")])
    }

    @Test func `An alert is reviewed on its day, or after three months, or not once it or the work has ended`() {
        func found(_ review: String?, _ end: String?, workEnds: String? = nil) -> [Day] {
            var file = file()
            file.programme("2026-01-01", workEnds)
            file.add(Alert()) {
                ($0.type, $0.startDate) = ("WEAPONS", day("2026-11-30"))
                ($0.reviewDate, $0.endDate) = (review.map { day($0) }, end.map { day($0) })
            }
            return tasks("alert_review", file).map(\.dueOn)
        }
        #expect(found("2026-12-15", nil) == [day("2026-12-15")])
        #expect(found(nil, nil) == [day("2027-02-28")])
        #expect(found("2026-12-15", "2026-12-10") == [])
        #expect(found("2026-12-15", "2026-12-20") == [day("2026-12-15")])
        #expect(found("2026-12-15", nil, workEnds: "2026-12-01") == [])
    }

    @Test func `Exit is planned three months before the end, at the start of a short programme, and not after it`() {
        func found(_ from: String, _ to: String?, completed: Bool? = nil, on: String = "2026-11-21") -> [Practice.Task] {
            var file = file()
            file.add(Programme()) {
                ($0.startDate, $0.endDate, $0.completed) = (day(from), to.map { day($0) }, completed)
            }
            return tasks("exit_planning", file, on)
        }
        #expect(found("2026-01-01", "2027-05-31").map(\.dueOn) == [day("2027-02-28")])
        #expect(found("2026-01-01", "2027-05-31").map(\.visibleFrom) == [day("2027-02-14")])
        #expect(found("2026-11-01", "2026-12-31").map(\.dueOn) == [day("2026-11-01")])
        #expect(found("2026-01-01", nil).isEmpty)
        #expect(found("2026-01-01", "2027-05-31", completed: true).isEmpty)
        #expect(found("2026-01-01", "2027-05-31", on: "2027-06-01").isEmpty)
    }

    @Test func `Work without an entry is noticed after 28 days; a missed contact is an entry, an appointment is none`() {
        var file = file()
        file.programme("2026-09-01")
        #expect(tasks("entry_gap", file).map(\.dueOn) == [day("2026-09-29")])
        file.contact("2026-11-02", "MISSED_ACCEPTABLE")
        file.contact("2026-12-02", nil) { $0.planned = true }
        #expect(tasks("entry_gap", file).map(\.dueOn) == [day("2026-11-30")])
        #expect(tasks("entry_gap", file, "2026-11-21", ["clock.entry_gap": "7"]).map(\.dueOn) == [day("2026-11-09")])
    }

    @Test func `Work that has ended wants no entry`() {
        var file = file()
        file.programme("2026-01-01", "2026-01-20")
        #expect(tasks("entry_gap", file, "2026-01-10").isEmpty)
    }

    @Test(
        "A child who turns 18 while work runs is looked at at 17 years 6 months, or when the work starts",
        arguments: [
            ("2009-06-10", "2026-01-01", nil, "2026-12-10"), ("2009-06-10", "2026-01-01", "2027-06-10", "2026-12-10"),
            ("2009-06-10", "2026-01-01", "2027-06-09", nil), ("2009-06-10", "2027-03-01", nil, "2027-03-01"),
            ("2009-06-10", "2027-07-01", nil, nil), ("2009-08-31", "2026-01-01", nil, "2027-03-01"),
            ("2008-02-29", "2025-01-01", "2026-02-28", nil),
        ] as [(String, String, String?, String?)])
    func turning18(_ born: String, _ from: String, _ to: String?, _ due: String?) {
        var file = file(child("Jan", "Kowalski", born: born))
        file.programme(from, to)
        #expect(tasks("turning_18", file, "2025-06-01").map(\.dueOn) == [due].compactMap { $0.map { day($0) } })
    }

    @Test func `Characteristics are asked for once work starts, until the day of asking is kept`() {
        var unasked = file(child("Jan", "Kowalski"))
        #expect(tasks("characteristics_not_asked", unasked).isEmpty)
        unasked.programme("2026-11-02")
        #expect(tasks("characteristics_not_asked", unasked).map(\.dueOn) == [day("2026-11-16")])
        var asked = file()
        asked.programme("2026-11-02")
        #expect(tasks("characteristics_not_asked", asked).isEmpty)
    }

    @Test func `An offence asks for its category`() {
        var file = file()
        file.programme("2026-11-02")
        file.add(Offence()) { $0.offenceDate = day("2026-11-05") }
        file.add(Offence()) { ($0.offenceDate, $0.category) = (day("2026-11-05"), "ROBBERY") }
        #expect(tasks("offence_category", file).map(\.dueOn) == [day("2026-11-12")])
    }

    @Test func `A referral is allocated within the week, unless it is declined, closed or somebody holds the child`() {
        func found(_ change: (inout Referral) -> Void, held: Bool = false) -> [Practice.Task] {
            var file = file()
            file.add(Referral()) {
                $0.receivedDate = day("2026-11-16")
                change(&$0)
            }
            if held {
                file.add(Allocation()) { ($0.staff, $0.part, $0.startDate) = (id(9), "CASE_MANAGER", day("2026-11-18")) }
            }
            return tasks("referral_unallocated", file)
        }
        #expect(found({ _ in }).map(\.dueOn) == [day("2026-11-23")])
        #expect(found({ _ in }).map(\.staff) == [nil])
        #expect(found { $0.accepted = false }.isEmpty)
        #expect(found { $0.allocatedDate = day("2026-11-17") }.isEmpty)
        #expect(found { $0.closedDate = day("2026-11-17") }.isEmpty)
        #expect(found({ _ in }, held: true).isEmpty)
    }

    @Test func `A task goes to the worker of the day, and to nobody once that has ended`() {
        var file = file()
        file.programme("2026-09-01")
        file.add(Allocation()) {
            ($0.staff, $0.part, $0.startDate, $0.endDate) = (id(9), "CASE_MANAGER", day("2026-09-01"), day("2026-11-30"))
        }
        #expect(tasks("entry_gap", file).map(\.staff) == [id(9)])
        #expect(tasks("entry_gap", file, "2026-12-01").map(\.staff) == [nil])
    }

    @Test func `A withdrawn child has no tasks`() {
        var file = file(child("Jan", "Kowalski") { $0.deleted = true })
        file.programme("2026-09-01")
        #expect(Tasks.due(file, settings: Settings(), on: day("2026-11-21")).isEmpty)
    }

    @Test func `What was found one day holds on another, but for the worker and what has lapsed`() {
        let busy = busyFile()
        let found = Tasks.due(busy, settings: Settings(), on: day("2026-09-01"))
        #expect(found.count > 5)
        for later in ["2026-10-01", "2026-11-21", "2027-03-01", "2027-09-01"] {
            let now = day(later)
            let again = Tasks.due(busy, settings: Settings(), on: now)
            #expect(again == found.filter { ($0.visibleUntil ?? now) >= now }, "\(later)")
        }
    }

    @Test func `Of one rule a record has one task, and it is shown no later than it is due`() {
        let found = Tasks.due(busyFile(), settings: Settings(), on: day("2026-09-01"))
        #expect(Set(found.map { "\($0.rule) \($0.record)" }).count == found.count)
        for task in found { #expect(task.visibleFrom <= task.dueOn, "\(task.rule)") }
        #expect(found == found.sorted { ($0.dueOn, $0.rule, $0.record) < ($1.dueOn, $1.rule, $1.record) })
    }

    private func busyFile() -> CaseFile {
        var file = file(child("Jan", "Kowalski", born: "2009-06-10"))
        file.programme("2026-08-01", "2027-08-01")
        file.add(Referral()) { $0.receivedDate = day("2026-08-03") }
        file.add(Offence()) { $0.offenceDate = day("2026-07-30") }
        file.add(Alert()) { ($0.type, $0.startDate) = ("WEAPONS", day("2026-08-03")) }
        file.contact("2026-08-10", "ATTENDED") { $0.risk = nil }
        file.contact("2026-08-17", "MISSED_UNACCEPTABLE")
        file.contact("2026-09-20", nil) { $0.planned = true }
        return file
    }
}
