/// A place in a flow: all that are in one state at one step.
public struct FlowNode: Sendable {
    public let id: String
    public let label: String
    /// As it may be told: "fewer than 6" where the count is protected; nil writes the count.
    public let shown: String?
    public let address: Address?

    public init(_ id: String, _ label: String, shown: String? = nil, to address: Address? = nil) {
        self.id = id
        self.label = label
        self.shown = shown
        self.address = address
    }
}

/// How many went from one place to another.
public struct FlowLink: Sendable {
    public let from: String
    public let to: String
    public let count: Double

    public init(_ from: String, _ to: String, _ count: Double) {
        self.from = from
        self.to = to
        self.count = count
    }
}

/// What became of many: steps from left to right, each place as high as its count, with bands for those who went on from one to the next.
///
/// - Parameters:
///   - id: unique on the page.
///   - steps: the places of each step, first step first; a place nobody reached is left out.
///   - links: between places of neighbouring steps. Those of a place that go on nowhere stay where they are.
///   - counting: what is counted, in the plural: "referrals".
public func flowChart(id: String, title: String, counting: String, steps: [(name: String, nodes: [FlowNode])], links: [FlowLink]) -> HTML {
    let plot = FlowPlot(steps, links)
    let summary = flowSentence(counting: counting, steps: steps, links: links)
    guard plot.most > 0 else { return emptyChart(id: id, title: title, summary: summary) }
    var rows: [[HTML]] = []
    for (step, places) in plot.columns.enumerated() {
        for place in places {
            let number: HTML = "\(place.written)"
            let from = links.filter { $0.to == place.node.id && $0.count > 0 }.compactMap { link in
                plot.label(link.from).map { "\(NumberStyle().text(link.count)) from \($0.lowercasedStart)" }
            }
            rows.append([
                "\(place.node.label)", "\(steps[step].name)", place.node.address.map { link(to: $0, number) } ?? number,
                "\(from.joined(separator: ", "))",
            ])
        }
    }
    let numbers = table(
        caption: title, columns: [Column("Where"), Column("Step"), Column(counting.capitalisedFirst, isNumeric: true), Column("Of these")],
        rows: rows)
    return chart(id: id, title: title, summary: summary, height: plot.height, drawing: plot.drawing, table: numbers)
}

/// How many there were, and where most of them ended.
public func flowSentence(counting: String, steps: [(name: String, nodes: [FlowNode])], links: [FlowLink]) -> String {
    let plot = FlowPlot(steps, links)
    guard let first = plot.columns.first, plot.columns.count > 1 else { return "There is no flow to show." }
    // Where none go on from, at whatever step.
    let last = plot.columns.joined().filter { place in !links.contains { $0.from == place.node.id && $0.count > 0 } }
    let all = first.map(\.count).reduce(0, +)
    guard all > 0 else { return "No \(counting) to follow." }
    let number = NumberStyle()
    let share = NumberStyle(places: 1, unit: "%")
    let told = last.sorted { ($1.count, $0.node.label) < ($0.count, $1.node.label) }.prefix(3).map {
        "\($0.node.label.lowercasedStart), \($0.written) (\(share.text($0.count / all * 100)))"
    }
    let more = last.count - told.count
    return "Of \(number.text(all)) \(counting), \(told.joined(separator: "; "))\(more > 0 ? "; and \(more) smaller" : "")."
}

private struct FlowPlot {
    struct Place {
        let node: FlowNode
        let count: Double
        var top = 0.0
        var written: String { node.shown ?? NumberStyle().text(count) }
    }

    var columns: [[Place]]
    let links: [FlowLink]
    let most: Double
    /// Of one counted.
    let unit: Double
    let height: Double
    private let names: [String]
    /// How many characters a line of a name has, by step: the names of three steps share the width.
    private let wraps: [Int]
    private let bar = 10.0
    private static let head = 22.0

    init(_ steps: [(name: String, nodes: [FlowNode])], _ links: [FlowLink]) {
        func sum(_ holds: (FlowLink) -> Bool) -> Double { links.filter(holds).reduce(0) { $0 + max(0, $1.count) } }
        columns = steps.map { step in
            step.nodes.map { node in Place(node: node, count: max(sum { $0.to == node.id }, sum { $0.from == node.id })) }
                .filter { $0.count > 0 }
        }
        names = steps.map(\.name)
        self.links = links
        most = columns.map { $0.reduce(0) { $0 + $1.count } }.max() ?? 0
        unit = most > 0 ? 200 / most : 0
        wraps = steps.count == 3 ? [13, 14, 11] : Array(repeating: steps.count == 2 ? 20 : 10, count: steps.count)
        var lowest = 0.0
        for step in columns.indices {
            var y = Self.head
            for index in columns[step].indices {
                columns[step][index].top = y
                let place = columns[step][index]
                // High enough for its name and number, however few it holds.
                let room = Double(wrapped(place.node.label, at: wraps[step]).count + 1) * 15
                y += max(place.count * unit, room) + 8
            }
            lowest = max(lowest, y)
        }
        height = lowest
        // Shorter steps are spread over the whole height, so that bands cross less.
        for step in columns.indices where columns[step].count > 1 {
            guard let last = columns[step].last else { continue }
            let room = Double(wrapped(last.node.label, at: wraps[step]).count + 1) * 15
            let spare = (lowest - 8 - last.top - max(last.count * unit, room)) / Double(columns[step].count - 1)
            for index in columns[step].indices { columns[step][index].top += max(0, spare) * Double(index) }
        }
    }

    func label(_ id: String) -> String? { columns.joined().first { $0.node.id == id }?.node.label }

    private func x(_ step: Int) -> Double {
        guard columns.count > 1 else { return 0 }
        // Of three steps the middle stands to the left: its names stand to its right, and those of the last to the left of theirs.
        let share = columns.count == 3 && step == 1 ? 0.36 : Double(step) / Double(columns.count - 1)
        return share * (chartWidth - bar)
    }

    var drawing: HTML {
        var out = HTML.empty
        var (left, entered): ([String: Double], [String: Double]) = ([:], [:])
        for step in columns.indices.dropLast() {
            for from in columns[step] {
                for to in columns[step + 1] {
                    let count = links.filter { $0.from == from.node.id && $0.to == to.node.id }.reduce(0) { $0 + max(0, $1.count) }
                    guard count > 0 else { continue }
                    let (start, end) = (from.top + left[from.node.id, default: 0], to.top + entered[to.node.id, default: 0])
                    out += band(x(step) + bar, start, x(step + 1), end, count * unit)
                    left[from.node.id, default: 0] += count * unit
                    entered[to.node.id, default: 0] += count * unit
                }
            }
        }
        for step in columns.indices { out += bars(step) }
        return out
    }

    private func band(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ high: Double) -> HTML {
        let middle = (x1 + x2) / 2
        return
            "<path class=\"flow\" d=\"M\(x1),\(y1) C\(middle),\(y1) \(middle),\(y2) \(x2),\(y2) L\(x2),\(y2 + high) C\(middle),\(y2 + high) \(middle),\(y1 + high) \(x1),\(y1 + high) Z\"/>\n"
    }

    private func bars(_ step: Int) -> HTML {
        let isLast = step == columns.count - 1 && step > 0
        let at = isLast ? x(step) - 5 : x(step) + bar + 5
        var out = HTML.empty
        out += HTML.text(names[step], x: isLast ? chartWidth : x(step), y: 13, isEnd: isLast, class: "quiet")
        for place in columns[step] {
            out +=
                "<rect class=\"bar strong\" x=\"\(x(step))\" y=\"\(place.top)\" width=\"\(bar)\" height=\"\(max(1.5, place.count * unit))\"/>\n"
            var y = place.top + 12
            for words in wrapped(place.node.label, at: wraps[step]) {
                out += HTML.text(words, x: at, y: y, isEnd: isLast, class: "halo")
                y += 15
            }
            out += HTML.text(place.written, x: at, y: y, isEnd: isLast, class: "halo strong")
        }
        return out
    }
}

extension HTML {
    fileprivate static func text(_ words: String, x: Double, y: Double, isEnd: Bool, class name: StaticString) -> HTML {
        label(words, x: x, y: y, anchor: isEnd ? "end" : "start", class: name)
    }
}
