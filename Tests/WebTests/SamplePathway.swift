import Casework
import Records
import TestSupport

@testable import Web

extension Sample {
    /// One record of each of the pathway's kinds on the made case, by the noun of its address.
    static func pathway(_ writer: Writer, _ made: MadeCase, referral: RecordID, staff: RecordID) throws -> [String: RecordID] {
        let day = Day(iso: "2026-06-15") ?? .unset
        var ids: [String: RecordID] = [:]
        func add<R: RecordKind>(_ record: R, _ change: (inout R) -> Void) throws {
            var record = record
            change(&record)
            ids[AnyKind(R.self).path] = try writer.create(record, child: made.child)
        }
        try add(Enquiry()) { ($0.agency, $0.referral) = ("EDUCATION", referral) }
        try add(VictimContact()) { $0.state = "NOT_DONE" }
        try add(Risk()) { ($0.direction, $0.who, $0.nature) = ("TO_CHILD", "CHILD", "Being out late") }
        try add(Contingency()) {
            ($0.concern, $0.ifHappens, $0.thenDo, $0.who) = ("SAFETY", "He is not home", "Ring his mother", "Case manager")
        }
        try add(Plan()) { ($0.programme, $0.childsWords, $0.agreedOn) = (made.programme, "Talked about college.", day) }
        let plan = ids["plans"] ?? .unset
        try add(Target()) { ($0.plan, $0.what) = (plan, "Be at school on Mondays") }
        try add(Review()) { ($0.programme, $0.heldOn) = (made.programme, day) }
        try add(Condition()) { ($0.programme, $0.what) = (made.programme, "Write a letter") }
        try add(Compliance()) { ($0.programme, $0.type, $0.onDate) = (made.programme, "WARNING", day) }
        try add(Closure()) { $0.referral = referral }
        try add(Concern()) { ($0.type, $0.what, $0.raisedAt) = ("SAFEGUARDING", "Seen alone at night", writer.recordedAt) }
        try add(SafeguardingReferral()) { ($0.sentOn, $0.to, $0.why) = (day, "SOCIAL_CARE", "Seen alone at night") }
        try add(Oversight()) { ($0.heldOn, $0.trigger, $0.read, $0.decision) = (day, "PANEL", "The file", "Go on") }
        try add(Action()) { ($0.what, $0.owner, $0.dueOn) = ("Ring the school", staff, day) }
        try add(Care()) { $0.status = "CHILD_IN_NEED" }
        try add(Education()) { $0.provision = "COLLEGE" }
        try add(HealthNeed()) { $0.need = "PHYSICAL" }
        try add(Consent()) { ($0.purpose, $0.answer, $0.onDate) = ("SHARE", "GIVEN", day) }
        var document = Document()
        document.type = "LETTER"
        try writer.keep(Array("%PDF-1.7".utf8), mediaType: "application/pdf", for: &document)
        ids["documents"] = try writer.create(document, child: made.child)
        try add(Accommodation()) { ($0.type, $0.suitability, $0.startDate) = ("AT_HOME", "SUITABLE", day) }
        try add(SpecialNeeds()) { $0.identified = true }
        try add(OrderRequirement()) { ($0.outcome, $0.requirement) = (made.outcome, "SUPERVISION") }
        try add(Remand()) { ($0.type, $0.startDate) = ("RLAA", day) }
        try add(PoliceBail()) { ($0.offence, $0.startDate) = (made.offence, day) }
        try add(Parenting()) { ($0.type, $0.startDate) = ("VOLUNTARY", day) }
        try add(Transfer()) { ($0.type, $0.date) = ("IN", day) }
        try add(Hold()) { ($0.reason, $0.fromDate, $0.until) = ("An inquiry", day, day) }
        try add(SubjectAccess()) { ($0.requester, $0.requesterName, $0.receivedOn, $0.checker) = ("CHILD", "Robin Vale", day, staff) }
        try add(SubjectAccessChange()) {
            ($0.request, $0.place, $0.change, $0.why) = (
                ids["subject-access-requests"] ?? .unset, "contact:none:content", "PUT_BACK", "Theirs"
            )
        }
        try add(SealedEntry()) { ($0.entryKind, $0.record, $0.removedOn) = ("contact", "none", day) }
        var breach = Breach()
        (breach.type, breach.what, breach.foundAt) = ("LOST", "A bag was left on a train", writer.recordedAt)
        ids["breach"] = try writer.create(breach)
        ids["wrong-file"] = made.contact
        // Over already: it closes the file to nobody.
        try add(Restriction()) { ($0.reason, $0.startDate, $0.endDate) = ("HIGH_PROFILE", day, day) }
        try add(Victim()) { ($0.victimRef, $0.offence) = ("V-1", made.offence) }
        var board = BoardAttendance()
        (board.meetingDate, board.sector, board.member) = (day, "POLICE", "Ash Lowe")
        try writer.create(board)
        var member = BoardMember()
        (member.name, member.sector, member.startDate) = ("Ash Lowe", "POLICE", day)
        ids["member"] = try writer.create(member)
        var raising = BoardRaising()
        (raising.name, raising.sector, raising.raisedOn) = ("Ash Lowe", "POLICE", day)
        (raising.raisedBy, raising.raisedWith) = ("The chair", "The member")
        ids["raising"] = try writer.create(raising)
        var agreement = Agreement()
        (agreement.name, agreement.parties, agreement.shared, agreement.basis) = ("With the police", "The police", "Names", "An act")
        (agreement.startDate, agreement.reviewOn) = (day, day)
        ids["agreement"] = try writer.create(agreement)
        return ids
    }
}
