import Testing

@testable import Statistics

/// The edges of a funnel, beside sums of the distributions' own terms worked out apart from this program. (S-PER-07)
@Suite struct ControlLimitsTests {
    struct Case: Sendable {
        let average: Double
        let base: Double
        let unit: Published.Unit
        let coverage: Double
        let lower: Double
        let upper: Double
    }

    static let cases = [
        Case(average: 136.2, base: 24_000, unit: .rate(per: 100_000), coverage: 0.95, lower: 89.33035225, upper: 182.75621185),
        Case(average: 136.2, base: 24_000, unit: .rate(per: 100_000), coverage: 0.998, lower: 66.80851678, upper: 213.51916676),
        Case(average: 100, base: 5000, unit: .rate(per: 100_000), coverage: 0.95, lower: 10.84131591, upper: 187.53117175),
        Case(average: 100, base: 5000, unit: .rate(per: 100_000), coverage: 0.998, lower: 0, upper: 255.42707563),
        Case(average: 38.5, base: 60, unit: .percent, coverage: 0.95, lower: 25.49243795, upper: 50.13916761),
        Case(average: 38.5, base: 60, unit: .percent, coverage: 0.998, lower: 18.88353767, upper: 57.55550298),
        Case(average: 10, base: 20, unit: .percent, coverage: 0.95, lower: 0, upper: 22.84676070),
    ]

    @Test("S-PER-07: limits are those of the distribution itself", arguments: cases)
    func worked(_ one: Case) throws {
        let limits = try #require(ControlLimits(around: one.average, base: one.base, unit: one.unit, coverage: one.coverage))
        #expect(abs(limits.lower - one.lower) < 1e-5 && abs(limits.upper - one.upper) < 1e-5, "\(limits)")
    }

    @Test("S-PER-07: limits hold the average, and close in on it as the base grows", arguments: [0.95, 0.998])
    func narrowing(_ coverage: Double) throws {
        for unit in [Published.Unit.percent, .rate(per: 1000)] {
            let average = unit == .percent ? 40.0 : 4
            let found = [50.0, 200, 1000, 20_000].compactMap { ControlLimits(around: average, base: $0, unit: unit, coverage: coverage) }
            #expect(found.count == 4 && found.allSatisfy { $0.lower <= average && average <= $0.upper })
            #expect(zip(found, found.dropFirst()).allSatisfy { $1.upper - $1.lower < $0.upper - $0.lower })
        }
    }

    @Test("a ratio, a count, no base and a share above all have no limits")
    func none() {
        #expect(ControlLimits(around: 4, base: 10, unit: .ratio, coverage: 0.95) == nil)
        #expect(ControlLimits(around: 4, base: 10, unit: .count, coverage: 0.95) == nil)
        #expect(ControlLimits(around: 40, base: 0, unit: .percent, coverage: 0.95) == nil)
        #expect(ControlLimits(around: 140, base: 10, unit: .percent, coverage: 0.95) == nil)
        #expect(ControlLimits(around: 40, base: 10, unit: .percent, coverage: 1) == nil)
    }

    @Test("an average of nothing has limits of nothing")
    func nought() throws {
        let limits = try #require(ControlLimits(around: 0, base: 100, unit: .percent, coverage: 0.95))
        #expect(limits.lower == 0 && limits.upper == 0)
    }
}
