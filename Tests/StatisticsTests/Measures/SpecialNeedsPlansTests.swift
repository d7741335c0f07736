import Casework
import Statistics
import Testing

@Suite("KPI 3: special educational needs (S-PER-11)")
struct SpecialNeedsPlansTests {
    private func found(_ files: MadeUp...) -> Asked { Asked(.specialNeedsPlans, asked("2026Q1"), files) }

    @Test("The worked example: a plan for 1 of 2, identified 2 of 3, in suitable education 1 of 2")
    func example() throws {
        let all = found(
            ending("A").send(true, plan: true, from: "2025-01-01").education("COLLEGE", "SUITABLE", from: "2025-09-01"),
            ending("B").send(true, plan: false, from: "2025-01-01").send(true, plan: true, from: "2024-01-01", to: "2026-03-31"),
            ending("C").send(false, plan: true, from: "2025-01-01"))
        #expect(try all("headline").value == 50 && all.refs("headline") == ["A"])
        #expect(try all.refs("3a") == ["A", "B"] && all("3a").denominator == 3)
        #expect(try all.refs("3b", by: ["type": "SUITABLE"]) == ["A"] && all("3b", by: ["type": "SUITABLE"]).denominator == 2)
        #expect(try all("3b", by: ["type": "UNSUITABLE"]).numerator == 0)
        #expect(try all.refs("headline_start") == ["A", "B"] && all.refs("3a_start") == ["A", "B"] && all("3a_start").denominator == 3)
        #expect(try all.refs("3b_start", by: ["type": "SUITABLE"]) == ["A"])
    }

    @Test("§2.6: need and plan on one record, begun by the end of the order and open on its last day")
    func records() throws {
        func numbers(_ file: MadeUp) throws -> [Double?] { try [found(file)("headline").numerator, found(file)("headline").denominator] }
        #expect(try numbers(ending("A").send(true, plan: false, from: "2025-01-01").send(false, plan: true, from: "2025-02-01")) == [0, 1])
        #expect(try numbers(ending("A").send(true, plan: true, from: "2026-04-30")) == [1, 1])
        #expect(try numbers(ending("A").send(true, plan: true, from: "2026-05-01")) == [0, 0])
        #expect(try numbers(ending("A").send(true, plan: true, from: "2025-01-01", to: "2026-04-30")) == [1, 1])
        #expect(try numbers(ending("A").send(true, plan: true, from: "2025-01-01", to: "2026-04-29")) == [0, 0])
        #expect(try numbers(ending("A").send(nil, plan: true, from: "2025-01-01")) == [0, 0])
        #expect(try numbers(ending("A").send(true, plan: true, from: nil)) == [0, 0])
    }

    @Test("3c and 3d are out of their own group, and referral and rehabilitation orders are not crossed (slip of §2.5)")
    func groups() throws {
        let all = found(
            ending("A", outcome: "REFERRAL_ORDER").send(true, plan: nil, from: "2025-01-01"), ending("B", outcome: "REFERRAL_ORDER"),
            ending("C", born: "2012-01-15", outcome: "YOUTH_REHABILITATION_ORDER").send(true, plan: nil, from: "2025-01-01"))
        #expect(try all("3d", by: ["order": "REFERRAL_ORDER"]).value == 50)
        #expect(try all("3d", by: ["order": "YOUTH_REHABILITATION_ORDER"]).value == 100)
        // Ages when the order began: A and B are 15, C is 14.
        #expect(try all("3c", by: ["age": "15-17"]).value == 50)
        #expect(try all("3c", by: ["age": "10-14"]).members.map(\.ref) == ["C"])
        #expect(try all("3c", by: ["sex": "MALE"]).denominator == 3)
        #expect(try all("3c", by: ["ethnicity": "WHITE"]).denominator == 3)
    }
}
