import Casework

extension Measure {
    /// The relative rate index: how many times as often a group of children comes to a stage as the group it is compared with (S-PER-15,
    /// S-OOC-22; regulation.md §3.4, §10).
    ///
    /// Worked example: of 800 Black and 3,011 White children aged 10 to 17, 11 Black and 21 White ones were referred in the year. Referral:
    /// (11 ÷ 800) ÷ (21 ÷ 3,011) = 1.97, exact interval 0.86 to 4.28: it may be chance. Of those at the decision, 4 of 11 Black and 3 of 21
    /// White children were sentenced. Court: (4 ÷ 11) ÷ (3 ÷ 21) = 2.55. Custody is out of the sentenced: 1 of 4 against 1 of 3, 0.75.
    public static let disparity = Measure(
        "disparity", title: "Disparity", question: "Do groups of children come to a stage of justice more often than others?",
        definition: Definition(
            version: "2026-1",
            source:
                "Relative rate index with its exact conditional interval; the toolkit’s version after the Youth Justice Board’s Disparity Toolkit, 2024",
            words: """
                The rate of a group at a stage over the rate of the group it is compared with; 1 is parity. Compared with: White children, boys, \
                and children neither looked after nor care leavers. Each stage is out of the one before. Referral: children with a referral \
                received in the period, out of the 10 to 17 population. Diversion, caution and court (a sentence): children with such an outcome \
                dated in the period, out of those referred or so decided in it. Custody: out of those sentenced. A child counts once at each \
                stage. The interval is exact and conditional, at every size.
                """,
            notes: [
                "Referrals for prevention and Turnaround are no step towards a decision and are left out; a referral without a pathway counts.",
                "A child is 10 to 17 on the day received for a referral; at arrest (else the offence) for an outcome, and at most 17 at the first hearing.",
                "The group by care status is that of the child's first event of the stage before (for referral: of the first referral).",
                "Three years pooled: one stretch of thirty-six months ending with the period, in which a child counts once; so it may be less than the single years added up. Population: the three years' added up. Given where the period is twelve months.",
                "Population of children neither looked after nor care leavers: that of all less the looked after and the care leavers, where none is held for them.",
                "The disparity toolkit drops only outcomes changed on appeal and keeps those whose appeal succeeded: rri_toolkit. Its own tables have no stage of referral or diversion.",
                "National thresholds for a disparity worth acting on were not found. An interval that holds 1 may be chance alone.",
            ],
            example: """
                Of 800 Black and 3,011 White children aged 10 to 17, 11 Black and 21 White ones were referred in the year. Referral: (11 ÷ 800) ÷ \
                (21 ÷ 3,011) = 1.97, exact interval 0.86 to 4.28: it may be chance. Of those at the decision, 4 of 11 Black and 3 of 21 White \
                children were sentenced. Court: (4 ÷ 11) ÷ (3 ÷ 21) = 2.55. Custody is out of the sentenced: 1 of 4 against 1 of 3, 0.75.
                """),
        counts: .child,
        needs: [
            Need(Child.self, "date_of_birth", "sex", "ethnicity"), Need(Referral.self, "received_date", "pathway"),
            Need(Offence.self, "offence_date", "arrest_date", "first_hearing_date"),
            Need(Outcome.self, "offence_ref", "outcome_date", "outcome", "appeal", "residence"),
            Need(Hearing.self, "hearing_date", "offence_refs"), Need(Care.self, "status", "start_date", "end_date"),
        ],
        parts: [rri, rri3Years, rriToolkit], breakdowns: [stage, .ethnicity, .sex, .careStatus],
        exclusions: [.deleted, notJustice, .noTier, .appeal, .livedElsewhere, .ageNotKnown, .age],
        units: { file, question in
            let referrals = file[Referral.self]
            let proceedings = file.proceedings(question.reference)
            if referrals.isEmpty && proceedings.isEmpty { return [] }
            return asked(of: question.period).flatMap { asked in
                Level.allCases.compactMap { asked.reads($0) ? unit(file, question, asked, $0, referrals, proceedings) : nil }
            }
        },
        figures: { tabulation in
            asked(of: tabulation.question.period).flatMap { asked in
                Stage.allCases.filter { asked.stages.contains($0) }.flatMap { stage in
                    let those = tabulation.units.filter {
                        $0.dimensions[partKey] == asked.part.id && $0.dimensions[levelKey] == stage.level.rawValue
                    }
                    return [Breakdown.ethnicity, .sex, .careStatus].flatMap { indices(tabulation, asked, stage, $0, those) }
                }
            }
        })

    /// The group each breakdown of the disparity measure is compared with.
    public static let comparedWith = ["ethnicity": "WHITE", "sex": "MALE", "care_status": "NEITHER"]
}

private let rri = Part("rri", .ratio, "Relative rate index")
private let rri3Years = Part("rri_3_years", .ratio, "Relative rate index, the three years to the end of the period pooled")
private let rriToolkit = Part("rri_toolkit", .ratio, "Relative rate index as the disparity toolkit treats appeals")
private let stage = Breakdown("stage", "Stage") { _ in Stage.allCases.map(\.rawValue) }
private let notJustice = Exclusion("prevention", "The referral was for prevention or Turnaround, which is no step towards a decision.")
private let partKey = "part"
private let levelKey = "level"

/// A stage, and whom it is out of.
private enum Stage: String, CaseIterable {
    case referral, diversion, caution, court, custody

    var level: Level {
        switch self {
        case .referral: .population
        case .diversion, .caution, .court: .decision
        case .custody: .sentence
        }
    }
}

/// The children a stage is out of: the population (whose units are those referred), those at the decision, those sentenced.
private enum Level: String, CaseIterable { case population, decision, sentence }

/// One part with the stretch it counts over and its treatment of appeals.
private struct AskedPart {
    let part: Part
    let period: Period
    /// The years whose populations add up.
    let years: [Period]
    let stages: [Stage]
    var isToolkit: Bool { part.id == rriToolkit.id }
    func reads(_ level: Level) -> Bool { stages.contains { $0.level == level } }

    func isSetAside(_ p: Proceeding) -> Bool { p.outcome.appeal == "CHANGED" || !isToolkit && p.outcome.appeal == "SUCCESSFUL" }
}

private func asked(of period: Period) -> [AskedPart] {
    var found = [AskedPart(part: rri, period: period, years: [period], stages: Stage.allCases)]
    if period.isTwelveMonths {
        let years = [period.yearBefore.yearBefore, period.yearBefore, period]
        found.append(
            AskedPart(
                part: rri3Years, period: Period(label: "", from: period.from.adding(months: -24), to: period.to), years: years,
                stages: Stage.allCases))
    }
    return found + [AskedPart(part: rriToolkit, period: period, years: [period], stages: [.caution, .court, .custody])]
}

/// What a child had at a level: a referral or an outcome, and why it does not count.
private struct Event {
    let day: Day
    let ref: String
    let stages: [Stage]
    let evidence: [Evidence]
    let whyNot: Exclusion?
}

private func unit(
    _ file: CaseFile, _ question: Question, _ asked: AskedPart, _ level: Level, _ referrals: [Entry<Referral>], _ proceedings: [Proceeding]
) -> CountedUnit? {
    var events: [Event] = []
    if level != .sentence, !asked.isToolkit {
        events += referrals.filter { $0.receivedDate != .unset && asked.period.contains($0.receivedDate) }.map { referral in
            let isPrevention = referral.pathway == "PREVENTION" || referral.pathway == "TURNAROUND"
            let age = file.child.dateOfBirth.map { referral.receivedDate.years(since: $0) }
            return Event(
                day: referral.receivedDate, ref: referral.ref, stages: level == .population ? [.referral] : [],
                evidence: [Evidence("referral", referral)], whyNot: isPrevention ? notJustice : Proceeding.outside(10...17, age))
        }
    }
    if level != .population {
        events += proceedings.filter { asked.period.contains($0.date) }.compactMap { p in
            let stages = Stage.reached(by: p.tier, level)
            // At the sentence only sentences are looked at, in the toolkit only cautions and sentences.
            if stages.isEmpty, level == .sentence || asked.isToolkit && p.tier != nil { return nil }
            if asked.isToolkit, !p.isSubstantive { return nil }
            return Event(
                day: p.date, ref: p.outcome.ref, stages: stages, evidence: p.evidence(stages.last?.rawValue ?? "outcome"),
                whyNot: whyNot(p, asked))
        }
    }
    let standing = events.filter { $0.whyNot == nil }
    let shown = standing.isEmpty ? events : standing
    guard let first = shown.min(by: { ($0.day, $0.ref) < ($1.day, $1.ref) }) else { return nil }
    let care = file.careStatus(on: first.day)
    var dimensions = file.dimensions(question.reference, on: first.day)
    dimensions["care_status"] = care.token
    dimensions[partKey] = asked.part.id
    dimensions[levelKey] = level.rawValue
    return CountedUnit(
        file.child, in: file, on: first.day, dimensions: dimensions, marks: Set(standing.flatMap(\.stages).map(\.rawValue)),
        evidence: shown.flatMap(\.evidence) + (care.record.map { [Evidence("care status", $0)] } ?? []), excluded: first.whyNot)
}

extension Stage {
    /// The stages an outcome of a tier brings a child to, of those out of a level.
    fileprivate static func reached(by tier: Tier?, _ level: Level) -> [Stage] {
        switch (level, tier) {
        case (.decision, .diversion): [.diversion]
        case (.decision, .preCourt): [.caution]
        case (.decision, .firstTier), (.decision, .community), (.decision, .custody): [.court]
        case (.sentence, .custody): [.court, .custody]
        case (.sentence, .firstTier), (.sentence, .community): [.court]
        default: []
        }
    }
}

private func whyNot(_ p: Proceeding, _ asked: AskedPart) -> Exclusion? {
    guard let tier = p.tier else { return .noTier }
    if asked.isSetAside(p) { return .appeal }
    if p.isElsewhere { return .livedElsewhere }
    if let why = Proceeding.outside(10...17, p.ageAtArrest) { return why }
    // Diversion has no hearing, and a caution needs none.
    return tier == .diversion || p.firstHearing == nil ? nil : Proceeding.outside(0...17, p.ageAtFirstHearing)
}

/// The index of every group of one breakdown at one stage, the group compared with among them.
private func indices(_ tabulation: Tabulation, _ asked: AskedPart, _ stage: Stage, _ breakdown: Breakdown, _ units: [CountedUnit])
    -> [Figure]
{
    let groups = Dictionary(grouping: units) { $0.dimensions[breakdown.key] ?? "" }
    let fixed = breakdown.values(tabulation.question.reference)
    let values = fixed + Set(groups.keys).subtracting(fixed).sorted()
    let sides = values.map { value in
        let cell = Cell(tabulation, by: ["stage": stage.rawValue, breakdown.key: value], units: groups[value] ?? [])
        return Side(cell, stage, asked, breakdown.key, value, tabulation.question)
    }
    guard let base = sides.first(where: { $0.value == Measure.comparedWith[breakdown.key] }) else { return [] }
    return sides.map { $0.index(asked.part, against: base, tabulation.question) }
}

/// One group at one stage: how many came to it, out of how many.
private struct Side {
    let cell: Cell
    let stage: Stage
    let key: String
    let value: String
    let events: [CountedUnit]
    /// Nil where no population is known.
    let total: Int?
    let populations: [PopulationFound]
    let notes: [String]

    init(_ cell: Cell, _ stage: Stage, _ asked: AskedPart, _ key: String, _ value: String, _ question: Question) {
        self.cell = cell
        self.stage = stage
        self.key = key
        self.value = value
        events = cell.counted.filter { $0.marks.contains(stage.rawValue) }
        guard stage.level == .population else {
            total = cell.counted.count
            populations = []
            notes = []
            return
        }
        let found = asked.years.map { question.reference.population(of: $0, group: key, value) }
        populations = found.compactMap(\.self)
        total = populations.count == found.count ? populations.reduce(0) { $0 + $1.people } : nil
        notes = total == nil ? ["No population of this group is known for our area, so there is no rate."] : populations.compactMap(\.note)
    }

    func index(_ part: Part, against base: Side, _ question: Question) -> Figure {
        let exact =
            total.flatMap { total in
                base.total.flatMap {
                    RateRatio.exact(events.count, of: Double(total), comparedWith: base.events.count, of: Double($0))
                }
            }
        let isBase = base.value == value
        var figure = cell.figure(
            part, numerator: events.count, denominator: total, value: exact?.ratio, interval: isBase ? nil : exact?.interval,
            members: stage.level == .population ? [] : cell.counted.map { Member($0) }, counted: events.map { Member($0) })
        figure.extras["compared_with"] = .text(base.value)
        figure.extras["compared_numerator"] = .number(Double(base.events.count))
        if let total = base.total { figure.extras["compared_denominator"] = .number(Double(total)) }
        if let midYear = populations.last?.midYear { figure.extras["population_mid_year"] = .number(Double(midYear)) }
        if let source = populations.last?.source { figure.extras["population_source"] = .text(source) }
        figure.notes = notes + (isBase ? ["The others are compared with this group."] : said(exact, base))
        return figure
    }

    private func said(_ exact: RateRatio?, _ base: Side) -> [String] {
        if base.total == nil { return ["No population of the group compared with is known."] }
        if base.events.isEmpty { return ["Nobody of the group compared with came to this stage, so there is no ratio."] }
        guard let exact else { return [] }
        return exact.interval.contains(1) ? ["The interval holds 1: it may be chance alone."] : []
    }
}

extension Reference {
    /// The people aged 10 to 17 of one group; of those neither looked after nor care leavers all less the other two where no row is theirs.
    fileprivate func population(of period: Period, group key: String, _ value: String) -> PopulationFound? {
        if let found = population(of: period, by: [key: value]) { return found }
        guard key == "care_status", value == "NEITHER", let all = population(of: period),
            let lookedAfter = population(of: period, by: ["care_status": "LOOKED_AFTER"]), lookedAfter.midYear == all.midYear
        else { return nil }
        let leavers = population(of: period, by: ["care_status": "CARE_LEAVER"])
        let people = all.people - lookedAfter.people - (leavers?.midYear == all.midYear ? leavers?.people ?? 0 : 0)
        return people > 0 ? PopulationFound(people: people, midYear: all.midYear, source: all.source, note: all.note) : nil
    }
}
