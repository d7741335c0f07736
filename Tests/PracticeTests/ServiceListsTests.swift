import Casework
import Practice
import Testing

/// Rules obey the service's own lists, not those Waymark came with.
@Suite("The service's own lists")
struct ServiceListsTests {
    private static let resolution = "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"
    private static let outcome22 = "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"

    private func own(_ outcome: String, from: String, _ change: (inout DisposalType) -> Void) -> DisposalType {
        var type = OutOfCourtOptions().option(outcome, on: day(from)) ?? DisposalType()
        (type.outcome, type.fromDate, type.basis) = (outcome, day(from), "Ours")
        change(&type)
        return type
    }

    private func found(_ rule: String, _ file: CaseFile, _ own: [DisposalType] = [], codes: Codes = ShippedCodes.codes) -> [Practice.Task] {
        Tasks.due(
            file, settings: Settings(), lists: ServiceLists(options: OutOfCourtOptions(own: own), codes: codes, forms: .shipped),
            on: day("2026-11-21")
        ).filter { $0.rule == rule }
    }

    private func ended(_ disposal: String, begun: String = "2026-08-01", completed: Bool = true) -> CaseFile {
        var file = file()
        file.add(Referral()) { ($0.receivedDate, $0.pathway, $0.decisionDate) = (day("2026-07-01"), "OUT_OF_COURT", day("2026-07-20")) }
        file.add(Programme()) {
            ($0.disposal, $0.referral, $0.startDate, $0.endDate) = (disposal, id(100), day(begun), day("2026-11-18"))
            $0.completed = completed
        }
        return file
    }

    @Test("S-OOC-01, S-OOC-11: what the police wait to hear of follows the option as the service had it when the programme began")
    func tellPolice() {
        let late = own(Self.resolution, from: "2026-07-01") { $0.recordedWhen = "COMPLETED" }
        #expect(found("tell_police", ended(Self.resolution)).isEmpty && found("tell_police", ended(Self.resolution), [late]).count == 1)
        let early = own(Self.outcome22, from: "2026-07-01") { $0.recordedWhen = "AGREED" }
        #expect(found("tell_police", ended(Self.outcome22)).count == 1 && found("tell_police", ended(Self.outcome22), [early]).isEmpty)
        // Begun before the service changed it, and governed by what it was then.
        #expect(found("tell_police", ended(Self.outcome22, begun: "2026-06-01"), [early]).count == 1)
    }

    @Test("S-OOC-13, S-OOC-15, S-OOC-16: how long a programme may run and what has to be signed are the service's to say")
    func lengthAndPapers() {
        var running = file()
        running.add(Programme()) { ($0.disposal, $0.startDate) = (Self.resolution, day("2026-08-01")) }
        let short = own(Self.resolution, from: "2026-01-01") { ($0.mostWeeks, $0.documents) = (8, "CONDITIONAL_CAUTION_SIGNED") }
        #expect(found("programme_too_long", running).map(\.dueOn) == [day("2026-08-01") + 7 * 13])
        #expect(found("programme_too_long", running, [short]).map(\.dueOn) == [day("2026-08-01") + 7 * 8])
        running.add(Offence()) { $0.offenceDate = day("2026-07-01") }
        running.add(Outcome()) { ($0.outcome, $0.outcomeDate, $0.offence) = (Self.resolution, day("2026-08-01"), id(100)) }
        #expect(found("document_missing", running).first?.title == "Put on the file: community resolution, signed")
        #expect(found("document_missing", running, [short]).first?.title == "Put on the file: youth conditional caution, signed")
        // An option of the service's own is out-of-court work like ours.
        var local = file()
        local.add(Programme()) { ($0.disposal, $0.startDate) = ("REPARATION_ORDER", day("2026-10-10")) }
        let added = own("REPARATION_ORDER", from: "2026-01-01") { $0.mostWeeks = 6 }
        #expect(found("six_week_review", local).isEmpty && found("six_week_review", local, [added]).count == 1)
    }

    @Test("S-REF-01, S-OOC-11: whether a failed programme waits for a panel again in the register is the service's to say")
    func register() {
        let failed = ended(Self.resolution, completed: false)
        func waits(_ own: [DisposalType]) -> ReferralWait? {
            ReferralProgress.all(failed, options: OutOfCourtOptions(own: own), on: day("2026-11-21")).first?.waiting
        }
        #expect(waits([]) == .panel)
        #expect(waits([own(Self.resolution, from: "2026-07-01") { $0.onFailure = "POLICE" }]) == .police)
    }

    @Test("S-REF-05: a task names an agency as the service's list does")
    func codes() {
        var asked = file()
        asked.add(Referral()) { ($0.receivedDate, $0.pathway) = (day("2026-11-01"), "OUT_OF_COURT") }
        asked.add(Enquiry()) { ($0.agency, $0.askedOn) = ("EDUCATION", day("2026-11-02")) }
        let list = Codes([CodeValue(list: "agency", token: "EDUCATION", label: "Virtual school", basis: "Ours")])
        #expect(found("agency_check", asked).first?.title == "Chase the answer of education, or say why there is none")
        #expect(found("agency_check", asked, codes: list).first?.title == "Chase the answer of virtual school, or say why there is none")
    }
}
