import Casework
import Foundation
import Statistics
import Testing

/// What must hold of every measure, now and when the next one is added.
@Suite("Measures")
struct MeasureTests {
    /// A year of made-up files on which every measure counts something.
    private static let files: [MadeUp] = {
        var random = Seeded(seed)
        return (0..<600).map { Rows("c\($0)", &random).file } + (0..<200).map { PathwayRows("p\($0)", &random).file }
            + (0..<400).map { CircumstanceRows("k\($0)", &random).file }
    }()
    private static let board: [Entry<BoardAttendance>] = {
        var random = Seeded(seed)
        return CircumstanceRows.board(&random)
    }()

    private func figures(_ period: String, _ measures: [Measure] = allMeasures, today: String = "2026-05-01") -> [Figure] {
        let question = asked(period, today: today, populations: [population(12_500, midYear: 2024)], board: MeasureTests.board)
        var counting = Counting(measures, question)
        for file in MeasureTests.files { counting.add(file.file) }
        return counting.finish()
    }

    @Test("Each is defined in full: definition, source, example, parts and rules in words", arguments: allMeasures.map(\.id))
    func defined(id: String) throws {
        let measure = try #require(Measure.named(id))
        for text in [
            measure.title, measure.question, measure.definition.version, measure.definition.source, measure.definition.words,
            measure.definition.example,
        ] + measure.parts.map(\.words) + measure.exclusions.map(\.sentence) {
            #expect(!text.isEmpty)
        }
        #expect(measure.question.hasSuffix("?"))
        #expect(Set(measure.parts.map(\.id)).count == measure.parts.count)
        #expect(Set(measure.exclusions.map(\.token)).count == measure.exclusions.count)
        #expect(measure.exclusions.first == .deleted)
    }

    @Test("Ids are told apart")
    func ids() { #expect(Set(allMeasures.map(\.id)).count == allMeasures.count) }

    @Test("Needs name real fields, none of them free text")
    func needs() {
        for measure in allMeasures {
            for need in measure.needs {
                for name in need.fields {
                    let field = need.kind.fields.first { $0.name == name }
                    #expect(field != nil, "\(measure.id): \(need.kind.name) has no field \(name)")
                    if case .longText = field?.kind { Issue.record("\(measure.id) loads the free text \(name)") }
                }
            }
        }
    }

    @Test("A measure reads nothing but the fields it declares", arguments: allMeasures.map(\.id))
    func declared(id: String) throws {
        let measure = try #require(Measure.named(id))
        let question = asked("2025-26", today: "2026-05-01")
        var (whole, bare) = (Counting([measure], question), Counting([measure], question))
        for file in MeasureTests.files {
            whole.add(file.file)
            bare.add(stripped(file.file, to: bare.needs))
        }
        let sheet = { FigureSheet(service: "S", period: question.period, asAt: "", figures: $0).json }
        #expect(sheet(whole.finish()) == sheet(bare.finish()))
    }

    /// The file as a loader would give it that fetches only what is needed.
    private func stripped(_ file: CaseFile, to needs: [Need]) -> CaseFile {
        func strip<R: RecordKind>(_ entries: [Entry<R>]) -> [Entry<R>] {
            let wanted = needs.filter { $0.kind.name == R.kind.name }
            let names = wanted.reduce(into: Set<String>()) { $0.formUnion($1.fields) }
            return wanted.isEmpty
                ? []
                : entries.map { entry in
                    var record = R()
                    for field in R.kind.fields where names.contains(field.name) { _ = field.set(&record, field.get(entry.value)) }
                    return Entry(id: entry.id, ref: entry.ref, value: record)
                }
        }
        var bare = CaseFile(child: strip([file.child])[0])
        bare[Offence.self] = strip(file[Offence.self])
        bare[Outcome.self] = strip(file[Outcome.self])
        bare[Hearing.self] = strip(file[Hearing.self])
        bare[Release.self] = strip(file[Release.self])
        bare[Referral.self] = strip(file[Referral.self])
        bare[Programme.self] = strip(file[Programme.self])
        bare[Care.self] = strip(file[Care.self])
        bare[Remand.self] = strip(file[Remand.self])
        bare[Accommodation.self] = strip(file[Accommodation.self])
        bare[SpecialNeeds.self] = strip(file[SpecialNeeds.self])
        bare[Education.self] = strip(file[Education.self])
        bare[HealthNeed.self] = strip(file[HealthNeed.self])
        bare[Alert.self] = strip(file[Alert.self])
        bare[Assessment.self] = strip(file[Assessment.self])
        bare[Victim.self] = strip(file[Victim.self])
        return bare
    }

    /// At any seed: files are made until every part has counted somebody, and a part nobody is ever in is never done.
    @Test("Every part of the ten indicators counts somebody", arguments: [seed, seed &+ 1, seed &+ 2])
    func nothingIdle(from seed: UInt64) {
        let measures = allMeasures.filter { $0.id.hasPrefix("kpi") }
        var idle = Set(measures.flatMap { measure in measure.parts.map { "\(measure.id) \($0.id)" } })
        var random = Seeded(seed)
        for batch in 0..<40 where !idle.isEmpty {
            let question = asked(
                "2025-26", today: "2026-05-01", populations: [population(12_500, midYear: 2024)], board: CircumstanceRows.board(&random))
            var counting = Counting(measures, question)
            for number in 0..<100 {
                counting.add(Rows("c\(batch)-\(number)", &random).file.file)
                counting.add(PathwayRows("p\(batch)-\(number)", &random).file.file)
                counting.add(CircumstanceRows("k\(batch)-\(number)", &random).file.file)
            }
            idle.subtract(counting.finish().filter { !$0.counted.isEmpty }.map { "\($0.measure) \($0.part)" })
        }
        #expect(idle == [], "seed \(seed)")
    }

    @Test("The page of indicators names every measure, part and rule")
    func indicators() {
        let page = Indicators.markdown
        for measure in allMeasures {
            #expect(page.contains("(`\(measure.id)`)"))
            for part in measure.parts { #expect(page.contains("| `\(part.id)` | \(part.unit.rawValue) |")) }
            for rule in measure.exclusions { #expect(page.contains("- `\(rule.token)`: \(rule.sentence)")) }
        }
    }

    @Test("Every figure is of a listed part and unit, and leaves out by listed rules")
    func listed() {
        for figure in figures("2025-26") {
            let measure = Measure.named(figure.measure)
            let part = measure?.parts.first { $0.id == figure.part }
            #expect(part?.unit == figure.unit, "\(figure.measure) \(figure.part)")
            #expect(Set(figure.excluded.map(\.rule)).isSubset(of: Set(measure?.exclusions ?? [])))
            #expect(figure.by.keys.allSatisfy { key in measure?.breakdowns.contains { $0.key == key } == true })
        }
    }

    @Test("Numerators and denominators are the lengths of their lists, lists are in order and nobody is both counted and left out")
    func lists() {
        for figure in figures("2025-26") {
            let name = "\(figure.measure) \(figure.part) \(figure.byWords)"
            // Nights and pence are sums, and a change is a difference; all else counts what it lists.
            if ![.nights, .pence].contains(figure.unit), figure.extras["came"] == nil {
                #expect(figure.numerator == Double(figure.counted.count), "\(name)")
            }
            if !figure.members.isEmpty { #expect(figure.denominator == Double(figure.members.count), "\(name)") }
            #expect(figure.counted.map(\.ref) == figure.counted.map(\.ref).sorted(), "\(name)")
            #expect(Set(figure.counted.map(\.id)).isDisjoint(with: figure.excluded.map(\.member.id)), "\(name)")
            #expect(Set(figure.counted.map(\.id)).count == figure.counted.count, "\(name)")
            if figure.measure != "outcomes" { #expect(figure.counted.allSatisfy { !$0.evidence.isEmpty }, "\(name)") }
            if let interval = figure.interval, let value = figure.value { #expect(interval.contains(value), "\(name)") }
        }
    }

    @Test("The cells of a breakdown add up to the whole")
    func cellsAddUp() {
        let all = figures("2025-26")
        for whole in all where whole.by.isEmpty && whole.unit != .per100000 && whole.unit != .per1000 {
            for breakdown in Measure.named(whole.measure)?.breakdowns ?? [] where !breakdown.overlaps {
                let cells = all.filter {
                    $0.measure == whole.measure && $0.part == whole.part && $0.by.count == 1 && $0.by[breakdown.key] != nil
                }
                if cells.isEmpty { continue }
                #expect(cells.reduce(0) { $0 + ($1.numerator ?? 0) } == whole.numerator, "\(whole.measure) \(whole.part) \(breakdown.key)")
                #expect(Set(cells.flatMap(\.members)) == Set(whole.members))
            }
        }
    }

    @Test("Four quarters of entrants, sentences, outcomes and offences add up to their year, child by child")
    func quartersAddUp() {
        for measure in [Measure.firstTimeEntrants, .custody, .outcomes, .offences] {
            let refs = { (period: String) in
                figures(period, [measure]).filter { $0.part == "count" && $0.by.isEmpty }.flatMap { $0.counted.map(\.ref) }
            }
            let quarters = ["2025Q1", "2025Q2", "2025Q3", "2025Q4"].flatMap(refs)
            #expect(quarters.sorted() == refs("2025-26"), "\(measure.id), seed \(seed)")
            #expect(!quarters.isEmpty)
        }
    }

    @Test("Measures counted together give what each gives counted alone")
    func together() {
        let together = Dictionary(grouping: figures("2025-26")) { $0.measure }
        #expect(together.values.contains { $0.contains { ($0.numerator ?? 0) > 0 } })
        for measure in allMeasures {
            let sheet = { (figures: [Figure]) in
                FigureSheet(service: "S", period: asked("2025-26").period, asAt: "2026-05-01", figures: figures).json
            }
            let alone = figures("2025-26", [measure])
            #expect(sheet(together[measure.id] ?? []) == sheet(alone), "\(measure.id), seed \(seed)")
        }
    }

    @Test("The order in which files come changes nothing")
    func order() {
        let question = asked("2025-26", today: "2026-05-01")
        let sheet = { (files: [MadeUp]) in
            var counting = Counting(allMeasures, question)
            for file in files { counting.add(file.file) }
            return FigureSheet(service: "S", period: question.period, asAt: "2026-05-01", figures: counting.finish()).json
        }
        #expect(sheet(MeasureTests.files) == sheet(MeasureTests.files.reversed()))
    }

    @Test("The tracker never falls from month to month, nor as days pass")
    func neverFalls() {
        var before: [String: [Double]] = [:]
        for today in ["2025-08-01", "2025-11-01", "2026-02-01", "2026-12-01"] {
            for (by, parts) in Dictionary(grouping: figures("2025Q1", [.reoffendingTracker], today: today), by: \.byWords) {
                let counts = ["at_3", "at_6", "at_9", "at_12"].map { part in parts.first { $0.part == part }?.numerator ?? -1 }
                #expect(counts == counts.sorted())
                if let earlier = before[by] { #expect(zip(earlier, counts).allSatisfy { $0 <= $1 }, "\(by) \(today) seed \(seed)") }
                before[by] = counts
            }
        }
    }

    @Test("Proven reoffending: no more reoffenders than children, at least one reoffence each")
    func bounds() throws {
        let proven = figures("2025-26", [.provenReoffending]).filter { $0.by.isEmpty }
        let value = { (part: String) in try #require(proven.first { $0.part == part }?.value) }
        #expect(try value("binary") <= 100)
        #expect(try value("per_reoffender") >= 1)
        #expect(try value("reoffenders") <= value("cohort"))
        #expect(try abs(value("per_offender") - value("reoffences") / value("cohort")) < 1e-12)
    }

    @Test("A withdrawn child is counted by nothing and left out by the rule that says so")
    func withdrawn() {
        let question = asked("2025-26", today: "2026-05-01")
        for file in MeasureTests.files.prefix(200) where file.file.child.deleted == true {
            for figure in Asked(allMeasures[0], question, [file]).figures {
                #expect(figure.counted.isEmpty && figure.excluded.allSatisfy { $0.rule == .deleted })
            }
        }
    }
}
