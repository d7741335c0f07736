import Casework
import Statistics
import Testing

/// Every measure against its twin over thousands of made-up files; the smallest set of files on which they part is printed.
@Suite("Measures and their twins")
struct TwinTests {
    private static let pairs: [(Measure, @Sendable (Twin) -> Twin.Answer)] = [
        (.firstTimeEntrants, { $0.fte() }), (.custody, { $0.custody() }), (.reoffendingTracker, { $0.tracker() }),
        (.provenReoffending, { $0.proven() }), (.outcomes, { $0.outcomes() }), (.offences, { $0.offences() }),
    ]

    @Test("They agree on every figure, numerator and member", arguments: 0..<pairs.count)
    func agree(which: Int) {
        let (measure, twin) = TwinTests.pairs[which]
        var random = Seeded(seed &+ UInt64(which))
        var smallest: [Rows]?
        var counted = 0
        for trial in 0..<1000 {
            let files = (0..<3).map { Rows("c\(trial)-\($0)", &random) }
            let (difference, found) = compare(measure, twin, files)
            counted += found
            if difference != nil {
                let less = shrunk(files) { compare(measure, twin, $0).difference != nil }
                if smallest.map({ size(less) < size($0) }) ?? true { smallest = less }
            }
        }
        if let smallest {
            let difference = compare(measure, twin, smallest).difference ?? ""
            Issue.record("seed \(seed): \(measure.id) and its twin differ:\n\(difference)\n\(smallest.map(\.printed).joined())")
        }
        // Files so strange that nothing counts would prove nothing.
        #expect(counted > 200)
    }

    private func compare(_ measure: Measure, _ twin: (Twin) -> Twin.Answer, _ files: [Rows]) -> (difference: String?, counted: Int) {
        let question = asked("2025-10-01..2026-01-31", today: "2026-05-01")
        let figures = Asked(measure, question, files.map(\.file)).figures.filter { !["rate", "ratio"].contains($0.part) }
        let other = twin(Twin(files: files, from: question.period.from, to: question.period.to, today: question.today))
        var mine: [String: (counted: [String], members: [String])] = [:]
        for figure in figures where !figure.counted.isEmpty || !figure.members.isEmpty {
            mine["\(figure.part) \(figure.byWords)"] = (figure.counted.map(\.ref), figure.members.map(\.ref))
        }
        for key in Set(mine.keys).union(other.filter { !$0.value.counted.isEmpty || !$0.value.members.isEmpty }.keys).sorted() {
            let (a, b) = (mine[key] ?? ([], []), other[key] ?? ([], []))
            if a.counted != b.counted.sorted() || a.members != b.members.sorted() {
                return ("\(key): \(a) but the twin \(b)", 0)
            }
        }
        return (nil, mine.values.reduce(0) { $0 + $1.counted.count })
    }

    /// Takes away whatever can go while the difference stays.
    private func shrunk(_ files: [Rows], _ differs: ([Rows]) -> Bool) -> [Rows] {
        var files = files
        var again = true
        while again {
            again = false
            for candidate in files.indices.map({ i in files.enumerated().filter { $0.offset != i }.map(\.element) })
                + files.indices.flatMap({ i in
                    files[i].smaller.map { less in files.enumerated().map { $0.offset == i ? less : $0.element } }
                })
            where differs(candidate) {
                files = candidate
                again = true
                break
            }
        }
        return files
    }
    private func size(_ files: [Rows]) -> Int { files.reduce(0) { $0 + $1.size } }
}
