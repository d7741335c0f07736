/// Lines over one axis, each named at its end, with bands for their intervals: what trends and curves are drawn by.
struct LinePlot {
    /// Along the foot, first to last.
    let ticks: [String]
    /// Where each tick stands, rising; the spaces between ticks are as the numbers are.
    let positions: [Double]
    let series: [TrendSeries]
    let scale: Scale
    let style: NumberStyle
    let left: Double
    let right: Double
    let names: [[String]]
    let top = 12.0
    /// Low enough for the names beside the lines to stand one under another.
    let bottom: Double

    init(ticks: [String], positions: [Double], series: [TrendSeries], all: [Double], style: NumberStyle) {
        self.ticks = ticks
        self.positions = positions
        self.series = series
        self.style = style
        names = series.map { line in
            let last = line.values.lastIndex { $0 != nil }
            // A number that is not of the newest day says of which it is: the newest may be hidden.
            let when = last.map { $0 < ticks.count - 1 ? wrapped(ticks[$0], at: 12) : [] } ?? []
            return wrapped(line.name, at: 12) + when + [style.text(last.flatMap { line.values[$0] })]
        }
        bottom = max(196, names.reduce(0) { $0 + Double($1.count) * 15 + 3 })
        scale = Scale(all, from: bottom, to: top, places: style.places)
        let marks = NumberStyle(places: scale.places)
        left = 8 + (scale.marks.map { width(of: marks.text($0)) }.max() ?? 0)
        right = chartWidth - min(140, 16 + (names.joined().map(width).max() ?? 0))
    }

    /// Down to the foot of the labels along it.
    var height: Double { bottom + 21 + 15 * Double(ticks.indices.map { lines(of: $0).count }.max() ?? 1) }

    var drawing: HTML {
        var out = grid
        for (index, line) in series.enumerated() where line.hasInterval { out += band(line, index) }
        for (index, line) in series.enumerated() { out += strokes(line, index) }
        return out + labels
    }

    private func x(_ index: Int) -> Double {
        let (first, last) = (positions.first ?? 0, positions.last ?? 0)
        guard last > first else { return (left + right) / 2 }
        return left + 6 + (right - left - 12) * (positions[index] - first) / (last - first)
    }

    private var grid: HTML {
        var out = HTML.empty
        let marks = NumberStyle(places: scale.places)
        for mark in scale.marks {
            let kind: HTML = mark == 0 ? "axis" : "grid"
            out += "<line class=\"\(kind)\" x1=\"\(left)\" y1=\"\(scale(mark))\" x2=\"\(right)\" y2=\"\(scale(mark))\"/>\n"
            out += label(marks.text(mark), x: left - 5, y: scale(mark) + 4.5, anchor: "end", class: "quiet")
        }
        let named = namedTicks
        for index in ticks.indices where named.contains(index) || !isEven {
            out += "<line class=\"axis\" x1=\"\(x(index))\" y1=\"\(bottom)\" x2=\"\(x(index))\" y2=\"\(bottom + 5)\"/>\n"
            guard named.contains(index) else { continue }
            for (row, words) in lines(of: index).enumerated() {
                out += label(words, x: centre(index), y: bottom + 21 + 15 * Double(row), anchor: "middle", class: "quiet")
            }
        }
        return out
    }

    /// The middle of a tick's name.
    private func centre(_ index: Int) -> Double { max(breadth(index) / 2, x(index)) }

    /// How wide a tick's name comes out.
    private func breadth(_ index: Int) -> Double { lines(of: index).map(width).max() ?? 0 }

    /// A tick's name: in one line but where two would then not both find room.
    private func lines(of index: Int) -> [String] { isTight ? wrapped(ticks[index], at: 14) : [ticks[index]] }

    private var isTight: Bool {
        guard ticks.count == 2 else { return false }
        let (first, last) = (width(of: ticks[0]), width(of: ticks[1]))
        return max(first / 2, x(0)) + first / 2 + 10 > x(1) - last / 2
    }

    private var isEven: Bool { Set(zip(positions, positions.dropFirst()).map { $1 - $0 }).count < 2 }

    /// The ticks there is room to name. Counted from the newest, which is the one people look for.
    private var namedTicks: Set<Int> {
        // Two are named wherever both have room: one alone does not say what the line comes from.
        if isEven, ticks.count > 2 {
            let widest = (ticks.map(width).max() ?? 0) + 10
            let room = max(1, Int((right - left) / widest))
            let every = max(1, (ticks.count + room - 1) / room)
            return Set(ticks.indices.filter { (ticks.count - 1 - $0).isMultiple(of: every) })
        }
        var (named, edge): (Set<Int>, Double) = ([], .infinity)
        for index in ticks.indices.reversed() {
            let half = breadth(index) / 2 + 5
            guard centre(index) + half <= edge else { continue }
            named.insert(index)
            edge = centre(index) - half
        }
        return named
    }

    /// Stretches of neighbouring points that pass the test.
    private func runs(where holds: (Int) -> Bool) -> [[Int]] {
        var runs: [[Int]] = []
        for index in ticks.indices where holds(index) {
            if let last = runs.last?.last, last == index - 1 {
                runs[runs.count - 1].append(index)
            } else {
                runs.append([index])
            }
        }
        return runs
    }

    private func band(_ line: TrendSeries, _ number: Int) -> HTML {
        let shapes: [HTML] = runs { line.interval($0) != nil }.map { run in
            let over: [HTML] = run.map { "\(x($0)),\(scale(line.interval($0)?.1 ?? 0))" }
            let under: [HTML] = run.reversed().map { "\(x($0)),\(scale(line.interval($0)?.0 ?? 0))" }
            guard run.count > 1 else {
                let (low, high) = line.interval(run[0]) ?? (0, 0)
                return
                    "<line class=\"line s\(number)\" x1=\"\(x(run[0]))\" y1=\"\(scale(low))\" x2=\"\(x(run[0]))\" y2=\"\(scale(high))\"/>\n"
            }
            return "<polygon class=\"band b\(number)\" points=\"\((over + under).joined(separator: " "))\"/>\n"
        }
        return shapes.joined()
    }

    private func strokes(_ line: TrendSeries, _ number: Int) -> HTML {
        let paths: [HTML] = runs { line.values[$0] != nil }.map { run in
            let points: [HTML] = run.map { "\(x($0)),\(scale(line.values[$0] ?? 0))" }
            return "<polyline class=\"line s\(number)\" points=\"\(points.joined(separator: " "))\"/>\n"
        }
        let marks: [HTML] = ticks.indices.compactMap { index in
            line.values[index].map { mark(number, x(index), scale($0)) }
        }
        return paths.joined() + marks.joined()
    }

    /// A circle, square, triangle or diamond, so that lines differ by more than colour.
    private func mark(_ number: Int, _ x: Double, _ y: Double) -> HTML {
        switch number {
        case 0: "<circle class=\"m0\" cx=\"\(x)\" cy=\"\(y)\" r=\"3.2\"/>\n"
        case 1: "<rect class=\"m1\" x=\"\(x - 3)\" y=\"\(y - 3)\" width=\"6\" height=\"6\"/>\n"
        case 2: "<polygon class=\"m2\" points=\"\(x),\(y - 4) \(x + 4),\(y + 3) \(x - 4),\(y + 3)\"/>\n"
        default: "<polygon class=\"m3\" points=\"\(x),\(y - 4.5) \(x + 4.5),\(y) \(x),\(y + 4.5) \(x - 4.5),\(y)\"/>\n"
        }
    }

    /// Names at the ends of the lines, moved apart where they would overlap.
    private var labels: HTML {
        let order = series.indices.sorted { end($0) < end($1) }
        var tops: [Int: Double] = [:]
        var floor = top - 8
        for index in order {
            let height = Double(names[index].count) * 15
            tops[index] = max(floor, end(index) - height / 2)
            floor = (tops[index] ?? 0) + height + 3
        }
        // Above the labels of the foot, which reach under the names.
        var ceiling = bottom + 6
        for index in order.reversed() {
            let height = Double(names[index].count) * 15
            tops[index] = min(tops[index] ?? 0, ceiling - height)
            ceiling = (tops[index] ?? 0) - 3
        }
        var out = HTML.empty
        for index in series.indices {
            let start = tops[index] ?? 0
            out += mark(index, right + 6, start + 7.5)
            for (row, words) in names[index].enumerated() {
                let y = start + 12 + Double(row) * 15
                let isNumber = row == names[index].count - 1
                out += label(words, x: right + 14, y: y, class: isNumber ? "strong" : nil)
            }
        }
        return out
    }

    private func end(_ index: Int) -> Double { scale((series[index].values.last { $0 != nil } ?? nil) ?? 0) }
}
