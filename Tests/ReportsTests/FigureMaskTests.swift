import Casework
import Reports
import Statistics
import Testing

@Suite("Measures with small numbers held back")
struct FigureMaskTests {
    /// Made-up services of different sizes: whatever they hold, nothing shown adds up to a count from 1 to 5.
    @Test("no figure, rest or difference of what is shown is from 1 to 5", arguments: 1...60)
    func nothingAddsUp(seed: Int) throws {
        let shown = Disclosure().mask(figures(seed: UInt64(seed)))
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

    @Test(
        "S-OOC-05: out of court, what one part lacks of another is from 1 to 5 nowhere, nor what lies between the two KPIs 6",
        arguments: 1...60)
    func outOfCourt(seed: Int) throws {
        let whole = figures(seed: UInt64(seed))
        let shown = Disclosure().mask(whole)
        func figure(_ measure: Measure, _ part: String) throws -> ShownFigure {
            try #require(shown.first { $0.measure == measure.id && $0.part == part && $0.by.isEmpty }, "\(part)")
        }
        func isSmall(_ one: Int?, _ other: Int?) -> Bool { one.flatMap { one in other.map { (1...5).contains(abs(one - $0)) } } ?? false }
        let decided = try figure(.outOfCourt, "decided").numerator?.number
        for part in ["bounced_back", "completed", "within_target"] {
            #expect(!isSmall(decided, try figure(.outOfCourt, part).numerator?.number), "\(part)")
        }
        let (one, two) = try (figure(.outOfCourtCompleted, "headline_published"), figure(.outOfCourtCompleted, "headline_case_level"))
        let (done, ended) = ((one.numerator?.number, two.numerator?.number), (one.denominator?.number, two.denominator?.number))
        #expect(!isSmall(done.0, done.1) && !isSmall(ended.0, ended.1))
        if let a = done.0, let b = done.1, let c = ended.0, let d = ended.1 { #expect(!isSmall(c - a, d - b)) }
        // Nearly every child has one programme: the programmes completed are told no further than the children who completed theirs.
        let programmes = try figure(.outOfCourtCompleted, "6a").numerator
        if two.numerator == .hidden || two.numerator == .notGiven { #expect(programmes?.number == nil) }
        // Days are told as the number they rest on is, and of the cells in the same places.
        let cells = shown.filter { $0.measure == Measure.outOfCourt.id && $0.by["outcome"] != nil }
        #expect(Set(cells.map(\.part)).isSubset(of: ["decided", "days_median", "working_days_median", "within_target"]))
        for median in cells where median.unit == .days {
            let count = try #require(cells.first { $0.part == "decided" && $0.by == median.by })
            #expect(median.numerator == count.numerator)
            #expect((median.value != nil) == ((count.numerator?.number ?? 0) >= 6))
        }
        let far = try figure(.outOfCourt, "days_p90")
        let number = try #require(whole.first { $0.measure == Measure.outOfCourt.id && $0.part == "decided" && $0.by.isEmpty }?.numerator)
        #expect((far.value != nil) == (number >= 10))
        // By type, what all are out of is the case-level headline, and no base is the only one hidden.
        let types = shown.filter { $0.measure == Measure.outOfCourtCompleted.id && $0.part == "6b" }
        #expect(types.count == 6)
        if let base = two.denominator?.number {
            let known = types.compactMap { $0.denominator?.number }
            #expect(known.count != 5)
            if known.count == 6 { #expect(known.reduce(0, +) == base) }
        }
    }

    @Test("serious violence: what lies between the two bases is from 1 to 5 nowhere", arguments: 1...60)
    func seriousViolence(seed: Int) throws {
        let shown = Disclosure().mask(figures(seed: UInt64(seed))).filter { $0.measure == Measure.seriousViolence.id && $0.by.isEmpty }
        func isSmall(_ one: ShownCount?, _ other: ShownCount?) -> Bool {
            guard let one = one?.number, let other = other?.number else { return false }
            return (1...5).contains(abs(one - other))
        }
        for part in ["headline", "9a", "9b"] {
            let one = try #require(shown.first { $0.part == part })
            let other = try #require(shown.first { $0.part == "\(part)_published" })
            #expect(!isSmall(one.numerator, other.numerator), "\(part)")
            #expect(!isSmall(one.denominator, other.denominator), "\(part)")
        }
    }

    @Test(
        "promise 8: within how many days nine in ten offences had their outcome is told of ten and more: of fewer it is one child's own",
        arguments: [6, 9, 10, 11])
    func farDays(number: Int) throws {
        let whole = figures(seed: 60).filter { $0.measure == Measure.timeliness.id && $0.part.hasPrefix("offence_to_outcome") }
        #expect(Disclosure().mask(whole).filter { $0.part == "offence_to_outcome_p90" }.map(\.by) == [[:]], "of the whole alone")
        let few = whole.filter(\.by.isEmpty).map { figure in
            var figure = figure
            figure.counted = Array(figure.counted.prefix(number))
            figure.numerator = Double(figure.counted.count)
            return figure
        }
        #expect(few.map(\.numerator) == [Double(number), Double(number)])
        let shown = Disclosure().mask(few)
        #expect(shown.first { $0.part == "offence_to_outcome_median" }?.value != nil)
        #expect((shown.first { $0.part == "offence_to_outcome_p90" }?.value != nil) == (number >= 10))
    }

    @Test("S-OOC-05: how long they have waited is told of 6 and more, the longest never")
    func waited() throws {
        for seed in 1...60 {
            for figure in Disclosure().mask(figures(seed: UInt64(seed))) {
                #expect((figure.waited != nil) == (figure.part == "waiting" && (figure.numerator?.number ?? 0) >= 6))
                #expect(figure.waited?.contains("longest") != true)
            }
        }
    }

    @Test("the number of a percentage and the count given elsewhere are one count")
    func oneCount() throws {
        for seed in 1...60 {
            let shown = Disclosure().mask(figures(seed: UInt64(seed))).filter {
                $0.measure == Measure.provenReoffending.id && $0.by.isEmpty
            }
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
                addPathway(to: &file, of: entry, &dice)
            }
            counting.add(file)
        }
        return counting.finish()
    }

    /// A referral of the offence, decided or not, and mostly a programme, which mostly has the outcome its disposal says.
    private func addPathway(to file: inout CaseFile, of offence: Entry<Offence>, _ dice: inout Dice) {
        var referral = Referral()
        let received = (offence.offenceDate ?? .unset) + 5
        (referral.receivedDate, referral.pathway, referral.offences) = (received, "OUT_OF_COURT", [offence.id])
        let disposal = ["YOUTH_CAUTION", "YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION", "COMMUNITY_RESOLUTION_WITH_YJS_INVOLVEMENT"][
            dice.roll(4)]
        if dice.roll(5) > 0 { (referral.decisionDate, referral.decision) = (received + dice.roll(60), disposal) }
        referral.bouncedBack = dice.roll(4) == 0
        let entry = Entry(id: dice.id(), ref: "r\(offence.ref)", value: referral)
        file[Referral.self].append(entry)
        guard dice.roll(4) > 0 else { return }
        var outcome = Outcome()
        (outcome.offence, outcome.outcomeDate, outcome.main) = (offence.id, received + 30, true)
        outcome.outcome = dice.roll(8) == 0 ? "REFERRAL_ORDER" : disposal
        file[Outcome.self].append(Entry(id: dice.id(), ref: "e\(offence.ref)", value: outcome))
        var programme = Programme()
        (programme.startDate, programme.endDate, programme.disposal) = (received + 30, received + 60, disposal)
        (programme.completed, programme.offences, programme.referral) = (dice.roll(4) > 0, [offence.id], entry.id)
        file[Programme.self].append(Entry(id: dice.id(), ref: "p\(offence.ref)", value: programme))
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
