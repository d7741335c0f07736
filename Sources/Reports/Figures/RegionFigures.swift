import Casework
import Records
import Statistics

/// Figures of several services put together: each service is counted under its own scope, by its own codes and settings, as it counts itself, and
/// what adds up is added. Medians and ratios do not add up and are left out.
///
/// A child known to two services is counted by both, as each counts it; how many there are is stated, never taken off.
public struct RegionFigures: Sendable {
    /// One figure of all services together.
    public struct Line: Sendable {
        public let measure: String
        public let part: String
        public let by: [String: String]
        public let unit: FigureUnit
        public fileprivate(set) var numerator = 0.0
        /// Nil where there is nothing to divide by.
        public fileprivate(set) var denominator: Double?
        /// Nil where one service's cannot be told yet.
        public fileprivate(set) var value: Double?
        /// 95 %, where the services' own figures have one.
        public fileprivate(set) var interval: Interval?
        /// How many services gave it.
        public fileprivate(set) var services = 0
        /// Children it counts who look to be a child that another service counts in it too; nil for the cells of a breakdown.
        public fileprivate(set) var alsoElsewhere: Int?
    }

    /// Children who look to be known to two services or more.
    public struct Shared: Sendable {
        public let by: KnownBy
        /// How many there are, and on how many files.
        public let people: Int
        public let files: Int
    }

    /// What one service gave, whole figures only.
    public struct Contribution: Sendable {
        public let service: String
        public let children: Int
        public let figures: [(measure: String, part: String, numerator: Double, denominator: Double?)]
    }

    public let period: Period
    public let lines: [Line]
    public let shared: [Shared]
    /// By code.
    public let services: [Contribution]

    /// Counts every service, so many at a time, each in a snapshot of its own.
    /// - Parameter done: told after each service how many have been counted.
    public static func read(
        _ services: [Service], _ ask: FigureSet.Ask, asAt: Instant? = nil, atOnce: Int, done: @Sendable (Int) -> Void = { _ in }
    ) async throws -> RegionFigures {
        let counted = try await withThrowingTaskGroup(of: RegionPart.self) { group in
            var waiting = services[...]
            func begin() {
                guard let service = waiting.popFirst() else { return }
                group.addTask {
                    let moment = asAt.map { min($0, service.now) }
                    return try await service.read(.wholeService(reason: "figures of a region", asAt: moment)) { try RegionPart($0, ask) }
                }
            }
            for _ in 0..<max(1, atOnce) { begin() }
            var parts: [RegionPart] = []
            while let part = try await group.next() {
                parts.append(part)
                done(parts.count)
                begin()
            }
            return parts
        }
        return RegionFigures(counted.sorted { $0.service < $1.service }, ask)
    }

    private init(_ parts: [RegionPart], _ ask: FigureSet.Ask) {
        period = ask.period
        let known = SharedChildren(parts)
        shared = KnownBy.allCases.map { by in Shared(by: by, people: known.people[by] ?? 0, files: known.files[by] ?? 0) }
        var order: [FigureKey] = []
        var byKey: [FigureKey: [(part: Int, figure: RegionPart.Counted)]] = [:]
        for (index, part) in parts.enumerated() {
            for figure in part.figures {
                if byKey[figure.key] == nil { order.append(figure.key) }
                byKey[figure.key, default: []].append((index, figure))
            }
        }
        let place = Dictionary(uniqueKeysWithValues: ask.measures.enumerated().map { ($0.element.id, $0.offset) })
        lines = order.enumerated().sorted { (place[$0.element.measure] ?? 0, $0.offset) < (place[$1.element.measure] ?? 0, $1.offset) }
            .compactMap { _, key in
                guard let those = byKey[key], those.allSatisfy({ $0.figure.adds }) else { return nil }
                return Line(
                    key, those.map(\.figure), known.alsoElsewhere(key.by.isEmpty ? those.map { ($0.part, $0.figure.children) } : nil))
            }
        services = parts.map { part in
            let whole = part.figures.filter { $0.key.by.isEmpty && $0.adds }
            return Contribution(
                service: part.service, children: part.children.count,
                figures: whole.map { ($0.key.measure, $0.key.part, $0.numerator, $0.denominator) })
        }
    }
}

/// Which figure it is.
private struct FigureKey: Hashable {
    let measure: String
    let part: String
    let by: [String: String]
}

extension RegionFigures.Line {
    fileprivate init(_ key: FigureKey, _ figures: [RegionPart.Counted], _ alsoElsewhere: Int?) {
        (measure, part, by) = (key.measure, key.part, key.by)
        unit = figures.first?.unit ?? .count
        numerator = figures.reduce(0) { $0 + $1.numerator }
        let divided = figures.compactMap(\.denominator)
        denominator = divided.isEmpty ? nil : divided.reduce(0, +)
        services = figures.count
        self.alsoElsewhere = alsoElsewhere
        // A service with nobody to count has no value and takes none away; one whose figure cannot be told yet, or lacks its population, does.
        let isWhole = divided.isEmpty || divided.count == figures.count
        guard isWhole, figures.allSatisfy({ $0.hasValue || $0.denominator == 0 }) else { return }
        guard let denominator else {
            value = numerator
            return
        }
        guard denominator > 0 else { return }
        value = numerator * unit.multiplier / denominator
        guard figures.contains(where: \.hasInterval) else { return }
        interval = unit.interval(numerator, of: denominator)
    }
}

/// What is kept of one service once it has been counted: sums, and who stands in them.
private struct RegionPart: Sendable {
    struct Counted: Sendable {
        let key: FigureKey
        let unit: FigureUnit
        let numerator: Double
        let denominator: Double?
        let hasValue: Bool
        let hasInterval: Bool
        /// Whether it is a sum or a sum over a sum.
        let adds: Bool
        /// The children it counts; only of whole figures.
        let children: Set<RecordID>
    }

    let service: String
    let figures: [Counted]
    let children: [RecordID]
    let marks: [Mark]

    init(_ reader: Reader, _ ask: FigureSet.Ask) throws {
        service = reader.service.code
        figures = try FigureSet(reader, [ask]).answers[0].figures.map(Counted.init)
        var (children, marks): ([RecordID], [Mark]) = ([], [])
        try reader.identities { child, known in
            for one in known { marks.append(Mark(one.by, one.text, child: children.count)) }
            children.append(child)
        }
        (self.children, self.marks) = (children, marks)
    }
}

extension RegionPart.Counted {
    fileprivate init(_ figure: Figure) {
        key = FigureKey(measure: figure.measure, part: figure.part, by: figure.by)
        unit = figure.unit
        (numerator, denominator) = (figure.numerator ?? 0, figure.denominator)
        (hasValue, hasInterval) = (figure.value != nil, figure.interval != nil)
        let isSum: Bool
        if let value = figure.value {
            // Over nothing there is no value, so a denominator here is more than nothing.
            let sum = figure.denominator.map { (figure.numerator ?? 0) * figure.unit.multiplier / $0 } ?? figure.numerator ?? 0
            isSum = abs(sum - value) <= 1e-9 * max(1, abs(value))
        } else {
            isSum = true
        }
        adds = figure.numerator != nil && figure.unit != .days && figure.unit != .ratio && isSum
        children = figure.by.isEmpty ? Set(figure.counted.lazy.map(\.child)) : []
    }
}

/// A name with birth date, or a number, as 128 bits, and whose it is: a million children's fit in memory, and two that differ never meet in practice.
private struct Mark: Sendable {
    let high: Int
    let low: Int
    let by: KnownBy
    let child: Int32

    init(_ by: KnownBy, _ text: String, child: Int) {
        func hash(_ salt: UInt8) -> Int {
            var hasher = Hasher()
            hasher.combine(salt)
            hasher.combine(by)
            hasher.combine(text)
            return hasher.finalize()
        }
        (high, low) = (hash(1), hash(2))
        self.by = by
        self.child = Int32(child)
    }
}

/// Who is known to two services or more.
private struct SharedChildren {
    private(set) var people: [KnownBy: Int] = [:]
    private(set) var files: [KnownBy: Int] = [:]
    /// The marks shared, of each child who has one, by service.
    private var marksOf: [[RecordID: [Int]]]

    init(_ parts: [RegionPart]) {
        marksOf = Array(repeating: [:], count: parts.count)
        var all: [(mark: Mark, part: Int32)] = []
        all.reserveCapacity(parts.reduce(0) { $0 + $1.marks.count })
        for (index, part) in parts.enumerated() { for mark in part.marks { all.append((mark, Int32(index))) } }
        all.sort { ($0.mark.high, $0.mark.low, $0.part) < ($1.mark.high, $1.mark.low, $1.part) }
        var start = 0
        while start < all.count {
            var end = start + 1
            while end < all.count, all[end].mark.high == all[start].mark.high, all[end].mark.low == all[start].mark.low { end += 1 }
            if all[start].part != all[end - 1].part {
                people[all[start].mark.by, default: 0] += 1
                files[all[start].mark.by, default: 0] += end - start
                for one in all[start..<end] {
                    let part = Int(one.part)
                    marksOf[part][parts[part].children[Int(one.mark.child)], default: []].append(start)
                }
            }
            start = end
        }
    }

    /// Of the children counted in each service, how many share a mark with a child counted in another.
    func alsoElsewhere(_ counted: [(part: Int, children: Set<RecordID>)]?) -> Int? {
        guard let counted else { return nil }
        var holders: [Int: Set<Int>] = [:]
        var marked: [(part: Int, marks: [Int])] = []
        for (part, children) in counted {
            for (child, marks) in marksOf[part] where children.contains(child) {
                marked.append((part, marks))
                for mark in marks { holders[mark, default: []].insert(part) }
            }
        }
        return marked.count { one in one.marks.contains { (holders[$0]?.count ?? 0) > 1 } }
    }
}
