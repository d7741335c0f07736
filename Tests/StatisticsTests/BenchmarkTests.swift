import Testing

@testable import Statistics

/// A made-up family round the made-up Sandholme.
private func row(_ area: String, _ number: Double?, _ base: Double?, period: String = "2025", printed: String? = nil) -> Published {
    Published(
        area: area, measure: "First-time entrants", period: .init(period), numerator: number, denominator: base,
        valuePrinted: printed.flatMap(PrintedFigure.init), unit: .rate(per: 100_000), source: "made-up table")
}

@Suite("Benchmark: a figure against its own number and base")
struct BenchmarkFigureTests {
    @Test("A value is computed from its parts in its unit, never from the print")
    func values() {
        #expect(row("Sandholme", 29, 10_000, printed: "1").value == 290)
        #expect(share(1, of: 8, printed: figure(99)).value == 12.5)
        #expect(row("Sandholme", nil, 10_000, printed: "1").value == nil)
        #expect(row("Sandholme", 3, nil).value == nil)
        #expect(row("Sandholme", 3, 0).value == nil)
    }

    @Test("A print that rounds the value follows, half way either way", arguments: ["12.5", "12", "13"])
    func follows(printed: String) throws {
        #expect(share(1, of: 8, printed: try #require(PrintedFigure(printed))).check().finding == .follows)
    }

    @Test("A print cut off instead of rounded is rounding only; one further off does not follow")
    func cutOff() {
        #expect(share(5, of: 6, printed: figure(83)).check().finding == .follows)
        #expect(share(2, of: 3, printed: figure(66)).check().finding == .roundingOnly)
        #expect(share(2, of: 3, printed: figure(65)).check().finding == .doesNotFollow)
        #expect(share(1, of: 2, printed: figure(49)).check().finding == .doesNotFollow)
    }

    @Test("A print without its number or base cannot be checked, and says which is missing")
    func cannotBeChecked() {
        let check = row("Sandholme", 3, nil, printed: "12").check()
        #expect(check.finding == .cannotBeChecked)
        #expect(check.sentence == "Printed 12 per 100,000 cannot be checked: no base is printed.")
        #expect(row("Sandholme", nil, 10, printed: "12").check().sentence.contains("no number is printed"))
        #expect(row("Sandholme", 3, 10).check().finding == .cannotBeChecked)
    }

    @Test("Under ten in the number or in the base of a share is warned of, ten is not")
    func smallNumbers() {
        #expect(row("Sandholme", 9, 20_000).smallNumberWarning != nil)
        #expect(row("Sandholme", 10, 20_000).smallNumberWarning == nil)
        #expect(share(7, of: 7, printed: figure(100)).smallNumberWarning == "Small number: it rests on 7 only.")
        #expect(share(0, of: 40, printed: figure(0)).smallNumberWarning == "Small number: a count of 0 moves much by chance.")
    }

    @Test("A share has Wilson's interval per cent, a rate Byar's per its base, a ratio none")
    func intervals() throws {
        #expect(try #require(share(15, of: 148, printed: figure(10)).interval()) == #require(Interval.wilson(15, of: 148)).scaled(by: 100))
        #expect(row("Sandholme", 24, 24_476).interval() == Interval.poissonRate(count: 24, population: 24_476))
        var ratio = row("Sandholme", 24, 12)
        ratio.unit = .ratio
        #expect(ratio.interval() == nil)
        #expect(row("Sandholme", 2.5, 100).interval() == nil)
    }

    @Test("Printed numbers are read with their decimals, thousands and trailing minus, and nothing else is read")
    func parsing() {
        #expect(PrintedFigure("1,638,569") == figure(1_638_569))
        #expect(PrintedFigure("2.90") == figure(2.9, decimals: 2))
        #expect(PrintedFigure("2.9-") == figure(-2.9, decimals: 1))
        #expect(
            ["", "-", "N/A", "1.2.3", "12%", "nan", "1e5", "1,5", "1638,569", "-5-", ".5", "5.", "1.234,5", "3 .59"].compactMap(
                PrintedFigure.init
            ).isEmpty)
    }

    @Test("Numbers are written with thousands, the decimals asked for, and no minus before nothing")
    func plainNumbers() {
        #expect(Plain.number(1_638_569) == "1,638,569")
        #expect(Plain.number(999) == "999")
        #expect(Plain.number(-1234.5, decimals: 1) == "-1,234.5")
        #expect(Plain.number(-0.04, decimals: 1) == "0.0")
        #expect(Plain.number(0.05, decimals: 1) == "0.1")
        #expect(Plain.number(2.005, decimals: 2) == "2.01")
        #expect(Plain.number(9.96, decimals: 1) == "10.0")
        #expect(Plain.number(.infinity) == "infinite")
    }

    @Test("A percentage names the whole counts that give it")
    func wholeCounts() {
        #expect(figure(50).wholeCounts(outOf: 7) == [])
        #expect(figure(57).wholeCounts(outOf: 7) == [4])
        #expect(figure(50).wholeCounts(outOf: 200) == [99, 100, 101])
        #expect(figure(50).wholeCounts(outOf: 0) == [])
    }
}

@Suite("Benchmark: changes and families")
struct BenchmarkChangeTests {
    @Test("Figures of two areas, measures or units make no change")
    func mixed() {
        var other = row("Sandholme", 5, 100)
        #expect(throws: MixedFigures.areas("Sandholme", "Farrow Vale")) {
            try Change(from: row("Sandholme", 5, 100), to: row("Farrow Vale", 5, 100))
        }
        other.unit = .rate(per: 10_000)
        #expect(throws: MixedFigures.units("Sandholme", "Sandholme")) { try Change(from: row("Sandholme", 5, 100), to: other) }
        other = row("Sandholme", 5, 100)
        other.measure = "Custody"
        #expect(throws: MixedFigures.measures("First-time entrants", "Custody")) { try Change(from: row("Sandholme", 5, 100), to: other) }
    }

    @Test("A change that follows from neither unrounded nor shown values does not follow")
    func wrongChange() throws {
        let change = try Change(from: row("Sandholme", 20, 10_000, printed: "200"), to: row("Sandholme", 30, 10_000, printed: "300"))
        #expect(change.check(printed: figure(100)).finding == .follows)
        #expect(change.check(printed: figure(103)).finding == .doesNotFollow)
        #expect(change.percent == 50)
    }

    @Test("A printed change that suits wrong figures, but not their numbers, does not follow")
    func suitsWrongFigures() throws {
        let change = try Change(from: row("Sandholme", 20, 10_000, printed: "200"), to: row("Sandholme", 30, 10_000, printed: "320"))
        let check = change.check(printed: figure(120))
        #expect(check.finding == .doesNotFollow)
        #expect(check.sentence.contains("is the difference of the figures shown, but unrounded values give 100.00"))
    }

    @Test("A fall from 28 to 24 entrants may be chance; one from 61 to 24 is not")
    func beyondChance() throws {
        func change(from before: Double) throws -> Change {
            try Change(from: row("Sandholme", before, 24_000, period: "2024"), to: row("Sandholme", 24, 24_000))
        }
        #expect(try change(from: 28).isBeyondChance == false)
        #expect(try change(from: 61).isBeyondChance == true)
    }

    @Test("An area missing, blank, or printed twice differently in either year is left out of both, with the reason")
    func leftOut() throws {
        let earlier = [
            row("Sandholme", 10, 10_000, period: "2024"), row("Farrow Vale", 20, 10_000, period: "2024"),
            row("Dunmere", 30, nil, period: "2024"), row("Ashby Moor", 5, 1000, period: "2024"), row("Ashby Moor", 6, 1000, period: "2024"),
        ]
        let later = [
            row("Sandholme", 12, 10_000), row("Farrow Vale", 30, 10_000), row("Dunmere", 40, 10_000), row("Ashby Moor", 5, 1000),
            row("Wick", 1, 1000),
        ]
        let averages = try Family(own: "Sandholme", periods: [earlier, later]).averages(includingOwn: true)
        #expect(averages.areas == ["Sandholme", "Farrow Vale"])
        #expect(averages.byPeriod.map(\.pooled) == [150, 210])
        #expect(averages.change == 60)
        #expect(
            averages.leftOut.map { "\($0.area): \($0.reason)" } == [
                "Dunmere: no base is printed for 2024", "Ashby Moor: it is printed twice, differently, for 2024",
                "Wick: it is not in the table for 2024",
            ])
    }

    @Test("The pooled average weighs children alike, the mean of values weighs areas alike")
    func bothKinds() throws {
        let rows = [row("Farrow Vale", 100, 100_000), row("Dunmere", 10, 1000)]
        let average = try #require(try Family(own: "Sandholme", periods: [rows]).averages(includingOwn: false).byPeriod.first)
        #expect(figure(108.9, decimals: 1).rounds(average.pooled))
        #expect(average.meanOfValues == 550)
        #expect(average.interval == Interval.poissonRate(count: 110, population: 101_000))
    }

    @Test("A printed average that is the mean of the areas' rates follows as that, and the pooled one is told")
    func meanOfValues() throws {
        let family = try Family(own: "Sandholme", periods: [[row("Farrow Vale", 100, 100_000), row("Dunmere", 10, 1000)]])
        let found = try #require(family.checkAverage(figure(550), period: 0))
        #expect(found.basis == .meanOfValues)
        #expect(found.check.finding == .follows)
        #expect(found.check.sentence.hasSuffix("pooled, 110 of 101,000 for the 2 areas with both is 108.9."))
    }

    @Test("A printed average that nothing gives does not follow")
    func noBasis() throws {
        let family = try Family(own: "Sandholme", periods: [[row("Sandholme", 5, 1000), row("Farrow Vale", 100, 100_000)]])
        let found = try #require(family.checkAverage(figure(77), period: 0))
        #expect(found.check.finding == .doesNotFollow)
        #expect(found.basis == nil)
        #expect(family.checkAverage(figure(77), period: 1) == nil)
    }

    @Test("A family of no complete area has no average and says so")
    func noArea() throws {
        let averages = try Family(own: "Sandholme", periods: [[row("Farrow Vale", 3, nil)]]).averages(includingOwn: false)
        #expect(averages.byPeriod.isEmpty)
        #expect(averages.sentence.hasPrefix("No area has a number and a base"))
    }

    @Test("Two periods in one list are refused, also when only the exact days differ under one label")
    func mixedPeriods() {
        #expect(throws: MixedFigures.periods("2024", "2025")) {
            try Family(own: "Sandholme", periods: [[row("Sandholme", 1, 10, period: "2024"), row("Farrow Vale", 1, 10)]])
        }
        var other = row("Farrow Vale", 1, 10)
        other.period = .init("2025", from: "2024-10-01", to: "2025-09-30")
        #expect(throws: MixedFigures.self) { try Family(own: "Sandholme", periods: [[row("Sandholme", 1, 10), other]]) }
    }

    @Test("Services with equal rates share the better place and the tie is told")
    func ties() throws {
        let rows = [
            row("Dunmere", 1, 10_000), row("Sandholme", 2, 10_000), row("Farrow Vale", 4, 20_000), row("Wick", 9, 10_000),
            row("Ashby Moor", 41, 200_000),
        ]
        let family = try Family(own: "Sandholme", periods: [rows])
        let rank = try #require(family.rank(period: 0))
        #expect(rank.position == 2)
        #expect(rank.tiedWith == ["Farrow Vale"])
        #expect(rank.sentence == "Sandholme is joint 2nd lowest of 5 (20.0 per 100,000), with Farrow Vale.")
        #expect(family.rank(period: 0, lowestFirst: false)?.position == 3)
        #expect(try Family(own: "Elsewhere", periods: [rows]).rank(period: 0) == nil)
    }

    @Test("With values printed alone the rank uses them and says that they are rounded")
    func rankOfPrinted() throws {
        let rows = [row("Sandholme", nil, nil, printed: "24"), row("Wick", nil, nil, printed: "30"), row("Dunmere", nil, nil)]
        let rank = try #require(try Family(own: "Sandholme", periods: [rows]).rank(period: 0))
        #expect(rank.usesPrintedValues)
        #expect(
            rank.sentence
                == "Sandholme is lowest of 2 (24.0 per 100,000). By printed, rounded values: equal ones may differ. Not ranked: Dunmere.")
    }
}
