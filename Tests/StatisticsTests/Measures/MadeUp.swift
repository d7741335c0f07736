import Casework
import Statistics
import Testing

/// A day from its ISO form; a slip in a test's own dates stops the test run.
func day(_ iso: String) -> Day {
    guard let day = Day(iso: iso) else { preconditionFailure("not a day: \(iso)") }
    return day
}

/// A made-up case file, built a line a record.
struct MadeUp {
    private(set) var file: CaseFile
    private static let blank = "00000000-0000-7000-8000-"

    /// A child born so as to be 15 in 2026 unless told otherwise.
    init(
        _ ref: String, born: String? = "2011-01-15", sex: String? = "MALE", ethnicity: String? = "A1", originating: String? = nil,
        deleted: Bool? = nil
    ) {
        var child = Child()
        child.dateOfBirth = born.map(day)
        child.sex = sex
        child.ethnicity = ethnicity
        child.originatingRef = originating
        child.deleted = deleted
        file = CaseFile(child: Entry(id: MadeUp.id(ref), ref: ref, value: child))
    }

    /// An offence with its outcome: what most tests need. The offence is a week before the outcome unless told otherwise.
    func fate(
        _ ref: String, _ outcome: String, on date: String, committed: String? = nil, arrested: String? = nil, hearing: String? = nil,
        category: String? = "THEFT_AND_HANDLING", appeal: String? = nil, residence: String? = nil, main: Bool? = nil,
        occasion: String? = nil
    ) -> MadeUp {
        offence("of-\(ref)", committed: committed ?? (day(date) - 7).iso, arrested: arrested, hearing: hearing, category: category)
            .outcome(
                ref, of: "of-\(ref)", outcome, on: date, appeal: appeal, residence: residence, main: main, occasion: occasion)
    }

    func offence(
        _ ref: String, committed: String?, arrested: String? = nil, hearing: String? = nil, category: String? = "THEFT_AND_HANDLING"
    ) -> MadeUp {
        var offence = Offence()
        offence.offenceDate = committed.map(day)
        offence.arrestDate = arrested.map(day)
        offence.firstHearingDate = hearing.map(day)
        offence.category = category
        return adding(ref, offence)
    }

    func outcome(
        _ ref: String, of offence: String, _ token: String, on date: String, appeal: String? = nil, residence: String? = nil,
        main: Bool? = nil, occasion: String? = nil
    ) -> MadeUp {
        var outcome = Outcome()
        outcome.offence = MadeUp.id(offence)
        outcome.outcomeDate = day(date)
        outcome.outcome = token
        outcome.appeal = appeal
        outcome.residence = residence
        outcome.main = main
        outcome.sentencingOccasionRef = occasion
        return adding(ref, outcome)
    }

    func hearing(_ ref: String, of offences: String..., on date: String) -> MadeUp {
        var hearing = Hearing()
        hearing.hearingDate = day(date)
        hearing.offences = offences.map(MadeUp.id)
        return adding(ref, hearing)
    }

    func release(of outcome: String, on date: String) -> MadeUp {
        var release = Release()
        release.outcome = MadeUp.id(outcome)
        release.releaseDate = day(date)
        return adding("rel-\(outcome)", release)
    }

    func adding<R: RecordKind>(_ ref: String, _ record: R) -> MadeUp {
        var copy = self
        copy.file[R.self].append(Entry(id: MadeUp.id(ref), ref: ref, value: record))
        return copy
    }

    /// The same file with these records of a kind in place of those it had.
    func replacing<R: RecordKind>(_ records: [Entry<R>]) -> MadeUp {
        var copy = self
        copy.file[R.self] = records
        return copy
    }

    /// The same reference always gives the same id.
    static func id(_ ref: String) -> RecordID {
        // FNV-1a, cut to the 48 bits of the last group.
        let hash = ref.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let hex = String(hash & 0xFFFF_FFFF_FFFF, radix: 16)
        return RecordID(blank + String(repeating: "0", count: 12 - hex.count) + hex) ?? .unset
    }
}

func population(_ people: Int, midYear: Int, ages: ClosedRange<Int> = 10...17, sex: String? = nil, area: String = "SANDHOLME") -> Population
{
    var row = Population()
    row.area = area
    row.midYear = midYear
    row.ageFrom = ages.lowerBound
    row.ageTo = ages.upperBound
    row.sex = sex
    row.population = people
    row.source = "made up"
    return row
}

func asked(
    _ period: String, today: String = "2030-01-01", populations: [Population] = [], comparators: [Comparator] = [], areas: [Area] = [],
    board: [Entry<BoardAttendance>] = []
) -> Question {
    guard let period = Period(period) else { preconditionFailure("not a period: \(period)") }
    return Question(
        period: period, today: day(today),
        reference: Reference(populations: populations, comparators: comparators, areas: areas, board: board, serviceCode: "SANDHOLME"))
}

/// The figures of one measure over made-up files.
struct Asked {
    let figures: [Figure]

    init(_ measure: Measure, _ question: Question, _ files: [MadeUp]) {
        var counting = Counting([measure], question)
        for file in files { counting.add(file.file) }
        figures = counting.finish()
    }

    /// One figure; a test that asks for one that is not there fails on the spot.
    func callAsFunction(_ part: String, by: [String: String] = [:], at: SourceLocation = #_sourceLocation) throws -> Figure {
        try #require(figures.first { $0.part == part && $0.by == by }, "no figure \(part) \(by)", sourceLocation: at)
    }

    /// `ref: rule` of what a figure leaves out.
    func leftOut(_ part: String) throws -> [String] { try self(part).excluded.map { "\($0.member.ref): \($0.rule.token)" } }
    func refs(_ part: String, by: [String: String] = [:]) throws -> [String] { try self(part, by: by).counted.map(\.ref) }
}
