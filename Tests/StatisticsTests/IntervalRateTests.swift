import Testing

@testable import Statistics

@Suite("Intervals of rates")
struct IntervalRateTests {
    /// Garwood's limits as tabulated (for instance 0: 3.6889; 5: 1.6235 to 11.6683); all digits by scipy 1.17, chi2.ppf.
    @Test(
        "Exact Poisson limits of every count under ten",
        arguments: [
            (0, 0, 3.6888794541139354), (1, 0.025317807984289876, 5.571643390938898), (2, 0.24220927854396496, 7.22468766772396),
            (3, 0.6186721228956014, 8.767273069742323), (4, 1.0898653736263249, 10.241588675403694),
            (5, 1.6234863901184207, 11.66833207932267), (6, 2.2018942534908508, 13.059474022518685),
            (7, 2.8143630515198654, 14.422675361702376), (8, 3.4538321767485014, 15.763189220193313),
            (9, 4.115373097378334, 17.084803451419166),
        ])
    func exact(count: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.poissonExact(count: count))
        #expect(abs(interval.lower - lower) < 1e-9)
        #expect(abs(interval.upper - upper) < 1e-9)
    }

    /// R's documented poisson.test(137, 24.19893), DescTools' documented horse kicks (196 in 280) and StatsDirect's 14 in 400.
    @Test(
        "Exact Poisson limits of larger counts as three packages document them",
        arguments: [
            (137, 24.19893, 4.753125, 6.692709, 5e-7), (196, 280, 0.6054271, 0.8051570, 5e-8), (14, 400, 0.019135, 0.058724, 5e-7),
        ])
    func documented(count: Int, time: Double, lower: Double, upper: Double, within: Double) throws {
        let interval = try #require(Interval.poissonExact(count: count)).scaled(by: 1 / time)
        #expect(abs(interval.lower - lower) <= within)
        #expect(abs(interval.upper - upper) <= within)
    }

    /// The values in the test workbook of OHID's R package PHEindicatormethods (phe_rate): exact below ten, Byar's from ten.
    @Test(
        "Rates give the values PHEindicatormethods is tested with",
        arguments: [
            (1, 100.0, 100.0, 0.95, 0.025317807984289897, 5.571643390938898), (5, 100, 100, 0.95, 1.62348639011842, 11.668332079322669),
            (5, 100, 100, 0.998, 0.739371731917839, 16.454745203680105), (20, 100, 100, 0.95, 12.211428834875937, 30.889880369197066),
            (65, 100, 100, 0.95, 50.163187710459454, 82.84913854593984), (65, 100, 100, 0.998, 42.8802614714802, 94.00029084431802),
            (2, 200, 100_000, 0.95, 121.10463927198258, 3612.3438338619794),
            (10, 200, 100_000, 0.95, 2393.7249569837822, 9195.729302878237),
            (222, 3215, 100, 0.95, 6.026574877652675, 7.87572937087185),
        ])
    func phe(count: Int, population: Double, per: Double, confidence: Double, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.poissonRate(count: count, population: population, per: per, confidence: confidence))
        #expect(abs(interval.lower - lower) < 1e-9 * max(1, lower))
        #expect(abs(interval.upper - upper) < 1e-9 * max(1, upper))
    }

    @Test("Byar's limits of 42 by hand: 42(1 − 1/378 − z/(3√42))³ and 43(1 − 1/387 + z/(3√43))³")
    func byarByHand() throws {
        let interval = try #require(Interval.byar(count: 42))
        // 1 − 0.0026455 − 0.1008097 = 0.8965448, cubed 0.7206361, × 42; 1 − 0.0025840 + 0.0996306 = 1.0970466, cubed 1.3203079, × 43.
        #expect(abs(interval.lower - 30.26672) < 0.00002)
        #expect(abs(interval.upper - 56.77324) < 0.00002)
    }

    /// Same workbook, byars_lower and byars_upper; it too gives no lower end for one event at 99.8 %.
    @Test("Byar's limits of one event are PHEindicatormethods' at 95 %, and there are none at 99.8 %")
    func byarOfOne() throws {
        let interval = try #require(Interval.byar(count: 1))
        #expect(abs(interval.lower - 0.01307213290150435) < 1e-12)
        #expect(abs(interval.upper - 5.5637555824752605) < 1e-12)
        #expect(Interval.byar(count: 1, confidence: 0.998) == nil)
    }

    @Test("Byar's and the exact method differ by less than 0.2 % where the method changes, as the OHID guide says")
    func methodsMeet() throws {
        for count in 10...200 {
            let (byar, exact) = (try #require(Interval.byar(count: count)), try #require(Interval.poissonExact(count: count)))
            #expect(abs(byar.lower / exact.lower - 1) < 0.002, "\(count)")
            #expect(abs(byar.upper / exact.upper - 1) < 0.002, "\(count)")
        }
    }

    @Test("A rate's interval holds the rate, is never below zero and narrows with more people at the same rate")
    func properties() throws {
        for count in 0...40 {
            let interval = try #require(Interval.poissonRate(count: count, population: 24_476))
            #expect(interval.contains(Double(count) / 24_476 * 100_000))
            #expect(interval.lower >= 0)
        }
        let widths = try [1, 3, 9, 10, 30, 100].map {
            try #require(Interval.poissonRate(count: $0, population: Double($0) * 1000)).width
        }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
    }

    @Test("No rate from nobody and no interval of a negative count")
    func refused() {
        #expect(Interval.poissonRate(count: 3, population: 0) == nil)
        #expect(Interval.poissonRate(count: -1, population: 100) == nil)
        #expect(Interval.poissonRate(count: 3, population: 100, confidence: 1) == nil)
        #expect(Interval.byar(count: 0) == nil)
    }
}

@Suite("Exact rate ratios")
struct IntervalRatioTests {
    /// R's documented example poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)); all digits by scipy 1.17, beta.ppf.
    @Test("R's example of two rates gives 1.97 (0.86 to 4.28)")
    func poissonTest() throws {
        let ratio = try #require(RateRatio.exact(11, of: 800, comparedWith: 21, of: 3011))
        #expect(abs(try #require(ratio.ratio) - 1.9714880952380953) < 1e-12)
        #expect(abs(ratio.interval.lower - 0.8584264033916399) < 1e-9)
        #expect(abs(ratio.interval.upper - 4.277265943654075) < 1e-9)
    }

    @Test("Three of 500 against twelve of 4,000 is twice the rate and may be chance")
    func smallCounts() throws {
        let ratio = try #require(RateRatio.exact(3, of: 500, comparedWith: 12, of: 4000))
        #expect(abs(try #require(ratio.ratio) - 2) < 1e-12)
        #expect(abs(ratio.interval.lower - 0.3621829088437815) < 1e-9)
        #expect(abs(ratio.interval.upper - 7.4110255497416375) < 1e-9)
        #expect(ratio.interval.contains(1))
    }

    @Test("With no event in the comparison group there is no ratio and no upper end")
    func noComparison() throws {
        let ratio = try #require(RateRatio.exact(5, of: 100, comparedWith: 0, of: 2000))
        #expect(ratio.ratio == nil)
        #expect(ratio.interval.upper == .infinity)
        #expect(ratio.interval.lower > 1)
    }

    @Test("With no event in the group the interval begins at 0 and its upper end is scipy's 21.83")
    func noEvent() throws {
        let ratio = try #require(RateRatio.exact(0, of: 100, comparedWith: 5, of: 2000))
        #expect(ratio.ratio == 0)
        #expect(ratio.interval.lower == 0)
        #expect(abs(ratio.interval.upper - 21.825582103650916) < 1e-9)
    }

    @Test("With no event at all nothing is said")
    func nothing() { #expect(RateRatio.exact(0, of: 100, comparedWith: 0, of: 100) == nil) }

    @Test("Swapping the groups turns the ratio and its interval over")
    func swapped() throws {
        let (one, other) = (
            try #require(RateRatio.exact(30, of: 2000, comparedWith: 50, of: 9000)),
            try #require(RateRatio.exact(50, of: 9000, comparedWith: 30, of: 2000))
        )
        #expect(abs(one.interval.lower * other.interval.upper - 1) < 1e-9)
        #expect(abs(one.interval.upper * other.interval.lower - 1) < 1e-9)
    }
}
