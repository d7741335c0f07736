import Casework
import Foundation
import Records
import Statistics

/// Figures of one or more periods, counted in one pass over one snapshot of the records. (S-PER-01, S-PER-21)
///
/// The command `report figures` and every page of figures are made from one of these, so that they cannot differ.
public struct FigureSet: Sendable {
    /// Which measures are wanted for a period.
    public struct Ask: Sendable {
        public let period: Period
        public let measures: [Measure]

        public init(_ period: Period, _ measures: [Measure] = allMeasures) {
            self.period = period
            self.measures = measures
        }
    }

    /// What an ask was answered with.
    public struct Answer: Sendable {
        public let period: Period
        public let figures: [Figure]

        /// The figures of one measure, in its own order.
        public func of(_ measure: Measure) -> [Figure] { figures.filter { $0.measure == measure.id } }

        /// One figure; nil when the measure does not give it for this period.
        public func figure(_ measure: Measure, _ part: String, by: [String: String] = [:]) -> Figure? {
            figures.first { $0.measure == measure.id && $0.part == part && $0.by == by }
        }
    }

    /// The service's code.
    public let service: String
    /// The moment the records were read at: the one asked for, else the moment of reading.
    public let asAt: Instant
    public let reference: Reference
    /// One for each ask, in their order.
    public let answers: [Answer]
    /// The journal's last entry when this was read.
    public let head: Int64

    /// The day the figures are answers for.
    public var day: Day { asAt.londonDay }

    /// Counts over the whole service: figures count every child, whoever looks; who is in them is for a reader's own scope to show.
    ///
    /// One set is counted at a time. Every processor counts a share of the children, each in a snapshot of its own. Where a command came between two snapshots, which their
    /// heads tell, one snapshot counts them all again.
    public static func read(_ service: Service, _ asks: [Ask], asAt: Instant? = nil) async throws -> FigureSet {
        let now = service.now
        let scope = Scope.wholeService(reason: "figures", asAt: asAt.map { min($0, now) })
        // One reader is left to everybody else, however many processors there are.
        let shares = CaseloadShare.split(min(3, ProcessInfo.processInfo.activeProcessorCount))
        return try await service.longReads.alone { try await read(service, scope, asks, now, shares) }
    }

    private static func read(
        _ service: Service, _ scope: Scope, _ asks: [Ask], _ now: Instant, _ shares: [CaseloadShare]
    ) async throws -> FigureSet {
        let counted = try await withThrowingTaskGroup(of: (Int, Counted).self) { group in
            for (place, share) in shares.enumerated() {
                group.addTask { (place, try await service.read(scope) { try Counted($0, asks, now, share) }) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        if let joined = Counted.joined(shares.indices.compactMap { counted[$0] }) { return FigureSet(service.code, asks, joined) }
        return try await service.read(scope) { try FigureSet($0, asks) }
    }

    /// Counts in a snapshot that is already open.
    public init(_ reader: Reader, _ asks: [Ask]) throws {
        self.init(reader.service.code, asks, try Counted(reader, asks, reader.service.now, .whole))
    }

    private init(_ service: String, _ asks: [Ask], _ counted: Counted) {
        self.service = service
        asAt = counted.moment
        head = counted.head
        reference = counted.reference
        answers = zip(asks, counted.counts).map { ask, count in
            Answer(period: ask.period, figures: Array(count.measures.indices).mapOnEveryCore(fewest: 1, count.figures(at:)).flatMap { $0 })
        }
    }

    /// What one snapshot gave of a share of the children.
    private struct Counted: Sendable {
        let moment: Instant
        let reference: Reference
        let head: Int64
        var counts: [Counting]

        init(_ reader: Reader, _ asks: [Ask], _ now: Instant, _ share: CaseloadShare) throws {
            let moment = reader.scope.asAt ?? now
            let reference = try reader.figureReference()
            var counts = asks.map { ask in
                Counting(ask.measures, Question(period: ask.period, today: moment.londonDay, reference: reference))
            }
            if !counts.isEmpty {
                try reader.caseFiles(counts.flatMap(\.needs), share: share) { file in
                    for index in counts.indices { counts[index].add(file) }
                }
            }
            self.moment = moment
            self.reference = reference
            self.counts = counts
            head = try reader.headPosition()
        }

        /// All shares as one, in their order; nil when they did not see the same records.
        static func joined(_ shares: [Counted]) -> Counted? {
            guard var all = shares.first, shares.allSatisfy({ $0.head == all.head }) else { return nil }
            for later in shares.dropFirst() {
                for index in all.counts.indices { all.counts[index].append(later.counts[index]) }
            }
            return all
        }
    }

    /// The figures of one ask as files carry them (interchange.md §2).
    public func sheet(_ index: Int = 0) -> FigureSheet {
        FigureSheet(service: service, period: answers[index].period, asAt: asAt.iso, figures: answers[index].figures)
    }
}

extension Reader {
    /// What measures are told besides case files.
    func figureReference() throws -> Reference {
        try Reference(
            codes: codes(), populations: serviceRecords(Population.self).map(\.value),
            comparators: serviceRecords(Comparator.self).map(\.value), areas: serviceRecords(Area.self).map(\.value),
            board: serviceRecords(BoardAttendance.self).map { Entry(id: $0.id, ref: $0.ref, value: $0.value) },
            serviceCode: service.code, outOfCourtDays: outOfCourtDays())
    }
}

extension Measure {
    /// The figure that stands for the whole measure on an overview: the first part; of the tracker the latest month all have reached.
    public func headline(_ figures: [Figure]) -> Figure? {
        let whole = figures.filter { $0.measure == id && $0.by.isEmpty }
        if counts == .child, let latest = whole.last(where: { $0.extras["reached"] != nil && $0.value != nil }) { return latest }
        return whole.first { $0.part == parts.first?.id }
    }
}
