import Casework
import Statistics
import Testing

@Suite("Remand and board attendance")
struct RemandTests {
    private func remand(
        _ from: String?, _ to: String? = nil, kind: String? = "YDA", at establishment: String? = "YOI", offences: [String] = []
    ) -> Remand {
        var remand = Remand()
        remand.startDate = from.map(day)
        remand.endDate = to.map(day)
        remand.type = kind
        remand.establishmentType = establishment
        remand.offences = offences.map(MadeUp.id)
        return remand
    }

    @Test("The worked example: nights of April at £329, a stay in local authority accommodation that runs on (S-PER-06)")
    func example() throws {
        let files = [
            MadeUp("A").fate("a", "YOUTH_REHABILITATION_ORDER", on: "2024-04-03").adding(
                "ra", remand("2024-03-28", "2024-04-03", offences: ["of-a"])),
            MadeUp("B").adding("rb", remand("2024-06-29", kind: "RLAA", at: nil)),
        ]
        let figures = Asked(.remand, asked("2024Q1", today: "2026-01-01"), files)
        #expect(try figures.refs("started") == ["rb"])
        #expect(try figures("nights").value == 4)
        #expect(try figures("nights", by: ["kind": "YDA"]).value == 2 && figures("nights", by: ["kind": "RLAA"]).value == 2)
        #expect(try figures("cost", by: ["kind": "YDA"]).value == 65_800)
        #expect(try figures("cost", by: ["kind": "RLAA"]).value == nil)
        let cost = try figures("cost")
        #expect(cost.value == 65_800 && cost.unit == .pence)
        #expect(cost.notes.contains { $0.contains("YOI: £329 a night from 1 April 2024") && $0.contains("SI 2024/327") })
        #expect(cost.notes.contains("2 of 4 nights have no known charge and are not in the cost."))
        #expect(try figures.refs("stock") == ["rb"])
        #expect(try figures("not_custody").members.map(\.ref) == ["ra"] && figures("not_custody").value == 100)
        #expect(try figures("days_28_or_more_not_custody").value == 0)
    }

    @Test("Nights: the last day has none, those to come are none, a year's change of charge is kept, overlapping episodes share theirs")
    func nights() throws {
        func nights(_ period: String, today: String = "2026-01-01", _ remands: Remand...) throws -> Double? {
            var file = MadeUp("A")
            for (n, remand) in remands.enumerated() { file = file.adding("r\(n)", remand) }
            return try Asked(.remand, asked(period, today: today), [file])("nights").value
        }
        #expect(try nights("2024Q1", remand("2024-06-30", "2024-07-01")) == 1)
        #expect(try nights("2024Q1", remand("2024-06-30", "2024-06-30")) == 0)
        #expect(try nights("2024Q1", today: "2024-06-03", remand("2024-06-01")) == 2)
        #expect(try nights("2024Q1", remand("2024-06-01", "2024-06-05"), remand("2024-06-03", "2024-06-06")) == 5)
        #expect(try nights("2024Q1", remand("2024-06-01", "2024-06-03"), remand("2024-06-01", "2024-06-03", kind: "RLAA")) == 4)
        let change = Asked(
            .remand, asked("2024-03-31..2024-04-01"), [MadeUp("A").adding("r", remand("2024-03-31", "2024-04-02", at: "SCH"))])
        // 2023-24 has no known amount, so only the night of 1 April is costed.
        #expect(try change("cost").value == 88_700 && change("cost").extras["nights_without_charge"] == .number(1))
        let pence = Asked(.remand, asked("2018Q3"), [MadeUp("A").adding("r", remand("2018-12-01", "2018-12-02", at: "SCH"))])
        #expect(try pence("cost").value == 67_870)
    }

    @Test("Stock: a child moved from one kind to another on the last day is one child, and one in each kind (S-PER-06)")
    func stock() throws {
        let moved = MadeUp("A").adding("r1", remand("2024-05-01", "2024-06-30", kind: "RLAA")).adding("r2", remand("2024-06-30"))
        let figures = Asked(.remand, asked("2024Q1", today: "2026-01-01"), [moved])
        #expect(try figures.refs("stock") == ["r1"])
        #expect(try figures.refs("stock", by: ["kind": "RLAA"]) == ["r1"] && figures.refs("stock", by: ["kind": "YDA"]) == ["r2"])
    }

    @Test("Ended without custody: out of those whose offences have an outcome; the rest are left out by rule")
    func endings() throws {
        let files = [
            MadeUp("A").fate("a", "DETENTION_AND_TRAINING_ORDER", on: "2024-05-01").fate("a2", "FINE", on: "2024-05-01").adding(
                "ra", remand("2024-04-01", "2024-05-01", offences: ["of-a", "of-a2"])),
            MadeUp("B").fate("b", "DISMISSED", on: "2024-05-01").adding("rb", remand("2024-04-20", "2024-05-01", offences: ["of-b"])),
            MadeUp("C").offence("oc", committed: "2024-04-01").adding("rc", remand("2024-04-20", "2024-05-01", offences: ["oc"])),
            MadeUp("D").adding("rd", remand("2024-04-20", "2024-05-01")),
            MadeUp("E").adding("re", remand(nil, "2024-05-01")),
            MadeUp("F").fate("f", "DETENTION_AND_TRAINING_ORDER", on: "2024-04-25", appeal: "SUCCESSFUL").outcome(
                "f2", of: "of-f", "FINE", on: "2024-04-30"
            ).adding("rf", remand("2024-04-20", "2024-05-01", offences: ["of-f"])),
        ]
        let figures = Asked(.remand, asked("2024Q1", today: "2026-01-01"), files)
        #expect(try figures("not_custody").members.map(\.ref) == ["ra", "rb", "rf"])
        #expect(try figures.refs("not_custody") == ["rb", "rf"])
        #expect(try figures.leftOut("not_custody") == ["rc: not_decided", "rd: offences_not_known", "re: start_not_known"])
    }

    @Test("28 days or more and not custody: the first remand hearing, more than 27 days, in the indicators' population (regulation §1.6)")
    func fourWeeks() throws {
        func child(
            _ ref: String, heard: String, decision: String = "REMAND_IN_CUSTODY", outcome: String = "YOUTH_REHABILITATION_ORDER",
            ended: String?
        )
            -> MadeUp
        {
            var hearing = Hearing()
            hearing.hearingDate = day(heard)
            hearing.remandDecision = decision
            var programme = Programme()
            programme.startDate = day("2024-05-01")
            programme.endDate = ended.map(day)
            programme.disposal = "YOUTH_REHABILITATION_ORDER"
            programme.offences = [MadeUp.id("of-\(ref)")]
            return MadeUp(ref).fate(ref, outcome, on: "2024-05-29").adding("h-\(ref)", hearing).adding("p-\(ref)", programme)
        }
        let files = [
            child("A", heard: "2024-05-01", ended: "2024-06-30"),  // 28 days
            child("B", heard: "2024-05-02", ended: "2024-06-30"),  // 27 days
            child("C", heard: "2024-05-01", outcome: "DETENTION_AND_TRAINING_ORDER", ended: "2024-06-30"),
            child("D", heard: "2024-05-01", ended: "2024-07-01"),  // not in the quarter's population
            child("E", heard: "2024-05-01", decision: "CONDITIONAL_BAIL", ended: "2024-06-30"),
            // A fine is of none of the six order types (§2.6), so neither is the child of the population.
            child("G", heard: "2024-05-01", outcome: "FINE", ended: "2024-06-30"),
            child("F", heard: "2024-05-01", decision: "REMAND_TO_LOCAL_AUTHORITY_ACCOMMODATION_AND_TAG", ended: "2024-06-30"),
        ]
        let figures = Asked(.remand, asked("2024Q1", today: "2026-01-01"), files)
        #expect(try figures.refs("days_28_or_more_not_custody") == ["A", "F"])
        #expect(try figures.refs("days_28_or_more_not_custody", by: ["kind": "RLAA"]) == ["F"])
    }

    @Test("S-GOV-03: the rows of board attendance hold every place, who was absent without an apology too")
    func absent() throws {
        let marks: [String?] = ["ATTENDED", "DEPUTY", "APOLOGIES", "ABSENT", "ABSENT", nil]
        let rows = marks.enumerated().map { place, mark in
            var row = BoardAttendance()
            (row.meetingDate, row.sector, row.member, row.attendance) = (day("2024-05-10"), "HEALTH", "M\(place)", mark)
            return Entry(id: MadeUp.id("M\(place)"), ref: "M\(place)", value: row)
        }
        let quarter = try #require(Period("2024Q1"))
        let question = Question(period: quarter, today: day("2026-01-01"), reference: Reference(board: rows, serviceCode: "SANDHOLME"))
        let figures = Asked(.board, question, [])
        #expect(try figures("absent").counted.map(\.ref) == ["M3", "M4"])
        let others = try figures("apologies").counted.count + figures("absent").counted.count + figures("not_recorded").counted.count
        #expect(try figures("represented").counted.count + others == figures("represented").members.count)
    }

    @Test("Board attendance, the worked example: 5 of 8 in person, 6 of 8 with deputies, one place blank (S-GOV-03)")
    func board() throws {
        let seats: [(String, String, [String?])] = [
            ("HEALTH", "H", ["ATTENDED", "DEPUTY", "APOLOGIES"]), ("POLICE", "P", ["ATTENDED", "ATTENDED", nil]),
            ("EDUCATION", "E", ["NOT_A_MEMBER", "ATTENDED", "ATTENDED"]),
        ]
        var rows: [Entry<BoardAttendance>] = []
        for (sector, member, marks) in seats {
            for (meeting, mark) in zip(["2026-04-10", "2026-05-10", "2026-06-10"], marks) {
                var row = BoardAttendance()
                (row.meetingDate, row.sector, row.member, row.attendance) = (day(meeting), sector, member, mark)
                rows.append(Entry(id: MadeUp.id("\(member) \(meeting)"), ref: "\(member) \(meeting)", value: row))
            }
        }
        guard let quarter = Period("2026Q1") else { return }
        let question = Question(period: quarter, today: day("2026-11-21"), reference: Reference(board: rows, serviceCode: "SANDHOLME"))
        let figures = Asked(.board, question, [])
        #expect(try figures("attended").value == 62.5 && figures("represented").value == 75)
        #expect(try figures("apologies").value == 1 && figures("not_recorded").value == 1)
        #expect(try figures("attended", by: ["sector": "HEALTH"]).numerator == 1)
        #expect(try figures("attended", by: ["member": "E"]).value == 100)
        #expect(try figures.leftOut("attended") == ["E 2026-04-10: not_a_member"])
    }
}
