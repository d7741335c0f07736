import Casework
import Practice
import Testing

private func home(_ type: String, _ from: String?, _ to: String? = nil, suits: String? = "SUITABLE", main: Bool? = true) -> Accommodation {
    var home = Accommodation()
    (home.type, home.startDate, home.endDate) = (type, from.flatMap { Day(iso: $0) }, to.flatMap { Day(iso: $0) })
    (home.suitability, home.primary) = (suits, main)
    return home
}

private func remand(_ kind: String?, _ from: String?, _ to: String? = nil, at place: String? = nil, why: String? = nil) -> Remand {
    var one = Remand()
    (one.type, one.startDate, one.endDate) = (kind, from.flatMap { Day(iso: $0) }, to.flatMap { Day(iso: $0) })
    (one.establishmentType, one.endReason) = (place, why)
    return one
}

private func transfer(_ kind: String, _ on: String) -> Transfer {
    var one = Transfer()
    (one.type, one.date) = (kind, day(on))
    return one
}

/// Rules of homes, remand, requirements, transfers and the board that look beyond one record.
@Suite struct CircumstancesTests {
    @Test("S-PER KPI 1: suitability is asked, and bed and breakfast or no fixed abode is never suitable")
    func suitability() {
        #expect(Accommodations.problems(home("AT_HOME", "2026-01-01"), among: []).isEmpty)
        #expect(Accommodations.problems(home("AT_HOME", nil, suits: nil), among: []).map(\.field) == ["start_date", "suitability"])
        for type in ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"] {
            #expect(Accommodations.problems(home(type, "2026-01-01"), among: []).map(\.field) == ["suitability"])
            #expect(Accommodations.problems(home(type, "2026-01-01", suits: "UNSUITABLE"), among: []).isEmpty)
        }
    }

    @Test(
        "A child has one main home on any day; others may run beside it",
        arguments: [
            ("2026-03-01", nil, true, ["primary"]), ("2026-03-01", nil, false, []), ("2026-04-01", nil, true, []),
            ("2026-03-31", nil, true, ["primary"]), ("2025-01-01", "2025-12-31", true, []), ("2025-01-01", "2026-01-01", true, ["primary"]),
            (nil, "2025-12-31", true, []),
        ] as [(String?, String?, Bool, [String])])
    func mainHome(from: String?, to: String?, isMain: Bool, fields: [String]) {
        let others = [home("AT_HOME", "2026-01-01", "2026-03-31")]
        let found = Accommodations.problems(home("FOSTER_CARE_LA", from, to, main: isMain), among: others)
        #expect(found.map(\.field).filter { $0 == "primary" } == fields)
    }

    @Test("A remand says what kind; an establishment belongs to youth detention accommodation and to nothing else")
    func establishment() {
        #expect(Remands.problems(remand(nil, nil), among: []).map(\.field) == ["kind", "start_date"])
        #expect(Remands.problems(remand("YDA", "2026-01-01"), among: []).map(\.field) == ["establishment_type"])
        #expect(Remands.problems(remand("RLAA", "2026-01-01", at: "YOI"), among: []).map(\.field) == ["establishment_type"])
        #expect(Remands.problems(remand("YDA", "2026-01-01", at: "YOI"), among: []).isEmpty)
        #expect(Remands.problems(remand("RLAA", "2026-01-01", "2026-02-01"), among: []).map(\.field) == ["end_reason"])
    }

    @Test("One remand follows another on the same day, and two never run at once; nights end where the next place's begin")
    func remandsInTurn() {
        let first = remand("YDA", "2026-01-01", "2026-01-20", at: "YOI", why: "Bailed")
        #expect(Remands.problems(remand("BAIL_SUPPORT", "2026-01-20"), among: [first]).isEmpty)
        #expect(Remands.problems(remand("BAIL_SUPPORT", "2026-01-19"), among: [first]).map(\.field) == ["start_date"])
        #expect(Remands.nights(first, on: day("2026-11-21")) == 19)
        #expect(Remands.nights(first, on: day("2026-01-05")) == 4)
        #expect(Remands.nights(remand("YDA", nil), on: day("2026-01-05")) == nil)
    }

    @Test("A court's decision begins the episode it names, and bail none")
    func decisions() {
        let codes = ShippedCodes.codes
        for code in codes.all("remand_decision") {
            let kind = Remands.kind(ofDecision: code.token)
            #expect((kind == "YDA" || kind == "RLAA") == (code.group == "REMAND"), "\(code.token)")
        }
        #expect(Remands.kind(ofDecision: "CONDITIONAL_BAIL") == nil && Remands.kind(ofDecision: nil) == nil)
    }

    @Test("Unpaid work has its hours, never more done than ordered; a requirement begins with its order and stands once")
    func requirements() {
        let order = RecordID.new(at: Instant(milliseconds: 1))
        func one(_ requirement: String, ordered: String? = nil, done: String? = nil, from: String = "2026-02-01") -> OrderRequirement {
            var one = OrderRequirement()
            (one.outcome, one.requirement, one.hoursOrdered, one.hoursCompleted) = (order, requirement, ordered, done)
            one.startDate = day(from)
            return one
        }
        var outcome = Outcome()
        outcome.outcomeDate = day("2026-02-01")
        func fields(_ requirement: OrderRequirement, among others: [OrderRequirement] = []) -> [String] {
            OrderRequirements.problems(requirement, of: outcome, among: others).map(\.field)
        }
        #expect(fields(one("UNPAID_WORK", ordered: "40", done: "40")) == [])
        #expect(fields(one("UNPAID_WORK")) == ["hours_ordered"])
        #expect(fields(one("UNPAID_WORK", ordered: "40", done: "40.5")) == ["hours_completed"])
        #expect(fields(one("CURFEW", ordered: "12")) == ["hours_ordered"])
        #expect(fields(one("CURFEW", from: "2026-01-31")) == ["start_date"])
        #expect(fields(one("CURFEW"), among: [one("CURFEW")]) == ["requirement"])
        #expect(fields(one("CURFEW"), among: [one("EXCLUSION")]) == [])
    }

    @Test("S-TRN: a child goes out after coming in and comes in after going out; caretaking changes neither")
    func transfers() {
        let past = [transfer("IN", "2025-01-01"), transfer("CARETAKING_OUT", "2025-06-01"), transfer("OUT", "2026-01-01")]
        func fields(_ kind: String, _ on: String) -> [String] { Transfers.problems(transfer(kind, on), among: past).map(\.field) }
        #expect(fields("IN", "2026-05-01") == [])
        #expect(fields("OUT", "2026-05-01") == ["kind"] && fields("PROBATION", "2026-05-01") == ["kind"])
        #expect(fields("IN", "2025-05-01") == ["kind"] && fields("IN", "2024-05-01") == ["kind"])
        #expect(fields("OUT", "2024-05-01") == [] && fields("OUT", "2026-01-01") == ["date"])
        #expect(fields("CARETAKING_IN", "2026-01-01") == [])
    }

    @Test("S-GOV-03: attendance by member and sector: a deputy apart, a blank not an apology, not yet a member not counted")
    func board() {
        func row(_ on: String, _ sector: String, _ member: String?, _ attendance: String?, _ seniority: String? = "SENIOR")
            -> BoardAttendance
        {
            var row = BoardAttendance()
            (row.meetingDate, row.sector, row.member, row.attendance, row.seniority) = (day(on), sector, member, attendance, seniority)
            return row
        }
        let rows = [
            row("2026-05-12", "POLICE", "Ash", "ATTENDED"), row("2026-08-12", "POLICE", "Ash", "DEPUTY", "DELEGATED"),
            row("2026-11-12", "POLICE", "Ash", nil), row("2026-05-12", "HEALTH", "Bo", "NOT_A_MEMBER"),
            row("2026-08-12", "HEALTH", "Bo", "DEPUTY"), row("2026-11-12", "HEALTH", "Bo", "APOLOGIES"),
            row("2026-03-31", "POLICE", "Ash", "ATTENDED"),
        ]
        let board = BoardYear(BoardSeats(rows, []), in: day("2026-04-01")...day("2027-03-31"), sectors: ["POLICE", "HEALTH", "PROBATION"])
        #expect(board.meetings == [day("2026-05-12"), day("2026-08-12"), day("2026-11-12")])
        #expect(board.members.map(\.name) == ["Ash", "Bo"])
        #expect(board.members.map { [$0.expected, $0.attended, $0.deputies] } == [[3, 1, 1], [2, 0, 1]])
        #expect(
            board.sectors.map(\.presence) == [
                [.senior, .delegated, .notWritten], [.absent, .senior, .absent], [.notWritten, .notWritten, .notWritten],
            ])
        #expect(board.sectors.map(\.senior) == [1, 1, 0])
    }
}
