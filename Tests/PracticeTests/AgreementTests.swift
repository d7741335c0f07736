import Casework
import Practice
import Testing

@Suite struct AgreementTests {
    private func agreement(_ name: String = "A", _ change: (inout Agreement) -> Void) -> Agreement {
        var one = Agreement()
        (one.name, one.parties, one.shared, one.basis, one.startDate) = (name, "The police", "Names", "An act", day("2024-01-01"))
        change(&one)
        return one
    }

    private func problems(_ change: (inout Agreement) -> Void) -> [String] {
        Agreement.kind.problems(agreement("A", change), RuleContext(today: day("2025-06-01"), codes: ShippedCodes.codes)).map(\.field)
    }

    @Test("S-INF-04: an agreement ends or is reviewed, in that order of days, and only one with an end is let go")
    func rules() {
        #expect(problems { _ in } == ["review_on"])
        #expect(problems { $0.reviewOn = day("2025-01-01") } == [])
        #expect(problems { ($0.endDate, $0.reviewOn) = (day("2023-12-31"), nil) } == ["end_date"])
        #expect(problems { $0.reviewOn = day("2023-12-31") } == ["review_on"])
        #expect(problems { ($0.reviewOn, $0.notRenewed) = (day("2025-01-01"), "Over") } == ["not_renewed"])
        #expect(problems { ($0.endDate, $0.notRenewed) = (day("2025-01-01"), "Over") } == [])
        let one = agreement { $0.endDate = day("2025-06-01") }
        #expect(one.isInForce(on: day("2025-06-01")) && !one.isInForce(on: day("2025-06-02")) && !one.isInForce(on: day("2023-12-31")))
    }

    @Test("S-INF-04: somebody is told before an agreement ends and before it is to be reviewed, and until they have done something")
    func states() {
        func state(_ on: String, _ change: (inout Agreement) -> Void) -> AgreementState {
            AgreementState(agreement("A", change), on: day(on), notice: 30)
        }
        func ends(_ on: String) -> AgreementState { state(on) { $0.endDate = day("2025-06-30") } }
        #expect(ends("2025-05-30") == .inForce && ends("2025-05-31") == .endsSoon(day("2025-06-30")))
        #expect(ends("2025-06-30") == .endsSoon(day("2025-06-30")) && ends("2025-07-01") == .ranOut(day("2025-06-30")))
        #expect(ends("2029-07-01") == .ranOut(day("2025-06-30")), "it is not forgotten")
        func reviewed(_ on: String) -> AgreementState { state(on) { $0.reviewOn = day("2025-06-30") } }
        #expect(reviewed("2025-05-30") == .inForce && reviewed("2025-05-31") == .reviewSoon(day("2025-06-30")))
        #expect(reviewed("2025-06-30") == .reviewSoon(day("2025-06-30")) && reviewed("2025-07-01") == .reviewLate(day("2025-06-30")))
        func letGo(_ on: String) -> AgreementState {
            state(on) { ($0.endDate, $0.reviewOn, $0.notRenewed) = (day("2025-06-30"), day("2025-06-01"), "The trust is no more") }
        }
        #expect(letGo("2025-06-20") == .inForce && letGo("2025-07-01") == .ended)
        #expect(state("2023-12-01") { $0.endDate = day("2023-12-20") } == .toCome)
        #expect(ends("2025-06-01").asks && !ends("2025-06-01").isLate && ends("2025-07-01").isLate && !letGo("2025-07-01").asks)
    }

    @Test("S-INF-04: what runs out first stands first, what is over last")
    func order() {
        let all = [
            agreement("Over") { ($0.endDate, $0.notRenewed) = (day("2025-01-01"), "Over") },
            agreement("Late") { $0.reviewOn = day("2027-01-01") },
            agreement("Out") { $0.endDate = day("2025-05-01") },
            agreement("Soon") { ($0.endDate, $0.reviewOn) = (day("2028-01-01"), day("2025-06-20")) },
        ].enumerated().map { Entry(id: id($0), ref: "\($0)", value: $1) }
        let register = AgreementRegister(all, on: day("2025-06-01"), notice: 60)
        #expect(register.lines.map(\.entry.value.name) == ["Out", "Soon", "Late", "Over"])
        #expect(register.asking.map(\.entry.value.name) == ["Out", "Soon"])
    }
}
