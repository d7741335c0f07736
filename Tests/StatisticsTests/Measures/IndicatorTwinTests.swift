import Casework
import Statistics
import Testing

/// The ten indicators against their twins over thousands of made-up children; the smallest file on which a part differs is printed.
@Suite("Indicators and their twins (S-PER-11)")
struct IndicatorTwinTests {
    private static let pairs: [(id: String, twin: @Sendable (IndicatorTwin) -> IndicatorTwin.Answer)] = [
        ("kpi1", { $0.kpi1() }), ("kpi2", { $0.kpi2() }), ("kpi3", { $0.kpi3() }),
        ("kpi4", { $0.health("MENTAL_HEALTH", "4") }), ("kpi5", { $0.health("SUBSTANCE_MISUSE", "5") }), ("kpi7", { $0.kpi7() }),
        ("kpi8", { $0.kpi8() }), ("kpi9", { $0.kpi9() }), ("kpi10", { $0.kpi10() }),
    ]

    @Test("They agree on every part, numerator and member", arguments: pairs.map(\.id))
    func agree(id: String) throws {
        let twin = try #require(IndicatorTwinTests.pairs.first { $0.id == id }).twin
        let measure = try #require(Measure.named(id))
        try TwinRun(measure, minimum: 500) { files, question in
            let board = question.reference.board
            return twin(
                IndicatorTwin(files: files, from: question.period.from, to: question.period.to, today: question.today, board: board))
        }.check()
    }
}

/// One measure asked of thousands of small services and compared with its twin.
struct TwinRun {
    typealias Twin = @Sendable ([CaseRows], Question) -> IndicatorTwin.Answer

    let measure: Measure
    /// How many must have been counted in all: files so strange that nothing counts would prove nothing.
    let minimum: Int
    let twin: Twin
    private let trials = 1500

    init(_ measure: Measure, minimum: Int, twin: @escaping Twin) {
        self.measure = measure
        self.minimum = minimum
        self.twin = twin
    }

    func check(at: SourceLocation = #_sourceLocation) throws {
        var random = Seeded(seed &+ UInt64(measure.id.utf8.reduce(0) { $0 &* 31 &+ Int($1) }))
        var smallest: [String: (files: [CaseRows], board: [Entry<BoardAttendance>], found: Int)] = [:]
        var counted = 0
        for trial in 0..<trials {
            let files = (0..<2).map { CaseRows("\(trial)-\($0)", &random) }
            let board = TwinRun.board(trial, &random)
            let (differences, found) = compare(files, board)
            counted += found
            for part in Set(differences.map(\.part)) {
                let known = smallest[part]
                smallest[part]?.found += 1
                // Taking away is slow, and a few tries show the smallest well enough.
                guard (known?.found ?? 0) < 6 else { continue }
                let (less, lessBoard) = shrunk(files, board) { compare($0, $1).differences.contains { $0.part == part } }
                if let known, size(known.files, known.board) <= size(less, lessBoard) { continue }
                smallest[part] = (less, lessBoard, (known?.found ?? 0) + 1)
            }
        }
        for (part, found) in smallest.sorted(by: { $0.key < $1.key }) {
            let words = compare(found.files, found.board).differences.filter { $0.part == part }.map(\.words).joined(separator: "\n")
            let rows = found.files.map(\.printed).joined() + found.board.map(TwinRun.line).joined(separator: "\n")
            Issue.record(
                "seed \(seed): \(measure.id) \(part) and its twin differ in \(found.found) of \(trials):\n\(words)\n\(rows)",
                sourceLocation: at)
        }
        #expect(counted > minimum, sourceLocation: at)
    }

    private func compare(
        _ files: [CaseRows], _ board: [Entry<BoardAttendance>]
    ) -> (differences: [(part: String, words: String)], counted: Int) {
        let question = TwinRun.question(board)
        var counting = Counting([measure], question)
        for file in files { counting.add(file.file) }
        var mine: [String: (part: String, line: IndicatorTwin.Line)] = [:]
        for figure in counting.finish() where !figure.counted.isEmpty || !figure.members.isEmpty {
            mine["\(figure.part) \(figure.byWords)"] = (
                figure.part, IndicatorTwin.Line(counted: figure.counted.map(\.ref), members: figure.members.map(\.ref))
            )
        }
        let other = twin(files, question).filter { !$0.value.counted.isEmpty || !($0.value.members ?? []).isEmpty }
        var differences: [(part: String, words: String)] = []
        for key in Set(mine.keys).union(other.keys).sorted() {
            let a = mine[key]?.line ?? IndicatorTwin.Line()
            let b = other[key] ?? IndicatorTwin.Line()
            if a.counted == b.counted.sorted(), a.members == (b.members ?? []).sorted() { continue }
            differences.append(
                (
                    String(key.prefix { $0 != " " }),
                    "\(key): \(a.counted) of \(a.members ?? []) but the twin \(b.counted.sorted()) of \((b.members ?? []).sorted())"
                ))
        }
        return (differences, mine.values.reduce(0) { $0 + $1.line.counted.count })
    }

    /// Takes away whatever can go while the difference stays.
    private func shrunk(
        _ files: [CaseRows], _ board: [Entry<BoardAttendance>], _ differs: ([CaseRows], [Entry<BoardAttendance>]) -> Bool
    ) -> ([CaseRows], [Entry<BoardAttendance>]) {
        var (files, board) = (files, board)
        var again = true
        while again {
            again = false
            var candidates = files.indices.map { i in (without(files, i), board) }
            candidates += files.indices.flatMap { i in
                files[i].smaller.map { less in
                    var copy = files
                    copy[i] = less
                    return (copy, board)
                }
            }
            candidates += board.indices.map { i in (files, without(board, i)) }
            if let found = candidates.first(where: { differs($0.0, $0.1) }) {
                (files, board) = found
                again = true
            }
        }
        return (files, board)
    }
    private func without<T>(_ list: [T], _ i: Int) -> [T] {
        var list = list
        list.remove(at: i)
        return list
    }
    private func size(_ files: [CaseRows], _ board: [Entry<BoardAttendance>]) -> Int {
        files.reduce(0) { $0 + $1.size } + board.count
    }

    private static func question(_ board: [Entry<BoardAttendance>]) -> Question {
        let base = asked("2025Q3", today: "2026-05-01", populations: [population(1000, midYear: 2024)])
        return Question(
            period: base.period, today: base.today,
            reference: Reference(populations: base.reference.populations, board: board, serviceCode: "SANDHOLME"))
    }

    private static func board(_ trial: Int, _ random: inout Seeded) -> [Entry<BoardAttendance>] {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        return (0..<pick([0, 1, 2, 4])).map { i in
            var seat = BoardAttendance()
            seat.meetingDate = pick([day("2025-09-30"), day("2025-10-01"), day("2025-11-11"), day("2025-12-31"), day("2026-01-01")])
            seat.sector = pick(["SOCIAL_CARE", "EDUCATION", "POLICE", "PROBATION", "HEALTH", "OTHER"])
            seat.member = pick(["Chair", "Second", nil])
            seat.seniority = pick(["SENIOR", "SENIOR", "DELEGATED", nil])
            seat.attendance = pick(["ATTENDED", "ATTENDED", "DEPUTY", "APOLOGIES", "ABSENT", "NOT_A_MEMBER", nil])
            return Entry(id: MadeUp.id("b\(trial)-\(i)"), ref: "b\(trial)-\(i)", value: seat)
        }
    }
    private static func line(_ seat: Entry<BoardAttendance>) -> String {
        "board \(seat.ref) \(seat.meetingDate.iso) \(seat.sector) \(seat.member ?? "–") \(seat.seniority ?? "–") \(seat.attendance ?? "–")"
    }
}
