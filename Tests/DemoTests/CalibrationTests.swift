import Casework
import Testing

@testable import Demo

/// Counts over a large service, read one child at a time.
struct Large {
    var service: DemoService
    var children = 0
    var contacts = 0
    var records = 0
    var ages: [Int: Int] = [:]
    var boys = 0
    var ethnicity: [String: Int] = [:]
    var alerts: [String: Int] = [:]
    var atHome = 0
    var categories: [String: Int] = [:]
    var firstDecisions: [String: Int] = [:]
    var entrantsOfLastYear = 0
    var cohort = 0
    var reoffenders = 0
    var reoffences = 0
    var diverted = 0
    var divertedReoffenders = 0
    var outcomes: [String: Int] = [:]

    static let statutory: Set<String> = ["Pre-Court", "First-tier", "Community", "Custody"]

    static func read(_ service: DemoService) -> Large {
        var found = Large(service: service)
        for child in service.children { found.add(child) }
        return found
    }

    private mutating func add(_ child: DemoChild) {
        children += 1
        records += child.records.count
        guard let birth = child.child.dateOfBirth else { return }
        ages[child.recordedOn.years(since: birth) ?? -1, default: 0] += 1
        boys += child.child.sex == "MALE" ? 1 : 0
        ethnicity[child.child.ethnicity ?? "", default: 0] += 1
        for type in Set(child.all(Alert.self).map(\.value.type)) { alerts[type, default: 0] += 1 }
        atHome += child.all(HomeAddress.self).last?.value.type == "HOME" ? 1 : 0
        contacts += child.records.count { $0.record is Contact }
        let offences = Dictionary(uniqueKeysWithValues: child.all(Offence.self).map { ($0.id, $0.value) })
        for offence in offences.values { categories[offence.category ?? "", default: 0] += 1 }
        let decided = child.all(Outcome.self).map(\.value)
        for outcome in decided { outcomes[outcome.outcome, default: 0] += 1 }
        if let first = decided.first { firstDecisions[first.outcome, default: 0] += 1 }
        follow(decided, offences, birth)
    }

    private func isStatutory(_ outcome: Outcome) -> Bool {
        Large.statutory.contains(ShippedCodes.codes.group("outcome", outcome.outcome) ?? "")
    }

    private mutating func follow(_ decided: [Outcome], _ offences: [RecordID: Offence], _ birth: Day) {
        let statutory = decided.filter(isStatutory).sorted { $0.outcomeDate < $1.outcomeDate }
        let through = service.options.through
        if let entry = statutory.first, entry.residence == "LOCAL", entry.outcomeDate > through - 365 { entrantsOfLastYear += 1 }
        // Followed for a whole year under 18, with eighteen months for the outcomes to come in.
        let eighteen = birth.adding(months: 216)
        func again(after index: Day, proven: Bool) -> Int {
            Set(
                decided.filter { outcome in
                    guard !proven || isStatutory(outcome), let offence = offences[outcome.offence], let day = offence.offenceDate else {
                        return false
                    }
                    return offence.category != "BREACH_OF_STATUTORY_ORDER" && day > index && day <= index + 365
                }.map(\.offence)
            ).count
        }
        if let index = statutory.first, index.outcome != "DETENTION_AND_TRAINING_ORDER", index.outcomeDate + 365 <= eighteen,
            index.outcomeDate + 548 <= through
        {
            let count = again(after: index.outcomeDate, proven: true)
            cohort += 1
            reoffenders += count > 0 ? 1 : 0
            reoffences += count
        }
        if let index = decided.first, ShippedCodes.codes.group("outcome", index.outcome) == "Diversion",
            index.outcomeDate + 365 <= eighteen,
            index.outcomeDate + 548 <= through
        {
            diverted += 1
            divertedReoffenders += again(after: index.outcomeDate, proven: false) > 0 ? 1 : 0
        }
    }
}

@Suite("The calibration of the made-up children")
struct CalibrationTests {
    private let large = Sample.large

    private func share(_ part: Int, _ whole: Int) -> Double { Double(part) / Double(whole) }
    private func near(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool { abs(a - b) <= tolerance }

    @Test("ages and sexes follow the table of assessments")
    func agesAndSexes() {
        #expect(near(share(large.boys, large.children), 103.0 / 117, 0.02), "\(share(large.boys, large.children))")
        for age in 11...16 {
            let expected = DemoCalibration.ageAndSex.share { $0.age == age }
            #expect(near(share(large.ages[age] ?? 0, large.children), expected, 0.015), "\(age)")
        }
        #expect(near(share(large.ages[17] ?? 0, large.children), 44.0 / 117, 0.02))
        #expect(large.ages.keys.allSatisfy { (10...17).contains($0) })
    }

    @Test("ethnicity follows the profile of the cohort")
    func ethnicity() {
        #expect(near(share(large.ethnicity["A1"] ?? 0, large.children), 0.87, 0.02))
        let mixed = large.ethnicity.filter { $0.key.hasPrefix("B") }.values.reduce(0, +)
        #expect(near(share(mixed, large.children), 0.07, 0.015))
    }

    @Test("alerts and homes follow the profile of the cohort")
    func alerts() {
        for (type, expected) in DemoCalibration.alerts {
            #expect(near(share(large.alerts[type] ?? 0, large.children), expected, 0.02), "\(type)")
        }
        #expect(near(share(large.atHome, large.children), 0.75, 0.03))
    }

    @Test("offence categories follow the proven offences, breaches apart")
    func categories() {
        let counted = large.categories.filter { $0.key != "BREACH_OF_STATUTORY_ORDER" }
        let whole = counted.values.reduce(0, +)
        for entry in DemoCalibration.offenceCategory.entries {
            let expected = entry.weight / DemoCalibration.offenceCategory.total
            #expect(near(share(counted[entry.value] ?? 0, whole), expected, 0.015), "\(entry.value)")
        }
        #expect((large.categories["BREACH_OF_STATUTORY_ORDER"] ?? 0) > 0)
    }

    @Test("most first decisions are out of court, and diversions, cautions and sentences keep the proportions of their table")
    func outcomes() {
        func sum(_ tokens: Set<String>) -> Int { large.firstDecisions.filter { tokens.contains($0.key) }.values.reduce(0, +) }
        let whole = large.firstDecisions.values.reduce(0, +)
        let court = Set(DemoCalibration.court.entries.map(\.value.token))
        #expect(near(1 - share(sum(court), whole), DemoCalibration.outOfCourtShare, 0.02), "\(1 - share(sum(court), whole))")
        let cautions = sum(["YOUTH_CAUTION", "YOUTH_CONDITIONAL_CAUTION"])
        #expect(near(share(sum(["YOUTH_CONDITIONAL_CAUTION"]), cautions), 9.0 / 19, 0.04))
        let sentences: Set = ["REFERRAL_ORDER", "YOUTH_REHABILITATION_ORDER", "YOUTH_REHABILITATION_ORDER_ISS"]
        #expect(near(share(sum(sentences), sum(court)), 32.0 / 50, 0.05))
        #expect(near(share(sum(["COMMUNITY_RESOLUTION"]), whole - sum(court) - cautions), 7.0 / 21, 0.03))
        let custody = large.outcomes["DETENTION_AND_TRAINING_ORDER"] ?? 0
        #expect(custody > 0 && share(custody, large.outcomes.values.reduce(0, +)) < 0.02)
    }

    @Test("first-time entrants come at the rate of the ten areas")
    func entrants() {
        let rate = Double(large.entrantsOfLastYear) / Double(large.service.options.population) * 100_000
        #expect(abs(rate / DemoCalibration.entrantsPer100000 - 1) < 0.08, "\(rate)")
    }

    @Test("reoffending is as the tables give it, for those the service can follow to the end")
    func reoffending() {
        #expect(
            near(share(large.reoffenders, large.cohort), DemoCalibration.reoffending, 0.04), "\(share(large.reoffenders, large.cohort))")
        let each = share(large.reoffences, large.reoffenders)
        #expect(abs(each / DemoCalibration.reoffencesPerReoffender - 1) < 0.1, "\(each)")
        let diverted = share(large.divertedReoffenders, large.diverted)
        #expect(near(diverted, DemoCalibration.reoffendingAfterDiversion, 0.025), "\(diverted)")
    }

    @Test("contacts come at the mean that was asked for")
    func contacts() {
        let mean = share(large.contacts, large.children)
        #expect(abs(mean / large.service.options.contactsPerChild - 1) < 0.05, "\(mean)")
    }

    @Test("the population of the default service is about 24,500")
    func population() {
        #expect(Sample.service.options.population == 24_500)
        #expect(Sample.service.populations.contains { $0.value.area == "Sandholme" && $0.value.population == 24_500 })
    }
}
