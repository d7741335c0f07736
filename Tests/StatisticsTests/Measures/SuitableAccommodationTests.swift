import Casework
import Statistics
import Testing

@Suite("KPI 1: suitable accommodation (S-PER-11, S-EHS-12)")
struct SuitableAccommodationTests {
    private func found(_ files: MadeUp...) -> Asked { Asked(.suitableAccommodation, asked("2026Q1"), files) }
    private func isSuitable(_ file: MadeUp) throws -> Bool { try found(file)("headline").numerator == 1 }

    @Test("The worked example: 1 of 3 at the end, 3 of 3 at the start, by the main home 2 of 3, at home 1 of 2")
    func example() throws {
        let all = found(
            ending("A").home("AT_HOME", "SUITABLE", from: "2020-01-01", primary: true),
            ending("B", outcome: "REFERRAL_ORDER", to: "2026-05-10").home("AT_HOME", "SUITABLE", from: "2020-01-01", primary: true)
                .home("LIVING_WITH_FRIENDS", "UNKNOWN", from: "2026-03-01"),
            ending("C", to: "2026-05-20").home("AT_HOME", "SUITABLE", from: "2020-01-01", to: "2026-05-01"))
        #expect(try all.refs("headline") == ["A"])
        #expect(try all("headline").members.map(\.ref) == ["A", "B", "C"])
        #expect(try abs((all("headline").value ?? 0) - 100.0 / 3) < 1e-9)
        #expect(try all.refs("1a_start_suitable") == ["A", "B", "C"])
        #expect(try all.refs("1a_end_suitable") == ["A"] && all.refs("1a_end_unsuitable") == ["B"])
        let change = try all("1a_change")
        #expect(change.numerator == -2 && change.denominator == 3 && change.counted.map(\.ref) == ["B", "C"])
        #expect(change.extras["came"] == .number(0) && change.extras["went"] == .number(2))
        #expect(try all.refs("headline_primary_residence") == ["A", "B"])
        let home = try all("1b_end", by: ["type": "LIVING_WITH_PARENTS"])
        #expect(home.counted.map(\.ref) == ["A"] && home.members.map(\.ref) == ["A", "B"])
        let friends = try all("1b_end", by: ["type": "LIVING_WITH_FRIENDS"])
        #expect(friends.numerator == 0 && friends.members.map(\.ref) == ["B"])
        #expect(try all("1c", by: ["order": "REFERRAL_ORDER", "moment": "end"]).value == 0)
        #expect(try all("1c", by: ["order": "REFERRAL_ORDER", "moment": "start"]).value == 100)
        #expect(try all("1c", by: ["order": "YOUTH_CAUTION", "moment": "end"]).members.map(\.ref) == ["A", "C"])
    }

    @Test("The earlier version looks at the main home alone")
    func mainHome() throws {
        let file = ending("A").home("AT_HOME", "SUITABLE", from: "2020-01-01", primary: true).home(
            "LIVING_WITH_FRIENDS", "UNSUITABLE", from: "2026-03-01", primary: false)
        #expect(try found(file)("headline_primary_residence").numerator == 1)
        #expect(try found(file)("headline").numerator == 0)
        #expect(try found(ending("A").home("AT_HOME", "SUITABLE", from: "2020-01-01"))("headline_primary_residence").numerator == 0)
    }

    @Test("§1.3: bed and breakfast, no fixed abode and a home nobody knows are never suitable; UNKNOWN is not")
    func never() throws {
        for type in ["BED_AND_BREAKFAST", "NO_FIXED_ABODE", "NOT_KNOWN"] {
            #expect(try !isSuitable(ending("A").home(type, "SUITABLE", from: "2026-01-01")), "\(type)")
        }
        #expect(try isSuitable(ending("A").home("HOSPITAL", "SUITABLE", from: "2026-01-01")))
        #expect(try !isSuitable(ending("A").home("AT_HOME", "UNKNOWN", from: "2026-01-01")))
    }

    @Test("§2.6: a home of blank suitability is ignored, not unsuitable; both days of a stay are in it; a blank start says nothing")
    func blanks() throws {
        let home = ending("A").home("AT_HOME", "SUITABLE", from: "2026-01-01")
        #expect(try isSuitable(home.home("LIVING_WITH_FRIENDS", nil, from: "2026-01-01")))
        #expect(try found(ending("A").home("AT_HOME", nil, from: "2026-01-01"))("1a_end_unsuitable").numerator == 0)
        #expect(try isSuitable(ending("A").home("AT_HOME", "SUITABLE", from: "2026-04-30", to: "2026-04-30")))
        #expect(try !isSuitable(ending("A").home("AT_HOME", "SUITABLE", from: "2026-01-01", to: "2026-04-29")))
        #expect(try !isSuitable(ending("A").home("AT_HOME", "SUITABLE", from: "2026-05-01")))
        #expect(try !isSuitable(ending("A").home("AT_HOME", "SUITABLE", from: nil)))
    }

    @Test("§2.6: hospital and traveller site are other, a bail hostel temporary; there are twelve groups")
    func groups() throws {
        let all = found(
            ending("A").home("HOSPITAL", "SUITABLE", from: "2026-01-01"),
            ending("B").home("TRAVELLER_SITE", "SUITABLE", from: "2026-01-01"),
            ending("C").home("BAIL_HOSTEL", "SUITABLE", from: "2026-01-01"))
        #expect(try all.refs("1b_end", by: ["type": "OTHER"]) == ["A", "B"])
        #expect(try all.refs("1b_start", by: ["type": "TEMPORARY_ACCOMMODATION"]) == ["C"])
        #expect(all.figures.filter { $0.part == "1b_end" }.count == 12)
    }

    @Test("Trap of §2.6: a child whose only home was at the start is not suitable at the end")
    func onlyAtStart() throws {
        let file = ending("A").home("AT_HOME", "SUITABLE", from: "2026-01-01", to: "2026-03-01")
        #expect(try found(file)("1a_start_suitable").numerator == 1)
        #expect(try found(file)("headline").numerator == 0)
    }
}
