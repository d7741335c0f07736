import Casework
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
    public static func read(_ service: Service, _ asks: [Ask], asAt: Instant? = nil) async throws -> FigureSet {
        try await service.read(.wholeService(reason: "figures", asAt: asAt.map { min($0, service.now) })) { try FigureSet($0, asks) }
    }

    /// Counts in a snapshot that is already open.
    public init(_ reader: Reader, _ asks: [Ask]) throws {
        service = reader.service.code
        let moment = reader.scope.asAt ?? reader.service.now
        let reference = try Reference(
            codes: reader.codes(), populations: reader.serviceRecords(Population.self).map(\.value),
            comparators: reader.serviceRecords(Comparator.self).map(\.value), areas: reader.serviceRecords(Area.self).map(\.value),
            board: reader.serviceRecords(BoardAttendance.self).map { Entry(id: $0.id, ref: $0.ref, value: $0.value) },
            serviceCode: reader.service.code, outOfCourtDays: reader.outOfCourtDays())
        var counts = asks.map { ask in
            Counting(ask.measures, Question(period: ask.period, today: moment.londonDay, reference: reference))
        }
        if !counts.isEmpty {
            try reader.caseFiles(counts.flatMap(\.needs)) { file in
                for index in counts.indices { counts[index].add(file) }
            }
        }
        asAt = moment
        head = try reader.headPosition()
        self.reference = reference
        answers = zip(asks, counts).map { Answer(period: $0.period, figures: $1.finish()) }
    }

    /// The figures of one ask as files carry them (interchange.md §2).
    public func sheet(_ index: Int = 0) -> FigureSheet {
        FigureSheet(service: service, period: answers[index].period, asAt: asAt.iso, figures: answers[index].figures)
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
