import Testing

@testable import Statistics

@Suite("Intervals of proportions")
struct IntervalProportionTests {
    /// Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 1998, table I, method 3.
    @Test(
        "Wilson gives the limits of Newcombe's 1998 table",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718),
        ])
    func newcombeWilson(x: Int, n: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.wilson(x, of: n))
        #expect(abs(interval.lower - lower) < 0.00005)
        #expect(abs(interval.upper - upper) < 0.00005)
    }

    /// Same table, method 5.
    @Test(
        "Clopper–Pearson gives the limits of Newcombe's 1998 table",
        arguments: [
            (81, 263, 0.2527, 0.3676), (0, 20, 0.0000, 0.1684), (1, 29, 0.0009, 0.1776),
        ])
    func newcombeExact(x: Int, n: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.clopperPearson(x, of: n))
        #expect(abs(interval.lower - lower) < 0.00005)
        #expect(abs(interval.upper - upper) < 0.00005)
    }

    /// The values in the test workbook of OHID's R package PHEindicatormethods (phe_proportion).
    @Test(
        "Wilson gives the values PHEindicatormethods is tested with",
        arguments: [
            (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247), (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
            (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697), (1, 100, 0.95, 0.0017674320641406511, 0.054486196178705294),
            (9856, 12345, 0.95, 0.7912101752909069, 0.8053640073614909), (222, 3215, 0.998, 0.05647101964624248, 0.08418414185270134),
        ])
    func phe(x: Int, n: Int, confidence: Double, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.wilson(x, of: n, confidence: confidence))
        #expect(abs(interval.lower - lower) < 1e-12)
        #expect(abs(interval.upper - upper) < 1e-12)
    }

    /// R's own documented example, binom.test(682, 925): 0.7076683 to 0.7654066; further digits by scipy 1.17.
    @Test("Clopper–Pearson gives R's example to nine digits")
    func binomTest() throws {
        let interval = try #require(Interval.clopperPearson(682, of: 925))
        #expect(abs(interval.lower - 0.707668264079039) < 1e-9)
        #expect(abs(interval.upper - 0.7654065582415253) < 1e-9)
    }

    @Test("An interval holds its estimate and stays within 0 and 1, for every count of every small sample")
    func holdsEstimate() throws {
        for n in 1...60 {
            for x in 0...n {
                for interval in [Interval.wilson(x, of: n), Interval.clopperPearson(x, of: n)] {
                    let interval = try #require(interval)
                    #expect(interval.contains(Double(x) / Double(n)), "\(x) of \(n)")
                    #expect(interval.lower >= 0 && interval.upper <= 1, "\(x) of \(n)")
                }
            }
        }
    }

    @Test("An interval narrows as the sample grows and widens with the confidence asked for")
    func narrows() throws {
        let widths = try [7, 20, 70, 700, 70_000].map { try #require(Interval.wilson($0 * 2 / 5, of: $0)).width }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
        #expect(try #require(Interval.wilson(8, of: 20, confidence: 0.998)).width > #require(Interval.wilson(8, of: 20)).width)
    }

    @Test("Counting the No answers gives the mirror of the interval for Yes")
    func mirrored() throws {
        let (yes, no) = (try #require(Interval.wilson(3, of: 17)), try #require(Interval.wilson(14, of: 17)))
        #expect(abs(yes.lower - (1 - no.upper)) < 1e-12)
        #expect(abs(yes.upper - (1 - no.lower)) < 1e-12)
    }

    @Test("Nothing is estimated from no cases, from more than all, or at an impossible confidence")
    func refused() {
        #expect(Interval.wilson(0, of: 0) == nil)
        #expect(Interval.wilson(8, of: 7) == nil)
        #expect(Interval.wilson(-1, of: 7) == nil)
        #expect(Interval.wilson(3, of: 7, confidence: 1) == nil)
        #expect(Interval.clopperPearson(3, of: 7, confidence: 0) == nil)
    }
}
