import Casework
import Records
import Statistics

/// What the return's rules find in the files of a stretch of time, without the documents: the live list of data quality. (S-PER-16)
public struct ReturnCheck: Sendable {
    public let ask: ReturnAsk
    /// How many children's files were looked at.
    public private(set) var children = 0
    public private(set) var findings: [ReturnFinding] = []
    /// How many each rule found some days before, by rule; empty where nobody asked.
    public private(set) var before: [String: Int] = [:]
    /// How far mending what one rule found could move each figure that reads it; empty where nobody asked.
    public private(set) var reach: [FindingReach] = []

    /// Over everything of the twelve months up to the day it is read for.
    /// - Parameter codes: the rules to hold an earlier moment to; nil takes those known at the moment.
    public static func read(_ service: Service, asAt: Instant? = nil, codes: Codes? = nil) async throws -> ReturnCheck {
        try await service.read(.wholeService(reason: "data quality", asAt: asAt.map { min($0, service.now) })) { reader in
            var check = ReturnCheck(
                ask: ReturnAsk(service, lastYearTo: (reader.scope.asAt ?? service.now).londonDay, codes: try codes ?? reader.codes()))
            let rules = ReturnRule.inForce(check.ask)
            try reader.caseFiles(ReturnAsk.needs) { file in
                guard file.child.deleted != true, check.ask.includes(file) else { return }
                check.children += 1
                for (rule, severity) in rules { check.findings += rule.findings(file, check.ask, severity) }
            }
            return check
        }
    }

    /// The same, and beside it how many today's rules would have found some days before, each as it was known then, and how far mending what
    /// one of them found could move each figure: one pass over the files for all of it.
    /// - Parameter moved: the rule whose figures are wanted.
    public static func read(
        _ service: Service, asAt: Instant? = nil, daysBefore back: Int, moved: ReturnRule? = nil
    ) async throws -> ReturnCheck {
        try await service.read(.wholeService(reason: "data quality", asAt: asAt.map { min($0, service.now) })) { reader in
            let now = reader.scope.asAt ?? service.now
            let then = Instant(milliseconds: now.milliseconds - Int64(back) * 86_400_000)
            let codes = try reader.codes()
            var check = ReturnCheck(ask: ReturnAsk(service, lastYearTo: now.londonDay, codes: codes))
            let earlier = ReturnAsk(service, lastYearTo: then.londonDay, codes: codes)
            let (rules, earlierRules) = (ReturnRule.inForce(check.ask), ReturnRule.inForce(earlier))
            let measures = moved?.measures ?? []
            var counting =
                measures.isEmpty
                ? nil
                : Counting(measures, Question(period: check.ask.period, today: now.londonDay, reference: try reader.figureReference()))
            try reader.caseFiles(ReturnAsk.needs + (counting?.needs ?? []), at: [then, now]) { place, file in
                // Figures count whoever their own rules count, in the return or not.
                if place == 1 { counting?.add(file) }
                guard file.child.deleted != true, (place == 0 ? earlier : check.ask).includes(file) else { return }
                if place == 0 {
                    for (rule, _) in earlierRules { check.before[rule.id, default: 0] += rule.find(file, earlier).count }
                } else {
                    check.children += 1
                    for (rule, severity) in rules { check.findings += rule.findings(file, check.ask, severity) }
                }
            }
            if let moved, let counting { check.reach = FindingReach.all(moved, check.findings, counting.finish()) }
            return check
        }
    }

    private init(ask: ReturnAsk) { self.ask = ask }

    public func count(_ rule: ReturnRule) -> Int { findings.count { $0.rule.id == rule.id } }
}

extension ReturnAsk {
    /// Everything of the twelve months up to a day.
    init(_ service: Service, lastYearTo today: Day, codes: Codes) {
        let from = today.adding(months: -12) + 1
        self.init(
            service: service.code, period: Period(label: "\(from.iso)..\(today.iso)", from: from, to: today), today: today, codes: codes)
    }
}

extension ReturnRule {
    /// The measures that read what the rule is about: what mending it may move.
    public var measures: [Measure] {
        allMeasures.filter { measure in measure.needs.contains { $0.kind.name == kind.name && !$0.fields.isDisjoint(with: fields) } }
    }
}
