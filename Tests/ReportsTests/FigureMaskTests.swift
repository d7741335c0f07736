import Casework
import Reports
import Statistics
import Testing

@Suite("Measures with small numbers held back")
struct FigureMaskTests {
    /// Made-up services of different sizes: whatever they hold, nothing shown adds up to a count from 1 to 5.
    @Test("no figure, rest or difference of what is shown is from 1 to 5", arguments: 1...60)
    func nothingAddsUp(seed: Int) throws {
        let shown = Disclosure.mask(figures(seed: UInt64(seed)))
        func isSmall(_ count: Int?) -> Bool { count.map { (1...5).contains($0) } ?? false }
        for figure in shown {
            let (number, base) = (figure.numerator?.number, figure.isOfPopulation ? nil : figure.denominator?.number)
            #expect(!isSmall(number) && !isSmall(base), "\(figure)")
            if let number, let base, figure.unit == .percent { #expect(!isSmall(base - number), "the rest of \(figure)") }
            if figure.isHeldBack { #expect(figure.value == nil && figure.interval == nil, "\(figure)") }
        }
        for whole in shown where whole.by.isEmpty && !whole.isHeldBack {
            let cells = Dictionary(grouping: shown.filter { $0.measure == whole.measure && $0.part == whole.part && $0.by.count == 1 }) {
                $0.by.keys.first ?? ""
            }
            for (key, cells) in cells {
                let hidden = cells.filter { $0.numerator?.number == nil }
                #expect(hidden.count != 1, "\(whole.measure) \(whole.part) by \(key) has one hidden cell")
                if hidden.isEmpty { #expect(cells.compactMap { $0.numerator?.number }.reduce(0, +) == whole.numerator?.number) }
            }
        }
        let followed = shown.filter { $0.measure == Measure.reoffendingTracker.id && $0.by.isEmpty }.compactMap { $0.numerator?.number }
            .sorted()
        for (one, next) in zip(followed, followed.dropFirst()) { #expect(!isSmall(next - one), "between two months: \(followed)") }
        #expect(
            !shown.contains { $0.measure == Measure.reoffendingTracker.id && $0.by["outcome"] != nil },
            "outcomes lie within the groups shown")
        #expect(!shown.contains { $0.by.count > 1 })
    }

    @Test("the number of a percentage and the count given elsewhere are one count")
    func oneCount() throws {
        for seed in 1...60 {
            let shown = Disclosure.mask(figures(seed: UInt64(seed))).filter { $0.measure == Measure.provenReoffending.id && $0.by.isEmpty }
            let binary = try #require(shown.first { $0.part == "binary" })
            #expect(shown.first { $0.part == "reoffenders" }?.numerator == binary.numerator)
            #expect(shown.first { $0.part == "cohort" }?.numerator == binary.denominator)
        }
    }

    private func figures(seed: UInt64) -> [Figure] {
        var dice = Dice(state: seed)
        let day = Day(year: 2024, month: 4, day: 1) ?? .unset
        let period = Period(label: "p", from: day, to: day + 364)
        var counting = Counting(allMeasures, Question(period: period, today: day + 1200, reference: Reference(serviceCode: "SAN")))
        for number in 0..<Int(8 + seed * 2) {
            var child = Child()
            child.dateOfBirth = day - 365 * (12 + dice.roll(5))
            child.sex = dice.roll(6) == 0 ? "FEMALE" : "MALE"
            child.ethnicity = ["A1", "A1", "A1", "D1", "B9"][dice.roll(5)]
            var file = CaseFile(child: Entry(id: dice.id(), ref: "c\(number)", value: child))
            for event in 0...dice.roll(3) {
                var offence = Offence()
                (offence.offenceDate, offence.category) = (
                    day + dice.roll(300) + event * 60, ["ROBBERY", "DRUGS", "OTHER", "PUBLIC_ORDER"][dice.roll(4)]
                )
                let entry = Entry(id: dice.id(), ref: "o\(number)-\(event)", value: offence)
                var outcome = Outcome()
                (outcome.offence, outcome.outcomeDate, outcome.main) = (entry.id, (offence.offenceDate ?? day) + 20, true)
                outcome.outcome =
                    ["YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "REFERRAL_ORDER", "FINE", "COMMUNITY_RESOLUTION"][dice.roll(5)]
                file[Offence.self].append(entry)
                file[Outcome.self].append(Entry(id: dice.id(), ref: "d\(number)-\(event)", value: outcome))
            }
            counting.add(file)
        }
        return counting.finish()
    }

    /// A small generator, so that a seed is one service for ever.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }
        mutating func id() -> RecordID { RecordID(at: Instant(milliseconds: 0), random: &self) }
    }
}
