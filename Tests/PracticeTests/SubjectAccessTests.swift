import Casework
import Practice
import Testing

@Suite("Subject access")
struct SubjectAccessTests {
    private func due(_ received: String, longer: Bool? = nil, _ settings: Settings = Settings()) -> String {
        var request = SubjectAccess()
        (request.receivedOn, request.isExtended) = (Day(iso: received) ?? .unset, longer)
        return SubjectAccessClock.due(request, settings).iso
    }

    @Test("S-INF-11: a request is due the same day of the next month, the month's last where there is none, and the next working day")
    func dueDay() {
        #expect(due("2026-11-10") == "2026-12-10")
        // 28 February 2026 is a Saturday.
        #expect(due("2026-01-31") == "2026-03-02")
        // 25 to 28 December 2026: Christmas, its Saturday and Sunday, and the day instead of Boxing Day.
        #expect(due("2026-11-25") == "2026-12-29")
        #expect(due("2026-11-10", longer: true) == "2027-02-10")
        #expect(due("2026-11-10", longer: true, Settings(["clock.subject_access_longer": "1"])) == "2027-01-11")
    }

    @Test("S-INF-11: whether a kind of record is told is decided for every kind of a child's file, and never by silence")
    func decided() {
        for kind in allKinds where kind.scope == .child { #expect(PackGate.decided(kind.name) != nil, "\(kind.name)") }
        #expect(PackGate.way(of: "a kind of tomorrow") == .left("WORKING"))
    }

    private func reason<R: RecordKind>(_ record: R, _ name: String, toChild: Bool = true, hidesHomes: Bool = false) -> String? {
        R.kind.field(name).flatMap { PackGate.reason($0, of: record, toChild: toChild, hidesHomes: hidesHomes) }
    }

    @Test("S-INF-11: left out by field: victims, other children, how to reach relations, closed homes, what the police know")
    func fields() {
        #expect(reason(Victim(), "victim_ref") == "VICTIM")
        #expect(reason(VictimContact(), "summary") == "VICTIM")
        #expect(reason(Offence(), "co_defendants") == "OTHER_CHILD")
        #expect(reason(Offence(), "description") == nil)
        #expect(reason(Relationship(), "phone") == "CONTACT" && reason(Relationship(), "name") == nil)
        #expect(reason(PanelItem(), "intelligence") == "INTELLIGENCE")
        #expect(reason(Alert(), "source") == "OTHER_PERSON")
        var enquiry = Enquiry()
        #expect(reason(enquiry, "asked_on") == nil)
        enquiry.agency = "POLICE"
        #expect(reason(enquiry, "asked_on") == "INTELLIGENCE" && reason(enquiry, "result") == "INTELLIGENCE")
        enquiry.agency = "VICTIM_WORKER"
        #expect(reason(enquiry, "used_how") == "VICTIM")
        var papers = Document()
        #expect(reason(papers, "title") == nil && reason(papers, "file_name") == nil)
        papers.type = "POLICE_PAPERS"
        #expect(reason(papers, "title") == "INTELLIGENCE" && reason(papers, "file_name") == "INTELLIGENCE")
        var home = HomeAddress()
        #expect(reason(home, "line") == nil)
        #expect(reason(home, "line", toChild: false) == "NOT_TO_DISCLOSE")
        home.notToDisclose = true
        #expect(reason(home, "line") == "NOT_TO_DISCLOSE")
        #expect(reason(Child(), "home_postcode") == nil)
        #expect(reason(Child(), "home_postcode", hidesHomes: true) == "NOT_TO_DISCLOSE")
        #expect(reason(Child(), "home_postcode", toChild: false) == "NOT_TO_DISCLOSE")
    }

    private func change(_ what: String, _ passage: String?) -> SubjectAccessChange {
        var change = SubjectAccessChange()
        (change.change, change.passage, change.reason, change.why) = (what, passage, "SERIOUS_HARM", "Read with a colleague")
        return change
    }

    @Test("S-INF-11: names go out of a line with their ground; words are put back and taken out one by one, or the whole line")
    func lines() {
        var known = Identifying()
        (known.own, known.otherChildren, known.victims) = (["Robin Vale"], ["Zebediah Marlow"], ["Quentin Sharpe"])
        let line = PackText(
            "Robin met Zebediah Marlow's mother and Quentin Sharpe.", hide: Redaction(pack: known, toChild: true))
        #expect(line.printed == "Robin met [another child]'s mother and [the victim].")
        #expect(line.pieces.compactMap(\.reason) == ["OTHER_CHILD", "VICTIM"])
        #expect(line.pieces.map(\.text).joined() == "Robin met Zebediah Marlow's mother and Quentin Sharpe.")
        var back = line
        back.apply(change("PUT_BACK", "Zebediah Marlow"))
        #expect(back.printed == "Robin met Zebediah Marlow's mother and [the victim].")
        var out = line
        out.apply(change("TAKEN_OUT", "mother"))
        #expect(out.printed == "Robin met [another child]'s [left out] and [the victim].")
        #expect(out.refusal(of: change("TAKEN_OUT", "mother"))?.contains("do not stand in the line") == true)
        #expect(line.refusal(of: change("PUT_BACK", "mother"))?.contains("not left out of the line") == true)
        out.apply(change("TAKEN_OUT", nil))
        #expect(out.printed == nil)
        #expect(out.refusal(of: change("TAKEN_OUT", nil)) == "All of this line is left out already.")
        out.apply(change("PUT_BACK", nil))
        #expect(out.printed == "Robin met Zebediah Marlow's mother and Quentin Sharpe.")
        // Words that are out already stay out; words that stand nowhere any more are told to whoever changed them.
        var again = line
        let (isOut, isLost) = (again.apply(change("TAKEN_OUT", "Zebediah Marlow")), again.apply(change("TAKEN_OUT", "aunt")))
        #expect(isOut && !isLost && again == line)
        #expect(PackText(left: "0161 496 0000", reason: "CONTACT").printed == nil)
    }
}
