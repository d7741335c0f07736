import Casework
import Records
import Statistics

/// One question somebody puts to the figures: which figure, of what days, divided how, set beside what.
public struct FigureView: Sendable {
    /// What a figure is set beside.
    public enum Against: String, CaseIterable, Sendable {
        case course, previous, yearBefore = "year_before", family, nothing

        public var words: String {
            switch self {
            case .course: "Its course over eight such periods"
            case .previous: "The period before"
            case .yearBefore: "The same period a year before"
            case .family: "The family of areas, as published"
            case .nothing: "Nothing"
            }
        }
    }

    public let measure: Measure
    public let part: Part
    /// Nil for the whole.
    public let breakdown: Breakdown?
    public let against: Against
    public let period: Period

    public init(_ measure: Measure, _ part: Part, by breakdown: Breakdown?, against: Against, period: Period) {
        self.measure = measure
        self.part = part
        self.breakdown = breakdown
        self.against = against
        self.period = period
    }

    /// The periods counted, oldest first; the last is the one asked for.
    public var periods: [Period] {
        switch against {
        case .nothing, .family: return [period]
        case .previous: return [period.previous, period]
        case .yearBefore: return [period.yearBefore, period]
        case .course:
            var periods = [period]
            while periods.count < 8 { periods.insert(periods[0].previous, at: 0) }
            return periods
        }
    }

    /// What the page, its files and its saved name are called.
    public var title: String {
        "\(measure.title): \(part.words.lowercasedFirst)" + (breakdown.map { ", by \($0.words.lowercasedFirst)" } ?? "")
    }

    /// Counts it.
    public func answer(_ service: Service, asAt: Instant?) async throws -> FigureAnswer {
        FigureAnswer(self, try await FigureSet.read(service, periods.map { FigureSet.Ask($0, [measure]) }, asAt: asAt))
    }
}

/// A view's figures, whole for use inside the service or as they may leave it. Page, CSV and XLSX are made of the same lines.
public struct FigureAnswer: Sendable {
    /// One cell over the periods, oldest first; nil where the period has none.
    struct Line: Sendable {
        let by: [String: String]
        let label: String
        let figures: [ShownFigure?]
        var now: ShownFigure? { figures.last ?? nil }
    }

    public let view: FigureView
    public let set: FigureSet
    /// The periods told, oldest first. A course begins with the first in which the measure counted anything: before a service's records
    /// begin there is no nought to show.
    public let periods: [Period]
    /// The largest count held back; nil where all are whole.
    let smallCount: Int?
    /// Whether small numbers are held back.
    public var isProtected: Bool { smallCount != nil }
    let lines: [Line]

    /// - Parameter guarding: what was issued, for figures as they may leave the service; nil for whole ones.
    init(_ view: FigureView, _ set: FigureSet, guarding before: IssuedBefore? = nil) {
        self.view = view
        self.set = set
        smallCount = before?.disclosure.most
        let isCourse = view.against == .course
        let answers = Array(
            set.answers.drop { answer in
                isCourse && answer.period != view.period && answer.figures.allSatisfy { ($0.numerator ?? 0) == 0 }
            })
        periods = answers.map(\.period)
        let wanted =
            before.map { Self.protected(answers, view, $0, set.reference) }
            ?? answers.map { Self.wanted($0.figures.map(ShownFigure.init(whole:)), view) }
        // The cells of the period asked for in their own order, then those that only earlier periods have.
        var cells: [[String: String]] = []
        for figure in wanted.reversed().joined() where !cells.contains(figure.by) { cells.append(figure.by) }
        let words = FigureWords(set.reference.codes)
        lines = cells.map { by in
            Line(by: by, label: words.label(by), figures: wanted.map { $0.first { $0.by == by } })
        }
    }

    private static func wanted(_ figures: [ShownFigure], _ view: FigureView) -> [ShownFigure] {
        figures.filter { figure in
            figure.part == view.part.id
                && (view.breakdown.map { figure.by.count == 1 && figure.by[$0.key] != nil } ?? figure.by.isEmpty)
        }
    }

    /// The figures as they may leave: each period by itself, then all together with the reports that were issued. (promise 8)
    private static func protected(_ answers: [FigureSet.Answer], _ view: FigureView, _ before: IssuedBefore, _ reference: Reference)
        -> [[ShownFigure]]
    {
        var cells: [LinkedTables.Cell] = []
        for answer in answers {
            for figure in wanted(before.disclosure.mask(answer.figures), view) {
                cells.append(LinkedTables.Cell(figure, answer))
            }
        }
        LinkedTables(disclosure: before.disclosure, earlier: before.lines, outcomes: reference.outcomesByGroup).protect(&cells)
        // A breakdown hidden altogether lists only what it always lists: more would tell which codes occurred.
        let tables = cells.map(\.line).toldTables
        let fixed = view.breakdown.map { Set($0.values(reference)) } ?? []
        return answers.map { answer in
            cells.filter { cell in
                cell.period == answer.period
                    && (cell.shown.by.isEmpty || tables.contains(cell.line.table) || fixed.isSuperset(of: cell.shown.by.values))
            }.map(\.shown)
        }
    }

    /// The same figures as they may leave the service, beside the reports issued before.
    public func protected(beside before: IssuedBefore) -> FigureAnswer { FigureAnswer(view, set, guarding: before) }

    /// Lines in which anything was counted or held back; of a short list all.
    var told: [Line] {
        lines.count <= 8
            ? lines
            : lines.filter { line in
                line.figures.contains { $0?.isHeldBack == true || ($0?.numerator?.number ?? 0) > 0 }
            }
    }

    /// The published table the figure may be set beside; nil when nothing is published for it.
    var published: PublishedTable? {
        view.breakdown == nil ? PublishedTable.named("\(view.measure.id).\(view.part.id)", set.reference, on: set.day) : nil
    }

    /// Sentences to beware of: of the period asked for, and only where nothing is held back.
    public var notes: [String] {
        let figures = set.answers.last?.figures.filter { $0.part == view.part.id && $0.by.isEmpty } ?? []
        let warnings = isProtected ? [] : figures.compactMap(FigureWords.warning)
        // A note may tell of one child (the longest wait), which stays inside.
        let own = isProtected ? [] : figures.flatMap(\.notes)
        let hidden =
            smallCount.map {
                [
                    "Counts from 1 to \($0) are shown as “fewer than \($0 + 1)”, and other numbers are hidden where they would tell such a count, also beside the reports issued before."
                ]
            } ?? []
        return warnings + own + hidden
    }
}
