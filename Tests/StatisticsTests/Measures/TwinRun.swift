import Casework
import Statistics
import Testing

/// One measure asked of thousands of small services and compared with its twin, part by part.
struct TwinRun {
    /// A service of two children and some places at its board, asked on a day.
    struct Service {
        var files: [CaseRows]
        var board: [Entry<BoardAttendance>]
        var today: Day

        var size: Int { files.reduce(0) { $0 + $1.size } + board.count }
        var printed: String {
            "asked on \(today.iso)\n" + files.map(\.printed).joined()
                + board.map {
                    "board \($0.ref) \($0.meetingDate.iso) \($0.sector) \($0.member ?? "–") \($0.seniority ?? "–") \($0.attendance ?? "–")"
                }.joined(separator: "\n")
        }
        /// Every service that lacks one thing this one has.
        var smaller: [Service] {
            var found: [Service] = []
            for i in files.indices {
                var less = self
                less.files.remove(at: i)
                found.append(less)
            }
            for i in files.indices {
                for file in files[i].smaller {
                    var less = self
                    less.files[i] = file
                    found.append(less)
                }
            }
            for i in board.indices {
                var less = self
                less.board.remove(at: i)
                found.append(less)
            }
            return found
        }
    }

    let measure: Measure
    /// How many must have been counted in all: files so strange that nothing counts would prove nothing.
    let minimum: Int
    /// Parts the twin says nothing of.
    let without: Set<String>
    let twin: @Sendable (IndicatorTwin) -> IndicatorTwin.Answer
    /// What is asked for: the quarter all the files lie about, unless it is said.
    let period: Period
    /// Rows of the code lists besides those that ship.
    let codes: [CodeValue]
    private let trials = 1200

    init(
        _ measure: Measure, minimum: Int, without: Set<String> = [],
        period: Period = Period(label: "2025Q3", from: day("2025-10-01"), to: day("2025-12-31")), codes: [CodeValue] = [],
        twin: @escaping @Sendable (IndicatorTwin) -> IndicatorTwin.Answer
    ) {
        (self.period, self.codes) = (period, codes)
        self.measure = measure
        self.minimum = minimum
        self.without = without
        self.twin = twin
    }

    func check(at: SourceLocation = #_sourceLocation) throws {
        var random = Seeded(measure.id.utf8.reduce(seed) { $0 &* 31 &+ UInt64($1) })
        var smallest: [String: (service: Service, tries: Int)] = [:]
        var counted = 0
        for trial in 0..<trials {
            let service = Service(trial, &random)
            let (differences, found) = compare(service)
            counted += found
            for part in Set(differences.map(\.part)) {
                let known = smallest[part]
                // Taking away is slow, and a few tries show the smallest well enough.
                guard (known?.tries ?? 0) < 6 else { continue }
                let less = shrunk(service) { compare($0).differences.contains { $0.part == part } }
                let better = known.map { less.size < $0.service.size } ?? true
                smallest[part] = (better ? less : known?.service ?? less, (known?.tries ?? 0) + 1)
            }
        }
        for (part, found) in smallest.sorted(by: { $0.key < $1.key }) {
            let words = compare(found.service).differences.filter { $0.part == part }.map(\.words).joined(separator: "\n")
            Issue.record(
                "seed \(seed): \(measure.id) \(part) and its twin differ:\n\(words)\n\(found.service.printed)", sourceLocation: at)
        }
        #expect(counted > minimum, sourceLocation: at)
    }

    private func compare(_ service: Service) -> (differences: [(part: String, words: String)], counted: Int) {
        let question = Question(
            period: period, today: service.today,
            reference: Reference(
                codes: Codes(ShippedCodes.all + codes), populations: [population(1000, midYear: 2024)], board: service.board,
                serviceCode: "SANDHOLME"))
        var counting = Counting([measure], question)
        for child in service.files { counting.add(child.file) }
        var mine: IndicatorTwin.Answer = [:]
        for figure in counting.finish() where !without.contains(figure.part) && !(figure.counted.isEmpty && figure.members.isEmpty) {
            mine["\(figure.part) \(figure.byWords)"] = IndicatorTwin.Line(
                counted: figure.counted.map(\.ref), members: figure.members.map(\.ref), number: figure.numerator, value: figure.value)
        }
        let asked = IndicatorTwin(files: service.files, from: period.from, to: period.to, today: service.today, board: service.board)
        let other = twin(asked)
        var differences: [(part: String, words: String)] = []
        for key in Set(mine.keys).union(other.keys).sorted() {
            let (a, b) = (mine[key] ?? IndicatorTwin.Line(), other[key] ?? IndicatorTwin.Line())
            let (counted, members) = (b.counted.sorted(), b.members.sorted())
            let (number, twins) = (a.number ?? 0, b.number ?? Double(counted.count))
            let isSame = b.value.map { abs($0 - (a.value ?? .infinity)) < 1e-9 } ?? true
            if a.counted == counted, a.members == members, number == twins, isSame { continue }
            let words = "\(key): \(number) \(a.counted) of \(a.members) but the twin \(twins) \(counted) of \(members)"
            differences.append((String(key.prefix { $0 != " " }), words))
        }
        return (differences, mine.values.reduce(0) { $0 + $1.counted.count })
    }

    /// Takes away whatever can go while the difference stays.
    private func shrunk(_ service: Service, _ differs: (Service) -> Bool) -> Service {
        var service = service
        while let less = service.smaller.first(where: differs) { service = less }
        return service
    }
}

extension TwinRun.Service {
    /// One in five is asked while the quarter still runs.
    init(_ trial: Int, _ random: inout Seeded) {
        func pick<T>(_ options: [T]) -> T { options[Int.random(in: 0..<options.count, using: &random)] }
        files = (0..<2).map { CaseRows("\(trial)-\($0)", &random) }
        today = day(trial.isMultiple(of: 5) ? "2025-11-11" : "2026-05-01")
        board = (0..<pick([0, 1, 2, 4])).map { i in
            var seat = BoardAttendance()
            seat.meetingDate = pick([day("2025-09-30"), day("2025-10-01"), day("2025-11-11"), day("2025-12-31"), day("2026-01-01")])
            seat.sector = pick(["SOCIAL_CARE", "EDUCATION", "POLICE", "PROBATION", "HEALTH", "OTHER"])
            seat.member = pick(["Chair", "Second", nil])
            seat.seniority = pick(["SENIOR", "SENIOR", "DELEGATED", nil])
            seat.attendance = pick(["ATTENDED", "ATTENDED", "DEPUTY", "APOLOGIES", "ABSENT", "NOT_A_MEMBER", nil])
            return Entry(id: MadeUp.id("b\(trial)-\(i)"), ref: "b\(trial)-\(i)", value: seat)
        }
    }
}
