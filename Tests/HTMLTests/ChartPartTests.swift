import Testing

@testable import HTML

/// Curves, funnels, flows and pyramids: where things stand in the drawing, and that the sentence is the data's. (S-PER-04, S-PER-07, S-PER-10, S-PER-14)
@Suite struct ChartPartTests {
    private func number(_ element: Markup.Element?, _ name: String) -> Double { element?.attributes[name].flatMap(Double.init) ?? .nan }
    private func points(_ element: Markup.Element) -> [(x: Double, y: Double)] {
        (element.attributes["points"] ?? "").split(separator: " ").map { pair in
            let parts = pair.split(separator: ",").compactMap { Double($0) }
            return (parts[0], parts[1])
        }
    }

    // MARK: Axes

    @Test(
        "marks of an axis have no more decimals than its figures: a count has no half children",
        arguments: [1.0, 2, 3, 4, 6, 9, 10, 25, 240])
    func wholeMarks(_ most: Double) {
        let scale = Scale([most], from: 0, to: 100, places: 0)
        #expect(scale.marks.allSatisfy { $0 == $0.rounded() } && scale.high >= most)
        let html = Markup(
            trendChart(id: "t", title: "T", summary: "S", periods: ["a", "b"], series: [TrendSeries("N", values: [0, most])]).text)
        #expect(!html.texts.contains { $0.contains(".") })
        #expect(Set(html.texts).contains("0"))
    }

    @Test("a line whose newest value is hidden says at its end of which day its number is, and both days are named")
    func hiddenEnd() {
        let days = ["30 September 2025", "30 September 2026"]
        func texts(_ values: [Double?]) -> [String] {
            Markup(trendChart(id: "t", title: "T", summary: "S", periods: days, series: [TrendSeries("Ours", values: values)]).text).texts
                .map { $0.filter { !$0.isNewline }.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
        }
        let hidden = texts([1, nil])
        #expect(hidden.joined(separator: " ").contains("Ours 30 September 2025 1 S"))
        // Under the drawing and in the table.
        for day in days { #expect(hidden.count { $0 == day } >= 2, "\(day)") }
        #expect(!texts([1, 2]).joined(separator: " ").contains("Ours 30 September 2025 1 S"))
    }

    @Test("S-PER-21: of two long days both are named at the foot, in lines where the number beside the line leaves little room")
    func twoLongDays() {
        let html = Markup(
            trendChart(
                id: "t", title: "T", summary: "S", periods: ["to 30 September 2025", "to 30 September 2026"],
                series: [TrendSeries("Sandholme", values: [158.3, 170.1])], style: NumberStyle(places: 1, unit: " per 100,000")
            ).text)
        let named = html.all("text").filter { $0.attributes["text-anchor"] == "middle" }
        #expect(Set(named.map { number($0, "x") }).count == 2 && named.count == 4)
    }

    @Test("the names beside four lines keep apart, however long they are")
    func names() {
        let long = (0..<4).map { TrendSeries("Other informal action with our involvement \($0)", values: [1, 2]) }
        let html = Markup(trendChart(id: "t", title: "T", summary: "S", periods: ["a", "b"], series: long).text)
        let heights = html.all("text").filter { $0.attributes["text-anchor"] == nil }.map { number($0, "y") }.sorted()
        #expect(heights.count == 4 * 7 && (heights.first ?? 0) > 0)
        #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 > 14 })
    }

    @Test("S-PER-16: days that are not evenly apart stand as far apart as they are, and only names there is room for are written")
    func unevenDays() {
        let days = ["30 September 2025", "31 December 2025", "31 March 2026", "7 April 2026", "14 April 2026"]
        let at = [0.0, 92, 182, 189, 196]
        let html = Markup(
            trendChart(
                id: "t", title: "T", summary: "S", periods: days, at: at, series: [TrendSeries("N", values: [1, 2, 3, 4, 5])]
            ).text)
        let line = html.all("polyline").map(points)[0]
        let perDay = (line[4].x - line[0].x) / 196
        #expect(zip(line, at).allSatisfy { abs($0.x - line[0].x - $1 * perDay) < 0.2 })
        let named = html.all("text").filter { $0.attributes["text-anchor"] == "middle" }.map { number($0, "x") }.sorted()
        // The newest is named, and no two names lie on each other.
        #expect(named.count < days.count && abs((named.last ?? 0) - line[4].x) < 0.2)
        let room = width(of: days[0])
        #expect(zip(named, named.dropFirst()).allSatisfy { $1 - $0 > room * 0.8 })
    }

    // MARK: Curves

    private let curves = [
        Curve("Referral order", [CurvePoint(at: 3, 10, note: "4 of 40"), CurvePoint(at: 12, 40, lower: 26, upper: 55, note: "16 of 40")]),
        Curve("Youth caution", [CurvePoint(at: 3, 5, note: "1 of 20"), CurvePoint(at: 12, 15, lower: 5, upper: 36, note: "3 of 20")]),
        Curve("Custody", [CurvePoint(at: 3, 50, note: "2 of 4"), CurvePoint(at: 12, nil)]),
    ]

    @Test("S-PER-04: each curve starts from nothing, stands where its months are, and stops where it cannot be told")
    func curve() {
        let html = Markup(curveChart(id: "c", title: "T", axis: "Months since the outcome", heading: "Disposal", curves: curves).text)
        let lines = html.all("polyline").map(points)
        #expect(lines.map(\.count) == [3, 3, 2])
        // One foot, one start; three months lie a quarter of the way to twelve.
        #expect(Set(lines.map { $0[0].x }).count == 1 && Set(lines.map { $0[0].y }).count == 1)
        let (start, quarter, end) = (lines[0][0].x, lines[0][1].x, lines[0][2].x)
        #expect(abs((quarter - start) * 4 - (end - start)) < 0.5)
        // Twice as high is twice as far from the foot: 10, 5 and 40.
        let foot = lines[0][0].y
        #expect(
            abs((foot - lines[0][1].y) - 2 * (foot - lines[1][1].y)) < 0.3 && abs((foot - lines[0][2].y) - 4 * (foot - lines[0][1].y)) < 0.5
        )
        #expect(html.texts.contains("40.0% (26.0% to 55.0%), 16 of 40") && html.texts.contains("12 months"))
    }

    @Test("S-PER-04: the sentence names highest and lowest with what they are made of, whether chance parts them, and who stops short")
    func curveWords() {
        #expect(
            curveSentence(curves, unit: "months")
                == "After 12 months the highest is Referral order, 40.0% (16 of 40), and the lowest Youth caution, 15.0% (3 of 20). Their 95% intervals overlap, so chance may have parted them. Not followed so far yet: Custody."
        )
        #expect(curveSentence([curves[1]], unit: "months") == "After 12 months, Youth caution: 15.0% (3 of 20).")
        #expect(curveSentence([Curve("A", [CurvePoint(at: 3, nil)])], unit: "months") == "None can be told yet.")
    }

    @Test("S-PER-04: of any curves the sentence's highest is not below its lowest, and both are drawn", arguments: 0..<50)
    func curveProperty(_ seed: Int) {
        var state = UInt64(seed) &* 6_364_136_223_846_793_005 &+ 1
        func next(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let made = (0..<(1 + next(7))).map { index -> Curve in
            var so = 0.0
            return Curve(
                "Group \(index)",
                [3.0, 6, 9, 12].prefix(1 + next(4)).map { at in
                    so += Double(next(20))
                    return CurvePoint(at: at, so)
                })
        }
        let sentence = curveSentence(made, unit: "months")
        let html = Markup(curveChart(id: "c", title: "T", axis: "Months", heading: "Group", curves: made).text)
        #expect(html.faults.isEmpty, "seed \(seed): \(html.faults)")
        #expect(html.all("polyline").count == made.count, "seed \(seed)")
        let last = made.flatMap { $0.points.map(\.at) }.max() ?? 0
        let ends = made.compactMap { curve in curve.points.first { $0.at == last }?.value }
        let style = NumberStyle(places: 1, unit: "%")
        #expect(sentence.contains(style.text(ends.max())) && sentence.contains(style.text(ends.min())), "seed \(seed): \(sentence)")
        #expect(html.texts.contains { $0.contains(sentence.prefix(20)) })
    }

    // MARK: Funnel

    private func limits(_ base: Double) -> FunnelLimits {
        FunnelLimits(base: base, inner: (40 - 100 / base, 40 + 100 / base), outer: (40 - 150 / base, 40 + 150 / base))
    }

    @Test("S-PER-07: a funnel says who lies outside what chance allows, and ours wherever it lies")
    func funnel() {
        let own = FunnelPoint("Sandholme", 42, limits: limits(10), isHighlighted: true)
        let others = [
            FunnelPoint("Westmere", 52, limits: limits(10)), FunnelPoint("Ashcombe", 56, limits: limits(10)),
            FunnelPoint("Ilse", 40, limits: limits(40)),
        ]
        #expect(
            funnelSentence([own] + others, average: ("Average without us", 40))
                == "Sandholme, at 42, lies within the 95% limits around the average without us, 40: chance alone could make it so. Outside the limits: Westmere (above the 95% limits), Ashcombe (above the 99.8% limits)."
        )
        let low = FunnelPoint("Sandholme", 24, limits: limits(10), isHighlighted: true)
        #expect(funnelSentence([low], average: ("Average", 40)) == "Sandholme, at 24, is below the 99.8% limits around the average, 40.")
        let html = Markup(
            funnelChart(
                id: "f", title: "T", measure: "Rate", baseName: "Children", points: [own] + others, average: ("Average", 40),
                limits: [5, 10, 20, 40].map(limits)
            ).text)
        // Named in the drawing: ours and those outside; all are in the table.
        #expect(html.all("circle").count == 3 && html.all("polygon").count == 1)
        #expect(html.texts.filter { $0 == "Westmere" }.count == 2 && html.texts.filter { $0 == "Ilse" }.count == 1)
        let edges = html.all("polyline").map(points)
        #expect(edges.count == 4)
        // The limits close in on the average as the base grows.
        let widths = zip(edges[0], edges[1]).map { $1.y - $0.y }
        #expect(zip(widths, widths.dropFirst()).allSatisfy { $0 > $1 })
    }

    // MARK: Flow

    @Test("S-PER-10: a flow's places are as high as their counts, its bands as what goes between, and its sentence adds up")
    func flow() {
        let steps: [(name: String, nodes: [FlowNode])] = [
            ("Referral", [FlowNode("all", "Received")]),
            ("Decision", [FlowNode("caution", "Youth caution"), FlowNode("none", "No further action"), FlowNode("never", "Charged")]),
        ]
        let links = [FlowLink("all", "caution", 30), FlowLink("all", "none", 10), FlowLink("all", "never", 0)]
        #expect(
            flowSentence(counting: "referrals", steps: steps, links: links)
                == "Of 40 referrals, youth caution, 30 (75.0%); no further action, 10 (25.0%).")
        let html = Markup(flowChart(id: "f", title: "T", counting: "referrals", steps: steps, links: links).text)
        let heights = html.all("rect").map { number($0, "height") }
        #expect(heights.count == 3 && abs(heights[0] - 4 * heights[2]) < 0.5 && abs(heights[1] - 3 * heights[2]) < 0.5)
        #expect(html.all("path").count == 2 && html.texts.contains("30 from received"))
        let nobody = flowChart(id: "f", title: "T", counting: "referrals", steps: steps, links: [])
        #expect(!nobody.text.contains("<svg") && nobody.text.contains("No referrals to follow."))
    }

    // MARK: Pyramid

    @Test("S-PER-14: a pyramid's sides are to one scale, and its sentence counts all, those of neither side too")
    func pyramid() {
        let bands = [PyramidBand("14", left: 10, right: 5), PyramidBand("15", left: 20, right: 4, rest: 1)]
        #expect(
            pyramidSentence(counting: "children", sides: ("Male", "Female"), bands: bands)
                == "Of 40 children, 30 (75.0%) are male and 9 (22.5%) female; of 1 it is neither or not known. The largest group is male, 15, with 20."
        )
        let html = Markup(pyramidChart(id: "p", title: "T", counting: "children", sides: ("Male", "Female"), bands: bands).text)
        let bars = html.all("rect")
        #expect(bars.count == 4)
        // Oldest uppermost; each left bar ends where the right ones of its age begin, a gutter apart.
        let widths = bars.map { number($0, "width") }
        #expect(abs(widths[0] - 2 * widths[2]) < 0.3 && abs(widths[0] - 5 * widths[1]) < 0.6 && abs(widths[3] * 2 - widths[2]) < 0.3)
        let inner = [0, 2].map { number(bars[$0], "x") + widths[$0] }
        #expect(abs(inner[0] - inner[1]) < 0.3 && number(bars[1], "x") == number(bars[3], "x"))
        let held = pyramidSentence(counting: "children", sides: ("Male", "Female"), bands: [PyramidBand("14", left: nil, right: 9)])
        #expect(held == "Some counts are held back to protect small numbers, so no total is told.")
    }
}
