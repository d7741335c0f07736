import Casework
import HTML
import Statistics
import Testing

@testable import Reports

@Suite struct DisparityViewTests {
    private func index(_ value: String, _ stage: String, _ rate: Double, _ lower: Double, _ upper: Double) throws -> Figure {
        let part = try #require(Measure.disparity.parts.first { $0.id == "rri" })
        return Figure(
            measure: Measure.disparity.id, part: part, by: ["sex": value, "stage": stage], counts: .child, numerator: 3, denominator: 9,
            value: rate, interval: Interval(lower: lower, upper: upper), definition: Measure.disparity.definition, counted: [], excluded: []
        )
    }

    @Test("S-PER-15: the chart's sentence counts every interval, as the one over the tables does, and names those too wide to draw")
    func wide() throws {
        let period = try #require(Period("2025-26"))
        let stages = try #require(Measure.disparity.breakdowns.first { $0.key == "stage" }?.values(Reference(serviceCode: "SAN")))
        let figures = [
            try index("MALE", stages[0], 1.2, 0.8, 1.9), try index("MALE", stages[1], 5, 1.5, 20),
            try index("MALE", stages[2], 2, 0.2, .infinity),
        ]
        let view = DisparityView(FigureSet.Answer(period: period, figures: figures), years: [], FigureWords(ShippedCodes.codes)) { _, _ in
            nil
        }
        #expect(view.sentence.hasPrefix("Of 3 indices of 1 April 2025 to 31 March 2026, 1 has an interval that does not hold 1."))
        let html = String(decoding: view.html.bytes, as: UTF8.self)
        #expect(html.contains("1 of 3 intervals lies off the line of parity."))
        #expect(html.contains("Not drawn, for their intervals reach past 8: male at \(stages[1]) (off the line); male at \(stages[2])."))
        let drawn = DisparityView(FigureSet.Answer(period: period, figures: [figures[0]]), years: [], FigureWords(ShippedCodes.codes)) {
            _, _ in nil
        }
        #expect(String(decoding: drawn.html.bytes, as: UTF8.self).contains("0 of 1 interval lies off the line of parity.<"))
    }
}
