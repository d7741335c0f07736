import Testing

@testable import HTML

@Suite struct ChartTests {
    let trend = trendChart(
        id: "t", title: "Rate", summary: "It fell.", periods: ["2024", "2025", "2026"],
        series: [
            TrendSeries("Sandholme", values: [200, nil, 100], lower: [150, nil, 70], upper: [260, nil, 140]),
            TrendSeries("Family", values: [1200.5, 2, 3]),
        ],
        style: NumberStyle(places: 1, unit: "%", missing: "None"))

    @Test("a trend's table holds every figure with its interval, and its gaps")
    func trendTable() {
        let html = trend.text
        #expect(
            html.contains(
                "<tr><th scope=\"row\">2024</th><td class=\"number\">200.0% (150.0% to 260.0%)</td><td class=\"number\">1,200.5%</td></tr>")
        )
        #expect(html.contains("<tr><th scope=\"row\">2025</th><td class=\"number\">None</td><td class=\"number\">2.0%</td></tr>"))
    }

    @Test("a trend breaks its line at a gap, and marks each known figure once and each name once")
    func trendMarks() {
        let html = Markup(trend.text)
        #expect(html.all("polyline").map { $0.attributes["class"] } == ["line s0", "line s0", "line s1"])
        #expect(html.all("circle").count == 2 + 1)
        #expect(html.texts.filter { $0 == "Sandholme" }.count == 2)
    }

    @Test("a chart is one image with a name and a sentence")
    func named() {
        let html = Markup(trend.text)
        #expect(html.all("svg").first?.attributes["aria-labelledby"] == "t-title t-desc")
        #expect(html.texts.contains("It fell.") && html.all("figcaption").count == 1 && html.all("table").count == 1)
    }

    @Test("bars are as long as their values, and no value has no bar")
    func bars() {
        let html = Markup(
            barChart(
                id: "b", title: "T", summary: "S", heading: "Group", measure: "Children", bars: [Bar("A", 10), Bar("B", 5), Bar("C", nil)]
            ).text)
        let widths = html.all("rect").compactMap { $0.attributes["width"].flatMap(Double.init) }
        #expect(widths.count == 2)
        #expect(abs(widths[0] - 2 * widths[1]) < 0.2)
        #expect(html.texts.filter { $0 == "No figure" }.count == 2)
    }

    @Test("an interval spans its ends and the family line stands at its value")
    func intervals() {
        let html = Markup(
            intervalChart(
                id: "i", title: "T", summary: "S", measure: "Rate", rows: [IntervalRow("A", 20, lower: 10, upper: 30)],
                reference: ("Family", 20)
            ).text)
        func x(_ element: Markup.Element?, _ name: String) -> Double { element?.attributes[name].flatMap(Double.init) ?? -1 }
        let span = html.all("line").first { $0.attributes["class"] == "span" }
        let family = html.all("line").first { $0.attributes["class"] == "reference" }
        let dot = html.all("circle").first
        #expect(abs(x(span, "x1") + x(span, "x2") - 2 * x(dot, "cx")) < 0.2)
        #expect(x(family, "x1") == x(dot, "cx"))
        #expect(html.texts.contains("20 (10 to 30)"))
        #expect(html.texts.contains("Area") && !html.texts.contains("Outcome"))
        let ofOutcomes = intervalChart(
            id: "i", title: "T", summary: "S", rowName: "Outcome", measure: "Rate", rows: [IntervalRow("A", 20, lower: 10, upper: 30)])
        #expect(Markup(ofOutcomes.text).texts.contains("Outcome"), "the table's rows are named by what they are")
    }

    @Test("with no figures there is a sentence and no drawing")
    func empty() {
        let html = barChart(id: "b", title: "T", summary: "S", heading: "G", measure: "M", bars: [Bar("A", nil)])
        #expect(!html.text.contains("<svg") && html.text.contains("No figures to show."))
    }

    @Test("a series that does not match its periods stops the program")
    func mismatch() async {
        await #expect(processExitsWith: .failure) {
            _ = trendChart(id: "t", title: "", summary: "", periods: ["a", "b"], series: [TrendSeries("x", values: [1])])
        }
    }

    @Test(
        "numbers are written with their places and commas",
        arguments: [
            (0.0, 0, "0"), (0.05, 1, "0.1"), (1234.5, 0, "1,235"), (-0.04, 1, "0.0"), (-1234567.25, 1, "−1,234,567.3"),
            (99.995, 2, "100.00"), (7, 2, "7.00"),
        ])
    func numbers(_ value: Double, _ places: Int, _ text: String) { #expect(fixed(value, places, separator: ",") == text) }

    @Test(
        "axis marks are round, hold zero and hold every value", arguments: [[3.0], [0, 0], [231, 152], [0.002], [-5, 12], [1e6, 2.4e6]])
    func scale(_ values: [Double]) {
        let scale = Scale(values, from: 0, to: 100)
        #expect(scale.low <= min(0, values.min() ?? 0) && scale.high >= (values.max() ?? 0))
        #expect((2...8).contains(scale.marks.count))
        #expect(scale.marks.contains { abs($0) < 1e-12 })
    }
}
