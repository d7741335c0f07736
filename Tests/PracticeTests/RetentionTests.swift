import Casework
import Practice
import Testing

@Suite("Retention")
struct RetentionTests {
    private static let today = day("2026-11-21")

    private func entry<R: RecordKind>(_ number: Int, _ make: (inout R) -> Void) -> Entry<R> {
        var value = R()
        make(&value)
        return Entry(id: id(number), ref: "W\(number)", value: value)
    }

    private func retention(_ file: CaseFile, own: [RetentionRule] = []) -> Retention {
        Retention(
            FileOutline(file, codes: ShippedCodes.codes, today: Self.today), rules: ShippedRetention.inForce(own: own, on: Self.today),
            on: Self.today)
    }

    /// Born on 3 September 2005, so 18 on 3 September 2023; a community resolution whose last day was in June 2019.
    private var resolved: CaseFile {
        var file = file(child("Jan", "Kowalski", born: "2005-09-03"))
        file[Referral.self] = [entry(10) { ($0.receivedDate, $0.offences) = (day("2019-03-01"), [id(11)]) }]
        file[Offence.self] = [entry(11) { $0.offenceDate = day("2019-02-20") }]
        file[Outcome.self] = [
            entry(12) { ($0.offence, $0.outcomeDate, $0.outcome) = (id(11), day("2019-04-02"), "COMMUNITY_RESOLUTION") }
        ]
        file[Programme.self] = [
            entry(13) {
                ($0.referral, $0.disposal, $0.startDate, $0.endDate) = (
                    id(10), "COMMUNITY_RESOLUTION", day("2019-04-02"), day("2019-06-20")
                )
            }
        ]
        file[HomeAddress.self] = [entry(14) { $0.startDate = day("2018-01-01") }]
        return file
    }

    @Test("S-PEO-14: by hand: a community resolution is kept to the 18th birthday, later than three years after its last action")
    func outOfCourt() {
        let found = retention(resolved)
        #expect(found.cases.count == 1 && found.cases.first?.records.count == 4)
        #expect(found.cases.first?.lastAction == day("2019-06-20"))
        #expect(found.cases.first?.keptUntil == day("2023-09-03"))
        #expect(found.cases.first?.rule?.after == "EIGHTEENTH")
        #expect(found.isWholeFileDue && found.rest.map(\.kind) == ["address"])
    }

    @Test("S-PEO-14: a time in care keeps itself and who the child is, and never the community resolution")
    func care() {
        var file = resolved
        file[Care.self] = [entry(20) { ($0.status, $0.startDate, $0.endDate) = ("LOOKED_AFTER", day("2015-01-01"), day("2017-01-01")) }]
        let found = retention(file)
        #expect(found.due.map(\.classes) == [["OUT_OF_COURT"]])
        // 75 years from birth (Blackpool) or from the 18th birthday (Kirklees): both stand, the longer counts.
        #expect(found.keptUntil == day("2098-09-03") && !found.isWholeFileDue)
        var ours = RetentionRule()
        (ours.recordClass, ours.after, ours.years, ours.basis) = ("LOOKED_AFTER", "BIRTH", 75, "Our own schedule")
        #expect(retention(file, own: [ours]).keptUntil == day("2080-09-03"))
    }

    @Test(
        "S-PEO-14: a court order is kept five years after its last action; a later contact of it is its last action; a sexual offence waits for a person"
    )
    func court() {
        var file = resolved
        file[Outcome.self] = [
            entry(12) { ($0.offence, $0.outcomeDate, $0.outcome) = (id(11), day("2019-04-02"), "YOUTH_REHABILITATION_ORDER") }
        ]
        file[Programme.self] = [
            entry(13) { ($0.referral, $0.disposal, $0.endDate) = (id(10), "YOUTH_REHABILITATION_ORDER", day("2020-04-01")) }
        ]
        #expect(retention(file).cases.first?.classes == ["COURT_ORDER", "OUT_OF_COURT"])
        #expect(retention(file).keptUntil == day("2025-04-01"))
        file[Contact.self] = [entry(30) { ($0.programme, $0.at) = (id(13), Instant("2022-05-05T10:00") ?? .unset) }]
        #expect(retention(file).keptUntil == day("2027-05-05") && retention(file).due.isEmpty)
        file[Offence.self] = [entry(11) { ($0.offenceDate, $0.category) = (day("2019-02-20"), "SEXUAL_OFFENCES") }]
        #expect(retention(file).keptUntil == nil && retention(file).due.isEmpty)
    }

    @Test("S-PEO-14: a hold keeps everything while it runs, and a day to come is no last action")
    func holds() {
        var file = resolved
        file[Hold.self] = [entry(40) { ($0.reason, $0.fromDate) = ("An inquiry", day("2026-01-01")) }]
        #expect(retention(file).due.isEmpty && !retention(file).isWholeFileDue)
        file[Hold.self] = [entry(40) { ($0.reason, $0.fromDate, $0.until) = ("An inquiry", day("2026-01-01"), day("2026-11-21")) }]
        #expect(retention(file).isWholeFileDue)
        file[Programme.self] = [entry(13) { ($0.referral, $0.disposal, $0.endDate) = (id(10), "COMMUNITY_RESOLUTION", day("2027-06-20")) }]
        #expect(retention(file).cases.first?.lastAction == day("2019-04-02"))
    }
}
