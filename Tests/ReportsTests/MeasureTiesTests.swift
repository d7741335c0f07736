import Casework
import Records
import Statistics
import TestSupport
import Testing

@testable import Reports

/// What hangs together with what is written down for every measure, and guarded across measures. (promise 8)
@Suite("Counts that bound each other")
struct MeasureTiesTests {
    private static let disclosure = Disclosure()
    private static let outcomes = Reference(serviceCode: "SAN").outcomesByGroup
    private static let quarter = period("2025-04-01", "2025-06-30")

    private static func period(_ from: String, _ to: String) -> Period {
        Period(label: "p", from: Day(iso: from) ?? .unset, to: Day(iso: to) ?? .unset)
    }

    @Test("promise 8: every part of every measure has its ties, or a stated reason why it stays inside", arguments: allMeasures.map(\.id))
    func written(_ id: String) throws {
        let measure = try #require(Measure.named(id))
        let ties = MeasureTies.of(id)
        for part in measure.parts {
            let why = MeasureTies.whyKept(id, part.id)
            #expect(why != MeasureTies.unwritten, "\(id) \(part.id) leaves unguarded or unsaid")
            #expect((why == nil) == (ties.parts[part.id] != nil) && (why == nil || ties.kept[part.id] != nil))
        }
        let known = Set(measure.parts.map(\.id))
        #expect(known.isSuperset(of: ties.kept.keys), "\(id) keeps parts inside it has not")
        // What is tied is a count some part tells.
        let told = Set(ties.parts.values.flatMap { [$0.number, $0.base].compactMap(\.self) })
        let tied = Set(ties.within.flatMap { $0.inner + [$0.outer] } + ties.below.flatMap { [$0.less, $0.more] })
            .union(ties.additive).union(ties.spread).union(ties.gathered).union(ties.common)
        #expect(tied.subtracting(["main home suitable"]).isSubset(of: told), "\(id): \(tied.subtracting(told))")
    }

    @Test("promise 8: what is not written of a measure leaves in no file")
    func unwritten() {
        #expect(MeasureTies.whyKept("kpi99", "headline") == MeasureTies.unwritten)
        #expect(MeasureTies.whyKept(Measure.suitableAccommodation.id, "1a_change")?.contains("one count has more than another") == true)
    }

    private static func cell(
        _ measure: Measure, _ part: String, _ number: Int, _ shown: ShownCount, of base: Int? = nil, _ by: [String: String] = [:],
        _ period: Period = quarter
    ) -> LinkedTables.Cell {
        let figure = ShownFigure(
            measure: measure.id, part: part, by: by, unit: base == nil ? .count : .percent, numerator: shown,
            denominator: base.map { .number($0) }, isOfPopulation: false, value: nil, interval: nil, isOpen: false, matureOn: nil)
        return LinkedTables.Cell(shown: figure, period: period, number: number, base: base)
    }

    private static func share(_ measure: Measure, _ part: String, _ number: Int, of base: Int) -> LinkedTables.Cell {
        cell(measure, part, number, disclosure.share(number, of: base).number, of: base)
    }

    private static func issued(_ cells: [LinkedTables.Cell], after earlier: [[LinkedTables.Cell]] = []) -> [LinkedTables.Cell] {
        var cells = cells
        LinkedTables(disclosure: disclosure, earlier: earlier.map { $0.map(\.line) }, outcomes: outcomes).protect(&cells)
        return cells
    }

    /// Between which numbers a reader of some reports knows a count to lie.
    private static func range(_ what: String, _ by: String = "", _ reports: [[LinkedTables.Cell]]) -> (least: Double, greatest: Double)? {
        let measure = reports.joined().first?.shown.measure ?? ""
        let knowledge = ReaderKnowledge(MeasureTies.system(of: measure), reports.map { $0.map(\.line) }, outcomes: outcomes)
        return CountRanges(knowledge).range(of: IssuedCount(what: what, by: by, from: quarter.from, to: quarter.to))
    }

    @Test("promise 8: suitable and not suitable, one file after the other, do not tell how many have no record (KPI 1)")
    func noRecord() {
        let measure = Measure.suitableAccommodation
        let first = Self.issued([Self.share(measure, "1a_start_suitable", 25, of: 40)])
        #expect(first[0].shown.numerator == .number(25))
        let asked = [Self.share(measure, "1a_start_unsuitable", 12, of: 40)]
        #expect(asked[0].shown.numerator == .number(12), "by itself it tells nothing")
        let second = Self.issued(asked, after: [first])
        #expect(second[0].shown.numerator?.number == nil, "40 less 25 and 12 are 3")
        #expect(Self.issued([Self.share(measure, "1a_start_unsuitable", 8, of: 40)], after: [first])[0].shown.numerator == .number(8))
    }

    @Test("promise 8: what one indicator is out of tells nothing hidden of another (KPI 1 to 5 and 7)")
    func sameChildren() {
        let ended = "orders ended"
        // 30 of so many had no suitable home, and a small number had.
        var hidden = [
            Self.cell(.suitableAccommodation, "1a_end_suitable", 3, .small(5), of: 33),
            Self.cell(.suitableAccommodation, "1a_end_unsuitable", 30, .number(30), of: 33),
        ]
        for place in hidden.indices { hidden[place].shown = hidden[place].shown.holdingBack(number: false, base: true) }
        #expect(Self.range("kpi1 end suitable", "", [hidden])?.least == 1)
        let other = Self.cell(.mentalHealth, "4a", 20, .number(20), of: 33)
        #expect(Self.range("kpi1 end suitable", "", [hidden, [other]])?.greatest == 3, "a reader who is told 33 knows")
        let guarded = Self.issued([other], after: [hidden])
        #expect(guarded[0].shown.denominator?.number == nil)
        #expect(Self.range(ended, "", [hidden, guarded])?.greatest == .infinity)
        #expect(Self.range("kpi1 end suitable", "", [hidden, guarded]).map { $0.least <= 1 && $0.greatest >= 5 } == true)
    }

    /// Seventy outcomes, of which a small number are fines, and as many proven offences as wanted.
    private static let byOutcome = [
        cell(.outcomes, "count", 70, .number(70)), cell(.outcomes, "count", 30, .number(30), ["outcome": "REFERRAL_ORDER"]),
        cell(.outcomes, "count", 17, .number(17), ["outcome": "YOUTH_CAUTION"]),
        cell(.outcomes, "count", 3, .small(5), ["outcome": "FINE"]),
        cell(.outcomes, "count", 20, .hidden, ["outcome": "COMMUNITY_RESOLUTION"]),
    ]
    private static func fines(_ reports: [[LinkedTables.Cell]]) -> (least: Double, greatest: Double)? {
        range("outcomes count", "outcome=FINE", reports)
    }

    @Test("promise 8: fifty offences were proven and 47 outcomes are told: the small rest is not 3 to 5 to a reader of both")
    func acrossMeasures() {
        let proven = Self.cell(.offences, "count", 50, .number(50))
        #expect(Self.fines([Self.byOutcome])?.least == 1)
        #expect(Self.fines([Self.byOutcome + [proven]])?.least == 3, "unguarded, in one report")
        // In one report, and in two.
        let one = Self.issued(Self.byOutcome + [proven])
        #expect(Self.fines([one]).map { $0.least <= 1 && $0.greatest >= 5 } == true)
        #expect(one.contains { $0.shown.isHeldBack && !["FINE", "COMMUNITY_RESOLUTION"].contains($0.shown.by["outcome"]) })
        let later = Self.issued([proven], after: [Self.byOutcome])
        #expect(later[0].shown.numerator?.number == nil)
        #expect(Self.fines([Self.byOutcome, later])?.least == 1)
        // Where it tells nothing it is told.
        #expect(Self.issued([Self.cell(.offences, "count", 48, .number(48))], after: [Self.byOutcome])[0].shown.numerator == .number(48))
    }

    @Test("promise 8: of the same days only, and where an outcome is not the main one of its offence nothing is concluded")
    func contradicted() {
        let earlier = Self.period("2025-01-01", "2025-03-31")
        let other = Self.cell(.offences, "count", 50, .number(50), [:], earlier)
        #expect(Self.issued([other], after: [Self.byOutcome])[0].shown.numerator == .number(50))
        let more = Self.cell(.offences, "count", 80, .number(80))
        #expect(Self.issued([more], after: [Self.byOutcome])[0].shown.numerator == .number(80))
        #expect(Self.fines([Self.byOutcome, [more]])?.least == 1)
    }

    @Test("promise 8: entrants are no more than proven offences, sentences to custody no more than outcomes of it")
    func bounded() {
        let entrants = Self.cell(.firstTimeEntrants, "count", 3, .small(5))
        let proven = Self.cell(.offences, "count", 3, .small(5))
        #expect(Self.issued([entrants, proven]).map(\.shown.numerator) == [.small(5), .small(5)], "each may still be any")
        let told = [Self.cell(.offences, "count", 9, .number(9)), Self.cell(.firstTimeEntrants, "count", 7, .hidden)]
        #expect(Self.range("fte count", "", [told])?.greatest == 9)
        let inCustody = [
            Self.cell(.outcomes, "count", 30, .number(30)),
            Self.cell(.outcomes, "count", 0, .number(0), ["outcome": "SECTION_250"]),
            Self.cell(.outcomes, "count", 2, .small(5), ["outcome": "DETENTION_AND_TRAINING_ORDER"]),
            Self.cell(.outcomes, "count", 28, .hidden, ["outcome": "REFERRAL_ORDER"]),
        ]
        let knowledge = ReaderKnowledge(
            MeasureTies.system(of: "custody"), [(inCustody + [Self.cell(.custody, "count", 8, .number(8))]).map(\.line)],
            outcomes: Self.outcomes)
        #expect(knowledge.sums.contains { $0.whole.what == "custody count" && $0.kind == .covering } == false, "8 cannot be of 5: left out")
        let two = ReaderKnowledge(
            MeasureTies.system(of: "custody"), [(inCustody + [Self.cell(.custody, "count", 2, .small(5))]).map(\.line)],
            outcomes: Self.outcomes)
        let bounds = two.sums.filter { $0.whole.what == "custody count" && $0.kind == .covering }.map { Set($0.parts.map(\.by)) }
        #expect(bounds.contains(["outcome=SECTION_250", "outcome=DETENTION_AND_TRAINING_ORDER"]))
    }

    /// The ties are what the measures do: of services made up, everything told as it is must be possible to a reader.
    @Test("promise 8: everything told as it is, no tie of any measure is broken", arguments: Engine.available)
    func hold(_ engine: Engine) async throws {
        try await withService(engine) { service, _ in
            for serial in 0..<6 { _ = try await MadeUp.caution(service, "Ash\(serial)", on: "2026-0\(4 + serial % 3)-1\(serial)") }
            let periods = ["2026-04-01..2026-06-30", "2026-04-01..2026-05-15", "2026-05-16..2026-06-30"].compactMap { Period($0) }
            let set = try await FigureSet.read(service, periods.map { FigureSet.Ask($0) })
            var told: [[IssuedLine]] = []
            for answer in set.answers {
                told.append(
                    answer.figures.filter {
                        $0.by.count < 2 && MeasureTies.whyKept($0.measure, $0.part) == nil && !$0.by.keys.contains("type")
                    }
                    .map { IssuedLine(ShownFigure(whole: $0), answer.period) })
            }
            #expect(told.allSatisfy { $0.count > 100 })
            for system in Set(allMeasures.map { MeasureTies.system(of: $0.id) }) {
                let lines = told.map { $0.filter { system.contains($0.measure) } }
                let knowledge = ReaderKnowledge(system, lines, outcomes: Self.outcomes)
                #expect(CountRanges(knowledge).isPossible, "\(system)")
            }
        }
    }
}
