import Casework
import Records
import TestSupport

@testable import Web

extension Sample {
    /// A record of each of the pathway's kinds, by the noun of its address.
    static func pathway(_ writer: Writer, _ made: MadeCase, referral: RecordID?) throws -> [String: RecordID] {
        let day = Day(iso: "2026-09-07") ?? .unset
        var ids: [String: RecordID] = [:]
        func add<R: RecordKind>(_ noun: String, _ record: R, _ change: (inout R) -> Void) throws {
            var record = record
            change(&record)
            ids[noun] = try writer.create(record, child: made.child)
        }
        try add("agency-checks", Enquiry()) { $0.agency = "POLICE" }
        try add("victim-contacts", VictimContact()) { $0.state = "TRIED" }
        try add("risks", Risk()) { ($0.direction, $0.who, $0.nature) = ("TO_CHILD", "CHILD", "Falling") }
        try add("contingencies", Contingency()) { ($0.concern, $0.ifHappens, $0.thenDo, $0.who) = ("SAFETY", "Missing", "Ring", "Worker") }
        try add("plans", Plan()) { $0.agreedOn = day }
        if let plan = ids["plans"] { try add("targets", Target()) { ($0.plan, $0.what) = (plan, "College") } }
        try add("reviews", Review()) { $0.heldOn = day }
        try add("conditions", Condition()) { ($0.programme, $0.what) = (made.programme, "Meet weekly") }
        try add("compliance-steps", Compliance()) { ($0.programme, $0.type, $0.onDate) = (made.programme, "WARNING", day) }
        try add("urgent-concerns", Concern()) {
            ($0.type, $0.what, $0.raisedAt) = ("SELF_HARM", "Said so", Instant("2026-11-20T15:00") ?? .unset)
        }
        try add("safeguarding-referrals", SafeguardingReferral()) { ($0.sentOn, $0.to, $0.why) = (day, "SOCIAL_CARE", "Not safe") }
        try add("oversight-entries", Oversight()) {
            ($0.heldOn, $0.trigger, $0.read, $0.decision) = (day, "SUPERVISION", "The file", "Go on")
        }
        try add("actions", Action()) { ($0.what, $0.ownerName, $0.dueOn) = ("Ring", "Bo", day) }
        try add("care-statuses", Care()) { $0.status = "CHILD_IN_NEED" }
        try add("education-records", Education()) { $0.provision = "COLLEGE" }
        try add("health-needs", HealthNeed()) { $0.need = "PHYSICAL" }
        try add("consents", Consent()) { ($0.purpose, $0.answer, $0.onDate) = ("SHARE", "GIVEN", day) }
        try add("accommodation", Accommodation()) { ($0.type, $0.suitability, $0.startDate) = ("AT_HOME", "SUITABLE", day) }
        try add("special-educational-needs", SpecialNeeds()) { $0.identified = true }
        try add("requirements", OrderRequirement()) { ($0.outcome, $0.requirement) = (made.outcome, "SUPERVISION") }
        try add("remand-episodes", Remand()) { ($0.type, $0.startDate) = ("RLAA", day) }
        try add("transfers", Transfer()) { ($0.type, $0.date) = ("IN", day) }
        try add("victims", Victim()) { ($0.victimRef, $0.offence) = ("V-1", made.offence) }
        var board = BoardAttendance()
        (board.meetingDate, board.sector, board.member) = (day, "POLICE", "Ash Lowe")
        try writer.create(board)
        return ids
    }
}
