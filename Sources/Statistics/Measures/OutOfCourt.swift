import Casework

extension Measure {
    /// Out-of-court referrals decided in the period: how many, how long they took, whether within the clock; and who still waits (S-OOC-05,
    /// S-OOC-08; interchange.md §2).
    ///
    /// Worked example, 2026Q1 with a clock of 28 days: A was received on 1 April and decided on 11 April: 10 days (5 working days, for Good
    /// Friday and Easter Monday fall between). B took 20 days, C 30, D 61. E came on 20 June and was decided in July: it waits on 30 June,
    /// 10 days old. Decided: 4; median (20 + 30) ÷ 2 = 25; the 90th hundredth, by nearest rank the 4th of 4: 61; within the clock 2 of 4,
    /// 50 %; waiting 1.
    public static let outOfCourt = Measure(
        "oocd", title: "Out-of-court decisions", question: "How many out-of-court referrals were decided, and how fast?",
        definition: Definition(
            version: "2026-2", source: "Local measure: the course of out-of-court referrals, with the service’s own clock",
            words: """
                Referrals on the out-of-court pathway whose decision is dated in the period; days run from the day received to the day decided. \
                Waiting: received by the last day of the period (or today, if that is sooner) and neither decided, declined nor closed by then.
                """,
            notes: [
                "The median of an even number is the mean of the middle two; the 90th hundredth is by nearest rank.",
                "Working days leave out weekends and the bank holidays of England and Wales; the day received is not counted.",
                "The clock of days is a local setting, named on the figure; it never pauses.",
                "Completed: a programme for an offence of the referral, begun on or after the day received, was completed by the day asked.",
                "Another authority's child, placed here on the day of the decision or on the last day waited, is listed as left out.",
                "A referral on another pathway is no part of this, nor one whose pathway is not recorded: those are listed as left out.",
            ],
            example: """
                2026Q1 with a clock of 28 days: A was received on 1 April and decided on 11 April: 10 days. B took 20 days, C 30, D 61. E came \
                on 20 June and was decided in July: it waits on 30 June, 10 days old. Decided: 4; median (20 + 30) ÷ 2 = 25; the 90th \
                hundredth, by nearest rank the 4th of 4: 61; within the clock 2 of 4, 50 %; waiting 1.
                """),
        counts: .referral,
        needs: [
            Need(
                Referral.self, "received_date", "decision_date", "decision", "pathway", "accepted", "bounced_back", "closed_date",
                "offence_refs"),
            Need(Programme.self, "start_date", "end_date", "completed", "offence_refs", "referral_ref"),
            Need(Care.self, "start_date", "end_date", "placement"),
        ],
        parts: [decided, daysMedian, days90th, workingDaysMedian, withinTarget, bouncedBack, completed, waiting],
        breakdowns: [.outcome], exclusions: [.deleted, noPathway, placedHere],
        units: { file, question in
            file[Referral.self].compactMap { referral -> CountedUnit? in
                guard referral.pathway == "OUT_OF_COURT" || referral.pathway == nil, referral.receivedDate != .unset else { return nil }
                let lastDay = min(question.period.to, question.today)
                let isDecided = referral.decisionDate.map { question.period.contains($0) && $0 <= question.today } ?? false
                let isWaiting =
                    referral.receivedDate <= lastDay && (referral.decisionDate.map { $0 > lastDay } ?? true)
                    && (referral.closedDate.map { $0 > lastDay } ?? true) && referral.accepted != false
                guard isDecided || isWaiting else { return nil }
                var unit = CountedUnit(
                    referral, in: file, on: isDecided ? referral.decisionDate ?? lastDay : lastDay,
                    marks: [isDecided ? "decided" : "waiting"],
                    evidence: [Evidence(isDecided ? "decided" : "waiting", referral)], excluded: referral.pathway == nil ? noPathway : nil)
                if unit.excluded == nil, file.isAnotherAuthoritys(on: unit.date) { unit.excluded = placedHere }
                // Days lie between two days of the unit: kept as marks so that the figure needs no second look at the file.
                unit.dimensions["from"] = referral.receivedDate.iso
                guard isDecided else { return unit }
                unit.dimensions["outcome"] = referral.decision ?? "NOT_KNOWN"
                if referral.bouncedBack == true { unit.marks.insert("bounced_back") }
                let done = file[Programme.self].filter { programme in
                    programme.completed == true && (programme.endDate ?? question.today) <= question.today
                        && (programme.referral == referral.id
                            || (programme.startDate ?? .unset) >= referral.receivedDate
                                && programme.offences.contains { referral.offences.contains($0) })
                }
                if !done.isEmpty {
                    unit.marks.insert("completed")
                    unit.evidence += done.map { Evidence("completed", $0) }
                }
                return unit
            }
        },
        figures: { tabulation in
            let decisions = tabulation.selecting { units, _ in units.filter { $0.marks.contains("decided") } }
            let waits = tabulation.selecting { units, _ in units.filter { $0.marks.contains("waiting") } }
            return decisions.cells.flatMap { cell in
                [
                    cell.count(decided), cell.quantile(daysMedian, Spread.median) { $0.days },
                    cell.quantile(days90th, Spread.nearest90th) { $0.days },
                    cell.quantile(workingDaysMedian, Spread.median) { $0.workingDays }, within(cell),
                    cell.count(bouncedBack) { $0.marks.contains("bounced_back") }, cell.count(completed) { $0.marks.contains("completed") },
                ]
            } + [stillWaiting(waits.whole)]
        })
}

private let decided = Part("decided", .count, "Referrals decided in the period")
private let daysMedian = Part("days_median", .days, "Median days from received to decided")
private let days90th = Part("days_p90", .days, "Days within which nine in ten were decided")
private let workingDaysMedian = Part("working_days_median", .days, "Median working days from received to decided")
private let withinTarget = Part("within_target", .percent, "Decided within the service's clock")
private let bouncedBack = Part("bounced_back", .count, "Decided after a court had sent them back")
private let completed = Part("completed", .count, "Referrals decided whose programme has since been completed, whenever it ended")
private let waiting = Part("waiting", .count, "Not decided on the last day of the period")
private let placedHere = Exclusion("placed_here", "Another authority's child, placed here: that authority's service counts them.")
private let noPathway = Exclusion("pathway_not_known", "The referral's pathway is not recorded.")

private func within(_ cell: Cell) -> Figure {
    let target = cell.question.reference.outOfCourtDays
    var figure = cell.share(withinTarget) { $0.days <= target.days }
    figure.extras["target_days"] = .number(Double(target.days))
    figure.extras["target_setting"] = .text(target.setting)
    return figure
}

private func stillWaiting(_ cell: Cell) -> Figure {
    var figure = cell.count(waiting)
    let ages = cell.counted.map(\.days).sorted()
    if let median = Spread.median(ages), let oldest = ages.last {
        figure.extras["age_median"] = .number(median)
        figure.extras["age_longest"] = .number(Double(oldest))
        func words(_ number: Int) -> String { number.counted("day") }
        figure.notes.append("Half have waited \(words(Int(median.rounded()))) or longer, the longest \(words(oldest)).")
    }
    return figure
}

extension CountedUnit {
    /// When the referral was received; the unit's own date is when it was decided, or the day it still waits on.
    fileprivate var received: Day { dimensions["from"].flatMap(Day.init(iso:)) ?? date }
    fileprivate var days: Int { date - received }
    fileprivate var workingDays: Int { WorkingDays.between(received, date) }
}
